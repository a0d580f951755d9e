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
def first_in_line(
    who: Flags, place: NDArray[np.integer[Any]], room: Ints, in_turn: Ints
) -> Flags:  # fmt: skip
    """Which of *who* find room at their place, if they come in turn."""
    found = np.zeros(len(who), np.bool_)
    taken = np.zeros(len(room), np.int64)
    for i in in_turn:
        if who[i]:
            found[i] = taken[place[i]] < room[place[i]]
            taken[place[i]] += 1
    return found


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
def _pulls(pull: Floats, near: Floats, sees: Floats) -> tuple[Floats, Ints, Ints]:
    """Running sums of what attracts each group, the firms, and where each group begins."""
    skills, firms = pull.shape
    kinds = len(near) * sees.shape[1]
    most = kinds * np.count_nonzero(pull)
    running, firm = np.empty(most + 1), np.empty(most, np.int64)
    edge, hiring = np.empty(skills * kinds + 1, np.int64), np.empty(firms, np.int64)
    running[0] = 0.0
    n, g = 0, 0
    for k in range(skills):
        some = 0
        for f in range(firms):
            hiring[some] = f
            some += pull[k, f] != 0
        for home in range(len(near)):
            for view in range(sees.shape[1]):
                edge[g] = n
                g += 1
                for f in hiring[:some]:
                    attraction = pull[k, f] * near[home, f] * sees[k, view, f]
                    if attraction != 0:
                        running[n + 1] = running[n] + attraction
                        firm[n] = f
                        n += 1
    edge[g] = n
    return running, firm, edge


@kernel_of_places
def apply_for_posts(
    pull: Floats, near: Floats, sees: Floats, luck: Floats,
    skill: NDArray[np.integer[Any]], home: NDArray[np.integer[Any]], view: Ints,
    reservation: Floats, offer: Floats, person: NDArray[np.integer[Any]],
    employer: NDArray[np.integer[Any]], abroad: Flags, sponsors: Ints,
) -> Ints:  # fmt: skip
    """Firms at which each candidate aims, or -1, drawn in proportion to what attracts."""
    running, firm, edge = _pulls(pull, near, sees)
    candidates, k = luck.shape
    # column by column, as NumPy looks through columns faster than through short rows
    target = np.full((k, candidates), -1, np.int64).T
    for i in range(candidates):
        group = (skill[i] * len(near) + home[i]) * sees.shape[1] + view[i]
        first, end = edge[group], edge[group + 1]
        own = employer[person[i]] if person[i] >= 0 else -1
        if first == end:
            continue
        start = running[first]
        whole = running[end] - start
        for j in range(k):
            aim = start + luck[i, j] * whole
            # the last place of the group whose running sum is not beyond the aim
            place, reach = first, end - first
            while reach > 1:
                half = reach // 2
                place += half * (running[place + half] <= aim)
                reach -= half
            f = firm[place]
            pays = offer[f, skill[i]] >= reservation[i]
            if pays and f != own and not (abroad[i] and sponsors[f, skill[i]] <= 0):
                target[i, j] = f
    return target


@kernel_of_places
def consider(aim: Ints, skill: Ints, abroad: Flags, sponsors: Ints, kind: Ints) -> None:
    """Strike applications from abroad beyond what a firm would sponsor of a kind of staff."""
    considered = np.zeros((len(sponsors), 2), np.int64)
    for i in range(len(aim)):
        if not abroad[i]:
            continue
        for j in range(aim.shape[1] - 1, -1, -1):
            for earlier in range(j):
                if aim[i, earlier] == aim[i, j]:
                    aim[i, j] = -1
        for j in range(aim.shape[1]):
            f, k = aim[i, j], skill[i]
            if f >= 0:
                considered[f, kind[k]] += 1
                if considered[f, kind[k]] > sponsors[f, k]:
                    aim[i, j] = -1


@kernel_of_places
def _queues(target: Ints, sorts: int) -> tuple[Ints, Ints]:
    """Applications by post, best candidate first: who, and for which post."""
    candidates, k = target.shape
    counts = np.zeros(target.shape, np.bool_)
    begin = np.zeros(sorts + 1, np.int64)
    for i in range(candidates):
        for j in range(k):
            counts[i, j] = target[i, j] >= 0
            for earlier in range(j):
                if target[i, earlier] == target[i, j]:
                    counts[i, j] = False
            if counts[i, j]:
                begin[target[i, j] + 1] += 1
    begin = np.cumsum(begin)
    who, post = np.empty(begin[sorts], np.int64), np.empty(begin[sorts], np.int64)
    for i in range(candidates):
        for j in range(k):
            if counts[i, j]:
                at = begin[target[i, j]]
                who[at], post[at] = i, target[i, j]
                begin[target[i, j]] += 1
    return who, post


@kernel_of_places
def match_posts(target: Ints, openings: Ints, offers: Floats, rounds: int) -> Ints:
    """Post that each candidate wins, or -1, by deferred acceptance that stops early."""
    who, post = _queues(target, len(openings))
    live = len(who)
    held = np.full(len(target), -1, np.int64)
    for _ in range(rounds):
        left = openings.copy()
        for h in held:
            if h >= 0:
                left[h] -= 1
        best = np.full(len(target), -1, np.int64)
        kept, rank = 0, 0
        last = -1
        for i in range(live):
            rank = rank + 1 if post[i] == last else 0
            last = post[i]
            if rank >= left[last]:
                who[kept], post[kept] = who[i], last
                kept += 1
            elif best[who[i]] < 0 or offers[last] >= offers[best[who[i]]]:
                best[who[i]] = last
        if kept == live:
            break
        live = kept
        for c in range(len(held)):
            if best[c] >= 0 and (held[c] < 0 or offers[best[c]] > offers[held[c]]):
                held[c] = best[c]
    return held
