"""Migration: what we observe."""

from __future__ import annotations

from cluster_abm.agents.classes import Decision, Reform, Source
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.zones import Zones
from cluster_abm.core.metric import counted, metric
from cluster_abm.submodels.migration.numbers import MigrationRules
from cluster_abm.submodels.migration.processes import at_the_limit

REFUSED = [Decision.REFUSED_QUOTA, Decision.REFUSED_OFFICE]
"""How an application may be refused."""


@counted(Flows.permits_asked, unit="permits/month")
def permits_asked() -> None:
    """Work permits that firms ask for."""


@counted(Flows.permits_decided[:, Decision.GRANTED], unit="permits/month")
def permits_granted() -> None:
    """Work permits granted."""


@counted(Flows.permits_decided[:, REFUSED], unit="permits/month")
def permits_refused() -> None:
    """Work permits refused, for want of room or of papers."""


@counted(Flows.permits_decided[:, Decision.WITHDRAWN], unit="permits/month")
def permits_withdrawn() -> None:
    """Applications withdrawn, as the post is gone or the firm has closed."""


@counted(Flows.permits_lapsed, unit="permits/month")
def permits_lapsed() -> None:
    """Work permits that end without renewal."""


@metric(unit="permits")
def permits_pending(permits: Permits) -> float:
    """Work permits that wait for a decision."""
    return float(len(permits))


@counted(Flows.applicants[:, Source.ABROAD], unit="persons/month")
def applicants_from_abroad() -> None:
    """People abroad who look for a post in the cluster."""


@metric(unit="share of firms")
def quota_binding(firms: Firms, zones: Zones, rules: MigrationRules) -> float:
    """Share of local firms with foreigners and no room for another under their limit (F11, K44).

    Of those that ever had ten staff; a limit so low that they have none binds nobody here.
    """
    bound, mine = at_the_limit(firms, zones, rules)
    return bound / max(mine, 1)


@counted(Flows.reforms[Reform.PERMITS], unit="US$/month")
def permit_haste_paid() -> None:
    """What government pays to decide on work permits sooner than in 2009 (I05)."""
