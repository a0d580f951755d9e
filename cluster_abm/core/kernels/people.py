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
def add_to_posts(
    rows: Ints, sign: int, employer: NDArray[np.integer[Any]], skill: NDArray[np.integer[Any]],
    foreign: Flags, ability: NDArray[np.floating[Any]], wage: NDArray[np.integer[Any]],
    staff: Ints, work: Floats, pay: Ints,
) -> None:  # fmt: skip
    """Add some employed people to the staff of their firms, or take them off."""
    for row in rows:
        firm, kind, origin = employer[row], skill[row], int(foreign[row])
        staff[firm, kind, origin] += sign
        work[firm, kind, origin] += sign * np.float64(ability[row])
        pay[firm, kind, origin] += sign * np.int64(wage[row])
