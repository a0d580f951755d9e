"""The page: what a visitor sees, and what each control asks of the session."""
# ruff: noqa: N802 -- components are named like the elements of a page

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import reacton
import reacton.ipyvuetify as rv
import solara
from solara.lab.utils.headers import headers

from cluster_abm.dashboard import drawing
from cluster_abm.dashboard.session import (
    CURVES,
    HORIZON,
    SPEEDS,
    Frame,
    Imposed,
    Session,
    note_trouble,
    read_seed,
)
from cluster_abm.dashboard.texts import NAMES, name_moment, name_month, percent, preferred, say

PERCENT = 100
STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")


@solara.component
def Layout(children: list[Any]) -> Any:
    """Show the page without Solara's own bars."""
    return rv.Html(tag="div", children=children)


@solara.component
def Page() -> None:
    """Show the desk; or, if something in it failed, the number of the error."""
    trouble, again = reacton.use_exception()
    lang, set_lang = solara.use_state(solara.use_memo(_first_language, []))
    number = solara.use_memo(lambda: note_trouble(trouble) if trouble else "", [trouble])
    # One root: Solara would put several into a component that remembers errors for ever.
    with Element("div", "cluster", lang=lang):
        solara.Style(STYLE)
        solara.Title(say("title", lang))
        Document(lang=lang)
        Heading(lang, set_lang)
        with Element("main"):
            if trouble:
                Alarm(say("trouble", lang, number=number))
                solara.Button(say("again", lang), on_click=again)
            else:
                Desk(lang)


def _first_language() -> str:
    accepted = (headers.value or {}).get("accept-language", [""])
    return preferred(os.environ, ",".join(accepted))


@solara.component_vue("document.vue", vuetify=False)
def Document(lang: str) -> None:
    """Tell the browser the language, and let it zoom: Solara's frame does neither."""


def Element(tag: str, name: str = "", **attributes: Any) -> Any:
    """Open an HTML element; an underscore in an attribute is written as a hyphen."""
    given = {key.replace("_", "-"): value for key, value in attributes.items()}
    return rv.Html(tag=tag, class_=name, attributes=given)


def Words(tag: str, words: str, name: str = "", **attributes: Any) -> Any:
    """Write words in an HTML element."""
    given = {key.replace("_", "-"): value for key, value in attributes.items()}
    return rv.Html(tag=tag, children=[words], class_=name, attributes=given)


@solara.component
def Heading(lang: str, set_lang: Callable[[str], None]) -> None:
    """Show the title and the choice of language."""
    with Element("header"):
        with Element("div"):
            Words("h1", say("title", lang))
            Words("p", say("lead", lang), "hint")
        with Element("div", "choice", role="group", aria_label=say("language", lang)):
            for code, name in NAMES.items():
                Choice(name, code == lang, partial(set_lang, code), lang=code)


@solara.component
def Choice(label: str, chosen: bool, choose: Callable[[], None], lang: str = "") -> None:
    """Show one of several values to choose from."""
    pressed = {"aria-pressed": "true" if chosen else "false"} | ({"lang": lang} if lang else {})
    solara.Button(label, on_click=choose, attributes=pressed, outlined=True, small=True)


@solara.component
def Alarm(words: str) -> None:
    """Say at once that something went wrong."""
    Words("p", words, "alarm", role="alert")


@solara.component
def Desk(lang: str) -> None:
    """Keep the visitor's session, and show its latest frame."""
    session = solara.use_memo(Session, [])
    first = solara.use_memo(lambda: session.frame, [])
    shown: solara.Reactive[Frame] = solara.use_reactive(first)
    solara.use_effect(lambda: session.follow(shown.set), [])
    frame = shown.value
    if frame.trouble:
        Alarm(say("trouble", lang, number=frame.trouble))
    elif frame.refused:
        Alarm(say("refused", lang, why=frame.refused))
    with Element("section", "controls", aria_label=say("controls", lang)):
        Clock(session, frame.playing, frame.month, lang)
        Speed(session, frame.speed, lang)
        Seed(session, frame.seed, lang)
        # The slider leads while it is moved; only a new beginning sets it back.
        Quota(session, frame.quota, lang).key(f"quota-{frame.beginnings}")
    with Element("div", "desk"):
        Map(frame, lang)
        Curves(frame, lang)
    with Element("div", "words"):
        Changes(frame.changes, frame.usual, lang)
        About(lang)


@solara.component
def Clock(session: Session, playing: bool, month: int, lang: str) -> None:
    """Show the date, and let time pass or stop."""
    over = month >= HORIZON
    with Element("div"):
        Words("p", name_moment(month, lang), "clock", id="moment")
        Words("p", say("lived", lang, month=month, horizon=HORIZON), "hint", id="months")
        with Element("div", "choice"):
            if playing:
                solara.Button(say("pause", lang), session.pause, "mdi-pause", color="primary")
            else:
                solara.Button(
                    say("play", lang), session.play, "mdi-play", color="primary", disabled=over
                )
            solara.Button(
                say("step", lang), session.step, "mdi-skip-next", disabled=playing or over,
                outlined=True,
            )  # fmt: skip


@solara.component
def Speed(session: Session, speed: int, lang: str) -> None:
    """Choose how fast time passes."""
    with Element("div"):
        Words("p", say("speed", lang), "hint", id="speed")
        with Element("div", "choice", role="group", aria_labelledby="speed"):
            for months in SPEEDS:
                Choice(str(months), months == speed, partial(session.set_speed, months))


@solara.component
def Seed(session: Session, seed: int, lang: str) -> None:
    """Choose the seed, and begin again."""
    typed, set_typed = solara.use_state(str(seed))
    wanted = read_seed(typed)
    with Element("div", "choice"):
        rv.TextField(
            v_model=typed, on_v_model=set_typed, label=say("seed", lang), class_="seed",
            dense=True, outlined=True, hide_details="auto", hint=say("seed_hint", lang),
            persistent_hint=True, attributes={"inputmode": "numeric", "autocomplete": "off"},
            error_messages=say("seed_wrong", lang) if wanted is None else [],
        )  # fmt: skip
        solara.Button(
            say("reset", lang), lambda: session.reset(wanted if wanted is not None else seed),
            "mdi-restart", disabled=wanted is None, outlined=True,
        )  # fmt: skip


@solara.component
def Quota(session: Session, quota: float, lang: str) -> None:
    """Choose the quota that holds from the next month on."""
    moved, set_moved = solara.use_state(round(PERCENT * quota))
    with Element("div", "quota"):
        Words("p", f"{say('quota', lang)}: {moved} %", "clock", id="quota")
        slider = rv.Slider(
            v_model=moved, on_v_model=set_moved, min=0, max=100, step=1, hide_details=True,
            attributes={"aria-labelledby": "quota"}, label="",
        )  # fmt: skip
        # Only where the slider comes to rest is a change; what it passes on the way is not.
        reacton.ipyvue.use_event(
            slider, "change", lambda *said: session.impose(rest(said[-1], moved))
        )
        Words("p", say("quota_hint", lang), "hint")


def rest(said: Any, otherwise: float) -> float:
    """The share at which a slider in percent came to rest.

    >>> rest(30, 10), rest(None, 10)
    (0.3, 0.1)
    """
    return (said if isinstance(said, int | float) else otherwise) / PERCENT


@solara.component
def Map(frame: Frame, lang: str) -> None:
    """Show where the firms are."""
    with Element("section", aria_labelledby="map"):
        Words("h2", say("map", lang), id="map")
        solara.HTML(unsafe_innerHTML=drawing.map_svg(frame, lang))
        Legend(lang)


@solara.component
def Legend(lang: str) -> None:
    """Show what shapes, colours and sizes mean."""
    with Element("div", "legend", role="group", aria_label=say("legend", lang)):
        solara.HTML(unsafe_innerHTML=drawing.legend_html(lang))
        Words("p", say("map_note", lang), "hint")


@solara.component
def Curves(frame: Frame, lang: str) -> None:
    """Show the three curves, one below the other."""
    with Element("section", aria_labelledby="curves"):
        Words("h2", say("curves", lang), id="curves")
        for metric in CURVES:
            with Element("h3"):
                Words("span", say(metric, lang))
                Words("span", say(f"{metric}_unit", lang), "unit")
            solara.HTML(unsafe_innerHTML=drawing.curve_svg(frame, metric, lang))
        Words("p", say("marks", lang), "hint")


@solara.component
def Changes(changes: tuple[Imposed, ...], usual: float, lang: str) -> None:
    """List what the visitor changed, and when."""
    with Element("section", aria_labelledby="changes"):
        Words("h2", say("changes", lang), id="changes")
        if not changes:
            Words("p", say("changes_none", lang, quota=percent(usual))).key("none")
            return
        with Element("ol").key("some"):
            for change in changes:
                date, quota = name_month(change.month, lang), percent(change.value)
                Words("li", say("change", lang, date=date, quota=quota))


@solara.component
def About(lang: str) -> None:
    """Say what the page is, how to use it, and what to notice."""
    with Element("div", "about"):
        with Element("section", aria_labelledby="what"):
            Words("h2", say("what", lang), id="what")
            Words("p", say("what_text", lang))
        with Element("section", aria_labelledby="how"):
            Words("h2", say("how", lang), id="how")
            with Element("ol"):
                for step in say("how_steps", lang).split("|"):
                    Words("li", step)
        with Element("section", aria_labelledby="notice"):
            Words("h2", say("notice", lang), id="notice")
            Words("p", say("notice_text", lang))
            Words("p", say("caution", lang))


__all__ = ["Layout", "Page"]
