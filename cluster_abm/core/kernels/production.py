"""Staff that work takes, one firm after the other.  Twins of what production does with NumPy."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Floats, Ints

type Small = NDArray[np.integer[Any]]


@kernel_of_places
def technologies(activity: Small, share: Floats, kinds: int) -> tuple[Ints, Floats]:
    """Row of the technology of each firm: its activity, or one of its own, and lines of these."""
    row, lines = np.empty(len(activity), np.int64), np.empty(share.shape)
    n = 0
    for f in range(len(activity)):
        row[f], total = min(activity[f], kinds - 1), 0.0
        for line in range(share.shape[1]):
            lines[n, line] = share[f, line]
            total += share[f, line]
        if total != 0:
            row[f] = kinds + n
            n += 1
    return row, lines[:n]


@kernel_of_places
def spent_on_a_unit(ratio: Floats, pay: Floats, taste: Floats, row: Ints) -> Floats:
    """Turn pay to the power of minus the elasticity into ratios of labour, and add up their pay."""
    spent = np.zeros(len(row))
    for f in range(len(row)):
        for k in range(ratio.shape[1]):
            ratio[f, k] = taste[row[f], k] * ratio[f, k]
            spent[f] += ratio[f, k] * pay[f, k]
    return spent


@kernel_of_places
def reckon_staff(
    ratio: Floats, scale: Floats, row: Ints, work: Floats, ability: Floats, staff: Ints,
    orders: Floats, efficiency: Floats, zone: Small, productivity: Floats, least: float,
    needed: Floats, recipe: Floats,
) -> None:  # fmt: skip
    """Staff that the orders of each firm take, and the share of each skill in it."""
    skills = ratio.shape[1]
    for f in range(len(row)):
        heads = 0.0
        for k in range(skills):
            filled = staff[f, k, 0] + staff[f, k, 1]
            mean = 1.0
            if filled > 0:
                able = ability[f, k, 0] + ability[f, k, 1]
                mean = max(able, least * filled) / max(filled, 1)
            recipe[f, k] = ratio[f, k] * scale[f] / mean
            heads += recipe[f, k]
        able = efficiency[f] * productivity[zone[f]] * work[row[f]]
        needed[f] = orders[f] / able * heads
        for k in range(skills):
            recipe[f, k] /= heads
