"""Research with credit, grants, angels and banks beside it: its level, and that it rests (C05)."""

from functools import cache

import numpy as np

from cluster_abm.core.types import Floats
from cluster_abm.model import ClusterModel

WORLDS, YEARS, YEAR = 8, 10, 12
MILLION = 1e6


@cache
def research_by_year() -> Floats:
    """Research of local firms without growth of the market, US$ m, shape ``(worlds, years)``."""
    rows = []
    for replicate in range(WORLDS):
        model = ClusterModel(replicate=replicate, numbers={"market_growth": 0.0})
        model.run_months(YEARS * YEAR)
        spent = model.series["rd_expenditure"].to_numpy()
        rows.append(spent.reshape(YEARS, YEAR).sum(axis=1) / MILLION)
    return np.array(rows)


def test_c05_local_firms_spend_about_three_and_a_half_million_a_year_on_research() -> None:
    assert 2.6 < research_by_year()[:, :5].mean() < 4.4


def test_research_neither_rises_nor_falls_for_long_where_the_market_stands_still() -> None:
    """It dips when January 2009 takes cash away, and comes back; then it drifts little."""
    mean = research_by_year().mean(axis=0)

    assert 0.75 < mean[7:].mean() / mean[2:5].mean() < 1.3
