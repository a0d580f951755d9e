"""The commands that say what results mean, on results with known answers."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from cluster_abm.cli import cli
from cluster_abm.commands import told
from cluster_abm.commands.told import SPOKEN
from cluster_abm.lab.audit.grant_threshold import Lived
from cluster_abm.lab.audit.worlds_known import TRIALS
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.design.plan import LAYOUT
from cluster_abm.locale import sentences
from tests.lab.fake_model import SUBJECT, experiment

DRAWS, WORLDS = 200, 2


def ask(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two policies whose effect hangs on one of two parameters; one fails where it is high."""
    place = tmp_path_factory.mktemp("draws")
    rng = np.random.default_rng(1)
    strong, weak = rng.random(DRAWS), rng.random(DRAWS)
    rows = [
        (p, d, r) for p in ("base", "bold", "mild") for d in range(DRAWS) for r in range(WORLDS)
    ]
    assigned = pd.DataFrame(rows, columns=["policy", "draw", "replicate"])
    assigned["run"] = [f"{p}-{d}-{r}" for p, d, r in rows]
    draw = assigned["draw"].to_numpy()
    runs = assigned[["run", "draw"]].assign(**{"p.strong": strong[draw], "p.weak": weak[draw]})
    luck = rng.normal(size=len(assigned))
    effect = np.select(
        [assigned["policy"] == "bold", assigned["policy"] == "mild"],
        [50.0 * (0.7 - strong[draw]), np.full(len(assigned), 5.0)],
    )
    summary = assigned[["run"]].assign(metric="jobs", total=1000.0 + effect + 0.1 * luck)
    for name, table in (("runs", runs), ("summary", summary)):
        (place / name).mkdir()
        table.to_parquet(place / name / "part-1.parquet")
    assigned.to_parquet(place / "assignments.parquet")
    plan = {"schema": LAYOUT, "outcomes": ["jobs"]}
    (place / "plan.json").write_text(json.dumps(plan), "utf-8")
    return place


def test_sensitivity_names_the_parameter_that_decides(folder: Path) -> None:
    answer = ask("sensitivity", str(folder), "--json")

    (sheet,) = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert sheet["rows"][0]["name"] == "strong"
    assert sheet["rows"][0]["total"] == pytest.approx(1.0, abs=0.05)
    assert "explains 100 %" in sheet["notes"][0]


def test_a_design_that_does_not_fit_is_told(folder: Path) -> None:
    answer = ask("sensitivity", str(folder), "--method", "morris")

    assert answer.exit_code == 1
    assert "no design of Morris" in answer.stderr


def test_discovery_tells_regret_and_where_a_policy_fails(folder: Path) -> None:
    answer = ask("discover", str(folder), "--policy", "bold", "--json")

    regret, box = json.loads(answer.stdout)
    assert {row["name"] for row in regret["rows"]} == {"bold", "mild", "no policy"}
    (limit,) = box["rows"]
    assert limit["name"] == "strong"
    assert limit["low"] == pytest.approx(0.7, abs=0.05)
    assert box["notes"][-1] == "The box is confirmed."


def test_a_policy_with_a_typo_is_suggested(folder: Path) -> None:
    answer = ask("discover", str(folder), "--policy", "bolt")

    assert answer.exit_code == 1
    assert "Did you mean bold?" in answer.stderr


def test_the_audit_shows_every_trial_in_both_languages() -> None:
    (english,) = json.loads(ask("audit", "--worlds", "3", "--json").stdout)
    (spanish,) = json.loads(ask("audit", "--worlds", "3", "--json", "--lang", "es").stdout)

    assert [row["estimator"] for row in english["rows"]] == list(TRIALS)
    assert spanish["rows"][0]["estimator"] == "diferencias en diferencias"


def test_the_audit_of_grants_says_its_power_before_the_estimate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lived(replicate: int, *, seed: int) -> Lived:
        rng = np.random.default_rng([seed, replicate])
        distance = rng.normal(size=300)
        after = 2.0 * (distance >= 0) + rng.normal(size=300)
        rows = pd.DataFrame({"distance": distance, "after": after, "before": 0 * after})
        return Lived(rows, np.array([2.0, 2.1, 1.9]) + 0.1 * rng.normal())

    monkeypatch.setattr("cluster_abm.lab.audit.grant_threshold.live_grants", lived)

    power, estimate = told._grants(5, "es")

    assert power.rows[0][0] == "menor efecto que notaría"
    assert "bastante fuerte" in power.notes[0]
    assert [row[0] for row in estimate.rows][:2] == ["regresión discontinua", "verdad"]


def test_the_report_is_written_beside_the_results(tmp_path: Path) -> None:
    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)

    answer = ask("report", str(tmp_path), "--json")

    told = json.loads(answer.stdout)
    assert told["file"] == (tmp_path / "report.html").as_posix()
    assert told["bytes"] == (tmp_path / "report.html").stat().st_size


def test_a_folder_without_results_is_a_slip(tmp_path: Path) -> None:
    answer = ask("report", str(tmp_path))

    assert answer.exit_code == 2
    assert "is not a folder of results" in answer.stderr


def test_every_word_of_the_laboratory_that_is_shown_has_a_spanish_one() -> None:
    assert set(TRIALS) <= set(SPOKEN)
    assert set(SPOKEN) <= sentences("es")["words"].keys()
