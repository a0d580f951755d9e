"""How long something lasts that is tested at known dates: pure functions of chances and dates."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dexp, dpow
from cluster_abm.core.types import Floats

__all__ = ["chance_to_last", "discounted_loss", "trials_until"]


def trials_until(last: Floats, first: int, term: int) -> Floats:
    r"""Number of tests up to a month.

    .. math::  n = \max\bigl(0, 1 + \lfloor (m - m_1) / L \rfloor\bigr)           \tag{S1}

    Args:
        last: Last month that counts :math:`m`, any shape.
        first: Month of the first test :math:`m_1`.
        term: Months from one test to the next :math:`L`.

    Returns:
        Whole numbers, same shape.

    >>> trials_until(np.array([5.0, 6.0, 65.0, 66.0]), first=6, term=60).tolist()
    [0.0, 1.0, 1.0, 2.0]
    """
    tests: Floats = np.maximum(0.0, 1 + np.floor((last - first) / term))
    return tests


def chance_to_last(first: Floats, later: Floats, tests: Floats) -> Floats:
    r"""Chance to pass a number of tests, of which the first differs from the later ones.

    .. math::  S(n) = a_1 a^{\,n-1} \text{ if } n \ge 1,\ 1 \text{ otherwise}      \tag{S2}

    Args:
        first: Chance to pass the first test :math:`a_1`, 0 to 1.
        later: Chance to pass each later one :math:`a`, 0 to 1.
        tests: How many there are :math:`n`; the shapes broadcast.

    Returns:
        0 to 1.

    >>> half = np.array(0.5)
    >>> chance_to_last(np.array(0.8), half, np.array([0.0, 1.0, 3.0])).tolist()
    [1.0, 0.8, 0.2]
    """
    return np.where(tests >= 1, first * dpow(later, np.maximum(tests - 1, 0.0)), 1.0)


def discounted_loss(
    first: Floats, later: Floats, tests: Floats, *, wait: float, term: float, rate: float
) -> Floats:
    r"""What a loss at one of the tests weighs today: the mean discount factor at the loss.

    .. math::  D = E\,e^{-\rho\tau} = e^{-\rho w}\Bigl[1 - a_1 + a_1 (1-a)
        \frac{e^{-\rho L} - a^{n-1} e^{-\rho n L}}{1 - a\,e^{-\rho L}}\Bigr]
        \text{ if } n \ge 1,\ 0 \text{ otherwise}                                 \tag{S3}

    Something that would earn 1 a month for ever, worth :math:`1/\rho`, is worth
    :math:`(1-D)/\rho` if it ends with the loss.

    Args:
        first: Chance to pass the first test :math:`a_1`, 0 to 1.
        later: Chance to pass each later one :math:`a`, 0 to 1, same shape.
        tests: How many tests there will be :math:`n`, same shape; a large number for no end.
        wait: Months to the first test :math:`w`.
        term: Months from one test to the next :math:`L`.
        rate: Discount rate :math:`\rho`, 1/month, above 0.

    Returns:
        0 (never lost, or far away) to 1 (lost at once).

    Source:
        Derived: sum of a geometric series.

    >>> sure, never, many = np.ones(1), np.zeros(1), np.full(1, 1e6)
    >>> [discounted_loss(first, sure, many, wait=0, term=60, rate=0.02).item()
    ...  for first in (sure, never)]
    [0.0, 1.0]
    """
    away, fade = float(dexp(-rate * wait)), float(dexp(-rate * term))
    beyond = dpow(later, np.maximum(tests - 1, 0.0)) * dexp(-rate * term * np.maximum(tests, 1.0))
    lost_later = first * (1 - later) * (fade - beyond) / (1 - later * fade)
    return np.where(tests >= 1, away * (1 - first + lost_later), 0.0)
