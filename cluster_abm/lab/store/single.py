"""Write one run as an experiment of one run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.lab.engine.tasks import Result, panels_of
from cluster_abm.lab.store.writer import Store
from cluster_abm.scenarios.files import ExperimentFile


def write_run(folder: Path, life: Any) -> list[Path]:
    """Write one run as an experiment of one run.

    Args:
        folder: Where; it is made if it is not there.
        life: What ``cluster_abm.run`` returned.

    Returns:
        The files of the folder.
    """
    subject, start = the_cluster(), life.model.start
    asked = ExperimentFile(
        name=folder.name,
        question=life.policy.question,
        scenario=start.name,
        months=len(life.series),
        outcomes=tuple(subject.metrics),
        policies=(life.policy,),
        root_seed=life.seed,
        least=1,
        most=1,
    )
    plan = make_plan(
        asked,
        subject,
        start=start,
        first=life.replicate,
        numbers=life.numbers,
        panels=life.model.journal.keep,
    )
    with Store(folder, plan, metrics=subject.metrics) as store:
        _, run = next(plan.runs())
        if run.id not in store.done():
            series = life.series[list(subject.metrics)].to_numpy(np.float64)
            store.add([Result(run, float("nan"), series, panels_of(life.model))])
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.parts)
    )
