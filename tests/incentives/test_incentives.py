"""The tax credit for research, and the fund that a levy fills (I59, I60)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import FunderKind, Kind, Skill
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.rules import Law
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.education.processes import enrol
from cluster_abm.submodels.incentives import metrics
from cluster_abm.submodels.incentives.numbers import IncentiveRules
from cluster_abm.submodels.incentives.processes import collect_levy, credit_research, spend_levy
from cluster_abm.submodels.knowledge.decisions import wish_for_research
from cluster_abm.submodels.knowledge.numbers import KnowledgeRules
from tests.model.scenes import change, lived
from tests.worlds import DOLLAR, TinyWorld

NONE = IncentiveRules()
CREDIT = IncentiveRules(research_credit=Law(0.5), relabelling=0)


def researchers(tax: int, research: int = 100, n: int = 1, **columns: object) -> TinyWorld:
    """Firms that pay as much tax and do as much research every month."""
    world = TinyWorld()
    world.add_firms(
        n, tax=tax, research_cost=research, in_research=True, own_orders=1e6, own_contracts=1,
        quality_gain=2.0, unit_cost=0.8, research_yield=0.0025, **columns,
    )  # fmt: skip
    return world


# The tax credit


@pytest.mark.parametrize(
    ("tax", "given", "waiting", "relief"), [(80, 50, 0, 0.5), (20, 20, 30, 0.2), (0, 0, 50, 0.0)]
)
def test_i59_a_credit_is_worth_what_the_tax_is_and_nothing_without_profit(
    tax: int, given: int, waiting: int, relief: float
) -> None:
    """Half of a research of 100 is 50."""
    world = researchers(tax)

    world.run(credit_research, CREDIT)

    assert world.ledger.flows[Why.TAX_CREDITS, Sector.GOVERNMENT, Sector.FIRMS] == given
    assert world.flows.tax_forgone[0] == given
    assert world.firms.tax_credit[0] == waiting
    assert world.firms.tax_relief[0] == pytest.approx(relief)


def test_i59_a_credit_that_waits_is_used_once_there_is_tax() -> None:
    world = researchers(0)
    world.run(credit_research, CREDIT)
    world.firms.tax = 500
    world.firms.research_cost = 0
    world.enter_month(1)
    world.run(credit_research, CREDIT)

    assert world.ledger.paid(Why.TAX_CREDITS) == 50
    assert world.firms.tax_credit[0] == 0


def test_i59_a_second_lever_pays_out_what_the_tax_does_not_cover() -> None:
    world = researchers(20)
    world.run(credit_research, CREDIT.but(credit_paid_out=1.0))

    assert world.ledger.paid(Why.TAX_CREDITS) == 50
    assert world.firms.tax_relief[0] == pytest.approx(0.5)


def test_m67_i59_relief_enters_the_wish_for_research_and_only_where_tax_is_paid() -> None:
    """With elasticity 1/2 spending rises with 1/(1 - tau) squared: half the cost, four times."""
    paying, free = researchers(1000), researchers(0)
    usual = wish_for_research(paying.firms, KnowledgeRules())[0]
    for world in (paying, free):
        world.run(credit_research, CREDIT)

    rules = KnowledgeRules(research_elasticity=0.5)
    assert wish_for_research(paying.firms, rules)[0] == pytest.approx(4 * usual)
    assert wish_for_research(free.firms, rules)[0] == usual


def test_who_does_no_research_gets_no_credit_and_expects_one_if_it_pays_tax() -> None:
    world = researchers(10, research=0)
    world.run(credit_research, CREDIT)

    assert world.ledger.paid(Why.TAX_CREDITS) == 0
    assert world.firms.tax_relief[0] == 0.5


def test_multinationals_get_no_credit() -> None:
    world = researchers(1000, sort=Kind.MNC)
    world.run(credit_research, CREDIT)

    assert world.ledger.paid(Why.TAX_CREDITS) == 0


def test_firms_that_relabel_cost_more_and_do_no_more_research() -> None:
    honest, sly = researchers(1000), researchers(1000)
    honest.run(credit_research, CREDIT)
    sly.run(credit_research, CREDIT.but(relabelling=0.2))

    assert honest.ledger.paid(Why.TAX_CREDITS) == 50
    assert sly.ledger.paid(Why.TAX_CREDITS) == 60
    assert sly.firms.tax_relief[0] == honest.firms.tax_relief[0]


def test_2009_has_no_credit() -> None:
    world = researchers(1000, tax_relief=0.3, tax_credit=5)
    world.run(credit_research, NONE)

    assert world.firms.tax_relief[0] == world.firms.tax_credit[0] == 0
    assert world.ledger.paid(Why.TAX_CREDITS) == 0


@given(
    tax=st.lists(st.integers(0, 10**9), min_size=1, max_size=5),
    research=st.integers(0, 10**9),
    paid_out=st.floats(0, 1),
)
def test_what_is_given_and_what_waits_is_what_research_earns(
    tax: list[int], research: int, paid_out: float
) -> None:
    world = researchers(0, research, n=len(tax))
    world.firms.tax[:, -1] = tax

    world.run(credit_research, CREDIT.but(credit_paid_out=paid_out))

    earned = len(tax) * round(0.5 * research)
    total = world.ledger.paid(Why.TAX_CREDITS) + int(world.firms.tax_credit.sum())
    assert total == pytest.approx(earned, abs=1)
    assert (world.firms.tax_credit >= 0).all()
    assert not world.ledger.residual().any()


# The levy fund


def levied(pot: float = 1200.0, **columns: object) -> TinyWorld:
    world = researchers(0, **columns)
    world.add_funder(sort=FunderKind.LEVY_FUND, pot=pot)
    world.add_university(seats=2.0, applicants=1e9)
    return world


def test_a88_the_levy_brings_a_twelfth_of_the_year_and_the_more_the_higher_it_is() -> None:
    for rate, month in ((0.001, 100), (0.002, 200), (0.0, 0)):
        world = levied()
        world.run(collect_levy, NONE.but(levy_rate=rate))

        assert world.ledger.flows[Why.LEVY, Sector.ECONOMY, Sector.FUNDERS] == month
        assert world.funders.cash[0] == month


def test_a88_in_2009_the_fund_spends_nothing() -> None:
    world = levied()
    for _ in range(12):
        world.run(collect_levy, NONE)
        world.run(spend_levy, NONE)

    assert world.funders.cash[0] == 1200
    assert metrics.levy_fund_balance(world.funders) == 12


@given(
    training=st.floats(0, 1e5), research=st.floats(0, 1e5), months=st.integers(1, 12),
    spending=st.integers(0, 10**8),
)  # fmt: skip
def test_the_balance_is_what_came_in_less_what_was_spent_and_never_below_nought(
    training: float, research: float, months: int, spending: int
) -> None:
    world = levied(pot=1e6, research=spending)
    came = spent = 0
    for month in range(months):
        world.enter_month(month)
        world.run(collect_levy, NONE)
        world.run(spend_levy, NONE.but(levy_training=training, levy_research=research))
        came += world.ledger.paid(Why.LEVY)
        spent += world.ledger.paid(Why.CO_FINANCING) + world.ledger.paid(Why.PUBLIC_SERVICE)

    assert world.funders.cash[0] == came - spent >= 0
    assert not world.ledger.residual().any()


def test_i60_the_fund_pays_a_part_of_everybodys_research() -> None:
    """US$ 12 a year are a dollar a month, on a research of two firms of US$ 4."""
    world = levied(pot=1e6, n=2, research=400)
    world.run(collect_levy, NONE)
    world.run(spend_levy, NONE.but(levy_research=12))

    assert world.firms.cash.tolist() == [50, 50]
    assert world.firms.co_financed.tolist() == [0.125, 0.125]
    assert wish_for_research(world.firms, KnowledgeRules())[0] > 0


def test_i60_never_more_than_half_of_it() -> None:
    world = levied(pot=1e6, research=400)
    world.run(collect_levy, NONE)
    world.run(spend_levy, NONE.but(levy_research=1200))

    assert world.firms.cash.tolist() == [200]
    assert world.firms.co_financed.tolist() == [0.5]


def test_i60_an_empty_fund_pays_nothing_and_nobody_counts_on_it() -> None:
    world = levied(pot=0.0)
    world.run(collect_levy, NONE)
    world.run(spend_levy, NONE.but(levy_research=1200, levy_training=1200))

    assert world.firms.co_financed.tolist() == [0]
    assert world.universities.sponsored.tolist() == [0]


def test_i60_money_for_training_becomes_seats() -> None:
    """A course of 48 months at US$ 150 is US$ 7,200: 86,400 a year are a seat a month more."""
    world = levied(pot=1e9)
    world.add_university(skill=Skill.MANAGER, seats=2.0, applicants=1e9)
    world.run(collect_levy, NONE)
    world.run(spend_levy, NONE.but(levy_training=12 * 7_200))
    assert world.universities.sponsored.tolist() == [7_200 * DOLLAR, 0]

    world.enter_month(1)
    world.run(enrol, EducationRules())

    assert world.universities.students[:, 47].tolist() == [3, 2]
    assert world.ledger.paid(Why.PUBLIC_SERVICE) == 0, "the fund has paid for it already"


# The whole model


def test_k07_a_credit_brings_research_and_its_cost_is_tax_forgone() -> None:
    base, credit = lived(36), lived(36, change("research_credit", 0.4, 6))

    later = slice(24, None)
    more = (credit.series["rd_expenditure"] - base.series["rd_expenditure"])[later].mean()
    assert more > 0
    forgone = credit.series["tax_forgone"] - base.series["tax_forgone"]
    assert forgone[later].mean() == pytest.approx(
        credit.series["research_credits"][later].mean(), rel=0.5
    )
    assert base.series["research_credits"].sum() == 0


def test_the_levy_fund_holds_what_nobody_spends_and_every_identity_holds() -> None:
    base = lived(12)
    spent = lived(12, change("levy_research", 400_000, 3) + change("levy_training", 200_000, 3),
                  check=True)  # fmt: skip

    assert base.series["levy_fund_balance"].iloc[-1] == pytest.approx(740_000, abs=10)
    assert spent.series["levy_fund_balance"].iloc[-1] < 0.7 * 740_000
    assert spent.series["public_cost"].iloc[-1] > base.series["public_cost"].iloc[-1] + 20_000
    assert np.isfinite(spent.series.to_numpy()).all()
