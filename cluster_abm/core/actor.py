"""Mesa agents whose attributes are columns, and the tables whose rows they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import FunctionType
from typing import Any, ClassVar, cast

import mesa
import numpy as np
from mesa.discrete_space import Cell, CellAgent
from mesa.discrete_space.cell_agent import HasCell
from numpy.typing import ArrayLike, NDArray

from cluster_abm.core.errors import GoneError, ScheduleError, did_you_mean, one_edit_apart
from cluster_abm.core.tables import NOBODY, Column, Flags, Ints, Keys, Table


class Field:
    """One entry of a table, seen as an attribute of an agent."""

    def __init__(self, column: Column[Any]) -> None:
        self.name, self.frozen, self.wide = column.name, column.frozen, column.wide
        self.__doc__ = column.doc

    def __get__(self, actor: Actor | None, owner: type) -> Any:
        if actor is None:
            return self
        column = actor.table.data[self.name]
        row = actor.open_row(self.name)
        return column[row] if self.wide else column.item(row)

    def __set__(self, actor: Actor, value: Any) -> None:
        if self.frozen:
            raise AttributeError(f"{self.name} moves only through the ledger: ledger.pay(…).")
        actor.table.data[self.name][actor.open_row(self.name)] = value


def refuse_step(cls: type) -> None:
    """Refuse a subclass with a ``step`` that nobody would call."""
    if "step" in vars(cls):
        raise TypeError(
            f"{cls.__name__}.step would never be called: time is in MONTH. "
            "Override a decision, or add a process."
        )


class Actor(CellAgent):
    """A Mesa agent that is a row of a table.  Subclasses say of which: ``of=Firms``."""

    table: Members
    row: int = NOBODY

    def __init_subclass__(cls, of: type[Table] | None = None, **given: Any) -> None:
        super().__init_subclass__(**given)
        refuse_step(cls)
        for column in (of.columns if of else {}).values():
            setattr(cls, column.name, Field(column))

    def __init__(self, model: mesa.Model[Any, Any], table: Members, row: int) -> None:
        super().__init__(model)
        # past the check for misspelt names
        self.__dict__.update(row=row, table=table)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}>"

    def __setattr__(self, name: str, value: Any) -> None:
        # A misspelt attribute would otherwise be kept on the handle and never read.
        mine = self.__dict__
        if "table" in mine and name not in mine and not hasattr(type(self), name):
            hint = did_you_mean(name, self.table.columns)
            raise AttributeError(f"{type(self).__name__} has no {name!r}.{hint}")
        super().__setattr__(name, value)

    def open_row(self, wanted: str) -> int:
        """The row of an actor that is still here.

        Raises:
            GoneError: The actor has left the model.
        """
        if self.row < 0:
            raise GoneError(f"{self!r} has closed; it has no {wanted}.")
        return self.row

    @property
    def cell(self) -> Cell | None:
        """Where it stands on the zone grid; the table keeps the number of the cell."""
        return cast("Cell | None", self._mesa_cell)

    @cell.setter
    def cell(self, cell: Cell | None) -> None:
        self.stand_on(cell)
        if self.row < 0:
            return
        if cell is None:
            self.table.place[self.row] = NOBODY
        else:
            self.table.settle(self.row, self.table.model.zones.number_of[cell])

    def stand_on(self, cell: Cell | None) -> None:
        """Stand on a cell of which the table knows already."""
        HasCell.cell.fset(self, cell)

    def remove(self) -> None:
        """Leave the model: the row closes, and whoever pointed at it is told."""
        if self.row >= 0:
            self.table.let_go(self.row)
            gone = np.zeros(len(self.table), bool)
            gone[self.row] = True
            self.table.close(gone)

    def leave_mesa(self) -> None:
        """Take the handle out of Mesa's sets; the row has closed already."""
        self.__dict__["row"] = NOBODY
        super().remove()


class Members(Table):
    """A table whose rows are Mesa agents."""

    kind = Column(np.int16, "index", "Which class of agent it is.")
    place = Column(np.int32, "cell", "Number of its cell on the zone grid.")

    def __init__(self, model: Any, room: int = 64) -> None:
        super().__init__(room)
        self.model = model
        self.classes: list[type[Actor]] = []
        self.members: list[Actor] = []

    def enter(self, cls: type[Actor], birth: Keys, cells: Ints, **values: ArrayLike) -> Ints:
        """Let new members of one class in, each on its cell.

        Args:
            cls: Class of the newcomers.
            birth: Birth keys, shape ``(n,)``.
            cells: Numbers of their cells, shape ``(n,)``.
            values: Columns by name.

        Returns:
            Row numbers, shape ``(n,)``.
        """
        if cls not in self.classes:
            self.classes.append(cls)
        rows = self.admit(birth, kind=self.classes.index(cls), **values)
        self.settle(rows, cells)
        places = self.model.zones.places
        for row, cell in zip(rows.tolist(), cells.tolist(), strict=True):
            actor = cls(self.model, self, row)
            self.members.append(actor)
            actor.stand_on(places[cell])
        return rows

    def let_go(self, row: int) -> None:
        """See to what a member has before somebody removes it by hand."""

    def settle(self, rows: Ints | int, cells: Ints | int) -> None:
        """Note on which cells some members stand, by number."""
        self.data["place"][rows] = cells

    def drop(self, gaps: Ints) -> None:
        """Take rows out of the columns, and let their agents leave Mesa."""
        super().drop(gaps)
        first, *_ = rows = gaps.tolist()
        leavers = [self.members.pop(row) for row in reversed(rows)]
        for actor in reversed(leavers):
            actor.leave_mesa()
        for row, actor in enumerate(self.members[first:], first):
            actor.__dict__["row"] = row

    def reseat(self, classes: Sequence[type[Actor]]) -> None:
        """Give every row of a snapshot a new agent of its class, on its cell."""
        for actor in self.members:
            actor.leave_mesa()
        self.classes = list(classes)
        self.members = [
            self.classes[kind](self.model, self, row) for row, kind in enumerate(self.kind.tolist())
        ]
        places = self.model.zones.places
        for actor, cell in zip(self.members, self.place.tolist(), strict=True):
            actor.stand_on(places[cell] if cell >= 0 else None)

    def of_class(self, cls: type[Actor]) -> Flags:
        """Which rows are members of a class or of a subclass of it, shape ``(rows,)``."""
        mine = np.array([issubclass(c, cls) for c in self.classes], bool)
        return mine[self.kind] if len(mine) else np.zeros(len(self), bool)

    def ask[R, A](self, decision: Callable[..., A], *given: R) -> A:
        """Ask every member for a decision; each class answers for its own, at once.

        A class answers with its method of the decision's name if it has one, else with
        the decision itself.

        Args:
            decision: A function ``(members, *given) -> answers``, one answer a row.
            given: What the decision may know besides the members: rules, and arrays of one entry a
                row, of which each class sees its own.

        Returns:
            One answer for every row, shape ``(rows, …)``.
        """
        ways = [getattr(cls, decision.__name__, decision) for cls in self.classes]
        if ways.count(decision) == len(ways):
            return decision(self, *given)
        parts: list[tuple[Ints, NDArray[Any]]] = []
        for way in dict.fromkeys(ways):
            mine = np.array([w is way for w in ways])
            rows = np.flatnonzero(mine[self.kind])
            if len(rows):
                known = (g[rows] if isinstance(g, np.ndarray) else g for g in given)
                answers = np.asarray(way(Part(self, rows), *known))
                self._look_at(answers, len(rows), decision, ways.index(way))
                parts.append((rows, answers))
        if not parts:
            return decision(self, *given)
        # one class may answer in whole numbers and another in fractions
        dtype = np.result_type(*(part for _, part in parts))
        every = np.zeros((len(self), *parts[0][1].shape[1:]), dtype)
        for rows, part in parts:
            every[rows] = part
        return cast("A", every)

    def _look_at(
        self, answers: NDArray[Any], number: int, decision: Callable[..., Any], kind: int
    ) -> None:
        """Refuse answers that are not one finite number, or row of numbers, for each who is asked.

        Raises:
            ScheduleError: With the class and the decision.
        """
        if answers.dtype.kind not in "bif":
            wrong = f"numbers; {answers.dtype} came"
        elif answers.ndim == 0 or len(answers) != number:
            wrong = f"one answer for each of {number}; the shape is {answers.shape}"
        elif not np.isfinite(answers).all():
            wrong = "finite numbers; some are none"
        else:
            return
        name = f"{self.classes[kind].__name__}.{decision.__name__}"
        raise ScheduleError(f"{name} must answer {wrong}.")


class Part:
    """Some rows of a table, read like the table."""

    def __init__(self, table: Members, rows: Ints) -> None:
        self._table, self.rows = table, rows

    def __len__(self) -> int:
        return len(self.rows)

    def __getattr__(self, name: str) -> Any:
        if name[0] == "_":
            raise AttributeError(name)
        if name in self._table.columns:
            return self._table.data[name][self.rows]
        attribute = getattr(type(self._table), name, None)
        if isinstance(attribute, property) and attribute.fget:
            return attribute.fget(self)
        if isinstance(attribute, int | float):
            return getattr(self._table, name)
        hint = did_you_mean(name, self._table.columns)
        raise AttributeError(f"{type(self._table).__name__} has no column {name!r}.{hint}")

    @property
    def members(self) -> list[Actor]:
        """The agents of these rows."""
        return [self._table.members[i] for i in self.rows.tolist()]


DECISIONS: set[str] = set()
"""Names of the questions that are put to agents."""


def decision[F: Callable[..., Any]](question: F) -> F:
    """Declare a question to all agents of a table, which a class of them may answer otherwise."""
    DECISIONS.add(question.__name__)
    return question


class Answer:
    """How one class of agents answers a question, made by :func:`each`.

    Read on the class it answers for all; read on an agent, as by ``super()``, for that one.
    """

    def __init__(self, method: Callable[..., Any]) -> None:
        self.method, self.__doc__, self.__name__ = method, method.__doc__, method.__name__

    def __get__(self, one: Any, cls: type) -> Callable[..., Any]:
        return self if one is None else partial(self.method, one)

    def __call__(self, part: Part | Members, *given: Any) -> Sequence[Any]:
        """Answer for all."""
        return [self.method(member, *given) for member in part.members]


_METHODS = (FunctionType, staticmethod, classmethod, partial)


def refuse_strays(cls: type[Actor]) -> None:
    """Refuse a class that answers what nobody asks, as its answer would never be heard.

    Raises:
        ScheduleError: An answer to no question, or a method one letter away from one.
    """
    # what the handles and Mesa do is no answer
    for owner in (base for base in cls.__mro__ if not issubclass(Actor, base)):
        for name, value in vars(owner).items():
            slip = isinstance(value, _METHODS) and any(
                one_edit_apart(name, question) for question in DECISIONS
            )
            if name not in DECISIONS and (isinstance(value, Answer) or slip):
                hint = did_you_mean(name, DECISIONS)
                raise ScheduleError(
                    f"{owner.__name__}.{name} answers a question that nobody asks.{hint}\n"
                    "  Questions of your own are declared with @decision."
                )


def each[A](method: Callable[..., A]) -> Any:
    """Turn a method that decides for one agent into one that decides for all of its class.

    The rules it is given are those of the month: a law is read with ``.of(...)`` for all, so
    a decision for one agent reads ``rules.name.usual`` or asks for its own row.
    """
    return Answer(method)


class Singular(mesa.Agent):
    """A Mesa agent of which there is one: its state is its declared attributes."""

    declared: ClassVar[frozenset[str]] = frozenset({"model", "unique_id", "pos"})

    def __init_subclass__(cls, **given: Any) -> None:
        super().__init_subclass__(**given)
        refuse_step(cls)
        cls.declared = cls.declared | cls.__annotations__.keys()

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.declared and not hasattr(type(self), name):
            hint = did_you_mean(name, self.declared)
            raise AttributeError(f"{type(self).__name__} has no {name!r}.{hint}")
        super().__setattr__(name, value)
