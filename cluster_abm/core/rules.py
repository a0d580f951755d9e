"""Numbers the model takes from outside, and for whom they hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, ClassVar, Self, overload

import numpy as np

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.tables import Flags, Floats

LABELS = ("report", "derived", "paper", "calibrated", "assumption")


@dataclass(frozen=True)
class Target:
    """Whom a change holds for: in every attribute named, one of the classes named."""

    of: Mapping[str, frozenset[int]] = field(default_factory=dict)

    def holds(self, table: Any) -> Flags:
        """Which rows of *table* are meant, shape ``(rows,)``."""
        meant = np.ones(len(table), bool)
        for name, classes in self.of.items():
            meant &= np.isin(getattr(table, name), list(classes))
        return meant

    def meets(self, other: Target) -> bool:
        """Could one actor be meant by both?  Known without looking at any actor."""
        return all(self.of[name] & other.of[name] for name in self.of if name in other.of)


EVERYBODY = Target()


@dataclass(frozen=True)
class Law:
    """A number with exceptions: what the books say, not yet whom it hits."""

    usual: float
    exceptions: tuple[tuple[Target, float], ...] = ()

    def of(self, table: Any) -> Floats:
        """The number that holds for each row of *table*, shape ``(rows,)``."""
        answer = np.empty(len(table))
        answer.fill(self.usual)
        for target, value in self.exceptions:
            answer[target.holds(table)] = value
        return answer

    @property
    def nil(self) -> bool:
        """Is it nought for everybody?"""
        return not self.usual and not any(value for _, value in self.exceptions)

    def values(self) -> Iterator[float]:
        """Every value that somebody may meet."""
        yield self.usual
        yield from (value for _, value in self.exceptions)


@dataclass(frozen=True, kw_only=True)
class Number[T]:
    """One row of the table of assumptions; as an attribute of rules, its value."""

    default: T
    unit: str
    low: float
    high: float
    source: str
    doc: str
    lever: bool = False
    who: str = ""
    catalogue: str = ""
    cost: str = ""
    spends: str = ""
    """Metric that publishes what the lever costs, US$/month; nil while the lever rests."""
    lasting: bool = False
    """Does it go on costing when it stops, because what was agreed under it lasts?"""
    agency: str = ""
    """Public body in charge of the lever; empty if none is."""
    budget: bool = False
    """Is it a budget, of which an agency may spend a part only?"""
    supports: str = ""
    """Whose plans depend on how long a change of it lasts: ``grants``, ``scholars``, …"""
    over: type[IntEnum] | None = None
    parts: bool = False
    """Is it the parts of a whole, of which not all can be nought?"""
    uncertain: tuple[float, float] | None = None
    name: str = ""

    def __set_name__(self, owner: type, name: str) -> None:
        object.__setattr__(self, "name", name)

    @overload
    def __get__(self, rules: None, owner: type) -> Self: ...
    @overload
    def __get__(self, rules: object, owner: type) -> T: ...
    def __get__(self, rules: object | None, owner: type) -> Self | T:
        # reached from the class only: rules have values of their own
        return self

    @property
    def label(self) -> str:
        """Where the number comes from, in one word: one of ``LABELS``."""
        return self.source.split(":")[0]

    def mistakes(self) -> Iterator[str]:
        """What is wrong with the declaration itself."""
        if not self.low <= self.high:
            yield f"{self.name}: low = {self.low:g} is above high = {self.high:g}."
        if self.label not in LABELS:
            yield f"{self.name}: the source begins with one of {', '.join(LABELS)} and a colon."
        try:
            given: Any = self.default
            self.read(given.tolist() if self.over is not None else given)
        except InputError as error:
            yield from error.mistakes

    def read(self, given: Any) -> T:
        """Turn what a file or a caller gave into the value that the model reads.

        Raises:
            InputError: A wrong type or length, or a value outside the range.
        """
        value: Any
        if isinstance(self.default, Law):
            value = given if isinstance(given, Law) else Law(self._real(given))
            self._check(value.values())
        elif self.over is not None:
            value = self._row(given)
            self._check(value.tolist())
            if self.parts and not value.any():
                raise InputError(
                    [f"{self.name} is 0 for every class; one part must be left.\n"
                     f"  It is {self.doc}"]
                )  # fmt: skip
        else:
            value = self._real(given)
            self._check((value,))
        result: T = value
        return result

    def _real(self, given: Any) -> float:
        if isinstance(given, bool) or not isinstance(given, int | float | np.number):
            raise InputError([f"{self.name} = {given!r} is not a number [{self.unit}]."])
        try:
            return float(given)
        except OverflowError:
            raise InputError([f"{self.name} is a number too large to be read."]) from None

    def _row(self, given: Any) -> Floats:
        assert self.over is not None
        names = [member.name.lower() for member in self.over]
        if isinstance(given, Mapping):
            wrong = [
                f"{self.name}.{n} is not one of {', '.join(names)}.{did_you_mean(n, names)}"
                for n in given
                if n not in names
            ]
            if wrong:
                raise InputError(wrong)
            base = np.array(self.default, float)
            for n, v in given.items():
                base[names.index(n)] = self._real(v)
            given = base.tolist()
        if isinstance(given, str) or not isinstance(given, Sequence | np.ndarray):
            raise InputError([f"{self.name} needs one number for each of {', '.join(names)}."])
        if len(given) != len(names):
            needs = f"it needs {len(names)}: {', '.join(names)}"
            raise InputError([f"{self.name} has {len(given)} numbers; {needs}."])
        row = np.array([self._real(v) for v in given])
        row.flags.writeable = False
        return row

    def _check(self, values: Any) -> None:
        wrong = [
            f"{self.name} = {v:g} is outside {self.low:g} to {self.high:g} [{self.unit}].\n"
            f"  It is {self.doc}"
            for v in values
            if not self.low <= v <= self.high
        ]
        if wrong:
            raise InputError(wrong)


def whole_rows(given: Mapping[str, Any], rows: Mapping[str, Number[Any]]) -> dict[str, Any]:
    """Put values of single classes, such as ``pay.engineer``, into their rows.

    Args:
        given: Values by leaf name, or by leaf name and class.
        rows: The numbers of the model.

    Returns:
        Values by leaf name; what is no class of any number stays as it is, to be refused.
    """
    whole = {name: value for name, value in given.items() if _row_of(name, rows) is None}
    for name, value in given.items():
        row = _row_of(name, rows)
        if row is not None and row.over is not None:
            before = whole.get(row.name, {})
            if not isinstance(before, Mapping):
                members = (member.name.lower() for member in row.over)
                before = dict(zip(members, before, strict=True))
            whole[row.name] = {**before, name.partition(".")[2]: value}
    return whole


def _row_of(name: str, rows: Mapping[str, Number[Any]]) -> Number[Any] | None:
    """The number by class of which *name* is one class, if it is."""
    leaf, dot, _ = name.partition(".")
    row = rows.get(leaf) if dot else None
    return row if row is not None and row.over is not None else None


def number(default: float, **given: Any) -> Number[float]:
    """Declare a number that is the same for everybody in every month of a run."""
    return Number(default=default, **given)


def lever(default: float, *, who: str, **given: Any) -> Number[float]:
    """Declare a number that somebody may change, for everybody, from a date on."""
    return Number(default=default, lever=True, who=who, **given)


def law(default: float, *, who: str, **given: Any) -> Number[Law]:
    """Declare a lever that may differ between firms."""
    return Number(default=Law(default), lever=True, who=who, **given)


def by(over: type[IntEnum], *default: float, **given: Any) -> Number[Floats]:
    """Declare one number for each member of a class, such as each class of staff."""
    row = np.array(default, float)
    row.flags.writeable = False
    return Number(default=row, over=over, **given)


class Rules:
    """The numbers of one submodel in one month."""

    rows: ClassVar[dict[str, Number[Any]]] = {}
    values: dict[str, Any]

    def __init_subclass__(cls) -> None:
        cls.rows = cls.rows | {n: r for n, r in vars(cls).items() if isinstance(r, Number)}
        wrong = [mistake for row in cls.rows.values() for mistake in row.mistakes()]
        if wrong:
            raise InputError([f"{cls.__name__}.{mistake}" for mistake in wrong])

    def __init__(self, **given: Any) -> None:
        wrong = [
            f"{n} is not a number of the model.{did_you_mean(n, self.rows)}"
            for n in given
            if n not in self.rows
        ]
        values = {}
        for name, row in self.rows.items():
            try:
                values[name] = row.read(given[name]) if name in given else row.default
            except InputError as error:
                wrong += error.mistakes
        if wrong:
            raise InputError(wrong)
        vars(self).update(values, values=values)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{name} is a rule of the month; only a policy changes it.")

    def but(self, **changed: Any) -> Self:
        """The same rules with some values changed."""
        return type(self)(**(self.values | changed))


def all_numbers(books: Sequence[type[Rules]]) -> dict[str, Number[Any]]:
    """Every number of every submodel by its leaf name; leaf names are unique.

    Raises:
        InputError: Two submodels use one name.
    """
    table: dict[str, Number[Any]] = {}
    for book in books:
        for name, row in book.rows.items():
            if name in table:
                raise InputError([f"Two numbers are called {name}; leaf names are unique."])
            table[name] = row
    return table
