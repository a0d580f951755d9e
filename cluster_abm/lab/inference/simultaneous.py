"""Many questions at once, and whole paths: what may be said of all of them together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from cluster_abm.core.types import Floats
from cluster_abm.lab.inference.ratios import LEVEL, SEED, t_multiple
from cluster_abm.lab.inference.spread import mean_error
from cluster_abm.lab.inference.statistics import p_value, safe_ratio, size_of_t

RESAMPLES = 2000
"""Resamples of a band."""
FLIPS = 9999
"""Random sign flips of a test."""
NEAR = 1e-9
"""Numbers that differ by less than this share are the same."""
ENOUGH = 12
"""Pairs from which flipped signs can show small probabilities: two to the power of pairs."""


class Band(NamedTuple):
    """A path and a band that holds the whole true path with the stated certainty."""

    mean: Floats
    low: Floats
    high: Floats


def adjusted_p_values(
    differences: Floats, *, draws: int = 1, flips: int = FLIPS, seed: int = SEED
) -> Floats:
    """Adjust for asking many questions at once: the largest t of all of them (max-t).

    The signs of whole pairs are flipped at random: without any effect a pair could as well have
    come out the other way round, in all outcomes together.  With several draws the mean of every
    draw and of every world is jolted by a normal number of its own instead, and the smallest
    probability of all questions takes the place of the largest t.

    Args:
        differences: Policy minus baseline, shape ``(pairs, questions)``.
        draws: Draws in which each world was lived.
        flips: Random flips.
        seed: Seed of the flips.

    Returns:
        For each question the probability that chance alone gives so large a t in any of them;
        never below the smallest that so many flips can show.  With fewer than 12 pairs, whose
        signs can hardly fall in enough ways (12 draws and worlds together, where there are several
        draws), Holm's adjustment of the single tests.

    Source:
        Westfall and Young (1993), single step; Holm (1979).

    >>> adjusted_p_values(np.zeros((5, 2))).tolist()
    [1.0, 1.0]
    """
    pairs, questions = differences.shape
    worlds = pairs // draws
    if worlds < 2:
        return np.full(questions, np.nan)
    alone = np.array([p_value(column, draws) for column in differences.T])
    if (pairs if draws == 1 else draws + worlds) < ENOUGH:
        return holm(alone)
    if draws > 1:
        smallest = _smallest_p(differences, draws, flips=flips, seed=seed)
        as_large = (smallest[:, np.newaxis] <= alone * (1 + NEAR)).sum(axis=0)
    else:
        highest = _largest_t(differences, flips, seed)
        t = size_of_t(differences, mean_error(differences))
        as_large = (highest[:, np.newaxis] >= t * (1 - NEAR)).sum(axis=0)
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
    differences: Floats,
    *,
    level: float = LEVEL,
    draws: int = 1,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Band:
    """Mean path of the differences with a band for the whole path at once.

    The deviations of whole pairs from the mean path change their signs at random; the largest t
    over all months, in the share *level* of the resamples, says how wide the band must be.  With
    several draws the means of draws and of worlds are jolted instead.

    Args:
        differences: Policy minus baseline, shape ``(pairs, months)``.
        level: Share of experiments whose band holds the true path in every month.
        draws: Draws in which each world was lived.
        resamples: How often signs change.
        seed: Seed of the changes.

    Returns:
        Path and ends of the band; a month in which all pairs agree has a band without width.

    Source:
        Wild bootstrap of the largest studentised deviation (Liu 1988; Montiel Olea and
        Plagborg-Møller 2019).  Drawing pairs with replacement breaks down in the first months of
        a policy, when few pairs differ: a draw without any of them has no spread.

    >>> path_band(np.zeros((5, 3))).high.tolist()
    [0.0, 0.0, 0.0]
    """
    mean = differences.mean(axis=0)
    if len(differences) // draws < 2:
        nothing = np.full(differences.shape[1], np.nan)
        return Band(mean, nothing, nothing)
    found = mean_error(differences, draws)
    if draws > 1:
        smallest = _smallest_p(differences - mean, draws, flips=resamples, seed=seed)
        chance = min(float(np.quantile(smallest, 1 - level, method="lower")), 1 - level)
        critical = stats.t.isf(chance / 2, found.freedom)
    else:
        highest = _largest_t(differences - mean, resamples, seed)
        largest = float(np.quantile(highest, level, method="higher"))
        critical = np.full(len(mean), max(largest, t_multiple(level, len(differences))))
    # with two pairs the multiple may be infinite, yet months without a difference have no width
    width = np.where(found.error > 0, critical, 0.0) * found.error
    return Band(mean, mean - width, mean + width)


def _smallest_p(values: Floats, draws: int, *, flips: int, seed: int) -> Floats:
    """The smallest probability in any column, each time draws and worlds are jolted anew."""
    table = values.reshape(-1, draws, values.shape[1])
    worlds = len(table)
    jolted = np.concatenate([table.mean(axis=0) / draws, table.mean(axis=1) / worlds])
    jolted[:draws] -= jolted[:draws].mean(axis=0)
    jolted[draws:] -= jolted[draws:].mean(axis=0)
    normal = np.random.default_rng(seed).standard_normal((flips, draws + worlds))
    size = np.abs(safe_ratio(normal @ jolted, np.sqrt((jolted**2).sum(axis=0))))
    smallest: Floats = 2 * stats.norm.sf(size.max(axis=1))
    return smallest


def _largest_t(values: Floats, flips: int, seed: int) -> Floats:
    """The largest t of any column, each time the signs of whole rows are flipped at random."""
    pairs = len(values)
    signs = np.random.default_rng(seed).choice(np.array([-1.0, 1.0]), size=(flips, pairs))
    means = signs @ values / pairs
    # Signs leave squares alone, so the spread follows from the mean.
    spread = np.maximum((values**2).mean(axis=0) - means**2, 0.0) * pairs / (pairs - 1)
    largest: Floats = safe_ratio(np.abs(means), np.sqrt(spread / pairs)).max(axis=1)
    return largest
