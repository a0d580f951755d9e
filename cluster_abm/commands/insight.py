"""Commands that say what results mean: report, sensitivity, discovery, audit."""

from __future__ import annotations

from pathlib import Path

import click

from cluster_abm.commands.options import option, outcome, policy
from cluster_abm.locale import say
from cluster_abm.places import find_results
from cluster_abm.screen import emit
from cluster_abm.spoken import Choice, Command, machine, spoken

METHODS = ("surrogate", "morris", "sobol")


@click.command(cls=Command)
@click.argument("results")
@option("--out", "page", type=click.Path(dir_okay=False, path_type=Path),
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
@option("--method", type=Choice(METHODS), default="surrogate", show_default=True,
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
@option("--below", type=float, default=0.0, show_default=True,
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
@option("--worlds", type=click.IntRange(2, 100_000), default=200, show_default=True,
        help="Simulated worlds of each trial.")  # fmt: skip
@option("--model", "in_the_model", is_flag=True,
        help="Look at permits and grants of the cluster model too.")  # fmt: skip
@option("--replicates", type=click.IntRange(3, 1000), default=6, show_default=True,
        help="Random worlds of the cluster model.")  # fmt: skip
@machine
@spoken
def audit(worlds: int, in_the_model: bool, replicates: int, as_json: bool, lang: str) -> None:
    """Try the estimators of economists where the truth is known, and say how far off they are."""
    from cluster_abm.commands import told

    sheets = told.tried(worlds, in_the_model=in_the_model, replicates=replicates, lang=lang)
    told.tell(sheets, as_json, lang)


COMMANDS = (report, sensitivity, discover, audit)
