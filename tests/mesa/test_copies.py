"""Copies and snapshots live on as the original does, here and elsewhere, and leave no trace."""

import copyreg
import gc
import pickle
import re
import subprocess
import sys
import tracemalloc
import weakref
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from cluster_abm.agents.firms import Firms
from cluster_abm.core.errors import BrokenError, InputError
from cluster_abm.core.policy import Change, Policy
from cluster_abm.model import METRICS, MONTH, ClusterModel
from cluster_abm.scenarios.reader import Scenario

MORE = 3
"""Months that two models live on before they are compared."""


def test_a_copy_lives_on_as_the_original_does(lived: ClusterModel, future: pd.DataFrame) -> None:
    copy = deepcopy(lived)
    copy.run_months(MORE)

    assert copy.series.equals(future)


def test_a_pickled_model_lives_on_as_the_original_does(
    lived: ClusterModel, future: pd.DataFrame
) -> None:
    again = pickle.loads(pickle.dumps(lived))
    again.run_months(MORE)

    assert again.series.equals(future)


def test_a_copy_of_a_copy_can_be_copied_after_the_first_is_gone(
    lived: ClusterModel, future: pd.DataFrame
) -> None:
    first = deepcopy(lived)
    second = pickle.loads(pickle.dumps(first))
    del first
    gc.collect()

    third = deepcopy(pickle.loads(pickle.dumps(second)))
    third.run_months(MORE)

    assert third.series.equals(future)


def test_the_map_of_a_copy_is_whole(lived: ClusterModel) -> None:
    for copy in (deepcopy(lived), pickle.loads(pickle.dumps(lived))):
        assert len({type(cell) for cell in copy.zones.places}) == 1
        assert [len(cell.connections) for cell in copy.zones.places] == [
            len(cell.connections) for cell in lived.zones.places
        ]
        assert [cell.empty for cell in copy.zones.places] == [
            cell.empty for cell in lived.zones.places
        ]
        assert all(firm.cell in copy.zones.number_of for firm in copy.firms.members)


def test_what_happens_to_a_copy_does_not_touch_the_original(
    model: ClusterModel, future: pd.DataFrame
) -> None:
    copy = deepcopy(model)
    copy.firms.quality[:] = 0.1
    copy.run_months(1)

    model.run_months(MORE)

    assert model.series.equals(future)


# Snapshots: the same past, several futures


def test_a_snapshot_has_the_future_of_the_uninterrupted_run(
    model: ClusterModel, future: pd.DataFrame
) -> None:
    snapshot = model.snapshot()
    model.run_months(5)

    model.restore(snapshot)
    model.run_months(MORE)

    assert snapshot.month == 6
    assert model.series.equals(future)


def test_a_snapshot_can_be_restored_any_number_of_times(
    model: ClusterModel, future: pd.DataFrame
) -> None:
    snapshot = model.snapshot()
    for _ in range(2):
        model.restore(snapshot)
        model.run_months(MORE)

    assert model.series.equals(future)


def test_a_bare_model_takes_the_place_of_the_one_that_was_kept(
    panama: Scenario, lived: ClusterModel, future: pd.DataFrame
) -> None:
    bare = ClusterModel(panama, keep=("sales",), bare=True)

    bare.restore(lived.snapshot())
    bare.run_months(MORE)

    assert bare.series.equals(future)
    assert bare.journal.panel("sales")["month"].max() == 6 + MORE - 1


class MineError(Exception):
    """What a process of somebody's own may raise."""


@pytest.mark.parametrize("place", [0, 40, len(MONTH) - 1])
def test_from_a_month_that_breaks_off_no_model_goes_on_but_from_a_snapshot(
    model: ClusterModel, future: pd.DataFrame, place: int
) -> None:
    months = [7]

    def break_off(firms: Firms) -> None:
        if firms.now in months:
            raise MineError

    snapshot = model.snapshot()
    model.schedule.insert(place, (break_off, (Firms,)))
    with pytest.raises(MineError):
        model.run_months(MORE)
    for _ in range(2):
        with pytest.raises(BrokenError, match="Month 7 ended in an error"):
            model.step()
    months.clear()
    model.restore(snapshot)
    model.run_months(MORE)

    assert model.series.equals(future)


def test_half_a_month_is_no_snapshot(model: ClusterModel) -> None:
    def break_off(firms: Firms) -> None:
        raise MineError

    model.schedule.append((break_off, (Firms,)))
    with pytest.raises(MineError):
        model.step()

    with pytest.raises(BrokenError, match="Month 6 ended in an error"):
        model.snapshot()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seed": 2}, "another world (panama_2009, 1, 0) than this model (panama_2009, 2, 0)"),
        ({"replicate": 3}, "another world"),
        ({"scenario": "panama_2003"}, "another world"),
        ({"metrics": METRICS | {"more": replace(METRICS["party"], name="more")}}, "observed more."),
    ],
)
def test_a_snapshot_of_another_world_is_refused_and_nothing_has_changed(
    panama: Scenario, lived: ClusterModel, given: dict[str, Any], said: str
) -> None:
    other = ClusterModel(**({"scenario": panama, "bare": True} | given))

    with pytest.raises(InputError, match=re.escape(said)):
        other.restore(lived.snapshot())

    assert not len(other.firms)
    assert other.month == -other.start.warm_up


def test_a_metric_that_fails_leaves_no_month_without_its_row(model: ClusterModel) -> None:
    def fail(*_: object) -> float:
        raise MineError

    snapshot = model.snapshot()
    first, *others = plain = model.observers
    model.observers = [(first[0], fail, first[2]), *others]
    with pytest.raises(MineError):
        model.step()
    with pytest.raises(BrokenError, match="Month 6"):
        model.step()
    model.observers = plain
    model.restore(snapshot)
    model.step()

    assert len(model.series) == model.month == 7


ELSEWHERE = """
import pickle, sys
from cluster_abm.model import ClusterModel

model = ClusterModel(bare=True)
model.restore(pickle.load(sys.stdin.buffer))
model.run_months({months})
sys.stdout.buffer.write(pickle.dumps(model.series.to_numpy().tobytes()))
"""


def test_a_snapshot_has_the_same_future_in_another_process(
    lived: ClusterModel, future: pd.DataFrame
) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", ELSEWHERE.format(months=MORE)],
        input=pickle.dumps(lived.snapshot()), capture_output=True, check=False,
    )  # fmt: skip

    assert asked.returncode == 0, asked.stderr.decode()
    assert pickle.loads(asked.stdout) == future.to_numpy().tobytes()


def test_one_past_can_have_a_future_under_another_policy(
    model: ClusterModel, future: pd.DataFrame
) -> None:
    free = Policy("free", (Change(lever="foreign_quota", value=1.0, start=7),))
    snapshot = model.snapshot()

    model.restore(snapshot, policy=free)
    model.run_months(MORE)

    assert model.series.iloc[:7].equals(future.iloc[:7])
    assert not model.series.iloc[7:].equals(future.iloc[7:])


def test_a_policy_that_cannot_be_is_refused_and_the_model_goes_on(
    model: ClusterModel, future: pd.DataFrame
) -> None:
    snapshot = model.snapshot()

    with pytest.raises(InputError, match=r"Did you mean foreign_quota\?"):
        model.restore(snapshot, Policy("wrong", (Change(lever="foreign_qota", value=1.0),)))
    model.run_months(MORE)

    assert model.series.equals(future)


def test_two_models_can_live_side_by_side(lived: ClusterModel, future: pd.DataFrame) -> None:
    one, other = deepcopy(lived), deepcopy(lived)
    for _ in range(MORE):
        one.step()
        other.step()

    assert one.series.equals(future)
    assert other.series.equals(future)


# Memory


def test_models_built_and_dropped_leave_memory_flat(panama: Scenario, lived: ClusterModel) -> None:
    snapshot, living = lived.snapshot(), []

    def build(number: int) -> None:
        for n in range(number):
            model = ClusterModel(panama, bare=True)
            if n % 20 == 0:
                model.restore(snapshot)
            living.append(weakref.ref(model))
        del model
        gc.collect()

    gc.collect()
    known = len(copyreg.dispatch_table)
    build(175)
    tracemalloc.start()
    build(5)
    before, _ = tracemalloc.get_traced_memory()
    build(20)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert not any(ref() for ref in living)
    assert len(copyreg.dispatch_table) <= known
    # one model takes several megabytes
    assert after - before < 200_000


def test_copies_leave_memory_flat_too(lived: ClusterModel) -> None:
    gc.collect()
    known = len(copyreg.dispatch_table)
    for _ in range(5):
        pickle.loads(pickle.dumps(deepcopy(lived)))
    gc.collect()

    assert len(copyreg.dispatch_table) <= known
