"""Governance: what we observe."""

from __future__ import annotations

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Kind, Origin
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.world import World
from cluster_abm.core.ledger import Ledger, Sector, Why
from cluster_abm.core.metric import metric
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.governance.numbers import GovernanceRules


@metric(unit="US$/month")
def profit_tax_paid(ledger: Ledger) -> float:
    """Profit tax that firms pay."""
    return ledger.paid(Why.PROFIT_TAX) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def tax_forgone(flows: Flows) -> float:
    """Profit tax and contributions less than at the rates of 2009: a public cost."""
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
    """What the government gets from the cluster less what it spends, IT orders included."""
    into = ledger.flows[:, :, Sector.GOVERNMENT].sum()
    out = ledger.flows[:, Sector.GOVERNMENT, :].sum()
    return float(into - out) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def public_cost(flows: Flows, ledger: Ledger) -> float:
    """What programmes cost the public: offices, seats beyond those of 2009, tax forgone (K28)."""
    seats = ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.UNIVERSITIES]
    return float(flows.permit_cost[0] + flows.tax_forgone[0] + seats) / CENTS_PER_DOLLAR


def _pay_gain(census: Census, world: World) -> float:
    staff = census.staff[:, :, Origin.LOCAL].sum(axis=0)
    return float(census.pay[:, :, Origin.LOCAL].sum() - (staff * world.outside_wage).sum())


def _levies_on_foreigners(census: Census, ledger: Ledger) -> float:
    foreign_part = census.pay[:, :, Origin.FOREIGN].sum() / max(int(census.pay.sum()), 1)
    levies = ledger.paid(Why.INCOME_TAX) + ledger.paid(Why.CONTRIBUTIONS)
    return float(foreign_part * levies)


@metric(unit="US$/month")
def pay_gain_residents(census: Census, world: World) -> float:
    """Base pay of locals in the wide cluster less what their skill is paid elsewhere (E14)."""
    return _pay_gain(census, world) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def levies_on_foreigners(census: Census, ledger: Ledger) -> float:
    """Income tax and social contributions on the pay of foreigners (E14)."""
    return _levies_on_foreigners(census, ledger) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def resident_income(
    census: Census, world: World, flows: Flows, ledger: Ledger, rules: GovernanceRules
) -> float:
    """What residents gain from the wide cluster over what they would earn elsewhere (E14).

    Base pay of locals less the pay of their skill in other sectors, profit of local firms
    before tax, taxes and contributions on the pay of foreigners, less
    the public cost times one plus the cost of public funds.
    """
    gain, levies = _pay_gain(census, world), _levies_on_foreigners(census, ledger)
    profit = flows.profit[Kind.SME]
    cost = (1 + rules.cost_of_funds) * public_cost(flows, ledger) * CENTS_PER_DOLLAR
    return float(gain + profit + levies - cost) / CENTS_PER_DOLLAR
