"""World: what happens in the month."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cluster_abm.agents.classes import Skill
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.world import World
from cluster_abm.core import compiled
from cluster_abm.core.kernels import people as kernels
from cluster_abm.core.luck import Luck, key
from cluster_abm.core.numerics import normal, round_random
from cluster_abm.core.tables import Floats, Ints
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.submodels.world import equations
from cluster_abm.submodels.world.numbers import WorldRules

RESERVOIRS = np.array([[key("reservoir", k, english) for english in (0, 1)] for k in Skill])
"""Whose luck it is how many people come into the reservoirs, by skill and English."""


def drift(world: World, customers: Customers, luck: Luck, rules: WorldRules) -> None:
    """Let the world move on: trend, outside pay, business cycle, people in other sectors.

    January 2009 is the base of the trends, which begin before it; its own step is the return of
    the books to their starting values.
    """
    if world.month > world.trend_from and world.month != 0:
        market, pay = _monthly_growth(_market_growth(world, rules), rules.outside_wage_growth)
        world.market, world.outside_wage = world.market * market, world.outside_wage * pay
    news = _size_of_news(rules) * normal(luck.uniform("business cycle", customers.birth))
    customers.shock = equations.next_shock(customers.shock, rules.shock_memory, news)
    _refill(world, luck, rules)


def _market_growth(world: World, rules: WorldRules) -> float:
    """Growth of the year in which last month lies: as observed, or the usual number.

    What was observed begins with the first month.
    """
    year = (world.month - 1) // MONTHS_PER_YEAR
    return world.market_path[year] if 0 <= year < len(world.market_path) else rules.market_growth


@lru_cache(maxsize=16)
def _monthly_growth(of_market: float, of_pay: float) -> tuple[float, float]:
    """Factors of a month: of what customers spend, and of pay in other sectors."""
    market, pay = equations.monthly_growth(np.array([of_market, of_pay])).tolist()
    return market, pay


@lru_cache(maxsize=8)
def _size_of_news(rules: WorldRules) -> float:
    """Standard deviation of what a month adds to the business cycle, log points."""
    return equations.innovation_sd(rules.shock_sd, rules.shock_memory)


def _refill(world: World, luck: Luck, rules: WorldRules) -> None:
    people = _net_growth(world, luck.uniform("reservoir", RESERVOIRS), rules.reservoir_refill)
    world.reservoir = world.reservoir + people
    world.refilled = world.refilled + people


def _net_growth(world: World, u: Floats, share: float) -> Ints:
    """People who come into the reservoir less those who leave it, rounded at random."""
    if compiled.in_use:
        return kernels.refill(world.reservoir, world.reservoir_start, share, u)
    return round_random(equations.refill(world.reservoir, world.reservoir_start, share), u)
