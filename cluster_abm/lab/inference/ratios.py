"""Ratios of two uncertain means, such as cost per job: what can be said, and when nothing can.

A ratio whose denominator may be nil has no interval.  Its set of plausible values is then open at
both ends, or is every number; that is said in words, and never drawn as an interval.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np
from scipy import stats

from cluster_abm.core.types import Floats
from cluster_abm.lab.inference.spread import covariance_of_means, mean_error

LEVEL = 0.95
"""Share of experiments whose interval holds the truth."""
RESAMPLES = 1999
"""Resamples of a bootstrap."""
SEED = 20090101
"""The laboratory's own seed: the same runs always give the same statement."""


class Form(StrEnum):
    """What the plausible values of a ratio look like."""

    INTERVAL = "interval"
    """Everything between two ends."""
    BESIDE = "beside"
    """Everything except what lies between two ends: the denominator may be nil."""
    ANY = "any"
    """No value can be ruled out."""
    UNDEFINED = "undefined"
    """Nothing can be said: fewer than two pairs, or a denominator that is nil."""


class RatioSet(NamedTuple):
    """A ratio and its plausible values; the ends mean what the form says."""

    ratio: float
    low: float
    high: float
    form: Form

    def holds(self, value: float) -> bool:
        """Is a value among the plausible ones?

        >>> RatioSet(2.0, -1.0, 1.0, Form.BESIDE).holds(0.0)
        False
        """
        if self.form is Form.INTERVAL:
            return self.low <= value <= self.high
        if self.form is Form.BESIDE:
            return value <= self.low or value >= self.high
        return True


def fieller_set(part: Floats, whole: Floats, *, level: float = LEVEL, draws: int = 1) -> RatioSet:
    r"""All ratios of two paired means that the pairs do not contradict.

    .. math::  \{\rho : (\bar p - \rho \bar w)^2 \le t^2\,
               (v_p - 2\rho v_{pw} + \rho^2 v_w)\}                             \tag{S3}

    where :math:`v` are variances and covariance of the two means.

    Args:
        part: Numerator :math:`p`, one value a pair, shape ``(pairs,)``.
        whole: Denominator :math:`w`, shape ``(pairs,)``.
        level: Share of experiments whose set holds the true ratio.
        draws: Draws in which each world was lived.

    Returns:
        The ratio and its set; see :class:`Form`.

    Source:
        Fieller (1954), Some problems in interval estimation.

    >>> fieller_set(np.array([1.0, 1.0, 1.0]), np.array([10.0, 10.0, 10.0]))[:3]
    (0.1, 0.1, 0.1)
    >>> fieller_set(np.array([1.0, 2.0, 3.0]), np.array([-5.0, 0.1, 5.0])).form.value
    'beside'
    """
    nothing = float("nan")
    mean = float(whole.mean())
    ratio = float(part.mean()) / mean if mean else nothing
    if len(part) // draws < 2:
        return RatioSet(ratio, nothing, nothing, Form.UNDEFINED)
    square, cross, constant = _fieller_coefficients(part, whole, level, draws=draws)
    inside = cross * cross - square * constant
    if square == 0:
        return RatioSet(ratio, nothing, nothing, Form.UNDEFINED if not whole.any() else Form.ANY)
    if square < 0 and inside <= 0:
        return RatioSet(ratio, nothing, nothing, Form.ANY)
    root = float(np.sqrt(max(inside, 0.0)))
    low, high = sorted(((cross - root) / square, (cross + root) / square))
    return RatioSet(ratio, low, high, Form.INTERVAL if square > 0 else Form.BESIDE)


def _fieller_coefficients(
    part: Floats, whole: Floats, level: float, *, draws: int
) -> tuple[float, float, float]:
    """The parabola that is below nought at the plausible ratios."""
    varying = [of for of in (part, whole) if np.ptp(of) > 0] or [part]
    freedom = min(float(mean_error(of, draws).freedom) for of in varying)
    square = float(stats.t.ppf((1 + level) / 2, freedom)) ** 2
    (var_part, both), (_, var_whole) = covariance_of_means(part, whole, draws)
    p, w = float(part.mean()), float(whole.mean())
    return (
        w * w - square * float(var_whole),
        p * w - square * float(both),
        p * p - square * float(var_part),
    )


def ratio_interval(
    part: Floats, whole: Floats, *, level: float = LEVEL, draws: int = 1
) -> tuple[float, float, float]:
    """Ratio of two paired means with the interval of Fieller, where it is one.

    Args:
        part: Numerator, one value a pair, shape ``(pairs,)``.
        whole: Denominator, shape ``(pairs,)``.
        level: Level of the interval.
        draws: Draws in which each world was lived.

    Returns:
        Ratio, lower and upper end; the ends are not numbers where the denominator's mean cannot
        be told from 0, and nothing is a number where that mean is 0.

    >>> ratio_interval(np.array([1.0, 1.0, 1.0]), np.array([10.0, 10.0, 10.0]))
    (0.1, 0.1, 0.1)
    """
    found = fieller_set(part, whole, level=level, draws=draws)
    if found.form is Form.INTERVAL:
        return found[:3]
    return (found.ratio, float("nan"), float("nan"))


class Bootstrap(NamedTuple):
    """A ratio, or a mean, with the ends of its interval."""

    ratio: Floats
    low: Floats
    high: Floats


def bootstrap_ratio(
    part: Floats,
    whole: Floats | None = None,
    *,
    level: float = LEVEL,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Bootstrap:
    """Ratio of two paired means with its bootstrap-t interval, which follows skewed data.

    Pairs are drawn with replacement; each draw is measured in its own standard error, so that the
    interval may reach further on the side of the long tail.

    Args:
        part: Numerator, shape ``(pairs, ...)``.
        whole: Denominator, of the same shape; 1 if not given: then the ratio is a mean.
        level: Level of the interval.
        resamples: Draws.
        seed: Seed of the draws.

    Returns:
        Ratio and ends, shape ``(...)``.  The ends mean nothing where the denominator may be nil:
        ask :func:`fieller_set` first.

    Source:
        Efron and Tibshirani (1993), An introduction to the bootstrap, chapter 12.

    >>> found = bootstrap_ratio(np.array([2.0, 4.0, 6.0]), np.full(3, 2.0), level=0.5)
    >>> float(found.ratio), bool(found.low < 2.0 < found.high)
    (2.0, True)
    """
    pairs = len(part)
    whole = np.ones_like(part) if whole is None else whole
    if pairs < 2:
        nothing = np.full(part.shape[1:], np.nan)
        return Bootstrap(part.mean(axis=0) / whole.mean(axis=0), nothing, nothing)
    once = np.ones((1, pairs)) / pairs
    drawn = np.random.default_rng(seed).multinomial(pairs, once[0], size=resamples) / pairs
    (ratio,), (error,) = _weighted_ratio(once, part, whole)
    ratios, errors = _weighted_ratio(drawn, part, whole)
    # a draw of one pair only has no spread: it says nothing
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(errors > 0, (ratios - ratio) / errors, np.nan)
    few, many = np.nanquantile(
        np.where(np.isnan(t).all(axis=0), 0.0, t), [(1 - level) / 2, (1 + level) / 2], axis=0
    )
    return Bootstrap(ratio, ratio - many * error, ratio - few * error)


def _weighted_ratio(weights: Floats, part: Floats, whole: Floats) -> tuple[Floats, Floats]:
    """Ratio and standard error under each row of weights, shape ``(draws, ...)``."""
    pairs = len(part)

    def mean(values: Floats) -> Floats:
        means: Floats = np.tensordot(weights, values, axes=1)
        return means

    bottom = mean(whole)
    ratio = mean(part) / bottom
    spread = mean(part**2) - 2 * ratio * mean(part * whole) + ratio**2 * mean(whole**2)
    error = np.sqrt(np.maximum(spread, 0.0) / (pairs - 1)) / np.abs(bottom)
    return ratio, error


def t_multiple(level: float, pairs: int) -> float:
    """Multiple of the standard error on either side; not a number with fewer than two pairs.

    >>> round(t_multiple(0.95, 20), 3)
    2.093
    """
    return float(stats.t.ppf((1 + level) / 2, pairs - 1)) if pairs > 1 else float("nan")
