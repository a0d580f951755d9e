"""Education: English for people of other sectors (I15), which enlarges the pool of P03."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import Skill
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.education.processes import teach_english
from tests.model.scenes import apart, change, columns, lived
from tests.worlds import TinyWorld

COURSES = EducationRules(adult_english=1_200, english_yield=0.5, english_course_cost=900)


def country(without: int) -> TinyWorld:
    """Other sectors with some people without English, all of the front line, and 50 with it."""
    world = TinyWorld()
    people = np.zeros((len(Skill), 2), np.int64)
    people[Skill.FRONT_LINE] = without, 50
    world.world.reservoir, world.world.reservoir_start = people.copy(), people.copy()
    return world


def test_half_of_those_on_a_course_speak_and_stay_where_they_work() -> None:
    world = country(10_000)

    for month in range(12):
        world.enter_month(month)
        world.run(teach_english, COURSES)

    without, speak = world.world.reservoir[Skill.FRONT_LINE]
    assert speak - 50 == pytest.approx(600, abs=60)
    assert without + speak == 10_050
    assert (world.world.reservoir == world.world.reservoir_start).all()


def test_the_government_pays_every_seat_that_is_taken() -> None:
    world = country(10_000)

    world.run(teach_english, COURSES)

    paid = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.ECONOMY]
    assert paid == world.flows.schooling.sum() == 100 * 900 * 100
    assert not world.ledger.residual().any()


@pytest.mark.parametrize("without", [0, 30])
def test_nobody_is_taught_who_is_not_there(without: int) -> None:
    world = country(without)

    world.run(teach_english, COURSES)

    assert world.flows.schooling.sum() == without * 900 * 100
    assert (world.world.reservoir >= 0).all()


def test_i15_a_larger_pool_of_english_speakers_fills_more_posts() -> None:
    """20,000 people a year for two years; contact centres and the anchor ask for English."""
    usual, taught = (lived(24, change("adult_english", x)).series for x in (0.0, 20_000.0))

    more = taught["reservoir_with_english"].iloc[-1] - usual["reservoir_with_english"].iloc[-1]
    assert more > 5_000
    assert taught["mnc_posts_filled"].iloc[-6:].mean() > usual["mnc_posts_filled"].iloc[-6:].mean()


def test_courses_change_nothing_where_nobody_comes_from_other_sectors() -> None:
    """The carrier is cut: nobody of other sectors looks for a post here."""
    cut = {"search_other_sectors": [0.0] * len(Skill)}
    usual, taught = (
        columns(lived(6, change("adult_english", x), numbers=cut)) for x in (0.0, 20_000.0)
    )

    mine = [name for name in usual if name.startswith(("firms.", "workforce."))]
    assert apart({n: usual[n] for n in mine}, {n: taught[n] for n in mine}) == []
