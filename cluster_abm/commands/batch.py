"""Commands for batches of runs: foresee, live, look at, repair."""

from __future__ import annotations

from typing import Any

import click

from cluster_abm.commands.options import ShardType, lively, months, option, out, pairs, workers
from cluster_abm.places import find_experiment, find_results
from cluster_abm.spoken import Command, Ends, machine, spoken


@click.command(cls=Command)
@click.argument("experiment")
@out
@pairs
@months
@workers
@machine
@spoken
def plan(experiment: str, lang: str, **asked: Any) -> None:
    """Say what EXPERIMENT will take: runs, time, disk, and the smallest effect it can detect."""
    file = find_experiment(experiment)
    from cluster_abm.commands import looked

    looked.foresee(file, lang=lang, **asked)


@click.command(cls=Command)
@click.argument("experiment")
@out
@pairs
@months
@option("--panel", "panels", multiple=True, metavar="NAME",
        help="A panel of events to keep, such as sales.")  # fmt: skip
@option("--shard", type=ShardType(), metavar="I/N", help="Live the I-th of N parts only.")
@lively
@machine
@spoken
def experiment(experiment: str, lang: str, **asked: Any) -> None:
    """Live what is missing of EXPERIMENT, and compare its policies; the same command resumes."""
    file = find_experiment(experiment)
    from cluster_abm.commands import lived

    if lived.experiment(file, lang=lang, **asked):
        raise click.exceptions.Exit(Ends.FAILURES)


@click.command(cls=Command)
@click.argument("results")
@machine
@spoken
def status(results: str, lang: str, as_json: bool) -> None:
    """Say how RESULTS stand: runs that are done, failed and missing."""
    folder = find_results(results)
    from cluster_abm.commands import counted

    counted.status(folder, as_json=as_json, lang=lang)


@click.command(cls=Command)
@click.argument("results")
@lively
@machine
@spoken
def retry(results: str, lang: str, **asked: Any) -> None:
    """Live the failed runs of RESULTS again."""
    folder = find_results(results)
    from cluster_abm.commands import lived

    if lived.retry(folder, lang=lang, **asked):
        raise click.exceptions.Exit(Ends.FAILURES)


@click.command(cls=Command)
@click.argument("results")
@option("--by", type=click.IntRange(1, 100_000), default=20, show_default=True,
        help="Random worlds to add.")  # fmt: skip
@lively
@machine
@spoken
def extend(results: str, by: int, lang: str, **asked: Any) -> None:
    """Add random worlds to RESULTS."""
    folder = find_results(results)
    from cluster_abm.commands import lived

    if lived.extend(folder, by, lang=lang, **asked):
        raise click.exceptions.Exit(Ends.FAILURES)


@click.command(cls=Command)
@click.argument("run")
@option("--in", "place", metavar="RESULTS",
        help="Results that hold the run; all are searched if not given.")  # fmt: skip
@option(
    "--pdb", is_flag=True, help="Open the debugger where the run fails, or where Ctrl-C stops it."
)
@machine
@spoken
def replay(run: str, place: str | None, pdb: bool, as_json: bool, lang: str) -> None:
    """Live RUN again in this process, and compare it with what is stored."""
    folder = find_results(place) if place else None
    from cluster_abm.commands import looked

    ended = looked.replay(run, folder, debug=pdb, as_json=as_json, lang=lang)
    if ended:
        raise click.exceptions.Exit(ended)


@click.command(cls=Command)
@click.argument("results")
@machine
@spoken
def verify(results: str, as_json: bool, lang: str) -> None:
    """Read all of RESULTS again, delete what was never committed, and say what is wrong."""
    folder = find_results(results)
    from cluster_abm.commands import looked

    if looked.verify(folder, as_json=as_json, lang=lang):
        raise click.exceptions.Exit(Ends.ERROR)


@click.command(cls=Command)
@click.argument("results")
@machine
@spoken
def compare(results: str, as_json: bool, lang: str) -> None:
    """Compare the policies of RESULTS, as far as they have been lived."""
    folder = find_results(results)
    from cluster_abm.commands import looked

    looked.compare(folder, as_json=as_json, lang=lang)


@click.command(cls=Command)
@click.argument("experiment")
@click.argument("policy")
@option("--lever", required=True, metavar="NAME", help="The lever of POLICY that is turned.")
@option("--to", required=True, metavar="ID", help="The policy whose cost is to be met.")
@option("--metric", default="public_cost", show_default=True, metavar="NAME",
        help="What counts as cost, in US$ a month.")  # fmt: skip
@option("--pairs", "--replicates", "trial_pairs", type=click.IntRange(1, 100_000), default=4,
        show_default=True, help="Random worlds of each trial.")  # fmt: skip
@out
@months
@lively
@machine
@spoken
def balance(experiment: str, policy: str, lang: str, **asked: Any) -> None:
    """Find the value of a lever at which POLICY of EXPERIMENT costs what another policy costs."""
    file = find_experiment(experiment)
    from cluster_abm.commands import lived

    if not lived.balance(file, policy, lang=lang, **asked):
        raise click.exceptions.Exit(Ends.ERROR)


COMMANDS = (plan, experiment, status, retry, extend, replay, verify, compare, balance)
