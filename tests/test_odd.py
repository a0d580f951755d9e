"""The protocol speaks of everything that the model has, and is the one that lies in the docs."""

from pathlib import Path

import pytest

import cluster_abm
from cluster_abm.core.actor import Singular
from cluster_abm.core.rules import all_numbers
from cluster_abm.core.schedule import title
from cluster_abm.model import BOOKS, METRICS, MONTH, ClusterModel
from cluster_abm.odd import CONCEPTS, attributes, decisions, grid, holders, protocol

PAGE = Path(cluster_abm.__file__).parents[1] / "docs" / "odd.md"


@pytest.fixture(scope="module", params=["en", "es"])
def page(request: pytest.FixtureRequest) -> str:
    return protocol(request.param)


def test_every_process_is_described(page: str) -> None:
    assert not [title(p) for p in MONTH if f"**{title(p)}.**" not in page]
    assert not [p.__name__ for p in MONTH if f"`{p.__name__}`" not in page]


def test_every_number_is_listed(page: str) -> None:
    assert not [name for name in all_numbers(BOOKS) if f"| `{name}` |" not in page]


def test_every_metric_is_listed(page: str) -> None:
    assert not [name for name in METRICS if f"| `{name}` |" not in page]


def test_every_column_stands_under_its_entity(page: str) -> None:
    for holder in holders(ClusterModel(bare=True)).values():
        part = page.split(f"#### {type(holder).__name__}\n")[1].split("\n#### ")[0]
        names = (
            [n for n, _, _ in attributes(type(holder))]
            if isinstance(holder, Singular)
            else type(holder).columns
        )
        assert names, f"{type(holder).__name__} has no state"
        assert not [name for name in names if f"| `{name}` |" not in part]


def test_every_participant_of_a_month_that_holds_state_is_an_entity() -> None:
    model = ClusterModel(bare=True)

    assert set(model.tables) <= set(holders(model))


def test_every_decision_is_listed(page: str) -> None:
    every = decisions() + decisions(alike=True)
    assert {"labour.plan_staff", "demand.invite"} <= {name for name, _ in every}
    assert not [name for name, _ in every if f"* `{name}`: " not in page]


def test_the_three_parts_and_eleven_concepts_are_there() -> None:
    english, spanish = protocol("en"), protocol("es")

    assert len(CONCEPTS) == 11
    for part in ("## Overview", "## Design concepts", "## Details", *CONCEPTS):
        assert part in english
    for part in ("## Visión general", "## Conceptos de diseño", "## Detalles", "Emergencia"):
        assert part in spanish


def test_a_bar_in_a_cell_does_not_break_the_table() -> None:
    assert grid(("a",), [("x|y",)]).splitlines()[-1] == "| x\\|y |"


def test_the_page_in_the_docs_is_the_protocol_of_today() -> None:
    assert PAGE.read_text("utf-8") == protocol("en"), "make docs writes docs/odd.md anew"
