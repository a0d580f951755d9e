"""Policies: dated changes of numbers.  Nothing is switched on, so nothing is left on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.programme import Programme, Standing, Statute
from cluster_abm.core.rules import EVERYBODY, Law, Number, Rules, Target, all_numbers, whole_rows
from cluster_abm.core.timing import LAST_MONTH, Published, Pulse, Trigger

FOREVER = 10**9
ALWAYS = Standing(0, FOREVER)
NOT_YET = Standing(FOREVER, FOREVER)


@dataclass(frozen=True, kw_only=True)
class Change:
    """One lever at another value, from a month on, for some or for all.

    Attributes:
        lever: Name of the lever.
        value: Its value when the change is complete.
        start: First month with the change; month 0 is January 2009.
        until: First month without it.
        ramp: Months over which it comes in, in equal steps; 0 comes at once.
        target: For whom.
        pulse: How it comes and goes between those months.
        sunset: Months after which it lapses for good, counted from the first with it.
        trigger: It holds only in months after which this was published.
        latch: Once its trigger is pulled it holds on, whatever is published later.
        budget_cap: US$; it stops for good when so much has been published as its cost.
        statute: What it rests on, so that a change of government may end it; without one it is
            imposed from outside, and lasts.
        programme: Changes of one programme live and die together; the lever's own if empty.
        adopt: It is a reform on the agenda, which holds once it is adopted.
        hazard: Chance that it is adopted in a usual month, 0 to below 1.
    """

    lever: str
    value: float
    start: int = 0
    until: int = FOREVER
    ramp: int = 0
    target: Target = EVERYBODY
    pulse: Pulse | None = None
    sunset: int | None = None
    trigger: Trigger | None = None
    latch: bool = False
    budget_cap: float | None = None
    statute: Statute | None = None
    programme: str = ""
    adopt: bool = False
    hazard: float = 0.0

    @property
    def imposed(self) -> bool:
        """Is it imposed from outside, so that no government can end it?"""
        return self.statute is None

    @property
    def part_of(self) -> str:
        """Name of the programme that it is part of."""
        return self.programme or self.lever

    def as_it_stands(self, standing: Standing) -> Change:
        """The same change between the months in which politics lets it hold.

        >>> decree = Change(lever="soft_cost", value=0, start=3, statute=Statute.DECREE)
        >>> decree.as_it_stands(Standing(0, 66)).until
        66
        """
        return replace(
            self, start=max(self.start, standing.first), until=min(self.until, standing.end)
        )

    @property
    def conditional(self) -> bool:
        """Does it depend on what is published, so that its months are not known before a run?"""
        return self.trigger is not None or self.budget_cap is not None

    @property
    def end(self) -> int:
        """First month in which it can no longer hold."""
        if self.sunset is None or self.trigger is not None:
            return self.until
        return min(self.until, self.start + self.sunset)

    def planned(self, month: int) -> bool:
        """Do its dates allow it in *month*?

        >>> fair = Change(lever="soft_cost", value=0, start=3, pulse=Pulse(every=12, months=2))
        >>> [month for month in range(30) if fair.planned(month)]
        [3, 4, 15, 16, 27, 28]
        """
        if not self.start <= month < self.end:
            return False
        return self.pulse is None or (month - self.start) % self.pulse.every < self.pulse.months

    def progress(self, month: int, published: Published | None = None, cost: str = "") -> float:
        """How much of the change holds in *month*, 0 to 1.

        Args:
            month: The month.
            published: Statistics of the months before, for changes that depend on them.
            cost: Name of the statistic that says what the lever costs.

        >>> change = Change(lever="foreign_quota", value=0.3, start=12, until=72, ramp=4)
        >>> [change.progress(m) for m in (11, 12, 13, 15, 71, 72)]
        [0.0, 0.25, 0.5, 1.0, 1.0, 0.0]
        """
        if not self.planned(month):
            return 0.0
        if self.conditional:
            *_, share = self.path(month + 1, published or Published({}, month), cost)
            return share
        lived = month - self.start
        return self._share((lived % self.pulse.every if self.pulse else lived) + 1)

    def path(self, months: int, published: Published, cost: str = "") -> Iterator[float]:
        """How much of the change holds in each month from its first to the one before *months*.

        It is worked out afresh from what was published, so that nothing has to be remembered.
        A cap knows what was published before the month, so it is passed by at most what the last
        month with the change cost.
        """
        first, spell, spent, pulled = FOREVER, 0, 0.0, False
        for month in range(self.start, months):
            if cost and month > self.start:
                spent += published.of(cost, month - 1)
            holds = self.planned(month) and month < first + (self.sunset or FOREVER)
            if holds and self.trigger is not None and not pulled:
                holds = self.trigger.met(published.of(self.trigger.metric, month - 1))
                pulled = holds and self.latch
            if holds and self.budget_cap is not None:
                holds = spent < self.budget_cap
            spell = spell + 1 if holds else 0
            first = min(first, month) if holds else first
            yield self._share(spell)

    def _share(self, lived: int) -> float:
        """Part of the change that has come in, in its so manieth month in a row."""
        return min(1.0, lived / max(1, self.ramp))

    def meets(self, other: Change) -> bool:
        """Could both hold for one actor in one month?"""
        if self.lever != other.lever or not self.target.meets(other.target):
            return False
        if self.imposed != other.imposed:
            # what is imposed beats what is adopted, so they may stand side by side
            return False
        latched = self.latch or other.latch
        if self.trigger and other.trigger and not latched and self.trigger.excludes(other.trigger):
            return False
        first, last = max(self.start, other.start), min(self.end, other.end)
        if self.pulse is None and other.pulse is None:
            return first < last
        return any(
            self.planned(month) and other.planned(month)
            for month in range(first, min(last, LAST_MONTH + 1))
        )

    def mistakes(
        self, levers: Mapping[str, Number[Any]], metrics: Collection[str] = ()
    ) -> list[str]:
        """What is wrong with the change, in sentences.

        Args:
            levers: The numbers of the model.
            metrics: What it publishes; any name will do if that is not known.
        """
        row = levers.get(self.lever)
        if row is None or not row.lever:
            what = "is a number, but not a lever" if row else "is not a lever"
            known = [n for n, r in levers.items() if r.lever]
            return [f"{self.lever} {what}.{did_you_mean(self.lever, known)}"]
        wrong = []
        if self.target.of and not isinstance(row.default, Law):
            wrong.append(f"{self.lever} is the same for everybody; it takes no target.")
        if not self.start < self.until:
            wrong.append(f"{self.lever}: until ({self.until}) must come after from ({self.start}).")
        if self.start < 0 or self.ramp < 0:
            wrong.append(f"{self.lever}: from and ramp cannot be negative.")
        try:
            row.read(self.value)
        except InputError as error:
            wrong += error.mistakes
        return [*wrong, *self._untimely(row, metrics), *self._unlawful()]

    def _untimely(self, row: Number[Any], metrics: Collection[str]) -> Iterator[str]:
        """What is wrong with pulse, sunset, trigger and cap."""
        if self.pulse and not 1 <= self.pulse.months < self.pulse.every:
            yield (
                f"{self.lever}: a pulse of {self.pulse.months} months every {self.pulse.every} "
                "never comes or never goes; it needs 1 month or more, and fewer than every."
            )
        if self.sunset is not None and self.sunset < 1:
            yield f"{self.lever}: sunset ({self.sunset}) must be at least 1 month."
        if self.latch and self.trigger is None:
            yield f"{self.lever}: latch means something only with a trigger."
        if self.trigger and metrics and self.trigger.metric not in metrics:
            known = did_you_mean(self.trigger.metric, metrics)
            yield f"{self.lever}: trigger: {self.trigger.metric} is not a metric.{known}"
        if self.budget_cap is not None and not row.spends:
            yield (
                f"{self.lever}: a budget_cap cannot be kept, because no published statistic says "
                "what this lever costs. Leave the cap out, or end it with until or sunset."
            )
        elif self.budget_cap is not None and row.lasting:
            yield (
                f"{self.lever}: a budget_cap cannot be kept, because what is agreed under this "
                "lever goes on costing when it stops. End it with until or sunset."
            )
        elif self.budget_cap is not None and metrics and row.spends not in metrics:
            yield (
                f"{self.lever}: a budget_cap cannot be kept, because {row.spends}, which says what "
                "this lever costs, is not observed. Observe it, or leave the cap out."
            )
        elif self.budget_cap is not None and not self.budget_cap > 0:
            yield f"{self.lever}: budget_cap ({self.budget_cap:g}) must be above 0 [US$]."

    def _unlawful(self) -> Iterator[str]:
        """What is wrong with statute, programme and adoption."""
        if self.imposed and (self.adopt or self.programme):
            word = "adopt" if self.adopt else "programme"
            yield (
                f"{self.lever}: {word} needs a statute (decree, regulation or law); "
                "without one the change is imposed and lasts."
            )
        if self.adopt and not 0 < self.hazard < 1:
            yield (
                f"{self.lever}: hazard ({self.hazard:g}) must lie above 0 and below 1 "
                "[probability/month], as adopt is set."
            )
        elif self.hazard and not self.adopt:
            yield f"{self.lever}: hazard means something only with adopt = true."


@dataclass(frozen=True)
class Policy:
    """What is asked of the model: a named set of changes."""

    id: str = "baseline"
    changes: tuple[Change, ...] = ()
    question: str = ""
    question_es: str = ""

    def __add__(self, other: Policy) -> Policy:
        return Policy(f"{self.id}+{other.id}", self.changes + other.changes)

    @property
    def first_month(self) -> int:
        """First month in which anything may differ from the baseline."""
        return min((c.start for c in self.changes), default=FOREVER)

    @property
    def parts(self) -> dict[str, list[Change]]:
        """The changes that are not imposed, by programme."""
        parts: dict[str, list[Change]] = {}
        for change in self.changes:
            if not change.imposed:
                parts.setdefault(change.part_of, []).append(change)
        return parts

    def programmes(self, levers: Mapping[str, Number[Any]]) -> tuple[Programme, ...]:
        """The programmes of the policy, in the order of the changes.

        Args:
            levers: The numbers of the model.
        """
        return tuple(_programme(name, parts, levers) for name, parts in self.parts.items())

    def mistakes(
        self, levers: Mapping[str, Number[Any]], metrics: Collection[str] = ()
    ) -> list[str]:
        """What is wrong with the policy, in sentences; changes that could meet included."""
        wrong = [m for change in self.changes for m in change.mistakes(levers, metrics)]
        wrong += [
            f"{self.id}: the changes of the programme {name} differ in statute, adopt or hazard; "
            "one programme has one of each. Give the others a programme of their own."
            for name, parts in self.parts.items()
            if len({(c.statute, c.adopt, c.hazard) for c in parts}) > 1
        ]
        return wrong + [
            f"{self.id}: two changes of {a.lever} could hold for one firm in one month "
            f"(months {a.start} to {min(a.end, FOREVER) - 1} and {b.start} to {b.end - 1}); "
            "separate their dates or their targets."
            for a, b in combinations(self.changes, 2)
            if a.meets(b)
        ]


def _programme(name: str, parts: Sequence[Change], levers: Mapping[str, Number[Any]]) -> Programme:
    first, rows = parts[0], [levers[change.lever] for change in parts]
    assert first.statute is not None
    return Programme(
        name=name,
        statute=first.statute,
        since=min(change.start for change in parts),
        end=max(change.until for change in parts),
        adopt=first.adopt,
        hazard=first.hazard,
        agency=next((row.agency for row in rows if row.agency), ""),
        supports=frozenset(row.supports for row in rows if row.supports),
    )


BASELINE = Policy()


class RuleBook:
    """The rules of every month: the base numbers and the changes that hold."""

    def __init__(
        self,
        books: Sequence[type[Rules]],
        numbers: Mapping[str, Any] | None = None,
        policy: Policy = BASELINE,
        metrics: Collection[str] = (),
    ) -> None:
        self.levers, self.metrics = all_numbers(books), metrics
        self.policy = policy
        given = whole_rows(numbers or {}, self.levers)
        wrong = [
            f"{n} is not a number of the model.{did_you_mean(n, self.levers)}"
            for n in given
            if n not in self.levers
        ]
        self.base: dict[type[Rules], Rules] = {}
        for book in books:
            try:
                self.base[book] = book(**{n: v for n, v in given.items() if n in book.rows})
            except InputError as error:
                wrong += error.mistakes
        wrong += policy.mistakes(self.levers, metrics)
        if wrong:
            raise InputError(wrong)
        self.programmes = policy.programmes(self.levers)
        self._last: tuple[tuple[float, ...], dict[type[Rules], Rules]] = ((), self.base)

    def under(self, policy: Policy) -> RuleBook:
        """The same numbers under another policy.

        Raises:
            InputError: The policy cannot be used.
        """
        wrong = policy.mistakes(self.levers, self.metrics)
        if wrong:
            raise InputError(wrong)
        other = copy(self)
        other.policy, other._last = policy, ((), self.base)
        other.programmes = policy.programmes(self.levers)
        return other

    def in_force(
        self,
        month: int,
        published: Mapping[str, Sequence[float]] | None = None,
        standing: Mapping[str, Standing] | None = None,
    ) -> dict[type[Rules], Rules]:
        """The rules of *month*: a pure function of the month, of what was published, of politics.

        Args:
            month: The month.
            published: Values of each metric, one a month; the last is last month's.
            standing: Where each programme stands; without it, those that need no adoption last.
        """
        before = Published(published or {}, month)
        progress = tuple(
            self._progress(change, month, before, standing or {}) for change in self.policy.changes
        )
        if not any(progress):
            return self.base
        if progress != self._last[0]:
            self._last = progress, self._changed(progress)
        return self._last[1]

    def _progress(
        self, change: Change, month: int, before: Published, standing: Mapping[str, Standing]
    ) -> float:
        row = self.levers[change.lever]
        if change.imposed:
            return change.progress(month, before, row.spends)
        stands = standing.get(change.part_of, NOT_YET if change.adopt else ALWAYS)
        share = change.as_it_stands(stands).progress(month, before, row.spends)
        return share * stands.executed if row.budget else share

    def _changed(self, progress: Sequence[float]) -> dict[type[Rules], Rules]:
        book_of = {name: book for book in self.base for name in book.rows}
        changed: dict[type[Rules], dict[str, Any]] = {}
        for change, share in _strongest_last(self.policy.changes, progress):
            book = book_of[change.lever]
            values = changed.setdefault(book, dict(self.base[book].values))
            values[change.lever] = _moved(values[change.lever], change, share)
        return self.base | {book: book(**values) for book, values in changed.items()}


def _strongest_last(
    changes: Sequence[Change], progress: Sequence[float]
) -> Iterator[tuple[Change, float]]:
    """The changes that hold: what is adopted, then what is imposed, which beats it.

    Where a lever is imposed on everybody, what is adopted does not hold at all.
    """
    held = [(change, share) for change, share in zip(changes, progress, strict=True) if share]
    for_all = {change.lever for change, _ in held if change.imposed and not change.target.of}
    yield from (
        (change, share) for change, share in held
        if not change.imposed and change.lever not in for_all
    )  # fmt: skip
    yield from ((change, share) for change, share in held if change.imposed)


def _moved(now: float | Law, change: Change, share: float) -> float | Law:
    """The value *share* of the way from what holds now to what the change asks for."""
    if not isinstance(now, Law):
        return _between(now, change.value, share)
    value = _between(now.usual, change.value, share)
    if change.target.of:
        return Law(now.usual, (*now.exceptions, (change.target, value)))
    return Law(value, now.exceptions)


def _between(now: float, goal: float, share: float) -> float:
    # the sum would miss a goal that is reached by a rounding error
    return goal if share == 1 else now + share * (goal - now)
