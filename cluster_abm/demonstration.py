"""Compare policies on the terminal: progress, tables, the answer in words, one picture."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cluster_abm.explain import known
from cluster_abm.lab.batch.pairs import RESULTS, run_experiment
from cluster_abm.lab.report.picture import draw
from cluster_abm.locale import say
from cluster_abm.scenarios.files import read_experiment
from cluster_abm.screen import PLAIN_WIDTH, bar_of, complain, emit, warn_of_compiling

if TYPE_CHECKING:
    from cluster_abm.lab.batch.watch import Standing
    from cluster_abm.lab.inference.comparison import Comparison


def demonstrate(
    file: Path,
    *,
    out: Path | None,
    pairs: int | None,
    workers: int | None,
    as_json: bool,
    lang: str,
) -> int:
    """Run what is missing of an experiment, and show what it says.

    Args:
        file: The experiment.
        out: Folder of the results; ``results/<name>`` if not given.
        pairs: Random worlds; as the experiment asks if not given.
        workers: Processes; as many as there are processors if not given.
        as_json: Answer in JSON?
        lang: Language.

    Returns:
        How many runs failed.
    """
    asked = read_experiment(file, known())
    folder = out or RESULTS / asked.name
    try:
        with standing(lang, quiet=as_json) as hear:
            found = run_experiment(asked, out=folder, pairs=pairs, workers=workers, progress=hear)
    except KeyboardInterrupt:
        complain([say("What is done is kept; the same command goes on from there.", lang)])
        raise
    tell(found, folder, as_json=as_json, lang=lang)
    return found.failed


def tell(found: Comparison, folder: Path, *, as_json: bool, lang: str, drawn: bool = True) -> None:
    """Show what an experiment says: tables, answer, pictures, digest.

    Args:
        found: What it found.
        folder: Folder of the results.
        as_json: Answer in JSON?
        lang: Language.
        drawn: Draw pictures?
    """
    pictures = draw(found, folder, lang=lang) if drawn else []
    if as_json:
        emit(found.record())
        return
    if found.plan["question"]:
        click.echo(found.plan.get(f"question_{lang}") or found.plan["question"])
    for note in found.notes:
        click.echo(note)
    _tables(found, lang)
    click.echo(say("written to {folder}", lang, folder=folder.as_posix()))
    for picture in pictures:
        click.echo(say("picture {file}", lang, file=picture.as_posix()))
    click.echo(say("content hash {digest}", lang, digest=found.content_hash))
    if found.failed:
        complain([say("{n} runs failed; the table runs says why.", lang, n=found.failed)])


def _tables(found: Comparison, lang: str) -> None:
    """Print tables and answer as wide as the terminal is."""
    if not sys.stdout.isatty():
        click.echo(found.text(lang, width=PLAIN_WIDTH))
        return
    from rich.console import Console

    console = Console(highlight=False)
    for table in found.tables(lang):
        console.print(table)
    for policy in found.policies:
        console.print(found.answer(lang, policy))


@contextmanager
def standing(lang: str, *, quiet: bool) -> Iterator[Callable[[Standing], None] | None]:
    """Show how an experiment stands, if somebody watches the error stream."""
    if not quiet:
        warn_of_compiling(lang)
    if quiet or not sys.stderr.isatty():
        yield None
        return
    with bar_of(say("runs", lang)) as (bar, task):

        def hear(now: Standing) -> None:
            lived = now.done + now.failed
            words = [say("{rate} runs/s", lang, rate=f"{lived / max(now.seconds, 1e-9):.1f}")]
            if now.failed:
                words.append(say("{n} failed", lang, n=now.failed))
            if now.difference is not None:
                half = f" ± {now.half_width:,.3g}" if now.half_width is not None else ""
                words.append(f"{now.difference:+,.4g}{half}")
            bar.update(task, total=now.total, completed=lived, rate=", ".join(words))

        yield hear
