"""Governance: what we observe."""

from __future__ import annotations

from cluster_abm.agents.flows import Flows
from cluster_abm.core.ledger import Ledger, Sector, Why
from cluster_abm.core.metric import metric
from cluster_abm.core.units import CENTS_PER_DOLLAR


@metric(unit="US$/month")
def profit_tax_paid(ledger: Ledger) -> float:
    """Profit tax that firms pay."""
    return ledger.paid(Why.PROFIT_TAX) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def tax_forgone(flows: Flows) -> float:
    """Profit tax and contributions that a regime leaves to firms: a public cost."""
    return float(flows.tax_forgone[0]) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def permit_cost(flows: Flows) -> float:
    """What deciding on work permits costs the government."""
    return float(flows.permit_cost[0]) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def taxes(ledger: Ledger) -> float:
    """Profit tax and income tax that the cluster pays to the treasury."""
    return (ledger.paid(Why.PROFIT_TAX) + ledger.paid(Why.INCOME_TAX)) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def treasury_balance(ledger: Ledger) -> float:
    """What the government receives less what it spends in its dealings with the cluster."""
    into = ledger.flows[:, :, Sector.GOVERNMENT].sum()
    out = ledger.flows[:, Sector.GOVERNMENT, :].sum()
    return float(into - out) / CENTS_PER_DOLLAR
