"""Commands that say what results mean: report, sensitivity, discovery, audit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cluster_abm.locale import say
from cluster_abm.places import find_results
from cluster_abm.screen import emit
from cluster_abm.spoken import Choice, Command, Option, machine, spoken

METHODS = ("surrogate", "morris", "sobol")


def _option(*names: str, **more: Any) -> Callable[..., Any]:
    return click.option(*names, cls=Option, **more)


outcome = _option(
    "--outcome",
    default="",
    metavar="COLUMN",
    help="Column of the table summary; the total of the first outcome if not given.",
)
policy = _option(
    "--policy",
    "chosen",
    default="",
    metavar="ID",
    help="Policy of the experiment; the first after the baseline if not given.",
)


@click.command(cls=Command)
@click.argument("results")
@_option("--out", "page", type=click.Path(dir_okay=False, path_type=Path),
         help="File for the report; report.html beside the results if not given.")  # fmt: skip
@machine
@spoken
def report(results: str, page: Path | None, as_json: bool, lang: str) -> None:
    """Write the report of RESULTS: one HTML file in both languages, for whoever decides."""
    folder = find_results(results)
    from cluster_abm.lab.report.page import write_report

    written = write_report(folder, page, lang=lang)
    if as_json:
        emit({"file": written.as_posix(), "bytes": written.stat().st_size})
        return
    click.echo(say("written to {folder}", lang, folder=written.as_posix()))


@click.command(cls=Command)
@click.argument("results")
@outcome
@policy
@_option("--method", type=Choice(METHODS), default="surrogate", show_default=True,
         help="Indices of a surrogate, or of a design of Morris or of Saltelli.")  # fmt: skip
@machine
@spoken
def sensitivity(
    results: str, outcome: str, chosen: str, method: str, as_json: bool, lang: str
) -> None:
    """Say on which numbers the effects in RESULTS hang; needs an experiment with many draws."""
    folder = find_results(results)
    from cluster_abm.commands import told

    told.tell(told.indices(folder, outcome, chosen, method=method, lang=lang), as_json, lang)


@click.command(cls=Command)
@click.argument("results")
@outcome
@policy
@_option("--below", type=float, default=0.0, show_default=True,
         help="Effect below which the policy counts as failed.")  # fmt: skip
@machine
@spoken
def discover(
    results: str, outcome: str, chosen: str, below: float, as_json: bool, lang: str
) -> None:
    """Say how much each policy of RESULTS may be regretted, and under which numbers it fails."""
    folder = find_results(results)
    from cluster_abm.commands import told

    told.tell(told.discovered(folder, outcome, chosen, below=below, lang=lang), as_json, lang)


@click.command(cls=Command)
@_option("--worlds", type=click.IntRange(2, 100_000), default=200, show_default=True,
         help="Simulated worlds of each trial.")  # fmt: skip
@_option("--model", "in_the_model", is_flag=True,
         help="Look at the permit lottery of the cluster model too.")  # fmt: skip
@machine
@spoken
def audit(worlds: int, in_the_model: bool, as_json: bool, lang: str) -> None:
    """Try the estimators of economists where the truth is known, and say how far off they are."""
    from cluster_abm.commands import told

    told.tell(told.tried(worlds, in_the_model=in_the_model, lang=lang), as_json, lang)


COMMANDS = (report, sensitivity, discover, audit)
