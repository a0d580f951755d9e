"""Migration: what we observe."""

from __future__ import annotations

from cluster_abm.agents.classes import Decision, Origin, Source
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.zones import Zones
from cluster_abm.core.metric import metric
from cluster_abm.submodels.migration.numbers import MigrationRules
from cluster_abm.submodels.migration.processes import room_left


@metric(unit="permits/month")
def permits_asked(flows: Flows) -> float:
    """Work permits that firms ask for."""
    return float(flows.permits_asked.sum())


@metric(unit="permits/month")
def permits_granted(flows: Flows) -> float:
    """Work permits granted."""
    return float(flows.permits_decided[:, Decision.GRANTED].sum())


@metric(unit="permits/month")
def permits_refused(flows: Flows) -> float:
    """Work permits refused, for want of room or of papers."""
    refused = [Decision.REFUSED_QUOTA, Decision.REFUSED_OFFICE]
    return float(flows.permits_decided[:, refused].sum())


@metric(unit="permits/month")
def permits_withdrawn(flows: Flows) -> float:
    """Applications withdrawn, as the post is gone or the firm has closed."""
    return float(flows.permits_decided[:, Decision.WITHDRAWN].sum())


@metric(unit="permits/month")
def permits_lapsed(flows: Flows) -> float:
    """Work permits that end without renewal."""
    return float(flows.permits_lapsed.sum())


@metric(unit="permits")
def permits_pending(permits: Permits) -> float:
    """Work permits that wait for a decision."""
    return float(len(permits))


@metric(unit="persons/month")
def applicants_from_abroad(flows: Flows) -> float:
    """People abroad who look for a post in the cluster."""
    return float(flows.applicants[:, Source.ABROAD].sum())


@metric(unit="share of firms")
def quota_binding(firms: Firms, zones: Zones, rules: MigrationRules) -> float:
    """Share of local firms whose limit leaves no room for another foreigner (F11, K44)."""
    room = room_left(firms, zones, rules)
    some = firms.staff[:, :, Origin.FOREIGN].sum(axis=1) > 0
    mine = firms.is_sme & firms.counted
    bound = mine & (room <= 0).any(axis=1) & some
    return float(bound.sum()) / max(int(mine.sum()), 1)
