"""Drive the cluster as any Mesa model: build, step, look at agents, collect data."""

from __future__ import annotations

import pandas as pd

import cluster_abm as ca
from cluster_abm.agents.firms import SME
from cluster_abm.scenarios.reader import Scenario


def main(scenario: Scenario, *, months: int = 24) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two worlds side by side; jobs by month, and the largest local firms of the first."""
    worlds = {seed: ca.ClusterModel(scenario, seed=seed) for seed in (1, 2)}
    for _ in range(months):
        for model in worlds.values():
            model.step()
    jobs = pd.DataFrame(
        {
            seed: model.datacollector.get_model_vars_dataframe()["employment_narrow"]
            for seed, model in worlds.items()
        }
    )
    firms = sorted(worlds[1].agents_by_type[SME], key=lambda firm: -firm.headcount)
    largest = pd.DataFrame(
        {"headcount": firm.headcount, "cash": firm.cash, "place": firm.cell.coordinate}
        for firm in firms[:5]
    )
    return jobs, largest


if __name__ == "__main__":
    for table in main(ca.load_scenario("panama_2009")):
        print(table)
