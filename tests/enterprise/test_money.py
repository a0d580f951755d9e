"""Enterprise: equipment and dividends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Kind
from cluster_abm.agents.firms import SME
from cluster_abm.core.actor import each
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.enterprise.equations import replacement, wear
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import equip, pay_dividends
from tests.worlds import DOLLAR, TinyWorld

USUAL = EnterpriseRules()


def test_rich_firms_come_to_hold_the_equipment_that_they_want() -> None:
    world = TinyWorld()
    rows = world.add_firms(1, cash=10**10)
    world.add_people(10, employer=rows[0])

    for _ in range(120):
        world.run(equip, USUAL)

    assert world.firms.equipment[0] == pytest.approx(10 * 4_124 * DOLLAR, rel=1e-3)
    assert not world.ledger.residual().any()


def test_only_wear_lowers_earnings() -> None:
    world = TinyWorld()
    world.add_firms(1, cash=10**9, equipment=1_200_000.0)

    world.run(equip, USUAL)

    assert world.firms.earnings[0, -1] == pytest.approx(-20_000)


def test_a_firm_keeps_one_payroll_before_it_buys_equipment() -> None:
    world = TinyWorld()
    rows = world.add_firms(2, cash=[123_500 * 10, 123_500 * 10 + 77])
    world.add_people(20, employer=np.repeat(rows, 10))
    world.firms.labour_cost = 123_500 * 10

    world.run(equip, USUAL)

    assert world.firms.equipment.tolist() == [0, 77]
    assert world.ledger.flows[Why.EQUIPMENT, Sector.FIRMS, Sector.ABROAD] == 77


@given(st.floats(0, 1e9), st.floats(0, 1e9), st.floats(0, 1), st.floats(0, 1))
def test_equipment_moves_towards_its_target_and_never_beyond(
    equipment: float, target: float, speed: float, depreciation: float
) -> None:
    now = np.array([equipment])
    worn = wear(now, depreciation)
    after = now - worn + replacement(now, worn, np.array([target]), speed)

    assert after[0] <= max(equipment, target) * (1 + 1e-9)
    assert after[0] >= min(equipment - worn[0], target) * (1 - 1e-9)


def test_owners_get_a_quarter_of_what_is_not_needed() -> None:
    world = TinyWorld()
    rows = world.add_firms(
        3, sort=[Kind.SME, Kind.MNC, Kind.SME], cash=[708_750, 708_750, 300_000], earnings=1e6
    )
    world.add_people(3, employer=rows)
    world.firms.labour_cost = 123_500

    world.run(pay_dividends, USUAL)

    # 2.5 months of 1,235 dollars stay: 308,750 cents
    assert world.ledger.of(Sector.HOUSEHOLDS).cash[0] == 400_000 / 4
    assert world.ledger.of(Sector.ABROAD).cash[0] == 400_000 / 4
    assert world.firms.cash[2] == 300_000
    assert not world.ledger.residual().any()


def test_founders_money_stays_in_a_firm_that_has_earned_nothing_yet() -> None:
    world = TinyWorld()
    world.add_firms(3, cash=1000, earnings=np.array([[0.0], [-1.0], [10.0]]))

    world.run(pay_dividends, USUAL)

    assert world.firms.cash.tolist() == [1000, 1000, 880]


class Thrifty(SME):
    """A firm that pays its owners nothing."""

    @each
    def pay_out(self, rules: EnterpriseRules) -> float:
        return 0.0


def test_a_class_of_firms_may_keep_its_cash() -> None:
    world = TinyWorld()
    world.add_firms(1, cash=1000, earnings=1e6)
    world.add_firms(1, cls=Thrifty, cash=1000, earnings=1e6)

    world.run(pay_dividends, USUAL)

    assert world.firms.cash.tolist() == [750, 1000]
