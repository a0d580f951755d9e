"""Governance: profit tax."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cluster_abm.agents.classes import Kind, ZoneName
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.rules import Law, Target
from cluster_abm.submodels.governance import metrics
from cluster_abm.submodels.governance.equations import taxable_profit
from cluster_abm.submodels.governance.numbers import GovernanceRules
from cluster_abm.submodels.governance.processes import tax
from cluster_abm.submodels.zones.numbers import ZoneRules
from cluster_abm.submodels.zones.processes import grant_relief
from tests.worlds import TinyWorld


def earning(*months: float, **columns: object) -> TinyWorld:
    """One firm, with these earnings in the last months."""
    world = TinyWorld()
    earnings = np.zeros((1, 12))
    earnings[0, -len(months) :] = months
    world.add_firms(1, earnings=earnings, **columns)
    return world


def taxed(world: TinyWorld, rules: GovernanceRules | None = None) -> int:
    world.run(tax, rules or GovernanceRules())
    assert not world.ledger.residual().any()
    return world.ledger.paid(Why.PROFIT_TAX)


def test_thirty_per_cent_of_profit() -> None:
    world = earning(1000.0)

    assert taxed(world) == 300
    assert world.ledger.of(Sector.GOVERNMENT).cash[0] == 300
    assert world.flows.profit[Kind.SME] == 1000
    assert metrics.profit_tax_paid(world.ledger.payments) == 3


def test_a_firm_in_loss_over_the_year_pays_nothing() -> None:
    assert taxed(earning(-5000.0, 1000.0)) == 0


def test_a_loss_is_not_paid_back() -> None:
    assert taxed(earning(5000.0, -1000.0)) == 0


def test_a_licence_of_the_headquarters_regime_frees_and_the_treasury_notes_it() -> None:
    world = earning(1000.0, licensed=True, sort=Kind.MNC)

    assert taxed(world) == 0
    assert world.flows.tax_forgone[0] == 300
    assert metrics.tax_forgone(world.flows) == 3


def test_a_zone_frees_the_share_that_it_exempts() -> None:
    world = earning(1000.0, zone=ZoneName.COLON)
    world.zones.tax_free[ZoneName.COLON] = 0.5
    world.run(grant_relief, ZoneRules(relief_at_home=[1, 1, 1, 1]))

    assert taxed(world) == 150
    assert world.flows.tax_forgone[0] == 150


def test_the_rate_may_differ_between_kinds_of_firm() -> None:
    world = earning(1000.0, sort=Kind.ANCHOR)
    lower = Law(0.30, ((Target({"sort": frozenset({int(Kind.ANCHOR)})}), 0.1),))

    assert taxed(world, GovernanceRules(profit_tax=lower)) == 100
    assert world.flows.tax_forgone[0] == 200


def test_a_lower_rate_for_all_is_a_public_cost_as_much_as_an_exemption() -> None:
    """Against the rate of 2009, so that abolishing a tax does not look like a saving."""
    world = earning(1000.0)

    assert taxed(world, GovernanceRules(profit_tax=0.0)) == 0
    assert world.flows.tax_forgone[0] == 300


@given(arrays(np.float64, (5, 12), elements=st.floats(-1e9, 1e9)))
def test_the_base_is_between_nothing_and_the_profit_of_the_month(earnings: np.ndarray) -> None:
    base = taxable_profit(earnings)

    assert (base >= 0).all()
    assert (base <= np.maximum(earnings[:, -1], 0)).all()
