"""Angels and venture funds: what they believe, what they pay, and what becomes of it (A83, A85)."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import FunderKind, Home, Kind
from cluster_abm.agents.stakes import pay_owners
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.luck import keys
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import close_insolvent, pay_dividends
from cluster_abm.submodels.venture import equations, metrics
from cluster_abm.submodels.venture.numbers import VentureRules
from cluster_abm.submodels.venture.processes import back_firms, raise_money, sell_stakes
from tests.worlds import DOLLAR, TinyWorld

USUAL = VentureRules(junior_exchange=1000, prospects=1000, search_months=1)
"""A market where everybody who sells finds a buyer, and investors who see all firms every month."""
TICKET = 40_000 * DOLLAR


def angel(
    n: int = 1, money: int = TICKET, investor: int = FunderKind.ANGELS, **firms: Any
) -> TinyWorld:
    """One investor with some money, and firms that seek some."""
    world = TinyWorld()
    usual: dict[str, Any] = {"born": -24, "research_plan": 1.0, "idea": 1.0}
    world.add_firms(n, **(usual | firms))
    add_investor(world, money, investor)
    return world


def add_investor(
    world: TinyWorld, money: int, sort: int = FunderKind.ANGELS, **columns: Any
) -> int:
    row = int(world.add_funder(sort=sort, pot=float(money), **columns)[0])
    world.funders.data["cash"][row] = money
    world.enter_month(world.world.month)
    return row


def stake(world: TinyWorld, **columns: Any) -> None:
    """Let the first investor hold a part of the first firm."""
    usual: dict[str, Any] = {
        "firm": 0, "funder": 0, "share": 0.2, "paid": 100, "since": 0, "precision": 1.0,
    }  # fmt: skip
    birth = keys("test stake", 0, 0, len(world.stakes) + np.arange(1))
    world.stakes.admit(birth, **(usual | columns))


# Beliefs


@given(
    prior=st.floats(0.1, 10), told=st.lists(st.floats(0, 10), min_size=1, max_size=4),
    seen=st.floats(-3, 3),
)  # fmt: skip
def test_e11_a_belief_is_the_mean_of_prior_and_signals_weighted_by_precision(
    prior: float, told: list[float], seen: float
) -> None:
    one = np.ones(1)
    mean, precision = equations.belief_after(
        0 * one, prior * one, np.full((len(told), 1), seen), np.array(told)[:, None]
    )

    assert precision[0] == pytest.approx(prior + sum(told))
    assert mean[0] == pytest.approx(seen * sum(told) / (prior + sum(told)))


def test_m105_an_award_is_information_and_never_a_multiplier() -> None:
    """A high score raises the belief, a low one lowers it; one without precision does nothing."""
    world = angel(3, idea=0.0, award_score=[0.0, 4.0, -4.0])
    found = {}
    for precision in (0.4, 0.0):
        rules = USUAL.but(award_precision=precision, diligence_precision=1e-9)
        found[precision] = [_share_of(world, firm, rules) for firm in range(3)]

    none, high, low = found[0.4]
    assert high < none < low
    assert found[0.0] == pytest.approx([found[0.0][0]] * 3)


def _share_of(world: TinyWorld, firm: int, rules: VentureRules) -> float:
    """Part that an angel asks of a firm that is alone."""
    alone = angel(1, idea=world.firms.idea[firm], award_score=world.firms.award_score[firm])
    alone.run(back_firms, rules.but(largest_share=0.95, prior_precision=1.0))
    return float(alone.stakes.share[0])


@pytest.mark.parametrize("signal", ["diligence_precision", "prototype_precision"])
def test_the_more_precise_a_signal_the_likelier_the_best_firm_is_backed(signal: str) -> None:
    """One firm in forty has a project of value 3."""
    best = 0
    for seed in range(30):
        world = angel(40, idea=np.append(3.0, np.full(39, -0.2)), products=1)
        world.seed_number = seed
        world.enter_month(1)
        blind = USUAL.but(diligence_precision=0, prototype_precision=0, largest_share=0.95)
        world.run(back_firms, blind.but(**{signal: 50.0}))
        best += int(world.stakes.firm[0] == 0)

    assert best >= 28


def test_investors_who_see_nothing_pick_blindly() -> None:
    best = 0
    for seed in range(30):
        world = angel(40, idea=np.append(3.0, np.full(39, -0.2)))
        world.seed_number = seed
        world.enter_month(1)
        world.run(back_firms, USUAL.but(diligence_precision=0, largest_share=0.95, prospects=1))
        best += int(world.stakes.firm[0] == 0)

    assert best <= 4


def test_an_investor_errs_in_the_same_way_whenever_it_looks() -> None:
    """Otherwise it would look until it likes what it sees."""
    rules = USUAL.but(angel_return=100)
    world = angel(50, idea=0.0)
    for month in range(24):
        world.enter_month(month)
        world.run(back_firms, rules)

    assert len(world.stakes) == 0


# Deals


def test_i56_an_angel_pays_and_owns_a_part_and_the_firm_does_its_project() -> None:
    world = angel()
    world.run(back_firms, USUAL)

    firms = world.firms
    assert world.ledger.flows[Why.EQUITY, Sector.FUNDERS, Sector.FIRMS] == TICKET
    assert firms.cash[0] == firms.earmarked[0] == TICKET
    assert firms.promised[0] == pytest.approx(TICKET / 18)
    assert firms.project_value[0] == firms.idea[0]
    assert 0 < firms.sold[0] <= 0.4
    assert metrics.angel_deals(world.flows) == 1
    assert metrics.venture_deals(world.flows) == 0


def test_i56_liquidity_is_the_angels_own_wealth() -> None:
    poor = angel(money=TICKET - 1)
    poor.run(back_firms, USUAL)
    assert len(poor.stakes) == 0

    world = angel(5, money=2 * TICKET)
    for month in range(6):
        world.enter_month(month)
        world.run(back_firms, USUAL)
    assert len(world.stakes) == 2
    assert world.funders.cash[0] == 0


@pytest.mark.parametrize(
    "columns",
    [
        {"cash": 10**12},
        {"born": -240},
        {"sort": Kind.MNC},
        {"promised": 5.0},
        {"earnings": 1e9},
    ],
    ids=["rich", "old", "multinational", "busy", "earns too much to sell"],
)
def test_who_needs_no_money_or_none_of_an_angel_sells_nothing(columns: dict[str, Any]) -> None:
    world = angel(**columns)
    world.run(back_firms, USUAL)

    assert len(world.stakes) == 0


def test_m103_without_a_market_for_exits_nobody_invests() -> None:
    world = angel(10, money=10 * TICKET)
    dry = VentureRules(foreign_buyers=0, junior_exchange=0, prospects=1000)
    world.run(back_firms, dry)

    assert len(world.stakes) == 0
    assert metrics.market_liquidity(world.world, dry) == 0


def test_m103_i54_the_more_is_traded_the_more_is_backed() -> None:
    found = []
    for exchange in (0.0, 1.0, 1000.0):
        rules = VentureRules(junior_exchange=exchange)
        backed = 0
        for idea in np.linspace(-3, 3, 25):
            world = angel(idea=idea)
            world.run(back_firms, rules)
            backed += len(world.stakes)
        found.append(backed)

    assert found[0] < found[1] < found[2]


def test_one_investor_more_leaves_the_deals_of_others_as_they_are() -> None:
    one, two = angel(20), angel(20)
    add_investor(two, 0)
    for world in (one, two):
        world.run(back_firms, USUAL)

    assert one.stakes.firm.tolist() == two.stakes.firm.tolist()
    assert one.stakes.share.tolist() == two.stakes.share.tolist()


# Ownership


@given(shares=st.lists(st.floats(0.01, 0.4), min_size=1, max_size=4), amount=st.integers(0, 10**9))
def test_what_owners_get_adds_up_to_what_the_firm_pays(shares: list[float], amount: int) -> None:
    world = angel()
    for share in shares:
        world.stakes.share *= 1 - share
        stake(world, share=share)
    pay_owners(world.firms, world.stakes, world.ledger, np.array([0]), np.array([amount]),
               Why.DIVIDENDS)  # fmt: skip

    assert world.stakes.share.sum() < 1
    assert world.firms.cash[0] == -amount
    assert world.ledger.paid(Why.DIVIDENDS) == amount
    assert not world.ledger.residual().any()


def test_new_shares_make_everybodys_part_smaller_and_parts_sum_to_one() -> None:
    world = angel(1, money=TICKET)
    add_investor(world, 100 * TICKET, FunderKind.VENTURE_FUND, home=Home.ABROAD)
    stake(world, share=0.25, funder=0)
    world.firms.own_orders = 1e9

    world.run(back_firms, USUAL)

    old, new = world.stakes.share
    assert old == pytest.approx(0.25 * (1 - new))
    assert world.firms.sold[0] == pytest.approx(old + new)
    assert world.firms.sold_abroad[0] == pytest.approx(new)


def test_dividends_go_to_owners_in_proportion_and_leave_the_country_with_those_abroad() -> None:
    world = angel(cash=10**6, labour_cost=0, earnings=1e6)
    stake(world, share=0.2)
    stake(world, share=0.3, funder=-1, home=Home.ABROAD)
    world.run(pay_dividends, EnterpriseRules(cash_target=0, payout_speed=0.1))

    flows = world.ledger.flows[Why.DIVIDENDS, Sector.FIRMS]
    assert flows.sum() == 10**5
    assert flows[Sector.FUNDERS] == 20_000
    assert flows[Sector.ABROAD] == 30_000
    assert flows[Sector.HOUSEHOLDS] == 50_000


# Stages


def fund(**columns: Any) -> TinyWorld:
    """A fund with the first half of its money in a firm, which has spent it."""
    world = angel(money=10 * TICKET, investor=FunderKind.VENTURE_FUND, **columns)
    stake(world, share=0.3, paid=100 * DOLLAR, due=100 * DOLLAR, since=0)
    world.enter_month(12)
    return world


def test_a_fund_pays_the_rest_if_the_first_stage_went_well() -> None:
    world = fund()
    world.run(back_firms, USUAL)

    assert world.ledger.paid(Why.EQUITY) == 100 * DOLLAR
    assert world.stakes.share[0] == 0.3
    assert world.stakes.due[0] == 0
    assert world.flows.stages_paid[0] == 1


def test_a_fund_that_no_longer_believes_in_it_keeps_half_its_part() -> None:
    """Without a buyer the firm is worth nothing to it."""
    world = fund()
    world.run(back_firms, USUAL.but(sales_multiple=0))

    assert world.ledger.paid(Why.EQUITY) == 0
    assert world.stakes.share[0] == pytest.approx(0.15)
    assert world.stakes.due[0] == 0


def test_innovations_raise_what_a_fund_believes() -> None:
    made, none = fund(), fund()
    made.stakes.made[:] = 5
    for world in (made, none):
        world.run(back_firms, USUAL)

    assert made.stakes.mean[0] > 0 > none.stakes.mean[0]


def test_the_second_stage_waits_until_the_first_is_spent() -> None:
    world = fund(promised=5.0)
    world.run(back_firms, USUAL)

    assert world.stakes.due[0] == 100 * DOLLAR


# Exits


def sold(rules: VentureRules, month: int = 120, **columns: Any) -> TinyWorld:
    """A stake for which it is time, on a firm with own work."""
    world = angel(own_orders=1000.0)
    stake(world, **columns)
    world.enter_month(month)
    world.run(sell_stakes, rules)
    return world


def test_an_exit_is_earned_by_own_work_in_a_market() -> None:
    """Two years of 12,000, a fifth of the firm, two thirds of a market: 3,200."""
    rules = VentureRules(sales_multiple=2, foreign_buyers=0, junior_exchange=2, critical_mass=1)
    world = sold(rules)

    assert world.funders.cash[0] == TICKET + 3_200
    assert world.stakes.received[0] == 3_200
    assert world.stakes.funder[0] == -1
    assert world.flows.exits[0] == 1
    assert world.world.exits == 1
    entry = world.journal.panel("stakes")
    assert (entry["paid"][0], entry["received"][0]) == (100, 3_200)


@pytest.mark.parametrize(
    "rules", [USUAL.but(sales_multiple=0), VentureRules(foreign_buyers=0)], ids=["price", "market"]
)
def test_without_a_price_or_a_market_a_stake_is_written_off(rules: VentureRules) -> None:
    world = sold(rules)

    assert world.flows.exits[0] == world.world.exits == 0
    assert world.flows.stakes_written_off[0] == 1
    assert world.ledger.paid(Why.EXITS) == 0


def test_without_own_work_there_is_nothing_to_sell() -> None:
    world = angel(own_orders=0.0, orders=1e9)
    stake(world)
    world.enter_month(120)
    world.run(sell_stakes, USUAL)

    assert world.flows.stakes_written_off[0] == 1


def test_winners_are_sold_when_a_buyer_comes_and_losers_at_the_end() -> None:
    always = USUAL.but(offers_a_year=12)
    assert sold(always, month=60, paid=1).flows.exits[0] == 1
    assert sold(always, month=60, paid=10**9).flows.exits[0] == 0
    assert sold(always, month=24, paid=1).flows.exits[0] == 0
    assert sold(always, month=120, paid=10**9).flows.exits[0] == 1


def test_a_fund_hands_on_what_it_gets_to_those_whose_money_it_was() -> None:
    world = TinyWorld()
    world.add_firms(1, own_orders=1000.0)
    add_investor(world, 0, FunderKind.VENTURE_FUND, home=Home.ABROAD)
    stake(world, public=0.25)
    world.enter_month(120)
    rules = VentureRules(sales_multiple=2, foreign_buyers=0, junior_exchange=2, critical_mass=1)
    world.run(sell_stakes, rules)

    out = world.ledger.flows[Why.EXITS, Sector.FUNDERS]
    assert out[Sector.GOVERNMENT] == 800
    assert out[Sector.ABROAD] == 2_400
    assert world.funders.cash[0] == 0


def test_exits_make_a_market_and_are_forgotten() -> None:
    world = TinyWorld()
    world.world.exits = 10.0
    for _ in range(36):
        world.run(sell_stakes, USUAL)

    assert world.world.exits == pytest.approx(10 / np.e, rel=0.02)


def test_a_stake_in_a_firm_that_closes_is_worth_its_part_of_what_is_left() -> None:
    world = angel(cash=1000, distress=5, idle_months=11, orders=0.0)
    world.add_customers()
    world.add_people(1, employer=np.array([0]))
    stake(world, share=0.2)
    world.enter_month(3)
    world.run(close_insolvent, EnterpriseRules())
    world.run(sell_stakes, USUAL)

    assert world.funders.cash[0] == TICKET + 200
    assert world.flows.stakes_written_off[0] == 1
    assert (world.flows.stakes_cost[0], world.flows.stakes_brought[0]) == (100, 200)
    assert len(world.stakes) == 0


# Money of investors


def test_angels_bring_their_own_money_and_keep_three_years_of_it_at_most() -> None:
    world = TinyWorld()
    row = int(world.add_funder(sort=FunderKind.ANGELS, pot=100.0)[0])
    held = []
    for year in range(5):
        world.enter_month(12 * year)
        world.run(raise_money, USUAL)
        held.append(int(world.funders.cash[row]))

    assert held == [100, 200, 300, 300, 300]


def test_investors_bring_money_in_january_only() -> None:
    world = TinyWorld(month=5)
    world.add_funder(sort=FunderKind.ANGELS, pot=100.0)
    world.run(raise_money, USUAL)

    assert world.funders.cash[0] == 0


def test_i58_public_money_is_part_of_a_fund_and_of_what_it_buys() -> None:
    world = angel(money=0, investor=FunderKind.VENTURE_FUND, own_orders=1e9)
    world.funders.pot[:] = 10.0**7
    world.run(raise_money, USUAL.but(seed_fund=300_000))
    world.run(back_firms, USUAL)

    assert world.funders.public[0] == pytest.approx(0.75)
    assert world.stakes.public[0] == pytest.approx(0.75)
    assert world.ledger.flows[Why.BUDGETS, Sector.GOVERNMENT, Sector.FUNDERS] == 3 * 10**7


def bare_fund(public: float = 0.0, money: int = 0, pot: float = 0.0) -> TinyWorld:
    """A venture fund without firms."""
    world = TinyWorld()
    add_investor(world, money, FunderKind.VENTURE_FUND, public=public)
    world.funders.pot[:] = pot
    return world


def test_i58_private_money_that_comes_later_makes_the_part_of_the_state_smaller() -> None:
    """The state has 100 of 100; then private investors bring 300."""
    world = bare_fund(public=1.0, money=100, pot=300.0)
    world.run(raise_money, USUAL.but(seed_fund=1.0))

    assert world.funders.cash[0] == 400
    assert world.funders.public[0] == 0.25


def test_i58_the_state_brings_only_what_was_placed() -> None:
    """It wants 300 there in every January."""
    world = bare_fund()
    brought = []
    for year in range(3):
        world.enter_month(12 * year)
        world.run(raise_money, USUAL.but(seed_fund=3.0))
        brought.append(int(world.flows.seed_money[0]))
    world.funders.data["cash"][0] = 100
    world.enter_month(36)
    world.run(raise_money, USUAL.but(seed_fund=3.0))

    assert brought == [300, 0, 0]
    assert world.flows.seed_money[0] == 200


def test_i58_when_the_seed_fund_ends_what_lies_idle_goes_back_but_for_later_stages() -> None:
    world = bare_fund(public=0.5, money=1000)
    world.add_firms(1)
    stake(world, due=300, public=0.5)
    world.run(raise_money, USUAL)

    back = world.ledger.flows[Why.BUDGETS, Sector.FUNDERS, Sector.GOVERNMENT]
    assert back == 500 - 150
    assert metrics.seed_fund_paid(world.flows) == -back / DOLLAR


@pytest.mark.parametrize("size", [1, 2, 4])
def test_deals_grow_with_firms_and_the_purse(size: int) -> None:
    """Four deals a year of one investor become eight and sixteen."""
    world = angel(20 * size, money=40 * size * TICKET)
    world.funders.pot[:] = 4.0 * size * TICKET
    for month in range(12):
        world.enter_month(month)
        world.run(back_firms, USUAL.but(search_months=3))

    assert len(world.stakes) == 4 * size


def test_a_purse_for_more_deals_makes_none_where_nobody_is_worth_one() -> None:
    world = angel(20, money=40 * TICKET, research_plan=0.0)
    world.run(back_firms, USUAL)

    assert len(world.stakes) == 0


def test_an_investor_decides_once_a_quarter() -> None:
    world = angel(20, money=20 * TICKET)
    world.funders.pot[:] = 3.0 * TICKET
    seen = []
    for month in range(9):
        world.enter_month(month)
        world.run(back_firms, USUAL.but(search_months=3))
        seen.append(len(world.stakes))

    assert seen == [1, 1, 1, 2, 2, 2, 3, 3, 3]
