"""Books of firms, one firm after the other.  Twins of what demand and labour do with NumPy."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Floats, Ints

type Small = NDArray[np.integer[Any]]


@kernel
def sales_of_local(year_sales: Ints, sort: Small, local: int) -> int:
    """What local firms sold in a year."""
    total = 0
    for f in range(len(sort)):
        if sort[f] == local:
            total += np.sum(year_sales[f])
    return total


@kernel
def weigh_chances(
    odds: Floats, others: float, invitations: float, weight: float, quality_gain: Floats
) -> Floats:  # fmt: skip
    """Chance of each firm to win a tender; what quality gains is written down."""
    chance = np.empty(len(odds))
    for f in range(len(odds)):
        chance[f] = odds[f] / (odds[f] + others + invitations)
        quality_gain[f] = weight * (1 - chance[f])
    return chance


@kernel
def move_prices(target: Floats, speed: float, sort: Small, local: int, price: Floats) -> None:
    """Move the prices of local firms towards a target; those of others are 1."""
    for f in range(len(price)):
        price[f] = price[f] + speed * (target[f] - price[f]) if sort[f] == local else 1.0


@kernel_of_places
def close_the_month(
    sort: Small, local: int, bills: Ints, orders: Floats, share: Floats, sales: Ints, billed: Ints,
    undelivered: Floats, year_sales: Ints, earnings: Floats, support: Ints,
) -> None:  # fmt: skip
    """Add up the sales of the month, and open its column in the accounts of the last ones."""
    firms, segments = bills.shape
    last = year_sales.shape[1] - 1
    for f in range(firms):
        sold = 0
        for s in range(segments):
            sold += int(bills[f, s])
            billed[s] += bills[f, s]
        if sort[f] != local:
            sold = int(np.rint(orders[f] * share[f]))
        sales[f] = sold
        undelivered[sort[f]] += orders[f] * (1 - share[f])
        for month in range(last):
            year_sales[f, month] = year_sales[f, month + 1]
            earnings[f, month] = earnings[f, month + 1]
            support[f, month] = support[f, month + 1]
        year_sales[f, last] = sold
        earnings[f, last] = sold
        support[f, last] = 0


@kernel_of_places
def collect(
    receivables: Ints, bills: Ints, days: Floats, days_per_month: float, sort: Small, sales: Ints,
    year_sales: Ints, earnings: Floats, among_firms: int, local: int,
) -> tuple[Ints, Ints, Ints, Ints, Ints, Ints]:  # fmt: skip
    """Take what is due this month off the books, date new bills, and pass a part of it on.

    Answers who gets what from whom, what each buyer pays, what each firm passes on, and exports.
    """
    firms, buyers, ahead = receivables.shape
    firm, buyer = np.empty(firms * buyers, np.int64), np.empty(firms * buyers, np.int64)
    amount, n = np.empty(firms * buyers, np.int64), 0
    paid, exports = np.zeros(buyers, np.int64), np.zeros(firms, np.int64)
    months, later = np.empty(buyers, np.int64), np.empty(buyers)
    for b in range(buyers):
        span = max(days[b] / days_per_month, 1.0)
        months[b] = np.int64(np.floor(span))
        later[b] = span - months[b]
    for f in range(firms):
        for b in range(buyers):
            firm[n], buyer[n], amount[n] = f, b, receivables[f, b, 0]
            n += receivables[f, b, 0] != 0
            paid[b] += receivables[f, b, 0]
            for month in range(ahead - 1):
                receivables[f, b, month] = receivables[f, b, month + 1]
            receivables[f, b, ahead - 1] = 0
            part = np.int64(np.rint(bills[f, b] * later[b]))
            receivables[f, b, months[b] - 1] += bills[f, b] - part
            receivables[f, b, months[b]] += part
        if sort[f] != local:
            exports[f] = sales[f]
    shares = _pass_on(paid[among_firms], sort, year_sales, earnings, local)
    return firm[:n], buyer[:n], amount[:n], paid, shares, exports


@kernel_of_places
def _pass_on(total: int, sort: Small, year_sales: Ints, earnings: Floats, local: int) -> Ints:
    """Divide whole cents among local firms by the sales of a year, off their earnings."""
    running, sold = np.empty(len(sort)), 0.0
    for f in range(len(sort)):
        if sort[f] == local:
            sold += np.sum(year_sales[f])
        running[f] = sold
    if sold == 0:
        for f in range(len(sort)):
            sold += np.float64(sort[f] == local)
            running[f] = sold
    shares, before = np.empty(len(sort), np.int64), 0
    for f in range(len(sort)):
        edge = int(np.rint(running[f] / (sold if sold > 0 else 1.0) * total))
        shares[f] = edge - before
        earnings[f, -1] -= shares[f]
        before = edge
    return shares


@kernel_of_places
def inputs(
    staff: Ints, activity: Small, sort: Small, sales: Ints, goods: Ints, payables: Ints,
    credit: int, energy_price: float, services_share: Floats, energy: Ints, earnings: Floats,
    resale: Ints, bought: Ints,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Write goods, energy and services into the books; bills due and services to pay."""
    firms, last = len(sales), payables.shape[1] - 1
    bills, services = np.empty(firms, np.int64), np.empty(firms, np.int64)
    for f in range(firms):
        bills[f] = payables[f, 0]
        for month in range(last):
            payables[f, month] = payables[f, month + 1]
        payables[f, last] = 0
        payables[f, credit - 1] += goods[f]
        heads = np.sum(staff[f])
        energy[f] = np.int64(np.rint(heads * energy_price))
        services[f] = np.int64(np.rint((sales[f] - goods[f]) * services_share[activity[f]]))
        earnings[f, -1] -= goods[f] + energy[f] + services[f]
        resale[sort[f]] += goods[f]
        bought[sort[f]] += energy[f] + services[f]
    return bills, services


@kernel
def wages(
    pay: Ints, thirteenth: float, by_employer: Floats, by_employee: float, tax_rate: float,
    in_2009: float, course_share: Floats, labour_cost: Ints, course_bill: Ints, earnings: Floats,
) -> tuple[Ints, Ints, Ints, Ints, int]:  # fmt: skip
    """Write the cost of labour and of courses; gross pay, contributions, tax, what is forgone."""
    firms, forgone = len(pay), 0
    gross, employer = np.empty(firms, np.int64), np.empty(firms, np.int64)
    employee, tax = np.empty(firms, np.int64), np.empty(firms, np.int64)
    for f in range(firms):
        bill = np.sum(pay[f])
        gross[f] = np.int64(np.rint(bill * (1 + thirteenth)))
        employer[f] = np.int64(np.rint(gross[f] * by_employer[f]))
        employee[f] = np.int64(np.rint(by_employee * gross[f]))
        tax[f] = np.int64(np.rint(tax_rate * gross[f]))
        forgone += int(np.rint(in_2009 * gross[f])) - int(employer[f])
        labour_cost[f] = gross[f] + employer[f]
        earnings[f, -1] -= labour_cost[f]
        course_bill[f] = np.int64(np.rint(course_share[f] * bill))
    return gross, employer, employee, tax, forgone


@kernel_of_places
def cost_and_appeal(
    staff: Ints, activity: Small, sort: Small, labour_cost: Ints, research_pay: Ints, rent: Ints,
    capacity: Floats, orders: Floats, own_orders: Floats, logs: Floats, unit_cost: Floats,
    energy_price: float, least: float, services_share: Floats, passed_on: float,
    quality_weight: float, price_weight: float, local: int, own: int,
) -> Floats:  # fmt: skip
    """Write the unit cost of each firm; utility of its usual mix of work."""
    utility = np.empty(len(orders))
    for f in range(len(orders)):
        if labour_cost[f] > 0:
            energy = np.sum(staff[f]) * energy_price
            cost = labour_cost[f] - research_pay[f] + rent[f] + energy
            bought = services_share[activity[f]] + passed_on * np.float64(sort[f] == local)
            unit_cost[f] = cost / max(capacity[f], least) + bought
        if orders[f] > 0:
            part = own_orders[f] / max(orders[f], 1.0)
        else:
            part = np.float64(activity[f] == own)
        price = price_weight * logs[f, 2]
        utility[f] = (1 - part) * (quality_weight * logs[f, 0] - price) + part * (
            quality_weight * logs[f, 1] - price
        )
    return utility
