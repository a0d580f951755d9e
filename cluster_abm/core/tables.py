"""Columns and tables: state as arrays, with references that survive departures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import IntEnum
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cluster_abm.core import compiled
from cluster_abm.core.kernels import rows as kernels
from cluster_abm.core.types import Flags, Floats, Ints, Keys

__all__ = ["NOBODY", "Column", "Flags", "Floats", "Ints", "Keys", "Record", "Table", "bind"]

NOBODY = -1
ORPHAN = -2
"""A reference whose row has closed, until its own row closes too."""


class Column[S: np.generic]:
    """One attribute of every row.  Read on the class, it is its own declaration."""

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
        self.name = name

    @overload
    def __get__(self, table: None, owner: type) -> Self: ...
    @overload
    def __get__(self, table: Holder, owner: type) -> NDArray[S]: ...
    def __get__(self, table: Holder | None, owner: type) -> Self | NDArray[S]:
        if table is None:
            return self
        name = self.name
        rows: NDArray[S] = table.data[name][: table.size]
        if self.frozen:
            rows.flags.writeable = False
        # from now on a plain attribute, which Python finds first, until the size changes
        table.__dict__[name] = rows
        return rows

    if TYPE_CHECKING:
        # a column with this method would be asked at every reading; see Holder.__setattr__
        def __set__(self, table: Holder, values: ArrayLike) -> None: ...


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
        if name not in self.columns:
            super().__setattr__(name, value)
        elif self.columns[name].frozen:
            raise AttributeError(f"{name} changes only through its owner.")
        else:
            rows = self.data[name][: self.size]
            if isinstance(value, np.ndarray) and value.dtype == rows.dtype:
                rows[...] = value
            else:
                np.copyto(rows, np.asarray(value), casting="same_kind")

    def forget_views(self) -> None:
        """Let every column be cut anew when it is next read."""
        mine, columns = self.__dict__, self.columns
        kept = {name: value for name, value in mine.items() if name not in columns}
        mine.clear()
        mine.update(kept)

    def __getstate__(self) -> dict[str, Any]:
        # a copy of a view would no longer be one
        return {name: value for name, value in vars(self).items() if name not in self.columns}


class Block(NamedTuple):
    """Columns with entries of one size, side by side in one piece of memory."""

    whole: NDArray[Any]
    """All of them, column after column."""
    widths: Ints
    """Entries of a row in each, shape ``(columns,)``."""
    lines: NDArray[Any]
    """Those with one entry a row, which come first, shape ``(columns, room)``."""
    wide: list[NDArray[Any]]
    """All others."""


ROWS_OF_A_RUN = 1000
"""Rows between gaps from which moving them as a whole is quicker than picking all that stay."""


class Table(Holder):
    """Rows of one sort, dense, oldest first.  Rows join at the end; gaps close up."""

    serial = ints("number", "Who this is; counts up and is never used twice.")
    birth = Column(np.uint64, "key", "Who this is in every world; the key to its luck.")

    def __init__(self, room: int = 64) -> None:
        self.size = self.issued = 0
        self.followers: list[tuple[Table, str]] = []
        self.data = {}
        self.blocks = [self._block(names, room) for names in self._alike()]

    def _alike(self) -> list[list[str]]:
        """Names of columns with entries of one size, which stand in one block; wide ones last."""
        alike: dict[int, list[str]] = {}
        for name in sorted(self.columns, key=lambda name: bool(self.columns[name].wide)):
            alike.setdefault(np.dtype(self.columns[name].dtype).itemsize, []).append(name)
        return list(alike.values())

    def _block(self, names: list[str], room: int) -> Block:
        """Make room for some columns whose rows move together."""
        columns = [self.columns[name] for name in names]
        widths = np.array([prod(column.wide) for column in columns])
        whole = np.zeros(room * widths.sum(), f"u{np.dtype(columns[0].dtype).itemsize}")
        pieces = np.split(whole, room * np.cumsum(widths)[:-1])
        for column, piece in zip(columns, pieces, strict=True):
            self.data[column.name] = piece.view(column.dtype).reshape(room, *column.wide)
        single = sum(not column.wide for column in columns)
        lines = whole[: single * room].reshape(single, room)
        return Block(whole, widths, lines, [self.data[name] for name in names[single:]])

    def __getstate__(self) -> dict[str, Any]:
        # a copy of a column would no longer be part of its block
        return super().__getstate__() | {"blocks": []}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        copies, self.data = self.data, {}
        self.blocks = [self._block(names, len(copies["serial"])) for names in self._alike()]
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
        for name in values:
            if name not in self.data:
                raise TypeError(f"{type(self).__name__} has no column {name!r}.")
        start, n = self.size, len(birth)
        places = np.arange(start, start + n)
        if not n:
            return places
        self._make_room(start + n)
        new = slice(start, start + n)
        for block in self.blocks:
            block.lines[:, new] = 0
            for wide in block.wide:
                wide[new] = 0
        self.data["serial"][new] = places + (self.issued - start)
        self.data["birth"][new] = birth
        for name, given in (self.blank | values).items():
            self.data[name][new] = given
        self.issued += n
        self._resize(start + n)
        return places

    def _resize(self, rows: int) -> None:
        self.size = rows
        self.forget_views()

    def _make_room(self, rows: int) -> None:
        if rows <= len(self.data["serial"]):
            return
        # one after the other, so that little stands twice
        for place, names in enumerate(self._alike()):
            before = {name: self.data[name][: self.size] for name in names}
            self.blocks[place] = self._block(names, rows + rows // 8)
            for name, column in before.items():
                self.data[name][: self.size] = column
        self.forget_views()

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
        stays = np.ones(len(gone) + 1, bool)
        stays[gaps] = False
        place = np.cumsum(stays, dtype=np.int32)
        place -= 1
        place[gaps] = ORPHAN
        # those who point at nobody look at the end, and go on pointing at nobody
        place[NOBODY] = NOBODY
        # every reference must have moved before anybody else closes
        for table, name in followers:
            table.follow(name, place)
        for table, name in followers:
            if table.columns[name].cascade:
                table.close(table.data[name][: table.size] == ORPHAN)

    def drop(self, gaps: Ints) -> None:
        """Take rows out, named in order, and move up those behind them."""
        kept = self.size - len(gaps)
        if compiled.in_use:
            for block in self.blocks:
                kernels.close_gaps(block.whole, block.widths, gaps, self.size)
        elif len(gaps) * ROWS_OF_A_RUN <= self.size:
            self._slide(gaps.tolist())
        else:
            # nobody before the first who leaves has to move
            first = int(gaps[0])
            stays = np.ones(self.size - first, bool)
            stays[gaps - first] = False
            behind = first + stays.nonzero()[0]
            for array in self.data.values():
                array[first:kept] = array.take(behind, axis=0)
        self._resize(kept)

    def _slide(self, gaps: list[int]) -> None:
        """Move what stands between the gaps, run by run."""
        to = gaps[0]
        for gap, end in pairwise((*gaps, self.size)):
            then = to + end - gap - 1
            if then > to:
                for block in self.blocks:
                    block.lines[:, to:then] = block.lines[:, gap + 1 : end]
                    for wide in block.wide:
                        wide[to:then] = wide[gap + 1 : end]
            to = then

    def clear(self) -> None:
        """Drop all rows of a table at which nobody points."""
        self._resize(0)

    def follow(self, name: str, place: NDArray[np.int32]) -> None:
        """Move the reference *name* to where each row went."""
        pointer = self.data[name][: self.size]
        least = ORPHAN if self.columns[name].cascade else NOBODY
        if compiled.in_use:
            kernels.follow(pointer, place, least)
        else:
            pointer[:] = np.maximum(place[pointer], least)

    def refill(self, issued: int, columns: Mapping[str, NDArray[Any]]) -> None:
        """Replace all rows by those of a snapshot.

        Args:
            issued: Serial numbers used so far.
            columns: Rows of every column.
        """
        self.size = 0
        self._make_room(len(columns["serial"]))
        for name, rows in columns.items():
            self.data[name][: len(rows)] = rows
        self.issued = issued
        self._resize(len(columns["serial"]))

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
        self.data = {}
        self._lay_out()

    def _lay_out(self) -> None:
        """Give every column its piece of the whole, eight bytes an entry."""
        columns = self.columns.values()
        entries = [prod(column.wide) for column in columns]
        self.whole = np.zeros(sum(entries), np.uint64)
        pieces = np.split(self.whole, np.cumsum(entries)[:-1])
        for column, piece, n in zip(columns, pieces, entries, strict=True):
            self.data[column.name] = piece.view(column.dtype)[:n].reshape(column.wide or (1,))

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


def bind(**tables: Table) -> None:
    """Tell each table who points at its rows."""
    for table in tables.values():
        for name, column in table.columns.items():
            if column.to:
                tables[column.to].followers.append((table, name))
