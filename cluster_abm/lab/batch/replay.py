"""Live one run again, in this process, and compare it with what is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cluster_abm.core.errors import InputError
from cluster_abm.core.types import Floats
from cluster_abm.lab.design.plan import Plan, Run
from cluster_abm.lab.design.subject import Model, Subject
from cluster_abm.lab.store.folder import DONE, footer_ids, parts_of, read_plan
from cluster_abm.lab.store.resolved import plan_in

SHORT = 6
"""Digits of a run's name that are enough to name it."""


@dataclass(frozen=True, kw_only=True)
class Replay:
    """A run, ready to be lived again.

    Attributes:
        run: The run.
        plan: The plan it belongs to.
        model: The model in month 0, under the policy of the run.
        changed: Has the code of the model changed since?
        stored: What is stored of the run, shape ``(months, metrics)``; nothing if it failed.
        metrics: Names of the columns.
    """

    run: Run
    plan: Plan
    model: Model
    changed: bool
    stored: Floats | None
    metrics: tuple[str, ...]

    def live(self) -> bool | None:
        """Live it; whatever it raises is raised here.

        Returns:
            Does every bit agree with what is stored?  Nothing if nothing is stored.
        """
        self.model.run_months(self.plan.months)
        lived = self.model.series[list(self.metrics)].to_numpy(np.float64)
        if self.stored is None:
            return None
        return bool(np.array_equal(lived, self.stored, equal_nan=True))


def prepare(folder: Path, name: str, subject: Subject) -> Replay:
    """Find a run by the beginning of its name, and build its world.

    Args:
        folder: Folder of the results.
        name: Six digits or more of the run's name.
        subject: The model that is asked.

    Raises:
        InputError: No run of that name, or several.
        StoreError: The folder holds no plan.
    """
    plan = plan_in(folder, subject)
    changed = plan.key != read_plan(folder)["key"]
    run = _named(folder, plan, name)
    model = subject.build(
        plan.scenario,
        seed=plan.asked.root_seed,
        replicate=run.replicate,
        numbers={**plan.numbers, **plan.draws[run.draw]},
        policy=run.policy,
        keep=plan.panels,
    )
    metrics = tuple(subject.metrics)
    stored = _stored(folder, run.id, metrics)
    return Replay(run=run, plan=plan, model=model, changed=changed, stored=stored, metrics=metrics)


def find_run(folder: Path, name: str) -> list[dict[str, Any]]:
    """Rows of the runs whose name begins so; none if too few digits are given."""
    given = pq.read_table(folder / "assignments.parquet")
    if len(name) < SHORT:
        return []
    rows = given.filter(pc.starts_with(given["run"], name)).to_pylist()
    return list({row["run"]: row for row in rows}.values())


def _named(folder: Path, plan: Plan, name: str) -> Run:
    """The run of that name, under the name that the folder gives it."""
    found = find_run(folder, name)
    if len(found) != 1:
        what = f"{len(found)} runs" if found else "no run"
        raise InputError(
            [f"{folder.name} has {what} whose name begins with {name!r}. "
             f"Give {SHORT} digits or more of a name in its table runs."]
        )  # fmt: skip
    (row,) = found
    policy = next(policy for policy in plan.asked.policies if policy.id == row["policy"])
    return Run(row["run"], policy, row["replicate"], row["draw"])


def _stored(folder: Path, run: str, metrics: Iterable[str]) -> Floats | None:
    for part in parts_of(folder / "series"):
        if run in footer_ids(pq.read_schema(part).metadata, DONE):
            rows = pq.read_table(part)
            rows = rows.filter(pc.equal(rows["run"], run)).sort_by("month")
            return np.stack([rows[name].to_numpy() for name in metrics], axis=1)
    return None
