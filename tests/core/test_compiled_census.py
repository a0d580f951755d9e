"""The compiled census counts what NumPy counts, to the byte."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.census import Census
from cluster_abm.core import compiled
from cluster_abm.model import ClusterModel
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
