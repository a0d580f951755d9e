"""Tenders, one after the other.

Twins of decisions and equations of demand whose names they bear.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints, Keys

type Small = NDArray[np.integer[Any]]


@kernel_of_places
def imagine(
    buyer: Ints, luck: Floats, niche_luck: Floats, size: Floats, segment: Small, tender: Floats,
    asked: Floats, niches: Floats, abroad: int, shortest: float, span: float, own: int, other: int,
    content_of_own: float, content_of_other: float,
) -> tuple[Ints, Ints, Floats, Floats, Floats]:  # fmt: skip
    """Need, kind of work, fee, length and content of goods of each tender."""
    n = len(buyer)
    need, kind = np.empty(n, np.int64), np.empty(n, np.int64)
    fee, months, content = np.empty(n), np.empty(n), np.empty(n)
    running, last = np.cumsum(niches), len(niches) - 1
    for i in range(n):
        need[i] = segment[buyer[i]]
        if need[i] == abroad:
            aim, niche = niche_luck[i] * running[last], 0
            while niche < last and running[niche] <= aim:
                niche += 1
            need[i] += niche
        months[i] = shortest + span * luck[0, i]
        fee[i] = size[i] * tender[buyer[i]] / months[i]
        mine = luck[2, i] < asked[buyer[i]]
        kind[i] = own if mine else other
        content[i] = content_of_own if mine else content_of_other
    return need, kind, fee, months, content


@kernel
def accept_up_to(
    capacity: Floats, cash: Ints, earmarked: Ints, credit_limit: Floats, debt: Ints,
    unit_cost: Floats, load: float, spare: float, months: float,
) -> Floats:  # fmt: skip
    """Work under contract up to which each firm answers invitations."""
    accepted = np.empty(len(capacity))
    for f in range(len(capacity)):
        beyond = max(capacity[f] * load, spare)
        until_paid = beyond * (months * unit_cost[f])
        if until_paid > 0:
            at_call = max(cash[f] - earmarked[f] + max(credit_limit[f] - debt[f], 0.0), 0.0)
            beyond *= min(at_call / max(until_paid, 1.0), 1.0)
        accepted[f] = capacity[f] + beyond
    return accepted


@kernel
def vendors_asked(invited: Floats, usual: float, buyer: Ints, luck: Floats, number: Ints) -> int:
    """Fill in how many vendors are invited to each tender, and answer how many at most."""
    most = 1
    for i in range(len(buyer)):
        mean = invited[buyer[i]]
        number[i] = np.int64((mean if mean > 0 else usual) + luck[i])
        most = max(most, number[i])
    return most


@kernel_of_places
def growth_of_standing(
    standing: Floats, usual: Floats, market: float, segment: Small, abroad: int, least: float,
    at_home: float, of_exporters: float, growth: Floats, elasticity: Floats,
) -> None:  # fmt: skip
    """Fill in how much more standing vendors have with each buyer, and what it brings them."""
    for c in range(len(usual)):
        more = standing[segment[c]] / (usual[c] * market) if usual[c] > 0 else 1.0
        growth[c] = max(more, least)
        elasticity[c] = of_exporters if segment[c] == abroad else at_home


@kernel
def standing(
    power: Floats, unknown: float, sort: Small, known: Floats, heard: Floats, exporter: Flags,
    reference_weight: float, first_buyer: float, government: int, abroad: int, local: int,
) -> Floats:  # fmt: skip
    """Weight with which each segment invites each local firm, shape ``(firms, segments)``."""
    weight = np.empty(heard.shape)
    for f in range(heard.shape[0]):
        works = (power[f] + unknown) * np.float64(sort[f] == local)
        for s in range(heard.shape[1]):
            weight[f, s] = 1 + known[f] + reference_weight * heard[f, s]
        weight[f, government] *= 1 + first_buyer * (1 - heard[f, government])
        weight[f, abroad] *= np.float64(exporter[f])
        for s in range(heard.shape[1]):
            weight[f, s] *= works
    return weight


@kernel
def invite(weight: Floats, need: Ints, number: Ints, luck: Floats, abroad: int) -> Ints:
    """Draw vendors in proportion to their weight for the segment of each tender."""
    segments, firms = weight.shape
    running = np.empty((segments, firms))
    for s in range(segments):
        total = 0.0
        for f in range(firms):
            total += weight[s, f]
            running[s, f] = total
    rows, k = luck.shape
    drawn, aim = np.zeros((rows, k), np.int64), np.empty(k)
    for i in range(rows):
        sums, place = running[min(need[i], abroad)], drawn[i]
        for j in range(k):
            aim[j] = luck[i, j] * sums[firms - 1]
        # the first place whose running sum is beyond the aim; without a branch on luck, which no
        # processor foresees, and so without a look at bounds
        reach = firms
        while reach > 1:
            half = reach // 2
            for j in range(k):
                place[j] += half * (sums[place[j] + half - 1] <= aim[j])
            reach -= half
        place[number[i] :] = place[0]
    return drawn


@kernel_of_places
def weigh_bids(
    invited: Ints, buyer: Ints, kind: Ints, need: Ints, fee: Floats, content: Floats,
    favour: Floats, logs: Floats, activity: Small, sort: Small, exporter: Flags, knows: Floats,
    speaks: Floats, price: Floats, room: Floats, focused: Flags, home: Small, orders: Floats,
    capacity: Floats, fit: float, quality_weight: float, price_weight: float,
    intimacy_weight: float, language_weight: float, preference: float, focus_load: float,
    local: int, government: int, abroad: int,
) -> tuple[Flags, Floats]:  # fmt: skip
    """Which invited vendors have the staff to bid, and the utility of each.

    It is minus infinity for who cannot bid or stands twice.
    """
    utility, bids = np.full(invited.shape, -np.inf), np.empty(invited.shape, np.bool_)
    of_price = logs.shape[1] - 1
    for i in range(invited.shape[0]):
        work, named = fee[i] * (1 - content[i]), favour[buyer[i]]
        if need[i] == government:
            named += preference
        for j in range(invited.shape[1]):
            v = invited[i, j]
            fits = work / price[v] <= room[v]
            if fits and focused[v] and orders[v] > focus_load * capacity[v]:
                fits = home[v] == min(need[i], abroad)
            bids[i, j] = fits
            able = sort[v] == local and (need[i] < abroad or exporter[v])
            for earlier in range(j):
                able = able and invited[i, earlier] != v
            if able:
                worth = intimacy_weight * knows[v, need[i]]
                if need[i] >= abroad:
                    worth -= language_weight * (1 - speaks[v])
                appeal = quality_weight * logs[v, kind[i]] - price_weight * logs[v, of_price]
                fits_trade = fit * np.float64(activity[v] == kind[i])
                utility[i, j] = appeal + fits_trade + worth + named
    return bids, utility


@kernel_of_places
def fees_won(fee: Floats, odds: Floats, buyer: Ints, rival: Floats) -> Floats:
    """Fees that local vendors win from each buyer on average."""
    total = np.zeros(len(rival))
    for i in range(len(fee)):
        total[buyer[i]] += fee[i] * odds[i] / (odds[i] + rival[buyer[i]])
    return total


@kernel_of_places
def _fits_in_turn(vendor: NDArray[np.integer[Any]], work: Floats, room: Floats) -> Flags:
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
def _place_orders(
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
    fits = _fits_in_turn(won[:n], asked[:n], room)
    late = np.empty(n, np.int64)
    k = 0
    for i in range(n):
        if fits[i]:
            room[won[i]] -= asked[i]
        else:
            late[k] = local[i]
            k += 1
    return late[:k]


@kernel_of_places
def _award(
    open_: Ints, odds: Floats, rival: Floats, luck: Floats, round: int, place: Ints
) -> None:  # fmt: skip
    k = odds.shape[1]
    running = np.empty(k + 1)
    for i in range(len(open_)):
        tender = open_[i]
        total = rival[tender]
        running[0] = total
        for j in range(k):
            total += odds[tender, j]
            running[j + 1] = total
        aim, passed = luck[tender, round] * total, 0
        for j in range(k + 1):
            passed += running[j] <= aim
        place[i] = min(passed, k) - 1 if total > 0 else -2


@kernel_of_places
def award_in_turn(
    odds: Floats, rival: Floats, luck: Floats, queue: Ints, bids: Flags, invited: Ints,
    work: Floats, price: Floats, room: Floats,
) -> Ints:  # fmt: skip
    """Winner of each tender, round by round; bids withdrawn are struck from odds and bids."""
    for i in range(odds.shape[0]):
        for j in range(odds.shape[1]):
            if not bids[i, j]:
                odds[i, j] = 0.0
    vendor, place = np.empty(len(queue), np.int64), np.empty(len(queue), np.int64)
    open_, round = queue, 0
    while len(open_):
        _award(open_, odds, rival, luck, round, place)
        late = _place_orders(open_, place, invited, work, price, room, vendor)
        for i in late:
            odds[open_[i], place[i]] = 0.0
            bids[open_[i], place[i]] = False
        open_, round = open_[late], round + 1
    return vendor


@kernel_of_places
def sign(
    winner: Ints, invited: Ints, bids: Flags, key: Keys, need: Ints, trade: Ints, asked: Floats,
    months: Floats, goods: Floats, lost: Floats, of_firm: Floats, abroad: int, no_bid: int,
    start: int, birth: Keys, vendor: Small, segment: Small, niche: Small, kind: Small, fee: Ints,
    content: Floats, work: Floats, left: Floats, forgone: Floats, price: Floats, orders: Floats,
    declined: Ints, won: Ints,
) -> int:  # fmt: skip
    """Write the contracts down, and answer how many; orders, winners and who declined are counted.

    Who stands twice is asked once.
    """
    n = start
    for i in range(len(winner)):
        v, buyer = winner[i], min(need[i], abroad)
        for j in range(invited.shape[1]):
            once = not bids[i, j]
            for earlier in range(j):
                once = once and invited[i, earlier] != invited[i, j]
            declined[buyer] += once
        if v == no_bid:
            continue
        birth[n], vendor[n], kind[n] = key[i], v, trade[i]
        segment[n], niche[n] = buyer, need[i] - buyer
        fee[n], content[n], left[n] = np.int64(np.rint(asked[i])), goods[i], months[i]
        forgone[n], price[n] = lost[i], of_firm[v] if v >= 0 else 1.0
        work[n] = fee[n] * (1 - content[n]) / price[n]
        if v >= 0:
            orders[v] += work[n]
            won[buyer] += 1
        n += 1
    return n - start
