"""Pictures of curves, as SVG, each with what it shows in words and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from math import ceil, floor, isfinite, log10
from typing import NamedTuple

from cluster_abm.core.units import FIRST_YEAR, MONTHS_PER_YEAR
from cluster_abm.dashboard.texts import count, name_month, say
from cluster_abm.lab.inference.texts import interval

LOOKS = (
    ("c0", ""), ("c1", "7 4"), ("c2", "2 3"), ("c3", "10 3 2 3"), ("c4", "5 2"),
    ("c5", "12 4"), ("c6", "1 4"),
)  # fmt: skip
"""Colour class and dashes of the first line of a picture, the second, and so on."""
WIDE, TALL = 340, 152
LEFT, TOP, ACROSS, DOWN = 63, 14, 255, 108
"""Where the curves run; the rest is for what stands at the axes."""
FINE = 10
"""Steps to a unit of the picture in which curves are drawn."""
SHORTEST = 60
"""Months that the axis shows at least: the report's five years."""
MILLION, MANY = 1_000_000, 100_000


class Line(NamedTuple):
    """A curve: what it is called, and a value for each month from January 2009 on.

    A value that is not a number is not drawn; *low* and *high* are the ends of a band around it.
    """

    label: str
    values: Sequence[float]
    low: Sequence[float] = ()
    high: Sequence[float] = ()

    @property
    def seen(self) -> list[float]:
        """Values that can be drawn."""
        return [v for v in self.values if isfinite(v)]


@dataclass(frozen=True)
class Picture:
    """What a picture of curves shows.

    It is no tuple, because Reacton looks into every value of a tuple at every frame.

    Attributes:
        title: What it is about.
        unit: What the vertical axis counts.
        lines: The curves.
        target: Value with a broken line of its own; 0 is none.
        from_zero: Does the vertical axis begin at 0?
        marks: Months in which a policy begins or ends.
        first: First month of the horizontal axis.
        months: Months at which the axis ends; 0 is whole blocks of five years.
        skipped: Looks that the first line leaves to another picture.
    """

    title: str
    unit: str
    lines: tuple[Line, ...]
    target: float = 0.0
    from_zero: bool = True
    marks: tuple[int, ...] = ()
    first: int = 0
    months: int = 0
    skipped: int = 0

    @property
    def looked(self) -> list[tuple[Line, tuple[str, str]]]:
        """Every line with its look."""
        return list(zip(self.lines, LOOKS[self.skipped :], strict=False))


class Span(NamedTuple):
    """Months that the horizontal axis shows: the first, and the first after it."""

    first: int
    end: int

    def across(self, month: float) -> float:
        """Where a month stands in the picture."""
        return LEFT + ACROSS * (month - self.first) / (self.end - self.first)


class Axis(NamedTuple):
    """Values that the vertical axis shows, and where it has lines."""

    low: float
    high: float
    lines: tuple[float, ...]

    def height(self, value: float) -> float:
        """Where a value stands in the picture."""
        return TOP + DOWN * (self.high - value) / (self.high - self.low)


def chart_svg(picture: Picture, lang: str) -> str:
    """Draw a picture of curves."""
    length = max((len(line.values) for line in picture.lines), default=0)
    months = Span(picture.first, picture.months or span(length))
    axis = axis_of(picture)
    inside = _ground(axis, months) + _marks(picture.marks, months)
    if picture.target:
        inside += _target(axis, picture.target, lang)
    inside += "".join(_band(line, look[0], axis, months) for line, look in picture.looked)
    drawn = [_line(line.values, look, axis, months) for line, look in picture.looked]
    inside += "".join(reversed(drawn)) if length else _wait(lang)
    return (
        f'<svg class="curve" viewBox="0 0 {WIDE} {TALL}" role="img" '
        f'aria-label="{escape(chart_alt(picture, lang))}" xmlns="http://www.w3.org/2000/svg">'
        f"{inside}</svg>"
    )


def chart_alt(picture: Picture, lang: str) -> str:
    """Say what a picture shows."""
    if not any(line.seen for line in picture.lines):
        return say("curve_none", lang, title=picture.title)
    parts = [
        say("curve_part", lang, label=line.label, last=count(line.seen[-1]),
            first=count(line.seen[0]))
        for line in picture.lines if line.seen
    ]  # fmt: skip
    if picture.target:
        parts.append(say("curve_alt_target", lang, target=count(picture.target)))
    return say("curve_alt", lang, title=picture.title, unit=picture.unit, series=" ".join(parts))


def key_html(picture: Picture) -> str:
    """List the lines with their looks, names and last values."""
    rows = "".join(
        f'<li><svg class="sample" viewBox="0 0 26 8" width="26" height="8" aria-hidden="true">'
        f'<path class="line {colour}" stroke-dasharray="{dash}" d="M0 4h26"/></svg>'
        f"<span>{escape(line.label)}</span>"
        f"<b>{count(line.seen[-1]) if line.seen else '–'}</b></li>"
        for line, (colour, dash) in picture.looked
    )
    return f'<ul class="key">{rows}</ul>'


def table_html(picture: Picture, lang: str) -> str:
    """The values at the end of each year, and of the last month, as a table."""
    length = max((len(line.values) for line in picture.lines), default=0)
    months = [m for m in range(MONTHS_PER_YEAR - 1, length, MONTHS_PER_YEAR) if m >= picture.first]
    if length and (not months or months[-1] != length - 1):
        months.append(length - 1)
    head = "".join(f'<th scope="col">{escape(line.label)}</th>' for line in picture.lines)
    rows = "".join(
        f'<tr><th scope="row">{name_month(m, lang)}</th>'
        + "".join(f"<td>{_entry(line, m)}</td>" for line in picture.lines)
        + "</tr>"
        for m in months
    )
    caption = f"{escape(picture.title)}, {escape(picture.unit)}"
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption>'
        f'{caption}</caption><thead><tr><th scope="col">{say("month", lang)}</th>{head}</tr>'
        f"</thead><tbody>{rows}</tbody></table></div>"
    )


def _entry(line: Line, month: int) -> str:
    """A value of a table, with the ends of its band if it has one."""
    if month >= len(line.values) or not isfinite(line.values[month]):
        return ""
    if not line.low or not isfinite(line.low[month]):
        return count(line.values[month])
    size = interval(line.values[month], line.low[month], line.high[month], signed=False)
    return f"{size.difference} ({size.low} … {size.high})"


def span(months: int) -> int:
    """Months that the horizontal axis shows: whole blocks of five years.

    >>> span(0), span(60), span(61)
    (60, 60, 120)
    """
    return SHORTEST * max(1, ceil(months / SHORTEST))


def axis_of(picture: Picture) -> Axis:
    """Choose the vertical axis: from zero, or around the values.

    >>> axis_of(Picture("", "", (Line("", (0.0, 380.0)),))).lines
    (0.0, 200.0, 400.0)
    >>> axis_of(Picture("", "", (Line("", (1300.0, 1340.0)),), from_zero=False)).lines
    (1200.0, 1300.0, 1400.0, 1500.0)
    """
    drawn = (part for line in picture.lines for part in (line.values, line.low, line.high))
    values = [v for part in drawn for v in part if isfinite(v)]
    if not values:
        return _axis(0.0, 1.1 * picture.target or 100.0)
    low, high = min(values), max(values)
    if not picture.from_zero:
        room = 0.05 * max(abs(low), abs(high), 1.0)
        return _axis(low - room, high + room)
    low, high = min(0.0, low), max(0.0, high, 1.1 * picture.target)
    return _axis(low, high if high > low else low + 1)


def _axis(low: float, high: float) -> Axis:
    step = _round_step((high - low) / 3)
    first, last = floor(low / step), ceil(high / step)
    return Axis(first * step, last * step, tuple(i * step for i in range(first, last + 1)))


def _round_step(rough: float) -> float:
    """The smallest 1, 2 or 5 with noughts that is not below *rough*."""
    unit = float(10 ** floor(log10(rough)))
    return next(m * unit for m in (1, 2, 5, 10) if m * unit >= rough * 0.999)


def _tick(value: float, highest: float) -> str:
    """Write a value at the axis in few letters.

    >>> _tick(25000, 30000), _tick(50_000, 150_000), _tick(0.2, 1), _tick(0, 1_500_000)
    ('25,000', '0.05 M', '0.2', '0')
    """
    if highest >= MANY and value:
        return f"{value / MILLION:g} M"
    return f"{value:,.0f}" if value == round(value) else f"{value:g}"


def _ground(axis: Axis, months: Span) -> str:
    """Draw the lines of the axes and what stands at them."""
    lines = "".join(f"M{LEFT} {axis.height(v):.1f}h{ACROSS}" for v in axis.lines)
    values = "".join(
        f'<text class="value" x="{LEFT - 6}" y="{axis.height(v) + 4:.1f}">'
        f"{_tick(v, axis.high)}</text>"
        for v in axis.lines
    )
    apart = MONTHS_PER_YEAR * max(1, ceil((months.end - months.first) / SHORTEST))
    january = MONTHS_PER_YEAR * ceil(months.first / MONTHS_PER_YEAR)
    years = "".join(
        f'<text class="year" x="{months.across(m):.0f}" y="{TOP + DOWN + 20}">'
        f"{FIRST_YEAR + m // MONTHS_PER_YEAR}</text>"
        for m in range(january, months.end + 1, apart)
    )
    return f'<path class="grid" d="{lines}"/>{values}{years}'


def _points(values: Sequence[float], axis: Axis, months: Span) -> list[tuple[int, int]]:
    """Where values stand, in small whole steps, which are few letters."""
    # A value is that of the end of its month.
    return [
        (round(FINE * months.across(m + 1)), round(FINE * axis.height(v)))
        for m, v in enumerate(values)
        if isfinite(v)
    ]


def _band(line: Line, colour: str, axis: Axis, months: Span) -> str:
    """Shade what lies between the ends of a band."""
    edge = _points(line.high, axis, months) + _points(line.low, axis, months)[::-1]
    if not edge:
        return ""
    way = "L".join(f"{x / FINE:g} {y / FINE:g}" for x, y in edge)
    return f'<path class="band {colour}" d="M{way}z"/>'


def _line(values: Sequence[float], look: tuple[str, str], axis: Axis, months: Span) -> str:
    """Draw a curve, and its last point."""
    points = _points(values, axis, months)
    if not points:
        return ""
    steps = "".join(
        f"{b[0] - a[0]}{' ' if b[1] >= a[1] else ''}{b[1] - a[1]} " for a, b in pairwise(points)
    )
    colour, dash = look
    x, y = points[-1]
    return (
        f'<g transform="scale({1 / FINE})"><path class="line {colour}" stroke-dasharray="{dash}" '
        f'd="M{points[0][0]} {points[0][1]}l{steps or "0 0"}"/></g>'
        f'<circle class="last {colour}" cx="{x / FINE:g}" cy="{y / FINE:g}" r="3.5"/>'
    )


def _target(axis: Axis, target: float, lang: str) -> str:
    """Draw the report's target as a broken line with its name."""
    y = axis.height(target)
    return (
        f'<path class="target" d="M{LEFT} {y:.1f}h{ACROSS}"/>'
        f'<text class="aim" x="{LEFT + 6}" y="{y + 15:.1f}">'
        f"{escape(say('target', lang, target=count(target)))}</text>"
    )


def _marks(months: Sequence[int], shown: Span) -> str:
    """Mark the months of changes on the upper edge."""
    marks = "".join(
        f"M{shown.across(m):.1f} {TOP}l-5-9h10zv{DOWN}"
        for m in months
        if shown.first <= m < shown.end
    )
    return f'<path class="marks" d="{marks}"/>' if marks else ""


def _wait(lang: str) -> str:
    """Say that nothing has happened yet."""
    return (
        f'<text class="wait" x="{LEFT + ACROSS / 2:g}" y="{TOP + 0.62 * DOWN:g}">'
        f"{escape(say('curve_wait', lang))}</text>"
    )
