"""Governance: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Kind, Origin, Segment, Skill, Support
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import Government
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.world import World
from cluster_abm.core.ledger import Ledger, Payments, Sector, Why
from cluster_abm.core.metric import Sum, counted, metric, total
from cluster_abm.core.programme import Statute
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.governance.numbers import GovernanceRules


@counted(Payments.spent[Why.PROFIT_TAX], unit="US$/month")
def profit_tax_paid() -> None:
    """Profit tax that firms pay."""


@counted(Flows.tax_forgone, unit="US$/month")
def tax_forgone() -> None:
    """Profit tax and contributions less than at the rates of 2009: a public cost."""


@counted(Flows.rate_cuts[0], unit="US$/month")
def profit_tax_cut() -> None:
    """Profit tax that firms need not pay because its rate is below that of 2009."""


@counted(Flows.rate_cuts[1], unit="US$/month")
def contributions_cut() -> None:
    """Contributions that employers need not pay because the rate is below that of 2009."""


@counted(Flows.permit_cost, unit="US$/month")
def permit_cost() -> None:
    """What deciding on work permits costs the government."""


@counted(Flows.reforms, unit="US$/month")
def reforms_paid() -> None:
    """What government pays for easier founding and permits, a junior exchange, and IP offices."""


@counted(Flows.forgone, unit="US$/month")
def value_forgone() -> None:
    """What government forgoes when it prefers local bidders to better or cheaper ones (Q49)."""


@counted(
    Payments.spent[[Why.PROFIT_TAX, Why.INCOME_TAX]], less=Payments.spent[Why.TAX_CREDITS],
    unit="US$/month",
)  # fmt: skip
def taxes() -> None:
    """Profit tax less credits, and income tax, that the cluster pays to the treasury."""


@counted(
    Payments.flows[:, :, Sector.GOVERNMENT], less=Payments.flows[:, Sector.GOVERNMENT],
    unit="US$/month",
)  # fmt: skip
def treasury_balance() -> None:
    """What the government gets from the cluster less what it spends, IT orders included."""


_SPENT = Sum(
    (
        Payments.flows[Why.PUBLIC_SERVICE, [Sector.GOVERNMENT, Sector.FUNDERS]],
        Payments.flows[Why.MARKET_ENTRY, Sector.GOVERNMENT],
    ),
    less=Payments.flows[Why.PUBLIC_SERVICE, :, Sector.GOVERNMENT],
)
"""What programmes pay for, less what is given back."""
_HANDED = Sum(
    (
        Payments.flows[Why.BUDGETS, Sector.GOVERNMENT, Sector.FUNDERS],
        Payments.flows[Why.EQUITY, Sector.GOVERNMENT],
        Payments.spent[[Why.GUARANTEES, Why.CO_FINANCING, Why.INTEREST_SUBSIDY, Why.INITIATIVES]],
    ),
    less=(
        Payments.flows[Why.BUDGETS, Sector.FUNDERS, Sector.GOVERNMENT],
        Payments.flows[Why.EXITS, :, Sector.GOVERNMENT],
    ),
)
"""Grants and stakes less what comes back, and what else is handed out."""


def _spending(flows: Flows, ledger: Ledger) -> float:
    lead_agency = float(flows.anchored[Segment.GOVERNMENT])
    return _SPENT.of(ledger.payments) + float(flows.forgone[0]) + lead_agency


def _transfers(flows: Flows, ledger: Ledger) -> float:
    return _HANDED.of(ledger.payments) + float(flows.paid_early[0])


@metric(unit="US$/month")
def public_transfers(census: Census, flows: Flows, ledger: Ledger) -> float:
    """Grants, guarantees, levy fund, stakes, early payment, and what initiatives are given."""
    return census.once(_transfers, flows, ledger) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def public_spending(census: Census, flows: Flows, ledger: Ledger) -> float:
    """What programmes spend, and what value government forgoes in its orders."""
    return census.once(_spending, flows, ledger) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def public_cost(census: Census, flows: Flows, ledger: Ledger) -> float:
    """What programmes cost the public: what they spend and hand out, and tax forgone (K28)."""
    spent = census.once(_spending, flows, ledger)
    handed = census.once(_transfers, flows, ledger)
    return (spent + handed + float(flows.tax_forgone[0])) / CENTS_PER_DOLLAR


def _pay_gain(census: Census, world: World, ledger: Ledger, rules: GovernanceRules) -> float:
    employers = ledger.flows[Why.CONTRIBUTIONS, Sector.FIRMS, Sector.SOCIAL_SECURITY]
    labour_cost = ledger.paid(Why.WAGES) + employers
    local = _share_of_pay(census, Origin.LOCAL)
    ability = np.add.reduce(census.ability[:, :, Origin.LOCAL])
    elsewhere = rules.load_elsewhere * total(ability * world.outside_wage)
    return float(labour_cost * local - elsewhere)


def _share_of_pay(census: Census, origin: Origin) -> float:
    return total(census.pay[:, :, origin]) / max(total(census.pay), 1.0)


def _training_gain(census: Census, world: World, rules: GovernanceRules) -> float:
    untrained = world.outside_wage[Skill.FRONT_LINE]
    at_work = np.maximum(world.trained - census.trained_idle, 0.0)
    worth = at_work * (world.outside_wage - untrained) + world.coached * world.outside_wage
    return rules.load_elsewhere * total(worth)


def _levies_on_foreigners(census: Census, ledger: Ledger) -> float:
    levies = ledger.paid(Why.INCOME_TAX) + ledger.paid(Why.CONTRIBUTIONS)
    return _share_of_pay(census, Origin.FOREIGN) * levies


@metric(unit="US$/month")
def pay_gain_residents(
    census: Census, world: World, ledger: Ledger, rules: GovernanceRules
) -> float:
    """Labour cost of locals in the wide cluster less what their work costs elsewhere (E14)."""
    return census.once(_pay_gain, census, world, ledger, rules) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def training_gain_residents(census: Census, world: World, rules: GovernanceRules) -> float:
    """What degrees and courses since January 2009 add to what residents' work is worth elsewhere.

    The pay of residents here is counted above what their work costs elsewhere, with what they have
    learned.  So what they would not have learned without training is given back, wherever they
    work; who has no job gets nothing.
    """
    return census.once(_training_gain, census, world, rules) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def levies_on_foreigners(census: Census, ledger: Ledger) -> float:
    """Income tax and social contributions on the pay of foreigners (E14)."""
    return census.once(_levies_on_foreigners, census, ledger) / CENTS_PER_DOLLAR


@counted(Flows.profit_tax[Kind.SME + 1 :], unit="US$/month")
def profit_tax_of_others() -> None:
    """Profit tax that multinationals and contact centres pay (E14)."""


_PLEADING = Sum(Payments.flows[Why.PLEADING, Sector.HOUSEHOLDS])
"""What groups without a firm spend on pleading for money."""


@counted(Flows.profit_leaving, times=-1, unit="US$/month")
def profit_leaving() -> None:
    """Profit of local firms that belongs to owners abroad, as a loss of residents (E14)."""


@counted(Payments.flows[Why.PLEADING, Sector.HOUSEHOLDS], times=-1, unit="US$/month")
def pleading_of_groups() -> None:
    """What groups without a firm spend on pleading for money, as a loss of residents (E14)."""


@metric(unit="US$/month")
def resident_income(
    census: Census, world: World, flows: Flows, ledger: Ledger, rules: GovernanceRules
) -> float:
    """What residents gain from the wide cluster beyond pay elsewhere, less public spending (E14).

    Labour cost of locals, which they and the state receive, less that of as much work in other
    sectors; what training since January 2009 adds to the latter; profit of local firms before tax,
    but for what belongs to owners abroad; levies on the pay of foreigners; profit tax of
    non-residents; less what groups without a firm spend on pleading, what programmes spend and what
    raising public money loses. Tax left to a
    local firm is profit of the firm, and what is handed to it is not; so of both only the loss of
    raising it elsewhere counts.
    """
    gain = census.once(_pay_gain, census, world, ledger, rules)
    gain += census.once(_levies_on_foreigners, census, ledger)
    gain += census.once(_training_gain, census, world, rules)
    profit = flows.profit[Kind.SME] + CENTS_PER_DOLLAR * profit_tax_of_others(flows)
    profit -= flows.profit_leaving[0] + _PLEADING.of(ledger.payments)
    lost = rules.cost_of_funds * CENTS_PER_DOLLAR * public_cost(census, flows, ledger)
    spent = census.once(_spending, flows, ledger)
    return float(gain + profit - spent - lost) / CENTS_PER_DOLLAR


# Politics


@metric(unit="index")
def party(government: Government) -> float:
    """Party in office: 0 is that of January 2009, one more with every change (A51)."""
    return float(government.party)


@metric(unit="months")
def months_to_election(government: Government, world: World) -> float:
    """Months until the next election (Q71)."""
    return float(government.election - world.month)


@metric(unit="log odds")
def public_mood(government: Government) -> float:
    """Public mood towards the policy for the cluster; 0 is January 2009 (M20)."""
    return government.support


def _alive(programmes: Programmes, world: World, statute: Statute) -> float:
    if not len(programmes):
        return 0.0
    return total(programmes.alive(world.month) & (programmes.statute == statute))


@metric(unit="programmes")
def programmes_by_decree(programmes: Programmes, world: World) -> float:
    """Programmes in force that rest on a decree (M149)."""
    return _alive(programmes, world, Statute.DECREE)


@metric(unit="programmes")
def programmes_by_regulation(programmes: Programmes, world: World) -> float:
    """Programmes in force that rest on a regulation."""
    return _alive(programmes, world, Statute.REGULATION)


@metric(unit="programmes")
def programmes_by_law(programmes: Programmes, world: World) -> float:
    """Programmes in force that rest on a law (I109)."""
    return _alive(programmes, world, Statute.LAW)


@metric(unit="programmes")
def programmes_lost(programmes: Programmes, world: World) -> float:
    """Programmes that a change of government has ended so far (M149, K52)."""
    if not len(programmes):
        return 0.0
    return total(programmes.lost <= world.month)


@metric(unit="programmes")
def reforms_adopted(programmes: Programmes, world: World) -> float:
    """Reforms of the agenda that have been adopted and carried out so far."""
    if not len(programmes):
        return 0.0
    reforms = (programmes.hazard > 0) & (programmes.first <= world.month)
    return total(reforms)


@metric(unit="probability")
def programme_outlook(programmes: Programmes, government: Government, world: World) -> float:
    """Chance that a programme in force is still there in a year, as people see it (G20)."""
    if not len(programmes):
        return 1.0
    alive = programmes.alive(world.month)
    chance = programmes.survival(government, world.month, MONTHS_PER_YEAR)[alive, 0]
    return float(chance.mean()) if len(chance) else 1.0


@metric(unit="US$")
def commitments_outstanding(firms: Firms, programmes: Programmes, world: World) -> float:
    """Tranches that programmes which may end have promised and not yet paid (G16)."""
    if not len(programmes):
        return 0.0
    began = programmes.began(Support.GRANTS, world.month)
    return total(firms.grant_due[firms.grant_month >= began]) / CENTS_PER_DOLLAR


@counted(Flows.promises_broken, unit="US$/month")
def commitments_broken() -> None:
    """What lost programmes had promised and nobody pays (G16, M149)."""


@counted(Flows.promises_kept, unit="US$/month")
def commitments_kept() -> None:
    """What lost programmes had promised and the treasury will pay all the same (G16)."""


@counted(Flows.scholars_dropped, unit="persons/month")
def scholars_dropped() -> None:
    """Scholars abroad who are no longer paid, as their programme has ended (G16, M149)."""


@counted(Flows.scandals, unit="events/month")
def scandals() -> None:
    """Public money seen to be wasted: firms that close with a grant, groups that only pleaded."""
