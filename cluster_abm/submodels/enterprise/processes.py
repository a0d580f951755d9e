"""Enterprise: what happens in the month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import (
    Decision,
    Degree,
    Entry,
    FirmOrigin,
    Kind,
    Reason,
    Reform,
    Segment,
    Skill,
)
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import COUNTED_STAFF, Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import Government
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.stakes import Plans, Stakes, pay_owners
from cluster_abm.agents.universities import Universities
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.agents.zones import Zones
from cluster_abm.core import compiled
from cluster_abm.core.groups import among, tally
from cluster_abm.core.journal import Journal
from cluster_abm.core.kernels import firms as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, heir
from cluster_abm.core.numerics import lognormal
from cluster_abm.core.tables import NOBODY, Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.enterprise import equations
from cluster_abm.submodels.enterprise.decisions import (
    LOCAL,
    MANAGERS,
    RESEARCHERS,
    WORKS,
    Means,
    backed_plans,
    buy_equipment,
    choose_zones,
    dare_to_found,
    founders_at_universities,
    leaving_to_found,
    lose_heart,
    outside_founders,
    pay_out,
    savings_of,
    share_of_founders,
    traits_of_entrants,
    traits_of_parents,
    traits_of_spin_outs,
)
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules

PAID_BY = np.full(len(Segment), int(Sector.ECONOMY))
"""Who stands behind a buyer's bills; the rest of the economy unless named."""
PAID_BY[Segment.GOVERNMENT] = Sector.GOVERNMENT
PAID_BY[[Segment.AFFILIATES, Segment.EXPORT_NICHES]] = Sector.ABROAD
DEGREE_OF_FOUNDERS = {MANAGERS: Degree.FOUR_YEAR, RESEARCHERS: Degree.POSTGRADUATE}
"""Degree of founders who come from other sectors, by skill."""


# Money


def equip(firms: Firms, ledger: Ledger, rules: EnterpriseRules) -> None:
    """Equipment wears out, which lowers earnings; firms buy new equipment abroad."""
    bought = cents(firms.ask(buy_equipment, rules))
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.ABROAD), bought, Why.EQUIPMENT)
    f, rate = firms, rules.depreciation
    if compiled.in_use:
        kernels.wear_out(f.equipment, bought, rate, f.wear, f.earnings)
        return
    f.wear = equations.wear(f.equipment, rate)
    f.equipment = f.equipment - f.wear + bought
    f.earnings[:, -1] -= f.wear


def pay_dividends(firms: Firms, stakes: Stakes, ledger: Ledger, rules: EnterpriseRules) -> None:
    """Firms pay their owners: households at home, investors, or parents abroad."""
    dividends = cents(firms.ask(pay_out, rules))
    pay_owners(firms, stakes, ledger, np.arange(len(firms)), dividends, Why.DIVIDENDS)


# Exit


def close_insolvent(
    firms: Firms, stakes: Stakes, workforce: Workforce, permits: Permits, customers: Customers,
    ledger: Ledger, flows: Flows, journal: Journal, luck: Luck, rules: EnterpriseRules,
) -> None:  # fmt: skip
    """Close local firms that cannot pay, without staff or work, or given up."""
    _count_bad_months(firms)
    closing = _closing(firms, luck, rules)
    rows = closing.nonzero()[0]
    if not len(rows):
        return
    _note_closures(firms, journal, rows)
    _release_staff(firms, workforce, flows, closing)
    _withdraw_applications(permits, flows, closing)
    _liquidate(firms, stakes, customers, ledger, flows, rows, rules)
    _count_deaths(firms, flows, rows)
    firms.close(closing)


def _count_deaths(firms: Firms, flows: Flows, rows: Ints) -> None:
    """Count the firms that close, those that counted as enterprises, and their grants."""
    if compiled.in_use:
        kernels.count_deaths(
            rows, firms.sort, LOCAL, firms.counted, firms.grant, firms.grant_due, flows.deaths,
            flows.deaths_counted, flows.scandals, flows.grants_lapsed,
        )  # fmt: skip
        return
    sort = firms.sort[rows]
    tally(flows.deaths, sort)
    flows.deaths_counted[0] += np.count_nonzero(firms.counted[rows] & (sort == Kind.SME))
    flows.scandals[0] += np.count_nonzero(firms.grant[rows])
    flows.grants_lapsed[0] += np.add.reduce(firms.grant_due[rows])


def _note_closures(firms: Firms, journal: Journal, rows: Ints) -> None:
    if not journal.wants("closures"):
        return
    columns = ("birth", "age", "headcount", "counted", "distress", "idle_months")
    journal.write("closures", **{name: getattr(firms, name)[rows] for name in columns})


def _count_bad_months(firms: Firms) -> None:
    if compiled.in_use:
        kernels.count_bad_months(
            firms.cash, firms.debt, firms.credit_limit, firms.staff, firms.orders, firms.distress,
            firms.idle_months,
        )  # fmt: skip
        return
    broke = (firms.cash < -firms.credit_left) | (firms.headcount == 0)
    firms.distress = equations.months_in_a_row(firms.distress, broke)
    firms.idle_months = equations.months_in_a_row(firms.idle_months, firms.orders <= 0)


def _closing(firms: Firms, luck: Luck, rules: EnterpriseRules) -> Flags:
    """Which firms close this month; multinationals only when no line of work is left."""
    chance = firms.ask(lose_heart, rules)
    fate, of_owner = luck.uniforms(("give up", "owner retires"), firms.birth)
    if compiled.in_use:
        return kernels.closing(
            firms.sort, LOCAL, firms.staff, firms.plan, firms.born, firms.now,
            firms.distress, firms.idle_months, fate, chance, of_owner, rules.give_up_age,
            rules.owner_exit, rules.successor_staff, rules.patience, rules.idle_patience,
        )  # fmt: skip
    staff = firms.headcount
    given_up = (fate < chance) & (firms.age > rules.give_up_age)
    retires = rules.owner_exit * equations.without_successor(staff, rules.successor_staff)
    given_up |= of_owner < retires
    ended = (firms.distress >= rules.patience) | (firms.idle_months >= rules.idle_patience)
    left = (staff == 0) & ~firms.plan.any(axis=1)
    closes: Flags = np.where(firms.is_sme, ended | given_up, left)
    return closes


def _release_staff(firms: Firms, workforce: Workforce, flows: Flows, closing: Flags) -> None:
    workforce.release(firms, flows, workforce.staff_of(closing), Reason.FIRM_CLOSED)


def _withdraw_applications(permits: Permits, flows: Flows, closing: Flags) -> None:
    """Applications for a work permit end with the firm that asks."""
    ended = permits.skill[closing[permits.firm]]
    if len(ended):
        tally(flows.permits_decided, ended, Decision.WITHDRAWN)


def _liquidate(
    firms: Firms, stakes: Stakes, customers: Customers, ledger: Ledger, flows: Flows, rows: Ints,
    rules: EnterpriseRules,
) -> None:  # fmt: skip
    """Collect what is due, sell what there is, pay what is owed; owners or banks bear the rest."""
    _collect_all(firms, customers, ledger, rows)
    firm = ledger.of(Sector.FIRMS, rows)
    goods = np.add.reduce(firms.payables[rows], 1)
    ledger.pay(firm, ledger.of(Sector.ABROAD), goods, Why.GOODS_FOR_RESALE)
    debt = firms.debt[rows]
    unpaid: Ints = np.maximum(debt - firms.cash[rows], 0)
    sold = np.floor(rules.fire_sale * firms.equipment[rows]).astype(np.int64)
    ledger.pay(ledger.of(Sector.ECONOMY), firm, sold, Why.EQUIPMENT_SOLD)
    if unpaid.any():
        missing: Ints = np.maximum(unpaid - sold, 0)
        flows.recovered[0] += int((unpaid - missing).sum())
        ledger.pay(ledger.of(Sector.BANKS), firm, missing, Why.WRITE_OFF)
        called = np.minimum(missing, cents(np.floor(firms.covered[rows])))
        ledger.pay(ledger.of(Sector.GOVERNMENT), ledger.of(Sector.BANKS), called, Why.GUARANTEES)
    if debt.any():
        ledger.repay(rows, debt)
    left = firms.cash[rows]
    pay_owners(firms, stakes, ledger, rows, np.maximum(left, 0), Why.LIQUIDATION)


def _collect_all(firms: Firms, customers: Customers, ledger: Ledger, rows: Ints) -> None:
    """Customers pay all their bills of some firms at once, out of the purse behind them."""
    due = np.add.reduce(firms.receivables[rows], 2)[:, customers.segment]
    firm, buyer = due.nonzero()
    if not len(firm):
        return
    bill, behind = due[firm, buyer], PAID_BY[customers.segment[buyer]]
    purses, sellers = ledger.of(Sector.CUSTOMERS, buyer), ledger.of(Sector.FIRMS, rows[firm])
    for sector in dict.fromkeys(behind.tolist()):
        ledger.pay(ledger.of(Sector(sector)), purses, bill * (behind == sector), Why.BUDGETS)
    ledger.pay(purses, sellers, bill, Why.SALES)


# Entry


class Newcomers(NamedTuple):
    """Firms about to begin, an entry each."""

    origin: FirmOrigin
    """How all of them come to be."""
    births: Keys
    """Their birth keys."""
    homes: Ints
    """Zones of their parents, or NOBODY."""
    means: Means
    """What they can do on average."""
    columns: dict[str, Ints | Floats | Flags]
    """What else they begin with, by column."""


def spin_off(
    firms: Firms, stakes: Stakes, plans: Plans, workforce: Workforce, zones: Zones, world: World,
    programmes: Programmes, government: Government, ledger: Ledger, flows: Flows,
    journal: Journal, luck: Luck, rules: EnterpriseRules,
) -> None:  # fmt: skip
    """Let experienced employees with savings, or an angel, found a firm like their employer's."""
    nerve = dare_to_found(programmes, government, luck.month, rules)
    people = leaving_to_found(firms, workforce, nerve, luck, rules)
    backed = backed_plans(workforce, plans, rules)
    if not len(people) and not len(backed):
        plans.close(plans.since + rules.plan_months < luck.month)
        return
    if len(plans):
        people = people[~among(people, plans.person)]
    births = heir(workforce.birth[people], "spin-off", luck.month, np.zeros(len(people)))
    wealth = savings_of(workforce, people, rules)
    able = wealth >= rules.setup_cost * CENTS_PER_DOLLAR
    new = Founders(people[able], births[able], wealth[able])
    if len(backed):
        new = Founders(
            np.concatenate((new.people, plans.person[backed])),
            np.concatenate((new.births, plans.birth[backed])),
            np.concatenate((new.wealth, plans.wealth[backed])),
        )
    if len(new.people):
        rows = _found(new, firms, workforce, zones, world, ledger, flows, journal, luck, rules)
        seeded = rows[len(rows) - len(backed) :]
        _take_seed(seeded, backed, firms, stakes, plans, ledger, flows, luck)
    if not len(plans) and able.all():
        return
    over = (plans.since + rules.plan_months < luck.month) | among(plans.person, new.people)
    plans.close(over)
    poor = (~able).nonzero()[0]
    plans.admit(births[poor], person=people[poor], wealth=wealth[poor], since=luck.month)


class Founders(NamedTuple):
    """Employees who found a firm this month, an entry each."""

    people: Ints
    """Their rows."""
    births: Keys
    """Birth keys of their firms."""
    wealth: Floats
    """What they bring, US cent."""


def _found(
    new: Founders, firms: Firms, workforce: Workforce, zones: Zones, world: World,
    ledger: Ledger, flows: Flows, journal: Journal, luck: Luck, rules: EnterpriseRules,
) -> Ints:  # fmt: skip
    """Let some employees leave and begin their firms."""
    people = new.people
    parents = workforce.employer[people].astype(np.int64)
    pay = workforce.wage[people].astype(np.float64)
    share = share_of_founders(firms, parents, rules)
    workforce.release(firms, flows, people, Reason.FOUNDED)
    spin_offs = Newcomers(
        FirmOrigin.SPIN_OFF, new.births, firms.zone[parents].astype(np.int64),
        *traits_of_parents(firms, parents, share, world, rules),
    )  # fmt: skip
    rows = _begin(spin_offs, firms, zones, flows, luck, rules)
    firms.lose_customers_to(rows, parents)
    _put_to_work(firms, workforce, ledger, rows, people, pay, new.wealth, rules)
    if journal.wants("foundings"):
        journal.write("foundings", firm=new.births, parent=firms.birth[parents])
    return rows


def _take_seed(
    rows: Ints, backed: Ints, firms: Firms, stakes: Stakes, plans: Plans, ledger: Ledger,
    flows: Flows, luck: Luck,
) -> None:  # fmt: skip
    """Angels pay into the firms that they help to found, and own a part of them (G10)."""
    if not len(rows):
        return
    funder, seed = plans.funder[backed].astype(np.int64), plans.seed[backed]
    to = ledger.of(Sector.FIRMS, rows)
    ledger.pay(ledger.of(Sector.FUNDERS, funder), to, seed, Why.EQUITY)
    stakes.admit(
        heir(plans.birth[backed], "stake", luck.month, np.zeros(len(rows))), firm=rows,
        funder=funder, share=plans.share[backed], paid=seed, since=luck.month,
        mean=plans.mean[backed], precision=plans.precision[backed],
    )  # fmt: skip
    firms.sold[rows] = plans.share[backed]
    flows.seeded[0] += len(rows)
    flows.deals[0] += len(rows)


def spin_out(
    firms: Firms, universities: Universities, workforce: Workforce, zones: Zones, world: World,
    programmes: Programmes, government: Government, ledger: Ledger, flows: Flows,
    journal: Journal, luck: Luck, rules: EnterpriseRules,
) -> None:  # fmt: skip
    """Let researchers found firms on what universities found out and nobody uses (M118, I64)."""
    nerve = dare_to_found(programmes, government, luck.month, rules)
    births, wealth = founders_at_universities(universities, world, nerve, luck, rules)
    if not len(births):
        return
    fate = luck.uniform("spin-out designed for export", births)
    means, columns = traits_of_spin_outs(firms, world, fate, rules)
    new = Newcomers(FirmOrigin.SPIN_OUT, births, np.full(len(births), NOBODY), means, columns)
    _come_and_begin(
        new, RESEARCHERS, wealth, firms, workforce, zones, world, ledger, flows, journal, luck,
        rules,
    )  # fmt: skip


def enter(
    firms: Firms, workforce: Workforce, zones: Zones, world: World, programmes: Programmes,
    government: Government, ledger: Ledger, flows: Flows, journal: Journal, luck: Luck,
    rules: EnterpriseRules,
) -> None:  # fmt: skip
    """Let founders come from outside; those who cannot pay for a firm do not begin."""
    nerve = dare_to_found(programmes, government, luck.month, rules)
    births, wealth = outside_founders(world, nerve, luck, rules)
    if not len(births):
        return
    fate = luck.uniform("design for export", births)
    means, columns = traits_of_entrants(firms, world, fate, rules)
    new = Newcomers(FirmOrigin.ENTRANT, births, np.full(len(births), NOBODY), means, columns)
    _come_and_begin(
        new, MANAGERS, wealth, firms, workforce, zones, world, ledger, flows, journal, luck, rules
    )


def _come_and_begin(
    new: Newcomers, skill: Skill, wealth: Floats, firms: Firms, workforce: Workforce,
    zones: Zones, world: World, ledger: Ledger, flows: Flows, journal: Journal, luck: Luck,
    rules: EnterpriseRules,
) -> None:  # fmt: skip
    """Founders come out of other sectors, where all of them speak English, and begin."""
    births = new.births
    pay = np.full(len(births), new.columns["offer"][skill])
    world.reservoir[skill, 1] -= len(births)
    people = workforce.join(
        flows, heir(births, "founder", luck.month, np.zeros(len(births))), Entry.OTHER_SECTOR,
        skill=skill, degree=DEGREE_OF_FOUNDERS[skill], english=True, ability=1,
        experience=rules.entrant_experience,
    )  # fmt: skip
    rows = _begin(new, firms, zones, flows, luck, rules)
    _put_to_work(firms, workforce, ledger, rows, people, pay, wealth, rules)
    if journal.wants("foundings"):
        journal.write("foundings", firm=births, parent=np.zeros(len(births), np.uint64))


def _begin(
    new: Newcomers, firms: Firms, zones: Zones, flows: Flows, luck: Luck, rules: EnterpriseRules
) -> Ints:
    """Let new firms in, each in its zone and with its luck."""
    births, origin, activity = new.births, new.origin, np.asarray(new.columns["activity"], int)
    zone = choose_zones(new.homes, births, origin, activity, firms, zones, luck, rules)
    cells = zones.site(zone, luck.uniform("site", births, origin))
    means = np.array(list(new.means.values())).reshape(len(new.means), -1)
    fate = luck.pick(f"talent of {origin.name}", births, len(means))
    talent = means * lognormal(fate.T, 1.0, rules.newcomer_spread)
    able = dict(zip(new.means, talent, strict=True))
    able["quality"] = np.array([able.pop(work) for work in WORKS]).T
    rows = firms.enter(
        firms.newcomer, births, cells, sort=Kind.SME, zone=zone, origin=origin,
        born=firms.now, price=1, unit_cost=1, **able, **new.columns,
    )  # fmt: skip
    flows.births[origin] += len(rows)
    return rows


def _put_to_work(
    firms: Firms, workforce: Workforce, ledger: Ledger, rows: Ints, people: Ints, pay: Floats,
    wealth: Floats, rules: EnterpriseRules,
) -> None:  # fmt: skip
    """Founders bring their money, and work in their firms, which want no other staff yet."""
    workforce.hire(firms, people, rows, pay * rules.founder_draw)
    workforce.founder[people] = True
    firms.posts[rows, workforce.skill[people]] = 1
    ledger.pay(
        ledger.of(Sector.HOUSEHOLDS), ledger.of(Sector.FIRMS, rows), cents(wealth),
        Why.FOUNDING_CAPITAL,
    )  # fmt: skip


def help_founders(
    government: Government, ledger: Ledger, flows: Flows, luck: Luck, rules: EnterpriseRules
) -> None:
    """Government pays for what founders need less than in January 2009 (I84)."""
    if luck.month < 0 or not government.setup_cost:
        government.setup_cost = rules.setup_cost
    if rules.setup_cost >= government.setup_cost:
        return
    saved = (government.setup_cost - rules.setup_cost) * float(flows.births.sum())
    paid = round(rules.founding_help * saved * CENTS_PER_DOLLAR)
    flows.reforms[Reform.FOUNDING] += paid
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, paid, Why.PUBLIC_SERVICE)


# Count


def count_enterprises(firms: Firms) -> None:
    """Note which firms have grown to the size that counts as an enterprise (K19)."""
    counted = firms.counted
    counted |= firms.headcount >= COUNTED_STAFF
