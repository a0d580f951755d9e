"""Markets: what happens in the month."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import (
    ABROAD,
    HOME_OF_NICHE,
    Activity,
    Kind,
    Promotion,
    Segment,
    Work,
)
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import Government
from cluster_abm.agents.workforce import Workforce
from cluster_abm.core import compiled
from cluster_abm.core.groups import counts, tally
from cluster_abm.core.kernels import markets as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck
from cluster_abm.core.numerics import dexp, dlog
from cluster_abm.core.tables import Flags, Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.markets import equations
from cluster_abm.submodels.markets.decisions import (
    choose_focus,
    cost_of_entry,
    odds_abroad,
    seek_customers_abroad,
)
from cluster_abm.submodels.markets.numbers import MarketRules

ANCHORS = (Segment.GOVERNMENT, Segment.BANKING, Segment.MARITIME, Segment.KNOWLEDGE_BODIES)
"""Segments that a programme may make lead users, in the order of the rules."""
OWN = Work.OWN_WORK
HOMES = np.array(HOME_OF_NICHE)

# Plans


def promote(
    customers: Customers, government: Government, ledger: Ledger, flows: Flows, rules: MarketRules
) -> None:
    """Programmes add demanding orders of some customers, and open the way abroad."""
    customers.programme = programme = _programmes(customers, rules)
    customers.asked = rules.asked[customers.segment]
    if programme.any():
        asks = customers.own_work * customers.budget + programme
        customers.asked += rules.lead_user_step * programme / np.maximum(asks, 1.0)
        _pay_programmes(customers, ledger, flows)
    abroad = customers.segment == ABROAD
    agreements = rules.trade_agreements - AGREEMENTS_2009
    customers.reach = rules.reach_of_agreement * agreements * abroad
    customers.favour = _name_abroad(government, rules) * abroad
    _pay_promotion(ledger, flows, agreements, rules)


AGREEMENTS_2009 = 8
"""Free trade agreements that Panama had in 2009 (A100)."""


def _programmes(customers: Customers, rules: MarketRules) -> Floats:
    """What programmes add to the budget of each customer, US cent/month."""
    named = (rules.anchor_government, rules.anchor_banking, rules.anchor_maritime,
             rules.anchor_bioscience)  # fmt: skip
    money = np.zeros(len(customers))
    if not any(named) and not rules.anchor_general:
        return money
    for segment, budget in zip(ANCHORS, named, strict=True):
        money[customers.segment == segment] += budget
    home = ~np.isin(customers.segment, (Segment.SUBCONTRACTS, ABROAD))
    share = customers.budget * home / max(float(customers.budget[home].sum()), 1.0)
    money += rules.anchor_general * share
    paid: Floats = np.rint(money * CENTS_PER_DOLLAR / MONTHS_PER_YEAR)
    return paid


def _pay_programmes(customers: Customers, ledger: Ledger, flows: Flows) -> None:
    """Government gives customers what they spend beyond their own; its agencies spend its own."""
    paid = cents(customers.programme)
    tally(flows.anchored, customers.segment, by=paid)
    outside = paid[customers.segment != Segment.GOVERNMENT]
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, int(outside.sum()), Why.PUBLIC_SERVICE)


def _name_abroad(government: Government, rules: MarketRules) -> float:
    """Advantage of local bidders abroad for the name that money has made them, utility."""
    kept = government.name_abroad * (1 - 1 / rules.brand_life)
    government.name_abroad = kept + rules.brand_budget / MONTHS_PER_YEAR
    known = government.name_abroad / (government.name_abroad + rules.brand_half)
    return rules.brand_weight * known


def _pay_promotion(ledger: Ledger, flows: Flows, agreements: float, rules: MarketRules) -> None:
    """Government pays its brand, its specialists, and those who keep up agreements."""
    brand, specialists = rules.brand_budget, rules.export_specialists * rules.specialist_cost
    kept_up = max(agreements, 0.0) * rules.agreement_cost
    if not (brand or specialists or kept_up):
        return
    spent = np.zeros(len(Promotion))
    spent[[Promotion.BRAND, Promotion.SPECIALISTS, Promotion.AGREEMENTS]] = (
        brand, specialists, kept_up
    )  # fmt: skip
    paid = cents(spent * CENTS_PER_DOLLAR / MONTHS_PER_YEAR)
    flows.promotion += paid
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, int(paid.sum()), Why.PUBLIC_SERVICE)


# Customers


def remember(firms: Firms, rules: MarketRules) -> None:
    """Firms come to know those they work for; what is long ago is forgotten (M73, G6)."""
    half = rules.experience_half * CENTS_PER_DOLLAR
    still_told = 1 - 1 / rules.reference_life
    if compiled.in_use:
        kernels.remember(
            firms.experience, firms.new_bills, firms.intimacy, firms.knows, firms.references,
            firms.heard, firms.idle_abroad, HOMES, rules.niche_overlap, rules.told,
            1 - 1 / rules.experience_life, half, still_told, rules.references_heard, LONG_AGO,
        )  # fmt: skip
        return
    firms.experience = equations.experience_after_a_month(
        firms.experience, firms.new_bills, rules.experience_life
    )
    firms.intimacy = equations.intimacy(firms.experience, half)
    firms.knows = equations.familiarity(firms.intimacy, HOMES, rules.niche_overlap)
    firms.references *= still_told
    firms.heard = equations.heard_of(firms.references, rules.told, rules.references_heard)
    idle = firms.idle_abroad + 1
    firms.idle_abroad = np.where(firms.new_bills[:, ABROAD] > 0, 0, np.minimum(idle, LONG_AGO))


LONG_AGO = 10_000
"""Months after which it no longer matters how long ago something was."""


def choose_markets(
    firms: Firms, workforce: Workforce, customers: Customers, ledger: Ledger, flows: Flows,
    rules: MarketRules, luck: Luck,
) -> None:  # fmt: skip
    """Once a year a firm asks whom to work for: one segment or all, at home or abroad too.

    A quarter of the firms does so in each quarter.
    """
    if luck.month % QUARTER:
        return
    speaking = workforce.employer.take(workforce.english.nonzero()[0])
    speakers = counts(speaking, len(firms))
    firms.speaks = speakers / np.maximum(firms.headcount, 1)
    habit = luck.lasting("review of markets", firms.birth, 2)
    quarter = (habit[:, 0] * QUARTERS).astype(np.int64)
    today = firms.is_sme & (quarter == luck.month // QUARTER % QUARTERS)
    market = np.zeros(len(Segment))
    market[customers.segment] = customers.budget + customers.programme
    firms.home = np.where(today, firms.intimacy.argmax(axis=1), firms.home)
    focus = firms.ask(choose_focus, rules, habit[:, 1], market[firms.home])
    firms.focused = np.where(today, focus, firms.focused)
    _leave_markets_abroad(firms, flows, today, rules)
    _enter_markets_abroad(firms, ledger, flows, today, rules, luck)


QUARTER, QUARTERS = 3, MONTHS_PER_YEAR // 3
"""Months of a quarter, and quarters of a year."""


def _leave_markets_abroad(firms: Firms, flows: Flows, today: Flags, rules: MarketRules) -> None:
    """Who has long had no customer abroad gives up, and would have to enter anew."""
    gives_up = today & firms.exporter & (firms.idle_abroad >= rules.export_patience)
    firms.exporter[gives_up] = False
    flows.exporters_left[0] += np.count_nonzero(gives_up)


def _enter_markets_abroad(
    firms: Firms, ledger: Ledger, flows: Flows, today: Flags, rules: MarketRules, luck: Luck
) -> None:
    """Who sees that it pays enters, and pays what it costs; government may bear a part (I77)."""
    advised = _advised(firms, today, rules, luck)
    odds = odds_abroad(firms, rules)
    there = firms.exporter & firms.is_sme
    sold = firms.experience[there, ABROAD].sum() / rules.experience_life
    part = float(sold / max(float(firms.capacity[there].sum()), 1.0))
    number = np.count_nonzero(there)
    usual = float(odds[there].sum() / number) if number else 1.0
    wishes = firms.ask(seek_customers_abroad, rules, advised, part, usual)
    goes = np.flatnonzero(today & wishes)
    if not len(goes):
        return
    cost = cents(cost_of_entry(firms, rules)[goes])
    borne = cents(cost * rules.export_offset)
    ledger.pay(ledger.of(Sector.FIRMS, goes), ledger.of(Sector.ABROAD), cost - borne,
               Why.MARKET_ENTRY)  # fmt: skip
    ledger.transfer(Sector.GOVERNMENT, Sector.ABROAD, int(borne.sum()), Why.MARKET_ENTRY)
    flows.promotion[Promotion.OFFSET] += borne.sum()
    firms.earnings[goes, -1] -= cost - borne
    tally(flows.inputs, firms.sort[goes], by=cost - borne)
    firms.exporter[goes] = True
    firms.idle_abroad[goes] = 0
    flows.exporters_entered[0] += len(goes)


def _advised(firms: Firms, today: Flags, rules: MarketRules, luck: Luck) -> Flags:
    """Firms that a specialist shows this quarter what customers abroad want, by lot (I77)."""
    advised = np.zeros(len(firms), bool)
    seats = rules.export_specialists * rules.firms_advised / QUARTERS
    if seats:
        asks: Ints = np.flatnonzero(today & ~firms.exporter)
        lot = luck.uniform("advice on markets abroad", firms.birth[asks])
        advised[asks[np.argsort(lot, kind="stable")[: round(seats)]]] = True
    return advised


def co_develop(firms: Firms, customers: Customers, rules: MarketRules) -> None:
    """Demanding customers raise the quality of those who do their own work for them (M69)."""
    asked = np.zeros(len(Segment))
    asked[customers.segment] = customers.asked
    level = dlog(firms.quality[:, OWN])
    firms.quality[:, OWN] *= dexp(_lift_by_buyers(firms, level, asked, rules))


def _lift_by_buyers(firms: Firms, level: Floats, asked: Floats, rules: MarketRules) -> Floats:
    """What customers teach each firm, log points."""
    if compiled.in_use:
        return kernels.lift_by_buyers(
            level, asked, firms.intimacy, firms.orders, firms.own_orders, firms.activity,
            firms.sort, rules.lead_learning, OWN_WORK, LOCAL,
        )  # fmt: skip
    return equations.lift_by_buyers(
        level, asked, firms.intimacy, firms.own_share * firms.is_sme, rules.lead_learning
    )


OWN_WORK, LOCAL = int(Activity.OWN_WORK), int(Kind.SME)
