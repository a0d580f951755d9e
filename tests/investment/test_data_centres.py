"""Data centres: few people, and data at the price of the country (A21, M50, X13)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Line, Skill
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.investment.decisions import data_of_a_post, look_at_sites
from cluster_abm.submodels.investment.processes import court_investors, pay_for_data
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.production.processes import mix_of_lines
from tests.investment.scenes import STILL, SiteWorld
from tests.model.scenes import change, lived
from tests.worlds import DOLLAR

DATA = Line.DATA_CENTRE


def cost(line: Line, price: float) -> float:
    """Cost of a post of a line where data costs so many times what it costs peers, US$/month."""
    world = SiteWorld()
    world.add_sites(staff=10, support=5.0, data_centre=5.0)
    rules = STILL.but(data_price=price)
    return float(look_at_sites(world.firms, world.lines, world.world, rules).cost[0, line]) / DOLLAR


def test_m50_data_makes_a_post_of_a_data_centre_dearer_and_no_other() -> None:
    assert cost(DATA, 3.0) - cost(DATA, 1.0) == pytest.approx(2 * STILL.data_per_post)
    for line in set(Line) - {DATA}:
        assert cost(line, 3.0) == cost(line, 1.0)


def plan_after(price: float, *, per_post: float = STILL.data_per_post) -> float:
    """Posts that a parent plans, which rested at a hundred where data cost what peers pay."""
    rules = STILL.but(data_per_post=per_post)
    world = SiteWorld()
    world.add_sites(staff=10, data_centre=100.0)
    world.rest(rules.but(data_price=1.0))
    world.review(rules.but(data_price=price))
    return float(world.firms.plan[0, DATA])


def test_m50_dear_data_sends_data_centres_away() -> None:
    assert plan_after(3.0) < plan_after(2.0) < plan_after(1.0) == pytest.approx(100.0)


def test_m50_who_sends_no_data_does_not_mind_its_price() -> None:
    """The carrier cut."""
    assert plan_after(3.0, per_post=0.0) == pytest.approx(100.0)


@given(st.floats(0.5, 10.0), st.integers(1, 100))
def test_what_data_centres_pay_reaches_telephone_companies_to_the_cent(
    price: float, posts: int
) -> None:
    world = SiteWorld()
    # who plans more than it finds pays for those who are there
    world.add_sites(staff=posts, data_centre=2.0 * posts)
    world.add_sites(staff=1, support=float(posts))
    before = world.firms.cash.copy()
    rules = STILL.but(data_price=price)

    world.run(pay_for_data, rules)

    bill = round(posts * STILL.data_per_post * price * DOLLAR)
    assert (before - world.firms.cash).tolist() == [bill, 0]
    assert world.firms.earnings[:, -1].tolist() == [-bill, 0]
    assert world.ledger.flows[Why.ENERGY_AND_DATA, Sector.FIRMS, Sector.ECONOMY] == bill
    assert world.flows.data_bills[0] == bill


def test_a_data_centre_takes_few_people_of_the_front_line() -> None:
    """It needs what local firms need as well, and nobody of those whom contact centres take."""
    mix = mix_of_lines(ProductionRules())

    assert mix.sum(axis=1) == pytest.approx([1.0] * len(Line))
    assert mix[DATA, Skill.FRONT_LINE] == 0


def test_data_at_the_price_of_peers_doubles_the_value_of_a_data_centre_here() -> None:
    """Rivals are given relative to the cluster, with data at the price of peers (Q62, I40)."""
    dear, fair = (
        lived(4, *changes).series["site_value_data_centre"].iloc[-1]
        for changes in ((), (change("data_price", 1.0),))
    )

    assert 0.4 < dear / fair < 0.65
    other = lived(4).series["site_value_support"].iloc[-1]
    assert fair == pytest.approx(other, rel=0.35)


def chosen(price: float) -> float:
    """Part of many projects of data centres that choose the cluster."""
    rules = STILL.but(
        projects_wave=1.0, project_lines=[0, 0, 0, 0, 1], project_spread=0.0, data_price=price
    )
    world = SiteWorld()
    world.add_sites(staff=10, data_centre=10.0)
    world.world.projects = 12_000.0
    # rivals who are worth as much as the cluster where data cost what peers pay
    seen = look_at_sites(world.firms, world.lines, world.world, rules.but(data_price=1.0))
    world.rivals.cost = seen.cost[0] - data_of_a_post(rules, 1.0)
    world.rivals.quality = seen.quality[0]
    world.run(court_investors, rules)
    return float(world.flows.announced[DATA]) / float(world.flows.leads[DATA])


def test_m50_at_the_price_of_2009_hardly_any_project_comes() -> None:
    """Report, lines 109 to 115: until then the opportunity is likely to remain elusive."""
    dear, fair = chosen(3.0), chosen(1.0)

    assert fair == pytest.approx(0.25, abs=0.1)
    assert dear < fair / 2
