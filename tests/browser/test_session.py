"""The page without a browser: the session behind it, and the pictures it draws."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
import reacton
import solara

from cluster_abm.agents.classes import Kind, ZoneName
from cluster_abm.dashboard import drawing
from cluster_abm.dashboard.page import Page
from cluster_abm.dashboard.session import CURVES, HORIZON, Frame, Imposed, Session, policy_of
from cluster_abm.dashboard.texts import KINDS, NAMES, WORDS, ZONES
from cluster_abm.model import ClusterModel

PATIENCE = 30
"""Seconds that a busy machine may take."""


@pytest.fixture
def session() -> Iterator[Session]:
    one = Session(seed=7)
    yield one
    one.close()


@pytest.fixture(scope="module")
def frame() -> Frame:
    """A cluster of six months, whose quota was changed after three."""
    one = Session(seed=7)
    for month in range(6):
        if month == 3:
            one.impose(0.3)
        one.step()
    return one.frame


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.01)


# The session


def test_a_session_stands_at_the_start(session: Session) -> None:
    assert session.frame.month == 0
    assert session.frame.quota == session.frame.usual == 0.10
    assert not session.frame.playing


def test_a_step_lives_one_month(session: Session) -> None:
    session.step()

    assert session.frame.month == 1
    assert all(len(session.frame.curves[name]) == 1 for name in CURVES)


def test_the_clock_runs_until_it_is_paused(session: Session) -> None:
    session.set_speed(24)
    session.play()
    until(lambda: session.frame.month >= 3)
    session.pause()
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


def test_a_change_holds_from_the_next_month_on(session: Session) -> None:
    session.step()
    session.impose(0.5)
    rules = [session._model.rulebook.in_force(month) for month in (0, 1)]
    quotas = [b.foreign_quota.usual for r in rules for b in r.values() if "foreign_quota" in b.rows]

    assert quotas == [0.10, 0.5]
    assert session.frame.changes == (Imposed(1, 0.5),)


def test_a_second_thought_in_the_same_month_replaces_the_first(session: Session) -> None:
    session.impose(0.5)
    session.impose(0.2)
    session.step()
    session.impose(0.4)

    assert session.frame.changes == (Imposed(0, 0.2), Imposed(1, 0.4))
    assert session.frame.quota == 0.4


def test_the_page_lives_what_the_model_lives_under_the_same_policy(frame: Frame) -> None:
    model = ClusterModel(seed=7, policy=policy_of(frame.changes))
    model.run_months(6)

    assert frame.curves["employment_narrow"] == tuple(model.series["employment_narrow"])


def test_a_change_changes_the_run() -> None:
    staff = []
    for quota in (0.0, 1.0):
        one = Session(seed=7)
        one.impose(quota)
        for _ in range(24):
            one.step()
        staff.append(one.frame.curves["employment_narrow"])

    assert staff[0] != staff[1]


@pytest.mark.parametrize("forged", [-0.1, 1.5, float("nan")])
def test_a_share_that_cannot_be_is_refused_and_changes_nothing(
    session: Session, forged: float
) -> None:
    session.impose(forged)

    assert "foreign_quota" in session.frame.refused
    assert session.frame.changes == ()


def test_a_refusal_is_forgotten_with_the_next_deed(session: Session) -> None:
    session.set_speed(1000)
    refused = session.frame.refused
    session.step()

    assert "speed = 1000" in refused
    assert session.frame.refused == ""


def test_a_reset_begins_again_with_another_seed(session: Session) -> None:
    session.impose(0.5)
    session.play()
    session.reset(8)

    assert (session.frame.month, session.frame.seed, session.frame.changes) == (0, 8, ())
    assert not session.frame.playing


def test_a_seed_that_cannot_be_is_refused_and_the_run_goes_on(session: Session) -> None:
    session.step()
    session.reset(-1)

    assert "seed = -1" in session.frame.refused
    assert session.frame.month == 1


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


# The pictures


def test_every_firm_is_drawn_once(frame: Frame) -> None:
    root = ElementTree.fromstring(drawing.map_svg(frame, "es"))
    paths = [p for p in root.iter() if p.get("class") == "firms"]

    assert sum((p.get("d") or "").count("M") for p in paths) == len(frame.firms.kind)
    assert {p.get("fill") for p in paths} == set(drawing.COLOURS.values())


def test_no_firm_sticks_out_of_its_zone(frame: Frame) -> None:
    x, y = drawing.positions(frame.firms)
    size = drawing.radii(frame.firms.staff)
    box = np.array([drawing.FIELDS[z] for z in ZoneName])[frame.firms.zone]

    assert (x - size >= box[:, 0]).all()
    assert (x + size <= box[:, 0] + box[:, 2]).all()
    assert (y - size >= box[:, 1] + drawing.HEADING).all()
    assert (y + size <= box[:, 1] + box[:, 3]).all()


def test_a_frame_of_pictures_stays_below_twenty_kilobytes(frame: Frame) -> None:
    long = replace(frame, curves={name: (12_345.6,) * HORIZON for name in CURVES})
    pictures = [drawing.map_svg(long, "es"), *(drawing.curve_svg(long, m, "es") for m in CURVES)]

    assert sum(len(picture.encode()) for picture in pictures) < 20_000


def test_the_shapes_of_one_staff_have_about_one_area() -> None:
    def area(d: str) -> float:
        numbers = [int(n) for n in re.findall(r"-?\d+", d)]
        match d[d.index(" ") :].lstrip("- 0123456789")[0]:
            case "a":
                return np.pi * numbers[2] ** 2
            case "h":
                return float(numbers[2] * numbers[3])
            case _ if d.count("l") == 3:
                return 2.0 * numbers[2] * numbers[3]
            case _:
                return float(numbers[2] * numbers[3])

    areas = [area(shape(0, 0, 100)) for shape in drawing.SHAPES.values()]

    assert max(areas) / min(areas) < 1.05


@pytest.mark.parametrize("metric", CURVES)
@pytest.mark.parametrize("months", [0, 1, 61, HORIZON])
def test_a_curve_stays_in_its_picture(frame: Frame, metric: str, months: int) -> None:
    wild = replace(frame, curves={metric: tuple(1000.0 + 500 * (m % 2) for m in range(months))})
    root = ElementTree.fromstring(drawing.curve_svg(wild, metric, "en"))
    heights = [float(n) for p in root.iter() if p.get("class") == "line"
               for n in re.findall(r" ([\d.]+)", p.get("d") or "")]  # fmt: skip

    assert len(heights) == months
    assert all(0 <= h <= drawing.PICTURE.height for h in heights)


def test_a_curve_says_what_it_shows(frame: Frame) -> None:
    alt = drawing.curve_alt(frame, "employment_narrow", "es")

    assert "Empleo del clúster" in alt
    assert "25,000" in alt
    assert f"{frame.curves['employment_narrow'][-1]:,.0f}" in alt


def test_a_change_is_marked_on_every_curve(frame: Frame) -> None:
    assert all('class="marks"' in drawing.curve_svg(frame, m, "es") for m in CURVES)
    assert 'class="marks"' not in drawing.curve_svg(replace(frame, changes=()), CURVES[0], "es")


# The words


def test_both_languages_say_the_same_things() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    assert WORDS["es"].keys() == WORDS["en"].keys()
    assert all(places(WORDS["es"][key]) == places(text) for key, text in WORDS["en"].items())
    assert all(KINDS[lang].keys() == set(Kind) for lang in NAMES)
    assert all(ZONES[lang].keys() == set(ZoneName) for lang in NAMES)


# The page


def texts(root: reacton.core.Element) -> str:
    """All words in the HTML elements of a page."""
    box, context = solara.render(root, handle_error=False)
    words = " ".join(_words(box))
    context.close()
    return words


def _words(widget: Any) -> Iterator[str]:
    for child in getattr(widget, "children", ()):
        if isinstance(child, str):
            yield child
        else:
            yield from _words(child)


def test_the_page_shows_a_number_when_a_picture_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise ZeroDivisionError("secret")

    monkeypatch.setenv("CLUSTER_ABM_LANG", "es")
    monkeypatch.setattr(drawing, "map_svg", fail)
    shown = texts(Page())

    assert "Algo falló" in shown
    assert re.search(r"programa: [0-9a-f]{8}\.", shown)
    assert "secret" not in shown


@pytest.mark.parametrize(("lang", "said"), [("es", "Mapa de las empresas"), ("en", "Map of the")])
def test_the_page_speaks_the_language_that_is_set(
    monkeypatch: pytest.MonkeyPatch, lang: str, said: str
) -> None:
    monkeypatch.setenv("CLUSTER_ABM_LANG", lang)

    assert said in texts(Page())
