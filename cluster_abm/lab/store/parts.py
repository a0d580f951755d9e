"""Parts of the tables: rows of several runs, with units and sentences in the fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cluster_abm.core.metric import Metric
from cluster_abm.core.units import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from cluster_abm.lab.engine.tasks import Result

SUMMARIES = {
    "final": ("{unit}", "{doc} Last month."),
    "last_year": ("{unit}", "{doc} Mean of the last 12 months."),
    "total": ("{unit} x month", "{doc} Sum of all months."),
}
"""What a summary says of each metric: unit and sentence."""


def series_part(results: Sequence[Result], metrics: Mapping[str, Metric]) -> pa.Table:
    """One row a run and month, one column a metric."""
    values = np.concatenate([r.series for r in results if r.series is not None])
    months = [0 if r.series is None else len(r.series) for r in results]
    frame = _keys(results, months)
    frame["month"] = np.concatenate([np.arange(n, dtype=np.int32) for n in months])
    columns = [*frame.values(), *np.ascontiguousarray(values.T)]
    return pa.table(columns, schema=_series_schema(tuple(frame), tuple(metrics.values())))


def summary_part(results: Sequence[Result], metrics: Mapping[str, Metric]) -> pa.Table:
    """One row a run: last month, last year and total of each metric."""
    tables = [r.series for r in results if r.series is not None]
    # of each metric what SUMMARIES name, in their order
    said = np.array([
        [table[-1], table[-MONTHS_PER_YEAR:].mean(axis=0), table.sum(axis=0)] for table in tables
    ])  # fmt: skip
    frame = _keys(results, [1] * len(results))
    columns = [*frame.values(), *np.ascontiguousarray(said.T).reshape(-1, len(tables))]
    return pa.table(columns, schema=_summary_schema(tuple(frame), tuple(metrics.values())))


def panel_part(results: Sequence[Result], name: str) -> pa.Table | None:
    """One row an event of a panel; nothing if none of the runs kept any."""
    kept = [(r, r.panels[name]) for r in results if r.panels.get(name)]
    if not kept:
        return None
    lengths = [len(next(iter(panel.values()))) for _, panel in kept]
    frame = _keys([result for result, _ in kept], lengths)
    for column in kept[0][1]:
        frame[column] = pa.array(np.concatenate([panel[column] for _, panel in kept]))
    return pa.table(frame)


def _keys(results: Sequence[Result], lengths: Sequence[int]) -> dict[str, Any]:
    """Columns that say to which run each row belongs."""
    row = np.repeat(np.arange(len(results)), lengths)
    return {
        "run": pa.array([r.run.id for r in results], pa.string()).take(pa.array(row)),
        "draw": np.array([r.run.draw for r in results], np.int32)[row],
        "replicate": np.array([r.run.replicate for r in results], np.int32)[row],
    }


KEYS = {
    "run": (pa.string(), "id", "Run, as in assignments.parquet."),
    "draw": (pa.int32(), "number", "Point of the uncertainty design."),
    "replicate": (pa.int32(), "number", "Random world."),
    "month": (pa.int32(), "month", "Months since January 2009."),
}


@lru_cache(maxsize=4)
def _series_schema(keys: tuple[str, ...], metrics: tuple[Metric, ...]) -> pa.Schema:
    fields = [_field(m.name, pa.float64(), m.unit, m.doc) for m in metrics]
    return pa.schema([*_key_fields(keys), *fields])


@lru_cache(maxsize=4)
def _summary_schema(keys: tuple[str, ...], metrics: tuple[Metric, ...]) -> pa.Schema:
    fields = [
        _field(f"{m.name}_{what}", pa.float64(), unit.format(unit=m.unit), doc.format(doc=m.doc))
        for m in metrics
        for what, (unit, doc) in SUMMARIES.items()
    ]
    return pa.schema([*_key_fields(keys), *fields])


def _key_fields(names: Sequence[str]) -> list[pa.Field]:
    return [_field(name, *KEYS[name]) for name in names]


def _field(name: str, kind: pa.DataType, unit: str, doc: str) -> pa.Field:
    return pa.field(name, kind, metadata={"unit": unit, "doc": doc})


def table_digest(table: pa.Table) -> str:
    """Digest of names and values, column by column."""
    digest = blake2b(digest_size=16)
    for name, column in zip(table.column_names, table.columns, strict=True):
        digest.update(f"{name}\0{column.type}\0{column.null_count}\0".encode())
        if pa.types.is_string(column.type):
            for piece in _as_json(column):
                digest.update(piece)
        else:
            digest.update(np.ascontiguousarray(column.to_numpy()))
    return digest.hexdigest()


def _as_json(column: pa.ChunkedArray) -> Iterator[bytes]:
    """A column of words as a list in JSON, piece by piece: most come many times in a row."""
    runs = pc.run_end_encode(column.combine_chunks())
    times = np.diff(runs.run_ends.to_numpy(), prepend=0).tolist()
    begin = b"["
    for word, n in zip(runs.values.to_pylist(), times, strict=True):
        yield begin + json.dumps(word).encode()
        yield f", {json.dumps(word)}".encode() * (n - 1)
        begin = b", "
    yield b"]" if times else b"[]"
