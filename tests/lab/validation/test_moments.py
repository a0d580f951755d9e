"""Moments of cohorts have the values that one can count by hand."""

from typing import Any

import numpy as np
import pytest

from cluster_abm.agents.classes import Kind
from cluster_abm.lab.validation import moments
from cluster_abm.lab.validation.life import Census, FirmMonths, Life

NOTHING = FirmMonths(*(np.zeros(0, np.int64), np.zeros(0, np.uint64)), *[np.zeros(0)] * 3)


def a_life(months: int = 120, **given: Any) -> Life:
    usual: dict[str, Any] = {
        "series": {}, "censuses": (), "panels": {"foundings": {}, "closures": {}},
        "firm_months": NOTHING, "jobs": np.zeros((months, 4)),
        "separations": np.zeros((months, 4)), "tenure_return": 0.0,
    }  # fmt: skip
    return Life(months, **(usual | given))


def a_census(staff: dict[int, int], sales: list[float] | None = None, born: int = -99) -> Census:
    n = len(staff)
    return Census(
        np.array(list(staff)), np.full(n, Kind.SME), np.full(n, born),
        np.array(list(staff.values())), np.array(sales or [1.0] * n), np.ones(n),
    )  # fmt: skip


def test_survival_counts_only_those_that_could_have_reached_the_age() -> None:
    """K47: of three firms one dies at 20 months, one lives, one was born too late to tell."""
    panels = {
        "foundings": {"month": np.array([0, 10, 110]), "firm": np.array([1, 2, 3]),
                      "parent": np.array([0, 9, 0])},
        "closures": {"month": np.array([20]), "birth": np.array([1])},
    }  # fmt: skip
    life = a_life(panels=panels)

    assert moments.survival(life, 2) == 0.5
    assert moments.survival(life, 1) == 1.0
    assert moments.survival(life, 2, "spin_off") == 1.0
    assert moments.survival(life, 2, "entrant") == 0.0


def test_firms_of_the_warm_up_are_not_new() -> None:
    begun = {"month": np.array([-5]), "firm": np.array([1]), "parent": np.array([0])}
    life = a_life(panels={"foundings": begun, "closures": {}})

    assert np.isnan(moments.survival(life, 2))


def test_a_firm_without_staff_is_no_employer() -> None:
    """C12 to C14: firm 2 stays open but has nobody any more."""
    rates = moments.turnover_of_firms(a_census({1: 10, 2: 10}), a_census({1: 20, 2: 0}))

    assert rates.exit == pytest.approx(1 / 1.5)
    assert rates.creation == rates.destruction == pytest.approx(10 / 20)


def test_separations_are_by_kind_of_employer() -> None:
    """C18: one of ten jobs of the anchor ends a month, none of the local firms'."""
    jobs, gone = np.full((12, 4), 100.0), np.zeros((12, 4))
    gone[:, Kind.ANCHOR] = 10
    life = a_life(12, jobs=jobs, separations=gone)

    assert moments.separation_rate(life, Kind.ANCHOR) == pytest.approx(1.2)
    assert moments.separation_rate(life, Kind.SME) == 0


def test_growth_needs_a_whole_first_year() -> None:
    """A firm born in the middle of the first year would seem to grow."""
    old = a_census({1: 1, 2: 1}, [100.0, 100.0])
    young = old._replace(born=np.array([-99, -3]))
    after = a_census({1: 1, 2: 1}, [100.0, 200.0])

    assert len(moments.growth_of_firms(a_life(censuses=(old, after))).rate) == 2
    assert len(moments.growth_of_firms(a_life(censuses=(young, after))).rate) == 1


def test_the_median_firm_that_survives_decides() -> None:
    """K18: one firm doubles, one rests, one shrinks, and one that is gone does not count."""
    before = a_census({1: 10, 2: 10, 3: 10, 4: 10})
    life = a_life(censuses=(before, a_census({1: 20, 2: 10, 3: 5})))

    assert moments.median_growth(life, "staff") == 0.0
    assert np.isnan(moments.median_growth(a_life(), "staff"))


def test_tent_shaped_growth_has_more_kurtosis_than_normal_growth() -> None:
    rng = np.random.default_rng(1)

    assert moments.kurtosis(rng.laplace(size=100_000)) == pytest.approx(3, abs=0.3)
    assert moments.kurtosis(rng.normal(size=100_000)) == pytest.approx(0, abs=0.1)


def test_volatility_falls_with_the_exponent_that_made_it() -> None:
    rng = np.random.default_rng(1)
    size = np.exp(rng.uniform(0, 8, 40_000))
    rate = rng.normal(size=40_000) * size**-0.2

    assert moments.volatility_exponent(moments.Growth(size, rate)) == pytest.approx(0.2, abs=0.02)


def test_the_hill_exponent_is_that_of_the_law() -> None:
    rng = np.random.default_rng(1)

    assert moments.hill(rng.pareto(1.2, 100_000) + 1) == pytest.approx(1.2, abs=0.05)


def test_research_of_sales_is_the_elasticity_across_firms_of_one_year() -> None:
    """C24: two years of a boom in which all sales double do not count."""
    sales = np.array([1.0, 2.0, 4.0, 2.0, 4.0, 8.0])
    research = np.array([1.0, 2.0, 4.0, 1.0, 2.0, 4.0])
    rows = FirmMonths(np.array([0, 0, 0, 12, 12, 12]), np.array([1, 2, 3] * 2), research,
                      np.zeros(6), sales)  # fmt: skip

    assert moments.research_of_sales(a_life(firm_months=rows)) == pytest.approx(1.0)


def test_innovation_of_research_is_found_where_it_was_put() -> None:
    """C23: counts drawn with elasticity one half, firms that differ, years that differ."""
    rng = np.random.default_rng(1)
    firm, year = np.repeat(np.arange(200), 10), np.tile(np.arange(10), 200)
    x = rng.normal(size=2000)
    counts = rng.poisson(np.exp(0.5 * x + rng.normal(size=200)[firm] + 0.1 * year))

    found = moments.poisson_slope(x, counts.astype(float), firm, year)

    assert found == pytest.approx(0.5, abs=0.05)


def test_what_does_not_vary_has_no_elasticity() -> None:
    assert np.isnan(moments.slope(np.ones(3), np.arange(3.0)))
    assert np.isnan(moments.poisson_slope(np.ones(3), np.ones(3), np.zeros(3, int), np.arange(3)))
    assert np.isnan(moments.innovation_of_research(a_life()))
    assert np.isnan(moments.research_of_sales(a_life()))


def test_single_months_are_smoothed_by_quarters() -> None:
    assert moments.quarterly(np.array([1.0, 2.0, 3.0, 9.0])).tolist() == [2.0]
