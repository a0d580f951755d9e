"""Whatever is wrong is said in the language of who asks."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import pytest
from click.testing import CliRunner
from pydantic import BaseModel

import cluster_abm
from cluster_abm.cli import cli
from cluster_abm.core.errors import InputError
from cluster_abm.lab.validation.functions import VOCABULARY
from cluster_abm.lab.validation.grammar import parse
from cluster_abm.lab.validation.targets import FilePage as TargetFile
from cluster_abm.lab.validation.targets import TargetPage
from cluster_abm.locale import sentences
from cluster_abm.locale.retold import ENDS, retell
from cluster_abm.scenarios.files import read_experiment
from cluster_abm.scenarios.pages import FilePage, InterventionPage, PolicyPage
from cluster_abm.scenarios.reader import Scenario
from cluster_abm.scenarios.uncertain import UncertaintyPage
from tests.core.sample import KNOWN
from tests.core.test_bad_files import CASES

PACKAGE = Path(cluster_abm.__file__).parent
SAYERS = sorted([
    *(PACKAGE / f"{name}.py" for name in ("api", "arguments", "cli", "places", "spoken")),
    *(PACKAGE / "core" / f"{name}.py" for name in ("counts", "policy", "rules", "timing", "units")),
    *PACKAGE.glob("commands/*.py"),
    *(PACKAGE / "dashboard" / f"{n}.py"
      for n in ("datasets", "edits", "jobs", "links", "policy", "results", "session")),
    *(path for path in PACKAGE.glob("lab/[bdes]*/*.py") if path.stem != "parts"),
    *PACKAGE.glob("lab/audit/estimators.py"),
    *PACKAGE.glob("lab/audit/grant_threshold.py"),
    *(PACKAGE / "lab" / "inference" / f"{n}.py"
      for n in ("comparison", "discovery", "draws", "sensitivity")),
    *(PACKAGE / "lab" / "validation" / f"{n}.py" for n in ("grammar", "targets")),
    *PACKAGE.glob("scenarios/*.py"),
])  # fmt: skip
"""Modules whose mistakes reach the command line or the page."""
ENGLISH = re.compile(
    r"(?<![.\w])(is|are|has|must|the|of|not|needs?|cannot|write|should|possible)\b", re.I
)
TELLS = {"say", "option", "Argument", "NamedTuple", "compile"}
"""Calls whose texts are no mistakes."""
WORDS = {"help", "doc", "description", "source", "cost"}
COMPOSED = {
    "A trigger is 7.",
    "7 is missing 7; 7 stands there.",
    "7 none of 7.",
    "7 The command list metrics shows them all.",
    "7 = 7 is outside 7.",
    "7 here; known are names, numbers, months in quotes, + - * / ( ) , and '..'.",
}
"""Of which a part is filled in with words; the files and expressions below reach them all."""
HINTS = ("did_you_mean", "hint", "_meaning", "_nearest", "_operator_hint")


def texts(module: Path) -> Iterator[str]:
    """Every sentence of a module that is no doc and no help, with its places filled in."""
    tree = ast.parse(module.read_text("utf-8"))
    silent = {id(part) for node in ast.walk(tree) for skipped in _silent(node)
              for part in ast.walk(skipped)}  # fmt: skip
    for node in ast.walk(tree):
        if id(node) in silent or not isinstance(node, ast.JoinedStr | ast.Constant):
            continue
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        silent |= {id(part) for part in parts if part is not node}
        text = "".join(map(_filled, parts))
        if re.search(r"[a-z]{2} .*\.$", text, re.S):
            yield _led(text)


def _silent(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in TELLS:
        yield node
    if isinstance(node, ast.keyword) and node.arg in WORDS:
        yield node


def _led(text: str) -> str:
    """Begin with the place in a file that stands before what is wrong there."""
    if re.match(r":|\.\w| [a-z]", text):
        return f"7{text}"
    return f"7 {text}" if text.startswith("=") else text.lstrip()


def _filled(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return part.value if isinstance(part.value, str) else ""
    inside = ast.unparse(part)
    if any(hint in inside for hint in HINTS):
        return ""
    return "7." if "error" in inside else "7"


def left(text: str) -> list[str]:
    """Sentences of a text that nobody has translated."""
    pieces = [p for line in retell(text, "es").split("\n") for p in ENDS.split(line.strip())]
    english = {p for line in text.split("\n") for p in ENDS.split(line.strip())}
    prose = re.compile("[a-z]{2} [a-z]")
    return [piece for piece in pieces if piece in english and prose.search(piece)]


@pytest.mark.parametrize("module", SAYERS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_sentence_about_a_mistake_is_translated(module: Path) -> None:
    known = sentences("es")["words"].keys()

    said = [piece for text in texts(module) if text not in known for piece in left(text)]

    assert not [piece for piece in said if piece.removeprefix("7: ") not in COMPOSED]


def test_the_search_for_sentences_finds_them() -> None:
    """The test before this one must have something to fail on."""
    found = [text for module in SAYERS for text in texts(module)]

    assert len(found) > 150
    assert left("Nobody has said this before.")


def mistakes_of(text: str | bytes, file: Path) -> tuple[str, ...]:
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InputError) as refused:
        read_experiment(file, KNOWN)
    return refused.value.mistakes


def test_nothing_english_is_left_of_what_is_wrong_with_hundreds_of_files(tmp_path: Path) -> None:
    said = {m for case in CASES.values() for m in mistakes_of(case.text, tmp_path / "bad.toml")}
    told = {retell(mistake, "es") for mistake in said}

    # what the file itself says stays as it is
    own = re.compile(r'".*?"|= .*? (?=no )| en \S.*$')
    assert len(said) > 300
    assert not [text for text in told if ENGLISH.search(own.sub("", text))]


@pytest.mark.parametrize("expression", [
    "", "1 +", "mean(", "mean(births", "births", "fame(births)", "mean(birth)", "mean(births, 3)",
    "births(1)", "mean(births, \"2010-01\")", "mean(births, \"2011-01\"..\"2010-01\")",
    "firms + 1", "mean", "1 2", "mean(births) ! 2", "\"2010-01\"", "(" * 200 + "1" + ")" * 200,
    "mean(births, \"2010-13\"..\"2011-01\")", "mean(births, \"1950-01\"..\"2011-01\")",
])  # fmt: skip
def test_a_wrong_expression_is_told_in_spanish(expression: str) -> None:
    with pytest.raises(InputError) as refused:
        parse(expression, VOCABULARY)

    for mistake in refused.value.mistakes:
        assert not left(mistake)


def descriptions(page: type[BaseModel]) -> Iterator[str]:
    """What the keys of a page, and of all pages inside, mean."""
    for row in page.model_fields.values():
        yield str(row.description)
        for inner in _pages(row.annotation):
            yield from descriptions(inner)


def _pages(kind: Any) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in get_args(kind):
        yield from _pages(part)


@pytest.mark.parametrize(
    "page",
    [FilePage, PolicyPage, InterventionPage, UncertaintyPage, TargetFile, TargetPage, Scenario],
)
def test_every_key_of_a_file_has_a_spanish_meaning(page: type[BaseModel]) -> None:
    assert not set(descriptions(page)) - sentences("es")["mistakes"].keys()


def test_a_translation_fills_in_what_the_english_sentence_holds() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    rows = sentences("es")["mistakes"]

    assert not {en for en, es in rows.items() if places(en) < places(es)}
    assert not {en for en in rows if len(ENDS.split(en)) > 1}, "a line is one sentence"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("rnu",), "rnu no es una orden. ¿Quiso decir run?"),
        (("run", "--months", "0"), "Valor no válido para '--months': 0 está fuera del rango"),
        (("run", "--months", "few"), "no es un número entero"),
        (("run", "--bogus"), "No existe la opción"),
        (("plan",), "Falta el argumento 'EXPERIMENT'."),
        (("plan", "p01", "p02"), "Sobra el argumento (p02)"),
        (("plan", "p01_qota"), "no es ni un experimento ni un archivo. ¿Quiso decir p01_quota?"),
        (("run", "panama_2090"), "no es ni un escenario ni un archivo. ¿Quiso decir panama_2009?"),
        (("run", "--lever", "rent"), "La forma es NAME=VALUE@FROM..UNTIL"),
        (("run", "--set", "foreign_quota=7"), "foreign_quota = 7 está fuera de 0 a 1"),
        (("run", "--json=7"), "La opción '--json' no lleva valor."),
        (("experiment", "p01_quota", "--shard", "3/2"), "no es I/N"),
        (("status", "nowhere"), "nowhere no es una carpeta de resultados."),
        (("list", "lever"), "'lever' no es ninguno de"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_the_command_line_answers_mistakes_in_spanish(
    words: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLUSTER_ABM_LANG", "en")

    answer = CliRunner().invoke(cli, [*words, "--lang", "es"])

    assert said in answer.stderr
    assert answer.exit_code == 2


def test_english_is_said_as_it_is_written() -> None:
    assert retell("fake is not a metric.", "en") == "fake is not a metric."
