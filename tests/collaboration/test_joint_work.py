"""Joint work: when it begins, what makes it succeed, and what comes of it (E12)."""

import numpy as np
import pytest

from cluster_abm.agents.classes import Kind, Project, Stage, Work
from cluster_abm.agents.firms import SME
from cluster_abm.core.actor import each
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.collaboration.numbers import CollaborationRules
from cluster_abm.submodels.collaboration.processes import take_hours, work_together
from tests.collaboration.scenes import (
    EAGER,
    HONEST,
    QUIET,
    RULES,
    SURE,
    VAIN,
    ally,
    at_the_end,
    live,
    partners,
    tie,
)
from tests.worlds import DOLLAR, TinyWorld

OWN = Work.OWN_WORK


def begun(world: TinyWorld, rules: CollaborationRules = EAGER) -> int:
    """Projects that begin in a month."""
    world.run(work_together, rules)
    return int(world.flows.joint_begun.sum())


# When it begins


def test_m126_partners_who_trust_each_other_begin_and_others_do_not() -> None:
    close, far = partners(), partners()
    tie(close, trust=0.8)
    tie(far, trust=0.1)

    assert (begun(close), begun(far)) == (1, 0)


def test_without_a_tie_nothing_begins() -> None:
    assert begun(partners()) == 0


def test_without_money_nothing_begins() -> None:
    world = partners(cash=0, labour_cost=1)
    ally(world)

    assert begun(world) == 0


def test_m144_where_it_costs_too_much_nothing_begins() -> None:
    world = partners()
    ally(world)

    assert begun(world, EAGER.but(joint_cost=[0, 1e6, 1e6])) == 0


def test_what_serves_one_of_both_alone_does_not_begin() -> None:
    world = partners(orders=[1e7 * DOLLAR, 1.0])
    ally(world)

    assert begun(world) == 0


def test_m133_a_large_partner_frightens_a_small_firm_and_the_law_calms_it() -> None:
    def with_a_giant(law: float, fear: float) -> int:
        world = partners()
        world.add_people(400, employer=1)
        world.government.ip_protection = law
        tie(world, trust=0.5)
        return begun(world, EAGER.but(fear_of_size=fear))

    assert with_a_giant(law=0.0, fear=0.5) == 0
    assert with_a_giant(law=0.9, fear=0.5) == 1
    assert with_a_giant(law=0.0, fear=0.0) == 1


def test_m135_the_easy_comes_before_the_hard() -> None:
    """Strangers bid together; allies, whose own work is worth it, do research."""
    kinds = []
    for stage in (Stage.ACQUAINTANCE, Stage.TRIAL, Stage.ALLIANCE):
        world = partners(own_orders=1e6 * DOLLAR)
        tie(world, stage=stage)
        world.run(work_together, EAGER)
        kinds.append(world.ties.project[0])

    assert kinds == [Project.BID, Project.BID, Project.RESEARCH]


def test_allies_without_own_work_bid_together() -> None:
    world = partners(own_orders=0.0)
    ally(world)
    world.run(work_together, EAGER)

    assert world.ties.project[0] == Project.BID


def test_a_firm_runs_no_more_projects_than_its_staff_can() -> None:
    """Twenty staff run three at a time."""
    world = partners(6)
    for other in range(1, 6):
        ally(world, other=other)

    assert begun(world) == 3


def test_a_class_of_firm_may_refuse_all_partners() -> None:
    class Loner(SME):
        @each
        def room_for_partners(self, rules: CollaborationRules) -> int:
            """Never take anybody on."""
            return 0

    world = partners(1)
    world.add_firms(1, cls=Loner, cash=1e8, orders=1e7, unit_cost=0.8, craft=world.firms.craft)
    ally(world)

    assert begun(world) == 0


# What it costs


def test_m144_both_pay_before_it_begins_and_give_their_time_while_it_lasts() -> None:
    world = partners()
    ally(world)
    before = world.firms.cash.copy()

    live(world, EAGER)

    paid = EAGER.joint_cost[Project.BID] * DOLLAR
    assert (before - world.firms.cash).tolist() == [paid, paid]
    assert world.firms.hours_away.tolist() == [20, 20]
    world.run(take_hours, EAGER)
    lost = 20 / (20 * EAGER.working_hours)
    assert world.firms.capacity == pytest.approx(1e7 * (1 - lost))
    assert world.firms.hours_away.tolist() == [0, 0]


def test_hours_given_are_hours_taken() -> None:
    world = partners(4)
    given = taken = 0
    for other in (1, 2, 3):
        ally(world, other=other)
    for _ in range(12):
        world.run(take_hours, RULES)
        taken += int(world.flows.hours_taken[0])
        world.run(work_together, EAGER)
        given += int(world.flows.hours_given[0])
        world.enter_month(world.world.month + 1)

    assert given > 0
    assert given == taken + int(world.firms.hours_away.sum())


def test_failure_loses_the_money_and_gains_nothing() -> None:
    world = partners()
    ally(world, trust=0.9)
    before = world.firms.cash.sum()

    world.run(work_together, EAGER)
    world.ties.left = 0
    world.enter_month(1)
    world.run(work_together, VAIN)

    assert before - world.firms.cash.sum() == 2 * EAGER.joint_cost[Project.BID] * DOLLAR
    assert world.flows.joint_ended.sum() == 1
    assert world.flows.joint_success.sum() == 0
    assert not world.firms.known.any()


def test_what_is_paid_has_two_sides() -> None:
    world = partners()
    ally(world)
    world.run(work_together, EAGER)

    paid = world.ledger.flows[Why.JOINT_WORK, Sector.FIRMS, Sector.ECONOMY]
    assert paid == 2 * EAGER.joint_cost[Project.BID] * DOLLAR
    assert not world.ledger.residual().any()


# Success


def successes(n: int = 400, rules: CollaborationRules = QUIET, **columns: object) -> float:
    """Share of successes among many pairs whose joint bid ends this month."""
    trust = columns.pop("trust", 0.5)
    world = partners(2 * n, **columns)
    for pair in range(n):
        tie(world, 2 * pair, 2 * pair + 1, **at_the_end(Project.BID, trust=float(trust)))  # type: ignore[arg-type]
    world.run(work_together, rules)
    return float(world.flows.joint_success.sum()) / n


def test_m126_trust_makes_joint_work_succeed_and_without_its_weight_it_does_not() -> None:
    deaf = QUIET.but(success_of_trust=0.0)

    assert successes(trust=0.9) > successes(trust=0.1) + 0.2
    assert successes(trust=0.9, rules=deaf) == successes(trust=0.1, rules=deaf)


def test_m127_absorption_makes_joint_work_succeed_and_without_its_weight_it_does_not() -> None:
    deaf = QUIET.but(success_of_absorption=0.0)

    assert successes(absorption=0.9) > successes(absorption=0.1) + 0.2
    assert successes(absorption=0.9, rules=deaf) == successes(absorption=0.1, rules=deaf)


def test_m145_complementary_partners_succeed_more_often_than_twins() -> None:
    twins = np.ones((800, 9))
    deaf = QUIET.but(success_of_fit=0.0)

    assert successes() > successes(craft=twins) + 0.2
    assert successes(rules=deaf) == successes(craft=twins, rules=deaf)


def test_m141_a_joint_bid_gives_both_standing_with_buyers_which_fades() -> None:
    world = partners()
    tie(world, **at_the_end(Project.BID))

    world.run(work_together, SURE.but(opportunity=0.0, **HONEST))
    assert world.firms.known.tolist() == [RULES.standing_by_bid] * 2

    world.enter_month(1)
    world.run(work_together, QUIET)
    assert world.firms.known == pytest.approx(RULES.standing_by_bid * (1 - RULES.standing_fade))


def test_m94_joint_research_improves_one_line_of_own_work_of_both() -> None:
    world = partners(own_contracts=[1, 4])
    tie(world, **at_the_end(Project.RESEARCH))

    world.run(work_together, SURE.but(opportunity=0.0, **HONEST))

    gain = np.log(world.firms.quality[:, OWN])
    assert gain == pytest.approx([RULES.joint_step, RULES.joint_step / 4])
    assert (world.firms.quality[:, Work.INTEGRATION] == 1).all()


def test_m138_who_is_behind_learns_from_the_partner_and_who_is_ahead_does_not() -> None:
    world = partners()
    world.firms.quality[:, OWN] = [1.0, np.e]
    tie(world, **at_the_end(Project.RESEARCH))

    world.run(work_together, SURE.but(opportunity=0.0, joint_step=0.0, **HONEST))

    gain = np.log(world.firms.quality[:, OWN])
    assert gain == pytest.approx([RULES.learned_part, 1.0])


def test_m94_with_every_effect_at_nought_joint_work_changes_neither_quality_nor_standing() -> None:
    nothing = SURE.but(opportunity=0.0, joint_step=0.0, learned_part=0.0, standing_by_bid=0.0)
    for kind in (Project.BID, Project.RESEARCH):
        world = partners()
        world.firms.quality[:, OWN] = [1.0, 2.0]
        tie(world, **at_the_end(kind))

        world.run(work_together, nothing)

        assert world.firms.quality[:, OWN].tolist() == [1.0, 2.0]
        assert not world.firms.known.any()


def test_multinationals_may_be_partners_and_contact_centres_are_not() -> None:
    found = []
    for sort in (Kind.MNC, Kind.CONTACT_CENTRE):
        world = partners(sort=[Kind.SME, sort])
        ally(world)
        found.append(begun(world))

    assert found == [1, 0]


def test_the_luck_of_a_pair_does_not_depend_on_who_else_is_there() -> None:
    few, many = partners(2), partners(9)
    for world in (few, many):
        tie(world, **at_the_end(Project.BID))
        for other in range(2, len(world.firms)):
            tie(world, 1, other, **at_the_end(Project.BID))
        world.run(work_together, QUIET)

    assert few.ties.trust[0] == many.ties.trust[0]
