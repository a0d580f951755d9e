"""Whether firms do research, how much, and what comes of it."""

import numpy as np
import pytest

from cluster_abm.agents.classes import Activity, Kind, Segment
from cluster_abm.agents.contracts import count_orders
from cluster_abm.core.ledger import Why
from cluster_abm.core.luck import keys
from cluster_abm.submodels.demand.decisions import imagine_tenders
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import set_prices
from cluster_abm.submodels.knowledge.decisions import consider_research
from cluster_abm.submodels.knowledge.processes import launch, plan_research, research
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import plan_posts
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.production.processes import measure_capacity
from tests.knowledge.scenes import (
    ENGINEER,
    OWN,
    RESEARCHER,
    RULES,
    UNWILLING,
    WILLING,
    innovated,
    laboratory,
    lets_research,
    spending,
)
from tests.worlds import DOLLAR, TinyWorld

NO_PEERS = np.zeros(2)


def chances(world: TinyWorld, **rules: float) -> list[float]:
    found = consider_research(world.firms, RULES.but(**rules), NO_PEERS[: len(world.firms)])
    return [float(chance) for chance in found]


# Whether


def test_m69_a_firm_whose_buyers_ask_for_own_work_considers_research_more() -> None:
    world = laboratory(2, own_orders=[20_000.0 * DOLLAR, 5_000.0 * DOLLAR])

    demanding, easy = chances(world)
    indifferent = chances(world, demanding_buyers=0.0)

    assert demanding > 2 * easy
    assert indifferent[0] == indifferent[1]


def test_m71_a_vendor_of_legacy_buyers_considers_little_and_spends_nothing() -> None:
    """They ask for cheap integration only, so no line is there that research could improve."""
    world = laboratory(2, own_orders=[20_000.0 * DOLLAR, 0.0], own_contracts=[4, 0])

    assert chances(world)[1] < 0.1
    assert spending(world)[1] == 0 < spending(world)[0]


def test_m72_buyers_in_transformation_ask_for_own_work_and_so_for_research() -> None:
    """The same tenders, before and after; the vendor has won all of them."""
    wishes = []
    for own_work in (0.1, 0.6):
        world = laboratory()
        world.add_customers(own_work=own_work, tender=60_000.0 * DOLLAR)
        called = imagine_tenders(
            world.customers, np.full(40, int(Segment.MARITIME)), keys("t", 0, 0, np.arange(40)),
            DemandRules(), world.luck,
        )  # fmt: skip
        world.contracts.admit(
            called.birth, vendor=0, kind=called.kind, fee=called.fee.astype(np.int64),
            work=called.fee, left=6.0,
        )  # fmt: skip
        count_orders(world.firms, world.contracts)
        wishes.append((chances(world)[0], spending(world)[0]))

    (before, little), (after, much) = wishes
    assert after > 2 * before
    assert much > little > 0


def test_m66_serving_customers_abroad_is_a_motive_and_brings_lines_over_which_to_spread() -> None:
    world = laboratory(2, exporter=[True, False], own_contracts=[8, 4],
                       own_orders=[40_000.0 * DOLLAR, 20_000.0 * DOLLAR],
                       orders=[40_000.0 * DOLLAR, 20_000.0 * DOLLAR])  # fmt: skip

    exporter, other = chances(world)

    assert exporter > other
    assert chances(world, exporters_motive=0.0)[0] == other
    assert spending(world)[0] == pytest.approx(2 * spending(world)[1], rel=0.001)


def test_m65_a_small_market_pays_for_little_research() -> None:
    """Half the orders on as many lines: research of a quarter, as beta is a half."""
    world = laboratory(2, own_orders=[20_000.0 * DOLLAR, 10_000.0 * DOLLAR])

    large, small = spending(world)

    assert small == pytest.approx(large / 4, rel=0.001)


def test_peers_who_do_research_are_a_motive_unless_nobody_minds_them() -> None:
    world = laboratory()

    alone, among = (consider_research(world.firms, RULES, np.array([p]))[0] for p in (0.0, 1.0))
    deaf = RULES.but(peers_motive=0.0)

    assert among > alone
    assert consider_research(world.firms, deaf, np.array([1.0]))[0] == alone


def test_a_firm_thinks_about_research_once_a_year_with_the_same_bent() -> None:
    world = laboratory(200, in_research=False)
    considers = []
    for month in range(24):
        world.enter_month(month)
        world.run(plan_research, RULES)
        considers.append(world.firms.in_research.copy())

    changed = np.diff(np.array(considers), axis=0).sum(axis=0)
    # peers grow in the first year, which may turn a few more of them later
    assert considers[11].sum() > 0
    assert changed.max() == 1


def test_multinationals_do_their_research_elsewhere() -> None:
    world = laboratory(2, sort=[Kind.SME, Kind.MNC])

    assert spending(world)[1] == 0 < spending(world)[0]


# How much


def test_e3_without_money_beyond_two_payrolls_there_is_no_research() -> None:
    world = laboratory()
    payroll = int(world.firms.labour_cost[0])
    firms = world.firms
    spent = []
    for cash in (2 * payroll, 2 * payroll + 100_000, 10**9):
        firms.data["cash"][0] = cash
        lets_research(world)
        spent.append(int(firms.research_cost[0]))

    assert spent[0] == 0
    assert spent[1] == pytest.approx(50_000, abs=2)
    assert spent[2] > spent[1]


def test_c24_twice_the_lines_and_sales_twice_the_research() -> None:
    world = laboratory(2, own_contracts=[4, 8], own_orders=[2e6, 4e6], orders=[2e6, 4e6])

    small, large = spending(world)

    assert large == pytest.approx(2 * small, rel=0.001)


def test_the_time_and_the_materials_of_research_are_what_is_planned() -> None:
    world = laboratory()

    lets_research(world)

    firms = world.firms
    assert firms.research_cost[0] == pytest.approx(firms.research_plan[0], abs=2)
    assert firms.at_research[0, [ENGINEER, RESEARCHER]] == pytest.approx(firms.research[0, 2:4])
    materials = world.ledger.paid(Why.RESEARCH)
    assert materials == pytest.approx(RULES.materials * firms.research_cost[0], abs=1)
    assert firms.research_pay[0] + materials == firms.research_cost[0]
    assert world.flows.research[0] == firms.research_cost[0]


def test_research_takes_posts_and_without_people_nothing_is_spent() -> None:
    world = laboratory()
    world.run(plan_research, RULES)
    firms = world.firms
    firms.recipe = 0.0

    world.run(plan_posts, LabourRules())

    wanted = firms.research[0]
    assert (np.abs(firms.posts[0] - wanted) < 1).all()
    assert firms.posts[0, RESEARCHER] >= 1
    firms.staff = firms.pay = 0
    lets_research(world)
    assert firms.research_cost[0] == 0
    assert world.flows.innovations.sum() == 0


def test_who_is_at_research_does_not_work_for_customers() -> None:
    world = laboratory(2, research=[[0.0] * 5, [0, 0, 2.0, 8.0, 0]])

    world.run(measure_capacity, ProductionRules(small_team=50))

    idle, busy = world.firms.capacity
    assert busy == pytest.approx(idle * 6 / 16, rel=1e-6)


def test_prices_do_not_reckon_with_the_cost_of_research() -> None:
    world = laboratory(2, capacity=4e6, labour_cost=3_000_000)
    firms = world.firms
    firms.labour_cost = [3_000_000, 3_500_000]
    firms.research_pay = [0, 500_000]

    world.run(set_prices, DemandRules())

    assert firms.unit_cost[1] == firms.unit_cost[0]


# What comes of it


def test_m85_motive_and_capability_work_together_and_neither_alone() -> None:
    """Twelve firms of each sort: with both, with one, with the other."""
    both, unwilling, unable = (
        innovated(laboratory(12, in_research=False, management=able), rules).sum()
        for rules, able in ((WILLING, 1.0), (UNWILLING, 1.0), (WILLING, 1e-6))
    )

    assert both > 20
    assert unwilling == unable == 0


def test_m63_many_rivals_bring_no_research_without_motive_and_capability() -> None:
    """More rivals raise what quality gains; they change nothing where nobody considers research."""
    quiet, fierce = (spending(laboratory(quality_gain=gain))[0] for gain in (1.0, 3.0))
    dull = [
        spending(laboratory(quality_gain=gain, in_research=False), UNWILLING)[0]
        for gain in (1.0, 3.0)
    ]

    assert fierce > quiet
    assert dull == [0, 0]


def test_m166_research_brings_products_and_processes_small_and_large() -> None:
    world = laboratory(60)
    world.journal.keep = ("innovations",)
    world.journal.kept["innovations"] = []

    lets_research(world, months=24)

    found = world.journal.panel("innovations")
    assert 0.4 < found["process"].mean() < 0.6
    assert found["step"].mean() == pytest.approx(RULES.step, rel=0.15)
    assert (found["step"] < 0.05).any()
    assert (found["step"] > 0.3).any()


def test_m166_research_is_one_input_and_not_the_only_one() -> None:
    """The same money, better management: more innovations.  No money: none."""
    world = laboratory(2)
    firms = world.firms
    firms.research_cost = 1_000_000
    rates = []
    for skill in (1.0, 2.0):
        firms.research_yield = RULES.research_yield * skill
        total = 0
        for month in range(200):
            world.enter_month(month)
            firms.quality = 1.0
            world.run(research, RULES)
            total += int(firms.innovations.sum())
        rates.append(total)
    firms.research_cost = 0
    world.enter_month(201)
    world.run(research, RULES)

    assert rates[1] == pytest.approx(2 * rates[0], rel=0.15)
    assert firms.innovations.sum() == 0


def test_e3_an_innovation_improves_one_line_and_the_firm_by_its_share() -> None:
    """A firm of eight lines gains a quarter of what one of two lines does."""
    world = laboratory(2, own_contracts=[2, 8])
    firms, sure = world.firms, RULES.but(process_share=0.0, step_spread=0.0)
    firms.research_cost, firms.research_yield = 10_000_000, 0.05

    world.run(research, sure)

    made = firms.innovations
    assert (made > 0).all()
    assert np.log(firms.quality[:, OWN]) == pytest.approx(sure.step * made / [2, 8])
    assert (firms.quality[:, 0] == 1).all()
    assert (firms.efficiency == 1).all()


def test_e5_a_process_innovation_raises_efficiency_and_no_quality() -> None:
    world = laboratory()
    firms, sure = world.firms, RULES.but(process_share=1.0, step_spread=0.0)
    firms.research_cost, firms.research_yield = 10_000_000, 0.05

    world.run(research, sure)

    assert np.log(firms.efficiency[0]) == pytest.approx(sure.step * firms.innovations[0] / 4)
    assert (firms.quality == 1).all()


def test_fishing_out_a_firm_that_is_far_ahead_finds_less() -> None:
    world = laboratory(40)
    world.firms.quality[20:, OWN] = 1.5

    found = innovated(world)

    assert found[20:].sum() < 0.3 * found[:20].sum()


def test_products_are_lines_and_live_about_as_long_as_they_should() -> None:
    world = laboratory(50, products=100, own_contracts=0)

    for month in range(36):
        world.enter_month(month)
        world.run(launch, RULES)

    assert world.firms.products.mean() == pytest.approx(100 * (1 - 1 / 36) ** 36, rel=0.05)
    assert (world.firms.lines == np.maximum(world.firms.products, 1)).all()


def test_launch_counts_what_stands_alone() -> None:
    world = laboratory(30)
    always = WILLING.but(product_share=1.0, process_share=0.0, ip_protection=1.0, patent_step=0.0,
                       award_step=0.0)  # fmt: skip

    lets_research(world, always, months=6)
    world.run(launch, always)

    flows, made = world.flows, int(world.firms.innovations.sum())
    assert made > 0
    assert world.firms.products.sum() == flows.launched[0] == made
    assert flows.patents[0] == flows.awards[0] == flows.innovations[0] == made


def test_without_a_law_nothing_is_patented() -> None:
    world = laboratory(30)

    lets_research(world, WILLING.but(ip_protection=0.0, patent_step=0.0), months=6)

    assert world.flows.innovations.sum() > 0
    assert world.flows.patents[0] == 0


def test_one_more_firm_leaves_the_others_their_innovations() -> None:
    alone, joined = laboratory(5), laboratory(6)
    for world in (alone, joined):
        lets_research(world, WILLING.but(spillover_strength=0.0, peers_motive=0.0), months=12)

    assert alone.firms.quality.tolist() == joined.firms.quality[:5].tolist()


def test_the_firms_own_mix_decides_which_ladder_its_price_follows() -> None:
    world = laboratory(2, quality=[[1.0, 1.2], [1.0, 1.2]], own_orders=[0.0, 4e6], orders=4e6,
                       activity=Activity.INTEGRATION)  # fmt: skip

    world.run(set_prices, DemandRules())

    assert world.firms.quality_gain[1] < world.firms.quality_gain[0]


def test_m118_research_leaves_ideas_over_and_they_fade() -> None:
    world = laboratory()
    firms = world.firms
    firms.research_cost, firms.research_yield = 10_000_000, 0.05

    world.run(research, RULES)
    left = RULES.ideas_left_over * firms.innovations[0]
    assert firms.ideas[0] == pytest.approx(left)
    assert left > 0

    firms.research_cost = 0
    world.run(research, RULES)
    assert firms.ideas[0] == pytest.approx(left * (1 - RULES.idea_fade))
    assert laboratory().firms.ideas[0] == 0
