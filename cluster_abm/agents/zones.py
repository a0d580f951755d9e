"""Zones: the map, and what each zone offers (A90 to A94)."""

from __future__ import annotations

import copyreg
import weakref
from typing import Any

import numpy as np
from mesa.discrete_space import Cell, OrthogonalMooreGrid

from cluster_abm.agents.classes import Activity, ZoneName
from cluster_abm.core.numerics import dexp
from cluster_abm.core.tables import Flags, Floats, Ints, Table, flags, floats, ints

WIDTH, HEIGHT = 20, 12
"""Cells of the map, across and down."""
BLOCKS = {
    ZoneName.REST: (0, 12, 0, 12),
    ZoneName.CITY_OF_KNOWLEDGE: (12, 20, 0, 4),
    ZoneName.HOWARD: (12, 20, 4, 8),
    ZoneName.COLON: (12, 20, 8, 12),
}
"""Cells of each zone: first and last column, first and last row (the last is left out)."""


class Map(OrthogonalMooreGrid):
    """The grid of cells, which can be copied and pickled, and its copies too.

    Mesa makes a class of cells for every grid and keeps it for ever in a table of the interpreter;
    a copied grid gets a class for every cell, and some cells twice.
    """

    def __init__(self, random: Any) -> None:
        super().__init__((WIDTH, HEIGHT), torus=False, random=random)
        self._register()

    def __setstate__(self, state: dict[str, Any]) -> None:
        own: dict[str, Any] = {"_mesa_properties": set(), "__slots__": ()}
        cell_klass = type("GridCell", (Cell,), own)
        for cell in state["_cells"].values():
            cell.__class__ = cell_klass
        super().__setstate__(state)
        self._connect_cells()
        self._register()

    def _register(self) -> None:
        copyreg.pickle(self.cell_klass, _reduce)
        weakref.finalize(self, copyreg.dispatch_table.pop, self.cell_klass, None)


def _reduce(cell: Cell) -> tuple[Any, ...]:
    """Take a cell apart; what stands on it comes after it, since that points back at it."""
    _, slots = cell.__getstate__()
    return Cell, (cell.coordinate,), (None, {n: v for n, v in slots.items() if n != "connections"})


class Zones(Table):
    """Every zone, a row each, in the order of ``ZoneName``; and the grid of their cells."""

    capacity = ints("organisations", "Places; 0 is no limit.")
    capacity_start = ints("organisations", "Places in January 2009; 0 is no limit.")
    others = ints("organisations", "Places that bodies outside the model hold.")
    rent = floats("US cent/m2/month", "Rent of office space.")
    rent_start = floats("US cent/m2/month", "Rent in January 2009.")
    occupied_start = floats("persons", "Staff of firms in the zone in January 2009.")
    productivity = floats("index", "What its density does to work; 1 is January 2009.")
    quota_free = flags("Is the zone outside the foreign-worker quota (A103)?")
    tax_free = floats("share of profit", "Profit that its regime exempts.")
    admits = floats("chance", "Chance that it admits a firm, by what the firm does.", Activity)
    cell_km = floats("km", "Length of the side of one of its cells.")
    distance = floats("km", "Road to each zone.", ZoneName)

    def __init__(self, model: Any) -> None:
        super().__init__(len(ZoneName))
        self.grid = Map(model.random)
        self.places: list[Cell] = list(self.grid.all_cells)
        self.number_of = {cell: i for i, cell in enumerate(self.places)}
        self.zone_of_cell = np.zeros(len(self.places), np.int64)
        for zone, (left, right, top, bottom) in BLOCKS.items():
            for number, cell in enumerate(self.places):
                x, y = cell.coordinate
                if left <= x < right and top <= y < bottom:
                    self.zone_of_cell[number] = zone
        self.ways: Floats | None = None
        self.near: tuple[float, Floats] | None = None
        self.cells_of = [np.flatnonzero(self.zone_of_cell == z) for z in ZoneName]

    def kilometres(self) -> Floats:
        """Way between any two cells, km, shape ``(cells, cells)``; measured once.

        Within a zone it is the straight line, between zones the road.
        """
        if self.ways is None:
            zone = self.zone_of_cell
            spot = np.array([cell.coordinate for cell in self.places], np.float64)
            apart = spot[:, None] - spot
            straight = np.sqrt((apart * apart).sum(axis=-1)) * self.cell_km[zone][:, None]
            road = self.distance[zone[:, None], zone]
            self.ways = np.where(zone[:, None] == zone, straight, road)
        return self.ways

    def nearness(self, reach: float) -> Floats:
        """Part of what one cell knows that reaches another, shape ``(cells, cells)``; kept.

        Args:
            reach: Way over which knowledge falls to a third, km.
        """
        if self.near is None or self.near[0] != reach:
            self.near = reach, dexp(-self.kilometres() / reach)
        return self.near[1]

    def room(self, taken: Ints) -> Flags:
        """Is there a place in each zone?  *taken* counts firms, shape ``(zones,)``."""
        room: Flags = (self.capacity == 0) | (taken + self.others < self.capacity)
        return room

    def site(self, zone: Ints, luck: Any) -> Ints:
        """Choose a cell in each of the zones named.

        Args:
            zone: Zones, shape ``(n,)``.
            luck: Uniform numbers, shape ``(n,)``.

        Returns:
            Numbers of cells, shape ``(n,)``.
        """
        numbers = [self.cells_of[z] for z in zone.tolist()]
        chosen = [n[int(u * len(n))] for n, u in zip(numbers, luck.tolist(), strict=True)]
        return np.array(chosen, np.int64)


__all__ = ["BLOCKS", "HEIGHT", "WIDTH", "Zones"]
