"""Pictures of the report: paths with bands, each with words and numbers besides."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import numpy as np

from cluster_abm.core.units import MONTHS_PER_YEAR, date_of
from cluster_abm.lab.inference.comparison import Comparison
from cluster_abm.lab.inference.simultaneous import Band, path_band
from cluster_abm.lab.inference.texts import interval, metric_text, quantity, text, unit_text
from cluster_abm.lab.report.markup import Html, inline_svg, table, tag
from cluster_abm.lab.report.picture import MOST, STYLE, picture
from cluster_abm.lab.report.texts import said

INCHES = 7.6
"""Width of a picture."""
LINES = 24
"""Lines of policies in all pictures together, so that the page stays small."""
SMALL = STYLE | {"svg.fonttype": "none", "font.family": "sans-serif", "path.simplify": True}
"""Text stays text, so that a picture is small and can be read aloud."""


def paths(comparison: Comparison, lang: str) -> list[Html]:
    """A figure for each of the first outcomes."""
    shown = comparison.outcomes[: min(MOST, max(2, LINES // max(len(comparison.policies), 1)))]
    figures = [_figure(comparison, outcome, lang) for outcome in shown]
    return [tag("p", said("paths_note", lang, shown=len(shown)), class_="note"), *figures]


def _figure(comparison: Comparison, outcome: str, lang: str) -> Html:
    finding = comparison.finding(outcome)
    title = metric_text(outcome, finding.doc, lang)
    bands = {
        p: path_band(comparison.difference(outcome, p), draws=comparison.draws)
        for p in comparison.policies
    }
    drawing = inline_svg(
        svg_of(comparison, outcome, lang),
        f"{outcome}-{lang}",
        title=title,
        description=" ".join(_words(comparison, outcome, bands=bands, lang=lang)),
    )
    numbers = tag(
        "details",
        tag("summary", said("numbers", lang)),
        _numbers(comparison, outcome, bands=bands, lang=lang),
    )
    # on a narrow screen it is scrolled sideways, as its letters would be too small otherwise
    window = tag("div", drawing, class_="scroll", tabindex="0", role="region", aria_label=title)
    return tag("figure", window, numbers)


def svg_of(comparison: Comparison, outcome: str, lang: str) -> str:
    """Draw one outcome."""
    import matplotlib as mpl

    with mpl.rc_context(SMALL):
        figure = picture(comparison, outcomes=(outcome,), lang=lang, inches=INCHES, note=False)
        page = io.StringIO()
        figure.savefig(page, format="svg", metadata={"Date": None, "Creator": None})
    return compact(page.getvalue())


def compact(svg: str) -> str:
    """Leave out of a picture what nobody sees: far digits, white space, names of fonts.

    >>> compact("<path d='M 1.25 2.0 L 3.999 4' style='x: 1'/> <text>7</text>")
    "<path d='M1.2 2.0L3.9 4' style='x: 1'/> <text>7</text>"
    """
    svg = re.sub(r"(\d\.\d)\d+", r"\1", svg)
    svg = re.sub(r"\s+", " ", svg)
    svg = re.sub(r" ?([ML]) (-?[\d.]+) (-?[\d.]+) ?(?=[MLz\"'])", r"\1\2 \3", svg)
    return re.sub(r"font-family: [^;\"]*", "font-family: sans-serif", svg)


def _words(
    comparison: Comparison, outcome: str, *, bands: dict[str, Band], lang: str
) -> Iterator[str]:
    """What the picture shows, in words."""
    finding = comparison.finding(outcome)
    base = comparison.paths[outcome][comparison.baseline].mean(axis=0)
    ends = {"start": date_of(0), "end": date_of(len(base) - 1)}
    yield said(
        "alt",
        lang,
        outcome=metric_text(outcome, finding.doc, lang),
        unit=unit_text(finding.unit, lang),
        first=quantity(float(base[0])),
        last=quantity(float(base[-1])),
        **ends,
    )
    for policy, band in bands.items():
        peak = int(np.argmax(np.abs(band.mean)))
        size = interval(*(float(of[peak]) for of in band))
        yield said(
            "alt_policy",
            lang,
            policy=policy,
            peak=date_of(peak),
            difference=size.difference,
            low=size.low,
            high=size.high,
            last=quantity(float(band.mean[-1]), signed=True),
            end=ends["end"],
        )


def _numbers(comparison: Comparison, outcome: str, *, bands: dict[str, Band], lang: str) -> Html:
    """Mean of each year: baseline, policies, differences with their bands."""
    finding = comparison.finding(outcome)
    base = comparison.paths[outcome][comparison.baseline].mean(axis=0)
    head = [said("year", lang), text("baseline", lang)]
    for policy in bands:
        head += [policy, said("band_of", lang, policy=policy)]
    rows = []
    for first in range(0, len(base), MONTHS_PER_YEAR):
        year = slice(first, first + MONTHS_PER_YEAR)
        row = [date_of(first)[:4], quantity(float(base[year].mean()))]
        for policy, band in bands.items():
            level = comparison.paths[outcome][policy].mean(axis=0)[year].mean()
            size = interval(*(float(of[year].mean()) for of in band))
            ends = f"({size.low} … {size.high})"
            row += [quantity(float(level)), f"{size.difference} {ends}"]
        rows.append(row)
    caption = said("yearly", lang, outcome=metric_text(outcome, finding.doc, lang))
    return table(caption, head, rows)
