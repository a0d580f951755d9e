"""One scale in a process of its own, for its memory: ``python -m tests.bench.scale 10``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.reader import load_scenario
from tests.bench.clock import least

PEAK = "VmHWM:"
"""Line of Linux that says the most memory a process ever held, kB."""


def measure(factor: float) -> dict[str, float]:
    """Live a cluster that is *factor* times Panama, and say what it took."""
    begin = process_time()
    model = ClusterModel(load_scenario("panama_2009").scaled(factor), seed=1)
    founded = process_time() - begin
    workers, firms = len(model.workforce), len(model.firms)
    model.run_months(MONTHS_PER_YEAR)
    # before the snapshot, which keeps everything twice
    peak = peak_bytes()
    fresh = ClusterModel(load_scenario("panama_2009").scaled(factor), seed=1)
    start = fresh.snapshot()
    year = least(lambda: fresh.run_months(MONTHS_PER_YEAR), before=lambda: fresh.restore(start))
    return {
        "factor": factor, "workers": workers, "firms": firms, "year": year, "founded": founded,
        "peak": peak,
    }  # fmt: skip


def peak_bytes() -> int:
    """Most memory that this process ever held."""
    # the figure of getrusage would count what the parent held before it started this process
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith(PEAK))


if __name__ == "__main__":
    print(json.dumps(measure(float(sys.argv[1]))))
