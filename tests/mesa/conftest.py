"""One cluster for all: founded once, lived six months, copied for whoever changes it."""

from copy import deepcopy

import pandas as pd
import pytest

from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.reader import Scenario, load_scenario


@pytest.fixture(scope="package")
def panama() -> Scenario:
    """A year of warm-up is enough for who counts nothing."""
    return load_scenario("panama_2009").model_copy(update={"warm_up": 12})


@pytest.fixture(scope="package")
def founded(panama: Scenario) -> ClusterModel:
    """The cluster in January 2009: not to be touched."""
    return ClusterModel(panama, keep=("sales",))


@pytest.fixture(scope="package")
def lived(founded: ClusterModel) -> ClusterModel:
    """The cluster after six months: not to be touched."""
    model = deepcopy(founded)
    model.run_months(6)
    return model


@pytest.fixture(scope="package")
def future(lived: ClusterModel) -> pd.DataFrame:
    """What the cluster lives in three months more, without any interruption."""
    model = deepcopy(lived)
    model.run_months(3)
    return model.series


@pytest.fixture
def model(lived: ClusterModel) -> ClusterModel:
    """The cluster after six months, to do with as one likes."""
    return deepcopy(lived)
