"""Files that are there whole or not at all, and safe when the call returns."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from cluster_abm.core.errors import ClusterError

STAGING, LOCK = ".staging", ".lock"
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


def write_table(file: Path, table: pa.Table, *, staging: Path | None = None) -> None:
    """Write a table, safe on disk when this returns.

    Args:
        file: Where.
        table: What.
        staging: Folder in which it is written first; straight into its place without one.
    """
    # A dictionary of floats costs a third of the time and saves nothing; zstd takes twice as long
    # as lz4 to save a fifth; and nobody asks for the least and most of a column.
    words = [column.name for column in table.schema if pa.types.is_string(column.type)]
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="lz4", use_dictionary=words, write_statistics=False)
    _write(file, sink.getvalue(), staging)


def write_text(file: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    _write(file, text.encode(), file.parent / STAGING)


def as_json(record: Mapping[str, Any]) -> str:
    """A record as a file holds it."""
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def _write(file: Path, content: Any, staging: Path | None) -> None:
    """Write bytes, and give them their name when they are safe."""
    if staging is None:
        _write_bytes(file, content)
        return
    staging.mkdir(exist_ok=True)
    place = staging / f"{uuid4().hex}-{file.name}"
    try:
        _write_bytes(place, content)
        os.replace(place, file)
    except BaseException:
        with suppress(OSError):
            place.unlink(missing_ok=True)
        raise
    sync_folder(file.parent)


def _write_bytes(file: Path, content: Any) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


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
