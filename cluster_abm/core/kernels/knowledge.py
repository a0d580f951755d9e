"""Research of firms, one firm after the other.

Twins of processes and decisions of knowledge. Logarithms, exponentials and powers come from
outside, so that this file calls no loop of another.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints

type Small = NDArray[np.integer[Any]]
type Narrow = NDArray[np.floating[Any]]

_CENTS_PER_DOLLAR = 100
_LOCAL, _FOREIGN = 0, 1


@kernel_of_places
def peers(zone: Small, sort: Small, in_research: Flags, local: int, zones: int) -> Floats:
    """Firms at research by local firms of the zone of each firm."""
    firms, doing = np.zeros(zones), np.zeros(zones)
    for f in range(len(zone)):
        firms[zone[f]] += np.float64(sort[f] == local)
        doing[zone[f]] += np.float64(in_research[f])
    share = np.empty(len(zone))
    for f in range(len(zone)):
        share[f] = doing[zone[f]] / max(firms[zone[f]], 1.0)
    return share


@kernel_of_places
def motives(
    own_orders: Floats, orders: Floats, activity: Small, exporter: Flags, among: Floats, own: int,
    bent: float, buyers: float, markets: float, others: float,
) -> Floats:  # fmt: skip
    """Utility of research: bent, own work asked for, customers abroad, peers."""
    utility = np.empty(len(orders))
    for f in range(len(orders)):
        share = np.float64(activity[f] == own)
        if orders[f] > 0:
            share = own_orders[f] / max(orders[f], 1.0)
        utility[f] = bent + buyers * share + markets * np.float64(exporter[f]) + others * among[f]
    return utility


@kernel_of_places
def yields(
    usual: float, ease: Floats, most: float, management: Floats, staff: Ints, ability: Floats,
    first: int, end: int, promised: Floats, research_cost: Ints, lift: Floats,
) -> Floats:  # fmt: skip
    """Innovations that a dollar a month on a line brings, by capability and projects of others."""
    found = np.empty(len(ease))
    for f in range(len(ease)):
        people, able = 0, 0.0
        for k in range(first, end):
            people += staff[f, k, _LOCAL] + staff[f, k, _FOREIGN]
            able += ability[f, k, _LOCAL] + ability[f, k, _FOREIGN]
        skill = management[f] * (able / people if people > 0 else 1.0)
        more = 1.0
        if promised[f] != 0:
            share = promised[f] / max(np.float64(research_cost[f]), max(promised[f], 1.0))
            more = 1 + share * (lift[f] - 1)
        found[f] = usual * min(ease[f], most) * skill * more
    return found


@kernel_of_places
def gain_of_spending(
    in_research: Flags, sort: Small, products: Ints, own_contracts: Ints, doubt: Floats,
    own_orders: Floats, quality_gain: Floats, unit_cost: Floats, price: Floats, yield_: Floats,
    tax_relief: Floats, co_financed: Floats, local: int, step: float, fade: float,
    process_share: float, elasticity: float, largest_relief: float,
) -> Floats:  # fmt: skip
    """What a line earns by its first dollar of research, 0 where nobody considers any."""
    gain = np.zeros(len(sort))
    for f in range(len(sort)):
        if in_research[f] and sort[f] == local:
            lines = max(products[f] + own_contracts[f], 1)
            use = step * ((1 - doubt[f]) / fade)
            cost = unit_cost[f] / price[f]
            product = quality_gain[f] * max(1 - cost, 0.0)
            orders = own_orders[f] / lines / _CENTS_PER_DOLLAR
            value = ((1 - process_share) * product + process_share * cost) * orders * use
            relief = min(tax_relief[f] + co_financed[f], largest_relief)
            gain[f] = elasticity * yield_[f] * value / (1 - relief)
    return gain


@kernel_of_places
def affordable(
    plan: Floats, earmarked: Ints, cash: Ints, limit: Floats, debt: Ints, labour_cost: Ints,
    promised: Floats, hold_back: Floats, kept: float, share: float,
) -> Floats:  # fmt: skip
    """Research that grants, cash and credit pay, and at least what was promised."""
    paid = np.empty(len(plan))
    for f in range(len(plan)):
        granted = min(plan[f], np.float64(earmarked[f]))
        credit = np.int64(np.rint(max(limit[f] - debt[f], 0.0)))
        at_call = cash[f] - earmarked[f] + credit
        own = min(plan[f] - granted, share * max(at_call - kept * labour_cost[f], 0.0))
        paid[f] = max(granted + own, promised[f] * (1 - hold_back[f]))
    return paid


@kernel_of_places
def team(
    money: Floats, offer: Floats, mix: Floats, labour_cost: Ints, pay: Ints, materials: float
) -> Floats:  # fmt: skip
    """Time of each skill that some money pays."""
    firms, skills = offer.shape
    cost, paid = 0, 0
    for f in range(firms):
        cost += labour_cost[f]
        for k in range(skills):
            paid += pay[f, k, _LOCAL] + pay[f, k, _FOREIGN]
    load = np.float64(cost) / max(np.float64(paid), 1.0)
    time = np.empty((firms, skills))
    for f in range(firms):
        mean = offer[f, 0] * mix[0]
        for k in range(1, skills):
            mean += offer[f, k] * mix[k]
        people = money[f] * (1 - materials) / max(mean * load, 1.0)
        for k in range(skills):
            time[f, k] = people * mix[k]
    return time


@kernel_of_places
def newcomers(
    skill: Small, post: Small, person: Small, knows: Narrow, quality: Floats, work: int,
    absorption: Floats, staff: Ints, first: int, end: int,
) -> tuple[Ints, Floats, Floats, Ints]:  # fmt: skip
    """Who comes with knowledge: firm, how far ahead, what it absorbs, its staff who carry any."""
    n, size = 0, len(skill)
    firm, carriers = np.empty(size, np.int64), np.empty(size, np.int64)
    ahead, absorbed = np.empty(size), np.empty(size)
    for i in range(size):
        if skill[i] >= first and post[i] >= 0 and person[i] >= 0 and knows[person[i]] > 0:
            f = post[i]
            team = 0
            for k in range(first, end):
                team += staff[f, k, _LOCAL] + staff[f, k, _FOREIGN]
            firm[n], carriers[n] = f, max(team, 1)
            ahead[n] = np.float64(knows[person[i]]) / quality[f, work]
            absorbed[n] = absorption[f]
            n += 1
    return firm[:n], ahead[:n], absorbed[:n], carriers[:n]


@kernel_of_places
def pay_for_research(
    labour_cost: Ints, pay: Ints, staff: Ints, research: Floats, sort: Small, ratio: float,
    research_pay: Ints, research_cost: Ints, earnings: Floats, inputs: Ints, spent: Ints,
) -> Ints:  # fmt: skip
    """Write the cost of research into the books, and tell what materials cost."""
    firms, skills = research.shape
    bought = np.empty(firms, np.int64)
    for f in range(firms):
        bill, of_time = 0, 0.0
        for k in range(skills):
            of_skill = pay[f, k, _LOCAL] + pay[f, k, _FOREIGN]
            people = staff[f, k, _LOCAL] + staff[f, k, _FOREIGN]
            bill += of_skill
            of_time += min(research[f, k], np.float64(people)) * (of_skill / max(people, 1))
        load = labour_cost[f] / max(bill, 1)
        research_pay[f] = np.int64(np.rint(of_time * load))
        bought[f] = np.int64(np.rint(research_pay[f] * ratio))
        research_cost[f] = research_pay[f] + bought[f]
        earnings[f, -1] -= bought[f]
        inputs[sort[f]] += bought[f]
        spent[0] += research_cost[f]
    return bought


@kernel_of_places
def keep_up(
    employer: Small, degree: Small, least: int, knows: Narrow, left: np.float32, staff: Ints,
    research_cost: Ints, labour_cost: Ints, degree_share: Floats, absorption: Floats,
    level: Floats, process: Floats, integration: int, own: int, half: float, growth: float,
    catch_up: float, rest: float, certified: float, fade: float, process_fade: float,
) -> None:  # fmt: skip
    """Let a month pass over what people, firms and processes know, in logs for the last two."""
    graduates = np.zeros(len(process), np.int64)
    for i in range(len(employer)):
        knows[i] *= left
        if employer[i] >= 0 and degree[i] >= least:
            graduates[employer[i]] += 1
    for f in range(len(process)):
        degree_share[f] = graduates[f] / max(np.sum(staff[f]), 1)
        intensity = research_cost[f] / max(labour_cost[f], 1)
        absorption[f] = 0.5 * intensity / (intensity + half) + 0.5 * degree_share[f]
        able = max(degree_share[f], certified)
        gap = rest - level[f, integration]
        level[f, integration] = rest - (gap * (1 - catch_up * able) + growth)
        level[f, own] = level[f, own] - fade * max(level[f, own], 0.0) - growth
        process[f] = process[f] - process_fade * max(process[f], 0.0)


@kernel_of_places
def look_around(
    own_orders: Floats, sort: Small, whom: Floats, luck: Floats, absorption: Floats, local: int,
    most: float,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Local firms that may learn, and whom each of them sees, in proportion to own work."""
    firms = len(sort)
    running, total = np.empty(firms), 0.0
    for f in range(firms):
        total += own_orders[f] * np.float64(sort[f] == local)
        running[f] = total
    rows, seen, n = np.empty(firms, np.int64), np.empty(firms, np.int64), 0
    if total == 0:
        return rows[:0], seen[:0]
    for f in range(firms):
        if sort[f] == local and luck[f] < most * absorption[f]:
            aim, at = whom[f] * total, 0
            while at < firms - 1 and running[at] <= aim:
                at += 1
            rows[n], seen[n] = f, at
            n += 1
    return rows[:n], seen[:n]


@kernel_of_places
def count_innovations(
    firm: Ints, step: Floats, kind: Floats, alone: Floats, filed: Floats, products: Ints,
    own_contracts: Ints, process_share: float, product_share: float, patent_step: float,
    protection: float, award_step: float, gain: Floats, new_products: Ints, kinds: Ints,
    patents: Ints, awards: Ints,
) -> Flags:  # fmt: skip
    """Count innovations and add up what they improve; which of them improve the process."""
    process = np.empty(len(firm), np.bool_)
    for i in range(len(firm)):
        f = firm[i]
        process[i] = kind[i] < process_share
        gain[int(process[i]), f] += step[i] / max(products[f] + own_contracts[f], 1)
        new_products[f] += not process[i] and alone[i] < product_share
        kinds[int(process[i])] += 1
        patents[0] += step[i] >= patent_step and filed[i] < protection
        awards[0] += step[i] >= award_step
    return process


_UNROLLED, _BLOCK = 8, 128
MOST_CELLS = 2 * _BLOCK - _UNROLLED
"""Cells up to which sums are split once at most."""


@kernel
def _sum_of_block(row: Floats) -> float:
    """Sum of up to 128 numbers in the order of NumPy's own."""
    total, whole = 0.0, len(row) // _UNROLLED * _UNROLLED
    if whole:
        # eight sums side by side
        a, b, c, d, e, f, g, h = row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]
        for i in range(_UNROLLED, whole, _UNROLLED):
            a, b, c, d = a + row[i], b + row[i + 1], c + row[i + 2], d + row[i + 3]
            e, f, g, h = e + row[i + 4], f + row[i + 5], g + row[i + 6], h + row[i + 7]
        total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for i in range(whole, len(row)):
        total += row[i]
    return total


@kernel_of_places
def sum_of_cells(row: Floats) -> float:
    """Sum of up to ``MOST_CELLS`` numbers in the order of NumPy's own."""
    if len(row) <= _BLOCK:
        return _sum_of_block(row)
    half = len(row) // 2
    half -= half % _UNROLLED
    return _sum_of_block(row[:half]) + _sum_of_block(row[half:])


@kernel_of_places
def research_of_lines(
    doing: Ints, place: Small, research_cost: Ints, near: Floats, absorption: Floats,
    products: Ints, own_contracts: Ints, yield_: Floats, half: float, strength: float,
) -> tuple[Floats, Floats, Floats]:  # fmt: skip
    """Spending on a line, innovations that a dollar on every line brings, factor of neighbours."""
    cells = len(near)
    by_cell, number = np.zeros(cells), np.zeros(cells, np.int64)
    for f in doing:
        by_cell[place[f]] += research_cost[f] / _CENTS_PER_DOLLAR
        number[place[f]] += 1
    some = number.nonzero()[0]
    heard, of_each = np.zeros(cells), np.empty(len(some))
    for cell in some:
        for i in range(len(some)):
            of_each[i] = near[cell, some[i]] * by_cell[some[i]]
        heard[cell] = sum_of_cells(of_each)
    on_a_line, usual, more = np.empty(len(doing)), np.empty(len(doing)), np.empty(len(doing))
    for i in range(len(doing)):
        f = doing[i]
        lines = max(products[f] + own_contracts[f], 1)
        spending = research_cost[f] / _CENTS_PER_DOLLAR
        nearby = max(heard[place[f]] - spending, 0.0)
        on_a_line[i], usual[i] = spending / lines, lines * yield_[f]
        more[i] = 1 + strength * absorption[f] * nearby / (nearby + half)
    return on_a_line, usual, more
