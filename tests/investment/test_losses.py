"""Sites that lose money: who pays, and what their parents do about it."""

from __future__ import annotations

import pytest

from cluster_abm.agents.classes import Kind, Line
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.investment.numbers import InvestmentRules
from cluster_abm.submodels.investment.processes import fund_losses
from tests.investment.scenes import CONTACT, STILL, SUPPORT, SiteWorld
from tests.worlds import DOLLAR, TinyWorld

BUSY = STILL.but(parents_growth=0.2)
"""Parents whose work grows, so that they want larger sites."""
SALES = 100_000 * DOLLAR
"""Work of a site in a month."""


def losing(share: float, months: int = 36, **posts: float) -> SiteWorld:
    """A world with one site whose loss has been a part of its sales for some months."""
    world = SiteWorld()
    world.add_sites(1, **(posts or {"contact": 100.0}))
    world.rest()
    world.firms.year_sales = SALES
    world.firms.earnings = -share * SALES
    world.firms.losing = months
    return world


def posts_after(world: SiteWorld, rules: InvestmentRules, reviews: int = 8) -> float:
    for _ in range(reviews):
        world.review(rules)
    return float(world.firms.plan.sum())


def test_a18_a_parent_pays_what_its_site_cannot_and_nobody_pays_for_a_local_firm() -> None:
    world = TinyWorld()
    world.add_firms(3, sort=[Kind.SME, Kind.MNC, Kind.CONTACT_CENTRE],
                    cash=[-500 * DOLLAR, -700 * DOLLAR, 200 * DOLLAR])  # fmt: skip

    world.run(fund_losses, InvestmentRules())

    assert world.firms.cash.tolist() == [-500 * DOLLAR, 0, 200 * DOLLAR]
    paid = world.ledger.flows[Why.LOSSES_OF_SITES, Sector.ABROAD, Sector.FIRMS]
    assert paid == 700 * DOLLAR
    assert not world.ledger.residual().any()


def test_a18_months_of_loss_are_counted_until_a_year_pays() -> None:
    world = TinyWorld()
    world.add_firms(2, sort=[Kind.SME, Kind.MNC], earnings=-1.0 * DOLLAR)
    for _ in range(3):
        world.run(fund_losses, InvestmentRules())
    assert world.firms.losing.tolist() == [0, 3]

    world.firms.earnings = 1.0 * DOLLAR
    world.run(fund_losses, InvestmentRules())
    assert world.firms.losing.tolist() == [0, 0]


def test_a18_a_site_that_loses_money_for_long_is_not_enlarged() -> None:
    """Minimally different worlds: the same site at a profit, and with a loss since yesterday."""
    assert posts_after(losing(0.02), BUSY) == pytest.approx(100.0)
    assert posts_after(losing(-0.02, months=0), BUSY) > 110
    assert posts_after(losing(0.02, months=3), BUSY) > 110


def test_a18_parents_with_endless_patience_enlarge_it_all_the_same() -> None:
    """The carrier cut."""
    assert posts_after(losing(0.2), BUSY.but(loss_patience=1_200)) > 110


def test_c28_a_site_that_loses_much_gives_up_its_dearest_line_and_then_the_next() -> None:
    world = losing(0.2, contact=50.0, support=50.0)
    world.lines.price[SUPPORT] = world.lines.price[CONTACT] / 2
    rules = STILL.but(reinvested=0.0)

    posts_after(world, rules, reviews=4)
    assert world.firms.plan[0, SUPPORT] == 0
    assert world.firms.plan[0, CONTACT] == pytest.approx(50.0)

    posts_after(world, rules, reviews=4)
    assert not world.firms.plan[0].any()


@pytest.mark.parametrize(
    ("loss", "rules"),
    [(0.02, STILL), (-0.2, STILL), (0.2, STILL.but(loss_borne=10.0)),
     (0.2, STILL.but(loss_patience=1_200))],
)  # fmt: skip
def test_c28_small_losses_and_losses_that_are_borne_close_nothing(
    loss: float, rules: InvestmentRules
) -> None:
    """The carrier cut, and a loss that is the price of being here."""
    world = losing(loss, contact=50.0, support=50.0)

    assert posts_after(world, rules) == pytest.approx(100.0)
    assert (world.firms.plan[0, [Line.CONTACT, Line.SUPPORT]] > 0).all()
