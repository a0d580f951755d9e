"""What comes with people from abroad, and to whom: in worlds of a few made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import PermitClass, Skill, ZoneName
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import match
from cluster_abm.submodels.migration.numbers import MigrationRules
from cluster_abm.submodels.migration.processes import apply, ask_for_permits, decide_permits
from tests.worlds import DOLLAR, TinyWorld

ENGINEER = Skill.ENGINEER
OPEN = MigrationRules(
    return_home=0, permit_refusal=0, applicants_abroad=[0, 0, 60, 0, 0], soft_cost=0,
    permit_months=[1] * 6,
)  # fmt: skip
"""Sixty engineers abroad would come in a month for the pay of 2009."""
CLOSED = OPEN.but(applicants_abroad=[0] * 5)


def town(n: int = 1, **columns: object) -> TinyWorld:
    """Firms of forty local engineers that look for thirty more; there is nobody at home."""
    world = TinyWorld()
    world.world.reservoir[:] = 0
    world.add_firms(n, **columns)
    world.add_people(40 * n, employer=np.repeat(np.arange(n), 40), ability=0.9)
    world.firms.posts[:, ENGINEER] = 70
    world.firms.vacancies[:, ENGINEER] = 30
    world.firms.offer[:] = 2_000 * DOLLAR
    return world


def lived(world: TinyWorld, rules: MigrationRules, months: int = 6) -> TinyWorld:
    for _ in range(months):
        world.enter_month(world.world.month + 1)
        world.run(decide_permits, rules)
        world.firms.vacancies[:, ENGINEER] = (
            70 - world.firms.posts_filled[:, ENGINEER] - world.firms.reserved[:, ENGINEER]
        )
        world.candidates.clear()
        world.run(apply, rules)
        world.run(match, LabourRules(matching_rounds=8))
        world.run(ask_for_permits, rules)
    return world


def test_m19_people_from_abroad_make_the_pool_larger_and_better_within_months() -> None:
    """At once, where a course takes years; with nobody abroad nothing moves."""
    free = OPEN.but(foreign_quota_specialised=1.0)
    came, none = lived(town(), free), lived(town(), free.but(applicants_abroad=[0] * 5))

    assert came.firms.headcount[0] > 55
    assert came.workforce.ability.mean() > 0.92
    assert none.firms.headcount[0] == 40
    assert none.workforce.ability.mean() == pytest.approx(0.9)


def test_m21_a_firm_at_its_quota_does_not_grow_and_one_without_limit_does() -> None:
    tight, free = (
        lived(town(), OPEN.but(foreign_quota_specialised=limit)).firms.headcount[0]
        for limit in (0.0, 1.0)
    )

    assert tight == 40 < free
    assert lived(town(), CLOSED.but(foreign_quota_specialised=1.0)).firms.headcount[0] == 40


def test_m22_people_from_abroad_go_to_the_exempt_and_the_others_stay_small() -> None:
    """The same firm, the same pay: one in the City of Knowledge, one outside."""
    places = [ZoneName.CITY_OF_KNOWLEDGE, ZoneName.REST]
    grown = []
    for waived in (True, False):
        world = town(2, zone=places)
        world.zones.quota_free[ZoneName.CITY_OF_KNOWLEDGE] = waived
        lived(world, OPEN.but(foreign_quota_specialised=0.0))
        grown.append((world.firms.headcount - 40).tolist())

    (exempt, other), nobody = grown
    assert exempt > 10
    assert other == 0
    assert nobody == [0, 0]


def test_m22_who_comes_under_the_waiver_has_the_permit_of_the_zone() -> None:
    world = town(1, zone=ZoneName.CITY_OF_KNOWLEDGE)
    world.zones.quota_free[ZoneName.CITY_OF_KNOWLEDGE] = True
    lived(world, OPEN.but(foreign_quota_specialised=0.0))

    came = world.workforce.foreign
    assert came.any()
    assert (world.workforce.permit[came] == PermitClass.ZONE).all()
