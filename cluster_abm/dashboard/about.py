"""The tab About: what the model is, what happens in it, what is assumed, what is wrong."""
# ruff: noqa: N802 -- components are named like the elements of a page

from __future__ import annotations

from collections import Counter
from functools import cache
from html import escape
from importlib.metadata import version
from pathlib import Path

import solara
from markdown_it import MarkdownIt

from cluster_abm import explain
from cluster_abm.core.rules import LABELS, all_numbers
from cluster_abm.dashboard.elements import Element, Field, Markup, Select, Words
from cluster_abm.dashboard.texts import say
from cluster_abm.dashboard.validation import card_html
from cluster_abm.explain import Sheet
from cluster_abm.locale import say as word
from cluster_abm.model import BOOKS

DOCS = Path(__file__).parents[2] / "docs"
FAULTS = {"en": DOCS / "known_faults.md", "es": DOCS / "known_faults.es.md"}
PARTS = ("what", "how", "use", "notice", "try", "credits")
"""Parts of the information page, in the order of NetLogo's."""
EVERY = ""
"""All labels of numbers."""


@solara.component
def About(lang: str) -> None:
    """Show the information page, the month, the numbers and the faults."""
    with Element("div", "about"):
        for part in PARTS:
            with Element("section", aria_labelledby=part).key(f"section-{part}"):
                Words("h2", say(f"about_{part}", lang), id=part)
                for text in say(f"about_{part}_text", lang).split("|"):
                    Words("p", text)
    with Element("section", aria_labelledby="validation"):
        Words("h2", say("about_validation", lang), id="validation")
        Words("p", say("about_validation_text", lang))
        Markup(card_html(lang), "card-of-targets")
    with Element("section", aria_labelledby="faults"):
        Words("h2", say("about_faults", lang), id="faults")
        Words("p", say("about_faults_text", lang))
        with Element("details"):
            Words("summary", say("about_faults_open", lang))
            Markup(faults_html(lang), "faults")
    with Element("section", aria_labelledby="the-month"):
        Words("h2", say("about_month", lang), id="the-month")
        with Element("details"):
            Words("summary", say("about_month_open", lang))
            Markup(sheet_html(explain.month(lang), lang))
    Numbers(lang)
    with Element("section", aria_labelledby="links"):
        Words("h2", say("about_links", lang), id="links")
        with Element("ul"):
            for line in say("about_links_text", lang).split("|"):
                Words("li", line)
        Words("p", f"cluster_abm {version('cluster-abm')}", "hint")


@solara.component
def Numbers(lang: str) -> None:
    """Show the table of numbers, by where they come from and by what is searched."""
    label, set_label = solara.use_state(EVERY)
    wanted, set_wanted = solara.use_state("")
    count = Counter(row.label for row in all_numbers(BOOKS).values())
    with Element("section", aria_labelledby="numbers"):
        Words("h2", say("about_numbers", lang), id="numbers")
        Words("p", explain.counted(all_numbers(BOOKS), lang), id="counted")
        with Element("div", "choice bottom"):
            options = {EVERY: say("about_all", lang)} | {
                one: f"{word(one, lang)} ({count[one]})" for one in LABELS if count[one]
            }
            Select(say("about_label", lang), "number-label", label, set_label, options)
            Field(say("about_search", lang), "number-search", wanted, set_wanted, kind="search")
        with Element("details"):
            Words("summary", say("about_numbers_open", lang))
            Markup(numbers_html(lang, label, wanted.strip().lower()))


@cache
def _numbers(lang: str) -> Sheet:
    return explain.numbers(lang)


def numbers_html(lang: str, label: str, wanted: str) -> str:
    """The numbers of one label in which a text stands, as a table."""
    sheet = _numbers(lang)
    at = sheet.columns.index("label")
    rows = [
        row for row in sheet.rows
        if (not label or row[at] == word(label, lang))
        and wanted in " ".join(map(str, row)).lower()
    ]  # fmt: skip
    return sheet_html(sheet._replace(rows=rows), lang)


def sheet_html(sheet: Sheet, lang: str) -> str:
    """A table of the model as HTML."""
    head = "".join(f'<th scope="col">{escape(word(c, lang))}</th>' for c in sheet.columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(_cell(value))}</td>' for value in row)}</tr>"
        for row in sheet.rows
    )
    return (
        f'<div class="scroll tall" tabindex="0" role="region" aria-label="{escape(sheet.title)}">'
        f"<table><caption>{escape(sheet.title)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_cell(one) for one in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)


@cache
def faults_html(lang: str) -> str:
    """What is known to be wrong, as HTML; the file is part of the project, not of the package."""
    try:
        text = FAULTS[lang].read_text("utf-8")
    except OSError:
        text = say("about_faults_away", lang, file=FAULTS[lang].name)
    body = text.partition("\n")[2] if text.startswith("# ") else text
    return str(MarkdownIt("commonmark", {"html": False}).render(body))
