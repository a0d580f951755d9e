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
    """Profit tax less credits, and income tax, that the cluster pays to the treasury."""
    profit = ledger.paid(Why.PROFIT_TAX) - ledger.paid(Why.TAX_CREDITS)
    return (profit + ledger.paid(Why.INCOME_TAX)) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def treasury_balance(ledger: Ledger) -> float:
    """What the government gets from the cluster less what it spends, IT orders included."""
    into = ledger.flows[:, :, Sector.GOVERNMENT].sum()
    out = ledger.flows[:, Sector.GOVERNMENT, :].sum()
    return float(into - out) / CENTS_PER_DOLLAR


def _spending(ledger: Ledger) -> float:
    public = (Sector.GOVERNMENT, Sector.FUNDERS)
    return float(sum(ledger.flows[Why.PUBLIC_SERVICE, payer].sum() for payer in public))


def _transfers(ledger: Ledger) -> float:
    grants = ledger.flows[Why.BUDGETS, Sector.GOVERNMENT, Sector.FUNDERS]
    stakes = ledger.flows[Why.EQUITY, Sector.GOVERNMENT].sum()
    back = ledger.flows[Why.EXITS, :, Sector.GOVERNMENT].sum()
    others = ledger.paid(Why.GUARANTEES) + ledger.paid(Why.CO_FINANCING)
    return float(grants + stakes - back) + others


@metric(unit="US$/month")
def public_transfers(ledger: Ledger) -> float:
    """Public money handed to firms and their banks: grants, guarantees, the levy fund, stakes."""
    return _transfers(ledger) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def public_spending(ledger: Ledger) -> float:
    """What programmes spend: offices, seats, courses, scholars abroad, campaigns."""
    return _spending(ledger) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def public_cost(flows: Flows, ledger: Ledger) -> float:
    """What programmes cost the public: what they spend and hand out, and tax forgone (K28)."""
    total = _spending(ledger) + _transfers(ledger) + float(flows.tax_forgone[0])
    return total / CENTS_PER_DOLLAR


def _pay_gain(census: Census, world: World, ledger: Ledger, rules: GovernanceRules) -> float:
    employers = ledger.flows[Why.CONTRIBUTIONS, Sector.FIRMS, Sector.SOCIAL_SECURITY]
    labour_cost = ledger.paid(Why.WAGES) + employers
    local = census.pay[:, :, Origin.LOCAL].sum() / max(int(census.pay.sum()), 1)
    ability = census.ability[:, :, Origin.LOCAL].sum(axis=0)
    elsewhere = rules.load_elsewhere * (ability * world.outside_wage).sum()
    return float(labour_cost * local - elsewhere)


def _levies_on_foreigners(census: Census, ledger: Ledger) -> float:
    foreign_part = census.pay[:, :, Origin.FOREIGN].sum() / max(int(census.pay.sum()), 1)
    levies = ledger.paid(Why.INCOME_TAX) + ledger.paid(Why.CONTRIBUTIONS)
    return float(foreign_part * levies)


@metric(unit="US$/month")
def pay_gain_residents(
    census: Census, world: World, ledger: Ledger, rules: GovernanceRules
) -> float:
    """Labour cost of locals in the wide cluster less what their work costs elsewhere (E14)."""
    return _pay_gain(census, world, ledger, rules) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def levies_on_foreigners(census: Census, ledger: Ledger) -> float:
    """Income tax and social contributions on the pay of foreigners (E14)."""
    return _levies_on_foreigners(census, ledger) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def profit_tax_of_others(flows: Flows) -> float:
    """Profit tax that multinationals and contact centres pay (E14)."""
    return float(flows.profit_tax.sum() - flows.profit_tax[Kind.SME]) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def profit_leaving(flows: Flows) -> float:
    """Profit of local firms that belongs to owners abroad, as a loss of residents (E14)."""
    return -float(flows.profit_leaving[0]) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def resident_income(
    census: Census, world: World, flows: Flows, ledger: Ledger, rules: GovernanceRules
) -> float:
    """What residents gain from the wide cluster over what they would earn elsewhere (E14).

    Labour cost of locals, which they and the state receive, less that of as much work in other
    sectors; profit of local firms before tax, but for what belongs to owners abroad; levies on the
    pay of foreigners; profit tax of non-residents; less what programmes spend and what raising
    public money loses. Tax left to a local firm is profit of the firm, and what is handed to it is
    not; so of both only the loss of raising it elsewhere counts.
    """
    gain = _pay_gain(census, world, ledger, rules) + _levies_on_foreigners(census, ledger)
    profit = flows.profit[Kind.SME] + CENTS_PER_DOLLAR * profit_tax_of_others(flows)
    profit -= flows.profit_leaving[0]
    lost = rules.cost_of_funds * CENTS_PER_DOLLAR * public_cost(flows, ledger)
    return float(gain + profit - _spending(ledger) - lost) / CENTS_PER_DOLLAR
