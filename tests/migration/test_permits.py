"""Migration: limits, permits, offices, lotteries, in worlds of a few people made by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import (
    Decision,
    Kind,
    Origin,
    PermitClass,
    Reason,
    Skill,
    Source,
    ZoneName,
)
from cluster_abm.core.ledger import Why
from cluster_abm.core.luck import keys
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import match, see_off
from cluster_abm.submodels.migration.equations import applicants, foreign_limit
from cluster_abm.submodels.migration.numbers import MigrationRules
from cluster_abm.submodels.migration.processes import (
    apply,
    ask_for_permits,
    decide_permits,
    depart,
    permit_rule,
    room_left,
)
from tests.worlds import DOLLAR, TinyWorld

RULES = MigrationRules(return_home=0)
LENIENT = RULES.but(permit_refusal=0)
ENGINEER, SUPPORT = Skill.ENGINEER, Skill.SUPPORT
GRANTED, QUOTA, OFFICE = Decision.GRANTED, Decision.REFUSED_QUOTA, Decision.REFUSED_OFFICE

# Limits


@given(st.integers(0, 100_000), st.integers(1, 99))
def test_m21_the_limit_is_the_largest_that_keeps_the_share(domestic: int, percent: int) -> None:
    """In whole numbers, so that no rounding decides: f (100 - p) <= p d < (f + 1)(100 - p)."""
    limit = int(foreign_limit(np.array([domestic]), np.array([percent / 100]))[0])

    assert limit * (100 - percent) <= percent * domestic < (limit + 1) * (100 - percent)


def firm_of(locals_: int, foreigners: int = 0, *, skill: Skill = ENGINEER, **columns: object
            ) -> TinyWorld:  # fmt: skip
    """One firm with posts enough, and its staff."""
    world = TinyWorld()
    world.add_firms(1, **columns)
    world.add_people(locals_, employer=0, skill=skill)
    world.add_people(foreigners, employer=0, skill=skill, foreign=True,
                     permit=PermitClass.ORDINARY, term=24)  # fmt: skip
    world.firms.posts[:] = 1_000
    return world


def room(world: TinyWorld, rules: MigrationRules = RULES) -> list[int]:
    return room_left(world.firms, world.zones, rules)[0].tolist()


def test_ordinary_and_specialised_staff_have_limits_of_their_own() -> None:
    """90 of each: ten ordinary foreigners (10 %), and fifteen engineers (15 %)."""
    world = firm_of(90)
    world.add_people(90, employer=0, skill=SUPPORT)

    assert room(world) == [10, 15]

    world.add_people(15, employer=0, foreign=True)
    assert room(world) == [10, 0]


def test_ordinary_staff_gives_no_room_to_specialists() -> None:
    assert room(firm_of(1_000, skill=SUPPORT))[1] == 0


def test_m22_a_zone_or_a_licence_is_outside_the_quota() -> None:
    for columns in (
        {"zone": ZoneName.CITY_OF_KNOWLEDGE}, {"sort": Kind.MNC, "licensed": True},
    ):  # fmt: skip
        world = firm_of(20, **columns)
        world.zones.quota_free[ZoneName.CITY_OF_KNOWLEDGE] = True
        assert min(room(world, RULES.but(foreign_quota=0, foreign_quota_specialised=0))) > 10**6


def test_a_zone_does_not_free_a_multinational() -> None:
    world = firm_of(20, sort=Kind.CONTACT_CENTRE, zone=ZoneName.HOWARD)
    world.zones.quota_free[ZoneName.HOWARD] = True

    assert room(world) == [0, 3]


@pytest.mark.parametrize(
    ("locals_", "foreigners", "places"),
    [(2, 0, 0), (3, 0, 7), (3, 6, 1), (9, 0, 1), (10, 0, 1), (4, 6, -6)],
)
def test_a_firm_of_fewer_than_ten_with_three_locals_may_employ_any_foreigners(
    locals_: int, foreigners: int, places: int
) -> None:
    """The Marrakech rule (C27): up to the tenth person; then the limits of the labour code hold."""
    assert room(firm_of(locals_, foreigners))[1] == places


def test_under_which_rule_a_firm_asks() -> None:
    world = TinyWorld()
    world.add_firms(4, licensed=[False, False, True, False], zone=[0, 0, 0, 1])
    world.add_people(50, employer=0)
    world.add_people(50, employer=2)
    world.add_people(5, employer=[1] * 5)
    world.zones.quota_free[1] = True

    assert permit_rule(world.firms, world.zones, RULES).tolist() == [
        PermitClass.ORDINARY, PermitClass.SMALL_FIRM, PermitClass.HEADQUARTERS, PermitClass.ZONE,
    ]  # fmt: skip


# Decisions


def ask(world: TinyWorld, n: int, *, waits: int = 1, skill: Skill = ENGINEER) -> np.ndarray:
    """So many applications of the first firm; gives their birth keys."""
    birth = keys("test applicant", world.world.month, 0, len(world.permits) + np.arange(n))
    world.permits.admit(birth, firm=0, rule=PermitClass.ORDINARY, skill=skill, ability=1.0,
                        wage=1000.0 * DOLLAR, waits=waits)  # fmt: skip
    world.firms.reserved[0, skill] += n
    return birth


def verdicts(world: TinyWorld) -> dict[int, int]:
    """Verdict on each applicant this month, by birth key, from the journal."""
    return {
        birth: verdict
        for entry in world.journal.today.get("permits", ())
        for birth, verdict in zip(
            entry["applicant"].tolist(), entry["verdict"].tolist(), strict=True
        )
    }


def test_offices_grant_what_there_is_room_for_and_refuse_the_rest() -> None:
    """Twenty local engineers leave room for three; ten ask at once."""
    world = firm_of(20)
    ask(world, 10)

    world.run(decide_permits, LENIENT)

    assert sorted(verdicts(world).values()) == [GRANTED] * 3 + [QUOTA] * 7
    assert world.firms.staff[0, ENGINEER].tolist() == [20, 3]
    assert world.flows.permits_decided[ENGINEER].tolist() == [3, 7, 0, 0]
    assert world.firms.reserved.sum() == 0
    assert len(world.permits) == 0


def test_the_lottery_is_fair() -> None:
    """The first on the list has no better odds than the last: three of ten, in 400 months."""
    won = np.zeros(10)
    for seed in range(400):
        world = TinyWorld(seed)
        world.add_firms(1)
        world.add_people(20, employer=0)
        world.firms.posts[:] = 1_000
        birth = ask(world, 10)
        world.run(decide_permits, LENIENT)
        decided = verdicts(world)
        won += [decided[b] == GRANTED for b in birth.tolist()]

    assert won.sum() == 3 * 400
    # 120 each, with a standard deviation of nine
    assert np.abs(won - 120).max() < 4 * 9.2


def test_one_applicant_more_does_not_reorder_the_others() -> None:
    """Who won among ten and still wins among eleven won by the same draw."""
    winners = []
    for n in (10, 11):
        world = firm_of(20)
        ask(world, n)
        world.run(decide_permits, LENIENT)
        winners.append({b for b, v in verdicts(world).items() if v == GRANTED})

    assert len(winners[0] - winners[1]) <= 1


def test_papers_are_refused_at_their_rate() -> None:
    world = firm_of(10_000)
    world.firms.posts[:] = 20_000
    ask(world, 1_500)

    world.run(decide_permits, RULES)

    refused = list(verdicts(world).values()).count(OFFICE) / 1_500
    assert refused == pytest.approx(0.08, abs=0.025)
    assert list(verdicts(world).values()).count(QUOTA) == 0


def test_those_without_papers_take_no_room_from_others() -> None:
    world = firm_of(20)
    ask(world, 400)

    world.run(decide_permits, RULES.but(permit_refusal=0.9))

    assert list(verdicts(world).values()).count(GRANTED) == 3


def test_a_post_that_is_gone_is_not_filled_from_abroad() -> None:
    world = firm_of(20)
    world.firms.posts[:] = 19
    ask(world, 2)

    world.run(decide_permits, LENIENT)

    assert set(verdicts(world).values()) == {Decision.WITHDRAWN}
    assert world.firms.headcount[0] == 20


def test_no_more_arrive_than_there_are_posts() -> None:
    """One post, five applications, room for all: one arrives and four are withdrawn."""
    world = firm_of(100)
    world.firms.posts[0, ENGINEER] = 101
    ask(world, 5)

    world.run(decide_permits, LENIENT)

    assert world.firms.staff[0, ENGINEER, Origin.FOREIGN] == 1


def test_a_small_firm_does_not_grow_past_the_rule_in_one_month() -> None:
    """Three locals, forty applications: at the tenth person the rule for small firms ends."""
    world = firm_of(3)
    ask(world, 40)

    world.run(decide_permits, LENIENT)

    assert world.firms.headcount[0] <= 10


def test_the_government_pays_its_offices_for_every_decision() -> None:
    world = firm_of(20)
    ask(world, 10)

    world.run(decide_permits, LENIENT)

    assert world.ledger.paid(Why.PUBLIC_SERVICE) == 10 * 300 * DOLLAR
    assert not world.ledger.residual().any()


# Waiting


@pytest.mark.parametrize(
    ("columns", "delay", "months"),
    [({}, 1.0, 4), ({}, 2.0, 8), ({}, 0.0, 1), ({"licensed": True, "sort": Kind.MNC}, 1.0, 1),
     ({"zone": 1}, 1.0, 1)],
)  # fmt: skip
def test_a_permit_takes_its_months(columns: dict[str, object], delay: float, months: int) -> None:
    world = firm_of(100, **columns)
    world.zones.quota_free[1] = True
    rules = LENIENT.but(permit_delay=delay)
    world.candidates.admit(
        keys("test abroad", 0, 0, [0]), source=Source.ABROAD, skill=ENGINEER, ability=1.2, post=0,
        reservation=1.0,
    )  # fmt: skip
    world.run(ask_for_permits, rules)
    held = int(world.firms.reserved[0, ENGINEER])
    waited = 0
    while len(world.permits):
        waited += 1
        world.enter_month(waited)
        world.run(decide_permits, rules)

    assert held == 1
    assert waited == months
    assert world.workforce.term[-1] == 24
    assert world.workforce.ability[-1] == pytest.approx(1.2)
    assert world.firms.reserved.sum() == 0


# Renewal


def at_term(locals_: int, foreigners: int) -> TinyWorld:
    """A firm all of whose permits end this month."""
    world = firm_of(locals_, foreigners)
    world.workforce.term[world.workforce.foreign] = 1
    return world


def test_renewals_fail_where_there_is_no_room() -> None:
    """Twenty locals, eight foreigners, a limit of three: three stay, five go home."""
    world = at_term(20, 8)

    world.run(depart, RULES)
    see_off(world.workforce)

    assert world.firms.staff[0, ENGINEER].tolist() == [20, 3]
    assert world.flows.permits_renewed.sum() == 3
    assert world.flows.permits_lapsed.sum() == 5
    assert world.flows.separations[..., Reason.PERMIT_ENDED].sum() == 5
    assert len(world.workforce) == 23
    assert (world.workforce.term[world.workforce.foreign] == 24).all()


@pytest.mark.parametrize("locals_", [3, 5, 40])
def test_those_who_came_under_the_rule_for_small_firms_stay_when_the_firm_has_grown(
    locals_: int,
) -> None:
    """Three locals and seven foreigners are ten, where the rule ends; forty and seven also stay."""
    world = at_term(locals_, 7)
    world.workforce.permit[world.workforce.foreign] = PermitClass.SMALL_FIRM

    world.run(depart, RULES)
    see_off(world.workforce)

    assert world.firms.staff[0, ENGINEER].tolist() == [locals_, 7]
    assert world.flows.permits_lapsed.sum() == 0


def test_growth_does_not_carry_others_into_the_rule_for_small_firms() -> None:
    """Of seven with permits of the labour code beside five locals nobody stays."""
    world = at_term(5, 7)

    world.run(depart, RULES)
    see_off(world.workforce)

    assert world.firms.staff[0, ENGINEER].tolist() == [5, 0]


def test_the_rule_for_small_firms_keeps_no_more_than_it_ever_allowed() -> None:
    world = at_term(3, 9)
    world.workforce.permit[world.workforce.foreign] = PermitClass.SMALL_FIRM

    world.run(depart, RULES)
    see_off(world.workforce)

    assert world.firms.staff[0, ENGINEER].tolist() == [3, 7]


def test_who_goes_home_leaves_room_to_those_who_would_stay() -> None:
    """A limit of three and six foreigners: whoever goes home, three of the others stay."""
    for seed in range(20):
        world = TinyWorld(seed)
        world.add_firms(1)
        world.add_people(20, employer=0)
        world.add_people(6, employer=0, foreign=True, permit=PermitClass.ORDINARY, term=1)
        world.run(depart, RULES.but(return_home=0.35))
        see_off(world.workforce)
        stays = int(world.firms.staff[0, ENGINEER, Origin.FOREIGN])
        lapsed = int(world.flows.permits_lapsed.sum())

        assert stays == min(3, stays + lapsed)


def test_some_go_home_of_their_own_will_when_their_permit_ends() -> None:
    world = at_term(10_000, 1_000)

    world.run(depart, RULES.but(return_home=0.35))
    see_off(world.workforce)

    assert world.flows.separations[..., Reason.PERMIT_ENDED].sum() == pytest.approx(350, abs=50)
    assert world.flows.permits_lapsed.sum() == 0


def test_those_whose_permits_run_stand_before_those_whose_permits_end() -> None:
    """Nobody with a valid permit goes, even above the limit."""
    world = at_term(20, 8)
    world.workforce.term[20:25] = 12

    world.run(depart, RULES)
    see_off(world.workforce)

    assert world.firms.staff[0, ENGINEER, Origin.FOREIGN] == 5
    assert set(world.workforce.term[world.workforce.foreign].tolist()) == {11}


def test_a_tighter_limit_dismisses_nobody_before_the_term_ends() -> None:
    world = firm_of(20, 8)
    tight = RULES.but(foreign_quota=0, foreign_quota_specialised=0)
    staff = []
    for month in range(26):
        world.enter_month(month)
        world.run(depart, tight)
        see_off(world.workforce)
        staff.append(int(world.firms.staff[0, ENGINEER, Origin.FOREIGN]))

    assert staff == [8] * 23 + [0] * 3


def test_a_foreigner_without_a_job_goes_home_after_the_months_allowed() -> None:
    world = TinyWorld()
    world.add_firms(1)
    world.add_people(4, foreign=True)
    world.workforce.idle = [0, 2, 3, 9]

    world.run(depart, RULES)
    see_off(world.workforce)

    assert world.workforce.idle.tolist() == [0, 2]


# Applicants


def test_the_wish_to_come_answers_to_pay_with_its_elasticity() -> None:
    one, more = (
        applicants(np.array([10.0]), np.array([pay]), np.array([1000.0]), soft_cost=0.1,
                   response=2.0, network=np.array([1.0]))[0]
        for pay in (1000.0, 1100.0)
    )  # fmt: skip

    assert one == pytest.approx(8.1)
    assert more / one == pytest.approx(1.21)


def come(
    rules: MigrationRules, mood: float = 1.0, months: int = 100, offer: float = 1_170
) -> float:
    """Mean number of engineers from abroad who would come for an open post, in a month."""
    world = firm_of(20)
    world.government.mood = mood
    world.firms.offer[:], world.firms.vacancies[:] = offer * DOLLAR, 1
    seen = 0
    for month in range(months):
        world.enter_month(month)
        world.run(apply, rules)
        seen += int(world.flows.applicants[ENGINEER, Source.ABROAD])
    return seen / months


def test_as_many_look_for_a_post_as_pay_mood_and_soft_cost_say() -> None:
    """Pay a tenth lower counts squared; half as many in a bad mood."""
    abroad = RULES.pay_abroad[ENGINEER]
    usual = RULES.applicants_abroad[ENGINEER] * (1_170 * (1 - RULES.soft_cost) / abroad) ** 2

    assert come(RULES) == pytest.approx(usual, rel=0.1)
    assert come(RULES, mood=0.5) == pytest.approx(usual / 2, rel=0.15)
    assert come(RULES.but(applicants_abroad=[0] * 5)) == 0


@pytest.mark.parametrize("response", [0.5, 2.0, 5.0])
def test_people_abroad_answer_to_offers_with_the_stated_elasticity(response: float) -> None:
    """Up and down alike, whatever the soft cost: pay acts once, in what each of them asks for."""
    many = RULES.but(migration_response=response, applicants_abroad=[0, 0, 2_000, 0, 0])
    came = {x: come(many, months=20, offer=1_170 * x) for x in (0.9, 0.99, 1.0, 1.01, 1.1)}

    for x in (0.9, 0.99, 1.01, 1.1):
        assert np.log(came[x] / came[1.0]) / np.log(x) == pytest.approx(response, rel=0.1)


def test_an_offer_is_taken_by_those_who_would_have_come_for_it_alone() -> None:
    """A firm that pays more brings people who ask more, and takes nobody from the others."""
    asked = []
    for best in (1_170.0, 2_340.0):
        world = firm_of(20)
        world.add_firms(1, offer=best * DOLLAR)
        world.firms.offer[0], world.firms.vacancies[:] = 1_170 * DOLLAR, 1
        world.run(apply, RULES)
        mine = world.candidates.skill == ENGINEER
        asked.append(world.candidates.reservation[mine] / DOLLAR)
    usual, better = asked

    assert better[better <= 1_170].tolist() == usual.tolist()
    assert len(better) > 2 * len(usual)


def test_without_a_response_pay_plays_no_part_abroad() -> None:
    still = RULES.but(migration_response=0)

    assert come(still, offer=1) == come(still, offer=9_999) > 0


def test_m21_a_firm_without_room_asks_for_nobody() -> None:
    world = firm_of(20, 3)
    world.run(apply, RULES)

    assert not world.firms.sponsors[0, ENGINEER]


@pytest.mark.parametrize(("margin", "asked"), [(0, 3), (2, 5)])
def test_a_firm_asks_for_no_more_permits_than_it_means_to(margin: int, asked: int) -> None:
    """Twenty local engineers leave room for three; posts and people are plenty."""
    world = firm_of(20)
    world.world.reservoir[:] = 0
    world.firms.offer[:], world.firms.vacancies[:] = 5_000 * DOLLAR, 50
    rules = RULES.but(sponsor_margin=margin, applicants_abroad=[0, 0, 100, 0, 0])
    world.run(apply, rules)
    world.run(match, LabourRules())
    world.run(ask_for_permits, rules)

    assert world.flows.permits_asked[ENGINEER] == asked


def test_applications_under_way_take_room() -> None:
    world = firm_of(20)
    ask(world, 3)
    world.run(apply, RULES)

    assert not world.firms.sponsors[0, ENGINEER]


def test_the_soft_cost_is_a_part_of_pay_and_nothing_else() -> None:
    """A tenth lost of US$ 1,200 draws as many as US$ 1,080 without loss."""
    many = RULES.but(applicants_abroad=[0, 0, 500, 0, 0])

    lost, less = (come(many.but(soft_cost=s), offer=w) for s, w in ((0.1, 1_200), (0.0, 1_080)))

    assert lost == pytest.approx(less, rel=1e-3)


def test_in_a_small_firm_both_kinds_of_staff_share_the_places_up_to_the_tenth_person() -> None:
    world = firm_of(3)
    ask(world, 20)
    ask(world, 20, skill=SUPPORT)

    world.run(decide_permits, LENIENT)

    assert world.firms.headcount[0] == 10


def test_a_post_goes_to_the_first_in_the_lottery_whose_papers_are_in_order() -> None:
    """Two posts, twenty applications, half of the papers refused: two arrive all the same."""
    world = firm_of(100)
    world.firms.posts[0, ENGINEER] = 102
    ask(world, 20)

    world.run(decide_permits, RULES.but(permit_refusal=0.5))

    said = list(verdicts(world).values())
    assert said.count(GRANTED) == 2
    assert said.count(Decision.WITHDRAWN) > 2
    assert said.count(QUOTA) == 0
