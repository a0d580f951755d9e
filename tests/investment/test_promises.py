"""Government that courts, promises, delivers; projects that choose, wait and open."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cluster_abm.agents.classes import InvestorCare, Kind, Segment, Skill, Support
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.policy import FOREVER
from cluster_abm.submodels.investment import equations, processes
from cluster_abm.submodels.investment.decisions import (
    Offer,
    look_at_sites,
    make_offer,
    promised_in_a_year,
    usual_site,
)
from cluster_abm.submodels.investment.numbers import InvestmentRules
from cluster_abm.submodels.investment.processes import court_investors, update_reputation
from tests.investment.scenes import CONTACT, STILL, SUPPORT, SiteWorld
from tests.worlds import DOLLAR

EAGER = STILL.but(projects_wave=1.0, project_lines=[1, 0, 0, 0, 0], project_spread=0.0)
"""Every project is a contact centre of 150 posts."""
GENEROUS = EAGER.but(promised_share=1.0)
"""Government promises people for every post that the market leaves open."""
PAID = GENEROUS.but(investor_seat_budget=50e6)
"""And has the seats."""


def courted(**columns: Any) -> SiteWorld:
    """A site, customers, and a hundred projects a year, all of which like the cluster."""
    world = SiteWorld(worth=columns.pop("worth", 1e-12))
    world.add_sites(1, staff=10, contact=100.0)
    world.add_customers(budget=1000.0)
    world.world.projects = 100.0
    return world


def live(world: SiteWorld, rules: InvestmentRules, months: int) -> None:
    for _ in range(months):
        world.enter_month(world.world.month + 1)
        world.run(court_investors, rules)
        world.run(update_reputation, rules.but(sight_memory=0.99))


def offer(
    world: SiteWorld, rules: InvestmentRules, posts: float = 150.0, outlives: float = 1.0
) -> tuple[float, float]:
    """Value of a site and people promised for a contact centre."""
    here = usual_site(world.firms, look_at_sites(world.firms, world.lines, world.world, rules))
    made = make_offer(
        CONTACT, posts, here, world.lines, world.government, world.world, outlives, rules
    )
    return made.value, float(made.people.sum())


def trusted(promised: float, delivered: float) -> SiteWorld:
    world = courted()
    world.government.promised, world.government.delivered = promised, delivered
    return world


# Promises as a weight


def test_without_promises_reputation_is_worth_nothing() -> None:
    """DC1: not a bonus."""
    good, bad = (offer(trusted(100.0, d), EAGER) for d in (100.0, 0.0))

    assert good == bad
    assert good[1] == 0.0


def test_m37_broken_promises_leave_what_the_market_gives() -> None:
    """M37."""
    nothing = offer(courted(), EAGER)[0]

    assert offer(trusted(100.0, 0.0), GENEROUS)[0] == pytest.approx(nothing)
    assert offer(trusted(100.0, 50.0), GENEROUS)[0] > 1.005 * nothing


def test_a_promise_that_no_election_outlives_is_worth_nothing() -> None:
    """E13."""
    world = trusted(100.0, 100.0)

    assert offer(world, GENEROUS, outlives=0.0) == pytest.approx(
        (offer(world, EAGER)[0], offer(world, GENEROUS)[1])
    )


def test_a_project_is_promised_the_people_that_the_market_would_leave_out() -> None:
    world = courted()

    small, large = offer(world, GENEROUS, 50.0)[1], offer(world, GENEROUS, 150.0)[1]

    assert 0 < small < large / 3 < 50


def test_m05_a_larger_project_sees_less_value_in_the_same_market() -> None:
    """M05."""
    world = courted()

    assert offer(world, EAGER, 500.0)[0] < offer(world, EAGER, 50.0)[0]


# Delivery


def test_promises_fall_due_after_their_term_and_are_kept_with_seats() -> None:
    """I32: all who are due come, and reputation rises."""
    world = trusted(200.0, 100.0)
    live(world, PAID.but(promise_term=12), 1)
    promised = float(world.flows.people_promised[0])
    due = come = 0.0
    for _ in range(12):
        live(world, PAID.but(projects_wave=0.0), 1)
        due += float(world.flows.people_due[0])
        come += float(world.flows.people_delivered[0])

    assert promised > 10
    assert due == come == pytest.approx(promised, abs=len(Skill))
    assert world.government.reputation > 0.5


def test_without_seats_nobody_comes_and_reputation_falls() -> None:
    world = trusted(200.0, 100.0)
    live(world, GENEROUS.but(promise_term=12), 14)

    assert len(world.workforce) == 10
    assert world.government.reputation < 0.5


def test_where_all_is_kept_reputation_stays_at_one() -> None:
    """With delivered = promised nothing moves."""
    world = trusted(200.0, 200.0)
    world.world.projects = 5.0
    live(world, PAID.but(promise_term=12), 24)

    assert len(world.workforce) > 20
    assert world.government.reputation == pytest.approx(1.0, abs=1e-12)


def test_m36_nobody_can_be_trained_whom_other_sectors_do_not_have() -> None:
    """M36: promises outrun capacity, whatever the budget."""
    world = trusted(200.0, 200.0)
    world.world.reservoir[:, 0] = 3
    live(world, PAID.but(promise_term=12), 24)

    assert world.world.reservoir[:, 0].min() == 0
    assert world.government.reputation < 0.9


def test_trained_people_come_from_other_sectors_and_are_paid_for() -> None:
    world = courted()
    promises = np.zeros((48, len(Skill)))
    promises[0, Skill.FRONT_LINE] = 7.0
    world.government.promises = promises
    before = world.world.reservoir.copy()
    live(world, PAID.but(projects_wave=0.0), 1)

    newcomers = np.flatnonzero(world.workforce.employer < 0)
    assert len(newcomers) == 7
    assert world.workforce.english[newcomers].all()
    assert (before - world.world.reservoir).sum() == 7
    cost = 7 * 1_500 * DOLLAR
    assert world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.ECONOMY] == cost
    assert world.flows.investor_cost[InvestorCare.SEATS] == cost


# Metering


def test_no_more_is_promised_in_a_year_than_the_cap() -> None:
    """P09, I32: the sum over any twelve months."""
    rules = GENEROUS.but(promise_cap=40.0)
    world, made = courted(), []
    for _ in range(36):
        live(world, rules, 1)
        made.append(float(world.flows.people_promised[0]))
        assert promised_in_a_year(world.government, rules) <= 40 + 1e-9

    sums = np.convolve(made, np.ones(12), "valid")
    assert sums.max() <= 40 + 1e-9
    assert sums.max() > 39


def test_a_cap_of_nought_promises_nothing_and_sees_the_market_only() -> None:
    world = trusted(100.0, 100.0)

    assert offer(world, GENEROUS.but(promise_cap=0.0)) == offer(world, EAGER)


# Courting


def test_m43_courting_brings_projects_and_is_paid() -> None:
    """I38, M43."""
    quiet, loud = courted(), courted()
    leads = []
    for world, budget in ((quiet, 0.0), (loud, 12e6)):
        count = 0
        for _ in range(12):
            live(world, EAGER.but(courting_budget=budget), 1)
            count += int(world.flows.leads.sum())
        leads.append(count)

    assert leads[1] > leads[0] + 10
    assert quiet.flows.investor_cost[InvestorCare.COURTING] == 0
    paid = loud.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.ECONOMY]
    assert paid == loud.flows.investor_cost[InvestorCare.COURTING] == 1_000_000 * DOLLAR


def test_m43_courting_has_falling_returns_and_a_limit() -> None:
    """I38."""
    none, some, twice, all_ = (
        equations.projects_courted(budget, cost=250_000.0, most=40.0)
        for budget in (0.0, 5e6, 10e6, 1e12)
    )

    assert none == 0
    assert some < twice < 2 * some
    assert all_ == pytest.approx(40.0, rel=1e-3)


def test_courting_leaves_the_luck_of_other_projects() -> None:
    """A minimally different world: the first projects of a month are the same."""
    births = []
    for budget in (0.0, 30e6):
        world = courted()
        live(world, STILL.but(courting_budget=budget), 1)
        births.append((world.projects.birth.tolist(), world.projects.posts.tolist()))

    few, many = births
    assert 0 < len(few[0]) < len(many[0])
    assert many[0][: len(few[0])] == few[0]
    # one more project may find the posts of the one before
    assert many[1][: len(few[1])] == few[1]


def test_a_filter_keeps_contact_centres_out_and_nobody_else() -> None:
    """I35, P03."""
    free, filtered = courted(), courted()
    live(free, STILL, 6)
    live(filtered, STILL.but(contact_admission=0.0), 6)

    others = free.projects.line != CONTACT
    assert (~others).any()
    assert others.any()
    assert filtered.projects.birth.tolist() == free.projects.birth[others].tolist()


def test_a_project_goes_where_value_is_best() -> None:
    """E6: against rivals worth a thousand times as much hardly any comes."""
    world = courted(worth=1.0)
    live(world, EAGER, 12)

    assert world.flows.leads.sum() > 0
    assert len(world.projects) == 0


# Opening


def announced(rules: InvestmentRules) -> SiteWorld:
    world = courted()
    world.projects.admit(
        np.array([5], np.uint64), line=SUPPORT, posts=80.0, parent_posts=400.0, waits=2.0
    )
    world.world.projects = 0.0
    live(world, rules, 2)
    return world


def test_a_site_opens_when_its_time_has_come() -> None:
    world = announced(EAGER)
    assert len(world.firms) == 1

    live(world, EAGER, 1)

    new = world.firms.members[1]
    assert new.sort == Kind.MNC
    assert new.licensed
    assert new.plan.tolist() == [0, 24, 0, 0, 0]
    assert new.agreed[SUPPORT] == 80
    assert len(world.projects) == 0
    assert world.flows.opened[SUPPORT] == 1


def test_a_new_site_brings_money_from_its_parent() -> None:
    world = announced(EAGER)
    live(world, EAGER, 1)

    capital = world.ledger.flows[Why.FOUNDING_CAPITAL, Sector.ABROAD, Sector.FIRMS]
    assert capital == world.firms.members[1].cash == 3 * 24 * 2_189 * DOLLAR
    assert not world.ledger.residual().any()


def test_a_new_site_buys_from_local_vendors() -> None:
    """Local purchases grow with the work of multinationals."""
    world = announced(EAGER)
    live(world, EAGER, 1)

    budget = world.customers.budget[world.customers.segment == Segment.AFFILIATES]
    assert budget == pytest.approx(1000 * (1 + 24 * 2_189 / (100 * 1_089)))


def test_m39_a_single_window_opens_sites_sooner_and_costs_money() -> None:
    """M39, I34."""
    waits = []
    for budget in (0.0, 500_000.0):
        world = courted()
        live(world, EAGER.but(one_window_budget=budget), 1)
        waits.append(float(world.projects.waits[0]))
        spent = world.flows.investor_cost[InvestorCare.ONE_WINDOW]
        assert spent == pytest.approx(budget * DOLLAR / 12, abs=1)

    assert waits[0] == pytest.approx(2 * waits[1], abs=1.0)


def test_in_january_nothing_has_happened_yet() -> None:
    world = courted()
    world.enter_month(0)
    world.run(court_investors, EAGER)

    assert world.flows.leads.sum() == 0


@pytest.mark.parametrize(("lasts", "outlives"), [(0.0, 0.25), (1.0, 1.0)])
def test_parents_see_that_an_election_may_end_a_promise(
    lasts: float, outlives: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """E13, G20: with three chances in four of another party in office before it is due."""
    seen: list[float] = []

    def listening(*given: Any) -> Offer:
        seen.append(given[6])
        return make_offer(*given)

    monkeypatch.setattr(processes, "make_offer", listening)
    world = courted()
    world.programmes.admit(
        np.array([1], np.uint64), first=0, until=FOREVER, lost=FOREVER, lasts=lasts,
        supports=[support == Support.SITES for support in Support],
    )  # fmt: skip
    world.government.handover, world.government.turnover_next = 6, 0.75
    world.government.turnover = 0.75
    live(world, GENEROUS, 1)

    assert seen
    assert set(seen) == {outlives}
