"""Scarcity: what too few people do to pay and to employers, in worlds of a few made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import Degree, Reason, Skill
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.education.processes import enrol, graduate
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import learn, leave, match, post_wages, search, see_off
from tests.worlds import DOLLAR, TinyWorld

ENGINEER, SUPPORT, FRONT_LINE = Skill.ENGINEER, Skill.SUPPORT, Skill.FRONT_LINE
RULES = LabourRules(retirement=0, burn_out=[0] * 5)
OPEN = RULES.but(
    search_without_job=1, reservation=0, applications=4, matching_rounds=20, pay_pull=0,
    screening=1, taste_for_firms=0,
)  # fmt: skip
"""Everybody without a job looks for one, and takes any."""


def town(people: int, openings: int, skill: Skill = ENGINEER, **columns: object) -> TinyWorld:
    """One firm that wants people of a skill, and people without a job; other sectors are empty."""
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.add_firms(1, unit_cost=0.5)
    world.add_people(people, **({"skill": skill} | columns))
    world.firms.posts[0, skill] = world.firms.vacancies[0, skill] = openings
    return world


def hire(world: TinyWorld, rules: LabourRules = OPEN) -> None:
    world.run(search, rules)
    world.run(match, rules)


def offer_after(people: int, rules: LabourRules) -> float:
    """Offer to engineers after a month in which some people met ten posts."""
    world = town(people, 10)
    hire(world, rules)
    world.run(post_wages, rules)
    return float(world.firms.offer[0, ENGINEER]) / DOLLAR


def test_m01_pay_rises_where_people_are_scarce_and_not_where_nobody_bids() -> None:
    deaf = OPEN.but(offer_rise=0)

    assert offer_after(2, OPEN) > 1_000 > offer_after(10, OPEN)
    assert offer_after(2, deaf) == offer_after(10, deaf)


# M05: what a large project does to the pool


@pytest.mark.parametrize(("posts", "left"), [(20, 80), (60, 40), (300, 0)])
def test_m05_the_more_posts_a_project_has_the_sooner_the_pool_is_empty(
    posts: int, left: int
) -> None:
    world = town(1, posts, employer=0, founder=True)
    world.world.reservoir[ENGINEER, 0] = 100
    world.firms.offer[:] = 10_000 * DOLLAR
    everybody = OPEN.but(search_other_sectors=[1] * 5, applications=1)

    hire(world, everybody)

    assert world.world.reservoir[ENGINEER, 0] == left


def test_m05_a_project_that_nobody_of_other_sectors_looks_at_drains_nothing() -> None:
    world = town(1, 300, employer=0, founder=True)
    world.world.reservoir[ENGINEER, 0] = 100

    hire(world, OPEN.but(search_other_sectors=[0] * 5))

    assert world.world.reservoir[ENGINEER, 0] == 100


# M06: who is poached


def school(effort: float, **rules: float) -> float:
    """Share of trained people among ten whom a rival takes from two employers, one of which trains.

    Both pay the same; the rival offers a little more for a unit of work.
    """
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.add_firms(3, courses=[effort, 0.0, 0.0])
    world.add_people(200, employer=np.repeat([0, 1], 100))
    for _ in range(36):
        world.run(learn, RULES)
    world.workforce.looking = True
    world.firms.offer[2] = 2_000 * DOLLAR
    world.firms.vacancies[2, ENGINEER] = 10
    hire(world, OPEN.but(**rules))
    taken = np.flatnonzero(world.workforce.employer == 2)
    assert len(taken) == 10
    return float((taken < 100).mean())


def test_m06_other_firms_take_first_those_whom_their_employer_trained() -> None:
    """Ten per cent of payroll for three years; employers see ability."""
    assert school(0.10) == 1.0


def test_m06_without_courses_or_without_eyes_for_ability_both_employers_lose_alike() -> None:
    blind = float(np.mean([school(0.10, screening=0.05), school(0.0), school(0.0, screening=0.05)]))

    assert 0.2 < blind < 0.8


def looking_around(*courses: float, **rules: float) -> list[float]:
    """Part of the staff of some employers that looks around, by what each gives in courses."""
    world = TinyWorld()
    world.add_firms(len(courses), courses=courses)
    world.add_people(2_000 * len(courses), employer=np.repeat(np.arange(len(courses)), 2_000))
    world.run(leave, RULES.but(**rules))
    w = world.workforce
    return [float(w.looking[w.employer == firm].mean()) for firm in range(len(courses))]


def test_m06_other_firms_call_on_the_staff_of_the_best_trainer() -> None:
    """A tenth of payroll against nothing: two calls for one, and as many calls in all."""
    trained, untaught = looking_around(0.10, 0.0)

    assert trained == pytest.approx(4 / 3 * RULES.search_on_the_job, abs=0.015)
    assert untaught == pytest.approx(2 / 3 * RULES.search_on_the_job, abs=0.015)
    plain = looking_around(0.0, 0.0)
    assert trained + untaught == pytest.approx(sum(plain), abs=0.02)


def test_m06_where_all_train_alike_nobody_is_the_best() -> None:
    assert looking_around(0.10, 0.10) == looking_around(0.0, 0.0)


def test_m06_where_nobody_hears_of_courses_they_draw_nobody() -> None:
    """The carrier cut."""
    assert looking_around(0.10, 0.0, renown_of_trainers=0.0) == looking_around(0.0, 0.0)


# M08: skilled support


def raided(openings: int, looking: float = 1.0) -> TinyWorld:
    """A service desk of a hundred, and another that opens posts at a tenth more pay."""
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.add_firms(2, unit_cost=0.5)
    world.add_people(100, employer=0, skill=SUPPORT)
    world.firms.posts[0, SUPPORT] = 100
    world.firms.posts[1, SUPPORT] = world.firms.vacancies[1, SUPPORT] = openings
    world.firms.offer[1] = 1_100 * DOLLAR
    rules = OPEN.but(search_on_the_job=looking, leave_for_other_sectors=0)
    world.run(leave, rules)
    see_off(world.workforce)
    hire(world, rules)
    # the desk looks for the people whom it lost, and finds nobody
    world.enter_month(1)
    world.firms.vacancies[:, SUPPORT] = [100 - world.firms.posts_filled[0, SUPPORT], 0]
    hire(world, rules)
    world.run(post_wages, rules)
    return world


def test_m08_demand_for_support_takes_staff_from_others_and_makes_them_pay_more() -> None:
    calm, raid = raided(0), raided(40)

    assert calm.firms.headcount.tolist() == [100, 0]
    assert raid.firms.headcount.tolist() == [60, 40]
    assert raid.firms.offer[0, SUPPORT] > 1_000 * DOLLAR > calm.firms.offer[0, SUPPORT]


def test_m08_where_nobody_looks_around_demand_takes_nobody() -> None:
    world = raided(40, looking=0.0)

    assert world.firms.headcount.tolist() == [100, 0]
    assert world.firms.offer[0, SUPPORT] < 1_000 * DOLLAR


# M09: other sectors


def staying(pay_outside: float, response: float) -> tuple[int, int]:
    """People who stay in the field for a year, and people of other sectors who look into it."""
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.world.reservoir[ENGINEER, 0] = 2_000
    world.world.outside_wage[:] = pay_outside * DOLLAR
    world.add_firms(1)
    world.add_people(2_000, employer=0)
    world.firms.vacancies[0, ENGINEER] = 1
    rules = RULES.but(
        leave_for_other_sectors=0.1, emigrate=0, outside_response=response,
        search_other_sectors=[1] * 5,
    )  # fmt: skip
    world.run(leave, rules)
    see_off(world.workforce)
    world.candidates.clear()
    world.workforce.looking = False
    world.run(search, rules)
    return int(world.firms.headcount[0]), len(world.candidates)


def test_m09_demand_of_other_sectors_takes_people_and_keeps_theirs() -> None:
    calm, boom = staying(1_000, 6.0), staying(1_300, 6.0)

    assert boom[0] < calm[0] - 50
    assert boom[1] < calm[1] / 2


def test_m09_where_people_do_not_mind_pay_other_sectors_take_no_more() -> None:
    calm, boom = staying(1_000, 0.0), staying(1_300, 0.0)

    assert boom[0] == calm[0]


# M12: what schools teach, and what firms ask for


def leavers(alignment: float) -> TinyWorld:
    """A year's leavers of a vocational school, in a town that wants front-line staff only."""
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.add_university(length=1, seats=100.0, skill=SUPPORT, degree=Degree.VOCATIONAL)
    world.add_firms(1)
    world.firms.vacancies[0, FRONT_LINE] = 100
    rules = EducationRules(vocational_alignment=alignment, dropout=0, entry_share=1)
    for month in range(2):
        world.enter_month(month)
        world.run(graduate, rules)
        world.run(enrol, rules)
    hire(world)
    return world


def test_m12_where_schools_teach_what_nobody_asks_for_posts_and_people_are_both_left() -> None:
    world = leavers(0.0)

    assert world.firms.unfilled[0, FRONT_LINE] == 100
    assert (world.workforce.employer < 0).sum() == 100


def test_m12_where_they_teach_what_is_asked_for_neither_is_left() -> None:
    world = leavers(1.0)

    assert world.firms.unfilled[0, FRONT_LINE] == 0
    assert (world.workforce.employer < 0).sum() == 0


# M15: critical mass


def open_posts(pool: int, looking: float = 0.02) -> float:
    """Share of 40 posts that stay open beside a pool of some size."""
    world = town(1, 40, employer=0, founder=True)
    world.world.reservoir[ENGINEER, 0] = pool
    world.firms.offer[:] = 2_000 * DOLLAR
    hire(world, OPEN.but(search_other_sectors=[looking] * 5))
    return float(world.firms.unfilled[0, ENGINEER]) / 40


def test_m15_a_larger_pool_leaves_fewer_posts_open_unless_nobody_looks() -> None:
    shares = [open_posts(pool) for pool in (500, 1_000, 4_000)]

    assert shares[0] > shares[1] > shares[2]
    assert open_posts(500, 0.0) == open_posts(4_000, 0.0) == 1.0


# Those who leave a firm are counted where they go


def test_m08_who_is_poached_counts_as_gone_for_a_better_job() -> None:
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.add_firms(2)
    world.add_people(10, employer=0, skill=SUPPORT, looking=True)
    world.firms.vacancies[1, SUPPORT] = 4
    world.firms.offer[1] = 1_100 * DOLLAR
    hire(world)

    assert world.flows.separations[..., Reason.BETTER_JOB].sum() == 4
