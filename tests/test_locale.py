"""Whatever the model says in English it says in Spanish, and nothing besides."""

import ast
import re
import tomllib
from pathlib import Path
from string import Formatter
from typing import Any

import click
import pytest

import cluster_abm
from cluster_abm.cli import cli
from cluster_abm.core.rules import LABELS, Number, all_numbers
from cluster_abm.core.schedule import title
from cluster_abm.locale import LANGUAGES, language, say, sentence, sentences
from cluster_abm.model import BOOKS, METRICS, MONTH
from cluster_abm.scenarios.books import LINES, YEAR

PACKAGE = Path(cluster_abm.__file__).parent
SPANISH = PACKAGE / "locale" / "es"
EDGE = sorted(
    [*PACKAGE.glob("*.py"), *PACKAGE.glob("commands/*.py"), PACKAGE / "lab/validation/page.py"]
)
HEADINGS = {"Options", "Commands", "Arguments"}
"""Words that click says, not we."""
NUMBERS = all_numbers(BOOKS)
BOOK_LINES = (*LINES, *YEAR)
UNITS = {one.unit for one in (*NUMBERS.values(), *METRICS.values(), *BOOK_LINES)}
KINDS = {"numbers", "costs", "sources", "metrics", "processes", "units", "books"}
ID = re.compile(r"\(([A-Z]{1,2}\d{1,3})\b")


def theme(thing: object) -> str:
    """The submodel that something belongs to."""
    return str(getattr(thing, "__module__", "")).split(".")[2]


def in_english() -> dict[str, dict[str, str]]:
    """English sentences by kind and name."""
    return {
        "numbers": {name: row.doc for name, row in NUMBERS.items()},
        "costs": {name: row.cost for name, row in NUMBERS.items() if row.cost},
        "sources": {text: text for text in map(source, NUMBERS.values())},
        "metrics": {name: metric.doc for name, metric in METRICS.items()},
        "processes": {title(p): str(p.__doc__).strip().splitlines()[0] for p in MONTH},
        "units": {unit: unit for unit in UNITS},
        "books": {words: words for line in BOOK_LINES for words in (line.block, line.item)},
    }


def source(row: Number[Any]) -> str:
    """Where a number comes from, without its label."""
    return row.source.partition(": ")[2]


def homes() -> set[tuple[str, str, str]]:
    """Theme, kind and name of everything that a theme declares."""
    numbers = {(theme(book), "numbers", name) for book in BOOKS for name in book.rows}
    costs = {
        (theme(book), "costs", name)
        for book in BOOKS
        for name, row in book.rows.items()
        if row.cost
    }
    sources = {
        (theme(book), "sources", source(row)) for book in BOOKS for row in book.rows.values()
    }
    metrics = {(theme(m.function), "metrics", name) for name, m in METRICS.items()}
    processes = {(theme(p), "processes", p.__name__) for p in MONTH}
    return numbers | costs | sources | metrics | processes


def spoken_words() -> set[str]:
    """What the interface says: every text that is handed to ``say`` as it stands."""
    trees = [ast.parse(file.read_text("utf-8")) for file in EDGE]
    calls = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call))
    first = (c.args[0] for c in calls if getattr(c.func, "id", "") == "say" and c.args)
    parts = (part for given in first for part in ast.walk(given))
    return {p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)}


def texts_of_the_edge() -> set[str]:
    """Every text that stands in the modules of the interface."""
    trees = [ast.parse(file.read_text("utf-8")) for file in EDGE]
    nodes = (node for tree in trees for node in ast.walk(tree))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_everything_has_a_spanish_sentence(kind: str) -> None:
    missing = in_english()[kind].keys() - sentences("es")[kind].keys()

    assert not missing


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_spanish_sentence_is_left_over(kind: str) -> None:
    left_over = sentences("es")[kind].keys() - in_english()[kind].keys()

    assert not left_over


def test_every_sentence_stands_in_the_file_of_its_theme() -> None:
    written = {
        (file.stem, kind, name)
        for file in SPANISH.glob("*.toml")
        for kind, rows in tomllib.loads(file.read_text("utf-8")).items()
        if kind in KINDS - {"units", "books"}
        for name in rows
    }

    assert written == homes()


@pytest.mark.parametrize("kind", ["numbers", "metrics", "processes"])
def test_a_spanish_sentence_keeps_the_ids_of_the_catalogue(kind: str) -> None:
    apart = {
        name: spanish
        for name, english in in_english()[kind].items()
        if set(ID.findall(english)) != set(ID.findall(spanish := sentence(kind, name, "es")))
    }

    assert not apart


def test_a_spanish_source_keeps_the_ids_and_the_years_of_the_english_one() -> None:
    def cited(text: str) -> list[str]:
        return sorted(re.findall(r"\b(?:[A-Z]{1,2}\d{1,3}|(?:19|20)\d\d)\b", text))

    apart = {en for en, es in sentences("es")["sources"].items() if cited(en) != cited(es)}

    assert not apart


def test_a_number_is_a_phrase_and_the_others_are_sentences() -> None:
    spanish = sentences("es")

    assert all(text[0].islower() for text in spanish["numbers"].values())
    assert all(
        text[0].isupper() for kind in ("metrics", "processes") for text in spanish[kind].values()
    )
    assert all(
        text.endswith(".")
        for kind in ("numbers", "metrics", "processes")
        for text in spanish[kind].values()
    )


def test_every_word_of_the_interface_has_a_spanish_one() -> None:
    who = {row.who for row in NUMBERS.values() if row.lever}
    missing = (spoken_words() | set(LABELS) | who) - sentences("es")["words"].keys()

    assert not missing


def test_no_word_of_the_interface_is_left_over() -> None:
    who = {row.who for row in NUMBERS.values() if row.lever}
    used = texts_of_the_edge() | set(LABELS) | who | HEADINGS
    docs = (PACKAGE / "locale" / "__init__.py").read_text("utf-8")
    left_over = {w for w in sentences("es")["words"].keys() - used if w not in docs}

    assert not left_over


def test_a_translation_has_the_same_places_to_fill_in() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    apart = {w for w, spanish in sentences("es")["words"].items() if places(w) != places(spanish)}

    assert not apart


def test_every_command_and_option_has_a_spanish_help() -> None:
    commands = {"cli": cli, **cli.commands}
    options = {
        p.name
        for command in commands.values()
        for p in command.params
        if isinstance(p, click.Option)
    }

    assert sentences("es")["commands"].keys() == commands.keys()
    assert sentences("es")["options"].keys() == options


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({}, "en"),
        ({"LANG": "es_PA.UTF-8"}, "es"),
        ({"LANG": "es_PA.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE", "CLUSTER_ABM_LANG": "es"}, "es"),
        ({"CLUSTER_ABM_LANG": "xx"}, "en"),
    ],
)
def test_the_environment_chooses_the_language(environment: dict[str, str], lang: str) -> None:
    assert language(environment) == lang
    assert lang in LANGUAGES


def test_what_has_no_translation_is_said_in_english() -> None:
    assert say("nobody translated {this}", "es", this="me") == "nobody translated me"
    assert sentence("numbers", "no_such_number", "es", otherwise="a number.") == "a number."
