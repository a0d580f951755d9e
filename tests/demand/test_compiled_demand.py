"""Compiled loops of demand give the bytes of the NumPy functions whose twins they are."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cluster_abm.agents import contracts
from cluster_abm.agents.classes import NEEDS, Kind, Segment
from cluster_abm.core.luck import keys
from cluster_abm.submodels.demand import decisions, processes
from cluster_abm.submodels.demand import equations as demand
from cluster_abm.submodels.demand.numbers import DemandRules
from tests.core.test_compiled import NEEDS_LOOPS, agree, both, told, told_of, uniforms
from tests.worlds import TinyWorld

pytestmark = NEEDS_LOOPS
RULES = DemandRules()
FIRMS, BUYERS = 9, len(Segment)


def a_market(seed: int, signed: int = 60) -> TinyWorld:
    """Nine firms, all customers and some contracts, with attributes by chance."""
    world, rng = TinyWorld(seed), np.random.default_rng(seed)
    world.add_firms(
        FIRMS, sort=rng.permutation([Kind.SME] * (FIRMS - 2) + [Kind.MNC] * 2),
        quality=rng.random((FIRMS, 2)) + 0.5, orders=1e7 * rng.random(FIRMS),
        own_orders=1e6 * rng.random(FIRMS), capacity=1e7 * rng.random(FIRMS),
        activity=rng.integers(0, 2, FIRMS), knows=rng.random((FIRMS, NEEDS)),
        heard=rng.random((FIRMS, BUYERS)), known=rng.random(FIRMS), speaks=rng.random(FIRMS),
        exporter=rng.random(FIRMS) < 0.5, focused=rng.random(FIRMS) < 0.5,
        home=rng.integers(0, BUYERS, FIRMS), price=rng.random(FIRMS) + 0.5,
        new_bills=rng.integers(0, 10**6, (FIRMS, BUYERS)), goods=rng.integers(0, 10**6, FIRMS),
        receivables=rng.integers(0, 10**6, (FIRMS, BUYERS, 6)) * (rng.random((BUYERS, 6)) < 0.5),
        payables=rng.integers(0, 10**6, (FIRMS, 6)), staff=rng.integers(0, 9, (FIRMS, 5, 2)),
        year_sales=rng.integers(0, 10**6, (FIRMS, 12)), earnings=1e6 * rng.random((FIRMS, 12)),
        support=rng.integers(0, 10**6, (FIRMS, 12)), sales=rng.integers(10**6, 10**7, FIRMS),
        labour_cost=rng.integers(0, 10**6, FIRMS) * (rng.random(FIRMS) < 0.8),
        rent=rng.integers(0, 10**5, FIRMS), volume=1e7 * rng.random(FIRMS),
    )  # fmt: skip
    world.add_customers(budget=4e7, tender=4e6, rival=0.0, days=60.0, own_work=0.3)
    world.customers.rival[Segment.SUBCONTRACTS] = -np.inf
    world.customers.days = 90 * rng.random(BUYERS)
    world.contracts.admit(
        keys("contract", 0, 0, np.arange(signed)), vendor=rng.integers(-1, FIRMS, signed),
        segment=rng.integers(0, BUYERS, signed), kind=rng.integers(0, 2, signed),
        fee=rng.integers(0, 10**6, signed), content=0.5 * rng.random(signed),
        work=1e6 * rng.random(signed), price=1.0, forgone=rng.random(signed) * (seed % 2),
        left=np.maximum(3 * rng.random(signed) - 1, 0), late=5 * rng.random(signed),
    )  # fmt: skip
    return world


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "process",
    [processes.set_prices, processes.call_tenders, processes.deliver, processes.renew,
     processes.settle, processes.buy_inputs],
)  # fmt: skip
def test_a_process_leaves_the_same_world(process: Callable[..., None], seed: int) -> None:
    def lived() -> list[object]:
        world = a_market(seed)
        world.run(process, DemandRules(first_buyer=0.5 * seed, bid_preference=0.2 * seed))
        return told_of(world.firms, world.customers, world.contracts, world.flows)

    fast, reference = both(lived)
    assert fast == reference


@given(data=st.data(), n=st.integers(0, 12))
def test_sums_of_contracts_agree(data: st.DataObject, n: int) -> None:
    segment = data.draw(hnp.arrays(np.int16, n, elements=st.integers(0, 3)))
    left = data.draw(hnp.arrays(float, n, elements=st.floats(0.0, 24.0)))
    fee = data.draw(hnp.arrays(np.int64, n, elements=st.integers(0, 10**9)))

    agree(lambda: contracts.spending(segment, fee, left, segments=4))


@given(seed=st.integers(0, 2**32 - 1))
def test_contracts_are_worked_on_and_end_alike(seed: int) -> None:
    world = a_market(seed % 5)
    rng = np.random.default_rng(seed)
    share = rng.random(FIRMS)
    rows, failed = (np.flatnonzero(rng.random(len(world.contracts)) < p) for p in (0.3, 0.1))
    again, refused = rng.random((2, len(rows))) < 0.5
    drawn = contracts.Fates(again, refused, 24 * rng.random(len(rows)), 0)
    start = {
        name: getattr(world.contracts, name).copy() for name in ("left", "late", "work", "price")
    }

    def lived() -> list[object]:
        for name, column in start.items():
            setattr(world.contracts, name, column)
        world.firms.references = 0
        bills = contracts.work_and_bill(world.contracts, share, segments=BUYERS)
        ends = contracts.ending(world.contracts, 3.0, segments=BUYERS)
        gone = contracts.conclude(world.contracts, world.firms, rows, drawn, failed, 3.0)
        return [
            *map(told, [*bills, *ends]), told(gone), told_of(world.firms), told_of(world.contracts)
        ]  # fmt: skip

    fast, reference = both(lived)
    assert fast == reference


@given(data=st.data(), n=st.integers(0, 9), k=st.integers(1, 4))
def test_awards_in_turn_agree(data: st.DataObject, n: int, k: int) -> None:
    worth = st.sampled_from([-np.inf, 0.0, -0.3, 1.1, 17.0, -800.0])
    utility = data.draw(hnp.arrays(float, (n, k), elements=worth))
    rival = data.draw(hnp.arrays(float, n, elements=worth))
    luck = data.draw(hnp.arrays(float, (k + 1, n), elements=uniforms)).T
    able = data.draw(hnp.arrays(bool, (n, k)))
    invited = data.draw(hnp.arrays(np.int64, (n, k), elements=st.integers(0, 4)))
    work = data.draw(hnp.arrays(float, n, elements=st.floats(0.0, 9.0)))
    start = data.draw(hnp.arrays(float, 5, elements=st.floats(-3.0, 30.0)))
    queue = np.array(data.draw(st.permutations(range(n))), np.int64)

    def awarded() -> list[object]:
        bids, room = able.copy(), start.copy()
        vendor = demand.award_in_turn(
            utility, rival, luck, queue, bids=bids, invited=invited, work=work,
            price=np.full(5, 1.3), room=room,
        )  # fmt: skip
        return [told(vendor), told(bids), told(room)]

    fast, reference = both(awarded)
    assert fast == reference


@given(data=st.data(), n=st.integers(0, 9))
def test_fees_agree(data: st.DataObject, n: int) -> None:
    group = data.draw(hnp.arrays(np.int64, n, elements=st.integers(0, 1)))
    fee, odds = (data.draw(hnp.arrays(float, n, elements=st.floats(0.0, 1e9))) for _ in range(2))

    agree(lambda: demand.fees_won(fee, odds, group, np.array([0.5, 2.0])))


@pytest.mark.parametrize("seed", range(4))
def test_invitations_agree_where_some_are_never_invited(seed: int) -> None:
    """Every step of the search, with firms of no weight among the others."""
    world = a_market(seed)
    buyer = np.arange(3_000) % BUYERS
    called = decisions.imagine_tenders(
        world.customers, buyer, keys("t", 0, 0, np.arange(3_000)), RULES, world.luck
    )

    def invited() -> np.ndarray:
        world.enter_month(3)
        return decisions.invite(world.firms, world.customers, called, RULES, world.luck)

    agree(invited)
    assert set(np.unique(invited())) == set(np.flatnonzero(world.firms.is_sme).tolist())


@pytest.mark.parametrize("seed", range(4))
def test_standing_agrees_to_the_order_of_its_sums(seed: int) -> None:
    world = a_market(seed)

    agree(lambda: decisions.standing_by_segment(world.firms, RULES))
    agree(lambda: decisions.standing_by_segment(world.firms, RULES).sum(axis=1))
