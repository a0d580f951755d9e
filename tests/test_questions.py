"""The questions of the catalogue: what their page points to is there, and files can be read."""

import re
from pathlib import Path

import pytest

from cluster_abm.explain import known
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.scenarios.files import read_experiment
from docs.questions import between, block, written
from tests.lab.fake_model import SUBJECT, experiment

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "questions.md").read_text("utf-8")
FILES = sorted((ROOT / "experiments").glob("*.toml"))
SECTIONS = dict(re.findall(r"^## (P\d\d)\b.*?\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
PARTS = ("**Design.**", "**Answer.**", "**Hangs on.**", "**Not answered.**")


def test_every_question_of_the_catalogue_has_a_section() -> None:
    assert list(SECTIONS) == [f"P{number:02}" for number in range(1, 16)]


@pytest.mark.parametrize("name", [f"P{number:02}" for number in range(1, 16)])
def test_a_section_names_its_files_and_answers_or_says_that_there_is_none(name: str) -> None:
    section = SECTIONS[name]
    files = re.findall(r"`(experiments/[\w-]+\.toml)`", section)

    if not files:
        assert "No file yet" in section
        return
    assert all((ROOT / file).is_file() for file in files)
    assert all(part in section for part in PARTS)
    blocks = re.findall(r"<!-- (\w+): begin -->\n(.*?)<!-- \1: end -->", section, re.DOTALL)
    assert [name for name, _ in blocks] == [Path(file).stem for file in files]
    for _, text in blocks:
        assert "Not lived yet" in text or re.search(r"\[[-−+\d.,M ]+ to [-−+\d.,M ]+\]", text)


def test_no_figure_of_a_result_is_typed_by_hand() -> None:
    """Outside the blocks that are written there is no interval."""
    typed = re.sub(r"<!-- (\w+): begin -->.*?<!-- \1: end -->", "", PAGE, flags=re.DOTALL)

    assert not re.search(r"\[[-−+]?\d[\d.,]* to ", typed)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_experiment_is_explained_by_ids_and_stands_in_the_page(file: Path) -> None:
    asked = read_experiment(file, known())
    comments = [line for line in asked.text.splitlines() if line.startswith("#")]

    assert asked.name == file.stem
    assert re.search(r"\b[A-Z]\d\d", " ".join(comments)), "a comment names a row of the catalogue"
    assert f"`experiments/{file.name}`" in SECTIONS[file.stem[:3].upper()]


def test_a_file_asks_in_both_languages() -> None:
    for file in FILES:
        asked = read_experiment(file, known())

        assert asked.question_es, file.name
        assert all(policy.question and policy.question_es for policy in asked.policies), file.name


def test_a_block_says_what_was_found_and_marks_what_is_clear(tmp_path: Path) -> None:
    """In the fake cluster a quota of 0.3 brings ten jobs for certain, and no pay."""
    found = run_experiment(experiment(pairs=4), out=tmp_path, workers=0, subject=SUBJECT)

    text = block(found)

    assert "4 pairs of worlds" in text
    assert "| **+10 [+10 to +10]** |" in text
    assert "no difference" in text
    assert "more `jobs`" in text
    assert found.content_hash.startswith(re.findall(r"content `(\w+)`", text)[0])


def test_a_block_is_put_between_its_marks_and_nowhere_else() -> None:
    page = "a <!-- x: begin -->\nold\n<!-- x: end --> b"

    assert between(page, "x", "new") == "a <!-- x: begin -->\nnew\n<!-- x: end --> b"
    with pytest.raises(LookupError, match="0 times"):
        between(page, "y", "new")


def test_without_results_the_page_says_so_and_the_prose_stays(tmp_path: Path) -> None:
    page = written(PAGE, tmp_path)

    assert page.count("Not lived yet") == len(FILES)
    prose = r"<!-- (\w+): begin -->.*?<!-- \1: end -->"
    assert re.sub(prose, "", page, flags=re.DOTALL) == re.sub(prose, "", PAGE, flags=re.DOTALL)
