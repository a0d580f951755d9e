"""The page of mechanisms and the pictures of the nine loops: ``python docs/mechanisms.py``.

Lives the rows of ``tests/mechanisms`` in pairs of worlds, draws each loop into ``docs/figures``,
and writes ``docs/mechanisms.md``.  Lives are kept in ``.cache/mechanisms``, which the nightly tests
share, so the same command goes on where it stopped.  Equal code gives equal bytes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

PLACE = Path(__file__).resolve().parent
if __name__ == "__main__" and str(PLACE.parent) not in sys.path:
    sys.path.insert(0, str(PLACE.parent))

from cluster_abm.core.units import FIRST_YEAR, MONTHS_PER_YEAR  # noqa: E402
from cluster_abm.lab.design.subject import the_cluster  # noqa: E402
from cluster_abm.lab.engine.manifest import usable_processors  # noqa: E402
from cluster_abm.lab.inference.simultaneous import path_band  # noqa: E402
from cluster_abm.lab.inference.statistics import Effect  # noqa: E402
from cluster_abm.lab.report.picture import GREY, OKABE_ITO, SHADE, STYLE  # noqa: E402
from cluster_abm.model import METRICS  # noqa: E402
from docs.figures import save, sheet, table  # noqa: E402
from tests.mechanisms.engine import (  # noqa: E402
    ERROR,
    LEVEL,
    PAIRS,
    Changes,
    Finding,
    Lives,
    Row,
    asked_by,
    judge,
    live,
)
from tests.mechanisms.loops import LOOPS, Loop  # noqa: E402
from tests.mechanisms.rest import REST  # noqa: E402
from tests.mechanisms.table import CORE  # noqa: E402

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SHELF = PLACE.parent / ".cache" / "mechanisms"
FIGURES = PLACE / "figures"
STEPS = tuple(row for loop in LOOPS for row in loop.rows)
BLUE, RED = OKABE_ITO[:2]
LINE = 42
"""Letters of a title's line."""


# Pictures


def draw(loop: Loop, lives: Lives) -> Figure:
    """Draw what the cause of a loop does to each step in turn, with its carrier and without."""
    steps = len(loop.rows)
    high = 1 if steps <= 4 else 2
    figure, axes = sheet(high, -(-steps // high), 3.3 * high)
    for axis in axes[steps:]:
        axis.set_axis_off()
    for axis, row, tag in zip(axes, loop.rows, "abcde", strict=False):
        _draw_step(axis, row, lives)
        axis.set_title(fill(f"{tag}  {row.says}", LINE), fontsize=9)
    axes[0].legend(frameon=False, fontsize=8)
    return figure


def _draw_step(axis: Axes, row: Row, lives: Lives) -> None:
    whole, caused, cut, both = (lives.path(row.length, p, row.metric) for p in row.policies)
    x = FIRST_YEAR + (np.arange(row.length) + 0.5) / MONTHS_PER_YEAR
    first, last = (FIRST_YEAR + month / MONTHS_PER_YEAR for month in row.months)
    axis.axvspan(first, last, color=SHADE, zorder=0)
    axis.axhline(0, color=GREY, linewidth=0.8)
    for difference, colour, dash, words in (
        (caused - whole, BLUE, "-", "as it is"), (both - cut, RED, "--", "carrier cut"),
    ):  # fmt: skip
        band = path_band(difference)
        axis.fill_between(x, band.low, band.high, color=colour, alpha=0.22, linewidth=0)
        axis.plot(x, band.mean, dash, color=colour, label=words, linewidth=1.7)
    axis.set_ylabel(f"{row.metric}, change,\n{METRICS[row.metric].unit}", fontsize=8)
    axis.set_xticks(range(FIRST_YEAR, int(x[-1]) + 2, 2))
    axis.set_xlim(FIRST_YEAR, x[-1])


# Words


def amount(value: float) -> str:
    """A number with three digits that count."""
    if value == 0:
        return "0"
    size = abs(value)
    digits = max(0, 2 - int(np.floor(np.log10(size))))
    return f"{value:,.{min(digits, 6)}f}"


def interval(effect: Effect) -> str:
    """An effect with its interval."""
    return f"{amount(effect.difference)} ({amount(effect.low)} to {amount(effect.high)})"


def turned_in_words(changes: Changes) -> str:
    """What is turned, as code."""
    said: dict[str, None] = {}
    for change in changes:
        value = change.value
        text = f"{value:g}" if isinstance(value, int | float) else "…"
        held = f" until month {change.until}" if change.until < 10**6 else ""
        held += f" by {change.statute.name.lower()}" if change.statute is not None else ""
        said[f"`{change.lever} = {text}`{held}"] = None
    return ", ".join(said)


def percent(effect: Effect) -> str:
    """An effect as a share of what there is without."""
    return f"{100 * effect.relative:+.1f} %" if np.isfinite(effect.relative) else ""


def _own_setting(row: Row, loop: Loop) -> str:
    """What holds in all lives of a step and not of its loop."""
    if row.setting == loop.setting or not row.setting:
        return ""
    return f" In all its lives: {turned_in_words(row.setting)}."


def loop_section(loop: Loop, findings: Sequence[Finding]) -> str:
    """What a loop is, its picture, and what was measured."""
    rows = [
        (
            f.row.says + _own_setting(f.row, loop), f"`{f.row.metric}`", _window(f.row),
            interval(f.effect), percent(f.effect), interval(f.cut), turned_in_words(f.row.cut),
            f.verdict,
        )
        for f in findings
    ]  # fmt: skip
    head = ("step", "metric", "months", "effect", "of its mean", "carrier cut", "by", "verdict")
    shown = sum(f.shown for f in findings)
    return "\n\n".join([
        f"### {loop.number}. {loop.name}",
        f"{loop.says} *What breaks it:* {loop.breaks}",
        *([f"*Where it stops:* {loop.stops}"] if loop.stops else []),
        f"Turned: {turned_in_words(loop.cause)}."
        + (f" In all lives: {turned_in_words(loop.setting)}." if loop.setting else "")
        + f" Rows of the report: {loop.mechanisms}. Steps shown: {shown} of {len(findings)}.",
        f"![{loop.name}: what its cause does to each step, with the carrier and without]"
        f"(figures/{loop.id}.svg)",
        table(head, rows),
    ])  # fmt: skip


def _window(row: Row) -> str:
    return f"{row.months[0]} to {row.months[1] - 1}"


def core_table(findings: Iterable[Finding]) -> str:
    """Every core row with its cause, its effect, its carrier and what so many pairs notice."""
    rows = [
        (f.row.id, f.row.says, turned_in_words(f.row.cause), f"`{f.row.metric}`", _window(f.row),
         interval(f.effect), percent(f.effect), amount(f.effect.detectable), interval(f.cut),
         turned_in_words(f.row.cut), f.verdict)
        for f in findings
    ]  # fmt: skip
    head = ("id", "claim", "cause", "metric", "months", "effect", "of its mean", "noticed from",
            "carrier cut", "by", "verdict")  # fmt: skip
    return table(head, rows)


def rest_table(findings: Iterable[Finding]) -> str:
    """Every other row: effect and interval."""
    rows = [
        (f.row.id, f.row.says, turned_in_words(f.row.cause), f"`{f.row.metric}`", _window(f.row),
         interval(f.effect), percent(f.effect), f.leans)
        for f in findings
    ]  # fmt: skip
    head = ("id", "claim", "cause", "metric", "months", "effect", "of its mean", "it goes")
    return table(head, rows)


def not_shown(findings: Sequence[Finding]) -> str:
    """Rows that fail, first of all."""
    lines = [
        f"- **{f.row.name}**, {f.verdict}: {f.row.says} {interval(f.effect)}; carrier cut "
        f"{interval(f.cut)}." + (f" {f.row.fault}" if f.row.fault else "")
        for f in findings
        if not f.shown
    ]
    return "\n".join(lines) or "None."


PAGE = """# Mechanisms: what acts, through what, and what does not

Written by `make mechanisms` from {pairs} pairs of whole worlds of the model whose source has the
fingerprint `{model}`; the nightly tests live the same rows in {asked} pairs. In each pair one
number, lever or law is turned in January 2009, with the same past and the same luck. Every core row
has a carrier, which is what the effect must pass through; where the carrier is cut, the effect must
vanish, so that none is wired in.

* **shown**: the metric goes where it should, with less than {error:g} % chance that luck shows any
  of the rows (Holm); without the carrier a tenth of the effect or less may be left.
* **not by this carrier**: it goes there, but not through this carrier alone, or nobody can tell.
* **not seen**: these pairs do not tell it from nought; the core table says what they would notice.
* **the other way**: it goes, and not where the report says.

Intervals hold {level:g} % (Student's t over worlds). They speak of luck, not of the model: how
strongly the numbers were turned is our choice, so sizes say little about policy.

`tests/mechanisms/priority_1.csv` lists the 89 mechanisms of priority 1, each with a test of its
process in a tiny world; [known faults](known_faults.md) says which of them the model lacks.

## Not shown

{failed}

## The nine loops

Each picture shows what the cause of the loop changes: as the model is, and with the carrier of that
step cut. Bands hold the whole path at 95 %. Months in grey count.

{loops}

## Core mechanisms

{core}

## Others

Effects without a carrier to cut. Nought is a finding.

{rest}
"""


def write(lives: Lives) -> None:
    """Draw every loop, and write the page."""
    import matplotlib as mpl

    judged = judge((*CORE, *STEPS), lives)
    core, steps = judged[: len(CORE)], judged[len(CORE) :]
    of_loop = {loop.id: [f for f in steps if f.row.id == loop.id] for loop in LOOPS}
    with mpl.rc_context(STYLE | {"font.size": 9, "svg.fonttype": "none"}):
        for loop in LOOPS:
            save(draw(loop, lives), FIGURES / f"{loop.id}.svg")
    page = PAGE.format(
        pairs=lives.pairs, asked=PAIRS, model=the_cluster().fingerprint,
        error=100 * ERROR, level=100 * LEVEL,
        failed=not_shown(judged), core=core_table(core), rest=rest_table(judge(REST, lives)),
        loops="\n\n".join(loop_section(loop, of_loop[loop.id]) for loop in LOOPS),
    )  # fmt: skip
    (PLACE / "mechanisms.md").write_text(page, encoding="utf-8")


def main() -> None:
    """Live what is missing, in as many pairs as the first argument says, and write."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else PAIRS
    rows = (*CORE, *STEPS, *REST)
    metrics = [row.metric for row in rows]
    write(live(asked_by(rows), metrics, pairs=pairs, workers=usable_processors(), shelf=SHELF))


if __name__ == "__main__":
    main()
