"""The validation card: every target against many random worlds, failures first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from itertools import starmap
from math import inf, isfinite, isnan, sqrt
from multiprocessing import get_context

import numpy as np
from scipy import stats

from cluster_abm.core.types import Floats
from cluster_abm.lab.validation.functions import in_world, months_needed, over_worlds, wants_twin
from cluster_abm.lab.validation.grammar import calls, panels_of
from cluster_abm.lab.validation.life import Ask, live
from cluster_abm.lab.validation.targets import Target, by_run
from cluster_abm.scenarios.reader import load_scenario

LEVEL = 0.95
"""Level of the intervals."""
RESAMPLES = 999
"""Draws of worlds for the interval of a quantile."""
MONTHS = 120
"""Length of a run, unless a target asks for more."""


class Verdict(StrEnum):
    """What became of a target, worst first."""

    FAIL = "FAIL"
    WARN = "WARN"
    OPEN = "OPEN"
    SHOWN = "SHOWN"
    PASS = "PASS"


class Why(StrEnum):
    """Why a target has its verdict."""

    INSIDE = "inside"
    BELOW = "below"
    ABOVE = "above"
    BELOW_MOSTLY = "below, but some worlds reach the range"
    ABOVE_MOSTLY = "above, but some worlds reach the range"
    NO_NUMBER = "no number"
    SHOWN = "shown, not judged"
    OPEN = "cannot be measured"


@dataclass(frozen=True)
class Finding:
    """A target, and what the model says.

    Attributes:
        target: What was observed.
        verdict: PASS if the measured value lies in the range; WARN if it does not, but that of
            some world does; FAIL if none does; SHOWN and OPEN are not judged.
        why: The reason.
        values: Value in each world.
        measured: Their mean, or the quantile asked for.
        low: Lower end of the interval of what was measured, over replicates.
        high: Upper end.
        sd: Standard deviation over the worlds.
        distance: From the nearest end of the range, in standard deviations; 0 inside.
    """

    target: Target
    verdict: Verdict
    why: Why
    values: tuple[float, ...] = ()
    measured: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    sd: float = float("nan")
    distance: float = float("nan")


@dataclass(frozen=True)
class Card:
    """All findings, failures first, and how they came about."""

    findings: tuple[Finding, ...]
    replicates: int
    seed: int

    def counted(self, sorts: Iterable[str]) -> dict[Verdict, int]:
        """How many targets of some sorts have each verdict."""
        of = [f.verdict for f in self.findings if f.target.page.sort in set(sorts)]
        return {verdict: of.count(verdict) for verdict in Verdict}


def validate(
    targets: tuple[Target, ...],
    *,
    replicates: int = 8,
    jobs: int = 1,
    seed: int = 1,
    months: int = MONTHS,
    heard: Callable[[int, int], None] | None = None,
) -> Card:
    """Live the worlds that targets need, and judge every target.

    Args:
        targets: What was observed.
        replicates: Random worlds of each run.
        jobs: Processes.
        seed: Seed of all luck.
        months: Length of the runs; longer if a period of a target asks for it.
        heard: Hears after every world how many are done, and how many there are.

    Returns:
        Findings, failures first; equal arguments give equal findings, whatever the jobs.
    """
    asks = [
        (Ask(load_scenario(scenario), group[0].policy, _length(group, months), seed, replicate,
             tuple(sorted({p for t in group if t.tree for p in panels_of(t.tree)})),
             any(t.tree is not None and wants_twin(t.tree) for t in group)), group)
        for (scenario, _), group in by_run(targets).items()
        for replicate in range(replicates)
    ]  # fmt: skip
    values: dict[str, list[float]] = {}
    for done, measured in enumerate(_lived(asks, jobs), start=1):
        for name, value in measured.items():
            values.setdefault(name, []).append(value)
        if heard:
            heard(done, len(asks))
    found = [judge(t, np.array(values.get(t.page.id, []))) for t in targets]
    order = list(Verdict)
    return Card(tuple(sorted(found, key=lambda f: order.index(f.verdict))), replicates, seed)


def _length(group: Sequence[Target], months: int) -> int:
    return max(months, *(months_needed(t.tree) for t in group if t.tree is not None))


def _lived(asks: Sequence[tuple[Ask, tuple[Target, ...]]], jobs: int) -> Iterator[dict[str, float]]:
    if jobs <= 1:
        yield from starmap(measure, asks)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_measure, asks)


def _measure(asked: tuple[Ask, tuple[Target, ...]]) -> dict[str, float]:
    return measure(*asked)


def measure(ask: Ask, targets: Iterable[Target]) -> dict[str, float]:
    """Value of some targets in one world, by id."""
    world = live(ask)
    return {t.page.id: in_world(t.tree, world) for t in targets if t.tree is not None}


def judge(target: Target, values: Floats) -> Finding:
    """Compare what was measured with what was observed.

    Args:
        target: What was observed.
        values: Value in each world, shape ``(worlds,)``; empty if it cannot be measured.
    """
    if target.tree is None or not len(values):
        return Finding(target, Verdict.OPEN, Why.OPEN)
    if not np.isfinite(values).all():
        return Finding(target, Verdict.FAIL, Why.NO_NUMBER, tuple(values.tolist()))
    measured = over_worlds(target.tree, values)
    low, high = interval(target, values)
    sd = float(values.std(ddof=1)) if len(values) > 1 else float("nan")
    verdict, why = _verdict(target, values, measured)
    return Finding(
        target, verdict, why, tuple(values.tolist()), measured, low, high, sd,
        distance(target, measured, sd),
    )  # fmt: skip


def _verdict(target: Target, values: Floats, measured: float) -> tuple[Verdict, Why]:
    low, high = _range(target)
    if target.page.shown:
        return Verdict.SHOWN, Why.SHOWN
    if low <= measured <= high:
        return Verdict.PASS, Why.INSIDE
    below = measured < low
    if ((values >= low) & (values <= high)).any():
        return Verdict.WARN, Why.BELOW_MOSTLY if below else Why.ABOVE_MOSTLY
    return Verdict.FAIL, Why.BELOW if below else Why.ABOVE


def _range(target: Target) -> tuple[float, float]:
    page = target.page
    return (-inf if page.lo is None else page.lo, inf if page.hi is None else page.hi)


def distance(target: Target, measured: float, sd: float) -> float:
    """How far outside its range a target lies, in standard deviations over the worlds.

    Returns:
        0 inside; infinite if it lies outside and no world differs from another; not a number
        with one world.
    """
    low, high = _range(target)
    outside = max(low - measured, measured - high, 0.0)
    if outside == 0 or isnan(sd):
        return 0.0 if outside == 0 else float("nan")
    return outside / sd if sd > 0 else inf


def interval(target: Target, values: Floats) -> tuple[float, float]:
    """Interval of what was measured: Student's t for a mean, resampled worlds for a quantile."""
    if len(values) < 2:
        return float("nan"), float("nan")
    if target.tree is not None and calls(target.tree, "quantile"):
        rng = np.random.default_rng(0)
        draws = rng.choice(values, size=(RESAMPLES, len(values)))
        tree = target.tree
        found = np.array([over_worlds(tree, draw) for draw in draws])
        return tuple(np.quantile(found, [(1 - LEVEL) / 2, (1 + LEVEL) / 2]).tolist())
    multiple = float(stats.t.ppf((1 + LEVEL) / 2, len(values) - 1))
    half = multiple * float(values.std(ddof=1)) / sqrt(len(values))
    mean = float(values.mean())
    return mean - half, mean + half


def finite(value: float) -> float | None:
    """A number that JSON can write, or nothing."""
    return value if isfinite(value) else None
