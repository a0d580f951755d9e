"""Zones: what we observe."""

from __future__ import annotations

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import ZoneName
from cluster_abm.agents.zones import Zones
from cluster_abm.core.ledger import Ledger, Why
from cluster_abm.core.metric import metric
from cluster_abm.core.units import CENTS_PER_DOLLAR


@metric(unit="US$/month")
def rent_paid(ledger: Ledger) -> float:
    """Rent that firms pay."""
    return ledger.paid(Why.RENT) / CENTS_PER_DOLLAR


@metric(unit="US$/m2/month")
def rent_outside_zones(zones: Zones) -> float:
    """Rent of a square metre outside the zones."""
    return float(zones.rent[ZoneName.REST]) / CENTS_PER_DOLLAR


@metric(unit="persons")
def staff_city_of_knowledge(census: Census) -> float:
    """Staff of firms in the City of Knowledge (K45)."""
    return float(census.zone_staff[ZoneName.CITY_OF_KNOWLEDGE])


@metric(unit="firms")
def firms_city_of_knowledge(census: Census) -> float:
    """Firms in the City of Knowledge (K45)."""
    return float(census.zone_firms[ZoneName.CITY_OF_KNOWLEDGE])


@metric(unit="share of places")
def occupancy_city_of_knowledge(census: Census, zones: Zones) -> float:
    """Places of the City of Knowledge that are taken (K45)."""
    zone = ZoneName.CITY_OF_KNOWLEDGE
    taken = int(census.zone_firms[zone]) + int(zones.others[zone])
    return taken / max(int(zones.capacity[zone]), 1)
