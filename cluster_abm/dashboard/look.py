"""What a frame holds of the model: arrays that the next month cannot change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np

from cluster_abm.agents.classes import Stage
from cluster_abm.agents.zones import BLOCKS
from cluster_abm.core.types import Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.model import ClusterModel


class Curves(NamedTuple):
    """One picture of curves: its name, its metrics, and the one that stands for it."""

    name: str
    metrics: tuple[str, ...]
    main: str
    target: float = 0.0
    from_zero: bool = True


TARGET = 25_000
"""Jobs that the report aims at in five years (Q05)."""
CHARTS = (
    Curves(
        "workforce", ("employment_narrow", "employment_local"), "employment_narrow", target=TARGET
    ),
    Curves(
        "wages",
        ("wage_manager", "wage_researcher", "wage_engineer", "wage_support", "wage_front_line"),
        "wage_engineer",
        from_zero=False,
    ),
    Curves("vacancies", ("vacancies", "vacancies_unfilled"), "vacancies"),
    Curves("firms", ("firms_sme", "firms_counted"), "firms_sme"),
    Curves("exports", ("exports_narrow", "exports_sme"), "exports_narrow"),
    Curves("research", ("rd_expenditure",), "rd_expenditure"),
    Curves("trust", ("trust_of_ties", "inner_links"), "trust_of_ties"),
    Curves("public", ("taxes", "public_cost"), "public_cost"),
)
"""The pictures of the page, in order."""
DRAWN = tuple(metric for chart in CHARTS for metric in chart.metrics)


class Firms(NamedTuple):
    """What the map shows of the firms: one entry a firm in every array."""

    serial: Ints
    kind: Ints
    zone: Ints
    column: Ints
    row: Ints
    staff: Ints
    birth: Keys


class Zones(NamedTuple):
    """What the map shows of the zones: one entry a zone in every array.

    Attributes:
        rent: US$ a square metre and month.
        efficiency: Work done by a unit of labour, averaged over staff; 1 is the cluster in 2009.
        taken: Organisations that hold a place.
        places: Places; 0 is no limit.
    """

    rent: Floats
    efficiency: Floats
    taken: Ints
    places: Ints


def firms_seen(model: ClusterModel) -> Firms:
    """Copy what the map shows of the firms."""
    firms = model.firms
    where = np.array([cell.coordinate for cell in model.zones.places])[firms.place]
    seen = Firms(
        serial=firms.serial.astype(np.int64), kind=firms.sort.astype(np.int64),
        zone=firms.zone.astype(np.int64), column=where[:, 0].copy(), row=where[:, 1].copy(),
        staff=firms.headcount, birth=firms.birth.copy(),
    )  # fmt: skip
    _freeze(seen)
    return seen


def ties_seen(model: ClusterModel) -> Ints:
    """Pairs of firms in an alliance: their places in ``Firms``, shape ``(2, pairs)``."""
    ties: Ints = model.ties.ends[:, model.ties.stage == Stage.ALLIANCE]
    _freeze([ties])
    return ties


def zones_seen(model: ClusterModel) -> Zones:
    """Copy what the map shows of the zones."""
    zones, firms = model.zones, model.firms
    zone, staff = firms.zone.astype(np.int64), firms.headcount
    count = np.bincount(zone, minlength=len(BLOCKS))
    people = np.bincount(zone, staff, minlength=len(BLOCKS))
    work = np.bincount(zone, staff * firms.efficiency, minlength=len(BLOCKS))
    seen = Zones(
        rent=zones.rent / CENTS_PER_DOLLAR, efficiency=work / np.maximum(people, 1),
        taken=count + zones.others, places=zones.capacity.astype(np.int64),
    )  # fmt: skip
    _freeze(seen)
    return seen


def _freeze(arrays: Iterable[Any]) -> None:
    for array in arrays:
        array.flags.writeable = False
