"""Rivals in a tender: where there are more vendors, more are invited (M64)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Kind, Segment
from cluster_abm.core.groups import first_mention
from cluster_abm.core.luck import keys
from cluster_abm.core.numerics import dexp
from cluster_abm.core.tables import Floats, Ints
from cluster_abm.submodels.demand.decisions import (
    MOST_INVITED,
    hear_of_vendors,
    imagine_tenders,
    invite,
    standing_of_all,
    usually_invited,
    worth_of_bids,
)
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import call_tenders, set_prices
from tests.worlds import DOLLAR, TinyWorld

RULES = DemandRules()
GOVERNMENT, ABROAD = Segment.GOVERNMENT, Segment.EXPORT_NICHES
CALLS = 4_000


def market(firms: int, exporters: int = 1, usual: float = 10.0, **columns: object) -> TinyWorld:
    """Local firms alike, with room; so many of them, and one exporter, were usual."""
    world = TinyWorld()
    world.world.market = 1.0
    world.add_firms(
        firms,
        **({"orders": 0.0, "capacity": 1e7, "exporter": np.arange(firms) < exporters} | columns),
    )
    world.add_customers(budget=0.0, tender=60_000.0 * DOLLAR, rival=1.0, days=60.0, own_work=0.3)
    one = standing_of_all(world.firms, RULES)[0] / (world.firms.is_sme.sum() or 1)
    world.customers.usual = np.where(world.customers.segment == ABROAD, 1.0, usual) * one
    hear_of_vendors(world.firms, world.customers, world.world, RULES)
    return world


def invited_by(world: TinyWorld, segment: Segment, rules: DemandRules = RULES) -> Ints:
    """Whom one buyer invites to many tenders, shape ``(CALLS, k)``."""
    hear_of_vendors(world.firms, world.customers, world.world, rules)
    buyer = np.repeat(np.flatnonzero(world.customers.segment == segment), CALLS)
    called = imagine_tenders(world.customers, buyer, keys("t", 0, 0, np.arange(CALLS)), rules,
                             world.luck)  # fmt: skip
    return invite(world.firms, world.customers, called, rules, world.luck)


def number_of(world: TinyWorld, segment: Segment) -> float:
    return float(world.customers.invited[world.customers.segment == segment][0])


def test_four_times_the_vendors_double_the_invitations() -> None:
    assert number_of(market(40), GOVERNMENT) == pytest.approx(2 * RULES.invitations)
    assert number_of(market(10), GOVERNMENT) == pytest.approx(RULES.invitations)


def test_abroad_exporters_count_and_each_finds_buyers_of_its_own() -> None:
    assert number_of(market(40, exporters=3), ABROAD) == pytest.approx(3 * RULES.invitations)
    assert number_of(market(40, exporters=1), ABROAD) == pytest.approx(RULES.invitations)


def test_more_weight_for_some_decides_who_is_invited_and_not_how_many() -> None:
    """References, what partners say, and a preference for who is new move nothing in all."""
    plain, favoured = market(20), market(20)
    favoured.firms.known[:5], favoured.firms.heard[:3] = 2.0, 1.0
    hear_of_vendors(
        favoured.firms, favoured.customers, favoured.world,
        RULES.but(first_buyer=5.0, reference_weight=9.0),
    )  # fmt: skip

    assert favoured.customers.invited.tolist() == plain.customers.invited.tolist()


def test_multinationals_are_no_vendors() -> None:
    local, foreign = (
        number_of(market(20, sort=[Kind.SME] * 10 + [kind] * 10), GOVERNMENT)
        for kind in (Kind.SME, Kind.ANCHOR)
    )

    assert foreign == pytest.approx(RULES.invitations) != local


@given(st.integers(1, 300))
def test_with_the_carrier_cut_their_number_is_nothing_to_buyers(firms: int) -> None:
    world = market(firms)

    hear_of_vendors(
        world.firms, world.customers, world.world, RULES.but(more_vendors=0, more_exporters=0)
    )

    assert world.customers.invited == pytest.approx(np.full(9, RULES.invitations))


def test_a_market_that_nobody_has_counted_invites_as_many_as_the_rule_says() -> None:
    world = market(70, usual=0.0)
    world.customers.usual = 0.0

    hear_of_vendors(world.firms, world.customers, world.world, RULES)

    assert world.customers.invited.tolist() == [RULES.invitations] * 9


def test_orders_that_grow_with_the_market_make_nobody_better_known() -> None:
    world = market(20, orders=1e9)
    before = number_of(world, GOVERNMENT)
    world.firms.orders *= 2
    world.world.market = 2.0

    hear_of_vendors(world.firms, world.customers, world.world, RULES.but(unknown_vendor=0))

    assert number_of(world, GOVERNMENT) == pytest.approx(before, rel=0.02)


def test_somebody_is_invited_and_no_more_than_can_be_read() -> None:
    world = market(300, exporters=0)
    world.customers.usual[world.customers.segment == GOVERNMENT] *= 1e-6
    world.customers.usual[world.customers.segment == ABROAD] = 1.0

    hear_of_vendors(world.firms, world.customers, world.world, RULES)

    assert number_of(world, ABROAD) == 1
    assert number_of(world, GOVERNMENT) == MOST_INVITED


def test_a_number_that_is_not_whole_is_so_on_average() -> None:
    """Nobody stands twice by luck among many firms: the first stands for who is not invited."""
    world = market(10_000, usual=12_000.0)
    mean = number_of(world, GOVERNMENT)

    invited = invited_by(world, GOVERNMENT)

    assert invited.shape[1] == np.ceil(mean)
    bidders = first_mention(invited).sum(axis=1)
    assert bidders.mean() == pytest.approx(mean, abs=0.03)
    assert set(bidders.tolist()) <= {np.floor(mean) - 1, np.floor(mean), np.ceil(mean)}


def test_who_is_not_invited_declines_nothing() -> None:
    """Without room every vendor declines each of its invitations, and no more."""
    world = market(3, capacity=0.0, usual=4.0)
    world.customers.budget[world.customers.segment == GOVERNMENT] = 1e6 * DOLLAR

    world.run(call_tenders, RULES.but(spare_hours=0))

    declined, tenders = world.flows.declined[GOVERNMENT], world.flows.tenders[GOVERNMENT]
    assert tenders > 20
    # three firms: whoever is drawn twice is asked once
    assert 1 < declined / tenders < min(number_of(world, GOVERNMENT), 3)


def shares_won(world: TinyWorld, segment: Segment, rules: DemandRules = RULES) -> Floats:
    """Part of tenders that each local vendor wins from a strong rival, shape ``(firms,)``."""
    invited = invited_by(world, segment, rules)
    buyer = np.repeat(np.flatnonzero(world.customers.segment == segment), CALLS)
    world.enter_month(world.world.month + 1)
    called = imagine_tenders(world.customers, buyer, keys("t", 0, 0, np.arange(CALLS)), rules,
                             world.luck)  # fmt: skip
    odds = dexp(worth_of_bids(world.firms, world.customers, called, invited, rules))
    chance = odds / (odds.sum(axis=1, keepdims=True) + dexp(np.full(1, 4.0)))
    return np.bincount(invited.ravel(), chance.ravel(), len(world.firms)) / CALLS


def test_m64_more_vendors_leave_less_to_the_imported_one_and_less_to_each() -> None:
    """Sales at home grow with the number of vendors, and more slowly than it."""
    few, many = (float(shares_won(market(n), GOVERNMENT).sum()) for n in (10, 40))

    assert 1.3 * few < many < 3 * few
    same = RULES.but(more_vendors=0)
    assert shares_won(market(40), GOVERNMENT, same).sum() < 1.2 * few


def abroad(newcomers: int, orders: float) -> TinyWorld:
    """Forty exporters with orders, who were usual, and others who begin to export."""
    size = np.where(np.arange(240) < 40, 1e7, orders)
    world = market(240, exporters=40, orders=size)
    world.customers.usual = standing_of_all(world.firms, RULES)
    world.firms.exporter[40 : 40 + newcomers] = True
    hear_of_vendors(world.firms, world.customers, world.world, RULES)
    return world


@pytest.mark.parametrize(("newcomers", "orders"), [(40, 1e7), (200, 1e5)])
def test_m64_a_new_exporter_takes_little_from_the_others_and_brings_them_nothing(
    newcomers: int, orders: float
) -> None:
    """Small or large, it brings the invitations that it draws, where the rival takes nearly all."""
    before, after = (shares_won(abroad(n, orders), ABROAD)[:40].sum() for n in (0, newcomers))

    assert after / before == pytest.approx(1, abs=0.08)
    assert shares_won(abroad(newcomers, orders), ABROAD)[40:].sum() > 0


def test_m64_without_buyers_of_its_own_it_takes_its_orders_from_the_others() -> None:
    """The carrier cut."""
    fixed = RULES.but(more_exporters=0)
    before, after = (shares_won(abroad(n, 1e7), ABROAD, fixed)[:40].sum() for n in (0, 40))

    assert after / before == pytest.approx(0.5, abs=0.08)


def test_m64_more_rivals_lower_the_mark_up() -> None:
    few, many = market(10, price=1.3), market(40, price=1.3)
    for world in (few, many):
        world.customers.budget = 1e6 * DOLLAR
        world.run(set_prices, RULES)

    assert many.firms.price[0] < few.firms.price[0]
    assert usually_invited(many.customers, RULES) == pytest.approx(
        (8 * 2 * RULES.invitations + number_of(many, ABROAD)) / 9
    )
