"""Training at parents' sites, and what it is worth to those who leave."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import InvestorCare, Kind, Reason
from cluster_abm.agents.world import Seen
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.investment.processes import court_investors
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import learn, pay_wages
from tests.investment.scenes import STILL, SiteWorld
from tests.worlds import DOLLAR

KEEN = STILL.but(parents_training=0.10)


def school(leaving: float = 0.0) -> SiteWorld:
    """A site with ten of the staff, and a local firm with as many."""
    world = SiteWorld()
    world.add_sites(1, staff=10, support=10.0)
    world.add_firms(1, sort=Kind.SME)
    world.add_people(10, employer=1)
    world.world.seen[Seen.LEFT] = leaving * world.world.seen[Seen.STAFF]
    return world


def taught(world: SiteWorld, rules=KEEN, months: int = 12) -> None:  # type: ignore[no-untyped-def]
    for _ in range(months):
        world.review(rules, months=1)
        world.run(learn, LabourRules())
        world.run(pay_wages, LabourRules())


def test_parents_train_their_own_staff_and_no_other() -> None:
    world = school()
    taught(world)
    ability = world.workforce.ability

    assert ability[:10] == pytest.approx(1 + 0.5 * 0.10, abs=0.01)
    assert ability[10:] == pytest.approx(1.0)


def test_m07_parents_that_lose_people_train_less() -> None:
    """M07."""
    calm, restless = school(0.0), school(0.1)
    for world in (calm, restless):
        taught(world, months=1)

    assert calm.firms.courses.tolist() == pytest.approx([0.10, 0.0])
    assert restless.firms.courses[0] == pytest.approx(0.10 / (1 + 0.1 * 24))


def test_m07_without_courses_nobody_pays_and_nobody_learns() -> None:
    """The carrier cut."""
    world = school()
    taught(world, STILL)

    assert (world.workforce.ability == 1.0).all()
    assert world.ledger.paid(Why.TRAINING) == 0


def test_a_subsidy_adds_courses_and_government_pays_its_part() -> None:
    """I22."""
    world = school()
    taught(world, STILL.but(training_subsidy=0.5, subsidy_response=0.08), months=1)

    bill = int(world.firms.bill[0])
    assert world.firms.courses[0] == pytest.approx(0.04)
    assert world.firms.course_bill.tolist() == [bill // 25, 0]
    world.enter_month(world.world.month + 1)
    world.add_customers()
    world.run(court_investors, STILL)

    refund = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.FIRMS]
    assert refund == world.flows.investor_cost[InvestorCare.COURSES] == bill // 50


def test_those_who_leave_take_more_along_than_their_courses_cost() -> None:
    """P03: what those who leave do elsewhere can exceed what their parent lost on them."""
    work = []
    for rules in (KEEN, STILL):
        world = school()
        taught(world, rules)
        leavers = np.arange(5)
        world.workforce.release(world.firms, world.flows, leavers, Reason.BETTER_JOB)
        world.workforce.hire(world.firms, leavers, np.ones(5, int), np.full(5, 1000 * DOLLAR))
        work.append(float(world.firms.ability[1].sum()))
    courses, pay_of_a_unit = 5 * 12 * 0.10 * 1000, 1000

    gain = (work[0] - work[1]) * pay_of_a_unit
    assert work[1] == pytest.approx(15.0)
    # within the three years that people stay in a job, and not within one
    assert 36 * gain > courses > 12 * gain > 0
