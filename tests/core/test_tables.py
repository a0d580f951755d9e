"""Tables: rows join at the end, gaps close, and whoever points at a row follows it."""

import copy
import pickle
from collections.abc import Callable
from enum import IntEnum

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cluster_abm.core.tables import (
    NOBODY,
    Column,
    Record,
    Table,
    bind,
    cents,
    flags,
    floats,
    ints,
    reference,
    small,
)


class Size(IntEnum):
    SMALL = 0
    LARGE = 1


class Firms(Table):
    wage = floats("US cent/month", "Pay.")
    staff = ints("persons", "Staff by size.", Size)
    open = flags("Does it hire?")
    cash = cents("Money in hand.")
    parent = reference("firms", "Firm it came from.")


class Subsidiaries(Table):
    owner = reference("subsidiaries", "Firm that owns it.", cascade=True)
    friend = reference("subsidiaries", "Firm it works with.")


class Workers(Table):
    employer = reference("firms", "Firm that employs.")
    age = small("years", "Age.")


class Ties(Table):
    one = reference("firms", "One end.", cascade=True)
    other = reference("firms", "Other end.", cascade=True)


class Meetings(Table):
    tie = reference("ties", "Tie between those who meet.", cascade=True)


def births(n: int, start: int = 0) -> np.ndarray:
    return np.arange(start, start + n, dtype=np.uint64)


def some_firms(n: int, **values: object) -> Firms:
    firms = Firms(2)
    firms.admit(births(n), **values)  # type: ignore[arg-type]
    return firms


def gone(table: Table, *rows: int) -> np.ndarray:
    mask = np.zeros(len(table), bool)
    mask[list(rows)] = True
    return mask


# Joining


def test_newcomers_stand_at_the_end_and_learn_where() -> None:
    firms = some_firms(2, wage=5.0)

    rows = firms.admit(births(3, 10), wage=[1.0, 2.0, 3.0])

    assert rows.tolist() == [2, 3, 4]
    assert firms.wage.tolist() == [5, 5, 1, 2, 3]
    assert firms.birth.tolist() == [0, 1, 10, 11, 12]


def test_what_is_not_named_is_nought_and_a_reference_points_at_nobody() -> None:
    firms = some_firms(1)

    assert firms.wage[0] == 0
    assert firms.staff.tolist() == [[0, 0]]
    assert firms.parent[0] == NOBODY


def test_a_row_that_takes_the_place_of_a_closed_one_inherits_nothing() -> None:
    firms = some_firms(2, wage=7.0, staff=3, open=True, parent=0)
    firms.close(gone(firms, 1))

    firms.admit(births(1, 9))

    assert (firms.wage[1], firms.staff[1].tolist(), firms.open[1]) == (0, [0, 0], False)
    assert firms.parent[1] == NOBODY


@given(steps=st.lists(st.sampled_from(["join", "first goes", "all go", "clear"]), max_size=12))
def test_the_room_behind_the_last_row_is_empty(steps: list[str]) -> None:
    firms = Firms(4)
    for step in steps:
        if step == "join":
            firms.admit(births(3, firms.issued), wage=7.0, staff=3, open=True, parent=0)
        elif step == "clear":
            firms.clear()
        elif len(firms):
            firms.close(gone(firms, *(range(len(firms)) if step == "all go" else [0])))

        assert not any(column[len(firms) :].any() for column in firms.data.values())


@given(lots=st.lists(st.integers(0, 200), max_size=6))
def test_a_table_grows_without_losing_a_row(lots: list[int]) -> None:
    firms = Firms(1)
    for n in lots:
        firms.admit(births(n, len(firms)), wage=np.arange(len(firms), len(firms) + n))

    assert firms.wage.tolist() == list(range(sum(lots)))


def test_an_unknown_column_is_refused_and_nobody_has_joined() -> None:
    firms = some_firms(1)

    with pytest.raises(TypeError, match="Firms has no column 'wgae'"):
        firms.admit(births(1), wgae=3.0)

    assert len(firms) == 1


# Leaving


def test_closing_keeps_the_order_of_age() -> None:
    firms = some_firms(6, wage=np.arange(6.0))

    firms.close(gone(firms, 0, 3))

    assert firms.wage.tolist() == [1, 2, 4, 5]
    assert firms.serial.tolist() == [1, 2, 4, 5]


def test_closing_nobody_changes_nothing_and_closing_all_leaves_an_empty_table() -> None:
    firms = some_firms(3)

    firms.close(gone(firms))
    three = len(firms)
    firms.close(gone(firms, 0, 1, 2))

    assert (three, len(firms)) == (3, 0)


def test_a_serial_number_is_never_used_twice() -> None:
    firms = some_firms(3)
    firms.close(gone(firms, 1, 2))

    firms.admit(births(2))

    assert firms.serial.tolist() == [0, 3, 4]


@given(data=st.data(), n=st.integers(1, 30))
def test_a_reference_follows_its_row_or_points_at_nobody(data: st.DataObject, n: int) -> None:
    firms, workers = some_firms(n), Workers()
    bind(firms=firms, workers=workers)
    employer = data.draw(st.lists(st.integers(NOBODY, n - 1), max_size=40))
    workers.admit(births(len(employer)), employer=employer)
    leaves = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))

    firms.close(leaves)

    # a serial number says who somebody is, wherever the row went
    now = [int(firms.serial[e]) if e >= 0 else NOBODY for e in workers.employer]
    assert now == [e if e >= 0 and not leaves[e] else NOBODY for e in employer]


def test_a_table_may_point_at_itself() -> None:
    firms = some_firms(4, parent=[NOBODY, 0, 1, 1])
    bind(firms=firms)

    firms.close(gone(firms, 0))

    assert firms.parent.tolist() == [NOBODY, 0, 0]


def test_a_tie_closes_with_either_end_and_takes_its_meetings_along() -> None:
    firms, ties, meetings = some_firms(4), Ties(), Meetings()
    bind(firms=firms, ties=ties, meetings=meetings)
    ties.admit(births(4), one=[0, 1, 2, 2], other=[1, 2, 3, NOBODY])
    meetings.admit(births(4), tie=[3, 2, 1, 0])

    firms.close(gone(firms, 1))

    assert ties.serial.tolist() == [2, 3]
    assert list(zip(ties.one.tolist(), ties.other.tolist(), strict=True)) == [(1, 2), (1, NOBODY)]
    assert (meetings.serial.tolist(), meetings.tie.tolist()) == ([0, 1], [1, 0])


def test_who_is_owned_closes_with_the_owner_down_the_whole_line() -> None:
    chain = Subsidiaries()
    bind(subsidiaries=chain)
    chain.admit(births(5), owner=[NOBODY, 0, 1, NOBODY, 3], friend=[3, 4, 3, 1, 3])

    chain.close(gone(chain, 0))

    assert chain.serial.tolist() == [3, 4]
    assert chain.owner.tolist() == [NOBODY, 0]
    assert chain.friend.tolist() == [NOBODY, 0]


def test_a_row_that_never_had_an_owner_does_not_cascade() -> None:
    chain = Subsidiaries()
    bind(subsidiaries=chain)
    chain.admit(births(2))

    chain.close(gone(chain, 0))

    assert chain.serial.tolist() == [1]


# Reading and writing


def test_a_column_is_its_own_declaration_on_the_class() -> None:
    assert (Firms.wage.unit, Firms.wage.doc) == ("US cent/month", "Pay.")
    assert list(Firms.columns) == ["serial", "birth", "wage", "staff", "open", "cash", "parent"]


def test_money_is_read_by_all_and_written_by_nobody() -> None:
    firms = some_firms(2)

    with pytest.raises(AttributeError, match="cash changes only through its owner"):
        firms.cash = np.array([1, 2])
    with pytest.raises(ValueError, match="read-only"):
        firms.cash[0] = 1


def test_fractions_are_not_written_into_whole_numbers() -> None:
    workers = Workers()
    workers.admit(births(1))

    with pytest.raises(TypeError):
        workers.age = np.array([1.5])


def test_a_column_written_as_a_whole_keeps_its_type() -> None:
    firms = some_firms(2)
    firms.wage = np.array([3, 4])

    assert (firms.wage.dtype, firms.wage.tolist()) == (np.float64, [3.0, 4.0])


def test_rows_can_be_looked_at_one_by_one() -> None:
    first, second = some_firms(2, wage=[1.0, 2.0]).rows()

    assert (first["wage"], second["serial"]) == (1.0, 1)


@settings(max_examples=30)
@given(leavers=st.sets(st.integers(0, 2999), min_size=1, max_size=9))
def test_those_who_stay_keep_all_they_have_and_their_order(leavers: set[int]) -> None:
    # up to three may leave 3,000 run by run; of more, those who stay are picked
    firms = some_firms(3000, wage=np.arange(3000.0), open=np.arange(3000) % 3 == 0)
    firms.staff[:, Size.LARGE] = np.arange(3000)

    firms.close(gone(firms, *leavers))

    stay = np.delete(np.arange(3000), list(leavers))
    assert np.array_equal(firms.serial, stay)
    assert np.array_equal(firms.wage, stay)
    assert np.array_equal(firms.open, stay % 3 == 0)
    assert np.array_equal(firms.staff[:, Size.LARGE], stay)


# Views and copies


def test_a_column_is_one_view_until_rows_come_or_go() -> None:
    firms = some_firms(3, wage=[1.0, 2.0, 3.0])
    before = firms.wage

    firms.wage = [4.0, 5.0, 6.0]
    firms.close(gone(firms, 0))

    assert before.tolist()[:2] == [5, 6]
    assert firms.wage.tolist() == [5, 6]
    assert firms.wage is firms.wage


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda table: pickle.loads(pickle.dumps(table))])
def test_a_copy_lives_on_its_own(copied: Callable[[Firms], Firms]) -> None:
    firms = some_firms(3, wage=[1.0, 2.0, 3.0], staff=[[1, 1], [2, 2], [3, 3]])
    assert firms.wage.sum() == 6

    twin = copied(firms)
    twin.wage[2] = 9.0
    twin.close(gone(twin, 0))
    twin.admit(births(1), wage=7.0)

    assert firms.wage.tolist() == [1, 2, 3]
    assert twin.wage.tolist() == [2, 9, 7]
    assert twin.staff.tolist() == [[2, 2], [3, 3], [0, 0]]
    assert twin.serial.tolist() == [1, 2, 3]


# Snapshots and records


def test_a_table_refilled_is_what_it_was_and_goes_on_counting() -> None:
    firms = some_firms(3, wage=[1.0, 2.0, 3.0])
    issued, rows = firms.issued, {n: a[: len(firms)].copy() for n, a in firms.data.items()}
    firms.admit(births(50), wage=9.0)
    firms.close(gone(firms, 0, 1))

    firms.refill(issued, rows)
    firms.admit(births(1))

    assert firms.wage.tolist() == [1, 2, 3, 0]
    assert firms.serial.tolist() == [0, 1, 2, 3]


def test_a_snapshot_larger_than_the_table_makes_room() -> None:
    many = some_firms(100, wage=np.arange(100.0))
    few = Firms(1)

    few.refill(many.issued, {n: a[:100] for n, a in many.data.items()})

    assert few.wage.tolist() == many.wage.tolist()


class Counts(Record):
    hires = ints("persons", "Posts filled.", Size)
    total = ints("persons", "Everybody.")


def test_the_counts_of_a_month_begin_at_nought() -> None:
    counts = Counts()
    counts.hires[Size.LARGE] += 3
    counts.total[0] += 1

    before = counts.hires.tolist()
    counts.reset()

    assert before == [0, 3]
    assert counts.hires.tolist() == [0, 0]
    assert counts.total.tolist() == [0]


def test_a_copy_of_counts_begins_at_nought_by_itself() -> None:
    counts = Counts()
    counts.hires[Size.LARGE] += 3
    copied = copy.deepcopy(counts)

    copied.total[0] += 1
    kept = copied.hires.tolist(), copied.total.tolist()
    copied.reset()

    assert kept == ([0, 3], [1])
    assert copied.hires.tolist() == [0, 0]
    assert copied.total.tolist() == [0]
    assert counts.hires.tolist() == [0, 3]


@pytest.mark.parametrize(
    ("column", "dtype"),
    [
        (floats("", ""), np.float64),
        (ints("", ""), np.int64),
        (small("", ""), np.int16),
        (flags(""), np.bool_),
        (cents(""), np.int64),
        (reference("firms", ""), np.int32),
    ],
)
def test_every_sort_of_column_has_its_type(column: Column, dtype: type) -> None:
    assert column.dtype is dtype
