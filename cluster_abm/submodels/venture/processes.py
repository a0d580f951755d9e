"""Venture: what happens in the month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import FunderKind, Home, Reform, ZoneName
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.funders import Funders
from cluster_abm.agents.stakes import Plans, Stakes
from cluster_abm.agents.world import World
from cluster_abm.core import compiled
from cluster_abm.core.journal import Journal
from cluster_abm.core.kernels import funding as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, heir
from cluster_abm.core.tables import NOBODY, Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.venture import equations
from cluster_abm.submodels.venture.decisions import Prospects, Terms, look, seek_investor, terms_of
from cluster_abm.submodels.venture.numbers import VentureRules

INVESTS = np.isin(list(FunderKind), (FunderKind.ANGELS, FunderKind.VENTURE_FUND))
"""Does each kind of funder buy parts of firms?"""
HOMES = {Home.RESIDENTS: Sector.HOUSEHOLDS, Home.ABROAD: Sector.ABROAD,
         Home.STATE: Sector.GOVERNMENT}  # fmt: skip
"""Whose money it is, by home."""


# Money


def run_exchange(ledger: Ledger, flows: Flows, rules: VentureRules) -> None:
    """Government pays the office and the listings of a junior exchange (I54)."""
    year = rules.junior_exchange * rules.exchange_cost
    paid = round(year * CENTS_PER_DOLLAR / MONTHS_PER_YEAR)
    flows.reforms[Reform.EXCHANGE] += paid
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, paid, Why.PUBLIC_SERVICE)


def raise_money(
    funders: Funders, stakes: Stakes, ledger: Ledger, flows: Flows, luck: Luck,
    rules: VentureRules,
) -> None:  # fmt: skip
    """In January angels put money aside, and funds call money from their investors (A83, A85)."""
    if luck.month % MONTHS_PER_YEAR:
        return
    rows = _investors(funders)
    state = funders.public * funders.cash
    yearly = funders.pot[rows] * rules.venture_money
    for home, sector in ((h, HOMES[h]) for h in (Home.RESIDENTS, Home.ABROAD)):
        mine = rows[funders.home[rows] == home]
        brings = yearly[funders.home[rows] == home]
        most = np.maximum(rules.angel_wealth * brings - funders.cash[mine] + state[mine], 0.0)
        new = cents(np.floor(np.minimum(brings, most)))
        ledger.pay(ledger.of(sector), ledger.of(Sector.FUNDERS, mine), new, Why.SAVINGS)
        spare = funders.cash[mine] - state[mine] - rules.angel_wealth * brings
        back = cents(np.floor(np.maximum(spare, 0.0)))
        ledger.pay(ledger.of(Sector.FUNDERS, mine), ledger.of(sector), back, Why.SAVINGS)
    _raise_public(funders, stakes, state, ledger, flows, rules)


def _investors(funders: Funders) -> Ints:
    """Rows of angels and venture funds."""
    rows: Ints = INVESTS[funders.sort].nonzero()[0]
    return rows


def _raise_public(
    funders: Funders, stakes: Stakes, state: Floats, ledger: Ledger, flows: Flows,
    rules: VentureRules,
) -> None:  # fmt: skip
    """The state brings what it lacks of its part of the year, and takes back what lies idle.

    All funds get the same.  What they owe to later stages of a project stays with them.
    """
    funds = (funders.sort == FunderKind.VENTURE_FUND).nonzero()[0]
    if not len(funds):
        return
    owed = np.bincount(stakes.funder[stakes.held], (stakes.due * stakes.public)[stakes.held],
                       len(funders))[funds]  # fmt: skip
    wanted = rules.seed_fund * CENTS_PER_DOLLAR / len(funds) + owed
    lacking = cents(wanted - state[funds])
    new, back = np.maximum(lacking, 0), np.maximum(-lacking, 0)
    fund = ledger.of(Sector.FUNDERS, funds)
    ledger.pay(ledger.of(Sector.GOVERNMENT), fund, new, Why.BUDGETS)
    ledger.pay(fund, ledger.of(Sector.GOVERNMENT), back, Why.BUDGETS)
    flows.seed_money[0] += lacking.sum()
    funders.public[funds] = (state[funds] + lacking) / np.maximum(funders.cash[funds], 1)


# Exit


def sell_stakes(
    firms: Firms,
    stakes: Stakes,
    funders: Funders,
    world: World,
    ledger: Ledger,
    flows: Flows,
    journal: Journal,
    luck: Luck,
    rules: VentureRules,
) -> None:
    """Investors sell what buyers take, at a price that own work has earned (A86, M103)."""
    world.exits *= 1 - 1 / rules.exit_memory
    if not len(stakes):
        return
    _write_off(stakes, flows, journal)
    market = _liquidity(world, rules)
    rows, brings = _sales(firms, stakes, market, luck, rules)
    if len(rows):
        _sell(stakes, funders, ledger, rows, brings, luck, rules)
        _note_exits(stakes, world, flows, journal, rows, brings)
        stakes.due[rows] = 0
        stakes.funder[rows] = NOBODY
    stakes.made[:] += firms.innovations[stakes.firm]
    stakes.note_owners(firms)


def _sales(
    firms: Firms, stakes: Stakes, market: float, luck: Luck, rules: VentureRules
) -> tuple[Ints, Ints]:
    """Stakes that are sold, for a good offer or because their time is over, and what they bring."""
    chance = market * rules.offers_a_year / MONTHS_PER_YEAR
    offer = luck.uniform("offer for a stake", stakes.birth)
    if compiled.in_use:
        return kernels.sales(
            stakes.firm, stakes.funder, stakes.share, stakes.since, stakes.paid, offer,
            firms.own_orders, firms.price, luck.month, rules.sales_multiple * market, chance,
            float(rules.holding_months), float(rules.holding_term),
        )  # fmt: skip
    rows = stakes.held.nonzero()[0]
    sales = _own_sales(firms, stakes.firm[rows].astype(np.int64))
    price = equations.price_of_stake(sales, rules.sales_multiple, market, stakes.share[rows])
    age = luck.month - stakes.since[rows]
    offered = (offer[rows] < chance) & (age >= rules.holding_months)
    sold = (age >= rules.holding_term) | (offered & (price > stakes.paid[rows]))
    return rows[sold], cents(np.floor(price[sold]))


def _own_sales(firms: Firms, rows: Ints) -> Floats:
    """Own work of a year, US cent, shape ``(rows,)``."""
    sales: Floats = MONTHS_PER_YEAR * firms.own_orders[rows] * firms.price[rows]
    return sales


def _liquidity(world: World, rules: VentureRules) -> float:
    buyers = rules.foreign_buyers + rules.junior_exchange
    return equations.liquidity(world.exits, buyers, rules.critical_mass)


def _write_off(stakes: Stakes, flows: Flows, journal: Journal) -> None:
    """A stake in a firm that has closed is worth what its liquidation brought."""
    gone = stakes.firm == NOBODY
    if not gone.any():
        return
    lost = (gone & stakes.held).nonzero()[0]
    flows.stakes_written_off[0] += len(lost)
    _journal(stakes, journal, flows, lost)
    stakes.close(gone)


def _journal(stakes: Stakes, journal: Journal, flows: Flows, rows: Ints) -> None:
    """Note what stakes that end have cost and brought."""
    flows.stakes_cost[0] += stakes.paid[rows].sum()
    flows.stakes_brought[0] += stakes.received[rows].sum()
    journal.write(
        "stakes", stake=stakes.birth[rows], paid=stakes.paid[rows], received=stakes.received[rows],
        since=stakes.since[rows],
    )  # fmt: skip


def _sell(
    stakes: Stakes, funders: Funders, ledger: Ledger, rows: Ints, price: Ints, luck: Luck,
    rules: VentureRules,
) -> None:  # fmt: skip
    """Acquirers pay; angels keep the money, funds hand it on to those whose it is."""
    abroad = luck.uniform("home of an acquirer", stakes.birth[rows]) < rules.buyers_abroad
    funder = stakes.funder[rows].astype(np.int64)
    for sector, mine in ((Sector.ABROAD, abroad), (Sector.ECONOMY, ~abroad)):
        to = ledger.of(Sector.FUNDERS, funder[mine])
        ledger.pay(ledger.of(sector), to, price[mine], Why.EXITS)
    public = cents(np.floor(price * stakes.public[rows]))
    fund = funders.sort[funder] == FunderKind.VENTURE_FUND
    home = funders.home[funder]
    for whose, part, mine in (
        (Home.STATE, public, fund),
        (Home.RESIDENTS, price - public, fund & (home == Home.RESIDENTS)),
        (Home.ABROAD, price - public, fund & (home == Home.ABROAD)),
    ):
        fro = ledger.of(Sector.FUNDERS, funder[mine])
        ledger.pay(fro, ledger.of(HOMES[whose]), part[mine], Why.EXITS)
    stakes.received[rows] += price
    stakes.home[rows] = np.where(abroad, Home.ABROAD, Home.RESIDENTS)


def _note_exits(
    stakes: Stakes, world: World, flows: Flows, journal: Journal, rows: Ints, price: Ints
) -> None:
    """Exits with a price make the market for those who sell later; others are written off."""
    worth = price > 0
    world.exits += float(worth.sum())
    flows.exits[0] += worth.sum()
    flows.stakes_written_off[0] += (~worth).sum()
    _journal(stakes, journal, flows, rows)


# Beliefs and deals


def back_firms(
    firms: Firms,
    stakes: Stakes,
    funders: Funders,
    plans: Plans,
    world: World,
    ledger: Ledger,
    flows: Flows,
    luck: Luck,
    rules: VentureRules,
) -> None:
    """Investors with money buy a part of the firm of which they expect most (E11, G10)."""
    market = _liquidity(world, rules)
    _next_stages(firms, stakes, funders, ledger, flows, market, luck.month, rules)
    plans.seed = 0
    rows = _investors(funders)
    # each in a month of its own, so that not all look at the same time
    rows = rows[(luck.month + rows) % int(rules.search_months) == 0]
    terms = [terms_of(sort, rules) for sort in funders.sort[rows].tolist()]
    looks = [_searches(funders, row, t, rules) for row, t in zip(rows.tolist(), terms, strict=True)]
    deals = [min(n, int((funders.cash[row] - _pledged(stakes, row)) / t.ticket))
             for row, t, n in zip(rows.tolist(), terms, looks, strict=True)]  # fmt: skip
    if max(deals, default=0) <= 0 or not market:
        return
    seeks = firms.ask(seek_investor, rules)
    for row, t, n, most in zip(rows.tolist(), terms, looks, deals, strict=True):
        if most > 0:
            _search(row, t, n, most, seeks, firms, stakes, funders, plans, ledger, flows, market,
                    luck, rules)  # fmt: skip


def _searches(funders: Funders, row: int, terms: Terms, rules: VentureRules) -> int:
    """How many look for an investor at once: as many as can place what it gets in a year."""
    money = funders.pot[row] * rules.venture_money
    if funders.sort[row] == FunderKind.VENTURE_FUND:
        funds = np.count_nonzero(funders.sort == FunderKind.VENTURE_FUND)
        money += rules.seed_fund * CENTS_PER_DOLLAR / funds
    decisions = MONTHS_PER_YEAR / rules.search_months
    return max(round(float(money) / (terms.ticket * decisions)), 1)


def _pledged(stakes: Stakes, funder: int) -> int:
    """Money that a funder has promised for later stages, cents."""
    return int(np.add.reduce(stakes.due[stakes.funder == funder]))


def _next_stages(
    firms: Firms, stakes: Stakes, funders: Funders, ledger: Ledger, flows: Flows, market: float,
    month: int, rules: VentureRules,
) -> None:  # fmt: skip
    """A fund looks again once the first stage is spent: it pays the rest, or waives part (E11)."""
    if not len(stakes):
        return
    live = (stakes.due > 0) & (stakes.firm >= 0)
    rows = live.nonzero()[0]
    rows = rows[firms.promised[stakes.firm[rows]] == 0]
    if not len(rows):
        return
    firm, due = stakes.firm[rows].astype(np.int64), stakes.due[rows].copy()
    months = (month - stakes.since[rows]).astype(np.float64)
    signal = equations.progress_signal(
        stakes.made[rows], months, rules.usual_progress, rules.progress_response
    )
    told = np.full((1, len(rows)), rules.progress_precision)
    mean, precision = equations.belief_after(
        stakes.mean[rows], stakes.precision[rows], signal[None, :], told
    )
    stakes.mean[rows], stakes.precision[rows] = mean, precision
    sales = _own_sales(firms, firm)
    lift = equations.lift_expected(rules.growth_of_value, mean, precision)
    worth = stakes.share[rows] * _expected(sales, market, lift, rules)
    goes_on = worth >= rules.fund_return * due
    paid = stakes.paid[rows]
    stakes.share[rows] *= np.where(goes_on, 1.0, paid / (paid + due))
    stakes.due[rows] = 0
    on = goes_on.nonzero()[0]
    funder = stakes.funder[rows[on]].astype(np.int64)
    _pay_in(firms, ledger, funder, firm[on], due[on], rules)
    stakes.paid[rows[on]] += due[on]
    flows.stages_paid[0] += len(on)


def _expected(sales: Floats, market: float, lift: Floats, rules: VentureRules) -> Floats:
    """What firms with such sales of own work are expected to be sold for, US cent, same shape."""
    return equations.expected_price(
        np.maximum(sales, rules.first_sales * CENTS_PER_DOLLAR), rules.sales_multiple, market, lift
    )


def _pay_in(
    firms: Firms, ledger: Ledger, funder: Ints, firm: Ints, money: Ints, rules: VentureRules
) -> None:
    """Investors pay into firms, which promise to spend it on their project."""
    ledger.pay(
        ledger.of(Sector.FUNDERS, funder), ledger.of(Sector.FIRMS, firm), money, Why.EQUITY
    )  # fmt: skip
    firms.earmarked[firm] += money
    firms.promised[firm] += money / rules.project_months
    firms.project_value[firm] = firms.idea[firm]


def _search(
    row: int, terms: Terms, looks: int, most: int, seeks: Flags, firms: Firms, stakes: Stakes,
    funders: Funders, plans: Plans, ledger: Ledger, flows: Flows, market: float, luck: Luck,
    rules: VentureRules,
) -> None:  # fmt: skip
    """One investor looks at some firms, and an angel at plans too, and backs the best (G10)."""
    rows, familiar = _look_out(firms, stakes, funders, row, seeks, terms.oldest)
    who = funders.birth[row]
    met = _meet(rows, firms.birth, who, row, looks, luck, rules)
    angel = funders.sort[row] == FunderKind.ANGELS
    open_ = (plans.seed == 0).nonzero()[0] if angel else np.zeros(0, np.int64)
    if not len(met) + len(open_):
        return
    mean, precision = look(who, _prospects(firms, plans, met, open_, familiar), luck, rules)
    share, k = _shares(firms, met, terms, market, mean, precision, rules), len(met)
    order = np.argsort(share, kind="stable")[:most]
    for best in order[share[order] < np.inf].tolist():
        if best >= k:
            plan = open_[best - k]
            plans.seed[plan], plans.funder[plan] = int(terms.ticket), row
            plans.share[plan], plans.mean[plan] = share[best], mean[best]
            plans.precision[plan] = precision[best]
            continue
        deal = Deal(row, int(met[best]), share[best], mean[best], precision[best])
        _buy(deal, terms, firms, stakes, funders, ledger, luck.month, rules)
        flows.deals[int(not angel)] += 1


def _look_out(
    firms: Firms, stakes: Stakes, funders: Funders, row: int, seeks: Flags, oldest: float
) -> tuple[Ints, Flags]:
    """Firms that an investor may back, where none of its kind has; zones where it has a stake."""
    if compiled.in_use:
        return kernels.look_out(
            seeks, firms.born, firms.now, float(oldest), firms.zone, len(ZoneName), stakes.firm,
            stakes.funder, funders.sort, row,
        )  # fmt: skip
    held = (stakes.held & (stakes.firm >= 0)).nonzero()[0]
    firm, funder = stakes.firm[held], stakes.funder[held]
    alike = funders.sort[funder] == funders.sort[row]
    backed = np.bincount(firm[alike], minlength=len(firms)) > 0
    familiar = np.zeros(len(ZoneName), bool)
    familiar[firms.zone[firm[funder == row]]] = True
    return (seeks & (firms.age <= oldest) & ~backed).nonzero()[0], familiar


def _meet(
    rows: Ints, births: Keys, who: np.uint64, row: int, looks: int, luck: Luck, rules: VentureRules
) -> Ints:
    """Which of some firms an investor meets this month, by lot."""
    chance = luck.uniform("meeting of an investor", births[rows] ^ who, row)
    number = int(rules.prospects * rules.search_months * looks)
    return rows[np.argsort(chance, kind="stable")[:number]]


def _prospects(firms: Firms, plans: Plans, met: Ints, open_: Ints, familiar: Flags) -> Prospects:
    """What there is to see of some firms, and of some plans after them."""
    seen = Prospects(firms.birth[met], firms.idea[met], firms.award_score[met],
                     firms.products[met] > 0, familiar[firms.zone[met]])  # fmt: skip
    if not len(open_):
        return seen
    none = np.zeros(len(open_), bool)
    of_plans = (plans.birth[open_], plans.idea[open_], none, none, none)
    return Prospects(*(np.concatenate(both) for both in zip(seen, of_plans, strict=True)))


def _shares(
    firms: Firms, met: Ints, terms: Terms, market: float, mean: Floats, precision: Floats,
    rules: VentureRules,
) -> Floats:  # fmt: skip
    """Part that an investor asks for of firms, and of plans after them; infinite if they refuse."""
    lift = equations.lift_expected(rules.growth_of_value, mean, precision)
    if compiled.in_use:
        return kernels.shares(
            met, firms.own_orders, firms.price, firms.earnings, lift,
            float(rules.first_sales * CENTS_PER_DOLLAR), rules.sales_multiple * market,
            float(terms.ticket), terms.wanted, rules.largest_share, rules.profit_multiple,
        )  # fmt: skip
    nothing_yet = np.zeros(len(mean) - len(met))
    sales = np.concatenate((_own_sales(firms, met), nothing_yet))
    profit = np.concatenate((np.add.reduce(firms.earnings[met], 1), nothing_yet))
    price = _expected(sales, market, lift, rules)
    share = equations.share_asked(terms.ticket, terms.wanted, price)
    offered = equations.share_offered(
        terms.ticket, rules.largest_share, profit, rules.profit_multiple
    )
    return np.where(share > offered, np.inf, share)


class Deal(NamedTuple):
    """A part of a firm that an investor buys."""

    funder: int
    """Row of the investor."""
    firm: int
    """Row of the firm."""
    share: float
    """Part of the firm."""
    mean: float
    """Value of the project that the investor expects, standard deviations."""
    precision: float
    """Precision of that belief."""


def _buy(
    deal: Deal, terms: Terms, firms: Firms, stakes: Stakes, funders: Funders, ledger: Ledger,
    month: int, rules: VentureRules,
) -> None:  # fmt: skip
    """The firm issues new shares, so that everybody else's part becomes smaller."""
    stakes.share[stakes.firm == deal.firm] *= 1 - deal.share
    first = int(terms.ticket * terms.first)
    births = heir(firms.birth[[deal.firm]] ^ funders.birth[deal.funder], "stake", month, [0])
    stakes.admit(
        births, firm=deal.firm, funder=deal.funder, home=funders.home[deal.funder],
        share=deal.share, paid=first, due=int(terms.ticket) - first,
        public=funders.public[deal.funder], since=month, mean=deal.mean,
        precision=deal.precision,
    )  # fmt: skip
    one = np.array([deal.funder]), np.array([deal.firm]), np.array([first])
    _pay_in(firms, ledger, *one, rules)
    stakes.note_owners(firms)
