"""Equal cost: the value of a lever at which two policies cost the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import Change, Policy
from cluster_abm.lab.batch.balance import DIGITS, TOLERANCE, TRIES, Balance, Cost, balance, search
from cluster_abm.lab.batch.conduct import Conduct
from cluster_abm.lab.store.folder import done_runs
from tests.lab.fake_model import SUBJECT, experiment

LEAST_STEP = 10 ** (1 - DIGITS)


@given(
    st.floats(0.2, 5.0), st.floats(0.3, 3.0), st.floats(0.05, 50.0), st.floats(0.01, 90.0)
)  # fmt: skip
def test_the_search_meets_every_cost_that_rises_and_lies_within_reach(
    scale: float, power: float, aim: float, start: float
) -> None:
    def cost(value: float) -> Cost:
        return Cost(scale * float(value**power))

    target = cost(aim).cost
    tries = search(cost, target, start=start, rest=0.0, edge=100.0, most=60)

    gap = min(abs(one.cost - target) for one in tries) / target
    # a value of few digits may be as near as it can be
    assert gap <= max(TOLERANCE, power * LEAST_STEP * 2)


def test_a_lever_that_is_turned_down_is_searched_downwards() -> None:
    tries = search(lambda days: Cost(180 - days), 120.0, start=150.0, rest=180.0, edge=30.0)

    assert tries[-1].value == pytest.approx(60.0, rel=0.05)


def test_a_cost_out_of_reach_ends_at_the_edge() -> None:
    tries = search(lambda x: Cost(x**0.5), 100.0, start=1.0, rest=0.0, edge=7.0)

    assert [one.value for one in tries] == [1.0, 2.0, 4.0, 7.0]


def test_a_policy_that_costs_more_even_at_rest_ends_there() -> None:
    tries = search(lambda x: Cost(50.0 + x), 10.0, start=4.0, rest=0.0, edge=9.0)

    assert [one.value for one in tries] == [4.0, 0.705, 0.0]


def test_the_search_ends_where_costs_do_not_answer() -> None:
    assert len(search(lambda _: Cost(3.0), 10.0, start=1.0, rest=0.0, edge=1e9)) == TRIES


def test_costs_in_proportion_are_met_in_three_tries() -> None:
    assert len(search(lambda x: Cost(7.0 * x), 7.0 * 33, start=20.0, rest=0.0, edge=100.0)) <= 3
    assert len(search(lambda x: Cost(7.0 * x), 7.0 * 33, start=80.0, rest=0.0, edge=100.0)) <= 3


def test_a_gap_within_its_own_error_is_followed_no_further() -> None:
    tries = search(lambda x: Cost(x, error=9.0), 50.0, start=42.0, rest=0.0, edge=100.0)

    assert [one.value for one in tries] == [42.0]
    assert tries[0].meets(50.0)
    assert not tries[0].meets(52.0)


def seats(name: str, value: float, **given: int) -> Policy:
    return Policy(name, (Change(lever="seats", value=value, start=6, **given),))


def found(folder: Path, *policies: Policy, **given: object) -> Balance:
    wanted = {"policy": "short", "lever": "seats", "to": "long", "metric": "spent"} | given
    return balance(
        experiment(*policies), SUBJECT, worlds=2, folder=folder, how=Conduct(workers=0),
        **wanted,  # type: ignore[arg-type]
    )  # fmt: skip


SHORT, LONG = seats("short", 2.0, until=12), seats("long", 10.0)
"""Seats for half a year, and for a year and a half."""


def test_seats_for_a_third_of_the_time_are_three_times_as_many(tmp_path: Path) -> None:
    """A little less, as what is spent later is discounted."""
    answer = found(tmp_path, SHORT, LONG)

    assert answer.equal
    assert answer.value == pytest.approx(29.0, abs=1.0)
    assert answer.cost == pytest.approx(answer.target, rel=TOLERANCE)


def test_the_same_search_lives_nothing_again_and_answers_the_same(tmp_path: Path) -> None:
    first = found(tmp_path, SHORT, LONG)
    lived = done_runs(tmp_path)
    again = found(tmp_path, SHORT, LONG)

    assert again == first
    assert done_runs(tmp_path) == lived


def test_what_was_lived_before_an_interruption_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found(tmp_path / "whole", SHORT, LONG)
    with monkeypatch.context() as changed:
        changed.setattr("cluster_abm.lab.batch.balance.TRIES", 2)
        changed.setattr("cluster_abm.lab.batch.balance.search.__kwdefaults__",
                        {"tolerance": TOLERANCE, "most": 2})  # fmt: skip
        found(tmp_path / "part", SHORT, LONG)
    begun = done_runs(tmp_path / "part")

    assert found(tmp_path / "part", SHORT, LONG) == whole
    assert begun < done_runs(tmp_path / "part") == done_runs(tmp_path / "whole")


def test_what_does_not_fit_is_said_at_once_and_nothing_is_lived(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        found(tmp_path, SHORT, LONG, policy="shrot", to="baseline", metric="spend")

    assert "shrot is not a policy of fake beside its baseline. Did you mean short?" in str(error)
    assert "baseline is not a policy" in str(error)
    assert "spend is not a metric. Did you mean spent?" in str(error)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("lever", "sentence"),
    [("rent", "short changes rent 0 times; once is needed. It changes seats.")],
)
def test_a_lever_that_the_policy_does_not_turn_is_refused(
    tmp_path: Path, lever: str, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        found(tmp_path, SHORT, LONG, lever=lever)


def test_a_lever_at_rest_tells_no_direction(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="leaves seats where it rests"):
        found(tmp_path, seats("short", 0.0), LONG)


def test_nothing_can_cost_what_costs_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="costs nothing that spent counts"):
        found(tmp_path, SHORT, seats("long", 0.0))
