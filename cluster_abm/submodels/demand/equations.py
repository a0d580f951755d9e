"""Demand: pure functions of arrays."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dexp, dlog, dpow
from cluster_abm.core.types import Flags, Floats, Ints


def tenders_wanted(budget: Floats, spending: Floats, mean_fee: Floats) -> Floats:
    r"""Expected number of new tenders of each segment in a month.

    .. math::  \mathrm{E}[n_m] = \max(0,\ B_m - V_m) / \bar f_m                    \tag{D1}

    Args:
        budget: What it would spend :math:`B_m`, US cent/month, shape ``(segments,)``.
        spending: Fees of the contracts that run :math:`V_m`, US cent/month, same shape.
        mean_fee: Mean monthly fee of a tender :math:`\bar f_m`, US cent/month, same shape.

    Returns:
        Tenders, not whole, shape ``(segments,)``.

    Source:
        E1, closed so that spending rests at the budget.

    >>> tenders_wanted(np.array([10.0, 10.0]), np.array([4.0, 12.0]), np.array([2.0, 2.0])).tolist()
    [3.0, 0.0]
    """
    return np.maximum(budget - spending, 0.0) / mean_fee


def mean_of_inverse(shortest: float, longest: float) -> float:
    r"""Mean of one over a length that is uniform between two lengths.

    .. math::  \mathrm{E}[1/T] = \ln(b/a)/(b-a)                                  \tag{D2}

    Args:
        shortest: Shortest length :math:`a`, months.
        longest: Longest length :math:`b`, months.

    Returns:
        One over months.

    >>> round(mean_of_inverse(6.0, 24.0), 4)
    0.077
    """
    if longest <= shortest:
        return 1 / shortest
    return float(dlog(longest / shortest)) / (longest - shortest)


def standing_weight(orders: Floats, unknown: float, exponent: float) -> Floats:
    r"""Weight with which a vendor is invited.

    .. math::  a^{\eta} + O_f^{\eta}                                             \tag{D3}

    Args:
        orders: Work under contract :math:`O_f`, US cent/month, shape ``(firms,)``.
        unknown: Work that being new is worth :math:`a`, US cent/month.
        exponent: :math:`\eta`.

    Returns:
        Weights, shape ``(firms,)``.

    Source:
        E1; preferential attachment with an exponent below 1 has a resting size distribution.

    >>> standing_weight(np.array([0.0, 9.0]), 4.0, 0.5).tolist()
    [2.0, 5.0]
    """
    power = dpow(np.append(orders, unknown), exponent)
    weight: Floats = power[:-1] + power[-1]
    return weight


def award(utility: Floats, rival: Floats, luck: Floats) -> Ints:
    r"""Who wins each tender.

    .. math::  P_j = e^{U_j} / \big(e^{U_0} + \textstyle\sum_i e^{U_i}\big)             \tag{D4}

    Args:
        utility: Of each invited vendor, minus infinity for none, shape ``(tenders, k)``.
        rival: Of the imported bidder :math:`U_0`, shape ``(tenders,)``.
        luck: Uniform numbers, shape ``(tenders,)``.

    Returns:
        Place of the winner among the invited, or -1 for the imported bidder, or -2 where
        nobody bids, shape ``(tenders,)``.

    Source:
        E1; McFadden (1974).

    >>> award(np.array([[0.0, 0.0], [-np.inf, 0.0]]), np.array([0.0, -np.inf]),
    ...       np.array([0.5, 0.5])).tolist()
    [0, 1]
    """
    odds = dexp(np.column_stack([rival, utility]))
    running = np.cumsum(odds, axis=1)
    total = running[:, -1:]
    place = (running <= luck[:, None] * total).sum(axis=1)
    return np.where(total[:, 0] > 0, np.minimum(place, odds.shape[1] - 1) - 1, -2)


def first_mention(invited: Ints) -> Flags:
    """Which places on a list of invited vendors do not repeat an earlier one.

    >>> first_mention(np.array([[3, 1, 3], [2, 2, 2]])).tolist()
    [[True, True, False], [True, False, False]]
    """
    same = invited[:, :, None] == invited[:, None, :]
    place = np.arange(invited.shape[1])
    earlier = place < place[:, None]
    first: Flags = ~(same & earlier).any(axis=2)
    return first


def mark_up(price_weight: float, chance: Floats) -> Floats:
    r"""Price over unit cost that earns most from a tender.

    .. math::  \mu_f = \frac{\varepsilon_f}{\varepsilon_f - 1},\quad
               \varepsilon_f = \gamma_p (1 - P_f)                                \tag{D5}

    Args:
        price_weight: :math:`\gamma_p`.
        chance: Chance to win a tender :math:`P_f`, shape ``(firms,)``.

    Returns:
        Factor above 1, shape ``(firms,)``.

    Source:
        E5; Anderson, de Palma and Thisse (1992) for the logit.

    >>> mark_up(6.0, np.array([0.0, 0.5])).tolist()
    [1.2, 1.5]
    """
    elasticity = np.maximum(price_weight * (1 - chance), 1 + 0.5)
    factor: Floats = elasticity / (elasticity - 1)
    return factor


def due_dates(days: Floats, days_per_month: float) -> tuple[Ints, Floats]:
    """When bills fall due: a number of whole months, and the part that is due a month later.

    Args:
        days: Time to pay, shape ``(n,)``.
        days_per_month: Days in a month.

    Returns:
        Whole months, at least 1, and a share from 0 to 1, both of shape ``(n,)``.

    >>> months, later = due_dates(np.array([45.0, 100.0, 10.0]), 30.0)
    >>> months.tolist(), later.round(2).tolist()
    ([1, 3, 1], [0.5, 0.33, 0.0])
    """
    span = np.maximum(days / days_per_month, 1.0)
    months = np.floor(span).astype(np.int64)
    return months, span - months
