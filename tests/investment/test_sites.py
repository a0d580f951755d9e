"""Parents that compare sites: wages, people, luck, retreat."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import Kind, Line, Segment, Skill
from cluster_abm.agents.firms import MNC, Firms
from cluster_abm.agents.world import Seen
from cluster_abm.core.actor import each
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.rules import Rules
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import buy_inputs
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import close_insolvent
from cluster_abm.submodels.governance.numbers import GovernanceRules
from cluster_abm.submodels.governance.processes import tax
from cluster_abm.submodels.investment.numbers import InvestmentRules
from cluster_abm.submodels.labour.decisions import plan_staff
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.production.processes import reckon_staff
from tests.investment.scenes import CONTACT, STILL, SUPPORT, SiteWorld
from tests.worlds import DOLLAR

TIMID = STILL.but(site_elasticity=0.0)
"""Parents that do not compare sites."""


def resting(**posts: float) -> SiteWorld:
    """A world with one site that rests."""
    world = SiteWorld()
    world.add_sites(1, **(posts or {"contact": 100.0}))
    world.rest()
    return world


def plan_after(world: SiteWorld, rules: InvestmentRules = STILL, reviews: int = 8) -> float:
    for _ in range(reviews):
        world.review(rules)
    return float(world.firms.plan.sum())


# Value


def test_where_nothing_moves_no_post_moves() -> None:
    """Null world: no growth, no luck, the same pay and the same people."""
    assert plan_after(resting(contact=100.0, support=50.0)) == pytest.approx(150.0, abs=1e-9)


def dearer(world: SiteWorld) -> None:
    world.firms.offer = world.firms.offer * 1.2


def scarcer(world: SiteWorld) -> None:
    world.world.seen[Seen.FILLED] /= 3


def restless(world: SiteWorld) -> None:
    world.world.seen[Seen.LEFT] *= 2


def taxed(world: SiteWorld) -> None:
    world.add_people(10, employer=0)
    world.firms.tax_paid = 10 * 300 * DOLLAR


@pytest.mark.parametrize("turn", [dearer, scarcer, restless, taxed])
def test_m02_m03_m04_pay_scarcity_turnover_and_tax_move_posts_away(turn) -> None:  # type: ignore[no-untyped-def]
    """M02, M03, M04: the three corners of the triangle, and what a parent pays to the state."""
    world = resting()
    turn(world)

    assert plan_after(world) < 99


@pytest.mark.parametrize("turn", [dearer, scarcer, restless, taxed])
def test_m02_m03_m04_parents_that_do_not_compare_move_nothing(turn) -> None:  # type: ignore[no-untyped-def]
    """The carrier cut: without elasticity the same causes have no effect."""
    world = resting()
    world.rest(TIMID)
    turn(world)

    assert plan_after(world, TIMID) == pytest.approx(100.0, abs=1e-9)


def test_m03_better_work_brings_posts() -> None:
    """M03: quality over cost."""
    world = resting()
    world.add_people(10, employer=0, ability=1.3)

    assert plan_after(world) > 101


def test_dearer_rivals_send_their_posts_here() -> None:
    """A95."""
    world = resting()

    assert plan_after(world, STILL.but(rivals_pay_growth=0.05)) > 101


def test_m41_rivals_that_match_an_incentive_take_its_effect_away() -> None:
    """M41: incentives relative to rivals, and a reaction of 1 is all of it."""
    answers = []
    for reaction in (0.0, 1.0):
        world = resting()
        world.add_people(10, employer=0)
        world.firms.tax_paid = 10 * 100 * DOLLAR
        world.rest()
        world.firms.tax_paid = world.firms.tax_waived = 10 * 50 * DOLLAR
        for _ in range(8):
            world.review(STILL.but(rivals_reaction=reaction))
        answers.append(float(world.firms.plan.sum()))

    assert answers[0] > 101
    assert answers[1] < answers[0] - 0.5 * (answers[0] - 100)


def test_parents_grow_with_the_market_and_beyond_it() -> None:
    world, faster = resting(), resting()
    for one in (world, faster):
        one.world.market = 1.1

    at_trend = plan_after(world, STILL.but(site_speed=1.0), 4)
    beyond = plan_after(faster, STILL.but(site_speed=1.0, parents_growth=0.1), 4)

    assert at_trend == pytest.approx(110.0)
    assert beyond == pytest.approx(121.0)


def test_the_luck_of_one_more_parent_leaves_that_of_the_others() -> None:
    """A minimally different world."""
    rules = InvestmentRules()
    one, two = SiteWorld(), SiteWorld()
    one.add_sites(2, contact=100.0)
    two.add_sites(3, contact=100.0)

    for world in (one, two):
        world.review(rules)

    assert one.firms.parent_shock.any()
    assert two.firms.parent_shock[:2].tolist() == one.firms.parent_shock.tolist()


def test_local_firms_have_no_plan() -> None:
    world = SiteWorld()
    world.add_firms(1, sort=Kind.SME)
    world.add_sites(1, contact=100.0)
    world.rest()
    world.review()

    assert not world.firms.plan[0].any()
    assert world.firms.plan[1, CONTACT] == pytest.approx(100.0)


class LoyalMNC(MNC):
    """A parent that stays as it is, whatever happens."""

    @each
    def plan_site(self, rules: Rules, wanted: object) -> object:
        return self.plan


def test_a_class_of_multinational_may_plan_its_own_way() -> None:
    world = SiteWorld()
    world.add_sites(1, contact=100.0)
    world.add_firms(1, cls=LoyalMNC, sort=Kind.MNC, **{
        c: getattr(world.firms, c)[0] for c in ("plan", "agreed", "parent_posts", "line_share")
    })  # fmt: skip
    world.rest()
    dearer(world)
    plan_after(world)

    assert world.firms.plan[0, CONTACT] < 99
    assert world.firms.plan[1, CONTACT] == 100.0


# Posts


def test_the_plan_of_a_parent_is_what_the_labour_market_sees() -> None:
    """E6: lines of work become posts of the skills that they take."""
    world = resting(contact=60.0, engineering=40.0)
    world.firms.offer = ProductionRules().start_pay * DOLLAR
    world.run(reckon_staff, ProductionRules())
    wanted = plan_staff(world.firms, LabourRules())[0] * world.firms.recipe[0]

    assert wanted.sum() == pytest.approx(100.0)
    assert wanted[Skill.FRONT_LINE] == pytest.approx(0.93 * 60)
    assert wanted[Skill.ENGINEER] == pytest.approx(0.759 * 40)


def test_a_line_that_closes_takes_its_skills_with_it() -> None:
    world = resting(contact=60.0, engineering=40.0)
    world.firms.parent_posts[0, Line.ENGINEERING] = 0.0
    for _ in range(4):
        world.review()
    world.run(reckon_staff, ProductionRules())

    assert world.firms.plan[0, Line.ENGINEERING] == 0.0
    assert world.firms.recipe[0, Skill.ENGINEER] < 0.05


# Retreat


def test_one_line_closes_and_the_others_stay() -> None:
    """C28: a part of the posts is planned anew in the parent's other line."""
    world = resting(contact=100.0, support=100.0)
    world.firms.parent_posts[0, CONTACT] *= 0.3
    closed = 0
    for _ in range(4):
        world.review(STILL.but(reinvested=0.5, site_speed=0.1))
        closed += int(world.flows.lines_closed[CONTACT])

    assert closed == 1
    assert world.firms.plan[0, CONTACT] == world.firms.parent_posts[0, CONTACT] == 0.0
    assert world.firms.agreed[0, SUPPORT] > 130
    assert world.firms.plan[0, SUPPORT] >= 100
    assert world.flows.lines_closed[SUPPORT] == 0


def test_a_parent_that_never_retreats_keeps_all_lines() -> None:
    """The carrier cut."""
    world = resting(contact=100.0, support=100.0)
    world.firms.parent_posts[0, CONTACT] *= 0.3
    for _ in range(8):
        world.review(STILL.but(retreat_below=0.0))

    assert world.firms.plan[0, CONTACT] > 0
    assert world.firms.agreed[0].tolist() == [100.0, 100.0, 0.0, 0.0, 0.0]


def test_a_site_without_lines_and_staff_closes() -> None:
    world = resting()
    world.add_customers()
    world.run(close_insolvent, EnterpriseRules())
    assert len(world.firms) == 1

    world.enter_month(4)
    world.firms.plan = 0.0
    world.run(close_insolvent, EnterpriseRules())

    assert len(world.firms) == 0
    assert world.flows.deaths[Kind.MNC] == 1


# Payments


def test_affiliates_buy_more_here_when_parents_send_more_work() -> None:
    """Local purchases of multinationals grow with their work, and nobody else's budget moves."""
    world = resting()
    world.add_customers(budget=1000.0)
    world.firms.parent_posts *= 2
    world.review(STILL.but(site_speed=0.5))

    budget = dict(zip(world.customers.segment.tolist(), world.customers.budget, strict=True))
    assert budget[Segment.AFFILIATES] == pytest.approx(1500.0)
    assert budget[Segment.BANKING] == 1000.0


def test_m48_energy_and_data_are_paid_and_count_as_cost_of_the_site() -> None:
    """G17, M48."""
    plans = []
    for price in (69.0, 300.0):
        world = resting()
        world.add_people(10, employer=0)
        world.rest()
        world.enter_month(world.world.month)
        world.run(buy_inputs, DemandRules(energy_and_data=price))
        paid = world.ledger.flows[Why.ENERGY_AND_DATA, Sector.FIRMS, Sector.ECONOMY]
        assert paid == world.firms.energy.sum() == 10 * price * DOLLAR
        plans.append(plan_after(world))

    assert plans[1] < plans[0] < 100


def earns(firms: Firms) -> None:
    firms.earnings = 1000.0 * DOLLAR


def test_tax_waived_is_counted_as_forgone() -> None:
    """G15, K28: at the rate of 2009, and for multinationals alone."""
    world = SiteWorld()
    world.add_firms(1, sort=Kind.SME)
    world.add_sites(1, contact=100.0)
    earns(world.firms)
    world.review(STILL.but(investor_tax_relief=0.5), months=0)
    world.run(tax, GovernanceRules())

    owed = 300 * DOLLAR
    assert world.firms.tax_paid.tolist() == [owed, owed // 2]
    assert world.firms.tax_waived.tolist() == [0, owed // 2]
    assert world.flows.tax_forgone[0] == world.flows.forgone_to_parents[0] == owed // 2
    assert world.ledger.paid(Why.PROFIT_TAX) == owed + owed // 2


def test_without_relief_nothing_is_waived() -> None:
    world = SiteWorld()
    world.add_sites(1, contact=100.0)
    earns(world.firms)
    world.review(months=0)
    world.run(tax, GovernanceRules())

    assert world.flows.forgone_to_parents[0] == 0
    assert np.array_equal(world.firms.tax_paid, [300 * DOLLAR])
