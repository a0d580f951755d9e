"""The tables of policy and experiment files: what they may hold."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Annotated, Any, Literal, cast

from pydantic import (
    BeforeValidator,
    Field,
    ValidationInfo,
    create_model,
    field_validator,
)

from cluster_abm.agents.firms import TARGETS
from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.policy import FOREVER, Change
from cluster_abm.core.programme import STATUTES
from cluster_abm.core.rules import EVERYBODY, Law, Number, Target
from cluster_abm.core.timing import LAST_MONTH, Pulse, Trigger
from cluster_abm.core.units import date_of
from cluster_abm.scenarios.toml import shown
from cluster_abm.scenarios.words import LONGEST_TEXT, Known, Month, Name, Page, wrong

MOST_MONEY = 1e13
"""Largest amount of a file, US$."""
MOST_POLICIES = 64
"""Policies in one file, and changes in one policy."""


def _classes(word: str) -> Any:
    """The type of one word of a target: the name of a class, or a list of names."""
    names = [member.name.lower() for member in TARGETS[word][1]]

    def read(given: Any) -> Any:
        asked = given if isinstance(given, list) else [given]
        strange = [name for name in asked if name not in names]
        if strange or not asked:
            what = f"{shown(strange[0])} is" if strange else "an empty list names"
            hint = did_you_mean(str(strange[0]), names) if strange else ""
            raise wrong(f": {what} none of {', '.join(names)}.{hint}")
        return frozenset(names.index(name) for name in asked)

    return Annotated[
        frozenset[int] | None,
        BeforeValidator(read),
        Field(description=f"the {word} of the firms that are meant."),
    ]


TargetPage = cast(
    "type[Page]",
    create_model(
        "TargetPage",
        __base__=Page,
        **cast("Any", {word: (_classes(word), None) for word in TARGETS}),
    ),
)


class RampPage(Page):
    """How a change comes in."""

    shape: Literal["linear"] = Field("linear", description="the way from old to new.")
    months: int = Field(
        ge=0,
        le=LAST_MONTH,
        description="the time that the change takes to come in.",
        json_schema_extra={"unit": "months"},
    )


class PulsePage(Page):
    """How a change comes and goes."""

    every: int = Field(
        ge=2,
        le=LAST_MONTH,
        description="the time from one beginning to the next.",
        json_schema_extra={"unit": "months"},
    )
    months: int = Field(
        ge=1,
        lt=LAST_MONTH,
        description="the time for which the change holds each time.",
        json_schema_extra={"unit": "months"},
    )

    @field_validator("months")
    @classmethod
    def _goes_again(cls, given: int, info: ValidationInfo) -> int:
        if given >= info.data.get("every", LAST_MONTH):
            raise wrong(f"= {given} must be below every = {info.data['every']}.")
        return given


def _statute(given: Any) -> Any:
    if not isinstance(given, str) or given not in STATUTES:
        hint = did_you_mean(str(given), STATUTES)
        raise wrong(f"= {shown(given)} is none of {', '.join(STATUTES)}.{hint}")
    return STATUTES[given]


def _condition(given: Any) -> Any:
    if not isinstance(given, str) or len(given) > LONGEST_TEXT:
        raise wrong(f'= {shown(given)} is not a short text such as "unemployment > 0.12".')
    try:
        return Trigger.read(given)
    except InputError as error:
        raise wrong(f"= {shown(given)} is not a condition. {error}") from None


class InterventionPage(Page):
    """One lever at another value, for some time and for some firms."""

    lever: str = Field(description="the number that the policy changes.")
    value: float = Field(description="the value of the lever when the change is complete.")
    start: Month = Field(alias="from", description="the first month with the change.")
    until: Month | None = Field(None, description="the first month without the change.")
    ramp: RampPage | None = Field(None, description="how the change comes in.")
    target: TargetPage | None = Field(None, description="the firms that are meant.")  # type: ignore[valid-type]
    pulse: PulsePage | None = Field(None, description="how the change comes and goes.")
    sunset: int | None = Field(
        None,
        ge=1,
        le=LAST_MONTH,
        description="the time after which the change lapses, from its first month on.",
        json_schema_extra={"unit": "months"},
    )
    trigger: Annotated[Any, BeforeValidator(_condition)] = Field(
        None, description="the condition on last month's statistics under which it holds."
    )
    latch: bool = Field(
        False, description="it holds on once its trigger has been pulled, whatever comes later."
    )
    budget_cap: float | None = Field(
        None,
        gt=0,
        le=MOST_MONEY,
        description="the cost at which the change stops.",
        json_schema_extra={"unit": "US$"},
    )
    statute: Annotated[Any, BeforeValidator(_statute)] = Field(
        None, description="what the change rests on; without one it is imposed, and lasts."
    )
    programme: Name = Field(
        "", description="the name under which changes live and die together; the lever's if empty."
    )
    adopt: bool = Field(False, description="the answer to whether it must be adopted first.")
    hazard: float = Field(
        0.0,
        ge=0,
        lt=1,
        description="the chance of adoption in a usual month.",
        json_schema_extra={"unit": "probability/month"},
    )

    @field_validator("lever")
    @classmethod
    def _is_lever(cls, given: str, info: ValidationInfo) -> str:
        numbers = _numbers(info)
        row = numbers.get(given)
        if numbers and (row is None or not row.lever):
            what = "is a number, but not a lever" if row else "is not a lever"
            hint = did_you_mean(given, [n for n, r in numbers.items() if r.lever])
            raise wrong(f"= {shown(given)} {what}.{hint} The command list levers shows them all.")
        return given

    @field_validator("value", mode="before")
    @classmethod
    def _in_range(cls, given: Any, info: ValidationInfo) -> Any:
        row = _numbers(info).get(info.data.get("lever", ""))
        if row is not None:
            try:
                row.read(given)
            except InputError as error:
                raise wrong(f": {error}{_nearest(given, row)}") from None
        return given

    @field_validator("until")
    @classmethod
    def _after_start(cls, given: int | None, info: ValidationInfo) -> int | None:
        start = info.data.get("start")
        if given is not None and start is not None and given <= start:
            raise wrong(
                f"= {date_of(given)} must come after from = {date_of(start)}: "
                "it is the first month without the change."
            )
        return given

    @field_validator("target")
    @classmethod
    def _may_differ(cls, given: Page | None, info: ValidationInfo) -> Page | None:
        row = _numbers(info).get(info.data.get("lever", ""))
        if given is not None and row is not None and not isinstance(row.default, Law):
            raise wrong(f": {row.name} is the same for everybody; leave the target out.")
        return given

    @field_validator("trigger")
    @classmethod
    def _is_published(cls, given: Trigger, info: ValidationInfo) -> Trigger:
        metrics = cast("Known", info.context).metrics
        if metrics and given.metric not in metrics:
            raise wrong(
                f": {shown(given.metric)} is not a metric.{did_you_mean(given.metric, metrics)} "
                "The command list metrics shows them all."
            )
        return given

    @field_validator("budget_cap")
    @classmethod
    def _is_counted(cls, given: float | None, info: ValidationInfo) -> float | None:
        row = _numbers(info).get(info.data.get("lever", ""))
        if row is not None and not row.spends:
            raise wrong(
                f": no published statistic says what {row.name} costs, so that nobody knows when "
                "the cap is reached. Leave it out, or end the change with until or sunset."
            )
        if row is not None and row.lasting:
            raise wrong(
                f": what is agreed under {row.name} goes on costing when it stops, so that no cap "
                "can be kept. End the change with until or sunset."
            )
        return given

    def change(self) -> Change:
        """The record that the model reads."""
        return Change(
            lever=self.lever,
            value=self.value,
            start=self.start,
            until=FOREVER if self.until is None else self.until,
            ramp=self.ramp.months if self.ramp else 0,
            target=target_of(self.target),
            pulse=Pulse(self.pulse.every, self.pulse.months) if self.pulse else None,
            sunset=self.sunset,
            trigger=self.trigger,
            latch=self.latch,
            budget_cap=self.budget_cap,
            statute=self.statute,
            programme=self.programme,
            adopt=self.adopt,
            hazard=self.hazard,
        )


class PolicyPage(Page):
    """A named set of changes."""

    id: Name = Field(description="the name of the policy.")
    question: str = Field("", max_length=LONGEST_TEXT, description="what the policy asks.")
    question_es: str = Field("", max_length=LONGEST_TEXT, description="the same in Spanish.")
    extends: list[Name] = Field([], max_length=MOST_POLICIES, description="policies it builds on.")
    intervention: list[InterventionPage] = Field(
        [], max_length=MOST_POLICIES, description="the changes, a table each."
    )


class StopPage(Page):
    """A precision rule, never a significance rule."""

    outcome: str = Field(description="the outcome whose precision decides.")
    half_width: float = Field(
        gt=0,
        le=1,
        description="half the width of the interval that is wanted.",
        json_schema_extra={"unit": "share of the baseline mean"},
    )
    level: float = Field(0.95, ge=0.5, le=0.999, description="the level of the interval.")


class ReplicationPage(Page):
    """How many random worlds."""

    root_seed: int = Field(ge=0, lt=2**63, description="the seed from which all luck is drawn.")
    least: int = Field(
        20,
        alias="min",
        ge=2,
        le=100_000,
        description="the fewest worlds.",
        json_schema_extra={"unit": "replicates"},
    )
    most: int = Field(
        400,
        alias="max",
        ge=2,
        le=100_000,
        description="the most worlds.",
        json_schema_extra={"unit": "replicates"},
    )
    stop: StopPage | None = Field(None, description="when the interval is narrow enough.")

    @field_validator("most")
    @classmethod
    def _not_fewer(cls, given: int, info: ValidationInfo) -> int:
        if given < info.data.get("least", given):
            raise wrong(f"= {given} is below min = {info.data['least']}.")
        return given


class QuestionPage(Page):
    """What an experiment asks, of which world, and what answers it."""

    name: Name = Field(description="the name of the experiment and of its folder of results.")
    question: str = Field(max_length=LONGEST_TEXT, description="what the experiment asks.")
    question_es: str = Field("", max_length=LONGEST_TEXT, description="the same in Spanish.")
    catalogue: list[str] = Field([], max_length=1000, description="rows of the catalogue.")
    scenario: str = Field(description="the world in which the question is asked.")
    months: int = Field(
        ge=1,
        le=LAST_MONTH,
        description="the length of every run.",
        json_schema_extra={"unit": "months"},
    )
    outcomes: list[str] = Field(
        min_length=1, max_length=200, description="the metrics that answer."
    )

    @field_validator("outcomes")
    @classmethod
    def _are_metrics(cls, given: list[str], info: ValidationInfo) -> list[str]:
        metrics = info.context.metrics if info.context else frozenset()
        strange = [
            f"{shown(n)} is not a metric.{did_you_mean(n, metrics)}"
            for n in given
            if metrics and n not in metrics
        ]
        twice = [f"{shown(n)} stands twice." for n in dict.fromkeys(given) if given.count(n) > 1]
        if strange or twice:
            raise wrong(f": {' '.join(strange + twice)} The command list metrics shows them all.")
        return given

    @field_validator("scenario")
    @classmethod
    def _is_scenario(cls, given: str, info: ValidationInfo) -> str:
        scenarios = info.context.scenarios if info.context else frozenset()
        if scenarios and given not in scenarios:
            raise wrong(
                f"= {shown(given)} is not a scenario.{did_you_mean(given, scenarios)} "
                f"There are: {', '.join(sorted(scenarios))}."
            )
        return given


def _no_flag(given: Any) -> Any:
    # In Python true equals 1.
    if isinstance(given, bool):
        raise wrong(f"= {shown(given)} is not 1, the version of the format.")
    return given


class FilePage(Page):
    """A file with policies, and an experiment or not."""

    version: Annotated[Literal[1], BeforeValidator(_no_flag)] = Field(
        1, alias="schema", description="the version of the format, 1."
    )
    experiment: QuestionPage | None = Field(None, description="what is asked.")
    replication: ReplicationPage | None = Field(None, description="how many random worlds.")
    policy: list[Any] = Field(
        [], max_length=MOST_POLICIES, description="the policies, a table each."
    )
    uncertainty: Any = Field(None, description="which numbers are uncertain.")


def _numbers(info: ValidationInfo) -> Mapping[str, Number[Any]]:
    return cast("Known", info.context).numbers


def _nearest(given: Any, row: Number[Any]) -> str:
    if isinstance(given, bool) or not isinstance(given, int | float):
        return " Write a number without quotes."
    if not isfinite(given):
        return " Write a finite number."
    if row.high <= 1 < given <= 100:
        return f" For {given:g} % write {given / 100:g}."
    return f" The nearest possible value is {min(max(row.low, given), row.high):g}."


def target_of(page: Page | None) -> Target:
    """The firms that a table names; without a table, everybody."""
    if page is None:
        return EVERYBODY
    meant = {TARGETS[word][0]: classes for word, classes in page.model_dump().items() if classes}
    return Target(meant) if meant else EVERYBODY
