"""Ties, one after the other.

Twins of :mod:`cluster_abm.agents.ties` and of processes of collaboration.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints

type Small = NDArray[np.integer[Any]]


@kernel_of_places
def find(one: Small, other: Small, older: Ints, younger: Ints) -> Ints:
    """Rows of the pairs of *older* and *younger* among those of *one* and *other*, or -1."""
    begin = np.zeros(max(one.max(), older.max()) + 2, np.int64)
    for i in one:
        begin[i + 1] += 1
    begin = np.cumsum(begin)
    # the ties of each older firm together, so that few are looked at for each pair
    free, by_older = begin.copy(), np.empty(len(one), np.int64)
    for row in range(len(one)):
        by_older[free[one[row]]] = row
        free[one[row]] += 1
    found = np.full(len(older), -1, np.int64)
    for pair in range(len(older)):
        for row in by_older[begin[older[pair]] : begin[older[pair] + 1]]:
            if other[row] == younger[pair]:
                found[pair] = row
    return found


@kernel_of_places
def within_reach(
    goes: Ints, ring: Ints, zone: Small, buyer: Ints, there: Flags, one: Small, other: Small,
    zones: int, buyers: int, partners: int,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Who seeks and whom each of them may meet: firms of one place, or partners of partners."""
    firms = len(there)
    seeker, met = np.empty(len(goes) * firms, np.int64), np.empty(len(goes) * firms, np.int64)
    near, nearer = np.empty(firms, np.bool_), np.empty(firms, np.bool_)
    n = 0
    for i in range(len(goes)):
        own, place = goes[i], ring[i]
        near[:] = place != zones and place != buyers
        if place == partners:
            near[:] = False
            near[own] = True
            for _ in range(2):
                nearer[:] = near
                near[:] = False
                for tie in range(len(one)):
                    if nearer[one[tie]]:
                        near[other[tie]] = True
                    if nearer[other[tie]]:
                        near[one[tie]] = True
        for f in range(firms):
            same = near[f]
            if place == zones:
                same = zone[f] == zone[own] and zone[own] >= 0
            elif place == buyers:
                same = buyer[f] == buyer[own] and buyer[own] >= 0
            if same and f != own and there[f]:
                seeker[n], met[n] = i, f
                n += 1
    return seeker[:n], met[:n]


@kernel_of_places
def least_of_each(who: Ints, lot: Floats) -> Ints:
    """Place of the smallest lot of each, all of whose lots stand together; the first of equals."""
    least = np.empty(len(who), np.int64)
    n = 0
    for i in range(len(who)):
        if i == 0 or who[i] != who[i - 1]:
            least[n] = i
            n += 1
        elif lot[i] < lot[least[n - 1]]:
            least[n - 1] = i
    return least[:n]


@kernel_of_places
def fits(ends: Ints, wanted: Flags, room: Ints) -> Flags:
    """For which pairs both ends have room left, in turn; the room is taken."""
    found = np.zeros(len(wanted), np.bool_)
    for pair in range(len(wanted)):
        one, other = ends[0, pair], ends[1, pair]
        if wanted[pair] and room[one] > 0 and room[other] > 0:
            room[one] -= 1
            room[other] -= 1
            found[pair] = True
    return found
