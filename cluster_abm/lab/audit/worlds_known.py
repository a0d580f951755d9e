"""Simulated panels of which the truth is known, on which the estimators are tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from cluster_abm.core.types import Flags, Floats, Ints
from cluster_abm.lab.audit.estimators import (
    Estimate,
    Verdict,
    difference_in_differences,
    event_study,
    judge,
    lottery,
    regression_discontinuity,
)
from cluster_abm.lab.inference.ratios import SEED

UNITS, MONTHS, EVENT = 120, 24, 12
EFFECT = 2.0
"""The true effect, in standard deviations of a month's noise."""
DRIFT = 0.15
"""How much faster the treated grow where trends are not parallel."""
WORLDS = 200


def panel(rng: np.random.Generator, *, effect: float = EFFECT, drift: float = 0.0) -> pd.DataFrame:
    """Units with levels and shared months; half are treated from one date on.

    Args:
        rng: Luck.
        effect: What the treatment adds.
        drift: How much faster the treated grow a month, treatment or not.
    """
    unit, month = np.divmod(np.arange(UNITS * MONTHS), MONTHS)
    treated = unit < UNITS // 2
    levels, shocks = rng.normal(0, 3, UNITS), rng.normal(0, 1, MONTHS)
    noise = rng.normal(size=(UNITS, MONTHS))
    for at in range(1, MONTHS):
        noise[:, at] += 0.5 * noise[:, at - 1]
    y = levels[unit] + shocks[month] + noise.ravel() + treated * drift * month
    y = y + effect * (treated & (month >= EVENT))
    event = np.where(treated, float(EVENT), np.nan)
    return pd.DataFrame({"unit": unit, "month": month, "treated": treated, "event": event, "y": y})


def applicants(
    rng: np.random.Generator, *, effect: float = EFFECT, number: int = 500
) -> tuple[Floats, Floats]:
    """Scores and outcomes of applicants for a grant: the better do better anyway."""
    score = rng.normal(size=number)
    outcome = np.sin(score) + score + effect * (score >= 0) + rng.normal(size=number)
    return score, outcome


def lines(
    rng: np.random.Generator, *, effect: float = EFFECT, number: int = 400
) -> tuple[Flags, Floats, Ints]:
    """Who won, what came of it, and the line: better lines have better chances."""
    line = rng.integers(0, 8, number)
    won = rng.random(number) < (0.2 + 0.08 * line)
    return won, 0.8 * line + effect * won + rng.normal(size=number), line


def _did(rng: np.random.Generator, *, effect: float = EFFECT, drift: float = 0.0) -> Estimate:
    return difference_in_differences(panel(rng, effect=effect, drift=drift), since=EVENT)


def _placebo_date(rng: np.random.Generator) -> Estimate:
    data = panel(rng)
    return difference_in_differences(data[data["month"] < EVENT], since=EVENT // 2)


def _rd(rng: np.random.Generator, *, effect: float = EFFECT, shift: float = 0.0) -> Estimate:
    score, outcome = applicants(rng, effect=effect)
    if shift:
        score, outcome = score[score >= 0], outcome[score >= 0]
    return regression_discontinuity(score, outcome, threshold=shift)


def _naive(rng: np.random.Generator) -> Estimate:
    score, outcome = applicants(rng)
    return lottery(score >= 0, outcome)


def _lottery(rng: np.random.Generator, *, effect: float = EFFECT) -> Estimate:
    won, outcome, line = lines(rng, effect=effect)
    return lottery(won, outcome, group=line)


def _pooled(rng: np.random.Generator) -> Estimate:
    won, outcome, _ = lines(rng)
    return lottery(won, outcome)


def _event(rng: np.random.Generator, *, since: int) -> Estimate:
    return event_study(panel(rng), months=[since])[since]


TRIALS: Mapping[str, tuple[float, Callable[[np.random.Generator], Estimate]]] = {
    "difference-in-differences": (EFFECT, _did),
    "difference-in-differences, trends apart": (EFFECT, lambda rng: _did(rng, drift=DRIFT)),
    "event study, sixth month": (EFFECT, lambda rng: _event(rng, since=6)),
    "regression discontinuity": (EFFECT, _rd),
    "winners less losers by score": (EFFECT, _naive),
    "lottery, line by line": (EFFECT, _lottery),
    "lottery, lines thrown together": (EFFECT, _pooled),
    "placebo: date": (0.0, _placebo_date),
    "placebo: month before the event": (0.0, lambda rng: _event(rng, since=-4)),
    "placebo: threshold": (0.0, lambda rng: _rd(rng, shift=0.7)),
    "all off: difference-in-differences": (0.0, lambda rng: _did(rng, effect=0.0)),
    "all off: regression discontinuity": (0.0, lambda rng: _rd(rng, effect=0.0)),
    "all off: lottery": (0.0, lambda rng: _lottery(rng, effect=0.0)),
}
"""Every trial by its name: the truth, and what the estimator says of one world."""


def trials(worlds: int = WORLDS, seed: int = SEED) -> list[Verdict]:
    """Try every estimator in so many worlds.

    Args:
        worlds: Simulated worlds a trial.
        seed: Seed of their luck.

    Returns:
        A verdict a trial, in the order of ``TRIALS``.
    """
    verdicts = []
    for name, (truth, trial) in TRIALS.items():
        rng = np.random.default_rng(seed)
        verdicts.append(judge(name, [trial(rng) for _ in range(worlds)], truth))
    return verdicts
