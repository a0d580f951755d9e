"""Parts of the tables: rows of several runs, with units and sentences in the fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cluster_abm.core.metric import Metric
from cluster_abm.core.units import MONTHS_PER_YEAR

if TYPE_CHECKING:
    from cluster_abm.lab.engine.tasks import Result

SUMMARIES = {
    "final": ("unit", "The metric in the last month."),
    "last_year": ("unit", "Mean of the metric over the last 12 months."),
    "total": ("unit x month", "Sum of the metric over all months."),
}
"""What a summary says of each metric: its unit, told from the column ``unit``, and a sentence."""


def series_part(results: Sequence[Result], metrics: Mapping[str, Metric]) -> pa.Table:
    """One row a run and month, one column a metric."""
    months = [0 if r.series is None else len(r.series) for r in results]
    values = np.empty((len(metrics), sum(months)))
    np.concatenate([r.series.T for r in results if r.series is not None], axis=1, out=values)
    frame = _keys(results, months)
    frame["month"] = np.concatenate([np.arange(n, dtype=np.int32) for n in months])
    columns = [*frame.values(), *values]
    return pa.table(columns, schema=_series_schema(tuple(frame), tuple(metrics.values())))


def summary_part(results: Sequence[Result], metrics: Mapping[str, Metric]) -> pa.Table:
    """One row a run and metric: its last month, its last year and its total.

    Rows and not columns, because a file pays for every column that it has: three for each metric
    would take as long to write as the series.
    """
    tables = [r.series for r in results if r.series is not None]
    said = {
        "final": [table[-1] for table in tables],
        "last_year": [table[-MONTHS_PER_YEAR:].mean(axis=0) for table in tables],
        "total": [table.sum(axis=0) for table in tables],
    }
    frame = _keys(results, [len(metrics)] * len(results))
    units, unit = np.unique([m.unit for m in metrics.values()], return_inverse=True)
    for name, words, code in (
        ("metric", list(metrics), np.arange(len(metrics))), ("unit", units.tolist(), unit),
    ):  # fmt: skip
        frame[name] = _coded(np.tile(code.astype(np.int32), len(results)), words)
    columns = [*frame.values(), *(np.concatenate(said[what]) for what in SUMMARIES)]
    fields = [_field(what, pa.float64(), *told) for what, told in SUMMARIES.items()]
    return pa.table(columns, schema=pa.schema([*_key_fields(frame), *fields]))


def panel_part(results: Sequence[Result], name: str) -> pa.Table | None:
    """One row an event of a panel; nothing if none of the runs kept any."""
    kept = [(r, r.panels[name]) for r in results if r.panels.get(name)]
    if not kept:
        return None
    lengths = [len(next(iter(panel.values()))) for _, panel in kept]
    frame = _keys([result for result, _ in kept], lengths)
    fields = _key_fields(frame)
    for name in kept[0][1]:
        # The rows of each run stay where they are; nothing is gained by copying them together.
        frame[name] = rows = pa.chunked_array([panel[name] for _, panel in kept])
        fields += (
            _key_fields([name]) if name in KEYS else [pa.field(name, rows.type, nullable=False)]
        )
    return pa.table([*frame.values()], schema=pa.schema(fields))


def _keys(results: Sequence[Result], lengths: Sequence[int]) -> dict[str, Any]:
    """Columns that say to which run each row belongs."""
    row = np.repeat(np.arange(len(results), dtype=np.int32), lengths)
    return {
        "run": _coded(row, [r.run.id for r in results]),
        "draw": np.array([r.run.draw for r in results], np.int32)[row],
        "replicate": np.array([r.run.replicate for r in results], np.int32)[row],
    }


def _coded(place: NDArray[np.int32], words: Sequence[str]) -> pa.DictionaryArray:
    """A column of words that come often, each written once."""
    return pa.DictionaryArray.from_arrays(pa.array(place), pa.array(words, pa.string()))


CODED = pa.dictionary(pa.int32(), pa.string())
KEYS = {
    "run": (CODED, "id", "Run, as in assignments.parquet."),
    "draw": (pa.int32(), "number", "Point of the uncertainty design."),
    "replicate": (pa.int32(), "number", "Random world."),
    "month": (pa.int32(), "month", "Months since January 2009."),
    "metric": (CODED, "name", "Metric, as a column of the series."),
    "unit": (CODED, "unit", "Unit of the metric."),
}


@lru_cache(maxsize=4)
def _series_schema(keys: tuple[str, ...], metrics: tuple[Metric, ...]) -> pa.Schema:
    fields = [_field(m.name, pa.float64(), m.unit, m.doc) for m in metrics]
    return pa.schema([*_key_fields(keys), *fields])


def _key_fields(names: Iterable[str]) -> list[pa.Field]:
    return [_field(name, *KEYS[name]) for name in names]


def _field(name: str, kind: pa.DataType, unit: str, doc: str) -> pa.Field:
    # Where nothing can be missing, Arrow need not write down that nothing is: half of the time.
    return pa.field(name, kind, nullable=False, metadata={"unit": unit, "doc": doc})


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
    words = runs.values.to_pylist()
    told = {word: json.dumps(word).encode() for word in set(words)}
    begin = b"["
    for word, n in zip(words, times, strict=True):
        yield begin + told[word]
        yield (b", " + told[word]) * (n - 1)
        begin = b", "
    yield b"]" if times else b"[]"
