"""Education: what we observe."""

from __future__ import annotations

from cluster_abm.agents.classes import Skill
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.universities import Universities
from cluster_abm.core.ledger import Ledger, Sector, Why
from cluster_abm.core.metric import metric
from cluster_abm.core.units import CENTS_PER_DOLLAR


@metric(unit="persons/month")
def graduates(flows: Flows) -> float:
    """Graduates of all institutions who enter the field (K33)."""
    return float(flows.graduates.sum())


@metric(unit="persons/month")
def graduates_researchers(flows: Flows) -> float:
    """Graduates with an advanced degree who enter the field (K32)."""
    return float(flows.graduates[Skill.RESEARCHER])


@metric(unit="students")
def students(universities: Universities) -> float:
    """Students on their way to a degree that leads into the field."""
    return float(universities.students.sum())


@metric(unit="US$/month")
def seats_paid(ledger: Ledger) -> float:
    """What the government pays for seats beyond those of 2009."""
    paid = ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.UNIVERSITIES]
    return float(paid) / CENTS_PER_DOLLAR
