"""The map of a frame: where each firm and zone is drawn, and in which words it is said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import Kind, ZoneName
from cluster_abm.agents.zones import BLOCKS
from cluster_abm.core.types import Floats, Ints
from cluster_abm.dashboard.look import Firms, Zones
from cluster_abm.dashboard.session import Frame
from cluster_abm.dashboard.texts import count, kind_name, name_moment, percent, say, zone_name

LAYERS = ("zones", "staff", "rent", "occupancy", "knowledge")
"""What the ground of the map may show."""


KNOWN = (0.7, 1.5)
"""Work done by a unit of labour at the ends of the scale; 1 is the cluster in 2009."""


class Box(NamedTuple):
    """A rectangle of the picture."""

    left: float
    top: float
    width: float
    height: float


CELL = 100
"""Width of a cell in the units of the map."""
HEADING = 150
"""Height of the strip in which a zone's name stands."""
GAP = 40
"""Space between zones."""
_RIGHT = 12 * CELL + GAP
_LOW = HEADING + 4 * CELL
FIELDS = {
    ZoneName.REST: Box(0, 0, 12 * CELL, 3 * _LOW + 2 * GAP),
    ZoneName.CITY_OF_KNOWLEDGE: Box(_RIGHT, 0, 8 * CELL, _LOW),
    ZoneName.HOWARD: Box(_RIGHT, _LOW + GAP, 8 * CELL, _LOW),
    ZoneName.COLON: Box(_RIGHT, 2 * (_LOW + GAP), 8 * CELL, _LOW),
}
"""Where each zone lies, heading included."""
MAP = Box(-10, -10, _RIGHT + 8 * CELL + 20, 3 * _LOW + 2 * GAP + 20)
RADIUS = 3.2
"""Radius of a firm with one member of staff; the area grows with the staff."""
SMALLEST = 9
"""Radius below which a firm could not be seen."""
REACH = 1.4
"""Radii that the farthest point of any shape is from its middle."""
SIZES = (10, 100, 500)
"""Staff of the firms that the legend shows."""


def cells(zone: ZoneName) -> Box:
    """Where the cells of a zone lie, below its heading."""
    left, top, width, height = FIELDS[zone]
    return Box(left, top + HEADING, width, height - HEADING)


def radii(staff: Ints) -> Ints:
    """Radius of the circle whose area stands for the staff, shape ``(firms,)``."""
    return np.rint(np.maximum(RADIUS * np.sqrt(staff), SMALLEST)).astype(np.int64)


def marks(firms: Firms) -> str:
    """Number, kind, place and staff of every firm, five whole numbers each.

    They are one text, because Reacton looks into every value of a list at every frame.
    """
    x, y = positions(firms)
    table = np.stack([firms.serial, firms.kind, x, y, firms.staff], axis=1)
    return ",".join(map(str, table.ravel().tolist()))


def lines(ties: Ints) -> str:
    """Both ends of every line between allied firms, as places among the marks."""
    return ",".join(map(str, ties.T.ravel().tolist()))


def positions(firms: Firms) -> tuple[Ints, Ints]:
    """Where each firm is drawn: on its cell, moved a little by its birth key.

    A firm keeps its place for life, and firms that share a cell do not hide one another. Only
    a firm that would stick out of its zone is moved inwards.

    Returns:
        Coordinates across and down, each of shape ``(firms,)``.
    """
    box = np.array([cells(z) for z in ZoneName])[firms.zone]
    block = np.array([BLOCKS[z] for z in ZoneName])[firms.zone]
    x = _along(box[:, 0], box[:, 2], firms.column, block[:, :2], firms, 0)
    y = _along(box[:, 1], box[:, 3], firms.row, block[:, 2:], firms, 1)
    return x, y


def _along(start: Floats, length: Floats, cell: Ints, block: Ints, firms: Firms, half: int) -> Ints:
    """Coordinates in one direction: the cell's, and the place within it."""
    first, last = block[:, 0], block[:, 1]
    wanted = (cell - first + _within(firms, half)) / (last - first)
    edge = np.minimum(REACH * radii(firms.staff) / length, 0.5)
    return np.rint(start + length * np.clip(wanted, edge, 1 - edge)).astype(np.int64)


def _within(firms: Firms, half: int) -> Floats:
    """Place within the cell, 0.15 to 0.85, from one half of the birth key."""
    bits = (firms.birth >> np.uint64(32 * half)) & np.uint64(0xFFFF)
    return 0.15 + 0.7 * bits.astype(np.float64) / 0xFFFF


def plan(lang: str) -> str:
    """What never changes on the map, as JSON: boxes, sizes and words."""
    return json.dumps({
        "edge": list(MAP),
        "fields": [
            {
                "box": list(FIELDS[zone]), "cells": list(cells(zone)),
                "across": BLOCKS[zone][1] - BLOCKS[zone][0],
                "down": BLOCKS[zone][3] - BLOCKS[zone][2], "name": zone_name(zone, lang),
            }
            for zone in ZoneName
        ],
        "radius": RADIUS, "smallest": SMALLEST,
        "kinds": [kind_name(kind, lang) for kind in Kind],
        "firm": say("firm", lang, number="#"), "staff": say("zone_alt", lang, zone="", firms="",
                                                             staff="#").rpartition(", ")[2],
        "keys": say("map_keys", lang),
    })  # fmt: skip


def tallies(frame: Frame, lang: str) -> list[list[str]]:
    """What stands below the name of each zone, in many letters and in few."""
    said = []
    for zone in ZoneName:
        firms, staff = _tally(frame.firms, zone)
        forms = ("zone_one", "zone_one_short") if firms == 1 else ("zone_count", "zone_count_short")
        said.append([say(form, lang, firms=count(firms), staff=count(staff)) for form in forms])
    return said


def ground(zones: Zones, layer: str) -> list[float]:
    """Shade of each zone, 0 to 1, for a layer that differs by zone; else nothing."""
    if layer == "knowledge":
        return [round(share, 3) for share in np.interp(zones.efficiency, KNOWN, (0, 1)).tolist()]
    if layer == "rent":
        rent = zones.rent / max(float(zones.rent.max()), 1e-9)
        return [round(share, 3) for share in rent.tolist()]
    if layer == "occupancy":
        taken = np.minimum(zones.taken / np.maximum(zones.places, 1), 1)
        return [round(share, 3) for share in np.where(zones.places > 0, taken, 0.0).tolist()]
    return []


def notes(zones: Zones, layer: str, lang: str) -> list[str]:
    """What a layer says of each zone in words."""
    if layer == "rent":
        return [f"US$ {rent:,.2f}/m²" for rent in zones.rent.tolist()]
    if layer == "knowledge":
        return [f"{level:.2f}" for level in zones.efficiency.tolist()]
    if layer == "occupancy":
        return [
            percent(round(taken / places, 2)) if places else say("no_limit", lang)
            for taken, places in zip(zones.taken.tolist(), zones.places.tolist(), strict=True)
        ]
    return []


def map_alt(frame: Frame, lang: str) -> str:
    """Say what the map shows."""
    if frame.playing:
        return say("map_moving", lang)
    firms = frame.firms
    parts = "; ".join(
        say(
            "zone_one_alt" if n == 1 else "zone_alt",
            lang,
            zone=zone_name(z, lang),
            firms=count(n),
            staff=count(s),
        )
        for z, n, s in ((z, *_tally(firms, z)) for z in ZoneName)
    )
    kinds = ", ".join(f"{kind_name(k, lang)} {int((firms.kind == k).sum())}" for k in Kind)
    return say(
        "map_alt", lang, date=name_moment(frame.month, lang), zones=parts,
        firms=count(len(firms.kind)), kinds=kinds, ties=frame.ties.shape[1],
    )  # fmt: skip


def _tally(firms: Firms, zone: ZoneName) -> tuple[int, int]:
    """Firms and staff of a zone."""
    here = firms.zone == zone
    return int(here.sum()), int(firms.staff[here].sum())


SHAPES = {
    Kind.SME: "M0-16a16 16 0 101 0z",
    Kind.ANCHOR: "M0-20l20 20l-20 20l-20-20z",
    Kind.MNC: "M-14-14h28v28h-28z",
    Kind.CONTACT_CENTRE: "M0-22l21 37h-42z",
}
"""The shape of each kind, of about the area of a circle of radius 16."""


def legend_html(lang: str) -> str:
    """List the kinds with shape and colour, and sizes with staff; in the scale of the map."""
    kinds = "".join(
        f'<li><svg class="sample" viewBox="-24 -24 48 48" width="18" height="18" '
        f'aria-hidden="true"><path class="firm k{int(kind)}" d="{SHAPES[kind]}"/></svg>'
        f"{kind_name(kind, lang)}</li>"
        for kind in Kind
    )
    tie = (
        '<li><svg class="sample" viewBox="-24 -24 48 48" width="18" height="18" aria-hidden="true">'
        f'<path class="tie" d="M-24 0h48"/></svg>{say("tie", lang)}</li>'
    )
    return f"<ul>{kinds}{tie}</ul><ul><li>{say('size', lang)}</li>{_sizes(SIZES)}</ul>"


def _sizes(staff: Sequence[int]) -> str:
    return "".join(
        f'<li><svg class="sample" viewBox="{-r - 4} {-r - 4} {2 * r + 8} {2 * r + 8}" '
        f'width="{max(10, r // 2 + 4)}" height="{max(10, r // 2 + 4)}" aria-hidden="true">'
        f'<circle class="ring" r="{r}"/></svg>{count(n)}</li>'
        for n, r in zip(staff, radii(np.array(staff)).tolist(), strict=True)
    )
