"""Demand: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Kind, Segment
from cluster_abm.agents.contracts import Contracts
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.core.ledger import Payments, Sector, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.tables import Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR


@counted(Flows.billed, unit="US$/month")
def sme_sales() -> None:
    """Sales of locally owned firms."""


@counted(Flows.billed[Segment.GOVERNMENT], unit="US$/month")
def sales_government() -> None:
    """Sales of locally owned firms to government agencies (A27)."""


@counted(Flows.billed[Segment.BANKING], unit="US$/month")
def sales_banking() -> None:
    """Sales of locally owned firms to banks (A33)."""


@counted(Flows.billed[Segment.MARITIME], unit="US$/month")
def sales_maritime() -> None:
    """Sales of locally owned firms to maritime logistics (A29)."""


@counted(Flows.billed[Segment.OTHER_PRIVATE], unit="US$/month")
def sales_other_private() -> None:
    """Sales of locally owned firms to other private customers (A35)."""


@counted(Flows.billed[Segment.FREE_ZONE], unit="US$/month")
def sales_free_zone() -> None:
    """Sales of locally owned firms to buyers of the free zone (A39)."""


@counted(Flows.billed[Segment.KNOWLEDGE_BODIES], unit="US$/month")
def sales_knowledge_bodies() -> None:
    """Sales of locally owned firms to bodies of the City of Knowledge and bioscience (A40)."""


@counted(Flows.billed[Segment.AFFILIATES], unit="US$/month")
def sales_affiliates() -> None:
    """Sales of locally owned firms to affiliates of multinationals (A22)."""


@counted(Flows.billed[Segment.SUBCONTRACTS], unit="US$/month")
def sales_subcontracts() -> None:
    """Sales of locally owned firms to each other."""


@counted(Flows.billed[Segment.EXPORT_NICHES], unit="US$/month")
def exports_sme() -> None:
    """Exports of locally owned firms (K22, first of three series)."""


@metric(unit="US$/month")
def exports_narrow(census: Census, flows: Flows) -> float:
    """Exports of the narrow cluster: local firms and multinationals' sales to parents (K22)."""
    sold = census.sales[Kind.ANCHOR] + census.sales[Kind.MNC]
    return exports_sme(flows) + float(sold) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def exports_service(census: Census, flows: Flows) -> float:
    """Service exports of the wide cluster, contact centres included (K22)."""
    centres = census.sales[Kind.CONTACT_CENTRE]
    return exports_narrow(census, flows) + float(centres) / CENTS_PER_DOLLAR


_DOMESTIC = np.setdiff1d(list(Segment), (Segment.SUBCONTRACTS, Segment.EXPORT_NICHES))
"""Buyers at home that are no local firms themselves."""


@counted(
    Flows.billed[_DOMESTIC], among=(Flows.billed[_DOMESTIC], Flows.imported[_DOMESTIC]),
    unit="share",
)  # fmt: skip
def local_share() -> None:
    """Share of local vendors in what domestic customers spend on outside work."""


@counted(
    Flows.billed[Segment.GOVERNMENT],
    among=(Flows.billed[Segment.GOVERNMENT], Flows.imported[Segment.GOVERNMENT]),
    unit="share",
)
def local_share_government() -> None:
    """Share of local vendors in what government spends on outside work (K38, F05)."""


@counted(Flows.paid_early, unit="US$/month")
def early_payment_cost() -> None:
    """What it costs the treasury that government pays its bills sooner than in 2009."""


@counted(Flows.tenders, unit="tenders/month")
def tenders() -> None:
    """Tenders that customers call."""


@counted(Flows.won, among=Flows.tenders, unit="share")
def tenders_won() -> None:
    """Share of tenders that local vendors win."""


@counted(Flows.declined, unit="invitations/month")
def invitations_declined() -> None:
    """Invitations that local firms decline for want of staff."""


@metric(unit="contracts")
def contracts_running(contracts: Contracts) -> float:
    """Contracts of local vendors that run."""
    return float(np.count_nonzero(contracts.vendor >= 0))


@counted(Flows.stalled, unit="contracts")
def projects_stalled() -> None:
    """Contracts of local vendors later than their buyers tolerate (M78)."""


@counted(Flows.failed, unit="contracts/month")
def projects_failed() -> None:
    """Contracts that fail: their buyers end what is too late, or refuse the work (M78)."""


@metric(unit="share")
def utilisation(census: Census) -> float:
    """Share of the local firms' capacity that is under contract."""
    local = census.local
    able = local.capacity
    return total(np.minimum(local.orders, able)) / max(total(able), 1.0)


@metric(unit="US$/month")
def undelivered_sme(flows: Flows) -> float:
    """Work under contract that local firms have no staff to do."""
    return float(flows.undelivered[Kind.SME]) / CENTS_PER_DOLLAR


@metric(unit="index")
def price_sme(firms: Firms, census: Census) -> float:
    """Price of the local firms' work, weighted by capacity; 1 is that of the books of 2009."""
    able = firms.capacity * census.is_local
    return total(firms.price * able) / max(total(able), 1.0)


@counted(
    Flows.billed, less=(Flows.resale[Kind.SME], Flows.inputs[Kind.SME], Flows.subcontracted),
    unit="US$/month",
)  # fmt: skip
def gva_sme() -> None:
    """Gross value added of locally owned firms (K17)."""


@metric(unit="US$/month")
def gva_narrow(census: Census, flows: Flows) -> float:
    """Gross value added of the narrow cluster (K17)."""
    return flows.value_added / CENTS_PER_DOLLAR + _added(census, flows, (Kind.ANCHOR, Kind.MNC))


@metric(unit="US$/month")
def gva_wide(census: Census, flows: Flows) -> float:
    """Gross value added of the wide cluster, contact centres included."""
    return gva_narrow(census, flows) + _added(census, flows, (Kind.CONTACT_CENTRE,))


def _added(census: Census, flows: Flows, kinds: tuple[Kind, ...]) -> float:
    return sum(float(census.sales[kind] - flows.inputs[kind]) for kind in kinds) / CENTS_PER_DOLLAR


@metric(unit="US$/year/person")
def gva_per_worker_sme(census: Census, flows: Flows) -> float:
    """Gross value added of a worker in a locally owned firm, in a year (K27)."""
    staff = max(total(census.staff[Kind.SME]), 1.0)
    return 12 * (flows.value_added / CENTS_PER_DOLLAR) / staff


@metric(unit="share of sales")
def margin_sme(firms: Firms, census: Census, flows: Flows) -> float:
    """Earnings before interest and tax of locally owned firms, relative to sales."""
    earned = total(firms.earnings[:, -1][census.local.rows])
    return earned / max(total(flows.billed), 1.0)


@counted(Census.cash[Kind.SME], unit="US$")
def cash_sme() -> None:
    """Money that locally owned firms have in hand."""


@counted(Census.due[Kind.SME], unit="US$")
def receivables_sme() -> None:
    """Bills that locally owned firms have still to collect."""


@counted(Census.owed[Kind.SME], unit="US$")
def payables_sme() -> None:
    """Bills that locally owned firms have still to pay."""


@counted(Payments.flows[Why.BUDGETS, Sector.GOVERNMENT, Sector.CUSTOMERS], unit="US$/month")
def government_orders() -> None:
    """What the government pays for outside work."""


@metric(unit="US$/month")
def market_size(customers: Customers) -> float:
    """What all customers would spend on outside work at the prices of 2009, at trend."""
    return total(customers.budget) / CENTS_PER_DOLLAR


@metric(unit="index")
def diversification(flows: Flows) -> float:
    """One less the Herfindahl index of the local firms' sales by segment (K27)."""
    return _spread(flows.billed.astype(np.float64))


@metric(unit="index")
def competition(census: Census) -> float:
    """One less the Herfindahl index of the local firms' sales of a year (K54, F14)."""
    return _spread(census.year_sales[census.local.rows].astype(np.float64))


def _spread(parts: Floats) -> float:
    whole = total(parts)
    share = parts / max(whole, 1.0)
    return 1.0 - total(share * share) if whole > 0 else 0.0
