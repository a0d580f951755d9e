"""Drive the cluster from the EMA Workbench: uncertainties, levers and outcomes are its words too.

Needs the extra ``lab``.
"""

from __future__ import annotations

from typing import Any

import pandas as pd
from ema_workbench import Model, RealParameter, ScalarOutcome, SequentialEvaluator

import cluster_abm as ca
from cluster_abm.scenarios.reader import Scenario


def workbench_model(scenario: Scenario, months: int) -> Model:
    """The cluster as the workbench knows models."""

    def lived(market_growth: float, migration_response: float, quota: float) -> dict[str, float]:
        policy = ca.Policy("quota", (ca.Change(lever="foreign_quota", value=quota, start=1),))
        numbers = {"market_growth": market_growth, "migration_response": migration_response}
        last = ca.run(scenario, months=months, policy=policy, numbers=numbers).series.iloc[-1]
        return {"jobs": last["employment_narrow"], "income": last["resident_income"]}

    model = Model("cluster", function=lived)
    model.uncertainties = [
        RealParameter("market_growth", 0.0, 0.08),
        RealParameter("migration_response", 0.5, 2.0),
    ]
    model.levers = [RealParameter("quota", 0.05, 0.50)]
    model.outcomes = [ScalarOutcome("jobs"), ScalarOutcome("income")]
    return model


def main(
    scenario: Scenario, *, months: int = 120, scenarios: int = 20, policies: int = 4
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Live every policy in every scenario of the workbench."""
    with SequentialEvaluator(workbench_model(scenario, months)) as evaluator:
        return evaluator.perform_experiments(scenarios=scenarios, policies=policies)


if __name__ == "__main__":
    experiments, outcomes = main(ca.load_scenario("panama_2009"))
    print(experiments.assign(**outcomes))
