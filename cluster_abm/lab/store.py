"""Results on disk: parquet tables that one line reads, written all or nothing.

A batch of runs becomes one part in each table.  All its parts have one name, and the part in
``runs`` is put in place last: a run is done if, and only if, a part of ``runs`` says so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cluster_abm.core.errors import InputError
from cluster_abm.core.metric import Metric
from cluster_abm.lab.changes import lever_path, realised
from cluster_abm.lab.disk import (
    STAGING,
    StoreError,
    as_json,
    lock,
    sync_folder,
    unlock,
    write_table,
    write_text,
)
from cluster_abm.lab.engine import Result
from cluster_abm.lab.parts import KEYS, panel_part, series_part, summary_part, table_digest
from cluster_abm.lab.plan import Plan

BATCH = 50
"""Runs that are written together."""
WAIT = 30.0
"""Seconds after which runs are written, however few."""
DONE, FAILED = "done", "failed"
PLAIN = ("runs", "summary", "series")
"""Tables that every experiment has; panels come beside them."""
STALE = ".stale"
RESERVED = frozenset({*PLAIN, STAGING, STALE})


class Store:
    """The folder of one experiment, open for writing.  Use it in a ``with``."""

    def __init__(self, folder: Path, plan: Plan, *, metrics: Mapping[str, Metric]) -> None:
        self.folder, self.plan, self.metrics = folder, plan, metrics
        self.notes: list[str] = []
        self._waiting: list[Result] = []
        self._last = monotonic()
        wrong = RESERVED.intersection(plan.panels)
        if wrong:
            raise InputError([f"A panel cannot be called {name}." for name in sorted(wrong)])

    def __enter__(self) -> Store:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock = lock(self.folder)
        self._make_room()
        remove_orphans(self.folder)
        write_text(self.folder / "plan.json", as_json(self.plan.record()))
        if self.plan.asked.text:
            write_text(self.folder / "experiment.toml", self.plan.asked.text)
        write_table(self.folder / "assignments.parquet", self._assignments())
        self._attempts = _attempts(self.folder)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.flush()
        finally:
            unlock(self._lock)

    def _make_room(self) -> None:
        """Set aside what other runs than those of this plan have left."""
        before = _read_json(self.folder / "plan.json")
        if before is None or before.get("key") == self.plan.key:
            return
        tables = [place for place in _tables(self.folder) if any(place.glob("part-*.parquet"))]
        if tables:
            why = (
                "the model's code has changed"
                if before.get("fingerprint") != self.plan.fingerprint
                else "the experiment has changed"
            )
            place = self.folder / STALE / uuid4().hex[:8]
            place.mkdir(parents=True)
            for table in tables:
                os.replace(table, place / table.name)
            self.notes.append(
                f"All runs are lived again, because {why}. The earlier ones are kept in "
                f"{self.folder.name}/{STALE}/{place.name}."
            )

    def _assignments(self) -> pa.Table:
        rows = list(self.plan.runs())
        return pa.table(
            {
                "policy": pa.array([policy for policy, _ in rows], pa.string()),
                "draw": pa.array([0] * len(rows), pa.int32()),
                "replicate": pa.array([run.replicate for _, run in rows], pa.int32()),
                "run": pa.array([run.id for _, run in rows], pa.string()),
            }
        )

    def done(self) -> set[str]:
        """Ids of the runs that have ended well."""
        return done_runs(self.folder)

    def add(self, results: Sequence[Result]) -> None:
        """Take results in; they are written 50 at a time, or after 30 seconds."""
        self._waiting += results
        if len(self._waiting) >= BATCH or monotonic() - self._last > WAIT:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting."""
        self._last = monotonic()
        while self._waiting:
            batch = self._waiting[:BATCH]
            commit(self.folder, self._tables_of(batch), footer=self._footer(batch))
            self._waiting = self._waiting[BATCH:]

    def _footer(self, batch: Sequence[Result]) -> dict[str, str]:
        ids: dict[str, list[str]] = {DONE: [], FAILED: []}
        for result in batch:
            ids[FAILED if result.failure else DONE].append(result.run.id)
        return {name: json.dumps(sorted(runs)) for name, runs in ids.items()}

    def _tables_of(self, batch: Sequence[Result]) -> dict[str, pa.Table]:
        """One part for each table, in the order in which they are put in place."""
        good = [result for result in batch if result.series is not None]
        tables = {}
        if good:
            for name in self.plan.panels:
                panel = panel_part(good, name)
                if panel is not None:
                    tables[name] = panel
            tables["summary"] = summary_part(good, self.metrics)
            tables["series"] = series_part(good, self.metrics)
        return {**tables, "runs": self._runs(batch)}

    def _runs(self, batch: Sequence[Result]) -> pa.Table:
        plan = self.plan
        for result in batch:
            self._attempts[result.run.id] = self._attempts.get(result.run.id, 0) + 1
        columns: dict[str, tuple[pa.DataType, list[Any]]] = {
            "run": (pa.string(), [r.run.id for r in batch]),
            "scenario": (pa.string(), [plan.asked.scenario] * len(batch)),
            "draw": (pa.int32(), [0] * len(batch)),
            "replicate": (pa.int32(), [r.run.replicate for r in batch]),
            "root_seed": (pa.int64(), [plan.asked.root_seed] * len(batch)),
            "months": (pa.int32(), [plan.months] * len(batch)),
            "changes": (pa.string(), [self._changes(r) for r in batch]),
            "path": (pa.string(), [self._path(r) for r in batch]),
            "status": (pa.string(), [FAILED if r.failure else DONE for r in batch]),
            "attempt": (pa.int32(), [self._attempts[r.run.id] for r in batch]),
            "seconds": (pa.float64(), [r.seconds for r in batch]),
            "failure_type": (pa.string(), [r.failure and r.failure.kind for r in batch]),
            "failure_message": (pa.string(), [r.failure and r.failure.message for r in batch]),
            "replay": (pa.string(), [self._replay(r) if r.failure else None for r in batch]),
        }
        for name, value in plan.numbers.items():
            columns[f"p.{name}"] = (pa.string(), [json.dumps(value)] * len(batch))
            if isinstance(value, int | float):
                columns[f"p.{name}"] = (pa.float64(), [float(value)] * len(batch))
        return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})

    def _changes(self, result: Result) -> str:
        return json.dumps(lever_path(result.run.policy, self.plan.months))

    def _path(self, result: Result) -> str | None:
        """When the changes really held; known only of a run that has ended."""
        if result.series is None:
            return None
        return json.dumps(
            realised(
                result.run.policy,
                result.series,
                metrics=list(self.metrics),
                costs=self.plan.costs,
            )
        )

    def _replay(self, result: Result) -> str:
        """A line that lives the run once more."""
        plan, run = self.plan, result.run
        words = [
            f"cluster-abm run {plan.asked.scenario} --seed {plan.asked.root_seed}",
            f"--replicate {run.replicate} --months {plan.months}",
            *(f"--set {name}={json.dumps(value)}" for name, value in plan.numbers.items()),
        ]
        if run.policy.changes:
            words.append(f"--policy results/{self.folder.name}/experiment.toml#{run.policy.id}")
        return " ".join(words)


def write_run(folder: Path, life: Any) -> list[Path]:
    """Write one run as an experiment of one run.

    Args:
        folder: Where; it is made if it is not there.
        life: What ``cluster_abm.run`` returned.

    Returns:
        The files of the folder.
    """
    from cluster_abm.lab.plan import make_plan
    from cluster_abm.lab.subject import the_cluster
    from cluster_abm.scenarios.files import ExperimentFile

    subject, start = the_cluster(), life.model.start
    asked = ExperimentFile(
        name=folder.name,
        question=life.policy.question,
        scenario=start.name,
        months=len(life.series),
        outcomes=tuple(subject.metrics),
        policies=(life.policy,),
        root_seed=life.seed,
        least=1,
        most=1,
    )
    plan = make_plan(
        asked,
        subject,
        start=start,
        first=life.replicate,
        numbers=life.numbers,
        panels=life.model.journal.keep,
    )
    with Store(folder, plan, metrics=subject.metrics) as store:
        _, run = next(plan.runs())
        if run.id not in store.done():
            panels = {name: life.model.journal.panel(name) for name in plan.panels}
            series = life.series[list(subject.metrics)].to_numpy(np.float64)
            store.add([Result(run, float("nan"), series, panels)])
    return sorted(
        file
        for file in folder.rglob("*")
        if file.is_file() and not any(part.startswith(".") for part in file.parts)
    )


def commit(folder: Path, tables: Mapping[str, pa.Table], *, footer: Mapping[str, str]) -> None:
    """Put a batch in place: after a failure no part of it can be read.

    Args:
        folder: Folder of the experiment.
        tables: A part for each table, in the order in which they are put in place; ``runs`` last.
        footer: What the footer of every part says besides rows and digest.
    """
    name = f"part-{uuid4().hex}.parquet"
    staging = folder / STAGING
    staging.mkdir(exist_ok=True)
    staged = {kind: staging / f"{kind}-{name}" for kind in tables}
    placed: list[Path] = []
    try:
        for kind, table in tables.items():
            note = {**footer, "rows": str(table.num_rows), "digest": table_digest(table)}
            write_table(staged[kind], table.replace_schema_metadata(note), replace=False)
        for kind, file in staged.items():
            place = folder / kind
            place.mkdir(exist_ok=True)
            os.replace(file, place / name)
            placed.append(place / name)
            sync_folder(place)
    except BaseException:
        # The commit record goes first, should the system die in the middle of this, too.
        for file in [*reversed(placed), *staged.values()]:
            file.unlink(missing_ok=True)
        raise


def done_runs(folder: Path) -> set[str]:
    """Ids of the runs that a part of ``runs`` calls done."""
    done: set[str] = set()
    for file in _parts(folder / "runs"):
        done.update(_footer_ids(file, DONE))
    return done


def _footer_ids(file: Path, what: str) -> list[str]:
    note = pq.read_schema(file).metadata or {}
    ids: list[str] = json.loads(note.get(what.encode(), b"[]"))
    return ids


def _attempts(folder: Path) -> dict[str, int]:
    """How often each run has been tried."""
    tried: dict[str, int] = {}
    for file in _parts(folder / "runs"):
        for run in (*_footer_ids(file, DONE), *_footer_ids(file, FAILED)):
            tried[run] = tried.get(run, 0) + 1
    return tried


def remove_orphans(folder: Path) -> list[str]:
    """Delete the parts of batches that were never committed.

    Returns:
        Names of what was deleted.
    """
    committed = {file.name for file in _parts(folder / "runs")}
    lost = [
        file for table in _tables(folder) for file in _parts(table) if file.name not in committed
    ]
    lost += sorted((folder / STAGING).glob("*"))
    for file in lost:
        file.unlink()
    return [file.relative_to(folder).as_posix() for file in lost]


def verify(folder: Path) -> list[str]:
    """Read everything again.

    Returns:
        What is wrong, in sentences; empty if the folder is sound.
    """
    committed = {file.name for file in _parts(folder / "runs")}
    wrong = []
    for table in _tables(folder):
        for file in _parts(table):
            where = file.relative_to(folder).as_posix()
            if file.name not in committed:
                wrong.append(f"{where} was never committed; the next run deletes it.")
                continue
            try:
                rows = pq.read_table(file)
            except (OSError, pa.ArrowException) as error:
                wrong.append(f"{where} cannot be read: {error}.")
                continue
            note = rows.schema.metadata or {}
            if note.get(b"digest") != table_digest(rows).encode():
                wrong.append(f"{where} is not what was written: its digest differs.")
    return wrong


def content_hash(folder: Path) -> str:
    """Digest of all results, whatever the order in which they came: no times, no names of parts."""
    digest = blake2b(digest_size=16)
    for place in sorted(_tables(folder)):
        if place.name == "runs" or not _parts(place):
            continue
        table = pa.concat_tables([pq.read_table(file) for file in _parts(place)])
        table = table.replace_schema_metadata(None)
        # The sort is stable, so that rows of a run keep the order in which it wrote them.
        table = table.take(pc.sort_indices(table["run"].combine_chunks()))
        digest.update(f"{place.name}:{table_digest(table)}".encode())
    return digest.hexdigest()


def units_of(folder: Path) -> dict[str, tuple[str, str]]:
    """Unit and sentence of each metric in the series of an experiment."""
    parts = _parts(folder / "series")
    if not parts:
        raise StoreError(f"{folder.name} holds no results: no run has ended well.")
    return {
        field.name: (field.metadata[b"unit"].decode(), field.metadata[b"doc"].decode())
        for field in pq.read_schema(parts[0])
        if field.name not in KEYS
    }


def _tables(folder: Path) -> list[Path]:
    """Folders of an experiment that hold parts."""
    return [place for place in sorted(folder.iterdir()) if place.is_dir() and _visible(place)]


def _visible(place: Path) -> bool:
    return not place.name.startswith(".")


def _parts(table: Path) -> list[Path]:
    return sorted(table.glob("part-*.parquet"))


def _read_json(file: Path) -> dict[str, Any] | None:
    try:
        record: dict[str, Any] = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise StoreError(f"{file.name} is not JSON: {error}.") from None
    return record


def read_plan(folder: Path) -> dict[str, Any]:
    """The plan of an experiment that has been run.

    Raises:
        StoreError: The folder holds none.
    """
    record = _read_json(folder / "plan.json")
    if record is None:
        raise StoreError(f"{folder.name} is not a folder of results: it has no plan.json.")
    return record
