"""The table of mechanisms and the nine loops, asked of whole worlds.

``make nightly`` lives every row in 40 pairs.  Every check lives eight rows in three pairs; which
ones depends on the commit, so that in time all of them are asked.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.lab.engine.manifest import usable_processors
from tests.mechanisms.engine import (
    DOWN,
    PAIRS,
    UP,
    Finding,
    Lives,
    Row,
    asked_by,
    judge,
    live,
    means,
    mistakes,
    run_id,
    turned,
)
from tests.mechanisms.loops import LOOPS
from tests.mechanisms.rest import REST
from tests.mechanisms.table import CORE

ROOT = Path(__file__).parents[2]
SHELF = ROOT / ".cache" / "mechanisms"
ROWS = (*CORE, *(row for loop in LOOPS for row in loop.rows))
QUICK = [row for row in ROWS if row.quick]
EACH_TIME, FEW = 8, 3
"""Rows that every check asks, and the pairs in which it does."""


# The table


def test_the_table_asks_for_what_the_model_knows() -> None:
    assert mistakes(ROWS) == []


def test_the_table_holds_forty_mechanisms_and_nine_loops() -> None:
    assert len({row.id for row in CORE}) >= 40
    assert [loop.number for loop in LOOPS] == list(range(1, 10))


def test_no_two_rows_have_one_name() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_every_row_turns_something_and_cuts_something_else() -> None:
    for row in ROWS:
        whole, caused, cut, both = (run_id(policy) for policy in row.policies)
        assert len({whole, caused, cut, both}) == 4, row.name


def test_what_the_model_does_not_do_is_published() -> None:
    faults = (ROOT / "docs" / "known_faults.md").read_text("utf-8")

    assert [row.name for row in ROWS if row.fault and row.name not in faults] == []


# The judge, on worlds made by hand

CLAIM = Row(id="M00", says="A claim.", cause=turned(opportunity=0.5), metric="alliances", goes=UP,
            months=(0, 2), cut=turned(meeting_rate=0.0))  # fmt: skip


def judged(effect: float, left: float, row: Row = CLAIM, pairs: int = 12) -> Finding:
    """The finding where the cause moves a metric so far, and so far without its carrier."""
    luck = np.linspace(-1, 1, pairs)
    lives = Lives((row.metric,), pairs)
    for policy, level in zip(row.policies, (10, 10 + effect, 20, 20 + left), strict=True):
        noise = np.random.default_rng(int(level * 100)).normal(0, 0.3, pairs)
        for world in range(pairs):
            path = np.full((row.length, 1), level + luck[world] + noise[world])
            lives.found[row.length, world, run_id(policy)] = path
    return judge([row], lives)[0]


def test_an_effect_that_vanishes_without_its_carrier_is_shown() -> None:
    assert judged(3.0, 0.0).verdict == "shown"


def test_an_effect_that_stays_without_its_carrier_is_not() -> None:
    assert judged(3.0, 3.0).verdict == "not by this carrier"


def test_an_effect_the_other_way_is_told() -> None:
    assert judged(-3.0, 0.0).verdict == "the other way"


def test_luck_alone_is_not_seen() -> None:
    assert judged(0.0, 0.0).verdict == "not seen"


def test_a_row_that_says_less_is_shown_by_less() -> None:
    fall = Row(id="M00", says="A claim.", cause=turned(opportunity=0.0), metric="alliances",
               goes=DOWN, months=(0, 2), cut=turned(meeting_rate=0.0))  # fmt: skip

    assert judged(-3.0, 0.0, fall).verdict == "shown"


# Whole worlds


def chosen(rows: Sequence[Row]) -> list[Row]:
    """Some rows, which ones depends on the commit; on the source where there is no history."""
    said = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    name = said.stdout.strip() or the_cluster().fingerprint
    order = np.random.default_rng(int(name, 16)).permutation(len(rows))
    return [rows[i] for i in order[:EACH_TIME]]


def test_some_clear_mechanisms_act_in_whole_worlds() -> None:
    """In three pairs, on average, each goes where it should."""
    rows = chosen(QUICK)
    pairs = [(row.length, policy) for row in rows for policy in row.policies[:2]]
    lives = live(pairs, [row.metric for row in rows], pairs=FEW)

    wrong = []
    for row in rows:
        whole, caused = (means(row, lives, policy) for policy in row.policies[:2])
        if not (caused - whole).mean() * row.goes > 0:
            wrong.append(f"{row.name}: {row.says} {caused - whole}")
    assert wrong == []


@pytest.fixture(scope="module")
def findings() -> dict[str, Finding]:
    """Every row in all pairs, judged together."""
    lives = live(
        asked_by(ROWS), [row.metric for row in (*ROWS, *REST)], pairs=PAIRS,
        workers=usable_processors(), shelf=SHELF,
    )  # fmt: skip
    return {finding.row.name: finding for finding in judge(ROWS, lives)}


def rows_as_published() -> list[object]:
    """Every row; one that the model is known not to show is expected to fail."""
    return [
        pytest.param(
            row, id=row.name,
            marks=pytest.mark.xfail(reason=row.fault, strict=True) if row.fault else (),
        )
        for row in ROWS
    ]  # fmt: skip


@pytest.mark.nightly
@pytest.mark.parametrize("row", rows_as_published())
def test_a_mechanism_acts_and_without_its_carrier_does_not(
    row: Row, findings: dict[str, Finding]
) -> None:
    found = findings[row.name]
    effect, left = found.effect, found.cut

    told = (
        f"{row.says} {row.metric}: {effect.difference:+.3g} ({effect.low:.3g} to {effect.high:.3g})"
        f" on {effect.base:.4g}, p {found.p:.2g}; {PAIRS} pairs notice {effect.detectable:.2g}; "
        f"without its carrier {left.difference:+.3g} ({left.low:.3g} to {left.high:.3g}), "
        f"p {found.p_carried:.2g}"
    )
    print(told)
    assert found.verdict == "shown", told
