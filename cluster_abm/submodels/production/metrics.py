"""Production: what we observe."""

from __future__ import annotations

from cluster_abm.agents.census import Census
from cluster_abm.core.metric import metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR


@metric(unit="US$/month")
def capacity_sme(census: Census) -> float:
    """Work that locally owned firms could do with their staff, at prices of 2009."""
    return total(census.local.capacity) / CENTS_PER_DOLLAR
