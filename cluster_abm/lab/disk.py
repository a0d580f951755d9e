"""Files that are there whole or not at all, and safe when the call returns."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

from cluster_abm.core.errors import ClusterError

STAGING, LOCK = ".staging", ".lock"


class StoreError(ClusterError, OSError):
    """Results that cannot be written or read."""


def write_table(file: Path, table: pa.Table, *, replace: bool = True) -> None:
    """Write a table, safe on disk when this returns."""
    place = _staged(file) if replace else file
    # A dictionary of floats costs a third of the time and saves nothing.
    words = [column.name for column in table.schema if pa.types.is_string(column.type)]
    pq.write_table(table, place, compression="zstd", compression_level=1, use_dictionary=words)
    _sync(place)
    if replace:
        os.replace(place, file)
        sync_folder(file.parent)


def write_text(file: Path, text: str) -> None:
    """Write a text, whole or not at all."""
    place = _staged(file)
    place.write_text(text, "utf-8")
    _sync(place)
    os.replace(place, file)
    sync_folder(file.parent)


def as_json(record: Mapping[str, Any]) -> str:
    """A record as a file holds it."""
    return json.dumps(record, indent=2, ensure_ascii=False) + "\n"


def _staged(file: Path) -> Path:
    staging = file.parent / STAGING
    staging.mkdir(exist_ok=True)
    return staging / f"{uuid4().hex}-{file.name}"


def _sync(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that a folder's entries are on disk."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def lock(folder: Path) -> int | None:
    """Keep a second writer out; the system lets go when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:
        return None
    handle = os.open(folder / LOCK, os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise StoreError(
            f"Another process is writing to {folder.name}. Wait for it, or choose another folder."
        ) from None
    return handle


def unlock(handle: int | None) -> None:
    """Let the next writer in."""
    if handle is not None:
        os.close(handle)
