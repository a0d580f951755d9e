"""The model with knowledge on: whom it touches, and where it rests."""

from functools import lru_cache

import numpy as np
import pytest

from cluster_abm.core.schedule import without
from cluster_abm.model import MONTH, ClusterModel
from cluster_abm.submodels.collaboration import processes as collaboration
from cluster_abm.submodels.knowledge import processes as knowledge
from cluster_abm.submodels.markets import processes as markets
from tests.model.scenes import lived, restored

SMALL = 0.1


def test_research_lives_in_the_model_and_every_identity_holds() -> None:
    model = lived(6, factor=SMALL, check=True)

    series = model.series
    assert (series["rd_expenditure"] > 0).all()
    assert series["innovations"].sum() > 0
    assert (series["rd_employment"] <= series["jobs_engineer"] + series["jobs_researcher"]).all()


def test_m34_m93_without_knowledge_in_the_month_the_ladders_stand_still() -> None:
    model = restored(factor=SMALL, month=without(
        knowledge.keep_up, knowledge.research, knowledge.imitate, knowledge.carry,
        collaboration.work_together, collaboration.look_abroad, markets.co_develop, month=MONTH,
    ))  # fmt: skip
    before = dict(zip(model.firms.birth.tolist(), model.firms.quality.tolist(), strict=True))

    model.run_months(6)

    now = zip(model.firms.birth.tolist(), model.firms.quality.tolist(), strict=True)
    assert all(before[birth] == quality for birth, quality in now if birth in before)


def test_a_better_yield_of_research_brings_better_own_work() -> None:
    plain, rich = (
        lived(24, factor=SMALL, numbers={"research_yield": value}).series
        for value in (0.0025, 0.01)
    )

    assert rich["innovations"].sum() > 1.5 * plain["innovations"].sum()
    assert rich["quality_own_work"].iloc[-1] > plain["quality_own_work"].iloc[-1] + 0.02


WORLDS, YEAR = 6, 12


@lru_cache(maxsize=1)
def resting() -> list[dict[str, np.ndarray]]:
    """Ten years without growth of the market, in some worlds."""
    found = []
    for replicate in range(WORLDS):
        model = ClusterModel(seed=77, replicate=replicate, numbers={"market_growth": 0.0})
        model.run_months(120)
        series = model.series
        found.append({name: series[name].to_numpy() for name in series.columns})
    return found


def drift(name: str) -> float:
    """Mean change from the first year to the last."""
    return float(np.mean([w[name][-YEAR:].mean() - w[name][:YEAR].mean() for w in resting()]))


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("name", "much"),
    [
        ("quality_integration", 0.01), ("quality_own_work", 0.03), ("efficiency_sme", 0.015),
        ("rd_share_of_gva", 0.006), ("local_share", 0.02), ("own_work_share", 0.035),
    ],
)  # fmt: skip
def test_without_growth_of_the_market_knowledge_rests(name: str, much: float) -> None:
    assert abs(drift(name)) < much
