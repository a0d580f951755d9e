import json
from pathlib import Path

import numpy as np
import pytest

from cluster_abm.lab.batch.pairs import more_worlds, run_experiment
from cluster_abm.lab.inference.comparison import Comparison, read_comparison
from cluster_abm.lab.inference.ratios import LEVEL
from cluster_abm.lab.inference.texts import TEXTS
from cluster_abm.lab.report.picture import draw, picture
from cluster_abm.locale import LANGUAGES
from cluster_abm.scenarios.files import ExperimentFile, Stop
from tests.lab.fake_model import SUBJECT, experiment, relaxed


def compared(folder: Path, asked: ExperimentFile | None = None, **given: int) -> Comparison:
    return run_experiment(asked or experiment(), out=folder, workers=0, subject=SUBJECT, **given)


def test_the_effect_is_the_mean_over_the_months_of_the_policy(tmp_path: Path) -> None:
    found = compared(tmp_path)

    during, after = found.finding("jobs"), found.finding("jobs", readout="last_year")

    # 50 jobs a unit of quota, 0.2 more quota; six of the last twelve months are the policy's.
    assert during.months == (6, 18)
    assert during.effect.difference == pytest.approx(10.0)
    assert after.months == (12, 24)
    assert after.effect.difference == pytest.approx(5.0)


def test_only_what_was_asked_first_is_not_exploratory(tmp_path: Path) -> None:
    found = compared(tmp_path)

    roles = {(f.outcome, f.readout): f.role for f in found.findings}

    assert roles["jobs", "window"] == "primary"
    assert roles["pay", "window"] == "co-primary"
    assert roles["jobs", "last_year"] == roles["pay", "last_year"] == "exploratory"


def test_the_answer_names_outcome_effect_and_certainty(tmp_path: Path) -> None:
    asked = experiment(relaxed(), pairs=8, outcomes=("pay", "jobs"))
    answer = compared(tmp_path, asked).answer()

    assert "Pay in the fake cluster with relaxed: 800 US$/month" in answer
    assert "exactly as in the baseline in each of 8 pairs" in answer
    assert "10 more (+1.00 %)" in answer
    assert "as good as certain" in answer
    assert "from 2009-07 to 2010-06" in answer
    assert answer.endswith("not about the model.")


def test_an_effect_within_chance_is_called_so(tmp_path: Path) -> None:
    plan = compared(tmp_path).plan
    noise = np.random.default_rng(1).normal(size=(4, 24))
    found = _comparison(tmp_path, plan, noise)

    assert found.finding("jobs").verdict == "unclear"
    assert "cannot be told from no effect" in found.answer("en")
    assert "No se distingue de un efecto nulo" in found.answer("es")


def _comparison(folder: Path, plan: object, noise: np.ndarray) -> Comparison:
    from cluster_abm.lab.inference.findings import findings_of

    base = np.full((4, 24), 1000.0)
    paths = {name: {"baseline": base, "relaxed": base + noise} for name in ("jobs", "pay")}
    units = {"jobs": ("persons", "Jobs."), "pay": ("US$/month", "Pay.")}
    return Comparison(
        plan=plan, folder=folder, pairs=4, failed=0, total=8, paths=paths,
        findings=tuple(findings_of(plan, units, paths=paths)), content_hash="",
    )  # fmt: skip


def test_one_pair_is_shown_without_an_interval(tmp_path: Path) -> None:
    found = compared(tmp_path, pairs=1)

    assert "One pair says nothing about chance" in found.answer()
    assert json.dumps(found.record(), allow_nan=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_hold_every_outcome_with_its_unit(tmp_path: Path, lang: str) -> None:
    said = compared(tmp_path).text(lang)

    for word in ("jobs", "pay", " 10 ", TEXTS["pairing"][LANGUAGES.index(lang)]):
        assert word in said
    assert "∞" in said


def test_the_record_is_json_without_infinities(tmp_path: Path) -> None:
    record = json.loads(json.dumps(compared(tmp_path).record(), allow_nan=False))

    assert record["findings"][0]["difference"] == pytest.approx(10.0)
    assert record["findings"][0]["unit"] == "persons"
    assert set(record["answer"]) == set(LANGUAGES)


def test_a_comparison_is_read_again_without_the_model(tmp_path: Path) -> None:
    found = compared(tmp_path)

    again = read_comparison(tmp_path)

    assert again.record() == found.record()


def test_equal_comparisons_give_equal_pictures(tmp_path: Path) -> None:
    found = compared(tmp_path / "results")

    one, two = draw(found, tmp_path / "one"), draw(found, tmp_path / "two")

    assert [file.suffix for file in one] == [".svg", ".png"]
    assert [f.read_bytes() for f in one] == [f.read_bytes() for f in two]


def test_the_picture_shows_units_and_the_months_of_the_policy(tmp_path: Path) -> None:
    figure = picture(compared(tmp_path))

    labels = [axis.get_ylabel() for axis in figure.axes]

    assert {"persons", "US$/month", "Difference"} == set(labels)
    assert all(len(axis.patches) == 1 for axis in figure.axes)


def test_every_text_is_there_in_every_language_with_the_same_values() -> None:
    from string import Formatter

    for name, said in TEXTS.items():
        values = [{field for _, field, _, _ in Formatter().parse(text) if field} for text in said]
        assert len(said) == len(LANGUAGES), name
        assert all(of == values[0] for of in values), name


def test_worlds_are_added_until_the_interval_is_narrow_enough(tmp_path: Path) -> None:
    asked = experiment(
        relaxed(), pairs=3, most=40, stop=Stop(outcome="jobs", half_width=1.0, level=LEVEL)
    )
    found = compared(tmp_path, asked)

    assert found.pairs == 3, "every pair shows the same, so three are enough"
    assert more_worlds(asked, _noisy(found, 1.0)) is None
    assert more_worlds(asked, _noisy(found, 2000.0)) in range(4, 41)


def _noisy(found: Comparison, size: float) -> Comparison:
    from dataclasses import replace

    noise = size * np.random.default_rng(2).normal(size=(3, 1)) * np.ones(24)
    base = found.paths["jobs"]["baseline"]
    return replace(found, paths={"jobs": {"baseline": base, "relaxed": base + noise}})
