"""Credit and stakes, one after the other.  Twins of processes and decisions of capital and venture.

Luck, normal numbers and exponentials come from outside, so that this file calls no other.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints

type Small = NDArray[np.integer[Any]]

_MONTHS = 12


@kernel_of_places
def ask(
    sort: Small, local: int, debt: Ints, equipment: Floats, cash: Ints, limit: Floats,
    carried: float, speed: float,
) -> Floats:  # fmt: skip
    """What local firms cannot pay, or part of what their equipment may carry beyond their debt."""
    wish = np.zeros(len(debt))
    for f in range(len(debt)):
        if sort[f] == local:
            gap = speed * (carried * equipment[f] - debt[f])
            short = max(max(np.float64(-cash[f]), gap), 0.0)
            wish[f] = min(short, max(limit[f] - debt[f], 0.0))
    return wish


# Stakes


@kernel_of_places
def sales(
    firm: Small, funder: Small, share: Floats, since: Ints, paid: Ints, luck: Floats,
    own_orders: Floats, price: Floats, month: int, multiple: float, chance: float, holding: float,
    term: float,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Stakes that are sold for a good offer or because their time is over, and what they bring."""
    rows, brings, n = np.empty(len(firm), np.int64), np.empty(len(firm), np.int64), 0
    for i in range(len(firm)):
        if funder[i] >= 0:
            worth = multiple * (_MONTHS * own_orders[firm[i]] * price[firm[i]]) * share[i]
            age = month - since[i]
            offered = luck[i] < chance and age >= holding and worth > paid[i]
            if offered or age >= term:
                rows[n], brings[n] = i, np.int64(np.floor(worth))
                n += 1
    return rows[:n], brings[:n]


@kernel_of_places
def note_owners(
    firm: Small, share: Floats, home: Small, abroad: int, sold: Floats, sold_abroad: Floats
) -> None:
    """Add up what others than founders own of each firm, and what is owned abroad."""
    sold[:] = 0.0
    sold_abroad[:] = 0.0
    for i in range(len(firm)):
        if firm[i] >= 0:
            sold[firm[i]] += share[i]
            if home[i] == abroad:
                sold_abroad[firm[i]] += share[i]


# Deals


@kernel_of_places
def look_out(
    seeks: Flags, born: Ints, month: int, oldest: float, zone: Small, zones: int, firm: Small,
    funder: Small, sort: Small, row: int,
) -> tuple[Ints, Flags]:  # fmt: skip
    """Firms whom an investor may back, where none of its kind has; zones where it holds a stake."""
    backed, familiar = np.zeros(len(seeks), np.bool_), np.zeros(zones, np.bool_)
    for i in range(len(firm)):
        if firm[i] >= 0 and funder[i] >= 0:
            if sort[funder[i]] == sort[row]:
                backed[firm[i]] = True
            if funder[i] == row:
                familiar[zone[firm[i]]] = True
    rows, n = np.empty(len(seeks), np.int64), 0
    for f in range(len(seeks)):
        if seeks[f] and month - born[f] <= oldest and not backed[f]:
            rows[n] = f
            n += 1
    return rows[:n], familiar


@kernel_of_places
def believe(
    error: Floats, value: Floats, score: Floats, product: Flags, near: Flags, told: Floats,
    least: float, prior: float,
) -> tuple[Floats, Floats]:  # fmt: skip
    """Mean and precision of a belief after some signals: the firm, a score, a product, a word."""
    n = len(value)
    mean, precision = np.empty(n), np.empty(n)
    for i in range(n):
        weight, sum_ = 0.0, 0.0
        for k in range(len(told)):
            seen = k == 0 or (k == 1 and score[i] != 0) or (k == 2 and product[i]) or (
                k == 3 and near[i]
            )  # fmt: skip
            signal = score[i]
            if k != 1:
                signal = value[i] + error[k, i] / np.sqrt(max(told[k], least))
            weight += np.float64(seen) * told[k]
            sum_ += np.float64(seen) * told[k] * signal
        precision[i] = prior + weight
        mean[i] = (prior * 0.0 + sum_) / precision[i]
    return mean, precision


@kernel_of_places
def shares(
    met: Ints, own_orders: Floats, price: Floats, earnings: Floats, lift: Floats, first: float,
    multiple: float, ticket: float, wanted: float, most: float, profit_multiple: float,
) -> Floats:  # fmt: skip
    """Part of each firm or plan that an investor asks for, infinite if its founders refuse."""
    asked = np.empty(len(lift))
    for i in range(len(lift)):
        sold = profit = 0.0
        if i < len(met):
            f = met[i]
            sold, e = _MONTHS * own_orders[f] * price[f], earnings[f]
            # in the order of NumPy's own sum
            profit = ((e[0] + e[1]) + (e[2] + e[3])) + ((e[4] + e[5]) + (e[6] + e[7]))
            for month in range(8, _MONTHS):
                profit += e[month]
        worth = multiple * max(sold, first) * lift[i]
        asked[i] = ticket * wanted / worth if worth > 0 else np.inf
        if asked[i] > ticket / max(profit_multiple * profit, ticket / most):
            asked[i] = np.inf
    return asked
