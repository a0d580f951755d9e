"""Demand: pure functions of arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core import compiled
from cluster_abm.core.groups import first_mention, rank_in_group, totals
from cluster_abm.core.kernels import tenders as kernels
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


def standing_weight(orders: Floats, of_unknown: float, exponent: float) -> Floats:
    r"""Weight with which a vendor is invited.

    .. math::  a^{\eta} + O_f^{\eta}                                             \tag{D3}

    Args:
        orders: Work under contract :math:`O_f`, US cent/month, shape ``(firms,)``.
        of_unknown: Weight :math:`a^{\eta}` of the work that being new is worth.
        exponent: :math:`\eta`.

    Returns:
        Weights, shape ``(firms,)``.

    Source:
        E1; preferential attachment with an exponent below 1 has a resting size distribution.

    >>> standing_weight(np.array([0.0, 9.0]), 2.0, 0.5).tolist()
    [2.0, 5.0]
    """
    return dpow(orders, exponent) + of_unknown


def drawn_by_weight(weight: Floats, group: NDArray[np.integer[Any]], luck: Floats) -> Ints:
    """Draw vendors in proportion to their weight for the group of each tender.

    Args:
        weight: Weights, shape ``(groups, firms)``.
        group: Group of each tender, shape ``(tenders,)``.
        luck: Uniform numbers, shape ``(tenders, k)``.

    Returns:
        Vendors, shape ``(tenders, k)``.

    >>> weight = np.array([[1.0, 1.0, 2.0], [0.0, 1.0, 0.0]])
    >>> drawn_by_weight(weight, np.array([0, 1]), np.array([[0.4, 0.9], [0.4, 0.9]])).tolist()
    [[1, 2], [1, 1]]
    """
    running = np.cumsum(weight, axis=1)
    drawn = np.empty(luck.shape, np.int64)
    for one, sums in enumerate(running):
        mine = group == one
        drawn[mine] = np.searchsorted(sums, luck[mine] * sums[-1], side="right")
    within: Ints = np.minimum(drawn, weight.shape[1] - 1)
    return within


def utility_of_bids(
    invited: Ints, kind: Ints, need: Ints, appeal: Floats, *,
    activity: NDArray[np.integer[Any]], fit: float, worth: Floats, favour: Floats,
) -> Floats:  # fmt: skip
    r"""Utility of each invited vendor to the buyer.

    .. math::  U_f = A_{fk} + \varphi\,1\{a_f = k\} + W_{fm} + \delta              \tag{D8}

    Args:
        invited: Vendors, shape ``(tenders, k)``.
        kind: Kind of work, shape ``(tenders,)``.
        need: Need that it serves, same shape.
        appeal: What each firm is worth for each kind of work :math:`A`, shape ``(firms, kinds)``.
        activity: What each firm mainly does :math:`a_f`, shape ``(firms,)``.
        fit: Advantage of those who mainly do such work :math:`\varphi`.
        worth: What knowing each need is worth :math:`W`, minus infinity for who cannot bid, shape
            ``(firms, needs)``.
        favour: Advantage that the buyer gives to local bidders :math:`\delta`, shape
            ``(tenders,)``.

    Returns:
        Utility, minus infinity for who cannot bid or stands twice, shape ``(tenders, k)``.

    Source:
        E1.

    >>> utility_of_bids(
    ...     np.array([[0, 1, 0]]), np.array([1]), np.array([0]),
    ...     np.array([[0.0, 2.0], [0.0, 1.0]]), activity=np.array([1, 0]), fit=0.5,
    ...     worth=np.array([[0.0], [0.5]]), favour=np.array([0.25]),
    ... ).tolist()
    [[2.75, 1.75, -inf]]
    """
    fits = fit * (activity[invited] == kind[:, None])
    utility = appeal[invited, kind[:, None]] + fits + worth[invited, need[:, None]]
    return np.where(first_mention(invited), utility + favour[:, None], -np.inf)


def fees_won(fee: Floats, odds: Floats, buyer: Ints, rival: Floats) -> Floats:
    """Fees that local vendors win from each buyer on average.

    Args:
        fee: Fee of each tender, shape ``(tenders,)``.
        odds: Odds of all local vendors together, same shape.
        buyer: Buyer of each tender, same shape.
        rival: Odds of the imported bidder of each buyer, shape ``(buyers,)``.

    Returns:
        Fees, shape ``(buyers,)``.

    >>> fees_won(np.array([8.0, 4.0]), np.array([3.0, 1.0]), np.array([0, 0]), np.ones(1)).tolist()
    [8.0]
    """
    if compiled.in_use:
        return kernels.fees_won(fee, odds, buyer, rival)
    return totals(buyer, fee * odds / (odds + rival[buyer]), len(rival))


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


def value_forgone(
    utility: Floats, rival: Floats, favour: Floats, price_weight: float
) -> Floats:  # fmt: skip
    r"""Value that a buyer forgoes on average when it favours local bidders.

    .. math::  e^{L/\gamma_p} - 1, \quad
               L = \ln\Big(e^{U_0} + \sum_i e^{V_i}\Big)
                   - \ln\Big(e^{U_0} + \sum_i e^{V_i+\delta}\Big) + \delta P_\delta  \tag{D7}

    with :math:`P_\delta` the chance of a local bidder as favoured.  :math:`L` is what the best
    bid is worth to the buyer on average, less what the one chosen is worth; a price higher by
    :math:`L/\gamma_p` log points is worth as much.

    Args:
        utility: Of each invited vendor as favoured :math:`V_i + \delta`, minus infinity for none,
            shape ``(tenders, k)``.
        rival: Of the imported bidder :math:`U_0`, shape ``(tenders,)``.
        favour: Advantage given to local bidders :math:`\delta`, shape ``(tenders,)``.
        price_weight: :math:`\gamma_p`.

    Returns:
        Shares of the fee, never negative, 0 without a favour, shape ``(tenders,)``.

    Source:
        Small and Rosen (1981), Applied Welfare Economics with Discrete Choice Models: the surplus
        of a logit choice, between what it is and what it would be without the favour.

    >>> none = np.zeros(1)
    >>> value_forgone(np.array([[200.0]]), none, np.array([200.0]), 1.0).round(9).tolist()
    [1.0]
    """
    away = dexp(rival)
    # measured from the best bid, as a large favour has no exponential
    top = np.maximum(utility.max(axis=1), SMALLEST_UTILITY)
    local = dexp(utility - top[:, None]).sum(axis=1)
    free = dlog(away + local * dexp(top - favour))
    shifted = away * dexp(-top) + local
    loss = free - (dlog(shifted) + top) + favour * local / shifted
    return np.where(local > 0, dexp(np.maximum(loss, 0.0) / price_weight) - 1, 0.0)


SMALLEST_UTILITY = -700.0
"""Utility of nobody, finite so that it can be subtracted."""


def fits_in_turn(vendor: Ints, work: Floats, room: Floats) -> Flags:
    """Which pieces of work fit into the room of their vendor, if they come in turn.

    A piece that does not fit takes room from those that come after it all the same: they are
    asked again once it has gone elsewhere.

    Args:
        vendor: Vendor of each piece, shape ``(n,)``.
        work: Size of each piece, US cent/month, shape ``(n,)``.
        room: Room of each vendor, US cent/month, shape ``(firms,)``.

    Returns:
        Yes or no, shape ``(n,)``; the first piece always fits if there is room for it.

    >>> fits_in_turn(np.array([0, 1, 0]), np.array([3.0, 9.0, 4.0]), np.array([5.0, 9.0])).tolist()
    [True, True, False]
    """
    order = np.argsort(vendor, kind="stable")
    running = np.cumsum(work[order])
    first = np.flatnonzero(rank_in_group(vendor[order]) == 0)
    before = np.repeat(running[first] - work[order[first]], np.diff(np.append(first, len(order))))
    fits = np.zeros(len(vendor), bool)
    fits[order] = running - before <= room[vendor[order]]
    return fits


def place_orders(
    open_: Ints, place: Ints, *, invited: Ints, work: Floats, price: Floats, room: Floats,
    vendor: Ints,
) -> Ints:  # fmt: skip
    """Hand a round of awards to their winners, as far as these have room.

    Args:
        open_: Tenders without a vendor, in the order in which they come, shape ``(open,)``.
        place: What :func:`award` answered, same shape.
        invited: Vendors invited, shape ``(tenders, k)``.
        work: Work asked for at a price of 1, US cent/month, shape ``(tenders,)``.
        price: Prices, shape ``(firms,)``.
        room: Work that each firm still takes, US cent/month; changed, shape ``(firms,)``.
        vendor: Winners; changed, shape ``(tenders,)``.

    Returns:
        Which of the open tenders their winner cannot do, places in *open_*.

    >>> room, vendor = np.array([5.0]), np.zeros(3, np.int64)
    >>> place_orders(np.arange(3), np.array([0, 0, -1]), invited=np.zeros((3, 1), np.int64),
    ...              work=np.array([4.0, 4.0, 4.0]), price=np.ones(1), room=room, vendor=vendor)
    array([1])
    >>> room.tolist(), vendor.tolist()
    ([1.0], [0, 0, -1])
    """
    won = np.where(place >= 0, invited[open_, np.maximum(place, 0)], place)
    vendor[open_] = won
    local = np.flatnonzero(place >= 0)
    asked = work[open_[local]] / price[won[local]]
    fits = fits_in_turn(won[local], asked, room)
    np.subtract.at(room, won[local[fits]], asked[fits])
    return local[~fits]


def award_in_turn(
    utility: Floats, rival: Floats, luck: Floats, queue: Ints, *, bids: Flags, invited: Ints,
    work: Floats, price: Floats, room: Floats,
) -> Ints:  # fmt: skip
    """Award tenders round by round: who has no staff left for one withdraws its bid.

    Args:
        utility: Of each invited vendor, shape ``(tenders, k)``.
        rival: Of the imported bidder, shape ``(tenders,)``.
        luck: Uniform numbers, shape ``(tenders, k + 1)``, as each round but the last ends a bid.
        queue: Tenders in the order in which they come, shape ``(tenders,)``.
        bids: Which invited vendors bid; those who withdraw are struck, shape ``(tenders, k)``.
        invited: Vendors invited, same shape.
        work: Work asked for at a price of 1, US cent/month, shape ``(tenders,)``.
        price: Prices, shape ``(firms,)``.
        room: Work that each firm still takes, US cent/month; changed, shape ``(firms,)``.

    Returns:
        Vendors, -1 for the imported one, -2 where nobody bids, shape ``(tenders,)``.
    """
    if compiled.in_use:
        return kernels.award_in_turn(
            dexp(utility), dexp(rival), luck, queue, bids, invited, work, price, room
        )  # fmt: skip
    vendor, open_, round = np.empty(len(queue), np.int64), queue, 0
    while len(open_):
        worth = np.where(bids[open_], utility[open_], -np.inf)
        place = award(worth, rival[open_], luck[open_, round])
        late = place_orders(
            open_, place, invited=invited, work=work, price=price, room=room, vendor=vendor
        )  # fmt: skip
        bids[open_[late], place[late]] = False
        open_, round = open_[late], round + 1
    return vendor


def mark_up(price_weight: float, chance: Floats) -> Floats:
    r"""Price over unit cost that earns most from a tender of a given fee.

    .. math::  \mu_f = 1 + 1/\varepsilon_f,\quad \varepsilon_f = \gamma_p (1 - P_f)      \tag{D5}

    The buyer names what it spends, so a higher price means less work for the same fee: the
    vendor weighs :math:`1 - c/p`, and not :math:`p - c`, against its chance.

    Args:
        price_weight: :math:`\gamma_p`.
        chance: Chance to win a tender :math:`P_f`, below 1, shape ``(firms,)``.

    Returns:
        Factor above 1, shape ``(firms,)``.

    Source:
        E5; Anderson, de Palma and Thisse (1992) for the elasticity of the logit.

    >>> mark_up(5.0, np.array([0.0, 0.5])).tolist()
    [1.2, 1.4]
    """
    factor: Floats = 1 + 1 / (price_weight * (1 - chance))
    return factor


def renewed(usual: float, appeal: Floats) -> Floats:
    r"""Chance that a contract is renewed.

    .. math::  P = \frac{1}{1 + \frac{1 - \rho}{\rho} e^{-U_f}}                   \tag{D6}

    Args:
        usual: Chance at the quality and price of 2009, delivered in time :math:`\rho`, 0 to 1.
        appeal: Utility of the vendor beyond that :math:`U_f`, shape ``(contracts,)``.

    Returns:
        Chances, 0 to 1, shape ``(contracts,)``.

    Source:
        A logit against whoever else might do it; E1 has the usual chance for all.

    >>> renewed(0.75, np.array([0.0])).round(9).tolist(), renewed(1.0, np.array([-9.0])).tolist()
    ([0.75], [1.0])
    """
    against = (1 - usual) * dexp(-appeal)
    chance: Floats = usual / np.maximum(usual + against, SMALLEST)
    return chance


SMALLEST = 1e-300
"""Keeps nought over nought from being asked for."""


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


def fall_due(bills: Ints, months: Ints, later: Floats, ahead: int) -> Ints:
    """Spread new bills over the months in which they fall due.

    Args:
        bills: Bills by firm and buyer, US cent, shape ``(firms, buyers)``.
        months: Whole months that each buyer takes, at least 1, shape ``(buyers,)``.
        later: Part of a bill that it pays a month later, 0 to 1, shape ``(buyers,)``.
        ahead: Months over which bills may fall due.

    Returns:
        US cent, shape ``(firms, buyers, ahead)``; next month comes first.

    >>> fall_due(np.array([[10, 4]]), np.array([1, 2]), np.array([0.3, 0.0]), 3).tolist()
    [[[7, 3, 0], [0, 4, 0]]]
    """
    buyer, part = np.arange(len(months)), np.rint(bills * later).astype(np.int64)
    due = np.zeros((*bills.shape, ahead), np.int64)
    due[:, buyer, months - 1] += bills - part
    due[:, buyer, months] += part
    return due
