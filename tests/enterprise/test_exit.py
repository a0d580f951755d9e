"""Enterprise: who closes, and what becomes of people and money."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Decision, Kind, Reason, Segment, Skill
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.luck import keys
from cluster_abm.core.tables import NOBODY
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import close_insolvent
from tests.worlds import TinyWorld

STOIC = EnterpriseRules(give_up=0)


def place(n: int = 1, staff: int = 1, **columns: object) -> TinyWorld:
    """Some firms of one sort, each with some staff, and customers."""
    world = TinyWorld()
    world.add_customers()
    rows = world.add_firms(n, **columns)
    world.add_people(n * staff, employer=np.repeat(rows, staff))
    return world


def live(world: TinyWorld, months: int, rules: EnterpriseRules = STOIC) -> None:
    for _ in range(months):
        world.enter_month(world.world.month + 1)
        world.run(close_insolvent, rules)
        assert not world.ledger.residual().any()


def test_creditors_wait_for_half_a_year() -> None:
    world = place(cash=-61, credit_limit=60.0)

    live(world, 5)
    assert len(world.firms) == 1
    live(world, 1)
    assert len(world.firms) == 0


def test_who_may_still_borrow_is_not_in_distress() -> None:
    world = place(cash=-60, credit_limit=60.0)

    live(world, 24)

    assert len(world.firms) == 1


def test_a_good_month_ends_the_distress() -> None:
    world = place(cash=-61, credit_limit=60.0)
    live(world, 5)
    world.firms.data["cash"][0] = 0
    live(world, 1)

    assert world.firms.distress[0] == 0


def test_a_firm_without_staff_closes() -> None:
    world = place(staff=0)

    live(world, 6)

    assert len(world.firms) == 0


def test_a_firm_without_work_waits_for_most_of_a_year() -> None:
    world = place(orders=0.0)

    live(world, int(EnterpriseRules().idle_patience) - 1)
    assert len(world.firms) == 1
    live(world, 1)
    assert len(world.firms) == 0


def test_applications_for_a_permit_end_with_the_firm_and_count_as_withdrawn() -> None:
    world = place(2, orders=[0.0, 1.0])
    for firm, number in ((0, 3), (1, 2)):
        world.permits.admit(
            keys("test applicant", 0, firm, np.arange(number)), firm=firm, skill=Skill.ENGINEER,
            waits=24,
        )  # fmt: skip

    live(world, int(EnterpriseRules().idle_patience))

    assert len(world.firms) == 1
    assert len(world.permits) == 2
    assert world.flows.permits_decided[Skill.ENGINEER, Decision.WITHDRAWN] == 3
    assert world.flows.permits_decided.sum() == 3


@pytest.mark.parametrize("kind", [Kind.ANCHOR, Kind.MNC, Kind.CONTACT_CENTRE])
def test_others_never_close_here(kind: Kind) -> None:
    world = place(sort=kind, cash=-100, orders=0.0, earnings=-1.0)

    live(world, 24, EnterpriseRules(give_up=1, buyer_staff=1e4))

    assert len(world.firms) == 1


def test_owners_give_up_a_firm_that_loses_money_but_not_a_young_one() -> None:
    world = place(3, earnings=np.array([[-1.0], [-1.0], [1.0]]), born=[-240, -23, -240])

    live(world, 1, EnterpriseRules(give_up=1, buyer_staff=1e4))

    assert world.firms.born.tolist() == [-23, -240]
    assert world.firms.earnings[:, 0].tolist() == [-1, 1]


def test_who_loses_money_only_because_others_pay_its_research_is_not_given_up() -> None:
    """Both spent 12 more than they earned; others gave one of them 13."""
    world = place(2, earnings=-1.0)
    world.firms.support[0, -1] = 13

    live(world, 1, EnterpriseRules(give_up=1, buyer_staff=1e4))

    assert len(world.firms) == 1
    assert world.firms.support[0, -1] == 13


def test_owners_with_money_for_half_a_year_wait() -> None:
    world = place(2, earnings=-1.0, labour_cost=10, cash=[61, 60])

    live(world, 1, EnterpriseRules(give_up=1, calm_months=6, buyer_staff=1e4))

    assert world.firms.cash.tolist() == [61]


def test_large_firms_that_lose_money_are_sold_rather_than_closed() -> None:
    """With four people where half of the firms find a buyer, half of them close."""
    world = place(1000, staff=4, earnings=-1.0)

    live(world, 1, EnterpriseRules(give_up=1, buyer_staff=4))

    assert len(world.firms) == pytest.approx(500, abs=60)


def test_the_chance_of_giving_up_is_what_the_number_says() -> None:
    world = place(2000, earnings=-1.0)

    live(world, 1, EnterpriseRules(give_up=0.1, buyer_staff=1e4))

    assert 1 - len(world.firms) / 2000 == pytest.approx(0.1, abs=0.02)


def test_everybody_loses_the_job_and_nobody_else_does() -> None:
    world = place(3, staff=4, cash=[0, -100, 0])

    live(world, 6)

    people = world.workforce
    assert len(people) == 12
    assert people.employer.tolist() == [0] * 4 + [NOBODY] * 4 + [1] * 4
    assert (world.firms.staff == people.by_post(world.firms)).all()
    assert world.flows.separations[Kind.SME, Skill.ENGINEER, Reason.FIRM_CLOSED] == 4
    assert world.flows.deaths[Kind.SME] == 1


def test_those_without_a_job_are_not_taken_for_staff_of_the_last_firm() -> None:
    world = place(cash=-100)
    world.add_people(1)

    live(world, 6)

    assert world.flows.separations.sum() == 1


def closing(
    cash: int, due: int = 0, owed: int = 0, segment: Segment = Segment.BANKING
) -> TinyWorld:
    """A firm in the month of its end."""
    world = place(cash=cash, distress=5)
    world.firms.receivables[0, segment, 3] = due
    world.firms.payables[0, 1] = owed
    live(world, 1)
    assert len(world.firms) == 0
    return world


def test_what_is_left_goes_to_the_owners() -> None:
    """Cash -100, to collect 500, to pay 150: 250 are left."""
    world = closing(-100, due=500, owed=150)

    assert world.ledger.flows[Why.LIQUIDATION, Sector.FIRMS, Sector.HOUSEHOLDS] == 250
    assert world.ledger.flows[Why.GOODS_FOR_RESALE, Sector.FIRMS, Sector.ABROAD] == 150
    assert world.ledger.paid(Why.WRITE_OFF) == 0


def test_what_is_missing_is_written_off_by_the_bank() -> None:
    """Cash -100, to collect 20, to pay 150: 230 are missing."""
    world = closing(-100, due=20, owed=150)

    assert world.ledger.flows[Why.WRITE_OFF, Sector.BANKS, Sector.FIRMS] == 230
    assert world.ledger.paid(Why.LIQUIDATION) == 0


@pytest.mark.parametrize(
    ("segment", "source"),
    [
        (Segment.GOVERNMENT, Sector.GOVERNMENT),
        (Segment.EXPORT_NICHES, Sector.ABROAD),
        (Segment.MARITIME, Sector.ECONOMY),
        (Segment.SUBCONTRACTS, Sector.ECONOMY),
    ],
)
def test_bills_are_paid_by_whoever_stands_behind_the_buyer(
    segment: Segment, source: Sector
) -> None:
    world = closing(-100, due=500, segment=segment)

    assert world.ledger.flows[Why.BUDGETS, source, Sector.CUSTOMERS] == 500
    assert world.ledger.flows[Why.SALES, Sector.CUSTOMERS, Sector.FIRMS] == 500
    assert not world.customers.cash.any()


@given(
    cash=st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=6),
    due=st.integers(0, 10**8),
    owed=st.integers(0, 10**8),
)
def test_no_cent_is_lost_whoever_closes(cash: list[int], due: int, owed: int) -> None:
    world = place(len(cash), cash=cash, distress=5)
    world.firms.receivables[...] = due
    world.firms.payables[...] = owed

    live(world, 1)

    assert world.ledger.stocks().sum() == sum(cash)
    assert len(world.firms) == sum(c >= 0 for c in cash)


def test_contracts_and_children_of_a_closed_firm_do_not_point_at_it() -> None:
    world = place(3, cash=[-100, 0, 0], parent=[NOBODY, 0, 1])
    world.contracts.admit(keys("contract", 0, 0, np.arange(3)), vendor=[0, 1, NOBODY])

    live(world, 6)

    assert world.firms.parent.tolist() == [NOBODY, 0]
    assert world.contracts.vendor.tolist() == [0, NOBODY]


def test_closures_are_noted_with_age_and_size() -> None:
    world = place(staff=3, cash=-100, born=-50, counted=True)

    live(world, 6)

    noted = world.journal.panel("closures")
    assert noted["age"].tolist() == [56]
    assert noted["headcount"].tolist() == [3]
    assert world.flows.deaths_counted[0] == 1


def test_another_firm_does_not_change_who_gives_up() -> None:
    alone, beside = place(50, earnings=-1.0), place(51, earnings=-1.0)
    for world in (alone, beside):
        live(world, 3, EnterpriseRules(give_up=0.2))

    assert np.isin(alone.firms.birth, beside.firms.birth).all()
    assert len(beside.firms) - len(alone.firms) in (0, 1)


def test_the_firm_of_an_owner_who_retires_closes_if_it_is_small_and_is_sold_if_it_is_large() -> (
    None
):
    """With ten staff as many find a successor as do not; with 190 it is 19 of 20."""
    small, large = place(1_000, staff=10), place(1_000, staff=190)

    for world in (small, large):
        live(world, 1, EnterpriseRules(give_up=0, owner_exit=0.05))

    assert 1 - len(small.firms) / 1_000 == pytest.approx(0.05 / 2, abs=0.012)
    assert 1 - len(large.firms) / 1_000 == pytest.approx(0.05 / 20, abs=0.005)


@pytest.mark.parametrize(("grant", "seen"), [(60_000, 1), (0, 0)])
def test_m20_a_firm_that_closes_with_a_grant_in_hand_is_seen_as_waste(
    grant: int, seen: int
) -> None:
    world = place(cash=-61, credit_limit=60.0, grant=grant)

    live(world, 6)

    assert len(world.firms) == 0
    assert world.flows.scandals[0] == seen
