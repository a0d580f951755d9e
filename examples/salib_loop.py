"""Ask SALib which numbers matter: sample, live, analyse.

Needs the extra ``lab``.  The same design stands in an experiment file in two lines, and is then
lived on all processors and can be resumed; this loop is for those who want to hold every step.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from SALib.analyze import morris as analysis
from SALib.sample import morris as sample

import cluster_abm as ca
from cluster_abm.scenarios.reader import Scenario

PROBLEM = {
    "num_vars": 3,
    "names": ["market_growth", "migration_response", "dropout"],
    "bounds": [[0.0, 0.08], [0.5, 2.0], [0.2, 0.5]],
}


def main(scenario: Scenario, *, months: int = 120, trajectories: int = 10) -> dict[str, Any]:
    """Elementary effects on jobs, with the luck of one world for all points."""
    points = sample.sample(PROBLEM, trajectories, seed=1)
    jobs = [
        ca.run(
            scenario, months=months, numbers=dict(zip(PROBLEM["names"], point, strict=True))
        ).series["employment_narrow"].iloc[-1]
        for point in points.tolist()
    ]  # fmt: skip
    return dict(analysis.analyze(PROBLEM, points, np.array(jobs), seed=1))


if __name__ == "__main__":
    found = main(ca.load_scenario("panama_2009"))
    for name, effect in zip(found["names"], found["mu_star"], strict=True):
        print(f"{name:20} {effect:10.1f} jobs")
