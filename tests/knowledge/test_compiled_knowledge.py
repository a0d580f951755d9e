"""Compiled loops of research give the bytes of the NumPy functions whose twins they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from cluster_abm.core import compiled
from cluster_abm.core.kernels import knowledge as kernels
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.knowledge import processes
from tests.core.test_compiled import both, left_by

pytestmark = pytest.mark.skipif(not compiled.in_use, reason="Nothing is compiled here.")


@pytest.fixture(scope="module")
def model() -> ClusterModel:
    model = ClusterModel("panama_2009", seed=2)
    model.run_months(2)
    return model


def stirred(seed: int, model: ClusterModel) -> None:
    """Firms that have grants, tax relief, products and newcomers by chance."""
    rng = np.random.default_rng(seed)
    firms, n = model.firms, len(model.firms)
    firms.in_research, firms.exporter = rng.random((2, n)) < 0.6
    firms.doubt, firms.hold_back, firms.tax_relief, firms.co_financed = rng.random((4, n)) * 0.6
    firms.absorption, firms.efficiency, firms.management = 0.5 + rng.random((3, n))
    firms.quality = 0.5 + rng.random((n, 2))
    some = rng.random(n) < 0.3
    firms.promised, firms.project_value = 1e6 * rng.random(n) * some, rng.normal(size=n)
    firms.earmarked = rng.integers(0, 10**7, n) * some
    firms.research_cost = rng.integers(0, 10**7, n) * (rng.random(n) < 0.7)
    firms.research_asked, firms.relief_at_stake = 1e6 * rng.random((2, n))
    firms.credit_limit, firms.research_plan = 1e7 * rng.random((2, n))
    firms.products = rng.integers(0, 4, n)
    firms.research = 3 * rng.random(firms.research.shape)
    firms.research_yield = 0.02 * rng.random(n)
    model.candidates.post[:] = rng.integers(-1, n, len(model.candidates))
    model.workforce.knows[:] = rng.random(len(model.workforce)) + 0.2


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "process",
    [processes.plan_research, processes.carry, processes.buy_research, processes.keep_up,
     processes.research, processes.imitate, processes.launch],
)  # fmt: skip
def test_a_month_of_research_is_the_same(
    model: ClusterModel, process: Callable[..., None], seed: int
) -> None:
    fast, reference = both(lambda: left_by(model, process, partial(stirred, seed)))

    assert fast == reference


def test_nobody_imitates_where_there_is_no_own_work(model: ClusterModel) -> None:
    def idle(model: ClusterModel) -> None:
        model.firms.own_orders = 0.0

    fast, reference = both(lambda: left_by(model, processes.imitate, idle))

    assert fast == reference


def test_a_compiled_sum_adds_in_the_order_of_numpy() -> None:
    rng = np.random.default_rng(3)
    for n in range(kernels.MOST_CELLS + 1):
        row = rng.normal(size=n) * 10.0 ** rng.integers(-9, 9, n)

        assert kernels.sum_of_cells(row) == row.sum()
