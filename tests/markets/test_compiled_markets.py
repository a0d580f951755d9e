"""Compiled loops of markets give the bytes of the NumPy functions whose twins they are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from cluster_abm.agents.classes import Kind, Segment
from cluster_abm.submodels.markets import processes
from cluster_abm.submodels.markets.numbers import MarketRules
from tests.core.test_compiled import NEEDS_LOOPS, both, told_of
from tests.worlds import TinyWorld

pytestmark = NEEDS_LOOPS
FIRMS, BUYERS = 60, len(Segment)


def firms_that_know(seed: int) -> TinyWorld:
    """Firms of all sorts with experience, references and quality by chance."""
    world, rng = TinyWorld(seed), np.random.default_rng(seed)
    size = 10.0 ** rng.integers(-6, 9, (FIRMS, BUYERS))
    world.add_firms(
        FIRMS, sort=rng.choice([Kind.SME, Kind.SME, Kind.MNC], FIRMS),
        experience=size * rng.random((FIRMS, BUYERS)), intimacy=rng.random((FIRMS, BUYERS)),
        references=size * (rng.random((FIRMS, BUYERS)) < 0.5), quality=rng.random((FIRMS, 2)) + 0.5,
        new_bills=rng.integers(0, 10**7, (FIRMS, BUYERS)) * (rng.random((FIRMS, BUYERS)) < 0.6),
        idle_abroad=rng.choice([0, 5, processes.LONG_AGO], FIRMS),
        orders=1e6 * rng.random(FIRMS) * (rng.random(FIRMS) < 0.8),
        own_orders=1e5 * rng.random(FIRMS), activity=rng.integers(0, 2, FIRMS),
    )  # fmt: skip
    world.add_customers(budget=1e8, asked=rng.random(BUYERS))
    return world


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("process", [processes.remember, processes.co_develop])
def test_a_process_leaves_the_same_firms(process: Callable[..., None], seed: int) -> None:
    def lived() -> list[object]:
        world = firms_that_know(seed)
        before = told_of(world.firms)
        world.run(process, MarketRules(lead_learning=0.1))
        assert told_of(world.firms) != before
        return told_of(world.firms)

    fast, reference = both(lived)
    assert fast == reference
