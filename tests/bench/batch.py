"""What a batch costs beside the runs themselves, and how others do on the same model."""

from __future__ import annotations

import tempfile
import warnings
from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np

from cluster_abm.api import run
from cluster_abm.core.policy import Change, Policy
from cluster_abm.lab.batch.conduct import Conduct, conduct
from cluster_abm.lab.batch.pairs import PRELOAD
from cluster_abm.lab.design.plan import Plan, make_plan
from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.lab.engine.tasks import (
    Result,
    Task,
    _by_crew,
    tasks_of,
    warm_workers,
    worker_context,
)
from cluster_abm.lab.engine.workers import Crew
from cluster_abm.lab.store.status import status_of
from cluster_abm.lab.store.writer import Store
from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.files import ExperimentFile
from tests.bench.clock import least_wall
from tests.bench.report import Row

PROCESSORS = 2
MANY, FEW = 100_000, 1_000
"""Runs of a large batch, and of one that is handed out."""
WORLDS, MONTHS, QUOTA = 4, 24, 0.3
"""Size of the batch that all live."""


def _plan(pairs: int, months: int = MONTHS) -> Plan:
    policy = Policy("open", (Change(lever="foreign_quota", value=QUOTA, start=1),))
    asked = ExperimentFile(
        name="bench", outcomes=("employment_narrow",), policies=(Policy(), policy), months=months
    )
    return make_plan(asked, the_cluster(), pairs=pairs)


def batches() -> list[Row]:
    """Every row."""
    warm_workers(PRELOAD)
    return [_overhead(), _status(), *_side_by_side()]


def nothing(task: Task) -> list[Result]:
    """Hand back as much as a world of ten years does, and live nothing."""
    return [Result(r, 0.0, np.zeros((120, len(task.metrics)))) for r in task.runs]


def _overhead() -> Row:
    subject, plan = the_cluster(), _plan(FEW // 2)
    tasks = tasks_of(plan, subject.build, metrics=list(subject.metrics), done=set())
    with Crew(PROCESSORS, worker_context(PRELOAD), nothing) as crew:
        # The first worlds wait for the workers to start.
        sum(map(len, _by_crew(deque(tasks[: 2 * PROCESSORS]), crew)))
        taken = least_wall(lambda: deque(_by_crew(deque(tasks), crew), maxlen=0))
    note = f"On the clock: {FEW} runs of two policies that live nothing, {PROCESSORS} workers."
    return Row("engine: a run, beside living it", 1e3 * taken / FEW, "ms", 2, 0.5, note=note)


def _status() -> Row:
    subject, plan = the_cluster(), _plan(MANY // 2, months=1)
    narrow = {"employment_narrow": subject.metrics["employment_narrow"]}
    with tempfile.TemporaryDirectory() as folder:
        with Store(Path(folder), plan, metrics=narrow) as store:
            store.add([Result(run, 0.1, np.zeros((1, 1))) for _, run in plan.runs()])
        taken = least_wall(lambda: status_of(Path(folder)))
    note = "On the clock, files in the memory of the system, start of the program not included."
    return Row(f"status of {MANY:,} runs", taken, "s", 1, 0.3, note=note)


class QuotaModel(ClusterModel):
    """The model under a policy of one number, as ``mesa.batch_run`` wants it."""

    def __init__(self, quota: float, rng: int = 1) -> None:
        policy = Policy("open", (Change(lever="foreign_quota", value=quota, start=1),))
        super().__init__(seed=1, replicate=rng, policy=policy)


def lived(quota: float, replicate: int) -> dict[str, float]:
    """One run, as the workbench wants it."""
    policy = Policy("open", (Change(lever="foreign_quota", value=quota, start=1),))
    found = run(months=MONTHS, replicate=int(replicate), policy=policy)
    return {"jobs": float(found.series["employment_narrow"].iloc[-1])}


def _side_by_side() -> list[Row]:
    runs = 2 * WORLDS
    note = (
        f"On the clock, {runs} runs of {MONTHS} months on {PROCESSORS} processors, once. Only ours "
        "writes files; only ours lives what the policies of a world share once."
    )
    ways: dict[str, Callable[[], None]] = {
        "ours": _ours, "mesa.batch_run": _by_mesa, "EMA's evaluator": _by_workbench,
    }  # fmt: skip
    return [
        Row(f"{runs} runs side by side: {name}", least_wall(way, 1), "s", note=note)
        for name, way in ways.items()
    ]


def _ours() -> None:
    with tempfile.TemporaryDirectory() as folder:
        how = Conduct(workers=PROCESSORS, preload=PRELOAD)
        conduct(_plan(WORLDS), the_cluster(), folder=Path(folder), how=how)


def _by_mesa() -> None:
    from mesa.batchrunner import batch_run

    batch_run(
        QuotaModel, {"quota": [0.1, QUOTA]}, number_processes=PROCESSORS, rng=range(WORLDS),
        max_steps=MONTHS, display_progress=False,
    )  # fmt: skip


def _by_workbench() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ema_workbench import (
            CategoricalParameter,
            Model,
            MultiprocessingEvaluator,
            Sample,
            ScalarOutcome,
        )

    model = Model("cluster", function=lived)
    model.uncertainties = [CategoricalParameter("replicate", list(range(WORLDS)))]
    model.levers = [CategoricalParameter("quota", [0.1, QUOTA])]
    model.outcomes = [ScalarOutcome("jobs")]
    with MultiprocessingEvaluator(model, n_processes=PROCESSORS) as evaluator:
        evaluator.perform_experiments(
            scenarios=[Sample(str(w), replicate=w) for w in range(WORLDS)],
            policies=[Sample(str(q), quota=q) for q in (0.1, QUOTA)],
        )
