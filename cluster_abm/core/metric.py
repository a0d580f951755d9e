"""Metrics: what is observed of a month, one number each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.errors import ClusterError
from cluster_abm.core.tables import Column, Entries, Ints, Record
from cluster_abm.core.units import CENTS_PER_DOLLAR

type Entry = Column[np.int64] | Entries
type Counted = Entry | tuple[Entry, ...]


class Sum:
    """Some counts of the month, less others, added up at once.

    Args:
        counts: Columns of records, or entries of columns.
        less: Columns or entries that are taken off.

    Raises:
        ClusterError: What is no whole number of a record, or no entry of it.
    """

    def __init__(self, counts: Counted, less: Counted = ()) -> None:
        more, fewer = _entries(counts), _entries(less)
        if not more:
            raise ClusterError("There is nothing to count: name a column of a record.")
        parts = [(one.of, _words(one)) for one in more + fewer]
        signs = [1] * len(more) + [-1] * len(fewer)
        self.records: tuple[type[Record], ...] = tuple(dict.fromkeys(of for of, _ in parts))
        self.signs = np.repeat(signs, [len(words) for _, words in parts])
        self._parts = parts
        self.words = self.within(self.records)

    def within(self, records: Iterable[type[Record]]) -> Ints:
        """Where the counts stand if the wholes of these records stand one after the other."""
        starts, end = {}, 0
        for record in records:
            starts[record] = end
            end += record.size_of_whole()
        return np.concatenate([starts[of] + words for of, words in self._parts])

    def of(self, *records: Record) -> int:
        """What they add up to in these records."""
        if len(records) > 1:
            kept = {type(one): one for one in records}
            records = tuple([kept[record] for record in self.records])
        counts = _whole(records).take(self.words)
        counts *= self.signs
        return int(np.add.reduce(counts))


def _whole(records: Sequence[Record]) -> Ints:
    """Every count of some records, one record after the other."""
    wholes = [record.whole for record in records]
    return (wholes[0] if len(wholes) == 1 else np.concatenate(wholes)).view(np.int64)


def _words(one: Entries) -> Ints:
    """Where some entries stand in their record."""
    name = f"{one.of.__name__}.{one.column}"
    if not issubclass(one.of, Record):
        raise ClusterError(f"{name} is no count of the month: a function may add it up.")
    column = one.of.columns[one.column]
    if column.dtype is not np.int64:
        raise ClusterError(f"{name} is no whole number to count.")
    try:
        words = one.of.words(one)
    except IndexError:
        words = np.zeros(0, np.int64)
    if not len(words):
        raise ClusterError(f"{name}[{one.where!r}] is no entry of a column of {column.wide or 1}.")
    return words


def _entries(counts: Counted) -> list[Entries]:
    if isinstance(counts, Entries):
        return [counts]
    if isinstance(counts, Column):
        return [counts[...]]
    return [one for entry in counts for one in _entries(entry)]


@dataclass(frozen=True)
class Metric:
    """A function of the model's state, with its unit and its sentence."""

    name: str
    unit: str
    doc: str
    function: Callable[..., float]
    counts: Sum | None = field(default=None, compare=False)
    """What it adds up, if it is a count of the month."""
    among: Sum | None = field(default=None, compare=False)
    """What that is divided by, if it is a share or a mean."""
    times: float = field(default=1.0, compare=False)
    """What it is multiplied by."""

    @property
    def records(self) -> tuple[type[Record], ...]:
        """Records of the month whose counts it adds up."""
        sums = (self.counts, self.among)
        return tuple(dict.fromkeys(record for one in sums if one for record in one.records))

    @property
    def per(self) -> int:
        """What its counts are divided by: money is kept in cents and told in dollars."""
        return CENTS_PER_DOLLAR if self.unit.startswith("US$") else 1


def metric[F: Callable[..., float]](*, unit: str) -> Callable[[F], F]:
    """Declare a metric; its name is the function's, its sentence the docstring's first line."""

    def declare(function: F) -> F:
        declared = Metric(function.__name__, unit, _sentence_of(function), function)
        function.metric = declared  # type: ignore[attr-defined]
        return function

    return declare


type Count = Callable[..., float]


def counted(
    what: Counted, *, unit: str, less: Counted = (), among: Counted = (), times: float = 1.0
) -> Callable[[Callable[[], None]], Count]:
    """Declare a metric that is one count of the month, or the sum of some, less others.

    With *among*, other counts of the month, it is their share in these, or the mean of these; 1
    stands for none.  With *times*, it is so many times that.  All are read at once.  The function
    names it and says its sentence; who calls it gives it the records.
    """
    counts, others = Sum(what, less), Sum(among) if among else None

    def declare(named: Callable[[], None]) -> Count:
        def count(*records: Record) -> float:
            whole = max(others.of(*records), 1) if others else 1
            return times * counts.of(*records) / whole / per

        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            setattr(count, name, getattr(named, name))
        declared = Metric(named.__name__, unit, _sentence_of(named), count, counts, others, times)
        per = declared.per
        count.metric = declared  # type: ignore[attr-defined]
        return count

    return declare


def _sentence_of(function: Callable[..., Any]) -> str:
    sentence = (function.__doc__ or "").strip().splitlines()
    if not sentence:
        raise ClusterError(f"The metric {function.__name__} needs a sentence.")
    return sentence[0]


class Readings:
    """Metrics that are counts of the month, read together."""

    def __init__(self, metrics: Iterable[Metric]) -> None:
        rows = [one for one in metrics if one.counts]
        sums = [one.counts for one in rows if one.counts]
        sums += [one.among for one in rows if one.among]
        self.names = [one.name for one in rows]
        self.records = tuple(dict.fromkeys(record for one in rows for record in one.records))
        words = [one.within(self.records) for one in sums]
        self.words = np.concatenate([np.zeros(0, np.int64), *words])
        self.signs = np.concatenate([np.zeros(0, np.int64), *[one.signs for one in sums]])
        self.starts = np.cumsum([0, *[len(some) for some in words]])[: len(words)]
        self.shares = np.array([i for i, one in enumerate(rows) if one.among], np.int64)
        self.times = np.array([one.times for one in rows])
        self.per = np.array([one.per for one in rows], np.float64)

    def of(self, kept: Mapping[Any, Any]) -> Iterator[tuple[str, float]]:
        """Name and value of each, from the records by their types."""
        if not self.names:
            return iter(())
        counts = _whole([kept[record] for record in self.records]).take(self.words)
        counts *= self.signs
        sums, n = np.add.reduceat(counts, self.starts), len(self.names)
        values = sums[:n] * self.times
        values[self.shares] /= np.maximum(sums[n:], 1)
        values /= self.per
        return zip(self.names, values.tolist(), strict=True)


def metrics_of(module: Any) -> dict[str, Metric]:
    """Every metric that a module declares, in the order of the file."""
    found = (getattr(value, "metric", None) for value in vars(module).values())
    return {m.name: m for m in found if isinstance(m, Metric)}


def all_metrics(pages: Iterable[Any]) -> dict[str, Metric]:
    """Every metric of some modules by name; no name stands twice.

    Raises:
        ClusterError: Two metrics of one name.
    """
    table: dict[str, Metric] = {}
    for page in pages:
        for name, declared in metrics_of(page).items():
            if name in table and table[name] is not declared:
                raise ClusterError(f"Two metrics are called {name}; names are unique.")
            table[name] = declared
    return table


def total(values: NDArray[Any]) -> float:
    """Add up all entries, as most metrics do; NumPy's own method takes twice as long.

    >>> total(np.array([[1, 2], [3, 4]]))
    10.0
    """
    if values.size <= _FEW and values.dtype is _WHOLE:
        return float(sum(values.ravel().tolist()))
    return float(_ADD(values, None))


_ADD = np.add.reduce
_WHOLE = np.dtype(np.int64)
_FEW = 16
"""Whole numbers that Python adds up sooner than NumPy; the order of fractions would matter."""
