"""Live batches of runs for the command line."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NoReturn

import click

from cluster_abm.demonstration import standing, tell
from cluster_abm.explain import Sheet, known
from cluster_abm.lab.batch.balance import Balance
from cluster_abm.lab.batch.balance import balance as find_balance
from cluster_abm.lab.batch.conduct import Conduct, Session, conduct
from cluster_abm.lab.batch.pairs import PRELOAD, run_experiment, worlds_in
from cluster_abm.lab.design.plan import Plan, make_plan
from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.lab.engine.cluster import dask_executor
from cluster_abm.lab.inference.comparison import read_comparison
from cluster_abm.lab.inference.texts import percentage, quantity, span
from cluster_abm.lab.store.disk import StoreError
from cluster_abm.lab.store.folder import read_plan
from cluster_abm.lab.store.resolved import plan_in
from cluster_abm.lab.store.status import failed_runs
from cluster_abm.lab.store.writer import Shard
from cluster_abm.locale import say
from cluster_abm.places import RESULTS
from cluster_abm.scenarios.files import read_experiment
from cluster_abm.screen import complain, emit, show
from cluster_abm.spoken import retold

NO_RULE = (
    "A shard sees its own part only, so it cannot tell when the interval is narrow enough: say how "
    "many random worlds with --pairs, or live the experiment without --shard."
)


def experiment(
    file: Path,
    *,
    out: Path | None,
    pairs: int | None,
    months: int | None,
    panels: tuple[str, ...],
    shard: tuple[int, int] | None,
    as_json: bool,
    lang: str,
    **manner: Any,
) -> int:
    """Live what is missing of an experiment, and show what it says.

    Returns:
        How many runs failed.
    """
    asked = read_experiment(file, known())
    folder = out or RESULTS / asked.name
    part = Shard(*shard) if shard else None
    if part and pairs is None and asked.stop:
        raise click.UsageError(say(NO_RULE, lang))
    with _conducted(lang, quiet=as_json, shard=part, **manner) as how:
        if part is None:
            try:
                found = run_experiment(
                    asked, out=folder, pairs=pairs, months=months, panels=panels, how=how
                )
            except StoreError as nothing:
                return _all_failed(folder, nothing, lang)
            tell(found, folder, as_json=as_json, lang=lang)
            return _stopped(found.failed, how, lang)
        plan = make_plan(asked, the_cluster(), pairs=pairs, months=months, panels=panels)
        if pairs is None:
            plan = plan.of(max(plan.pairs, worlds_in(folder, plan.key)))
        session = conduct(plan, the_cluster(), folder=folder, how=how)
    return _say_session(session, folder, shard=part, how=how, as_json=as_json, lang=lang)


def _all_failed(folder: Path, nothing: StoreError, lang: str) -> int:
    """Say that no world is complete because runs failed; any other refusal goes its way."""
    failed = len(failed_runs(folder)) if (folder / "plan.json").is_file() else 0
    if not failed:
        raise nothing
    complain([retold(str(nothing)), say("{n} runs failed; the command status says why.", lang,
                                        n=failed)])  # fmt: skip
    return failed


def retry(folder: Path, *, as_json: bool, lang: str, **manner: Any) -> int:
    """Live the failed runs again.

    Returns:
        How many of them failed again.
    """
    plan = _same_model(folder)
    with _conducted(lang, quiet=as_json, **manner) as how:
        session = conduct(plan, the_cluster(), folder=folder, how=how, only=failed_runs(folder))
    return _say_session(session, folder, how=how, as_json=as_json, lang=lang)


def extend(folder: Path, by: int, *, as_json: bool, lang: str, **manner: Any) -> int:
    """Add random worlds, and show what the experiment says then.

    Returns:
        How many runs failed.
    """
    plan = _same_model(folder)
    with _conducted(lang, quiet=as_json, **manner) as how:
        conduct(plan.of(plan.pairs + by), the_cluster(), folder=folder, how=how)
    found = read_comparison(folder)
    tell(found, folder, as_json=as_json, lang=lang)
    return _stopped(found.failed, how, lang)


def balance(
    file: Path,
    policy: str,
    *,
    lever: str,
    to: str,
    metric: str,
    trial_pairs: int,
    out: Path | None,
    months: int | None,
    as_json: bool,
    lang: str,
    **manner: Any,
) -> bool:
    """Find the value of a lever at which two policies cost the same, and show the way there.

    Returns:
        Was it found?
    """
    asked = read_experiment(file, known())
    folder = out or RESULTS / f"{asked.name}-balance"
    with _conducted(lang, quiet=as_json, **manner) as how:
        found = find_balance(
            asked, the_cluster(), policy=policy, lever=lever, to=to, metric=metric,
            worlds=trial_pairs, folder=folder, how=how, months=months,
        )  # fmt: skip
    if as_json:
        emit({**found._asdict(), "tries": [one._asdict() for one in found.tries]})
    else:
        rows = [(f"{t.value:g}", quantity(t.cost), span(t.low, t.high)) for t in found.tries]
        words = "{policy}: cost over the run, US$, by {lever}, and 95 % interval of the gap"
        click.echo(say(words, lang, policy=policy, lever=lever))
        show(Sheet("", ("value", "cost", "interval"), rows), as_json=False, lang=lang)
        click.echo(_balanced(found, to, lang))
        click.echo(_as_sure(found, lang))
    return found.equal


def _balanced(found: Balance, to: str, lang: str) -> str:
    words = (
        "{to} costs {target}; {lever} = {value} costs {cost}."
        if found.equal
        else "{to} costs {target}; no value of {lever} was found that costs as much. "
        "The nearest is {value}, at {cost}."
    )
    return say(
        words, lang, to=to, lever=found.lever, value=f"{found.value:g}",
        target=quantity(found.target), cost=quantity(found.cost),
    )  # fmt: skip


def _as_sure(found: Balance, lang: str) -> str:
    """How far apart both costs may be, as far as so few worlds can tell."""
    if found.low != found.low:
        return say("One world says nothing about chance; live at least two.", lang)
    words = (
        "In {worlds} worlds the gap may lie anywhere from {low} to {high} of that cost; "
        "more worlds (--pairs) narrow it."
    )
    low, high = (percentage(end / found.target) for end in (found.low, found.high))
    return say(words, lang, worlds=found.worlds, low=low, high=high)


def _same_model(folder: Path) -> Plan:
    """The plan of a folder, if the model is still the one that has lived it."""
    plan = plan_in(folder, the_cluster())
    if plan.key != read_plan(folder)["key"]:
        raise StoreError(
            f"The model's code has changed since {folder.name} was begun. The command experiment "
            "lives all runs again."
        )
    return plan


@contextmanager
def _conducted(
    lang: str,
    *,
    quiet: bool,
    workers: int | None,
    dask: str | None,
    fail_fast: bool,
    max_failures: int | None,
    limit: float,
    shard: Shard | None = None,
) -> Iterator[Conduct]:
    """How runs are lived, with somebody to watch; an interruption says what remains."""
    with ExitStack() as stack, _ended_gently(lang):
        executor = None
        if dask is not None:
            wait = say("The cluster has no workers yet; the batch waits for them.", lang)
            executor = stack.enter_context(
                dask_executor(dask, workers, idle=lambda: complain([wait]))
            )
        yield Conduct(
            workers=workers,
            executor=executor,
            preload=PRELOAD,
            limit=limit,
            max_failures=0 if fail_fast else max_failures,
            shard=shard,
            progress=stack.enter_context(standing(lang, quiet=quiet)),
        )


@contextmanager
def _ended_gently(lang: str) -> Iterator[None]:
    """Take a request to end as an interruption, and say that nothing is lost."""

    def end(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    before: Any = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        complain([say("What is done is kept; the same command goes on from there.", lang)])
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _stopped(failed: int, how: Conduct, lang: str) -> int:
    """Say so if the batch was stopped by its failures."""
    if how.max_failures is not None and failed > how.max_failures:
        words = say("Stopped after {n} failures; the same command goes on.", lang, n=failed)
        complain([words])
    return failed


def _say_session(
    session: Session,
    folder: Path,
    *,
    how: Conduct,
    as_json: bool,
    lang: str,
    shard: Shard | None = None,
) -> int:
    echo: Callable[[str], None] = click.echo
    if as_json:
        emit(
            {
                "folder": folder.as_posix(),
                "shard": f"{shard.number}/{shard.of}" if shard else None,
                **session._asdict(),
            }
        )
    else:
        for note in session.notes:
            echo(retold(note))
        counts = {"lived": session.lived, "failed": session.failed, "missing": session.missing}
        echo(say("{lived} runs lived, {failed} failed, {missing} missing", lang, **counts))
        echo(say("written to {folder}", lang, folder=folder.as_posix()))
    if session.failed:
        complain([say("{n} runs failed; the table runs says why.", lang, n=session.failed)])
    return _stopped(session.failed, how, lang)
