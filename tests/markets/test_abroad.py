"""Markets: lead users, and the way abroad."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import Activity, Kind, Segment
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.demand.decisions import own_work_asked, worth_of_knowing
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.markets.decisions import odds_abroad, seek_customers_abroad
from cluster_abm.submodels.markets.numbers import MarketRules
from cluster_abm.submodels.markets.processes import choose_markets, promote, remember
from tests.model.scenes import change, lived
from tests.worlds import DOLLAR, TinyWorld

RULES, DEMAND = MarketRules(), DemandRules()
ABROAD, MARITIME = Segment.EXPORT_NICHES, Segment.MARITIME
READY: dict[str, object] = {
    "activity": Activity.OWN_WORK, "capacity": 100_000.0 * DOLLAR, "odds": 1.0, "speaks": 0.5,
    "unit_cost": 0.8, "references": 1.0, "labour_cost": 10_000 * DOLLAR,
}  # fmt: skip


def trade(n: int = 2, **columns: object) -> TinyWorld:
    """Firms ready for markets abroad, of which the first sells there a quarter of its work."""
    world = TinyWorld()
    cash = columns.pop("cash", 1_000_000 * DOLLAR)
    world.add_firms(n, cash=cash, exporter=np.arange(n) == 0, **(READY | columns))
    world.firms.experience[0, ABROAD] = 0.25 * 100_000.0 * DOLLAR * RULES.experience_life
    world.add_customers(budget=1e8, own_work=0.3)
    return world


def goes(world: TinyWorld, advised: bool = False, **numbers: float) -> bool:
    """Does the second firm enter markets abroad?"""
    rules, firms = RULES.but(**numbers), world.firms
    sold = firms.experience[0, ABROAD] / rules.experience_life
    part, usual = sold / firms.capacity[0], odds_abroad(firms, rules)[0]
    answer = seek_customers_abroad(firms, rules, np.array([advised] * 2), part, usual)
    assert not answer[0], "who is there does not enter"
    return bool(answer[1])


def test_m81_a_firm_enters_if_those_abroad_show_that_it_pays() -> None:
    """US$ 25,000 a month at 20 % for three years, half believed, is US$ 90,000."""
    assert goes(trade(), market_entry_cost=89_000)
    assert not goes(trade(), market_entry_cost=91_000)


@pytest.mark.parametrize(
    ("name", "value"),
    [("odds", [1.0, 0.5]), ("speaks", [0.5, 0.0]), ("references", [[1.0] * 9, [0.0] * 9]),
     ("cash", [0, 70_000 * DOLLAR]), ("unit_cost", [0.8, 1.0]),
     ("activity", [Activity.OWN_WORK, Activity.INTEGRATION]), ("sort", [Kind.SME, Kind.MNC])],
)  # fmt: skip
def test_m81_quality_english_references_cash_margin_and_design_must_suffice(
    name: str, value: object
) -> None:
    assert goes(trade(), market_entry_cost=60_000)
    assert not goes(trade(**{name: np.array(value)}), market_entry_cost=60_000)


def test_nobody_goes_where_nobody_sells() -> None:
    world = trade()
    world.firms.experience = 0.0

    assert not goes(world, market_entry_cost=1.0)


def test_m82_i77_who_is_advised_believes_all_and_who_is_helped_pays_a_part() -> None:
    assert not goes(trade(), market_entry_cost=120_000)
    assert goes(trade(), advised=True, market_entry_cost=120_000)
    assert goes(trade(), export_offset=0.5, market_entry_cost=120_000)


def year(world: TinyWorld, rules: MarketRules) -> dict[str, int]:
    """Live the choices of a year; what was paid for entry, by firms and by government."""
    paid = {"firms": 0, "government": 0}
    for month in range(12):
        world.enter_month(month)
        world.run(choose_markets, rules)
        entry = world.ledger.flows[Why.MARKET_ENTRY]
        paid["firms"] += int(entry[Sector.FIRMS].sum())
        paid["government"] += int(entry[Sector.GOVERNMENT].sum())
        assert not world.ledger.residual().any()
    return paid


def speak(world: TinyWorld) -> TinyWorld:
    """Give every firm two people, one of whom speaks English."""
    for firm in range(len(world.firms)):
        world.add_people(2, employer=firm, english=[True, False])
    return world


def test_m81_who_enters_pays_once_and_government_bears_its_part() -> None:
    world = speak(trade(4))
    before = world.firms.cash.copy()

    paid = year(world, RULES.but(export_offset=0.4, market_entry_cost=20_000))
    again = year(world, RULES.but(export_offset=0.4, market_entry_cost=20_000))

    assert world.firms.exporter.all()
    assert paid == {"firms": 36_000 * DOLLAR, "government": 24_000 * DOLLAR}
    assert again == {"firms": 0, "government": 0}
    assert (before - world.firms.cash).tolist() == [0] + [12_000 * DOLLAR] * 3


def test_who_has_long_had_no_customer_abroad_gives_up() -> None:
    world = speak(trade(1))
    rules = RULES.but(export_patience=6)
    for _ in range(5):
        world.run(remember, rules)
    year(world, rules)
    assert world.firms.exporter.all()

    world.run(remember, rules)
    year(world, rules)

    assert not world.firms.exporter.any()


def test_abroad_it_takes_a_design_for_export_and_english() -> None:
    world = TinyWorld()
    world.add_firms(3, exporter=[True, True, False], speaks=[1.0, 0.0, 1.0])

    worth = worth_of_knowing(world.firms, DEMAND)

    assert (worth[0, ABROAD:] == 0).all()
    assert (worth[1, ABROAD:] == -DEMAND.language_weight).all()
    assert (worth[2, ABROAD:] == -np.inf).all()
    assert (worth[:, :ABROAD] == 0).all()


# Programmes


def buyers() -> TinyWorld:
    """One customer of every segment, who spends US$ 1 m a month."""
    world = TinyWorld()
    world.add_customers(budget=1e6 * DOLLAR, own_work=0.2)
    return world


def test_i71_a_programme_adds_own_work_and_what_the_customer_asks_for() -> None:
    """US$ 200,000 a month beside US$ 200,000 of own work of a million."""
    world = buyers()

    world.run(promote, RULES.but(anchor_maritime=2_400_000))

    customers = world.customers
    added = customers.programme[customers.segment == MARITIME]
    assert added.tolist() == [200_000 * DOLLAR]
    assert customers.programme.sum() == added.sum()
    assert own_work_asked(customers)[MARITIME] == pytest.approx(0.4 / 1.2)
    assert customers.asked[MARITIME] == pytest.approx(0.05 + 0.15 / 2)
    assert world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT].sum() == added.sum()
    assert world.flows.anchored.sum() == added.sum()


def test_i68_a_lead_agency_spends_what_government_gives_it_and_is_paid_once() -> None:
    world = buyers()

    world.run(promote, RULES.but(anchor_government=1_200_000))

    assert world.flows.anchored[Segment.GOVERNMENT] == 100_000 * DOLLAR
    assert world.ledger.paid(Why.PUBLIC_SERVICE) == 0


def test_general_support_is_spread_over_customers_at_home() -> None:
    world = buyers()

    world.run(promote, RULES.but(anchor_general=8_400_000))

    inside = world.customers.segment < Segment.SUBCONTRACTS
    assert (world.customers.programme[inside] == 100_000 * DOLLAR).all()
    assert not world.customers.programme[~inside].any()


def test_programmes_that_rest_leave_no_trace() -> None:
    world = buyers()
    world.run(promote, RULES.but(anchor_banking=1e6, trade_agreements=20, brand_budget=1e6))
    world.enter_month(1)
    world.government.name_abroad = 0.0
    world.run(promote, RULES)

    customers = world.customers
    for column in (customers.programme, customers.reach, customers.favour):
        assert not column.any()
    assert (customers.asked == RULES.asked[customers.segment]).all()
    assert not world.ledger.flows.any()
    assert not world.flows.promotion.any()


def test_i79_agreements_widen_the_reach_and_a_name_helps_bids_abroad_alone() -> None:
    world = buyers()
    rules = RULES.but(trade_agreements=18, brand_budget=2_000_000, brand_life=1)

    world.run(promote, rules)

    abroad = world.customers.segment == ABROAD
    half = rules.brand_weight * (1 / 12) / (1 / 12 + 1)
    assert world.customers.reach.tolist() == pytest.approx(np.where(abroad, 0.1, 0.0))
    assert world.customers.favour.tolist() == pytest.approx(np.where(abroad, half, 0.0))
    paid = world.flows.promotion * 12 / CENTS_PER_DOLLAR
    assert paid.tolist() == pytest.approx([0, 0, 2_000_000, 10 * rules.agreement_cost], rel=1e-6)


def test_what_programmes_spend_is_public_spending() -> None:
    """A lead agency, a niche, and specialists, each US$ 1.2 m a year."""
    policy = (
        change("anchor_government", 1.2e6) + change("anchor_bioscience", 1.2e6)
        + change("export_specialists", 20)
    )  # fmt: skip
    with_, without = lived(2, policy).series, lived(2).series

    more = with_["public_spending"] - without["public_spending"]
    assert more.tolist() == pytest.approx([300_000.0] * 2, rel=0.01)
    assert with_["anchors_paid"].tolist() == pytest.approx([200_000.0] * 2)
    assert not without["anchors_paid"].any()


def test_i71_an_anchor_raises_what_is_sold_to_it_and_ends_with_it() -> None:
    """US$ 10 m a year for logistics, twice what it spends on own work."""
    base = lived(36).series["sales_maritime"]
    anchored = lived(36, change("anchor_maritime", 10e6, until=24)).series["sales_maritime"]

    gain = anchored - base
    assert gain.iloc[12:24].mean() > 150_000
    assert gain.iloc[30:].mean() < 0.5 * gain.iloc[12:24].mean()
