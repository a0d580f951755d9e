"""The tab Results: open what was computed before, look at it, and take it home."""
# ruff: noqa: N802 -- components are named like the elements of a page

from __future__ import annotations

import pyarrow as pa
import solara

from cluster_abm.core.errors import InputError
from cluster_abm.core.units import date_of, month_of
from cluster_abm.dashboard import charts, datasets
from cluster_abm.dashboard.datasets import Dataset
from cluster_abm.dashboard.elements import (
    Button,
    Download,
    Element,
    Field,
    File,
    Outcome,
    Select,
    Tried,
    Words,
)
from cluster_abm.dashboard.play import Chart
from cluster_abm.dashboard.texts import say
from cluster_abm.lab.inference.texts import unit_text
from cluster_abm.locale import sentence

FIRST = "employment_narrow"
"""The metric that is shown first."""
ALL = ""
"""All policies of a dataset."""
STYLE = (
    "text{font:12px sans-serif;fill:#222}.value{text-anchor:end}.year,.wait{text-anchor:middle}"
    ".line{fill:none;stroke-width:20}.grid{fill:none;stroke:#ddd}"
    ".c0{stroke:#0072B2}.c1{stroke:#B34700}.c2{stroke:#007A5A}.c3{stroke:#8A4F7D}.c4{stroke:#555}"
)
"""How a picture looks where the style of the page is not."""


@solara.component
def Results(lang: str) -> None:
    """Choose a folder of results, and show what it holds."""
    looked, set_looked = solara.use_state(0)
    names = solara.use_memo(datasets.names, [looked])
    chosen, set_chosen = solara.use_state("")
    name = chosen if chosen in names else (names[0] if names else "")
    with Element("section", aria_labelledby="results"):
        Words("h2", say("results", lang), id="results")
        Words("p", say("results_text", lang))
        with Element("div", "choice bottom"):
            if names:
                Select(
                    say("dataset", lang), "dataset", name, set_chosen,
                    {one: one for one in names},
                ).key("dataset")  # fmt: skip
            Button(say("look_again", lang), lambda: set_looked(looked + 1))
        if not names:
            Words("p", say("results_none", lang), id="no-results").key("none")
            return
        Folder(name, lang).key(name)


@solara.component
def Folder(name: str, lang: str) -> None:
    """Show a folder of results by policy, metric and months."""
    data = solara.use_memo(lambda: datasets.describe(name), [name])
    metric, set_metric = solara.use_state(FIRST if FIRST in data.metrics else min(data.metrics))
    policy, set_policy = solara.use_state(ALL)
    first, set_first = solara.use_state(date_of(0))
    last, set_last = solara.use_state(date_of(data.months))
    options = {m: named(data, m, lang) for m in data.metrics}
    with Element("div", "folder"):
        if data.question:
            Words("p", data.question, "question", lang="en").key("question")
        with Element("div", "choice bottom"):
            Select(say("metric", lang), "metric", metric, set_metric, options)
            every = {ALL: say("all_policies", lang)}
            Select(say("policy", lang), "policy", policy, set_policy,
                   every | {p: p for p in data.policies})  # fmt: skip
            Field(say("first_month", lang), "first-month", first, set_first)
            Field(say("last_month", lang), "last-month", last, set_last)
        try:
            rows, start = _rows(data, metric, policy, first, last)
        except InputError as error:
            Outcome(Tried(refused=str(error)), lang).key("wrong")
            return
        Plot(data, rows, metric, start, lang).key("plot")


def named(data: Dataset, metric: str, lang: str) -> str:
    """The sentence of a metric of a dataset, without its full stop."""
    return sentence("metrics", metric, lang, otherwise=data.metrics[metric][1]).rstrip(".")


def _rows(data: Dataset, metric: str, policy: str, first: str, last: str) -> tuple[pa.Table, int]:
    """Rows that are asked for, and their first month.

    Raises:
        InputError: What cannot be.
    """
    try:
        start, end = month_of(first.strip()), month_of(last.strip())
    except ValueError as error:
        raise InputError([str(error)]) from None
    if not start < end:
        raise InputError([f"{last} must come after {first}."])
    policies = (policy,) if policy else data.policies
    return datasets.series(
        data.name, policies=policies, metric=metric, first=start, last=end
    ), start  # fmt: skip


@solara.component
def Plot(data: Dataset, rows: pa.Table, metric: str, start: int, lang: str) -> None:
    """Draw the mean path of each policy, and offer the rows and the picture."""
    title, unit = named(data, metric, lang), unit_text(data.metrics[metric][0], lang)
    blank = (float("nan"),) * start
    found = datasets.means(rows, metric)[: len(charts.LOOKS)] if len(rows) else []
    lines = tuple(
        charts.Line(say("worlds", lang, policy=m.policy, n=m.worlds), blank + m.values)
        for m in found
    )
    picture = charts.Picture(title, unit, lines, from_zero=False)
    with Element("div", "plot"):
        Chart(metric, picture, lang)
        with Element("div", "choice"):
            stem = f"{data.name}-{metric}"
            Download("parquet", lambda: File(f"{stem}.parquet", "application/vnd.apache.parquet",
                                             datasets.as_parquet(rows)))  # fmt: skip
            Download("CSV", lambda: File(f"{stem}.csv", "text/csv", datasets.as_csv(rows)))
            Download("SVG", lambda: File(f"{stem}.svg", "image/svg+xml", as_file(picture, lang)))
        Words("p", say("rows", lang, n=f"{len(rows):,}"), "hint", id="rows")


def as_file(picture: charts.Picture, lang: str) -> bytes:
    """A picture that looks right by itself."""
    svg = charts.chart_svg(picture, lang)
    return svg.replace("</svg>", f"<style>{STYLE}</style></svg>").encode()
