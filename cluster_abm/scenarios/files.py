"""Policy and experiment files: checked whole, then turned into frozen records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.policy import FOREVER, Policy
from cluster_abm.core.rules import Target
from cluster_abm.core.units import date_of
from cluster_abm.scenarios.mistakes import sentences
from cluster_abm.scenarios.pages import MOST_POLICIES, FilePage, PolicyPage, TargetPage, target_of
from cluster_abm.scenarios.toml import FileError, called, path_of, read_toml, shown
from cluster_abm.scenarios.uncertain import Uncertainty, UncertaintyPage
from cluster_abm.scenarios.words import FORM_ONLY, NAME, Known, Page

PRESETS = Path(__file__).parent / "policies"
"""Policies that come with the package, a file each."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """When to stop: the interval of an outcome is narrow enough."""

    outcome: str
    half_width: float
    level: float


@dataclass(frozen=True, kw_only=True)
class ExperimentFile:
    """An experiment as a file asks for it; the first policy is the baseline."""

    name: str
    outcomes: tuple[str, ...]
    policies: tuple[Policy, ...]
    question: str = ""
    question_es: str = ""
    scenario: str = "panama_2009"
    months: int = 120
    root_seed: int = 1
    least: int = 20
    most: int = 400
    stop: Stop | None = None
    uncertainty: Uncertainty | None = None
    catalogue: tuple[str, ...] = ()
    text: str = ""


def target(**words: str | Iterable[str]) -> Target:
    """Name some firms as a policy file does.

    Raises:
        InputError: A word or a class that nobody knows.

    >>> target(kind="sme", size=["micro", "small"]).of["size_class"] == {0, 1}
    True
    """
    given = {
        word: [asked] if isinstance(asked, str) else list(asked) for word, asked in words.items()
    }
    try:
        return target_of(TargetPage.model_validate(given))
    except ValidationError as error:
        raise InputError(sentences(error, TargetPage, ["target"])) from None


def read_policies(path: Path, known: Known = FORM_ONLY) -> tuple[Policy, ...]:
    """Read the policies of a file, each with what it extends.

    Args:
        path: The file.
        known: What it may speak of; without it only the form is checked, and whoever builds a
            model from the policies hears the rest from it.

    Raises:
        FileError: Every mistake of the file.
    """
    return _read(path, known, whole=False).policies


def read_experiment(path: Path, known: Known = FORM_ONLY) -> ExperimentFile:
    """Read an experiment file.

    Args:
        path: The file.
        known: What it may speak of, as in :func:`read_policies`.

    Raises:
        FileError: Every mistake of the file.
    """
    page, policies, uncertainty = _read(path, known, whole=True)
    question, worlds = page.experiment, page.replication
    assert question is not None
    assert worlds is not None
    return ExperimentFile(
        name=question.name,
        question=question.question,
        question_es=question.question_es,
        scenario=question.scenario,
        months=question.months,
        outcomes=tuple(question.outcomes),
        policies=policies,
        root_seed=worlds.root_seed,
        least=worlds.least,
        most=worlds.most,
        stop=Stop(**worlds.stop.model_dump()) if worlds.stop else None,
        uncertainty=uncertainty,
        catalogue=tuple(question.catalogue),
        text=path.read_text("utf-8-sig"),
    )


def split_policy(given: str | Path) -> tuple[str, str, str]:
    """Where a policy stands, the mark, and its name there; a file may have the mark in its own.

    >>> split_policy("quota.toml#quota-30")
    ('quota.toml', '#', 'quota-30')
    """
    whole = str(given)
    place, mark, wanted = whole.rpartition("#")
    return (place, mark, wanted) if mark and not Path(whole).is_file() else (whole, "", "")


def load_policy(given: str | Path, known: Known = FORM_ONLY) -> Policy:
    """Read one policy: ``FILE``, ``FILE#ID``, or the name of one that comes with the package.

    Args:
        given: Where it stands.
        known: What it may speak of, as in :func:`read_policies`.

    Raises:
        InputError: No such policy, or a mistake in its file.
    """
    place, _, wanted = split_policy(given)
    preset, named = PRESETS / f"{place}.toml", NAME.fullmatch(place)
    path = preset if named and preset.is_file() else Path(place)
    if named and not path.exists():
        names = [policy.id for file in list_policies() for policy in read_policies(file)]
        raise FileError(
            [f"{place} is neither a policy nor a file.{did_you_mean(place, names)} "
             f"Policies: {', '.join(names)}."]
        )  # fmt: skip
    policies = {policy.id: policy for policy in read_policies(path, known)}
    if wanted in policies:
        return policies[wanted]
    if not wanted and len(policies) == 1:
        return next(iter(policies.values()))
    ids = ", ".join(policies) or "none"
    if wanted:
        raise FileError(
            [
                f"{called(path)} has no policy {shown(wanted)}.{did_you_mean(wanted, policies)} "
                f"It has: {ids}."
            ]
        )
    raise FileError(
        [
            f"{called(path)} holds {len(policies)} policies; name one, such as {called(path)}#ID. "
            f"It has: {ids}."
        ]
    )


def list_policies() -> tuple[Path, ...]:
    """The files of policies that come with the package."""
    return tuple(sorted(PRESETS.glob("*.toml")))


class _Read(NamedTuple):
    """What stands in a file."""

    page: FilePage
    policies: tuple[Policy, ...]
    uncertainty: Uncertainty | None


def _read(path: Path, known: Known, *, whole: bool) -> _Read:
    """Read a file; what is wrong in one table does not hide what is wrong in another."""
    given = read_toml(path)
    wrong: list[str] = []
    page = _page(FilePage, given, known, (), wrong)
    if whole:
        wrong += [
            f"{key} is missing: an experiment file has a table [{key}]."
            for key in ("experiment", "replication")
            if key not in given
        ]
    tables = given.get("policy", [])
    tables = tables if isinstance(tables, list) else [tables]
    if not tables:
        wrong.append("policy is missing: the file needs at least one table [[policy]].")
    pages: dict[int, PolicyPage] = {}
    for row, table in enumerate(tables):
        if row < MOST_POLICIES and (
            good := _page(PolicyPage, table, known, ("policy", row), wrong)
        ):
            pages[row] = good
    uncertainty = None
    if "uncertainty" in given:
        uncertainty = _uncertainty(given["uncertainty"], path.parent, known, wrong)
    policies = list(_composed(pages, tables, wrong))
    for policy in policies if known.numbers else ():
        said = policy.mistakes(known.numbers, known.metrics)
        wrong += [mistake.replace(str(FOREVER - 1), "the end") for mistake in said]
    if page and page.experiment:
        wrong += _misfits(page, pages)
    if wrong or page is None:
        raise FileError(f"{called(path)}: {sentence}" for sentence in dict.fromkeys(wrong))
    return _Read(page, tuple(policies), uncertainty)


def _uncertainty(given: Any, folder: Path, known: Known, wrong: list[str]) -> Uncertainty | None:
    page = _page(UncertaintyPage, given, known, ("uncertainty",), wrong)
    try:
        return page.record(folder, known) if page else None
    except InputError as error:
        wrong += error.mistakes
        return None


def _page[P: Page](
    kind: type[P], given: Any, known: Known, where: tuple[str | int, ...], wrong: list[str]
) -> P | None:
    try:
        return kind.model_validate(given, context=known)
    except ValidationError as error:
        wrong += sentences(error, kind, where)
        return None


def _composed(pages: Mapping[int, PolicyPage], tables: Any, wrong: list[str]) -> Iterator[Policy]:
    """Policies with the changes of all they extend, each once."""
    ids = [table.get("id") for table in tables if isinstance(table, dict)]
    by_id = {page.id: page for page in pages.values()}
    for row, page in pages.items():
        where = path_of(["policy", row])
        if ids.count(page.id) > 1:
            wrong.append(
                f"{where}.id = {shown(page.id)} stands twice; every policy has its own name."
            )
        for parent in page.extends:
            if parent not in ids:
                wrong.append(
                    f"{where}.extends: {shown(parent)} is not a policy of this file."
                    f"{did_you_mean(parent, [i for i in ids if isinstance(i, str)])}"
                )
        line = _ancestors(page, by_id)
        if any(page.id in other.extends for other in line):
            wrong.append(f"{where}.extends: {page.id} would extend itself.")
            continue
        changes = tuple(step.change() for other in line for step in other.intervention)
        if len(changes) > 2 * MOST_POLICIES:
            wrong.append(
                f"{where} has {len(changes)} changes with all that it extends; "
                f"{2 * MOST_POLICIES} are possible."
            )
            continue
        yield Policy(page.id, changes, page.question, page.question_es)


def _ancestors(page: PolicyPage, by_id: Mapping[str, PolicyPage]) -> list[PolicyPage]:
    """All that a policy extends, near and far, each once, and last the policy itself."""
    found: dict[str, PolicyPage] = {}
    todo = [page.id]
    while todo:
        name = todo.pop()
        if name in by_id and name not in found:
            found[name] = by_id[name]
            todo += by_id[name].extends
    return list(found.values())[::-1]


def _misfits(page: FilePage, pages: Mapping[int, PolicyPage]) -> Iterator[str]:
    """Where the parts of an experiment do not fit each other."""
    assert page.experiment is not None
    months, outcomes = page.experiment.months, page.experiment.outcomes
    if len(page.policy) == 1:
        yield "policy: an experiment compares at least two; the first is the baseline."
    stop = page.replication.stop if page.replication else None
    if stop and stop.outcome not in outcomes:
        yield (
            f"replication.stop.outcome = {shown(stop.outcome)} is not among the outcomes."
            f"{did_you_mean(stop.outcome, outcomes)}"
        )
    for row, policy in pages.items():
        for step, change in enumerate(policy.intervention):
            if change.start >= months:
                where = path_of(["policy", row, "intervention", step, "from"])
                yield (
                    f"{where} = {date_of(change.start)} lies after the last month of the "
                    f"experiment, {date_of(months - 1)} (experiment.months = {months})."
                )
