"""The bar of the grant programme: what a regression discontinuity would say, and what is true.

Applicants just above the bar win and those just below lose, which economists take for a lottery.
Here the same worlds are lived once more with a lower bar in a single call, so that the firms in
between win: what becomes of them, less what became of them before, is the truth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from cluster_abm.core.errors import ClusterError
from cluster_abm.core.policy import BASELINE, Change, Policy
from cluster_abm.core.types import Floats
from cluster_abm.lab.audit.estimators import Estimate, regression_discontinuity
from cluster_abm.lab.inference.ratios import LEVEL, t_multiple
from cluster_abm.lab.inference.statistics import POWER

WINDOW = 24
"""Months after a call, and before it, over which innovations are counted."""
MONTHS = 84
CALLS = (24, 36, 48)
"""Calls, by their month, in which the bar is lowered for the twin."""
BAR, LOWER = 0.80, 0.75
"""The bar, and that of the twin, as shares of the applicants of 2009."""
NUMBERS = {"grant_threshold": BAR, "grant_budget": 20.0}
"""A bar that many come near, and a pot that never runs out, so that the bar alone decides."""
PANELS = ("grants", "innovations")
SHIFT = 1.0
"""How far below the bar the placebo threshold lies, standard deviations of merit."""


class Lived(NamedTuple):
    """One random world: its applications, and what winning really did to those near the bar."""

    rows: pd.DataFrame
    """A row an application: ``distance`` to the bar, innovations ``after`` and ``before``."""
    truth: Floats
    """Innovations that each firm has more for winning, a firm between the bars each."""


class GrantTrial(NamedTuple):
    """What a regression discontinuity says of grants, and what is true; innovations a firm."""

    power: float
    """Smallest effect that it would notice four times out of five, known before the estimate."""
    effect: Estimate
    before: Estimate
    """The same before the call: a placebo, which must be nil."""
    elsewhere: Estimate
    """The same at a threshold that nobody uses: a placebo, which must be nil."""
    truth: Estimate


def live_grants(
    replicate: int, *, seed: int, months: int = MONTHS, calls: Sequence[int] = CALLS
) -> Lived:
    """Live one world and its twins.

    Args:
        replicate: Number of the random world.
        seed: Root seed.
        months: Length of the run.
        calls: Months of the calls in which a twin has a lower bar.
    """
    from cluster_abm.model import ClusterModel

    model = ClusterModel(
        "panama_2009", seed=seed, replicate=replicate, numbers=NUMBERS, keep=PANELS
    )
    twins = []
    for call in calls:
        model.run_months(call - model.month)
        start = model.snapshot()
        once = Change(lever="grant_threshold", value=LOWER, start=call, until=call + 1)
        model.restore(start, policy=Policy("lower", (once,)))
        model.run_months(WINDOW)
        twins.append((call, _panels(model)))
        model.restore(start, policy=BASELINE)
    model.run_months(months - model.month)
    panels = _panels(model)
    truth = np.concatenate([between_bars(panels, twin, call) for call, twin in twins])
    return Lived(applications(panels, months), truth)


def _panels(model: object) -> dict[str, pd.DataFrame]:
    return {name: pd.DataFrame(model.journal.panel(name)) for name in PANELS}  # type: ignore[attr-defined]


def applications(
    panels: Mapping[str, pd.DataFrame], months: int, window: int = WINDOW
) -> pd.DataFrame:
    """Applications with months enough around them, and the innovations of their firms.

    Args:
        panels: Panels ``grants`` and ``innovations`` of one run.
        months: Length of the run.
        window: Months before and after a call.
    """
    grants = panels["grants"]
    rows = grants[grants["month"].between(window, months - window)].reset_index(drop=True)
    return pd.DataFrame({
        "distance": rows["score"] - rows["threshold"],
        "after": _innovations(panels["innovations"], rows, 0, window),
        "before": _innovations(panels["innovations"], rows, -window, 0),
    })  # fmt: skip


def between_bars(
    base: Mapping[str, pd.DataFrame], twin: Mapping[str, pd.DataFrame], call: int,
    window: int = WINDOW,
) -> Floats:  # fmt: skip
    """Innovations that firms between two bars have more for winning, a firm each.

    Args:
        base: Panels of the world as it was.
        twin: Panels of the same world with a lower bar in one call.
        call: Month of that call.
        window: Months after it.
    """
    lost, won = (
        of["grants"][(of["grants"]["month"] == call) & (of["grants"]["award"] == award)]
        for of, award in ((base, False), (twin, True))
    )
    rows = lost[lost["firm"].isin(won["firm"])]
    after = [_innovations(of["innovations"], rows, 0, window) for of in (base, twin)]
    difference: Floats = after[1] - after[0]
    return difference


def _innovations(panel: pd.DataFrame, rows: pd.DataFrame, first: int, last: int) -> Floats:
    """Innovations of each row's firm between two months, counted from the row's own."""
    keys = panel.sort_values(["firm", "month"], kind="stable")
    times = {firm: of.to_numpy() for firm, of in keys.groupby("firm")["month"]}
    nothing = np.zeros(0, np.int64)
    found = []
    for firm, month in zip(rows["firm"], rows["month"], strict=True):
        begin, end = np.searchsorted(times.get(firm, nothing), [month + first, month + last])
        found.append(float(end - begin))
    return np.array(found)


def grant_trial(worlds: Sequence[Lived]) -> GrantTrial:
    """Pool some worlds, and set what the discontinuity says beside the truth.

    Args:
        worlds: At least three random worlds; errors are by world, whose applicants hang together.

    Raises:
        ClusterError: Too few worlds, or too few applicants near the bar.
    """
    if len(worlds) < 3:
        raise ClusterError("At least three random worlds are needed, since errors are by world.")
    rows = pd.concat([world.rows for world in worlds], ignore_index=True)
    number = np.repeat(np.arange(len(worlds)), [len(world.rows) for world in worlds])
    below = (rows["distance"] < 0).to_numpy()

    def jump(column: str, *, threshold: float = 0.0, of: np.ndarray | None = None) -> Estimate:
        some = slice(None) if of is None else of
        return regression_discontinuity(
            rows["distance"].to_numpy()[some], rows[column].to_numpy()[some],
            threshold=threshold, cluster=number[some],
        )  # fmt: skip

    effect = jump("after")
    freedom = len(worlds) - 1
    multiple = t_multiple(LEVEL, len(worlds)) + float(stats.t.ppf(POWER, freedom))
    return GrantTrial(
        power=multiple * effect.error,
        effect=effect,
        before=jump("before"),
        elsewhere=jump("after", threshold=-SHIFT, of=below),
        truth=_mean([world.truth.mean() for world in worlds if len(world.truth)],
                    sum(len(world.truth) for world in worlds)),
    )  # fmt: skip


def _mean(values: Sequence[float], number: int) -> Estimate:
    """Mean of worlds with its interval."""
    of = np.array(values)
    if len(of) < 2:
        raise ClusterError("No firm stood between the bars: nothing is known of the truth.")
    error = float(of.std(ddof=1) / np.sqrt(len(of)))
    half = t_multiple(LEVEL, len(of)) * error
    mean = float(of.mean())
    return Estimate(mean, error, mean - half, mean + half, number)
