"""Queues, ranks and matching, one entry after the other.

Twins of :mod:`cluster_abm.core.groups` and of equations of the submodels whose names they bear.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints


@kernel_of_places
def rank_in_group(sorted_groups: NDArray[np.integer[Any]]) -> Ints:
    """Rank of each entry within its run of equal entries."""
    ranks = np.zeros(len(sorted_groups), np.int64)
    for i in range(1, len(sorted_groups)):
        if sorted_groups[i] == sorted_groups[i - 1]:
            ranks[i] = ranks[i - 1] + 1
    return ranks


@kernel_of_places
def ranks_in_groups(number: NDArray[np.integer[Any]]) -> Ints:
    """Ranks of newcomers, from 0 in each group."""
    ranks = np.empty(number.sum(), np.int64)
    i = 0
    for newcomers in number:
        for rank in range(newcomers):
            ranks[i] = rank
            i += 1
    return ranks


@kernel_of_places
def first_mention(rows: Ints) -> Flags:
    """Which entries do not repeat an earlier one of their row."""
    first = np.ones(rows.shape, np.bool_)
    for i in range(rows.shape[0]):
        for j in range(1, rows.shape[1]):
            for earlier in range(j):
                if rows[i, earlier] == rows[i, j]:
                    first[i, j] = False
    return first


@kernel_of_places
def drawn_by_weight(running: Floats, group: Ints, luck: Floats) -> Ints:
    """Draw places in proportion to the weights of each row's group, of which sums are given."""
    rows, k = luck.shape
    last = running.shape[1] - 1
    drawn = np.empty((rows, k), np.int64)
    for i in range(rows):
        sums = running[group[i]]
        for j in range(k):
            aim = luck[i, j] * sums[last]
            # the first place whose running sum is beyond the aim
            low, high = 0, last + 1
            while low < high:
                middle = (low + high) // 2
                if sums[middle] <= aim:
                    low = middle + 1
                else:
                    high = middle
            drawn[i, j] = min(low, last)
    return drawn


@kernel_of_places
def fees_won(fee: Floats, odds: Floats, buyer: Ints, rival: Floats) -> Floats:
    """Fees that local vendors win from each buyer on average."""
    total = np.zeros(len(rival))
    for i in range(len(fee)):
        total[buyer[i]] += fee[i] * odds[i] / (odds[i] + rival[buyer[i]])
    return total


@kernel_of_places
def fits_in_turn(vendor: NDArray[np.integer[Any]], work: Floats, room: Floats) -> Flags:
    """Which pieces of work fit into the room of their vendor, if they come in turn."""
    begin = np.zeros(len(room) + 1, np.int64)
    for v in vendor:
        begin[v + 1] += 1
    begin = np.cumsum(begin)
    order = np.empty(len(vendor), np.int64)
    for i in range(len(vendor)):
        order[begin[vendor[i]]] = i
        begin[vendor[i]] += 1
    fits = np.zeros(len(vendor), np.bool_)
    running, before = 0.0, 0.0
    for place in range(len(order)):
        i = order[place]
        running += work[i]
        if place == 0 or vendor[i] != vendor[order[place - 1]]:
            before = running - work[i]
        fits[i] = running - before <= room[vendor[i]]
    return fits


@kernel_of_places
def place_orders(
    open_: Ints, place: Ints, invited: Ints, work: Floats, price: Floats, room: Floats,
    vendor: Ints,
) -> Ints:  # fmt: skip
    """Places in the queue of those whose winner has no room left; room and vendor are changed."""
    local, won = np.empty(len(open_), np.int64), np.empty(len(open_), np.int64)
    asked = np.empty(len(open_))
    n = 0
    for i in range(len(open_)):
        tender = open_[i]
        vendor[tender] = place[i]
        if place[i] >= 0:
            v = invited[tender, place[i]]
            vendor[tender] = v
            local[n], won[n], asked[n] = i, v, work[tender] / price[v]
            n += 1
    fits = fits_in_turn(won[:n], asked[:n], room)
    late = np.empty(n, np.int64)
    k = 0
    for i in range(n):
        if fits[i]:
            room[won[i]] -= asked[i]
        else:
            late[k] = local[i]
            k += 1
    return late[:k]
