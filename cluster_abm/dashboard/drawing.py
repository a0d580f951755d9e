"""Pictures of a frame, as SVG: the map of the firms, its legend, and the curves."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from math import ceil, floor, log10
from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import Kind, ZoneName
from cluster_abm.agents.zones import BLOCKS
from cluster_abm.core.types import Floats, Ints
from cluster_abm.core.units import FIRST_YEAR, MONTHS_PER_YEAR
from cluster_abm.dashboard.session import TARGET, Firm, Frame
from cluster_abm.dashboard.texts import KINDS, ZONES, count, name_moment, say

COLOURS = {
    Kind.SME: "#0072B2",
    Kind.ANCHOR: "#D55E00",
    Kind.MNC: "#009E73",
    Kind.CONTACT_CENTRE: "#E69F00",
}
"""Colours of Okabe and Ito: the colour-blind can tell them apart."""
DRAWN = (Kind.ANCHOR, Kind.CONTACT_CENTRE, Kind.SME, Kind.MNC)
"""Kinds from the lowest layer of the map to the highest: large firms hide nobody."""

# The map


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


def map_svg(frame: Frame, lang: str) -> str:
    """Draw every firm on its zone, as a shape and colour by kind, as large as its staff."""
    zones = "".join(_zone(zone, frame.firms, lang) for zone in ZoneName)
    firms = "".join(_firms_of(kind, frame.firms) for kind in DRAWN)
    return _svg(MAP, "map", map_alt(frame, lang), zones + firms)


def map_alt(frame: Frame, lang: str) -> str:
    """Say what the map shows."""
    firms = frame.firms
    zones = "; ".join(
        say("zone_alt", lang, zone=ZONES[lang][z], firms=count(n), staff=count(s))
        for z, n, s in ((z, *_tally(firms, z)) for z in ZoneName)
    )
    kinds = ", ".join(f"{KINDS[lang][k]} {int((firms.kind == k).sum())}" for k in Kind)
    return say(
        "map_alt", lang, date=name_moment(frame.month, lang), zones=zones,
        firms=count(len(firms.kind)), kinds=kinds,
    )  # fmt: skip


def _tally(firms: Firm, zone: ZoneName) -> tuple[int, int]:
    """Firms and staff of a zone."""
    here = firms.zone == zone
    return int(here.sum()), int(firms.staff[here].sum())


def _cells(zone: ZoneName) -> Box:
    """Where the cells of a zone lie, below its heading."""
    left, top, width, height = FIELDS[zone]
    return Box(left, top + HEADING, width, height - HEADING)


def _zone(zone: ZoneName, firms: Firm, lang: str) -> str:
    """Draw a zone: its ground, the lines between its cells, its name and how full it is."""
    box, cells = FIELDS[zone], _cells(zone)
    left, right, first, last = BLOCKS[zone]
    wide, tall = cells.width / (right - left), cells.height / (last - first)
    across = "".join(
        f"M{cells.left} {cells.top + i * tall:g}h{cells.width}" for i in range(last - first)
    )
    down = "".join(
        f"M{cells.left + i * wide:g} {cells.top}v{cells.height}" for i in range(1, right - left)
    )
    n, staff = _tally(firms, zone)
    long = say("zone_count", lang, firms=count(n), staff=count(staff))
    short = say("zone_count_short", lang, firms=count(n), staff=count(staff))
    return (
        f'<rect class="ground" x="{box.left}" y="{box.top}" width="{box.width}" '
        f'height="{box.height}" rx="16"/><path class="cells" d="{across}{down}"/>'
        f'<text x="{box.left + 24}" y="{box.top + 62}">{escape(ZONES[lang][zone])}</text>'
        f'<text class="tally" x="{box.left + 24}" y="{box.top + 122}">'
        f'<tspan class="long">{long}</tspan><tspan class="short">{short}</tspan></text>'
    )


def _firms_of(kind: Kind, firms: Firm) -> str:
    """Draw all firms of a kind as one path: a tenth of the text of a shape each."""
    mine = firms.kind == kind
    x, y = positions(firms)
    size = radii(firms.staff)
    order = np.argsort(-size[mine], kind="stable")
    shape = SHAPES[kind]
    d = "".join(
        shape(a, b, r)
        for a, b, r in zip(*(part[mine][order].tolist() for part in (x, y, size)), strict=True)
    )
    return f'<path class="firms" fill="{COLOURS[kind]}" d="{d}"/>'


def positions(firms: Firm) -> tuple[Ints, Ints]:
    """Where each firm is drawn: on its cell, moved a little by its birth key.

    A firm keeps its place for life, and firms that share a cell do not hide one another. Only
    a firm that would stick out of its zone is moved inwards.

    Returns:
        Coordinates across and down, each of shape ``(firms,)``.
    """
    box = np.array([_cells(z) for z in ZoneName])[firms.zone]
    block = np.array([BLOCKS[z] for z in ZoneName])[firms.zone]
    x = _along(box[:, 0], box[:, 2], firms.column, block[:, :2], firms, 0)
    y = _along(box[:, 1], box[:, 3], firms.row, block[:, 2:], firms, 1)
    return x, y


def _along(start: Floats, length: Floats, cell: Ints, block: Ints, firms: Firm, half: int) -> Ints:
    """Coordinates in one direction: the cell's, and the place within it."""
    first, last = block[:, 0], block[:, 1]
    wanted = (cell - first + _within(firms, half)) / (last - first)
    edge = np.minimum(REACH * radii(firms.staff) / length, 0.5)
    return np.rint(start + length * np.clip(wanted, edge, 1 - edge)).astype(np.int64)


def _within(firms: Firm, half: int) -> Floats:
    """Place within the cell, 0.15 to 0.85, from one half of the birth key."""
    bits = (firms.birth >> np.uint64(32 * half)) & np.uint64(0xFFFF)
    return 0.15 + 0.7 * bits.astype(np.float64) / 0xFFFF


def radii(staff: Ints) -> Ints:
    """Radius of the circle whose area stands for the staff, shape ``(firms,)``."""
    return np.rint(np.maximum(RADIUS * np.sqrt(staff), SMALLEST)).astype(np.int64)


SIZES = (10, 100, 500)
"""Staff of the firms that the legend shows."""

# Every shape has about the area of the circle of radius r, so that size means the same for all.


def circle(x: float, y: float, r: float) -> str:
    """Draw a circle as a path: an arc that ends one unit from where it began."""
    return f"M{x} {y - r}a{r} {r} 0 101 0z"


def square(x: float, y: float, r: float) -> str:
    """Draw a square."""
    side = round(1.77 * r)
    return f"M{x - side // 2} {y - side // 2}h{side}v{side}h{-side}z"


def triangle(x: float, y: float, r: float) -> str:
    """Draw a triangle that stands on its side."""
    side, tall = round(2.7 * r), round(2.33 * r)
    return f"M{x} {y - round(1.4 * r)}l{side // 2} {tall}h{-side}z"


def diamond(x: float, y: float, r: float) -> str:
    """Draw a square that stands on its corner."""
    half = round(1.25 * r)
    return f"M{x} {y - half}l{half} {half}l{-half} {half}l{-half} {-half}z"


SHAPES: dict[Kind, Callable[[float, float, float], str]] = {
    Kind.SME: circle,
    Kind.ANCHOR: diamond,
    Kind.MNC: square,
    Kind.CONTACT_CENTRE: triangle,
}


def legend_html(lang: str) -> str:
    """List the kinds with shape and colour, and sizes with staff; in the scale of the map."""
    kinds = "".join(
        f"<li>{_sample(SHAPES[kind](0, 0, 16), 24, COLOURS[kind])}{escape(KINDS[lang][kind])}</li>"
        for kind in Kind
    )
    sizes = "".join(
        f"<li>{_sample(circle(0, 0, r), r + 4, 'none')}{count(staff)}</li>"
        for staff, r in zip(SIZES, radii(np.array(SIZES)).tolist(), strict=True)
    )
    return f"<ul>{kinds}</ul><ul><li>{say('size', lang)}</li>{sizes}</ul>"


def _sample(d: str, half: float, colour: str) -> str:
    """Draw one shape by itself, at the width that it has on the map."""
    edge = f"{-half} {-half} {2 * half} {2 * half}"
    # A map of usual width shows three of its units a pixel.
    wide = max(14, round(2 * half / 3))
    return (
        f'<svg class="sample" viewBox="{edge}" width="{wide}" height="{wide}" aria-hidden="true">'
        f'<path class="firms" fill="{colour}" d="{d}"/></svg>'
    )


# The curves

PICTURE = Box(0, 0, 480, 160)
PLOT = Box(58, 14, 362, 116)
"""Where the curve itself runs; the rest is for what stands at the axes."""
SHORTEST = 60
"""Months that the axis shows at least: the report's five years."""


class Axis(NamedTuple):
    """Values that the vertical axis shows, and where it has lines."""

    low: float
    high: float
    lines: tuple[float, ...]

    def height(self, value: float) -> float:
        """Where a value stands in the picture."""
        return PLOT.top + PLOT.height * (self.high - value) / (self.high - self.low)


def curve_svg(frame: Frame, metric: str, lang: str) -> str:
    """Draw the life of a metric so far; for employment, also the report's target."""
    values = frame.curves[metric]
    months = span(len(values))
    axis = axis_of(metric, values)
    return _svg(
        PICTURE,
        "curve",
        curve_alt(frame, metric, lang),
        _ground(axis, months)
        + _marks(frame, months)
        + (_target(axis, lang) if metric == "employment_narrow" else "")
        + (_line(values, axis, months) if values else _wait(lang)),
    )


def curve_alt(frame: Frame, metric: str, lang: str) -> str:
    """Say what a curve shows."""
    values, title = frame.curves[metric], say(metric, lang)
    if not values:
        return say("curve_none", lang, title=title)
    alt = say("curve_alt", lang, title=title, unit=say(f"{metric}_unit", lang),
              last=count(values[-1]), first=count(values[0]))  # fmt: skip
    if metric == "employment_narrow":
        alt += say("curve_alt_target", lang, target=count(TARGET))
    return alt


def span(months: int) -> int:
    """Months that the horizontal axis shows: whole blocks of five years.

    >>> span(0), span(60), span(61)
    (60, 60, 120)
    """
    return SHORTEST * max(1, ceil(months / SHORTEST))


def axis_of(metric: str, values: tuple[float, ...]) -> Axis:
    """Choose the vertical axis: from zero for counts, around the values for wages.

    >>> axis_of("vacancies", (0.0, 380.0)).lines
    (0.0, 200.0, 400.0)
    >>> axis_of("wage_engineer", (1300.0, 1340.0)).lines
    (1200.0, 1300.0, 1400.0, 1500.0)
    """
    if metric == "wage_engineer":
        given = values or (1300.0,)
        return _axis(0.95 * min(given), 1.05 * max(given))
    least = 1.1 * TARGET if metric == "employment_narrow" else 100.0
    return _axis(0.0, max(least, *values) if values else least)


def _axis(low: float, high: float) -> Axis:
    step = _round_step((high - low) / 3)
    first, last = floor(low / step), ceil(high / step)
    return Axis(first * step, last * step, tuple(i * step for i in range(first, last + 1)))


def _round_step(rough: float) -> float:
    """The smallest 1, 2 or 5 with noughts that is not below *rough*."""
    unit = float(10 ** floor(log10(rough)))
    return next(m * unit for m in (1, 2, 5, 10) if m * unit >= rough)


def _ground(axis: Axis, months: int) -> str:
    """Draw the lines of the axes and what stands at them."""
    lines = "".join(f"M{PLOT.left} {axis.height(v):.1f}h{PLOT.width}" for v in axis.lines)
    values = "".join(
        f'<text class="value" x="{PLOT.left - 6}" y="{axis.height(v) + 4:.1f}">{count(v)}</text>'
        for v in axis.lines
    )
    foot = PLOT.top + PLOT.height
    apart = MONTHS_PER_YEAR * max(1, months // SHORTEST)
    years = "".join(
        f'<text class="year" x="{_across(m, months):.1f}" y="{foot + 22}">'
        f"{FIRST_YEAR + m // MONTHS_PER_YEAR}</text>"
        for m in range(0, months + 1, apart)
    )
    return f'<path class="grid" d="{lines}"/>{values}{years}'


def _across(month: float, months: int) -> float:
    """Where a month stands in the picture."""
    return PLOT.left + PLOT.width * month / months


def _line(values: tuple[float, ...], axis: Axis, months: int) -> str:
    """Draw the curve, its last point, and the value there."""
    # A value is that of the end of its month.
    points = [(_across(m + 1, months), axis.height(v)) for m, v in enumerate(values)]
    d = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<path class="line" d="M{d}"/><circle class="last" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        f'<text class="now" x="{x + 8:.1f}" y="{y + 5:.1f}">{count(values[-1])}</text>'
    )


def _target(axis: Axis, lang: str) -> str:
    """Draw the report's target as a broken line with its name."""
    y = axis.height(TARGET)
    return (
        f'<path class="target" d="M{PLOT.left} {y:.1f}h{PLOT.width}"/>'
        f'<text class="aim" x="{PLOT.left + 6}" y="{y + 16:.1f}">'
        f"{escape(say('target', lang, target=count(TARGET)))}</text>"
    )


def _marks(frame: Frame, months: int) -> str:
    """Mark the months of changes on the upper edge."""
    marks = "".join(
        f"M{_across(c.month, months):.1f} {PLOT.top}l-5-9h10zv{PLOT.height}" for c in frame.changes
    )
    return f'<path class="marks" d="{marks}"/>' if marks else ""


def _wait(lang: str) -> str:
    """Say that nothing has happened yet."""
    middle = PLOT.left + PLOT.width / 2
    return (
        f'<text class="wait" x="{middle:g}" y="{PLOT.top + 0.6 * PLOT.height:g}">'
        f"{escape(say('curve_wait', lang))}</text>"
    )


def _svg(box: Box, name: str, alt: str, inside: str) -> str:
    """Put a picture together, with what it shows in words."""
    edge = " ".join(f"{part:g}" for part in box)
    return (
        f'<svg class="{name}" viewBox="{edge}" role="img" aria-label="{escape(alt)}" '
        f'xmlns="http://www.w3.org/2000/svg">{inside}</svg>'
    )


__all__ = [
    "COLOURS", "FIELDS", "SHAPES", "Axis", "Box", "axis_of", "curve_alt", "curve_svg",
    "legend_html", "map_alt", "map_svg", "positions", "radii", "span",
]  # fmt: skip
