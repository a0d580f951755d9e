"""Run an experiment: every random world once under every policy."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cluster_abm.lab.batch.conduct import Conduct, conduct
from cluster_abm.lab.batch.watch import Progress
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.design.subject import Subject, the_cluster
from cluster_abm.lab.engine.tasks import LIMIT, warm_workers
from cluster_abm.lab.inference.comparison import Comparison, read_comparison
from cluster_abm.lab.inference.statistics import paired_interval
from cluster_abm.lab.store.folder import read_plan
from cluster_abm.scenarios.files import ExperimentFile, read_experiment

RESULTS = Path("results")
PRELOAD = ("cluster_abm.model",)
"""What the workers of the cluster model share."""
MARGIN = 1.1
"""Worlds beyond those that the width so far asks for, since the width is itself an estimate."""


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
    return comparison


def worlds_in(folder: Path, key: str) -> int:
    """Random worlds that were planned before in a folder; none if they are of another kind."""
    if not (folder / "plan.json").is_file():
        return 0
    record = read_plan(folder)
    return int(record["pairs"]) if record["key"] == key else 0


def more_worlds(asked: ExperimentFile, comparison: Comparison) -> int | None:
    """How many worlds the stopping rule asks for, if those so far are too few.

    The rule looks at widths only: to stop when an effect looks sure would find effects that are
    not there.
    """
    if asked.stop is None or comparison.pairs < 2:
        return None
    had, needed = int(comparison.plan["pairs"]), 0
    for policy in comparison.policies:
        finding = comparison.finding(asked.stop.outcome, policy)
        months = slice(*finding.months)
        difference = comparison.difference(asked.stop.outcome, policy)[:, months].mean(axis=1)
        mean, low, _ = paired_interval(difference, level=asked.stop.level)
        target = asked.stop.half_width * abs(finding.effect.base)
        if target > 0 and mean - low > target:
            needed = max(needed, math.ceil(had * MARGIN * ((mean - low) / target) ** 2))
    wanted = min(max(needed, had + 1), asked.most)
    return wanted if needed and wanted > had else None
