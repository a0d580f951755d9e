"""What lies in the folder of results: found by name, read by policy, metric and months."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cluster_abm.core.errors import InputError
from cluster_abm.lab.batch.pairs import RESULTS
from cluster_abm.lab.store.parts import KEYS

MOST = 200
"""Folders that are offered, the newest first."""


class Dataset(NamedTuple):
    """A folder of results: what its plan says, and each metric with its unit and sentence."""

    name: str
    question: str
    policies: tuple[str, ...]
    metrics: Mapping[str, tuple[str, str]]
    months: int


class Mean(NamedTuple):
    """The mean path of a metric under one policy, from the first month that was asked for."""

    policy: str
    worlds: int
    values: tuple[float, ...]


def names(place: Path = RESULTS) -> list[str]:
    """Folders that hold results, the newest first."""
    if not place.is_dir():
        return []
    plans = [plan for plan in place.glob("*/plan.json") if any(plan.parent.glob("series/part-*"))]
    return [p.parent.name for p in sorted(plans, key=lambda p: -p.stat().st_mtime)][:MOST]


def folder_of(name: str, place: Path = RESULTS) -> Path:
    """The folder of a name.

    Raises:
        InputError: It is not one of those in the folder of results; no other is ever opened.
    """
    if name not in names(place):
        raise InputError([f"{name[:60]!r} is not a folder of results."])
    return place / name


def describe(name: str, place: Path = RESULTS) -> Dataset:
    """What a folder holds.

    Raises:
        InputError: No such folder.
    """
    folder = folder_of(name, place)
    plan = json.loads((folder / "plan.json").read_text("utf-8"))
    schema = pq.read_schema(min((folder / "series").glob("part-*.parquet")))
    metrics = {
        column.name: (column.metadata[b"unit"].decode(), column.metadata.get(b"doc", b"").decode())
        for column in schema
        if column.metadata and b"unit" in column.metadata and column.name not in KEYS
    }
    policies = tuple(row["id"] for row in plan["policies"])
    return Dataset(name, str(plan["question"]), policies, metrics, int(plan["months"]))


def series(
    name: str, *, policies: tuple[str, ...], metric: str, first: int, last: int,
    place: Path = RESULTS,
) -> pa.Table:  # fmt: skip
    """Rows of one metric: policy, replicate, month and value.

    Args:
        name: Folder of results.
        policies: Names of the policies that are wanted.
        metric: Name of the metric.
        first: First month.
        last: First month that is left out.
        place: Folder of all results.

    Raises:
        InputError: No such folder, policy or metric.
    """
    known = describe(name, place)
    if metric not in known.metrics or not set(policies) <= set(known.policies):
        raise InputError([f"{name} has no such policy or metric."])
    folder = folder_of(name, place)
    asked = pq.read_table(folder / "assignments.parquet", columns=["policy", "replicate", "run"])
    asked = asked.filter(pc.is_in(asked["policy"], pa.array(policies)))
    rows = pq.read_table(folder / "series", columns=["run", "month", metric])
    rows = rows.filter(
        pc.and_(pc.greater_equal(rows["month"], first), pc.less(rows["month"], last))
    )
    found = asked.join(rows, "run", join_type="inner").select(
        ["policy", "replicate", "month", metric]
    )
    return found.sort_by([(key, "ascending") for key in ("policy", "replicate", "month")])


def means(rows: pa.Table, metric: str) -> list[Mean]:
    """The mean path of each policy."""
    paths = rows.group_by(["policy", "month"]).aggregate([(metric, "mean")])
    paths = paths.sort_by([("policy", "ascending"), ("month", "ascending")])
    worlds = rows.group_by("policy").aggregate([("replicate", "count_distinct")])
    number = dict(zip(*(worlds[c].to_pylist() for c in ("policy", "replicate_count_distinct")),
                      strict=True))  # fmt: skip
    found = []
    for policy in sorted(number):
        path = paths.filter(pc.equal(paths["policy"], policy))
        found.append(Mean(policy, number[policy], tuple(path[f"{metric}_mean"].to_pylist())))
    return found


def as_parquet(rows: pa.Table) -> bytes:
    """Rows as the bytes of a parquet file."""
    page = io.BytesIO()
    pq.write_table(rows, page)
    return page.getvalue()


def as_csv(rows: pa.Table) -> bytes:
    """Rows as the bytes of a CSV file."""
    from pyarrow import csv

    page = io.BytesIO()
    csv.write_csv(rows, page)
    return page.getvalue()
