"""Compiled loops of production give the bytes of the NumPy functions whose twins they are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cluster_abm.agents.classes import Kind, Line, Skill
from cluster_abm.submodels.production import processes
from cluster_abm.submodels.production.numbers import ProductionRules
from tests.core.test_compiled import NEEDS_LOOPS, both, told_of
from tests.worlds import TinyWorld

pytestmark = NEEDS_LOOPS
FIRMS, SKILLS = 40, len(Skill)


def firms_with_staff(seed: int) -> TinyWorld:
    """Firms and sites with staff, some of it foreign, by chance; some have none."""
    world, rng = TinyWorld(seed), np.random.default_rng(seed)
    sites = rng.random(FIRMS) < 0.3
    staff = rng.integers(0, 9, (FIRMS, SKILLS, 2)) * (rng.random((FIRMS, SKILLS, 2)) < 0.6)
    world.add_firms(
        FIRMS, sort=np.where(sites, Kind.MNC, Kind.SME), activity=rng.integers(0, 3, FIRMS),
        line_share=rng.random((FIRMS, len(Line))) * sites[:, None], staff=staff,
        ability=staff * (0.05 + rng.random(staff.shape)), zone=rng.integers(0, 4, FIRMS),
        research=3 * rng.random((FIRMS, SKILLS)), offer=1e5 * (0.5 + rng.random((FIRMS, SKILLS))),
        orders=1e7 * rng.random(FIRMS), efficiency=0.5 + rng.random(FIRMS),
    )  # fmt: skip
    world.zones.productivity = 0.9 + 0.2 * rng.random(len(world.zones))
    return world


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("process", [processes.measure_capacity, processes.reckon_staff])
def test_a_process_leaves_the_same_firms(process: Callable[..., None], seed: int) -> None:
    def lived() -> list[object]:
        world = firms_with_staff(seed)
        before = told_of(world.firms)
        world.run(process, ProductionRules())
        assert told_of(world.firms) != before
        return told_of(world.firms)

    fast, reference = both(lived)
    assert fast == reference
