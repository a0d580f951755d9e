"""A folder of results, as it stands on disk: what is done, what is sound, what it says."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cluster_abm.lab.design.plan import LAYOUT
from cluster_abm.lab.store.disk import STAGING, StoreError
from cluster_abm.lab.store.parts import KEYS, table_digest

PLAN = "plan.json"
DONE, FAILED = "done", "failed"
RECORD, SEAL, FILES = "runs", "digest", "files"
"""The table that commits a batch, and what its footer says: its own digest, those of the others."""


def prefix_of(shard: str) -> str:
    """How the parts of a shard begin; those of all begin as those of none do."""
    return f"part-{shard}-" if shard else "part-"


def done_runs(folder: Path) -> set[str]:
    """Ids of the runs that a part of ``runs`` calls done."""
    done: set[str] = set()
    for file in parts_of(folder / "runs"):
        done.update(footer_ids(pq.read_schema(file).metadata, DONE))
    return done


def footer_ids(note: Mapping[bytes, bytes] | None, what: str) -> list[str]:
    """Ids of the runs that a footer calls done, or failed."""
    ids: list[str] = json.loads((note or {}).get(what.encode(), b"[]"))
    return ids


def attempts_in(folder: Path) -> dict[str, int]:
    """How often each run has been tried."""
    tried: dict[str, int] = {}
    for file in parts_of(folder / "runs"):
        note = pq.read_schema(file).metadata
        for run in (*footer_ids(note, DONE), *footer_ids(note, FAILED)):
            tried[run] = tried.get(run, 0) + 1
    return tried


def remove_orphans(folder: Path, shard: str = "") -> list[str]:
    """Delete the parts of batches that were never committed.

    Args:
        folder: Folder of the experiment.
        shard: Shard whose parts may be deleted; those of all if not given.

    Returns:
        Names of what was deleted.
    """
    committed = {file.name for file in parts_of(folder / "runs")}
    prefix = prefix_of(shard)
    lost = [
        file
        for table in tables_in(folder)
        for file in parts_of(table)
        if file.name not in committed and file.name.startswith(prefix)
    ]
    lost += sorted((folder / STAGING).glob(f"*-{prefix}*" if shard else "*"))
    for file in lost:
        file.unlink()
    return [file.relative_to(folder).as_posix() for file in lost]


def sealed(record: pa.Table, note: Mapping[str, str], files: Mapping[str, str]) -> dict[str, str]:
    """What the footer of a commit record says.

    Args:
        record: The part of ``runs``.
        note: Which runs ended well, and which did not.
        files: Digests of the files that are committed with it, by table.
    """
    said = {**note, FILES: json.dumps(files)}
    return {**said, SEAL: _seal(record, said)}


def _seal(record: pa.Table, note: Mapping[str, str]) -> str:
    """Digest of the rows of a commit record and of all else that its footer says."""
    said = json.dumps([table_digest(record), *sorted(note.items())])
    return blake2b(said.encode(), digest_size=16).hexdigest()


def verify(folder: Path) -> list[str]:
    """Read everything again.

    Returns:
        What is wrong, in sentences; empty if the folder is sound.

    Raises:
        StoreError: It holds tables of another layout.
    """
    if (folder / PLAN).is_file():
        read_plan(folder)
    records = {file.name: file for file in parts_of(folder / RECORD)}
    wrong = [f"The run {run} is there twice." for run in _twice(folder)]
    wrong += [
        f"{file.relative_to(folder).as_posix()} was never committed; the next run deletes it."
        for table in tables_in(folder)
        for file in parts_of(table)
        if file.name not in records
    ]
    for record in records.values():
        wrong += _wrong_with(record, folder)
    return wrong


def _wrong_with(record: Path, folder: Path) -> Iterator[str]:
    """What is wrong with a batch, by its commit record."""
    where = record.relative_to(folder).as_posix()
    try:
        rows = pq.read_table(record)
    except (OSError, pa.ArrowException) as error:
        yield _unreadable(where, error)
        return
    note = {name.decode(): said.decode() for name, said in (rows.schema.metadata or {}).items()}
    if note.pop(SEAL, "") != _seal(rows, note):
        yield _changed(where)
        return
    for table, digest in json.loads(note[FILES]).items():
        file = folder / table / record.name
        where = file.relative_to(folder).as_posix()
        try:
            if sha256(file.read_bytes()).hexdigest() != digest:
                pq.read_table(file)
                yield _changed(where)
        except FileNotFoundError:
            yield f"{where} was committed and is not there."
        except (OSError, pa.ArrowException) as error:
            yield _unreadable(where, error)


def _unreadable(where: str, error: BaseException) -> str:
    return f"{where} cannot be read: {str(error).splitlines()[0]}."


def _changed(where: str) -> str:
    return f"{where} is not what was written: its digest differs."


def _twice(folder: Path) -> list[str]:
    """Runs that ended well more than once."""
    seen = Counter[str]()
    for file in parts_of(folder / "runs"):
        with suppress(OSError, pa.ArrowException):
            seen.update(footer_ids(pq.read_schema(file).metadata, DONE))
    return sorted(run for run, times in seen.items() if times > 1)


def content_hash(folder: Path) -> str:
    """Digest of all results, whatever the order in which they came: no times, no names of parts."""
    digest = blake2b(digest_size=16)
    for place in sorted(tables_in(folder)):
        if place.name == "runs" or not parts_of(place):
            continue
        table = pa.concat_tables([pq.read_table(file) for file in parts_of(place)])
        table = table.replace_schema_metadata(None)
        # The sort is stable, so that rows of a run keep the order in which it wrote them.
        table = table.take(pc.sort_indices(table["run"].combine_chunks()))
        digest.update(f"{place.name}:{table_digest(table)}".encode())
    return digest.hexdigest()


def units_of(folder: Path) -> dict[str, tuple[str, str]]:
    """Unit and sentence of each metric in the series of an experiment."""
    parts = parts_of(folder / "series")
    if not parts:
        raise StoreError(f"{folder.name} holds no results: no run has ended well.")
    return {
        field.name: (field.metadata[b"unit"].decode(), field.metadata[b"doc"].decode())
        for field in pq.read_schema(parts[0])
        if field.name not in KEYS
    }


def tables_in(folder: Path) -> list[Path]:
    """Folders of an experiment that hold parts."""
    return [place for place in sorted(folder.iterdir()) if place.is_dir() and _visible(place)]


def _visible(place: Path) -> bool:
    return not place.name.startswith(".")


def parts_of(table: Path) -> list[Path]:
    """Files of a table."""
    return sorted(table.glob("part-*.parquet"))


def read_json(file: Path) -> dict[str, Any] | None:
    """What a file of JSON holds; nothing if there is none.

    Raises:
        StoreError: It is not JSON.
    """
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
        StoreError: The folder holds none, or tables of another layout.
    """
    record = read_json(folder / PLAN)
    if not isinstance(record, dict):
        raise StoreError(f"{folder.name} is not a folder of results: it has no plan.json.")
    if record.get("schema") != LAYOUT:
        raise StoreError(
            f"The tables of {folder.name} have the layout of another version. The command "
            "experiment lives all runs again and keeps these."
        )
    return record
