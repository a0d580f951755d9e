"""Read a scenario file into frozen records; refuse what cannot be, all mistakes at once."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from cluster_abm.agents.classes import Activity, Degree, Kind, Segment, Skill, ZoneName
from cluster_abm.core.errors import InputError, did_you_mean

LARGEST_FILE = 256 * 1024
"""Bytes of the largest file that is read."""


class Record(BaseModel):
    """A part of a scenario: strict, frozen, nothing unknown, no infinities."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


type Share = Annotated[float, Field(ge=0, le=1)]
type Money = Annotated[float, Field(ge=0, le=1e13)]
type Count = Annotated[int, Field(ge=0, le=10_000_000)]
type Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class BySkill(Record):
    """One number for each skill class."""

    front_line: Annotated[float, Field(ge=0)]
    support: Annotated[float, Field(ge=0)]
    engineer: Annotated[float, Field(ge=0)]
    researcher: Annotated[float, Field(ge=0)]
    manager: Annotated[float, Field(ge=0)]

    def row(self) -> list[float]:
        """The numbers in the order of the skill classes."""
        return [getattr(self, skill.name.lower()) for skill in Skill]


class Frame(Record):
    """The country, and the cluster's stocks of money."""

    gdp: Money
    employment: Count
    government_it_staff: Count
    unemployed: BySkill
    cash_months: Annotated[float, Field(ge=0, le=60)]
    receivables: Money
    payables: Money
    cash: Money
    equipment_per_worker: Money


class Outside(Record):
    """Other sectors: who could do the work, and what they are paid there."""

    reservoir: BySkill
    english: BySkill
    pay: BySkill


def _names(kind: Any) -> Any:
    """Names of a class, as words that a file may use."""
    return Literal[tuple(member.name.lower() for member in kind)]


class Zone(Record):
    """One zone of the map."""

    name: _names(ZoneName)  # type: ignore[valid-type]
    capacity: Count
    others: Count
    rent: Money
    quota_free: bool
    tax_free: Share
    cell_km: Annotated[float, Field(gt=0, le=1000)]
    distance: Annotated[list[Annotated[float, Field(ge=0)]], Field(min_length=4, max_length=4)]


class Foreign(Record):
    """Foreign share of staff: of most firms, and of those that stand at their limit."""

    usual: Share
    at_limit: Share = 0.0
    firms_at_limit: Share = 0.0
    city_of_knowledge: Share | None = None


class FirmGroup(Record):
    """Firms of one kind."""

    kind: _names(Kind)  # type: ignore[valid-type]
    count: Annotated[int, Field(ge=0, le=1_000_000)]
    staff: Count
    smallest: Annotated[int, Field(ge=1)] = 1
    largest: Annotated[int, Field(ge=1)] = 1_000_000
    activity: _names(Activity) | None = None  # type: ignore[valid-type]
    own_work: Share = 0.0
    exporters: Share = 0.0
    licensed: bool = False
    premium: Annotated[float, Field(ge=0, le=5)] = 0.0
    zones: dict[_names(ZoneName), Count] = {}  # type: ignore[valid-type]
    foreign: Foreign

    @model_validator(mode="after")
    def _possible(self) -> FirmGroup:
        low, high = self.count * self.smallest, self.count * self.largest
        if not low <= self.staff <= high:
            raise ValueError(
                f"{self.count} firms of {self.smallest} to {self.largest} staff have between "
                f"{low:,} and {high:,} workers, not {self.staff:,}"
            )
        if sum(self.zones.values()) > self.count:
            raise ValueError(f"the zones name more than the {self.count} firms there are")
        return self


class SegmentRow(Record):
    """One customer segment."""

    name: _names(Segment)  # type: ignore[valid-type]
    budget: Money
    local: Money
    days: Annotated[float, Field(ge=0, le=150)]
    tender: Annotated[float, Field(gt=0, le=1e9)]
    own_work: Share

    @model_validator(mode="after")
    def _possible(self) -> SegmentRow:
        if self.local > self.budget:
            raise ValueError(f"local ({self.local:,.0f}) exceeds the budget ({self.budget:,.0f})")
        return self


class UniversityRow(Record):
    """One institution."""

    name: str
    skill: _names(Skill)  # type: ignore[valid-type]
    degree: _names(Degree)  # type: ignore[valid-type]
    graduates: Annotated[float, Field(ge=0, le=1e6)]
    months: Annotated[int, Field(ge=1, le=60)]
    english: Share


class FunderRow(Record):
    """One source of capital."""

    name: str
    pot: Money


class Scenario(Record):
    """Where a run starts."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    name: Name
    title: str
    title_es: str
    warm_up: Annotated[int, Field(ge=0, le=240)]
    frame: Frame
    outside: Outside
    numbers: dict[str, Any] = {}
    zone: Annotated[list[Zone], Field(min_length=4, max_length=4)]
    firms: list[FirmGroup]
    segment: list[SegmentRow]
    university: list[UniversityRow]
    funder: list[FunderRow] = []

    def scaled(self, factor: float) -> Scenario:
        """The same cluster, larger or smaller: firms, people, budgets and places in proportion.

        Args:
            factor: How many times as large.
        """

        def times(n: float) -> int:
            return round(n * factor)

        def skills(row: BySkill) -> BySkill:
            return BySkill(
                **{s.name.lower(): float(times(v)) for s, v in zip(Skill, row.row(), strict=True)}
            )

        frame, money = self.frame, ("receivables", "payables", "cash")
        return self.model_copy(update={
            "frame": frame.model_copy(update={
                "unemployed": skills(frame.unemployed),
                **{m: getattr(frame, m) * factor for m in money}}),
            "outside": self.outside.model_copy(
                update={"reservoir": skills(self.outside.reservoir)}),
            "zone": [z.model_copy(update={"capacity": times(z.capacity), "others": times(z.others)})
                     for z in self.zone],
            "firms": [g.model_copy(update={
                "count": times(g.count) if g.count > 1 else 1, "staff": times(g.staff),
                "zones": {k: times(v) for k, v in g.zones.items()}}) for g in self.firms],
            "segment": [
                s.model_copy(update={"budget": s.budget * factor, "local": s.local * factor})
                for s in self.segment],
            "university": [u.model_copy(update={"graduates": u.graduates * factor})
                           for u in self.university],
        })  # fmt: skip


def list_scenarios() -> list[str]:
    """Names of the scenarios that come with the package."""
    folder = files("cluster_abm.scenarios")
    return sorted(
        p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml")
    )


def load_scenario(name: str | Path) -> Scenario:
    """Read a scenario by its name, or from a file.

    Raises:
        InputError: No such scenario, or a file with mistakes, all of which are listed.
    """
    if isinstance(name, str) and name in list_scenarios():
        text = (files("cluster_abm.scenarios") / f"{name}.toml").read_bytes()
        return read_scenario(text, f"{name}.toml")
    path = Path(name)
    if not path.is_file():
        known = list_scenarios()
        raise InputError([
            f"{name} is neither a scenario nor a file.{did_you_mean(str(name), known)} "
            f"Scenarios: {', '.join(known)}."
        ])  # fmt: skip
    if path.stat().st_size > LARGEST_FILE:
        raise InputError([f"{path}: larger than {LARGEST_FILE // 1024} kB; not read."])
    return read_scenario(path.read_bytes(), path.name)


def read_scenario(text: bytes, file: str) -> Scenario:
    """Check the text of a scenario file, whole.

    Raises:
        InputError: Every mistake, with file, key, value and what is possible.
    """
    try:
        given = tomllib.loads(text.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as wrong:
        raise InputError([f"{file}: not a TOML file in UTF-8: {wrong}."]) from None
    try:
        return Scenario.model_validate(given)
    except ValidationError as wrong:
        raise InputError(_sentence(file, error) for error in wrong.errors()) from None


def _sentence(file: str, error: Any) -> str:
    key = ".".join(str(part) for part in error["loc"])
    value = error.get("input")
    shown = f" = {value!r}" if isinstance(value, str | int | float | bool) else ""
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        part = _part(error["loc"])
        message = f"is not known here.{did_you_mean(str(error['loc'][-1]), part)}"
        return f"{file}: {key} {message}"
    return f"{file}: {key}{shown}: {message[0].lower()}{message[1:]}."


def _part(loc: tuple[Any, ...]) -> list[str]:
    parts: dict[str, type[Record]] = {
        "zone": Zone, "firms": FirmGroup, "segment": SegmentRow, "university": UniversityRow,
        "frame": Frame, "outside": Outside, "funder": FunderRow,
    }  # fmt: skip
    model: type[Record] = parts.get(str(loc[0]), Scenario) if len(loc) > 1 else Scenario
    return [f.alias or n for n, f in model.model_fields.items()]
