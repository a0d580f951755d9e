"""The inspector finds what it looks for, and nothing else."""

import ast

import pytest

from tests.inspector import circle_in, nameless, unsafe


def test_a_circle_is_found() -> None:
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert not circle_in({"a": {"b", "c"}, "b": {"c"}, "c": set()})


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
