"""People, one after the other.  Twins of :mod:`cluster_abm.agents.workforce`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints

type Small = NDArray[np.integer[Any]]
type Narrow = NDArray[np.floating[Any]]


@kernel_of_places
def ability_by_post(
    employer: Small, skill: Small, foreign: Flags, ability: Narrow, firms: int, skills: int
) -> Floats:
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


@kernel_of_places
def _count(
    row: int, sign: int, employer: Small, skill: Small, foreign: Flags, ability: Narrow,
    wage: Small, staff: Ints, labour: Floats, pay: Ints,
) -> None:  # fmt: skip
    firm, k, origin = employer[row], skill[row], int(foreign[row])
    staff[firm, k, origin] += sign
    labour[firm, k, origin] += sign * np.float64(ability[row])
    pay[firm, k, origin] += sign * wage[row]


@kernel_of_places
def begin_jobs(
    rows: Ints, firms: Small, wages: Floats, employer: Small, skill: Small, foreign: Flags,
    ability: Narrow, wage: Small, tenure: Small, idle: Small, staff: Ints, labour: Floats,
    pay: Ints,
) -> None:  # fmt: skip
    """Give people their jobs, and count them in at their firms."""
    for i in range(len(rows)):
        row = rows[i]
        employer[row], wage[row] = firms[i], np.rint(wages[i])
        tenure[row] = idle[row] = 0
        _count(row, 1, employer, skill, foreign, ability, wage, staff, labour, pay)


@kernel_of_places
def end_jobs(
    rows: Ints, why: Ints, employer: Small, skill: Small, foreign: Flags, ability: Narrow,
    wage: Small, tenure: Small, founder: Flags, knows: Narrow, staff: Ints, labour: Floats,
    pay: Ints, sort: Small, own_work: Floats, separations: Ints,
) -> None:  # fmt: skip
    """Count people out at their firms, and leave them without a job; one reason for all, or each.

    What they know is the quality of own work at the firm they leave.
    """
    step = min(len(why) - 1, 1)
    for i in range(len(rows)):
        row = rows[i]
        firm = employer[row]
        _count(row, -1, employer, skill, foreign, ability, wage, staff, labour, pay)
        separations[sort[firm], skill[row], why[step * i]] += 1
        knows[row] = own_work[firm]
        employer[row] = -1
        wage[row] = tenure[row] = 0
        founder[row] = False
