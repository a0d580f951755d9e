"""Run an experiment: every random world once under every policy."""

from __future__ import annotations

import math
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import monotonic
from typing import Any

import numpy as np

from cluster_abm.lab.comparison import Comparison, read_comparison
from cluster_abm.lab.disk import as_json, write_text
from cluster_abm.lab.engine import (
    LIMIT,
    Progress,
    Result,
    Standing,
    run_tasks,
    tasks_of,
    warm_workers,
)
from cluster_abm.lab.plan import Plan, make_plan
from cluster_abm.lab.statistics import paired_interval
from cluster_abm.lab.store import Store
from cluster_abm.lab.subject import PACKAGE, Subject, the_cluster
from cluster_abm.scenarios.files import ExperimentFile, read_experiment

RESULTS = Path("results")
PRELOAD = ("cluster_abm.model",)
"""What the workers of the cluster model share."""
MARGIN = 1.1
"""Worlds beyond those that the width so far asks for, since the width is itself an estimate."""
MENTIONED = ("numpy", "scipy", "pandas", "pyarrow", "mesa", "pebble", "cluster-abm")
"""Packages whose versions the manifest says."""


def run_experiment(
    experiment: ExperimentFile | str | Path,
    *,
    out: str | Path | None = None,
    workers: int | None = None,
    pairs: int | None = None,
    months: int | None = None,
    numbers: Mapping[str, Any] | None = None,
    panels: tuple[str, ...] = (),
    progress: Progress | None = None,
    subject: Subject | None = None,
    limit: float = LIMIT,
) -> Comparison:
    """Run what is missing of an experiment, and compare its policies.

    Args:
        experiment: The experiment, or its file.
        out: Folder of its results; ``results/<name>`` if not given.
        workers: Processes; as many as there are processors if not given, none with 0.
        pairs: Random worlds; if not given as many as the experiment asks for: its least number,
            and more until its stopping rule is met.
        months: Length of each run; the experiment's if not given.
        numbers: Base values that differ from the scenario's.
        panels: Panels of events to keep.
        progress: Hears how the experiment stands, after every world.
        subject: The model that is asked; the cluster if not given.
        limit: Seconds that one world may take under all its policies.

    Returns:
        The comparison, read back from the folder.

    Raises:
        InputError: Whatever is wrong in the experiment, all at once, before any run.
        StoreError: Nothing could be compared, or another process writes to the folder.
    """
    workers = usable_processors() if workers is None else workers
    preload = PRELOAD if subject is None else ()
    if workers:
        warm_workers(preload)
    asked = (
        experiment if isinstance(experiment, ExperimentFile) else read_experiment(Path(experiment))
    )
    subject = subject or the_cluster()
    folder = RESULTS / asked.name if out is None else Path(out)
    worlds: int | None = asked.least if pairs is None else pairs
    notes: list[str] = []
    while worlds:
        plan = make_plan(
            asked, subject, pairs=worlds, months=months, numbers=numbers, panels=panels
        )
        notes += _run(
            plan,
            subject,
            folder=folder,
            workers=workers,
            preload=preload,
            progress=progress,
            limit=limit,
        )
        comparison = read_comparison(folder, notes)
        worlds = None if pairs is not None else more_worlds(asked, comparison)
    return comparison


def more_worlds(asked: ExperimentFile, comparison: Comparison) -> int | None:
    """How many worlds the stopping rule asks for, if those so far are too few.

    The rule looks at widths only: to stop when an effect looks sure would find effects that are
    not there.
    """
    if asked.stop is None or comparison.pairs < 2:
        return None
    needed = 0
    for policy in comparison.policies:
        finding = comparison.finding(asked.stop.outcome, policy)
        months = slice(*finding.months)
        difference = comparison.difference(asked.stop.outcome, policy)[:, months].mean(axis=1)
        mean, low, _ = paired_interval(difference, level=asked.stop.level)
        target = asked.stop.half_width * abs(finding.effect.base)
        if target > 0 and mean - low > target:
            needed = max(
                needed, math.ceil(comparison.pairs * MARGIN * ((mean - low) / target) ** 2)
            )
    had = int(comparison.plan["pairs"])
    wanted = min(max(needed, had + 1), asked.most)
    return wanted if needed and wanted > had else None


def usable_processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _run(
    plan: Plan,
    subject: Subject,
    *,
    folder: Path,
    workers: int,
    preload: Sequence[str],
    progress: Progress | None,
    limit: float,
) -> list[str]:
    """Live and write what is missing.

    Returns:
        What should be said besides.
    """
    begun = datetime.now(UTC)
    with Store(folder, plan, metrics=subject.metrics) as store:
        done = store.done()
        watch = _Watch(plan, list(subject.metrics), done=done, progress=progress)
        for note in store.notes:
            watch.say(note)
        tasks = tasks_of(plan, subject.build, metrics=list(subject.metrics), done=done)
        # Closed at once, so that an interruption ends the workers before results are written.
        lived = run_tasks(tasks, workers=workers if tasks else 0, limit=limit, preload=preload)
        with closing(lived):
            for results in lived:
                store.add(results)
                if results:
                    watch.hear(results)
        store.flush()
        write_text(
            folder / "manifest.json", as_json(_manifest(plan, watch, workers=workers, begun=begun))
        )
    return store.notes


class _Watch:
    """Counts runs, and keeps the primary outcome of those that have ended."""

    def __init__(
        self, plan: Plan, metrics: list[str], *, done: set[str], progress: Progress | None
    ) -> None:
        self.runs = {run.id for _, run in plan.runs()}
        self.done, self.failed, self.lived = len(self.runs & done), 0, 0
        self.progress, self.begin = progress, monotonic()
        self.column = metrics.index(plan.asked.outcomes[0])
        asked = plan.asked.policies
        self.pair = (asked[0], asked[1]) if len(asked) > 1 else None
        self.plan = plan
        self.means: dict[str, float] = {}

    def hear(self, results: Sequence[Result]) -> None:
        """Take in what has ended, and pass it on."""
        for result in results:
            self.failed += result.failure is not None
            self.done += result.failure is None
            self.lived += 1
            if self.pair and result.series is not None:
                months = slice(*self.plan.window(self.pair[1]))
                self.means[result.run.id] = float(result.series[months, self.column].mean())
        self.say("")

    def say(self, note: str) -> None:
        """Pass on how the experiment stands."""
        if self.progress is None:
            return
        seconds = monotonic() - self.begin
        rest = len(self.runs) - self.done - self.failed
        difference, half = self._effect()
        self.progress(
            Standing(
                done=self.done,
                failed=self.failed,
                total=len(self.runs),
                seconds=seconds,
                left=seconds / self.lived * rest if self.lived else None,
                difference=difference,
                half_width=half,
                note=note,
            )
        )

    def _effect(self) -> tuple[float | None, float | None]:
        if self.pair is None:
            return None, None
        ids = [
            [self.plan.run_id(policy, world) for policy in self.pair]
            for world in range(self.plan.first, self.plan.first + self.plan.pairs)
        ]
        found = [(self.means[a], self.means[b]) for a, b in ids if {a, b} <= self.means.keys()]
        if not found:
            return None, None
        mean, low, _ = paired_interval(np.array([b - a for a, b in found]))
        return float(mean), float(mean - low) if len(found) > 1 else None


def _manifest(plan: Plan, watch: _Watch, *, workers: int, begun: datetime) -> dict[str, Any]:
    """Where, when and with what the runs were lived."""
    return {
        "schema": 1,
        "begun": begun.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(monotonic() - watch.begin, 3),
        "workers": workers,
        "runs": len(watch.runs),
        "lived": watch.lived,
        "failed": watch.failed,
        "key": plan.key,
        "fingerprint": plan.fingerprint,
        "python": platform.python_version(),
        "versions": {name: found for name in MENTIONED if (found := _version(name))},
        "system": platform.system(),
        "machine": platform.machine(),
        "processor": _processor(),
        "processors": usable_processors(),
        "git": {
            "commit": _git("rev-parse", "HEAD"),
            "changed": _git("status", "--porcelain") != "",
        },
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())


def _git(*words: str) -> str | None:
    """What git says of the source; nothing where there is no git or no history."""
    try:
        said = subprocess.run(
            ["git", *words], cwd=PACKAGE, capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return said.stdout.strip()
