"""What the terminal shows: tables, progress, mistakes in red; plain text where nobody watches."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from math import isfinite
from typing import TYPE_CHECKING, Any

import click

from cluster_abm.locale import say

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from cluster_abm.explain import Sheet

PLAIN_WIDTH = 160
"""Columns of a table that goes into a file or a pipe."""

UNBROKEN = ("name", "process", "file", "theme")
"""Columns whose words somebody may want to copy."""


def complain(mistakes: Iterable[str]) -> None:
    """Write mistakes to the error stream, in red where somebody watches."""
    colour = False if os.environ.get("NO_COLOR") else None
    for mistake in mistakes:
        click.echo(click.style(mistake, fg="red"), err=True, color=colour)


def warn_of_compiling(lang: str) -> None:
    """Say on the error stream why the first world takes so long, if it will."""
    from cluster_abm.core.compiled import SWITCH
    from cluster_abm.core.first_use import must_compile

    if must_compile():
        notice = say("Compiling the loops of the model for this processor: one to two minutes, "
                     "once. {switch}=0 does without them.", lang, switch=SWITCH)  # fmt: skip
        click.echo(notice, err=True)


def _leave() -> None:
    """Let the command end as if all had been read."""
    raise BrokenPipeError


def show(sheet: Sheet, *, as_json: bool, lang: str) -> None:
    """Print a table, for people or as JSON."""
    if as_json:
        rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
        emit({"title": sheet.title, "rows": rows, "notes": list(sheet.notes)})
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    watched = sys.stdout.isatty()
    width = None if watched or "COLUMNS" in os.environ else PLAIN_WIDTH
    console = Console(width=width, highlight=False, soft_wrap=False)
    console.on_broken_pipe = _leave  # type: ignore[method-assign]
    table = Table(title=sheet.title, title_justify="left", box=None, pad_edge=False)
    for n, column in enumerate(sheet.columns):
        numeric = all(isinstance(row[n], int | float) for row in sheet.rows)
        table.add_column(
            say(column, lang),
            justify="right" if numeric else "left",
            overflow="fold",
            no_wrap=column in UNBROKEN,
        )
    for row in sheet.rows:
        table.add_row(*(Text(readable(value)) for value in row))
    console.print(table)
    for note in sheet.notes:
        console.print(Text(note))


def emit(record: Any) -> None:
    """Print a record as JSON; what is not a number becomes null."""
    click.echo(json.dumps(_finite(record), ensure_ascii=False, indent=2, allow_nan=False))


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _finite(v) for name, v in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(v) for v in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not isfinite(value) else value


def readable(value: Any) -> str:
    """Write a value as a person would read it.

    >>> readable(12000.4), readable(0.0512), readable([1.0, 0.5]), readable(None)
    ('12,000', '0.0512', '1, 0.5', '')
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return ", ".join(map(readable, value))
    if isinstance(value, bool) or not hasattr(value, "__float__"):
        return str(value)
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


@contextmanager
def progress(months: int, lang: str, *, quiet: bool = False) -> Iterator[Callable[[int], None]]:
    """Show how far a run is, with rate and time left, if somebody watches the error stream.

    Args:
        months: Months to live.
        lang: Language.
        quiet: Show nothing in any case?

    Yields:
        A function to call with the number of months lived.
    """
    if not quiet:
        warn_of_compiling(lang)
    if quiet or not sys.stderr.isatty():
        yield lambda lived: None
        return
    with bar_of(say("months", lang)) as (bar, task):
        bar.update(task, total=months)

        def advance(lived: int) -> None:
            speed = bar.tasks[0].speed
            text = say("{rate} months/s", lang, rate=f"{speed:.0f}") if speed else ""
            bar.update(task, completed=lived, rate=text)

        yield advance


@contextmanager
def counting(what: str, *, quiet: bool = False) -> Iterator[Callable[[int, int], None]]:
    """Show how many of a known number are done, if somebody watches the error stream.

    Args:
        what: What is counted.
        quiet: Show nothing in any case?

    Yields:
        A function to call with how many are done and how many there are.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda done, of: None
        return
    with bar_of(what) as (bar, task):
        yield lambda done, of: bar.update(task, completed=done, total=of)


@contextmanager
def bar_of(what: str) -> Iterator[tuple[Progress, TaskID]]:
    """A bar on the error stream that counts *what*, with room for a rate and the time left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    rate = TextColumn("{task.fields[rate]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), rate)
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        yield bar, bar.add_task(what, total=None, rate="")
