"""The questions of the catalogue: what their page points to is there, and files can be read."""

import re
from pathlib import Path

import pytest

from cluster_abm.explain import known
from cluster_abm.scenarios.files import read_experiment

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "questions.md").read_text("utf-8")
FILES = sorted((ROOT / "experiments").glob("*.toml"))
SECTIONS = dict(re.findall(r"^## (P\d\d)\b.*?\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
PARTS = ("**Design.**", "**Assumed.**", "**Found.**", "**Not shown.**")


def test_every_question_of_the_catalogue_has_a_section() -> None:
    assert list(SECTIONS) == [f"P{number:02}" for number in range(1, 16)]


@pytest.mark.parametrize("name", [f"P{number:02}" for number in range(1, 16)])
def test_a_section_names_its_file_and_what_it_found_or_says_that_there_is_none(name: str) -> None:
    section = SECTIONS[name]
    files = re.findall(r"`(experiments/[\w-]+\.toml)`", section)

    if not files:
        assert "No file yet" in section
        return
    assert all((ROOT / file).is_file() for file in files)
    assert all(part in section for part in PARTS)
    assert re.search(r"\d+ pairs", section), "how many pairs the figures rest on"
    assert re.search(r"\[[-−+\d.,]+ to [-−+\d.,]+\]", section), "an interval"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_experiment_is_explained_by_ids_and_stands_in_the_page(file: Path) -> None:
    asked = read_experiment(file, known())
    comments = [line for line in asked.text.splitlines() if line.startswith("#")]

    assert asked.name == file.stem
    assert re.search(r"\b[A-Z]\d\d", " ".join(comments)), "a comment names a row of the catalogue"
    assert f"`experiments/{file.name}`" in SECTIONS[file.stem[:3].upper()]
