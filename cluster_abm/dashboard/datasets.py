"""What lies in the folder of results: found by name, read by policy, metric and months."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from cluster_abm.core.errors import InputError
from cluster_abm.lab.batch.pairs import RESULTS
from cluster_abm.lab.inference.comparison import Comparison, read_comparison
from cluster_abm.lab.store.disk import StoreError
from cluster_abm.lab.store.folder import read_plan, units_of
from cluster_abm.lab.store.status import Status, status_of
from cluster_abm.locale import LANGUAGES

WORLD = ("policy", "replicate", "draw")
"""What names a run of an experiment."""
MOST = 200
"""Folders that are offered, the newest first."""


class Dataset(NamedTuple):
    """A folder of results.

    Attributes:
        name: Name of the folder.
        questions: What was asked, by language.
        policies: Names of its policies; the first is what the others are compared with.
        outcomes: The metrics that were asked for; the first is primary.
        metrics: Unit and sentence of every metric that was kept.
        months: Months of each run.
        status: How many runs have ended well, and which failed.
    """

    name: str
    questions: Mapping[str, str]
    policies: tuple[str, ...]
    outcomes: tuple[str, ...]
    metrics: Mapping[str, tuple[str, str]]
    months: int
    status: Status

    def question(self, lang: str) -> tuple[str, str]:
        """What was asked, and the language in which it is written."""
        spoken = lang if self.questions.get(lang) else LANGUAGES[0]
        return self.questions.get(spoken, ""), spoken


def names(place: Path = RESULTS) -> list[str]:
    """Folders in which an experiment has begun, the newest first."""
    plans = list(place.glob("*/plan.json")) if place.is_dir() else []
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
        InputError: No such folder, or it cannot be read.
    """
    folder = folder_of(name, place)
    with _readable(name):
        return _described(name, folder)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Say in a sentence why a folder cannot be read, should it be so.

    Raises:
        InputError: It cannot.
    """
    try:
        yield
    except StoreError as error:
        raise InputError([str(error)]) from None
    except (OSError, KeyError, TypeError, pa.ArrowException) as error:
        raise InputError([f"{name} cannot be read ({type(error).__name__})."]) from None


def _described(name: str, folder: Path) -> Dataset:
    plan = read_plan(folder)
    metrics = units_of(folder)
    questions = {lang: plan.get(f"question_{lang}", "") for lang in LANGUAGES}
    questions[LANGUAGES[0]] = str(plan["question"])
    return Dataset(
        name=name, questions=questions, metrics=metrics, months=int(plan["months"]),
        policies=tuple(row["id"] for row in plan["policies"]),
        outcomes=tuple(o for o in plan["outcomes"] if o in metrics), status=status_of(folder),
    )  # fmt: skip


def series(
    name: str, *, policies: tuple[str, ...], metrics: tuple[str, ...], first: int, last: int,
    place: Path = RESULTS,
) -> pa.Table:  # fmt: skip
    """Rows of some metrics: policy, replicate, draw, month and a value of each.

    Args:
        name: Folder of results.
        policies: Names of the policies that are wanted.
        metrics: Names of the metrics.
        first: First month.
        last: First month that is left out.
        place: Folder of all results.

    Raises:
        InputError: No such folder, policy or metric.
    """
    known = describe(name, place)
    if not set(metrics) <= set(known.metrics) or not set(policies) <= set(known.policies):
        raise InputError([f"{name} has no such policy or metric."])
    with _readable(name):
        return _series(folder_of(name, place), policies, metrics, first, last)


def _series(
    folder: Path, policies: tuple[str, ...], metrics: tuple[str, ...], first: int, last: int
) -> pa.Table:
    asked = pq.read_table(folder / "assignments.parquet", columns=["run", *WORLD])
    asked = asked.filter(pc.is_in(asked["policy"], pa.array(policies)))
    rows = pq.read_table(folder / "series", columns=["run", "month", *metrics])
    rows = rows.filter(
        pc.and_(pc.greater_equal(rows["month"], first), pc.less(rows["month"], last))
    )
    found = asked.join(rows, "run", join_type="inner").select([*WORLD, "month", *metrics])
    return found.sort_by([(key, "ascending") for key in (*WORLD, "month")])


def compared(name: str, place: Path = RESULTS) -> Comparison:
    """What the policies of a folder did, in pairs of the same worlds.

    Raises:
        InputError: No such folder, or no world is complete.
    """
    folder = folder_of(name, place)
    newest = max((part.stat().st_mtime_ns for part in folder.glob("runs/part-*")), default=0)
    with _readable(name):
        return _compared(folder, newest)


@lru_cache(maxsize=4)
def _compared(folder: Path, newest: int) -> Comparison:
    return read_comparison(folder)


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
