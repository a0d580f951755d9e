"""Read a scenario file into frozen records; refuse what cannot be, all mistakes at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from cluster_abm.agents.classes import (
    Activity,
    Degree,
    FunderKind,
    Kind,
    Line,
    Segment,
    Skill,
    ZoneName,
)
from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.rules import Number, Rules
from cluster_abm.scenarios.heirs import extended_by
from cluster_abm.scenarios.mistakes import sentences
from cluster_abm.scenarios.toml import FileError, called
from cluster_abm.scenarios.words import NAME, wrong
from cluster_abm.submodels.capital.numbers import CapitalRules
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.migration.numbers import MigrationRules

HOME = Path(__file__).parent
"""Where the scenarios stand that come with the package, a file each."""


class Record(BaseModel):
    """A part of a scenario: strict, frozen, nothing unknown, no infinities."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


type Share = Annotated[float, Field(ge=0, le=1, json_schema_extra={"unit": "share"})]
type Money = Annotated[float, Field(ge=0, le=1e13, json_schema_extra={"unit": "US$"})]
type Count = Annotated[int, Field(ge=0, le=10_000_000)]
type Amount = Annotated[float, Field(ge=0, le=1e7)]


def _name(given: Any) -> Any:
    if isinstance(given, str) and not NAME.fullmatch(given):
        raise ValueError(
            "a name has 1 to 64 of the signs a-z, 0-9, _ and -, and begins with a letter or a digit"
        )
    return given


type Name = Annotated[str, BeforeValidator(_name)]


def _is(meaning: str, default: Any = ..., **limits: Any) -> Any:
    """A field with the sentence that a reader of its mistakes needs."""
    return Field(default, description=meaning, **limits)


def _names(kind: Any) -> Any:
    """Names of a class, as words that a file may use."""
    return Literal[tuple(member.name.lower() for member in kind)]


class BySkill(Record):
    """One number for each skill class."""

    front_line: Amount = _is("the number for the front line.")
    support: Amount = _is("the number for technical support.")
    engineer: Amount = _is("the number for engineers.")
    researcher: Amount = _is("the number for researchers.")
    manager: Amount = _is("the number for managers.")

    def row(self) -> list[float]:
        """The numbers in the order of the skill classes."""
        return [getattr(self, skill.name.lower()) for skill in Skill]


class SharesBySkill(BySkill):
    """One share for each skill class."""

    front_line: Share = _is("the share of the front line.")
    support: Share = _is("the share of technical support.")
    engineer: Share = _is("the share of engineers.")
    researcher: Share = _is("the share of researchers.")
    manager: Share = _is("the share of managers.")


class Frame(Record):
    """The country, and the cluster's stocks of money."""

    gdp: Money = _is("the gross domestic product of the country in a year.")
    employment: Count = _is("the number of people at work in the country.")
    government_it_staff: Count = _is("the number of IT staff that government employs itself.")
    unemployed: BySkill = _is("the people without a job, by skill.")
    cash_months: Annotated[float, Field(ge=0, le=60)] = _is(
        "the months of labour cost that a local firm has in hand."
    )
    receivables: Money = _is("what customers owe local firms at the start.")
    payables: Money = _is("what local firms owe their suppliers at the start.")
    cash: Money = _is("the money that local firms have in hand at the start.")
    debt: Money = _is("what local firms owe banks at the start.")
    projects: Annotated[float, Field(ge=0, le=1e5)] = _is(
        "the projects of parents that look for a site in a year."
    )
    equipment_per_worker: Money = _is("the hard assets of a firm for each of its staff.")


class Outside(Record):
    """Other sectors: who could do the work, and what they are paid there."""

    reservoir: BySkill = _is("the people of other sectors who could do the work, by skill.")
    english: SharesBySkill = _is("the share of them who speak English, by skill.")
    pay: BySkill = _is("the monthly base pay in other sectors, by skill.")


class Zone(Record):
    """One zone of the map."""

    name: _names(ZoneName) = _is("the name of the zone.")  # type: ignore[valid-type]
    capacity: Count = _is("the number of places for organisations; 0 is no limit.")
    others: Count = _is("the number of places that bodies outside the model hold.")
    rent: Money = _is("the rent of a square metre in a month.")
    quota_free: bool = _is("the answer to whether the foreign-worker quota ends at its border.")
    tax_free: Share = _is("the share of profit that its regime exempts from tax.")
    cell_km: Annotated[float, Field(gt=0, le=1000)] = _is("the length of a side of its cells, km.")
    distance: Annotated[list[Amount], Field(min_length=len(ZoneName), max_length=len(ZoneName))] = (
        _is("the road to each zone, km.")
    )


class Foreign(Record):
    """Foreign share of staff: of most firms, and of those that stand at their limit."""

    usual: Share = _is("the foreign share of staff in most firms.")
    at_limit: Share = _is("the foreign share of staff in firms at their limit.", 0.0)
    firms_at_limit: Share = _is("the share of firms that stand at their limit.", 0.0)
    city_of_knowledge: Share | None = _is("the foreign share of staff on the campus.", None)


class FirmGroup(Record):
    """Firms of one kind."""

    kind: _names(Kind) = _is("the kind of firm.")  # type: ignore[valid-type]
    count: Annotated[int, Field(ge=0, le=1_000_000)] = _is("the number of firms.")
    staff: Count = _is("the staff of all of them.")
    smallest: Annotated[int, Field(ge=1, le=1_000_000)] = _is("the staff of the smallest.", 1)
    largest: Annotated[int, Field(ge=1, le=1_000_000)] = _is("the staff of the largest.", 1_000_000)
    activity: _names(Activity) | None = _is(  # type: ignore[valid-type]
        "what they mainly do; without it, a share of them does work of its own.", None
    )
    own_work: Share = _is("the share of firms with work of their own.", 0.0)
    exporters: Share = _is("the share of firms that design their work for customers abroad.", 0.0)
    licensed: bool = _is("the answer to whether they hold a headquarters licence.", False)
    premium: Annotated[float, Field(ge=0, le=5)] = _is(
        "the pay relative to other firms here that parents ask for; 0 is none.", 0.0
    )
    lines: dict[_names(Line), Share] = _is(  # type: ignore[valid-type]
        "the lines of work of a multinational's site, as shares of its posts; local firms have "
        "none.",
        {},
    )
    zones: dict[_names(ZoneName), Count] = _is(  # type: ignore[valid-type]
        "the number of firms in each zone; all others stand outside.", {}
    )
    foreign: Foreign = _is("the foreign share of their staff.")

    @model_validator(mode="after")
    def _possible(self) -> FirmGroup:
        low, high = self.count * self.smallest, self.count * self.largest
        if not low <= self.staff <= high:
            raise ValueError(
                f"{self.count} firms of {self.smallest} to {self.largest} staff have between "
                f"{low:,} and {high:,} workers, not {self.staff:,}"
            )
        if (self.kind != "sme") != (abs(sum(self.lines.values()) - 1) < ROUNDING):
            raise ValueError(
                "the lines of work of multinationals and contact centres are shares of their posts "
                f"that add up to 1, and local firms have none; here they add up to "
                f"{sum(self.lines.values()):g}"
            )
        if self.kind == "sme" and self.premium:
            raise ValueError("local firms have no parent, so nobody asks for a premium")
        if sum(self.zones.values()) > self.count:
            raise ValueError(f"the zones name more than the {self.count} firms there are")
        return self

    def row_of_lines(self) -> list[float]:
        """Shares of the lines of work in the order of ``Line``."""
        return [self.lines.get(line.name.lower(), 0.0) for line in Line]


ROUNDING = 1e-9
"""How far shares may be from 1."""


class SegmentRow(Record):
    """One customer segment."""

    name: _names(Segment) = _is("the name of the segment.")  # type: ignore[valid-type]
    budget: Money = _is("what it spends on work from outside in a year.")
    local: Money = _is("the part of it that goes to local vendors.")
    days: Annotated[float, Field(ge=0, le=150)] = _is("the days that it takes to pay.")
    tender: Annotated[float, Field(gt=0, le=1e9)] = _is("the mean value of a tender, US$.")
    own_work: Share = _is("the share of tenders that ask for own work.")

    @model_validator(mode="after")
    def _possible(self) -> SegmentRow:
        if self.local > self.budget:
            raise ValueError(f"local ({self.local:,.0f}) exceeds the budget ({self.budget:,.0f})")
        return self


class UniversityRow(Record):
    """One institution."""

    name: str = _is("the name of the institution.")
    skill: _names(Skill) = _is("the skill class of its graduates.")  # type: ignore[valid-type]
    degree: _names(Degree) = _is("the degree that it gives.")  # type: ignore[valid-type]
    graduates: Annotated[float, Field(ge=0, le=1e6)] = _is("the graduates of a year.")
    months: Annotated[int, Field(ge=1, le=60)] = _is("the length of the course, months.")
    english: Share = _is("the share of graduates who speak English.")
    research: Money = _is("the research in the field of a year, US$.", 0.0)
    abroad: bool = _is("does the state send its students abroad?", default=False)


class FunderRow(Record):
    """One source of capital."""

    name: str = _is("the name of the funder.")
    kind: _names(FunderKind) = _is("what the funder is.")  # type: ignore[valid-type]
    pot: Money = _is("what it gives in a year; all of them, if there are several.")
    count: Annotated[int, Field(ge=1, le=1000)] = _is("the number of such funders.", 1)
    abroad: bool = _is("the answer to whether its money comes from abroad.", False)


class RivalRow(Record):
    """One country that competes for the work of multinationals."""

    name: str = _is("the name of the country.")
    cost: Annotated[float, Field(gt=0, le=10)] = _is(
        "the cost of a post there, relative to here at the start."
    )
    quality: Annotated[float, Field(gt=0, le=10)] = _is(
        "the work of a post there, filled or not, relative to here at the start."
    )


class Scenario(Record):
    """Where a run starts."""

    schema_: Annotated[Literal[1], Field(alias="schema")] = _is("the version of the format, 1.")
    name: Name = _is("the name of the scenario.")
    title: str = _is("its title in English.")
    title_es: str = _is("its title in Spanish.")
    warm_up: Annotated[int, Field(ge=0, le=240)] = _is("the months before the first month.")
    growth_before: Annotated[int, Field(ge=0, le=240)] = _is(
        "the months before the first month in which the market and outside pay already grow.", 0
    )
    frame: Frame = _is("the country and the stocks of money.")
    outside: Outside = _is("the people and the pay of other sectors.")
    growth: list[Annotated[float, Field(gt=-1, le=1)]] = _is(
        "the growth of customers' budgets in each year; after them the usual number holds.", []
    )
    numbers: dict[str, Any] = _is("the departures from the usual numbers, by name.", {})
    zone: Annotated[list[Zone], Field(min_length=4, max_length=4)] = _is("the zones of the map.")
    firms: Annotated[list[FirmGroup], Field(min_length=1)] = _is(
        "the firms, a table for each kind."
    )
    segment: list[SegmentRow] = _is("the customers, a table for each segment.")
    university: list[UniversityRow] = _is("the institutions of education, a table each.")
    rival: list[RivalRow] = _is("the countries that compete for parents' work, a table each.", [])
    funder: list[FunderRow] = _is("the sources of capital, a table each.", [])

    @model_validator(mode="after")
    def _once(self) -> Scenario:
        tables: dict[str, list[str]] = {
            "zone": [row.name for row in self.zone],
            "firms": [row.kind for row in self.firms],
            "segment": [row.name for row in self.segment],
            "university": [f"{u.name} ({u.skill}, {u.degree})" for u in self.university],
            "rival": [row.name for row in self.rival],
            "funder": [row.name for row in self.funder],
        }
        for table, names in tables.items():
            for name in names:
                if names.count(name) > 1:
                    raise wrong(f"[[{table}]] {name} stands twice; each has one table.")
        return self

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

        frame, money = self.frame, ("receivables", "payables", "cash", "debt")
        return self.model_copy(update={
            "frame": frame.model_copy(update={
                "unemployed": skills(frame.unemployed),
                "projects": frame.projects * factor,
                **{m: getattr(frame, m) * factor for m in money}}),
            "outside": self.outside.model_copy(
                update={"reservoir": skills(self.outside.reservoir)}),
            "zone": [z.model_copy(update={"capacity": times(z.capacity), "others": times(z.others)})
                     for z in self.zone],
            "firms": [g.model_copy(update={
                "count": max(times(g.count), min(g.count, 1)), "staff": times(g.staff),
                "zones": {k: times(v) for k, v in g.zones.items()}}) for g in self.firms],
            "segment": [
                s.model_copy(update={"budget": s.budget * factor, "local": s.local * factor})
                for s in self.segment],
            "university": [
                u.model_copy(update={
                    "graduates": u.graduates * factor, "research": u.research * factor})
                for u in self.university],
            "funder": [f.model_copy(update={"pot": f.pot * factor}) for f in self.funder],
            "numbers": {**self.numbers, **_scaled_numbers(self.numbers, factor)},
        })  # fmt: skip


GROW_WITH_SCALE: tuple[tuple[type[Rules], str], ...] = (
    (MigrationRules, "applicants_abroad"), (MigrationRules, "network_base"),
    (EnterpriseRules, "entry_rate"), (CapitalRules, "reviewers"),
    (EducationRules, "liaison_half"),
)  # fmt: skip
"""Numbers of a cluster of one size; all others are rates, shares or of a firm."""


def _scaled_numbers(given: dict[str, Any], factor: float) -> dict[str, Any]:
    """Numbers of a cluster so many times as large, never below their range."""
    scaled = {}
    for book, name in GROW_WITH_SCALE:
        row: Number[Any] = book.rows[name]
        value = np.asarray(row.read(given.get(name, row.default)))
        scaled[name] = np.maximum(value * factor, row.low).tolist()
    return scaled


def list_scenarios() -> list[str]:
    """Names of the scenarios that come with the package."""
    return sorted(path.stem for path in HOME.glob("*.toml"))


def load_scenario(name: str | Path) -> Scenario:
    """Read a scenario by its name, or from a file.

    Raises:
        InputError: No such scenario.
        FileError: Every mistake of the file, with key, value and what is possible.
    """
    known = list_scenarios()
    if isinstance(name, str) and name in known:
        return read_scenario(HOME / f"{name}.toml")
    if not Path(name).is_file():
        raise InputError([
            f"{name} is neither a scenario nor a file.{did_you_mean(str(name), known)} "
            f"Scenarios: {', '.join(known)}."
        ])  # fmt: skip
    return read_scenario(Path(name))


def read_scenario(path: Path) -> Scenario:
    """Check a scenario file, whole.

    Raises:
        FileError: Every mistake, with key, value and what is possible.
    """
    try:
        return Scenario.model_validate(extended_by(path, HOME))
    except ValidationError as wrong:
        raise FileError(f"{called(path)}: {said}" for said in sentences(wrong, Scenario)) from None
