"""People, one after the other.  Twins of :mod:`cluster_abm.agents.workforce`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints


@kernel_of_places
def ability_by_post(
    employer: NDArray[np.integer[Any]], skill: NDArray[np.integer[Any]], foreign: Flags,
    ability: NDArray[np.floating[Any]], firms: int, skills: int,
) -> Floats:  # fmt: skip
    """Ability of the staff of each firm, by skill and origin; an employer of -1 is none."""
    total = np.zeros((firms, skills, 2))
    for i in range(len(employer)):
        if employer[i] >= 0:
            total[employer[i], skill[i], int(foreign[i])] += ability[i]
    return total


@kernel_of_places
def graduates_by_firm(
    employer: NDArray[np.integer[Any]], degree: NDArray[np.integer[Any]], least: int, firms: int
) -> Ints:
    """Staff of each firm with a degree from *least* on; an employer of -1 is none."""
    total = np.zeros(firms, np.int64)
    for i in range(len(employer)):
        if employer[i] >= 0 and degree[i] >= least:
            total[employer[i]] += 1
    return total
