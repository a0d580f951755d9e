"""Live the runs: on several processes, each random world built once for all its policies."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import numpy as np
from pebble import ProcessExpired, ProcessPool

from cluster_abm.core.journal import Entries
from cluster_abm.core.policy import BASELINE
from cluster_abm.core.types import Floats
from cluster_abm.lab.plan import Plan, Run
from cluster_abm.lab.subject import Build, Model

LIMIT = 3600.0
"""Seconds that one random world with all its policies may take."""
PATIENCE = 1.0
"""Seconds after which a waiting caller hears that nothing has ended."""
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""What keeps each worker to one thread of linear algebra."""


@dataclass(frozen=True)
class Failure:
    """Why a run did not end."""

    kind: str
    message: str


@dataclass(frozen=True)
class Result:
    """What became of a run.

    Attributes:
        run: The run.
        seconds: Time it took; the baseline carries what all policies of its world share.
        series: Metrics, shape ``(months, metrics)``; nothing if the run failed.
        panels: Kept panels of events by name.
        failure: Why it failed, if it did.
    """

    run: Run
    seconds: float
    series: Floats | None = None
    panels: Mapping[str, Entries] = field(default_factory=dict)
    failure: Failure | None = None


@dataclass(frozen=True, kw_only=True)
class Task:
    """One random world and the policies under which it is lived."""

    build: Build
    scenario: Any
    numbers: Mapping[str, Any]
    seed: int
    replicate: int
    months: int
    panels: tuple[str, ...]
    metrics: tuple[str, ...]
    runs: tuple[Run, ...]


def tasks_of(
    plan: Plan, build: Build, *, metrics: Sequence[str], done: frozenset[str] | set[str]
) -> list[Task]:
    """The worlds that must still be lived, each with the runs that are missing in it.

    A run that serves several policies is lived once.
    """
    missing: dict[int, dict[str, Run]] = {}
    for _, run in plan.runs():
        if run.id not in done:
            missing.setdefault(run.replicate, {}).setdefault(run.id, run)
    return [
        Task(
            build=build,
            scenario=plan.scenario,
            numbers=plan.numbers,
            seed=plan.asked.root_seed,
            replicate=replicate,
            months=plan.months,
            panels=plan.panels,
            metrics=tuple(metrics),
            runs=tuple(runs.values()),
        )
        for replicate, runs in missing.items()
    ]


def live(task: Task) -> list[Result]:
    """Live one world under each of its policies; what fails becomes a result that says so.

    The world is built once.  The baseline is lived on, and left for a moment in every month in
    which some policy begins, so that each policy starts from there.
    """
    starts = {run.id: min(run.policy.first_month, task.months) for run in task.runs}
    saved: dict[int, Any] = {}
    failed: Failure | None = None
    begin = perf_counter()
    try:
        model = task.build(
            task.scenario,
            seed=task.seed,
            replicate=task.replicate,
            numbers=task.numbers,
            policy=BASELINE,
            keep=task.panels,
        )
        # Whoever never changes anything lives on to the end, after all that branch off.
        for month in sorted(set(starts.values())):
            model.run_months(month - model.month)
            if month < task.months:
                saved[month] = model.snapshot()
    except Exception as error:
        failed = _failure(error)
    shared = perf_counter() - begin
    results = []
    for run in sorted(task.runs, key=lambda run: -starts[run.id]):
        begin = perf_counter()
        try:
            if starts[run.id] in saved:
                model.restore(saved[starts[run.id]], policy=run.policy)
                model.run_months(task.months - model.month)
            elif failed:
                results.append(Result(run, shared, failure=failed))
                shared = 0.0
                continue
            series, panels = _series(model, task), _panels(model, task)
            results.append(Result(run, perf_counter() - begin + shared, series, panels))
        except Exception as error:
            results.append(Result(run, perf_counter() - begin + shared, failure=_failure(error)))
        shared = 0.0
    return results


def _series(model: Model, task: Task) -> Floats:
    frame = model.series
    table: Floats = frame[list(task.metrics)].to_numpy(np.float64)
    if table.shape[0] != task.months:
        raise RuntimeError(f"The model reports {len(table)} months instead of {task.months}.")
    return np.ascontiguousarray(table)


def _panels(model: Model, task: Task) -> dict[str, Entries]:
    return {name: dict(model.journal.panel(name)) for name in task.panels}


def _failure(error: BaseException) -> Failure:
    sentence = str(error).strip() or "no message"
    return Failure(type(error).__name__, sentence)


def run_tasks(
    tasks: Sequence[Task],
    *,
    workers: int,
    limit: float = LIMIT,
    preload: Sequence[str] = (),
) -> Generator[list[Result]]:
    """Live worlds on several processes, and hand each back as soon as it has ended.

    An empty list now and then says that nothing has ended yet.  A worker that dies or hangs takes
    its own world along and no other.

    Args:
        tasks: The worlds.
        workers: Processes; with 0 the worlds are lived in this process.
        limit: Seconds that a world may take.
        preload: Modules that workers share, imported once where the system allows it.
    """
    if not workers:
        yield from map(live, tasks)
        return
    with _one_thread():
        context = worker_context(preload)
        pool = ProcessPool(
            max_workers=min(workers, max(len(tasks), 1)),
            initializer=_leave_interrupts_to_the_caller,
            context=context,
        )
        try:
            waiting: dict[Future[list[Result]], Task] = {
                pool.schedule(live, args=(task,), timeout=limit): task for task in tasks
            }
            yield from _as_they_end(waiting, limit)
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def _as_they_end(waiting: dict[Future[list[Result]], Task], limit: float) -> Iterator[list[Result]]:
    while waiting:
        ended, _ = wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        if not ended:
            yield []
        for future in ended:
            yield _result(future, waiting.pop(future), limit)


def _result(future: Future[list[Result]], task: Task, limit: float) -> list[Result]:
    try:
        return future.result()
    except TimeoutError:
        failure = Failure("TimeoutError", f"The world took longer than {limit:g} seconds.")
    except ProcessExpired as error:
        failure = Failure("WorkerDied", f"The worker died with exit code {error.exitcode}.")
    except Exception as error:
        failure = _failure(error)
    return [Result(run, 0.0, failure=failure) for run in task.runs]


def worker_context(preload: Sequence[str] = ()) -> Any:
    """How workers start: from a small server that has imported the model once, if there is one."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cluster_abm.lab.engine", *preload])
    return context


def warm_workers(preload: Sequence[str]) -> None:
    """Let the workers' server import the model while the caller imports it too."""
    with _one_thread():
        if worker_context(preload).get_start_method() == "forkserver":
            from multiprocessing.forkserver import ensure_running

            ensure_running()


def _leave_interrupts_to_the_caller() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def _one_thread() -> Iterator[None]:
    """Whoever starts in here has one thread of linear algebra."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


type Progress = Callable[["Standing"], None]
"""Hears how an experiment stands; called in the process of the caller."""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How an experiment stands.

    Attributes:
        done: Runs that have ended well, those of earlier sessions included.
        failed: Runs that have failed in this session.
        total: Runs of the plan.
        seconds: Time since this session began.
        left: Seconds that the rest may take; nothing before the first run has ended.
        difference: Effect on the primary outcome so far, from the pairs that have ended.
        half_width: Half the width of its interval.
        note: Something worth saying, or nothing.
    """

    done: int
    failed: int
    total: int
    seconds: float
    left: float | None = None
    difference: float | None = None
    half_width: float | None = None
    note: str = ""
