"""Look at batches of runs for the command line, before and after they are lived."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import asdict
from math import isfinite
from pathlib import Path
from typing import Any

import click

from cluster_abm.demonstration import tell
from cluster_abm.explain import Sheet, known
from cluster_abm.lab.batch.forecast import forecast
from cluster_abm.lab.batch.pairs import worlds_in
from cluster_abm.lab.batch.replay import find_run, prepare
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.lab.engine.manifest import usable_processors
from cluster_abm.lab.inference.comparison import read_comparison
from cluster_abm.lab.inference.texts import quantity
from cluster_abm.lab.store.disk import Lock
from cluster_abm.lab.store.folder import content_hash, remove_orphans
from cluster_abm.lab.store.folder import verify as read_again
from cluster_abm.locale import say
from cluster_abm.places import RESULTS, all_results
from cluster_abm.scenarios.files import read_experiment
from cluster_abm.screen import complain, emit, show
from cluster_abm.spoken import Ends, retold

MEGA = 1e6
MINUTE, HOUR = 60.0, 3600.0


def foresee(
    file: Path,
    *,
    out: Path | None,
    pairs: int | None,
    months: int | None,
    workers: int | None,
    as_json: bool,
    lang: str,
) -> None:
    """Say what an experiment will take and see."""
    asked = read_experiment(file, known())
    subject, folder = the_cluster(), out or RESULTS / asked.name
    plan = make_plan(asked, subject, pairs=pairs, months=months)
    if pairs is None:
        plan = plan.of(max(plan.pairs, worlds_in(folder, plan.key)))
    processes = usable_processors() if workers is None else workers
    seen = forecast(plan, subject, folder=folder, workers=processes)
    if as_json:
        emit({"name": asked.name, "folder": folder.as_posix(), **asdict(seen)})
        return
    source = "from runs that are done" if seen.measured else "from a probe of one year"
    rows: list[tuple[str, object]] = [
        (say("worlds", lang), f"{seen.pairs} × {seen.draws}"),
        (say("policies", lang), seen.policies),
        (say("runs", lang), seen.runs),
        (say("done", lang), seen.done),
        (say("time of a run", lang), f"{seen.run_seconds:.2f} s ({say(source, lang)})"),
        (say("time left", lang), f"{span(seen.seconds)} ({processes})"),
        (say("disk", lang), f"{seen.size / MEGA:,.1f} MB"),
        (say("smallest detectable effect", lang), _detectable(seen, lang)),
    ]
    question = asked.question_es if lang == "es" and asked.question_es else asked.question
    show(Sheet(question, ("item", "value"), rows), as_json=False, lang=lang)


def _detectable(seen: Any, lang: str) -> str:
    if not isfinite(seen.detectable):
        return say("not known before two worlds are lived", lang)
    size = f"{quantity(seen.detectable)} {seen.unit}"
    return say("{size} of {outcome}, from {n} worlds", lang, size=size, outcome=seen.outcome,
               n=seen.pilot)  # fmt: skip


def span(seconds: float) -> str:
    """A time as people say it.

    >>> span(42.4), span(150), span(7300)
    ('42 s', '2.5 min', '2.0 h')
    """
    if seconds < MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / MINUTE:.1f} min" if seconds < HOUR else f"{seconds / HOUR:.1f} h"


def replay(name: str, folder: Path | None, *, debug: bool, as_json: bool, lang: str) -> Ends:
    """Live one run again, and say whether it is as stored."""
    place = folder or _place_of(name)
    ready = prepare(place, name, the_cluster())
    found = {"run": ready.run.id, "folder": place.as_posix(), "policy": ready.run.policy.id,
             "replicate": ready.run.replicate, "draw": ready.run.draw}  # fmt: skip
    if ready.changed:
        complain([say("The model's code has changed since this run was lived.", lang)])
    # an endless loop is interrupted by hand, and that is where somebody wants to look
    ends = (Exception, KeyboardInterrupt) if debug else Exception
    try:
        agrees = ready.live()
    except ends as error:
        return _failed(error, found, debug=debug, as_json=as_json, lang=lang)
    if as_json:
        emit({**found, "ended": "well", "as_stored": agrees})
    else:
        click.echo(say(_verdict(agrees), lang))
    return Ends.ERROR if agrees is False else Ends.DONE


def _verdict(agrees: bool | None) -> str:
    if agrees is None:
        return "The run ends well; nothing is stored of it."
    return "Every bit is as stored." if agrees else "The run differs from what is stored."


def _failed(
    error: BaseException, found: dict[str, Any], *, debug: bool, as_json: bool, lang: str
) -> Ends:
    if as_json:
        emit({**found, "ended": "failed", "type": type(error).__name__, "message": str(error)})
    else:
        traceback.print_exception(error)
        what = f"{type(error).__name__}: {retold(str(error))}"
        complain([say("The run fails: {what}", lang, what=what)])
    if debug:
        import pdb

        pdb.post_mortem(error.__traceback__)
    return Ends.FAILURES


def _place_of(name: str) -> Path:
    """The results that hold a run."""
    folders = list(all_results())
    for folder in folders:
        if find_run(folder, name):
            return folder
    raise click.UsageError(
        f"No results hold a run whose name begins with {name!r}. "
        f"Searched: {', '.join(folder.name for folder in folders) or 'none'}."
    )


def verify(folder: Path, *, as_json: bool, lang: str) -> Sequence[str]:
    """Delete what was never committed, and read the rest again.

    Returns:
        What is wrong.
    """
    lock = Lock(folder)
    try:
        removed = remove_orphans(folder)
        wrong = read_again(folder)
    finally:
        lock.release()
    if as_json:
        emit({"folder": folder.as_posix(), "sound": not wrong, "removed": removed, "wrong": wrong,
              "content_hash": None if wrong else content_hash(folder)})  # fmt: skip
        return wrong
    for file in removed:
        click.echo(say("{file} was never committed and is deleted.", lang, file=file))
    if wrong:
        complain(map(retold, wrong))
    else:
        click.echo(say("Everything is as it was written.", lang))
        click.echo(say("content hash {digest}", lang, digest=content_hash(folder)))
    return wrong


def compare(folder: Path, *, as_json: bool, lang: str) -> None:
    """Compare the policies of an experiment as far as it has been lived."""
    found = read_comparison(folder)
    tell(found, folder, as_json=as_json, lang=lang, drawn=False)
