"""Compiled loops over firms give the bytes of the NumPy functions whose twins they are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cluster_abm.agents.classes import Kind, Line, Segment, Skill, ZoneName
from cluster_abm.core.luck import keys
from cluster_abm.submodels.enterprise import processes as enterprise
from cluster_abm.submodels.enterprise.decisions import lose_heart, pay_out
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.governance import processes as governance
from cluster_abm.submodels.governance.numbers import GovernanceRules
from cluster_abm.submodels.investment import processes as investment
from cluster_abm.submodels.investment.numbers import InvestmentRules
from cluster_abm.submodels.zones import processes as zones
from cluster_abm.submodels.zones.numbers import ZoneRules
from tests.core.test_compiled import NEEDS_LOOPS, agree, both, told_of
from tests.worlds import TinyWorld

pytestmark = NEEDS_LOOPS
FIRMS, PEOPLE = 80, 2000

CASES: list[tuple[Any, Any]] = [
    (governance.tax, GovernanceRules(profit_tax=0.25)),
    (zones.measure_density, ZoneRules()),
    (zones.charge_rent, ZoneRules()),
    (zones.grant_relief, ZoneRules(research_condition=0.4)),
    (zones.relocate, ZoneRules(lease=2.0, movers_welcome=0.7, research_condition=0.4)),
    (zones.relocate, ZoneRules(lease=1.0, moving_cost=0.0, zone_roles=0.5)),
    (enterprise.close_insolvent, EnterpriseRules(give_up=0.5, owner_exit=0.05)),
    (
        enterprise.spin_off,
        EnterpriseRules(spin_off_hazard=0.01, founder_experience=0, setup_cost=1000),
    ),
    (enterprise.enter, EnterpriseRules(entry_rate=300.0)),
    (enterprise.equip, EnterpriseRules(equipment_per_worker=5000.0)),
    (enterprise.pay_dividends, EnterpriseRules()),
    (investment.fund_losses, InvestmentRules()),
]


def cluster(seed: int) -> TinyWorld:
    """Firms of all sorts in all zones, with staff, debts and accounts by chance."""
    world, rng = TinyWorld(seed), np.random.default_rng(seed)
    some = rng.random((12, FIRMS)) < 0.5
    world.zones.capacity[1:], world.zones.others[1:] = rng.integers(10, 40, 3), 3
    world.zones.tax_free, world.zones.quota_free = rng.random(4), rng.random(4) < 0.5
    world.zones.distance, world.zones.rent = 60 * rng.random((4, 4)), 2000 * rng.random(4)
    world.zones.admits = rng.random((4, 5))
    world.zones.admits[ZoneName.REST] = 1.0
    world.add_customers()
    world.add_firms(
        FIRMS, sort=rng.choice([Kind.SME, Kind.SME, Kind.MNC], FIRMS),
        zone=rng.integers(0, 4, FIRMS), activity=rng.integers(0, 5, FIRMS),
        cash=rng.integers(-(10**7), 10**8, FIRMS), credit_limit=1e7 * rng.random(FIRMS),
        earnings=1e6 * rng.normal(size=(FIRMS, 12)), support=rng.integers(0, 10**5, (FIRMS, 12)),
        tax=rng.integers(0, 10**6, (FIRMS, 12)), year_sales=rng.integers(0, 10**7, (FIRMS, 12)),
        new_bills=rng.integers(0, 10**6, (FIRMS, len(Segment))), licensed=some[0] & some[1],
        relief=rng.random(FIRMS), incentive=rng.random(FIRMS) * some[2],
        sold_abroad=rng.random(FIRMS) * some[3], incubated=some[4] & some[5],
        research_cost=rng.integers(0, 10**6, FIRMS), research_asked=1e6 * rng.random(FIRMS),
        tax_due=1e5 * rng.random(FIRMS), labour_cost=rng.integers(0, 10**7, FIRMS),
        unfilled=rng.integers(0, 3, (FIRMS, len(Skill))), distress=rng.integers(0, 7, FIRMS),
        idle_months=rng.integers(0, 13, FIRMS), orders=1e5 * some[6],
        plan=rng.random((FIRMS, len(Line))), equipment=1e6 * rng.random(FIRMS),
        payables=rng.integers(0, 10**5, (FIRMS, 6)),
        receivables=rng.integers(0, 10**5, (FIRMS, len(Segment), 6)),
        born=rng.integers(-200, 0, FIRMS), quality=rng.random((FIRMS, 2)) + 0.5,
        counted=some[9], grant=1000 * some[10], grant_due=300 * some[11],
    )  # fmt: skip
    world.firms.data["debt"][:FIRMS] = rng.integers(0, 10**7, FIRMS) * some[7]
    world.firms.plan[some[8]] = 0.0
    world.add_people(
        PEOPLE, employer=rng.integers(0, FIRMS - 3, PEOPLE), skill=rng.integers(0, 5, PEOPLE),
        experience=rng.integers(0, 400, PEOPLE), foreign=rng.random(PEOPLE) < 0.1,
    )  # fmt: skip
    world.stakes.admit(
        keys("test stake", 0, 0, np.arange(6)), firm=np.arange(6), share=0.3, home=np.arange(6) % 2
    )
    world.ledger.open_month()
    return world


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("process", "rules"), CASES, ids=lambda one: getattr(one, "__name__", ""))
def test_a_process_leaves_the_same_cluster(process: Any, rules: Any, seed: int) -> None:
    def lived() -> list[Any]:
        world = cluster(seed)
        before = everything_of(world)
        world.run(process, rules)
        after = everything_of(world)
        assert after != before
        assert not world.ledger.residual().any()
        return after

    fast, reference = both(lived)
    assert fast == reference


def everything_of(world: TinyWorld) -> list[Any]:
    tables = (world.firms, world.workforce, world.zones, world.stakes, world.plans, world.flows)
    return [*told_of(*tables), world.ledger.flows.tobytes(), world.ledger.stocks().tobytes()]


@pytest.mark.parametrize("seed", range(20))
def test_a_year_is_added_up_in_the_order_of_numpy(seed: int) -> None:
    rng, world = np.random.default_rng(seed), TinyWorld()
    world.add_firms(
        FIRMS, cash=10**18, labour_cost=10**18,
        earnings=10.0 ** rng.integers(-9, 9, (FIRMS, 12)) * rng.normal(size=(FIRMS, 12)),
        support=rng.integers(-(10**9), 10**9, (FIRMS, 12)),
    )  # fmt: skip

    agree(lambda: pay_out(world.firms, EnterpriseRules(payout_speed=1.0, cash_target=0.0)))
    agree(lambda: lose_heart(world.firms, EnterpriseRules(give_up=1.0)))


@pytest.mark.parametrize("kinds", [[Kind.SME, Kind.MNC], [Kind.MNC]], ids=["some", "none"])
@pytest.mark.parametrize("seed", range(4))
def test_the_pay_that_local_firms_offer_is_alike(seed: int, kinds: list[Kind]) -> None:
    world, rng = TinyWorld(), np.random.default_rng(seed)
    world.add_firms(
        FIRMS, sort=rng.choice(kinds, FIRMS), offer=1e5 * rng.random((FIRMS, 5)),
        posts=rng.integers(0, 9, (FIRMS, 5)) * [1, 1, 0, 1, 1],
    )  # fmt: skip

    agree(lambda: world.firms.going_rate)


@pytest.mark.parametrize("seed", range(4))
def test_staff_are_found_alike(seed: int) -> None:
    world, whose = cluster(seed), np.random.default_rng(seed).random(FIRMS) < 0.3

    agree(lambda: world.workforce.staff_of(whose))
