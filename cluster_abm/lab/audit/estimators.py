"""Estimators put on trial: what economists would find in data of which the truth is known.

Nobody sees the twin of a real country.  Here it is there, so the estimators that are used where it
is not can be told how far off they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from cluster_abm.core.errors import ClusterError
from cluster_abm.core.types import Flags, Floats, Ints
from cluster_abm.lab.inference.ratios import LEVEL, t_multiple

SIDE = 8
"""Units that each side of a threshold must have."""


class Estimate(NamedTuple):
    """What an estimator says."""

    value: float
    error: float
    low: float
    high: float
    number: int
    """Units on which it rests."""

    @property
    def nil(self) -> bool:
        """Does the interval hold nought?"""
        return self.low <= 0.0 <= self.high


def difference_in_differences(panel: pd.DataFrame, *, since: int, level: float = LEVEL) -> Estimate:
    r"""Change of the treated less change of the others.

    .. math::  \hat\tau = (\bar y_{T1} - \bar y_{T0}) - (\bar y_{C1} - \bar y_{C0})   \tag{A1}

    Args:
        panel: A row a unit and month: ``unit``, ``month``, ``treated``, ``y``.
        since: First month of the treatment.
        level: Level of the interval.

    Returns:
        The mean effect on the treated after *since*, if both would have moved alike; errors are
        by unit, so that months of one unit may hang together.

    Raises:
        ClusterError: A group or a period is empty.

    Source:
        Bertrand, Duflo and Mullainathan (2004): collapse to before and after.

    >>> rows = [(u, m, u > 1, u + m + 5.0 * (u > 1) * m) for u in range(4) for m in (0, 1)]
    >>> panel = pd.DataFrame(rows, columns=["unit", "month", "treated", "y"])
    >>> difference_in_differences(panel, since=1).value
    5.0
    """
    change, treated = _changes(panel, panel["month"] >= since)
    return _difference(change[treated], change[~treated], level)


def _changes(panel: pd.DataFrame, after: pd.Series[bool]) -> tuple[Floats, Flags]:
    """Mean after less mean before of each unit that was there in both, and who is treated."""
    keys = [panel["unit"], panel["treated"], after.rename("after")]
    means = panel["y"].groupby(keys).mean().unstack("after")
    if len(means.columns) < 2:
        raise ClusterError("There are no months before the treatment, or none after.")
    means = means.dropna()
    treated = means.index.get_level_values("treated").to_numpy(bool)
    change: Floats = (means[True] - means[False]).to_numpy(np.float64)
    return change, treated


def _difference(one: Floats, other: Floats, level: float) -> Estimate:
    """Difference of two means, with the interval of Welch."""
    if min(len(one), len(other)) < 2:
        raise ClusterError("At least two treated units and two others are needed.")
    parts = np.array([one.var(ddof=1) / len(one), other.var(ddof=1) / len(other)])
    error = float(np.sqrt(parts.sum()))
    value = float(one.mean() - other.mean())
    if error == 0.0:
        return Estimate(value, 0.0, value, value, len(one) + len(other))
    freedom = parts.sum() ** 2 / (parts**2 / (np.array([len(one), len(other)]) - 1)).sum()
    half = float(stats.t.ppf((1 + level) / 2, freedom)) * error
    return Estimate(value, error, value - half, value + half, len(one) + len(other))


def event_study(
    panel: pd.DataFrame, *, months: Sequence[int], base: int = -1, level: float = LEVEL
) -> dict[int, Estimate]:
    """Effect month by month around each unit's own event.

    Args:
        panel: A row a unit and month: ``unit``, ``month``, ``event`` (month of the unit's event;
            not a number if it has none), ``y``.
        months: Months since the event to look at; those before it test whether both moved alike.
        base: Month since the event to which the others are compared.
        level: Level of the intervals.

    Returns:
        For each month since the event the mean effect on those treated then: each cohort is
        compared with units without an event so far, never with those treated earlier.

    Source:
        Callaway and Sant'Anna (2021); a regression with fixed effects alone would compare the late
        with the early, and is biased where effects grow (Goodman-Bacon 2021).
    """
    wide = panel.pivot_table(index="unit", columns="month", values="y")
    event = panel.groupby("unit")["event"].first().reindex(wide.index)
    return {k: _cohorts(wide, event, since=k, base=base, level=level) for k in months}


def _cohorts(
    wide: pd.DataFrame, event: pd.Series, *, since: int, base: int, level: float
) -> Estimate:
    """Mean over the cohorts of their change less that of units without an event so far."""
    effects, influence = [], pd.Series(0.0, index=wide.index)
    total = 0
    for month, cohort in event.dropna().groupby(event):
        then, before = int(month) + since, int(month) + base
        if then not in wide or before not in wide:
            continue
        change = (wide[then] - wide[before]).dropna()
        mine = change[change.index.isin(cohort.index)]
        others = change[~(event.loc[change.index] <= max(then, before))]
        others = others[~others.index.isin(cohort.index)]
        if len(mine) == 0 or len(others) < 2:
            continue
        effects.append((len(mine), float(mine.mean() - others.mean())))
        influence.loc[mine.index] += mine - mine.mean()
        influence.loc[others.index] -= (others - others.mean()) * len(mine) / len(others)
        total += len(mine)
    if total < 2:
        raise ClusterError(f"No cohort can be compared {since} months from its event.")
    value = sum(number * effect for number, effect in effects) / total
    error = float(np.sqrt((influence**2).sum())) / total
    half = t_multiple(level, total) * error
    return Estimate(value, error, value - half, value + half, total)


def regression_discontinuity(
    score: Floats,
    outcome: Floats,
    *,
    threshold: float,
    bandwidth: float | None = None,
    cluster: Ints | None = None,
    level: float = LEVEL,
) -> Estimate:
    r"""Jump of the outcome at a threshold of the score.

    Args:
        score: What decides, such as the merit of a proposal, shape ``(units,)``.
        outcome: What came of it, shape ``(units,)``.
        threshold: Those at or above it are treated.
        bandwidth: How far from the threshold to look; a rule of thumb if not given.
        cluster: What each unit hangs together with; errors are by cluster then, with as many
            degrees of freedom as there are clusters, less one.
        level: Level of the interval.

    Returns:
        The effect on those at the threshold, from a parabola on each side weighted by nearness.

    Raises:
        ClusterError: Fewer than eight units on a side within the bandwidth.

    Source:
        Hahn, Todd and Van der Klaauw (2001).  The bandwidth of Imbens and Kalyanaraman (2012) is
        for lines; parabolas within it take off the bias of lines and give the interval its level
        back (Calonico, Cattaneo and Titiunik 2014).  Triangular weights; HC3 errors (MacKinnon
        and White 1985).

    >>> score = np.linspace(-1, 1, 40)
    >>> found = regression_discontinuity(score, 2 * score + 3.0 * (score >= 0), threshold=0.0)
    >>> round(found.value, 9)
    3.0
    """
    distance = score - threshold
    width = _bandwidth(distance, outcome) if bandwidth is None else bandwidth
    weight = np.maximum(1 - np.abs(distance) / width, 0.0)
    near = weight > 0
    above = (distance >= 0).astype(np.float64)
    if min(int((near & (above > 0)).sum()), int((near & (above == 0)).sum())) < SIDE:
        raise ClusterError("Too few units near the threshold.")
    sides = [side * distance**power for power in (1, 2) for side in (1.0, above)]
    design = np.stack([np.ones_like(distance), above, *sides], axis=1)
    groups = None if cluster is None else cluster[near]
    value, error = _weighted_fit(design[near], outcome[near], weight[near], groups)
    units = int(near.sum()) - 5 if groups is None else len(np.unique(groups))
    half = t_multiple(level, units) * error
    return Estimate(value, error, value - half, value + half, int(near.sum()))


def _bandwidth(distance: Floats, outcome: Floats) -> float:
    """Rule of thumb: narrower where the curve bends more and where there are many units."""
    spread = float(distance.std())
    above = (distance >= 0).astype(np.float64)
    terms = [distance**power for power in range(4)]
    design = np.stack([*terms, above], axis=1)
    fitted = np.linalg.lstsq(design, outcome, rcond=None)[0]
    noise = float(np.var(outcome - design @ fitted))
    bend = float(
        np.mean((2 * fitted[2] + 6 * fitted[3] * distance[np.abs(distance) < spread]) ** 2)
    )
    if noise == 0.0 or bend == 0.0:
        return 2 * spread
    number, density = len(distance), 1.0 / (2 * spread)
    return float(
        np.clip(3.44 * (noise / (density * bend * number)) ** 0.2, 0.3 * spread, 2 * spread)
    )


def _weighted_fit(
    design: Floats, outcome: Floats, weight: Floats, cluster: Ints | None
) -> tuple[float, float]:
    """Coefficient of the second column and its error: by cluster, or HC3 without clusters."""
    root = np.sqrt(weight)
    x, y = design * root[:, None], outcome * root
    inverse = np.linalg.pinv(x.T @ x)
    fitted = inverse @ x.T @ y
    residual = y - x @ fitted
    if cluster is None:
        leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
        residual = residual / np.maximum(1 - leverage, 1e-9)
        middle = (x.T * residual**2) @ x
    else:
        names, at = np.unique(cluster, return_inverse=True)
        sums = np.stack([np.bincount(at, of * residual) for of in x.T], axis=1)
        middle = sums.T @ sums * (len(names) / max(len(names) - 1, 1))
    spread = inverse @ middle @ inverse
    return float(fitted[1]), float(np.sqrt(spread[1, 1]))


def lottery(
    won: Flags, outcome: Floats, *, group: Ints | None = None, level: float = LEVEL
) -> Estimate:
    """Winners less losers of a lottery, among those who stood in one line.

    Args:
        won: Who won, shape ``(units,)``.
        outcome: What came of it, shape ``(units,)``.
        group: The line in which each stood; chances differ between lines, so only those of one
            line are compared.  One line if not given.
        level: Level of the interval.

    Returns:
        The effect of winning, lines weighted by their information; those in which all won or all
        lost say nothing.

    Source:
        Block-randomised experiment with block effects (Imbens and Rubin 2015, chapter 9).

    >>> lottery(np.array([True, True, False, False]), np.array([5.0, 6.0, 2.0, 3.0])).value
    3.0
    """
    lines = (
        np.zeros(len(won), np.int64) if group is None else np.unique(group, return_inverse=True)[1]
    )
    won = np.asarray(won, np.float64)
    size = np.bincount(lines)
    chance = np.bincount(lines, won) / size
    drawn = won - chance[lines]
    centred = outcome - (np.bincount(lines, outcome) / size)[lines]
    information = float((drawn**2).sum())
    if information == 0.0:
        raise ClusterError("Everybody won, or nobody: a lottery without losers says nothing.")
    value = float((drawn * centred).sum()) / information
    open_ = chance[lines] * (1 - chance[lines]) > 0
    freedom = int(open_.sum()) - int(np.unique(lines[open_]).size) - 1
    residual = centred - value * drawn
    error = float(np.sqrt((drawn**2 * residual**2).sum())) / information
    error *= float(np.sqrt(open_.sum() / max(freedom, 1)))
    half = t_multiple(level, freedom + 1) * error
    return Estimate(value, error, value - half, value + half, int(open_.sum()))


class Verdict(NamedTuple):
    """How an estimator did against a truth that is known."""

    estimator: str
    truth: float
    mean: float
    """Mean estimate over the worlds."""
    bias: float
    bias_low: float
    bias_high: float
    coverage: float
    """Share of the worlds whose interval holds the truth."""
    worlds: int

    @property
    def fair(self) -> bool:
        """Can the bias not be told from nought?"""
        return self.bias_low <= 0.0 <= self.bias_high


def judge(
    estimator: str, estimates: Sequence[Estimate], truths: Sequence[float] | float
) -> Verdict:
    """Compare the estimates of many worlds with what is true in each.

    Args:
        estimator: Its name.
        estimates: One a world.
        truths: The true effect, one a world or one for all.

    Returns:
        Bias with the paired interval over worlds, and coverage.

    >>> said = Estimate(1.5, 0.5, 0.5, 2.5, 9)
    >>> judge("always high", [said, said, said], 1.0).bias
    0.5
    """
    values = np.array([estimate.value for estimate in estimates])
    truth = np.broadcast_to(np.asarray(truths, np.float64), values.shape)
    off = values - truth
    held = [e.low <= t <= e.high for e, t in zip(estimates, truth.tolist(), strict=True)]
    half = 0.0
    if len(off) > 1 and np.ptp(off) > 0:
        half = t_multiple(LEVEL, len(off)) * float(off.std(ddof=1)) / float(np.sqrt(len(off)))
    bias = float(off.mean())
    return Verdict(
        estimator,
        float(truth.mean()),
        float(values.mean()),
        bias,
        bias - half if len(off) > 1 else float("nan"),
        bias + half if len(off) > 1 else float("nan"),
        float(np.mean(held)),
        len(off),
    )
