"""Count the runs of a folder for the command line; nothing here needs the model."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from cluster_abm.lab.store.status import SHOWN, status_of
from cluster_abm.locale import say
from cluster_abm.screen import emit
from cluster_abm.spoken import retold

MEGA = 1e6


def status(folder: Path, *, as_json: bool, lang: str) -> None:
    """Say how an experiment stands."""
    found = status_of(folder)
    if as_json:
        emit({"folder": folder.as_posix(), **asdict(found), "missing": found.missing})
        return
    rows = {
        "experiment": found.name,
        "policies": ", ".join(found.policies),
        "worlds": f"{found.pairs:,} × {found.draws:,}",
        "runs": f"{found.total:,}",
        "done": f"{found.done:,}",
        "failed": f"{found.failed:,}",
        "not lived yet": f"{found.missing:,}",
        "disk": f"{found.size / MEGA:,.1f} MB",
    }
    width = max(len(say(what, lang)) for what in rows)
    for what, value in rows.items():
        click.echo(f"{say(what, lang):{width}}  {value}")
    for row in found.failures:
        where = f"{row['replicate']}/{row['draw']}"
        click.echo(f"{where}  {row['failure_type']}: {retold(row['failure_message'])}")
        click.echo(f"  {row['replay']}")
    if found.failed > SHOWN:
        click.echo(say("The first {n} are shown; the table runs has all.", lang, n=SHOWN))
