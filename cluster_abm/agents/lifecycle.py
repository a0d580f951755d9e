"""The statistician who says in which stage the cluster is; nobody listens."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from cluster_abm.core.actor import Singular
from cluster_abm.core.tables import Flags, Floats

MEMORY = 24
"""Months that are remembered: a year, and the year before it."""


class Stage(IntEnum):
    """Stage of a cluster's life (L1 to L5)."""

    AGGLOMERATION = 0
    EMERGING = 1
    DEVELOPING = 2
    MATURE = 3
    TRANSFORMATION = 4


class Count(IntEnum):
    """What is counted every month."""

    STAFF = 0
    FIRMS = 1
    BIRTHS = 2
    SPIN_OFFS = 3
    DEATHS = 4
    SALES = 5
    COLLABORATORS = 6
    EXPORTS = 7
    INNOVATIONS = 8


class Sign(IntEnum):
    """What a stage is told by: each is on or off, and stays so until it is clearly otherwise."""

    GROWING = 0
    SHRINKING = 1
    ENTERING = 2
    LINKED = 3
    OUTWARD = 4
    HOMEGROWN = 5
    LARGE = 6
    INVENTIVE = 7


NOTHING = np.zeros((MEMORY, len(Count)))
"""Where a memory begins; it is never written to."""
NOTHING.flags.writeable = False
NO_SIGN = np.zeros(len(Sign), bool)
"""Where signs begin; they are never written to."""
NO_SIGN.flags.writeable = False


class Lifecycle(Singular):
    """What is known of the stage of the cluster.  No actor reads it."""

    counts: Floats = NOTHING
    """Counts of each month, the last month last, shape ``(24, counts)``."""
    known: int = 0
    """Months counted so far, at most 24."""
    signs: Flags = NO_SIGN
    """Which signs are on, shape ``(signs,)``."""
    stage: int = 0
    """Stage that holds."""
    other: int = 0
    """Stage that the signs have told of late."""
    since: int = 0
    """Months for which they have told it."""
