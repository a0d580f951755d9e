"""Education: cohorts, graduates, seats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Degree, Entry, Exit, Origin, Skill
from cluster_abm.agents.universities import LONGEST_STUDY
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.education.equations import monthly_dropout, resting_cohorts
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.education.processes import enrol, graduate
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import leave, see_off
from tests.worlds import TinyWorld


def school(**columns: object) -> TinyWorld:
    world = TinyWorld()
    world.add_university(**columns)
    return world


def study(world: TinyWorld, months: range, rules: EducationRules) -> int:
    """Let months pass; return how many entered the field."""
    entered = 0
    for month in months:
        world.enter_month(month)
        world.run(graduate, rules)
        world.run(enrol, rules)
        entered += int(world.flows.graduates.sum())
        assert not world.ledger.residual().any()
    return entered


@pytest.mark.parametrize("length", [1, 2, 24, LONGEST_STUDY])
def test_a_course_lasts_its_months(length: int) -> None:
    world = school(length=length, seats=7.0)
    rules = EducationRules(dropout=0, entry_share=1)

    assert study(world, range(length), rules) == 0
    assert study(world, range(length, length + 1), rules) == 7


def test_cohorts_at_rest_stay_at_rest_without_dropout() -> None:
    students = resting_cohorts(np.array([10.0]), np.array([48]), 0.0, LONGEST_STUDY)
    world = school(length=48, seats=10.0, students=students)

    study(world, range(5), EducationRules(dropout=0))

    assert (world.universities.students == students).all()


@given(seats=st.floats(0, 100), length=st.integers(1, LONGEST_STUDY), dropout=st.floats(0, 0.9))
def test_resting_cohorts_shrink_towards_graduation(
    seats: float, length: int, dropout: float
) -> None:
    students = resting_cohorts(np.array([seats]), np.array([length]), dropout, LONGEST_STUDY)[0]

    assert (students >= 0).all()
    assert students[length:].sum() == 0
    assert students[0] == pytest.approx(seats * (1 - dropout if length > 1 else 1), abs=1)
    assert abs(students[length - 1] - seats) <= 1


def test_the_monthly_hazard_makes_the_dropout_of_the_course() -> None:
    hazard = monthly_dropout(0.3, np.array([48]))[0]

    assert (1 - hazard) ** 47 == pytest.approx(0.7)


def test_ten_years_bring_the_graduates_that_the_starting_books_count() -> None:
    """Table of starting values: 240 of 400 technical graduates a year enter the field."""
    seats = 400 / 12 / 0.7
    students = resting_cohorts(np.array([seats]), np.array([48]), 0.3, LONGEST_STUDY)
    world = school(length=48, seats=seats, students=students)

    assert study(world, range(120), EducationRules()) / 10 == pytest.approx(240, rel=0.05)


def test_graduates_join_the_workforce_as_local_novices() -> None:
    world = school(
        students=[[1000] + [0] * (LONGEST_STUDY - 1)], degree=Degree.FOUR_YEAR, english=0.25
    )

    world.run(graduate, EducationRules(entry_share=1))

    people = world.workforce
    assert len(people) == 1000
    assert (people.skill == Skill.ENGINEER).all()
    assert (people.degree == Degree.FOUR_YEAR).all()
    assert not people.employed.any()
    assert people.experience.max() == 0
    assert people.english.mean() == pytest.approx(0.25, abs=0.05)
    assert people.ability.mean() == pytest.approx(0.85, abs=0.02)
    assert world.flows.joined[Entry.GRADUATED, Origin.LOCAL] == 1000
    assert world.universities.students.sum() == 0


def test_nobody_is_born_twice() -> None:
    world = school(students=[[5] * LONGEST_STUDY], length=LONGEST_STUDY)
    study(world, range(50), EducationRules())

    assert len(np.unique(world.workforce.birth)) == len(world.workforce)


def test_another_university_leaves_the_graduates_of_the_first_as_they_were() -> None:
    alone, beside = (school(students=[[20] * LONGEST_STUDY]) for _ in range(2))
    beside.add_university(students=[[20] * LONGEST_STUDY], skill=Skill.SUPPORT)
    for world in (alone, beside):
        world.run(graduate, EducationRules())

    first = beside.workforce.skill == Skill.ENGINEER
    assert beside.workforce.birth[first].tolist() == alone.workforce.birth.tolist()
    assert beside.workforce.ability[first].tolist() == alone.workforce.ability.tolist()


def test_more_seats_help_only_when_the_course_is_over() -> None:
    usual, more = school(length=24, seats=10.0), school(length=24, seats=10.0)
    twice = EducationRules(seats_factor=2, dropout=0, entry_share=1, applicants_per_seat=2)
    once = EducationRules(dropout=0, entry_share=1)

    assert study(more, range(24), twice) == study(usual, range(24), once) == 0
    assert study(more, range(24, 36), twice) == 2 * study(usual, range(24, 36), once)


def test_the_government_pays_the_course_of_every_added_seat() -> None:
    world = school(length=10, seats=6.0)

    world.run(enrol, EducationRules(seats_factor=1.5, seat_cost=100))

    paid = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.UNIVERSITIES]
    assert paid == 3 * 10 * 100 * 100


def test_money_of_the_levy_fund_pays_whole_courses() -> None:
    world = school(length=48, seats=6.0, sponsored=2 * 48 * 150 * 100)
    rules = EducationRules(applicants_per_seat=50)

    world.run(enrol, rules)

    assert world.universities.students[0, 47] == 6 + 2


def test_the_seats_of_2009_cost_nothing_more() -> None:
    world = school(length=10, seats=6.0)

    world.run(enrol, EducationRules())

    assert world.ledger.paid(Why.PUBLIC_SERVICE) == 0


def test_m24_seats_that_nobody_wants_stay_empty_and_cost_nothing() -> None:
    world = school(length=10, seats=6.0)
    rules = EducationRules(seats_factor=5, applicants_per_seat=1.5, seat_cost=100)

    world.run(enrol, rules)

    assert world.universities.students.sum() == 9
    assert world.ledger.paid(Why.PUBLIC_SERVICE) == 3 * 10 * 100 * 100


def pay_of(world: TinyWorld, ratio: float, **firm: object) -> TinyWorld:
    """Let one firm offer *ratio* times what other sectors pay."""
    world.add_firms(1, offer=ratio * 1000.0 * 100, posts=1, **firm)
    return world


@pytest.mark.parametrize(("ratio", "response", "taken"), [
    (1.0, 1.0, 60), (0.5, 1.0, 30), (0.5, 2.0, 15), (0.5, 0.0, 60), (3.0, 2.0, 60),
])  # fmt: skip
def test_m27_intake_follows_starting_pay_as_far_as_there_are_seats(
    ratio: float, response: float, taken: int
) -> None:
    world = pay_of(school(length=10, seats=60.0, prospect=1.0, prospect_start=1.0), ratio)
    world.enter_month(1)

    world.run(
        enrol,
        EducationRules(applicants_per_seat=1, enrolment_response=response, prospect_memory=1),
    )

    assert world.universities.students.sum() == taken


def test_m27_without_posts_applicants_have_no_pay_to_look_at() -> None:
    world = school(length=10, seats=60.0, prospect=1.0, prospect_start=1.0)
    world.add_firms(1, offer=1.0, posts=0)
    world.enter_month(1)

    world.run(enrol, EducationRules(applicants_per_seat=1, prospect_memory=1))

    assert world.universities.students.sum() == 60


def test_applicants_compare_with_the_pay_of_january_2009() -> None:
    world = pay_of(school(length=10, seats=60.0), 0.5)
    for month in (-1, 0, 1):
        world.enter_month(month)
        world.run(enrol, EducationRules(applicants_per_seat=1))

    assert world.universities.applicants[0] == pytest.approx(60)


def test_m27_a_campaign_fills_seats_that_stood_empty_and_no_others() -> None:
    empty, full = (school(length=10, seats=100.0) for _ in range(2))
    campaign = {"career_campaign": 1e6, "campaign_reach": 1.0, "campaign_yield": 0.2}

    empty.run(enrol, EducationRules(applicants_per_seat=0.5, **campaign))
    full.run(enrol, EducationRules(applicants_per_seat=1.0, **campaign))

    assert empty.universities.students.sum() == 60
    assert full.universities.students.sum() == 100
    paid = empty.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.ECONOMY]
    assert paid == 100_000_000


def test_m10_english_courses_act_when_the_course_is_over() -> None:
    world = school(length=3, seats=1000.0, english=0.2)
    rules = EducationRules(
        dropout=0, entry_share=1, english_teaching=1, english_yield=0.5, applicants_per_seat=1
    )
    speak = []
    for month in range(5):
        world.enter_month(month)
        world.run(graduate, EducationRules(entry_share=1, english_yield=0.5))
        world.run(enrol, rules if month else EducationRules(dropout=0, applicants_per_seat=1))
        speak.append(int(world.workforce.english.sum()))

    first, second = speak[3], speak[4] - speak[3]
    assert first == pytest.approx(200, abs=40)
    assert second == pytest.approx(600, abs=45)


def test_m10_english_courses_are_paid_for_and_teach_only_those_without() -> None:
    world = school(length=10, seats=6.0, english=1.0)

    world.run(enrol, EducationRules(english_teaching=0.5, english_course_cost=900))

    assert world.flows.schooling.tolist() == [0, 3 * 900 * 100, 0, 0, 0, 0]
    assert not world.ledger.residual().any()


def vocational(open_front: int, open_support: int) -> TinyWorld:
    world = school(length=1, seats=1000.0, skill=Skill.SUPPORT, degree=Degree.VOCATIONAL)
    vacancies = np.zeros((1, len(Skill)), np.int64)
    vacancies[0, Skill.FRONT_LINE], vacancies[0, Skill.SUPPORT] = open_front, open_support
    world.add_firms(1, vacancies=vacancies)
    return world


@pytest.mark.parametrize(
    ("open_front", "open_support", "alignment", "share"),
    [(10, 10, 1.0, 0.5), (30, 10, 1.0, 0.75), (10, 10, 0.0, 0.0), (0, 10, 1.0, 0.0),
     (10, 0, 0.5, 0.5), (0, 0, 1.0, 0.0)],
)  # fmt: skip
def test_m13_aligned_courses_follow_the_posts_that_are_open(
    open_front: int, open_support: int, alignment: float, share: float
) -> None:
    world = vocational(open_front, open_support)
    rules = EducationRules(vocational_alignment=alignment, dropout=0, entry_share=1)

    study(world, range(2), rules)

    trained = (world.workforce.skill == Skill.FRONT_LINE).mean()
    assert trained == pytest.approx(share, abs=0.05)


def test_m13_universities_do_not_train_for_the_front_line() -> None:
    world = vocational(10, 0)
    world.universities.degree[:] = Degree.FOUR_YEAR

    study(world, range(2), EducationRules(vocational_alignment=1, dropout=0, entry_share=1))

    assert (world.workforce.skill == Skill.SUPPORT).all()


def abroad(**columns: object) -> TinyWorld:
    return school(skill=Skill.RESEARCHER, degree=Degree.POSTGRADUATE, abroad=True, **columns)


def test_m14_scholars_come_home_after_their_course_if_they_return() -> None:
    stay, go = abroad(length=2, seats=100.0), abroad(length=2, seats=100.0)
    rules = {"dropout": 0, "entry_share": 1, "applicants_per_scholarship": 1}

    assert study(stay, range(2), EducationRules(return_share=1, **rules)) == 0
    assert study(stay, range(2, 3), EducationRules(return_share=1, **rules)) == 100
    assert study(go, range(3), EducationRules(return_share=0, **rules)) == 0


def test_i11_the_government_pays_every_scholar_every_month() -> None:
    world = abroad(length=24, seats=10.0)
    rules = EducationRules(dropout=0, scholarships_factor=2, scholarship_cost=12_000)
    for month in range(2):
        world.enter_month(month)
        world.run(enrol, rules)

    paid = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.ABROAD]
    assert paid == 40 * 1_000 * 100


def test_i11_scholarships_leave_seats_at_home_as_they_are() -> None:
    world = school(length=24, seats=10.0)

    world.run(enrol, EducationRules(scholarships_factor=5))

    assert world.universities.students.sum() == 10


def test_m14_a_scholar_may_not_emigrate_before_the_duty_ends() -> None:
    rules = LabourRules(patience_without_job=1, emigrate=1, retirement=0)
    left = []
    for bound in (60, 0):
        world = TinyWorld(month=12)
        world.add_firms(1)
        world.add_people(50, skill=Skill.RESEARCHER, bound=bound, idle=5)
        world.run(leave, rules)
        see_off(world.workforce)
        left.append(int(world.flows.left[Exit.ABROAD].sum()))

    assert left == [0, 50]


def test_every_dollar_for_schooling_is_counted_once() -> None:
    world = vocational(10, 10)
    rules = EducationRules(
        seats_factor=1.4, english_teaching=0.3, vocational_alignment=0.7, career_campaign=5_000
    )

    world.run(enrol, rules)

    paid = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT]
    assert world.flows.schooling.sum() == paid[Sector.UNIVERSITIES]
    assert (world.flows.schooling[:3] > 0).all()
    assert not world.ledger.residual().any()


def test_e14_fewer_seats_than_in_2009_save_what_as_many_more_cost() -> None:
    bills = []
    for factor in (0.5, 1.0, 1.5):
        world = school(length=10, seats=6.0)
        world.run(enrol, EducationRules(seats_factor=factor, seat_cost=100))
        bills.append(int(world.flows.schooling.sum()))
        given = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.UNIVERSITIES]
        saved = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.UNIVERSITIES, Sector.GOVERNMENT]
        assert given - saved == bills[-1]
        assert not world.ledger.residual().any()

    assert bills == [-3 * 10 * 100 * 100, 0, 3 * 10 * 100 * 100]
