"""How an experiment stands, from its folder alone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq

from cluster_abm.lab.store.folder import DONE, FAILED, footer_ids, parts_of, read_plan

SHOWN = 20
"""Failures that are shown; the table runs has all."""


@dataclass(frozen=True, kw_only=True)
class Status:
    """How an experiment stands.

    Attributes:
        name: Name of the experiment.
        policies: Names of its policies.
        pairs: Random worlds of the plan.
        draws: Points of its uncertainty design.
        total: Runs of the plan.
        done: Runs that have ended well.
        failed: Runs that have failed and were not repaired.
        tried: Attempts, those that failed included.
        size: Bytes of all tables.
        failures: The first failures: run, replicate, draw, type, message, replay.
    """

    name: str
    policies: tuple[str, ...]
    pairs: int
    draws: int
    total: int
    done: int
    failed: int
    tried: int
    size: int
    failures: tuple[dict[str, Any], ...]

    @property
    def missing(self) -> int:
        """Runs that have not been tried."""
        return self.total - self.done - self.failed


def status_of(folder: Path) -> Status:
    """Look into a folder of results, without reading any result.

    Raises:
        StoreError: It is not one.
    """
    record = read_plan(folder)
    given = pq.read_table(folder / "assignments.parquet", columns=["run"])
    wanted = set(pc.unique(given["run"]).to_pylist())
    done: set[str] = set()
    failed: set[str] = set()
    tried, troubled = 0, []
    for part in parts_of(folder / "runs"):
        note = pq.read_schema(part).metadata or {}
        well, ill = footer_ids(note, DONE), footer_ids(note, FAILED)
        tried += len(well) + len(ill)
        done.update(well)
        failed.update(ill)
        if ill:
            troubled.append(part)
    failed = (failed - done) & wanted
    return Status(
        name=record["name"],
        policies=tuple(row["id"] for row in record["policies"]),
        pairs=record["pairs"],
        draws=len(record["draws"]),
        total=len(wanted),
        done=len(done & wanted),
        failed=len(failed),
        tried=tried,
        size=sum(file.stat().st_size for file in folder.glob("*/part-*.parquet")),
        failures=tuple(_failures(troubled, failed)),
    )


def _failures(parts: list[Path], failed: set[str]) -> list[dict[str, Any]]:
    """The last attempt of each failed run, as far as they are shown."""
    columns = ["run", "replicate", "draw", "status", "failure_type", "failure_message", "replay"]
    found: dict[str, dict[str, Any]] = {}
    for part in parts:
        for row in pq.read_table(part, columns=columns).to_pylist():
            if row.pop("status") == FAILED and row["run"] in failed:
                found[row["run"]] = row
        if len(found) >= SHOWN:
            break
    return list(found.values())[:SHOWN]


def failed_runs(folder: Path) -> set[str]:
    """Ids of the runs that have failed and were not repaired."""
    done: set[str] = set()
    failed: set[str] = set()
    for part in parts_of(folder / "runs"):
        note = pq.read_schema(part).metadata or {}
        done.update(footer_ids(note, DONE))
        failed.update(footer_ids(note, FAILED))
    return failed - done
