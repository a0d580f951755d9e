"""Every indicator of the report is measured, or it is said what is missing; each has a world."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cluster_abm
from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Degree, FirmOrigin, Kind, Origin, Reason, Segment, Skill
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.indicators import INDICATORS, LATER, measured, sheet, standing
from cluster_abm.lab.validation.functions import FUNCTIONS
from cluster_abm.odd import indicators
from cluster_abm.submodels.demand import metrics as demand
from cluster_abm.submodels.education import metrics as education
from cluster_abm.submodels.enterprise import metrics as enterprise
from cluster_abm.submodels.labour import metrics as labour
from tests.worlds import TinyWorld

PAGE = Path(cluster_abm.__file__).parents[1] / "docs" / "metrics.md"


def test_there_are_fifty_six() -> None:
    assert list(INDICATORS) == [f"K{n:02d}" for n in range(1, 57)]


@pytest.mark.parametrize("tag", INDICATORS)
def test_an_indicator_is_measured_or_says_what_is_missing(tag: str) -> None:
    if standing(tag) == "missing":
        assert INDICATORS[tag][1]
    else:
        assert measured().get(tag) or LATER.get(tag)


def test_no_metric_cites_an_indicator_that_the_report_has_not() -> None:
    assert set(measured()) <= set(INDICATORS)


def test_what_is_measured_later_is_a_function_or_a_command() -> None:
    named = {name for names in LATER.values() for name in names}

    assert named <= FUNCTIONS.keys() | {"compare"}


def test_the_page_in_the_docs_is_the_table_of_today() -> None:
    assert PAGE.read_text("utf-8") == indicators("en"), "make docs writes docs/metrics.md anew"
    assert len(sheet("es").rows) == 56


# A world in which each new index is what one counts, and one in which it is violated


def staffed(**people: Any) -> TinyWorld:
    world = TinyWorld()
    world.add_firms(2)
    world.add_people(4, employer=[0, 0, 1, 1], **people)
    return world


def skills_gap(world: TinyWorld) -> float:
    return labour.skills_gap(Census().take(world.firms, world.workforce))


def test_the_skills_gap_is_what_neither_staff_nor_seekers_can_fill() -> None:
    """K15: five engineers wanted, four there, and one looks for a post."""
    world = staffed()
    world.firms.posts[0, Skill.ENGINEER] = 7

    before = skills_gap(world)
    world.add_people(1)

    assert before == 3
    assert skills_gap(world) == 2


def test_a_surplus_of_one_skill_fills_no_gap_of_another() -> None:
    """K15."""
    world = staffed()
    world.firms.posts[0, Skill.ENGINEER] = 7
    world.add_people(9, skill=Skill.FRONT_LINE)

    assert skills_gap(world) == 3


def test_only_those_who_leave_for_another_firm_are_poached() -> None:
    """K43."""
    world = staffed()
    census = Census().take(world.firms, world.workforce)
    world.flows.separations[Kind.SME, Skill.ENGINEER, Reason.BETTER_JOB] = 1
    world.flows.separations[Kind.SME, Skill.ENGINEER, Reason.LAID_OFF] = 3

    assert labour.poaching_rate(census, world.flows) == pytest.approx(12 / 4)


def test_equal_pay_has_no_gini_and_unequal_pay_has() -> None:
    """K56: half of the people have three times the pay of the others."""
    world = TinyWorld()
    world.add_firms(1)
    world.add_people(2, employer=0)
    equal = labour.gini_pay(Census().take(world.firms, world.workforce))
    world.add_people(2, employer=0, skill=Skill.MANAGER, wage=300_000.0)

    assert equal == pytest.approx(0)
    assert labour.gini_pay(Census().take(world.firms, world.workforce)) == pytest.approx(0.25)


def test_an_empty_cluster_has_no_gini() -> None:
    world = TinyWorld()

    assert labour.gini_pay(Census().take(world.firms, world.workforce)) == 0


def test_sales_to_one_segment_are_not_diversified() -> None:
    """K27."""
    world = TinyWorld()
    world.flows.billed[Segment.BANKING] = 100
    one = demand.diversification(world.flows)
    world.flows.billed[Segment.MARITIME] = 100

    assert (one, demand.diversification(world.flows)) == (0.0, 0.5)


def competition(world: TinyWorld) -> float:
    return demand.competition(Census().take(world.firms, world.workforce))


def test_one_vendor_is_no_competition_and_four_equals_are() -> None:
    """K54, F14."""
    world = TinyWorld()
    world.add_firms(4)
    world.firms.year_sales[0] = 10
    one = competition(world)
    world.firms.year_sales[:] = 10

    assert (one, competition(world)) == (0.0, 0.75)


def test_sales_of_others_are_no_competition() -> None:
    """K54."""
    world = TinyWorld()
    world.add_firms(2, sort=[Kind.SME, Kind.MNC])
    world.firms.year_sales[:] = 10

    assert competition(world) == 0


def test_investment_is_research_equipment_and_founders_money() -> None:
    """K20: a loan or a dividend is none."""
    world = TinyWorld()
    rows = world.add_firms(1, cash=1_000_000)
    world.flows.research[0] = 20_000
    firm, abroad = world.ledger.of(Sector.FIRMS, rows), world.ledger.of(Sector.ABROAD)
    world.ledger.pay(firm, abroad, np.array([10_000]), Why.EQUIPMENT)
    world.ledger.pay(firm, abroad, np.array([90_000]), Why.DIVIDENDS)

    assert enterprise.investment(world.flows, world.ledger.payments) == 300


def test_entrepreneurship_is_births_a_year_for_a_thousand_jobs() -> None:
    """K35."""
    world = staffed()
    census = Census().take(world.firms, world.workforce)
    none = enterprise.entrepreneurship(census, world.flows)
    world.flows.births[FirmOrigin.ENTRANT] = 1

    assert (none, enterprise.entrepreneurship(census, world.flows)) == (0, 12_000 / 4)


def test_a_course_without_students_or_of_the_same_kind_is_no_new_qualification() -> None:
    """K14."""
    world = TinyWorld()
    for degree, students in ((Degree.FOUR_YEAR, 5), (Degree.FOUR_YEAR, 5), (Degree.VOCATIONAL, 0)):
        row = world.add_university(degree=degree)
        world.universities.students[row, 0] = students

    assert education.qualifications(world.universities) == 1


def test_foreigners_are_a_group_of_their_own_in_the_gini() -> None:
    """K56: two of one skill, one of them from abroad and better paid."""
    world = TinyWorld()
    world.add_firms(1)
    world.add_people(1, employer=0)
    world.add_people(1, employer=0, foreign=True, wage=300_000.0)
    census = Census().take(world.firms, world.workforce)

    assert census.staff[Kind.SME, Skill.ENGINEER, Origin.FOREIGN] == 1
    assert labour.gini_pay(census) == pytest.approx(0.25)
