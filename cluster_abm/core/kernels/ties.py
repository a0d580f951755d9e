"""Ties, one after the other.

Twins of :mod:`cluster_abm.agents.ties` and of processes of collaboration.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints, Keys

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
    birth: Keys, zones: int, buyers: int, partners: int,
) -> tuple[Ints, Ints, Keys, Keys]:  # fmt: skip
    """Who seeks and whom each of them may meet: firms of one place, or partners of partners.

    Of each pair, the birth keys as well, the lower before the higher.
    """
    firms, most = len(there), len(goes) * np.count_nonzero(there)
    seeker, met = np.empty(most, np.int64), np.empty(most, np.int64)
    low, high = np.empty(most, np.uint64), np.empty(most, np.uint64)
    near, nearer = np.empty(firms, np.bool_), np.empty(firms, np.bool_)
    n = 0
    for i in range(len(goes)):
        own, place = goes[i], ring[i]
        near[:] = True
        if place == zones:
            for f in range(firms):
                near[f] = zone[f] == zone[own] and zone[own] >= 0
        elif place == buyers:
            for f in range(firms):
                near[f] = buyer[f] == buyer[own] and buyer[own] >= 0
        elif place == partners:
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
            if near[f] and there[f] and f != own:
                seeker[n], met[n] = i, f
                low[n], high[n] = min(birth[own], birth[f]), max(birth[own], birth[f])
                n += 1
    return seeker[:n], met[:n], low[:n], high[:n]


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
def meet(
    ends: Ints, one: Small, other: Small, trust: Floats, silent: Small, gain: float, hours: int,
    hours_away: Ints, poached: Floats,
) -> tuple[int, Ints, Floats]:  # fmt: skip
    """Let each pair of firms meet once; how many pairs, the strangers among them, their losses."""
    firms, pairs = len(hours_away), ends.shape[1]
    met = np.empty(pairs, np.int64)
    for i in range(pairs):
        a, b = ends[0, i], ends[1, i]
        met[i] = min(a, b) * firms + max(a, b)
    met.sort()
    n = 0
    for i in range(pairs):
        if i == 0 or met[i] != met[i - 1]:
            met[n] = met[i]
            n += 1
    older, younger = met[:n] // firms, met[:n] % firms
    row = find(one, other, older, younger) if len(one) else np.full(n, -1, np.int64)
    strangers, wary, m = np.empty((2, n), np.int64), np.empty(n), 0
    for i in range(n):
        a, b = older[i], younger[i]
        hours_away[a] += hours
        hours_away[b] += hours
        if row[i] >= 0:
            trust[row[i]] += gain * (1 - trust[row[i]])
            silent[row[i]] = 0
        else:
            strangers[0, m], strangers[1, m] = a, b
            wary[m] = (poached[a] + poached[b]) / 2
            m += 1
    return n, strangers[:, :m].copy(), wary[:m]


# Joint work


@kernel_of_places
def take_hours(hours_away: Ints, staff: Ints, month: float, capacity: Floats) -> int:
    """Take the hours promised to others off the capacity of firms."""
    taken = 0
    for f in range(len(capacity)):
        if hours_away[f] != 0:
            lost = min(hours_away[f] / max(np.sum(staff[f]) * month, 1.0), 1.0)
            capacity[f] *= 1 - lost
            taken += hours_away[f]
            hours_away[f] = 0
    return taken


@kernel_of_places
def work(
    one: Small, other: Small, project: Small, left: Small, silent: Small, apart: Small,
    hours: Floats, hours_away: Ints,
) -> int:  # fmt: skip
    """Let a month of joint work pass; the hours that it takes."""
    given = 0
    for tie in range(len(project)):
        if project[tie] != 0:
            each = int(np.rint(hours[project[tie]]))
            hours_away[one[tie]] += each
            hours_away[other[tie]] += each
            given += 2 * each
            left[tie] -= 1
            silent[tie] = apart[tie] = 0
    return given


_UNROLLED = 8


@kernel_of_places
def _product(one: Floats, other: Floats) -> float:
    """Sum of the products of fewer than 16 numbers in the order of NumPy's own sum."""
    n, total = len(one), 0.0
    whole = 0
    if n >= _UNROLLED:
        a, b = one[0] * other[0] + one[1] * other[1], one[2] * other[2] + one[3] * other[3]
        c, d = one[4] * other[4] + one[5] * other[5], one[6] * other[6] + one[7] * other[7]
        total = (a + b) + (c + d)
        whole = _UNROLLED
    for i in range(whole, n):
        total += one[i] * other[i]
    return total


@kernel_of_places
def prospects(
    rows: Ints, one: Small, other: Small, trust: Floats, craft: Floats, absorption: Floats,
    staff: Ints, base: float, of_fit: float, of_trust: float, of_absorption: float, least: float,
) -> tuple[Ints, Floats, Floats, Floats]:  # fmt: skip
    """Firms and trust of some ties, log odds of their success, size of the partner of each."""
    n = len(rows)
    ends, felt = np.empty((2, n), np.int64), np.empty(n)
    odds, size = np.empty(n), np.empty((2, n))
    for i in range(n):
        a, b = one[rows[i]], other[rows[i]]
        ends[0, i], ends[1, i], felt[i] = a, b, trust[rows[i]]
        length = np.sqrt(_product(craft[a], craft[a]) * _product(craft[b], craft[b]))
        near = _product(craft[a], craft[b]) / max(length, least)
        fit = 4 * near * max(1 - near, 0.0)
        absorbed = (absorption[a] + absorption[b]) / 2
        odds[i] = base + of_fit * fit + of_trust * felt[i] + of_absorption * absorbed
        mine, theirs = max(np.sum(staff[a]), 1), max(np.sum(staff[b]), 1)
        size[0, i], size[1, i] = theirs / mine, mine / theirs
    return ends, felt, odds, size


@kernel_of_places
def agree(
    rows: Ints, project: Small, stage: Small, needed: int, granted: Floats, ends: Ints,
    trust: Floats, success: Floats, exposed: Floats, worth: Floats, kind: int, cost: Floats,
    least: Floats, room: Ints,
) -> Ints:  # fmt: skip
    """Which pairs without a project expect to gain, and have room, in turn; the room is taken."""
    found, n = np.empty(len(rows), np.int64), 0
    for i in range(len(rows)):
        a, b = ends[0, i], ends[1, i]
        gains = project[rows[i]] == 0 and stage[rows[i]] >= needed and room[a] > 0 and room[b] > 0
        felt = max(cost[i] - granted[rows[i]] / 2, 0.0)
        for side in range(2):
            f = ends[side, i]
            believed = success[i] * (trust[i] - (1 - trust[i]) * exposed[side, i])
            gains &= worth[f, kind] > 0 and believed * worth[f, kind] - felt > least[f]
        if gains:
            room[a] -= 1
            room[b] -= 1
            found[n] = i
            n += 1
    return found[:n]


@kernel_of_places
def scruples(
    ends: Ints, kind: Ints, success: Floats, trust: Floats, exposed: Floats, worth: Floats,
    foreseen: Floats, costs: Floats, feared: float, least: float, far: float,
) -> Floats:  # fmt: skip
    """What a breach would cost each partner, relative to what it brings; no end if nothing."""
    ratio = np.empty(ends.shape)
    for i in range(len(kind)):
        for side in range(2):
            f, partner = ends[side, i], ends[1 - side, i]
            taken = exposed[1 - side, i] * worth[partner, kind[i]]
            believed = success[i] * (trust[i] - (1 - trust[i]) * exposed[side, i])
            again = max(believed * worth[f, kind[i]] - costs[kind[i]], 0.0)
            ratio[side, i] = np.inf
            if taken > 0:
                fear = foreseen[f] * again + feared
                ratio[side, i] = min(fear / max(taken, least), far)
    return ratio


@kernel_of_places
def conclude(
    rows: Ints, ends: Ints, kind: Ints, success: Flags, breach: Flags, exposed: Floats,
    level: Floats, lines: Ints, known: Floats, trust: Floats, stage: Small, project: Small,
    silent: Small, apart: Small, ended: Ints, succeeded: Ints, bid: int, best: int,
    standing: float, step: float, learned: float, more: float, failed: float, broken: float,
) -> Floats:  # fmt: skip
    """Share what joint work brought, and let ties follow; what it adds to own work, log points."""
    lift = np.zeros(len(known))
    for side in range(2):
        for i in range(len(rows)):
            f, there = ends[side, i], 1 - side
            part = np.float64(success[i] and not breach[there, i])
            if breach[side, i]:
                part += exposed[there, i]
            if kind[i] == bid:
                known[f] += standing * part
            else:
                behind = max(level[there, i] - level[side, i], 0.0)
                lift[f] += part * (step / lines[f] + learned * behind)
    for i in range(len(rows)):
        tie, before = rows[i], trust[rows[i]]
        ended[kind[i]] += 1
        succeeded[kind[i]] += success[i]
        trust[tie] = before + more * (1 - before) if success[i] else failed * before
        if success[i]:
            stage[tie] = best
        if breach[0, i] or breach[1, i]:
            trust[tie], stage[tie] = broken * before, 0
        project[tie] = silent[tie] = apart[tie] = 0
    return lift


# Trust


@kernel_of_places
def fade(
    left: Small, post: Small, staff: Ints, poached: Floats, one: Small, other: Small,
    trust: Floats, silent: Small, apart: Small, project: Small, months: int, poaching: float,
    kept: float, never: int, forgotten: float, window: int,
) -> tuple[int, Flags]:  # fmt: skip
    """Let moves and silence tell on trust; moves between partners, and ties that end."""
    firms, moves = len(poached), len(left)
    lost, first = np.zeros(firms, np.int64), np.full(firms, -1)
    before = np.empty(moves, np.int64)
    for i in range(moves):
        if left[i] >= 0 and post[i] >= 0:
            lost[left[i]] += 1
            older = min(left[i], post[i])
            before[i], first[older] = first[older], i
    for f in range(firms):
        share = lost[f] / max(np.sum(staff[f]), 1)
        poached[f] += (share - poached[f]) / months
    poachings, ends = 0, np.empty(len(trust), np.bool_)
    for tie in range(len(trust)):
        i = first[one[tie]]
        while i >= 0:
            if max(left[i], post[i]) == other[tie]:
                trust[tie] *= poaching
                poachings += 1
            i = before[i]
        if silent[tie] > 0:
            trust[tie] *= kept
        silent[tie] = min(silent[tie] + 1, never)
        apart[tie] = min(apart[tie] + 1, never)
        allied = project[tie] > 0 or apart[tie] < window
        ends[tie] = silent[tie] > forgotten and not allied
    return poachings, ends
