"""Enterprise: what happens in the month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import (
    Activity,
    Decision,
    Degree,
    Entry,
    FirmOrigin,
    Kind,
    Origin,
    Reason,
    Segment,
    Skill,
    Work,
)
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import COUNTED_STAFF, Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import Government
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.agents.zones import Zones
from cluster_abm.core.groups import rank_in_group, tally
from cluster_abm.core.journal import Journal
from cluster_abm.core.ledger import Account, Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, heir, key, keys
from cluster_abm.core.numerics import binomial, lognormal, poisson
from cluster_abm.core.tables import NOBODY, Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.enterprise import equations
from cluster_abm.submodels.enterprise.decisions import (
    buy_equipment,
    choose_zone,
    dare_to_found,
    lose_heart,
    pay_out,
)
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules

FOUNDING_SKILLS = (Skill.SUPPORT, Skill.ENGINEER, Skill.MANAGER)
"""Skill classes from which founders come."""
MAY_FOUND = np.isin(list(Skill), FOUNDING_SKILLS)
"""Do founders come from each skill class?"""
PAID_BY = {
    Segment.GOVERNMENT: Sector.GOVERNMENT,
    Segment.EXPORT_NICHES: Sector.ABROAD,
    Segment.AFFILIATES: Sector.ABROAD,
}
"""Who stands behind a buyer's bills; all others are of the rest of the economy."""
OUTSIDE = np.array([key("outside founders")])
"""Whose luck it is how many founders come from outside."""
MANAGERS = (Skill.MANAGER, 1)
"""Where founders from outside come from: managers who speak English."""


# Money


def equip(firms: Firms, ledger: Ledger, rules: EnterpriseRules) -> None:
    """Equipment wears out, which lowers earnings; firms buy new equipment abroad."""
    bought = cents(firms.ask(buy_equipment, rules))
    worn = equations.wear(firms.equipment, rules.depreciation)
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.ABROAD), bought, Why.EQUIPMENT)
    firms.equipment, firms.wear = firms.equipment - worn + bought, worn
    firms.earnings[:, -1] -= worn


def pay_dividends(firms: Firms, ledger: Ledger, rules: EnterpriseRules) -> None:
    """Firms pay their owners: households at home, or parents abroad."""
    dividends = cents(firms.ask(pay_out, rules))
    _pay_owners(firms, ledger, np.arange(len(firms)), dividends, Why.DIVIDENDS)


def _pay_owners(firms: Firms, ledger: Ledger, rows: Ints, amount: Ints, why: Why) -> None:
    local = firms.is_sme[rows]
    for owners, mine in ((Sector.HOUSEHOLDS, local), (Sector.ABROAD, ~local)):
        ledger.pay(ledger.of(Sector.FIRMS, rows[mine]), ledger.of(owners), amount[mine], why)


# Exit


def close_insolvent(
    firms: Firms,
    workforce: Workforce,
    permits: Permits,
    customers: Customers,
    ledger: Ledger,
    flows: Flows,
    journal: Journal,
    luck: Luck,
    rules: EnterpriseRules,
) -> None:
    """Close local firms that cannot pay, without staff or work, or given up."""
    _count_bad_months(firms)
    closing = _closing(firms, luck, rules)
    if not closing.any():
        return
    rows = np.flatnonzero(closing)
    _note_closures(firms, journal, rows)
    _release_staff(firms, workforce, flows, closing)
    _withdraw_applications(permits, flows, closing)
    _liquidate(firms, customers, ledger, rows)
    np.add.at(flows.deaths, firms.sort[rows], 1)
    flows.scandals[0] += np.count_nonzero(firms.grant[rows])
    flows.deaths_counted[0] += int((firms.counted & firms.is_sme)[rows].sum())
    firms.close(closing)


def _note_closures(firms: Firms, journal: Journal, rows: Ints) -> None:
    columns = ("birth", "age", "headcount", "counted", "distress", "idle_months")
    journal.write("closures", **{name: getattr(firms, name)[rows] for name in columns})


def _count_bad_months(firms: Firms) -> None:
    broke = (firms.cash < -firms.credit_left) | (firms.headcount == 0)
    firms.distress = equations.months_in_a_row(firms.distress.astype(np.int64), broke)
    idle = firms.idle_months.astype(np.int64)
    firms.idle_months = equations.months_in_a_row(idle, firms.orders <= 0)


def _closing(firms: Firms, luck: Luck, rules: EnterpriseRules) -> Flags:
    """Which firms close this month; multinationals only when no line of work is left."""
    tired = luck.uniform("give up", firms.birth) < firms.ask(lose_heart, rules)
    given_up = tired & (firms.age > rules.give_up_age)
    alone = equations.without_successor(firms.headcount, rules.successor_staff)
    given_up |= luck.uniform("owner retires", firms.birth) < rules.owner_exit * alone
    ended = (firms.distress >= rules.patience) | (firms.idle_months >= rules.idle_patience)
    left = (firms.headcount == 0) & ~firms.plan.any(axis=1)
    return np.where(firms.is_sme, ended | given_up, left)


def _release_staff(firms: Firms, workforce: Workforce, flows: Flows, closing: Flags) -> None:
    # nobody points at the entry past the end, where row -1 looks
    of_closing = np.append(closing, False)[workforce.employer]
    workforce.release(firms, flows, np.flatnonzero(of_closing), Reason.FIRM_CLOSED)


def _withdraw_applications(permits: Permits, flows: Flows, closing: Flags) -> None:
    """Applications for a work permit end with the firm that asks."""
    skill = permits.skill[closing[permits.firm]].astype(np.int64)
    tally(flows.permits_decided, skill, Decision.WITHDRAWN)


def _liquidate(firms: Firms, customers: Customers, ledger: Ledger, rows: Ints) -> None:
    """Collect what is due, pay what is owed; owners take the rest, or banks lose it."""
    _collect_all(firms, customers, ledger, rows)
    firm = ledger.of(Sector.FIRMS, rows)
    ledger.pay(firm, ledger.of(Sector.ABROAD), firms.owed[rows], Why.GOODS_FOR_RESALE)
    firms.payables[rows] = 0
    debt = firms.debt[rows]
    missing = np.maximum(debt - firms.cash[rows], 0)
    ledger.pay(ledger.of(Sector.BANKS), firm, missing, Why.WRITE_OFF)
    ledger.repay(rows, debt)
    left = firms.cash[rows]
    _pay_owners(firms, ledger, rows, np.maximum(left, 0), Why.LIQUIDATION)


def _collect_all(firms: Firms, customers: Customers, ledger: Ledger, rows: Ints) -> None:
    """Customers pay all their bills of some firms at once, out of the purse behind them."""
    due = firms.receivables[rows].sum(axis=2)
    purse = ledger.of(Sector.CUSTOMERS).cash
    for buyer, segment in enumerate(customers.segment.tolist()):
        bill = due[:, segment]
        if not bill.any():
            continue
        account = Account(Sector.CUSTOMERS, purse[buyer : buyer + 1])
        behind = ledger.of(PAID_BY.get(Segment(segment), Sector.ECONOMY))
        ledger.pay(behind, account, bill, Why.BUDGETS)
        ledger.pay(account, ledger.of(Sector.FIRMS, rows), bill, Why.SALES)
    firms.receivables[rows] = 0


# Entry


class Newcomers(NamedTuple):
    """Firms about to begin, an entry each."""

    origin: FirmOrigin
    """How all of them come to be."""
    births: Keys
    """Their birth keys."""
    homes: Ints
    """Zones of their parents, or NOBODY."""
    means: dict[str, Floats]
    """What they can do on average, by column or kind of work, index."""
    columns: dict[str, Ints | Floats | Flags]
    """What else they begin with, by column."""


def spin_off(
    firms: Firms,
    workforce: Workforce,
    zones: Zones,
    world: World,
    programmes: Programmes,
    government: Government,
    ledger: Ledger,
    flows: Flows,
    journal: Journal,
    luck: Luck,
    rules: EnterpriseRules,
) -> None:
    """Let experienced employees with savings leave to found a firm like their employer's."""
    nerve = dare_to_found(programmes, government, luck.month, rules)
    people = _leaving_to_found(firms, workforce, nerve, luck, rules)
    pay = workforce.wage[people].astype(np.float64)
    worked = workforce.experience[people].astype(np.int64)
    wealth = equations.savings(pay, worked, rules.savings_share, rules.saving_months)
    able = wealth >= rules.setup_cost * CENTS_PER_DOLLAR
    if not able.any():
        return
    people = people[able]
    parents = workforce.employer[people].astype(np.int64)
    births = heir(workforce.birth[people], "spin-off", luck.month, np.zeros(len(people)))
    workforce.release(firms, flows, people, Reason.FOUNDED)
    new = Newcomers(
        FirmOrigin.SPIN_OFF, births, firms.zone[parents].astype(np.int64),
        *_traits_of_parents(firms, parents, world, rules),
    )  # fmt: skip
    rows = _begin(new, firms, zones, flows, luck, rules)
    _put_to_work(firms, workforce, ledger, rows, people, pay[able], wealth[able], rules)
    journal.write("foundings", firm=births, parent=firms.birth[parents])


def _leaving_to_found(
    firms: Firms, workforce: Workforce, nerve: float, luck: Luck, rules: EnterpriseRules
) -> Ints:
    """Draw how many leave each firm, then who: those without experience stay after all.

    Most months few firms lose anybody, so the people of the others are not looked at.
    """
    local = firms.staff[:, FOUNDING_SKILLS, Origin.LOCAL].sum(axis=1)
    hazard = nerve * rules.spin_off_hazard
    tries = _attempts(luck.uniform("spin-off", firms.birth), local * firms.narrow, hazard)
    if not tries.any():
        return np.zeros(0, np.int64)
    rows = np.flatnonzero(np.append(tries > 0, False)[workforce.employer])
    fit = MAY_FOUND[workforce.skill[rows]] & ~workforce.foreign[rows]
    rows = rows[fit]
    employer = workforce.employer[rows].astype(np.int64)
    order = np.lexsort((luck.uniform("leave to found", workforce.birth[rows]), employer))
    first = rank_in_group(employer[order]) < tries[employer[order]]
    chosen = rows[order[first]]
    ready = workforce.experience[chosen] >= rules.founder_experience
    return chosen[ready & ~workforce.founder[chosen]]


def _attempts(chance: Floats, people: Ints, hazard: float) -> Ints:
    """How many of the people of each firm leave: a binomial count."""
    # (1 - h)^n is never below 1 - n h, so with less luck nobody leaves and nothing is computed
    some = np.flatnonzero(chance >= 1 - people * hazard)
    tries = np.zeros(len(people), np.int64)
    if len(some):
        tries[some] = binomial(chance[some], people[some], hazard)
    return tries


def _traits_of_parents(
    firms: Firms, parents: Ints, world: World, rules: EnterpriseRules
) -> tuple[dict[str, Floats], dict[str, Ints | Floats | Flags]]:
    """What a spin-off takes over; that of a multinational begins as a local integrator."""
    local = firms.is_sme[parents]
    means = {
        "efficiency": equations.inherited(firms.efficiency[parents], rules.inheritance),
        **_ladders(equations.inherited(firms.quality[parents], rules.inheritance)),
        "management": np.ones(len(parents)),
    }
    return means, {
        "parent": parents,
        "activity": np.where(local, firms.activity[parents], Activity.INTEGRATION),
        "exporter": firms.exporter[parents] & local,
        "offer": np.where(local[:, None], firms.offer[parents], _usual_offer(firms, world)),
    }


def _ladders(quality: Floats) -> dict[str, Floats]:
    """Quality by kind of work, each under its name."""
    return {work.name: quality[:, work] for work in Work}


def _usual_offer(firms: Firms, world: World) -> Floats:
    """Pay that local firms offer on average, US cent/month, shape ``(skills,)``.

    Where no local firm is left, it is the pay of other sectors.
    """
    return firms.going_rate if firms.is_sme.any() else world.outside_wage


def enter(
    firms: Firms,
    workforce: Workforce,
    zones: Zones,
    world: World,
    programmes: Programmes,
    government: Government,
    ledger: Ledger,
    flows: Flows,
    journal: Journal,
    luck: Luck,
    rules: EnterpriseRules,
) -> None:
    """Let founders come from outside; those who cannot pay for a firm do not begin."""
    nerve = dare_to_found(programmes, government, luck.month, rules)
    births, wealth = _outside_founders(world, nerve, luck, rules)
    if not len(births):
        return
    usual = _usual_offer(firms, world)
    one = np.ones(len(births))
    strange = one * rules.entrant_ability
    new = Newcomers(
        FirmOrigin.ENTRANT, births, np.full(len(births), NOBODY),
        {"efficiency": strange, "management": one, **_ladders(np.stack([strange] * 2, axis=1))},
        {"exporter": luck.uniform("design for export", births) < rules.exporter_share,
         "activity": np.full(len(births), Activity.INTEGRATION), "offer": usual},
    )  # fmt: skip
    people = _join_as_managers(workforce, world, flows, births, luck, rules)
    rows = _begin(new, firms, zones, flows, luck, rules)
    _put_to_work(firms, workforce, ledger, rows, people, one * usual[Skill.MANAGER], wealth, rules)
    journal.write("foundings", firm=births, parent=np.zeros(len(births), np.uint64))


def _outside_founders(
    world: World, nerve: float, luck: Luck, rules: EnterpriseRules
) -> tuple[Keys, Floats]:
    """Birth keys and wealth, US cent, of those who can pay for a firm."""
    mean = nerve * rules.entry_rate / MONTHS_PER_YEAR * world.market
    number = int(poisson(luck.uniform("outside founders", OUTSIDE), mean)[0])
    births = keys("entrant", luck.month, 0, np.arange(number))
    wealth = lognormal(
        luck.uniform("wealth", births), rules.entrant_wealth, rules.entrant_wealth_spread
    )
    able = np.flatnonzero(wealth >= rules.setup_cost)[: max(int(world.reservoir[MANAGERS]), 0)]
    return births[able], wealth[able] * CENTS_PER_DOLLAR


def _join_as_managers(
    workforce: Workforce,
    world: World,
    flows: Flows,
    births: Keys,
    luck: Luck,
    rules: EnterpriseRules,
) -> Ints:
    """Founders from outside come out of the reservoir of managers who speak English."""
    world.reservoir[MANAGERS] -= len(births)
    return workforce.join(
        flows,
        heir(births, "founder", luck.month, np.zeros(len(births))),
        Entry.OTHER_SECTOR,
        skill=Skill.MANAGER,
        degree=Degree.FOUR_YEAR,
        english=True,
        ability=1,
        experience=rules.entrant_experience,
    )


def _begin(
    new: Newcomers, firms: Firms, zones: Zones, flows: Flows, luck: Luck, rules: EnterpriseRules
) -> Ints:
    """Let new firms in, each in its zone and with its luck."""
    births, origin = new.births, new.origin
    zone = _choose_zones(new, firms, zones, luck, rules)
    cells = zones.site(zone, luck.uniform("site", births, origin))
    fate = luck.pick(f"talent of {origin.name}", births, len(new.means))
    talent = lognormal(fate, np.stack(list(new.means.values()), axis=1), rules.newcomer_spread)
    able = dict(zip(new.means, talent.T, strict=True))
    able["quality"] = np.stack([able.pop(work.name) for work in Work], axis=1)
    rows = firms.enter(
        firms.newcomer, births, cells, sort=Kind.SME, zone=zone, origin=origin,
        born=firms.now, price=1, unit_cost=1, **able, **new.columns,
    )  # fmt: skip
    flows.births[origin] += len(rows)
    return rows


def _choose_zones(
    new: Newcomers, firms: Firms, zones: Zones, luck: Luck, rules: EnterpriseRules
) -> Ints:
    """Spin-offs stay near their parents, if they want to and there is room; others choose."""
    taken = np.bincount(firms.zone, minlength=len(zones))
    admitted = luck.uniform("admitted to a zone", new.births, new.origin)
    admits = zones.admits[:, new.columns["activity"]].T
    stays = luck.uniform("stay in zone", new.births, new.origin) < rules.stay_in_zone
    fate = luck.uniform("zone", new.births, new.origin)
    chosen = np.zeros(len(fate), np.int64)
    for i, home in enumerate(new.homes.tolist()):
        # one after the other, as the first may take the last place
        room = zones.room(taken) & (admitted[i] < admits[i])
        if home != NOBODY and stays[i] and room[home]:
            chosen[i] = home
        else:
            chosen[i] = choose_zone(zones.rent, room, fate[i], rules)
        taken[chosen[i]] += 1
    return chosen


def _put_to_work(
    firms: Firms,
    workforce: Workforce,
    ledger: Ledger,
    rows: Ints,
    people: Ints,
    pay: Floats,
    wealth: Floats,
    rules: EnterpriseRules,
) -> None:
    """Founders bring their money, and work in their firms, which want no other staff yet."""
    workforce.hire(firms, people, rows, pay * rules.founder_draw)
    workforce.founder[people] = True
    firms.posts[rows, workforce.skill[people]] = 1
    ledger.pay(
        ledger.of(Sector.HOUSEHOLDS), ledger.of(Sector.FIRMS, rows), cents(wealth),
        Why.FOUNDING_CAPITAL,
    )  # fmt: skip


# Count


def count_enterprises(firms: Firms) -> None:
    """Note which firms have grown to the size that counts as an enterprise (K19)."""
    firms.counted = firms.counted | (firms.headcount >= COUNTED_STAFF)
