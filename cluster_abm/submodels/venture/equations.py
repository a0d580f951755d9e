"""Venture: the equations."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dexp, dlog
from cluster_abm.core.types import Floats, Ints


def belief_after(
    mean: Floats, precision: Floats, signals: Floats, precisions: Floats
) -> tuple[Floats, Floats]:
    r"""Belief about the value of a project after some signals.

    .. math::  P' = P + \sum_k \tau_k, \qquad m' = (P m + \sum_k \tau_k x_k) / P'   \tag{V1}

    Args:
        mean: Value expected before :math:`m`, standard deviations, shape ``(firms,)``.
        precision: Precision of that :math:`P`, shape ``(firms,)``.
        signals: What was seen :math:`x`, shape ``(signals, firms)``.
        precisions: How precise it is :math:`\tau`; 0 is not seen, shape ``(signals, firms)``.

    Returns:
        Mean and precision, shape ``(firms,)`` each.

    Source:
        E11: certification is information, never a multiplier; normal belief, normal signals.

    >>> one = np.ones(1)
    >>> belief_after(0 * one, one, np.array([[2.0], [9.0]]), np.array([[1.0], [0.0]]))
    (array([1.]), array([2.]))
    """
    after = precision + np.add.reduce(precisions)
    return (precision * mean + np.add.reduce(precisions * signals)) / after, after


def lift_expected(growth: float, mean: Floats, precision: Floats) -> Floats:
    r"""What an investor expects the value of a project to multiply own work by.

    .. math::  \lambda = e^{g m + g^2 / 2P}                                        \tag{V2a}

    Args:
        growth: Response of own work to value :math:`g`, log points/standard deviation.
        mean: Value expected :math:`m`, standard deviations, shape ``(firms,)``.
        precision: Precision of that :math:`P`, shape ``(firms,)``.

    Returns:
        Factors, shape ``(firms,)``.

    Source:
        Mean of a lognormal number.

    >>> lift_expected(0.0, np.zeros(1), np.ones(1)).tolist()
    [1.0]
    """
    return dexp(growth * mean + 0.5 * growth * growth / precision)


def expected_price(sales: Floats, multiple: float, liquidity: float, lift: Floats) -> Floats:
    r"""What an investor expects the whole firm to be sold for.

    .. math::  \mu\, \ell\, s\, \lambda                                            \tag{V2}

    Args:
        sales: Own work of a year :math:`s`, US cent, shape ``(firms,)``.
        multiple: Price of own work of a year where many trade :math:`\mu`, years.
        liquidity: Liquidity of the market :math:`\ell`, 0 to 1.
        lift: What its project is expected to multiply that by :math:`\lambda`, same shape.

    Returns:
        US cent, shape ``(firms,)``.

    >>> expected_price(np.array([100.0]), 2.0, 0.5, np.ones(1)).tolist()
    [100.0]
    """
    return multiple * liquidity * sales * lift


def share_asked(ticket: float, wanted: float, price: Floats) -> Floats:
    r"""Part of a firm that an investor asks for.

    .. math::  r\, k / V                                                         \tag{V3}

    Args:
        ticket: What it pays :math:`k`, US cent.
        wanted: Multiple of it that it asks to expect :math:`r`.
        price: What it expects the firm to be sold for :math:`V`, US cent, shape ``(firms,)``.

    Returns:
        Shares; infinite where the firm cannot be sold, shape ``(firms,)``.

    Source:
        The venture-capital method of valuation.

    >>> share_asked(10.0, 3.0, np.array([100.0, 0.0])).tolist()
    [0.3, inf]
    """
    return np.where(price > 0, ticket * wanted / np.where(price > 0, price, 1.0), np.inf)


def share_offered(ticket: float, most: float, profit: Floats, multiple: float) -> Floats:
    r"""Part of their firm that founders give for an investor's money at most.

    .. math::  \min\bigl(a_{max},\; k / (\nu\, \max(0, \pi))\bigr)               \tag{V3b}

    Args:
        ticket: What the investor pays :math:`k`, US cent.
        most: Largest part that they would ever give :math:`a_{max}`.
        profit: Profit of a year :math:`\pi`, US cent, shape ``(firms,)``.
        multiple: Years of profit that the firm is worth to them at least :math:`\nu`.

    Returns:
        Shares, shape ``(firms,)``.

    Source:
        Assumption: who earns money does not sell cheaply.

    >>> share_offered(10.0, 0.4, np.array([-5.0, 50.0]), 2.0).tolist()
    [0.4, 0.1]
    """
    worth = np.maximum(multiple * profit, ticket / most)
    return ticket / worth


def liquidity(exits: float, buyers: float, critical_mass: float) -> float:
    r"""Liquidity of the market for stakes.

    .. math::  \ell = \frac{x + b}{x + b + x_0}                                  \tag{V4}

    Args:
        exits: Exits of late years :math:`x`.
        buyers: Exits that buyers from elsewhere are worth :math:`b`.
        critical_mass: Exits that make half a market :math:`x_0`, above 0.

    Returns:
        0 to below 1.

    Source:
        M103: exits need a critical mass of traders; the form is an assumption.

    >>> liquidity(0.0, 0.0, 5.0), liquidity(4.0, 1.0, 5.0)
    (0.0, 0.5)
    """
    traded = exits + buyers
    return traded / (traded + critical_mass)


def progress_signal(made: Ints, months: Floats, usual: float, response: float) -> Floats:
    r"""Value of a project as its innovations tell it.

    .. math::  \ln\frac{n + 1}{u t + 1} / \kappa                                  \tag{V5}

    Args:
        made: Innovations since :math:`n`, shape ``(stakes,)``.
        months: Time since :math:`t`, months, shape ``(stakes,)``.
        usual: Innovations of a project of usual value :math:`u`, 1/month.
        response: Log points of innovations for a standard deviation :math:`\kappa`, above 0.

    Returns:
        Standard deviations, shape ``(stakes,)``.

    >>> progress_signal(np.array([1, 0]), np.array([10.0, 0.0]), 0.1, 0.5).tolist()
    [0.0, 0.0]
    """
    return dlog((made + 1) / (usual * months + 1)) / response


def price_of_stake(sales: Floats, multiple: float, market: float, share: Floats) -> Floats:
    r"""What a stake is sold for: an exit is earned.

    .. math::  \mu\, s\, \ell\, a                                                \tag{V6}

    Args:
        sales: Own work that the firm sells in a year :math:`s`, US cent, shape ``(stakes,)``.
        multiple: Price of own work of a year where many trade :math:`\mu`, years.
        market: Liquidity of the market :math:`\ell`, 0 to 1.
        share: Part of the firm :math:`a`, shape ``(stakes,)``.

    Returns:
        US cent, shape ``(stakes,)``.

    Source:
        E11: sector multiple x own revenue x liquidity.

    >>> price_of_stake(np.array([100.0]), 2.0, 0.5, np.array([0.1])).tolist()
    [10.0]
    """
    return multiple * market * sales * share
