"""The tab Policy: every lever of the model, and what is asked of it."""
# ruff: noqa: N802 -- components are named like the elements of a page

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import solara

from cluster_abm.agents.classes import Kind, SizeClass
from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import FOREVER, Change, Policy
from cluster_abm.core.rules import Law, Number, Target, all_numbers
from cluster_abm.core.units import date_of
from cluster_abm.dashboard.elements import Button, Element, Select, Words
from cluster_abm.dashboard.links import change_of, is_plain, named
from cluster_abm.dashboard.presets import presets
from cluster_abm.dashboard.session import HORIZON, Frame, Session, note_trouble
from cluster_abm.dashboard.texts import (
    kind_name,
    name_month,
    policy_name,
    roughly,
    say,
    theme_of,
    words,
)
from cluster_abm.explain import origin, plain
from cluster_abm.locale import LANGUAGES, sentence
from cluster_abm.locale import say as word
from cluster_abm.locale.retold import retell
from cluster_abm.model import BOOKS

NUMBERS = all_numbers(BOOKS)
REPORT = "report"
"""File of the proposals of the report."""
LEVERS = {name: row for name, row in NUMBERS.items() if row.lever}


@solara.component
def Levers(session: Session, moving: solara.Reactive[Frame], lang: str) -> None:
    """Show what is asked, presets, and every lever."""
    frame = moving.value
    policy, month = frame.policy, frame.month
    none: tuple[str, ...] = ()
    wrong, set_wrong = solara.use_state(none)
    with Element("div", "policy"):
        with Element("section", aria_labelledby="asked-for"):
            Words("h2", say("policy_now", lang), id="asked-for")
            Changes(session, policy, month, lang)
            Cost(frame.curves, lang)
            Presets(session, policy, lang)
        with Element("section", aria_labelledby="levers"):
            Words("h2", say("levers", lang), id="levers")
            Words("p", say("levers_how", lang))
            _Levers(
                groups=solara.use_memo(lambda: json.dumps(groups(lang)), [lang]),
                words=solara.use_memo(lambda: json.dumps(labels(lang)), [lang]),
                first=date_of(month), last=date_of(HORIZON), mistakes=list(wrong),
                event_add=lambda said: set_wrong(_add(session, said, lang)),
            )  # fmt: skip


@solara.component_vue("levers.vue", vuetify=False)
def _Levers(
    groups: str,
    words: str,
    first: str,
    last: str,
    mistakes: Sequence[str],
    event_add: Callable[[Any], None] | None = None,
) -> None:
    """Show the levers by theme, each with a form."""


def groups(lang: str) -> list[dict[str, Any]]:
    """Every lever as the page shows it, by its theme, in the order of the model."""
    found = []
    for book in BOOKS:
        rows = [lever_row(name, row, lang) for name, row in book.rows.items() if row.lever]
        if rows:
            theme = theme_of(book)
            found.append({"theme": theme, "name": say(f"theme_{theme}", lang), "levers": rows})
    return found


def lever_row(name: str, row: Number[Any], lang: str) -> dict[str, Any]:
    """One lever as the page shows it."""
    label, source = origin(row, lang)
    return {
        "name": name, "doc": sentence("numbers", name, lang, otherwise=row.doc),
        "unit": sentence("units", row.unit, lang, otherwise=row.unit),
        "low": row.low, "high": row.high, "usual": plain(row.default),
        "label": label, "source": source, "catalogue": row.catalogue,
        "who": word(row.who, lang), "cost": sentence("costs", name, lang, otherwise=row.cost),
        "differs": isinstance(row.default, Law),
    }  # fmt: skip


def labels(lang: str) -> dict[str, str]:
    """What stands at the forms of the levers."""
    keys = (name for name in words() if name.startswith("lever_"))
    given = {name.removeprefix("lever_"): say(name, lang) for name in keys}
    whom = {f"kind:{k.name.lower()}": kind_name(k, lang) for k in Kind}
    whom |= {f"size:{s.name.lower()}": say(f"size_{s.name.lower()}", lang) for s in SizeClass}
    return given | whom


def read_form(said: Any) -> Change:
    """Make a change of what a form sent; nothing in it is believed.

    Raises:
        InputError: Everything that is wrong, in sentences.
    """
    given = said if isinstance(said, dict) else {}
    word_, _, name = str(given.get("whom", "")).partition(":")
    change = change_of(
        lever=str(given.get("lever", ""))[:60], value=given.get("value", ""),
        start=given.get("start", ""), until=given.get("until", ""), ramp=given.get("ramp", ""),
        groups={word_: [name]} if name else {},
    )  # fmt: skip
    wrong = change.mistakes(NUMBERS)
    if change.start >= HORIZON:
        wrong.append(f"from = {date_of(change.start)} comes after the last month of a run.")
    if wrong:
        raise InputError(wrong)
    return change


def _add(session: Session, said: Any, lang: str) -> tuple[str, ...]:
    """Add the change of a form; return what is wrong with it."""
    try:
        session.add(read_form(said))
    except InputError as error:
        return tuple(retell(mistake, lang) for mistake in error.mistakes)
    except Exception as error:
        return (say("trouble", lang, number=note_trouble(error)),)
    return ()


@solara.component
def Changes(session: Session, policy: Policy, month: int, lang: str) -> None:
    """List what is asked, each with a way to end it or to take it back."""
    with Element("div", id="changes"):
        if not policy.changes:
            Words("p", say("changes_none", lang)).key("none")
            return
        if policy.question:
            Question(policy, lang).key("question")
        with Element("ol", "changes").key("some"):
            for number, change in enumerate(policy.changes):
                with Element("li"):
                    Words("p", change_text(change, lang))
                    Words("p", meaning(change, lang), "hint")
                    with Element("div", "choice"):
                        if change.start < month < change.until:
                            Button(say("end_now", lang), partial(session.end, number), kind="small")
                        Button(say("remove", lang), partial(session.remove, number), kind="small")
        with Element("div", "choice").key("all"):
            Button(say("remove_all", lang), lambda: session.ask(Policy("page")))
    Words("p", say("past", lang), "hint")


def meaning(change: Change, lang: str) -> str:
    """What the lever of a change is, as a sentence."""
    doc = LEVERS[change.lever].doc if change.lever in LEVERS else ""
    told = sentence("numbers", change.lever, lang, otherwise=doc)
    return told[:1].upper() + told[1:]


def change_text(change: Change, lang: str) -> str:
    """Say what a change asks for, from when, until when, and for whom."""
    row = LEVERS.get(change.lever)
    unit = sentence("units", row.unit, lang, otherwise=row.unit) if row else ""
    text = say("change", lang, lever=change.lever, value=f"{change.value:,.10g}", unit=unit,
               start=name_month(change.start, lang))  # fmt: skip
    if change.until < FOREVER:
        text += say("change_until", lang, until=name_month(change.until, lang))
    if change.ramp:
        text += say("change_ramp", lang, ramp=change.ramp)
    if change.target.of:
        text += say("change_whom", lang, whom=whom(change.target, lang))
    return text + ("." if is_plain(change) else say("change_more", lang))


def whom(target: Target, lang: str) -> str:
    """Name the firms that are meant."""
    known = labels(lang)
    parts = [
        ", ".join(known.get(f"{word_}:{name}", name) for name in names)
        for word_, names in named(target)
    ]
    return "; ".join(parts)


@solara.component
def Cost(curves: Mapping[str, Sequence[float]], lang: str) -> None:
    """Say what programmes have cost the public so far."""
    spent = curves.get("public_cost", ())
    with Element("p", id="cost"):
        Words("strong", say("cost", lang))
        Words("span", say("cost_text", lang, total=roughly(sum(spent)),
                          last=roughly(spent[-1] if spent else 0.0)))  # fmt: skip


@solara.component
def Presets(session: Session, policy: Policy, lang: str) -> None:
    """Offer policies that were written down before."""
    known = presets()
    chosen, set_chosen = solara.use_state(next(iter(known), ""))
    with Element("div", "presets"):
        Words("h3", say("presets", lang))
        if not known:
            Words("p", say("presets_none", lang), "hint").key("none")
            return
        options = {key: preset_name(key, lang) for key in known}
        with Element("div", "choice bottom").key("some"):
            Select(say("preset", lang), "preset", chosen, set_chosen, options)
            Button(say("preset_use", lang), lambda: session.ask(known[chosen]), kind="main")
        asked = known[chosen]
        Question(asked, lang).key("question")
        with Element("ul", "hint").key("changes"):
            for change in asked.changes:
                Words("li", f"{change_text(change, lang)} {meaning(change, lang)}")
        if policy.changes == asked.changes:
            Words("p", say("preset_now", lang), "hint").key("now")


@solara.component
def Question(policy: Policy, lang: str) -> None:
    """Show what a policy asks, and say so if it is in English only."""
    spoken = lang if policy.question_es or has_words(policy) else LANGUAGES[0]
    Words("p", question_of(policy, lang), "question", lang=spoken)


def preset_name(key: str, lang: str) -> str:
    """Name a policy at hand: by its title, and by its experiment if it comes from one.

    >>> preset_name("report.city", "es"), preset_name("p01_quota.quota-30", "es")
    ('Espacio en la Ciudad del Saber', 'Cuota de extranjeros, 30 % (p01_quota)')
    """
    file, _, name = key.rpartition(".")
    return policy_name(name, lang) + ("" if file == REPORT else f" ({file})")


def question_of(policy: Policy, lang: str) -> str:
    """What a policy asks, in the language if somebody has translated it."""
    if lang != LANGUAGES[0] and policy.question_es:
        return policy.question_es
    return say(f"question_{policy.id}", lang) if has_words(policy) else policy.question


def has_words(policy: Policy) -> bool:
    """Does the page have the question of a policy in every language?

    Policies of two experiments may share a name and ask for different things.
    """
    known = words().get(f"question_{policy.id}")
    return known is not None and known[0] == policy.question
