"""Every mechanism of priority 1 has a test of its process, named after its id in the report.

The table is ``priority_1.csv``: what causes what, and how far the model has it.  A test belongs to
a mechanism if its name says so: ``test_m01_…``, ``test_m02_m03_…``.
"""

from __future__ import annotations

import ast
import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
FAULTS = TESTS.parent / "docs" / "known_faults.md"
PRIORITY_1 = 89
"""Mechanisms of priority 1 in the report."""
LAST = 169
"""The last mechanism that the report counts."""
STATES = {"tested", "partly", "pending", "absent"}
ID = re.compile(r"(?<![a-z0-9])m(\d{2,3})(?=_)")


@cache
def table() -> dict[str, dict[str, str]]:
    """Mechanisms of priority 1, by id."""
    with (Path(__file__).parent / "priority_1.csv").open(encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@cache
def names_by_id() -> dict[str, tuple[str, ...]]:
    """Names of the tests of each mechanism."""
    found: dict[str, list[str]] = {}
    for name in all_tests():
        for number in ID.findall(name):
            found.setdefault(f"M{number}", []).append(name)
    return {mechanism: tuple(names) for mechanism, names in found.items()}


def all_tests() -> Iterator[str]:
    for file in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node.name


def in_state(*states: str) -> list[str]:
    return [mechanism for mechanism, row in table().items() if row["state"] in states]


def test_the_table_holds_every_mechanism_of_priority_1_once() -> None:
    assert len(table()) == PRIORITY_1
    assert {row["state"] for row in table().values()} <= STATES


@pytest.mark.parametrize("mechanism", in_state("tested", "partly"))
def test_each_mechanism_that_the_model_has_is_tested(mechanism: str) -> None:
    row = table()[mechanism]

    assert mechanism in names_by_id(), (
        f"{mechanism} ({row['cause']} -> {row['effect']}) has no test_{mechanism.lower()}_…"
    )


@pytest.mark.parametrize("mechanism", in_state("partly", "absent"))
def test_what_the_model_lacks_of_a_mechanism_is_published(mechanism: str) -> None:
    assert table()[mechanism]["remark"]
    assert re.search(rf"\b{mechanism}\b", FAULTS.read_text("utf-8"))


def test_what_is_absent_or_pending_has_no_test_that_claims_it() -> None:
    """Whoever builds it moves it to those that are tested."""
    assert [m for m in in_state("absent", "pending") if m in names_by_id()] == []


def test_no_test_names_a_mechanism_that_the_report_does_not_know() -> None:
    assert [m for m in names_by_id() if not 1 <= int(m[1:]) <= LAST] == []
