"""Policies: dated changes of numbers.  Nothing is switched on, so nothing is left on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.rules import EVERYBODY, Law, Number, Rules, Target, all_numbers

FOREVER = 10**9


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
    """

    lever: str
    value: float
    start: int = 0
    until: int = FOREVER
    ramp: int = 0
    target: Target = EVERYBODY

    def progress(self, month: int) -> float:
        """How much of the change holds in *month*, 0 to 1.

        >>> change = Change(lever="foreign_quota", value=0.3, start=12, until=72, ramp=4)
        >>> [change.progress(m) for m in (11, 12, 13, 15, 71, 72)]
        [0.0, 0.25, 0.5, 1.0, 1.0, 0.0]
        """
        if not self.start <= month < self.until:
            return 0.0
        return min(1.0, (month - self.start + 1) / max(1, self.ramp))

    def meets(self, other: Change) -> bool:
        """Could both hold for one actor in one month?"""
        overlap = max(self.start, other.start) < min(self.until, other.until)
        return self.lever == other.lever and overlap and self.target.meets(other.target)

    def mistakes(self, levers: Mapping[str, Number[Any]]) -> list[str]:
        """What is wrong with the change, in sentences."""
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
        return wrong


@dataclass(frozen=True)
class Policy:
    """What is asked of the model: a named set of changes."""

    id: str = "baseline"
    changes: tuple[Change, ...] = ()
    question: str = ""

    def __add__(self, other: Policy) -> Policy:
        return Policy(f"{self.id}+{other.id}", self.changes + other.changes)

    @property
    def first_month(self) -> int:
        """First month in which anything may differ from the baseline."""
        return min((c.start for c in self.changes), default=FOREVER)

    def mistakes(self, levers: Mapping[str, Number[Any]]) -> list[str]:
        """What is wrong with the policy, in sentences; changes that could meet included."""
        wrong = [m for change in self.changes for m in change.mistakes(levers)]
        return wrong + [
            f"{self.id}: two changes of {a.lever} could hold for one firm in one month "
            f"(months {a.start} to {min(a.until, FOREVER) - 1} and {b.start} to {b.until - 1}); "
            "separate their dates or their targets."
            for a, b in combinations(self.changes, 2)
            if a.meets(b)
        ]


BASELINE = Policy()


class RuleBook:
    """The rules of every month: the base numbers and the changes that hold."""

    def __init__(
        self,
        books: Sequence[type[Rules]],
        numbers: Mapping[str, Any] | None = None,
        policy: Policy = BASELINE,
    ) -> None:
        self.levers = all_numbers(books)
        self.policy = policy
        given = dict(numbers or {})
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
        wrong += policy.mistakes(self.levers)
        if wrong:
            raise InputError(wrong)
        self._last: tuple[tuple[float, ...], dict[type[Rules], Rules]] = ((), self.base)

    def under(self, policy: Policy) -> RuleBook:
        """The same numbers under another policy.

        Raises:
            InputError: The policy cannot be used.
        """
        wrong = policy.mistakes(self.levers)
        if wrong:
            raise InputError(wrong)
        other = copy(self)
        other.policy, other._last = policy, ((), self.base)
        return other

    def in_force(self, month: int) -> dict[type[Rules], Rules]:
        """The rules of *month*: a pure function of the month."""
        progress = tuple(c.progress(month) for c in self.policy.changes)
        if not any(progress):
            return self.base
        if progress != self._last[0]:
            self._last = progress, self._changed(progress)
        return self._last[1]

    def _changed(self, progress: Iterable[float]) -> dict[type[Rules], Rules]:
        book_of = {name: book for book in self.base for name in book.rows}
        changed: dict[type[Rules], dict[str, Any]] = {}
        for change, share in zip(self.policy.changes, progress, strict=True):
            if share:
                book = book_of[change.lever]
                values = changed.setdefault(book, dict(self.base[book].values))
                values[change.lever] = _moved(values[change.lever], change, share)
        return self.base | {book: book(**values) for book, values in changed.items()}


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
