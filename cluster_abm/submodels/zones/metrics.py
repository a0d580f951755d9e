"""Zones: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Activity, ZoneName
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.zones import Zones
from cluster_abm.core.ledger import Payments, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR

# Constants are arrays without axes, which NumPy need not convert every time.
_CITY_OF_KNOWLEDGE = np.array(ZoneName.CITY_OF_KNOWLEDGE, np.int16)


@counted(Payments.spent[Why.RENT], unit="US$/month")
def rent_paid() -> None:
    """Rent that firms pay."""


@metric(unit="US$/m2/month")
def rent_outside_zones(zones: Zones) -> float:
    """Rent of a square metre outside the zones."""
    return float(zones.rent[ZoneName.REST]) / CENTS_PER_DOLLAR


@counted(Census.zone_staff[ZoneName.CITY_OF_KNOWLEDGE], unit="persons")
def staff_city_of_knowledge() -> None:
    """Staff of firms in the City of Knowledge (K45)."""


@counted(Census.zone_firms[ZoneName.CITY_OF_KNOWLEDGE], unit="firms")
def firms_city_of_knowledge() -> None:
    """Firms in the City of Knowledge (K45)."""


@metric(unit="share of places")
def occupancy_city_of_knowledge(census: Census, zones: Zones) -> float:
    """Places of the City of Knowledge that are taken (K45)."""
    zone = ZoneName.CITY_OF_KNOWLEDGE
    taken = int(census.zone_firms[zone]) + int(zones.others[zone])
    return taken / max(int(zones.capacity[zone]), 1)


@counted(Census.zone_staff[ZoneName.HOWARD], unit="persons")
def staff_howard() -> None:
    """Staff of firms in Howard (K45)."""


@counted(Census.zone_staff[ZoneName.COLON], unit="persons")
def staff_colon() -> None:
    """Staff of firms in Colon (K45)."""


@counted(Flows.moved, unit="firms/month")
def firms_moved() -> None:
    """Firms that moved from one zone to another (M58)."""


@counted(Flows.moved[ZoneName.REST], unit="firms/month")
def firms_moved_to_zones() -> None:
    """Firms that moved into one of the three zones from outside them (M58)."""


@metric(unit="index")
def zone_specialisation(census: Census) -> float:
    """How far local firms of the two trades stand apart by zone; 0 alike, 1 apart (K45).

    Half the sum over zones of the distance between the shares of integrators and of those with
    own work who stand there (index of dissimilarity).
    """
    first, second = census.trades[Activity.INTEGRATION], census.trades[Activity.OWN_WORK]
    integrators, own_work = total(first), total(second)
    if not (integrators and own_work):
        return 0.0
    return total(np.abs(first / integrators - second / own_work)) / 2


@metric(unit="share of sales")
def research_intensity_tenants(firms: Firms, census: Census) -> float:
    """Research of local firms in the City of Knowledge to their sales of a month (M47)."""
    mine = (census.is_local & (firms.zone == _CITY_OF_KNOWLEDGE)).nonzero()[0]
    sales = total(census.year_sales[mine] / MONTHS_PER_YEAR)
    return total(firms.research_cost[mine]) / sales if sales else 0.0


@metric(unit="firms")
def firms_incubated(firms: Firms) -> float:
    """Firms in the incubator (I48)."""
    return float(np.count_nonzero(firms.incubated))


@counted(Flows.incubator_cost, unit="US$/month")
def incubator_paid() -> None:
    """What rent and mentors of the incubator cost the government (I48)."""


@counted(Flows.buildings_cost, unit="US$/month")
def buildings_paid() -> None:
    """What large buildings for investors cost the government (I42)."""


@counted(Flows.places_cost, unit="US$/month")
def places_paid() -> None:
    """What places added to the City of Knowledge cost the government (I45)."""


@counted((Flows.places_cost, Flows.buildings_cost, Flows.incubator_cost), unit="US$/month")
def zones_paid() -> None:
    """What the government spends on zones: places and buildings added, and the incubator."""
