"""What the tables say of a batch of runs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from cluster_abm.core.metric import Metric
from cluster_abm.lab.design.changes import lever_path, realised
from cluster_abm.lab.design.plan import Plan
from cluster_abm.lab.engine.tasks import Result
from cluster_abm.lab.store.folder import DONE, FAILED
from cluster_abm.lab.store.parts import panel_part, series_part, summary_part


def tables_of(
    batch: Sequence[Result],
    plan: Plan,
    *,
    metrics: Mapping[str, Metric],
    attempts: Mapping[str, int],
    folder: Path,
) -> dict[str, pa.Table]:
    """One part for each table, in the order in which they are put in place."""
    good = [result for result in batch if result.series is not None]
    tables = {}
    if good:
        for name in plan.panels:
            panel = panel_part(good, name)
            if panel is not None:
                tables[name] = panel
        tables["summary"] = summary_part(good, metrics)
        tables["series"] = series_part(good, metrics)
    return {**tables, "runs": runs_part(batch, plan, list(metrics), attempts, folder)}


def footer_of(batch: Sequence[Result]) -> dict[str, str]:
    """Which runs of a batch ended well, and which did not."""
    ids: dict[str, list[str]] = {DONE: [], FAILED: []}
    for result in batch:
        ids[FAILED if result.failure else DONE].append(result.run.id)
    return {name: json.dumps(sorted(runs)) for name, runs in ids.items()}


def runs_part(
    batch: Sequence[Result],
    plan: Plan,
    metrics: Sequence[str],
    attempts: Mapping[str, int],
    folder: Path,
) -> pa.Table:
    """One row a run."""
    many = len(batch)
    columns: dict[str, tuple[pa.DataType, list[Any]]] = {
        "run": (pa.string(), [r.run.id for r in batch]),
        "scenario": (pa.string(), [plan.asked.scenario] * many),
        "draw": (pa.int32(), [r.run.draw for r in batch]),
        "replicate": (pa.int32(), [r.run.replicate for r in batch]),
        "root_seed": (pa.int64(), [plan.asked.root_seed] * many),
        "months": (pa.int32(), [plan.months] * many),
        "changes": (pa.string(), _changes(batch, plan)),
        "path": (pa.string(), [_path(r, plan, metrics) for r in batch]),
        "status": (pa.string(), [FAILED if r.failure else DONE for r in batch]),
        "attempt": (pa.int32(), [attempts[r.run.id] for r in batch]),
        "seconds": (pa.float64(), [r.seconds for r in batch]),
        "failure_type": (pa.string(), [r.failure and r.failure.kind for r in batch]),
        "failure_message": (pa.string(), [r.failure and r.failure.message for r in batch]),
        "replay": (pa.string(), [replay_line(r.run.id, folder) if r.failure else None
                                 for r in batch]),
        **_numbers(batch, plan),
    }  # fmt: skip
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})


def replay_line(run: str, folder: Path) -> str:
    """A line that lives a run once more."""
    place = folder.as_posix() if not folder.is_absolute() else f"results/{folder.name}"
    return f"cluster-abm replay {run} --in {place}"


def _numbers(batch: Sequence[Result], plan: Plan) -> dict[str, tuple[pa.DataType, list[Any]]]:
    """Departures from the scenario's numbers: the same in all runs, then those of each draw."""
    columns: dict[str, tuple[pa.DataType, list[Any]]] = {}
    for name, value in plan.numbers.items():
        if isinstance(value, int | float):
            columns[f"p.{name}"] = (pa.float64(), [float(value)] * len(batch))
        else:
            columns[f"p.{name}"] = (pa.string(), [json.dumps(value)] * len(batch))
    for name in plan.draws[0]:
        columns[f"p.{name}"] = (pa.float64(), [plan.draws[r.run.draw][name] for r in batch])
    return columns


def _changes(batch: Sequence[Result], plan: Plan) -> list[str]:
    written = {
        policy.id: json.dumps(lever_path(policy, plan.months)) for policy in plan.asked.policies
    }
    return [written[result.run.policy.id] for result in batch]


def _path(result: Result, plan: Plan, metrics: Sequence[str]) -> str | None:
    """When the changes really held; known only of a run that has ended."""
    if result.series is None:
        return None
    held = realised(
        result.run.policy, result.series, metrics=metrics, costs=plan.costs,
        standing=result.standing,
    )  # fmt: skip
    return json.dumps(held)
