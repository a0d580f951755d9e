"""Read a plan back from its folder, so that nothing but the folder is needed to go on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cluster_abm.core.policy import Policy
from cluster_abm.core.rules import Law, Target
from cluster_abm.lab.design.changes import read_change
from cluster_abm.lab.design.plan import Plan, make_plan
from cluster_abm.lab.design.subject import Subject
from cluster_abm.lab.store.folder import read_plan
from cluster_abm.scenarios.files import ExperimentFile, Stop


def plan_in(folder: Path, subject: Subject, *, pairs: int | None = None) -> Plan:
    """The plan of an experiment that has been begun.

    Args:
        folder: Folder of its results.
        subject: The model that is asked.
        pairs: Random worlds; as many as were planned if not given.

    Returns:
        The plan.  Its key differs from the recorded one if the model's code has changed.

    Raises:
        StoreError: The folder holds no plan.
        InputError: The model of today does not know what the plan speaks of.
    """
    record = read_plan(folder)
    return make_plan(
        asked_by(record),
        subject,
        pairs=record["pairs"] if pairs is None else pairs,
        first=record["first_replicate"],
        numbers={name: _number(value) for name, value in record["numbers"].items()},
        panels=tuple(record["panels"]),
        start=subject.scenario(record["start"]),
        draws=tuple(record["draws"]),
    )


def asked_by(record: Mapping[str, Any]) -> ExperimentFile:
    """The experiment that a plan resolves, as far as the plan tells."""
    months, stop = record["months"], record["stop"]
    return ExperimentFile(
        name=record["name"],
        question=record["question"],
        question_es=record.get("question_es", ""),
        scenario=record["scenario"],
        months=months,
        outcomes=tuple(record["outcomes"]),
        policies=tuple(
            Policy(row["id"], tuple(read_change(r, months) for r in row["changes"]),
                   row["question"], row.get("question_es", ""))
            for row in record["policies"]
        ),
        root_seed=record["root_seed"],
        least=record["least"],
        most=record["most"],
        stop=Stop(**stop) if stop else None,
        catalogue=tuple(record["catalogue"]),
    )  # fmt: skip


def _number(value: Any) -> Any:
    """A base value as the model takes it; laws with exceptions are tables in a plan."""
    if not isinstance(value, Mapping) or "usual" not in value:
        return value
    exceptions = (
        (Target({name: frozenset(members) for name, members in target["of"].items()}), other)
        for target, other in value["exceptions"]
    )
    return Law(value["usual"], tuple(exceptions))
