"""Markets: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Promotion
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.core.metric import metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR


@metric(unit="share of firms")
def exporters(firms: Firms, census: Census) -> float:
    """Locally owned firms that work for customers abroad (K36)."""
    there = np.count_nonzero(firms.exporter & census.is_local & (firms.idle_abroad == 0))
    return there / max(len(census.local), 1)


@metric(unit="firms/month")
def exporters_entered(flows: Flows) -> float:
    """Firms that paid the way into markets abroad (M81)."""
    return float(flows.exporters_entered[0])


@metric(unit="firms/month")
def exporters_left(flows: Flows) -> float:
    """Firms that gave up markets abroad."""
    return float(flows.exporters_left[0])


@metric(unit="share of firms")
def firms_focused(firms: Firms, census: Census) -> float:
    """Locally owned firms that work for one segment before all others (M74)."""
    return np.count_nonzero(firms.focused) / max(len(census.local), 1)


@metric(unit="share")
def customer_intimacy(firms: Firms) -> float:
    """How well local firms know those they work for, weighted by what they bill (M73)."""
    billed = firms.new_bills
    return total(firms.intimacy * billed) / max(total(billed), 1.0)


@metric(unit="share of firms")
def firms_unheard_of(firms: Firms, census: Census) -> float:
    """Locally owned firms with less than one reference to show (G6)."""
    none = np.add.reduce(firms.references, axis=1) < 1
    return np.count_nonzero(none & census.is_local) / max(len(census.local), 1)


@metric(unit="US$/month")
def anchors_paid(flows: Flows) -> float:
    """What government adds to the orders of customers that are to be lead users (I68, I71)."""
    return total(flows.anchored) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def export_offset_paid(flows: Flows) -> float:
    """What government pays of the way into markets abroad (I77)."""
    return float(flows.promotion[Promotion.OFFSET]) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def specialists_paid(flows: Flows) -> float:
    """What government pays for specialists in markets abroad (I77)."""
    return float(flows.promotion[Promotion.SPECIALISTS]) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def brand_paid(flows: Flows) -> float:
    """What government pays for the name of local vendors abroad (I77)."""
    return float(flows.promotion[Promotion.BRAND]) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def agreements_paid(flows: Flows) -> float:
    """What more trade agreements cost the government (I79)."""
    return float(flows.promotion[Promotion.AGREEMENTS]) / CENTS_PER_DOLLAR
