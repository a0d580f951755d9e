"""Labour: what happens in the month, in worlds of a few people made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import (
    Activity,
    Exit,
    Kind,
    Reason,
    Skill,
    Source,
)
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.workforce import Workforce
from cluster_abm.core import compiled
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.luck import keys
from cluster_abm.core.schedule import after
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import (
    lay_off,
    learn,
    leave,
    match,
    pay_wages,
    plan_posts,
    post_wages,
    review_pay,
    search,
    see_off,
)
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.production.processes import measure_capacity, reckon_staff
from tests.model.scenes import MONTH, lived, restored
from tests.worlds import DOLLAR, TinyWorld

RULES = LabourRules()
TECHNOLOGY = ProductionRules()
ENGINEER, SUPPORT = Skill.ENGINEER, Skill.SUPPORT

# Posts


def workshop(support: int = 10, engineers: int = 10, **columns: object) -> TinyWorld:
    """A firm with staff of two classes and the rest of a usual team."""
    world = TinyWorld()
    world.add_firms(1, **columns)
    for skill, n in enumerate((6, support, engineers, 1, 3)):
        world.add_people(n, employer=0, skill=skill)
    world.run(learn, RULES)
    world.run(measure_capacity, TECHNOLOGY)
    return world


def test_the_posts_wanted_follow_the_orders() -> None:
    world = workshop()
    wanted = []
    for orders in (1.0, 2.0, 0.0):
        world.enter_month(world.world.month + 1)
        world.firms.orders = orders * 1e7
        world.run(reckon_staff, TECHNOLOGY)
        world.run(plan_posts, RULES)
        wanted.append(world.firms.posts[0].copy())

    assert wanted[1] == pytest.approx(2 * wanted[0], abs=2)
    assert wanted[2].sum() == 0


def test_a_firm_at_its_orders_wants_the_staff_that_does_them_and_a_little_more() -> None:
    """Staff of the usual mix that does a unit of work wants itself, times the cover."""
    world = TinyWorld()
    world.add_firms(1, offer=TECHNOLOGY.start_pay[None, :] * DOLLAR)
    for skill, share in enumerate(TECHNOLOGY.mix_integration):
        world.add_people(round(1000 * share), employer=0, skill=skill)
    world.run(learn, RULES)
    world.run(measure_capacity, TECHNOLOGY)
    world.firms.orders = world.firms.capacity

    world.run(reckon_staff, TECHNOLOGY)
    world.run(plan_posts, RULES)

    assert world.firms.posts[0] == pytest.approx(
        world.firms.posts_filled[0] * RULES.hiring_cover, rel=0.01, abs=1
    )


def test_more_engineers_let_a_full_firm_take_on_work_that_asks_for_support() -> None:
    """Capacity binds orders; orders ask for every class: that is how classes complement."""
    posts = []
    for engineers in (10, 16):
        world = workshop(engineers=engineers)
        world.firms.orders = world.firms.capacity  # as much as it can do
        world.run(reckon_staff, TECHNOLOGY)
        world.run(plan_posts, RULES)
        posts.append(float(world.firms.posts[0, SUPPORT]))

    assert posts[1] > 1.05 * posts[0]


def test_at_given_orders_more_engineers_leave_the_wish_for_support_as_it_is() -> None:
    """The plan is for the cheapest team, not for the one that those here would complete."""
    posts = []
    for engineers in (10, 16):
        world = workshop(engineers=engineers)
        world.firms.orders = 1e7
        world.run(reckon_staff, TECHNOLOGY)
        world.run(plan_posts, RULES)
        posts.append(float(world.firms.posts[0, SUPPORT]))

    assert posts[1] == pytest.approx(posts[0])


def test_reserved_posts_are_not_opened_again() -> None:
    world = workshop()
    world.firms.orders = 1e9
    world.firms.reserved[0] = 1_000_000

    world.run(reckon_staff, TECHNOLOGY)
    world.run(plan_posts, RULES)

    assert world.firms.vacancies.sum() == 0


def test_small_firms_whose_orders_rest_lay_off_nobody() -> None:
    """Two hundred firms of about ten people; what they want never changes."""
    world = TinyWorld()
    world.add_firms(200, orders=1.8e6, offer=TECHNOLOGY.start_pay * DOLLAR)
    laid_off = staff = 0
    for month in range(36):
        world.enter_month(month)
        world.run(reckon_staff, TECHNOLOGY)
        world.run(plan_posts, RULES)
        firm, skill = np.nonzero(world.firms.vacancies)
        for f, k in zip(firm, skill, strict=True):
            world.add_people(int(world.firms.vacancies[f, k]), employer=f, skill=k)
        world.run(lay_off, RULES)
        if month >= 24:
            laid_off += int(world.flows.separations[..., Reason.LAID_OFF].sum())
            staff += int(world.firms.headcount.sum())

    assert 12 * laid_off / staff < 0.02


def test_a_new_firm_keeps_its_team_for_its_first_months() -> None:
    world = workshop(born=0)
    world.firms.orders = 0.0

    world.run(reckon_staff, TECHNOLOGY)
    world.run(plan_posts, RULES)

    assert world.firms.posts.sum() == pytest.approx(world.firms.headcount.sum(), abs=len(Skill))


# Offers


def offers(unfilled: int, **given: object) -> float:
    """Offer to engineers after a month in which so many of ten posts stayed open."""
    world = TinyWorld()
    world.add_firms(1, **({"unit_cost": 0.9} | given))
    world.firms.posts[0, ENGINEER] = 10
    world.firms.unfilled[0, ENGINEER] = unfilled
    world.run(post_wages, RULES)
    return float(world.firms.offer[0, ENGINEER]) / DOLLAR


def test_m01_offers_rise_when_posts_stay_open_and_fall_a_little_when_full() -> None:
    assert offers(0) == pytest.approx(996)
    assert offers(1) == pytest.approx(1008)
    assert offers(10) == pytest.approx(1020)


def test_an_offer_rests_where_one_post_in_thirty_stays_open() -> None:
    """In a large firm as in a small one, so that size alone does not make pay rise."""
    world = TinyWorld()
    world.add_firms(2, unit_cost=0.9)
    world.firms.posts[:, ENGINEER] = 30, 3_000
    world.firms.unfilled[:, ENGINEER] = 1, 100

    world.run(post_wages, RULES)

    assert world.firms.offer[:, ENGINEER] == pytest.approx(1000 * DOLLAR)


def test_offers_do_not_depend_on_the_number_of_posts() -> None:
    """Three hundred firms of one post and one of 300 posts: ten posts open in each half.

    A share of 1 is far beyond the cap, so on its own a firm of one post would rest where it is
    open one month in six.
    """
    world = TinyWorld()
    world.add_firms(301, unit_cost=0.9)
    world.firms.posts[:, ENGINEER] = [1] * 300 + [300]
    world.firms.unfilled[:, ENGINEER] = [1] * 10 + [0] * 290 + [10]

    world.run(post_wages, RULES)

    change = world.firms.offer[:, ENGINEER] / (1000 * DOLLAR)
    assert change[:300].mean() == pytest.approx(change[300], rel=1e-9)
    assert change[300] == pytest.approx(1.0, rel=1e-9)


def test_the_post_that_a_founder_holds_says_nothing_about_who_can_be_found() -> None:
    """A fifth of the managers' posts beside those of founders is open, so offers rise for all."""
    world = TinyWorld()
    world.add_firms(20, unit_cost=0.9)
    world.add_people(10, employer=np.arange(10), skill=Skill.MANAGER, founder=True)
    world.firms.posts[:, Skill.MANAGER] = 1
    world.firms.unfilled[10:12, Skill.MANAGER] = 1

    world.run(post_wages, RULES)

    offered = world.firms.offer[:10, Skill.MANAGER] / (1000 * DOLLAR)
    assert offered == pytest.approx(1 + 0.12 * 0.2 - 0.004)


def test_a_firm_without_a_post_of_some_skill_would_offer_the_going_rate() -> None:
    """So that an offer that nobody reads does not fall for ever."""
    world = TinyWorld()
    world.add_firms(3, offer=np.array([[1000.0], [2000.0], [9000.0]]) * DOLLAR * np.ones(5))
    world.firms.posts[:, ENGINEER] = 1, 3, 0
    world.firms.unfilled[:, ENGINEER] = 0, 0, 0

    world.run(post_wages, RULES)

    assert world.firms.offer[2, ENGINEER] == pytest.approx((1000 + 3 * 2000) / 4 * DOLLAR)


def test_no_firm_bids_itself_broke() -> None:
    assert offers(10, unit_cost=0.98, price=1.0) == pytest.approx(1000)
    assert offers(10, unit_cost=0.90, price=1.0) == pytest.approx(1020)


def test_no_offer_is_below_the_minimum_wage() -> None:
    assert offers(0, offer=100.0 * DOLLAR) == RULES.minimum_wage


def test_multinationals_keep_their_premium_over_local_firms() -> None:
    """Twenty per cent for the anchor (M01)."""
    world = TinyWorld()
    world.add_firms(2, sort=[Kind.SME, Kind.ANCHOR], premium=[0.0, 1.2],
                    activity=[Activity.INTEGRATION, Activity.TECHNICAL_SUPPORT])  # fmt: skip
    world.firms.offer[0] = 1500 * DOLLAR
    world.firms.unfilled[0] = 0

    world.run(post_wages, RULES)

    assert world.firms.offer[1] == pytest.approx(1.2 * 1500 * DOLLAR)


def test_pay_for_a_class_that_is_hard_to_find_does_not_fall_in_small_firms() -> None:
    """A fifth of a researcher wanted by each firm, none found in five years."""
    world = TinyWorld()
    pay = TECHNOLOGY.start_pay * DOLLAR
    world.add_firms(100, orders=9e6, unit_cost=0.8, offer=pay, research=[0, 0, 0, 0.2, 0])
    for month in range(60):
        world.enter_month(month)
        world.run(post_wages, RULES)
        world.run(reckon_staff, TECHNOLOGY)
        world.run(plan_posts, RULES)
        world.firms.unfilled = world.firms.vacancies

    assert 0 < world.firms.posts[:, Skill.RESEARCHER].mean() < 1
    assert world.firms.offer[:, Skill.RESEARCHER].mean() >= pay[Skill.RESEARCHER]


# Layoffs


def overstaffed(staff: int, posts: float, **columns: object) -> TinyWorld:
    world = TinyWorld()
    world.add_firms(1)
    world.add_people(staff, employer=0, **columns)
    world.firms.posts[0, ENGINEER] = posts
    return world


def test_within_the_band_nobody_is_laid_off() -> None:
    world = overstaffed(108, 100)

    world.run(lay_off, RULES)

    assert world.firms.headcount[0] == 108


def test_a_quarter_of_the_excess_goes_in_a_month() -> None:
    world = overstaffed(148, 100)

    world.run(lay_off, RULES)

    assert world.firms.headcount[0] == 138
    assert world.flows.separations[Kind.SME, ENGINEER, Reason.LAID_OFF] == 10
    assert world.firms.staff[0, ENGINEER].sum() == np.count_nonzero(world.workforce.employed)


def test_a_founder_is_never_laid_off() -> None:
    world = overstaffed(12, 0.0)
    world.workforce.founder[3] = True
    for _ in range(60):
        world.enter_month(world.world.month + 1)
        world.run(lay_off, RULES)

    assert np.flatnonzero(world.workforce.employed).tolist() == [3]


def test_locals_and_foreigners_are_laid_off_by_the_same_lottery() -> None:
    shares = []
    for seed in range(20):
        world = TinyWorld(seed)
        world.add_firms(1)
        world.add_people(100, employer=0, foreign=False)
        world.add_people(100, employer=0, foreign=True)
        world.run(lay_off, RULES)
        left = ~world.workforce.employed
        shares.append(world.workforce.foreign[left].mean())

    assert np.mean(shares) == pytest.approx(0.5, abs=0.06)


# Who leaves


def town(people: int = 20_000, **columns: object) -> TinyWorld:
    world = TinyWorld()
    world.add_firms(1, **columns)
    world.add_people(people, employer=0)
    return world


def test_retirement_burn_out_and_moves_have_their_hazards() -> None:
    """20,000 people at the pay of other sectors: 0.15 %, 0.3 % and half of 1 % in a month."""
    counts = np.zeros(len(Reason))
    for month in range(12):
        world = town()
        world.enter_month(month)
        world.run(leave, RULES)
        see_off(world.workforce)
        counts += world.flows.separations.sum(axis=(0, 1))

    rate = counts / (12 * 20_000)
    assert rate[Reason.RETIRED] == pytest.approx(0.0015, rel=0.15)
    assert rate[Reason.WORN_OUT] == pytest.approx(0.003, rel=0.12)
    assert rate[Reason.OTHER_SECTOR] == pytest.approx(0.0050, rel=0.10)
    assert rate[Reason.LAID_OFF] == 0


def test_better_pay_keeps_people_from_other_sectors() -> None:
    """At twice the pay the pull of other sectors is 1 / (1 + 2^4), not a half."""
    world = TinyWorld()
    world.add_firms(1)
    world.add_people(20_000, employer=0, wage=2000.0 * DOLLAR)
    world.run(leave, RULES.but(leave_for_other_sectors=0.2, outside_response=2))
    see_off(world.workforce)

    moved = world.flows.separations[..., Reason.OTHER_SECTOR].sum() / 20_000
    assert moved == pytest.approx(0.2 / 17, rel=0.1)


def test_those_who_earn_less_than_their_firm_offers_leave_more_often() -> None:
    moved = []
    for wage in (600.0, 1000.0):
        world = TinyWorld()
        world.add_firms(1)
        world.add_people(20_000, employer=0, wage=wage * DOLLAR)
        world.run(leave, RULES)
        see_off(world.workforce)
        moved.append(int(world.flows.separations[..., Reason.OTHER_SECTOR].sum()))

    assert moved[0] > 1.5 * moved[1]


def test_people_who_leave_for_other_sectors_are_found_there() -> None:
    world = town()
    before, there = len(world.workforce), int(world.world.reservoir.sum())
    for month in range(6):
        world.enter_month(month)
        world.run(leave, RULES.but(leave_for_other_sectors=0.2))
        see_off(world.workforce)
        left = world.flows.left.sum(axis=1)
        assert len(world.workforce) == before - left.sum()
        assert world.world.reservoir.sum() == there + left[Exit.OTHER_SECTOR]
        before, there = len(world.workforce), int(world.world.reservoir.sum())
    assert (world.firms.staff == world.workforce.by_post(world.firms)).all()


def test_a_quarter_of_them_emigrates_and_every_foreigner_does() -> None:
    world = town()
    world.workforce.foreign[:1000] = True
    world.firms.staff[0, ENGINEER] = 19_000, 1_000
    world.run(leave, RULES.but(leave_for_other_sectors=0.2, emigrate=0.25))
    see_off(world.workforce)

    left = world.flows.left
    assert left[Exit.OTHER_SECTOR, 1] == 0
    locals_ = left[Exit.ABROAD, 0] / left[[Exit.ABROAD, Exit.OTHER_SECTOR], 0].sum()
    assert locals_ == pytest.approx(0.25, abs=0.03)


def test_founders_stay() -> None:
    world = town(1_000)
    world.workforce.founder[:] = True
    for month in range(24):
        world.enter_month(month)
        world.run(leave, RULES.but(leave_for_other_sectors=0.2))
        see_off(world.workforce)

    assert world.firms.headcount[0] == 1_000


def test_who_finds_no_job_for_long_goes_to_other_sectors() -> None:
    world = TinyWorld()
    world.add_firms(1)
    world.add_people(50)
    for month in range(11):
        world.enter_month(month)
        world.run(leave, RULES.but(retirement=0, emigrate=0))
        see_off(world.workforce)
        alive = len(world.workforce)
        assert alive == (50 if month < 9 else 0)


# Search and matching


def fair(people: int, openings: list[int], pay: list[float], **columns: object) -> TinyWorld:
    """People without a job, and firms with posts for engineers."""
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.add_firms(len(openings))
    world.add_people(people, **columns)
    world.firms.vacancies[:, ENGINEER] = openings
    world.firms.offer[:, ENGINEER] = np.array(pay) * DOLLAR
    return world


EAGER = RULES.but(
    search_without_job=1, reservation=0, applications=2, matching_rounds=20, pay_pull=0,
    screening=1,
)  # fmt: skip


def hire_once(world: TinyWorld, rules: LabourRules = EAGER) -> None:
    world.run(search, rules)
    world.run(match, rules)


def test_no_more_people_are_hired_than_posts_are_open() -> None:
    world = fair(500, [3, 0, 7], [1000, 1000, 1000])

    hire_once(world)

    assert world.firms.headcount.tolist() == [3, 0, 7]
    assert world.firms.unfilled.sum() == 0
    assert (world.firms.staff == world.workforce.by_post(world.firms)).all()


def test_the_firm_that_pays_more_fills_its_posts_first() -> None:
    """Five people, five posts each: they all know both firms, and take the better."""
    paid = []
    for seed in range(30):
        world = fair(5, [5, 5], [1000, 1100])
        world.seed_number = seed
        world.enter_month(0)
        hire_once(world, EAGER.but(applications=8))
        paid.append(world.firms.headcount.tolist())

    assert np.mean(paid, axis=0)[1] > 4.8


def test_the_most_able_are_hired_first() -> None:
    world = fair(100, [10], [1000])
    world.workforce.ability = np.linspace(0.5, 1.5, 100)

    hire_once(world)

    assert np.flatnonzero(world.workforce.employed).tolist() == list(range(90, 100))


def test_nobody_accepts_less_than_he_asks() -> None:
    """Newly without a job, people ask 95 % of the pay of other sectors."""
    proud = RULES.but(search_without_job=1, taste_for_firms=0)

    low, high = fair(50, [50], [940]), fair(50, [50], [960])
    hire_once(low, proud)
    hire_once(high, proud)

    assert low.firms.headcount.sum() == 0
    assert high.firms.headcount.sum() > 20


def test_pride_wears_off_with_the_months() -> None:
    low = fair(50, [50], [940])
    low.workforce.idle = 2

    hire_once(low, RULES.but(search_without_job=1, taste_for_firms=0))

    assert low.firms.headcount.sum() > 20


def test_founders_and_holders_of_a_permit_are_not_poached() -> None:
    world = fair(90, [0, 90], [1000, 9000], employer=0)
    world.workforce.looking = True
    world.workforce.founder[:30] = True
    world.workforce.foreign[30:60] = True
    world.firms.staff[0, ENGINEER] = 60, 30

    world.run(search, EAGER)
    listed = set(world.candidates.person.tolist())
    world.run(match, EAGER)

    assert listed == set(range(60, 90))
    assert world.workforce.employer.tolist() == [0] * 60 + [1] * 30
    assert world.flows.separations[..., Reason.BETTER_JOB].sum() == 30


def test_nobody_leaves_for_the_same_firm_or_for_too_small_a_gain() -> None:
    """A gain of 2 % does not move anybody, one of 4 % does (taste for firms aside)."""
    plain = EAGER.but(taste_for_firms=0)
    moved = []
    for pay in (1020, 1040):
        world = fair(40, [40, 40], [2000, pay], employer=0)
        world.workforce.looking = True
        hire_once(world, plain)
        moved.append(int(world.firms.headcount[1]))

    assert moved[0] == 0
    assert moved[1] > 25


def willing(offer: float, rules: LabourRules, *, hired: bool = False) -> int:
    """Engineers of other sectors, paid US$ 1,000 there, who come for an offer."""
    world = fair(1, [200_000], [offer], employer=0, founder=True)
    world.world.reservoir[ENGINEER] = 40_000
    world.run(search, rules)
    if not hired:
        return len(world.candidates)
    world.run(match, rules)
    return int(world.firms.headcount[0]) - 1


@pytest.mark.parametrize("response", [2.0, 6.0])
@pytest.mark.parametrize("hired", [False, True])
def test_people_of_other_sectors_answer_to_offers_with_the_stated_elasticity(
    response: float, hired: bool
) -> None:
    """Up and down alike, a per cent or ten: pay acts once, in what each of them asks for."""
    rules = EAGER.but(
        search_other_sectors=[0, 0, 1, 0, 0], outside_response=response, acceptance_gain=0.03
    )
    equal = 1_030.0
    came = {x: willing(equal * x, rules, hired=hired) for x in (0.9, 0.99, 1.0, 1.01, 1.1)}

    assert came[1.0] == pytest.approx(40_000, rel=0.02)
    for x in (0.99, 1.01):
        assert np.log(came[x] / came[1.0]) / np.log(x) == pytest.approx(response, rel=0.15)
    for x in (0.9, 1.1):
        assert came[x] / 80_000 == pytest.approx(1 / (1 + x ** (-2 * response)), rel=0.03)


def ability_of_hires(applicants: int, rules: LabourRules) -> float:
    """Mean ability of those who win a hundred posts at equal pay."""
    means = []
    for seed in range(5):
        world = TinyWorld(seed)
        world.world.reservoir[:] = 0
        world.world.reservoir[ENGINEER] = applicants // 2
        world.add_firms(1, offer=2000.0 * DOLLAR)
        world.add_people(1, employer=0, founder=True)
        world.firms.vacancies[0, ENGINEER] = 100
        hire_once(world, rules)
        means.append(float(world.workforce.ability[1:].mean()))
    return float(np.mean(means))


def test_with_ten_times_the_applicants_the_ability_of_hires_rises_little() -> None:
    """200 or 2,000 for 100 posts: selection of 0.8 and 2.06 standard deviations of 0.15.

    Employers see half of it; if they saw all they would gain twice as much.
    """
    rules = EAGER.but(search_other_sectors=[0, 0, 1, 0, 0], outside_response=20)
    gain = {
        screening: ability_of_hires(2_000, rules.but(screening=screening))
        - ability_of_hires(200, rules.but(screening=screening))
        for screening in (0.05, 0.51, 1.0)
    }

    assert gain[0.05] == pytest.approx(0.0, abs=0.03)
    assert gain[0.51] == pytest.approx(0.51 * 0.15 * (2.06 - 0.80), abs=0.03)
    assert gain[1.0] > 1.7 * gain[0.51]


def test_newcomers_from_other_sectors_come_out_of_the_reservoir() -> None:
    world = fair(1, [200], [3000], employer=0)
    world.world.reservoir[:] = 5_000
    before = int(world.world.reservoir.sum())

    hire_once(world, EAGER.but(search_other_sectors=[0.2] * 5))

    hired = int(world.firms.headcount[0]) - 1
    assert hired > 100
    assert world.world.reservoir.sum() == before - hired
    assert world.flows.hires[Kind.SME, ENGINEER, Source.OTHER_SECTOR] == hired


def test_m10_only_speakers_of_english_answer_customers_abroad() -> None:
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.add_firms(1, sort=Kind.CONTACT_CENTRE, activity=Activity.CONTACT_CENTRE)
    world.add_people(50, skill=Skill.FRONT_LINE, english=False)
    world.add_people(50, skill=Skill.FRONT_LINE, english=True)
    world.firms.vacancies[0, Skill.FRONT_LINE] = 100

    hire_once(world)

    assert world.workforce.english[world.workforce.employed].all()
    assert world.firms.headcount[0] == 50


def compete(ability: float) -> Workforce:
    """A local of ability 1 and somebody from abroad apply for one post."""
    world = fair(1, [1], [1000])
    world.run(search, EAGER)
    world.firms.sponsors[:], world.firms.welcome[:] = True, 1.0
    world.candidates.admit(
        keys("test abroad", 0, 0, [0]), source=Source.ABROAD, skill=ENGINEER, english=True,
        ability=ability, reservation=1.0,
    )  # fmt: skip
    world.run(match, EAGER)
    return world.workforce


def test_locals_and_foreigners_of_one_class_compete_in_one_round() -> None:
    assert compete(0.9).employed.tolist() == [True]
    assert compete(1.1).employed.tolist() == [False]


# Pay


def test_the_pay_of_those_who_stay_is_reviewed_on_the_day_of_hiring() -> None:
    """2.2 % of the scale and 0.6 of the gap of US$ 100, after twelve months and not after 11."""
    world = TinyWorld()
    world.add_firms(1, offer=1100.0 * DOLLAR)
    world.add_people(3, employer=0)
    world.workforce.tenure = [11, 12, 12]
    world.workforce.founder[2] = True

    world.run(review_pay, RULES)

    assert world.workforce.wage.tolist() == [100_000, 108_200, 100_000]
    assert world.firms.bill[0] == world.workforce.wage.sum()


def test_nobody_without_a_job_gets_a_rise(monkeypatch: pytest.MonkeyPatch) -> None:
    """A firm removed by hand leaves people who were hired a year ago; NumPy looks at all rows."""
    for loops in {False, compiled.in_use}:
        monkeypatch.setattr(compiled, "in_use", loops)
        world = TinyWorld()
        world.add_firms(1, offer=1100.0 * DOLLAR)
        world.add_people(1, tenure=12, wage=1000 * DOLLAR)

        world.run(review_pay, RULES)

        assert (world.workforce.wage.tolist(), world.firms.pay.sum()) == ([0], 0)


def test_wages_contributions_and_tax_are_paid_by_whom_the_law_says() -> None:
    """A thousand people at US$ 1,000: a twelfth more, 14 % and 9.3 % of it, and 4 % of tax."""
    world = town(1_000)
    world.ledger.open_month()

    world.run(pay_wages, RULES)

    gross = 1_000 * 1_000 * DOLLAR * 13 / 12
    flows = world.ledger.flows
    assert world.ledger.paid(Why.WAGES) == pytest.approx(gross, abs=1)
    assert flows[Why.CONTRIBUTIONS, Sector.FIRMS].sum() == pytest.approx(0.14 * gross, abs=1)
    assert flows[Why.CONTRIBUTIONS, Sector.HOUSEHOLDS].sum() == pytest.approx(0.093 * gross, abs=1)
    assert flows[Why.INCOME_TAX].sum() == pytest.approx(0.04 * gross, abs=1)
    assert not world.ledger.residual().any()


def test_a_lower_contribution_is_a_public_cost() -> None:
    """Against the rate of 2009: four points of a thousand people's gross pay."""
    costs = []
    for rate in (0.14, 0.10):
        world = town(1_000)
        world.run(pay_wages, RULES.but(employer_contribution=rate))
        costs.append(int(world.flows.tax_forgone[0]))

    assert costs == pytest.approx([0, 0.04 * 1_000 * 1_000 * DOLLAR * 13 / 12], abs=1)


def test_every_cent_of_pay_is_somebodys_wage_for_two_years() -> None:
    """Counted from the people on pay day, as firms may close before the month ends."""
    due: list[float] = []

    def on_pay_day(workforce: Workforce, firms: Firms, rules: LabourRules) -> None:
        at_work = workforce.employed
        bill = np.bincount(workforce.employer[at_work], workforce.wage[at_work], len(firms))
        assert (firms.bill == bill).all()
        due.append(float(np.rint(bill * (1 + rules.thirteenth_month)).sum()))

    on_pay_day.__annotations__ = {"workforce": Workforce, "firms": Firms, "rules": LabourRules}
    model = restored(factor=0.1, month=after(pay_wages, on_pay_day, month=MONTH))
    for _ in range(24):
        model.step()
        assert model.ledger.paid(Why.WAGES) == due[-1]


def test_people_come_from_somewhere_and_go_somewhere_for_three_years() -> None:
    """Workforce, reservoir, graduates, retirement and abroad: nobody is lost."""
    model = restored(factor=0.2)
    for _ in range(36):
        before = len(model.workforce) + int(model.world.reservoir.sum())
        refilled = int(model.world.refilled.sum())
        model.step()
        joined, left = model.flows.joined.sum(axis=1), model.flows.left.sum(axis=1)
        came = joined[0] + joined[2] + int(model.world.refilled.sum()) - refilled
        went = left[Exit.RETIRED] + left[Exit.ABROAD]
        assert len(model.workforce) + int(model.world.reservoir.sum()) == before + came - went


def test_founding_staff_is_paid_and_counted() -> None:
    model = lived(1, factor=0.1)

    assert model.firms.headcount.sum() == np.count_nonzero(model.workforce.employed)
    assert model.series["wage_bill"].iloc[0] > 0


# Pay for ability


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_pay_follows_the_work_that_somebody_does(share: float) -> None:
    world = fair(3, [3], [1000], ability=np.array([0.8, 1.0, 1.2]))

    hire_once(world, EAGER.but(pay_for_ability=share))

    assert (world.workforce.wage / DOLLAR).tolist() == pytest.approx(
        [1000 - 200 * share, 1000, 1000 + 200 * share], abs=0.01
    )


def test_a_unit_of_work_costs_the_same_whoever_does_it() -> None:
    """So that choosing the ablest of many applicants is no bargain."""
    cost = []
    for ability in (0.8, 1.3):
        world = fair(10, [10], [1000], ability=ability)
        hire_once(world, EAGER)
        world.run(learn, RULES.but(learning=0))
        cost.append(float(world.firms.bill[0] / world.firms.ability[0].sum()))

    assert cost[0] == pytest.approx(cost[1], rel=1e-6)


def test_somebody_able_moves_for_the_same_gain_as_somebody_else() -> None:
    """Paid for the work done, both earn the offer per unit of work, and neither gains by moving."""
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.add_firms(2)
    world.add_people(200, employer=0, ability=1.3, wage=1300 * DOLLAR, looking=True)
    world.add_people(200, employer=0, ability=0.7, wage=700 * DOLLAR, looking=True)
    world.firms.vacancies[1, ENGINEER] = 400

    hire_once(world, RULES.but(taste_for_firms=0))
    assert world.firms.headcount.tolist() == [400, 0]

    world.enter_month(1)
    world.firms.offer[1] = 1040 * DOLLAR
    world.workforce.looking = True
    world.firms.vacancies[1, ENGINEER] = 400
    hire_once(world, RULES.but(taste_for_firms=0))
    moved = world.workforce.employer == 1
    assert moved[:200].mean() == pytest.approx(moved[200:].mean(), abs=0.1)
    assert moved.mean() > 0.5


# The minimum wage


def test_nobody_is_hired_below_the_minimum_wage() -> None:
    """At an offer of US$ 310 somebody who does half the work is paid 300 all the same."""
    world = fair(2, [2], [310], ability=np.array([0.5, 1.0]))

    hire_once(world)

    assert (world.workforce.wage / DOLLAR).tolist() == [300, 310]
    assert world.firms.bill[0] == world.workforce.wage.sum()


def test_a_higher_minimum_wage_lifts_everybody_but_founders_at_once() -> None:
    world = TinyWorld()
    world.add_firms(1)
    world.add_people(3, employer=0, wage=400.0 * DOLLAR)
    world.workforce.founder[2] = True

    world.run(review_pay, RULES.but(minimum_wage=450))

    assert (world.workforce.wage / DOLLAR).tolist() == [450, 450, 400]
    assert world.firms.bill[0] == world.workforce.wage.sum()


def test_nobody_but_founders_earns_less_than_the_minimum_wage() -> None:
    """In a country where it binds: US$ 480."""
    model = restored(factor=0.2, numbers={"minimum_wage": 480}, check=True)
    model.run_months(12)

    people = model.workforce
    staff = people.employed & ~people.founder
    assert people.wage[staff].min() == 480 * DOLLAR
    assert (people.wage[staff] == 480 * DOLLAR).sum() > 10
