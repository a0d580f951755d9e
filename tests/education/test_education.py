"""Education: cohorts, graduates, seats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Degree, Entry, Origin, Skill
from cluster_abm.agents.universities import LONGEST_STUDY
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.education.equations import monthly_dropout, resting_cohorts
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.education.processes import enrol, graduate
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
    twice = EducationRules(seats_factor=2, dropout=0, entry_share=1)
    once = EducationRules(dropout=0, entry_share=1)

    assert study(more, range(24), twice) == study(usual, range(24), once) == 0
    assert study(more, range(24, 36), twice) == 2 * study(usual, range(24, 36), once)


def test_the_government_pays_the_course_of_every_added_seat() -> None:
    world = school(length=10, seats=6.0)

    world.run(enrol, EducationRules(seats_factor=1.5, seat_cost=100))

    paid = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.UNIVERSITIES]
    assert paid == 3 * 10 * 100 * 100


def test_the_seats_of_2009_cost_nothing_more() -> None:
    world = school(length=10, seats=6.0)

    world.run(enrol, EducationRules())

    assert world.ledger.paid(Why.PUBLIC_SERVICE) == 0
