"""Demand: tenders, awards, prices, delivery and bills."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Activity, Kind, Segment, Skill
from cluster_abm.agents.contracts import count_orders
from cluster_abm.core.ledger import Why
from cluster_abm.core.luck import Luck, keys
from cluster_abm.core.numerics import dexp
from cluster_abm.core.units import DAYS_PER_MONTH
from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.order_books import share_of_new_work
from cluster_abm.scenarios.reader import load_scenario
from cluster_abm.submodels.demand.decisions import (
    accept_up_to,
    answers,
    chance_of_renewal,
    imagine_tenders,
    invite,
    worth_of_bids,
)
from cluster_abm.submodels.demand.equations import (
    award,
    due_dates,
    fits_in_turn,
    mark_up,
    mean_of_inverse,
    renewed,
    standing_weight,
    tenders_wanted,
)
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import (
    call_tenders,
    deliver,
    renew,
    set_budgets,
    set_prices,
    settle,
)
from tests.model.scenes import change, lived, restored
from tests.worlds import DOLLAR, TinyWorld

RULES = DemandRules()
GOVERNMENT, ABROAD = Segment.GOVERNMENT, Segment.EXPORT_NICHES
UTILITY = st.floats(-3, 3)

# Awards


@given(st.lists(UTILITY, min_size=1, max_size=5), UTILITY)
def test_awards_have_the_probabilities_of_the_logit(worth: list[float], rival: float) -> None:
    """Luck spread evenly over the line gives each bidder just the length of its share."""
    n = 4_000
    luck = (np.arange(n) + 0.5) / n

    won = award(np.tile(worth, (n, 1)), np.full(n, rival), luck)

    odds = np.exp([rival, *worth])
    share = np.bincount(won + 1, minlength=len(odds)) / n
    assert share == pytest.approx(odds / odds.sum(), abs=1.5 / n)


def test_a_tenth_of_quality_moves_a_share_of_045_to_053() -> None:
    """The worked example of E1: 3.4 utils for a log point of quality."""
    rival = np.log(0.55 / 0.45)
    better = 1 / (1 + np.exp(rival - RULES.quality_weight * np.log(1.1)))
    worse = 1 / (1 + np.exp(rival - RULES.quality_weight * np.log(0.9)))

    assert better == pytest.approx(0.53, abs=0.005)
    assert worse == pytest.approx(0.38, abs=0.02)


def test_where_nobody_bids_nobody_wins() -> None:
    nothing = np.array([-np.inf])

    assert award(nothing[None, :], nothing, np.array([0.5])).tolist() == [-2]
    assert award(nothing[None, :], np.zeros(1), np.array([0.5])).tolist() == [-1]


@given(st.floats(1.5, 30), st.floats(0.01, 0.9), st.floats(0.8, 1.25))
def test_no_other_price_earns_more_from_a_tender(weight: float, chance: float, off: float) -> None:
    """A tender names its fee, and a higher price does less for it: (1 - 1/p) times the chance."""
    best = float(mark_up(weight, np.array([chance]))[0])

    def profit(price: float) -> float:
        odds = chance / (1 - chance) * (price / best) ** -weight
        return (1 - 1 / price) * odds / (1 + odds)

    assert best == pytest.approx(1 + 1 / (weight * (1 - chance)), rel=1e-9)
    assert profit(best * off) <= profit(best) + 1e-12


def test_a_vendor_out_of_the_blue_is_invited_as_often_as_one_with_the_work_it_is_worth() -> None:
    alone, known = standing_weight(np.array([0.0, 14_000.0]), 14_000.0**0.8, 0.8)

    assert known == pytest.approx(2 * alone)


def test_the_mean_fee_of_a_tender_is_its_value_over_its_length() -> None:
    months = np.linspace(6, 24, 100_001)

    assert mean_of_inverse(6, 24) == pytest.approx((1 / months).mean(), rel=1e-4)


@given(st.floats(0, 1), st.floats(-5, 5))
def test_the_odds_of_a_renewal_rise_with_the_utility_of_the_vendor(
    usual: float, appeal: float
) -> None:
    chance = float(renewed(usual, np.array([appeal]))[0])

    assert 0 <= chance <= 1
    assert chance * (1 - usual) == pytest.approx(usual * (1 - chance) * np.exp(appeal), abs=1e-9)


def test_vendors_who_are_good_cheap_and_punctual_keep_more_contracts() -> None:
    world = market(4, quality=[1, 1.1, 1, 1], price=[1, 1, 0.9, 1],
                   orders=[50.0, 50.0, 50.0, 200.0], capacity=100.0,
                   knows=RULES.usual_intimacy)  # fmt: skip
    none = np.zeros(5, int)

    chance = chance_of_renewal(world.firms, np.array([-1, 0, 1, 2, 3]), none, none, RULES)

    assert chance[:2].tolist() == pytest.approx([RULES.renewal] * 2)
    assert (chance[2:4] > RULES.renewal).all()
    assert chance[4] < 0.5 * RULES.renewal


@given(
    st.lists(st.tuples(st.integers(0, 2), st.floats(0, 10)), min_size=1, max_size=12),
    st.lists(st.floats(0, 20), min_size=3, max_size=3),
)
def test_what_fits_in_turn_fits_together(
    pieces: list[tuple[int, float]], room: list[float]
) -> None:
    vendor, work = np.array([v for v, _ in pieces]), np.array([w for _, w in pieces])

    fits = fits_in_turn(vendor, work, np.array(room))

    taken = np.bincount(vendor[fits], work[fits], 3)
    assert (taken <= np.array(room) + 1e-9).all()
    for one in range(3):
        mine = np.flatnonzero(vendor == one)
        if len(mine) and work[mine[0]] <= room[one]:
            assert fits[mine[0]]


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.floats(1, 1e6))
def test_tenders_fill_the_gap_of_the_budget(budget: float, running: float, fee: float) -> None:
    wanted = tenders_wanted(np.array([budget]), np.array([running]), np.array([fee]))[0]

    assert wanted >= 0
    assert running + wanted * fee == pytest.approx(max(budget, running))


@given(st.floats(0, 150))
def test_a_bill_is_due_on_average_after_the_days_to_pay(days: float) -> None:
    months, later = due_dates(np.array([days]), DAYS_PER_MONTH)

    assert months[0] + later[0] == pytest.approx(max(days / DAYS_PER_MONTH, 1.0))
    assert 0 <= later[0] < 1


# Prices


def test_a_price_goes_to_the_unit_cost_with_its_mark_up() -> None:
    world = TinyWorld()
    world.add_firms(2, sort=[Kind.SME, Kind.ANCHOR], quality=1.2, price=2.0)
    firms = world.firms
    for _ in range(120):
        world.run(set_prices, RULES)
        firms.unit_cost = [0.8, 0.8]

    odds = float(
        firms.quality[0, 0] ** RULES.quality_weight * firms.price[0] ** -RULES.price_weight
    )
    chance = odds / (odds + 2 * RULES.invitations - 1)
    closed_form = firms.unit_cost[0] * mark_up(RULES.price_weight, np.array([chance]))[0]
    assert firms.price[0] == pytest.approx(closed_form, rel=0.001)
    assert firms.price[1] == 1


# Invitations and bids


def market(firms: int = 4, capacity: float = 1e7, **columns: object) -> TinyWorld:
    """Local firms with room, and one customer of every segment that spends nothing."""
    world = TinyWorld()
    rich = {"orders": 0.0, "capacity": capacity, "cash": 1e7 * DOLLAR}
    world.add_firms(firms, **(rich | columns))
    world.add_customers(budget=0.0, tender=60_000.0 * DOLLAR, rival=0.0, days=60.0, own_work=0.3)
    return world


def spend(world: TinyWorld, segment: Segment, dollars: float) -> None:
    """Give one customer a budget, US$ a month."""
    world.customers.budget = 0.0
    world.customers.budget[world.customers.segment == segment] = dollars * DOLLAR


def test_only_exporters_work_for_niches_abroad() -> None:
    world = market(20, exporter=np.arange(20) < 3)
    spend(world, ABROAD, 1e6)

    world.run(call_tenders, RULES)

    winners = world.contracts.vendor[world.contracts.vendor >= 0]
    assert len(winners) > 20
    assert set(winners.tolist()) <= {0, 1, 2}


def test_exporters_work_at_home_too() -> None:
    world = market(20, exporter=np.arange(20) < 3)
    spend(world, GOVERNMENT, 1e6)

    world.run(call_tenders, RULES)

    winners = set(world.contracts.vendor.tolist())
    assert {0, 1, 2} & winners
    assert set(range(3, 20)) & winners


def test_multinationals_do_not_bid() -> None:
    world = market(4, sort=[Kind.SME, Kind.ANCHOR, Kind.MNC, Kind.CONTACT_CENTRE])
    spend(world, GOVERNMENT, 1e6)

    world.run(call_tenders, RULES)

    assert set(world.contracts.vendor.tolist()) == {-1, 0}


def test_a_firm_without_room_declines_and_an_imported_vendor_takes_the_work() -> None:
    world = market(4, capacity=0.0)
    spend(world, GOVERNMENT, 1e6)

    world.run(call_tenders, RULES.but(spare_hours=0))

    assert (world.contracts.vendor == -1).all()
    # four are drawn for each out of four, and who is drawn twice is asked once
    asked = world.flows.declined[GOVERNMENT] / len(world.contracts)
    assert asked == pytest.approx(4 * (1 - 0.75**4), rel=0.05)


def test_between_local_firms_there_is_no_imported_vendor() -> None:
    world = market(4, capacity=0.0)
    world.customers.rival[world.customers.segment == Segment.SUBCONTRACTS] = -np.inf
    spend(world, Segment.SUBCONTRACTS, 1e6)

    world.run(call_tenders, RULES.but(spare_hours=0))

    assert world.flows.tenders.sum() > 0
    assert len(world.contracts) == 0


def test_a_bid_stays_within_the_load_that_the_firm_accepts() -> None:
    """US$ 100,000 of capacity and US$ 90,000 of orders: room for US$ 25,000 more."""
    world = market(1, capacity=100_000.0 * DOLLAR, orders=90_000.0 * DOLLAR)
    n = 200
    called = imagine_tenders(world.customers, np.zeros(n, np.int64), keys("t", 0, 0, np.arange(n)),
                             RULES, world.luck)  # fmt: skip
    called = called._replace(fee=np.linspace(1_000, 60_000, n) * DOLLAR, content=np.zeros(n))

    bids = answers(world.firms, called, np.zeros((n, 1), np.int64), RULES)[:, 0]

    assert (bids == (called.fee <= 25_000 * DOLLAR)).all()


def test_even_the_smallest_firm_accepts_some_hours() -> None:
    world = market(1, capacity=0.0)

    assert world.firms.ask(accept_up_to, RULES).tolist() == [RULES.spare_hours * DOLLAR]


@pytest.mark.parametrize(
    ("cash", "credit", "beyond"),
    [(0, 0, 0), (2_000, 0, 500), (0, 2_000, 500), (-2_000, 2_000, 0), (1e6, 0, 15_000)],
)
def test_m102_a_firm_takes_on_what_it_can_pay_for_until_customers_do(
    cash: float, credit: float, beyond: float
) -> None:
    """Four months of the cost of work beyond its staff, out of its own money or a bank's."""
    world = market(1, capacity=100_000.0 * DOLLAR, cash=cash * DOLLAR, unit_cost=1.0,
                   credit_limit=credit * DOLLAR)  # fmt: skip

    accepted = world.firms.ask(accept_up_to, RULES)[0]

    assert accepted == pytest.approx((100_000 + beyond) * DOLLAR)


def test_m102_who_waits_for_nobody_needs_no_money() -> None:
    world = market(1, capacity=100_000.0 * DOLLAR, cash=0.0, unit_cost=1.0)

    accepted = world.firms.ask(accept_up_to, RULES.but(months_financed=0))[0]

    assert accepted == pytest.approx(115_000 * DOLLAR)


def test_what_a_firm_wins_in_one_month_stays_within_the_load_that_it_accepts() -> None:
    world = market(1, capacity=20_000.0 * DOLLAR)
    world.customers.rival = -12.0
    spend(world, GOVERNMENT, 1e6)

    world.run(call_tenders, RULES)

    assert 0 < world.firms.orders[0] <= world.firms.ask(accept_up_to, RULES)[0]


def test_the_better_the_cheaper_and_the_fitting_bidder_is_worth_more() -> None:
    world = market(4, quality=[1, 1.1, 1, 1], price=[1, 1, 0.9, 1],
                   activity=[0, 0, 0, Activity.OWN_WORK])  # fmt: skip
    called = imagine_tenders(world.customers, np.zeros(1, np.int64), keys("t", 0, 0, [0]), RULES,
                             world.luck)._replace(kind=np.array([Activity.OWN_WORK]))  # fmt: skip

    worth = worth_of_bids(world.firms, world.customers, called, np.arange(4)[None, :], RULES)[0]

    assert worth - worth[0] == pytest.approx([0, 3.4 * np.log(1.1), -4.2 * np.log(0.9), RULES.fit])


def test_a_firm_invited_twice_bids_once() -> None:
    world = market(2)
    called = imagine_tenders(world.customers, np.zeros(1, np.int64), keys("t", 0, 0, [0]), RULES,
                             world.luck)  # fmt: skip

    worth = worth_of_bids(world.firms, world.customers, called, np.array([[1, 1, 0, 1]]), RULES)[0]

    assert np.isfinite(worth).tolist() == [True, False, True, False]


def test_the_preference_is_the_governments_alone() -> None:
    world = market(1)
    buyers = np.arange(len(Segment))
    called = imagine_tenders(world.customers, buyers, keys("t", 0, 0, buyers), RULES, world.luck)
    called = called._replace(kind=np.zeros(len(buyers), int))
    world.firms.exporter = True
    invited = np.zeros((len(buyers), 1), np.int64)

    plain, keen = (
        worth_of_bids(world.firms, world.customers, called, invited, RULES.but(bid_preference=p))
        for p in (0.0, 0.7)
    )

    assert (keen - plain)[:, 0].tolist() == pytest.approx([0.7] + [0.0] * 8)


# Calibration of the imported bidder


def test_the_local_share_of_new_work_is_the_one_at_which_that_of_2009_rests() -> None:
    """Fresh luck gives it back, buyer by buyer."""
    start = load_scenario("panama_2009").model_copy(update={"warm_up": 0})
    model = ClusterModel(start)
    firms, customers = model.firms, model.customers
    n, each = len(customers), 20_000
    buyer = np.repeat(np.arange(n), each)
    luck = Luck(99, 0, -999)
    called = imagine_tenders(customers, buyer, keys("fresh", 0, 0, np.arange(n * each)), RULES,
                             luck)  # fmt: skip
    invited = invite(firms, customers, called, RULES, luck)
    worth = worth_of_bids(firms, customers, called, invited, RULES)
    bids = answers(firms, called, invited, RULES)
    bids |= (customers.segment[buyer] == ABROAD)[:, None]
    odds = dexp(np.where(bids, worth, -np.inf)).sum(axis=1)
    inside = np.isfinite(customers.rival)
    chance = odds / np.maximum(odds + dexp(customers.rival)[buyer], 1e-300)

    share = np.bincount(buyer, called.fee * chance, n) / np.bincount(buyer, called.fee, n)
    assert share[inside] == pytest.approx(share_of_new_work(model)[inside], abs=0.02)


# Spending


def test_spending_rests_at_the_budget_for_five_years() -> None:
    """No growth, no cycle: bills of each buyer are its budget within a few per cent."""
    model = restored(
        numbers={"market_growth": 0.0, "shock_sd": 0.0, "site_speed": 0.0, "projects_wave": 0.0}
    )
    model.customers.shock = 0.0
    spent = np.zeros(len(Segment))
    for month in range(60):
        model.step()
        if month >= 12:
            spent += model.flows.billed + model.flows.imported
    budget = np.zeros(len(Segment))
    budget[model.customers.segment] = model.customers.budget * 48

    outside = np.array([s != Segment.SUBCONTRACTS for s in Segment])
    ratio = (spent / budget)[outside]
    assert ratio == pytest.approx(1.0, abs=0.05)
    total = spent[outside].sum() / budget[outside].sum()
    assert total == pytest.approx(1.0, abs=0.025)


def test_the_budget_among_local_firms_follows_their_sales() -> None:
    world = market(2)
    world.firms.year_sales[:] = [[100.0], [300.0]]

    world.run(set_budgets, RULES)

    row = int(np.flatnonzero(world.customers.segment == Segment.SUBCONTRACTS)[0])
    assert world.customers.budget[row] == pytest.approx(RULES.subcontracting * 400)


def test_renewal_is_by_its_share_while_the_budget_holds_and_less_beyond() -> None:
    kept = []
    for budget in (1e9, 0.5):
        world = market(1, knows=RULES.usual_intimacy)
        world.contracts.admit(
            keys("c", 0, 0, np.arange(2_000)), vendor=0, segment=GOVERNMENT, fee=100, work=80.0,
            price=1.0, left=0.0,
        )  # fmt: skip
        world.customers.budget = budget if budget > 1 else budget * 2_000 * 100
        world.run(renew, RULES.but(refused_work=0.0))
        kept.append(len(world.contracts) / 2_000)

    assert kept == pytest.approx([0.70, 0.35], abs=0.03)


def test_a_contract_bills_its_value() -> None:
    """Terms of 6 to 24 months, not whole: on average half a month is billed beyond them."""
    world = market(1)
    months = np.linspace(6, 24, 500)
    world.contracts.admit(keys("c", 0, 0, np.arange(500)), vendor=-1, segment=GOVERNMENT,
                          fee=10_000, left=months, price=1.0)  # fmt: skip
    billed = 0
    for month in range(26):
        world.enter_month(month)
        world.run(deliver, RULES)
        billed += int(world.flows.imported.sum())
        world.run(renew, RULES.but(renewal=0))

    assert billed == pytest.approx(10_000 * months.sum(), rel=0.005)


# Delivery


def contract(world: TinyWorld, *, fee: float, vendor: int = 0, left: float = 6.0,
             segment: Segment = GOVERNMENT) -> None:  # fmt: skip
    """A contract without goods for resale."""
    world.contracts.admit(
        keys("test contract", 0, 0, [len(world.contracts)]), vendor=vendor, segment=segment,
        fee=round(fee * DOLLAR), work=fee * DOLLAR, price=1.0, left=left,
    )  # fmt: skip
    count_orders(world.firms, world.contracts)


def test_a_firm_without_capacity_delivers_nothing_and_its_contracts_wait() -> None:
    world = market(1, capacity=0.0)
    contract(world, fee=1_000)

    world.run(deliver, RULES)

    assert world.firms.sales[0] == 0
    assert world.contracts.left.tolist() == [6]
    assert world.flows.undelivered[Kind.SME] == 1_000 * DOLLAR


def test_a_firm_with_half_the_capacity_needs_twice_the_time() -> None:
    world = market(1, capacity=1_000.0 * DOLLAR)
    contract(world, fee=1_500)
    contract(world, fee=500)
    billed = []
    for month in range(3):
        world.enter_month(month)
        world.run(deliver, RULES)
        billed.append(int(world.firms.sales[0]))

    assert billed == [1_000 * DOLLAR] * 3
    assert world.contracts.left == pytest.approx([4.5, 4.5])


def test_the_journal_names_every_bill() -> None:
    world = market(2, capacity=1e9)
    contract(world, fee=700, vendor=0)
    contract(world, fee=300, vendor=1, segment=Segment.BANKING)

    world.run(deliver, RULES)

    assert world.journal.sum("sales", "cents") == 1_000 * DOLLAR
    assert world.flows.billed[[GOVERNMENT, Segment.BANKING]].tolist() == [70_000, 30_000]


# Projects that stall


def months_of_work(
    world: TinyWorld, rules: DemandRules, months: int, orders: float
) -> list[int]:  # fmt: skip
    """Bills of each month of a firm whose orders are kept, US$; a failed project ends them."""
    billed = []
    for month in range(months):
        world.enter_month(month)
        world.firms.orders = orders * DOLLAR
        world.run(deliver, rules)
        world.run(renew, rules)
        billed.append(int(world.firms.sales[0]) // DOLLAR)
    return billed


def test_m78_a_project_too_late_is_ended_and_nothing_owed_for_what_is_not_done() -> None:
    """Half of the work each month: after two months one is missing, after three one and a half."""
    world = market(1, capacity=500.0 * DOLLAR)
    contract(world, fee=1_000, left=12)

    billed = months_of_work(world, FIRM_BUYERS, 5, orders=1_000)

    assert billed == [500, 500, 500, 0, 0]
    assert len(world.contracts) == 0
    assert world.firms.orders[0] == 0


FIRM_BUYERS = RULES.but(
    tolerated_delay=1.0, late_projects_ended=1.0, renewal=0.0, refused_work=0.0
)  # fmt: skip


@pytest.mark.parametrize(
    ("capacity", "rules"),
    [(1_000, FIRM_BUYERS), (500, FIRM_BUYERS.but(tolerated_delay=60.0)),
     (500, FIRM_BUYERS.but(late_projects_ended=0.0))],
    ids=["no late work", "buyers who tolerate it", "buyers who wait"],
)  # fmt: skip
def test_m78_no_project_fails_without_late_work_and_without_impatience(
    capacity: float, rules: DemandRules
) -> None:
    world = market(1, capacity=capacity * DOLLAR)
    contract(world, fee=1_000, left=12)

    billed = months_of_work(world, rules, 5, orders=1_000)

    assert billed == [capacity] * 5
    assert len(world.contracts) == 1
    assert world.flows.failed[0] == 0


def test_m78_a_stalled_project_is_counted_each_month_and_a_failed_one_once() -> None:
    world = market(1, capacity=500.0 * DOLLAR)
    contract(world, fee=1_000, left=12)
    seen = []
    for ended in (0.0, 0.0, 0.0, 1.0, 1.0):
        months_of_work(world, FIRM_BUYERS.but(late_projects_ended=ended), 1, orders=1_000)
        seen.append((int(world.flows.stalled[0]), int(world.flows.failed[0])))

    assert seen == [(0, 0), (0, 0), (1, 0), (1, 1), (0, 0)]


@pytest.mark.parametrize(("capacity", "references"), [(1_000, 1), (900, 1), (500, 0)])
def test_m78_only_work_done_in_time_is_a_reference(capacity: float, references: int) -> None:
    """Four months of work: nothing late, 0.4 months, two months."""
    world = market(1, capacity=capacity * DOLLAR)
    contract(world, fee=1_000, left=4)

    months_of_work(world, FIRM_BUYERS.but(late_projects_ended=0.0), 8, orders=1_000)

    assert len(world.contracts) == 0
    assert world.firms.references.sum() == references


def test_m78_a_project_that_is_renewed_starts_in_time() -> None:
    world = market(1, capacity=500.0 * DOLLAR, knows=RULES.usual_intimacy)
    world.customers.budget = 1e9
    contract(world, fee=1_000, left=1)

    months_of_work(world, FIRM_BUYERS.but(renewal=1.0), 2, orders=1_000)

    assert world.contracts.left[0] > 1
    assert world.contracts.late.tolist() == [0]


# Bills


@pytest.mark.parametrize(
    ("segment", "days"), [(GOVERNMENT, 100.0), (Segment.BANKING, 45.0), (ABROAD, 60.0)]
)
def test_bills_are_as_old_as_the_days_to_pay(segment: Segment, days: float) -> None:
    """Steady sales S leave S x days / 30.4 to collect."""
    world = market(1, capacity=1e9)
    world.customers.days = days
    contract(world, fee=1_000, left=100.0, segment=segment)
    for month in range(12):
        world.enter_month(month)
        world.run(deliver, RULES)
        world.run(settle, RULES)

    assert world.firms.due[0] == pytest.approx(1_000 * DOLLAR * days / DAYS_PER_MONTH, abs=10)
    assert world.ledger.flows[Why.SALES].sum() == pytest.approx(1_000 * DOLLAR, abs=2)
    assert not world.ledger.residual().any()
    assert world.customers.cash.sum() == 0


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=6), st.floats(0, 150))
def test_every_bill_is_collected_once_to_the_cent(fees: list[float], days: float) -> None:
    world = market(1, capacity=1e12)
    world.customers.days = days
    for fee in fees:
        contract(world, fee=fee, left=1.0)
    collected = billed = 0
    for month in range(9):
        world.enter_month(month)
        world.run(deliver, RULES)
        world.run(settle, RULES)
        billed += int(world.flows.billed.sum())
        collected += int(world.ledger.flows[Why.SALES].sum())
        world.run(renew, RULES.but(renewal=0))

    assert billed == collected
    assert world.firms.due.sum() == 0


def test_bills_never_vanish_even_when_firms_close() -> None:
    model = restored(factor=0.2, numbers={"give_up": 0.5, "hiring_cover": 1.3})
    due = int(model.firms.due.sum())
    billed = collected = closed = 0
    for _ in range(36):
        model.step()
        billed += int(model.flows.billed.sum())
        collected += int(model.ledger.flows[Why.SALES].sum())
        closed += int(model.flows.deaths.sum())

    assert closed > 5
    assert due + billed - collected == int(model.firms.due.sum())


def test_every_contract_of_a_niche_abroad_is_an_exporters_for_three_years() -> None:
    model = lived(36)

    contracts, firms = model.contracts, model.firms
    mine = (contracts.segment == ABROAD) & (contracts.vendor >= 0)
    assert mine.sum() > 100
    assert firms.exporter[contracts.vendor[mine]].all()
    assert firms.is_sme[contracts.vendor[contracts.vendor >= 0]].all()


def test_a_preference_of_the_government_brings_its_work_home_and_nobody_elses() -> None:
    """Mean of three worlds, as one of them may be off by 2 %."""
    pairs = [
        (lived(36, seed=s), lived(36, change("bid_preference", 1.0), seed=s)) for s in (1, 2, 3)
    ]

    def gain(metric: str) -> float:
        years = [[world.series[metric].iloc[-12:].mean() for world in pair] for pair in pairs]
        return float(np.mean([keen / base for base, keen in years]))

    assert gain("local_share_government") > 1.2
    assert gain("sales_government") > 1.2
    assert gain("sales_banking") < 1.02


def test_skills_are_paid_for_in_the_price_of_local_work() -> None:
    """A sanity of units: a month's fee of a founding contract buys about its work."""
    model = restored()
    contracts = model.contracts
    mine = contracts.vendor >= 0

    ratio = (
        contracts.work[mine]
        * contracts.price[mine]
        / (contracts.fee[mine] * (1 - contracts.content[mine]))
    )
    assert ratio == pytest.approx(1.0, abs=1e-6)
    assert len(Skill) == model.firms.offer.shape[1]
