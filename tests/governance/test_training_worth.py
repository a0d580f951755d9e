"""What training is worth to residents, and that it counts once (E14)."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Degree, Skill
from cluster_abm.agents.universities import LONGEST_STUDY
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.education.processes import enrol, graduate
from cluster_abm.submodels.governance.metrics import (
    pay_gain_residents,
    public_spending,
    training_gain_residents,
)
from cluster_abm.submodels.governance.numbers import GovernanceRules
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import learn
from tests.worlds import DOLLAR, TinyWorld

RULES = GovernanceRules()
KEEP = LabourRules(training_lost=0.0, learning=0.0)
FRONT_LINE, ENGINEER = 490.0, 1250.0


def sectors(engineer: float = ENGINEER) -> TinyWorld:
    """A world in which engineers earn more elsewhere than the front line does."""
    world = TinyWorld()
    world.world.outside_wage = np.full(len(Skill), FRONT_LINE * DOLLAR)
    world.world.outside_wage[Skill.ENGINEER] = engineer * DOLLAR
    return world


def worth(world: TinyWorld) -> float:
    """What residents have gained by training, US$/month."""
    return training_gain_residents(Census().take(world.firms, world.workforce), world.world, RULES)


def after_school(world: TinyWorld, n: int = 10) -> TinyWorld:
    """Let people graduate as engineers."""
    world.add_university(
        students=[[n, *[0] * (LONGEST_STUDY - 1)]], length=12, degree=Degree.FOUR_YEAR
    )
    world.run(graduate, EducationRules(entry_share=1.0, ability_sd=0.0))
    return world


def test_a_graduate_without_a_job_is_worth_nothing_yet_and_one_elsewhere_is() -> None:
    world = after_school(sectors())
    assert worth(world) == pytest.approx(0.0)

    world.workforce.close(np.ones(len(world.workforce), bool))

    rise = RULES.load_elsewhere * (ENGINEER - FRONT_LINE)
    assert worth(world) == pytest.approx(10 * rise)


def test_an_engineer_made_here_is_charged_what_the_front_line_would_have_earned() -> None:
    """The pay of the person's own skill elsewhere is taken off and the rise given back."""
    world = after_school(sectors())
    world.add_firms(1)
    people = np.arange(10)
    world.workforce.ability[:] = 1.0
    world.workforce.hire(world.firms, people, np.zeros(10, np.int64), np.full(10, 100_000.0))
    census = Census().take(world.firms, world.workforce)

    charged = -pay_gain_residents(census, world.world, world.ledger, RULES) - worth(world)

    assert charged == pytest.approx(10 * RULES.load_elsewhere * FRONT_LINE)


def test_training_that_raises_no_pay_is_worth_nothing() -> None:
    world = after_school(sectors(engineer=FRONT_LINE))
    world.workforce.close(np.ones(len(world.workforce), bool))

    assert world.world.trained[Skill.ENGINEER] == 10
    assert worth(world) == 0


def test_people_of_before_january_2009_are_no_gain() -> None:
    world = sectors()
    world.enter_month(-1)
    after_school(world)

    assert not world.world.trained.any()
    assert not world.workforce.trained.any()


def test_those_who_retire_or_emigrate_are_lost() -> None:
    world = after_school(sectors())
    world.run(learn, LabourRules(training_lost=0.1))

    assert world.world.trained[Skill.ENGINEER] == pytest.approx(9.0)


@pytest.mark.parametrize("yield_", [0.0, 0.5])
def test_what_courses_add_to_ability_is_not_charged_as_work_elsewhere(yield_: float) -> None:
    """With a yield of nought courses add nothing, and their price is all that is left."""
    world = sectors()
    world.add_firms(1)
    world.add_people(10, employer=0)
    before = _elsewhere(world)

    world.run(learn, KEEP.but(training_effort=0.1, training_yield=yield_))

    assert (_elsewhere(world) > before) == (yield_ > 0)
    assert _elsewhere(world) - worth(world) == pytest.approx(before, rel=1e-6)
    assert (worth(world) > 0) == (yield_ > 0)


def _elsewhere(world: TinyWorld) -> float:
    """What the work of the staff would cost in other sectors, US$/month."""
    census = Census().take(world.firms, world.workforce)
    return -pay_gain_residents(census, world.world, world.ledger, RULES)


@pytest.mark.parametrize(("engineer", "gains"), [(ENGINEER, True), (FRONT_LINE, False)])
def test_half_the_seats_make_residents_richer_only_where_degrees_are_worth_nothing(
    engineer: float, gains: bool
) -> None:
    """Twenty years, with everybody at work elsewhere: what is saved against what is lost."""
    lives = []
    for factor in (1.0, 0.5):
        world, income = sectors(engineer), 0.0
        world.add_university(length=12, seats=10.0)
        rules = EducationRules(seats_factor=factor, ability_sd=0.0, entry_share=1.0)
        for month in range(240):
            world.enter_month(month)
            world.run(graduate, rules)
            world.run(enrol, rules)
            world.workforce.close(np.ones(len(world.workforce), bool))
            world.run(learn, LabourRules())
            census = Census().take(world.firms, world.workforce)
            income += worth(world) - public_spending(census, world.flows, world.ledger)
            assert not world.ledger.residual().any()
        lives.append(income)

    assert (lives[1] < lives[0]) == gains
