"""The tab Results: courses, differences, and folders that cannot be read; without a browser."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from cluster_abm.core.errors import InputError
from cluster_abm.dashboard import charts, courses, datasets, validation
from cluster_abm.dashboard.policy import preset_name, question_of
from cluster_abm.dashboard.presets import presets
from cluster_abm.lab.validation.targets import read_targets
from cluster_abm.locale import LANGUAGES


def rows_of(paths: dict[tuple[str, int], list[float]]) -> pa.Table:
    """Rows as a dataset gives them, of one draw."""
    flat = [
        {"policy": policy, "replicate": world, "draw": 0, "month": month, "jobs": value}
        for (policy, world), path in sorted(paths.items())
        for month, value in enumerate(path)
    ]
    return pa.Table.from_pylist(flat)


PATHS = {
    ("a", 0): [1.0, 2.0], ("a", 1): [3.0, 6.0], ("a", 2): [5.0, 5.0],
    ("b", 0): [2.0, 4.0], ("b", 2): [5.0, 9.0],
}  # fmt: skip


def test_a_level_is_the_mean_of_all_worlds_of_a_policy() -> None:
    level = {one.policy: one for one in courses.levels(courses.lives_of(rows_of(PATHS), "jobs"))}

    assert level["a"].mean.tolist() == pytest.approx([3.0, 13 / 3])
    assert (level["a"].worlds, level["b"].worlds) == (3, 2)
    assert level["a"].low is None


def test_a_difference_pairs_the_worlds_that_both_have_lived() -> None:
    (apart,) = courses.differences(courses.lives_of(rows_of(PATHS), "jobs"), "a")

    assert (apart.policy, apart.worlds) == ("b", 2)
    assert apart.mean.tolist() == pytest.approx([0.5, 3.0])


def test_one_month_of_every_run_is_taken_apart_as_well() -> None:
    short = {key: path[:1] for key, path in PATHS.items()}
    lives = courses.lives_of(rows_of(short), "jobs")

    assert [path.tolist() for path in lives["a"].values()] == [[1.0], [3.0], [5.0]]


def test_a_run_that_ended_early_is_left_out() -> None:
    lives = courses.lives_of(rows_of(PATHS | {("b", 1): [7.0]}), "jobs")

    assert set(lives["b"]) == {(0, 0), (2, 0)}


def test_no_rows_have_no_courses() -> None:
    empty = rows_of(PATHS).slice(0, 0)

    assert courses.levels(courses.lives_of(empty, "jobs")) == []


def test_a_band_is_drawn_around_its_line_and_told_in_the_table() -> None:
    mean = np.linspace(0, 10, 24)
    line = charts.Line("x", tuple(mean), tuple(mean - 2), tuple(mean + 2))
    picture = charts.Picture("", "", (line,), months=24, skipped=1)
    svg = charts.chart_svg(picture, "en")

    assert 'class="band c1"' in svg
    assert 'class="line c1"' in svg
    assert "10 (+8 … +12)" in charts.table_html(picture, "en")


def test_the_axis_ends_with_the_run_and_begins_where_it_is_asked_to() -> None:
    blank = (float("nan"),) * 24
    picture = charts.Picture("", "", (charts.Line("x", (*blank, 1.0, 2.0)),), first=24, months=36)
    svg = charts.chart_svg(picture, "en")

    assert ">2011<" in svg
    assert ">2012<" in svg
    assert ">2009<" not in svg
    assert ">2014<" not in svg
    assert "nan" not in charts.chart_alt(picture, "en")


@pytest.mark.parametrize("plan", ["", "{", "[]", json.dumps({"question": "?"})])
def test_a_folder_that_cannot_be_read_says_so_in_a_sentence(tmp_path: Path, plan: str) -> None:
    folder = tmp_path / "broken"
    (folder / "series").mkdir(parents=True)
    (folder / "plan.json").write_text(plan, "utf-8")
    (folder / "series" / "part-0.parquet").write_bytes(b"no table")

    assert datasets.names(tmp_path) == ["broken"]
    for ask in (datasets.describe, datasets.compared):
        with pytest.raises(InputError):
            ask("broken", tmp_path)


def test_the_card_of_targets_counts_and_names_what_the_published_page_does() -> None:
    found = validation.published()
    text = validation.PUBLISHED.read_text("utf-8")

    assert found is not None
    assert sum(found.counts.values()) == len(read_targets())
    assert len(found.failures) == found.counts["FAIL"] > 0
    assert all(f"| {failure.id} |" in text for failure in found.failures)
    assert all(one.miss >= other.miss for one, other in pairwise(found.failures))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_card_of_targets_has_a_line_for_every_miss(lang: str) -> None:
    found = validation.published()
    told = validation.card_html(lang)

    assert found is not None
    assert told.count("<li>") == len(found.failures)
    assert {"en": "observed", "es": "lo observado"}[lang] in told


def test_without_the_published_page_the_card_says_where_it_is(tmp_path: Path) -> None:
    assert "docs/validation.md" in validation.card_html("es", tmp_path / "none.md")


def test_policies_of_two_experiments_with_one_name_are_told_apart() -> None:
    known = presets()
    names = [preset_name(key, "es") for key in known]
    asked = {
        question_of(known[f"{file}.quota-30"], "es") for file in ("p01_quota", "p05_education")
    }

    assert len(set(names)) == len(names)
    assert len(asked) == 2
    assert all(question.startswith("¿Y si") for question in asked)
