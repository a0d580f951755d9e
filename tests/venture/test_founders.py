"""Founders without money, and angels who have some (G10)."""

import numpy as np
import pytest

from cluster_abm.agents.classes import FunderKind
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.luck import heir
from cluster_abm.submodels.capital.numbers import CapitalRules
from cluster_abm.submodels.capital.processes import have_ideas
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import spin_off
from cluster_abm.submodels.venture.numbers import VentureRules
from cluster_abm.submodels.venture.processes import back_firms
from tests.model.scenes import change, lived
from tests.worlds import DOLLAR, TinyWorld

CALM = EnterpriseRules(spin_off_hazard=0, setup_cost=30_000)
"""Nobody thinks of a firm anew."""
WEALTH = 1_200 * DOLLAR
"""A tenth of a year's pay."""
MARKET = VentureRules(junior_exchange=1000, largest_share=0.9, search_months=1)
TICKET = 40_000 * DOLLAR


def planning(n: int, angel: int = 0) -> TinyWorld:
    """Engineers who would found a firm with little money, and an angel with some."""
    world = TinyWorld()
    world.add_firms(1)
    people = world.add_people(n, employer=np.zeros(n, np.int64), experience=12)
    births = heir(world.workforce.birth[people], "spin-off", 0, np.zeros(n))
    world.plans.admit(births, person=people, wealth=float(WEALTH))
    row = world.add_funder(sort=FunderKind.ANGELS)
    world.funders.data["cash"][row] = angel
    world.enter_month(0)
    return world


def month(world: TinyWorld, number: int) -> None:
    world.enter_month(number)
    world.run(have_ideas, CapitalRules())
    world.run(back_firms, MARKET)
    world.run(spin_off, CALM)


def test_g10_who_lacks_the_money_makes_a_plan_and_no_firm() -> None:
    """Of 400 engineers with a year's savings some think of a firm; none has the money."""
    world = TinyWorld()
    world.add_firms(1)
    world.add_people(400, employer=np.zeros(400, np.int64), experience=12)
    rules = EnterpriseRules(spin_off_hazard=0.01, founder_experience=0, setup_cost=30_000)
    world.run(spin_off, rules)

    assert len(world.firms) == 1
    assert 0 < len(world.plans) < 20
    assert world.plans.wealth[0] == WEALTH
    assert (world.workforce.employer == 0).all()


def test_g10_the_same_people_found_firms_where_that_costs_less() -> None:
    world = TinyWorld()
    world.add_firms(1)
    world.add_people(400, employer=np.zeros(400, np.int64), experience=12)
    rules = EnterpriseRules(spin_off_hazard=0.01, founder_experience=0, setup_cost=1_000)
    world.run(spin_off, rules)

    assert len(world.firms) > 1
    assert len(world.plans) == 0


def test_g10_without_angels_a_plan_stays_a_plan() -> None:
    world = planning(3)
    for number in range(3):
        month(world, number)

    assert len(world.firms) == 1
    assert len(world.plans) == 3


def test_g10_an_angel_closes_the_gap_and_owns_a_part_of_the_firm() -> None:
    world = planning(1, angel=TICKET)
    birth = world.plans.birth[0]

    month(world, 1)

    assert len(world.firms) == 2
    assert len(world.plans) == 0
    assert world.firms.birth[1] == birth
    assert world.ledger.flows[Why.EQUITY, Sector.FUNDERS, Sector.FIRMS] == TICKET
    assert world.firms.cash[1] == TICKET + WEALTH
    assert world.stakes.firm.tolist() == [1]
    assert world.flows.seeded[0] == 1
    assert not world.ledger.residual().any()


def test_g10_the_firm_has_the_idea_that_the_angel_saw() -> None:
    world = planning(1, angel=TICKET)
    world.enter_month(1)
    world.run(have_ideas, CapitalRules(value_of_skill=0))
    seen = world.plans.idea[0]
    world.run(back_firms, MARKET)
    world.run(spin_off, CALM)
    world.run(have_ideas, CapitalRules(value_of_skill=0))

    assert world.firms.idea[1] == pytest.approx(seen)


def test_g10_the_seed_gap_binds_and_angels_loosen_it_as_far_as_their_money_goes() -> None:
    founded = []
    for tickets in (0, 2, 10):
        world = planning(5, angel=tickets * TICKET)
        for number in range(8):
            month(world, number)
        founded.append(len(world.firms) - 1)

    assert founded == [0, 2, 5]


def test_a_plan_without_money_is_given_up_after_a_year() -> None:
    world = planning(1)
    world.enter_month(13)
    world.run(spin_off, CALM)

    assert len(world.plans) == 0


def test_who_lost_the_job_keeps_the_plan_and_takes_no_money_for_it() -> None:
    world = planning(1, angel=TICKET)
    world.workforce.employer[:] = -1
    world.firms.staff[:] = 0
    month(world, 1)

    assert len(world.firms) == 1
    assert world.ledger.paid(Why.EQUITY) == 0
    assert world.funders.cash[0] == TICKET


def test_a_plan_goes_with_the_person() -> None:
    world = planning(2)
    world.workforce.close(np.array([True, False]))

    assert world.plans.person.tolist() == [0]


def test_angels_seed_foundings_in_the_country_and_without_them_none_is_seeded() -> None:
    usual = lived(60)
    none = lived(60, change("venture_money", 0.0), numbers={"angel_ticket": 1e7})

    assert usual.series["angel_deals"].sum() > 0
    assert none.series["angel_deals"].sum() == none.series["seeded_foundings"].sum() == 0
