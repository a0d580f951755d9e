"""The compiled census counts what NumPy counts, to the byte."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.census import Census
from cluster_abm.core import compiled
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.labour.metrics import gini_pay
from tests.core.test_compiled import both

pytestmark = pytest.mark.skipif(not compiled.in_use, reason="Nothing is compiled here.")


def test_a_compiled_census_agrees() -> None:
    model = ClusterModel("panama_2009", seed=3)
    model.run_months(2)
    # some of those without a job are new graduates, able and less able
    idle = np.flatnonzero(model.workforce.employer < 0)[::2]
    model.workforce.trained[idle] = True
    model.workforce.ability[idle] = np.linspace(0.5, 1.7, len(idle), dtype=np.float32)

    fast, reference = both(lambda: Census().take(model.firms, model.workforce))

    assert reference.trained_idle.any()
    assert reference.graduates[0] > 0
    assert min(reference.exporting[0], reference.losing[0], reference.unheard[0]) > 0
    for name in Census.columns:
        assert getattr(fast, name).tobytes() == getattr(reference, name).tobytes(), name


def test_a_compiled_gini_of_pay_agrees() -> None:
    """Groups of one mean pay stand in their order, and some groups are empty."""
    census, luck = Census(), np.random.default_rng(1)
    census.staff[...] = luck.integers(0, 5, census.staff.shape)
    census.pay[...] = census.staff * luck.integers(1, 4, census.pay.shape)

    fast, reference = both(lambda: gini_pay(census))

    assert fast == reference
    assert 0.1 < reference < 0.5
    assert both(lambda: gini_pay(Census())) == (0.0, 0.0)
