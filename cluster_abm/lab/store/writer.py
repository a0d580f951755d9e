"""Results on disk: parquet tables that one line reads, written all or nothing.

A batch of runs becomes one part in each table.  All its parts have one name, and the part in
``runs`` is put in place last: a run is done if, and only if, a part of ``runs`` says so.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from uuid import uuid4

import pyarrow as pa

from cluster_abm.core.errors import InputError
from cluster_abm.core.metric import Metric
from cluster_abm.lab.design.plan import LAYOUT, Plan, Run
from cluster_abm.lab.engine.tasks import Result
from cluster_abm.lab.store.disk import (
    STAGING,
    Lock,
    StoreError,
    as_json,
    as_parquet,
    at_once,
    sync_folder,
    write_files,
    writing,
    written,
)
from cluster_abm.lab.store.folder import (
    RECORD,
    attempts_in,
    done_runs,
    prefix_of,
    read_json,
    remove_orphans,
    sealed,
    tables_in,
)
from cluster_abm.lab.store.rows import footer_of, tables_of

BATCH = 50
"""Runs that are written together."""
WAIT = 30.0
"""Seconds after which runs are written, however few."""
PLAIN = ("runs", "summary", "series")
"""Tables that every experiment has; panels come beside them."""
STALE = ".stale"
RESERVED = frozenset({*PLAIN, STAGING, STALE})


class Shard(NamedTuple):
    """One of several sessions that share the worlds of a plan."""

    number: int
    of: int

    @property
    def name(self) -> str:
        """How its files are called."""
        return f"{self.number}of{self.of}"

    def takes(self, plan: Plan, run: Run) -> bool:
        """Does the world of a run belong to this shard?"""
        return (run.replicate * len(plan.draws) + run.draw) % self.of == self.number - 1


class Store:
    """The folder of one experiment, open for writing.  Use it in a ``with``.

    Args:
        folder: The folder; it is made if it is not there.
        plan: What is to be run.
        metrics: What the model reports.
        shard: The session's part of the plan; all of it if not given.

    Raises:
        InputError: A panel has the name of a table.
        StoreError: The folder cannot be written, or somebody else writes there.
    """

    def __init__(
        self,
        folder: Path,
        plan: Plan,
        *,
        metrics: Mapping[str, Metric],
        shard: Shard | None = None,
    ) -> None:
        self.folder, self.plan, self.metrics = folder, plan, metrics
        self.shard = shard.name if shard else ""
        self.notes: list[str] = []
        self._waiting: list[Result] = []
        self._last = monotonic()
        wrong = RESERVED.intersection(plan.panels)
        if wrong:
            raise InputError([f"A panel cannot be called {name}." for name in sorted(wrong)])

    def __enter__(self) -> Store:
        with writing(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = Lock(self.folder, self.shard)
            try:
                self._open()
            except BaseException:
                self._lock.release()
                raise
        return self

    def _open(self) -> None:
        self._make_room()
        remove_orphans(self.folder, "" if self._lock.alone else self.shard)
        files = {
            "plan.json": as_json(self.plan.record()).encode(),
            "assignments.parquet": as_parquet(self._assignments()),
        }
        if self.plan.asked.text:
            files["experiment.toml"] = self.plan.asked.text.encode()
        write_files(self.folder, files)
        self._attempts = attempts_in(self.folder)
        self._lock.share()

    def __exit__(self, *_: object) -> None:
        try:
            self.flush()
        finally:
            self._lock.release()

    def named(self, file: str) -> Path:
        """A file of this session, which carries the name of its shard."""
        stem, dot, kind = file.partition(".")
        return self.folder / (f"{stem}-{self.shard}{dot}{kind}" if self.shard else file)

    def _make_room(self) -> None:
        """Set aside what other runs than those of this plan have left."""
        before = read_json(self.folder / "plan.json")
        same = before is not None and before.get("schema") == LAYOUT
        if before is None or (same and before.get("key") == self.plan.key):
            return
        tables = [place for place in tables_in(self.folder) if any(place.glob("part-*.parquet"))]
        if not tables:
            return
        if not same:
            why = "the layout of the tables has changed"
        elif before.get("fingerprint") != self.plan.fingerprint:
            why = "the model's code has changed"
        else:
            why = "the experiment has changed"
        if not self._lock.alone:
            raise StoreError(
                f"{self.folder.name} holds other results, because {why}, and another shard is "
                "writing there. End all shards and begin again, or choose another folder."
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
                "draw": pa.array([run.draw for _, run in rows], pa.int32()),
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
        """Write what is waiting.

        Raises:
            StoreError: It cannot be written; what was written before is sound.
        """
        self._last = monotonic()
        while self._waiting:
            batch = self._waiting[:BATCH]
            tried = {r.run.id: self._attempts.get(r.run.id, 0) + 1 for r in batch}
            tables = tables_of(
                batch, self.plan, metrics=self.metrics, attempts=tried, folder=self.folder
            )
            with writing(self.folder):
                commit(self.folder, tables, footer=footer_of(batch), shard=self.shard)
            self._attempts |= tried
            self._waiting = self._waiting[BATCH:]


def commit(
    folder: Path, tables: Mapping[str, pa.Table], *, footer: Mapping[str, str], shard: str = ""
) -> None:
    """Put a batch in place: after a failure no part of it can be read.

    Args:
        folder: Folder of the experiment.
        tables: A part for each table, in the order in which they are put in place; ``runs`` last.
        footer: What the footer of every part says besides rows and digest.
        shard: Name of the shard that writes, if one does.
    """
    name = f"{prefix_of(shard)}{uuid4().hex}.parquet"
    staging = folder / STAGING
    staging.mkdir(exist_ok=True)
    staged = {kind: staging / f"{kind}-{name}" for kind in tables}
    placed: list[Path] = []
    try:
        _make([folder / kind for kind in tables])
        _stage(tables, staged, footer)
        *others, record = (folder / kind / name for kind in tables)
        # Nothing is called done before all that it says is safe.
        for files in (others, [record]):
            for place in files:
                os.replace(staged[place.parent.name], place)
                placed.append(place)
            at_once(sync_folder, [place.parent for place in files])
    except BaseException:
        # The commit record goes first: should this fail too, what stays is deleted later.
        with suppress(OSError):
            for file in [*reversed(placed), *staged.values()]:
                file.unlink(missing_ok=True)
        raise


def _stage(
    tables: Mapping[str, pa.Table], staged: Mapping[str, Path], footer: Mapping[str, str]
) -> None:
    """Write the parts of a batch, safe on disk when this returns."""
    digests: dict[str, str] = {}
    with ExitStack() as files:
        handles = []
        for kind, table in tables.items():
            note = {**footer, "rows": str(table.num_rows)}
            if kind == RECORD:
                note = sealed(table, note, digests)
            content = as_parquet(table.replace_schema_metadata(note))
            digests[kind] = sha256(content).hexdigest()
            handles.append(files.enter_context(written(staged[kind], content)))
        at_once(os.fsync, handles)


def _make(places: Sequence[Path]) -> None:
    """Make the folders of tables that are not there, safe on disk when this returns."""
    new = [place for place in places if not place.is_dir()]
    for place in new:
        place.mkdir(exist_ok=True)
    if new:
        sync_folder(new[0].parent)
