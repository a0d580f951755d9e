"""The command line.  Whatever takes time to import is imported inside a command."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cluster_abm import __version__
from cluster_abm.commands import batch, insight, judged, page
from cluster_abm.core.errors import did_you_mean
from cluster_abm.locale import say
from cluster_abm.places import RESULTS, experiments, find_experiment
from cluster_abm.screen import complain, emit, progress, show
from cluster_abm.spoken import Choice, Command, Ends, Group, Option, machine, spoken

if TYPE_CHECKING:
    from cluster_abm.api import Run
    from cluster_abm.core.policy import Policy
    from cluster_abm.explain import Sheet
    from cluster_abm.scenarios.reader import Scenario

DEMONSTRATION = "p01_quota"
HEADLINES = (
    "employment_narrow", "employment_wide", "firms_counted", "unemployment", "foreign_share",
    "degree_share", "resident_income", "sme_sales", "exports_sme", "public_cost",
)  # fmt: skip
"""Metrics that end every run; others fill up if the model has not all of these."""
EXPLAINED = ("month", "numbers", "books", "odd", "indicators", "ablation")
ALLOCATIONS = 400_000
"""Objects, more than have gone, after which Python looks for garbage among the new ones: more than
importing everything and a first run make."""
TOPICS = ("scenarios", "levers", "metrics", "policies", "numbers", "experiments", "indicators")


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@spoken
@click.version_option(
    __version__, prog_name="cluster-abm", cls=Option, help="Show the version and exit."
)
def cli(lang: str) -> None:
    """Try policies for an innovation cluster before a country pays for them."""


@cli.command(cls=Command)
@click.argument("scenario", default="panama_2009")
@click.option("--set", "base", cls=Option, multiple=True, metavar="NAME=VALUE",
              help="Another base value; NAME.CLASS=VALUE for one class of a row.")  # fmt: skip
@click.option("--lever", "levers", cls=Option, multiple=True, metavar="NAME=VALUE@FROM..UNTIL",
              help="A lever from a date on, until the first month without it.")  # fmt: skip
@click.option("--policy", "where", cls=Option, metavar="FILE[#ID]",
              help="A policy of a file, or one that comes with the package.")  # fmt: skip
@click.option("--seed", cls=Option, type=click.IntRange(0, 2**63 - 1), default=1,
              show_default=True, help="Seed of all luck.")  # fmt: skip
@click.option("--replicate", cls=Option, type=click.IntRange(0, 10**6), default=0,
              show_default=True, help="Which random world of that seed.")  # fmt: skip
@click.option("--months", cls=Option, type=click.IntRange(1, 600), default=120, show_default=True,
              help="Months to live.")  # fmt: skip
@click.option("--out", cls=Option, type=click.Path(file_okay=False, path_type=Path),
              help="Folder for the results.")  # fmt: skip
@click.option("--check-ledger", cls=Option, is_flag=True,
              help="Check every month that money and people add up.")  # fmt: skip
@machine
@spoken
def run(
    scenario: str, base: tuple[str, ...], levers: tuple[str, ...], where: str | None, seed: int,
    replicate: int, months: int, out: Path | None, check_ledger: bool, as_json: bool, lang: str,
) -> None:  # fmt: skip
    """Live some months of SCENARIO and write what happened."""
    from cluster_abm import api

    start = read_world(scenario)
    numbers, policy = _asked(base, levers, where, months)
    with progress(months, lang, quiet=as_json) as lived:
        life = api.run(
            start, months=months, seed=seed, replicate=replicate, policy=policy, numbers=numbers,
            check=check_ledger, progress=lived,
        )  # fmt: skip
    folder = out or RESULTS / _name_of(start.name, policy.id, [*base, *levers], seed, replicate)
    written = life.save(folder)
    summary = headlines(life, lang)
    if as_json:
        emit({
            "scenario": start.name, "policy": policy.id, "seed": seed, "replicate": replicate,
            "months": months, "folder": folder.as_posix(),
            "files": [path.as_posix() for path in written], "content_hash": life.content_hash,
            "headlines": [
                {"name": name, "unit": unit, "first": first, "last": last}
                for name, unit, first, last, _ in summary.rows
            ],
        })  # fmt: skip
        return
    show(summary, as_json=False, lang=lang)
    click.echo(say("written to {folder}", lang, folder=folder.as_posix()))
    click.echo(say("content hash {digest}", lang, digest=life.content_hash))


def _name_of(scenario: str, policy: str, given: Sequence[str], seed: int, replicate: int) -> str:
    """Name of the folder of a run; what was given beside a policy has a mark of its own."""
    from cluster_abm.lab.design.plan import digest

    mark = f"-{digest(list(given))[:6]}" if given else ""
    return f"{scenario}-{policy}{mark}-seed{seed}-{replicate}"


def read_world(given: str) -> Scenario:
    """The scenario of that name or in that file."""
    from cluster_abm.scenarios.reader import list_scenarios, load_scenario

    known = list_scenarios()
    if given not in known and not Path(given).is_file():
        raise click.UsageError(
            f"{given} is neither a scenario nor a file.{did_you_mean(given, known)} "
            f"Scenarios: {', '.join(known)}."
        )
    return load_scenario(given)


def headlines(life: Run, lang: str) -> Sheet:
    """First and last value of ten metrics of a run, with units."""
    from cluster_abm.core.units import date_of
    from cluster_abm.explain import Sheet, unit_of
    from cluster_abm.locale import sentence
    from cluster_abm.model import METRICS

    wanted = [name for name in HEADLINES if name in METRICS]
    chosen = [*wanted, *(name for name in METRICS if name not in wanted)][: len(HEADLINES)]
    series = life.series
    rows = [
        (
            name,
            unit_of(METRICS[name], lang),
            float(series[name].iloc[0]),
            float(series[name].iloc[-1]),
            sentence("metrics", name, lang, otherwise=METRICS[name].doc),
        )
        for name in chosen
    ]
    ends = (date_of(int(series.index[0])), date_of(int(series.index[-1])))
    return Sheet(
        say("First and last month", lang), ("name", "unit", *dict.fromkeys(ends), "sentence"), rows
    )


def _asked(
    base: Sequence[str], levers: Sequence[str], where: str | None, months: int
) -> tuple[dict[str, Any], Policy]:
    """Numbers and policy of a command line; what is wrong in options is a usage error."""
    from cluster_abm.api import load_policy
    from cluster_abm.arguments import base_numbers, changes, checked
    from cluster_abm.core.policy import BASELINE, Policy
    from cluster_abm.core.units import date_of
    from cluster_abm.model import BOOKS

    policy = load_policy(where) if where else BASELINE
    numbers, wrong = base_numbers(base)
    dated, undated = changes(levers)
    if dated:
        policy = Policy(f"{policy.id}-and-levers" if where else "levers",
                        policy.changes + dated, policy.question)  # fmt: skip
    late = (
        f"--lever {c.lever} begins in {date_of(c.start)}, after the last month lived, "
        f"{date_of(months - 1)} (--months {months})."
        for c in dated
        if c.start >= months
    )
    wrong += [*undated, *late, *checked(BOOKS, numbers, policy)]
    if wrong:
        raise click.UsageError("\n".join(wrong))
    return numbers, policy


@cli.command(cls=Command)
@click.argument("experiment", default=DEMONSTRATION)
@click.option("--out", cls=Option, type=click.Path(file_okay=False, path_type=Path),
              help="Folder for the results.")  # fmt: skip
@click.option("--pairs", cls=Option, type=click.IntRange(1, 100_000),
              help="Random worlds; as many as the experiment asks for if not given.")  # fmt: skip
@click.option("--workers", cls=Option, type=click.IntRange(0, 1024),
              help="Processes; as many as there are processors if not given.")  # fmt: skip
@machine
@spoken
def demo(
    experiment: str, out: Path | None, pairs: int | None, workers: int | None, as_json: bool,
    lang: str,
) -> None:  # fmt: skip
    """Compare the policies of EXPERIMENT in the same random worlds, and show who gains."""
    file = find_experiment(experiment)
    from cluster_abm.demonstration import demonstrate

    if demonstrate(file, out=out, pairs=pairs, workers=workers, as_json=as_json, lang=lang):
        raise click.exceptions.Exit(Ends.FAILURES)


@cli.command("list", cls=Command)
@click.argument("topic", type=Choice(TOPICS), default="scenarios", metavar="TOPIC")
@machine
@spoken
def list_(topic: str, as_json: bool, lang: str) -> None:
    """Show TOPIC: scenarios, levers, metrics, policies, numbers, experiments or indicators."""
    from cluster_abm import catalogue

    show(catalogue.sheet(topic, experiments(), lang), as_json=as_json, lang=lang)


@cli.command(cls=Command)
@click.argument("topic", type=Choice(EXPLAINED), metavar="TOPIC")
@click.option("--scenario", cls=Option, default="panama_2009", show_default=True,
              help="Scenario whose starting books, or ablation, are shown.")  # fmt: skip
@click.option("--replicates", cls=Option, type=click.IntRange(2, 1000), default=4,
              show_default=True, help="Random worlds of each run.")  # fmt: skip
@click.option("--months", cls=Option, type=click.IntRange(1, 600), default=36, show_default=True,
              help="Months to live.")  # fmt: skip
@machine
@spoken
def explain(
    topic: str, scenario: str, replicates: int, months: int, as_json: bool, lang: str
) -> None:
    """Explain TOPIC: month, numbers, books, odd or indicators (as pages), or ablation."""
    from cluster_abm import explain as tables

    match topic:
        case "month":
            sheet = tables.month(lang)
        case "numbers":
            sheet = tables.numbers(lang)
        case "odd" | "indicators":
            from cluster_abm import odd

            text = odd.protocol(lang) if topic == "odd" else odd.indicators(lang)
            if as_json:
                emit({"markdown": text})
            else:
                click.echo(text, nl=False)
            return
        case "ablation":
            from cluster_abm.commands.dropped import ablated

            sheet = ablated(read_world(scenario), replicates, months, quiet=as_json, lang=lang)
        case _:
            from cluster_abm.model import ClusterModel

            sheet = tables.books(ClusterModel(read_world(scenario)), lang)
    show(sheet, as_json=as_json, lang=lang)


@cli.command(cls=Command)
@machine
@spoken
def doctor(as_json: bool, lang: str) -> None:
    """Say whether this machine is fit, and how reproducible its results are."""
    from cluster_abm.doctor import examine

    found = examine(RESULTS, lang)
    if as_json:
        emit([finding._asdict() for finding in found])
    else:
        width = max(len(finding.what) for finding in found)
        for what, value, fine, _ in found:
            click.echo(f"{'ok' if fine else '!!'}  {what:{width}}  {value}")
    advice = [f"{f.what}: {f.value}. {f.advice}" for f in found if not f.fine]
    if advice:
        complain(advice)
        raise click.exceptions.Exit(Ends.ERROR)


for command in (*batch.COMMANDS, *insight.COMMANDS, *judged.COMMANDS, *page.COMMANDS):
    cli.add_command(command)


def main() -> None:
    """Run the command line, as ``cluster-abm`` does."""
    # Importing makes many objects that stay: looking through them for garbage takes a tenth of
    # the time to a first result, and once more at the end.
    gc.set_threshold(ALLOCATIONS)
    atexit.register(gc.freeze)
    cli.main()


if __name__ == "__main__":
    main()
