"""The laws of the house: who may know whom, and what nobody below the laboratory may do."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from inspect import signature
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import pytest

from cluster_abm.core.rules import all_numbers
from cluster_abm.core.schedule import title
from cluster_abm.model import BOOKS, METRICS, MONTH

HOUSE = Path(__file__).parents[1] / "cluster_abm"
FILES = sorted(p for p in HOUSE.rglob("*.py") if "__pycache__" not in p.parts)

FLOORS = {
    "locale": 0, "core": 0,
    "agents": 1,
    "submodels": 2,
    "identities": 3, "scenarios": 3, "model": 3,
    "explain": 4, "lab": 4,
    "api": 5, "arguments": 5, "catalogue": 5, "dashboard": 5, "doctor": 5,
    "screen": 6, "spoken": 6, "demonstration": 6, "cli": 6, "": 6,
}  # fmt: skip
"""Floor of every folder and of every file beside them; the package itself only hands names on."""
LABORATORY = 4
"""Floor from which results are looked at, and no longer made."""

PAGES = ("numbers", "equations", "decisions", "processes", "metrics")
"""Pages of a submodel; each may know those before it."""
PUBLIC = {"__init__.py", "dashboard/__init__.py", "locale/__init__.py"}
"""Packages that hold more than a docstring."""
MESA = {"core/actor.py", "agents/zones.py", "model.py"}
"""Files that may know Mesa, beside those of the dashboard."""
TALL = 440
"""Lines from which a file is much longer than 400."""

PLAIN = {0, 1, -1, 2, 0.5}
"""Numbers that need no name."""
MACHINES_DIFFER = {
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "logaddexp", "power", "float_power",
    "sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "arctan2", "cbrt",
    "pow", "gamma", "lgamma", "erf", "erfc", "lognormal",
    "dot", "vdot", "inner", "matmul", "einsum", "tensordot", "linalg", "random",
    "partition", "argpartition",
}  # fmt: skip
"""What NumPy and Python's ``math`` answer differently on different machines."""


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
def test_equations_know_numpy_numerics_groups_and_type_names_only(file: Path) -> None:
    known = {
        "__future__", "typing", "collections.abc", "enum", "numpy", "numpy.typing",
        "cluster_abm.core.numerics", "cluster_abm.core.groups", "cluster_abm.core.types",
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


def circle_in(known: Mapping[str, set[str]]) -> list[str]:
    """A way along imports that ends where it began, or nothing."""
    done: set[str] = set()

    def walk(at: str, way: list[str]) -> list[str]:
        if at in way:
            return [*way[way.index(at) :], at]
        if at in done:
            return []
        for other in sorted(known.get(at, ())):
            if found := walk(other, [*way, at]):
                return found
        done.add(at)
        return []

    return next((c for c in (walk(unit, []) for unit in sorted(known)) if c), [])


def test_a_circle_is_found() -> None:
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert not circle_in({"a": {"b", "c"}, "b": {"c"}, "c": set()})


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


def nameless(page: ast.Module, *, explained: bool) -> Iterator[tuple[int, str]]:
    """Numbers that stand in the code without a name.

    Free are 0, 1, 2, a half, indices, axes, constants in capitals; and where it is *explained*,
    a number that the function's docstring speaks of.
    """
    for statement in page.body:
        if not named_constant(statement):
            doc = ast.get_docstring(statement) if isinstance(statement, ast.FunctionDef) else ""
            for line, text in literals(statement):
                if not (explained and text in (doc or "")):
                    yield line, text


def named_constant(statement: ast.stmt) -> bool:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
    return bool(names) and all(name.isupper() for name in names)


def literals(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Subscript):
        yield from literals(node.value)
        # an index may be a number; a comparison inside the brackets is economics
        for inner in ast.walk(node.slice):
            if isinstance(inner, ast.Compare | ast.Call):
                yield from literals(inner)
    elif isinstance(node, ast.keyword) and node.arg in {"axis", "maxsize", "round", "decimals"}:
        return
    elif isinstance(node, ast.Constant):
        if type(node.value) in (int, float) and node.value not in PLAIN:
            yield node.lineno, repr(node.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from literals(child)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def f(x):\n    return x * 3.5 + 2", ["3.5"]),
        ("def f(x):\n    return x[:, 3] + x.sum(axis=3) - 1", []),
        ("def f(x):\n    return x[x > 7]", ["7"]),
        ("LIMIT = 500", []),
        ("limit = 500", ["500"]),
    ],
)
def test_a_nameless_number_is_found(code: str, found: list[str]) -> None:
    assert [text for _, text in nameless(ast.parse(code), explained=False)] == found


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
        if argument.annotation is None
    ))  # fmt: skip


@pytest.mark.parametrize("process", MONTH, ids=title)
def test_a_process_names_its_participants_and_returns_nothing(process: Any) -> None:
    hints = get_type_hints(process)

    assert set(signature(process).parameters) == set(hints) - {"return"}
    assert hints["return"] is type(None)
    assert (process.__doc__ or "").strip(), f"{title(process)} needs a sentence."


def test_no_process_takes_place_twice() -> None:
    assert len(set(MONTH)) == len(MONTH)


# Same bytes on every machine


@every(on_floors(LABORATORY))
def test_results_are_the_same_on_every_machine(file: Path) -> None:
    broken(file, unsafe(tree(file)))


def unsafe(page: ast.Module) -> Iterator[tuple[int, str]]:
    """What could make results differ between machines, processes or runs."""
    for node in ast.walk(page):
        yield from unsafe_name(node)
        yield from unsafe_operator(node)
        yield from unsafe_sort(node)
    yield from ((line, "iterates over a set; its order is nobody's.") for line in over_sets(page))


def unsafe_name(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Attribute):
        home = node.value.id if isinstance(node.value, ast.Name) else ""
        if (home in {"np", "numpy", "math"} and node.attr in MACHINES_DIFFER) or node.attr == "dot":
            yield node.lineno, f"{home}.{node.attr} differs between machines; see core.numerics."
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        if node.func.id in {"hash", "pow", "id"}:
            yield node.lineno, f"{node.func.id}() differs between machines or processes."
    elif isinstance(node, ast.ImportFrom) and node.module in {"math", "numpy", "numpy.random"}:
        for alias in node.names:
            if alias.name in MACHINES_DIFFER:
                yield node.lineno, f"imports {alias.name} of {node.module}; see core.numerics."
    elif isinstance(node, ast.Import):
        for alias in node.names:
            if alias.name in {"random", "numpy.random", "secrets", "uuid"}:
                yield node.lineno, f"imports {alias.name}; luck is drawn from Luck."


def unsafe_operator(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.BinOp | ast.AugAssign):
        if isinstance(node.op, ast.MatMult):
            yield node.lineno, "@ is BLAS, which differs between machines."
        exponent = node.right if isinstance(node, ast.BinOp) else node.value
        if isinstance(node.op, ast.Pow) and not whole(exponent):
            yield node.lineno, f"** {ast.unparse(exponent)} may be a fraction; use dpow."


def whole(exponent: ast.expr) -> bool:
    if isinstance(exponent, ast.UnaryOp):
        return whole(exponent.operand)
    return isinstance(exponent, ast.Constant) and float(exponent.value).is_integer()


def unsafe_sort(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        given = {k.arg: ast.unparse(k.value) for k in node.keywords}
        if node.func.attr == "argsort" and given.get("kind") != "'stable'":
            yield node.lineno, 'argsort without kind="stable" orders ties as it likes.'


SET_MAKERS = {"set", "frozenset"}
WALKERS = {"list", "tuple", "enumerate", "iter", "map", "zip", "sum", "array", "fromiter", "join"}
SET_OPERATORS = (ast.BitAnd, ast.BitOr, ast.BitXor, ast.Sub)


def over_sets(page: ast.Module) -> Iterator[int]:
    """Lines on which somebody walks through a set, as far as the text shows it."""
    scopes = [page, *(n for n in ast.walk(page) if isinstance(n, ast.FunctionDef))]
    for scope in scopes:
        sets: set[str] = set()
        for node in own(scope):
            if isinstance(node, ast.Assign) and is_set(node.value, sets):
                sets |= {t.id for t in node.targets if isinstance(t, ast.Name)}
        for node in own(scope):
            if isinstance(node, ast.For | ast.comprehension) and is_set(node.iter, sets):
                yield node.iter.lineno
            elif isinstance(node, ast.Call):
                name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
                if name in WALKERS and any(is_set(a, sets) for a in node.args):
                    yield node.lineno


def own(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope, but not those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef | ast.ClassDef):
            yield child
            yield from own(child)


def is_set(node: ast.expr, sets: set[str]) -> bool:
    match node:
        case ast.Set() | ast.SetComp():
            return True
        case ast.Call(func=ast.Name(id=name)):
            return name in SET_MAKERS
        case ast.Name(id=name):
            return name in sets
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, SET_OPERATORS):
            return any(is_set(side, sets) or is_keys(side) for side in (left, right))
    return False


def is_keys(node: ast.expr) -> bool:
    """The view of a dictionary's keys, which operators turn into a set."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "keys"
    )


@pytest.mark.parametrize(
    "code",
    [
        "np.exp(x)", "math.log(x)", "np.power(x, 2)", "x ** 0.5", "x ** alpha", "x **= a",
        "x @ y", "x.dot(y)", "np.matmul(x, y)", "np.argsort(x)", "x.argsort(kind='quicksort')",
        "np.random.default_rng(1)", "import random", "from math import exp", "hash(x)",
        "for x in {1, 2}: pass", "[x for x in set(y)]", "a = set(y)\nlist(a)",
        "[n for n in a.keys() & b.keys()]", "def f():\n    s = {1}\n    for x in s: pass",
    ],
)  # fmt: skip
def test_what_differs_between_machines_is_found(code: str) -> None:
    assert list(unsafe(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "dexp(x)", "x ** 2", "10**9", "2.0**-53", "np.argsort(x, kind='stable')", "np.lexsort(x)",
        "sorted({1, 2})", "x in {1, 2}", "len(set(y))", "np.sqrt(x)", "[x for x in y.keys()]",
    ],
)  # fmt: skip
def test_what_is_safe_passes(code: str) -> None:
    assert not list(unsafe(ast.parse(code)))
