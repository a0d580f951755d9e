"""The world outside: trend, cycle, reservoir."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Skill
from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.reader import load_scenario
from cluster_abm.submodels.world import equations
from cluster_abm.submodels.world.numbers import WorldRules
from cluster_abm.submodels.world.processes import drift
from tests.worlds import TinyWorld


def lived(months: range, rules: WorldRules, seed: int = 1) -> tuple[TinyWorld, list[np.ndarray]]:
    world = TinyWorld(seed)
    world.add_customers()
    shocks = []
    for month in months:
        world.enter_month(month)
        world.run(drift, rules)
        shocks.append(world.customers.shock.copy())
    return world, shocks


def test_a_year_of_months_makes_the_growth_of_a_year() -> None:
    world, _ = lived(range(13), WorldRules(market_growth=0.05, outside_wage_growth=-0.01))

    assert world.world.market == pytest.approx(1.05)
    assert world.world.outside_wage == pytest.approx(np.full(len(Skill), 99_000))


def test_january_2009_is_the_base_and_without_a_date_the_warm_up_has_no_trend() -> None:
    world, _ = lived(range(-24, 1), WorldRules(market_growth=0.09))

    assert world.world.market == 1


def test_trends_may_begin_before_january_2009() -> None:
    rules = WorldRules(market_growth=0.09, outside_wage_growth=0.02)
    world = TinyWorld(1)
    world.add_customers()
    world.world.trend_from = -12
    for month in range(-24, 0):
        world.enter_month(month)
        world.run(drift, rules)

    # eleven steps: the twelfth, that to January, is the return of the books
    assert world.world.market == pytest.approx(1.09 ** (11 / 12))
    assert world.world.outside_wage == pytest.approx(np.full(len(Skill), 1e5 * 1.02 ** (11 / 12)))


def test_a_run_begins_where_the_trend_leads_to() -> None:
    start = load_scenario("panama_2009").scaled(0.05)
    start = start.model_copy(update={"warm_up": 3, "growth_before": 2})
    seen = []

    class Watched(ClusterModel):
        def _live(self) -> None:
            super()._live()
            seen.append((self.world.market, self.world.outside_wage[0] / 100))

    model = Watched(start, seed=1, numbers={"outside_wage_growth": 0.02})
    model.run_months(2)

    month = np.array([-2, -2, -1, 0, 1])
    market, pay = np.array(seen).T
    assert market == pytest.approx(1.05 ** (month / 12))
    assert pay == pytest.approx(490 * 1.02 ** (month / 12))


def test_the_business_cycle_turns_in_the_warm_up_as_well() -> None:
    _, shocks = lived(range(-3, 0), WorldRules())

    assert np.abs(shocks[-1]).min() > 0


def test_without_shocks_there_is_no_cycle() -> None:
    _, shocks = lived(range(12), WorldRules(shock_sd=0))

    assert np.abs(shocks).max() == 0


@pytest.mark.parametrize("memory", [0.0, 0.5, 0.95])
def test_yearly_growth_varies_as_wanted(memory: float) -> None:
    _, shocks = lived(range(-120, 1800), WorldRules(shock_sd=0.1, shock_memory=memory))

    years = np.array(shocks).reshape(-1, 12, shocks[0].size).mean(axis=1)
    assert np.diff(years, axis=0).std() == pytest.approx(0.1, rel=0.1)


def test_each_segment_has_its_own_cycle() -> None:
    _, shocks = lived(range(600), WorldRules())

    alike = np.corrcoef(np.array(shocks).T)
    assert np.abs(alike - np.eye(len(alike))).max() < 0.6


@given(share=st.floats(0, 1), people=st.integers(0, 5000), month=st.integers(-24, 120))
def test_whoever_comes_into_the_reservoir_is_counted(share: float, people: int, month: int) -> None:
    world = TinyWorld(month=month)
    world.world.reservoir[...] = people
    before = world.world.reservoir.copy()

    world.run(drift, WorldRules(reservoir_refill=share))

    assert (world.world.reservoir - before == world.world.refilled).all()
    assert (world.world.reservoir >= 0).all()


def test_a_drained_reservoir_comes_back_to_where_it_rests() -> None:
    world = TinyWorld()
    world.world.reservoir[...] = 0
    for month in range(300):
        world.enter_month(month)
        world.run(drift, WorldRules(reservoir_refill=0.02))

    assert world.world.reservoir == pytest.approx(1000, abs=60)


def test_a_resting_reservoir_stays() -> None:
    wanted = equations.refill(np.array([10]), np.array([10]), 0.5)

    assert wanted.tolist() == [0]
