"""The labour market, one person after the other.  Twins of decisions and processes of labour."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints

type Small = NDArray[np.integer[Any]]


@kernel_of_places
def market(
    offer: Floats, posts: Ints, founders: Ints, employer: Small, skill: Small, unfilled: Ints,
    sort: Small, sme: int, weight: float, premium: Floats,
) -> tuple[Floats, Floats]:  # fmt: skip
    """What firms hear that others offer, and the share of posts unfilled on which firms act."""
    firms, skills = offer.shape
    rate, share = np.empty((firms, skills)), np.empty((firms, skills))
    own = np.zeros(posts.shape, np.int64)
    for i in founders:
        if employer[i] >= 0:
            own[employer[i], skill[i]] += 1
    some = False
    for f in range(firms):
        some = some or sort[f] == sme
    for k in range(skills):
        total = open_ = sought = 0
        for f in range(firms):
            if sort[f] == sme or not some:
                total += posts[f, k]
            open_ += unfilled[f, k]
            sought += max(posts[f, k] - own[f, k], 0)
        # where nobody wants a post, every firm counts the same
        alike = total == 0
        sum_, total = 0.0, 0
        for f in range(firms):
            local = sort[f] == sme or not some
            w = (1 if alike else posts[f, k]) if local else 0
            sum_ += offer[f, k] * w
            total += w
        mean, missing = sum_ / total, open_ / max(sought, 1)
        sum_, total = 0.0, 0
        for f in range(firms):
            if premium[f] <= 0:
                sum_ += offer[f, k] * posts[f, k]
                total += posts[f, k]
        surveyed = sum_ / total if total else mean
        for f in range(firms):
            rate[f, k] = surveyed if premium[f] > 0 else mean
            mine = max(posts[f, k] - own[f, k], 0)
            share[f, k] = (unfilled[f, k] + weight * missing) / (mine + weight)
    return rate, share


@kernel_of_places
def plan_staff(
    needed: Floats, born: Ints, staff: Ints, sort: Small, plan: Floats, now: int, cover: float,
    loyalty: float, sme: int,
) -> Floats:  # fmt: skip
    """Persons whom each firm wants: for its contracts, for a young team, or as its parent plans."""
    wanted = np.empty(len(needed))
    for f in range(len(needed)):
        if sort[f] == sme:
            wanted[f] = needed[f] * cover
            if now - born[f] <= loyalty:
                wanted[f] = max(wanted[f], np.float64(staff[f].sum()))
        else:
            wanted[f] = 0.0
            for line in range(plan.shape[1]):
                wanted[f] += plan[f, line]
    return wanted


@kernel_of_places
def set_offers(
    offer: Floats, unfilled: Floats, rate: Floats, posts: Ints, staff: Ints, unit_cost: Floats,
    price: Floats, premium: Floats, rise: float, cap: float, fall: float, ceiling: float,
    least: float,
) -> Floats:  # fmt: skip
    """What each firm offers for each skill."""
    offers = np.empty(offer.shape)
    for f in range(offer.shape[0]):
        affords = unit_cost[f] < ceiling * max(price[f], unit_cost[f] / 2)
        for k in range(offer.shape[1]):
            one = offer[f, k] * (1 + min(rise * unfilled[f, k], cap) - fall)
            if not affords:
                one = min(one, offer[f, k])
            if posts[f, k] <= 0 and staff[f, k, 0] + staff[f, k, 1] <= 0:
                one = rate[f, k]
            offers[f, k] = max(max(one, premium[f] * rate[f, k]), least)
    return offers


@kernel_of_places
def lookers(people: Ints, share: Floats, luck: Floats) -> Ints:
    """People of each group who look this month, rounded at random."""
    number, there = np.empty(people.size, np.int64), people.reshape(-1)
    for group in range(len(number)):
        mean = there[group] * share[group // 2]
        below = np.floor(mean)
        more = luck[group] >= 1.0 - (mean - below)
        number[group] = min(np.int64(below + more), there[group])
    return number


@kernel_of_places
def best_offers(offer: Floats, vacancies: Ints) -> Floats:
    """Highest pay offered for an open post of each skill, 0 without one."""
    best = np.zeros(offer.shape[1])
    for f in range(offer.shape[0]):
        for k in range(offer.shape[1]):
            if vacancies[f, k] > 0 and offer[f, k] > best[k]:
                best[k] = offer[f, k]
    return best


@kernel_of_places
def open_posts(offer: Floats, vacancies: Ints) -> tuple[Ints, Floats]:
    """Sorts of posts that are open, and what they pay relative to the mean offer."""
    firms, skills = offer.shape
    mean = np.zeros(skills)
    for f in range(firms):
        for k in range(skills):
            mean[k] += offer[f, k]
    mean /= firms
    open_, relative = np.empty(offer.size, np.int64), np.empty(offer.size)
    n = 0
    for f in range(firms):
        for k in range(skills):
            if vacancies[f, k] != 0:
                open_[n], relative[n] = f * skills + k, offer[f, k] / mean[k]
                n += 1
    return open_[:n], relative[:n]


@kernel_of_places
def _pulls(
    pull: Floats, near: Floats, zone: Small, activity: Small, speaks: Flags, welcome: Floats,
    front_line: int,
) -> tuple[Floats, Ints, Ints]:  # fmt: skip
    """Running sums of what attracts each group, the firms, and where each group begins."""
    firms, skills = pull.shape
    homes = len(near)
    most = 3 * homes * np.count_nonzero(pull)
    running, firm = np.empty(most + 1), np.empty(most, np.int64)
    edge, hiring = np.empty(3 * homes * skills + 1, np.int64), np.empty(firms + 1, np.int64)
    running[0] = 0.0
    n, g = 0, 0
    for k in range(skills):
        some = 0
        for f in range(firms):
            hiring[some] = f
            some += pull[f, k] != 0
        for home in range(homes):
            for view in range(3):
                edge[g] = n
                g += 1
                for f in hiring[:some]:
                    attraction = pull[f, k] * near[home, zone[f]]
                    if view == 2:
                        attraction *= welcome[f, k]
                    elif view == 1 and k == front_line and speaks[activity[f]]:
                        attraction = 0.0
                    if attraction != 0:
                        running[n + 1] = running[n] + attraction
                        firm[n] = f
                        n += 1
    edge[g] = n
    return running, firm, edge


@kernel
def _guide(running: Floats, first: int, end: int, guide: Ints) -> None:
    """Note where to begin to look for luck, in each of so many equal parts of it.

    Source: Chen and Asau (1974), On generating random variates from an empirical distribution.
    """
    parts = len(guide)
    per_pull = parts / (running[end] - running[first])
    guide[:] = first
    for place in range(first, end):
        later = int((running[place] - running[first]) * per_pull) + 1
        if 0 < later < parts:
            guide[later] = place
    for part in range(1, parts):
        guide[part] = max(guide[part], guide[part - 1])


@kernel
def _drawn(running: Floats, first: int, end: int, guide: Ints, luck: float) -> int:
    """Last place from *first* on, before *end*, whose running sum is not beyond the luck."""
    aim = running[first] + luck * (running[end] - running[first])
    place: int = guide[int(luck * len(guide))]
    # the guide is rounded
    while running[place] > aim:
        place -= 1
    while place + 1 < end and running[place + 1] <= aim:
        place += 1
    return place


_PARTS = 2
"""Parts of luck for each place: with more of them fewer steps are left to a guess."""


@kernel_of_places
def apply_for_posts(
    open_: Ints, worth: Floats, vacancies: Ints, near: Floats, zone: Small,
    activity: Small, speaks: Flags, welcome: Floats, sponsors: Ints, offer: Floats, luck: Floats,
    skill: Small, home: Small, english: Flags, source: Small, reservation: Floats, person: Small,
    employer: Small, abroad: int, front_line: int,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Who applies, and at which firms or -1, drawn in proportion to what attracts."""
    pull = np.zeros(vacancies.shape)
    flat, vacant = pull.reshape(-1), vacancies.reshape(-1)
    for i in range(len(open_)):
        flat[open_[i]] = vacant[open_[i]] * worth[i]
    running, firm, edge = _pulls(pull, near, zone, activity, speaks, welcome, front_line)
    candidates, k = luck.shape
    rows, aim = np.empty(candidates, np.int64), np.empty((candidates, k), np.int64)
    guides, guided = np.empty(_PARTS * len(firm), np.int64), np.zeros(len(edge), np.bool_)
    n = 0
    for i in range(candidates):
        foreign, s = source[i] == abroad, skill[i]
        view = 2 if foreign else 1 - int(english[i])
        group = (s * len(near) + home[i]) * 3 + view
        first, end = edge[group], edge[group + 1]
        if first == end:
            continue
        guide = guides[_PARTS * first : _PARTS * end]
        if not guided[group]:
            _guide(running, first, end, guide)
            guided[group] = True
        own = employer[person[i]] if person[i] >= 0 else -1
        applies = False
        for j in range(k):
            f = firm[_drawn(running, first, end, guide, luck[i, j])]
            takes = (offer[f, s] >= reservation[i]) & (f != own)
            takes &= (not foreign) | (sponsors[f, s] > 0)
            aim[n, j] = f if takes else -1
            applies |= takes
        rows[n] = i
        n += applies
    return rows[:n], aim[:n]


@kernel_of_places
def _strike_repeats(aim: Ints) -> None:
    for j in range(len(aim) - 1, 0, -1):
        for earlier in range(j):
            if aim[earlier] == aim[j]:
                aim[j] = -1


@kernel_of_places
def consider(aim: Ints, skill: Ints, abroad: Flags, sponsors: Ints, kind: Ints) -> None:
    """Strike applications from abroad beyond what a firm would sponsor of a kind of staff."""
    considered = np.zeros((len(sponsors), 2), np.int64)
    for i in range(len(aim)):
        if not abroad[i]:
            continue
        _strike_repeats(aim[i])
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
    begin = np.zeros(sorts + 1, np.int64)
    for i in range(candidates):
        _strike_repeats(target[i])
        for j in range(k):
            if target[i, j] >= 0:
                begin[target[i, j] + 1] += 1
    begin = np.cumsum(begin)
    who, post = np.empty(begin[sorts], np.int64), np.empty(begin[sorts], np.int64)
    for i in range(candidates):
        for j in range(k):
            if target[i, j] >= 0:
                at = begin[target[i, j]]
                who[at], post[at] = i, target[i, j]
                begin[target[i, j]] += 1
    return who, post


@kernel_of_places
def match_posts(target: Ints, openings: Ints, offers: Floats, rounds: int) -> Ints:
    """Post that each candidate wins, or -1, by deferred acceptance that stops early.

    What a candidate names twice is struck from *target*.
    """
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


@kernel_of_places
def _compete(
    rows: Ints, aim: Ints, skill: Small, source: Small, abroad: int, sponsors: Ints, kind: Ints,
    vacancies: Ints, offer: Floats, rounds: int, post: Small,
) -> None:  # fmt: skip
    n, k = aim.shape
    skills = offer.shape[1]
    theirs, foreign = np.empty(n, np.int64), np.empty(n, np.bool_)
    for i in range(n):
        theirs[i], foreign[i] = skill[rows[i]], source[rows[i]] == abroad
    consider(aim, theirs, foreign, sponsors, kind)
    for i in range(n):
        for j in range(k):
            if aim[i, j] >= 0:
                aim[i, j] = aim[i, j] * skills + theirs[i]
    held = match_posts(aim, vacancies.ravel(), offer.ravel(), rounds)
    for i in range(n):
        if held[i] >= 0:
            post[rows[i]] = held[i] // skills


@kernel_of_places
def _keep_staff(
    rows: Ints, skill: Small, source: Small, other_firm: int, ability: Floats, person: Small,
    employer: Small, offer: Floats, sort: Small, share: float, post: Small, luck: Floats,
    holds: Floats, reservation: Floats, wage: Small, paid: Ints, kept: Ints,
    wanted: Ints, staff: Ints,
) -> None:  # fmt: skip
    for j in range(len(rows)):
        i = rows[j]
        if post[i] < 0 or source[i] != other_firm:
            continue
        k, who, reward = skill[i], person[i], 1 + share * (ability[i] - 1)
        home, bid = employer[who], np.rint(offer[post[i], k] * reward)
        if luck[j] >= holds[home] or bid <= wage[who] or reservation[i] * reward <= wage[who]:
            continue
        if staff[home, k, 0] + staff[home, k, 1] > wanted[home, k]:
            continue
        paid[home, k, 0] += np.int64(bid) - wage[who]
        wage[who] = bid
        kept[sort[home], k] += 1
        post[i] = -1


@kernel_of_places
def fill_posts(
    rows: Ints, aim: Ints, skill: Small, source: Small, sources: Ints, ability: Floats,
    person: Small, employer: Small, sponsors: Ints, kind: Ints, vacancies: Ints, offer: Floats,
    sort: Small, rounds: int, share: float, least: float, post: Small, reward: Floats,
    left: Small, unfilled: Ints, posted: Ints, filled: Ints, hires: Ints, english: Flags,
    reservoir: Ints, people: int, luck: Floats, holds: Floats, reservation: Floats, wage: Small,
    paid: Ints, kept: Ints, wanted: Ints, staff: Ints,
) -> tuple[Ints, Floats, Ints, Ints, Ints]:  # fmt: skip
    """Let those who apply, best first, compete for the open posts; note and count who wins.

    Firms keep some of their staff who won elsewhere, at the pay that they won.

    Returns firms, pay and persons of those at home who won, who of them leaves a firm, and which
    candidates are new: they become persons behind the *people* there are.
    """
    other_firm, other_sector, abroad = sources[1], sources[2], sources[3]
    _compete(rows, aim, skill, source, abroad, sponsors, kind, vacancies, offer, rounds, post)
    _keep_staff(rows, skill, source, other_firm, ability, person, employer, offer, sort, share,
                post, luck, holds, reservation, wage, paid, kept, wanted, staff)  # fmt: skip
    for f in range(len(vacancies)):
        for k in range(vacancies.shape[1]):
            unfilled[f, k] = vacancies[f, k]
            posted[sort[f], k] += vacancies[f, k]
    most = len(rows)
    firm, who, pay = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most)
    leaves, joins = np.empty(most, np.int64), np.empty(most, np.int64)
    n, out, new = 0, 0, 0
    for i in range(len(post)):
        reward[i] = 1 + share * (ability[i] - 1)
        f, k = post[i], skill[i]
        if f < 0:
            continue
        reward[i] = max(reward[i], least / offer[f, k])
        unfilled[f, k] -= 1
        filled[sort[f], k] += 1
        if source[i] == abroad:
            continue
        hires[sort[f], k, source[i]] += 1
        firm[n], who[n], pay[n] = f, person[i], offer[f, k] * reward[i]
        n += 1
        if source[i] == other_firm:
            left[i] = employer[person[i]]
            leaves[out] = person[i]
            out += 1
        elif source[i] == other_sector:
            reservoir[k, int(english[i])] -= 1
            joins[new], who[n - 1] = i, people + new
            new += 1
    return firm[:n], pay[:n], who[:n], leaves[:out], joins[:new]
