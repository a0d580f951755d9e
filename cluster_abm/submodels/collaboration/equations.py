"""Collaboration: the equations."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dexp, dlog, dpow, exponential, logistic, normal
from cluster_abm.core.types import Floats, Ints

# Who fits whom


def craft_of_newcomers(luck: Floats, focus: float) -> Floats:
    r"""What new firms are at home in.

    .. math::  s_{fd} \propto x_{fd}^{\,\kappa}, \quad x \sim \mathrm{Exp}(1)          \tag{C1}

    Args:
        luck: Uniform numbers, shape ``(firms, crafts)``.
        focus: :math:`\kappa`; 1 spreads firms evenly over all mixtures, more makes specialists.

    Returns:
        Shares, shape ``(firms, crafts)``.

    >>> craft_of_newcomers(np.array([[0.5, 0.5]]), 2.0).tolist()
    [[0.5, 0.5]]
    """
    raw = dpow(exponential(luck, 1.0), focus)
    shares: Floats = raw / np.maximum(raw.sum(axis=1, keepdims=True), LEAST_LENGTH)
    return shares


LEAST_LENGTH = 1e-12
"""Keeps nought over nought from being asked for."""


# Trust


def faith_in_strangers(before: float, lesson: float, tried: Floats, kept: Floats) -> Floats:
    r"""How far firms trust those whom they do not know, given what they lived with partners.

    .. math::  T_f = \frac{T_0 + \lambda k_f}{1 + \lambda n_f}                         \tag{C13}

    Who never worked with anybody goes on believing what it believed.

    Args:
        before: What a firm believes that has not worked with others :math:`T_0`, 0 to 1.
        lesson: Weight of one joint project relative to that belief :math:`\lambda`, 0 or more.
        tried: Joint projects that it remembers :math:`n_f`, shape ``(firms,)``.
        kept: Those of them in which faith was kept :math:`k_f`, shape ``(firms,)``.

    Returns:
        Shares, 0 to 1, shape ``(firms,)``.

    Source:
        Guiso, Sapienza and Zingales (2008), Journal of the European Economic Association 6(2-3):
        priors about strangers are revised by dealing with them, so who does not deal stays wary.
        The conjugate form is an assumption.

    >>> faith_in_strangers(0.25, 0.5, np.array([0.0, 2.0, 2.0]), np.array([0.0, 2.0, 0.0])).tolist()
    [0.25, 0.625, 0.125]
    """
    faith: Floats = (before + lesson * kept) / (1 + lesson * tried)
    return faith


def first_trust(usual: Floats, spread: float, luck: Floats, wariness: Floats) -> Floats:
    r"""How far two firms that meet trust each other at first.

    .. math::  \Lambda\big(\ln\tfrac{T_0}{1-T_0} + \sigma z\big)\, e^{-w}              \tag{C2}

    Args:
        usual: Trust at mean luck :math:`T_0`, above 0 and below 1, shape ``(pairs,)``.
        spread: Spread of its log odds :math:`\sigma`.
        luck: Uniform numbers, shape ``(pairs,)``.
        wariness: What the war for talent takes off :math:`w`, 0 or more, shape ``(pairs,)``.

    Returns:
        Shares, 0 to 1, shape ``(pairs,)``.

    Source:
        Report, M128: who loses staff to others is slow to share; the form is an assumption.

    >>> first_trust(np.full(1, 0.25), 1.0, np.array([0.5]), np.zeros(1)).round(9).tolist()
    [0.25]
    """
    odds = dlog(usual / (1 - usual)) + spread * normal(luck)
    return logistic(odds) * dexp(-wariness)


def more_trust(trust: Floats, gain: float) -> Floats:
    r"""Trust after something went well: a part of what was lacking.

    .. math::  T + g\,(1 - T)                                                     \tag{C3}

    Args:
        trust: :math:`T`, 0 to 1, shape ``(ties,)``.
        gain: :math:`g`, 0 to 1.

    Returns:
        Shares, 0 to 1, shape ``(ties,)``.

    Source:
        MODEL 3.

    >>> more_trust(np.array([0.5, 1.0]), 0.5).tolist()
    [0.75, 1.0]
    """
    return trust + gain * (1 - trust)


def exposure(base: float, fear: float, size: Floats, law: float) -> Floats:
    r"""Part of a success that a partner could take for itself.

    .. math::  \varphi = \min\big(1,\ \varphi_0 + \varphi_1 \ln^+ \tfrac{L_g}{L_f}\big)\,(1-\iota)
       \tag{C4}

    Args:
        base: Between equals :math:`\varphi_0`, 0 to 1.
        fear: What a partner e times as large adds :math:`\varphi_1`.
        size: Staff of the partner over its own :math:`L_g / L_f`, above 0, shape ``(ties,)``.
        law: Protection of intellectual property :math:`\iota`, 0 to 1.

    Returns:
        Shares, 0 to 1, shape ``(ties,)``.

    Source:
        Report, M133: small firms fear to lose assets to large partners; the form is an
        assumption.

    >>> exposure(0.2, 0.5, np.array([0.5, np.e]), law=0.5).tolist()
    [0.1, 0.35]
    """
    gap = np.maximum(dlog(size), 0.0)
    return np.minimum(base + fear * gap, 1.0) * (1 - law)


# Joint work


def chance_of_success(fit: Floats, trust: Floats, absorbed: Floats, weights: Floats) -> Floats:
    r"""Chance that joint work succeeds.

    .. math::  \Lambda(b_0 + b_1 c + b_2 T + b_3 A)                                \tag{C5}

    No facilitator stands in it: what that buys are inputs (E12).

    Args:
        fit: Complementarity :math:`c`, 0 to 1, shape ``(ties,)``.
        trust: :math:`T`, 0 to 1, shape ``(ties,)``.
        absorbed: Mean absorption of both :math:`A`, 0 to 1, shape ``(ties,)``.
        weights: :math:`b_0` to :math:`b_3`, shape ``(4,)``.

    Returns:
        Chances, shape ``(ties,)``.

    Source:
        E12; report, M126 for trust, M127 for skills.

    >>> one = np.ones(1)
    >>> chance_of_success(one, one, one, np.array([-3.0, 1.0, 1.0, 1.0])).tolist()
    [0.5]
    """
    base, of_fit, of_trust, of_absorption = weights
    return logistic(base + of_fit * fit + of_trust * trust + of_absorption * absorbed)


def expected_gain(
    success: Floats, trust: Floats, value: Floats, exposed: Floats, cost: Floats
) -> Floats:
    r"""What a firm expects of joint work.

    .. math::  E_f = P\,[T - (1-T)\,\varphi_f]\,V_f - k_f                           \tag{C6}

    A partner who is not trusted is expected to keep the success, and to use it against the firm.

    Args:
        success: Chance of success :math:`P`, shape ``(ties,)``.
        trust: :math:`T`, 0 to 1, shape ``(ties,)``.
        value: What a success is worth to the firm :math:`V_f`, US$, shape ``(ties,)``.
        exposed: Part of it that the partner could take :math:`\varphi_f`, shape ``(ties,)``.
        cost: Its own part of the cost :math:`k_f`, US$, shape ``(ties,)``.

    Returns:
        US$, shape ``(ties,)``.

    >>> half = np.full(1, 0.5)
    >>> expected_gain(half, half, np.array([100.0]), np.zeros(1), np.array([5.0])).tolist()
    [20.0]
    """
    gain: Floats = success * (trust - (1 - trust) * exposed) * value - cost
    return gain


def value_of_bid(orders: Floats, margin: Floats, gain: float, fade: float) -> Floats:
    r"""What a better standing with buyers earns while it lasts.

    .. math::  V = o\,m\,r / \delta                                               \tag{C7}

    Args:
        orders: Work under contract :math:`o`, US$/month, shape ``(firms,)``.
        margin: What is left of a dollar of sales :math:`m`, shape ``(firms,)``.
        gain: What a joint bid adds to standing :math:`r`, factor.
        fade: What is forgotten in a month :math:`\delta`, above 0.

    Returns:
        US$, shape ``(firms,)``.

    >>> value_of_bid(np.array([1000.0]), np.array([0.5]), 0.25, 0.125).tolist()
    [1000.0]
    """
    value: Floats = orders * np.maximum(margin, 0.0) * (gain / fade)
    return value


def value_of_step(
    orders: Floats, response: Floats, margin: Floats, step: float, months: float
) -> Floats:
    r"""What a better line of own work earns while it lasts.

    .. math::  V = o\,\gamma\,m\,s\,n                                             \tag{C8}

    Args:
        orders: Orders of the line :math:`o`, US$/month, shape ``(firms,)``.
        response: Response of orders to quality :math:`\gamma`, 1/log point, shape ``(firms,)``.
        margin: What is left of a dollar of sales :math:`m`, shape ``(firms,)``.
        step: Improvement :math:`s`, log points.
        months: Time for which it is reckoned :math:`n`.

    Returns:
        US$, shape ``(firms,)``.

    Source:
        E3, as for own research: one line, not the firm.

    >>> one = np.ones(1)
    >>> value_of_step(1000.0 * one, 2.0 * one, 0.5 * one, 0.1, 10.0).tolist()
    [1000.0]
    """
    value: Floats = orders * response * np.maximum(margin, 0.0) * (step * months)
    return value


def gain_of_line(step: float, lines: Ints, behind: Floats, learned: float) -> Floats:
    r"""What joint research adds to the quality of own work of one partner.

    .. math::  s/n_f + \lambda \max(0, d)                                         \tag{C9}

    Args:
        step: Improvement of one line :math:`s`, log points.
        lines: Lines of the firm :math:`n_f`, at least 1, shape ``(partners,)``.
        behind: How far the other is ahead :math:`d`, log points, shape ``(partners,)``.
        learned: Part of that which is learned :math:`\lambda`, 0 to 1.

    Returns:
        Log points, shape ``(partners,)``.

    Source:
        MODEL 3: 0.08 of the positive gap; one line of an innovation as in E3.

    >>> gain_of_line(0.1, np.array([1, 2]), np.array([-1.0, 1.0]), 0.5).tolist()
    [0.1, 0.55]
    """
    gain: Floats = step / lines + learned * np.maximum(behind, 0.0)
    return gain


def chance_of_breach(taken: Floats, tie: Floats, sanction: float) -> Floats:
    r"""Chance that a firm keeps a joint success for itself.

    .. math::  e^{-(W + S)/G}                                                     \tag{C10}

    It gives in where what it gains now, times a temptation with an exponential law of mean 1, is
    worth more than the tie and what it has to fear.

    Args:
        taken: What it gains now :math:`G`, US$, 0 or more, shape ``(ties,)``.
        tie: What the tie is worth to it :math:`W`, US$, 0 or more, shape ``(ties,)``.
        sanction: Sanction, times the chance to be found out :math:`S`, US$.

    Returns:
        Chances, 0 to 1; 0 where there is nothing to gain; shape ``(ties,)``.

    Source:
        Report, M125 and I99; the law of the temptation is an assumption.

    >>> chance_of_breach(np.array([0.0, 1.0]), np.zeros(2), sanction=0.0).tolist()
    [0.0, 1.0]
    """
    some = np.maximum(taken, LEAST_LENGTH)
    return np.where(taken > 0, dexp(-np.minimum((tie + sanction) / some, FAR)), 0.0)


FAR = 700.0
"""Ratio from which a chance is nought, and its exponential would be no number."""


# Time, and partners abroad


def lost_share(hours: Ints, staff: Ints, hours_per_month: float) -> Floats:
    r"""Part of the working time that is given away.

    .. math::  \min\big(1,\ h / (H L)\big)                                        \tag{C11}

    Args:
        hours: Hours given away :math:`h`, hours/month, shape ``(firms,)``.
        staff: Staff :math:`L`, persons, shape ``(firms,)``.
        hours_per_month: Working time :math:`H`, hours/month.

    Returns:
        Shares, 0 to 1, shape ``(firms,)``.

    >>> lost_share(np.array([80, 9]), np.array([1, 0]), 160.0).tolist()
    [0.5, 1.0]
    """
    share: Floats = np.minimum(hours / np.maximum(staff * hours_per_month, 1.0), 1.0)
    return share


def learned_abroad(
    level: Floats, ahead: float, links: Ints, rate: float, absorbed: Floats
) -> Floats:
    r"""What partners abroad add to the quality of own work in a month.

    .. math::  (1 - (1-\rho A_f)^{n})\,\max(0,\ d - \ln Q_f)                        \tag{C12}

    Args:
        level: Log quality of own work :math:`\ln Q_f`, shape ``(firms,)``.
        ahead: That of partners abroad :math:`d`, log points.
        links: Partners abroad :math:`n`, shape ``(firms,)``.
        rate: Part of the gap that one link closes for who absorbs all :math:`\rho`, 1/month.
        absorbed: Absorption :math:`A_f`, 0 to 1, shape ``(firms,)``.

    Returns:
        Log points, 0 or more, shape ``(firms,)``.

    Source:
        Report, M138; Bathelt and others (2004), Progress in Human Geography 28(1): pipelines.

    >>> learned_abroad(np.zeros(2), 0.5, np.array([0, 1]), 0.5, np.full(2, 0.5)).tolist()
    [0.0, 0.125]
    """
    closed = 1 - dpow(1 - rate * absorbed, links.astype(np.float64))
    lift: Floats = closed * np.maximum(ahead - level, 0.0)
    return lift
