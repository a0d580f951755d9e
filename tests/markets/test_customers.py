"""Markets: what vendors know of customers, who has heard of them, and what customers teach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import ABROAD, Activity, Segment, Work
from cluster_abm.core.luck import keys
from cluster_abm.submodels.demand.decisions import (
    answers,
    chance_of_renewal,
    imagine_tenders,
    standing_by_segment,
    worth_of_bids,
)
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import renew
from cluster_abm.submodels.markets.equations import heard_of, intimacy
from cluster_abm.submodels.markets.numbers import MarketRules
from cluster_abm.submodels.markets.processes import choose_markets, co_develop, remember
from tests.worlds import DOLLAR, TinyWorld

RULES, DEMAND = MarketRules(), DemandRules()
GOVERNMENT, BANKING, MARITIME = Segment.GOVERNMENT, Segment.BANKING, Segment.MARITIME

OWN = Work.OWN_WORK


def vendors(n: int, **columns: object) -> TinyWorld:
    """Local firms, and one customer of every segment."""
    world = TinyWorld()
    world.add_firms(n, **({"orders": 0.0, "capacity": 1e7} | columns))
    world.add_customers(budget=1e8, tender=60_000.0 * DOLLAR, days=60.0, own_work=0.3)
    return world


def only(**segments: float) -> np.ndarray:
    """A row over segments, nought but for those named."""
    row = np.zeros(len(Segment))
    for name, value in segments.items():
        row[Segment[name.upper()]] = value
    return row


# Intimacy


def test_m73_a_vendor_comes_to_know_those_it_works_for_and_forgets_those_it_left() -> None:
    world = vendors(1)
    firms, seen = world.firms, []
    for month in range(72):
        firms.new_bills[:] = only(banking=1e6) if month < 36 else only(maritime=1e6)
        world.run(remember, RULES)
        seen.append(firms.intimacy[0, [BANKING, MARITIME]])

    bank, port = np.array(seen).T
    assert (np.diff(bank[:36]) > 0).all()
    assert (np.diff(bank[36:]) < 0).all()
    assert not port[:36].any()
    assert (np.diff(port[35:]) > 0).all()
    assert not firms.intimacy[0, GOVERNMENT]


@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=6), st.floats(1.0, 1e9))
def test_m74_who_works_for_everybody_knows_nobody_well(work: list[int], half: float) -> None:
    """Attention is limited: what is known of all together stays below one."""
    spread = intimacy(np.array([work], float), half)[0]
    alone = intimacy(np.array([[sum(work)]], float), half)[0]

    assert spread.sum() == pytest.approx(alone[0])
    assert (spread <= alone + 1e-12).all()


def tender(world: TinyWorld, segment: Segment) -> object:
    return imagine_tenders(
        world.customers, np.array([segment]), keys("t", 0, 0, [0]), DEMAND, world.luck
    )


def test_m73_who_knows_its_customer_wins_and_keeps_more_of_its_work_and_none_elsewhere() -> None:
    world = vendors(2)
    world.firms.knows[0, BANKING] = 0.9
    firms, both, kind = world.firms, np.arange(2), np.zeros(2, int)

    for segment, weight, ahead in ((BANKING, 0.7, True), (BANKING, 0.0, False),
                                   (MARITIME, 0.7, False)):  # fmt: skip
        rules = DEMAND.but(intimacy_weight=weight)
        world.enter_month(world.world.month + 1)
        bid = worth_of_bids(firms, world.customers, tender(world, segment), both[None, :], rules)[0]
        kept = chance_of_renewal(firms, both.astype(np.int32), kind, kind + segment, rules)
        assert (bid[0] > bid[1]) == (kept[0] > kept[1]) == ahead
        assert ahead or (bid[0] == bid[1] and kept[0] == kept[1])


def test_a29_what_serves_the_ports_at_home_serves_ports_abroad_as_far_as_needs_overlap() -> None:
    world = vendors(2, exporter=True, speaks=1.0)
    called = tender(world, Segment.EXPORT_NICHES)
    ports = called._replace(need=np.array([ABROAD]))
    business = called._replace(need=np.array([ABROAD + 4]))

    def lead(asked: object, **numbers: object) -> float:
        world.firms.experience[0, MARITIME] = RULES.experience_half * DOLLAR / (1 - 1 / 36)
        world.run(remember, RULES.but(**numbers))
        bid = worth_of_bids(world.firms, world.customers, asked, np.arange(2)[None, :], DEMAND)[0]
        return float(bid[0] - bid[1])

    assert lead(ports) == pytest.approx(0.7 * 0.8 * 0.5)
    assert lead(business) == 0.0
    assert lead(ports, niche_overlap=[0.0] * 5) == 0.0


# References


def test_g6_a_contract_delivered_is_a_reference_and_one_under_way_is_none() -> None:
    world = vendors(2)
    world.contracts.admit(
        keys("c", 0, 0, np.arange(3)), vendor=[0, 0, 1], segment=[BANKING, BANKING, BANKING],
        left=[0.0, -0.1, 3.0], fee=100, work=80.0, price=1.0,
    )  # fmt: skip

    world.run(renew, DEMAND)

    assert world.firms.references[:, BANKING].tolist() == [2.0, 0.0]
    assert world.firms.references.sum() == 2.0


def test_g6_others_read_a_reference_as_far_as_the_word_of_its_giver_counts() -> None:
    references, told = np.array([[4.0, 0.0, 0.0]]), np.array([0.25, 0.0, 0.0])

    assert heard_of(references, told, 4.0)[0].tolist() == [0.5, 0.2, 0.2]
    assert heard_of(references, 0 * told, 4.0)[0].tolist() == [0.5, 0.0, 0.0]
    assert not heard_of(0 * references, told, 4.0).any()


def test_g6_references_bring_invitations_where_they_are_heard_and_fade() -> None:
    world = vendors(2, references=np.array([only(maritime=6.0), only()]))
    world.run(remember, RULES)
    share = standing_by_segment(world.firms, DEMAND)
    blind = standing_by_segment(world.firms, DEMAND.but(reference_weight=0))

    assert share[MARITIME, 0] > share[BANKING, 0] > share[BANKING, 1]
    assert (blind[MARITIME] == blind[MARITIME, 0]).all()
    assert 5.0 < world.firms.references[0, MARITIME] < 6.0


def test_i43_a_public_first_buyer_invites_those_of_whom_nobody_has_heard() -> None:
    world = vendors(2, heard=np.array([only(government=0.9, banking=0.9), only()]))

    def chance(segment: Segment, first: float) -> float:
        weight = standing_by_segment(world.firms, DEMAND.but(first_buyer=first))[segment]
        return float(weight[1] / weight.sum())

    assert chance(GOVERNMENT, 0.0) < 0.5 < chance(GOVERNMENT, 3.0)
    assert chance(BANKING, 3.0) == chance(BANKING, 0.0)


# Focus


def test_m74_a_firm_that_focuses_declines_other_work_unless_it_is_idle() -> None:
    world = vendors(3, focused=[True, True, False], home=BANKING,
                    orders=[9e6, 1e6, 9e6])  # fmt: skip
    called = tender(world, MARITIME)._replace(fee=np.array([100.0]))

    bids = answers(world.firms, called, np.arange(3)[None, :], DEMAND)[0]
    at_home = answers(world.firms, called._replace(need=np.array([BANKING])),
                      np.arange(3)[None, :], DEMAND)[0]  # fmt: skip

    assert bids.tolist() == [False, True, True]
    assert at_home.all()


def year_of_choices(world: TinyWorld, rules: MarketRules) -> None:
    """Let every firm think once about whom to work for."""
    for month in range(12):
        world.enter_month(month)
        world.run(choose_markets, rules)


def test_m74_firms_focus_on_what_they_know_best_if_they_lean_to_it() -> None:
    world = vendors(40, experience=only(maritime=2e6), intimacy=only(maritime=0.6, banking=0.2))
    world.customers.budget = 20 * 1e7

    year_of_choices(world, RULES.but(focus_share=0.5))
    half = np.count_nonzero(world.firms.focused)
    year_of_choices(world, RULES.but(focus_share=0))

    assert 10 < half < 30
    assert (world.firms.home == MARITIME).all()
    assert not world.firms.focused.any()


def test_m74_a_firm_that_outgrows_its_niche_leaves_it() -> None:
    """A niche of US$ 1 m a month has room for firms of up to US$ 50,000."""
    world = vendors(2, experience=only(maritime=2e6), intimacy=only(maritime=0.6),
                    capacity=[49_000.0 * DOLLAR, 51_000.0 * DOLLAR])  # fmt: skip
    world.customers.budget = 1e6 * DOLLAR
    rules = RULES.but(focus_share=1)

    year_of_choices(world, rules)
    assert world.firms.focused.tolist() == [True, False]

    world.firms.capacity = 60_000.0 * DOLLAR
    year_of_choices(world, rules)
    assert not world.firms.focused.any()


# Customers who ask for more


def test_m69_a_demanding_customer_raises_the_quality_of_what_it_buys() -> None:
    """Four firms: one serves it, one serves another, one only integrates, one is better already."""
    world = vendors(
        4, activity=[Activity.OWN_WORK, Activity.OWN_WORK, Activity.INTEGRATION, Activity.OWN_WORK],
        intimacy=np.array([only(maritime=0.5), only(banking=0.5), *[only(maritime=0.5)] * 2]),
        quality=[1.0, 1.0, 1.0, 1.5],
    )  # fmt: skip
    world.customers.asked = only(maritime=0.2)

    world.run(co_develop, RULES)

    assert world.firms.quality[:, OWN].tolist() == pytest.approx(
        [np.exp(0.01 * 0.5 * 0.2), 1.0, 1.0, 1.5], abs=1e-12
    )
    assert (world.firms.quality[:3, Work.INTEGRATION] == 1).all()


def test_m69_nobody_learns_from_a_customer_that_asks_for_the_usual() -> None:
    world = vendors(1, activity=Activity.OWN_WORK, intimacy=only(maritime=0.5))

    world.run(co_develop, RULES)

    assert (world.firms.quality == 1).all()
