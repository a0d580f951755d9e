"""Angels and funds in the whole country: 2009, and a setting with venture capital (C21)."""

from functools import cache

import numpy as np
import pytest

from cluster_abm.agents.classes import Home
from cluster_abm.core.policy import Policy
from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.reader import Scenario, load_scenario
from tests.model.scenes import change, lived

NEUTRAL = {"junior_exchange": 20.0, "first_sales": 80_000.0, "sales_multiple": 5.0}
"""A market of many traders, high prices, and investors who expect what does come on average."""


def with_many_investors() -> Scenario:
    """Panama with eighteen angels and six funds that have thirty times the money."""
    panama = load_scenario("panama_2009")
    many = {"angels": (18, 6.0), "venture_fund": (6, 30.0)}
    rows = [
        f.model_copy(update={"count": many[f.kind][0], "pot": f.pot * many[f.kind][1]})
        if f.kind in many else f
        for f in panama.funder
    ]  # fmt: skip
    return panama.model_copy(update={"funder": rows})


@cache
def neutral(seed: int = 1, **changed: float) -> ClusterModel:
    """Twelve years of the neutral setting."""
    model = ClusterModel(
        with_many_investors(), seed=seed, numbers=NEUTRAL | changed, keep=("stakes",)
    )
    model.run_months(144)
    return model


def multiples(model: ClusterModel) -> np.ndarray:
    """What each stake that ended has brought, relative to what it cost."""
    ended = model.journal.panel("stakes")
    return np.asarray(ended["received"] / np.maximum(ended["paid"], 1))


def test_in_2009_angels_make_about_three_deals_a_year_and_funds_one_at_most() -> None:
    worlds = []
    for replicate in range(4):
        model = ClusterModel(replicate=replicate)
        model.run_months(36)
        worlds.append(model.series)
    angels = np.mean([s["angel_deals"].sum() / 3 for s in worlds])
    funds = np.mean([s["venture_deals"].sum() / 3 for s in worlds])

    assert 1 <= angels <= 6
    assert funds <= 1
    assert np.mean([s["market_liquidity"].iloc[0] for s in worlds]) < 0.25


def test_c21_in_a_setting_with_venture_capital_most_deals_lose_and_few_win_much() -> None:
    """Nothing is drawn: firms, prices and failures make it.

    C21 has 65 % below what was paid, 10 % at five times and 4 % at ten times.  The first holds;
    there are far fewer great winners here, as no firm of this market grows without bounds: none to
    1.3 % at five times in four worlds, which docs/known_faults.md admits.
    """
    ended = np.concatenate([multiples(neutral(seed)) for seed in (1, 2)])

    assert len(ended) > 300
    assert 0.55 < np.mean(ended < 1) < 0.90
    assert 0 < np.mean(ended >= 5) < 0.15
    assert np.mean(ended >= 10) < 0.06
    assert ended.mean() > 1.5 * np.median(ended)


def test_m103_where_exits_dry_up_funds_and_angels_invest_less() -> None:
    live, dry = neutral(), neutral(junior_exchange=0.0, foreign_buyers=0.0)

    assert dry.series["market_liquidity"].max() < live.series["market_liquidity"].min()
    assert dry.series["equity_paid_in"].sum() < 0.2 * live.series["equity_paid_in"].sum()


def test_ownership_never_exceeds_the_firm_and_is_what_stakes_say() -> None:
    model = neutral()
    live = model.stakes.firm >= 0
    owned = np.bincount(model.stakes.firm[live], model.stakes.share[live], len(model.firms))
    mine = live & (model.stakes.home == Home.ABROAD)
    abroad = np.bincount(model.stakes.firm[mine], model.stakes.share[mine], len(model.firms))

    assert owned.max() < 1
    assert (owned > 0).sum() > 10
    assert model.firms.sold == pytest.approx(owned)
    assert model.firms.sold_abroad == pytest.approx(abroad)


def test_profit_of_owners_abroad_is_not_income_of_residents() -> None:
    series = neutral().series
    parts = ["pay_gain_residents", "training_gain_residents", "profit_smes", "levies_on_foreigners",
             "profit_tax_of_others", "profit_leaving", "pleading_of_groups"]  # fmt: skip

    assert series["profit_leaving"].sum() < 0
    total = series[parts].sum(axis=1) - series["public_spending"] - 0.2 * series["public_cost"]
    assert series["resident_income"].to_numpy() == pytest.approx(total.to_numpy())


@pytest.mark.parametrize(
    "policy",
    [change("junior_exchange", 20.0), change("seed_fund", 500_000, 3)],
    ids=["exchange", "seed fund"],
)
def test_with_reforms_every_identity_holds(policy: Policy) -> None:
    model = lived(30, policy, check=True)

    assert np.isfinite(model.series.to_numpy()).all()
    assert not model.ledger.residual().any()


def test_money_for_a_fund_is_no_order_of_the_government() -> None:
    usual, funded = lived(24), lived(24, change("seed_fund", 1e7, 3))

    orders = [model.series["government_orders"] for model in (usual, funded)]
    assert funded.series["public_cost"].sum() > usual.series["public_cost"].sum() + 9e6
    assert orders[1].to_numpy() == pytest.approx(orders[0].to_numpy(), rel=0.01)
