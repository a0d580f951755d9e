"""The validation card of the tab About, read from the page that the project has published."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import NamedTuple

from cluster_abm.dashboard.parts import listed, table
from cluster_abm.dashboard.texts import say
from cluster_abm.lab.validation.targets import read_targets
from cluster_abm.locale import sentence

PUBLISHED = Path(__file__).parents[2] / "docs" / "validation.md"
FAILURES = "## Failures"
ENDS = re.compile(r"-?[\d.,]*\d(?:e-?\d+)?")
"""Numbers in a range: ``0.1 to 0.2``, or ``at least 0``."""
WORST = 6
"""Failures that stand on the card; the others unfold."""


class Failure(NamedTuple):
    """A target that is missed: its id, what was measured, the range, and the unit."""

    id: str
    measured: str
    range: str
    unit: str

    @property
    def miss(self) -> float:
        """How far the measure is from the nearest end of the range, as a share of the larger."""
        try:
            measured = _number(self.measured)
            ends = [_number(end) for end in ENDS.findall(self.range)]
        except ValueError:
            return math.inf
        far = [abs(measured - end) / max(abs(measured), abs(end), 1e-9) for end in ends]
        return min(far, default=math.inf)


class Published(NamedTuple):
    """What the published page says: how many of each verdict, and what is missed, worst first."""

    counts: dict[str, int]
    failures: tuple[Failure, ...]


def card_html(lang: str, place: Path = PUBLISHED) -> str:
    """Write the card: counts, the worst failures in a line each, and the others folded."""
    found = published(place)
    if found is None:
        return f"<p>{say('validation_missing', lang)}</p>"
    rows = [(say(f"verdict_of_{name.lower()}", lang), str(n)) for name, n in found.counts.items()]
    heads = (say("verdict", lang), say("validation_targets", lang))
    counts = table(say("validation_counts", lang), heads, rows)
    lines = [_line(failure, lang) for failure in found.failures]
    rest = lines[WORST:]
    more = ""
    if rest:
        title = say("validation_more", lang, n=len(rest))
        more = f"<details><summary>{title}</summary><ul>{_items(rest)}</ul></details>"
    return counts + listed(say("validation_worst", lang), lines[:WORST], level=3) + more


def _items(lines: list[str]) -> str:
    return "".join(f"<li>{line}</li>" for line in lines)


def _line(failure: Failure, lang: str) -> str:
    targets = {target.page.id: target for target in read_targets()}
    name = targets[failure.id].named(lang) if failure.id in targets else failure.id
    unit = sentence("units", failure.unit, lang, otherwise="" if lang != "en" else failure.unit)
    ends = failure.range
    for key in ("to", "at_least", "at_most"):
        ends = re.sub(rf"\b{key.replace('_', ' ')}\b", say(f"validation_{key}", lang), ends)
    return say("validation_line", lang, name=escape(name), id=escape(failure.id),
               measured=f"{escape(failure.measured)} {escape(unit)}".strip(),
               range=escape(ends))  # fmt: skip


@cache
def published(place: Path = PUBLISHED) -> Published | None:
    """Read the page; nothing if it is not there, as it is not part of the package."""
    try:
        text = place.read_text("utf-8")
    except OSError:
        return None
    before, _, after = text.partition(FAILURES)
    heads, *rows = _rows(before)
    counts = {name: sum(int(row[at]) for row in rows) for at, name in enumerate(heads) if at}
    columns, *missed = _rows(after.partition("\n## ")[0])
    at = [columns.index(name) for name in ("id", "measured", "range", "unit")]
    failures = [Failure(*(row[i] for i in at)) for row in missed]
    return Published(counts, tuple(sorted(failures, key=lambda one: -one.miss)))


def _rows(text: str) -> Iterator[list[str]]:
    """Cells of the rows of a table in Markdown, its heads first."""
    for line in text.splitlines():
        if line.startswith("|") and not line.startswith("| ---"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def _number(text: str) -> float:
    return float(text.replace(",", ""))
