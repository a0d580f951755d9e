"""The lottery of work permits: what a permit does to a firm's sales, as an economist would see it.

An office refuses some applications whatever they say, by luck.  Firms whose papers passed and firms
whose papers did not are therefore alike, month by month: a lottery that the model itself holds.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from cluster_abm.agents.classes import Decision
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.lab.audit.estimators import Estimate, lottery

WINDOW = 6
"""Months before and after a decision over which sales are averaged."""


class PermitTrial(NamedTuple):
    """What passing the office does to a firm's monthly sales, US$."""

    effect: Estimate
    """Change of sales after the decision."""
    placebo: Estimate
    """Change of sales before it, which passing cannot have caused."""


def permit_trial(
    permits: pd.DataFrame, sales: pd.DataFrame, *, window: int = WINDOW
) -> PermitTrial:
    """Compare firms whose papers passed with firms whose papers did not, month by month.

    Args:
        permits: Panel ``permits`` of one run: ``month``, ``firm``, ``verdict``.
        sales: Panel ``sales`` of the same run: ``month``, ``vendor``, ``cents``.
        window: Months before and after the decision.

    Returns:
        The effect, and a placebo that must be nil.

    Raises:
        ClusterError: No month has both.
    """
    monthly = sales.groupby(["vendor", "month"])["cents"].sum().unstack(fill_value=0)
    monthly = monthly.reindex(columns=range(int(monthly.columns.max()) + 1), fill_value=0)
    rows = _applications(permits, monthly, window)
    total = np.cumsum(monthly.to_numpy(np.float64) / CENTS_PER_DOLLAR, axis=1)
    total = np.concatenate([np.zeros((len(total), 1)), total], axis=1)
    firm = monthly.index.get_indexer(pd.Index(rows["firm"]))
    month = rows["month"].to_numpy()

    def mean(first: int) -> np.ndarray:
        spent = total[firm, month + first + window] - total[firm, month + first]
        return np.asarray(spent / window)

    passed = (rows["verdict"] != Decision.REFUSED_OFFICE).to_numpy(bool)
    return PermitTrial(
        lottery(passed, mean(0) - mean(-window), group=month),
        lottery(passed, mean(-window) - mean(-2 * window), group=month),
    )


def _applications(permits: pd.DataFrame, monthly: pd.DataFrame, window: int) -> pd.DataFrame:
    """Applications of firms that sell, one a firm and month, with months enough around them."""
    last = int(monthly.columns.max())
    rows = permits[permits["verdict"] != Decision.WITHDRAWN]
    rows = rows[rows["month"].between(2 * window, last + 1 - window)]
    rows = rows[rows["firm"].isin(monthly.index)]
    return rows.drop_duplicates(["firm", "month"], keep=False)
