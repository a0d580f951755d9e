"""What is asked: experiments, the runs they need, and the name of each run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from hashlib import blake2b
from pathlib import PurePath
from typing import Any, NamedTuple

import numpy as np

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.policy import Policy
from cluster_abm.core.rules import whole_rows
from cluster_abm.lab.design.changes import lever_path
from cluster_abm.lab.design.designs import CERTAIN, Draw, draws_of
from cluster_abm.lab.design.subject import Subject
from cluster_abm.scenarios.files import ExperimentFile
from cluster_abm.scenarios.uncertain import number_mistakes

LAYOUT = 2
"""Layout of the tables of results."""
LABELS = ("name", "title", "title_es")
"""Parts of a scenario that a reader needs and no result depends on."""


class Run(NamedTuple):
    """One life of the model."""

    id: str
    policy: Policy
    replicate: int
    draw: int = 0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """An experiment with everything resolved: what will be run.

    Attributes:
        asked: The experiment; the first policy is the baseline, the first outcome is primary.
        scenario: Where every run starts.
        pairs: Random worlds, each lived once in every draw under every policy.
        first: Number of the first random world.
        months: Length of each run.
        numbers: Base values that differ from the scenario's.
        draws: Values of the uncertain numbers, a point of the design each.
        panels: Panels of events to keep.
        costs: By lever, the metric that says what it costs.
        fingerprint: Digest of the model's source.
        key: Digest of all that the runs of this plan share.
    """

    asked: ExperimentFile
    scenario: Any
    pairs: int
    first: int = 0
    months: int
    numbers: Mapping[str, Any] = field(default_factory=dict)
    draws: tuple[Draw, ...] = CERTAIN
    panels: tuple[str, ...] = ()
    costs: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str
    key: str

    def run_id(self, policy: Policy, replicate: int, draw: int = 0) -> str:
        """Name a run by its content: equal names mean equal results.

        The names of policies and of the experiment do not count, nor does the place of a draw in
        its design.
        """
        return self._named(lever_path(policy, self.months), replicate, draw)

    def _named(self, path: list[dict[str, Any]], replicate: int, draw: int) -> str:
        return digest([self.key, path, dict(self.draws[draw]), replicate])

    @property
    def worlds(self) -> Iterator[tuple[int, int]]:
        """Every replicate and draw; replicates outside, so that a part of a plan is balanced."""
        return (
            (replicate, draw)
            for replicate in range(self.first, self.first + self.pairs)
            for draw in range(len(self.draws))
        )

    def runs(self) -> Iterator[tuple[str, Run]]:
        """Every run with the policy that asks for it: worlds outside, policies inside."""
        paths = [(policy, lever_path(policy, self.months)) for policy in self.asked.policies]
        for replicate, draw in self.worlds:
            for policy, path in paths:
                yield policy.id, Run(self._named(path, replicate, draw), policy, replicate, draw)

    def of(self, pairs: int) -> Plan:
        """The same plan with another number of random worlds."""
        return replace(self, pairs=pairs)

    def window(self, policy: Policy) -> tuple[int, int]:
        """First month in which *policy* holds, and the first in which it no longer does."""
        first = policy.first_month
        if first >= self.months:
            return (0, self.months)
        return (first, min(max(change.end for change in policy.changes), self.months))

    def record(self) -> dict[str, Any]:
        """The plan as a file holds it."""
        return {
            "schema": LAYOUT,
            "name": self.asked.name,
            "question": self.asked.question,
            "question_es": self.asked.question_es,
            "catalogue": list(self.asked.catalogue),
            "scenario": PurePath(self.asked.scenario).name,
            "start": plain(self.scenario),
            "months": self.months,
            "outcomes": list(self.asked.outcomes),
            "pairs": self.pairs,
            "least": self.asked.least,
            "most": self.asked.most,
            "stop": plain(self.asked.stop),
            "first_replicate": self.first,
            "root_seed": self.asked.root_seed,
            "numbers": plain(self.numbers),
            "draws": [dict(draw) for draw in self.draws],
            "panels": list(self.panels),
            "key": self.key,
            "fingerprint": self.fingerprint,
            "policies": [
                {
                    "id": policy.id,
                    "question": policy.question,
                    "question_es": policy.question_es,
                    "window": list(self.window(policy)),
                    "changes": lever_path(policy, self.months),
                }
                for policy in self.asked.policies
            ],
        }


def make_plan(
    asked: ExperimentFile,
    subject: Subject,
    *,
    pairs: int | None = None,
    first: int = 0,
    months: int | None = None,
    numbers: Mapping[str, Any] | None = None,
    panels: tuple[str, ...] = (),
    start: Any = None,
    draws: tuple[Draw, ...] | None = None,
) -> Plan:
    """Resolve an experiment.

    Args:
        asked: The experiment.
        subject: The model that is asked.
        pairs: Pairs of runs; the fewest that the experiment allows if not given.
        first: Number of the first random world.
        months: Length of each run; the experiment's if not given.
        numbers: Base values that differ from the scenario's.
        panels: Panels of events to keep.
        start: The scenario, where it has been read already.
        draws: Points of the design, where they have been drawn already.

    Raises:
        InputError: Everything that the model does not know, all at once.
    """
    pairs = asked.least if pairs is None else pairs
    months = asked.months if months is None else months
    numbers = dict(numbers or {})
    mistakes = [
        *_mistakes(asked, subject, pairs=pairs, months=months),
        *_wrong_numbers(numbers, subject),
        *(
            f"{name} is not a panel of the model.{did_you_mean(name, subject.panels)} "
            f"There are: {', '.join(subject.panels)}."
            for name in panels
            if subject.panels and name not in subject.panels
        ),
    ]
    if mistakes:
        raise InputError(mistakes)
    scenario = subject.scenario(asked.scenario) if start is None else start
    content = plain(scenario)
    if isinstance(content, dict):
        content = {name: value for name, value in content.items() if name not in LABELS}
    # Firms are founded in the order in which a scenario names them, so its order counts.
    shared = [json.dumps(content), plain(numbers), months, asked.root_seed, sorted(panels)]
    return Plan(
        asked=asked,
        scenario=scenario,
        pairs=pairs,
        first=first,
        months=months,
        numbers=numbers,
        panels=panels,
        draws=draws_of(asked.uncertainty, subject.numbers) if draws is None else draws,
        costs={name: row.spends for name, row in subject.numbers.items() if row.spends},
        fingerprint=subject.fingerprint,
        key=digest([*shared, subject.fingerprint, np.__version__]),
    )


def _mistakes(asked: ExperimentFile, subject: Subject, *, pairs: int, months: int) -> Iterator[str]:
    if not asked.name or PurePath(asked.name).name != asked.name or asked.name.startswith("."):
        yield f"name = {asked.name!r} cannot name a folder of results."
    for size, what in ((months, "months"), (pairs, "pairs")):
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
    if asked.uncertainty:
        for name, belief in asked.uncertainty.parameters.items():
            for mistake in number_mistakes(name, belief, subject.numbers):
                yield f"uncertainty.parameters.{name}{mistake}"
    for policy in asked.policies:
        yield from policy.mistakes(subject.numbers, subject.metrics)


def _wrong_numbers(numbers: Mapping[str, Any], subject: Subject) -> Iterator[str]:
    for name, value in whole_rows(numbers, subject.numbers).items():
        row = subject.numbers.get(name)
        if row is None:
            yield f"{name} is not a number of the model.{did_you_mean(name, subject.numbers)}"
            continue
        try:
            row.read(value)
        except InputError as error:
            yield from error.mistakes


def plain(value: Any) -> Any:
    """Turn a record into what JSON can write; mappings keep their order.

    Args:
        value: Records, mappings, sequences, arrays, enumerations, numbers and texts.

    >>> plain({"b": np.array([1.0, 2.0]), "a": (1, None)})
    {'b': [1.0, 2.0], 'a': [1, None]}
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | str | int | float):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if hasattr(value, "model_dump"):
        value = value.model_dump(by_alias=True)
    elif is_dataclass(value) and not isinstance(value, type):
        value = {f.name: getattr(value, f.name) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} cannot be written into a plan.")


def digest(content: Any) -> str:
    """Digest of a plain record: 32 hexadecimal digits.

    >>> digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    True
    """
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).hexdigest()
