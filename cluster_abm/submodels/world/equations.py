"""World: the equations."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dpow
from cluster_abm.core.types import Floats, Ints

MONTHS = 12


def monthly_growth(yearly: Floats) -> Floats:
    r"""Factors of a month that make the growth of a year.

    .. math::  (1 + g)^{1/12}                                                 \tag{W1}

    Args:
        yearly: Growth :math:`g`, 1/year, above -1, any shape.

    Returns:
        Factors a month, above 0, same shape.

    >>> (monthly_growth(np.array([0.05, 0.0])) ** 12).round(12).tolist()
    [1.05, 1.0]
    """
    return dpow(1.0 + yearly, 1.0 / MONTHS)


def growth_variance(memory: float) -> float:
    r"""Variance of the yearly growth of a mean over twelve months of a process of variance 1.

    .. math::  \sum_{i,j} w_i w_j \rho^{|i-j|}, \quad
               w = \tfrac{1}{12} (1, \dots, 1, -1, \dots, -1)                  \tag{W2}

    Args:
        memory: Part of the process left after a month :math:`\rho`, 0 to 1.

    Returns:
        Variance relative to that of the process, between 0 and 2.

    Source:
        Derived: variance of a weighted sum of a stationary process with memory :math:`\rho`.

    >>> round(growth_variance(0.0) * 12, 12)
    2.0
    """
    weight = np.repeat([1.0, -1.0], MONTHS) / MONTHS
    month = np.arange(2 * MONTHS)
    left = np.cumprod(np.append(1.0, np.full(2 * MONTHS - 1, memory)))
    covariance = weight[:, None] * weight * left[np.abs(month[:, None] - month)]
    return float(np.cumsum(covariance)[-1])


def innovation_sd(yearly_sd: float, memory: float) -> float:
    r"""Size of a month's news, such that the yearly growth varies as wanted.

    .. math::  \sigma_\epsilon = \sigma_{year} \sqrt{(1 - \rho^2) / v(\rho)}   \tag{W3}

    with :math:`v` from (W2); to first order the log of a year's budget is the mean of its months.

    Args:
        yearly_sd: Standard deviation of yearly growth :math:`\sigma_{year}`, log points.
        memory: Part of the cycle left after a month :math:`\rho`, 0 to below 1.

    Returns:
        Standard deviation of the innovation :math:`\sigma_\epsilon`, log points a month.

    Source:
        Derived: the process rests at variance :math:`\sigma_\epsilon^2 / (1 - \rho^2)`.

    >>> round(innovation_sd(0.026, 0.95), 4)
    0.0111
    """
    return float(yearly_sd * np.sqrt((1.0 - memory * memory) / growth_variance(memory)))


def next_shock(shock: Floats, memory: float, news: Floats) -> Floats:
    r"""Business cycle of the coming month.

    .. math::  s' = \rho\, s + \epsilon                                       \tag{W4}

    Args:
        shock: Cycle :math:`s`, log points, shape ``(customers,)``.
        memory: Part left after a month :math:`\rho`, 0 to 1.
        news: Innovation :math:`\epsilon`, log points, shape ``(customers,)``.

    Returns:
        Cycle, log points, shape ``(customers,)``.

    >>> next_shock(np.array([1.0, 0.0]), 0.5, np.array([0.0, 0.25])).tolist()
    [0.5, 0.25]
    """
    return memory * shock + news


def refill(people: Ints, at_rest: Ints, share: float) -> Floats:
    r"""Net growth of the people in other sectors who could do the work, but for those hired.

    .. math::  \phi\,(N_0 - N)                                                 \tag{W5}

    Args:
        people: People there now :math:`N`, persons, any shape.
        at_rest: People there in January 2009 :math:`N_0`, persons, any shape.
        share: Part of the gap that closes :math:`\phi`, share/month, 0 to 1.

    Returns:
        Persons a month, negative where there are more than at rest, same shape.

    Source:
        Assumption: schools and age bring the stock back to where it rested.

    >>> refill(np.array([900, 1000, 1100]), np.array([1000, 1000, 1000]), 0.02).tolist()
    [2.0, 0.0, -2.0]
    """
    return share * (at_rest - people).astype(np.float64)
