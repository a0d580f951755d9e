"""The table: what was measured, against bar and stretch."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

TIMES = ("us", "ms", "s", "s CPU")
"""Units of what a faster machine does faster."""


@dataclass(frozen=True)
class Row:
    """One measure.

    Attributes:
        measure: What is measured.
        value: The figure; nothing if it was not measured.
        unit: Its unit.
        bar: What it must reach, if there is a bar.
        stretch: What would be very good.
        more: Is more better?
        note: How it was measured, where the name does not say it.
    """

    measure: str
    value: float | None
    unit: str
    bar: float | None = None
    stretch: float | None = None
    more: bool = False
    note: str = ""

    def at_par(self, slower: float) -> float | None:
        """What it would take where the bars were set, if it is a time."""
        if self.value is None or self.unit not in TIMES:
            return self.value
        return self.value / slower

    def verdict(self, slower: float = 1.0) -> str:
        """What was reached on a machine so much slower: stretch, bar, or neither."""
        value = self.at_par(slower)
        if value is None:
            return "not measured"
        for name, goal in (("stretch", self.stretch), ("bar", self.bar)):
            if goal is not None and (value >= goal if self.more else value <= goal):
                return name
        return "" if self.bar is None else "missed"

    def record(self, slower: float) -> dict[str, Any]:
        """The row as JSON holds it."""
        return {**asdict(self), "at_par": self.at_par(slower), "verdict": self.verdict(),
                "verdict_at_par": self.verdict(slower)}  # fmt: skip


def least_of(moments: Sequence[Sequence[Row]]) -> list[Row]:
    """What was measured at several moments, least of each; its note lists them all.

    Args:
        moments: The same measures at each of them, of which none is missing.
    """
    rows = []
    for row in zip(*moments, strict=True):
        times = [one.value for one in row if one.value is not None]
        listed = ", ".join(map(_figure, times))
        note = f"{row[0].note} Least of {len(times)} moments: {listed} {row[0].unit}.".lstrip()
        rows.append(replace(row[0], value=min(times), note=note))
    return rows


def table(rows: Sequence[Row], slower: float) -> str:
    """The rows as a table of Markdown, their notes below it.

    Args:
        rows: What was measured.
        slower: How much slower this machine is than the one for which the bars were set.
    """
    notes = list(dict.fromkeys(row.note for row in rows if row.note))
    cells = [
        (
            row.measure + (f" ({notes.index(row.note) + 1})" if row.note else ""),
            _figure(row.value), row.unit, row.verdict(), _figure(row.at_par(slower)),
            _figure(row.bar), _figure(row.stretch), row.verdict(slower),
        )
        for row in rows
    ]  # fmt: skip
    heads = (
        "measure", "measured", "unit", "reached", "at par", "bar", "stretch", "reached at par",
    )  # fmt: skip
    below = [f"{number}. {note}" for number, note in enumerate(notes, 1)]
    return "\n".join([*_aligned(heads, cells, right=(1, 4, 5, 6)), "", *below])


def costliest(seconds: dict[str, float], year: float, number: int = 10) -> str:
    """The costliest processes as a table of Markdown."""
    first = sorted(seconds.items(), key=lambda item: -item[1])[:number]
    first.append(("these together", sum(cpu for _, cpu in first)))
    cells = [(name, f"{1e3 * cpu:.1f}", f"{100 * cpu / year:.0f} %") for name, cpu in first]
    heads = ("process", "ms a year", "share of the year")
    return "\n".join(_aligned(heads, cells, right=(1, 2)))


def surroundings() -> str:
    """Where and with what this was measured, in a sentence."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("numpy", "mesa", "pandas"))
    return (
        f"Measured on {_processor()}, {os.cpu_count()} processors, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _aligned(
    heads: Sequence[str], cells: Iterable[Sequence[str]], right: Sequence[int]
) -> list[str]:
    rows = [heads, *cells]
    widths = [max(len(row[i]) for row in rows) for i in range(len(heads))]

    def line(row: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if i in right else cell.ljust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        return f"| {' | '.join(padded)} |"

    rule = ["-" * (w - 1) + ":" if i in right else "-" * w for i, w in enumerate(widths)]
    return [line(rows[0]), line(rule), *(line(row) for row in rows[1:])]
