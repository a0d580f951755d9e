"""Forces that press firms to do research: rivals, government, and how many act at once."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Segment
from cluster_abm.agents.contracts import count_orders
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import call_tenders, set_prices
from cluster_abm.submodels.knowledge.decisions import consider_research, wish_for_research
from cluster_abm.submodels.knowledge.processes import plan_research, research
from tests.knowledge.scenes import OWN, RULES, WILLING, laboratory, lets_research, spending
from tests.worlds import DOLLAR, TinyWorld

# M59, M64: rivals


def wish_among(rivals: float, quality_weight: float = 3.4) -> tuple[float, float]:
    """What a firm would spend on research at a given margin among so many rivals, and its own."""
    world = laboratory()
    # a firm that has paid nobody yet reckons with the unit cost that it has
    world.firms.labour_cost = 0
    for _ in range(60):
        world.run(set_prices, DemandRules(invitations=rivals, quality_weight=quality_weight))
    margin = 1 - 0.8 / float(world.firms.price[0])
    world.firms.price, world.firms.labour_cost = 1.0, world.firms.bill
    world.run(plan_research, WILLING)
    return float(wish_for_research(world.firms, WILLING)[0]), margin


def test_m59_more_rivals_for_a_tender_make_quality_worth_more_and_margins_thin() -> None:
    """At the same margin rivals bring research; what thin margins take is the other slope (P15)."""
    (alone, thick), (among, thin) = wish_among(1), wish_among(6)

    assert among > 1.1 * alone
    assert thin < thick


def test_m59_where_buyers_do_not_mind_quality_rivals_move_no_research() -> None:
    """What is left is research into cheaper processes, which no rival can see."""
    assert wish_among(1, 0.0)[0] == wish_among(6, 0.0)[0]


# M80: government as a customer


def supplier(budget: float, own_work: float) -> TinyWorld:
    """A firm that has won what government asks for in three months, and nothing else."""
    world = laboratory(own_orders=0.0, own_contracts=0, orders=0.0, capacity=1e12)
    world.add_customers(
        budget=np.where(np.arange(9) == Segment.GOVERNMENT, budget * DOLLAR, 0.0),
        tender=60_000.0 * DOLLAR, rival=-20.0, days=60.0, own_work=own_work,
    )  # fmt: skip
    for month in range(1, 4):
        world.enter_month(month)
        world.run(call_tenders, DemandRules())
    count_orders(world.firms, world.contracts)
    return world


def test_m80_a_government_that_asks_for_own_work_and_pays_for_it_brings_research() -> None:
    little, much = (float(spending(supplier(b, 0.5))[0]) for b in (20_000.0, 400_000.0))

    assert much > 2 * little


def test_m80_a_government_that_asks_for_integration_alone_brings_none() -> None:
    world = supplier(400_000.0, 0.0)

    assert world.firms.orders[0] > 0
    assert spending(world)[0] == 0


# M84: how many forces act


def test_m84_each_force_more_raises_the_wish_for_research_and_without_weights_none_does() -> None:
    """Demanding buyers, customers abroad, peers: none, one, two, three of them."""
    wishes, deaf = [], []
    dull = RULES.but(demanding_buyers=0.0, exporters_motive=0.0, peers_motive=0.0)
    for forces in range(4):
        world = laboratory(own_orders=20_000.0 * DOLLAR * (forces > 0), exporter=forces > 1)
        peers = np.array([float(forces > 2)])
        wishes.append(float(consider_research(world.firms, RULES, peers)[0]))
        deaf.append(float(consider_research(world.firms, dull, peers)[0]))

    assert wishes == sorted(wishes)
    assert np.diff(wishes).min() > 0.01
    assert len(set(deaf)) == 1


# M95: support to one firm


def gained(paid: list[float]) -> np.ndarray:
    """Quality gained in two years by three firms, of which some are paid research by others."""
    world = laboratory(3, in_research=False, cash=0)
    rules = RULES.but(
        research_bent=-10.0, demanding_buyers=0.0, peers_motive=0.0, process_share=0.0,
        research_yield=0.02, fishing_out=1.0,
    )  # fmt: skip
    for _ in range(24):
        world.firms.data["cash"][:3] = np.array(paid) * DOLLAR
        world.firms.earmarked = (np.array(paid) * DOLLAR).astype(np.int64)
        world.firms.promised = np.array(paid) * DOLLAR
        lets_research(world, rules)
    return np.log(world.firms.quality[:, OWN])


def test_m95_money_for_the_research_of_one_firm_helps_that_firm_alone() -> None:
    one, nobody = gained([20_000.0, 0.0, 0.0]), gained([0.0, 0.0, 0.0])

    assert one[0] > 0.05
    assert not one[1:].any()
    assert not nobody.any()


def test_m95_without_a_yield_of_research_it_helps_nobody() -> None:
    world = laboratory(3)
    world.firms.research_cost, world.firms.research_yield = 10_000_000, 0.0

    world.run(research, RULES)

    assert (world.firms.quality == 1).all()
