"""Watch a batch of runs: counts, the time left, and the effect so far."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np

from cluster_abm.lab.design.plan import Plan
from cluster_abm.lab.engine.tasks import Result
from cluster_abm.lab.inference.ratios import LEVEL
from cluster_abm.lab.inference.spread import mean_error

type Progress = Callable[["Standing"], None]
"""Hears how an experiment stands; called in the process of the caller."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an experiment stands.

    Attributes:
        done: Runs that have ended well, those of earlier sessions included.
        failed: Runs that have failed in this session.
        total: Runs of the plan.
        seconds: Time since this session began.
        left: Seconds that the rest may take; nothing before the first run has ended.
        difference: Effect on the primary outcome so far, from the pairs that have ended.
        half_width: Half the width of its interval.
        note: Something worth saying, or nothing.
    """

    done: int
    failed: int
    total: int
    seconds: float
    left: float | None = None
    difference: float | None = None
    half_width: float | None = None
    note: str = ""


class Watch:
    """Counts runs, and keeps the primary outcome of those that have ended.

    Args:
        plan: What is to be run.
        metrics: Names of the columns of a series.
        ids: Runs that are asked for in this session.
        done: Runs that have ended well before.
        progress: Hears how the experiment stands.
    """

    def __init__(
        self,
        plan: Plan,
        metrics: Sequence[str],
        *,
        ids: set[str],
        done: set[str],
        progress: Progress | None,
    ) -> None:
        self.total, self.done, self.failed, self.lived = len(ids), len(ids & done), 0, 0
        self.progress, self.begin = progress, monotonic()
        asked = plan.asked.policies
        self._column = list(metrics).index(plan.asked.outcomes[0])
        self._pair = [policy.id for policy in asked[:2]] if len(asked) > 1 else []
        self._months = slice(*plan.window(asked[1])) if self._pair else slice(0)
        self._half: dict[tuple[int, int], tuple[str, float]] = {}
        self._draws = len(plan.draws)
        self._rows: dict[int, dict[int, float]] = {}
        self._whole: list[list[float]] = []
        self._running: tuple[float, float] | None = None

    @property
    def seconds(self) -> float:
        """Time since the watch began."""
        return monotonic() - self.begin

    def hear(self, results: Sequence[Result]) -> None:
        """Take in what has ended, and pass it on."""
        for result in results:
            self.failed += result.failure is not None
            self.done += result.failure is None
            self.lived += 1
            if result.series is not None and result.run.policy.id in self._pair:
                self._pair_up(result, float(result.series[self._months, self._column].mean()))
        self.say("")

    def _pair_up(self, result: Result, value: float) -> None:
        """Wait for the other half of a pair, or take in the difference."""
        world = (result.run.replicate, result.run.draw)
        name = result.run.policy.id
        other, before = self._half.pop(world, ("", 0.0))
        if other in ("", name):
            self._half[world] = (name, value)
            return
        difference = value - before if other == self._pair[0] else before - value
        replicate, draw = world
        row = self._rows.setdefault(replicate, {})
        row[draw] = difference
        if len(row) == self._draws:
            # only a world that was lived in all draws says how far worlds differ
            self._whole.append([row[at] for at in sorted(row)])
            del self._rows[replicate]
            self._running = None

    def _effect(self) -> tuple[float, float]:
        """Mean and half the width of its interval, over worlds that are whole."""
        if self._running is None:
            values = np.array(self._whole).reshape(-1)
            half = mean_error(values, self._draws).half_width(LEVEL)
            self._running = (float(values.mean()), float(half))
        return self._running

    def say(self, note: str) -> None:
        """Pass on how the experiment stands."""
        if self.progress is None:
            return
        rest = self.total - self.done - self.failed
        self.progress(
            Standing(
                done=self.done,
                failed=self.failed,
                total=self.total,
                seconds=self.seconds,
                left=self.seconds / self.lived * rest if self.lived else None,
                difference=self._effect()[0] if self._whole else None,
                half_width=self._effect()[1] if len(self._whole) > 1 else None,
                note=note,
            )
        )
