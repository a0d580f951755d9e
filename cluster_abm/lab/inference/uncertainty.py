"""Effects in many parameter draws and many random worlds: what they hang on, and who stays first.

Every draw is lived in the same random worlds.  An effect then varies for two reasons, which a table
of draws and worlds tells apart: what we do not know (parameters) and what nobody can know (chance).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy import stats

from cluster_abm.core.types import Floats, Ints
from cluster_abm.lab.inference.ratios import LEVEL, RESAMPLES, SEED


class Share(NamedTuple):
    """A share of the variance, with its interval."""

    share: float
    low: float
    high: float


class Shares(NamedTuple):
    """What the variance of one run's effect is made of; the three shares add up to one."""

    parameters: Share
    """What differs between draws in every world."""
    worlds: Share
    """What differs between worlds under every draw."""
    rest: Share
    """Chance that is different for each draw and world."""

    @property
    def chance(self) -> Share:
        """What is not due to parameters."""
        share, low, high = self.parameters
        return Share(1 - share, 1 - high, 1 - low)


def variance_shares(
    effects: Floats, *, level: float = LEVEL, resamples: int = RESAMPLES, seed: int = SEED
) -> Shares:
    r"""Split the variance of an effect into parameters, worlds and the rest.

    .. math::  y_{dr} = \mu + P_d + W_r + \varepsilon_{dr}                     \tag{S5}

    Args:
        effects: Effect :math:`y` in each draw and world, shape ``(draws, worlds)``.
        level: Level of the intervals.
        resamples: Draws of the mean squares.
        seed: Seed of these draws.

    Returns:
        Shares, 0 to 1; not numbers with fewer than two draws or two worlds, or without variance.

    Source:
        Two-way random effects; generalised confidence intervals of Weerahandi (1993), which hold
        their level where those of McGraw and Wong (1996) fall to 0.92.

    >>> found = variance_shares(np.array([[1.0, 1.0], [2.0, 2.0], [3.0, 3.0]]))
    >>> found.parameters.share, found.chance.share
    (1.0, 0.0)
    """
    if min(effects.shape) < 2 or np.ptp(effects) == 0:
        nothing = Share(np.nan, np.nan, np.nan)
        return Shares(nothing, nothing, nothing)
    squares, freedom = _sums_of_squares(effects)
    rng = np.random.default_rng(seed)
    drawn = squares / np.stack([rng.chisquare(f, resamples) for f in freedom], axis=1)
    ends = np.quantile(
        _shares(drawn, effects.shape), [(1 - level) / 2, (1 + level) / 2], axis=0
    ).T.tolist()
    found = _shares(squares / freedom, effects.shape).tolist()
    return Shares(*(Share(share, *of) for share, of in zip(found, ends, strict=True)))


def _sums_of_squares(table: Floats) -> tuple[Floats, Floats]:
    """Sums of squares and degrees of freedom of rows, columns and the rest."""
    n, k = table.shape
    mean, rows, columns = table.mean(), table.mean(axis=1), table.mean(axis=0)
    rest = table - rows[:, None] - columns[None, :] + mean
    squares = [k * ((rows - mean) ** 2).sum(), n * ((columns - mean) ** 2).sum(), (rest**2).sum()]
    return np.array(squares), np.array([n - 1.0, k - 1.0, (n - 1.0) * (k - 1.0)])


def _shares(mean_squares: Floats, shape: tuple[int, ...]) -> Floats:
    """Shares of the variance of one entry, from the mean squares of the last axis."""
    n, k = shape
    rows, columns, rest = np.moveaxis(mean_squares, -1, 0)
    variances = np.stack(
        [np.maximum(rows - rest, 0.0) / k, np.maximum(columns - rest, 0.0) / n, rest], axis=-1
    )
    shares: Floats = variances / variances.sum(axis=-1, keepdims=True)
    return shares


class Ranking(NamedTuple):
    """How policies rank over the draws."""

    order: Ints
    """Policies from the best to the worst on average, shape ``(policies,)``."""
    first: Floats
    """Share of draws in which each policy is the best, shape ``(policies,)``."""
    beats: Floats
    """Share of draws in which the row's policy does better than the column's."""
    same_first: Share
    """Share of draws in which the best policy on average is the best, with its interval."""
    same_order: Share
    """Share of draws in which all policies stand in the order of the average."""


def ranking(effects: Floats, *, level: float = LEVEL) -> Ranking:
    """Ask whether the order of policies survives in other draws.

    Args:
        effects: Effect, more is better, shape ``(draws, worlds, policies)`` or
            ``(draws, policies)``; worlds are averaged.
        level: Level of the intervals.

    Returns:
        The ranking; ties count half to each.

    Source:
        Intervals of Wilson (1927) for shares of draws.

    >>> found = ranking(np.array([[1.0, 2.0], [1.0, 3.0], [2.0, 1.0], [0.0, 1.0]]))
    >>> found.order.tolist(), found.first.tolist(), found.same_first.share
    ([1, 0], [0.25, 0.75], 0.75)
    """
    means = effects.mean(axis=1) if effects.ndim == 3 else effects
    draws = len(means)
    order = np.argsort(-means.mean(axis=0), kind="stable")
    best = means == means.max(axis=1, keepdims=True)
    first = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    apart = means[:, :, None] - means[:, None, :]
    beats = ((apart > 0) + 0.5 * (apart == 0)).mean(axis=0)
    sorted_ = means[:, order]
    kept = float((np.diff(sorted_, axis=1) <= 0).all(axis=1).mean())
    return Ranking(
        order,
        first,
        beats,
        wilson(float(first[order[0]]), draws, level=level),
        wilson(kept, draws, level=level),
    )


def wilson(share: float, number: int, *, level: float = LEVEL) -> Share:
    """A share of so many independent cases, with the interval of Wilson.

    >>> [round(end, 3) for end in wilson(0.5, 10)]
    [0.5, 0.237, 0.763]
    """
    found = stats.binomtest(round(share * number), number).proportion_ci(level, method="wilson")
    return Share(share, float(found.low), float(found.high))
