"""Tables about the model, all derived from the model: nothing here can be out of date."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from inspect import signature
from typing import Any, NamedTuple, get_type_hints

from cluster_abm.core.metric import Metric
from cluster_abm.core.rules import LABELS, Law, Number, all_numbers
from cluster_abm.core.schedule import title
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.locale import say, sentence
from cluster_abm.model import BOOKS, METRICS, MONTH, ClusterModel
from cluster_abm.scenarios.reader import list_scenarios
from cluster_abm.scenarios.words import Known


class Sheet(NamedTuple):
    """A table for people and for machines."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    notes: tuple[str, ...] = ()


def known() -> Known:
    """What a file of policies may speak of."""
    return Known(all_numbers(BOOKS), frozenset(METRICS), frozenset(list_scenarios()))


def month(lang: str = "en") -> Sheet:
    """What happens in a month, in order, and who takes part."""
    rows = [
        (
            n,
            *title(process).split("."),
            process_sentence(process, lang),
            ", ".join(takes_part(process)),
        )
        for n, process in enumerate(MONTH, start=1)
    ]
    return Sheet(
        say("The month, in order", lang),
        ("#", "theme", "process", "sentence", "participants"),
        rows,
    )


def process_sentence(process: Callable[..., Any], lang: str) -> str:
    """What a process does, in one sentence."""
    lines = (process.__doc__ or "").strip().splitlines() or [""]
    return sentence("processes", title(process), lang, otherwise=lines[0])


def takes_part(process: Callable[..., Any]) -> Iterator[str]:
    """The types that a process asks for, in order."""
    hints = get_type_hints(process)
    return (hints[name].__name__ for name in signature(process).parameters)


def numbers(lang: str = "en", *, levers: bool = False) -> Sheet:
    """Every number of the model, or only those that somebody may change.

    Args:
        lang: Language of the sentences.
        levers: Only the levers?
    """
    every = all_numbers(BOOKS)
    shown = {name: row for name, row in every.items() if row.lever or not levers}
    rows = [
        (
            name,
            plain(row.default),
            sentence("units", row.unit, lang, otherwise=row.unit),
            row.low,
            row.high,
            *origin(row, lang),
            say(row.who, lang) if row.lever else "",
            row.catalogue,
            sentence("numbers", name, lang, otherwise=row.doc),
        )
        for name, row in shown.items()
    ]
    columns = ("name", "value", "unit", "low", "high", "label", "source", "who", "catalogue")
    name = say("Levers" if levers else "Numbers", lang)
    return Sheet(name, (*columns, "sentence"), rows, notes=(counted(shown, lang),))


def origin(row: Number[Any], lang: str) -> tuple[str, str]:
    """Where a number comes from: its label in a word, and its source in a sentence."""
    label, _, source = row.source.partition(": ")
    return say(label, lang), sentence("sources", source, lang, otherwise=source)


def counted(rows: dict[str, Number[Any]], lang: str) -> str:
    """How many numbers there are of each label: page one of every honest model."""
    count = Counter(row.label for row in rows.values())
    parts = ", ".join(f"{count[label]} {say(label, lang)}" for label in LABELS if count[label])
    return say("{n} numbers: {parts}.", lang, n=len(rows), parts=parts)


def plain(value: Any) -> Any:
    """A number, or a row of numbers by class, as JSON can write it."""
    if isinstance(value, Law):
        return value.usual
    return value.tolist() if hasattr(value, "tolist") else value


def metrics(lang: str = "en") -> Sheet:
    """Everything that is observed every month."""
    rows = [
        (m.name, unit_of(m, lang), sentence("metrics", m.name, lang, otherwise=m.doc))
        for m in METRICS.values()
    ]
    return Sheet(say("Metrics", lang), ("name", "unit", "sentence"), rows)


def unit_of(metric: Metric, lang: str) -> str:
    """The unit of a metric."""
    return sentence("units", metric.unit, lang, otherwise=metric.unit)


def books(model: ClusterModel, lang: str = "en") -> Sheet:
    """The starting books of a model in month 0, beside the ranges that the evidence allows.

    It lives its first year to measure what a year takes, and comes back to month 0.
    """
    from cluster_abm.scenarios.books import first_year, table

    start = model.snapshot()
    found = table(model)
    model.run_months(MONTHS_PER_YEAR)
    found += first_year(model.observed.model_vars)
    model.restore(start)
    rows = [
        (
            sentence("books", row.block, lang, otherwise=row.block),
            sentence("books", row.item, lang, otherwise=row.item),
            row.value,
            sentence("units", row.unit, lang, otherwise=row.unit),
            row.low,
            row.high,
            say(row.label, lang),
            say(row.verdict, lang),
        )
        for row in found
    ]
    columns = ("block", "item", "value", "unit", "low", "high", "label", "verdict")
    return Sheet(say("Starting books, January 2009", lang), columns, rows)
