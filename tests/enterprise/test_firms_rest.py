"""The 200 firms of 2009 are there before and after the month in which books are read (K19)."""

import numpy as np

from cluster_abm.core.types import Floats
from cluster_abm.model import ClusterModel

WORLDS, MONTHS = 4, 120


def grown_firms(**numbers: float) -> Floats:
    """Local firms that ever had ten staff at the end of each month, shape ``(worlds, months)``."""
    worlds = []
    for replicate in range(WORLDS):
        model = ClusterModel(replicate=replicate, numbers=numbers)
        model.run_months(MONTHS)
        worlds.append(model.series["firms_counted"].to_numpy())
    return np.array(worlds)


def test_k19_in_a_growing_country_the_firms_of_2009_are_as_many_for_ten_years() -> None:
    mean = grown_firms().mean(axis=0)

    assert mean.min() > 170
    assert mean.max() < 220


def test_k19_a_market_at_rest_loses_no_more_than_a_fifth_of_them() -> None:
    """It carries fewer firms than the books have (see known faults), and not ever fewer."""
    mean = grown_firms(market_growth=0.0).mean(axis=0)

    assert mean[-1] > 0.8 * mean[0]
    assert mean[-1] > 0.92 * mean[-60]
