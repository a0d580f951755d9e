"""Initiatives that plead for money, real ones and imagined ones (E13, A68, P14)."""

import numpy as np
import pytest

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Project, Substance
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.lab.inference.value import COSTS
from cluster_abm.submodels.collaboration.processes import work_together
from cluster_abm.submodels.facilitation import equations
from cluster_abm.submodels.facilitation.numbers import FacilitationRules
from cluster_abm.submodels.facilitation.processes import chase_subsidies
from cluster_abm.submodels.governance.metrics import (
    pleading_of_groups,
    public_cost,
    public_spending,
    public_transfers,
)
from tests.collaboration.scenes import EAGER, partners, tie
from tests.model.scenes import change, lived
from tests.worlds import DOLLAR, TinyWorld

RULES = FacilitationRules()
OFFER = RULES.but(initiative_fund=1e6)
"""US$ 1 m a year, twenty-five initiatives."""


def called(world: TinyWorld, rules: FacilitationRules, months: int = 1) -> TinyWorld:
    """Live some months of pleading."""
    for _ in range(months):
        world.run(chase_subsidies, rules)
        world.enter_month(world.world.month + 1)
    return world


def money(world: TinyWorld, rules: FacilitationRules, months: int = 13) -> list[int]:
    """What real, hollow and imagined initiatives are given, US$."""
    given = np.zeros(3, np.int64)
    for _ in range(months):
        world.run(chase_subsidies, rules)
        given += world.flows.initiative_money
        assert not world.ledger.residual().any()
        world.enter_month(world.world.month + 1)
    return (given // DOLLAR).tolist()


def village(trust: float = 0.9, n: int = 20) -> TinyWorld:
    """Pairs of firms that fit and trust each other."""
    world = partners(n)
    for pair in range(n // 2):
        tie(world, 2 * pair, 2 * pair + 1, trust=trust)
    return world


# Who pleads


def test_m155_without_money_on_offer_nobody_pleads() -> None:
    world = called(village(), RULES, 12)

    assert len(world.initiatives) == 0
    assert world.government.hope_of_pleas == 0


def pleas(**numbers: float) -> int:
    """Groups without substance that plead in a month."""
    world = TinyWorld()
    world.run(chase_subsidies, OFFER.but(**({"opportunists": 1000} | numbers)))
    return int(world.flows.pleas[Substance.IMAGINED])


def test_m155_the_more_money_may_come_the_more_imagined_clusters_there_are() -> None:
    few, usual, many = (pleas(initiative_size=size) for size in (2_000, 10_000, 100_000))

    assert 0 < few < usual < many


def test_a68_without_opportunists_no_cluster_is_imagined() -> None:
    assert pleas(opportunists=0) == 0


def test_m155_dear_pleading_deters() -> None:
    assert pleas(initiative_size=10_000, pleading_cost=40_000) < pleas(initiative_size=10_000) / 2


def test_m155_refusals_discourage_pleaders() -> None:
    """With money for one a year, of a thousand, hope is lost within two years."""
    world = TinyWorld()
    poor = OFFER.but(opportunists=1000, initiative_fund=40_000)
    called(world, poor)
    first = len(world.initiatives)
    called(world, poor, 24)

    assert world.government.hope_of_pleas < 0.05
    assert len(world.initiatives) < first / 5


def test_real_firms_without_a_purpose_plead_like_imagined_ones() -> None:
    """The same firms are real where they trust each other, and hollow where they do not."""
    for trust, expected in ((0.9, [10, 0]), (0.1, [0, 10])):
        world = village(trust)
        world.run(chase_subsidies, OFFER.but(opportunists=0, initiative_size=1e6))

        assert world.flows.pleas[:2].tolist() == expected


def test_a_firm_pleads_with_one_partner_at_a_time_and_pays_half() -> None:
    world = partners(3)
    tie(world, 0, 1)
    tie(world, 0, 2)
    world.run(chase_subsidies, OFFER.but(opportunists=0, initiative_size=1e6))

    assert len(world.initiatives) == 1
    paid = world.ledger.flows[Why.PLEADING, Sector.FIRMS, Sector.ECONOMY]
    assert paid > 0
    assert (world.firms.cash < 1_000_000 * DOLLAR).sum() == 2


def opportunity(groups: int) -> tuple[int, float]:
    """What groups without a firm spend on pleading, cents; and what residents lose by it, US$."""
    world = TinyWorld()
    world.run(chase_subsidies, OFFER.but(opportunists=groups))
    spent = world.ledger.flows[Why.PLEADING, Sector.HOUSEHOLDS, Sector.ECONOMY]
    assert not world.ledger.residual().any()
    return int(spent), pleading_of_groups(world.ledger.payments)


def test_e14_what_opportunists_spend_on_pleading_is_a_loss_of_residents() -> None:
    """The carrier cut: without opportunists nothing is spent."""
    spent, lost = opportunity(40)

    assert spent > 0
    assert lost == pytest.approx(-spent / DOLLAR)
    assert opportunity(0) == (0, 0)


def test_e14_pleading_after_tax_lowers_the_profit_of_firms() -> None:
    world = village()
    world.run(chase_subsidies, OFFER.but(opportunists=0))

    spent = world.ledger.flows[Why.PLEADING, Sector.FIRMS, Sector.ECONOMY]
    assert spent > 0
    assert world.flows.profit.sum() == -spent


def offered(groups: int, caution: float) -> int:
    """What initiatives are given in three years, US$."""
    rules = OFFER.but(opportunists=groups, waste_and_money=caution, screening_accuracy=0.0)
    return sum(money(village(), rules, 36))


def test_m161_known_waste_cuts_the_money_for_initiatives() -> None:
    """Loop 8, and its carriers cut: nobody who wastes, or nobody who reads the results."""
    assert offered(400, 1.0) < 0.8 * offered(400, 0.0)
    assert offered(0, 1.0) == offered(0, 0.0) > 0


def test_m161_waste_is_forgotten_when_awards_bear_fruit() -> None:
    world = village()
    money(world, OFFER.but(opportunists=400, screening_accuracy=0.0), 12)
    known = world.government.known_waste
    money(world, OFFER.but(opportunists=0), 36)

    assert 0 < world.government.known_waste < known


# The screen


def test_i113_the_screen_errs_both_ways_and_less_the_more_accurate_it_is() -> None:
    luck = (np.arange(10_000) + 0.5) / 10_000
    yes, no = np.ones(10_000, bool), np.zeros(10_000, bool)

    refused = [1 - equations.passes(yes, accuracy, luck).mean() for accuracy in (0, 1, 2, 6)]
    let_in = [equations.passes(no, accuracy, luck).mean() for accuracy in (0, 1, 2, 6)]

    assert refused == pytest.approx([0.5, 0.3085, 0.1587, 0.0013], abs=1e-3)
    assert let_in == pytest.approx(refused, abs=2e-4)


def test_k53_a_better_screen_sends_less_money_to_imagined_clusters() -> None:
    shares = []
    for accuracy in (0.0, 6.0):
        real, _, imagined = money(village(n=60), OFFER.but(screening_accuracy=accuracy))
        shares.append(imagined / (real + imagined))

    assert shares[0] > 0.3
    assert shares[1] < 0.05


def test_i113_a_better_screen_costs_more() -> None:
    bills = []
    for accuracy in (1.0, 6.0):
        world = called(TinyWorld(), OFFER.but(screening_accuracy=accuracy), 3)
        world.run(chase_subsidies, OFFER.but(screening_accuracy=accuracy))
        bills.append(int(world.ledger.flows[Why.PUBLIC_SERVICE, :, Sector.ECONOMY].sum()))

    assert bills[0] > 0
    assert bills[1] == 6 * bills[0]


def test_i113_nothing_is_paid_before_the_screen_is_done() -> None:
    assert money(village(), OFFER, months=3) == [0, 0, 0]
    assert sum(money(village(), OFFER, months=4)) > 0
    assert sum(money(village(), OFFER.but(screening_months=6), months=6)) == 0


def test_x09_no_more_is_given_than_there_is() -> None:
    assert sum(money(village(n=60), OFFER, months=24)) <= 2 * 1e6


# What becomes of the money


def test_real_firms_begin_with_it_what_they_would_not_begin_without() -> None:
    dear = EAGER.but(joint_cost=[0, 50_000, 50_000])
    begun = []
    for granted in (0.0, 100_000.0):
        world = partners(2)
        tie(world, granted=granted)
        world.run(work_together, dear)
        begun.append(int(world.flows.joint_begun[Project.BID]))
        assert world.ties.granted[0] == 0

    assert begun == [0, 1]


def test_imagined_clusters_take_it_home() -> None:
    world = TinyWorld()
    called(world, OFFER, 3)
    world.run(chase_subsidies, OFFER)

    home = world.ledger.flows[Why.INITIATIVES, Sector.GOVERNMENT, Sector.HOUSEHOLDS]
    assert home == world.flows.initiative_money[Substance.IMAGINED] > 0


def test_k53_in_the_whole_model_money_is_counted_as_public_cost_and_identities_hold() -> None:
    offer = lived(24, change("initiative_fund", 1e6, 3), factor=0.2, check=True).series

    assert offer["initiative_money"].sum() > 0
    assert 0 < offer["facilitation_paid"].sum() < offer["public_cost"].sum()
    assert (offer["public_transfers"] >= offer["initiative_money"]).all()
    parts = sum(offer[cost] for cost in COSTS)
    assert parts.tolist() == pytest.approx(offer["public_cost"].tolist())
    assert (offer["pleas"].iloc[:3] == 0).all()


def test_e14_what_initiatives_are_given_stays_with_residents() -> None:
    """Only the screen is spent; the gift itself costs no more than raising it does."""
    world = called(village(), OFFER, 3)
    world.run(chase_subsidies, OFFER)
    given = int(world.flows.initiative_money.sum())
    census = Census().take(world.firms, world.workforce)
    spent, handed, cost = (
        metric(census, world.flows, world.ledger)
        for metric in (public_spending, public_transfers, public_cost)
    )

    assert given > 0
    assert handed == given / DOLLAR
    assert spent == world.flows.facilitation_cost[0] / DOLLAR < handed
    assert cost == pytest.approx(spent + handed)
