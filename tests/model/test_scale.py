"""A cluster half or twice as large is the same cluster: shares and rates stay as they are."""

from __future__ import annotations

from functools import lru_cache

import pytest

from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.reader import load_scenario
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.migration.numbers import MigrationRules

PANAMA = load_scenario("panama_2009")
MONTHS = 36


@lru_cache
def lived(factor: float) -> dict[str, float]:
    """Shares and rates of three years, means over worlds that add up to twice Panama."""
    rows = []
    for replicate in range(round(2 / factor)):
        model = ClusterModel(PANAMA.scaled(factor), replicate=replicate)
        model.run_months(MONTHS)
        total = model.series.mean()
        rows.append({
            "foreigners in jobs": total["employment_foreign"] / total["employment_narrow"],
            "applicants abroad by job": total["applicants_from_abroad"]
            / total["employment_narrow"],
            "new firms by job": total["births"] / total["employment_narrow"],
            "local firms by job": total["firms_sme"] / total["employment_narrow"],
            "local share": total["local_share"],
            "without a job": total["unemployment"],
            "pay of engineers": total["wage_engineer"],
            "pay of support": total["wage_support"],
        })  # fmt: skip
    return {name: sum(row[name] for row in rows) / len(rows) for name in rows[0]}


TOLERANCE = {"new firms by job": 0.25, "without a job": 0.25}
"""What 36 months leave to chance; a number that does not scale is wrong by a half or more."""


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_shares_and_rates_are_the_same_at_any_scale(factor: float) -> None:
    one, other = lived(1.0), lived(factor)

    for name, value in one.items():
        assert other[name] == pytest.approx(value, rel=TOLERANCE.get(name, 0.12)), name


@pytest.mark.parametrize("factor", [0.1, 0.5, 3.0])
def test_numbers_that_count_people_grow_with_the_cluster(factor: float) -> None:
    rules = ClusterModel(PANAMA.scaled(factor), bare=True).rules
    migration, usual = rules[MigrationRules], MigrationRules()

    assert migration.applicants_abroad == pytest.approx(factor * usual.applicants_abroad)
    assert migration.network_base == pytest.approx(factor * usual.network_base)
    assert rules[EnterpriseRules].entry_rate == pytest.approx(factor * EnterpriseRules().entry_rate)


def test_a_cluster_scaled_twice_is_one_scaled_by_the_product() -> None:
    twice = PANAMA.scaled(2.0).scaled(0.5)

    assert twice.numbers["entry_rate"] == pytest.approx(EnterpriseRules().entry_rate)
