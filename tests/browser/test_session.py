"""The session behind the page: its clock, its policy, its frames, and its story of a firm."""

import gc
import re
import threading
import time
import weakref
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from cluster_abm import api
from cluster_abm.core.policy import FOREVER, Change, Policy
from cluster_abm.dashboard.look import DRAWN
from cluster_abm.dashboard.session import HORIZON, Frame, Session, born, opening
from cluster_abm.dashboard.story import tell
from cluster_abm.dashboard.tale import tale_html
from cluster_abm.locale import LANGUAGES
from cluster_abm.model import ClusterModel

PATIENCE = 60
"""Seconds that a busy machine may take."""
QUOTA = "foreign_quota"


@pytest.fixture
def session() -> Iterator[Session]:
    one = Session(seed=7)
    yield one
    one.close()


def quota(value: float, start: int = 0, until: int = FOREVER) -> Change:
    return Change(lever=QUOTA, value=value, start=start, until=until)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


# The clock


def test_a_session_stands_at_the_start(session: Session) -> None:
    assert session.frame.month == 0
    assert session.frame.policy.changes == ()
    assert not session.frame.playing


def test_a_step_lives_one_month(session: Session) -> None:
    session.step()

    assert session.frame.month == 1
    assert all(len(session.frame.curves[name]) == 1 for name in DRAWN)


def test_the_clock_runs_until_it_is_paused(session: Session) -> None:
    session.set_speed(24)
    session.toggle()
    until(lambda: session.frame.month >= 3)
    session.toggle()
    paused = session.frame.month
    time.sleep(0.3)

    assert session.frame.month == paused
    assert not session.frame.playing


def test_two_presses_of_play_start_one_clock(session: Session) -> None:
    session.play()
    session.play()

    assert sum(thread.name == "clock" for thread in threading.enumerate()) == 1


def test_the_clock_stops_at_the_horizon(session: Session) -> None:
    session._model.month = HORIZON - 1
    session.play()
    until(lambda: not session.frame.playing)
    session.step()

    assert session.frame.month == HORIZON


def test_a_model_from_a_shared_opening_lives_as_one_built_afresh() -> None:
    shared = born("panama_2009", 7, opening("panama_2009", 7), Policy())
    fresh = ClusterModel(seed=7)
    for model in (shared, fresh):
        model.run_months(3)

    assert api.content_hash(shared.series) == api.content_hash(fresh.series)


# The policy


def test_the_page_and_the_command_line_give_the_same_content_hash(session: Session) -> None:
    session.add(Change(lever=QUOTA, value=0.3, start=2, until=9, ramp=3))
    for _ in range(4):
        session.step()
    session.add(Change(lever="permit_delay", value=0.5, start=5))
    for _ in range(4):
        session.step()

    life = api.run("panama_2009", months=8, seed=7, policy=session.frame.policy)
    assert session.frame.digest == life.content_hash


def test_a_change_of_months_already_lived_begins_again(session: Session) -> None:
    for _ in range(3):
        session.step()
    session.add(quota(0.5, start=3))
    onward = session.frame.month
    session.add(quota(0.2, start=1, until=2))

    assert (onward, session.frame.month) == (3, 0)
    assert len(session.frame.policy.changes) == 2


def test_a_later_value_of_a_lever_takes_over_where_it_begins(session: Session) -> None:
    session.add(quota(0.5))
    session.add(quota(0.2, start=12))

    assert [(c.value, c.start, c.until) for c in session.frame.policy.changes] == [
        (0.5, 0, 12),
        (0.2, 12, FOREVER),
    ]


def test_a_second_thought_about_the_same_month_replaces_the_first(session: Session) -> None:
    session.add(quota(0.5))
    session.add(quota(0.2))

    assert session.frame.policy.changes == (quota(0.2),)


def test_a_change_can_be_ended_and_taken_back(session: Session) -> None:
    session.add(quota(0.5))
    session.step()
    session.end(0)
    ended = session.frame.policy.changes
    session.remove(0)

    assert ended == (quota(0.5, until=1),)
    assert session.frame.policy.changes == ()


@pytest.mark.parametrize("number", [-1, 7, True, "0", None])
def test_a_change_that_is_not_there_is_refused(session: Session, number: object) -> None:
    session.add(quota(0.5))
    session.remove(number)  # type: ignore[arg-type]

    assert session.frame.refused
    assert len(session.frame.policy.changes) == 1


@pytest.mark.parametrize("forged", [-0.1, 1.5, float("nan"), float("inf")])
def test_a_share_that_cannot_be_is_refused_and_changes_nothing(
    session: Session, forged: float
) -> None:
    session.add(quota(forged))

    assert QUOTA in session.frame.refused
    assert session.frame.policy.changes == ()


def test_a_refusal_is_forgotten_with_the_next_deed(session: Session) -> None:
    session.set_speed(1000)
    refused = session.frame.refused
    session.step()

    assert "speed = 1000" in refused
    assert session.frame.refused == ""


def test_a_reset_begins_again_with_another_seed_under_the_same_policy(session: Session) -> None:
    session.add(quota(0.5))
    session.play()
    session.reset(8)

    assert (session.frame.month, session.frame.seed) == (0, 8)
    assert session.frame.policy.changes == (quota(0.5),)
    assert not session.frame.playing


@pytest.mark.parametrize("seed", [-1, 2**63, True, "7"])
def test_a_seed_that_cannot_be_is_refused_and_the_run_goes_on(
    session: Session, seed: object
) -> None:
    session.step()
    session.reset(seed)  # type: ignore[arg-type]

    assert "seed = " in session.frame.refused
    assert session.frame.month == 1


def test_any_metric_can_be_drawn_besides(session: Session) -> None:
    session.compare()
    session.draw("rd_expenditure")
    session.step()
    drawn = session.frame.curves["rd_expenditure"]
    session.draw("no_such_metric")

    assert drawn == tuple(session.series()["rd_expenditure"])
    assert "not a metric" in session.frame.refused
    assert session.frame.extra == "rd_expenditure"


# The baseline beside it


def test_the_baseline_lives_beside_the_policy_on_the_same_luck(session: Session) -> None:
    session.add(quota(1.0, start=2))
    for _ in range(8):
        session.step()
    session.compare()
    until(lambda: len((session.frame.baseline or {}).get(DRAWN[0], ())) == 8)
    session.step()
    twin = session.frame.baseline
    alone = api.run("panama_2009", months=9, seed=7).series

    assert twin is not None
    assert all(twin[name] == tuple(alone[name]) for name in DRAWN)
    assert session.frame.curves[DRAWN[0]][:2] == twin[DRAWN[0]][:2]


def test_the_baseline_begins_again_with_a_reset(session: Session) -> None:
    session.compare()
    session.step()
    session.reset(8)
    session.step()

    assert session.frame.baseline is not None
    assert len(session.frame.baseline[DRAWN[0]]) == 1


# What others hear


def test_an_error_stops_the_clock_and_shows_only_a_number(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(session._model, "step", fail)
    session.play()
    until(lambda: bool(session.frame.trouble))

    assert re.fullmatch("[0-9a-f]{8}", session.frame.trouble)
    assert not session.frame.playing
    assert session.frame.trouble in caplog.text


def test_frames_come_in_order_while_many_press_buttons(session: Session) -> None:
    seen: list[int] = []
    session.follow(lambda frame: seen.append(frame.month))
    session.set_speed(24)
    session.play()
    pressing = [threading.Thread(target=session.step) for _ in range(8)]
    for thread in pressing:
        thread.start()
    for thread in pressing:
        thread.join()
    session.pause()

    assert seen == sorted(seen)
    assert seen[-1] == session.frame.month >= 8


def test_ten_sessions_do_not_disturb_one_another() -> None:
    sessions = [Session(seed=seed) for seed in (1, 2) for _ in range(5)]
    for at, one in enumerate(sessions):
        one.add(quota(0.05 * at, start=1))
    threads = [threading.Thread(target=lambda one=one: [one.step() for _ in range(5)])
               for one in sessions]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone = [
        api.run("panama_2009", months=5, seed=one.frame.seed, policy=one.frame.policy).content_hash
        for one in (sessions[1], sessions[8])
    ]
    digests = [one.frame.digest for one in sessions]
    for one in sessions:
        one.close()

    assert [digests[1], digests[8]] == alone


@pytest.mark.nightly
def test_ten_sessions_of_fifty_months_do_not_disturb_one_another() -> None:
    sessions = [Session(seed=at % 4) for at in range(10)]
    for at, one in enumerate(sessions):
        one.add(quota(0.09 * at, start=6))
    threads = [threading.Thread(target=lambda one=one: [one.step() for _ in range(50)])
               for one in sessions]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in sessions:
        life = api.run("panama_2009", months=50, seed=one.frame.seed, policy=one.frame.policy)

        assert one.frame.digest == life.content_hash


def test_a_frame_does_not_change_when_the_run_goes_on(session: Session) -> None:
    before = session.frame
    staff = before.firms.staff.copy()
    session.step()

    assert np.array_equal(before.firms.staff, staff)
    assert not before.firms.staff.flags.writeable


def test_nobody_is_told_after_the_end(session: Session) -> None:
    seen: list[Frame] = []
    close = session.follow(seen.append)
    close()
    session.step()

    assert seen == []


def test_a_closed_session_gives_its_model_back() -> None:
    one = Session(seed=7)
    one.compare()
    one.step()
    held = weakref.ref(one._model)
    one.close()
    gc.collect()

    assert held() is None


# The story of a firm


def test_a_story_says_what_the_model_holds(session: Session) -> None:
    session.step()
    firms = session._model.firms
    row = int(firms.headcount.argmax())
    session.watch(int(firms.serial[row]))
    story = session.frame.story

    assert story is not None
    assert story.alive
    assert sum(p.local + p.foreign for p in story.posts) == firms.headcount[row]
    assert dict(story.money)["cash"] == firms.cash[row] / 100
    assert story.quota == 0.10
    assert story.products == firms.products[row]


def test_a_story_goes_on_when_its_firm_has_closed(session: Session) -> None:
    model = session._model
    number = int(model.firms.serial[0])
    model.firms.close(np.arange(len(model.firms)) == 0)

    assert not tell(model, number).alive
    assert tell(model, number).known
    assert not tell(model, 10**9).known


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_firm_has_a_story(session: Session, lang: str) -> None:
    for _ in range(6):
        session.step()
    model = session._model
    for number in model.firms.serial.tolist():
        told = tale_html(tell(model, number), lang)

        assert "{" not in told
        assert f"{number}" in told


def test_the_contracts_of_a_story_are_those_of_the_firm(session: Session) -> None:
    model = session._model
    row = int(np.bincount(model.contracts.vendor[model.contracts.vendor >= 0]).argmax())
    story = tell(model, int(model.firms.serial[row]))
    fees = model.contracts.fee[model.contracts.vendor == row]

    assert sum(c.number for c in story.contracts) == len(fees)
    assert sum(c.fee for c in story.contracts) == pytest.approx(fees.sum() / 100)
