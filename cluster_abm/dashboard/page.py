"""The page: five tabs around one visitor's session."""
# ruff: noqa: N802 -- components are named like the elements of a page

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Any

import reacton
import reacton.ipyvuetify as rv
import solara
from solara.lab.utils.headers import headers

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import Policy
from cluster_abm.dashboard.about import About
from cluster_abm.dashboard.compare import Compare
from cluster_abm.dashboard.elements import (
    LONGEST,
    Alarm,
    Button,
    Choices,
    Contained,
    Document,
    Element,
    Tabs,
    Words,
    refusal,
)
from cluster_abm.dashboard.links import TABS, Link, address, read_address
from cluster_abm.dashboard.play import Play
from cluster_abm.dashboard.policy import Levers
from cluster_abm.dashboard.presets import presets
from cluster_abm.dashboard.results import Results
from cluster_abm.dashboard.session import Frame, Session, note_trouble
from cluster_abm.dashboard.texts import NAMES, preferred, say
from cluster_abm.locale import LANGUAGES

STYLE = (Path(__file__).parent / "page.css").read_text("utf-8")


@solara.component
def Layout(children: list[Any]) -> Any:
    """Show the page without Solara's own bars."""
    return rv.Html(tag="div", children=children)


@solara.component
def Page() -> None:
    """Show the desk; or, if something in it failed, the number of the error."""
    trouble, again = reacton.use_exception()
    search = solara.use_router().search
    link = solara.use_memo(lambda: read_address(search), [])
    lang, set_lang = solara.use_state(solara.use_memo(lambda: _first_language(link), []))
    settled = solara.use_ref(link.lang in LANGUAGES)
    dark, set_dark = solara.use_state(link.dark)

    def hear(languages: Any) -> None:
        # the socket's headers are not always those of the page, so the browser says it once more
        if not settled.current:
            settled.current = True
            set_lang(preferred(os.environ, str(languages)[:LONGEST]))

    number = solara.use_memo(lambda: note_trouble(trouble) if trouble else "", [trouble])
    # One root: Solara would put several into a component that remembers errors for ever.
    with Element("div", "cluster", lang=lang):
        solara.Style(STYLE)
        solara.Title(say("title", lang))
        Heading(lang, set_lang, dark, set_dark)
        if trouble:
            with Element("main", id="content"):
                Alarm(say("trouble", lang, number=number))
                Button(say("again", lang), again)
        else:
            Desk(link, lang, dark, hear)


def _first_language(link: Link) -> str:
    if link.lang in LANGUAGES:
        return link.lang
    accepted = (headers.value or {}).get("accept-language", [""])
    return preferred(os.environ, ",".join(accepted))


@solara.component
def Heading(
    lang: str, set_lang: Callable[[str], None], dark: bool, set_dark: Callable[[bool], None]
) -> None:
    """Show the title, the choice of language and the choice of theme."""
    with Element("header"):
        Words("a", say("skip", lang), "skip", href="#content")
        with Element("div"):
            Words("h1", say("title", lang))
            Words("p", say("lead", lang), "hint")
        with Element("div", "choice"):
            Choices(say("language", lang), lang, set_lang, NAMES, speaking=True)
            Choices(
                say("theme", lang), "dark" if dark else "light",
                lambda said: set_dark(said == "dark"),
                {key: say(key, lang) for key in ("light", "dark")},
            )  # fmt: skip


def first_session(link: Link) -> tuple[Session, tuple[str, ...]]:
    """The session that an address asks for, and what could not be done of it.

    What is wrong in an address must not keep the page from opening.
    """
    chosen = presets().get(link.preset)
    policy = chosen or Policy("page", link.changes)
    wrong = link.wrong
    if link.preset and chosen is None:
        wrong = (*wrong, f"{link.preset[:80]!r} is not a preset.")
    try:
        return Session(link.seed, link.scenario, policy), wrong
    except InputError as error:
        return Session(link.seed), (*wrong, *error.mistakes)


@solara.component
def Desk(link: Link, lang: str, dark: bool, hear: Callable[[Any], None]) -> None:
    """Keep the visitor's session, and show its latest frame."""
    session, wrong = solara.use_memo(lambda: first_session(link), [])
    first = solara.use_memo(lambda: session.frame, [])
    # What moves with time reads every frame; all else is left alone while time only passes.
    moving: solara.Reactive[Frame] = solara.use_reactive(first)
    still: solara.Reactive[Frame] = solara.use_reactive(first)
    tab, set_tab = solara.use_state(link.tab)
    context = reacton.core.get_render_context()
    solara.use_effect(lambda: session.follow(partial(_publish, context, moving, still)), [])
    frame = still.value
    at_rest = None if frame.playing else address(
        frame, lang=lang, dark=dark, tab=tab, presets=presets()
    )  # fmt: skip
    Document(lang=lang, dark=dark, link=at_rest, event_key=lambda said: _key(session, said),
             event_spoken=hear)  # fmt: skip
    with Element("nav", aria_label=say("tabs", lang)):
        Tabs(
            label=say("tabs", lang), chosen=tab,
            tabs=[{"id": one, "label": say(f"tab_{one}", lang)} for one in TABS],
            event_choose=lambda said: set_tab(said) if said in TABS else None,
        )  # fmt: skip
    with Element("main", id="content"):
        with Element("div", "alarms", aria_live="assertive"):
            if frame.trouble:
                Alarm(say("trouble", lang, number=frame.trouble))
            elif frame.refused:
                Alarm(refusal(frame.refused, lang))
            elif wrong and not frame.month:
                Alarm(refusal("\n".join(wrong), lang))
        with Element("div", role="tabpanel", id="panel", aria_labelledby=f"tab-{tab}"):
            Contained(lang, partial(_panel, tab, session, frame, moving, lang, dark)).key(tab)


def _publish(
    page: AbstractContextManager[None],
    moving: solara.Reactive[Frame],
    still: solara.Reactive[Frame],
    frame: Frame,
) -> None:
    """Hand a frame to what moves with time, and to the rest if more than time has changed."""
    # Inside the page's context everything that reads the frame is drawn in one go.
    with page:
        moving.set(frame)
        if not frame.moves_on(still.peek()):
            still.set(frame)


def _panel(
    tab: str, session: Session, frame: Frame, moving: solara.Reactive[Frame], lang: str, dark: bool
) -> None:
    match tab:
        case "policy":
            Levers(session, moving, lang)
        case "compare":
            Compare(session, frame, moving, lang)
        case "results":
            Results(lang)
        case "about":
            About(lang)
        case _:
            Play(session, frame, moving, lang, dark)


def _key(session: Session, said: Any) -> None:
    if said == " ":
        session.toggle()
    elif said == ".":
        session.step()


__all__ = ["Layout", "Page"]
