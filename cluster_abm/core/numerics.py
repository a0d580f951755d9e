r"""Distributions with the same bytes on every x86-64 machine, by inversion of one uniform number.

More luck never means less of it. The elementary functions below are handed on, so that a model
needs this one module; see :mod:`cluster_abm.core.elementary` for why they are our own.
"""

import numpy as np

from cluster_abm.core import compiled
from cluster_abm.core.coefficients import (
    NORMAL_CENTRE,
    NORMAL_FAR_TAIL,
    NORMAL_TAIL,
    Fraction,
)
from cluster_abm.core.counts import binomial, poisson, refuse_unless
from cluster_abm.core.elementary import (
    as_floats,
    dexp,
    dlog,
    dpow,
    in_blocks,
    log_of_column,
    logistic,
    logit_share,
    through,
)
from cluster_abm.core.kernels import numerics as kernels
from cluster_abm.core.types import Floats, Ints

__all__ = [
    "binomial",
    "dexp",
    "discrete",
    "discrete_rows",
    "dlog",
    "dpow",
    "exponential",
    "logistic",
    "logit_share",
    "lognormal",
    "lognormal_factors",
    "normal",
    "pareto_truncated",
    "poisson",
    "round_random",
]

# Constants are arrays without axes, which NumPy need not convert every time.
_HALF_CELL = np.array(2.0**-54)
"""Luck of nought counts as half a step, so that its quantile is finite."""
_HALF, _ONE = np.array(0.5), np.array(1.0)
_REACH_OF_CENTRE, _SQUARE_OF_CENTRE = np.array(0.425), np.array(0.180625)
_FAR, _SHIFT_OF_TAIL = np.array(5.0), np.array(1.6)


def _horner(coefficients: list[Floats], x: Floats) -> Floats:
    value = coefficients[0] * x
    value += coefficients[1]
    for coefficient in coefficients[2:]:
        value *= x
        value += coefficient
    return value


def _rational(fraction: Fraction, x: Floats) -> Floats:
    return _horner(fraction.top, x) / _horner(fraction.bottom, x)


def _normal_tail(p: Floats) -> Floats:
    """Standard deviations from 0 at which the nearer tail has probability *p*, below 0.075."""
    r = np.sqrt(-log_of_column(p))
    distance = _rational(NORMAL_TAIL, r - _SHIFT_OF_TAIL)
    far = (r > _FAR).nonzero()[0]
    if far.size:
        distance[far] = _rational(NORMAL_FAR_TAIL, r[far] - _FAR)
    return distance


def _normal(u: Floats) -> Floats:
    p = np.maximum(u, _HALF_CELL)
    q = p - _HALF
    z = _rational(NORMAL_CENTRE, _SQUARE_OF_CENTRE - q * q)
    z *= q
    tail = (np.abs(q) > _REACH_OF_CENTRE).nonzero()[0]
    if tail.size:
        p = p[tail]
        z[tail] = np.copysign(_normal_tail(np.minimum(p, _ONE - p)), q[tail])
    return z


def normal(u: Floats | float) -> Floats:
    r"""Standard normal numbers.

    .. math::  z = \Phi^{-1}(u)

    Args:
        u: Uniform numbers in [0, 1), any shape; 0 counts as 2**-54, the middle of its cell.

    Returns:
        Finite numbers of the same shape, between -8.3 and 8.3, within a relative error of
        1e-15 (measured: 6.5e-16).

    Source:
        Wichura (1988), Algorithm AS 241, PPND16, Applied Statistics 37(3), 477-484.

    >>> normal(np.array([0.5, 0.975])).round(6).tolist()
    [0.0, 1.959964]
    """
    if compiled.in_use:
        return through(kernels.normal_column, u)
    return in_blocks(_normal, u)


def lognormal(u: Floats | float, mean: Floats | float, sd_log: Floats | float) -> Floats:
    r"""Lognormal numbers with a given mean.

    .. math::  x = m \, e^{s z - s^2/2}, \quad z = \Phi^{-1}(u)

    Args:
        u: Uniform numbers in [0, 1), any shape.
        mean: Mean :math:`m` of the numbers themselves, not of their logarithms, 0 or more.
        sd_log: Standard deviation :math:`s` of the logarithms, 0 or more.

    Returns:
        Numbers in the unit of *mean*, in the common shape; relative error up to 7e-15
        for :math:`s` up to 2 (measured; the error grows with :math:`s` and in the tails).

    >>> lognormal(np.array([0.1, 0.9]), mean=3.0, sd_log=0.0).tolist()
    [3.0, 3.0]
    """
    if compiled.in_use and isinstance(mean, float | int) and isinstance(sd_log, float | int):
        less = float(sd_log * sd_log * 0.5)
        return through(kernels.lognormal_column, u, float(mean), float(sd_log), less)
    spread = as_floats(sd_log)
    return np.asarray(mean * dexp(spread * normal(u) - spread * spread * _HALF))


def lognormal_factors(u: Floats | float, sd_log: float) -> Floats:
    r"""Lognormal numbers whose median is 1.

    .. math::  x = e^{s z}, \quad z = \Phi^{-1}(u)

    Args:
        u: Uniform numbers in [0, 1), any shape.
        sd_log: Standard deviation :math:`s` of the logarithms, 0 or more.

    Returns:
        Factors of the same shape, half of them below 1.

    >>> lognormal_factors(np.array([0.1, 0.5]), sd_log=0.0).tolist()
    [1.0, 1.0]
    """
    if compiled.in_use:
        return through(kernels.lognormal_column, u, 1.0, float(sd_log), 0.0)
    return dexp(sd_log * normal(u))


def exponential(u: Floats | float, mean: Floats | float) -> Floats:
    r"""Exponential waiting times.

    .. math::  x = -m \ln(1 - u)

    Args:
        u: Uniform numbers in [0, 1), multiples of 2**-53, any shape.
        mean: Mean :math:`m`, 0 or more, a shape that broadcasts with *u*.

    Returns:
        Numbers in the unit of *mean*, 0 or more, within 1.5 ULP (measured: 1.4).

    >>> exponential(np.array([0.0, 0.5]), mean=2.0).round(6).tolist()
    [0.0, 1.386294]
    """
    return np.asarray(mean * (0.0 - dlog(1.0 - as_floats(u))))


def pareto_truncated(u: Floats | float, low: float, high: float, shape: float) -> Floats:
    r"""Pareto numbers between two limits.

    .. math::  x = l \left(1 - u \left(1 - (l/h)^{a}\right)\right)^{-1/a}

    Args:
        u: Uniform numbers in [0, 1), multiples of 2**-53, any shape.
        low: Smallest number :math:`l`, above 0.
        high: Largest number :math:`h`, not below *low*; infinite for the plain Pareto law.
        shape: Tail exponent :math:`a`, above 0; the smaller, the heavier the tail.

    Returns:
        Numbers from *low* to *high*, in their unit; relative error up to 1e-15.

    >>> pareto_truncated(np.array([0.0, 0.75]), low=1.0, high=np.inf, shape=1.0).tolist()
    [1.0, 4.0]
    """
    left_out = dpow(low / high, shape)
    # 1 - u is exact, so that the sum stays accurate near the upper limit.
    kept = (1.0 - as_floats(u)) + as_floats(u) * left_out
    return np.minimum(np.maximum(low * dpow(kept, -1.0 / shape), low), high)


def discrete(u: Floats | float, weights: Floats) -> Ints:
    r"""Choices among the same *k* for all, with probabilities in proportion to the weights.

    .. math::  \min \{j : \textstyle\sum_{i \le j} w_i > u \sum_i w_i\}

    Args:
        u: Uniform numbers in [0, 1), any shape.
        weights: Weights, 0 or more, not all 0, shape ``(k,)``.

    Returns:
        Indices 0 to k - 1, shape of *u*; what weighs nothing is never chosen.

    Raises:
        InputError: Nothing has weight.

    >>> discrete(np.array([0.0, 0.3, 0.9]), np.array([1.0, 0.0, 3.0])).tolist()
    [0, 2, 2]
    """
    running = weights.cumsum()
    refuse_unless(running[-1:] > 0.0, "sum of weights", running[-1:], "above 0")
    return np.asarray(running.searchsorted(u * running[-1], side="right"), dtype=np.int64)


def discrete_rows(u: Floats, weights: Floats) -> Ints:
    """Choices among *k*, with weights of its own for each row.

    Args:
        u: Uniform numbers in [0, 1), shape ``(n,)``.
        weights: Weights, 0 or more, not all 0 in a row, shape ``(n, k)``.

    Returns:
        Indices 0 to k - 1, shape ``(n,)``; what weighs nothing is never chosen.

    Raises:
        InputError: Nothing has weight in some row.

    >>> discrete_rows(np.array([0.6, 0.6]), np.array([[1.0, 1.0], [9.0, 1.0]])).tolist()
    [1, 0]
    """
    running = weights.cumsum(axis=1)
    total = running[:, -1]
    refuse_unless(total > 0.0, "sum of weights in a row", total, "above 0")
    passed = np.count_nonzero(running <= (u * total)[:, None], axis=1)
    return np.asarray(passed, dtype=np.int64)


def round_random(x: Floats | float, u: Floats | float) -> Ints:
    r"""Round to a neighbouring whole number, such that the mean is kept.

    .. math::  \lfloor x + u \rfloor

    as if the sum were exact: a whole number stays, however large, whatever the luck.

    Args:
        x: Numbers between -2**53 and 2**53, any shape.
        u: Uniform numbers in [0, 1), a shape that broadcasts with *x*.

    Returns:
        Whole numbers in the common shape.

    >>> round_random(np.array([2.25, 2.25, 7.0]), np.array([0.7, 0.8, 0.99])).tolist()
    [2, 3, 7]
    """
    below = np.floor(x)
    return np.asarray(below + (u >= 1.0 - (x - below))).astype(np.int64)
