import json
import os
from hashlib import blake2b, sha256
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.design.plan import Plan, make_plan
from cluster_abm.lab.engine.tasks import Result, panels_of, run_tasks, tasks_of
from cluster_abm.lab.inference.comparison import read_comparison
from cluster_abm.lab.inference.draws import read_draws
from cluster_abm.lab.store.disk import StoreError
from cluster_abm.lab.store.folder import content_hash, done_runs, units_of, verify
from cluster_abm.lab.store.parts import table_digest
from cluster_abm.lab.store.status import status_of
from cluster_abm.lab.store.writer import Store
from tests.lab.fake_model import METRICS, SUBJECT, experiment, relaxed


@pytest.fixture
def plan() -> Plan:
    return make_plan(experiment(), SUBJECT)


def lived(plan: Plan) -> list[Result]:
    tasks = tasks_of(plan, SUBJECT.build, metrics=list(METRICS), done=set())
    return [result for results in run_tasks(tasks, workers=0) for result in results]


def parts(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("part-*"))


def test_one_line_reads_the_series_in_three_libraries(tmp_path: Path) -> None:
    run_experiment(experiment(), out=tmp_path / "x", workers=0, subject=SUBJECT)
    series = f"{tmp_path}/x/series"

    by_pandas = pd.read_parquet(series)
    by_polars = pl.scan_parquet(f"{series}/*.parquet").collect()
    by_duckdb = duckdb.sql(f"from '{series}/*.parquet'").fetchall()

    assert list(by_pandas) == ["run", "draw", "replicate", "month", "jobs", "pay", "spent"]
    assert len(by_pandas) == len(by_polars) == len(by_duckdb) == 4 * 2 * 24
    assert by_polars["jobs"].to_list() == by_pandas["jobs"].to_list()


def test_several_batches_are_still_read_in_one_line(tmp_path: Path) -> None:
    for pairs in (2, 3, 5):
        run_experiment(experiment(), out=tmp_path, workers=0, pairs=pairs, subject=SUBJECT)

    assert len(list((tmp_path / "series").iterdir())) == 3
    assert len(pd.read_parquet(tmp_path / "series")) == 5 * 2 * 24
    assert not verify(tmp_path)


def test_the_file_says_unit_and_sentence_of_each_metric(tmp_path: Path) -> None:
    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)
    (part,) = (tmp_path / "series").iterdir()
    (other,) = (tmp_path / "summary").iterdir()

    series, summary = pq.read_schema(part), pq.read_schema(other)

    assert series.field("jobs").metadata == {
        b"unit": b"persons",
        b"doc": METRICS["jobs"].doc.encode(),
    }
    assert summary.field("total").metadata[b"unit"] == b"unit x month"
    assert pq.read_table(other).group_by(["metric", "unit"]).aggregate([]).to_pylist() == [
        {"metric": name, "unit": METRICS[name].unit} for name in ("jobs", "pay", "spent")
    ]
    assert units_of(tmp_path)["pay"] == ("US$/month", "Pay in the fake cluster.")


def test_the_summary_agrees_with_the_series(tmp_path: Path) -> None:
    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)

    series = pd.read_parquet(tmp_path / "series").groupby("run")["jobs"]
    summary = pd.read_parquet(tmp_path / "summary").set_index(["run", "metric"]).sort_index()
    jobs = summary.xs("jobs", level="metric")

    assert np.allclose(jobs["final"], series.last())
    assert np.allclose(jobs["total"], series.sum())
    assert np.allclose(jobs["last_year"], series.apply(lambda jobs: jobs[-12:].mean()))


def test_one_run_serves_two_policies_that_ask_the_same(tmp_path: Path) -> None:
    asked = experiment(relaxed("one"), relaxed("two"))

    found = run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)
    given = pd.read_parquet(tmp_path / "assignments.parquet").pivot(
        index="replicate", columns="policy", values="run"
    )

    assert (given["one"] == given["two"]).all()
    assert found.total == 8
    assert found.finding("jobs", "one").effect == found.finding("jobs", "two").effect


@pytest.mark.parametrize("failing", [1, 2, 3])
def test_a_batch_that_cannot_be_put_in_place_leaves_nothing_to_read(
    plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    replace, calls = os.replace, iter(range(1, 99))

    def fail(source: Path, place: Path) -> None:
        if Path(place).name.startswith("part-") and next(calls) == failing:
            raise OSError("no space left")
        replace(source, place)

    results = lived(plan)
    with Store(tmp_path, plan, metrics=METRICS) as folder:
        folder.add(results)
        monkeypatch.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="no space left"):
            folder.flush()
        left = parts(tmp_path)

    assert left == []
    assert done_runs(tmp_path) == {result.run.id for result in results}, "the second try succeeds"


def test_what_was_never_committed_is_deleted_when_the_work_goes_on(
    plan: Plan, tmp_path: Path
) -> None:
    with Store(tmp_path, plan, metrics=METRICS) as folder:
        folder.add(lived(plan))
    (tmp_path / "runs").joinpath(os.listdir(tmp_path / "runs")[0]).unlink()
    lost = parts(tmp_path)
    wrong = verify(tmp_path)

    with Store(tmp_path, plan, metrics=METRICS) as folder:
        done = folder.done()

    assert len(lost) == len(wrong) == 2
    assert parts(tmp_path) == []
    assert done == set()


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)
    (part,) = (tmp_path / "series").iterdir()
    table = pq.read_table(part)
    wrong = table.set_column(4, table.schema.field("jobs"), [table["jobs"].to_numpy() + 1e-9])
    pq.write_table(wrong, part)

    assert verify(tmp_path) == [f"series/{part.name} is not what was written: its digest differs."]


def test_a_file_that_is_gone_is_missed(tmp_path: Path) -> None:
    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)
    (part,) = (tmp_path / "summary").iterdir()
    part.unlink()

    assert verify(tmp_path) == [f"summary/{part.name} was committed and is not there."]


def test_a_commit_record_cannot_be_changed_and_holds_the_digests_of_its_files(
    tmp_path: Path,
) -> None:
    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT, panels=("hires",))
    (record,) = (tmp_path / "runs").iterdir()
    table = pq.read_table(record)
    note = dict(table.schema.metadata)
    files = json.loads(note[b"files"])
    told = {name: sha256((tmp_path / name / record.name).read_bytes()).hexdigest()
            for name in ("hires", "summary", "series")}  # fmt: skip
    note[b"files"] = json.dumps({**files, "series": "0" * 64}).encode()
    pq.write_table(table.replace_schema_metadata(note), record)

    assert files == told
    assert verify(tmp_path) == [f"runs/{record.name} is not what was written: its digest differs."]


def test_results_of_another_layout_are_refused_and_set_aside(tmp_path: Path) -> None:
    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)
    plan = json.loads((tmp_path / "plan.json").read_text())
    (tmp_path / "plan.json").write_text(json.dumps({**plan, "schema": 1}))

    for refused in (verify, status_of, read_comparison, read_draws):
        with pytest.raises(StoreError, match="layout of another version"):
            refused(tmp_path)
    found = run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)

    assert "the layout of the tables has changed" in found.notes[0]
    assert len(list((tmp_path / ".stale").glob("*/series/part-*"))) == 1
    assert verify(tmp_path) == []


def test_two_processes_cannot_write_to_one_folder(plan: Plan, tmp_path: Path) -> None:
    with (
        Store(tmp_path, plan, metrics=METRICS),
        pytest.raises(StoreError, match="Another process"),
        Store(tmp_path, plan, metrics=METRICS),
    ):
        pass


def test_results_of_other_code_are_set_aside_and_said_so(tmp_path: Path) -> None:
    from dataclasses import replace

    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)
    changed = replace(SUBJECT, fingerprint="1" * 16)

    found = run_experiment(experiment(), out=tmp_path, workers=0, subject=changed)

    assert "the model's code has changed" in found.notes[0]
    assert len(pd.read_parquet(tmp_path / "series")) == 4 * 2 * 24
    assert len(list((tmp_path / ".stale").glob("*/series/part-*"))) == 1


def test_panels_come_beside_the_series(tmp_path: Path) -> None:
    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT, panels=("hires",))

    hires = pd.read_parquet(tmp_path / "hires")

    assert list(hires) == ["run", "draw", "replicate", "month", "who"]
    assert len(hires) == 4 * 2 * 24 * 2
    assert pd.api.types.is_string_dtype(hires["run"]), "words, however they are written"
    assert not pq.read_schema(next((tmp_path / "hires").iterdir())).field("who").nullable


def test_a_panel_leaves_out_the_warm_up_as_the_series_do() -> None:
    model = SUBJECT.build("calm", seed=1, replicate=0, numbers={}, keep=("hires",))
    before = {"month": np.full(2, -1, np.int32), "who": np.arange(2)}
    model.journal.kept["hires"].append(before)
    model.run_months(1)

    assert panels_of(model)["hires"]["month"].tolist() == [0, 0]


def test_plan_and_manifest_say_what_was_run_and_with_what(tmp_path: Path) -> None:
    run_experiment(experiment(text="# as given\n"), out=tmp_path, workers=0, subject=SUBJECT)

    plan = json.loads((tmp_path / "plan.json").read_text())
    manifest = json.loads((tmp_path / "manifest.json").read_text())

    assert (tmp_path / "experiment.toml").read_text() == "# as given\n"
    assert [policy["window"] for policy in plan["policies"]] == [[0, 24], [6, 18]]
    assert manifest["lived"] == 8
    assert manifest["versions"]["numpy"] == np.__version__
    assert str(Path.cwd()) not in json.dumps([plan, manifest])


def test_the_content_hash_forgets_when_and_in_which_order(tmp_path: Path) -> None:
    run_experiment(experiment(), out=tmp_path / "once", workers=0, subject=SUBJECT)
    for pairs in (1, 4):
        run_experiment(
            experiment(), out=tmp_path / "twice", workers=0, pairs=pairs, subject=SUBJECT
        )

    assert content_hash(tmp_path / "once") == content_hash(tmp_path / "twice")


@pytest.mark.parametrize(
    "words", [[], [None], ["a"], ["a", "a, ", "a, ", None, None, 'é"\\', "a"]], ids=repr
)
def test_a_digest_of_words_is_that_of_their_list(words: list[str | None]) -> None:
    """However often they come in a row, so that folders written before stay sound."""
    table = pa.table({"run": pa.array(words, pa.string())})
    told = f"run\0string\0{words.count(None)}\0{json.dumps(words)}".encode()

    assert table_digest(table) == blake2b(told, digest_size=16).hexdigest()
