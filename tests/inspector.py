"""The inspector: what the text of a file says about numbers, machines and circles."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

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


# Numbers have names


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


# Same bytes on every machine


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


# Who knows whom


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
