"""Lifecycle: what we observe."""

from __future__ import annotations

from cluster_abm.agents.census import Census
from cluster_abm.agents.lifecycle import Lifecycle, Sign
from cluster_abm.core.metric import metric
from cluster_abm.submodels.lifecycle.processes import indices


def _index(census: Census, lifecycle: Lifecycle, sign: Sign) -> float:
    return float(census.once(indices, lifecycle.counts)[sign])


@metric(unit="stage")
def stage(lifecycle: Lifecycle) -> float:
    """Stage of the cluster: 0 agglomeration, 1 emerging, 2 developing, 3 mature, 4 decline (L1)."""
    return float(lifecycle.stage)


@metric(unit="share/year")
def cluster_growth(census: Census, lifecycle: Lifecycle) -> float:
    """Growth of the narrow cluster's jobs, last year on the year before (K16)."""
    return _index(census, lifecycle, Sign.GROWING)


@metric(unit="share/year")
def net_entry(census: Census, lifecycle: Lifecycle) -> float:
    """Births less deaths of firms in the last year, as a share of firms (K47)."""
    return _index(census, lifecycle, Sign.ENTERING)


@metric(unit="share of firms")
def inner_links(census: Census, lifecycle: Lifecycle) -> float:
    """Share of firms that work with another one, mean of the last year (K24, L2)."""
    return _index(census, lifecycle, Sign.LINKED)


@metric(unit="share of sales")
def outside_links(census: Census, lifecycle: Lifecycle) -> float:
    """Share of exports in the local firms' sales, last year (K36)."""
    return _index(census, lifecycle, Sign.OUTWARD)


@metric(unit="share of births")
def homegrown(census: Census, lifecycle: Lifecycle) -> float:
    """Share of spin-offs in the births of the last year (K08)."""
    return _index(census, lifecycle, Sign.HOMEGROWN)


@metric(unit="innovations/1,000 persons/year")
def innovation_rate(census: Census, lifecycle: Lifecycle) -> float:
    """Innovations of the last year for each thousand jobs of the narrow cluster (K11)."""
    return _index(census, lifecycle, Sign.INVENTIVE)
