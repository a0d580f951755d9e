"""Foreigners and their permits, one after the other.  Twins of equations and steps of migration."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints, Keys

type Small = NDArray[np.integer[Any]]


@kernel_of_places
def places_left(
    staff: Ints, grade: Ints, ordinary: Floats, specialised: Floats, licensed: Flags, free: Flags,
    zone: Small, sort: Small, sme: int, locals_needed: float, small: float, hair: float,
    unlimited: int,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Places under the quota by kind of staff, where a rule lifts it, and of those here already."""
    firms, skills = staff.shape[0], staff.shape[1]
    room = np.empty((firms, 2), np.int64)
    lifted, kept = np.empty(firms, np.int64), np.empty(firms, np.int64)
    domestic, foreign = np.empty(2, np.int64), np.empty(2, np.int64)
    for f in range(firms):
        domestic[:] = foreign[:] = 0
        for k in range(skills):
            domestic[grade[k]] += staff[f, k, 0]
            foreign[grade[k]] += staff[f, k, 1]
        for g in range(2):
            share = specialised[f] if g else ordinary[f]
            limit = np.floor(share / max(1 - share, hair) * domestic[g] + hair)
            most = unlimited if share >= 1 else np.int64(min(limit, np.float64(unlimited)))
            room[f, g] = most - foreign[g]
        here, abroad = domestic[0] + domestic[1], foreign[0] + foreign[1]
        lifted[f] = kept[f] = -unlimited
        if here >= locals_needed:
            kept[f] = np.int64(np.floor(small - locals_needed - abroad))
            if here + abroad < small:
                lifted[f] = np.int64(np.floor(small - (here + abroad)))
        if licensed[f] or (free[zone[f]] and sort[f] == sme):
            lifted[f] = unlimited
    return room, lifted, kept


@kernel_of_places
def room_left(
    staff: Ints, grade: Ints, ordinary: Floats, specialised: Floats, licensed: Flags, free: Flags,
    zone: Small, sort: Small, sme: int, locals_needed: float, small: float, hair: float,
    unlimited: int, firm: Small, skill: Small,
) -> tuple[Ints, Floats]:  # fmt: skip
    """Foreigners whom each firm may still employ, less those for whom it has asked; their share."""
    room, lifted, _ = places_left(
        staff, grade, ordinary, specialised, licensed, free, zone, sort, sme, locals_needed, small,
        hair, unlimited,
    )  # fmt: skip
    share = np.empty(len(room))
    for f in range(len(room)):
        everybody = foreign = 0
        for k in range(staff.shape[1]):
            everybody += staff[f, k, 0] + staff[f, k, 1]
            foreign += staff[f, k, 1]
        share[f] = foreign / max(everybody, 1)
        for g in range(2):
            room[f, g] = max(room[f, g], lifted[f])
    for i in range(len(firm)):
        room[firm[i], grade[skill[i]]] -= 1
    return room, share


@kernel_of_places
def at_the_limit(
    staff: Ints, grade: Ints, ordinary: Floats, specialised: Floats, licensed: Flags, free: Flags,
    zone: Small, sort: Small, sme: int, locals_needed: float, small: float, hair: float,
    unlimited: int, counted: Flags,
) -> tuple[int, int]:  # fmt: skip
    """Local enterprises with foreigners and without room for another; and local enterprises."""
    room, lifted, _ = places_left(
        staff, grade, ordinary, specialised, licensed, free, zone, sort, sme, locals_needed, small,
        hair, unlimited,
    )  # fmt: skip
    bound = mine = 0
    for f in range(len(sort)):
        if counted[f] and sort[f] == sme:
            foreign = 0
            for k in range(staff.shape[1]):
                foreign += staff[f, k, 1]
            mine += 1
            bound += foreign > 0 and max(min(room[f, 0], room[f, 1]), lifted[f]) <= 0
    return bound, mine


@kernel_of_places
def line_up(gaps: Floats, birth: Keys, mean: Floats) -> tuple[Ints, Keys, Floats]:
    """Who of the line of each skill comes: skills, birth keys, and how many came before."""
    longest = len(gaps) // len(mean)
    skill, key = np.empty(len(gaps), np.int64), np.empty(len(gaps), np.uint64)
    turns = np.empty(len(gaps))
    n = 0
    for k in range(len(mean)):
        turn = 0.0
        for i in range(k * longest, (k + 1) * longest):
            turn += gaps[i]
            if not turn < mean[k]:
                break
            skill[n], key[n], turns[n] = k, birth[i], turn
            n += 1
    return skill[:n], key[:n], turns[:n]


@kernel_of_places
def ask_for_permits(
    post: Small, source: Small, skill: Small, abroad: int, staff: Ints, licensed: Flags,
    free: Flags, zone: Small, sort: Small, sme: int, small: float, rules: Ints, months: Floats,
    delay: float, reserved: Ints, asked: Ints,
) -> tuple[Ints, Ints, Ints, Floats]:  # fmt: skip
    """Who abroad won a post: candidate, firm, rule for the permit, and months of waiting.

    The rules are: ordinary, small firm, headquarters, zone.
    """
    rows, firm = np.empty(len(post), np.int64), np.empty(len(post), np.int64)
    rule, waits = np.empty(len(post), np.int64), np.empty(len(post))
    n = 0
    for i in range(len(post)):
        f, k = post[i], skill[i]
        if f < 0 or source[i] != abroad:
            continue
        which = 3
        if not (free[zone[f]] and sort[f] == sme):
            which = 2
            if not licensed[f]:
                which = 1 if staff[f].sum() < small else 0
        rows[n], firm[n], rule[n] = i, f, rules[which]
        waits[n] = max(np.rint(months[rules[which]] * delay), 1.0)
        reserved[f, k] += 1
        asked[k] += 1
        n += 1
    return rows[:n], firm[:n], rule[:n], waits[:n]


@kernel_of_places
def write_down(
    rows: Ints, employer: Ints, rules: Ints, months: Floats, offer: Floats, reward: Floats,
    key: Keys, class_: Small, grade: Small, speaks: Flags, work: Floats, life: Small, start: int,
    birth: Keys, firm: Small, rule: Small, skill: Small, degree: Small, english: Flags,
    ability: Floats, experience: Small, wage: Floats, waits: Small,
) -> None:  # fmt: skip
    """Write applications for a permit down, with what the firm pays."""
    for i in range(len(rows)):
        row, n = rows[i], start + i
        birth[n], firm[n], rule[n], waits[n] = key[row], employer[i], rules[i], months[i]
        skill[n], degree[n], english[n] = class_[row], grade[row], speaks[row]
        ability[n], experience[n] = work[row], life[row]
        wage[n] = offer[employer[i], class_[row]] * reward[row]


@kernel_of_places
def judge(
    staff: Ints, grade: Ints, ordinary: Floats, specialised: Floats, licensed: Flags, free: Flags,
    zone: Small, sort: Small, sme: int, locals_needed: float, small: float, hair: float,
    unlimited: int, rows: Ints, firm: Small, skill: Small, chance: Floats, in_turn: Ints,
    refusal: float, posts: Ints, verdicts: Ints, decided: Ints, reserved: Ints, hires: Ints,
    abroad: int,
) -> Ints:  # fmt: skip
    """Decide applications in turn: first the papers, then the post, then the room; count hires.

    The verdicts are: granted, refused for the quota, refused by the office, withdrawn.
    """
    room, lifted, _ = places_left(
        staff, grade, ordinary, specialised, licensed, free, zone, sort, sme, locals_needed, small,
        hair, unlimited,
    )  # fmt: skip
    verdict = np.empty(len(rows), np.int64)
    filled, taken = np.zeros(posts.shape, np.int64), np.zeros(room.shape, np.int64)
    for i in in_turn:
        f, k = firm[rows[i]], skill[rows[i]]
        which = 2
        if chance[i, 0] >= refusal:
            which = 3
            if filled[f, k] < posts[f, k] - staff[f, k, 0] - staff[f, k, 1]:
                g = grade[k]
                fits = taken[f, g] < room[f, g] or taken[f, 0] + taken[f, 1] < lifted[f]
                which = 0 if fits else 1
                taken[f, g] += 1
            filled[f, k] += 1
        verdict[i] = verdicts[which]
        decided[k, verdicts[which]] += 1
        reserved[f, k] -= 1
        hires[sort[f], k, abroad] += int(which == 0)
    return verdict


@kernel
def _rows_of(some: Flags) -> Ints:
    """Rows that are in a group; without a way that chance decides, as few are and in no order."""
    rows, n = np.empty(len(some), np.int64), 0
    for i in range(len(some)):
        rows[n] = i
        n += some[i]
    return rows[:n]


@kernel_of_places
def month_of_permits(
    foreign: Flags, employer: Small, term: Small, idle: Small, patience: float, leaving: Flags
) -> tuple[Ints, int]:
    """Whose permit ends after one month more, and how many were without a job for too long."""
    ending = np.empty(len(foreign), np.int64)
    n, gone = 0, 0
    for i in _rows_of(foreign):
        if leaving[i]:
            continue
        term[i] -= 1
        if employer[i] < 0:
            leaving[i] = idle[i] > patience
            gone += leaving[i]
        elif term[i] <= 0:
            ending[n] = i
            n += 1
    return ending[:n], gone


@kernel_of_places
def renew(
    staff: Ints, grade: Ints, ordinary: Floats, specialised: Floats, licensed: Flags, free: Flags,
    zone: Small, sort: Small, sme: int, locals_needed: float, small: float, hair: float,
    unlimited: int, rows: Ints, employer: Small, skill: Small, permit: Small, as_small: int,
    in_turn: Ints, term: Small, months: int, renewals: Ints, lapses: Ints,
) -> Ints:  # fmt: skip
    """Renew permits that end where there is room, in turn, and tell who found none.

    Those who hold them stand in their own room.
    """
    room, lifted, kept = places_left(
        staff, grade, ordinary, specialised, licensed, free, zone, sort, sme, locals_needed, small,
        hair, unlimited,
    )  # fmt: skip
    for i in range(len(rows)):
        f, k = employer[rows[i]], skill[rows[i]]
        room[f, grade[k]] += 1
        lifted[f] += 1
        kept[f] += 1
    stays = np.zeros(len(rows), np.bool_)
    taken, small_taken = np.zeros(room.shape, np.int64), np.zeros(len(room), np.int64)
    for i in in_turn:
        f, g = employer[rows[i]], grade[skill[rows[i]]]
        stays[i] = taken[f, g] < room[f, g] or taken[f, 0] + taken[f, 1] < lifted[f]
        taken[f, g] += 1
        if permit[rows[i]] == as_small:
            stays[i] = stays[i] or small_taken[f] < kept[f]
            small_taken[f] += 1
    refused = np.empty(len(rows), np.int64)
    n = 0
    for i in range(len(rows)):
        row = rows[i]
        if stays[i]:
            term[row] = months
            renewals[skill[row]] += 1
        else:
            lapses[skill[row]] += 1
            refused[n] = row
            n += 1
    return refused[:n]
