"""The tab Results: open what was computed before, look at it, and take it home."""
# ruff: noqa: N802 -- components are named like the elements of a page

from __future__ import annotations

from collections import Counter
from functools import partial

import numpy as np
import pyarrow as pa
import solara

from cluster_abm.core.errors import InputError
from cluster_abm.core.types import Floats
from cluster_abm.core.units import MONTHS_PER_YEAR, date_of, month_of
from cluster_abm.dashboard import charts, courses, datasets
from cluster_abm.dashboard.courses import Course
from cluster_abm.dashboard.datasets import Dataset
from cluster_abm.dashboard.effects import effects_html
from cluster_abm.dashboard.elements import (
    Button,
    Download,
    Element,
    Field,
    File,
    Markup,
    Outcome,
    Select,
    Tried,
    Words,
)
from cluster_abm.dashboard.play import Chart
from cluster_abm.dashboard.reports import report_file
from cluster_abm.dashboard.texts import policy_name, say
from cluster_abm.lab.inference.comparison import Comparison
from cluster_abm.lab.inference.findings import READOUTS
from cluster_abm.lab.inference.texts import metric_text, unit_text

FIRST = "employment_narrow"
"""The metric that is shown first where none was asked for."""
ALL = ""
"""All policies of a dataset, or no second metric."""
STYLE = (
    "text{font:12px sans-serif;fill:#222}.value{text-anchor:end}.year,.wait{text-anchor:middle}"
    ".line{fill:none;stroke-width:20}.grid{fill:none;stroke:#ddd}.band{stroke:none;opacity:.16}"
    ".c0{stroke:#0072B2}.c1{stroke:#B34700}.c2{stroke:#007A5A}.c3{stroke:#8A4F7D}.c4{stroke:#555}"
    ".c5{stroke:#7D6300}.c6{stroke:#111}.last{stroke:none}"
    ".c0:not(.line){fill:#0072B2}.c1:not(.line){fill:#B34700}.c2:not(.line){fill:#007A5A}"
    ".c3:not(.line){fill:#8A4F7D}.c4:not(.line){fill:#555}.c5:not(.line){fill:#7D6300}"
    ".c6:not(.line){fill:#111}"
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
        Folder(name, looked, lang).key(f"{name}-{looked}")


@solara.component
def Folder(name: str, looked: int, lang: str) -> None:
    """Show a folder of results, or say why it cannot be read."""
    data = solara.use_memo(lambda: _described(name), [name, looked])
    with Element("div", "folder"):
        if isinstance(data, str):
            Outcome(Tried(refused=data), lang).key("unreadable")
        else:
            Contents(data, lang).key("contents")


def _described(name: str) -> Dataset | str:
    """What a folder holds, or why it cannot be read."""
    try:
        return datasets.describe(name)
    except InputError as error:
        return str(error)


@solara.component
def Contents(data: Dataset, lang: str) -> None:
    """Show what was asked, how it stands, the courses of one or two metrics, and the effects."""
    asked = [*data.outcomes, *([FIRST] if FIRST in data.metrics else []), min(data.metrics)]
    metric, set_metric = solara.use_state(asked[0])
    second, set_second = solara.use_state(asked[1] if asked[1] != asked[0] else ALL)
    policy, set_policy = solara.use_state(ALL)
    first, set_first = solara.use_state(date_of(0))
    last, set_last = solara.use_state(date_of(data.months))
    About(data, lang)
    options = metric_options(data, lang)
    with Element("div", "choice bottom"):
        Select(say("metric", lang), "metric", metric, set_metric, options)
        Select(say("second_metric", lang), "second-metric", second, set_second,
               {ALL: say("no_metric", lang)} | options)  # fmt: skip
        every = {ALL: say("all_policies", lang)}
        Select(say("policy", lang), "policy", policy, set_policy,
               every | {p: policy_name(p, lang) for p in data.policies[1:]})  # fmt: skip
        Field(say("first_month", lang), "first-month", first, set_first)
        Field(say("last_month", lang), "last-month", last, set_last)
    shown = tuple(dict.fromkeys(one for one in (metric, second) if one))
    try:
        rows, start, end = _rows(data, shown, policy, first, last)
    except InputError as error:
        Outcome(Tried(refused=str(error)), lang).key("wrong")
        return
    Courses(data, rows, shown, start, end, lang).key("courses")
    Effects(data, policy, lang).key("effects")


@solara.component
def About(data: Dataset, lang: str) -> None:
    """Say what was asked, and how many runs have ended well."""
    question, spoken = data.question(lang)
    if question:
        Words("p", question, "question", lang=spoken).key("question")
    status = data.status
    Words("p", say("folder_facts", lang, policies=len(data.policies), worlds=status.pairs,
                   months=data.months, done=status.done, total=status.total),
          "hint", id="facts")  # fmt: skip
    if status.failed:
        kinds = Counter(str(row["failure_type"]) for row in status.failures)
        why = ", ".join(f"{name} ({n})" for name, n in kinds.most_common())
        Words("p", say("folder_failed", lang, failed=status.failed, why=why), "alarm",
              id="failed").key("failed")  # fmt: skip


def metric_options(data: Dataset, lang: str) -> dict[str, str]:
    """Every metric by its sentence: those that were asked for come first."""
    names = {name: metric_text(name, doc, lang) for name, (_, doc) in data.metrics.items()}
    rest = sorted((n for n in names if n not in data.outcomes), key=lambda n: names[n])
    return {name: names[name] for name in (*data.outcomes, *rest)}


def _rows(
    data: Dataset, metrics: tuple[str, ...], policy: str, first: str, last: str
) -> tuple[pa.Table, int, int]:
    """Rows that are asked for, their first month, and the first after them.

    Raises:
        InputError: What cannot be.
    """
    try:
        start, end = month_of(first.strip()), month_of(last.strip())
    except ValueError as error:
        raise InputError([str(error)]) from None
    if not start < end:
        raise InputError([f"{last} must come after {first}."])
    if start >= data.months:
        raise InputError([f"{first} comes after the last month of the runs."])
    policies = (data.policies[0], policy) if policy else data.policies
    found = datasets.series(
        data.name, policies=policies, metrics=metrics, first=start, last=end
    )  # fmt: skip
    return found, start, min(end, data.months)


@solara.component
def Courses(
    data: Dataset, rows: pa.Table, metrics: tuple[str, ...], start: int, end: int, lang: str
) -> None:
    """Draw levels and paired differences of each metric, and offer the rows and the pictures."""
    pictures = {metric: pictures_of(data, rows, metric, start, end, lang) for metric in metrics}
    for metric, pair in pictures.items():
        with Element("section", "course", aria_label=pair[0].title).key(f"course-{metric}"):
            with Element("div", "pictures two"):
                for name, picture in zip(("level", "apart"), pair, strict=True):
                    Chart(picture, lang).key(f"{metric}-{name}")
            with Element("div", "choice"):
                for key, end_of_name, picture in zip(
                    ("save_svg", "save_svg_apart"), ("", "-difference"), pair, strict=True
                ):
                    file = f"{data.name}-{metric}{end_of_name}.svg"
                    Download(say(key, lang), partial(_svg, file, picture, lang)).key(
                        f"{metric}-{key}"
                    )
    Words("p", say("bands", lang), "hint")
    if len(data.policies) > len(charts.LOOKS):
        Words("p", say("too_many", lang, n=len(charts.LOOKS)), "hint").key("many")
    with Element("div", "choice"):
        stem = f"{data.name}-{'-'.join(metrics)}"
        Download("parquet", lambda: File(f"{stem}.parquet", "application/vnd.apache.parquet",
                                         datasets.as_parquet(rows)))  # fmt: skip
        Download("CSV", lambda: File(f"{stem}.csv", "text/csv", datasets.as_csv(rows)))
    Words("p", say("rows", lang, n=f"{len(rows):,}"), "hint", id="rows")


def pictures_of(
    data: Dataset, rows: pa.Table, metric: str, start: int, end: int, lang: str
) -> tuple[charts.Picture, charts.Picture]:
    """The picture of the levels of a metric, and that of the paired differences."""
    unit, doc = data.metrics[metric]
    title = metric_text(metric, doc, lang)
    lives = courses.lives_of(rows, metric)
    order = {policy: at for at, policy in enumerate(data.policies)}
    level = sorted(courses.levels(lives), key=lambda one: order[one.policy])
    apart = sorted(courses.differences(lives, data.policies[0]), key=lambda one: order[one.policy])
    bands = len(level) <= 2
    worlds = f"{unit_text(unit, lang)} · {say('worlds', lang, n=_range(level))}"
    pairs = f"{unit_text(unit, lang)} · {say('pairs_of', lang, n=_range(apart))}"
    months = MONTHS_PER_YEAR * -(-end // MONTHS_PER_YEAR)
    return (
        charts.Picture(
            title, worlds, tuple(_line(c, start, lang, bands) for c in level),
            from_zero=False, first=start, months=months,
        ),
        charts.Picture(
            say("apart", lang), pairs,
            tuple(_line(c, start, lang, True) for c in apart), first=start, months=months,
            skipped=1,
        ),
    )  # fmt: skip


def _range(found: list[Course]) -> str:
    """How many worlds each course rests on: a number, or the least and the most."""
    numbers = [one.worlds for one in found] or [0]
    least, most = min(numbers), max(numbers)
    return str(least) if least == most else f"{least}–{most}"


def _line(course: Course, start: int, lang: str, banded: bool) -> charts.Line:
    """A course as a curve that begins in its first month."""

    def placed(values: Floats | None) -> tuple[float, ...]:
        if values is None or not banded or not np.isfinite(values).all():
            return ()
        return (*(float("nan"),) * start, *values.tolist())

    mean = (*(float("nan"),) * start, *course.mean.tolist())
    return charts.Line(
        policy_name(course.policy, lang), mean, placed(course.low), placed(course.high)
    )


def _svg(name: str, picture: charts.Picture, lang: str) -> File:
    return File(name, "image/svg+xml", as_file(picture, lang))


def as_file(picture: charts.Picture, lang: str) -> bytes:
    """A picture that looks right by itself."""
    svg = charts.chart_svg(picture, lang)
    return svg.replace("</svg>", f"<style>{STYLE}</style></svg>").encode()


@solara.component
def Effects(data: Dataset, policy: str, lang: str) -> None:
    """Show what each policy did to what was asked; it takes a moment to work out."""
    work = solara.use_thread(lambda: _compared(data.name), [data.name])
    found = work.value
    with Element("section", "effects", aria_labelledby="effects"):
        Words("h3", say("effects", lang), id="effects")
        if found is None:
            Words("p", say("effects_wait", lang), "hint", role="status").key("wait")
            return
        if isinstance(found, str):
            Words("p", found, "hint", lang="en").key("none")
            return
        for number, one in enumerate(p for p in found.policies if policy in (ALL, p)):
            rows = [found.finding(outcome, one, READOUTS[0]) for outcome in found.outcomes]
            first, last = rows[0].months
            caption = say("effects_of", lang, policy=policy_name(one, lang), pairs=found.pairs,
                          start=date_of(first), end=date_of(last - 1))  # fmt: skip
            with Element("details", open=number == 0).key(f"policy-{one}"):
                Words("summary", caption)
                Markup(effects_html(caption, rows, lang))
        Words("p", say("chance_note", lang), "hint")
        Download(say("report", lang), lambda: report_file(data.name, lang))


def _compared(name: str) -> Comparison | str:
    """What the policies of a folder did, or why that cannot be said."""
    try:
        return datasets.compared(name)
    except InputError as error:
        return str(error)
