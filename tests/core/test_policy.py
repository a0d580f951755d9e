"""Policies: a pure function of the month; nothing is switched on, so nothing is left on."""

import random
import re
from enum import IntEnum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import BASELINE, FOREVER, Change, Policy, RuleBook
from cluster_abm.core.programme import Standing, Statute
from cluster_abm.core.rules import Law, Rules, Target, all_numbers, by, law, lever, number

SHARE = {"unit": "share", "low": 0.0, "high": 1.0, "source": "report: Q22", "doc": "a share."}


class Size(IntEnum):
    SMALL = 0
    LARGE = 1


class LabourRules(Rules):
    foreign_quota = law(0.1, who="government", **SHARE)
    income_tax = lever(0.2, who="government", **SHARE)
    retirement = number(0.01, **SHARE)
    mix = by(Size, 0.5, 0.5, **SHARE)


class ZoneRules(Rules):
    rent_subsidy = lever(0.0, who="government", **SHARE)


BOOKS = (LabourRules, ZoneRules)
LEVERS = all_numbers(BOOKS)

IN_ZONE = Target({"zone": frozenset({1})})
OUTSIDE = Target({"zone": frozenset({0})})
SMALL = Target({"size": frozenset({0})})


class Town:
    zone = np.array([0, 1])
    size = np.array([0, 1])

    def __len__(self) -> int:
        return 2


def quota(value: float = 0.3, **given_: object) -> Change:
    return Change(lever="foreign_quota", value=value, **given_)  # type: ignore[arg-type]


def under(*changes: Change) -> RuleBook:
    return RuleBook(BOOKS, {}, Policy("asked", changes))


# One change


@given(
    start=st.integers(0, 50), length=st.integers(1, 50), ramp=st.integers(0, 30),
    month=st.integers(-24, 200),
)  # fmt: skip
def test_a_change_holds_from_its_first_month_to_the_month_before_until(
    start: int, length: int, ramp: int, month: int
) -> None:
    change = quota(start=start, until=start + length, ramp=ramp)

    share = change.progress(month)

    assert (share > 0) == (start <= month < start + length)
    assert share <= 1
    assert share == 1 or month < start + ramp or not share


def test_a_ramp_rises_in_equal_steps_and_is_complete_in_its_last_month() -> None:
    change = quota(start=12, ramp=4)

    assert [change.progress(m) for m in range(11, 17)] == [0, 0.25, 0.5, 0.75, 1, 1]


def test_the_report_s_period_is_months_12_to_71() -> None:
    # worked example: from January 2010 until January 2015
    book = under(quota(start=12, until=72))

    now = [m for m in range(120) if book.in_force(m)[LabourRules].foreign_quota.usual == 0.3]

    assert now == list(range(12, 72))


def test_a_ramp_moves_from_the_value_that_holds_to_the_value_asked() -> None:
    book = under(Change(lever="income_tax", value=0.6, start=0, ramp=4))

    taxes = [book.in_force(m)[LabourRules].income_tax for m in range(5)]

    assert taxes == pytest.approx([0.3, 0.4, 0.5, 0.6, 0.6])


def test_a_targeted_change_is_an_exception_and_leaves_the_usual_value() -> None:
    law_ = under(quota(start=3, target=IN_ZONE)).in_force(3)[LabourRules].foreign_quota

    assert law_.usual == 0.1
    assert law_.of(Town()).tolist() == [0.1, 0.3]


def test_two_targeted_changes_of_one_law_hold_side_by_side() -> None:
    book = under(quota(0.3, target=IN_ZONE), quota(0.2, target=OUTSIDE))

    assert book.in_force(0)[LabourRules].foreign_quota.of(Town()).tolist() == [0.2, 0.3]


def test_a_change_for_all_leaves_the_exceptions_of_the_scenario() -> None:
    base = Law(0.1, ((IN_ZONE, 1.0),))
    book = RuleBook(BOOKS, {"foreign_quota": base}, Policy("asked", (quota(0.3),)))

    assert book.in_force(0)[LabourRules].foreign_quota.of(Town()).tolist() == [0.3, 1.0]


# Every month


@given(
    spans=st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40), st.integers(0, 12)),
                   max_size=3),
    seed=st.integers(0, 99),
)  # fmt: skip
def test_the_rules_of_a_month_do_not_depend_on_the_months_asked_before(
    spans: list[tuple[int, int, int]], seed: int
) -> None:
    names = ("foreign_quota", "income_tax", "rent_subsidy")
    policy = Policy(
        "asked",
        tuple(
            Change(lever=name, value=0.7, start=start, until=start + length, ramp=ramp)
            for name, (start, length, ramp) in zip(names, spans, strict=False)
        ),
    )
    months = list(range(-24, 110))
    shuffled = random.Random(seed).sample(months, len(months))
    one, other = RuleBook(BOOKS, {}, policy), RuleBook(BOOKS, {}, policy)

    jumping = {m: values_of(one, m) for m in shuffled}

    assert jumping == {m: values_of(other, m) for m in months}
    assert jumping == {m: values_of(RuleBook(BOOKS, {}, policy), m) for m in months}


def values_of(book: RuleBook, month: int) -> dict[str, object]:
    rules = book.in_force(month)
    return {
        name: value if not isinstance(value, np.ndarray) else value.tolist()
        for page in rules.values()
        for name, value in page.values.items()
    }


def test_before_and_after_its_changes_a_policy_is_the_baseline() -> None:
    book = under(quota(start=12, until=72))

    assert book.in_force(11) == book.in_force(72) == RuleBook.in_force(book, -1) == book.base


def test_months_with_the_same_rules_share_one_object() -> None:
    book = under(quota(start=12))

    assert book.in_force(12)[LabourRules] is book.in_force(13)[LabourRules]


def test_a_change_touches_only_its_own_page() -> None:
    book = under(quota())

    assert book.in_force(0)[ZoneRules] is book.base[ZoneRules]


def test_the_same_numbers_can_stand_under_another_policy() -> None:
    book = RuleBook(BOOKS, {"income_tax": 0.4}, Policy("one", (quota(0.3),)))
    book.in_force(0)

    other = book.under(Policy("two", (quota(0.5),)))

    assert other.in_force(0)[LabourRules].foreign_quota.usual == 0.5
    assert other.in_force(0)[LabourRules].income_tax == 0.4
    assert book.in_force(0)[LabourRules].foreign_quota.usual == 0.3
    assert book.under(BASELINE).in_force(0) == book.base


# What is refused


def test_two_changes_that_overlap_in_time_are_refused() -> None:
    with pytest.raises(InputError, match="two changes of foreign_quota could hold"):
        under(quota(start=0, until=13), quota(start=12, until=20))


def test_two_changes_one_after_the_other_are_allowed() -> None:
    book = under(quota(0.3, start=0, until=12), quota(0.4, start=12, until=20))

    usual = [book.in_force(m)[LabourRules].foreign_quota.usual for m in (11, 12, 20)]

    assert usual == [0.3, 0.4, 0.1]


@pytest.mark.parametrize(
    ("one", "other", "refused"),
    [
        (IN_ZONE, OUTSIDE, False),
        (IN_ZONE, IN_ZONE, True),
        (IN_ZONE, SMALL, True),  # a small firm may stand in the zone
        (IN_ZONE, Target(), True),
    ],
)
def test_two_targets_that_could_meet_are_refused_without_looking_at_any_firm(
    one: Target, other: Target, refused: bool
) -> None:
    policy = Policy("asked", (quota(0.3, target=one), quota(0.4, target=other)))

    assert bool(policy.mistakes(LEVERS)) == refused


def test_two_policies_added_are_checked_together() -> None:
    both = Policy("a", (quota(0.3),)) + Policy("b", (quota(0.4),))

    assert both.id == "a+b"
    with pytest.raises(InputError, match="separate their dates or their targets"):
        RuleBook(BOOKS, {}, both)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change(lever="foriegn_quota", value=0.3),
         "foriegn_quota is not a lever. Did you mean foreign_quota?"),
        (Change(lever="retirement", value=0.3), "retirement is a number, but not a lever."),
        (Change(lever="income_tax", value=0.3, target=IN_ZONE), "it takes no target"),
        (quota(1.5), "foreign_quota = 1.5 is outside 0 to 1"),
        (quota(start=5, until=5), "until (5) must come after from (5)"),
        (quota(start=-1), "cannot be negative"),
        (quota(ramp=-1), "cannot be negative"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused_in_a_sentence(change: Change, said: str) -> None:
    with pytest.raises(InputError) as refused:
        under(change)

    assert said in str(refused.value)


def test_a_book_names_all_mistakes_of_numbers_and_policy_at_once() -> None:
    with pytest.raises(InputError) as refused:
        RuleBook(BOOKS, {"retirment": 1, "income_tax": 3}, Policy("asked", (quota(1.5),)))

    assert len(refused.value.mistakes) == 3
    assert "Did you mean retirement?" in str(refused.value)


def test_another_policy_is_checked_as_the_first_was() -> None:
    with pytest.raises(InputError):
        under().under(Policy("asked", (quota(1.5),)))


def test_a_policy_says_when_it_may_first_matter() -> None:
    policy = Policy("asked", (quota(start=12), Change(lever="income_tax", value=0, start=7)))

    assert policy.first_month == 7
    assert BASELINE.first_month == FOREVER


# Programmes


def decree(value: float = 0.3, **given_: object) -> Change:
    return quota(value, statute=Statute.DECREE, **given_)


def test_a_programme_holds_until_a_government_ends_it() -> None:
    book = under(decree(start=2, until=90))
    lost = {"foreign_quota": Standing(0, 66)}

    now = [
        m for m in range(120) if book.in_force(m, {}, lost)[LabourRules].foreign_quota.usual > 0.1
    ]

    assert now == list(range(2, 66))


def test_a_programme_of_which_nobody_knows_better_lasts() -> None:
    assert under(decree(start=2)).in_force(100)[LabourRules].foreign_quota.usual == 0.3


def test_a_reform_holds_only_from_its_adoption_on() -> None:
    book = under(decree(start=2, until=20, ramp=2, adopt=True, hazard=0.1))
    adopted = {"foreign_quota": Standing(9, FOREVER)}

    waiting, then = (
        [book.in_force(m, {}, standing)[LabourRules].foreign_quota.usual for m in (2, 8, 9, 10, 20)]
        for standing in ({}, adopted)
    )

    assert waiting == [0.1] * 5
    assert then == pytest.approx([0.1, 0.1, 0.2, 0.3, 0.1])


def test_e15_an_imposed_change_beats_an_adopted_one() -> None:
    book = under(quota(0.5, start=4, until=6), decree(0.3, adopt=True, hazard=0.1))
    adopted = {"foreign_quota": Standing(2, FOREVER)}

    seen = [book.in_force(m, {}, adopted)[LabourRules].foreign_quota.usual for m in range(8)]

    assert seen == [0.1, 0.1, 0.3, 0.3, 0.5, 0.5, 0.3, 0.3]


def test_what_is_imposed_on_some_leaves_others_what_is_adopted() -> None:
    # in either order of the file
    changes = (quota(0.5, target=IN_ZONE), decree(0.3))
    for order in (changes, changes[::-1]):
        law_ = under(*order).in_force(0)[LabourRules].foreign_quota
        assert law_.of(Town()).tolist() == [0.3, 0.5]


def test_what_is_imposed_on_all_beats_what_is_adopted_for_some() -> None:
    law_ = under(decree(0.3, target=IN_ZONE), quota(0.5)).in_force(0)[LabourRules].foreign_quota

    assert law_.of(Town()).tolist() == [0.5, 0.5]


def test_changes_of_one_programme_live_and_die_together() -> None:
    both = (
        decree(programme="opening"),
        Change(lever="income_tax", value=0.5, statute=Statute.DECREE, programme="opening", start=3),
    )
    book = under(*both)
    rules = book.in_force(8, {}, {"opening": Standing(0, 8)})

    assert rules == book.base
    (one,) = book.programmes
    assert (one.name, one.since, one.statute) == ("opening", 0, Statute.DECREE)


def test_only_budgets_are_spent_in_part() -> None:
    class Grants(Rules):
        pot = lever(0.0, who="government", agency="senacyt", budget=True, **SHARE)
        bar = lever(0.0, who="government", agency="senacyt", **SHARE)

    changes = [
        Change(lever=n, value=1.0, statute=Statute.LAW, programme="g") for n in ("pot", "bar")
    ]
    rules = RuleBook([Grants], {}, Policy("p", tuple(changes))).in_force(
        0, {}, {"g": Standing(0, FOREVER, executed=0.8)}
    )[Grants]

    assert (rules.pot, rules.bar) == (0.8, 1.0)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (quota(adopt=True, hazard=0.1), "adopt needs a statute (decree, regulation or law)"),
        (quota(programme="opening"), "programme needs a statute"),
        (decree(adopt=True), "hazard (0) must lie above 0 and below 1"),
        (decree(hazard=0.1), "hazard means something only with adopt = true"),
    ],
)
def test_what_no_programme_can_be_is_refused(change: Change, said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        under(change)


def test_one_programme_has_one_statute() -> None:
    mixed = (
        decree(programme="g"),
        Change(lever="income_tax", value=0.5, statute=Statute.LAW, programme="g"),
    )

    with pytest.raises(InputError, match="the programme g differ in statute"):
        under(*mixed)


def test_two_programmes_of_one_lever_still_may_not_meet() -> None:
    with pytest.raises(InputError, match="two changes of foreign_quota could hold"):
        under(decree(programme="a"), decree(0.4, programme="b"))
