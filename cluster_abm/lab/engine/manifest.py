"""Where, when and with what the runs of an experiment were lived."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from cluster_abm.lab.design.plan import Plan
from cluster_abm.lab.design.subject import PACKAGE

MENTIONED = ("numpy", "scipy", "pandas", "pyarrow", "mesa", "cluster-abm")
"""Packages whose versions the manifest says."""


def usable_processors() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def manifest(plan: Plan, *, begun: datetime, **counts: Any) -> dict[str, Any]:
    """Say where, when and with what runs were lived.

    Args:
        plan: What was to be run.
        begun: When.
        counts: What was counted: workers, runs, lived, failed, seconds.
    """
    return {
        "schema": 1,
        "begun": begun.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        **counts,
        "key": plan.key,
        "fingerprint": plan.fingerprint,
        "python": platform.python_version(),
        "versions": {name: found for name in MENTIONED if (found := _version(name))},
        "system": platform.system(),
        "machine": platform.machine(),
        "processor": _processor(),
        "processors": usable_processors(),
        "git": {
            "commit": _git("rev-parse", "HEAD"),
            "changed": _git("status", "--porcelain") != "",
        },
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor())


@cache
def _git(*words: str) -> str | None:
    """What git says of the source when first asked; nothing where there is no git or history."""
    try:
        said = subprocess.run(
            ["git", *words], cwd=PACKAGE, capture_output=True, text=True, timeout=10, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return said.stdout.strip()
