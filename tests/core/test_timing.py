"""When changes hold: pulses, sunsets, triggers and caps, all worked out from what was published."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import Change, Policy, RuleBook
from cluster_abm.core.rules import Rules, all_numbers, lever
from cluster_abm.core.timing import Published, Pulse, Trigger

WORDS = {"unit": "share", "low": 0.0, "high": 1.0, "source": "report: Q22", "doc": "a share."}


class SomeRules(Rules):
    quota = lever(0.1, who="government", **WORDS)
    seats = lever(0.0, who="education", spends="seats_paid", **WORDS)
    orders = lever(0.0, who="government", spends="seats_paid", lasting=True, **WORDS)


LEVERS = all_numbers([SomeRules])
METRICS = ("unemployment", "seats_paid")
HIGH = Trigger.read("unemployment > 0.12")


def quota(value: float = 0.3, **more: object) -> Change:
    return Change(lever="quota", value=value, **more)  # type: ignore[arg-type]


def held(change: Change, months: int, **columns: list[float]) -> list[int]:
    """Months in which a change holds, asked month by month as a run does."""
    book = RuleBook([SomeRules], {}, Policy("asked", (change,)), METRICS)
    resting = book.base[SomeRules].values[change.lever]
    return [
        month
        for month in range(months)
        if book.in_force(month, {name: row[:month] for name, row in columns.items()})[
            SomeRules
        ].values[change.lever]
        != resting
    ]


def refused(*changes: Change) -> str:
    with pytest.raises(InputError) as error:
        RuleBook([SomeRules], {}, Policy("asked", changes), METRICS)
    return str(error.value)


def test_a_pulse_comes_back_every_so_many_months() -> None:
    change = quota(start=2, until=20, pulse=Pulse(every=6, months=2))

    assert held(change, 30) == [2, 3, 8, 9, 14, 15]


def test_a_ramp_begins_anew_with_every_pulse() -> None:
    change = quota(pulse=Pulse(every=6, months=3), ramp=2)

    assert [change.progress(month) for month in range(9)] == [0.5, 1, 1, 0, 0, 0, 0.5, 1, 1]


def test_a_sunset_is_another_way_of_saying_until() -> None:
    one, other = quota(start=5, sunset=4), quota(start=5, until=9)

    assert held(one, 20) == held(other, 20) == [5, 6, 7, 8]
    assert one.end == other.end


def test_a_trigger_reads_what_was_published_last_month() -> None:
    # Month 2 is the first that knows of the 0.13 of month 1.
    rate = [0.10, 0.13, 0.13, 0.12, 0.10, 0.20]

    assert held(quota(trigger=HIGH), 6, unemployment=rate) == [2, 3]


def test_a_trigger_that_latches_holds_on_whatever_is_published_later() -> None:
    rate = [0.10, 0.13, 0.10, 0.10, 0.10, 0.10]

    assert held(quota(trigger=HIGH, latch=True), 6, unemployment=rate) == [2, 3, 4, 5]
    assert held(quota(trigger=HIGH, latch=True, until=4), 6, unemployment=rate) == [2, 3]
    assert held(quota(trigger=HIGH, latch=True, sunset=3), 6, unemployment=rate) == [2, 3, 4]


def test_a_latch_needs_a_trigger_and_may_meet_the_opposite_trigger() -> None:
    low = Trigger.read("unemployment <= 0.12")

    assert "latch means something only with a trigger" in refused(quota(latch=True))
    assert not quota(trigger=HIGH).meets(quota(trigger=low))
    assert quota(trigger=HIGH, latch=True).meets(quota(trigger=low))


def test_nothing_is_triggered_before_anything_is_published() -> None:
    change = quota(trigger=Trigger.read("unemployment < 1"))

    assert held(change, 3, unemployment=[0.1] * 3) == [1, 2]


def test_a_ramp_begins_anew_whenever_its_trigger_is_pulled() -> None:
    book = RuleBook([SomeRules], {}, Policy("p", (quota(0.5, trigger=HIGH, ramp=2),)), METRICS)
    rate = [0.2, 0.2, 0.1, 0.2, 0.2]

    values = [
        book.in_force(month, {"unemployment": rate[:month]})[SomeRules].quota for month in range(6)
    ]

    assert values == pytest.approx([0.1, 0.3, 0.5, 0.1, 0.3, 0.5])


def test_the_sunset_of_a_triggered_change_counts_from_its_first_month() -> None:
    rate = [0.1, 0.2, 0.1, 0.2, 0.2, 0.2]

    assert held(quota(trigger=HIGH, sunset=3), 7, unemployment=rate) == [2, 4]


def test_a_change_stops_for_good_when_its_cost_has_reached_the_cap() -> None:
    # 30 a month: 90 are spent after three months, 120 after four.
    change = Change(lever="seats", value=1.0, start=2, budget_cap=100.0)

    assert held(change, 12, seats_paid=[0, 0, 30, 30, 30, 30, 0, 0, 0, 0, 0, 0]) == [2, 3, 4, 5]


def test_a_lever_that_goes_on_costing_when_it_stops_takes_no_cap() -> None:
    change = Change(lever="orders", value=1.0, budget_cap=100.0)

    assert "goes on costing when it stops" in refused(change)


def test_what_was_spent_before_a_change_began_does_not_count() -> None:
    change = Change(lever="seats", value=1.0, start=2, budget_cap=100.0)

    assert held(change, 5, seats_paid=[500.0, 500.0, 1.0, 1.0, 1.0]) == [2, 3, 4]


@given(
    rate=st.lists(st.floats(0, 0.3), min_size=24, max_size=24),
    start=st.integers(0, 12), ramp=st.integers(0, 5),
    pulse=st.none() | st.builds(Pulse, st.integers(4, 9), st.integers(1, 3)),
    sunset=st.none() | st.integers(1, 20), trigger=st.none() | st.just(HIGH),
    cap=st.none() | st.floats(0.1, 2.0),
)  # fmt: skip
def test_the_rules_of_a_month_are_a_function_of_the_month_and_the_record(
    rate: list[float], start: int, ramp: int, pulse: Pulse | None, sunset: int | None,
    trigger: Trigger | None, cap: float | None,
) -> None:  # fmt: skip
    change = Change(lever="seats", value=1.0, start=start, ramp=ramp, pulse=pulse,
                    sunset=sunset, trigger=trigger, budget_cap=cap)  # fmt: skip
    record = {"unemployment": rate, "seats_paid": rate}
    asked_in_turn = RuleBook([SomeRules], {}, Policy("p", (change,)), METRICS)

    for month in range(24):
        before = {name: row[:month] for name, row in record.items()}
        alone = RuleBook([SomeRules], {}, Policy("p", (change,)), METRICS)
        assert (
            asked_in_turn.in_force(month, before)[SomeRules].seats
            == alone.in_force(month, before)[SomeRules].seats
        )
        if not change.planned(month):
            assert alone.in_force(month, before) == alone.base
    path = list(change.path(24, Published(record, 24), "seats_paid"))
    alone_path = [
        change.progress(month, Published({n: r[:month] for n, r in record.items()}, month),
                        "seats_paid")
        for month in range(start, 24)
    ]  # fmt: skip
    assert path == alone_path, "the record of a whole run says what held in each of its months"


@given(
    a=st.tuples(st.integers(0, 20), st.integers(2, 9), st.integers(1, 8)),
    b=st.tuples(st.integers(0, 20), st.integers(2, 9), st.integers(1, 8)),
)
def test_two_pulses_are_refused_if_and_only_if_some_month_has_both(
    a: tuple[int, int, int], b: tuple[int, int, int]
) -> None:
    one, other = (
        quota(start=start, until=start + 60, pulse=Pulse(every, min(months, every - 1)))
        for start, every, months in (a, b)
    )
    both = any(one.planned(month) and other.planned(month) for month in range(100))

    assert one.meets(other) == other.meets(one) == both


def test_pulses_that_alternate_are_allowed() -> None:
    summer = quota(0.3, start=0, pulse=Pulse(12, 6))
    winter = quota(0.5, start=6, pulse=Pulse(12, 6))

    assert not Policy("seasons", (summer, winter)).mistakes(LEVERS)


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("> 0.1", "<= 0.1", False),
        (">= 0.1", "< 0.1", False),
        (">= 0.1", "<= 0.1", True),
        ("> 0.1", "< 0.2", True),
        ("> 0.2", "< 0.1", False),
        ("> 0.1", "> 0.3", True),
    ],
)
def test_two_conditions_that_exclude_each_other_do_not_meet(
    one: str, other: str, both: bool
) -> None:
    a, b = (quota(trigger=Trigger.read(f"unemployment {words}")) for words in (one, other))

    assert a.meets(b) == b.meets(a) == both


def test_conditions_on_two_statistics_may_hold_in_one_month() -> None:
    other = Trigger.read("seats_paid < 3")

    assert quota(trigger=HIGH).meets(quota(trigger=other))


def test_changes_one_sunset_apart_are_allowed() -> None:
    first, second = quota(start=0, sunset=6), quota(0.4, start=6)

    assert not first.meets(second)
    assert quota(start=0, sunset=7).meets(second)


def test_policies_are_added_and_the_sum_is_checked() -> None:
    grants = Policy("grants", (Change(lever="seats", value=0.5, start=3),))
    both = Policy("quota", (quota(start=5),)) + grants

    assert both.id == "quota+grants"
    assert both.first_month == 3
    assert not both.mistakes(LEVERS, METRICS)
    assert (both + grants).mistakes(LEVERS, METRICS)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (quota(pulse=Pulse(6, 6)), "never comes or never goes"),
        (quota(pulse=Pulse(6, 0)), "never comes or never goes"),
        (quota(sunset=0), "sunset (0) must be at least 1 month"),
        (quota(trigger=Trigger.read("unemploymnt > 0")), "Did you mean unemployment?"),
        (quota(budget_cap=5.0), "no published statistic says what this lever costs"),
        (Change(lever="seats", value=1, budget_cap=0.0), "must be above 0 [US$]"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused_in_a_sentence(change: Change, said: str) -> None:
    assert said in refused(change)


def test_a_cap_needs_a_statistic_that_is_observed() -> None:
    capped = Policy("asked", (Change(lever="seats", value=1, budget_cap=9.0),))

    assert not capped.mistakes(LEVERS, METRICS)
    assert "seats_paid" in capped.mistakes(LEVERS, ("unemployment",))[0]


@pytest.mark.parametrize(
    "text",
    ["", "unemployment", "> 0.1", "unemployment >> 0.1", "unemployment = 0.1", "unemployment > x",
     "unemployment > nan", "unemployment > inf", "unemployment > 0.1 and rent < 3", "٣ > 1"],
)  # fmt: skip
def test_what_is_no_condition_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(InputError, match=r"unemployment > 0\.12"):
        Trigger.read(text)


@given(st.sampled_from([">", ">=", "<", "<="]), st.floats(allow_nan=False, allow_infinity=False))
def test_a_condition_is_written_as_it_is_read(sign: str, level: float) -> None:
    trigger = Trigger("unemployment", sign, level)

    assert Trigger.read(str(trigger)) == trigger
    assert not trigger.met(float("nan"))


def test_signs_divide_the_numbers() -> None:
    levels = (0.1, 0.2, 0.3)
    met = [
        [Trigger("m", sign, 0.2).met(level) for level in levels] for sign in (">", ">=", "<", "<=")
    ]

    assert met == [[0, 0, 1], [0, 1, 1], [1, 0, 0], [1, 1, 0]]
    assert all(a != b for a, b in pairwise(met))
