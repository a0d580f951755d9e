"""What is asked: experiments, the runs they need, and the name of each run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from pathlib import PurePath
from typing import Any, NamedTuple

import numpy as np

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.policy import Change, Policy
from cluster_abm.lab.subject import Subject

LABELS = frozenset({"name", "title", "doc", "question", "catalogue", "path", "source", "text"})
"""Parts of a scenario that a reader needs and no result depends on."""


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A question to the model, as asked.

    Attributes:
        name: Folder under ``results``.
        policies: What is compared; the first is the baseline.
        outcomes: Metrics that answer; the first is primary, the others are exploratory.
        scenario: Name or path of a scenario, or a scenario.
        months: Length of each run.
        pairs: Random worlds, each lived once under every policy.
        root_seed: Seed from which all luck comes.
        question: The question in words.
        catalogue: Ids of the catalogue of policies.
        numbers: Base values that differ from the scenario's.
        panels: Panels of events to keep.
        text: The file as given; empty if there is none.
    """

    name: str
    policies: tuple[Policy, ...]
    outcomes: tuple[str, ...]
    scenario: Any = "panama_2009"
    months: int = 120
    pairs: int = 20
    root_seed: int = 2009
    question: str = ""
    catalogue: tuple[str, ...] = ()
    numbers: Mapping[str, Any] = field(default_factory=dict)
    panels: tuple[str, ...] = ()
    text: str = ""


class Run(NamedTuple):
    """One life of the model."""

    id: str
    policy: Policy
    replicate: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An experiment with every name resolved: what will be run."""

    experiment: Experiment
    scenario: Any
    fingerprint: str
    key: str

    def run_id(self, policy: Policy, replicate: int, draw: int = 0) -> str:
        """Name a run by its content: equal names mean equal results.

        The names of policies and of the experiment do not count.
        """
        path = lever_path(policy, self.experiment.months)
        return digest([self.key, path, draw, replicate])

    def runs(self) -> Iterator[tuple[str, Run]]:
        """Every run with the policy that asks for it, replicates outside, policies inside."""
        for replicate in range(self.experiment.pairs):
            for policy in self.experiment.policies:
                yield policy.id, Run(self.run_id(policy, replicate), policy, replicate)

    def window(self, policy: Policy) -> tuple[int, int]:
        """First month in which *policy* holds, and the first in which it no longer does."""
        months = self.experiment.months
        if not policy.changes:
            return (0, months)
        last = max(change.until for change in policy.changes)
        return (min(policy.first_month, months), min(last, months))

    def record(self) -> dict[str, Any]:
        """The plan as a file holds it."""
        asked = self.experiment
        return {
            "schema": 1,
            "name": asked.name,
            "question": asked.question,
            "catalogue": list(asked.catalogue),
            "scenario": _title(asked.scenario),
            "months": asked.months,
            "outcomes": list(asked.outcomes),
            "pairs": asked.pairs,
            "root_seed": asked.root_seed,
            "numbers": plain(asked.numbers),
            "panels": list(asked.panels),
            "key": self.key,
            "fingerprint": self.fingerprint,
            "policies": [
                {
                    "id": policy.id,
                    "question": policy.question,
                    "window": list(self.window(policy)),
                    "changes": lever_path(policy, asked.months),
                }
                for policy in asked.policies
            ],
        }


def make_plan(asked: Experiment, subject: Subject) -> Plan:
    """Resolve an experiment.

    Raises:
        InputError: Everything in it that the model does not know, all at once.
    """
    mistakes = list(_mistakes(asked, subject))
    if mistakes:
        raise InputError(mistakes)
    scenario = subject.scenario(asked.scenario)
    content = [
        plain(scenario, without=LABELS),
        plain(asked.numbers),
        asked.months,
        asked.root_seed,
        sorted(asked.panels),
        subject.fingerprint,
        np.__version__,
    ]
    return Plan(
        experiment=asked,
        scenario=scenario,
        fingerprint=subject.fingerprint,
        key=digest(content),
    )


def _mistakes(asked: Experiment, subject: Subject) -> Iterator[str]:
    if not asked.name or PurePath(asked.name).name != asked.name or asked.name.startswith("."):
        yield f"experiment.name = {asked.name!r} cannot name a folder."
    for size, what in ((asked.months, "months"), (asked.pairs, "pairs")):
        if size < 1:
            yield f"{what} = {size} is too few; at least 1 is needed."
    if not asked.outcomes:
        yield f"No outcome is asked for. The model reports {', '.join(subject.metrics)}."
    for name in asked.outcomes:
        if name not in subject.metrics:
            yield f"{name} is not a metric.{did_you_mean(name, subject.metrics)}"
    if not asked.policies:
        yield "No policy is asked for; the first is the baseline."
    names = [policy.id for policy in asked.policies]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"Two policies are called {name}."
    for policy in asked.policies:
        yield from policy.mistakes(subject.numbers)
    for name, value in asked.numbers.items():
        row = subject.numbers.get(name)
        if row is None:
            yield f"{name} is not a number of the model.{did_you_mean(name, subject.numbers)}"
            continue
        try:
            row.read(value)
        except InputError as error:
            yield from error.mistakes


def lever_path(policy: Policy, months: int) -> list[dict[str, Any]]:
    """What a policy does to the levers within a run, in one way of writing it.

    Labels, the order of the changes, and what would come after the last month do not count.

    >>> late = Policy("late", (Change(lever="rent", value=1.0, start=200),))
    >>> lever_path(late, months=120)
    []
    """
    rows = [_written(change, months) for change in policy.changes if change.start < months]
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def _written(change: Change, months: int) -> dict[str, Any]:
    return {
        "lever": change.lever,
        "value": float(change.value),
        "start": change.start,
        "until": min(change.until, months),
        # A ramp over no month and over one month both come at once.
        "ramp": max(change.ramp, 1),
        "target": {
            name: sorted(int(member) for member in members)
            for name, members in sorted(change.target.of.items())
        },
    }


def plain(value: Any, *, without: frozenset[str] = frozenset()) -> Any:
    """Turn a record into what JSON can write, in one way only.

    Args:
        value: Records, mappings, sequences, arrays, enumerations, numbers and texts.
        without: Names of parts that are left out, at every depth.

    >>> plain({"b": np.array([1.0, 2.0]), "a": (1, None)})
    {'a': [1, None], 'b': [1.0, 2.0]}
    """
    if value is None or isinstance(value, bool | str | int | float):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, PurePath):
        return value.name
    if hasattr(value, "model_dump"):
        value = value.model_dump()
    elif is_dataclass(value) and not isinstance(value, type):
        value = {f.name: getattr(value, f.name) for f in fields(value)}
    if isinstance(value, Mapping):
        names = sorted((str(name), name) for name in value if str(name) not in without)
        return {text: plain(value[name], without=without) for text, name in names}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item, without=without) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be written into a plan.")


def digest(content: Any) -> str:
    """Digest of a plain record: 32 hexadecimal digits.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _title(scenario: Any) -> str:
    """Name a scenario without the road to it."""
    if isinstance(scenario, str | PurePath):
        return PurePath(scenario).name
    return str(getattr(scenario, "name", "scenario"))
