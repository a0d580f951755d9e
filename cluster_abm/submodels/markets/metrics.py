"""Markets: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Kind, Promotion
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.core.metric import counted, metric, total


@counted(Census.exporting, among=Census.firms[Kind.SME], unit="share of firms")
def exporters() -> None:
    """Locally owned firms that work for customers abroad (K36)."""


@counted(Flows.exporters_entered, unit="firms/month")
def exporters_entered() -> None:
    """Firms that paid the way into markets abroad (M81)."""


@counted(Flows.exporters_left, unit="firms/month")
def exporters_left() -> None:
    """Firms that gave up markets abroad."""


@metric(unit="share of firms")
def firms_focused(firms: Firms, census: Census) -> float:
    """Locally owned firms that work for one segment before all others (M74)."""
    return np.count_nonzero(firms.focused) / max(len(census.local), 1)


@metric(unit="share")
def customer_intimacy(firms: Firms) -> float:
    """How well local firms know those they work for, weighted by what they bill (M73)."""
    billed = firms.new_bills
    return total(firms.intimacy * billed) / max(total(billed), 1.0)


@counted(Census.unheard, among=Census.firms[Kind.SME], unit="share of firms")
def firms_unheard_of() -> None:
    """Locally owned firms with less than one reference to show (G6)."""


@counted(Flows.anchored, unit="US$/month")
def anchors_paid() -> None:
    """What government adds to the orders of customers that are to be lead users (I68, I71)."""


@counted(Flows.promotion[Promotion.OFFSET], unit="US$/month")
def export_offset_paid() -> None:
    """What government pays of the way into markets abroad (I77)."""


@counted(Flows.promotion[Promotion.SPECIALISTS], unit="US$/month")
def specialists_paid() -> None:
    """What government pays for specialists in markets abroad (I77)."""


@counted(Flows.promotion[Promotion.BRAND], unit="US$/month")
def brand_paid() -> None:
    """What government pays for the name of local vendors abroad (I77)."""


@counted(Flows.promotion[Promotion.AGREEMENTS], unit="US$/month")
def agreements_paid() -> None:
    """What more trade agreements cost the government (I79)."""
