"""Zones: density, rent, payment."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Kind, ZoneName
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.zones import metrics
from cluster_abm.submodels.zones.equations import density_effect
from cluster_abm.submodels.zones.numbers import ZoneRules
from cluster_abm.submodels.zones.processes import charge_rent, measure_density
from tests.worlds import TinyWorld

CITY, HOWARD = ZoneName.CITY_OF_KNOWLEDGE, ZoneName.HOWARD


def crowd(people: int, zone: ZoneName) -> TinyWorld:
    world = TinyWorld()
    rows = world.add_firms(1, zone=zone)
    world.add_people(people, employer=rows[0])
    return world


def test_a_worker_takes_eight_square_metres() -> None:
    world = crowd(10, ZoneName.REST)

    world.run(charge_rent, ZoneRules())

    assert world.firms.cash[0] == -10 * 8 * 1000
    assert world.ledger.flows[Why.RENT, Sector.FIRMS, Sector.ECONOMY] == 80_000
    assert world.firms.earnings[0, -1] == -80_000
    assert world.flows.inputs[Kind.SME] == 80_000
    assert not world.ledger.residual().any()


def test_at_the_density_of_2009_nothing_changes() -> None:
    world = crowd(100, HOWARD)

    world.run(measure_density, ZoneRules())

    assert world.zones.productivity[HOWARD] == 1
    assert world.zones.rent[HOWARD] == 1000


def test_a_denser_zone_is_dearer_and_more_productive() -> None:
    world = crowd(300, HOWARD)

    world.run(measure_density, ZoneRules())

    assert world.zones.rent[HOWARD] == pytest.approx(1000 * 2**0.3)
    assert world.zones.productivity[HOWARD] == pytest.approx(2**0.02)


def test_the_city_of_knowledge_sets_its_rent() -> None:
    world = crowd(300, CITY)

    world.run(measure_density, ZoneRules())

    assert world.zones.rent[CITY] == 1000
    assert world.zones.productivity[CITY] > 1


def test_an_empty_zone_keeps_a_rent_and_some_productivity() -> None:
    world = TinyWorld()

    world.run(measure_density, ZoneRules(density_elasticity=0.05))

    assert (world.zones.rent > 0).all()
    assert (world.zones.productivity > 0.9).all()


@given(staff=st.integers(1, 10**6), start=st.integers(1, 10**6), eps=st.floats(0.001, 0.05))
def test_density_counts_for_nothing_without_elasticity_and_rises_with_it(
    staff: int, start: int, eps: float
) -> None:
    now, before = np.array([float(staff)]), np.array([float(start)])

    assert density_effect(now, before, np.zeros(1))[0] == 1
    assert np.sign(density_effect(now, before, np.array([eps]))[0] - 1) == np.sign(staff - start)


def test_places_of_others_fill_the_city_of_knowledge_too() -> None:
    world = crowd(3, CITY)
    world.zones.capacity[CITY], world.zones.others[CITY] = 80, 39

    census = Census().take(world.firms, world.workforce)
    assert metrics.occupancy_city_of_knowledge(census, world.zones) == 0.5
    assert metrics.staff_city_of_knowledge(census) == 3
