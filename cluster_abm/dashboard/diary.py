"""What the page itself notes of a run: former zones of firms, and who came to and left one firm."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import Kind
from cluster_abm.core.tables import NOBODY
from cluster_abm.core.types import Flags, Ints
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.model import ClusterModel

IDLE, OUTSIDE, ABROAD = (len(Kind) + i for i in range(3))
"""Where people come from or go to, beside the kinds of firms: no job, other sectors, abroad."""


class Stay(NamedTuple):
    """A zone in which a firm stood, and the month in which it left."""

    zone: int
    left: int


class Moves(NamedTuple):
    """People who came to a firm and who left it, by kind of place, and the months looked at."""

    months: int
    came: Mapping[int, int]
    went: Mapping[int, int]


class People(NamedTuple):
    """Everybody, oldest first: number, number of the employing firm, and its kind or IDLE."""

    serial: Ints
    firm: Ints
    place: Ints
    foreign: Ints

    def find(self, wanted: Ints) -> tuple[Flags, Ints]:
        """Which of some people are there, and the rows of those."""
        rows = np.searchsorted(self.serial, wanted)
        there = rows < len(self.serial)
        there[there] = self.serial[rows[there]] == wanted[there]
        return there, rows[there]


class Diary:
    """Notes of one run, made month by month; people are noted of the firm that is looked at."""

    def __init__(self) -> None:
        self._stays: dict[int, tuple[Stay, ...]] = {}
        self._firm: int | None = None
        self._months: deque[tuple[Counter[int], Counter[int]]] = deque(maxlen=MONTHS_PER_YEAR)

    @contextmanager
    def month(self, model: ClusterModel, firm: int | None) -> Iterator[None]:
        """Note what the month that is lived inside changes.

        Args:
            model: The run.
            firm: Number of the firm that somebody looks at.
        """
        if firm != self._firm:
            self._firm = firm
            self._months.clear()
        serial = model.firms.serial.copy()
        zone = model.firms.zone.astype(np.int64)
        before = None if firm is None else people_of(model)
        yield
        self._note_zones(model, serial, zone)
        if firm is not None and before is not None:
            self._months.append(moves_between(before, people_of(model), firm))

    def _note_zones(self, model: ClusterModel, serial: Ints, zone: Ints) -> None:
        shared, old, new = np.intersect1d(
            serial, model.firms.serial, assume_unique=True, return_indices=True
        )
        for i in np.flatnonzero(zone[old] != model.firms.zone[new]):
            stay = Stay(int(zone[old[i]]), model.month - 1)
            self._stays[int(shared[i])] = (*self._stays.get(int(shared[i]), ()), stay)

    def stays(self, firm: int) -> tuple[Stay, ...]:
        """Zones in which a firm stood before, the first one first."""
        return self._stays.get(firm, ())

    def moves(self, firm: int) -> Moves | None:
        """Who came and who left in the last year, as far as somebody looked; else nothing."""
        if firm != self._firm or not self._months:
            return None
        came, went = (sum((m[i] for m in self._months), Counter[int]()) for i in (0, 1))
        return Moves(len(self._months), came, went)


def people_of(model: ClusterModel) -> People:
    """Where everybody works."""
    people, firms = model.workforce, model.firms
    rows = people.employer.astype(np.int64)
    firm = np.where(rows == NOBODY, NOBODY, firms.serial[rows])
    place = np.where(rows == NOBODY, IDLE, firms.sort[rows])
    return People(people.serial.copy(), firm, place, people.foreign.astype(np.int64))


def moves_between(before: People, after: People, firm: int) -> tuple[Counter[int], Counter[int]]:
    """Who came to a firm from where, and who left it for where, between two months."""
    old, new = (at.serial[at.firm == firm] for at in (before, after))
    came, went = np.setdiff1d(new, old), np.setdiff1d(old, new)
    here, rows = before.find(came)
    _, strangers = after.find(came[~here])
    foreign = int(after.foreign[strangers].sum())
    arrived = Counter(before.place[rows].tolist())
    arrived += Counter({ABROAD: foreign, OUTSIDE: len(strangers) - foreign})
    stayed, rows = after.find(went)
    gone = Counter(after.place[rows].tolist()) + Counter({OUTSIDE: int((~stayed).sum())})
    return arrived, gone
