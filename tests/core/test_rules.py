"""Numbers know their range and their source, and refuse what cannot be."""

from enum import IntEnum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.core.errors import InputError
from cluster_abm.core.rules import (
    EVERYBODY,
    LABELS,
    Law,
    Number,
    Rules,
    Target,
    all_numbers,
    by,
    law,
    lever,
    number,
)
from cluster_abm.model import BOOKS


class Skill(IntEnum):
    FRONT_LINE = 0
    ENGINEER = 1


SHARE = {"unit": "share of staff", "low": 0.0, "high": 1.0, "source": "report: Q22"}


class LabourRules(Rules):
    foreign_quota = law(0.1, who="government", doc="the largest foreign share.", **SHARE)
    income_tax = lever(0.2, who="government", doc="the tax on pay.", **SHARE)
    retirement = number(0.01, doc="the chance to retire.", **SHARE)
    pay = by(
        Skill, 400.0, 900.0, unit="US$/month", low=0, high=9000, source="report: C19",
        doc="the pay in 2009.",
    )  # fmt: skip


class Town:
    """Four firms, known by zone and size only."""

    zone = np.array([0, 0, 1, 1])
    size = np.array([0, 1, 0, 1])

    def __len__(self) -> int:
        return 4


IN_ZONE = Target({"zone": frozenset({1})})
SMALL_IN_ZONE = Target({"zone": frozenset({1}), "size": frozenset({0})})


# Laws: usual value and exceptions


def test_a_law_is_the_same_for_all_until_an_exception_says_otherwise() -> None:
    quota = Law(0.10, ((IN_ZONE, 1.0),))

    assert Law(0.10).of(Town()).tolist() == [0.1] * 4
    assert quota.of(Town()).tolist() == [0.1, 0.1, 1.0, 1.0]


def test_the_later_exception_wins() -> None:
    quota = Law(0.10, ((IN_ZONE, 1.0), (SMALL_IN_ZONE, 0.5)))

    assert quota.of(Town()).tolist() == [0.1, 0.1, 0.5, 1.0]


def test_a_law_has_one_value_for_each_firm_even_where_there_is_none() -> None:
    class Nobody(Town):
        zone = size = np.zeros(0, int)

        def __len__(self) -> int:
            return 0

    assert Law(0.1, ((IN_ZONE, 1.0),)).of(Nobody()).shape == (0,)


def test_a_target_means_those_who_are_in_every_class_named() -> None:
    assert EVERYBODY.holds(Town()).all()
    assert SMALL_IN_ZONE.holds(Town()).tolist() == [False, False, True, False]


CLASSES = st.dictionaries(
    st.sampled_from(["zone", "size"]), st.frozensets(st.integers(0, 1), min_size=1)
)


@given(one=CLASSES, other=CLASSES)
def test_two_targets_meet_if_somebody_could_be_meant_by_both(one: dict, other: dict) -> None:
    a, b = Target(one), Target(other)

    # the town has a firm of every zone and size
    together = a.holds(Town()) & b.holds(Town())
    assert a.meets(b) == b.meets(a) == bool(together.any())


# Reading


def test_rules_read_as_values_and_on_the_class_as_their_declaration() -> None:
    rules = LabourRules(income_tax=0.25)

    assert rules.income_tax == 0.25
    assert rules.retirement == 0.01
    assert LabourRules.income_tax.who == "government"
    assert LabourRules.retirement.lever is False


def test_a_number_for_a_law_is_its_usual_value() -> None:
    assert LabourRules(foreign_quota=0.3).foreign_quota == Law(0.3)


def test_a_whole_number_is_read_as_a_real_one() -> None:
    assert isinstance(LabourRules(retirement=1).retirement, float)


def test_a_row_is_read_by_position_or_by_name() -> None:
    assert LabourRules(pay=[500, 600]).pay[Skill.ENGINEER] == 600
    assert LabourRules(pay={"engineer": 950}).pay.tolist() == [400.0, 950.0]


@pytest.mark.parametrize(
    ("name", "given_", "said"),
    [
        ("retirement", 1.5, "retirement = 1.5 is outside 0 to 1 [share of staff].\n"
                            "  It is the chance to retire."),
        ("retirement", -0.1, "outside 0 to 1"),
        ("retirement", float("nan"), "outside 0 to 1"),
        ("retirement", "much", "retirement = 'much' is not a number [share of staff]."),
        ("retirement", True, "is not a number"),
        ("retirement", 10**400, "retirement is a number too large to be read."),
        ("foreign_quota", 2.0, "foreign_quota = 2 is outside"),
        ("foreign_quota", Law(0.1, ((IN_ZONE, 7.0),)), "foreign_quota = 7 is outside"),
        ("pay", 3.0, "pay needs one number for each of front_line, engineer."),
        ("pay", [1, 2, 3], "pay has 3 numbers; it needs 2: front_line, engineer."),
        ("pay", [1, 1e6], "pay = 1e+06 is outside"),
        ("pay", {"enginer": 1}, "pay.enginer is not one of front_line, engineer. "
                                "Did you mean engineer?"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_in_a_sentence(
    name: str, given_: object, said: str
) -> None:
    with pytest.raises(InputError) as refused:
        LabourRules(**{name: given_})

    assert said in str(refused.value)


class MixRules(Rules):
    mix = by(
        Skill, 0.5, 0.5, parts=True, unit="share of staff", low=0, high=1,
        source="assumption: a test", doc="the share of each skill.",
    )  # fmt: skip


def test_of_the_parts_of_a_whole_one_is_left() -> None:
    assert MixRules(mix=[0, 0.1]).mix.tolist() == [0.0, 0.1]
    with pytest.raises(InputError, match="mix is 0 for every class; one part must be left"):
        MixRules(mix={"front_line": 0, "engineer": 0})


GOOD = {"unit": "mm", "low": 0, "high": 9, "source": "assumption: a test", "doc": "the rain."}


@pytest.mark.parametrize(
    ("default", "given_", "said"),
    [
        (10.0, {}, "Wet.rain = 10 is outside 0 to 9"),
        (float("nan"), {}, "Wet.rain = nan is outside 0 to 9"),
        (1.0, {"low": 3, "high": 2}, "Wet.rain: low = 3 is above high = 2."),
        (1.0, {"source": "my guess"}, "Wet.rain: the source begins with one of report, derived"),
    ],
)
def test_a_number_that_cannot_be_is_refused_when_it_is_declared(
    default: float, given_: dict, said: str
) -> None:
    for declared in (number(default, **GOOD | given_), law(default, who="me", **GOOD | given_)):
        with pytest.raises(InputError, match=said):
            type("Wet", (Rules,), {"rain": declared})


def test_a_book_that_goes_on_from_another_has_its_numbers() -> None:
    class Wider(LabourRules):
        rain = number(3.0, **GOOD)

    rules = Wider(rain=4.0)

    assert [*Wider.rows] == [*LabourRules.rows, "rain"]
    assert (rules.rain, rules.retirement) == (4.0, 0.01)


def test_every_mistake_is_named_at_once_with_a_suggestion() -> None:
    with pytest.raises(InputError) as refused:
        LabourRules(foriegn_quota=0.3, retirement=5, income_tax=-1)

    assert len(refused.value.mistakes) == 3
    assert "Did you mean foreign_quota?" in str(refused.value)


# A month's rules stay as they are


def test_no_process_can_change_a_rule() -> None:
    rules = LabourRules()

    with pytest.raises(AttributeError, match="income_tax is a rule of the month"):
        rules.income_tax = 0.9
    with pytest.raises(ValueError, match="read-only"):
        rules.pay[0] = 1

    assert rules.income_tax == 0.2


def test_a_row_given_as_an_array_is_copied() -> None:
    given_ = np.array([1.0, 2.0])
    rules = LabourRules(pay=given_)
    given_[0] = 9.0

    assert rules.pay.tolist() == [1.0, 2.0]


def test_the_same_rules_with_one_other_value_leave_the_first_alone() -> None:
    rules = LabourRules()
    other = rules.but(income_tax=0.3)

    assert (rules.income_tax, other.income_tax, other.retirement) == (0.2, 0.3, 0.01)


def test_two_submodels_may_not_share_a_name() -> None:
    class Others(Rules):
        retirement = number(0.5, doc="another one.", **SHARE)

    with pytest.raises(InputError, match="Two numbers are called retirement"):
        all_numbers([LabourRules, Others])


# The model's own numbers


NUMBERS = all_numbers(BOOKS)


@pytest.fixture(params=NUMBERS.values(), ids=NUMBERS.keys())
def row(request: pytest.FixtureRequest) -> Number:
    return request.param


def test_every_number_says_what_it_is(row: Number) -> None:
    assert row.unit
    assert row.doc[0].islower() or row.doc.split()[0].isupper(), "it follows: It is ..."
    assert row.doc.endswith(".")


def test_every_number_says_where_it_comes_from(row: Number) -> None:
    label, colon, text = row.source.partition(":")

    assert label in LABELS
    assert row.label == label
    assert colon
    assert text.strip()


def test_every_default_lies_in_its_range(row: Number) -> None:
    assert row.low <= row.high

    row.read(row.default)


def test_every_lever_has_somebody_who_pulls_it(row: Number) -> None:
    assert row.lever == bool(row.who)


def test_every_uncertain_number_lies_where_it_may(row: Number) -> None:
    if row.uncertain:
        low, high = row.uncertain
        assert row.low <= low < high <= row.high


def test_the_quota_of_2009_is_a_tenth_and_a_lever() -> None:
    # worked example: labour law, at most 10 % of ordinary staff (Q22)
    quota = NUMBERS["foreign_quota"]

    assert quota.default.usual == 0.10
    assert quota.lever
