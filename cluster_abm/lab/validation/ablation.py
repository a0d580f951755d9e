"""Ablation: what the baseline loses without a process, or without a whole submodel.

A process is dropped from the first month on; the warm-up is lived with all of them, so that both
worlds have the same past, and the same luck ever after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import NamedTuple

import numpy as np
from scipy import stats

from cluster_abm.core.schedule import Process, title, without
from cluster_abm.core.types import Floats
from cluster_abm.model import MONTH, ClusterModel, Snapshot
from cluster_abm.scenarios.reader import Scenario

HEADLINES = (
    "employment_narrow", "wage_engineer", "sme_sales", "exports_sme", "rd_expenditure",
    "resident_income",
)  # fmt: skip
"""Metrics in which a loss is told."""
LEVEL = 0.95
"""Level of the intervals."""
TRIAL = 3
"""Months in which every identity is checked before a process counts as one that can be dropped."""


class Effect(NamedTuple):
    """Change of a metric's mean over the run, as a share of its mean with all processes."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Loss:
    """What the baseline loses without something.

    Attributes:
        name: A process, as in ``labour.match``, or a submodel.
        whole: Is it a whole submodel?
        reason: Why the month cannot live without it; nothing if it can.
        effects: Changes, by metric.
    """

    name: str
    whole: bool
    reason: str = ""
    effects: dict[str, Effect] = field(default_factory=dict)


def candidates(month: Sequence[Process] = MONTH) -> Iterator[tuple[str, bool, tuple[Process, ...]]]:
    """What may be dropped: submodels, then processes; name, is it whole, and its processes."""
    themes = list(dict.fromkeys(title(process).split(".")[0] for process in month))
    for theme in themes:
        mine = tuple(p for p in month if title(p).split(".")[0] == theme)
        if len(mine) > 1:
            yield theme, True, mine
    for process in month:
        yield title(process), False, (process,)


def ablate(
    start: Scenario,
    *,
    replicates: int,
    months: int,
    seed: int = 1,
    month: Sequence[Process] = MONTH,
    heard: Callable[[int, int], None] | None = None,
) -> list[Loss]:
    """Live the baseline without each part in turn.

    Args:
        start: The scenario.
        replicates: Random worlds, at least 2.
        months: Length, months.
        seed: Seed of all luck.
        month: The schedule.
        heard: Hears after every part how many are done, and how many there are.

    Returns:
        Submodels, then processes in their order.
    """
    pasts = [ClusterModel(start, seed=seed, replicate=r).snapshot() for r in range(replicates)]
    worlds = _Worlds(start, seed, months, pasts)
    base = worlds.live(tuple(month))
    parts, found = list(candidates(month)), []
    for done, (name, whole, mine) in enumerate(parts, start=1):
        left = without(*mine, month=month)
        reason = worlds.refusal(left)
        effects = {} if reason else _effects(base, worlds.live(left))
        found.append(Loss(name, whole, reason, effects))
        if heard:
            heard(done, len(parts))
    return found


class _Worlds(NamedTuple):
    """Worlds that have the same past."""

    start: Scenario
    seed: int
    months: int
    pasts: list[Snapshot]

    def _model(self, replicate: int, month: tuple[Process, ...], *, check: bool) -> ClusterModel:
        model = ClusterModel(self.start, seed=self.seed, replicate=replicate, month=month,
                             bare=True, check=check)  # fmt: skip
        model.restore(self.pasts[replicate])
        return model

    def live(self, month: tuple[Process, ...]) -> dict[str, Floats]:
        """Mean of every headline over the run, shape ``(replicates,)``."""
        means = []
        for replicate in range(len(self.pasts)):
            model = self._model(replicate, month, check=False)
            model.run_months(self.months)
            series = model.observed.model_vars
            means.append([float(np.mean(series[name])) for name in HEADLINES])
        return dict(zip(HEADLINES, np.array(means).T, strict=True))

    def refusal(self, month: tuple[Process, ...]) -> str:
        """Why a month cannot live so: its identities break, or a process stops; else nothing."""
        model = self._model(0, month, check=True)
        try:
            model.run_months(min(TRIAL, self.months))
            self._model(0, month, check=False).run_months(self.months)
        # whatever a month without one of its processes ends with is the answer that is asked for
        except Exception as error:
            return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        return ""


def _effects(base: dict[str, Floats], other: dict[str, Floats]) -> dict[str, Effect]:
    return {name: effect(base[name], other[name]) for name in HEADLINES}


def effect(base: Floats, other: Floats) -> Effect:
    """Paired change as a share of the size of the baseline's mean, with Student's interval.

    >>> effect(np.array([10.0, 10.0]), np.array([9.0, 9.0]))
    Effect(mean=-0.1, low=-0.1, high=-0.1)
    """
    size = abs(float(base.mean()))
    if not size:
        return Effect(*[float("nan")] * 3)
    change = (other - base) / size
    multiple = float(stats.t.ppf((1 + LEVEL) / 2, len(change) - 1))
    half = multiple * float(change.std(ddof=1)) / sqrt(len(change))
    mean = float(change.mean())
    return Effect(mean, mean - half, mean + half)
