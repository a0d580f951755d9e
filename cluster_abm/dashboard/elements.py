"""What all tabs are made of: elements, controls, and what keeps an error from spreading."""
# ruff: noqa: N802 -- components are named like the elements of a page

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import reacton
import reacton.ipyvuetify as rv
import solara

from cluster_abm.core.errors import ClusterError
from cluster_abm.dashboard.session import note_trouble
from cluster_abm.dashboard.texts import say
from cluster_abm.locale.retold import retell

NOTHING: Mapping[str, Any] = {}
"""No file has been asked for yet, or no group is named."""


class File(NamedTuple):
    """What a visitor may take home."""

    name: str
    mime: str
    content: bytes


def Element(tag: str, name: str = "", **attributes: Any) -> Any:
    """Open an HTML element; an underscore in an attribute is written as a hyphen."""
    return rv.Html(tag=tag, class_=name, attributes=_written(attributes))


def Words(tag: str, words: str, name: str = "", **attributes: Any) -> Any:
    """Write words in an HTML element."""
    written = rv.Html(tag=tag, children=[words], class_=name, attributes=_written(attributes))
    # Without a key, what comes or goes before the words would hand their name to a neighbour, and
    # for a moment two elements of the page would have the same one.
    return written.key(attributes["id"]) if "id" in attributes else written


def _written(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}


def Markup(html: str, name: str = "") -> Any:
    """Put in HTML that this program wrote; what others wrote must be escaped in it."""
    return solara.HTML(unsafe_innerHTML=html, classes=[name] if name else [])


@solara.component_vue("document.vue", vuetify=False)
def Document(
    lang: str,
    dark: bool,
    link: str | None,
    event_key: Callable[[Any], None] | None = None,
    event_spoken: Callable[[Any], None] | None = None,
) -> None:
    """Tell the browser language, theme and address; hear its languages and the keys of the page."""


@solara.component_vue("button.vue", vuetify=False)
def _Button(
    label: str,
    kind: str = "",
    icon: str = "",
    unfolded: bool | None = None,
    disabled: bool = False,
    event_press: Callable[[Any], None] | None = None,
) -> None:
    """Show a button."""


def Button(label: str, press: Callable[[], None], **given: Any) -> Any:
    """Show a button, and do something when it is pressed."""
    return _Button(label=label, event_press=lambda _: logged(press), **given)


@solara.component_vue("field.vue", vuetify=False)
def _Field(
    label: str,
    name: str,
    value: Any,
    kind: str = "text",
    options: str = "[]",
    hint: str = "",
    error: str = "",
    hold: str = "",
    least: float | None = None,
    most: float | None = None,
    by: str = "any",
    inline: bool = False,
    event_set: Callable[[Any], None] | None = None,
) -> None:
    """Show something to type or to choose."""


def Field(label: str, name: str, value: Any, put: Callable[[str], None], **given: Any) -> Any:
    """Show something to type; whatever comes back is handed on as text, not yet believed."""
    return _Field(
        label=label, name=name, value=value,
        event_set=lambda said: logged(lambda: put(str(said)[:LONGEST])), **given,
    )  # fmt: skip


LONGEST = 200
"""Letters that are read of what somebody typed."""


def Select(
    label: str, name: str, value: str, put: Callable[[str], None], options: Mapping[str, str],
    groups: Mapping[str, str] = NOTHING, **given: Any,
) -> Any:  # fmt: skip
    """Choose one of several, which may stand in groups; what is not among them is not heard."""
    rows = [{"value": key, "label": words, "group": groups.get(key, "")}
            for key, words in options.items()]  # fmt: skip
    return Field(
        label, name, value, lambda said: put(said) if said in options else None,
        kind="select", options=json.dumps(rows), **given,
    )  # fmt: skip


@solara.component_vue("tabs.vue", vuetify=False)
def Tabs(
    label: str,
    tabs: Sequence[Mapping[str, str]],
    chosen: str,
    event_choose: Callable[[Any], None] | None = None,
) -> None:
    """Choose a part of the page."""


@solara.component_vue("download.vue", vuetify=False)
def _Download(
    label: str,
    parcel: Mapping[str, Any],
    event_ask: Callable[[Any], None] | None = None,
) -> None:
    """Show a button that brings a file."""


@solara.component
def Download(label: str, make: Callable[[], File]) -> None:
    """Offer a file, which is made when it is asked for."""
    parcel, set_parcel = solara.use_state(NOTHING)

    def ask() -> None:
        file = make()
        times = parcel.get("times", 0) + 1
        set_parcel({"name": file.name, "mime": file.mime, "times": times,
                    "content": b64encode(file.content).decode()})  # fmt: skip

    _Download(label=label, parcel=parcel, event_ask=lambda _: logged(ask))


@solara.component_vue("choices.vue", vuetify=False)
def _Choices(
    label: str,
    chosen: str,
    options: str,
    speaking: bool = False,
    event_choose: Callable[[Any], None] | None = None,
) -> None:
    """Show a few buttons of which one is pressed."""


def Choices(
    label: str, chosen: str, choose: Callable[[str], None], options: Mapping[str, str],
    speaking: bool = False,
) -> Any:  # fmt: skip
    """Show a few values of which one holds; what is not among them is not heard."""
    rows = [{"value": key, "label": words} for key, words in options.items()]
    return _Choices(
        label=label, chosen=chosen, options=json.dumps(rows), speaking=speaking,
        event_choose=lambda said: logged(lambda: choose(said)) if said in options else None,
    )  # fmt: skip


@solara.component
def Alarm(words: str) -> None:
    """Say at once that something went wrong."""
    Words("p", words, "alarm", role="alert")


@solara.component
def Contained(lang: str, make: Callable[[], Any]) -> None:
    """Show something; if it fails, show the number of the error and nothing of its insides."""
    trouble, again = reacton.use_exception()
    number = solara.use_memo(lambda: note_trouble(trouble) if trouble else "", [trouble])
    with Element("div", "part"):
        if trouble:
            Alarm(say("trouble", lang, number=number))
            Button(say("again", lang), again)
        else:
            make()


class Tried(NamedTuple):
    """How something went: what to say if it was refused, or the number of an error."""

    refused: str = ""
    trouble: str = ""


def attempt(deed: Callable[[], Any]) -> Tried:
    """Do something that a visitor asked for; no error gets farther than the log."""
    try:
        deed()
    except ClusterError as refused:
        return Tried(refused=str(refused))
    except Exception as error:
        return Tried(trouble=note_trouble(error))
    return Tried()


def refusal(why: str, lang: str) -> str:
    """Say why something could not be done."""
    return say("refused", lang, why=retell(why, lang))


def logged(deed: Callable[[], Any]) -> None:
    """Do something whose errors are said elsewhere, or by their number in the log alone."""
    attempt(deed)


@solara.component
def Outcome(tried: Tried, lang: str) -> None:
    """Say how something went, if it went wrong."""
    with Element("div", role="status"):
        if tried.trouble:
            Alarm(say("trouble", lang, number=tried.trouble))
        elif tried.refused:
            Alarm(refusal(tried.refused, lang))
