"""Governance: what happens in the month."""

from __future__ import annotations

from functools import partial

import numpy as np

from cluster_abm.agents.classes import Kind, Origin, Support, ZoneName
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import CFG, Government
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.universities import Universities
from cluster_abm.core import compiled
from cluster_abm.core.groups import tally, turn_page
from cluster_abm.core.kernels import firms as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents, split
from cluster_abm.core.luck import Luck, key
from cluster_abm.core.numerics import binomial, dlog
from cluster_abm.core.policy import FOREVER
from cluster_abm.core.tables import Flags
from cluster_abm.submodels.governance import equations
from cluster_abm.submodels.governance.numbers import GovernanceRules

VOTERS = np.array([key("voters")])
"""Whose luck it is which party wins."""

# Taxes


def tax(firms: Firms, ledger: Ledger, flows: Flows, rules: GovernanceRules) -> None:
    """Firms pay tax on profit, unless a licence, a zone or an incentive exempts it (A23, A94).

    What they would have paid at the rate of 2009 without any exemption is forgone.
    """
    forgone, cuts, to_parents, leaving = _assess(firms, flows, rules)
    firm, treasury = ledger.of(Sector.FIRMS), ledger.of(Sector.GOVERNMENT)
    ledger.pay(firm, treasury, firms.tax_paid, Why.PROFIT_TAX)
    flows.tax_forgone[0] += forgone
    flows.rate_cuts[0] += cuts
    flows.forgone_to_parents[0] += to_parents
    flows.profit_leaving[0] += leaving


def _assess(firms: Firms, flows: Flows, rules: GovernanceRules) -> tuple[int, int, int, int]:
    """Write the tax of the month into the books of firms.

    Returns:
        Tax forgone, part of it by lower rates, part of it to multinationals, and profit after tax
        of local firms that belongs to owners abroad, US cent.
    """
    f, rate, usual = firms, rules.profit_tax.of(firms), rules.profit_tax_2009
    if compiled.in_use:
        return kernels.tax(
            f.earnings, f.sort, int(Kind.SME), f.licensed, f.relief, rate, usual, f.incentive,
            f.sold_abroad, f.tax_due, f.tax_paid, f.tax_waived, f.tax, flows.profit,
            flows.profit_tax,
        )  # fmt: skip
    profit = equations.taxable_profit(f.earnings)
    taxed = 1 - np.where(f.licensed, 1.0, f.relief)
    f.tax_due = rate * profit
    owed = cents(f.tax_due * taxed)
    waived = cents(owed * f.incentive)
    paid = owed - waived
    f.tax_paid, f.tax_waived = paid, waived
    tally(flows.profit, f.sort, by=cents(f.earnings[:, -1]))
    tally(flows.profit_tax, f.sort, by=paid)
    turn_page(f.tax)
    f.tax[:, -1] = paid
    forgone = cents(usual * profit) - paid
    cuts = cents((usual - rate) * profit * taxed)
    leaving = cents(np.where(f.is_sme, f.sold_abroad, 0.0) * (f.earnings[:, -1] - paid))
    return (
        int(forgone.sum()), int(cuts.sum()), int(forgone[~f.is_sme].sum()), int(leaving.sum()),
    )  # fmt: skip


# Elections


def hold_election(
    government: Government,
    programmes: Programmes,
    firms: Firms,
    universities: Universities,
    flows: Flows,
    luck: Luck,
    rules: GovernanceRules,
) -> None:
    """Voters may change the party in office, and with it end what no law protects (M149)."""
    month = luck.month
    if month < 0:
        return
    _look_ahead(government, programmes, rules)
    if month == government.handover:
        _settle(programmes, firms, universities, flows, luck, rules)
        _take_office(government, rules)
    if month == government.election:
        _vote(government, luck, rules)
    if month == government.handover - 1:
        _decide_programmes(government, programmes, luck)


def _look_ahead(government: Government, programmes: Programmes, rules: GovernanceRules) -> None:
    """What everybody knows of elections to come, and of what they would end (G20)."""
    if government.election < 0:
        government.election = int(rules.first_election)
        government.handover = government.election + int(rules.months_to_office)
    government.term = int(rules.term_of_office)
    government.turnover = rules.turnover
    government.foreseen, government.honours = rules.politics_foreseen, rules.promises_honoured
    if government.election < government.handover:
        government.turnover_next = rules.turnover
    if len(programmes):
        usual = rules.survival_of_statute[programmes.statute]
        programmes.lasts = equations.moved_chance(
            usual, rules.mood_and_survival * government.support
        )


def _vote(government: Government, luck: Luck, rules: GovernanceRules) -> None:
    """Draw who wins, and set the date of the next election."""
    changes = bool(luck.uniform("election", VOTERS)[0] < rules.turnover)
    government.elect = government.party + changes
    government.turnover_next = float(changes)
    government.election += int(rules.term_of_office)


def _decide_programmes(government: Government, programmes: Programmes, luck: Luck) -> None:
    """In the last month of a government that goes, its successor names what it will end."""
    if government.elect != government.party:
        fate = luck.uniform("survival of a programme", programmes.birth)
        decided = (programmes.lost == FOREVER) & (programmes.first < FOREVER)
        ended = decided & (fate >= programmes.lasts)
        programmes.lost = np.where(ended, government.handover, programmes.lost)
    government.turnover_next = 0.0


def _take_office(government: Government, rules: GovernanceRules) -> None:
    """The party elected takes office, and nobody knows yet who will follow."""
    government.party = government.elect
    government.handover = government.election + int(rules.months_to_office)
    government.turnover_next = rules.turnover


def _settle(
    programmes: Programmes,
    firms: Firms,
    universities: Universities,
    flows: Flows,
    luck: Luck,
    rules: GovernanceRules,
) -> None:
    """The new government settles what the programmes that it ends had promised (G16)."""
    ended = programmes.lost == luck.month
    for support, settle in (
        (Support.GRANTS, partial(_settle_grants, firms)),
        (Support.SCHOLARS, partial(_settle_scholars, universities)),
    ):
        mine = ended & programmes.supports[:, support]
        if mine.any():
            settle(flows, int(programmes.first[mine].min()), luck, rules)


def _settle_scholars(
    universities: Universities, flows: Flows, began: int, luck: Luck, rules: GovernanceRules
) -> None:
    """Go on paying some of the scholars whom a programme sent, and drop the others (M149)."""
    to_go = np.arange(universities.students.shape[1])
    sent = luck.month - (universities.length[:, None] - to_go)
    theirs = universities.students * (universities.abroad[:, None] & (sent >= began))
    dropped = binomial(
        luck.uniform("promise to scholars", universities.birth), theirs.sum(axis=1),
        1 - rules.promises_honoured,
    )  # fmt: skip
    universities.students -= split(dropped, theirs.astype(np.float64))
    flows.scholars_dropped[0] += dropped.sum()


def _settle_grants(
    firms: Firms, flows: Flows, began: int, luck: Luck, rules: GovernanceRules
) -> None:
    """Keep some of the promises made since a programme began, and break the others (M149)."""
    owed = (firms.grant_due > 0) & (firms.grant_month >= began)
    kept = luck.uniform("promise of a lost programme", firms.birth) < rules.promises_honoured
    broken = owed & ~kept
    flows.promises_broken[0] += firms.grant_due[broken].sum()
    flows.promises_kept[0] += firms.grant_due[owed & kept].sum()
    firms.grant_due = np.where(broken, 0, firms.grant_due)
    firms.promised = np.where(broken, 0.0, firms.promised)
    _lose_hope(firms, owed, broken, rules)


def _lose_hope(firms: Firms, owed: Flags, broken: Flags, rules: GovernanceRules) -> None:
    """Whom a promise was broken hopes for less, and so do neighbours who see it (M98)."""
    promises = np.bincount(firms.zone, owed, len(ZoneName))
    breaches = np.bincount(firms.zone, broken, len(ZoneName))
    seen = rules.breach_and_neighbours * (breaches / np.maximum(promises, 1))[firms.zone]
    firms.grant_belief *= 1 - np.where(broken, rules.breach_and_hope, seen)


# Reforms


def adopt_reforms(
    programmes: Programmes, government: Government, cfg: CFG, luck: Luck, rules: GovernanceRules
) -> None:
    """Reforms on the agenda are adopted by chance; agencies carry them out late (E12, E15)."""
    if not len(programmes):
        return
    waiting = (programmes.first == FOREVER).nonzero()[0]
    if not len(waiting):
        return
    agency = programmes.agency[waiting]
    push = (
        equations.pull_of_advocacy(
            cfg.advocacy_hours, rules.advocacy_and_adoption, rules.advocacy_half
        )
        + rules.mood_and_adoption * government.support
        - rules.readiness_and_adoption * (1 - rules.readiness[agency])
    )
    chance = equations.moved_chance(programmes.hazard[waiting], push)
    adopted = luck.uniform("adoption of a reform", programmes.birth[waiting]) < chance
    rows, agency = waiting[adopted], agency[adopted]
    programmes.first[rows] = luck.month + 1 + rules.delay_of_agency[agency].astype(np.int64)
    programmes.executed[rows] = rules.budget_executed[agency]


# Count


def shift_mood(
    government: Government, firms: Firms, flows: Flows, luck: Luck, rules: GovernanceRules
) -> None:
    """The public looks at jobs, foreigners and waste, and makes up its mind slowly (M20)."""
    if luck.month < 0:
        return
    staff, foreign = int(firms.staff.sum()), int(firms.staff[..., Origin.FOREIGN].sum())
    local, everybody = max(staff - foreign, 1), max(staff, 1)
    share = foreign / everybody
    if not government.local_jobs:
        government.local_jobs, government.foreign_share = float(local), share
    government.support = equations.mood_after(
        government.support,
        jobs=float(dlog(local / government.local_jobs)),
        foreign=share - government.foreign_share,
        scandals=float(flows.scandals[0]) * rules.mood_of_size / government.local_jobs,
        weights=(rules.mood_of_jobs, rules.mood_of_foreigners, rules.mood_of_scandals),
        speed=rules.mood_speed,
    )
