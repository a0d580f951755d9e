"""Live the runs: on several processes, each random world built once for all its policies.

What a run does to its worker is its own affair: an exception, a process that ends, an endless loop
and a lack of memory each become a result that says so, and the other runs are lived.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Any

import numpy as np

from cluster_abm.core.journal import Entries
from cluster_abm.core.policy import BASELINE
from cluster_abm.core.programme import Standing
from cluster_abm.core.types import Floats
from cluster_abm.lab.design.plan import Plan, Run
from cluster_abm.lab.design.subject import Build, Model, build_cluster, code_here
from cluster_abm.lab.engine.workers import Crew, Lost

LIMIT = 3600.0
"""Seconds that one run may take."""
GRACE = 5.0
"""Seconds beyond the limits of its runs after which a worker is killed."""
FAR_AHEAD = 256
"""Worlds handed out to a cluster, whose size is not known."""
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
        standing: Where each programme of its policy stood politically at the end.
    """

    run: Run
    seconds: float
    series: Floats | None = None
    panels: Mapping[str, Entries] = field(default_factory=dict)
    failure: Failure | None = None
    standing: Mapping[str, Standing] = field(default_factory=dict)


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
    limit: float = LIMIT
    code: str = ""
    """Code under which the runs are named; others who live them must have the same."""

    def only(self, ids: Collection[str]) -> Task:
        """The same world with some of its runs."""
        return replace(self, runs=tuple(run for run in self.runs if run.id in ids))


def tasks_of(
    plan: Plan,
    build: Build,
    *,
    metrics: Sequence[str],
    done: frozenset[str] | set[str],
    limit: float = LIMIT,
) -> list[Task]:
    """The worlds that must still be lived, each with the runs that are missing in it.

    A run that serves several policies is lived once.
    """
    missing: dict[tuple[int, int], dict[str, Run]] = {}
    for _, run in plan.runs():
        if run.id not in done:
            missing.setdefault((run.replicate, run.draw), {}).setdefault(run.id, run)
    return [
        Task(
            build=build,
            scenario=plan.scenario,
            numbers={**plan.numbers, **plan.draws[draw]},
            seed=plan.asked.root_seed,
            replicate=replicate,
            months=plan.months,
            panels=plan.panels,
            metrics=tuple(metrics),
            runs=tuple(runs.values()),
            limit=limit,
            code=code_here() if build is build_cluster else "",
        )
        for (replicate, draw), runs in missing.items()
    ]


def live(task: Task) -> list[Result]:
    """Live one world under each of its policies; what fails becomes a result that says so.

    The world is built once.  The baseline is lived on, and left for a moment in every month in
    which some policy begins, so that each policy starts from there.
    """
    starts = {run.id: min(run.policy.first_month, task.months) for run in task.runs}
    begin = perf_counter()
    past = _Past(task, sorted(set(starts.values())))
    shared = perf_counter() - begin
    results = []
    for run in sorted(task.runs, key=lambda run: -starts[run.id]):
        begin = perf_counter()
        outcome = past.live(run, starts[run.id])
        results.append(replace(outcome, seconds=perf_counter() - begin + shared))
        shared = 0.0
    return results


def live_away(task: Task) -> list[Result]:
    """Live one world where somebody else keeps the code, which may be another."""
    if task.code and task.code != (here := code_here()):
        why = f"The worker has other code ({here}) than who asks ({task.code})."
        return _all_lost(task, Lost("OtherCode", why))
    return live(task)


class _Past:
    """What all runs of a world share: the baseline, left for a moment where policies begin."""

    def __init__(self, task: Task, months: Sequence[int]) -> None:
        self.task, self.saved = task, dict[int, Any]()
        self.failed: Failure | None = None
        try:
            with at_most(task.limit):
                self._go_through(months)
        except (Exception, SystemExit) as error:
            self.failed = _failure(error)

    def _go_through(self, months: Sequence[int]) -> None:
        task = self.task
        self.model = task.build(
            task.scenario,
            seed=task.seed,
            replicate=task.replicate,
            numbers=task.numbers,
            policy=BASELINE,
            keep=task.panels,
        )
        # Whoever never changes anything lives on to the end, after all that branch off.
        for month in months:
            self.model.run_months(month - self.model.month)
            if month < task.months:
                self.saved[month] = self.model.snapshot()

    def live(self, run: Run, start: int) -> Result:
        """Live one run from the month in which it leaves the baseline."""
        if start not in self.saved and self.failed:
            return Result(run, 0.0, failure=self.failed)
        try:
            with at_most(self.task.limit):
                if start in self.saved:
                    self.model.restore(self.saved[start], policy=run.policy)
                    self.model.run_months(self.task.months - self.model.month)
                return Result(
                    run, 0.0, _series(self.model, self.task), panels_of(self.model),
                    standing=self.model.standing,
                )  # fmt: skip
        except (Exception, SystemExit) as error:
            return Result(run, 0.0, failure=_failure(error))


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise a TimeoutError if what follows takes longer.

    In the main thread a signal ends whatever waits.  Other threads, such as those of a cluster's
    workers, hear of it between two steps of Python: that ends a loop, but not a call that never
    comes back.
    """
    message = f"The run took longer than {seconds:g} seconds."
    main = threading.current_thread() is threading.main_thread()
    with _rung(seconds, message) if main and hasattr(signal, "setitimer") else _told(seconds):
        try:
            yield
        except _TooLong:
            raise TimeoutError(message) from None


@contextmanager
def _rung(seconds: float, message: str) -> Iterator[None]:
    """Interrupt the main thread by a signal."""

    def ring(*_: object) -> None:
        raise TimeoutError(message)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class _TooLong(BaseException):
    """Raised in a thread from outside; no run may take it for a mistake of its own."""


@contextmanager
def _told(seconds: float) -> Iterator[None]:
    """Interrupt another thread than the main one between two of its steps."""
    thread, over, turn = threading.get_ident(), threading.Event(), threading.Lock()

    def tell() -> None:
        with turn:
            if not over.is_set():
                _raise_in(thread, _TooLong)

    timer = threading.Timer(seconds, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with turn:
            over.set()
        timer.cancel()
        # nothing may ring in whatever the thread does next
        _raise_in(thread, None)


def _raise_in(thread: int, what: type[BaseException] | None) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread), None if what is None else ctypes.py_object(what)
    )


def _series(model: Model, task: Task) -> Floats:
    frame = model.series
    table: Floats = frame[list(task.metrics)].to_numpy(np.float64)
    if table.shape[0] != task.months:
        raise RuntimeError(f"The model reports {len(table)} months instead of {task.months}.")
    return np.ascontiguousarray(table)


def panels_of(model: Model) -> dict[str, Entries]:
    """Panels of a run from its first month on, as its series: without the years of warm-up."""
    return {name: _from_start(model.journal.panel(name)) for name in model.journal.keep}


def _from_start(panel: Entries) -> Entries:
    if not panel:
        return {}
    first = np.searchsorted(panel["month"], 0)
    return {name: column[first:] for name, column in panel.items()}


def _failure(error: BaseException) -> Failure:
    sentence = str(error).strip() or "no message"
    return Failure(type(error).__name__, sentence)


def run_tasks(
    tasks: Sequence[Task],
    *,
    workers: int = 0,
    preload: Sequence[str] = (),
    executor: Executor | None = None,
) -> Generator[list[Result]]:
    """Live worlds, and hand each back as soon as it has ended.

    An empty list now and then says that nothing has ended yet.  The runs of a world whose worker
    died are lived once more, each alone, so that only the one that kills is lost.

    Args:
        tasks: The worlds.
        workers: Processes; with 0 the worlds are lived in this process.
        preload: Modules that workers share, imported once where the system allows it.
        executor: Who lives the worlds instead, such as a cluster.
    """
    if executor is not None:
        yield from _by_others(tasks, executor)
    elif not workers:
        yield from map(live, tasks)
    else:
        with (
            _one_thread(),
            Crew(min(workers, max(len(tasks), 1)), worker_context(preload), live) as crew,
        ):
            yield from _by_crew(deque(tasks), crew)


def _by_crew(todo: deque[Task], crew: Crew) -> Iterator[list[Result]]:
    answers = list(_hand_out(todo, crew))
    while todo or crew.busy or answers:
        answers += crew.wait(0 if answers else PATIENCE)
        ended = [results for task, answer in answers if (results := _settle(task, answer, todo))]
        # Nobody waits for work while results are written.
        answers = list(_hand_out(todo, crew))
        yield from ended or [[]]


def _hand_out(todo: deque[Task], crew: Crew) -> Iterator[tuple[Task, Any]]:
    """Give every idle worker a world; those that cannot be given come back as lost."""
    for at in list(crew.idle):
        if todo:
            task = todo.popleft()
            # A loop that no signal reaches is ended from outside.
            lost = crew.give(at, task, task.limit * (len(task.runs) + 1) + GRACE)
            if lost:
                yield task, lost


def _settle(task: Task, answer: Any, todo: deque[Task]) -> list[Result]:
    """Results of a world; none yet if its runs must be lived one by one."""
    if not isinstance(answer, Lost):
        results: list[Result] = answer
        return results
    if len(task.runs) == 1:
        return _all_lost(task, answer)
    todo.extendleft(_one_by_one(task))
    return []


def _one_by_one(task: Task) -> list[Task]:
    """The runs of a world each in a world of its own, last first."""
    return [task.only([run.id]) for run in reversed(task.runs)]


def _all_lost(task: Task, why: Lost) -> list[Result]:
    return [Result(run, 0.0, failure=Failure(why.kind, why.message)) for run in task.runs]


def _by_others(tasks: Sequence[Task], executor: Executor) -> Iterator[list[Result]]:
    todo, waiting = deque(tasks), dict[Future[list[Result]], Task]()
    while todo or waiting:
        while todo and len(waiting) < FAR_AHEAD:
            task = todo.popleft()
            waiting[executor.submit(live_away, task)] = task
        ended, _ = wait(waiting, timeout=PATIENCE, return_when=FIRST_COMPLETED)
        for future in ended:
            task, error = waiting.pop(future), future.exception()
            answer = future.result() if error is None else _lost(error)
            yield _settle(task, answer, todo)
        if not ended:
            yield []


def _lost(error: BaseException) -> Lost:
    """Why a world did not come back from a cluster, in our words."""
    if type(error).__name__ == "KilledWorker":
        return Lost("WorkerDied", "The worker of the cluster died.")
    failure = _failure(error)
    return Lost(failure.kind, failure.message)


def worker_context(preload: Sequence[str] = ()) -> Any:
    """How workers start: from a small server that has imported the model once, if there is one."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["cluster_abm.lab.engine.tasks", *preload])
    return context


def warm_workers(preload: Sequence[str]) -> None:
    """Let the workers' server import the model while the caller imports it too."""
    with _one_thread():
        if worker_context(preload).get_start_method() == "forkserver":
            from multiprocessing import forkserver, resource_tracker

            # it lets interruptions in when it has started, so it comes first
            resource_tracker.ensure_running()
            with _spared_interruption():
                forkserver.ensure_running()


@contextmanager
def _spared_interruption() -> Iterator[None]:
    """Whoever starts in here hears no SIGINT, which is the caller's affair; it comes afterwards."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
