"""Banks: what they get back, what their own capital allows, and who shares risks (A82, A84)."""

import numpy as np
import pytest

from cluster_abm.agents.firms import Firms
from cluster_abm.core.errors import IdentityError
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.rules import Law
from cluster_abm.submodels.capital import metrics
from cluster_abm.submodels.capital.numbers import CapitalRules
from cluster_abm.submodels.capital.processes import lend, service_debt
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import close_insolvent
from tests.model.scenes import MONTH, change, lived, restored
from tests.worlds import TinyWorld

RICH = CapitalRules(capital_ratio=0, equipment_loans=0)
"""Banks with capital enough, and firms that borrow only what they cannot pay."""


def closing(cash: int, debt: int, rules: EnterpriseRules, **columns: object) -> TinyWorld:
    """A firm without work that closes this month."""
    world = TinyWorld()
    world.add_customers()
    rows = world.add_firms(1, cash=cash - debt, distress=5, idle_months=11, orders=0.0, **columns)
    world.add_people(1, employer=rows)
    world.ledger.lend(rows, np.array([debt]))
    world.enter_month(1)
    world.run(close_insolvent, rules)
    assert len(world.firms) == 0
    assert not world.ledger.residual().any()
    return world


# What they get back


@pytest.mark.parametrize(
    ("equipment", "back", "owners"), [(100.0, 40, 0), (200.0, 60, 20), (0.0, 0, 0)]
)
def test_a84_equipment_in_a_fire_sale_pays_the_bank_first_and_then_the_owners(
    equipment: float, back: int, owners: int
) -> None:
    """It owes 100 and has 40; equipment brings two fifths of its worth."""
    world = closing(40, 100, EnterpriseRules(fire_sale=0.4), equipment=equipment)

    assert world.flows.recovered[0] == back
    assert world.ledger.paid(Why.WRITE_OFF) == 60 - back
    assert world.ledger.paid(Why.LIQUIDATION) == owners
    assert metrics.bank_recoveries(world.flows) == back / 100


def test_a84_what_nobody_buys_brings_nothing_back() -> None:
    world = closing(40, 100, EnterpriseRules(fire_sale=0), equipment=1e6)

    assert world.flows.recovered[0] == 0
    assert world.ledger.paid(Why.WRITE_OFF) == 60


# Own capital


def short_firms(capital: int) -> TinyWorld:
    """Two firms short by 300 and 100 with equipment enough, before banks with some capital."""
    world = TinyWorld()
    world.add_firms(2, cash=[-300, -100], equipment=10_000.0)
    world.ledger.of(Sector.BANKS).cash[:] = capital
    world.enter_month(1)
    return world


@pytest.mark.parametrize(
    ("capital", "lent"), [(40, [300, 100]), (16, [150, 50]), (0, [0, 0]), (-5, [0, 0])]
)
def test_e11_own_capital_limits_credit_and_all_are_cut_alike(capital: int, lent: list[int]) -> None:
    """A loan takes 8 % of own capital: 16 carry 200 of the 400 that firms ask for."""
    world = short_firms(capital)

    world.run(lend, RICH.but(capital_ratio=0.08))

    assert world.firms.debt.tolist() == lent
    assert world.flows.rationed[0] == 400 - sum(lent)


def test_a_loss_today_is_less_credit_tomorrow() -> None:
    whole, hurt = short_firms(32), short_firms(32 - 16)
    for world in (whole, hurt):
        world.run(lend, RICH.but(capital_ratio=0.08))

    assert hurt.firms.debt.sum() == whole.firms.debt.sum() / 2 == 200


@pytest.mark.parametrize("limit", [1000.0, 10_000.0])
def test_banks_pay_owners_a_twelfth_of_the_capital_that_their_loans_do_not_ask_for(
    limit: float,
) -> None:
    """What they would lend beyond takes no capital; minimally different worlds."""
    world = TinyWorld()
    rows = world.add_firms(1, credit_limit=limit)
    world.ledger.lend(rows, np.array([1000]))
    world.ledger.of(Sector.FIRMS).cash[:] = 0
    world.ledger.of(Sector.BANKS).cash[:] = 240 - 1000
    world.enter_month(1)

    world.run(service_debt, RICH.but(capital_buffer=0.12, interest_rate=0.0, bank_costs=0.0))

    assert world.ledger.flows[Why.BANK_COSTS, Sector.BANKS, Sector.HOUSEHOLDS] == 10


def test_banks_that_have_lent_nothing_keep_capital_for_their_first_loans() -> None:
    world = TinyWorld()
    world.add_firms(1, credit_limit=1000.0)
    world.ledger.of(Sector.BANKS).cash[:] = 240
    world.enter_month(1)

    world.run(service_debt, RICH.but(capital_buffer=0.12))

    assert world.ledger.flows[Why.BANK_COSTS, Sector.BANKS, Sector.HOUSEHOLDS] == 10


def test_the_treasury_pays_banks_what_a_rate_below_their_cost_takes_from_them() -> None:
    """Loans of 12,000 cost banks 7 % a year and bring 4 %."""
    for rate, month in ((0.04, 30), (0.07, 0), (0.10, 0)):
        world = TinyWorld()
        rows = world.add_firms(1, equipment=1e6)
        world.ledger.lend(rows, np.array([12_000]))
        world.enter_month(1)
        rules = CapitalRules(interest_rate=rate, bank_costs=0.07)
        world.run(service_debt, rules)

        assert world.ledger.flows[Why.INTEREST_SUBSIDY, Sector.GOVERNMENT, Sector.BANKS] == month
        assert metrics.interest_subsidies(world.ledger.payments) == month / 100


# The development bank


def test_a82_a_guarantee_gives_credit_to_firms_without_security() -> None:
    """Two months of a payroll of 100, of which four fifths are covered."""
    world = TinyWorld()
    world.add_firms(2, cash=-500, labour_cost=100, equipment=[0.0, 100.0])

    world.run(lend, RICH.but(guaranteed_lending=Law(2.0)))

    assert world.firms.debt.tolist() == [160, 220]
    assert world.firms.covered.tolist() == [128, 128]


@pytest.mark.parametrize(("cover", "lent"), [(0.0, 0), (0.5, 100), (1.0, 200)])
def test_a82_banks_lend_against_what_a_guarantee_covers(cover: float, lent: int) -> None:
    world = TinyWorld()
    world.add_firms(1, cash=-500, labour_cost=100)

    world.run(lend, RICH.but(guaranteed_lending=Law(2.0), guarantee_cover=cover))

    assert world.firms.debt.tolist() == [lent]


def test_a82_without_payroll_a_guarantee_carries_nothing() -> None:
    world = TinyWorld()
    world.add_firms(1, cash=-500)

    world.run(lend, RICH.but(guaranteed_lending=Law(2.0)))

    assert world.firms.debt.tolist() == [0]


def test_a82_old_guarantees_outlive_the_programme() -> None:
    world = TinyWorld()
    world.add_firms(1, cash=-500, labour_cost=100)
    world.run(lend, RICH.but(guaranteed_lending=Law(2.0)))
    world.run(lend, RICH)

    assert world.firms.covered.tolist() == [128]


def test_a82_the_treasury_bears_the_guaranteed_part_of_the_loss_and_the_bank_the_rest() -> None:
    world = closing(-50, 100, EnterpriseRules(), covered=80.0)

    assert world.ledger.paid(Why.WRITE_OFF) == 150
    assert world.ledger.flows[Why.GUARANTEES, Sector.GOVERNMENT, Sector.BANKS] == 80


def test_a82_what_is_not_lost_is_not_called() -> None:
    world = closing(200, 100, EnterpriseRules(), covered=80.0)

    assert world.ledger.paid(Why.GUARANTEES) == 0


# The whole model


def test_banks_without_capital_ration_credit_and_those_of_2009_do_not() -> None:
    usual = lived(12, factor=0.1)
    strict = lived(12, change("capital_ratio", 1.0), factor=0.1)

    assert usual.series["credit_rationed"].sum() == 0
    assert strict.series["credit_rationed"].sum() > 0
    assert strict.series["bank_debt"].iloc[-1] < usual.series["bank_debt"].iloc[-1]


def test_guarantees_bring_credit_and_every_identity_holds() -> None:
    base = lived(18, factor=0.1)
    policy = change("guaranteed_lending", 2.0)
    reform = lived(18, policy, factor=0.1, check=True)

    assert base.series["guarantees_outstanding"].sum() == 0
    assert reform.series["credit_limits"].iloc[-1] > base.series["credit_limits"].iloc[-1]


def forget(firms: Firms) -> None:
    """Let a firm forget a tranche that is due."""
    firms.grant_due[np.flatnonzero(firms.grant_due)[0]] -= 1


def test_a_grant_that_is_neither_paid_nor_due_is_named() -> None:
    model = restored(factor=0.1, month=(*MONTH, forget), check=True)
    model.firms.grant_due[0] += 5

    with pytest.raises(IdentityError, match="Grants due"):
        model.run_months(1)
