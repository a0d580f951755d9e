"""Counter-offers (E9): what an employer with money does when others bid for its staff."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import Activity, Kind, Reason, Skill, Source
from cluster_abm.agents.firms import SME, Firms
from cluster_abm.core.actor import each
from cluster_abm.submodels.labour.equations import held
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import match, post_wages, search
from tests.model.scenes import lived
from tests.worlds import DOLLAR, TinyWorld

ENGINEER, FRONT_LINE = Skill.ENGINEER, Skill.FRONT_LINE
PAYROLL = 100 * 1000 * DOLLAR
RULES = LabourRules(
    counter_offer=1, counter_offer_cash=2, search_other_sectors=[0] * 5, applications=4,
    matching_rounds=20, pay_pull=0, screening=1, taste_for_firms=0,
)  # fmt: skip


def rivals(
    months_of_cash: float = 9.0, bid: float = 1_200.0, cls: type[SME] = SME, posts: int = 100,
    **columns: object,
) -> TinyWorld:  # fmt: skip
    """A firm with a hundred engineers, all of whom look around, and one that bids for them."""
    world = TinyWorld()
    world.add_firms(2, cls=cls, **({"unit_cost": 0.5} | columns))
    world.add_people(100, employer=0)
    world.workforce.looking = True
    world.firms.labour_cost[0] = PAYROLL
    world.firms.data["cash"][0] = round(months_of_cash * PAYROLL)
    world.firms.offer[1] = bid * DOLLAR
    world.firms.posts[:, ENGINEER] = posts, 100
    world.firms.vacancies[1, ENGINEER] = 100
    return world


def bid(world: TinyWorld, rules: LabourRules = RULES) -> int:
    """Let the market meet once; how many are kept."""
    world.run(search, rules)
    world.run(match, rules)
    kept = int(world.flows.counter_offers.sum())
    moved = int(world.flows.separations[..., Reason.BETTER_JOB].sum())
    assert world.firms.staff[:, ENGINEER].sum(axis=1).tolist() == [100 - moved, moved]
    assert world.firms.unfilled[1, ENGINEER] == 100 - moved
    assert world.flows.hires[world.firms.sort[1], ENGINEER, Source.OTHER_FIRM] == moved
    wages = world.workforce.wage.astype(np.int64)
    paid = [int(wages[world.workforce.employer == firm].sum()) for firm in (0, 1)]
    assert world.firms.pay.sum(axis=(1, 2)).tolist() == paid
    return kept


def test_an_employer_with_money_keeps_all_at_the_pay_that_was_bid() -> None:
    world = rivals()

    assert bid(world) == 100
    assert (world.workforce.wage == 1_200 * DOLLAR).all()
    assert world.flows.counter_offers[Kind.SME, ENGINEER] == 100


def test_the_answer_is_for_the_work_that_somebody_does() -> None:
    """Who does half or twice the work was paid so, is bid so, and is held so, to the cent."""
    world = rivals(bid=1_234.567)
    ability = np.resize([0.5, 1.0, 2.0], 100)
    world.workforce.ability = ability
    world.workforce.wage = (1_000 * DOLLAR * ability).astype(np.int64)
    world.firms.pay[0, ENGINEER, 0] = int(world.workforce.wage.sum())

    assert bid(world, RULES.but(pay_for_ability=1)) == 100
    assert world.workforce.wage.tolist() == np.rint(123_456.7 * ability).tolist()


def test_those_who_are_kept_count_where_they_stay() -> None:
    world = rivals(sort=[Kind.CONTACT_CENTRE, Kind.SME])

    assert bid(world) == world.flows.counter_offers[Kind.CONTACT_CENTRE, ENGINEER] == 100


@pytest.mark.parametrize(
    ("world", "rules"),
    [
        (rivals(months_of_cash=0.0), RULES),
        (rivals(months_of_cash=-3.0), RULES),
        (rivals(), RULES.but(counter_offer=0)),
        (rivals(unit_cost=0.99), RULES),
        (rivals(posts=99), RULES),
    ],
    ids=["no money", "in debt", "nobody answers", "work that earns nothing", "too many people"],
)
def test_otherwise_all_go(world: TinyWorld, rules: LabourRules) -> None:
    assert bid(world, rules) == 0
    assert (world.workforce.employer == 1).all()


def test_the_more_money_the_more_are_kept() -> None:
    """Half of what is enough keeps half, and more than enough no more than all."""
    kept = [bid(rivals(months)) for months in (0.5, 1.0, 2.0, 40.0)]

    assert kept[0] == pytest.approx(25, abs=12)
    assert kept[1] == pytest.approx(50, abs=15)
    assert kept[2:] == [100, 100]


def test_no_pay_holds_who_likes_the_other_firm_better() -> None:
    """With a wide taste half of all would go for what they earn today."""
    kept = [bid(rivals(), RULES.but(taste_for_firms=taste)) for taste in (0.0, 0.01, 0.3)]

    assert kept[0] == 100
    assert 90 <= kept[1] <= 100
    assert 20 <= kept[2] <= 70


@given(bids=st.floats(1, 9), pay=st.floats(1, 9), least=st.floats(1, 9), more=st.floats(0, 9))
def test_a_higher_bid_never_holds_fewer(bids: float, pay: float, least: float, more: float) -> None:
    """The answer is as high as the bid, so a higher one is answered higher."""
    one, other = held(np.array([bids, bids + more]), np.full(2, pay), np.full(2, least)).tolist()

    assert other >= one
    assert not one or (bids > pay and least > pay)


def test_a_class_of_firms_may_let_everybody_go() -> None:
    class Proud(SME):
        @each
        def hold_staff(self, rules: LabourRules) -> float:
            return 0.0

    assert bid(rivals(cls=Proud)) == 0


def test_money_keeps_people_in_whole_worlds() -> None:
    """Fewer change their employer, and staff earns more for it."""
    deaf, usual = (
        lived(36, numbers={"counter_offer": chance}).series.sum() for chance in (0.0, 1.0)
    )

    assert deaf["counter_offers"] == 0
    assert usual["counter_offers"] > 0.1 * deaf["job_to_job"]
    assert usual["job_to_job"] < 0.95 * deaf["job_to_job"]
    assert usual["wage_support"] > deaf["wage_support"]


# What parents ask for (M01)


def survey(**columns: object) -> Firms:
    """A local firm, a contact centre, and the site of a parent; who offers what in a month."""
    world = TinyWorld()
    offer = np.array([[500.0], [700.0], [100.0]]) * DOLLAR * np.ones(5)
    world.add_firms(3, **({
        "sort": [Kind.SME, Kind.CONTACT_CENTRE, Kind.ANCHOR], "premium": [0.0, 0.0, 1.2],
        "activity": [Activity.INTEGRATION, Activity.CONTACT_CENTRE, Activity.TECHNICAL_SUPPORT],
        "offer": offer, "unit_cost": 0.5,
    } | columns))  # fmt: skip
    world.firms.posts[:, FRONT_LINE] = 100, 300, 50
    world.run(post_wages, LabourRules(offer_fall=0))
    return world.firms


def test_a_parent_pays_more_than_all_who_set_their_pay_themselves() -> None:
    assert survey().offer[2, FRONT_LINE] == pytest.approx(1.2 * 650 * DOLLAR)


def test_a_second_parent_does_not_drive_the_first() -> None:
    """Parents look at others and not at each other, so that their premiums never chase."""
    dear = np.array([[500.0], [700.0], [5_000.0]]) * DOLLAR * np.ones(5)

    assert survey(offer=dear).offer[0, FRONT_LINE] == survey().offer[0, FRONT_LINE]
    both = survey(premium=[0.0, 1.3, 1.2])
    assert both.offer[2, FRONT_LINE] == pytest.approx(1.2 * 500 * DOLLAR)


def test_where_nobody_else_has_such_a_post_a_parent_goes_by_what_local_firms_would_offer() -> None:
    firms = survey()

    assert firms.offer[2, ENGINEER] == pytest.approx(1.2 * 500 * DOLLAR)
