"""Demand: what happens in the month."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import ABROAD, Kind, Segment
from cluster_abm.agents.contracts import (
    OWN,
    Bills,
    Contracts,
    conclude,
    ending,
    fates,
    spending,
    work_and_bill,
)
from cluster_abm.agents.customers import Customers, Purses, purses_of
from cluster_abm.agents.firms import DUE_MONTHS, Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.world import World
from cluster_abm.core import compiled
from cluster_abm.core.groups import first_mention, sums_of_rows, tally, turn_page
from cluster_abm.core.journal import Journal
from cluster_abm.core.kernels import books as kernels
from cluster_abm.core.kernels import contracts as contract_kernels
from cluster_abm.core.kernels import tenders as tender_kernels
from cluster_abm.core.ledger import Account, Ledger, Sector, Why, cents, split
from cluster_abm.core.luck import Luck, keys_of_groups
from cluster_abm.core.numerics import dexp, poisson
from cluster_abm.core.tables import Flags, Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR, DAYS_PER_MONTH, MONTHS_PER_YEAR
from cluster_abm.submodels.demand import equations
from cluster_abm.submodels.demand.decisions import (
    Tenders,
    accept_up_to,
    chances_of_those,
    end_projects,
    hear_of_vendors,
    imagine_tenders,
    invite,
    logs_of,
    set_price,
    usual_appeal,
    usually_invited,
    weigh_bids,
)
from cluster_abm.submodels.demand.numbers import DemandRules

SEGMENTS, LOCAL = len(Segment), int(Kind.SME)


# Plans


def set_prices(firms: Firms, customers: Customers, rules: DemandRules) -> None:
    """Local firms move their price towards the one that earns most (E5)."""
    firms.odds = odds = dexp(_appeal_at_todays_cost(firms, rules))
    # against usual rivals: who else is invited, and an imported bidder worth all invited in 2009
    others = usually_invited(customers, rules) - 1
    if compiled.in_use:
        chance = kernels.weigh_chances(
            odds, others, rules.invitations, rules.quality_weight, firms.quality_gain
        )  # fmt: skip
    else:
        chance = odds / (odds + others + rules.invitations)
        firms.quality_gain = rules.quality_weight * (1 - chance)
    _move_prices(firms, firms.ask(set_price, rules, chance), rules)


def _move_prices(firms: Firms, target: Floats, rules: DemandRules) -> None:
    if compiled.in_use:
        kernels.move_prices(target, rules.price_speed, firms.sort, LOCAL, firms.price)
        return
    price = firms.price + rules.price_speed * (target - firms.price)
    firms.price = np.where(firms.is_sme, price, 1.0)


def _appeal_at_todays_cost(firms: Firms, rules: DemandRules) -> Floats:
    """Reckon what a unit of work costs, and what each firm's usual mix is worth to a buyer."""
    if compiled.in_use:
        return kernels.cost_and_appeal(
            firms.staff, firms.activity, firms.sort, firms.labour_cost, firms.research_pay,
            firms.rent, firms.capacity, firms.orders, firms.own_orders, logs_of(firms),
            firms.unit_cost, rules.energy_and_data * CENTS_PER_DOLLAR, float(CENTS_PER_DOLLAR),
            rules.other_services, rules.subcontracting / (1 - rules.resale_usual),
            rules.quality_weight, rules.price_weight, LOCAL, OWN,
        )  # fmt: skip
    firms.unit_cost = _unit_cost(firms, rules)
    return usual_appeal(firms, rules)


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
    if compiled.in_use:
        sales = kernels.sales_of_local(firms.year_sales, firms.sort, LOCAL)
    else:
        sales = int((sums_of_rows(firms.year_sales) * firms.is_sme).sum())
    for row in purses_of(customers).among_firms:
        customers.budget[row] = rules.subcontracting * (sales / MONTHS_PER_YEAR)


def _spendable(customers: Customers, world: World) -> Floats:
    """Budget of the month, US cent, shape ``(segments,)``."""
    segment, cycle = customers.segment, dexp(customers.shock)
    if compiled.in_use:
        return contract_kernels.spendable(
            cycle, world.market, segment, customers.budget, customers.reach, customers.programme,
            AFFILIATES, AMONG_FIRMS,
        )  # fmt: skip
    # what affiliates buy grows with the work that their parents send, not with the country
    cycle[segment != AFFILIATES] *= world.market
    cycle[segment == AMONG_FIRMS] = 1.0
    return customers.budget * (1 + customers.reach) * cycle + customers.programme


AFFILIATES, AMONG_FIRMS = int(Segment.AFFILIATES), int(Segment.SUBCONTRACTS)


def call_tenders(
    firms: Firms, customers: Customers, contracts: Contracts, world: World, flows: Flows,
    rules: DemandRules, luck: Luck,
) -> None:  # fmt: skip
    """Customers call for work, local vendors bid against an imported one, one wins (E1)."""
    hear_of_vendors(firms, customers, world, rules)
    called = _call(customers, contracts, world, flows, rules, luck)
    if not len(called.birth):
        return
    invited = invite(firms, customers, called, rules, luck)
    room = firms.ask(accept_up_to, rules) - firms.orders
    bids, worth = weigh_bids(firms, customers, called, invited, rules, room)
    # reckoned on the bids as they come in, so what a vendor without staff withdraws is in it
    forgone = _forgone(customers, called, bids, worth, rules)
    vendor = _award(firms, customers, called, invited, worth, bids, room, luck)
    _sign(firms, contracts, flows, called, vendor, invited, bids, forgone)


NO_BID = -2
"""What :func:`equations.award` answers where nobody bids."""


def _forgone(
    customers: Customers, called: Tenders, bids: Flags, worth: Floats, rules: DemandRules
) -> Floats:  # fmt: skip
    """Value that a preference costs the buyer of each tender, share of the fee."""
    lost = np.zeros(len(called.birth))
    if rules.bid_preference:
        mine = np.flatnonzero(customers.segment[called.buyer] == Segment.GOVERNMENT)
        favour = np.full(len(mine), rules.bid_preference)
        utility = np.where(bids[mine], worth[mine], -np.inf)
        lost[mine] = equations.value_forgone(
            utility, customers.rival[called.buyer[mine]], favour, rules.price_weight
        )
    return lost


def _award(
    firms: Firms, customers: Customers, called: Tenders, invited: Ints, worth: Floats,
    bids: Flags, room: Floats, luck: Luck,
) -> Ints:  # fmt: skip
    """Award one tender after the other: who has no staff left for the next withdraws its bid.

    Answers vendors, NOBODY for the imported one, or NO_BID, shape ``(tenders,)``.
    """
    return equations.award_in_turn(
        worth, customers.rival[called.buyer], luck.pick("award", called.birth, bids.shape[1] + 1),
        # in an order of chance, as no buyer comes before all others
        called.birth.argsort(kind="stable"),
        bids=bids, invited=invited, work=called.work, price=firms.price, room=room,
    )  # fmt: skip


def _call(
    customers: Customers, contracts: Contracts, world: World, flows: Flows, rules: DemandRules,
    luck: Luck,
) -> Tenders:  # fmt: skip
    running = spending(contracts.segment, contracts.fee, contracts.left, segments=SEGMENTS)
    mean_fee = customers.tender * _mean_fee_of_a_cent(rules)
    wanted = equations.tenders_wanted(_spendable(customers, world), running[customers.segment],
                                      mean_fee)  # fmt: skip
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
    firms: Firms, contracts: Contracts, flows: Flows, called: Tenders, vendor: Ints, invited: Ints,
    bids: Flags, forgone: Floats,
) -> None:  # fmt: skip
    """Write the contracts, give the winners their orders, and count who declined and who won."""
    if compiled.in_use:
        new, t = contracts.room_for(len(vendor)), called
        contracts.take_in(tender_kernels.sign(
            vendor, invited, bids, t.birth, t.need, t.kind, t.fee, t.months, t.content, forgone,
            firms.price, ABROAD, NO_BID, contracts.size, new["birth"], new["vendor"],
            new["segment"], new["niche"], new["kind"], new["fee"], new["content"], new["work"],
            new["left"], new["forgone"], new["price"], firms.orders, flows.declined, flows.won,
        ))  # fmt: skip
        return
    segment, local = np.minimum(called.need, ABROAD), vendor >= 0
    # who stands twice is asked once
    declined = ~bids & first_mention(invited)
    tally(flows.declined, segment[np.nonzero(declined)[0]])
    tally(flows.won, segment[local])
    price, fee = np.where(local, firms.price[vendor], 1.0), cents(called.fee)
    work = fee * (1 - called.content) / price
    tally(firms.orders, vendor[local], by=work[local])
    terms = {
        "vendor": vendor, "segment": segment, "niche": called.need - segment, "kind": called.kind,
        "fee": fee, "content": called.content, "work": work, "price": price,
        "left": called.months, "forgone": forgone,
    }  # fmt: skip
    taken = vendor != NO_BID
    contracts.admit(
        called.birth[taken], **{name: column[taken] for name, column in terms.items()}
    )  # fmt: skip


def deliver(
    firms: Firms, customers: Customers, contracts: Contracts, flows: Flows, journal: Journal
) -> None:
    """Firms do the work they can; what they cannot do takes longer."""
    share = np.minimum(firms.capacity / np.maximum(firms.orders, 1.0), 1.0)
    bills = work_and_bill(contracts, share, segments=SEGMENTS)
    firms.new_bills, firms.goods = bills.mine, bills.goods
    flows.imported += bills.imported
    flows.own_work[0] += bills.own_work
    flows.forgone[0] += bills.forgone
    _close_the_month(firms, flows, share)
    if journal.wants("sales"):
        _write_journal(firms, contracts, journal, bills)


def _write_journal(firms: Firms, contracts: Contracts, journal: Journal, bills: Bills) -> None:
    """Note every bill of a local vendor."""
    rows = np.flatnonzero(contracts.vendor >= 0)
    journal.write(
        "sales", vendor=firms.birth[contracts.vendor[rows]], segment=contracts.segment[rows],
        cents=bills.billed[rows],
    )  # fmt: skip


def _close_the_month(firms: Firms, flows: Flows, share: Floats) -> None:
    """Add up sales, and open this month's column in the accounts of the last twelve.

    Multinationals do the work that their parents send, at a fixed price (DC10).
    """
    if compiled.in_use:
        kernels.close_the_month(
            firms.sort, LOCAL, firms.new_bills, firms.orders, share, firms.sales, flows.billed,
            flows.undelivered, firms.year_sales, firms.earnings, firms.support,
        )  # fmt: skip
        return
    firms.sales = sums_of_rows(firms.new_bills)
    flows.billed += firms.new_bills.sum(axis=0)
    others = ~firms.is_sme
    firms.sales[others] = cents(firms.orders[others] * share[others])
    tally(flows.undelivered, firms.sort, by=firms.orders * (1 - share))
    for account in (firms.year_sales, firms.earnings):
        turn_page(account)
        account[:, -1] = firms.sales
    turn_page(firms.support)


def renew(
    firms: Firms, customers: Customers, contracts: Contracts, world: World, flows: Flows,
    rules: DemandRules, luck: Luck,
) -> None:  # fmt: skip
    """Contracts that end are renewed while the budget holds, at the price of today (E1).

    The better, the cheaper and the more punctual vendor keeps more of them. A contract too late
    stalls, and its buyer may end it and owes nothing for what is not done; what does not do what it
    should is refused (M78).
    """
    ended, stalled, running = ending(contracts, rules.tolerated_delay, segments=SEGMENTS)
    late = end_projects(contracts, stalled, rules, luck) if len(stalled) else stalled
    renewal, refusal = chances_of_those(firms, contracts, ended, rules)
    drawn = fates(
        contracts, ended, luck, renewal, refusal, customers.segment,
        budget=_spendable(customers, world), running=running,
        months=(rules.shortest_contract, rules.longest_contract),
    )  # fmt: skip
    flows.stalled[0] += len(stalled)
    flows.failed[0] += len(late) + drawn.failed
    contracts.close(conclude(contracts, firms, ended, drawn, late, rules.tolerated_delay))


# Money


def settle(
    firms: Firms, customers: Customers, flows: Flows, ledger: Ledger, rules: DemandRules
) -> None:
    """Customers pay the bills that fall due; new bills fall due after their days to pay."""
    books = _collect(firms, _days_to_pay(firms, customers, flows, rules))
    flows.subcontracted[0] += int(books.passed_on.sum())
    imported = flows.imported[customers.segment]
    purses = purses_of(customers)
    _fund(ledger, purses, books.passed_on, books.paid[customers.segment] + imported)
    ledger.pay(
        ledger.of(Sector.CUSTOMERS, purses.of_segment[books.segment]),
        ledger.of(Sector.FIRMS, books.firm), books.due, Why.SALES,
    )  # fmt: skip
    ledger.pay(
        ledger.of(Sector.CUSTOMERS), ledger.of(Sector.ABROAD), imported, Why.IMPORTED_VENDORS
    )
    ledger.pay(
        ledger.of(Sector.ABROAD), ledger.of(Sector.FIRMS), books.exports, Why.SERVICE_EXPORTS
    )


class Collected(NamedTuple):
    """Bills that fall due this month, US cent."""

    firm: Ints
    """To whom each is due, shape ``(bills,)``."""
    segment: Ints
    """From which segment, same shape."""
    due: Ints
    """How much, same shape."""
    paid: Ints
    """What each segment pays, shape ``(segments,)``."""
    passed_on: Ints
    """What each local firm passes on of the work that firms buy from each other, ``(firms,)``."""
    exports: Ints
    """What multinationals are paid for the work that their parents sent, shape ``(firms,)``."""


def _collect(firms: Firms, days: Floats) -> Collected:
    """Take the bills of this month off the books, after the days that each segment takes to pay.

    New bills are written in for the months in which they fall due.
    """
    if compiled.in_use:
        return Collected(*kernels.collect(
            firms.receivables, firms.new_bills, days, float(DAYS_PER_MONTH), firms.sort,
            firms.sales, firms.year_sales, firms.earnings, AMONG_FIRMS, LOCAL,
        ))  # fmt: skip
    months, later = equations.due_dates(days, DAYS_PER_MONTH)
    due = firms.receivables[:, :, 0].copy()
    turn_page(firms.receivables)
    firms.receivables += equations.fall_due(firms.new_bills, months, later, DUE_MONTHS)
    firm, segment = np.nonzero(due)
    paid = due.sum(axis=0)
    passed_on = _pass_on(firms, int(paid[AMONG_FIRMS]))
    exports = np.where(firms.is_sme, 0, firms.sales)
    return Collected(firm, segment, due[firm, segment], paid, passed_on, exports)


def _days_to_pay(firms: Firms, customers: Customers, flows: Flows, rules: DemandRules) -> Floats:
    """Days that each segment takes to pay; a law may limit those of the state."""
    days = np.zeros(SEGMENTS)
    days[customers.segment] = customers.days
    sooner = max(float(days[Segment.GOVERNMENT]) - rules.government_payment_limit, 0.0)
    if sooner:
        days[Segment.GOVERNMENT] -= sooner
        billed = int(firms.new_bills[:, Segment.GOVERNMENT].sum())
        years = sooner / DAYS_PER_MONTH / MONTHS_PER_YEAR
        flows.paid_early[0] += round(billed * years * rules.treasury_rate)
    return days


def _fund(ledger: Ledger, purses: Purses, passed_on: Ints, spent: Ints) -> None:
    """Money goes to the customers from where theirs comes: treasury, economy, abroad, firms."""
    for row in purses.among_firms:
        purse = Account(Sector.CUSTOMERS, ledger.of(Sector.CUSTOMERS).cash[row : row + 1])
        ledger.pay(ledger.of(Sector.FIRMS), purse, passed_on, Why.SUBCONTRACTS)
    for sector, rows in purses.funded.items():
        ledger.pay(
            ledger.of(sector), ledger.of(Sector.CUSTOMERS, rows), spent[rows], Why.BUDGETS
        )  # fmt: skip


def _pass_on(firms: Firms, total: int) -> Ints:
    """How much each local firm passes on to others: in proportion to the year's sales, cents."""
    sold = np.where(firms.is_sme, firms.year_sales.sum(axis=1), 0)
    shares = split(total, (sold if sold.any() else firms.is_sme).astype(np.float64))
    firms.earnings[:, -1] -= shares
    return shares


def buy_inputs(firms: Firms, flows: Flows, ledger: Ledger, rules: DemandRules) -> None:
    """Firms buy goods for resale on credit, and energy, data and services for cash."""
    bills, services = _write_inputs(firms, flows, rules)
    firm = ledger.of(Sector.FIRMS)
    ledger.pay(firm, ledger.of(Sector.ABROAD), bills, Why.GOODS_FOR_RESALE)
    ledger.pay(firm, ledger.of(Sector.ECONOMY), firms.energy, Why.ENERGY_AND_DATA)
    ledger.pay(firm, ledger.of(Sector.ECONOMY), services, Why.OTHER_INPUTS)


def _write_inputs(firms: Firms, flows: Flows, rules: DemandRules) -> tuple[Ints, Ints]:
    """Write what firms buy into their books; bills for goods that fall due, and services, cents."""
    price = rules.energy_and_data * CENTS_PER_DOLLAR
    if compiled.in_use:
        return kernels.inputs(
            firms.staff, firms.activity, firms.sort, firms.sales, firms.goods, firms.payables,
            int(rules.supplier_months), price, rules.other_services, firms.energy, firms.earnings,
            flows.resale, flows.inputs,
        )  # fmt: skip
    bills = firms.payables[:, 0].copy()
    turn_page(firms.payables)
    firms.payables[:, int(rules.supplier_months) - 1] += firms.goods
    firms.energy = energy = cents(firms.headcount * price)
    services = cents((firms.sales - firms.goods) * rules.other_services[firms.activity])
    firms.earnings[:, -1] -= firms.goods + energy + services
    tally(flows.resale, firms.sort, by=firms.goods)
    tally(flows.inputs, firms.sort, by=energy + services)
    return bills, services


def consume(ledger: Ledger, rules: DemandRules) -> None:
    """Households spend what they have earned on goods of the rest of the economy."""
    purse = max(int(ledger.of(Sector.HOUSEHOLDS).cash[0]), 0)
    spent = round(purse * rules.consumption)
    ledger.transfer(Sector.HOUSEHOLDS, Sector.ECONOMY, spent, Why.CONSUMPTION)
