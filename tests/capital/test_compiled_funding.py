"""Compiled loops of credit and stakes give the bytes of NumPy."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from cluster_abm.agents.classes import FunderKind, Home
from cluster_abm.core import compiled
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.capital import processes as capital
from cluster_abm.submodels.venture import processes as venture
from tests.core.test_compiled import both, left_by

pytestmark = pytest.mark.skipif(not compiled.in_use, reason="Nothing is compiled here.")


@pytest.fixture(scope="module")
def model() -> ClusterModel:
    model = ClusterModel("panama_2009", seed=2)
    model.run_months(3)
    # firms are a month older in a world that was restored than in one that has just lived
    model.restore(model.snapshot())
    return model


def stirred(seed: int, model: ClusterModel) -> None:
    """Firms that are in debt, and investors with money, stakes of all ages and plans."""
    rng = np.random.default_rng(seed)
    firms, stakes, funders, n = model.firms, model.stakes, model.funders, len(model.firms)
    firms.data["debt"][:n] = rng.integers(0, 10**7, n) * (rng.random(n) < 0.6)
    firms.data["cash"][:n] += rng.integers(-(10**7), 10**7, n)
    funders.data["cash"][: len(funders)] += 10**9
    firms.products, firms.award_score = rng.integers(0, 2, n), rng.normal(size=n)
    firms.promised = 1e5 * (rng.random(n) < 0.2)
    firms.grant_due = rng.integers(0, 2, n) * (firms.promised > 0) * 10**6
    firms.grant, firms.earmarked = 3 * firms.grant_due, rng.integers(0, 2, n) * 10**5
    firms.innovations, firms.idea = rng.integers(0, 3, n), rng.normal(size=n) * (firms.promised > 0)
    investors = np.flatnonzero(np.isin(funders.sort, (FunderKind.ANGELS, FunderKind.VENTURE_FUND)))
    stakes.admit(
        np.arange(40, dtype=np.uint64), firm=rng.integers(0, n, 40), share=0.02 * rng.random(40),
        funder=rng.choice(np.append(investors, -1), 40), home=rng.choice(list(Home), 40),
        paid=rng.integers(1, 10**6, 40), due=rng.integers(0, 2, 40) * 10**6, precision=1.0,
        since=model.month - rng.integers(0, 150, 40),
    )  # fmt: skip
    model.plans.admit(np.arange(seed, dtype=np.uint64), person=np.arange(seed))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "process",
    [capital.service_debt, capital.lend, capital.pay_tranches, capital.have_ideas,
     venture.sell_stakes, venture.back_firms],
)  # fmt: skip
def test_a_month_of_funding_is_the_same(
    model: ClusterModel, process: Callable[..., None], seed: int
) -> None:
    fast, reference = both(lambda: left_by(model, process, partial(stirred, seed)))

    assert fast == reference
