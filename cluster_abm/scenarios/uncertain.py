"""The tables of an experiment file that say which numbers are uncertain, and how to try them."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import isfinite, prod
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import Field

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.rules import Number
from cluster_abm.scenarios.toml import shown
from cluster_abm.scenarios.words import Known, Page

MOST_DRAWS = 100_000
"""Points of the largest design."""
MOST_PARAMETERS = 64
"""Numbers that one design may vary."""
POWERS = ("sobol", "saltelli")
"""Designs that are balanced only if their n is a power of two."""
LISTED = ("list", "csv")
"""Designs whose points are written down."""
NEEDED = {
    "uniform": ("low", "high"),
    "loguniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
}
"""What each distribution needs."""


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """What is believed of an uncertain number.

    Attributes:
        dist: One of ``NEEDED``, or ``values``.
        low: Smallest value.
        high: Largest value.
        mode: Likeliest value of a triangular distribution.
        mean: Mean of a normal distribution before it is cut at the ends of the number's range.
        sd: Standard deviation of that distribution.
        values: The values themselves, where they are written down.
    """

    dist: str
    low: float | None = None
    high: float | None = None
    mode: float | None = None
    mean: float | None = None
    sd: float | None = None
    values: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Uncertainty:
    """Which numbers are uncertain, and which points are tried.

    Attributes:
        kind: ``grid``, ``list``, ``lhs``, ``sobol``, ``saltelli``, ``morris`` or ``csv``.
        parameters: What is believed of each number.
        n: Size of the design: draws, or what Saltelli's and Morris's designs are multiples of, or
            levels of a grid.
        seed: Seed of the design; it has nothing to do with the luck of the model.
    """

    kind: str
    parameters: Mapping[str, Distribution] = field(default_factory=dict)
    n: int = 0
    seed: int = 1

    @property
    def draws(self) -> int:
        """Points of the design."""
        width = len(self.parameters)
        match self.kind:
            case "grid":
                return prod(len(p.values) or self.n for p in self.parameters.values())
            case "list" | "csv":
                return max((len(p.values) for p in self.parameters.values()), default=0)
            case "saltelli":
                return self.n * (width + 2)
            case "morris":
                return self.n * (width + 1)
            case _:
                return self.n


class DesignPage(Page):
    """How the points are chosen."""

    kind: Literal["grid", "list", "lhs", "sobol", "saltelli", "morris", "csv"] = Field(
        description="the kind of the design."
    )
    n: int | None = Field(None, ge=1, le=MOST_DRAWS, description="the size of the design.")
    seed: int = Field(1, ge=0, lt=2**32, description="the seed of the design.")
    file: str = Field("", max_length=255, description="the file of a csv design.")


class ParameterPage(Page):
    """What is believed of a number."""

    dist: Literal["uniform", "normal", "triangular", "loguniform"] | None = Field(
        None, description="the distribution."
    )
    low: float | None = Field(None, description="the smallest value.")
    high: float | None = Field(None, description="the largest value.")
    mode: float | None = Field(None, description="the likeliest value.")
    mean: float | None = Field(None, description="the mean.")
    sd: float | None = Field(None, gt=0, description="the standard deviation.")
    values: list[float] = Field(
        [], max_length=MOST_DRAWS, description="the values, for a grid or a list."
    )


class UncertaintyPage(Page):
    """Which numbers are uncertain, and how to try them."""

    design: DesignPage = Field(description="how the points are chosen.")
    parameters: dict[str, ParameterPage] = Field(
        {}, max_length=MOST_PARAMETERS, description="what is believed of each number."
    )

    def record(self, folder: Path, known: Known) -> Uncertainty:
        """The record that a plan reads.

        Args:
            folder: Where the experiment file stands; a csv design stands beside it.
            known: What the file may speak of.

        Raises:
            InputError: Every mistake, with its place below ``uncertainty``.
        """
        asked = self.design
        wrong = list(_design_mistakes(self))
        if asked.kind == "csv":
            columns = {} if wrong else _columns(folder, asked.file, wrong)
            parameters = {n: Distribution(dist="values", values=v) for n, v in columns.items()}
        else:
            parameters = {name: _belief(page) for name, page in self.parameters.items()}
        for name, belief in parameters.items():
            page = self.parameters.get(name)
            wrong += [
                f"parameters.{name}{mistake}"
                for mistake in (
                    *(_parameter_mistakes(page, asked.kind) if page else ()),
                    *number_mistakes(name, belief, known.numbers),
                )
            ]
        found = Uncertainty(kind=asked.kind, parameters=parameters, n=asked.n or 0, seed=asked.seed)
        if not wrong and found.draws > MOST_DRAWS:
            wrong.append(f"design has {found.draws:,} points; {MOST_DRAWS:,} are possible.")
        if wrong:
            raise InputError(f"uncertainty.{mistake}" for mistake in wrong)
        return found


def _belief(page: ParameterPage) -> Distribution:
    given = page.model_dump()
    values = tuple(given.pop("values"))
    return Distribution(**given | {"dist": page.dist or "values", "values": values})


def _design_mistakes(page: UncertaintyPage) -> Iterator[str]:
    design, names = page.design, page.parameters
    sizes = {len(p.values) for p in names.values()}
    if design.kind == "csv":
        if not design.file:
            yield 'design.file is missing: a csv design needs one, such as file = "draws.csv".'
        elif not _stands_beside(design.file):
            yield (
                f"design.file = {shown(design.file)} is not the name of a file beside the "
                'experiment file, such as "draws.csv".'
            )
        if names:
            yield "parameters are the columns of the file of a csv design; leave the table out."
        if design.n is not None:
            yield "design.n: a csv design has as many points as its file has rows; leave n out."
        return
    if design.file:
        yield f"design.file belongs to a csv design; this one is {design.kind}."
    if not names:
        yield "parameters is missing: a design needs at least one uncertain number."
    if design.kind == "list":
        if design.n is not None:
            yield "design.n: a list has as many points as values; leave n out."
        if len(sizes) > 1:
            given = ", ".join(f"{name} {len(p.values)}" for name, p in names.items())
            yield f"parameters of a list need equally many values each; there are: {given}."
    elif design.n is None and not (design.kind == "grid" and sizes and min(sizes) > 0):
        yield f"design.n is missing: the size of a design of kind {design.kind}."
    elif design.kind in POWERS and design.n is not None and design.n.bit_count() != 1:
        below = 1 << (design.n.bit_length() - 1)
        yield (
            f"design.n = {design.n}: a design of kind {design.kind} needs a power of two, "
            f"such as {below} or {2 * below}."
        )


def _stands_beside(name: str) -> bool:
    return name == Path(name).name and not name.startswith(".") and not set(name) & set("\\:\0")


def _parameter_mistakes(page: ParameterPage, kind: str) -> Iterator[str]:
    given = page.model_dump(exclude={"values"}, exclude_none=True)
    if page.values:
        if given:
            yield " has values and a distribution; keep one of them."
        if kind not in ("grid", *LISTED):
            yield f".values: a design of kind {kind} draws from a distribution; give dist."
        return
    if kind in LISTED:
        yield ".values is missing: a list writes its points down."
    elif page.dist is None:
        yield f".dist is missing: one of {', '.join(NEEDED)}."
    else:
        yield from _shape_mistakes(page, NEEDED[page.dist])


def _shape_mistakes(page: ParameterPage, needed: Sequence[str]) -> Iterator[str]:
    for name in ("low", "mode", "high", "mean", "sd"):
        if name in needed and getattr(page, name) is None:
            yield f".{name} is missing: {page.dist} needs {', '.join(needed)}."
        elif name not in needed and getattr(page, name) is not None:
            yield f".{name} is not a key of {page.dist}, which needs {', '.join(needed)}."
    low, mode, high = page.low, page.mode, page.high
    if low is not None and high is not None and not low < high:
        yield f": low = {low:g} must be below high = {high:g}."
    elif None not in (low, mode, high) and not (
        cast("float", low) <= cast("float", mode) <= cast("float", high)
    ):
        yield f".mode = {mode:g} is outside {low:g} to {high:g}."
    if page.dist == "loguniform" and low is not None and low <= 0:
        yield f".low = {low:g}: a loguniform number is above 0."


def number_mistakes(
    name: str, belief: Distribution, numbers: Mapping[str, Number[Any]]
) -> Iterator[str]:
    """Where a belief goes beyond what the model allows; nothing if no model is known.

    Args:
        name: The uncertain number, with its class if it has one value for each.
        belief: What is believed of it.
        numbers: The numbers of the model.
    """
    leaf, _, member = name.partition(".")
    row = numbers.get(leaf)
    if not numbers:
        return
    if row is None:
        yield f" is not a number of the model.{did_you_mean(leaf, numbers)}"
        return
    classes = [one.name.lower() for one in row.over] if row.over else []
    if classes and not member:
        yield f' has one value for each class; name one of them, such as "{leaf}.{classes[0]}".'
        return
    if member and member not in classes:
        what = f"has no class {member}" if classes else "is a single number and has no classes"
        yield f": {leaf} {what}.{did_you_mean(member, classes)}"
        return
    ends = [belief.low, belief.high, belief.mean, *belief.values]
    for value in dict.fromkeys(v for v in ends if v is not None):
        try:
            row.read({member: value} if member else value)
        except InputError as error:
            yield f": {error}"
            return


def _columns(folder: Path, name: str, wrong: list[str]) -> dict[str, tuple[float, ...]]:
    """The columns of a csv design: a line of names, then a line a point."""
    file = folder / name
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            rows = [row for row in csv.reader(islice(lines, MOST_DRAWS + 2)) if row]
    except (OSError, UnicodeDecodeError, csv.Error):
        hint = did_you_mean(name, [path.name for path in folder.glob("*.csv")])
        wrong.append(f"design.file: {name} cannot be read as a csv file.{hint}")
        return {}
    names = [word.strip() for word in rows[0]] if rows else []
    if len(rows) < 2 or len(set(names)) < len(names) or len(names) > MOST_PARAMETERS:
        wrong.append(
            f"design.file: {name} needs a line of different names, and a line for each point."
        )
        return {}
    bad = [
        f"design.file: {name}, line {at}: {shown(','.join(row))} is not {len(names)} numbers."
        for at, row in enumerate(rows[1:], 2)
        if len(row) != len(names) or not all(map(_is_number, row))
    ]
    wrong += bad
    if bad:
        return {}
    return {word: tuple(float(row[at]) for row in rows[1:]) for at, word in enumerate(names)}


def _is_number(text: str) -> bool:
    try:
        return isfinite(float(text))
    except ValueError:
        return False
