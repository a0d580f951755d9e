"""Firms, one after the other: their money, tax, rent, places, beginning and end.

Twins of functions of enterprise, governance, investment and zones, and of
:mod:`cluster_abm.agents.stakes`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints

type Small = NDArray[np.integer[Any]]

MONTHS = 12
"""Months of the accounts of a year."""


@kernel
def _year(e: Floats) -> float:
    """Sum of twelve months, added up in the order of NumPy."""
    total: float = ((e[0] + e[1]) + (e[2] + e[3])) + ((e[4] + e[5]) + (e[6] + e[7]))
    for month in e[8:]:
        total += month
    return total


@kernel
def going_rate(offer: Floats, posts: Ints, sort: Small, local: int) -> Floats:
    """Pay offered by local firms on average over their posts, or over firms where none has any."""
    rate = np.empty(offer.shape[1])
    everybody = not np.any(sort == local)
    for k in range(len(rate)):
        wanted = firms = 0
        of_posts = of_firms = 0.0
        for f in range(len(sort)):
            if everybody or sort[f] == local:
                wanted += posts[f, k]
                of_posts += offer[f, k] * posts[f, k]
                firms += 1
                of_firms += offer[f, k]
        rate[k] = of_posts / wanted if wanted else of_firms / firms
    return rate


@kernel
def buy_equipment(
    staff: Ints, per_worker: float, equipment: Floats, wear: float, speed: float, cash: Ints,
    labour_cost: Ints,
) -> Floats:  # fmt: skip
    """Replace what wears out and close part of the gap, out of cash above one payroll."""
    bought = np.empty(len(cash))
    for f in range(len(cash)):
        target = per_worker * np.sum(staff[f])
        worn = equipment[f] * wear / MONTHS
        wish = max(0.0, worn + speed * (target - equipment[f]))
        bought[f] = min(wish, max(0.0, cash[f] - np.float64(labour_cost[f])))
    return bought


@kernel
def wear_out(equipment: Floats, bought: Ints, rate: float, wear: Floats, earnings: Floats) -> None:
    """Let equipment wear out, which lowers earnings, and add what was bought."""
    for f in range(len(wear)):
        wear[f] = equipment[f] * rate / MONTHS
        equipment[f] = equipment[f] - wear[f] + bought[f]
        earnings[f, -1] -= wear[f]


@kernel
def pay_out(
    cash: Ints, labour_cost: Ints, kept: float, earnings: Floats, support: Ints, speed: float
) -> Floats:  # fmt: skip
    """Pay the owners part of the cash that is not needed, out of what the year left."""
    dividends = np.empty(len(cash))
    for f in range(len(cash)):
        spare = max(0.0, cash[f] - kept * labour_cost[f])
        earned = max(_year(earnings[f]) + np.sum(support[f]), 0.0)
        dividends[f] = min(speed * spare, earned)
    return dividends


@kernel_of_places
def parts_of_owners(
    firm: Small, share: Floats, rows: Ints, amount: Ints, sort: Small, local: int
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """What each stake gets of the amounts that firms pay, and founders at home, parents abroad."""
    whole, gone = np.zeros(len(sort) + 1, np.int64), np.zeros(len(sort) + 1, np.int64)
    for i in range(len(rows)):
        whole[rows[i]] = amount[i]
    parts = np.empty(len(firm), np.int64)
    for i in range(len(firm)):
        # nobody gets anything at the entry past the end, where row -1 looks
        parts[i] = np.int64(np.floor(share[i] * whole[firm[i]]))
        gone[firm[i]] += parts[i]
    home, abroad = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    for i in range(len(rows)):
        owners = home if sort[rows[i]] == local else abroad
        owners[i] = amount[i] - gone[rows[i]]
    return parts, home, abroad


@kernel
def count_losses(
    sort: Small, local: int, earnings: Floats, support: Ints, cash: Ints, losing: Small
) -> Ints:  # fmt: skip
    """Count months in which the year of a site was a loss; sites that cannot pay."""
    short, n = np.empty(len(sort), np.int64), 0
    for f in range(len(sort)):
        parent = sort[f] != local
        lost = parent and _year(earnings[f]) + np.sum(support[f]) < 0
        losing[f] = losing[f] + 1 if lost else 0
        short[n] = f
        n += parent and cash[f] < 0
    return short[:n]


@kernel_of_places
def tax(
    earnings: Floats, sort: Small, local: int, licensed: Flags, relief: Floats, rate: Floats,
    usual: float, incentive: Floats, sold_abroad: Floats, due: Floats, paid: Ints, waived: Ints,
    year: Ints, profits: Ints, taxes: Ints,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Profit tax of the month; what is forgone, by lower rates, to parents; profit that leaves."""
    forgone = cuts = to_parents = leaving = 0
    for f in range(len(sort)):
        last = earnings[f, MONTHS - 1]
        profit = max(0.0, min(last, _year(earnings[f])))
        taxed = 1 - (1.0 if licensed[f] else relief[f])
        due[f] = rate[f] * profit
        owed = int(np.rint(due[f] * taxed))
        waived[f] = int(np.rint(owed * incentive[f]))
        paid[f] = owed - waived[f]
        lost = int(np.rint(usual * profit)) - int(paid[f])
        forgone += lost
        cuts += int(np.rint((usual - rate[f]) * profit * taxed))
        if sort[f] == local:
            leaving += int(np.rint(sold_abroad[f] * (last - paid[f])))
        else:
            to_parents += lost
        profits[sort[f]] += int(np.rint(last))
        taxes[sort[f]] += paid[f]
        for month in range(MONTHS - 1):
            year[f, month] = year[f, month + 1]
        year[f, MONTHS - 1] = paid[f]
    return forgone, cuts, to_parents, leaving


# Rent and places


@kernel_of_places
def rent(
    staff: Ints, zone: Small, metres: float, price: Floats, incubated: Flags, sort: Small,
    own: Ints, earnings: Floats, inputs: Ints,
) -> int:  # fmt: skip
    """Write rent into the books of firms; that of those in the incubator."""
    free = 0
    for f in range(len(zone)):
        whole = np.int64(np.rint(np.sum(staff[f]) * metres * price[zone[f]]))
        own[f] = 0 if incubated[f] else whole
        free += whole - own[f]
        earnings[f, -1] -= own[f]
        inputs[sort[f]] += own[f]
    return free


@kernel
def _exempt(bills: Ints, abroad: int, at_home: bool, tax_free: float, relief: float) -> float:
    """Share of the profit of a firm that a zone exempts, before any condition."""
    share = 1.0
    if at_home:
        share = bills[abroad] / max(np.sum(bills), 1)
    return tax_free * (share + (1 - share) * relief)


@kernel_of_places
def grant_relief(
    bills: Ints, abroad: int, sort: Small, local: int, zone: Small, tax_free: Floats,
    relief_at_home: Floats, year_sales: Ints, share_asked: float, tied: float, cost: Ints,
    tax_due: Floats, asked: Floats, relief: Floats, at_stake: Floats,
) -> None:  # fmt: skip
    """Profit that the zone of each firm exempts, and what of it research must earn."""
    for f in range(len(zone)):
        z = zone[f]
        free = _exempt(bills[f], abroad, sort[f] == local, tax_free[z], relief_at_home[z])
        asked[f] = share_asked * (np.sum(year_sales[f]) / MONTHS)
        earned = min(1.0, cost[f] / max(asked[f], 1.0))
        relief[f] = free * (1 - tied + tied * earned)
        at_stake[f] = tied * free * tax_due[f]


@kernel
def might_move(
    luck: Floats, ending: float, sort: Small, local: int, incubated: Flags, staff: Ints
) -> tuple[Ints, Floats]:
    """Local firms with staff whose lease ends, but for those in the incubator; their staff."""
    rows, heads, n = np.empty(len(luck), np.int64), np.empty(len(luck)), 0
    for f in range(len(luck)):
        if luck[f] < ending and sort[f] == local and not incubated[f]:
            rows[n], heads[n] = f, staff[f].sum()
            n += heads[n] > 0
    return rows[:n], heads[:n]


@kernel_of_places
def preferred(
    rows: Ints, taste: Floats, cost_of_moving: Floats, lets_in: Floats, movers_welcome: float,
    admitted: Floats, admits: Floats, capacity: Ints, others: Ints, activity: Small, zone: Small,
    sort: Small, local: int, bills: Ints, abroad: int, research: Ints, asked: Floats,
    tax_due: Floats, labour_cost: Ints, staff: Ints, unfilled: Ints, offer: Floats,
    tax_free: Floats, relief_at_home: Floats, rent: Floats, productivity: Floats,
    distance: Floats, quota_free: Flags, fit: Floats, centre: int, tied: float, metres: float,
    remoteness: float, post: float, care: float,
) -> Ints:  # fmt: skip
    """The zone worth most to each of some firms among those that would take it."""
    goal = np.zeros(len(rows), np.int64)
    taken = others.copy()
    for z in zone:
        taken[z] += 1
    for i in range(len(rows)):
        f, best = rows[i], -np.inf
        tax = tax_due[f] * (1 - tied * np.float64(research[f] < asked[f]))
        space = np.sum(staff[f]) * metres
        missing = 0.0
        for k in range(offer.shape[1]):
            missing += unfilled[f, k] * offer[f, k]
        for z in range(len(rent)):
            free = _exempt(bills[f], abroad, sort[f] == local, tax_free[z], relief_at_home[z])
            room = post * missing * np.float64(quota_free[z])
            place = productivity[z] - 1 - remoteness * distance[z, centre]
            worth = tax * free - space * rent[z] + room
            worth += labour_cost[f] * (place + care * (fit[z] + taste[i, z]))
            here = z == zone[f]
            worth -= 0.0 if here else cost_of_moving[i]
            room_left = taken[z] < capacity[z] and lets_in[z] < movers_welcome
            welcome = (capacity[z] == 0 or room_left) and admitted[i] < admits[z, activity[f]]
            if (here or welcome) and worth > best:
                goal[i], best = z, worth
    return goal


@kernel_of_places
def choose_zones(
    appeal: Floats, odds: Floats, capacity: Ints, others: Ints, zone: Small, admits: Floats,
    activity: Ints, admitted: Floats, homes: Ints, stays: Floats, share: float, luck: Floats,
) -> Ints:  # fmt: skip
    """Zones of some newcomers, one after the other, as the first may take the last place."""
    chosen, taken = np.empty(len(homes), np.int64), others.copy()
    room, running = np.empty(len(appeal), np.bool_), np.empty(len(appeal))
    for z in zone:
        taken[z] += 1
    for i in range(len(homes)):
        best = -1
        for z in range(len(appeal)):
            free = capacity[z] == 0 or taken[z] < capacity[z]
            room[z] = free and admitted[i] < admits[z, activity[i]]
            if room[z] and (best < 0 or appeal[z] > appeal[best]):
                best = z
        if homes[i] >= 0 and stays[i] < share and room[homes[i]]:
            chosen[i] = homes[i]
        else:
            chosen[i] = _drawn(luck[i], room, odds[best], running)
        taken[chosen[i]] += 1
    return chosen


@kernel_of_places
def _drawn(luck: float, room: Flags, odds: Floats, running: Floats) -> int:
    """A zone with room, by its odds; a place that is not there if there is none."""
    total = whole = 0.0
    for z in range(len(odds)):
        total += odds[z] if room[z] else 0.0
    if not total > 0:
        return len(odds)
    for z in range(len(odds)):
        whole += (odds[z] if room[z] else 0.0) / total
        running[z] = whole
    zone = 0
    while running[zone] <= luck * whole:
        zone += 1
    return zone


@kernel_of_places
def might_leave(
    staff: Ints, fit: Flags, sort: Small, local: int, contact_centre: int, zone: Small, zones: int,
    born: Ints, now: int, young: float, ideas: Floats, example: float, idea: float, luck: Floats,
    hazard: float,
) -> Ints:  # fmt: skip
    """Local employees with the skill, ideas and young firms nearby, where luck lets one leave."""
    firms, skills = len(sort), len(fit)
    able, nearby, beginners = np.zeros(firms), np.zeros(zones), np.zeros(zones)
    for f in range(firms):
        for k in range(skills):
            if fit[k] and sort[f] != contact_centre:
                able[f] += staff[f, k, 0]
        nearby[zone[f]] += able[f]
        beginners[zone[f]] += sort[f] == local and now - born[f] <= young
    people = np.zeros(firms, np.int64)
    for f in range(firms):
        if able[f] > 0:
            each = 1 + example * beginners[zone[f]] / max(nearby[zone[f]], 1.0)
            some = np.int64(able[f] * each + idea * ideas[f])
            people[f] = some if luck[f] >= 1 - some * hazard else 0
    return people


@kernel_of_places
def founders(
    rows: Ints, luck: Floats, tries: Ints, employer: Small, skill: Small, foreign: Flags,
    experience: Small, founder: Flags, fit: Flags, least: float,
) -> Ints:  # fmt: skip
    """Draw who leaves each firm to found one, in order of their lots; some stay after all."""
    leaving, n = np.empty(len(rows), np.int64), 0
    waits = np.empty(len(rows), np.bool_)
    for i in range(len(rows)):
        waits[i] = fit[skill[rows[i]]] and not foreign[rows[i]]
    for f in tries.nonzero()[0]:
        for _ in range(tries[f]):
            first = -1
            for i in range(len(rows)):
                if waits[i] and employer[rows[i]] == f and (first < 0 or luck[i] < luck[first]):
                    first = i
            if first < 0:
                break
            waits[first] = False
            leaving[n] = rows[first]
            n += experience[leaving[n]] >= least and not founder[leaving[n]]
    return leaving[:n]


# The end


@kernel
def lose_heart(
    cash: Ints, labour_cost: Ints, calm: float, earnings: Floats, support: Ints, staff: Ints,
    buyer: float, give_up: float,
) -> Floats:  # fmt: skip
    """Chance that owners give up a firm that has lost money over the year, and has little left."""
    chance = np.zeros(len(cash))
    for f in range(len(cash)):
        lost = _year(earnings[f]) + np.sum(support[f]) < 0
        if lost and cash[f] <= calm * labour_cost[f]:
            chance[f] = give_up * (buyer / (buyer + np.sum(staff[f])))
    return chance


@kernel_of_places
def count_bad_months(
    cash: Ints, debt: Ints, limit: Floats, staff: Ints, orders: Floats, distress: Small,
    idle: Small,
) -> None:  # fmt: skip
    """Count months in a row beyond the limit of credit or without staff, and without work."""
    for f in range(len(cash)):
        broke = cash[f] < -max(limit[f] - debt[f], 0.0) or np.sum(staff[f]) == 0
        distress[f] = distress[f] + 1 if broke else 0
        idle[f] = idle[f] + 1 if orders[f] <= 0 else 0


@kernel_of_places
def closing(
    sort: Small, local: int, staff: Ints, plan: Floats, born: Ints, now: int, distress: Small,
    idle: Small, luck: Floats, chance: Floats, luck_of_owner: Floats, youth: float,
    owner_exit: float, successor: float, patience: float, idle_patience: float,
) -> Flags:  # fmt: skip
    """Which firms close this month."""
    closes = np.empty(len(sort), np.bool_)
    for f in range(len(sort)):
        heads = np.sum(staff[f])
        if sort[f] == local:
            given_up = luck[f] < chance[f] and now - born[f] > youth
            retires = luck_of_owner[f] < owner_exit * (successor / (successor + heads))
            ended = distress[f] >= patience or idle[f] >= idle_patience
            closes[f] = given_up or retires or ended
        else:
            closes[f] = heads == 0 and not np.any(plan[f] != 0)
    return closes


@kernel_of_places
def count_deaths(
    rows: Ints, sort: Small, local: int, counted: Flags, grant: Ints, grant_due: Ints,
    deaths: Ints, deaths_counted: Ints, scandals: Ints, lapsed: Ints,
) -> None:  # fmt: skip
    """Count the firms that close, those that counted as enterprises, and their grants."""
    for f in rows:
        deaths[sort[f]] += 1
        deaths_counted[0] += counted[f] and sort[f] == local
        scandals[0] += grant[f] != 0
        lapsed[0] += grant_due[f]
