"""A session in a process of its own, to be killed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from cluster_abm.lab.batch.conduct import Conduct, conduct
from cluster_abm.lab.batch.replay import prepare
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.store import writer
from cluster_abm.scenarios.files import ExperimentFile
from tests.lab.fake_model import SUBJECT, experiment

PAIRS, SMALL = 24, 5
"""Worlds of the experiment that is killed, and runs that are written together."""


def slow_experiment() -> ExperimentFile:
    return experiment(scenario="slow", pairs=PAIRS)


def go_on(folder: str, workers: int, shard: tuple[int, int] | None = None) -> None:
    """Live what is missing, in small batches."""
    writer.BATCH = SMALL
    os.environ["FAKE_PIDS"] = f"{folder}-pids"
    part = writer.Shard(*shard) if shard else None
    plan = make_plan(slow_experiment(), SUBJECT)
    conduct(plan, SUBJECT, folder=Path(folder), how=Conduct(workers=workers, shard=part))


def replay(folder: str, run: str) -> None:
    prepare(Path(folder), run, SUBJECT).live()


def alive(pid: int) -> bool:
    """Is a process there, and no mere entry of one that has ended?"""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def pids_of(folder: Path) -> list[int]:
    """Processes that live worlds of this folder."""
    place = folder.with_name(f"{folder.name}-pids")
    return [pid for name in place.glob("*") if alive(pid := int(name.name))]


def kill(pid: int) -> None:
    """End a process at once, unless it has just ended."""
    if alive(pid):
        os.kill(pid, signal.SIGKILL)


def wait_until(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Wait for something, and say whether it came."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.01)
    return bool(true())
