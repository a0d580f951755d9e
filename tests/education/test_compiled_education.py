"""Compiled loops of education give the bytes of the functions whose twins they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from cluster_abm.core.luck import Luck
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.education import processes
from cluster_abm.submodels.education.numbers import EducationRules
from tests.core.test_compiled import NEEDS_LOOPS, a_world, both, told, told_of

pytestmark = NEEDS_LOOPS

SEEDS = pytest.mark.parametrize("seed", range(4))
PLAIN = EducationRules()
BUSY = EducationRules(
    seats_factor=1.4, scholarships_factor=2.0, english_teaching=0.3, vocational_alignment=0.5,
    career_campaign=5e4, dropout=0.6,
)  # fmt: skip


def a_campus(seed: int) -> ClusterModel:
    """A world with six institutions, some of them empty, one of them seen by nobody yet."""
    model, rng, n = a_world(seed), np.random.default_rng(seed + 100), 6
    schools = model.universities
    schools.admit(
        np.arange(n, dtype=np.uint64), skill=rng.integers(0, 5, n), degree=rng.integers(0, 4, n),
        seats=40 * rng.random(n), length=[1, 12, 24, 36, 48, 60], abroad=rng.random(n) < 0.4,
        students=rng.integers(0, 9, (n, 60)) * (rng.random((n, 1)) < 0.8), english=rng.random(n),
        taught=rng.random((n, 60)), service=rng.random((n, 60)), prospect=rng.random(n) * 2,
        prospect_start=rng.random(n), sponsored=rng.integers(0, 10**6, n),
    )  # fmt: skip
    schools.prospect[2] = schools.prospect_start[2] = 0.0
    model.firms.posts[:, 3] = 0
    model.world.outside_wage = 5e4 * (1 + rng.random(5))
    return model


def the_same_after(seed: int, live: Callable[[ClusterModel], object]) -> None:
    """A step leaves the same bytes in both ways, and they are not those of before."""

    def lived() -> list[Any]:
        model = a_campus(seed)
        live(model)
        tables = told_of(model.universities, model.workforce, model.flows)
        return [*tables, told(model.world.trained), told(model.ledger.flows)]

    fast, reference = both(lived)
    assert fast == reference
    model = a_campus(seed)
    assert told_of(model.universities, model.workforce, model.flows) != fast[:-2]


@SEEDS
@pytest.mark.parametrize("month", [-3, 5])
def test_the_same_people_graduate(seed: int, month: int) -> None:
    the_same_after(seed, lambda m: processes.graduate(
        m.universities, m.workforce, m.programmes, m.government, m.world, m.flows,
        Luck(1, 0, month), BUSY,
    ))  # fmt: skip


@SEEDS
@pytest.mark.parametrize("rules", [PLAIN, BUSY], ids=["plain", "busy"])
@pytest.mark.parametrize("month", [-3, 5])
def test_the_same_people_study(seed: int, rules: EducationRules, month: int) -> None:
    def enrolled(m: ClusterModel) -> None:
        m.world.month = month
        processes.enrol(
            m.universities, m.firms, m.world, m.ledger, m.flows, Luck(1, 0, month), rules
        )

    the_same_after(seed, enrolled)
