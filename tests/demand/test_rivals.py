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
from cluster_abm.core.tables import Ints
from cluster_abm.submodels.demand.decisions import (
    MOST_INVITED,
    able_vendors,
    imagine_tenders,
    invite,
    usually_invited,
    vendors_to_invite,
    worth_of_bids,
)
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import call_tenders, set_prices
from tests.worlds import DOLLAR, TinyWorld

RULES = DemandRules()
GOVERNMENT, ABROAD = Segment.GOVERNMENT, Segment.EXPORT_NICHES
CALLS = 4_000


def market(firms: int, exporters: int = 1, **columns: object) -> TinyWorld:
    """Local firms with room, ten of whom and one exporter were usual, and nobody who spends."""
    world = TinyWorld()
    world.add_firms(
        firms,
        **({"orders": 0.0, "capacity": 1e7, "exporter": np.arange(firms) < exporters} | columns),
    )
    world.add_customers(budget=0.0, tender=60_000.0 * DOLLAR, rival=1.0, days=60.0, own_work=0.3)
    world.customers.usual = np.where(world.customers.segment == ABROAD, 1.0, 10.0)
    return world


def invited_by(world: TinyWorld, segment: Segment, rules: DemandRules = RULES) -> Ints:
    """Whom one buyer invites to many tenders, shape ``(CALLS, k)``."""
    buyer = np.repeat(np.flatnonzero(world.customers.segment == segment), CALLS)
    called = imagine_tenders(world.customers, buyer, keys("t", 0, 0, np.arange(CALLS)), rules,
                             world.luck)  # fmt: skip
    return invite(world.firms, world.customers, called, rules, world.luck)


def number_of(world: TinyWorld, segment: Segment, rules: DemandRules = RULES) -> float:
    mean = vendors_to_invite(world.firms, world.customers, rules)
    return float(mean[world.customers.segment == segment][0])


def test_four_times_the_vendors_double_the_invitations() -> None:
    assert number_of(market(40), GOVERNMENT) == pytest.approx(2 * RULES.invitations)
    assert number_of(market(10), GOVERNMENT) == RULES.invitations


def test_abroad_exporters_count_and_each_finds_buyers_of_its_own() -> None:
    assert number_of(market(40, exporters=3), ABROAD) == pytest.approx(3 * RULES.invitations)
    assert number_of(market(40, exporters=1), ABROAD) == pytest.approx(RULES.invitations)


def test_multinationals_are_no_vendors() -> None:
    world = market(3, exporters=3, sort=[Kind.SME, Kind.ANCHOR, Kind.SME])

    count = able_vendors(world.firms, world.customers)

    assert set(count.tolist()) == {2.0}


@given(st.integers(1, 300))
def test_with_the_carrier_cut_their_number_is_nothing_to_buyers(firms: int) -> None:
    world = market(firms)

    mean = vendors_to_invite(
        world.firms, world.customers, RULES.but(more_vendors=0, more_exporters=0)
    )

    assert mean == pytest.approx(np.full(len(mean), RULES.invitations))


def test_a_market_that_nobody_has_counted_invites_as_many_as_the_rule_says() -> None:
    world = market(70)
    world.customers.usual = 0.0

    mean = vendors_to_invite(world.firms, world.customers, RULES)

    assert mean.tolist() == [RULES.invitations] * len(mean)


def test_somebody_is_invited_and_no_more_than_can_be_read() -> None:
    world = market(300, exporters=0)
    world.customers.usual = np.where(world.customers.segment == ABROAD, 1e6, 1e-3)

    assert number_of(world, ABROAD) == 1
    assert number_of(world, GOVERNMENT) == MOST_INVITED


def test_a_number_that_is_not_whole_is_so_on_average() -> None:
    """Nobody stands twice by luck among many firms: the first stands for who is not invited."""
    world = market(10_000)
    world.customers.usual = 12_000.0
    mean = number_of(world, GOVERNMENT)

    invited = invited_by(world, GOVERNMENT)

    assert invited.shape[1] == np.ceil(mean)
    bidders = first_mention(invited).sum(axis=1)
    assert bidders.mean() == pytest.approx(mean, abs=0.03)
    assert set(bidders.tolist()) <= {np.floor(mean) - 1, np.floor(mean), np.ceil(mean)}


def test_who_is_not_invited_declines_nothing() -> None:
    """Without room every vendor declines each of its invitations, and no more."""
    world = market(3, capacity=0.0)
    world.customers.usual = 4.0
    world.customers.budget[world.customers.segment == GOVERNMENT] = 1e6 * DOLLAR
    mean = number_of(world, GOVERNMENT)

    world.run(call_tenders, RULES.but(spare_hours=0))

    declined, tenders = world.flows.declined[GOVERNMENT], world.flows.tenders[GOVERNMENT]
    assert tenders > 20
    # three firms: whoever is drawn twice is asked once
    assert 1 < declined / tenders < min(mean, 3)


def share_won(world: TinyWorld, segment: Segment, rules: DemandRules = RULES) -> float:
    """Part of tenders that local vendors win from a rival worth as much as 2.7 of them."""
    buyer = np.repeat(np.flatnonzero(world.customers.segment == segment), CALLS)
    called = imagine_tenders(world.customers, buyer, keys("t", 0, 0, np.arange(CALLS)), rules,
                             world.luck)  # fmt: skip
    invited = invite(world.firms, world.customers, called, rules, world.luck)
    worth = worth_of_bids(world.firms, world.customers, called, invited, rules)
    odds = dexp(worth).sum(axis=1)
    return float(np.mean(odds / (odds + dexp(np.ones(1)))))


def test_m64_more_vendors_leave_less_to_the_imported_one_and_less_to_each() -> None:
    """Sales at home grow with the number of vendors, and more slowly than it."""
    few, many = share_won(market(10), GOVERNMENT), share_won(market(40), GOVERNMENT)

    assert few < many < 4 * few
    same = RULES.but(more_vendors=0)
    assert share_won(market(40), GOVERNMENT, same) < few * 1.15


def test_m64_a_new_exporter_takes_little_from_the_others() -> None:
    """Where the rival takes nearly all, exports are in proportion to exporters (small country)."""
    worlds = [market(400, exporters=n) for n in (20, 40)]
    for world in worlds:
        world.customers.usual = 40.0
        world.firms.quality = 0.3
    half, whole = (share_won(world, ABROAD) for world in worlds)

    assert whole / half == pytest.approx(2, rel=0.15)


def test_m64_more_rivals_lower_the_mark_up() -> None:
    few, many = market(10, price=1.3), market(40, price=1.3)
    for world in (few, many):
        world.customers.budget = 1e6 * DOLLAR
        world.run(set_prices, RULES)

    assert many.firms.price[0] < few.firms.price[0]
    assert usually_invited(many.firms, many.customers, RULES) == pytest.approx(
        (8 * 2 * RULES.invitations + number_of(many, ABROAD)) / 9
    )
