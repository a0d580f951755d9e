"""Migration: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Decision, Reform, Source
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.zones import Zones
from cluster_abm.core.metric import metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.migration.numbers import MigrationRules
from cluster_abm.submodels.migration.processes import NO_PERMITS, room_and_foreigners


@metric(unit="permits/month")
def permits_asked(flows: Flows) -> float:
    """Work permits that firms ask for."""
    return total(flows.permits_asked)


@metric(unit="permits/month")
def permits_granted(flows: Flows) -> float:
    """Work permits granted."""
    return total(flows.permits_decided[:, Decision.GRANTED])


@metric(unit="permits/month")
def permits_refused(flows: Flows) -> float:
    """Work permits refused, for want of room or of papers."""
    decided = flows.permits_decided
    return total(decided[:, Decision.REFUSED_QUOTA]) + total(decided[:, Decision.REFUSED_OFFICE])


@metric(unit="permits/month")
def permits_withdrawn(flows: Flows) -> float:
    """Applications withdrawn, as the post is gone or the firm has closed."""
    return total(flows.permits_decided[:, Decision.WITHDRAWN])


@metric(unit="permits/month")
def permits_lapsed(flows: Flows) -> float:
    """Work permits that end without renewal."""
    return total(flows.permits_lapsed)


@metric(unit="permits")
def permits_pending(permits: Permits) -> float:
    """Work permits that wait for a decision."""
    return float(len(permits))


@metric(unit="persons/month")
def applicants_from_abroad(flows: Flows) -> float:
    """People abroad who look for a post in the cluster."""
    return total(flows.applicants[:, Source.ABROAD])


@metric(unit="share of firms")
def quota_binding(firms: Firms, census: Census, zones: Zones, rules: MigrationRules) -> float:
    """Share of local firms whose limit leaves no room for another foreigner (F11, K44)."""
    mine = firms.counted & census.is_local
    room, foreigners = room_and_foreigners(firms, zones, rules, NO_PERMITS)
    ordinary, specialised = room.T
    bound = mine & (foreigners > 0) & ((ordinary <= 0) | (specialised <= 0))
    return np.count_nonzero(bound) / max(float(np.count_nonzero(mine)), 1.0)


@metric(unit="US$/month")
def permit_haste_paid(flows: Flows) -> float:
    """What government pays to decide on work permits sooner than in 2009 (I05)."""
    return float(flows.reforms[Reform.PERMITS]) / CENTS_PER_DOLLAR
