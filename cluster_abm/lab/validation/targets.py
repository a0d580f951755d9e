"""Targets: what somebody has observed, read from a file whole or refused whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.policy import BASELINE, Policy
from cluster_abm.explain import known
from cluster_abm.lab.validation.functions import VOCABULARY
from cluster_abm.lab.validation.grammar import Node, parse
from cluster_abm.scenarios.files import load_policy
from cluster_abm.scenarios.mistakes import sentences
from cluster_abm.scenarios.reader import list_scenarios
from cluster_abm.scenarios.toml import LARGEST, FileError, called, read_toml
from cluster_abm.scenarios.words import Page

BUILT_IN = Path(__file__).parent / "targets.toml"
"""Targets that come with the package."""
COLUMNS = ("id", "expression", "run", "lo", "hi", "unit", "grade", "source")
"""Columns of a file of targets as CSV, in any order."""
MOST = 500
"""Most targets of one file."""
SORTS = ("moment", "fact", "shape", "input", "other")


def _number(given: Any) -> Any:
    """Read what a CSV file holds: every cell is a text there."""
    if isinstance(given, str):
        try:
            return float(given) if given.strip() else None
        except ValueError:
            return given
    return float(given) if isinstance(given, int) and not isinstance(given, bool) else given


type Bound = Annotated[float | None, BeforeValidator(_number)]


class TargetPage(Page):
    """A row of a file of targets."""

    id: str = Field(min_length=1, max_length=64, description="the name of the target.")
    name: str = Field("", max_length=200, description="what is measured, in English.")
    name_es: str = Field("", max_length=200, description="what is measured, in Spanish.")
    expression: str = Field("", description="how it is measured; nothing if it cannot be.")
    run: str = Field("panama_2009", max_length=300, description="a scenario, and + a policy file.")
    lo: Bound = Field(None, description="the lower end of the range; nothing if it has none.")
    hi: Bound = Field(None, description="the upper end of the range; nothing if it has none.")
    unit: str = Field("", max_length=80, description="the unit of the range.")
    grade: str = Field("", max_length=20, description="how good the source is, A to D.")
    source: str = Field("", max_length=600, description="who has observed it.")
    sort: Literal["moment", "fact", "shape", "input", "other"] = Field(
        "moment", description="what it is: a moment, a fact, a shape, an input or another's."
    )
    shown: bool = Field(False, description="the answer to whether it is shown but not judged.")
    why_open: str = Field("", max_length=400, description="why it cannot be measured, in English.")
    why_open_es: str = Field("", max_length=400, description="the same in Spanish.")


class FilePage(Page):
    """A file of targets."""

    version: Literal[1] = Field(1, alias="schema", description="the version of the format, 1.")
    target: list[Any] = Field(min_length=1, max_length=MOST, description="the targets.")


@dataclass(frozen=True)
class Target:
    """What was observed, and how to measure it here.

    Attributes:
        page: The row of the file.
        tree: The expression; None if the target cannot be measured.
        scenario: The world in which it is measured.
        policy: The policy under which it is measured.
    """

    page: TargetPage
    tree: Node | None
    scenario: str
    policy: Policy

    def named(self, lang: str) -> str:
        """What is measured, in a language."""
        page = self.page
        return (page.name_es if lang == "es" else "") or page.name or page.expression

    def reason(self, lang: str) -> str:
        """Why it cannot be measured, in a language."""
        page = self.page
        return (page.why_open_es if lang == "es" else "") or page.why_open


def read_targets(path: Path | None = None) -> tuple[Target, ...]:
    """Read the targets of a file, or those that come with the package.

    Args:
        path: TOML with tables ``[[target]]``, or CSV with a head line.

    Raises:
        FileError: Every mistake of the file, with its row, key and what is possible.
    """
    path = path or BUILT_IN
    wrong: list[str] = []
    found = []
    for row, given in enumerate(_rows(path), start=1):
        target = _target(given, row, path.parent, wrong)
        if target is not None:
            found.append(target)
    ids = [t.page.id for t in found]
    wrong += [f"target {i} stands twice." for i in dict.fromkeys(ids) if ids.count(i) > 1]
    if wrong:
        raise FileError(f"{called(path)}: {sentence}" for sentence in wrong)
    return tuple(found)


def _rows(path: Path) -> list[Any]:
    if path.suffix.lower() == ".csv":
        return list(_csv_rows(path))
    try:
        return list(FilePage.model_validate(read_toml(path)).target)
    except ValidationError as error:
        raise FileError(f"{called(path)}: {s}" for s in sentences(error, FilePage)) from None


def _csv_rows(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file() or path.stat().st_size > LARGEST:
        what = f"is larger than {LARGEST // 1000} kB" if path.is_file() else "is not a file"
        raise FileError([f"{called(path)} {what}."])
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise FileError([f"{called(path)} is not UTF-8."]) from None
    rows = csv.DictReader(io.StringIO(text))
    possible = list(TargetPage.model_fields)
    wrong = [
        f"column {name} is not known.{did_you_mean(name, possible)} "
        f"Possible: {', '.join(possible)}."
        for name in rows.fieldnames or []
        if name not in possible
    ]
    wrong += [f"column {n} is missing." for n in COLUMNS if n not in (rows.fieldnames or [])]
    if wrong:
        raise FileError(f"{called(path)}: {sentence}" for sentence in wrong)
    for number, row in enumerate(rows, start=1):
        if number > MOST:
            raise FileError([f"{called(path)} has more than {MOST} rows."])
        yield {n: v for n, v in row.items() if n is not None and v is not None}


def _target(given: Any, row: int, folder: Path, wrong: list[str]) -> Target | None:
    try:
        page = TargetPage.model_validate(given)
    except ValidationError as error:
        wrong += sentences(error, TargetPage, ["target", row - 1])
        return None
    where = f"target {page.id}"
    tree: Node | None = None
    before = len(wrong)
    if page.lo is not None and page.hi is not None and page.lo > page.hi:
        wrong.append(f"{where}: lo = {page.lo:g} lies above hi = {page.hi:g}.")
    if page.lo is None and page.hi is None and page.expression and not page.shown:
        wrong.append(f"{where}: a target that is judged needs lo, hi or both.")
    if page.expression:
        try:
            tree = parse(page.expression, VOCABULARY)
        except InputError as error:
            wrong += [f"{where}, expression, {mistake}" for mistake in error.mistakes]
    elif not page.why_open:
        wrong.append(f"{where}: expression is missing; or say in why_open why there is none.")
    scenario, policy = _run_of(page, folder, where, wrong)
    return Target(page, tree, scenario, policy) if len(wrong) == before else None


def _run_of(page: TargetPage, folder: Path, where: str, wrong: list[str]) -> tuple[str, Policy]:
    scenario, _, file = page.run.partition("+")
    if scenario not in _scenarios() and page.expression:
        wrong.append(
            f"{where}: run = {scenario} is not a scenario.{did_you_mean(scenario, _scenarios())} "
            f"There are: {', '.join(_scenarios())}."
        )
    if not file:
        return scenario, BASELINE
    try:
        return scenario, load_policy(folder / file, known())
    except InputError as error:
        wrong += [f"{where}: run: {mistake}" for mistake in error.mistakes]
        return scenario, BASELINE


@cache
def _scenarios() -> tuple[str, ...]:
    return tuple(list_scenarios())


def by_run(targets: tuple[Target, ...]) -> Mapping[tuple[str, str], tuple[Target, ...]]:
    """Targets that can be measured, by the run that they need."""
    found: dict[tuple[str, str], tuple[Target, ...]] = {}
    for target in targets:
        if target.tree is not None:
            key = (target.scenario, target.policy.id)
            found[key] = (*found.get(key, ()), target)
    return found
