"""Metrics: what is observed of a month, one number each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.errors import ClusterError
from cluster_abm.core.tables import Column, Entries, Record
from cluster_abm.core.units import CENTS_PER_DOLLAR

type Entry = Column[np.int64] | Entries
type Counted = Entry | tuple[Entry, ...]

_ADD = np.add.reduce


class Sum:
    """Some counts of a record, less others, added up at once.

    Args:
        counts: Columns of a record, or entries of columns.
        less: Columns or entries that are taken off.
    """

    def __init__(self, counts: Counted, less: Counted = ()) -> None:
        more, fewer = _entries(counts), _entries(less)
        self.record: type[Record] = (more + fewer)[0].of
        words = [self.record.words(some) for some in more + fewer]
        self.words = np.concatenate(words)
        self.signs = np.ones(len(self.words), np.int64)
        self.signs[sum(len(some) for some in words[: len(more)]) :] = -1

    def of(self, record: Record) -> int:
        """What they add up to."""
        counts = record.whole.view(np.int64).take(self.words)
        counts *= self.signs
        return int(_ADD(counts))


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


type Count = Callable[[Record], float]


def counted(
    what: Counted, *, unit: str, less: Counted = (), among: Counted = ()
) -> Callable[[Callable[[], None]], Count]:
    """Declare a metric that is one count of the month, or the sum of some, less others.

    With *among*, other counts of the same record, it is their share in these, or the mean of these;
    1 stands for none.  All are read at once.  The function names it and says its sentence; who
    calls it gives it the record.
    """
    counts, others = Sum(what, less), Sum(among) if among else None

    def declare(named: Callable[[], None]) -> Count:
        def count(record: Record) -> float:
            whole = max(others.of(record), 1) if others else 1
            return counts.of(record) / whole / per

        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            setattr(count, name, getattr(named, name))
        declared = Metric(named.__name__, unit, _sentence_of(named), count, counts, others)
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
    """Metrics that are counts of one sort of record, read together."""

    def __init__(self, record: type[Record], metrics: Iterable[Metric]) -> None:
        self.record, rows = record, list(metrics)
        sums = [m.counts for m in rows if m.counts] + [m.among for m in rows if m.among]
        self.names = [m.name for m in rows]
        self.words = np.concatenate([one.words for one in sums])
        self.signs = np.concatenate([one.signs for one in sums])
        self.starts = np.cumsum([0, *[len(one.words) for one in sums[:-1]]])
        self.shares = np.array([i for i, m in enumerate(rows) if m.among], np.int64)
        self.per = np.array([m.per for m in rows], np.float64)

    def of(self, record: Record) -> Iterator[tuple[str, float]]:
        """Name and value of each."""
        counts = record.whole.view(np.int64).take(self.words)
        counts *= self.signs
        sums, n = np.add.reduceat(counts, self.starts), len(self.names)
        values = sums[:n].astype(np.float64)
        values[self.shares] /= np.maximum(sums[n:], 1)
        values /= self.per
        return zip(self.names, values.tolist(), strict=True)


def readings_of(metrics: Iterable[Metric]) -> list[Readings]:
    """Counts of the month among some metrics, by the record that keeps them."""
    kept: dict[type[Record], list[Metric]] = {}
    for one in metrics:
        if one.counts:
            kept.setdefault(one.counts.record, []).append(one)
    return [Readings(record, rows) for record, rows in kept.items()]


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


_WHOLE = np.dtype(np.int64)
_FEW = 16
"""Whole numbers that Python adds up sooner than NumPy; the order of fractions would matter."""
