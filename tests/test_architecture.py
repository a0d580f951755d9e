"""The laws of the house: who may know whom, and what nobody below the laboratory may do."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from inspect import signature
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import pytest

from cluster_abm.core.actor import DECISIONS
from cluster_abm.core.rules import all_numbers
from cluster_abm.core.schedule import title
from cluster_abm.model import BOOKS, METRICS, MONTH
from tests.inspector import circle_in, nameless, unsafe

HOUSE = Path(__file__).parents[1] / "cluster_abm"
FILES = sorted(p for p in HOUSE.rglob("*.py") if "__pycache__" not in p.parts)

FLOORS = {
    "locale": 0, "core": 0,
    "agents": 1,
    "submodels": 2,
    "identities": 3, "scenarios": 3, "model": 3,
    "explain": 4, "odd": 4, "indicators": 4, "lab": 4,
    "api": 5, "arguments": 5, "catalogue": 5, "dashboard": 5, "doctor": 5,
    "screen": 6, "spoken": 6, "places": 6, "demonstration": 6, "commands": 6, "cli": 6, "": 6,
}  # fmt: skip
"""Floor of every folder and of every file beside them; the package itself only hands names on."""
ROOMS = {
    "design": 0, "engine": 1, "store": 2, "inference": 3, "audit": 4, "batch": 4,
    "validation": 4, "report": 5,
}  # fmt: skip
"""Rooms of the laboratory; each may know those on lower steps, and not its neighbours."""
LABORATORY = 4
"""Floor from which results are looked at, and no longer made."""

PAGES = ("numbers", "equations", "decisions", "processes", "metrics")
"""Pages of a submodel; each may know those before it."""
PUBLIC = {"__init__.py", "dashboard/__init__.py", "locale/__init__.py"}
"""Packages that hold more than a docstring."""
MESA = {"core/actor.py", "core/observations.py", "agents/zones.py", "model.py"}
"""Files that may know Mesa, beside those of the dashboard."""
TALL = 440
"""Lines from which a file is much longer than 400."""


class Import(NamedTuple):
    """One import: where, and what."""

    line: int
    module: str


def short(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def module_of(file: Path) -> str:
    parts = ["cluster_abm", *file.relative_to(HOUSE).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(file): file for file in FILES}


@cache
def imports(file: Path) -> tuple[Import, ...]:
    """Every import of a file, wherever it stands; ``from package import module`` as that module."""
    found = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += [Import(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            home = node.module or ""
            for alias in node.names:
                inner = f"{home}.{alias.name}"
                found.append(Import(node.lineno, inner if inner in MODULES else home))
    return tuple(dict.fromkeys(found))


def of_the_house(file: Path) -> Iterator[Import]:
    return (i for i in imports(file) if i.module.split(".")[0] == "cluster_abm")


def unit_of(module: str) -> str:
    """The folder, or the file beside the folders, to which a module belongs."""
    return module.partition(".")[2].partition(".")[0]


def floor_of(module: str) -> int:
    unit = unit_of(module)
    assert unit in FLOORS, f"{unit} stands on no floor: add it to FLOORS."
    return FLOORS[unit]


def on_floors(below: int) -> list[Path]:
    return [f for f in FILES if FLOORS.get(unit_of(module_of(f)), LABORATORY) < below]


def pages(*names: str) -> list[Path]:
    return [f for f in FILES if f.parent.parent.name == "submodels" and f.stem in names]


def told(file: Path, wrong: Iterable[tuple[int, str]]) -> str:
    return "\n".join(f"cluster_abm/{short(file)}:{line}: {what}" for line, what in sorted(wrong))


def broken(file: Path, wrong: Iterable[tuple[int, str]]) -> None:
    text = told(file, wrong)
    assert not text, "\n" + text


def every(files: Iterable[Path]) -> Any:
    return pytest.mark.parametrize("file", files, ids=short)


# Who may know whom


@every(FILES)
def test_imports_go_down(file: Path) -> None:
    mine = floor_of(module_of(file))

    broken(file, (
        (i.line, f"floor {mine} imports {i.module} of floor {floor_of(i.module)}.")
        for i in of_the_house(file) if floor_of(i.module) > mine
    ))  # fmt: skip


@every([f for f in FILES if f.parent.parent.name == "lab"])
def test_a_room_of_the_laboratory_knows_only_those_before_it(file: Path) -> None:
    mine = file.parent.name
    assert mine in ROOMS, f"{mine} is no room of the laboratory: add it to ROOMS."
    rooms = [(i, i.module.split(".")[2]) for i in of_the_house(file) if in_the_lab(i.module)]

    broken(file, (
        (i.line, f"{mine} imports {i.module}; the order is {' < '.join(ROOMS)}.")
        for i, room in rooms if room != mine and ROOMS[room] >= ROOMS[mine]
    ))  # fmt: skip


def in_the_lab(module: str) -> bool:
    return module.startswith("cluster_abm.lab.")


def test_every_file_of_the_laboratory_stands_in_a_room() -> None:
    assert [f.name for f in (HOUSE / "lab").glob("*.py")] == ["__init__.py"]


@every([f for f in FILES if f.parent.parent.name == "submodels"])
def test_a_submodel_never_imports_another(file: Path) -> None:
    mine = file.parent.name

    broken(file, (
        (i.line, f"{mine} imports {i.module}; submodels meet in columns and in MONTH.")
        for i in of_the_house(file)
        if i.module.startswith("cluster_abm.submodels.") and i.module.split(".")[2] != mine
    ))  # fmt: skip


@every([f for f in FILES if f.parent.parent.name == "submodels" and f.stem != "__init__"])
def test_a_page_of_a_submodel_knows_only_those_before_it(file: Path) -> None:
    assert file.stem in PAGES, f"{short(file)} is not one of the five pages {', '.join(PAGES)}."
    later = PAGES[PAGES.index(file.stem) :]

    broken(file, (
        (i.line, f"{file.stem} imports {i.module}; the order is {' < '.join(PAGES)}.")
        for i in of_the_house(file)
        if i.module.startswith(f"cluster_abm.submodels.{file.parent.name}.")
        and i.module.split(".")[3] in later
    ))  # fmt: skip


@every(pages("equations"))
def test_equations_know_numpy_numerics_groups_their_twins_and_type_names_only(file: Path) -> None:
    known = {
        "__future__", "typing", "collections.abc", "enum", "numpy", "numpy.typing",
        "cluster_abm.core.numerics", "cluster_abm.core.groups", "cluster_abm.core.types",
        "cluster_abm.core.sums", "cluster_abm.core.compiled", "cluster_abm.core.kernels.numerics",
        "cluster_abm.core.kernels.places", "cluster_abm.core.kernels.tenders",
        "cluster_abm.core.kernels.permits",
    }  # fmt: skip

    broken(file, (
        (i.line, f"imports {i.module}; an equation is a function of arrays and numbers.")
        for i in imports(file) if i.module not in known
    ))  # fmt: skip


@every(FILES)
def test_mesa_is_known_to_a_few_files(file: Path) -> None:
    if short(file) in MESA or file.parts[len(HOUSE.parts)] == "dashboard":
        return

    broken(file, (
        (i.line, f"imports {i.module}; only {', '.join(sorted(MESA))} and dashboard/ know Mesa.")
        for i in imports(file) if i.module.split(".")[0] == "mesa"
    ))  # fmt: skip


def test_no_folder_imports_one_that_imports_it() -> None:
    known: dict[str, set[str]] = {}
    for file in FILES:
        mine = unit_of(module_of(file))
        if mine:
            known.setdefault(mine, set()).update(unit_of(i.module) for i in of_the_house(file))

    circle = circle_in({unit: others - {unit, ""} for unit, others in known.items()})

    assert not circle, f"A circle of folders: {' -> '.join(circle)}.\n" + "\n".join(
        told(f, links) for a, b in pairwise(circle) for f, links in links_of(a, b)
    )


def links_of(one: str, other: str) -> Iterator[tuple[Path, list[tuple[int, str]]]]:
    for file in FILES:
        if unit_of(module_of(file)) == one:
            links = [(i.line, i.module) for i in of_the_house(file) if unit_of(i.module) == other]
            if links:
                yield file, links


# How a file looks


@every([f for f in FILES if f.name == "__init__.py"])
def test_a_package_is_only_a_docstring(file: Path) -> None:
    assert ast.get_docstring(tree(file)), f"{short(file)} needs a docstring."

    if short(file) not in PUBLIC:
        broken(file, ((node.lineno, "a package holds a docstring and nothing else.")
                      for node in tree(file).body[1:]))  # fmt: skip


@every(FILES)
def test_no_file_is_much_longer_than_400_lines(file: Path) -> None:
    lines = len(file.read_text("utf-8").splitlines())

    assert lines <= TALL, f"{short(file)} has {lines} lines; it holds more than one idea."


# Numbers have names


@every(pages("equations", "decisions", "processes"))
def test_every_number_in_economics_has_a_name(file: Path) -> None:
    explained = file.stem == "equations"

    broken(file, (
        (line, f"{text} has no name; it belongs to numbers.py, or to a constant in capitals.")
        for line, text in nameless(tree(file), explained=explained)
    ))  # fmt: skip


def test_leaf_names_of_numbers_are_unique() -> None:
    names = [name for book in BOOKS for name in book.rows]

    assert len(all_numbers(BOOKS)) == len(names) == len(set(names))


def test_every_book_page_and_metric_of_the_tree_is_in_the_model() -> None:
    themes = {f.parent.name for f in pages("numbers")}
    observed = {
        f"{file.parent.name}.{node.name}"
        for file in pages("metrics") for node in tree(file).body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    }  # fmt: skip

    assert {book.__module__.split(".")[2] for book in BOOKS} == themes
    assert {title(m.function) for m in METRICS.values()} == observed


# Processes name who takes part


@every(pages("processes", "decisions", "metrics"))
def test_every_argument_says_its_type(file: Path) -> None:
    functions = [n for n in ast.walk(tree(file)) if isinstance(n, ast.FunctionDef)]

    broken(file, (
        (f.lineno, f"{f.name}: {argument.arg} has no type.")
        for f in functions
        for argument in (*f.args.posonlyargs, *f.args.args, *f.args.kwonlyargs)
        if argument.annotation is None and argument.arg != "self"
    ))  # fmt: skip


@pytest.mark.parametrize("process", MONTH, ids=title)
def test_a_process_names_its_participants_and_returns_nothing(process: Any) -> None:
    hints = get_type_hints(process)

    assert set(signature(process).parameters) == set(hints) - {"return"}
    assert hints["return"] is type(None)
    assert (process.__doc__ or "").strip(), f"{title(process)} needs a sentence."


def test_what_is_asked_is_declared_and_what_is_declared_is_asked() -> None:
    calls = (
        node for file in FILES if "submodels" in file.parts
        for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)
    )  # fmt: skip
    asked = {
        call.args[0].id
        for call in calls
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "firms.ask"
        if isinstance(call.args[0], ast.Name)
    }

    assert asked == DECISIONS


def test_no_process_takes_place_twice() -> None:
    assert len(set(MONTH)) == len(MONTH)


# Same bytes on every machine


@every(on_floors(LABORATORY))
def test_results_are_the_same_on_every_machine(file: Path) -> None:
    broken(file, unsafe(tree(file)))
