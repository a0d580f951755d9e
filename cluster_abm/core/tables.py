"""Columns and tables: state as arrays, with references that survive departures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cluster_abm.core import compiled
from cluster_abm.core.kernels import rows as kernels
from cluster_abm.core.types import Flags, Floats, Ints, Keys

__all__ = [
    "NOBODY", "Column", "Entries", "Flags", "Floats", "Ints", "Keys", "Record", "Table", "bind",
]  # fmt: skip

NOBODY = -1
ORPHAN = -2
"""A reference whose row has closed, until its own row closes too."""


class Column[S: np.generic]:
    """One attribute of every row.  Read on the class, it is its own declaration."""

    owner: type
    name: str

    def __init__(
        self,
        dtype: type[S],
        unit: str,
        doc: str,
        *,
        over: tuple[type[IntEnum] | int, ...] = (),
        to: str | None = None,
        cascade: bool = False,
        frozen: bool = False,
    ) -> None:
        self.dtype, self.unit, self.doc = dtype, unit, doc
        self.over, self.to, self.cascade, self.frozen = over, to, cascade, frozen
        self.wide = tuple(o if isinstance(o, int) else len(o) for o in over)

    def __set_name__(self, owner: type, name: str) -> None:
        self.owner, self.name = owner, name

    def __getitem__(self, where: Any) -> Entries:
        """Some entries of a column of a record, by the place where they stand."""
        return Entries(self.owner, self.name, where)

    @overload
    def __get__(self, table: None, owner: type) -> Self: ...
    @overload
    def __get__(self, table: Holder, owner: type) -> NDArray[S]: ...
    def __get__(self, table: Holder | None, owner: type) -> Self | NDArray[S]:
        if table is None:
            return self
        # from now on a plain attribute, which Python finds first; see Holder.show
        table.cut.append(self.name)
        rows: NDArray[S] = table.shown[self.name][: table.size]
        table.__dict__[self.name] = rows
        return rows

    if TYPE_CHECKING:
        # a column with this method would be asked at every reading; see Holder.__setattr__
        def __set__(self, table: Holder, values: ArrayLike) -> None: ...


class Entries(NamedTuple):
    """Some entries of a column, named before there is any."""

    of: type
    column: str
    where: Any


type Over = type[IntEnum] | int


def floats(unit: str, doc: str, *over: Over) -> Column[np.float64]:
    """Declare a real number, or one for every member of the classes in *over*."""
    return Column(np.float64, unit, doc, over=over)


def ints(unit: str, doc: str, *over: Over) -> Column[np.int64]:
    """Declare a whole number."""
    return Column(np.int64, unit, doc, over=over)


def small(unit: str, doc: str, *over: Over) -> Column[np.int16]:
    """Declare a whole number between -32,768 and 32,767, kept in two bytes."""
    return Column(np.int16, unit, doc, over=over)


def flags(doc: str, *over: Over) -> Column[np.bool_]:
    """Declare the answer to a yes-or-no question."""
    return Column(np.bool_, "yes/no", doc, over=over)


def cents(doc: str, *over: Over) -> Column[np.int64]:
    """Declare money in hand or owed: read by all, written by the ledger alone."""
    return Column(np.int64, "US cent", doc, over=over, frozen=True)


def reference(to: str, doc: str, *, cascade: bool = False) -> Column[np.int32]:
    """Declare a row of another table, or NOBODY; it follows that row when rows close up.

    With *cascade*, whoever points at a row that closes is closed as well.
    """
    return Column(np.int32, f"row of {to}", doc, to=to, cascade=cascade)


class Holder:
    """Whatever has columns: a table of many rows, or a record of one."""

    columns: ClassVar[dict[str, Column[Any]]] = {}
    blank: ClassVar[dict[str, int]] = {}
    """What columns hold before anything is known, if not 0."""
    data: dict[str, NDArray[Any]]
    """Every column with its empty room."""
    shown: dict[str, NDArray[Any]]
    """The same as readers see them: what changes only through its owner cannot be written."""
    cut: list[str]
    """Columns that somebody has read, and that are plain attributes since then."""
    size: int

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        cls.columns = {
            name: column
            for base in reversed(cls.__mro__)
            for name, column in vars(base).items()
            if isinstance(column, Column)
        }
        cls.blank = {name: NOBODY for name, column in cls.columns.items() if column.to}

    def __setattr__(self, name: str, value: Any) -> None:
        column = self.columns.get(name)
        if column is None:
            super().__setattr__(name, value)
        elif column.frozen:
            raise AttributeError(f"{name} changes only through its owner.")
        else:
            rows = getattr(self, name)
            if isinstance(value, np.ndarray) and value.dtype == rows.dtype:
                rows[...] = value
            else:
                np.copyto(rows, np.asarray(value), casting="same_kind")

    def lock(self) -> None:
        """Let readers see every column that has been laid out, and write those they may."""
        self.shown = {}
        for name, array in self.data.items():
            self.shown[name] = array.view()
            self.shown[name].flags.writeable = not self.columns[name].frozen
        self.show()

    def show(self) -> None:
        """Cut the columns that are read anew, as long as there are rows now."""
        mine, shown, rows = self.__dict__, self.shown, slice(self.size)
        for name in self.cut:
            mine[name] = shown[name][rows]

    def __getstate__(self) -> dict[str, Any]:
        # a copy of a view would no longer be one
        views = {"shown", *self.columns}
        state = {name: value for name, value in vars(self).items() if name not in views}
        return state | {"cut": []}


class Table(Holder):
    """Rows of one sort, dense, oldest first.  Rows join at the end; gaps close up.

    The room behind the last row is empty: every byte of it is 0.
    """

    whole: NDArray[np.uint8]
    """All columns, one after the other in one piece of memory, byte by byte."""
    widths: Ints
    """Bytes of a row in each, shape ``(columns,)``."""

    serial = ints("number", "Who this is; counts up and is never used twice.")
    birth = Column(np.uint64, "key", "Who this is in every world; the key to its luck.")

    def __init__(self, room: int = 64) -> None:
        self.size = self.issued = 0
        self.followers: list[tuple[Table, str]] = []
        self.data, self.cut = {}, []
        self._lay_out(room)

    def _lay_out(self, room: int) -> None:
        """Give every column its empty piece of the whole; the widest entries come first.

        So every entry stands at a multiple of its size.
        """
        kinds = {name: np.dtype(column.dtype) for name, column in self.columns.items()}
        names = sorted(kinds, key=lambda name: -kinds[name].itemsize)
        wide = {name: self.columns[name].wide for name in names}
        self.widths = np.array([kinds[name].itemsize * prod(wide[name]) for name in names])
        self.whole = np.zeros(room * self.widths.sum(), np.uint8)
        pieces = np.split(self.whole, room * np.cumsum(self.widths)[:-1])
        for name, piece in zip(names, pieces, strict=True):
            self.data[name] = piece.view(kinds[name]).reshape(room, *wide[name])
        self.lock()

    def __getstate__(self) -> dict[str, Any]:
        # a copy of a column would no longer be part of the whole
        state = super().__getstate__()
        return {name: state[name] for name in state if name not in ("whole", "widths")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        copies, self.data = self.data, {}
        self._lay_out(len(copies["serial"]))
        for name, array in copies.items():
            self.data[name][...] = array

    def __len__(self) -> int:
        return self.size

    def admit(self, birth: Keys, **values: ArrayLike) -> Ints:
        """Append rows; return where they are.

        Args:
            birth: Birth keys of the newcomers, shape ``(n,)``.
            values: Columns by name, each a scalar or of shape ``(n, …)``; what is not named
                is 0, and a reference not named points at NOBODY.

        Returns:
            Row numbers, shape ``(n,)``.

        Raises:
            TypeError: A name that is not a column.
        """
        data = self.data
        for name in values:
            if name not in data:
                raise TypeError(f"{type(self).__name__} has no column {name!r}.")
        start, n = self.size, len(birth)
        if n:
            data = self.room_for(n)
            new = slice(start, start + n)
            data["birth"][new] = birth
            for name, given in (self.blank | values).items():
                data[name][new] = given
            self.take_in(n)
        return np.arange(start, start + n)

    def room_for(self, rows: int) -> dict[str, NDArray[Any]]:
        """All columns, with room for so many rows behind the last one."""
        self._make_room(self.size + rows)
        return self.data

    def take_in(self, rows: int) -> int:
        """Let so many rows count that were written behind the last one; return the first."""
        start, end, issued = self.size, self.size + rows, self.issued + rows
        if rows:
            self.data["serial"][start:end] = np.arange(self.issued, issued)
            self._resize(end, issued)
        return start

    def _resize(self, rows: int, issued: int) -> None:
        # past the question whether these are columns
        self.__dict__.update(size=rows, issued=issued)
        self.show()

    def _make_room(self, rows: int) -> None:
        if rows <= len(self.data["serial"]):
            return
        before = dict(self.data)
        self._lay_out(rows + rows // 8)
        for name, column in before.items():
            self.data[name][: self.size] = column[: self.size]

    def close(self, gone: Flags) -> None:
        """Drop rows; whoever points at a row follows it, points at NOBODY, or closes too.

        Args:
            gone: Which rows leave, shape ``(rows,)``.
        """
        gaps = gone.nonzero()[0]
        if not len(gaps):
            return
        self.drop(gaps)
        followers = [(table, name) for table, name in self.followers if table.size]
        if not followers:
            return
        # every reference must have moved before anybody else closes
        orphans = [table.follow(name, gaps) for table, name in followers]
        for (table, name), some in zip(followers, orphans, strict=True):
            if some and table.columns[name].cascade:
                table.close(table.data[name][: table.size] == ORPHAN)

    def drop(self, gaps: Ints) -> None:
        """Take rows out, named in order, and move up those behind them."""
        kept = self.size - len(gaps)
        if compiled.in_use:
            kernels.close_gaps(self.whole, self.widths, gaps, self.size)
        else:
            # nobody before the first who leaves has to move
            first = int(gaps[0])
            stays = np.ones(self.size - first, bool)
            stays[gaps - first] = False
            behind = first + stays.nonzero()[0]
            for array in self.data.values():
                array[first:kept] = array.take(behind, axis=0)
                array[kept : self.size] = 0
        self._resize(kept, self.issued)

    def clear(self) -> None:
        """Drop all rows of a table at which nobody points."""
        if self.size:
            if compiled.in_use:
                kernels.clear(self.whole, self.widths, self.size)
            else:
                self.whole[:] = 0
            self._resize(0, self.issued)

    def follow(self, name: str, gaps: Ints) -> bool:
        """Move the reference *name* up with the rows behind *gaps*; say whether its row closed."""
        pointer = self.data[name][: self.size]
        lost = ORPHAN if self.columns[name].cascade else NOBODY
        if compiled.in_use:
            return kernels.follow(pointer, gaps, lost)
        before = gaps.searchsorted(pointer)
        closed = gaps.searchsorted(pointer, side="right") > before
        pointer -= before
        pointer[closed] = lost
        return bool(closed.any())

    def refill(self, issued: int, columns: Mapping[str, NDArray[Any]]) -> None:
        """Replace all rows by those of a snapshot.

        Args:
            issued: Serial numbers used so far.
            columns: Rows of every column.
        """
        self.clear()
        self._make_room(len(columns["serial"]))
        for name, rows in columns.items():
            self.data[name][: len(rows)] = rows
        self._resize(len(columns["serial"]), issued)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield every row as a dictionary: for looking, not for computing."""
        for i in range(self.size):
            yield {n: self.data[n][i] for n in self.columns}


class Record(Holder):
    """Counts of one month: columns without rows, set back to 0 when the month begins."""

    whole: NDArray[np.uint64]
    """All counts, side by side: one stroke sets them back."""

    def __init__(self) -> None:
        self.size = np.iinfo(np.int64).max
        self.data, self.cut = {}, []
        self._lay_out()

    def _lay_out(self) -> None:
        """Give every column its piece of the whole, eight bytes an entry."""
        columns = self.columns.values()
        entries = [prod(column.wide) for column in columns]
        self.whole = np.zeros(sum(entries), np.uint64)
        pieces = np.split(self.whole, np.cumsum(entries)[:-1])
        for column, piece, n in zip(columns, pieces, entries, strict=True):
            self.data[column.name] = piece.view(column.dtype)[:n].reshape(column.wide or (1,))
        self.lock()

    def __setstate__(self, state: dict[str, Any]) -> None:
        # a copy of a column is no longer part of the whole
        vars(self).update(state)
        copies, self.data = self.data, {}
        self._lay_out()
        for name, array in copies.items():
            self.data[name][...] = array

    def reset(self) -> None:
        """Begin a new month."""
        self.whole[:] = 0

    @classmethod
    def size_of_whole(cls) -> int:
        """How many counts every record of this sort has."""
        return sum(prod(column.wide) for column in cls.columns.values())

    @classmethod
    def words(cls, entries: Entries) -> Ints:
        """Where some entries stand in the whole of every record of this sort."""
        start = 0
        for name, column in cls.columns.items():
            size = prod(column.wide)
            if name == entries.column:
                break
            start += size
        places = np.arange(start, start + size).reshape(column.wide or (1,))
        return np.ravel(places[entries.where])


def bind(**tables: Table) -> None:
    """Tell each table who points at its rows."""
    for table in tables.values():
        for name, column in table.columns.items():
            if column.to:
                tables[column.to].followers.append((table, name))
