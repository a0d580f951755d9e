"""Production: what we observe."""

from __future__ import annotations

from cluster_abm.agents.firms import Firms
from cluster_abm.core.metric import metric
from cluster_abm.core.units import CENTS_PER_DOLLAR


@metric(unit="US$/month")
def capacity_sme(firms: Firms) -> float:
    """Work that locally owned firms could do with their staff, at prices of 2009."""
    return float(firms.capacity[firms.is_sme].sum()) / CENTS_PER_DOLLAR
