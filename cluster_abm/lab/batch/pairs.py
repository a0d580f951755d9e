"""Run an experiment: every random world once under every policy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cluster_abm.core.types import Floats
from cluster_abm.lab.batch.conduct import Conduct, conduct
from cluster_abm.lab.batch.watch import Progress
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.design.subject import Subject, the_cluster
from cluster_abm.lab.engine.tasks import LIMIT, warm_workers
from cluster_abm.lab.inference.comparison import Comparison, read_comparison
from cluster_abm.lab.inference.precision import half_width_of, worlds_needed
from cluster_abm.lab.inference.texts import quantity, text
from cluster_abm.lab.store.folder import read_json
from cluster_abm.locale import LANGUAGES
from cluster_abm.scenarios.files import ExperimentFile, Stop, read_experiment

RESULTS = Path("results")
PRELOAD = ("cluster_abm.model",)
"""What the workers of the cluster model share."""


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
    how: Conduct | None = None,
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
        limit: Seconds that one run may take.
        how: All that may be said of workers, instead of *workers*, *progress* and *limit*.

    Returns:
        The comparison, read back from the folder.

    Raises:
        InputError: Whatever is wrong in the experiment, all at once, before any run.
        StoreError: Nothing could be compared, or another process writes to the folder.
    """
    how = how or Conduct(workers=workers, progress=progress, limit=limit)
    if subject is None:
        how = replace(how, preload=PRELOAD)
    if how.processes and not how.executor:
        warm_workers(how.preload)
    asked = (
        experiment if isinstance(experiment, ExperimentFile) else read_experiment(Path(experiment))
    )
    subject = subject or the_cluster()
    folder = RESULTS / asked.name if out is None else Path(out)
    plan = make_plan(asked, subject, pairs=pairs, months=months, numbers=numbers, panels=panels)
    worlds: int | None = plan.pairs if pairs else max(plan.pairs, worlds_in(folder, plan.key))
    notes: list[str] = []
    while worlds:
        plan = plan.of(worlds)
        session = conduct(plan, subject, folder=folder, how=how)
        notes += session.notes
        comparison = read_comparison(folder, notes)
        stopped = pairs is not None or session.missing
        worlds = None if stopped else more_worlds(asked, comparison)
    unmet = too_wide(asked, comparison) if pairs is None else []
    return replace(comparison, notes=(*comparison.notes, *unmet))


def worlds_in(folder: Path, key: str) -> int:
    """Random worlds that were planned before in a folder; none if they are of another kind."""
    record = read_json(folder / "plan.json") or {}
    return int(record["pairs"]) if record.get("key") == key else 0


def more_worlds(asked: ExperimentFile, comparison: Comparison) -> int | None:
    """How many worlds the stopping rule asks for, if those so far are too few.

    The rule looks at widths only: to stop when an effect looks sure would find effects that are
    not there.  Where even the largest number allowed would leave the interval too wide, because
    draws are few, it asks for no more.
    """
    if asked.stop is None or comparison.worlds_lived < 2:
        return None
    had = int(comparison.plan["pairs"])
    needed = [_worlds_for(asked.stop, comparison, p, most=asked.most) for p in comparison.policies]
    wanted = min(max(needed, default=0), asked.most)
    return wanted if wanted > had else None


def _worlds_for(stop: Stop, comparison: Comparison, policy: str, *, most: int) -> int:
    """Worlds that the interval of one policy takes, those allowed for that fail."""
    difference, target = _watched(stop, comparison, policy)
    needed = (
        worlds_needed(difference, target, level=stop.level, draws=comparison.draws, most=most)
        if target > 0
        else None
    )
    return math.ceil(int(comparison.plan["pairs"]) * (needed or 0) / comparison.worlds_lived)


def too_wide(asked: ExperimentFile, comparison: Comparison) -> list[str]:
    """Say which intervals stayed wider than the stopping rule asks, and why."""
    if asked.stop is None or comparison.worlds_lived < 2:
        return []
    notes = []
    for policy in comparison.policies:
        difference, target = _watched(asked.stop, comparison, policy)
        half = half_width_of(difference, level=asked.stop.level, draws=comparison.draws)
        if half > target:
            few = "worlds" if int(comparison.plan["pairs"]) >= asked.most else "draws"
            widths = {"half": quantity(half), "target": quantity(target)}
            name, outcome = f"too_wide_{few}", asked.stop.outcome
            notes.append(text(name, LANGUAGES[0], policy=policy, outcome=outcome, **widths))
    return notes


def _watched(stop: Stop, comparison: Comparison, policy: str) -> tuple[Floats, float]:
    """Differences that the rule watches, and half the width that it asks for."""
    finding = comparison.finding(stop.outcome, policy)
    months = slice(*finding.months)
    difference = comparison.difference(stop.outcome, policy)[:, months].mean(axis=1)
    return difference, stop.half_width * abs(finding.effect.base)
