"""The page without a browser: what each tab shows, and what it makes of what visitors send."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import ipyvue
import numpy as np
import pytest
import solara

from cluster_abm.agents.classes import Stage, ZoneName
from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import Change, Policy
from cluster_abm.core.programme import Statute
from cluster_abm.core.rules import all_numbers
from cluster_abm.core.timing import Pulse, Trigger
from cluster_abm.dashboard import charts, hosting, links, page, play, scene
from cluster_abm.dashboard.cards import CARDS, cards_html
from cluster_abm.dashboard.links import TABS, Link, address, policy_toml, read_address
from cluster_abm.dashboard.look import CHARTS, DRAWN
from cluster_abm.dashboard.policy import groups, read_form
from cluster_abm.dashboard.presets import presets
from cluster_abm.dashboard.session import HORIZON, Frame, Session
from cluster_abm.dashboard.texts import NAMES, say, theme_of, words
from cluster_abm.locale import LANGUAGES
from cluster_abm.model import BOOKS, METRICS
from cluster_abm.scenarios.files import read_policies, target

MOST_BYTES = 20_000
"""Bytes that a frame may take."""


@pytest.fixture(scope="module")
def frame() -> Frame:
    """A cluster of six months, whose quota changes after three."""
    one = Session(
        seed=7, policy=Policy("page", (Change(lever="foreign_quota", value=0.3, start=3),))
    )
    for _ in range(6):
        one.step()
    return one.frame


# The pictures


def test_every_firm_is_on_the_map_once(frame: Frame) -> None:
    marks = np.array(scene.marks(frame.firms).split(","), int).reshape(-1, 5)

    assert len(marks) == len(np.unique(marks[:, 0])) == len(frame.firms.kind)
    assert marks[:, 4].sum() == frame.firms.staff.sum()


def test_no_firm_sticks_out_of_its_zone(frame: Frame) -> None:
    x, y = scene.positions(frame.firms)
    size = scene.radii(frame.firms.staff)
    box = np.array([scene.FIELDS[z] for z in ZoneName])[frame.firms.zone]

    assert (x - size >= box[:, 0]).all()
    assert (x + size <= box[:, 0] + box[:, 2]).all()
    assert (y - size >= box[:, 1] + scene.HEADING).all()
    assert (y + size <= box[:, 1] + box[:, 3]).all()


def test_every_alliance_is_a_line_between_its_firms() -> None:
    session = Session(seed=7)
    session.step()
    ties, firms, frame = session._model.ties, session._model.firms, session.frame
    ends = np.array(scene.lines(frame.ties).split(","), int).reshape(-1, 2)
    allied = ties.stage == Stage.ALLIANCE
    session.close()

    assert len(ends) == frame.state["alliances"] > 0
    assert (frame.firms.serial[ends] == firms.serial[ties.ends[:, allied].T]).all()
    assert f": {len(ends)}." in scene.map_alt(frame, "es")


@pytest.mark.parametrize("layer", scene.LAYERS)
def test_a_layer_shades_every_zone_or_none(frame: Frame, layer: str) -> None:
    shades = scene.ground(frame.zones, layer)

    assert len(shades) in (0, len(ZoneName))
    assert all(0 <= shade <= 1 for shade in shades)
    assert len(scene.notes(frame.zones, layer, "es")) == len(shades)


def test_a_picture_of_twenty_years_is_light(frame: Frame) -> None:
    wild = dict.fromkeys(DRAWN, tuple(1000.0 + 700 * (m % 3) for m in range(HORIZON)))
    heaviest = max(
        len(charts.chart_svg(play.picture_of(chart, wild, frame.policy, HORIZON, "es"), "es"))
        for chart in CHARTS
    )

    assert heaviest + len(scene.marks(frame.firms)) < MOST_BYTES


def test_while_time_passes_only_what_moves_is_drawn(frame: Frame) -> None:
    playing = replace(frame, playing=True)

    assert replace(playing, month=7).moves_on(playing)
    assert not frame.moves_on(playing)
    assert not playing.moves_on(replace(playing, month=0))
    assert not replace(playing, speed=24).moves_on(playing)
    assert not replace(playing, policy=Policy("page")).moves_on(playing)


def test_while_time_passes_each_picture_is_renewed_in_turn(frame: Frame) -> None:
    moving = [replace(frame, playing=True, month=month) for month in range(60, 72)]
    renewed = [
        [n for n in range(len(CHARTS)) if play.months_seen(now, n) == now.month] for now in moving
    ]

    assert renewed == [[month % len(CHARTS)] for month in range(60, 72)]
    assert play.months_seen(frame, 3) == frame.month


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
@pytest.mark.parametrize("months", [0, 1, 61, HORIZON])
def test_a_curve_stays_in_its_picture(frame: Frame, chart: Any, months: int) -> None:
    wild = dict.fromkeys(chart.metrics, tuple(500.0 * (m % 2) - 100 for m in range(months)))
    picture = play.picture_of(chart, wild, frame.policy, months, "en")
    root = ElementTree.fromstring(charts.chart_svg(picture, "en"))
    points = [p for p in root.iter() if str(p.get("class")).startswith("last")]

    assert len(points) == (len(chart.metrics) if months else 0)
    assert all(0 <= float(p.get("cy", "-1")) <= charts.TALL for p in points)


@pytest.mark.parametrize("most", [0.3, 7, 480, 9_999, 99_999, 480_000, 3e6, 8.7e8])
def test_what_stands_at_the_axis_is_not_clipped(most: float) -> None:
    picture = charts.Picture("", "", (charts.Line("", (-0.2 * most, most)),))
    root = ElementTree.fromstring(charts.chart_svg(picture, "en"))
    ticks = [str(t.text) for t in root.iter() if t.get("class") == "value"]

    assert ticks
    # A digit of 13.5 px is 8 px wide.
    assert max(map(len, ticks)) * 8 <= charts.LEFT - 6


def test_a_picture_says_what_it_shows_in_words_and_in_a_table(frame: Frame) -> None:
    picture = play.picture_of(CHARTS[0], frame.curves, frame.policy, 6, "es")
    last = f"{frame.curves['employment_narrow'][-1]:,.0f}"

    assert "25,000" in charts.chart_alt(picture, "es")
    assert last in charts.chart_alt(picture, "es")
    assert last in charts.table_html(picture, "es")
    assert 'class="marks"' in charts.chart_svg(picture, "es")


def test_every_curve_is_a_metric_of_the_model() -> None:
    assert set(DRAWN) <= METRICS.keys()
    assert all(chart.main in chart.metrics for chart in CHARTS)


# The words


def test_both_languages_have_the_same_places_to_fill_in() -> None:
    def places(text: str) -> set[str]:
        return set(re.findall(r"{(\w+)}", text))

    apart = {
        key for key, (english, spanish) in words().items() if places(english) != places(spanish)
    }

    assert not apart
    assert all(english and spanish for english, spanish in words().values())
    assert NAMES.keys() == set(LANGUAGES)


def test_no_word_stands_in_two_files_and_none_is_left_over() -> None:
    folder = Path(page.__file__).parent
    code = "".join(
        file.read_text("utf-8")
        for file in folder.glob("*.py")
        if not file.stem.startswith("texts_")
    )
    made = re.compile(
        "skill_|segment_|activity_|origin_|size_|state_|group_|money_|layer_|scale_|lever_|tab_|"
        "about_|question_|chart_|theme_|preset_|card_|state_|stage_|project_|line_|home_|holder_|"
        "phase_|people_|verdict_|validation_|did_|whom_"
    )
    left_over = {
        key for key in words()
        if not made.match(key) and not re.search(f"[\"']{key}[\"']", code) and key not in METRICS
    }  # fmt: skip
    files = sum(len(re.findall(r'^    "[\w-]+": \(', file.read_text("utf-8"), re.MULTILINE))
                for file in folder.glob("texts_*.py"))  # fmt: skip

    assert not left_over
    assert files == len(words())


# The address


def test_an_address_brings_back_scenario_seed_and_policy(frame: Frame) -> None:
    changes = (
        Change(lever="foreign_quota", value=0.25, start=3, until=30, ramp=6),
        Change(lever="profit_tax", value=0.1, start=12, target=target(kind=["sme", "mnc"])),
    )
    asked = replace(frame, policy=Policy("page", changes), seed=2009)
    link = read_address(address(asked, lang="es", dark=True, tab="compare", presets={}))

    assert (link.changes, link.seed, link.lang, link.dark, link.tab) == (
        changes, 2009, "es", True, "compare",
    )  # fmt: skip
    assert not link.wrong


def test_an_address_names_a_preset_that_is_lived_as_it_is(frame: Frame) -> None:
    key, policy = next(iter(presets().items()))
    search = address(replace(frame, policy=policy), lang="en", dark=False, tab="play",
                     presets=presets())  # fmt: skip
    session, wrong = page.first_session(read_address(search))
    session.close()

    assert f"preset={key}" in search
    assert session.frame.policy == policy
    assert not wrong


@pytest.mark.parametrize(
    "search",
    [
        "seed=-4", "seed=1e9", "lever=foreign_quota=7@2010-01..", "lever=nothing",
        "preset=../../etc", "lever=foreign_quota=0.2@2012-01..2010-01", "scenario=../../etc/passwd",
        "lever=" + "x" * 9000, "lever=foreign_quota=0.2@2010-01..,kind:ghost",
        "lever=foreign_quota=nan@2010-01..",
    ],
)  # fmt: skip
def test_a_forged_address_opens_the_page_and_says_what_is_wrong(search: str) -> None:
    session, wrong = page.first_session(read_address(search))
    session.close()

    assert wrong
    assert session.frame.policy.changes == ()


def test_a_policy_becomes_a_file_that_the_command_line_reads(tmp_path: Path) -> None:
    changes = (
        Change(lever="foreign_quota", value=0.25, start=3, until=30, ramp=6),
        Change(lever="profit_tax", value=0.1, start=12, target=target(size=["micro"])),
    )
    file = tmp_path / "policy.toml"
    file.write_text(policy_toml(Policy("page", changes, 'Is "this" kept?')), "utf-8")

    assert read_policies(file) == (Policy("page", changes, 'Is "this" kept?'),)


def test_changes_that_come_and_go_are_kept_in_the_file(tmp_path: Path) -> None:
    changes = (
        Change(lever="soft_cost", value=0.0, start=3, pulse=Pulse(every=12, months=2), sunset=40),
        Change(lever="permit_delay", value=0.5, trigger=Trigger.read("unemployment > 0.12")),
        Change(lever="seats_factor", value=1.5, start=12, budget_cap=2_000_000.0),
        Change(lever="grant_budget", value=2.0, start=12, statute=Statute.LAW, programme="merit",
               adopt=True, hazard=0.02),
    )  # fmt: skip
    file = tmp_path / "policy.toml"
    file.write_text(policy_toml(Policy("page", changes)), "utf-8")

    assert read_policies(file) == (Policy("page", changes),)
    assert not any(links.is_plain(change) for change in changes)


def test_the_command_says_what_is_lived(frame: Frame) -> None:
    line = links.command(frame).replace(" \\\n ", "")

    assert line == (
        "cluster-abm run panama_2009 --seed 7 --months 6 --lever foreign_quota=0.3@2009-04"
    )


# What visitors send


FORM = {"lever": "foreign_quota", "value": "0.3", "start": "2010-01", "until": "2012-01",
        "ramp": "6", "whom": "kind:sme"}  # fmt: skip


def test_a_form_becomes_a_change() -> None:
    assert read_form(FORM) == Change(
        lever="foreign_quota", value=0.3, start=12, until=36, ramp=6, target=target(kind="sme")
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("value", "7", "outside 0 to 1"), ("value", None, "not a number"),
        ("value", {"a": [1]}, "not a number"), ("value", "inf", "not a number"),
        ("lever", "foriegn_quota", "Did you mean foreign_quota?"),
        ("lever", "matching_rounds", "not a lever"), ("start", "soon", "not a month"),
        ("start", "2012-05", "must come after"), ("start", "2040-01", "after the last month"),
        ("start", "1999-01", "negative"), ("ramp", "-3", "ramp"), ("ramp", "2.5", "ramp"),
        ("whom", "kind:ghost", "ghost"), ("whom", "ghosts:sme", "ghosts"),
    ],
)  # fmt: skip
def test_a_forged_form_is_refused_with_a_sentence(name: str, value: object, said: str) -> None:
    until = {"until": ""} if value == "2040-01" else {}
    with pytest.raises(InputError, match=re.escape(said)):
        read_form(FORM | until | {name: value})


@pytest.mark.parametrize("said", [None, 3, "x", [], [["lever", 1]]])
def test_what_is_no_form_is_refused(said: object) -> None:
    with pytest.raises(InputError):
        read_form(said)


@pytest.mark.parametrize("said", [None, "7; drop", {"a": 1}, -3, 1.5, "9" * 99])
def test_a_firm_that_is_no_number_is_not_looked_at(said: object) -> None:
    session = Session(seed=7)
    play.pick(session, said)
    session.close()

    assert session.frame.story is None


def test_a_browser_cannot_have_classes_built_or_attributes_set() -> None:
    class Toy(ipyvue.VueTemplate):  # type: ignore[misc]
        template = "<div></div>"
        heard: Any = None

        def vue_press(self, data: Any) -> None:
            self.heard = data

    toy = Toy()
    hosting.only_events(toy, None, {"create_widget": ["os", "system"], "id": "x", "props": {}}, [])
    hosting.only_events(toy, None, {"update_ref": 1, "id": toy.model_id, "prop": "heard"}, [])
    hosting.only_events(toy, None, {"event": "close"}, [])
    hosting.only_events(toy, None, {"event": ["press"]}, [])
    before = toy.heard
    hosting.only_events(toy, None, {"event": "press", "data": 3}, [])

    assert before is None
    assert toy.heard == 3


# The tabs


def shown(monkeypatch: pytest.MonkeyPatch, link: Link) -> str:
    """All words of a tab that stand in elements, and in the labels of controls."""
    monkeypatch.setattr(page, "read_address", lambda search: link)
    box, context = solara.render(page.Page(), handle_error=False)
    said = " ".join(_words(box))
    context.close()
    return said


def _words(widget: Any) -> Iterator[str]:
    for name in ("label", "innerHTML", "unsafe_innerHTML", "alt"):
        text = getattr(widget, name, None)
        if isinstance(text, str):
            yield text
    for child in getattr(widget, "children", None) or ():
        if isinstance(child, str):
            yield child
        else:
            yield from _words(child)


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize(("lang", "title"), [("es", "mes a mes"), ("en", "month by month")])
def test_every_tab_opens_in_both_languages(
    monkeypatch: pytest.MonkeyPatch, tab: str, lang: str, title: str
) -> None:
    said = shown(monkeypatch, Link(tab=tab, lang=lang))

    assert title in said
    assert "Algo falló" not in said
    assert "Something failed" not in said


def test_a_tab_that_fails_shows_a_number_and_the_rest_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> str:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(scene, "marks", fail)
    said = shown(monkeypatch, Link(lang="es"))

    assert "Algo falló" in said
    assert re.search(r"programa: [0-9a-f]{8}\.", said)
    assert "secret" not in said
    assert "mes a mes" in said


def test_the_page_speaks_the_language_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTER_ABM_LANG", "es")

    assert "Mapa de las empresas" in shown(monkeypatch, Link())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_lever_is_offered_with_all_that_is_known_of_it(lang: str) -> None:
    offered = {row["name"]: row for group in groups(lang) for row in group["levers"]}
    levers = {name: row for name, row in all_numbers(BOOKS).items() if row.lever}

    assert offered.keys() == levers.keys()
    for name, row in offered.items():
        assert all(row[part] != "" for part in ("doc", "unit", "label", "usual"))
        assert (row["low"], row["high"]) == (levers[name].low, levers[name].high)


def test_levers_stand_under_their_theme_with_who_pulls_them_and_what_they_cost() -> None:
    by_theme = {group["theme"]: group for group in groups("es")}
    grants = {row["name"]: row for row in by_theme["zones"]["levers"]}["added_places"]

    assert by_theme["zones"]["name"] == "Zonas e incubadora"
    assert grants["who"] == "gobierno"
    assert grants["catalogue"] == "I45"
    assert "pagado cuando se añade" in grants["cost"]


def test_every_theme_of_the_model_has_a_name() -> None:
    things = (*BOOKS, *(metric.function for metric in METRICS.values()))

    assert {f"theme_{theme_of(thing)}" for thing in things} <= words().keys()


def test_what_cards_show_is_offered_first_as_a_curve() -> None:
    shown_first = [name for card in CARDS for name in card.metrics if name not in DRAWN]
    options, theme = play.choices("es")

    assert list(options)[1 : len(shown_first) + 1] == shown_first
    assert options.keys() == {""} | METRICS.keys() - set(DRAWN)
    assert theme.keys() == options.keys() - {""}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cards_show_the_last_month_and_wait_for_the_first(frame: Frame, lang: str) -> None:
    told = cards_html(frame.state, lang)

    assert say("cards_wait", lang) in cards_html({}, lang)
    assert f"<dd>{frame.state['months_to_election']:.0f}</dd>" in told
    assert all(say(f"card_{card.name}", lang) in told for card in CARDS)
    assert say(f"phase_{frame.state['stage']:.0f}", lang) in told


def test_the_card_of_the_facilitator_shows_figures_once_somebody_has_founded_it(
    frame: Frame,
) -> None:
    founded = {**frame.state, "facilitator_members": 12.0}

    assert "There is none" in cards_html(frame.state, "en")
    assert "<dd>12</dd><dt>members" in cards_html(founded, "en")


REPORT = {key: policy for key, policy in presets().items() if key.startswith("report.")}


@pytest.mark.parametrize("key", REPORT)
def test_a_proposal_of_the_report_is_lived_without_an_error(key: str) -> None:
    session = Session(seed=7)
    session.ask(policy := REPORT[key])
    session._model.month = policy.first_month
    session.step()
    frame = session.frame
    session.close()

    assert not frame.refused
    assert not frame.trouble
    assert frame.policy == policy
    assert frame.month == policy.first_month + 1


def test_a_proposal_of_the_report_has_a_title_and_one_question_in_both_languages() -> None:
    assert len(REPORT) == 8
    for policy in REPORT.values():
        assert f"preset_{policy.id}" in words()
        english, spanish = words()[f"question_{policy.id}"]
        assert english == policy.question
        assert spanish.startswith("¿Y si ")
        assert spanish.count("?") == 1


def test_presets_come_from_the_experiments() -> None:
    assert "p01_quota.quota-30" in presets()
    assert all(policy.changes for policy in presets().values())
