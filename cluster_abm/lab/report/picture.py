"""One picture of a comparison: the main outcomes' paths, and what a policy changed in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cluster_abm.core.units import FIRST_YEAR, MONTHS_PER_YEAR, date_of
from cluster_abm.lab.inference.comparison import Comparison
from cluster_abm.lab.inference.simultaneous import path_band
from cluster_abm.lab.inference.texts import metric_text, text, unit_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442")
"""Colours that people with any colour vision tell apart (Okabe and Ito 2008)."""
GREY, SHADE = "#4D4D4D", "#EBEBEB"
DASHES = ("--", "-.", ":", (0, (6, 1, 1, 1, 1, 1)))
"""A policy is told by its line as well as by its colour; the baseline has none of these."""
MOST = 6
"""Outcomes that one picture holds."""
ACROSS = 2
"""Outcomes side by side."""
INCHES, DPI = 12.0, 100
"""Width of the picture: 1,200 pixels."""
HEIGHT, MARGIN = 3.4, 1.3
"""Height of a row of outcomes and of what stands around them, inches."""
LEGEND = 4
"""Names beside each other above a picture."""
LINE = 62
"""Letters of a title's line."""
STYLE: Any = {
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "svg.hashsalt": "cluster_abm",
    "svg.fonttype": "path",
}


def draw(
    comparison: Comparison,
    folder: str | Path | None = None,
    *,
    outcomes: Sequence[str] = (),
    lang: str = "en",
) -> list[Path]:
    """Draw the paths of the main outcomes, as SVG and as PNG.

    Args:
        comparison: What an experiment found.
        folder: Where; the folder of the experiment if not given.
        outcomes: Which outcomes, at most six; the first of the experiment if not given.
        lang: Language of the words.

    Returns:
        The two files; equal comparisons give equal bytes.
    """
    import matplotlib as mpl

    place = comparison.folder if folder is None else Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    files = [place / f"paths-{lang}.{kind}" for kind in ("svg", "png")]
    with mpl.rc_context(STYLE):
        figure = picture(comparison, outcomes=outcomes, lang=lang)
        svg, png = files
        figure.savefig(svg, metadata={"Date": None, "Creator": None})
        figure.savefig(png, dpi=DPI, metadata={"Software": None})
    return files


def picture(
    comparison: Comparison,
    *,
    outcomes: Sequence[str] = (),
    lang: str = "en",
    inches: float = INCHES,
    note: bool = True,
) -> Figure:
    """The picture, for whoever wants to change it; see :func:`draw`."""
    from matplotlib.figure import Figure

    shown = list(outcomes or comparison.outcomes)[:MOST]
    across = min(ACROSS, len(shown))
    rows = -(-len(shown) // across)
    figure = Figure(figsize=(inches, rows * HEIGHT + MARGIN), dpi=DPI, layout="constrained")
    ratios = [3, 2] * rows
    axes: Any = figure.subplots(2 * rows, across, sharex=True, squeeze=False, height_ratios=ratios)
    for at, outcome in enumerate(shown):
        row, column = divmod(at, across)
        levels, change = axes[2 * row, column], axes[2 * row + 1, column]
        _shade(levels, change, comparison)
        _levels(levels, comparison, outcome, lang)
        _changes(change, comparison, outcome, lang)
    for empty in range(len(shown), rows * across):
        row, column = divmod(empty, across)
        axes[2 * row, column].set_axis_off()
        axes[2 * row + 1, column].set_axis_off()
    for axis in axes[-1]:
        axis.xaxis.set_major_formatter(_as_date)
    handles, labels = axes[0, 0].get_legend_handles_labels()
    figure.legend(
        handles, labels, loc="outside upper left", ncols=min(len(labels), LEGEND), frameon=False
    )
    if note:
        figure.supxlabel(text("band", lang, pairs=comparison.pairs), fontsize=9, color=GREY)
    return figure


def _shade(levels: Axes, change: Axes, comparison: Comparison) -> None:
    """Shade the months in which some policy holds, and set the ticks of the years."""
    windows = [row["window"] for row in comparison.plan["policies"][1:]]
    months = int(comparison.plan["months"])
    for axis in (levels, change):
        if windows:
            first, last = min(w[0] for w in windows), max(w[1] for w in windows)
            axis.axvspan(first - 0.5, last - 0.5, color=SHADE, linewidth=0, zorder=0)
        axis.set_xlim(0, max(months - 1, 1))
        years = np.arange(0, months, MONTHS_PER_YEAR * max(1, -(-months // 96)))
        axis.set_xticks(years)
        axis.tick_params(color=GREY)


def _levels(axis: Axes, comparison: Comparison, outcome: str, lang: str) -> None:
    finding = comparison.finding(outcome)
    axis.set_title(_folded(metric_text(outcome, finding.doc, lang)))
    axis.set_ylabel(unit_text(finding.unit, lang))
    paths = comparison.paths[outcome]
    base = paths[comparison.baseline].mean(axis=0)
    months = np.arange(len(base))
    axis.plot(months, base, color=GREY, linewidth=1.6, label=text("baseline", lang))
    for at, policy in enumerate(comparison.policies):
        axis.plot(months, paths[policy].mean(axis=0), label=policy, **_look(at))
    axis.yaxis.set_major_formatter(_as_number)
    axis.margins(y=0.08)


def _changes(axis: Axes, comparison: Comparison, outcome: str, lang: str) -> None:
    axis.set_ylabel(text("difference", lang))
    axis.axhline(0, color=GREY, linewidth=0.8)
    for at, policy in enumerate(comparison.policies):
        band = path_band(comparison.difference(outcome, policy), draws=comparison.draws)
        look, months = _look(at), np.arange(len(band.mean))
        axis.fill_between(months, band.low, band.high, color=look["color"], alpha=0.25, linewidth=0)
        axis.plot(months, band.mean, **look)
    axis.yaxis.set_major_formatter(_as_number)
    axis.margins(y=0.08)


def _look(at: int) -> dict[str, Any]:
    return {
        "color": OKABE_ITO[at % len(OKABE_ITO)],
        "linestyle": DASHES[at % len(DASHES)],
        "linewidth": 1.8,
    }


def _folded(sentence: str) -> str:
    from textwrap import fill

    return fill(sentence, LINE)


def _as_number(value: float, _: float) -> str:
    """A tick as written elsewhere: thousands with commas, millions as M."""
    if abs(value) >= 1_000_000:
        return f"{value / 1_000_000:,.6g} M"
    return f"{value:,.6g}" if abs(value) < 1000 else f"{value:,.0f}"


def _as_date(month: float, _: float) -> str:
    return date_of(int(month))[: len(str(FIRST_YEAR))]
