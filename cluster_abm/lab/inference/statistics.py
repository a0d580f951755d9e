"""What paired runs say: effects, how sure we are of them, and what pairing was worth.

A pair is one random world lived twice, once without and once with a policy.  Its difference owes
nothing to luck that both shared, so a few pairs say as much as many unpaired runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy import stats

from cluster_abm.core.types import Floats
from cluster_abm.lab.inference.ratios import LEVEL as LEVEL
from cluster_abm.lab.inference.ratios import SEED, ratio_interval, t_multiple

POWER = 0.8
"""Share of experiments that would notice the smallest detectable effect."""
RESAMPLES = 2000
"""Resamples of a band."""
FLIPS = 9999
"""Random sign flips of a test."""
ENOUGH = 12
"""Pairs from which flipped signs can show small probabilities: two to the power of pairs."""


class Interval(NamedTuple):
    """A mean and the interval around it."""

    mean: Floats
    low: Floats
    high: Floats


class Band(NamedTuple):
    """A path and a band that holds the whole true path with the stated certainty."""

    mean: Floats
    low: Floats
    high: Floats
    critical: float


@dataclass(frozen=True)
class Effect:
    """What a policy changed in one outcome, from pairs of runs.

    Attributes:
        pairs: Pairs of runs.
        base: Mean of the baseline.
        policy: Mean under the policy.
        difference: Mean of the paired differences.
        sd: Standard deviation of the paired differences.
        low: Lower end of the paired interval.
        high: Upper end of the paired interval.
        relative: Difference as a share of the size of the baseline's mean.
        relative_low: Lower end of the interval of that share (Fieller).
        relative_high: Upper end of the interval of that share (Fieller).
        p: Probability of so large a difference, either way, by chance alone.
        reduction: Variance-reduction factor of the pairing.
        detectable: Smallest effect that so many pairs would notice.
    """

    pairs: int
    base: float
    policy: float
    difference: float
    sd: float
    low: float
    high: float
    relative: float
    relative_low: float
    relative_high: float
    p: float
    reduction: float
    detectable: float


def paired_effect(base: Floats, policy: Floats, *, level: float = LEVEL) -> Effect:
    r"""What a policy changed, from paired runs.

    .. math::  \bar d \pm t_{n-1}\, s_d / \sqrt n                              \tag{S1}

    Args:
        base: Outcome of the baseline :math:`a_i`, one value a pair, shape ``(pairs,)``.
        policy: Outcome under the policy :math:`b_i`, shape ``(pairs,)``; :math:`d_i = b_i - a_i`.
        level: Level of the intervals, between 0 and 1.

    Returns:
        The effect; its interval is not a number with fewer than two pairs.

    Source:
        Student's t for paired samples; holds its level at 20 pairs on normal differences (0.95)
        and falls to about 0.90 on strongly skewed ones.

    >>> effect = paired_effect(np.array([10.0, 20.0, 30.0]), np.array([11.0, 22.0, 33.0]))
    >>> effect.difference, effect.relative, effect.sd
    (2.0, 0.1, 1.0)
    >>> round(effect.low, 2), round(effect.high, 2)
    (-0.48, 4.48)
    """
    difference = policy - base
    mean, low, high = paired_interval(difference, level=level)
    sd = _deviation(difference)
    # The sign of a relative effect says more or less, also where the baseline is negative.
    ratio = ratio_interval(difference, base if base.mean() >= 0 else -base, level=level)
    return Effect(
        pairs=len(base),
        base=float(base.mean()),
        policy=float(policy.mean()),
        difference=float(mean),
        sd=float(sd),
        low=float(low),
        high=float(high),
        relative=ratio[0],
        relative_low=ratio[1],
        relative_high=ratio[2],
        p=p_value(difference),
        reduction=variance_reduction(base, policy),
        detectable=detectable_effect(float(sd), len(base), level=level),
    )


def paired_interval(difference: Floats, *, level: float = LEVEL) -> Interval:
    """Mean of paired differences with its t interval, for each column at once.

    Args:
        difference: Policy minus baseline, shape ``(pairs, ...)``.
        level: Level of the interval.

    Returns:
        Mean and ends, shape ``(...)``; the ends are not numbers with fewer than two pairs.

    >>> mean, low, high = paired_interval(np.array([[1.0], [3.0]]), level=0.5)
    >>> mean.tolist(), low.round(9).tolist(), high.round(9).tolist()
    ([2.0], [1.0], [3.0])
    """
    pairs = len(difference)
    mean = difference.mean(axis=0)
    half = t_multiple(level, pairs) * _deviation(difference) / np.sqrt(pairs)
    return Interval(mean, mean - half, mean + half)


def variance_reduction(base: Floats, policy: Floats) -> float:
    r"""How many times as many unpaired runs the pairs are worth.

    .. math::  (s_a^2 + s_b^2) / s_{b-a}^2                                     \tag{S2}

    Args:
        base: Outcome of the baseline, one value a pair, shape ``(pairs,)``.
        policy: Outcome under the policy, shape ``(pairs,)``.

    Returns:
        1 where pairing brought nothing, infinite where every pair shows the same difference,
        not a number with fewer than two pairs or where nothing varies.

    >>> variance_reduction(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 4.0]))
    10.0
    """
    if len(base) < 2:
        return float("nan")
    apart = float(base.var(ddof=1) + policy.var(ddof=1))
    paired = float((policy - base).var(ddof=1))
    if paired == 0.0:
        return float("inf") if apart > 0 else float("nan")
    return round(apart / paired, 12)


def detectable_effect(
    sd: float, pairs: int, *, level: float = LEVEL, power: float = POWER
) -> float:
    """Smallest true effect that so many pairs would usually notice.

    Args:
        sd: Standard deviation of the paired differences.
        pairs: Pairs of runs.
        level: Level of the interval.
        power: Share of experiments that would notice it.

    Returns:
        An effect in the outcome's unit; not a number with fewer than two pairs.

    Source:
        Bloom (1995), Minimum detectable effects.

    >>> round(detectable_effect(1.0, 20), 3)
    0.661
    """
    if pairs < 2:
        return float("nan")
    multiple = t_multiple(level, pairs) + float(stats.t.ppf(power, pairs - 1))
    return multiple * sd / float(np.sqrt(pairs))


def p_value(difference: Floats) -> float:
    """Probability of so large a mean difference, either way, by chance alone (paired t).

    Args:
        difference: Policy minus baseline, shape ``(pairs,)``.

    Returns:
        0 to 1: 1 where all differences are 0, not a number with fewer than two pairs.

    >>> p_value(np.zeros(5))
    1.0
    """
    if len(difference) < 2:
        return float("nan")
    return float(2 * stats.t.sf(_t_of(difference[:, np.newaxis])[0], len(difference) - 1))


def adjusted_p_values(differences: Floats, *, flips: int = FLIPS, seed: int = SEED) -> Floats:
    """Adjust for asking many questions at once: the largest t of all of them (max-t).

    The signs of whole pairs are flipped at random: without any effect a pair could as well have
    come out the other way round, in all outcomes together.

    Args:
        differences: Policy minus baseline, shape ``(pairs, questions)``.
        flips: Random flips.
        seed: Seed of the flips.

    Returns:
        For each question the probability that chance alone gives so large a t in any of them;
        never below the smallest that so many flips can show.  With fewer than 12 pairs, whose
        signs can hardly fall in enough ways, Holm's adjustment of the paired t tests.

    Source:
        Westfall and Young (1993), single step; Holm (1979).

    >>> adjusted_p_values(np.zeros((5, 2))).tolist()
    [1.0, 1.0]
    """
    pairs, questions = differences.shape
    if pairs < 2:
        return np.full(questions, np.nan)
    if pairs < ENOUGH:
        return holm(np.array([p_value(column) for column in differences.T]))
    highest = _largest_t(differences, flips, seed)
    as_large = (highest[:, np.newaxis] >= _t_of(differences) * (1 - 1e-9)).sum(axis=0)
    adjusted: Floats = (as_large + 1) / (flips + 1)
    return adjusted


def holm(p_values: Floats) -> Floats:
    """Adjust probabilities for asking many questions, without their paired runs.

    Args:
        p_values: Probabilities, shape ``(questions,)``.

    Returns:
        Adjusted probabilities, at most 1.

    Source:
        Holm (1979), A simple sequentially rejective multiple test procedure.

    >>> holm(np.array([0.01, 0.04, 0.03])).round(9).tolist()
    [0.03, 0.06, 0.06]
    """
    order = np.argsort(p_values, kind="stable")
    steps = p_values[order] * np.arange(len(p_values), 0, -1)
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def path_band(
    differences: Floats, *, level: float = LEVEL, resamples: int = RESAMPLES, seed: int = SEED
) -> Band:
    """Mean path of the differences with a band for the whole path at once.

    The deviations of whole pairs from the mean path change their signs at random; the largest t
    over all months, in the share *level* of the draws, says how wide the band must be.

    Args:
        differences: Policy minus baseline, shape ``(pairs, months)``.
        level: Share of experiments whose band holds the true path in every month.
        resamples: Draws.
        seed: Seed of the draws.

    Returns:
        Path, ends of the band, and the multiple of the standard error; a month in which all pairs
        agree has a band without width.

    Source:
        Wild bootstrap of the largest studentised deviation (Liu 1988; Montiel Olea and
        Plagborg-Møller 2019).  Drawing pairs with replacement breaks down in the first months of
        a policy, when few pairs differ: a draw without any of them has no spread.

    >>> path_band(np.zeros((5, 3))).high.tolist()
    [0.0, 0.0, 0.0]
    """
    pairs, months = differences.shape
    mean = differences.mean(axis=0)
    if pairs < 2:
        nothing = np.full(months, np.nan)
        return Band(mean, nothing, nothing, float("nan"))
    error = _deviation(differences) / np.sqrt(pairs)
    highest = _largest_t(differences - mean, resamples, seed)
    critical = max(float(np.quantile(highest, level, method="higher")), t_multiple(level, pairs))
    # with two pairs the multiple may be infinite, yet months without a difference have no width
    width = np.where(error > 0, critical, 0.0) * error
    return Band(mean, mean - width, mean + width, critical)


def _largest_t(values: Floats, flips: int, seed: int) -> Floats:
    """The largest t of any column, each time the signs of whole rows are flipped at random."""
    pairs = len(values)
    signs = np.random.default_rng(seed).choice(np.array([-1.0, 1.0]), size=(flips, pairs))
    means = signs @ values / pairs
    # Signs leave squares alone, so the spread follows from the mean.
    spread = np.maximum((values**2).mean(axis=0) - means**2, 0.0) * pairs / (pairs - 1)
    largest: Floats = _ratio(np.abs(means), np.sqrt(spread / pairs)).max(axis=1)
    return largest


def _deviation(values: Floats) -> Floats:
    """Standard deviation over pairs, shape ``(...)``; exactly 0 where all pairs agree."""
    if len(values) < 2:
        return np.full(values.shape[1:], np.nan)
    same = (values == values[0]).all(axis=0)
    deviation: Floats = np.where(same, 0.0, values.std(axis=0, ddof=1))
    return deviation


def _t_of(differences: Floats) -> Floats:
    """Size of t in each column; infinite where all pairs show one difference that is not 0."""
    error = _deviation(differences) / np.sqrt(len(differences))
    return _ratio(np.abs(differences.mean(axis=0)), error)


def _ratio(above: Floats, below: Floats) -> Floats:
    """A ratio that is 0 over 0 = 0, and infinite over 0 otherwise."""
    empty = np.where(above > 0, np.inf, 0.0)
    ratio: Floats = np.divide(
        above, below, out=empty, where=np.broadcast_to(below > 0, above.shape)
    )
    return ratio
