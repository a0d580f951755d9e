"""Conduct a plan: live what is missing of it, and write it down as it ends."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from cluster_abm.core.errors import InputError, no_counts
from cluster_abm.lab.batch.watch import Progress, Watch
from cluster_abm.lab.design.plan import Plan
from cluster_abm.lab.design.subject import Subject
from cluster_abm.lab.engine.manifest import manifest, usable_processors
from cluster_abm.lab.engine.tasks import LIMIT, Task, run_tasks, tasks_of
from cluster_abm.lab.store.disk import as_json, write_text, writing
from cluster_abm.lab.store.writer import Shard, Store


@dataclass(frozen=True, kw_only=True)
class Conduct:
    """How a batch is lived.

    Attributes:
        workers: Processes; as many as there are processors if not given, none with 0.
        executor: Who lives the worlds instead: a cluster, or any executor.
        preload: Modules that workers share, imported once where the system allows it.
        limit: Seconds that one run may take.
        max_failures: Runs that may fail before the batch stops; any number if not given.
        shard: The part of the plan that this session takes; all of it if not given.
        progress: Hears how the batch stands, after every world.
    """

    workers: int | None = None
    executor: Executor | None = None
    preload: tuple[str, ...] = ()
    limit: float = LIMIT
    max_failures: int | None = None
    shard: Shard | None = None
    progress: Progress | None = None

    def __post_init__(self) -> None:
        wrong = [] if self.workers is None else no_counts(workers=self.workers)
        if wrong:
            raise InputError(wrong)

    @property
    def processes(self) -> int:
        """Processes that live the worlds."""
        return usable_processors() if self.workers is None else self.workers


class Session(NamedTuple):
    """What became of a batch.

    Attributes:
        lived: Runs that were lived.
        failed: Those of them that failed.
        missing: Runs that were asked for and not lived, because the batch was stopped.
        notes: What should be said besides.
    """

    lived: int
    failed: int
    missing: int
    notes: list[str]


def conduct(
    plan: Plan,
    subject: Subject,
    *,
    folder: Path,
    how: Conduct,
    only: Collection[str] | None = None,
) -> Session:
    """Live and write what is missing.

    Args:
        plan: What is to be run.
        subject: The model that is asked.
        folder: Folder of the results.
        how: How it is lived.
        only: Runs to live, if not all that are missing.

    Raises:
        StoreError: The results cannot be written, or another process writes them.
    """
    begun = datetime.now(UTC)
    metrics = list(subject.metrics)
    with Store(folder, plan, metrics=subject.metrics, shard=how.shard) as store:
        done = store.done()
        tasks = _tasks(plan, subject, how=how, done=done, only=only)
        ids = {run.id for task in tasks for run in task.runs} | done
        watch = Watch(plan, metrics, ids=ids, done=done, progress=how.progress)
        for note in store.notes:
            watch.say(note)
        _live(tasks, store, watch=watch, how=how)
        store.flush()
        counts = {"workers": how.processes, "runs": watch.total, "lived": watch.lived,
                  "failed": watch.failed, "seconds": round(watch.seconds, 3)}  # fmt: skip
        with writing(folder):
            write_text(store.named("manifest.json"), as_json(manifest(plan, begun=begun, **counts)))
        left = watch.total - watch.done - watch.failed
        return Session(watch.lived, watch.failed, left, store.notes)


def _tasks(
    plan: Plan, subject: Subject, *, how: Conduct, done: set[str], only: Collection[str] | None
) -> list[Task]:
    tasks = tasks_of(plan, subject.build, metrics=list(subject.metrics), done=done, limit=how.limit)
    if how.shard:
        tasks = [task for task in tasks if how.shard.takes(plan, task.runs[0])]
    if only is None:
        return tasks
    return [task for whole in tasks if (task := whole.only(only)).runs]


def _live(tasks: list[Task], store: Store, *, watch: Watch, how: Conduct) -> None:
    """Live worlds until all have ended or too many have failed."""
    lived = run_tasks(
        tasks,
        workers=how.processes if tasks else 0,
        preload=how.preload,
        executor=how.executor,
    )
    # Closed at once, so that an interruption ends the workers before results are written.
    with closing(lived):
        for results in lived:
            store.add(results)
            if results:
                watch.hear(results)
            if how.max_failures is not None and watch.failed > how.max_failures:
                return
