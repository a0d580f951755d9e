"""Units, runs of equal entries, metrics, and errors."""

import pickle
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.core.errors import (
    ClusterError,
    GoneError,
    InputError,
    ScheduleError,
    did_you_mean,
)
from cluster_abm.core.groups import rank_in_group, ranks_in_groups, tally
from cluster_abm.core.metric import Readings, counted, metric, metrics_of
from cluster_abm.core.tables import Record, Table, floats, ints
from cluster_abm.core.units import DAYS_PER_MONTH, MONTHS_PER_YEAR, date_of, month_of
from cluster_abm.model import METRICS, ClusterModel

# Units


@given(month=st.integers(-12 * 2000, 12 * 1000))
def test_a_month_and_its_date_name_each_other(month: int) -> None:
    assert month_of(date_of(month)) == month


def test_january_2009_is_month_nought() -> None:
    assert (date_of(0), month_of("2008-12")) == ("2009-01", -1)


@pytest.mark.parametrize(
    "date", ["2010", "2010-13", "2010-00", "10-01", "2010-1", "", "2010-01-01"]
)
def test_a_date_that_is_no_month_is_refused(date: str) -> None:
    with pytest.raises(ValueError, match="month"):
        month_of(date)


def test_twelve_months_are_a_year_of_365_days() -> None:
    assert pytest.approx(365) == MONTHS_PER_YEAR * DAYS_PER_MONTH


# Groups


@given(groups=st.lists(st.integers(0, 5), max_size=60))
def test_ranks_count_up_in_every_group(groups: list[int]) -> None:
    sorted_groups = np.array(sorted(groups), np.int64)

    ranks = rank_in_group(sorted_groups)

    assert ranks.tolist() == [
        int((sorted_groups[:i] == g).sum()) for i, g in enumerate(sorted_groups)
    ]


@given(number=st.lists(st.integers(0, 9), min_size=1, max_size=20))
def test_ranks_of_newcomers_are_those_of_their_groups(number: list[int]) -> None:
    counts = np.array(number)

    ranks = ranks_in_groups(counts)

    assert ranks.tolist() == rank_in_group(np.repeat(np.arange(len(counts)), counts)).tolist()


def test_no_groups_have_no_ranks() -> None:
    none = np.zeros(0, np.int64)

    assert len(rank_in_group(none)) == len(ranks_in_groups(none)) == 0


def test_an_entry_named_twice_counts_twice() -> None:
    counts = np.zeros(3)

    tally(counts, np.array([0, 2, 2]), by=np.array([1.0, 2.0, 3.0]))

    assert counts.tolist() == [1, 0, 5]


# Metrics


class Page:
    @metric(unit="persons")
    def jobs(self) -> float:
        """Jobs in the cluster.

        More about them.
        """
        return 3.0

    def not_one(self) -> float:
        return 0.0


def test_a_metric_is_a_function_with_a_unit_and_a_sentence() -> None:
    found = metrics_of(Page)

    assert list(found) == ["jobs"]
    assert (found["jobs"].unit, found["jobs"].doc) == ("persons", "Jobs in the cluster.")
    assert found["jobs"].function(Page()) == 3.0


def test_a_metric_without_a_sentence_is_refused() -> None:
    with pytest.raises(ClusterError, match="silent needs a sentence"):

        @metric(unit="persons")
        def silent() -> float:
            return 0.0


class Counts(Record):
    first = ints("persons", "A number before the others.", 1)
    moved = ints("persons", "People, by two classes.", 2, 3)
    paid = ints("US cent", "Money, by class.", 3)
    shared = floats("share", "A fraction.", 2)


@counted(Counts.moved, unit="persons/month")
def moved() -> None:
    """People who moved."""


@counted(Counts.moved[:, [0, 2]], unit="persons/month")
def moved_far() -> None:
    """People who moved far."""


@counted(Counts.paid[1:], unit="US$/month")
def paid() -> None:
    """Money paid."""


@counted(Counts.paid[:2], among=Counts.moved[0], unit="US$/month")
def paid_to_each() -> None:
    """Money paid to each who moved."""


@counted(Counts.first, among=Counts.moved, unit="share")
def share_of_first() -> None:
    """Share of the first."""


def test_shares_and_means_are_read_with_the_counts() -> None:
    declared = [f.metric for f in (paid_to_each, moved, share_of_first)]  # type: ignore[attr-defined]
    readings = Readings(declared)
    empty, record = Counts(), Counts()
    record.moved[0], record.paid[...], record.first[0] = [1, 1, 0], [300, 100, 7], 1

    assert dict(readings.of({Counts: record})) == {
        "paid_to_each": 2.0,
        "moved": 2.0,
        "share_of_first": 0.5,
    }
    # where there is nobody to share with, one stands in
    assert dict(readings.of({Counts: empty})) == {
        "paid_to_each": 0.0,
        "moved": 0.0,
        "share_of_first": 0.0,
    }
    for one in (empty, record):
        assert [m.function(one) for m in declared] == list(
            dict(readings.of({Counts: one})).values()
        )


@counted((Counts.first, Counts.moved[0]), less=Counts.moved[1, :2], unit="persons/month")
def balance() -> None:
    """The first and who moved, less some others."""


def test_counts_of_several_columns_are_added_up_less_others() -> None:
    readings = Readings([balance.metric])  # type: ignore[attr-defined]
    record = Counts()
    record.moved[...], record.first[0] = [[1, 2, 4], [8, 16, 32]], 64

    assert dict(readings.of({Counts: record})) == {"balance": 64 + 7 - 24}
    assert balance(record) == 64 + 7 - 24


class Others(Record):
    """Counts of a second sort."""

    seen = ints("persons", "Seen.", 2)


@counted((Counts.first, Others.seen), among=Others.seen[1], times=10, unit="index")
def tenfold() -> None:
    """Counts of two records, ten times, among one of them."""


def test_counts_of_several_records_are_read_together() -> None:
    readings = Readings([tenfold.metric, moved.metric])  # type: ignore[attr-defined]
    one, other = Counts(), Others()
    one.first[0], one.moved[0, 0], other.seen[...] = 3, 5, [1, 4]

    read = dict(readings.of({Others: other, Counts: one}))

    assert read == {"tenfold": 10 * (3 + 5) / 4, "moved": 5.0}
    assert tenfold(one, other) == tenfold(other, one) == read["tenfold"]


def test_metrics_that_are_counts_are_read_together() -> None:
    record, declared = Counts(), [f.metric for f in (paid, moved, moved_far)]  # type: ignore[attr-defined]
    record.moved[...], record.paid[...] = [[1, 2, 4], [8, 16, 32]], [1, 250, 7]

    readings = Readings(declared)

    assert readings.records == (Counts,)
    assert dict(readings.of({Counts: record})) == {"paid": 2.57, "moved": 63.0, "moved_far": 45.0}
    assert [one.function(record) for one in declared] == [2.57, 63.0, 45.0]
    assert (moved.__name__, moved.__doc__) == ("moved", "People who moved.")
    # schemas of results are kept by the metrics that they hold
    assert len(set(declared)) == 3


class Rows(Table):
    """A table, whose numbers are no counts of the month."""

    done = ints("persons", "A number of each row.")


@pytest.mark.parametrize("place", ["what", "less", "among"])
@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (Counts.moved[:0], r"Counts.moved\[slice\(None, 0, None\)\] is no entry"),
        ((Counts.first, Counts.paid[[]]), "Counts.paid.* is no entry"),
        (Counts.paid[3], r"Counts.paid\[3\] is no entry of a column of \(3,\)"),
        (Counts.paid[0, 0], "Counts.paid.* is no entry"),
        (Counts.shared, "Counts.shared is no whole number to count"),
        (Rows.done, "Rows.done is no count of the month"),
    ],
)
def test_what_cannot_be_counted_is_refused_when_it_is_declared(
    entries: Any, said: str, place: str
) -> None:
    with pytest.raises(ClusterError, match=said):
        counted(unit="persons", **{"what": Counts.first, place: entries})


def test_a_count_of_nothing_is_refused() -> None:
    with pytest.raises(ClusterError, match="nothing to count"):
        counted((), unit="persons")


def test_a_count_of_a_record_that_nobody_keeps_is_refused_when_a_model_is_built() -> None:
    with pytest.raises(ScheduleError, match="moved counts entries of Counts, but a month has only"):
        ClusterModel(metrics=METRICS | {"moved": moved.metric}, bare=True)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_of_the_model_says_what_it_is(name: str) -> None:
    observed = METRICS[name]

    assert observed.name == observed.function.__name__ == name
    assert observed.unit
    assert observed.doc[0].isupper()
    assert observed.doc.endswith((".", "?"))


# Errors


def test_a_suggestion_is_made_only_where_something_is_near() -> None:
    assert did_you_mean("wokers", ["workers", "firms"]) == " Did you mean workers?"
    assert did_you_mean("xyz", ["workers", "firms"]) == ""
    assert did_you_mean("xyz", []) == ""


def test_mistakes_survive_the_way_from_a_worker_process() -> None:
    error = pickle.loads(pickle.dumps(InputError(["one", "two"])))

    assert error.mistakes == ("one", "two")
    assert str(error) == "one\ntwo"


def test_an_actor_that_is_gone_has_no_attribute() -> None:
    assert issubclass(GoneError, AttributeError)


def test_a_sum_of_fractions_is_no_count() -> None:
    class Shares(Record):
        part = floats("share", "A part.", 1)

    with pytest.raises(ClusterError, match=r"Shares\.part is no whole number"):
        counted(Shares.part, unit="share")  # type: ignore[arg-type]


def test_a_model_may_observe_no_count_at_all() -> None:
    assert dict(Readings([]).of({})) == {}
