"""The government and the facilitator: single agents whose state is their attributes."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Skill
from cluster_abm.core.actor import Singular
from cluster_abm.core.tables import Floats

LONGEST_PROMISE = 48
"""Months after which the last promise to an investor falls due."""
NO_PROMISE = np.zeros((LONGEST_PROMISE, len(Skill)))
"""Where promises begin; it is never written to."""
NO_PROMISE.flags.writeable = False


class Government(Singular):
    """Treasury and offices; its money is in the ledger (A47, A48)."""

    mood: float = 1.0
    """Welcome for foreigners, index; 1 is 2009 (M20)."""
    promised: float = 0.0
    """People promised to investors that fell due, as far as parents remember, persons (M37)."""
    delivered: float = 0.0
    """People of these who came, as far as parents remember, persons."""
    promises: Floats = NO_PROMISE
    """People promised to investors, by months until they are due and skill, persons, shape
    ``(months, skills)``."""

    @property
    def reputation(self) -> float:
        """Part of its promises that it kept, as parents remember; 1 if they remember none."""
        return self.delivered / self.promised if self.promised > 0 else 1.0


class CFG(Singular):
    """The Cluster Facilitation Group (A58); not founded yet in 2009."""

    founded: bool = False
    """Does it exist?"""
