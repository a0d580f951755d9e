"""The tab About without a browser: the known faults in both languages."""

import re

import pytest

from cluster_abm.dashboard import about
from cluster_abm.locale import LANGUAGES


def entries(lang: str) -> list[int]:
    """Faults in each section of the page of a language."""
    sections = re.split(r"(?m)^\*\*", about.FAULTS[lang].read_text("utf-8"))
    return [len(re.findall(r"(?m)^- ", section)) for section in sections]


def test_every_section_of_the_known_faults_has_as_many_entries_in_spanish() -> None:
    assert about.FAULTS.keys() == set(LANGUAGES)
    assert sum(entries("en")) > 40
    assert entries("es") == entries("en")


@pytest.mark.parametrize(
    ("lang", "first", "last"), [("en", "In the economics", "In speed"),
                                ("es", "En la economía", "En la velocidad")],
)  # fmt: skip
def test_the_page_shows_the_faults_in_its_language(lang: str, first: str, last: str) -> None:
    shown = about.faults_html(lang)

    assert f"<strong>{first}</strong>" in shown
    assert f"<strong>{last}</strong>" in shown
    assert shown.count("<li>") == sum(entries(lang))


def test_where_the_docs_are_away_the_page_says_where_to_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(about.FAULTS, "es", about.DOCS / "gone.md")
    about.faults_html.cache_clear()
    shown = about.faults_html("es")
    about.faults_html.cache_clear()

    assert "docs/gone.md en el repositorio" in shown
