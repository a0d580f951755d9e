"""Demand: what happens in the month."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cluster_abm.agents.classes import Activity, Segment
from cluster_abm.agents.contracts import Contracts, bills_by_vendor, orders_by_vendor
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import DUE_MONTHS, Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.world import World
from cluster_abm.core.groups import sums_of_rows, tally, totals, turn_page
from cluster_abm.core.journal import Journal
from cluster_abm.core.ledger import Account, Ledger, Sector, Why, cents, split
from cluster_abm.core.luck import Luck, keys_of_groups
from cluster_abm.core.numerics import dexp, poisson
from cluster_abm.core.tables import Flags, Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR, DAYS_PER_MONTH, MONTHS_PER_YEAR
from cluster_abm.submodels.demand import equations
from cluster_abm.submodels.demand.decisions import (
    Tenders,
    accept_up_to,
    answers,
    chance_of_renewal,
    imagine_tenders,
    invite,
    set_price,
    usual_appeal,
    worth_of_bids,
)
from cluster_abm.submodels.demand.numbers import DemandRules

SEGMENTS = len(Segment)
PAID_BY = np.full(SEGMENTS, int(Sector.ECONOMY))
"""Where the money of each segment comes from; the rest of the economy unless named."""
PAID_BY[Segment.GOVERNMENT] = Sector.GOVERNMENT
PAID_BY[[Segment.AFFILIATES, Segment.EXPORT_NICHES]] = Sector.ABROAD


# Plans


def set_prices(firms: Firms, rules: DemandRules) -> None:
    """Local firms move their price towards the one that earns most (E5)."""
    firms.unit_cost = _unit_cost(firms, rules)
    odds = dexp(usual_appeal(firms, rules))
    # against usual rivals: the other vendors invited, and an imported bidder worth as much as all
    chance = odds / (odds + 2 * rules.invitations - 1)
    firms.quality_gain = rules.quality_weight * (1 - chance)
    target = firms.ask(set_price, rules, chance)
    price = firms.price + rules.price_speed * (target - firms.price)
    firms.price = np.where(firms.is_sme, price, 1.0)


def _unit_cost(firms: Firms, rules: DemandRules) -> Floats:
    """Cost of a unit of work when all staff is busy, index; research is no part of it."""
    energy = firms.headcount * (rules.energy_and_data * CENTS_PER_DOLLAR)
    own = firms.labour_cost - firms.research_pay + firms.rent + energy
    per_unit = own / np.maximum(firms.capacity, CENTS_PER_DOLLAR)
    passed_on = rules.subcontracting / (1 - rules.resale_usual) * firms.is_sme
    bought = rules.other_services[firms.activity] + passed_on
    # a firm that began last month has not worked yet
    return np.where(firms.labour_cost > 0, per_unit + bought, firms.unit_cost)


# Customers


def set_budgets(firms: Firms, customers: Customers, rules: DemandRules) -> None:
    """What each customer spends this month; firms pass a part of their sales on to each other."""
    sales = firms.year_sales[firms.is_sme].sum() / MONTHS_PER_YEAR
    passed_on = customers.segment == Segment.SUBCONTRACTS
    customers.budget[passed_on] = rules.subcontracting * sales


def _spendable(customers: Customers, world: World) -> Floats:
    """Budget of the month, US cent, shape ``(segments,)``."""
    outside = customers.segment != Segment.SUBCONTRACTS
    # what affiliates buy grows with the work that their parents send, not with the country
    trend = np.where(customers.segment == Segment.AFFILIATES, 1.0, world.market)
    return customers.budget * np.where(outside, trend * dexp(customers.shock), 1.0)


def call_tenders(
    firms: Firms, customers: Customers, contracts: Contracts, world: World, flows: Flows,
    rules: DemandRules, luck: Luck,
) -> None:  # fmt: skip
    """Customers call for work, local vendors bid against an imported one, one wins (E1)."""
    called = _call(customers, contracts, world, flows, rules, luck)
    if not len(called.birth):
        return
    invited = invite(firms, customers, called, rules, luck)
    bids = answers(firms, called, invited, rules)
    worth = worth_of_bids(firms, customers, called, invited, rules)
    utility = np.where(bids, worth, -np.inf)
    forgone = _forgone(customers, called, utility, rules)
    vendor = _award(firms, customers, called, invited, utility, bids, rules, luck)
    segment = customers.segment[called.buyer]
    tally(flows.declined, segment, by=(~bids).sum(axis=1))
    tally(flows.won, segment[vendor >= 0])
    taken = np.flatnonzero(vendor != NO_BID)
    _sign(firms, customers, contracts, called, taken, vendor, forgone[taken])


NO_BID = -2
"""What :func:`equations.award` answers where nobody bids."""


def _forgone(
    customers: Customers, called: Tenders, utility: Floats, rules: DemandRules
) -> Floats:  # fmt: skip
    """Value that a preference costs the buyer of each tender, share of the fee.

    It is reckoned on the bids as they come in, so what a vendor without staff withdraws is in it.
    """
    lost = np.zeros(len(called.birth))
    if rules.bid_preference:
        mine = np.flatnonzero(customers.segment[called.buyer] == Segment.GOVERNMENT)
        favour = np.full(len(mine), rules.bid_preference)
        lost[mine] = equations.value_forgone(
            utility[mine], customers.rival[called.buyer[mine]], favour, rules.price_weight
        )
    return lost


def _award(
    firms: Firms, customers: Customers, called: Tenders, invited: Ints, utility: Floats,
    bids: Flags, rules: DemandRules, luck: Luck,
) -> Ints:  # fmt: skip
    """Award one tender after the other: who has no staff left for the next withdraws its bid.

    Returns:
        Vendors, NOBODY for the imported one, or NO_BID, shape ``(tenders,)``.
    """
    rival = customers.rival[called.buyer]
    work = called.fee * (1 - called.content)
    room = firms.ask(accept_up_to, rules) - firms.orders
    vendor = np.full(len(work), NO_BID)
    # in an order of chance, as no buyer comes before all others
    open_, round = np.argsort(called.birth, kind="stable"), 0
    while len(open_):
        u = luck.uniform("award", called.birth[open_], round)
        place = equations.award(utility[open_], rival[open_], u)
        won = np.where(place >= 0, invited[open_, np.maximum(place, 0)], place)
        vendor[open_] = won
        local = np.flatnonzero(place >= 0)
        asked = work[open_[local]] / firms.price[won[local]]
        fits = equations.fits_in_turn(won[local], asked, room)
        late = local[~fits]
        tally(room, won[local[fits]], by=-asked[fits])
        utility[open_[late], place[late]] = -np.inf
        bids[open_[late], place[late]] = False
        open_, round = open_[late], round + 1
    return vendor


def _call(
    customers: Customers, contracts: Contracts, world: World, flows: Flows, rules: DemandRules,
    luck: Luck,
) -> Tenders:  # fmt: skip
    this_month = contracts.fee * np.minimum(contracts.left, 1.0)
    running = np.bincount(contracts.segment, this_month, SEGMENTS)[customers.segment]
    mean_fee = customers.tender * _mean_fee_of_a_cent(rules)
    wanted = equations.tenders_wanted(_spendable(customers, world), running, mean_fee)
    number = poisson(luck.uniform("tenders", customers.birth), wanted)
    flows.tenders[customers.segment] = number
    birth = keys_of_groups("tender", luck.month, number)
    buyer = np.repeat(np.arange(len(customers)), number)
    return imagine_tenders(customers, buyer, birth, rules, luck)


@lru_cache(maxsize=8)
def _mean_fee_of_a_cent(rules: DemandRules) -> float:
    """Mean monthly fee of a tender relative to its value, 1/months."""
    return equations.mean_of_inverse(rules.shortest_contract, rules.longest_contract)


def _sign(
    firms: Firms, customers: Customers, contracts: Contracts, called: Tenders, taken: Ints,
    vendor: Ints, forgone: Floats,
) -> None:  # fmt: skip
    """Write the contracts, and give the winners their orders."""
    vendor = vendor[taken]
    price = np.where(vendor >= 0, firms.price[vendor], 1.0)
    fee = cents(called.fee[taken])
    work = fee * (1 - called.content[taken]) / price
    contracts.admit(
        called.birth[taken], vendor=vendor, segment=customers.segment[called.buyer[taken]],
        kind=called.kind[taken], fee=fee, content=called.content[taken], work=work, price=price,
        left=called.months[taken], forgone=forgone,
    )  # fmt: skip
    local = vendor >= 0
    tally(firms.orders, vendor[local], by=work[local])


def deliver(
    firms: Firms, customers: Customers, contracts: Contracts, flows: Flows, journal: Journal
) -> None:
    """Firms do the work they can; what they cannot do takes longer."""
    share = np.minimum(firms.capacity / np.maximum(firms.orders, 1.0), 1.0)
    progress, billed = equations.work_done(
        share, contracts.vendor, contracts.left, contracts.fee
    )  # fmt: skip
    contracts.left -= progress
    if contracts.forgone.any():
        flows.forgone[0] += cents(billed * contracts.forgone).sum()
    _bill(firms, contracts, flows, journal, billed)
    _send_to_parents(firms, flows, share)
    late = firms.orders * (1 - share)
    tally(flows.undelivered, firms.sort, by=late)
    _close_the_year(firms)


def _bill(firms: Firms, contracts: Contracts, flows: Flows, journal: Journal, billed: Ints) -> None:
    """Write the bills of local vendors, and those of imported ones."""
    bills = bills_by_vendor(
        contracts.vendor, contracts.segment, billed, contracts.content, firms=len(firms),
        segments=SEGMENTS,
    )  # fmt: skip
    firms.new_bills, firms.goods = bills.mine, bills.goods
    firms.sales = sums_of_rows(bills.mine)
    flows.billed += bills.mine.sum(axis=0)
    flows.imported += bills.imported
    rows = np.flatnonzero(contracts.vendor >= 0)
    vendor, cents_ = contracts.vendor[rows], billed[rows]
    flows.own_work[0] += cents_[contracts.kind[rows] == Activity.OWN_WORK].sum()
    journal.write(
        "sales", vendor=firms.birth[vendor], segment=contracts.segment[rows], cents=cents_
    )  # fmt: skip


def _send_to_parents(firms: Firms, flows: Flows, share: Floats) -> None:
    """Multinationals do the work that their parents send, at a fixed price (DC10)."""
    others = ~firms.is_sme
    firms.sales[others] = cents(firms.orders[others] * share[others])


def _close_the_year(firms: Firms) -> None:
    """Open this month's column in the accounts of the last twelve."""
    for account in (firms.year_sales, firms.earnings):
        turn_page(account)
        account[:, -1] = firms.sales


def renew(
    firms: Firms, customers: Customers, contracts: Contracts, world: World, rules: DemandRules,
    luck: Luck,
) -> None:  # fmt: skip
    """Contracts that end are renewed while the budget holds, at the price of today (E1).

    The better, the cheaper and the more punctual vendor keeps more of them.
    """
    ended = np.flatnonzero(contracts.left <= 0)
    running = totals(contracts.segment, contracts.fee, SEGMENTS)
    budget = np.zeros(SEGMENTS)
    budget[customers.segment] = _spendable(customers, world)
    held = np.minimum(budget / np.maximum(running, 1.0), 1.0)
    u = luck.pick("renewal of contract", contracts.birth[ended], 2)
    chance = chance_of_renewal(firms, contracts.vendor[ended], contracts.kind[ended], rules)
    renewed = u[:, 0] < chance * held[contracts.segment[ended]]
    rows = ended[renewed]
    vendor = contracts.vendor[rows]
    price = np.where(vendor >= 0, firms.price[vendor], 1.0)
    span = rules.longest_contract - rules.shortest_contract
    contracts.left[rows] = rules.shortest_contract + span * u[renewed, 1]
    contracts.price[rows] = price
    contracts.work[rows] = contracts.fee[rows] * (1 - contracts.content[rows]) / price
    gone = np.zeros(len(contracts), bool)
    gone[ended[~renewed]] = True
    contracts.close(gone)
    count_orders(firms, contracts)


def count_orders(firms: Firms, contracts: Contracts) -> None:
    """Add up the work under contract of each firm; parents' volumes are those of multinationals."""
    booked, firms.own_orders, firms.own_contracts = orders_by_vendor(
        contracts.vendor, contracts.kind == Activity.OWN_WORK, contracts.work, firms=len(firms)
    )
    firms.orders = np.where(firms.is_sme, booked, firms.volume)


# Money


def settle(
    firms: Firms, customers: Customers, flows: Flows, ledger: Ledger, rules: DemandRules
) -> None:
    """Customers pay the bills that fall due; new bills fall due after their days to pay."""
    due = firms.receivables[:, :, 0].copy()
    turn_page(firms.receivables)
    imported = flows.imported[customers.segment]
    _fund(firms, customers, flows, ledger, due.sum(axis=0)[customers.segment], imported)
    buyer_of = np.zeros(SEGMENTS, np.int64)
    buyer_of[customers.segment] = np.arange(len(customers))
    firm, segment = np.nonzero(due)
    ledger.pay(
        ledger.of(Sector.CUSTOMERS, buyer_of[segment]), ledger.of(Sector.FIRMS, firm),
        due[firm, segment], Why.SALES,
    )  # fmt: skip
    ledger.pay(
        ledger.of(Sector.CUSTOMERS), ledger.of(Sector.ABROAD), imported, Why.IMPORTED_VENDORS
    )
    _write_bills(firms, customers, flows, rules)
    others = np.flatnonzero(~firms.is_sme)
    ledger.pay(
        ledger.of(Sector.ABROAD), ledger.of(Sector.FIRMS, others), firms.sales[others],
        Why.SERVICE_EXPORTS,
    )  # fmt: skip


def _fund(
    firms: Firms, customers: Customers, flows: Flows, ledger: Ledger, local: Ints, imported: Ints
) -> None:
    """Money goes to the customers from where theirs comes: treasury, economy, abroad, firms."""
    among = customers.segment == Segment.SUBCONTRACTS
    shares = split(int(local[among].sum()), _passing_on(firms))
    flows.subcontracted[0] += int(shares.sum())
    firms.earnings[:, -1] -= shares
    for row in np.flatnonzero(among):
        purse = Account(Sector.CUSTOMERS, ledger.of(Sector.CUSTOMERS).cash[row : row + 1])
        ledger.pay(ledger.of(Sector.FIRMS), purse, shares, Why.SUBCONTRACTS)
    source = PAID_BY[customers.segment]
    for sector in (Sector.GOVERNMENT, Sector.ECONOMY, Sector.ABROAD):
        rows = np.flatnonzero((source == sector) & ~among)
        ledger.pay(
            ledger.of(sector), ledger.of(Sector.CUSTOMERS, rows), (local + imported)[rows],
            Why.BUDGETS,
        )  # fmt: skip


def _passing_on(firms: Firms) -> Floats:
    """How much each firm passes on to others: in proportion to the year's sales."""
    weight = np.where(firms.is_sme, firms.year_sales.sum(axis=1), 0).astype(np.float64)
    return weight if weight.any() else firms.is_sme.astype(np.float64)


def _write_bills(firms: Firms, customers: Customers, flows: Flows, rules: DemandRules) -> None:
    """Date the bills of this month by the buyer's days to pay; a law may limit the state's."""
    days = np.zeros(SEGMENTS)
    days[customers.segment] = customers.days
    sooner = max(float(days[Segment.GOVERNMENT]) - rules.government_payment_limit, 0.0)
    if sooner:
        days[Segment.GOVERNMENT] -= sooner
        billed = int(firms.new_bills[:, Segment.GOVERNMENT].sum())
        years = sooner / DAYS_PER_MONTH / MONTHS_PER_YEAR
        flows.paid_early[0] += round(billed * years * rules.treasury_rate)
    firms.receivables += equations.fall_due(
        firms.new_bills, *equations.due_dates(days, DAYS_PER_MONTH), DUE_MONTHS
    )  # fmt: skip


def buy_inputs(firms: Firms, flows: Flows, ledger: Ledger, rules: DemandRules) -> None:
    """Firms buy goods for resale on credit, and energy, data and services for cash."""
    bills = firms.payables[:, 0].copy()
    turn_page(firms.payables)
    firms.payables[:, int(rules.supplier_months) - 1] += firms.goods
    firm = ledger.of(Sector.FIRMS)
    ledger.pay(firm, ledger.of(Sector.ABROAD), bills, Why.GOODS_FOR_RESALE)
    energy = cents(firms.headcount * (rules.energy_and_data * CENTS_PER_DOLLAR))
    firms.energy = energy
    services = cents((firms.sales - firms.goods) * rules.other_services[firms.activity])
    ledger.pay(firm, ledger.of(Sector.ECONOMY), energy, Why.ENERGY_AND_DATA)
    ledger.pay(firm, ledger.of(Sector.ECONOMY), services, Why.OTHER_INPUTS)
    firms.earnings[:, -1] -= firms.goods + energy + services
    tally(flows.resale, firms.sort, by=firms.goods)
    tally(flows.inputs, firms.sort, by=energy + services)


def consume(ledger: Ledger, rules: DemandRules) -> None:
    """Households spend what they have earned on goods of the rest of the economy."""
    purse = max(int(ledger.of(Sector.HOUSEHOLDS).cash[0]), 0)
    spent = round(purse * rules.consumption)
    ledger.transfer(Sector.HOUSEHOLDS, Sector.ECONOMY, spent, Why.CONSUMPTION)
