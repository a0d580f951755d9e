"""Bank credit: who gets it, what it costs, and who loses it (E11)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Kind, Segment
from cluster_abm.agents.firms import SME
from cluster_abm.core.actor import each
from cluster_abm.core.errors import IdentityError, LedgerError
from cluster_abm.core.ledger import Ledger, Sector, Why
from cluster_abm.core.rules import Law, Target
from cluster_abm.model import MONTH
from cluster_abm.submodels.capital.numbers import CapitalRules
from cluster_abm.submodels.capital.processes import lend, service_debt
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import close_insolvent
from cluster_abm.submodels.knowledge.decisions import pay_for_research
from cluster_abm.submodels.knowledge.numbers import KnowledgeRules
from tests.model.scenes import change, lived, restored
from tests.worlds import DOLLAR, TinyWorld

TODAY = CapitalRules(capital_ratio=0)
"""As in 2009, by banks with capital enough."""
SHORT = TODAY.but(equipment_loans=0.0)
"""Firms borrow only what they cannot pay."""
REFORM = SHORT.but(receivables_lending=Law(0.5), cash_flow_lending=Law(1.5), ip_lending=Law(0.3))


def owing(world: TinyWorld, debt: int) -> None:
    """Let every firm owe the bank as much, and begin a new month."""
    rows = np.arange(len(world.firms))
    world.ledger.lend(rows, np.full(len(rows), debt))
    world.enter_month(world.world.month + 1)


def with_bills(world: TinyWorld, *due: int) -> TinyWorld:
    world.firms.receivables[:, Segment.BANKING, 0] = due
    return world


# The limit


def test_m102_today_banks_lend_against_hard_assets_alone() -> None:
    """60 % of equipment; bills, cash flow and products count for nothing."""
    world = TinyWorld()
    world.add_firms(2, equipment=[1000.0, 0.0], earnings=100.0, products=3)
    with_bills(world, 500, 500)

    world.run(lend, TODAY)

    assert world.firms.credit_limit.tolist() == [600, 0]


def test_m102_a_start_up_rich_in_ip_is_lent_nothing_until_ip_counts() -> None:
    """Three products at US$ 50,000, a fifth of it: US$ 30,000."""
    world = TinyWorld()
    world.add_firms(2, products=[3, 0])

    world.run(lend, TODAY)
    before = world.firms.credit_limit.tolist()
    world.run(lend, TODAY.but(ip_lending=Law(0.2)))

    assert before == [0, 0]
    assert world.firms.credit_limit.tolist() == [30_000 * DOLLAR, 0]


def test_each_kind_of_security_adds_to_the_others() -> None:
    """0.6 of 1,000, 0.5 of 400, 1.5 times 12 months of (10 + 2 + 1)."""
    world = TinyWorld()
    world.add_firms(1, equipment=1000.0, earnings=10.0, wear=2.0, interest=1)
    with_bills(world, 400)

    world.run(lend, REFORM)

    assert world.firms.credit_limit[0] == pytest.approx(600 + 200 + 1.5 * (120 + 24 + 12))


def test_losses_do_not_lower_what_hard_assets_carry() -> None:
    world = TinyWorld()
    world.add_firms(1, equipment=1000.0, earnings=-100.0)

    world.run(lend, REFORM)

    assert world.firms.credit_limit[0] == pytest.approx(600)


def test_a_bank_may_lend_more_to_some_firms_only() -> None:
    world = TinyWorld()
    world.add_firms(2, equipment=1000.0, born=[-240, -12])
    young = Target({"age_class": frozenset({0})})

    world.run(lend, SHORT.but(loan_to_value=Law(0.6, ((young, 0.8),))))

    assert world.firms.credit_limit.tolist() == [600, 800]


# Who borrows


def test_who_is_short_of_cash_borrows_it_up_to_the_limit() -> None:
    world = TinyWorld()
    world.add_firms(3, cash=[-50, -70, 10], equipment=100.0)

    world.run(lend, SHORT)

    assert world.firms.debt.tolist() == [50, 60, 0]
    assert world.firms.cash.tolist() == [0, -10, 10]


def borrowed(rate: float, elasticity: float, cash: int = 10) -> int:
    """What a firm with equipment of 12,000 borrows in a month."""
    world = TinyWorld()
    world.add_firms(1, cash=cash, equipment=12_000.0)
    rules = CapitalRules(
        capital_ratio=0, equipment_loans=0.5, borrowing_speed=0.1, interest_rate=rate,
        credit_elasticity=elasticity,
    )  # fmt: skip
    world.run(lend, rules)
    return int(world.firms.debt[0])


def test_the_dearer_credit_is_the_less_is_wanted_for_equipment() -> None:
    """A tenth of half of the equipment at the rate of 2009."""
    assert [borrowed(rate, 0.5) for rate in (0.05, 0.1, 0.2, 0.3, 1.0)] == [750, 600, 300, 0, 0]


def test_without_elasticity_or_in_need_the_rate_does_not_matter() -> None:
    assert borrowed(1.0, 0.0) == borrowed(0.1, 0.0) == 600
    assert borrowed(1.0, 0.5, cash=-100) == 100


def test_p12_relaxing_credit_helps_firms_with_receivables_and_none_without() -> None:
    """Both are short by 300; half of the bills of one is lent."""
    world = TinyWorld()
    world.add_customers()
    rows = world.add_firms(2, cash=-300)
    world.add_people(2, employer=rows)
    with_bills(world, 800, 0)
    for _ in range(6):
        world.enter_month(world.world.month + 1)
        world.run(lend, REFORM.but(cash_flow_lending=Law(0.0)))
        world.run(close_insolvent, EnterpriseRules(give_up=0, owner_exit=0))

    assert len(world.firms) == 1
    assert world.firms.due[0] == 800
    assert world.firms.debt[0] == 300


def test_p12_without_the_reform_both_close() -> None:
    world = TinyWorld()
    world.add_customers()
    rows = world.add_firms(2, cash=-300)
    world.add_people(2, employer=rows)
    with_bills(world, 200, 0)
    for _ in range(6):
        world.enter_month(world.world.month + 1)
        world.run(lend, TODAY)
        world.run(close_insolvent, EnterpriseRules(give_up=0, owner_exit=0))

    assert len(world.firms) == 0


def test_parents_finance_multinationals() -> None:
    world = TinyWorld()
    world.add_firms(1, sort=Kind.MNC, cash=-50, equipment=1000.0)

    world.run(lend, TODAY)

    assert world.firms.debt[0] == 0


def test_equipment_comes_to_carry_a_third_of_its_worth_in_debt() -> None:
    world = TinyWorld()
    world.add_firms(1, cash=10**9, equipment=100_000.0)
    for _ in range(120):
        world.run(lend, TODAY)

    assert world.firms.debt[0] == pytest.approx(35_000, abs=15)


def test_a_class_of_firm_may_shun_banks() -> None:
    class Shy(SME):
        @each
        def ask_for_loan(self, rules: CapitalRules) -> float:
            """Borrow nothing."""
            return 0.0

    world = TinyWorld()
    world.add_firms(1, cls=Shy, cash=-50, equipment=1000.0)
    world.run(lend, TODAY)

    assert world.firms.debt[0] == 0


# What it costs


def test_interest_is_ten_per_cent_a_year_and_lowers_earnings() -> None:
    world = TinyWorld()
    world.add_firms(1, equipment=1e9)
    owing(world, 1200)

    world.run(service_debt, TODAY)

    assert world.ledger.flows[Why.INTEREST, Sector.FIRMS, Sector.BANKS] == 10
    assert world.firms.earnings[0, -1] == -10
    assert world.firms.cash[0] == 1190


def test_spare_cash_repays_what_the_equipment_does_not_carry() -> None:
    """It owes 1,000, of which equipment carries 350; a payroll of 500 stays in hand."""
    world = TinyWorld()
    world.add_firms(3, cash=[9_000, -400, -1_000], equipment=1000.0, labour_cost=500)
    owing(world, 1000)

    world.run(service_debt, TODAY.but(interest_rate=0, credit_elasticity=0))

    assert world.firms.debt.tolist() == [350, 900, 1000]


def test_nobody_repays_more_than_is_owed() -> None:
    world = TinyWorld()
    world.add_firms(1, cash=100)
    owing(world, 10)

    with pytest.raises(LedgerError, match="more than it owes"):
        world.ledger.repay(np.array([0]), np.array([11]))


def test_debt_is_written_by_the_ledger_alone() -> None:
    world = TinyWorld()
    world.add_firms(1)

    with pytest.raises(ValueError, match="read-only"):
        world.firms.debt[0] = 1


# Who loses it


@pytest.mark.parametrize(("cash", "lost", "owners"), [(40, 60, 0), (150, 0, 50), (-30, 130, 0)])
def test_what_a_closed_firm_cannot_repay_lowers_the_banks_equity(
    cash: int, lost: int, owners: int
) -> None:
    world = TinyWorld()
    world.add_customers()
    rows = world.add_firms(1, cash=cash - 100, distress=5, idle_months=11, orders=0.0)
    world.add_people(1, employer=rows)
    owing(world, 100)
    before = int(world.ledger.of(Sector.BANKS).cash[0]) + 100

    world.run(close_insolvent, EnterpriseRules())

    assert len(world.firms) == 0
    assert int(world.ledger.of(Sector.BANKS).cash[0]) == before - lost
    assert world.ledger.paid(Why.WRITE_OFF) == lost
    assert world.ledger.paid(Why.LIQUIDATION) == owners


@given(
    cash=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6),
    equipment=st.floats(0, 1e9),
    due=st.integers(0, 10**9),
)
def test_debt_stays_within_the_limit_and_no_cent_is_lost(
    cash: list[int], equipment: float, due: int
) -> None:
    world = TinyWorld()
    world.add_firms(len(cash), cash=cash, equipment=equipment)
    with_bills(world, *[due] * len(cash))

    world.run(lend, REFORM)
    world.run(service_debt, REFORM)

    assert (world.firms.debt <= world.firms.credit_limit).all()
    assert (world.firms.debt >= 0).all()
    assert world.ledger.stocks().sum() == sum(cash)


# Credit and research


def test_m102_unused_credit_pays_for_research_where_cash_does_not() -> None:
    """Half of what 100 in hand and 700 at the bank leave beyond two payrolls of 100."""
    world = TinyWorld()
    world.add_firms(2, cash=100, labour_cost=100, research_plan=1000.0, credit_limit=[700.0, 0.0])

    paid = pay_for_research(world.firms, KnowledgeRules())

    assert paid.tolist() == [300, 0]


# The whole model


def forgive(ledger: Ledger) -> None:
    """Let a bank forget a debt."""
    debt = ledger.tables[Sector.FIRMS].data["debt"]
    debt[np.flatnonzero(debt)[0]] -= 1


def shift(ledger: Ledger) -> None:
    """Let a bank take one debtor for another."""
    debt = ledger.tables[Sector.FIRMS].data["debt"]
    debt[np.flatnonzero(debt)[0]] -= 1
    debt[np.flatnonzero(debt)[1]] += 1


@pytest.mark.parametrize(("crime", "named"), [(forgive, "loans of banks"), (shift, "loan book")])
def test_the_books_of_banks_and_firms_agree(crime: object, named: str) -> None:
    model = restored(factor=0.1, month=(*MONTH, crime), check=True)  # type: ignore[arg-type]

    with pytest.raises(IdentityError, match=named):
        model.run_months(1)


def test_capital_of_banks_is_what_they_earn_less_what_they_lose_and_pay() -> None:
    series = lived(24, factor=0.1).series

    rise = series["bank_equity"].diff()[1:]
    earned = (series["interest_paid"] - series["written_off"] - series["bank_costs_paid"])[1:]
    assert rise.to_numpy() == pytest.approx(earned.to_numpy(), abs=0.01)


def test_a_reform_of_lending_raises_what_firms_may_borrow() -> None:
    base, reform = lived(24), lived(24, change("receivables_lending", 0.5, 12))

    assert reform.series["credit_limits"].iloc[11] == base.series["credit_limits"].iloc[11]
    assert reform.series["credit_limits"].iloc[-1] > 1.5 * base.series["credit_limits"].iloc[-1]
