"""The facilitator: what its money buys, and what it cannot buy (E12, A58)."""

import numpy as np
import pytest

from cluster_abm.agents.classes import Project, Task
from cluster_abm.agents.firms import SME
from cluster_abm.core.actor import each
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.schedule import without
from cluster_abm.lab.inference.value import COSTS
from cluster_abm.submodels.capital.numbers import CapitalRules
from cluster_abm.submodels.capital.processes import call_for_proposals
from cluster_abm.submodels.collaboration.processes import meet, take_hours, work_together
from cluster_abm.submodels.facilitation import processes as facilitation
from cluster_abm.submodels.facilitation.numbers import FacilitationRules
from cluster_abm.submodels.facilitation.processes import convene
from tests.capital.test_grants import KEEN, programme
from tests.collaboration.scenes import EAGER, QUIET, SURE, ally, at_the_end, partners, tie
from tests.model.scenes import MONTH, change, fingerprint, lived, restored
from tests.worlds import DOLLAR, TinyWorld

RULES = FacilitationRules()
BUSY = RULES.but(facilitator_budget=1.2e6, setup_months=0)
"""US$ 100,000 a month, and no time lost before it works."""
FUNDED = BUSY.but(money_an_hour=1e9, may_carry_over=100.0)
"""The same where a few hours of members keep all of it busy, and nothing is given back."""
TASKS = ("introductions", "projects", "mentors", "forums", "advocacy")


def only(task: str, **numbers: float) -> FacilitationRules:
    """All effort on one task."""
    effort = {f"effort_on_{one}": float(one == task) for one in TASKS}
    return FUNDED.but(facilitator_overhead=0.0, **(effort | numbers))


class Joiner(SME):
    """A firm that is a member whatever it hopes for."""

    @each
    def join_facilitator(self, rules: FacilitationRules, benefit: float) -> bool:
        """Always join."""
        return True


def club(n: int = 6, **columns: object) -> TinyWorld:
    """Some firms, all of them members."""
    return partners(n, cls=Joiner, member=True, **columns)


def convened(world: TinyWorld, rules: FacilitationRules, months: int = 1) -> TinyWorld:
    """Live some months of the facilitator."""
    for _ in range(months):
        world.enter_month(world.world.month + 1)
        world.run(convene, rules)
    return world


# Without money


def test_q78_in_2009_there_is_no_facilitator_and_bytes_are_the_same_as_without() -> None:
    with_, without_ = (
        restored(factor=0.1, month=month)
        for month in (MONTH, without(facilitation.convene, facilitation.chase_subsidies,
                                     month=MONTH))
    )  # fmt: skip
    with_.run_months(12)
    without_.run_months(12)

    assert fingerprint(with_) == fingerprint(without_)
    assert not with_.cfg.founded


def test_levers_of_a_facilitator_without_money_change_nothing() -> None:
    idle = change("effort_on_forums", 5.0) + change("member_dues", 0.0) + change("independence", 0)

    assert fingerprint(lived(6, idle, factor=0.1)) == fingerprint(lived(6, factor=0.1))


# Money


def test_i91_money_that_comes_in_is_spent_or_kept_whatever_it_is_spent_on() -> None:
    world = club(30)
    got = spent = 0
    for month in range(30):
        world.enter_month(month)
        for process, rules in ((take_hours, QUIET), (convene, FUNDED.but(setup_months=6)),
                               (meet, QUIET), (work_together, EAGER)):  # fmt: skip
            world.run(process, rules)
        got += int(world.flows.facilitator_got[0])
        spent += int(world.flows.facilitator_spent.sum())
        assert not world.ledger.residual().any()

    assert spent > 0
    assert got == spent + int(world.ledger.of(Sector.CFG).cash[0])


def test_i91_the_identities_hold_in_the_whole_model_until_the_money_ends() -> None:
    model = lived(40, change("facilitator_budget", 4e6, 3, until=24), factor=0.2, check=True)

    series = model.series
    assert series["facilitator_public"].iloc[3:24].tolist() == pytest.approx([4e6 / 12] * 21)
    assert (series["facilitator_public"].iloc[24:] == 0).all()
    parts = sum(series[cost] for cost in COSTS)
    assert parts.tolist() == pytest.approx(series["public_cost"].tolist())
    assert series["facilitation_paid"].iloc[24] < 0
    assert (series["facilitation_paid"].iloc[25:] == 0).all()
    assert not model.cfg.founded
    assert not model.firms.member.any()


def test_q77_while_it_is_set_up_it_costs_and_does_nothing() -> None:
    world = convened(club(), FUNDED.but(setup_months=7), 7)

    assert world.flows.facilitator_spent.sum() > 0
    assert world.cfg.introductions_made == world.cfg.seats_given == world.cfg.mentor_hours == 0
    assert not world.firms.hours_away.any()
    convened(world, FUNDED.but(setup_months=7))
    assert world.cfg.introductions_made > 0


def test_i122_what_is_to_be_matched_is_paid_as_far_as_members_pay() -> None:
    world = convened(club(6), FUNDED.but(private_match=0.5, member_dues=1200))

    flows = world.ledger.flows
    assert flows[Why.DUES].sum() == 6 * 100 * DOLLAR
    public = flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.CFG]
    assert public == (50_000 + 600) * DOLLAR


def strict(strictness: float, task: str) -> float:
    """Public money in the second year, relative to the first."""
    rules = only(task, funding_strictness=strictness)
    # twins in trade know each other already, so nothing comes of introductions
    world = club(3)
    for one, other in ((0, 1), (0, 2), (1, 2)):
        tie(world, one, other)
    convened(world, rules, 13)
    paid = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.CFG]
    return float(paid) / (100_000 * DOLLAR)


def test_i92_next_years_money_depends_on_milestones_if_the_law_is_strict() -> None:
    assert strict(0.0, "introductions") == 1
    assert strict(0.6, "introductions") == pytest.approx(0.4)
    assert strict(0.6, "advocacy") == 1


# What it buys


def test_activity_without_outcome_is_possible() -> None:
    """Twins are introduced to each other until all are known, and nothing comes of it."""
    world = club(8, craft=np.ones((8, 9)))
    introduced = 0
    for _ in range(24):
        convened(world, only("introductions"))
        introduced += int(world.flows.introductions[0])
        world.run(meet, QUIET)
        world.run(work_together, EAGER.but(success_base=-4.0))
        assert world.flows.joint_begun.sum() == 0

    assert introduced > 0
    assert len(world.ties) > 0
    assert not world.firms.known.any()


def test_m130_introductions_make_acquaintances_and_without_members_there_are_none() -> None:
    found = []
    for member in (True, False):
        world = convened(partners(8, member=member), only("introductions").but(hoped_worth=0.0))
        world.firms.member = member
        world.run(meet, QUIET)
        found.append(len(world.ties))

    assert found[0] > 0
    assert found[1] == 0


def all_but_one_known(n: int = 6) -> TinyWorld:
    """Members who all know each other, but for the first and the last."""
    world = club(n)
    for one in range(n):
        for other in range(one + 1, n):
            if (one, other) != (0, n - 1):
                tie(world, one, other)
    return world


def test_e12_it_introduces_strangers_only_and_pays_for_those_it_introduces() -> None:
    """Minimally different worlds: one pair of strangers, and none."""
    world = all_but_one_known()
    convened(world, only("introductions", pairs_known=100))
    price = RULES.introduction_hours * RULES.facilitator_hour * DOLLAR

    pairs = zip(world.introductions.one.tolist(), world.introductions.other.tolist(), strict=True)
    assert list(pairs) == [(0, 5)]
    assert world.flows.facilitator_spent[Task.INTRODUCTIONS] == price

    tie(world, 0, 5)
    convened(world, only("introductions", pairs_known=100))
    assert world.flows.facilitator_spent[Task.INTRODUCTIONS] == 0
    assert world.flows.introductions[0] == 0


def spent_for_members(world: TinyWorld, rules: FacilitationRules) -> float:
    """What it spends in a month beyond its own office, US$."""
    spent = convened(world, rules).flows.facilitator_spent
    return float(spent.sum() - spent[Task.OVERHEAD]) / DOLLAR


def test_m144_it_spends_no_more_than_members_hours_carry() -> None:
    """Six members give 96 hours; where any hour carries all money, it spends what it has."""
    mild = BUSY.but(effort_on_introductions=0.0, effort_on_projects=0.0, effort_on_forums=0.0)
    hours = 6 * (RULES.member_hours + RULES.council_hours)

    assert spent_for_members(club(6), mild) == pytest.approx(hours * RULES.money_an_hour, abs=1)
    assert spent_for_members(club(3), mild) == pytest.approx(hours * RULES.money_an_hour / 2, abs=1)
    assert spent_for_members(club(6), mild.but(money_an_hour=1e9)) > 75_000


def test_m144_without_members_it_keeps_an_office_and_does_nothing() -> None:
    nobody = convened(partners(6), FUNDED.but(hoped_worth=0.0))

    spent = nobody.flows.facilitator_spent
    assert spent.sum() == spent[Task.OVERHEAD] > 0
    assert nobody.cfg.advocacy_hours == nobody.cfg.mentor_hours == nobody.cfg.project_fund == 0


def test_i92_what_it_keeps_beyond_a_part_of_its_budget_goes_back_after_a_year() -> None:
    idle = BUSY.but(hoped_worth=0.0, facilitator_overhead=0.0)
    world = convened(partners(3), idle, 12)
    assert int(world.ledger.of(Sector.CFG).cash[0]) == pytest.approx(1.2e6 * DOLLAR)

    convened(world, idle)
    back = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.CFG, Sector.GOVERNMENT]
    assert back == pytest.approx((1.2e6 - RULES.may_carry_over * 1.2e6) * DOLLAR)
    assert world.flows.facilitation_cost[0] == pytest.approx(100_000 * DOLLAR - back)


def test_it_introduces_those_who_fit_as_far_as_it_can_see() -> None:
    """Half of the members are twins of each other; who sees clearly introduces few of these."""

    def twins(error: float) -> float:
        crafts = np.zeros((20, 9))
        crafts[:, 0] = 1
        crafts[10:, 1] = np.linspace(0.5, 1.5, 10)
        world = convened(club(20, craft=crafts), only("introductions", error_of_fit=error))
        one, other = world.introductions.one, world.introductions.other
        return float(np.mean((one < 10) & (other < 10)))

    assert twins(0.0) < twins(10.0) - 0.1


def test_e12_success_has_no_facilitator_in_it() -> None:
    """Two worlds equal but for the facilitator: the same tie, the same luck, the same success."""
    plain, rich = partners(40), club(40)
    for world in (plain, rich):
        for pair in range(20):
            tie(world, 2 * pair, 2 * pair + 1, **at_the_end(Project.BID))
    convened(rich, FUNDED, 12)
    for world in (plain, rich):
        world.firms.known = 0.0
        world.enter_month(20)
        world.run(work_together, QUIET.but(opportunity=0.0))

    assert plain.flows.joint_success.tolist() == rich.flows.joint_success.tolist()
    assert 0 < plain.flows.joint_success.sum() < 20
    assert plain.ties.trust[:20].tolist() == rich.ties.trust[:20].tolist()
    assert (plain.firms.known == rich.firms.known).all()


def test_i101_a_part_of_the_cost_is_paid_for_members_only() -> None:
    paid = []
    for member in (True, False):
        world = convened(club(2), only("projects"), 3)
        world.firms.member = member
        before = world.firms.cash.copy()
        ally(world)
        world.run(work_together, EAGER)
        paid.append((before - world.firms.cash).tolist())

    cost = EAGER.joint_cost[Project.BID] * DOLLAR
    assert paid == [[cost / 2] * 2, [cost] * 2]


def test_m130_i101_help_starts_what_would_not_begin_and_an_empty_fund_does_not() -> None:
    dear = EAGER.but(joint_cost=[0, 5_000, 5_000])
    begun = []
    for rules in (only("projects"), only("advocacy")):
        world = convened(club(2), rules, 3)
        ally(world)
        world.run(work_together, dear)
        begun.append(int(world.flows.joint_begun.sum()))

    assert begun == [1, 0]


def test_m75_forums_make_members_known_and_with_no_effect_do_not() -> None:
    """US$ 100,000 a month pay more seats than there are members."""
    known = convened(club(), only("forums"))
    deaf = convened(club(), only("forums", standing_by_seat=0.0))

    assert known.firms.known.tolist() == [RULES.standing_by_seat] * 6
    assert not deaf.firms.known.any()
    assert known.flows.facilitator_spent[Task.FORUMS] == 6 * RULES.forum_seat_cost * DOLLAR


def test_i95_mentors_help_applicants_for_grants_and_their_hours_are_used_up() -> None:
    world = programme(30)
    world.firms.member = True
    convened(world, only("mentors", member_dues=0.0))
    hours = world.cfg.mentor_hours
    assert hours == pytest.approx(100_000 / RULES.mentor_pay)

    world.enter_month(3)
    world.run(call_for_proposals, KEEN)

    assert world.journal.panel("grants")["mentored"].all()
    assert world.cfg.mentor_hours == 0


def test_i97_hours_with_officials_are_what_their_pay_buys() -> None:
    world = convened(club(), only("advocacy"))

    pay = (1.2e6 + 6 * RULES.member_dues) / 12
    assert world.cfg.advocacy_hours >= 1.2e6 / 12 / RULES.facilitator_hour
    assert world.flows.facilitator_spent[Task.ADVOCACY] <= pay * DOLLAR
    assert convened(club(), only("forums")).cfg.advocacy_hours == 0


def test_m144_members_give_hours_and_the_council_more() -> None:
    world = convened(club(20), FUNDED)

    hours = world.firms.hours_away
    assert hours[:15].tolist() == [RULES.member_hours + RULES.council_hours] * 15
    assert hours[15:].tolist() == [RULES.member_hours] * 5
    before = world.firms.capacity.copy()
    world.run(take_hours, QUIET)
    assert (world.firms.capacity < before).all()


# Members


def members(**numbers: float) -> int:
    """Members among a hundred firms after a year where nobody leads."""
    world = partners(100, labour_cost=30_000 * DOLLAR)
    return int(convened(world, FUNDED.but(leaders=0.0, **numbers), 12).firms.member.sum())


def test_m131_independence_hope_dues_and_hours_decide_who_joins() -> None:
    usual = members()

    assert 0 < usual < 100
    assert members(independence=0.3) < usual
    assert members(member_dues=20_000) < usual
    assert members(member_hours=40) < usual
    assert members(hoped_worth=0.0) == members(independence=0.0) == 0


def test_the_more_the_facilitator_spends_the_more_firms_join() -> None:
    assert members(facilitator_budget=5e6) > members(facilitator_budget=0.75e6)


def test_a_class_of_firm_may_stay_out() -> None:
    class Hermit(SME):
        @each
        def join_facilitator(self, rules: FacilitationRules, benefit: float) -> bool:
            """Never join."""
            return False

    world = TinyWorld()
    world.add_firms(5, cls=Hermit, cash=1e8)
    world.add_people(5, employer=np.arange(5))

    assert not convened(world, FUNDED.but(facilitator_budget=1e8), 12).firms.member.any()


def test_mentor_hours_of_nobody_leave_applicants_as_they_are() -> None:
    one, other = programme(100), programme(100)
    other.cfg.mentor_hours = 0.0
    for world in (one, other):
        world.run(call_for_proposals, CapitalRules())

    assert (one.firms.grant_belief == other.firms.grant_belief).all()


def test_when_the_money_ends_so_do_help_and_membership() -> None:
    world = convened(club(), FUNDED, 11)
    kept = int(world.ledger.of(Sector.CFG).cash[0])
    convened(world, RULES)

    assert kept > 0
    assert world.ledger.flows[Why.PUBLIC_SERVICE, Sector.CFG, Sector.GOVERNMENT] == kept
    assert not world.cfg.founded
    assert not world.firms.member.any()
    ally(world)
    world.run(work_together, SURE)
    assert world.flows.joint_helped[0] == 0
