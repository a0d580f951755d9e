"""Files that are there whole or not at all, and safe when the call returns."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from cluster_abm.core.errors import ClusterError

STAGING, LOCK = ".staging", ".lock"
SCHEMA = b"ARROW:schema"
"""Where a file keeps what Arrow knows of its columns and Parquet does not: units, sentences."""
OPENING, NAP = 20.0, 0.05
"""Seconds that a shard waits for others to open the folder, and between two looks."""


class StoreError(ClusterError, OSError):
    """Results that cannot be written or read."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Say in one line why results cannot be written, should it be so.

    Raises:
        StoreError: Instead of any other error of the system.
    """
    try:
        yield
    except StoreError:
        raise
    except OSError as error:
        raise StoreError(
            f"The results in {folder.name} cannot be written: {error.strerror or error}. "
            "What is done is kept; the same command goes on from there."
        ) from error


def as_parquet(table: pa.Table) -> pa.Buffer:
    """A table as a file holds it; columns of coded words are read back as words."""
    # A dictionary of floats costs a third of the time and saves nothing; zstd takes twice as long
    # as lz4 to save a fifth; and nobody asks for the least and most of a column.
    told = _told(table.schema)
    words = [column.name for column in told if pa.types.is_string(column.type)]
    note = {**(table.schema.metadata or {}), SCHEMA: b64encode(told.serialize())}
    sink = pa.BufferOutputStream()
    with pq.ParquetWriter(
        sink, table.schema, compression="lz4", use_dictionary=words, write_statistics=False,
        store_schema=False,
    ) as parquet:  # fmt: skip
        parquet.write_table(table)
        parquet.add_key_value_metadata(note)
    return sink.getvalue()


def _told(schema: pa.Schema) -> pa.Schema:
    """What readers are told of a table: how its words are coded is no business of theirs."""
    for place, column in enumerate(schema):
        if pa.types.is_dictionary(column.type):
            schema = schema.set(place, column.with_type(column.type.value_type))
    return schema


def as_json(record: Mapping[str, Any]) -> str:
    """A record as a file holds it."""
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def write_text(file: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    write_files(file.parent, {file.name: text.encode()})


def write_files(folder: Path, contents: Mapping[str, Any]) -> None:
    """Write files, each whole or not at all; all are safe on disk when this returns.

    Args:
        folder: Where.
        contents: Bytes by name.
    """
    staging = folder / STAGING
    staging.mkdir(exist_ok=True)
    staged = {name: staging / f"{uuid4().hex}-{name}" for name in contents}
    try:
        with ExitStack() as files:
            at_once(
                os.fsync,
                [files.enter_context(written(staged[name], contents[name])) for name in contents],
            )
        for name, file in staged.items():
            os.replace(file, folder / name)
    except BaseException:
        with suppress(OSError):
            for file in staged.values():
                file.unlink(missing_ok=True)
        raise
    sync_folder(folder)


@contextmanager
def written(file: Path, content: Any) -> Iterator[int]:
    """Write bytes, which are safe only once the handle has been synchronised."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        yield handle
    finally:
        os.close(handle)


def at_once[T](call: Callable[[T], object], things: Collection[T]) -> None:
    """Call for each at the same time; what waits for a disk waits once instead of in turn."""
    with ThreadPoolExecutor(max(len(things), 1)) as crew:
        list(crew.map(call, things))


def sync_folder(folder: Path) -> None:
    """Make sure that a folder's entries are on disk."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Lock:
    """Keeps other writers out of a folder; the system lets go when the process ends.

    A shard shares the folder with other shards, and its part with nobody.

    Args:
        folder: The folder.
        shard: Name of the shard; the whole folder without one.

    Raises:
        StoreError: Somebody else writes there.
    """

    def __init__(self, folder: Path, shard: str = "") -> None:
        self._handles: list[int] = []
        self._folder, self._shard = folder, shard
        self.alone = self._take(folder / LOCK, wanted=not shard)
        if shard:
            self._take(folder / f"{LOCK}-{shard}", wanted=True)

    def _take(self, file: Path, *, wanted: bool) -> bool:
        """Take a lock for oneself; if that cannot be and is not wanted, share it."""
        try:
            import fcntl
        except ImportError:
            return True
        handle = os.open(file, os.O_CREAT | os.O_RDWR)
        self._handles.append(handle)
        begin = monotonic()
        while True:
            for alone in (True, False)[: 1 if wanted else 2]:
                with suppress(BlockingIOError):
                    fcntl.flock(handle, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
                    return alone
            # Another shard may be opening the folder; it shares as soon as it is ready.
            if wanted or monotonic() - begin > OPENING:
                self.release()
                raise StoreError(self._refusal())
            sleep(NAP)

    def _refusal(self) -> str:
        what = f"shard {self._shard} of {self._folder.name}" if self._shard else self._folder.name
        return f"Another process is writing to {what}. Wait for it, or choose another folder."

    def share(self) -> None:
        """Let other shards in."""
        if self._shard and self.alone and self._handles:
            import fcntl

            fcntl.flock(self._handles[0], fcntl.LOCK_SH)
            self.alone = False

    def release(self) -> None:
        """Let the next writer in."""
        while self._handles:
            os.close(self._handles.pop())
