"""Knowledge: pure functions of arrays."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dexp, dpow, logistic
from cluster_abm.core.types import Flags, Floats, Ints

# The two ladders


def resting_gap(growth: float, catch_up: float, degree_share: float) -> float:
    r"""Gap to the frontier at which integration rests.

    .. math::  g / (\varphi\, s_0)                                             \tag{K1}

    Args:
        growth: Growth of the frontier :math:`g`, log points/month.
        catch_up: Part of the gap that a staff of graduates closes :math:`\varphi`, 1/month.
        degree_share: Share of graduates in staff :math:`s_0`, above 0.

    Returns:
        Log points.

    Source:
        Fixed point of K2.

    >>> resting_gap(0.002, 0.1, degree_share=0.5)
    0.04
    """
    return growth / (catch_up * degree_share)


def gap_after_a_month(gap: Floats, growth: float, catch_up: float, degree_share: Floats) -> Floats:
    r"""Gap of integration to the frontier, a month later.

    .. math::  d' = d\,(1 - \varphi s_f) + g                                   \tag{K2}

    Args:
        gap: Gap today :math:`d`, log points, shape ``(firms,)``.
        growth: Growth of the frontier :math:`g`, log points/month.
        catch_up: Part of the gap that a staff of graduates closes :math:`\varphi`, 1/month.
        degree_share: Share of graduates in staff :math:`s_f`, 0 to 1, shape ``(firms,)``.

    Returns:
        Log points, shape ``(firms,)``.

    Source:
        E4: adoption needs educated staff and no research (M28); Nelson and Phelps (1966),
        American Economic Review 56(1/2).

    >>> gap_after_a_month(np.array([0.2]), 0.01, 0.1, np.array([0.5])).round(9).tolist()
    [0.2]
    """
    return gap * (1 - catch_up * degree_share) + growth


def lead_after_a_month(level: Floats, depreciation: float) -> Floats:
    r"""What sets a firm apart, a month later; whoever lags catches up in other ways.

    .. math::  \ell' = \ell - \delta \max(0, \ell)                              \tag{K2b}

    Args:
        level: Log of the index today :math:`\ell`, log points, shape ``(firms,)``.
        depreciation: Part of a lead that time takes :math:`\delta`, 1/month.

    Returns:
        Log points, shape ``(firms,)``.

    Source:
        MODEL 3: knowledge depreciates.

    >>> lead_after_a_month(np.array([0.2, -0.2]), 0.5).tolist()
    [0.1, -0.2]
    """
    return level - depreciation * np.maximum(level, 0.0)


# Whether and how much


def chance_to_consider(
    bent: float, demanding: Floats, exporter: Flags, peers: Floats, weights: Floats
) -> Floats:
    r"""Chance that a firm considers research and development.

    .. math::  \Lambda(a_0 + a_1 o_f + a_2 e_f + a_3 p_f)                      \tag{K3}

    Args:
        bent: Utility where nothing speaks for it :math:`a_0`.
        demanding: Share of own work in orders :math:`o_f`, 0 to 1, shape ``(firms,)``.
        exporter: Does it work for customers abroad :math:`e_f`?  Shape ``(firms,)``.
        peers: Share of the firms of its zone that do :math:`p_f`, 0 to 1, shape ``(firms,)``.
        weights: :math:`a_1, a_2, a_3`, utility, shape ``(3,)``.

    Returns:
        Chances, 0 to 1, shape ``(firms,)``.

    Source:
        E3; demanding buyers (M69, M71, M72), exporters (M66), peers.

    >>> no, none = np.array([False]), np.zeros(1)
    >>> chance_to_consider(0.0, none, no, none, np.ones(3)).tolist()
    [0.5]
    """
    first, second, third = weights
    return logistic(bent + first * demanding + second * exporter + third * peers)


def months_of_use(survival: Floats, depreciation: float, copying: float) -> Floats:
    r"""Months for which a firm expects to use an innovation.

    .. math::  s / (\delta + c)                                                \tag{K4}

    Args:
        survival: Part of its use that what supports it leaves :math:`s`, 0 to 1, any shape.
        depreciation: Share that time makes worthless :math:`\delta`, 1/month.
        copying: Chance that others copy it :math:`c`, 1/month.

    Returns:
        Months, same shape.

    Source:
        E3; mean of an exponential life with two ends.

    >>> months_of_use(np.array([1.0, 0.5]), 0.015, 0.005).tolist()
    [50.0, 25.0]
    """
    return survival / (depreciation + copying)


def value_of_innovation(
    orders: Floats, quality_gain: Floats, cost_ratio: Floats, process_share: float, use: Floats
) -> Floats:
    r"""What an innovation of one line is worth to its firm.

    .. math::  V = \big[(1-\pi)\, \gamma_q (1-P)\,(1-c/p) + \pi\, c/p\big]\, o\, s\, T  \tag{K5}

    A better product brings orders, which earn the margin; a better process saves cost.

    Args:
        orders: Orders of the line :math:`o`, US$/month, shape ``(firms,)``.
        quality_gain: Response of orders to quality :math:`\gamma_q (1-P)`, shape ``(firms,)``.
        cost_ratio: Unit cost over price :math:`c/p`, shape ``(firms,)``.
        process_share: Share of innovations that improve the process :math:`\pi`, 0 to 1.
        use: Size of the step times months of use :math:`s\,T`, log points x months, shape
            ``(firms,)``.

    Returns:
        US$, never negative, shape ``(firms,)``.

    Source:
        E3, E5: the value of one line, not of the firm, lest research rise with the square of
        sales.

    >>> value_of_innovation(np.array([1000.0]), np.array([3.0]), np.array([0.8]), 0.5,
    ...                     use=np.array([5.0])).round(6).tolist()
    [3500.0]
    """
    product = quality_gain * np.maximum(1 - cost_ratio, 0.0)
    value: Floats = ((1 - process_share) * product + process_share * cost_ratio) * orders * use
    return value


def desired_spending(value: Floats, yield_: Floats, elasticity: float, relief: Floats) -> Floats:
    r"""Spending on a line that earns most.

    .. math::  x^* = \Big(\frac{\beta\, \lambda e\, V}{1 - \tau}\Big)^{1/(1-\beta)}     \tag{K6}

    Args:
        value: Worth of an innovation :math:`V`, US$, shape ``(firms,)``.
        yield_: Innovations a month for US$ 1 on a line :math:`\lambda e`, shape ``(firms,)``.
        elasticity: :math:`\beta`, 0 to below 1.
        relief: Part of the cost that others bear :math:`\tau`, 0 to below 1, shape ``(firms,)``.

    Returns:
        US$/month, shape ``(firms,)``.

    Source:
        E3: first-order condition of :math:`\lambda e x^\beta V - (1-\tau)x`.

    >>> relief = np.array([0.0, 0.5])
    >>> desired_spending(np.array([100.0]), np.array([0.2]), elasticity=0.5, relief=relief).tolist()
    [100.0, 400.0]
    """
    return dpow(elasticity * yield_ * value / (1 - relief), 1 / (1 - elasticity))


def affordable(plan: Floats, cash: Ints, payroll: Ints, kept: float, share: float) -> Floats:
    r"""Spending on research that money in hand allows.

    .. math::  \min\big(X^*,\ \sigma \max(0, m - k w)\big)                      \tag{K7}

    Args:
        plan: What the firm would spend :math:`X^*`, US cent/month, shape ``(firms,)``.
        cash: Money in hand :math:`m`, US cent, shape ``(firms,)``.
        payroll: Labour cost :math:`w`, US cent/month, shape ``(firms,)``.
        kept: Months of labour cost that stay untouched :math:`k`.
        share: Part of the rest that research may take in a month :math:`\sigma`, 0 to 1.

    Returns:
        US cent/month, shape ``(firms,)``.

    Source:
        E3; Hall (2002), Oxford Review of Economic Policy 18(1): research lives on own money.

    >>> affordable(np.array([9.0, 9.0]), np.array([30, 20]), np.array([10, 10]), 2.0, 0.5).tolist()
    [5.0, 0.0]
    """
    return np.minimum(plan, share * np.maximum(cash - kept * payroll, 0.0))


# What comes of it


def yield_of_line(usual: float, quality: Floats, fishing_out: float, most: float) -> Floats:
    r"""Innovations for US$ 1 on a line, the fewer the further ahead it is.

    .. math::  \lambda\, \min(Q^{-\chi}, m)                                     \tag{K8}

    Args:
        usual: Yield at the quality of 2009 :math:`\lambda`, innovations/month.
        quality: Quality of own work :math:`Q`, index, shape ``(firms,)``.
        fishing_out: :math:`\chi`.
        most: What lagging behind multiplies the yield by at most :math:`m`, 1 or more.

    Returns:
        Innovations/month, shape ``(firms,)``.

    Source:
        Jones (1995), Journal of Political Economy 103(4): ideas get harder to find.

    >>> yield_of_line(0.1, np.array([1.0, 2.0, 0.1]), fishing_out=1.0, most=4.0).tolist()
    [0.1, 0.05, 0.4]
    """
    return usual * np.minimum(dpow(quality, -fishing_out), most)


def lift_of_project(value: Floats, response: float, share: Floats) -> Floats:
    r"""What a project paid by others multiplies the yield of a firm's research by.

    .. math::  1 + \sigma_f\,(e^{\kappa v_f} - 1)                               \tag{K8b}

    Args:
        value: True value of the project :math:`v_f`, standard deviations, shape ``(firms,)``.
        response: :math:`\kappa`, log points/standard deviation.
        share: Share of the project in the firm's research :math:`\sigma_f`, shape ``(firms,)``.

    Returns:
        Factors, shape ``(firms,)``.

    Source:
        E10: value acts on what a project yields, presentation does not (M101).

    >>> lift_of_project(np.array([2.0, 2.0]), 0.0, np.array([0.5, 1.0])).tolist()
    [1.0, 1.0]
    """
    return 1 + share * (dexp(response * value) - 1)


def innovation_rate(
    lines: Ints, spending: Floats, yield_: Floats, elasticity: float, spillover: Floats
) -> Floats:
    r"""Innovations that a firm makes in a month, on average.

    .. math::  \Lambda_f = n\, \lambda e \Big(\frac{X}{n}\Big)^\beta (1 + s_f)          \tag{K9}

    Args:
        lines: Lines :math:`n`, at least 1, shape ``(firms,)``.
        spending: Spending :math:`X`, US$/month, shape ``(firms,)``.
        yield_: Innovations a month for US$ 1 on a line :math:`\lambda e`, shape ``(firms,)``.
        elasticity: :math:`\beta`.
        spillover: What neighbours' research adds :math:`s_f`, shape ``(firms,)``.

    Returns:
        Innovations/month, shape ``(firms,)``.

    Source:
        E3: a Poisson rate for each line, so that counts can be concentrated (Z10).

    >>> innovation_rate(np.array([4]), np.array([64.0]), np.array([0.1]), 0.5,
    ...                 np.zeros(1)).round(9).tolist()
    [1.6]
    """
    rate: Floats = lines * yield_ * dpow(spending / lines, elasticity) * (1 + spillover)
    return rate


# How knowledge spreads


def absorption(intensity: Floats, half: float, degree_share: Floats) -> Floats:
    r"""Part of outside knowledge that a firm can make its own.

    .. math::  A_f = \tfrac12 \frac{r}{r + r_0} + \tfrac12 s_f                  \tag{K10}

    Args:
        intensity: Own research relative to labour cost :math:`r`, shape ``(firms,)``.
        half: Intensity at which its part is half :math:`r_0`, above 0.
        degree_share: Share of graduates in staff :math:`s_f`, 0 to 1, shape ``(firms,)``.

    Returns:
        Shares, 0 to 1, shape ``(firms,)``.

    Source:
        Cohen and Levinthal (1990), Administrative Science Quarterly 35(1): prior research and
        schooling (M93); the equal weights are an assumption.

    >>> absorption(np.array([0.0, 0.1]), 0.1, np.array([0.5, 0.5])).tolist()
    [0.25, 0.5]
    """
    return 0.5 * intensity / (intensity + half) + 0.5 * degree_share


def research_nearby(place: Ints, research: Floats, near: Floats) -> Floats:
    r"""Research of others, the less the further away.

    .. math::  S_f = \sum_{g \ne f} e^{-d_{fg}/d_0} R_g                         \tag{K11}

    Args:
        place: Number of each firm's cell, shape ``(firms,)``.
        research: Research of each firm :math:`R_g`, US$/month, shape ``(firms,)``.
        near: Part of what one cell knows that reaches another :math:`e^{-d/d_0}`, shape
            ``(cells, cells)``.

    Returns:
        US$/month, shape ``(firms,)``; firms of one cell are neighbours at no distance.

    Source:
        MODEL 3; Rosenthal and Strange (2003): what spills over fades within a mile.

    >>> research_nearby(np.array([0, 0, 1]), np.array([5.0, 3.0, 2.0]), np.eye(2)).tolist()
    [3.0, 5.0, 0.0]
    """
    by_cell = np.bincount(place, research, len(near))
    cells = np.flatnonzero(np.bincount(place, minlength=len(near)))
    heard = np.zeros(len(near))
    heard[cells] = (near[cells[:, None], cells] * by_cell[cells]).sum(axis=1)
    others: Floats = np.maximum(heard[place] - research, 0.0)
    return others


def spillover(nearby: Floats, half: float, strength: float, absorbed: Floats) -> Floats:
    r"""What neighbours' research adds to the yield of a firm's own.

    .. math::  s_f = \sigma\, A_f \frac{S_f}{S_f + S_0}                         \tag{K12}

    Args:
        nearby: Research nearby :math:`S_f`, US$/month, shape ``(firms,)``.
        half: Research nearby at which half of the effect is there :math:`S_0`, above 0.
        strength: Effect of plenty of it on one who absorbs all :math:`\sigma`.
        absorbed: Absorption :math:`A_f`, 0 to 1, shape ``(firms,)``.

    Returns:
        Share of the firm's own yield, shape ``(firms,)``.

    Source:
        MODEL 3; absorption once (DC3).

    >>> spillover(np.array([0.0, 10.0]), 10.0, 0.4, np.array([0.5, 0.5])).tolist()
    [0.0, 0.1]
    """
    return strength * absorbed * nearby / (nearby + half)


def chance_to_imitate(gap: Floats, usual: float, reach: float, absorbed: Floats) -> Floats:
    r"""Chance that a firm learns this month from one that is ahead.

    .. math::  \iota\, A_f\, e^{-d/d_0}\quad (d > 0)                            \tag{K13}

    Args:
        gap: How far the other is ahead :math:`d`, log points, shape ``(firms,)``.
        usual: Chance of one who absorbs all and is close behind :math:`\iota`, 1/month.
        reach: Gap over which the chance falls to a third :math:`d_0`, log points.
        absorbed: Absorption :math:`A_f`, 0 to 1, shape ``(firms,)``.

    Returns:
        Chances, 0 to 1, shape ``(firms,)``.

    Source:
        Dosi, Fagiolo and Roventini (2010), Journal of Economic Dynamics and Control 34(9):
        imitation is the rarer the further the technologies are apart.

    >>> chance_to_imitate(np.array([-0.1, 0.1]), 0.2, np.inf, np.array([0.5, 0.5])).tolist()
    [0.0, 0.1]
    """
    return np.where(gap > 0, usual * absorbed * dexp(-np.maximum(gap, 0.0) / reach), 0.0)


def lift_by_newcomers(gap: Floats, share: float, absorbed: Floats, staff: Ints) -> Floats:
    r"""What a newcomer from a better firm adds to the quality of the new one.

    .. math::  \theta\, A_f \max(0, d) / n_f                                   \tag{K14}

    Args:
        gap: How far the old firm is ahead :math:`d`, log points, shape ``(movers,)``.
        share: Part of the gap that one person brings to a team of one :math:`\theta`, 0 to 1.
        absorbed: Absorption of the new firm :math:`A_f`, 0 to 1, shape ``(movers,)``.
        staff: Its staff who carry knowledge :math:`n_f`, at least 1, shape ``(movers,)``.

    Returns:
        Log points, shape ``(movers,)``.

    Source:
        M34; Stoyanov and Zubanov (2012), American Economic Journal: Applied Economics 4(2):
        hires from more productive firms raise productivity.

    >>> lift_by_newcomers(np.array([0.2, -0.2]), 0.5, np.ones(2), np.array([2, 2])).tolist()
    [0.05, 0.0]
    """
    lift: Floats = share * absorbed * np.maximum(gap, 0.0) / staff
    return lift
