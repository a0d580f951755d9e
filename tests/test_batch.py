"""Commands for batches: foresee, live, look at, repair; the fake model answers."""

import json
import os
import signal
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from cluster_abm.cli import cli
from cluster_abm.commands import lived, looked
from cluster_abm.lab.batch.watch import Standing
from cluster_abm.scenarios.words import Known
from tests.lab.fake_model import METRICS, SUBJECT

ASKED = """
[experiment]
name = "fake"
question = "Does the quota make jobs?"
scenario = "{scenario}"
months = 24
outcomes = ["jobs", "pay"]
[replication]
root_seed = 7
min = {pairs}
max = {pairs}
[[policy]]
id = "baseline"
[[policy]]
id = "relaxed"
[[policy.intervention]]
lever = "quota"
value = 0.3
from = 6
until = 18
"""


@pytest.fixture(autouse=True)
def the_fake_cluster(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command line asks the fake model, in an empty folder, in English, and draws nothing."""
    known = Known(SUBJECT.numbers, frozenset(METRICS))
    for module in (lived, looked):
        monkeypatch.setattr(module, "the_cluster", lambda: SUBJECT)
        monkeypatch.setattr(module, "known", lambda: known)
    monkeypatch.setattr("cluster_abm.lab.batch.pairs.the_cluster", lambda: SUBJECT)
    monkeypatch.setattr("cluster_abm.lab.batch.pairs.PRELOAD", ())
    monkeypatch.setattr(lived, "PRELOAD", ())
    monkeypatch.setattr("cluster_abm.demonstration.draw", lambda *_, **__: [])
    monkeypatch.setenv("CLUSTER_ABM_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)


def ask(*words: str) -> Result:
    return CliRunner().invoke(cli, [*words])


def answer(*words: str, code: int = 0) -> dict[str, Any]:
    """What a command answers in JSON."""
    found = ask(*words, "--json")
    assert found.exit_code == code, found.stderr
    return dict(json.loads(found.stdout))


def asked(scenario: str = "calm", pairs: int = 4) -> str:
    Path("fake.toml").write_text(ASKED.format(scenario=scenario, pairs=pairs), "utf-8")
    return "fake.toml"


def test_a_plan_says_what_an_experiment_takes_before_and_after_a_pilot() -> None:
    file = asked()
    before = answer("plan", file, "--pairs", "100", "-j", "2")
    ask("experiment", file, "-j", "0")
    after = answer("plan", file, "--pairs", "100", "-j", "2")

    assert (before["runs"], before["done"], before["detectable"]) == (200, 0, None)
    assert before["size"] > 200 * 4 * 3 * (24 + 3)
    assert before["seconds"] == pytest.approx(before["run_seconds"] * 100)
    assert (after["runs"], after["done"], after["measured"], after["pilot"]) == (200, 8, True, 4)
    # The fake policy does exactly the same in every world.
    assert after["detectable"] == pytest.approx(0.0, abs=1e-9)
    assert "smallest detectable effect" in ask("plan", file).stdout


def test_an_experiment_is_lived_compared_and_resumed() -> None:
    file = asked()
    first = answer("experiment", file, "-j", "0", "--pairs", "2")
    second = answer("experiment", file, "-j", "0")
    third = ask("experiment", file, "-j", "0")

    assert (first["pairs"], second["pairs"]) == (2, 4)
    assert second["content_hash"] in third.stdout
    assert set(pd.read_parquet("results/fake/runs")["attempt"]) == {1}


def test_what_was_added_is_kept_by_the_same_command() -> None:
    file = asked()
    ask("experiment", file, "-j", "0")

    more = answer("extend", "fake", "--by", "3", "-j", "0")
    again = answer("experiment", file, "-j", "0")

    assert more["pairs"] == again["pairs"] == 7
    assert more["content_hash"] == again["content_hash"]
    assert len(pd.read_parquet("results/fake/runs")) == 14


def test_status_counts_and_says_how_to_live_a_failure_again() -> None:
    ask("experiment", asked("fails-2"), "-j", "0")

    found = answer("status", "fake")
    told = ask("status", "fake").stdout

    assert (found["total"], found["done"], found["failed"], found["missing"]) == (8, 6, 2, 0)
    assert {row["replicate"] for row in found["failures"]} == {2}
    assert f"cluster-abm replay {found['failures'][0]['run']} --in results/fake" in told
    assert "ValueError: no luck" in told


def test_an_experiment_with_failures_ends_with_four() -> None:
    found = ask("experiment", asked("fails-2"), "-j", "0")

    assert found.exit_code == 4
    assert "2 runs failed" in found.stderr
    assert "3 pairs" in found.stdout


@pytest.mark.parametrize(
    ("words", "failed"), [(["--fail-fast"], 1), (["--max-failures", "1"], 2), ([], 4)]
)
def test_a_batch_stops_after_so_many_failures(words: list[str], failed: int) -> None:
    file = asked("policy")
    Path(file).write_text(Path(file).read_text().replace("0.3", "0.9"), "utf-8")
    ask("experiment", file, "-j", "0", *words)

    runs = pd.read_parquet("results/fake/runs")

    assert (runs["status"] == "failed").sum() == failed
    assert runs["replicate"].nunique() == failed


def test_retry_lives_the_failed_runs_and_no_other() -> None:
    ask("experiment", asked("fails-1", pairs=3), "-j", "0")

    again = answer("retry", "fake", "-j", "0", code=4)

    assert (again["lived"], again["failed"]) == (2, 2)
    assert sorted(pd.read_parquet("results/fake/runs")["attempt"]) == [1, 1, 1, 1, 1, 1, 2, 2]


def test_retry_repairs_what_was_only_bad_luck() -> None:
    ask("experiment", asked("unready-1"), "-j", "0")
    before = answer("status", "fake")["failed"]
    Path("ready").touch()

    again = answer("retry", "fake", "-j", "0")

    assert (before, again["lived"], again["failed"]) == (2, 2, 0)
    assert answer("status", "fake")["done"] == 8


def test_a_replay_has_the_same_bits_or_fails_the_same_way() -> None:
    ask("experiment", asked("fails-2"), "-j", "0")
    runs = pd.read_parquet("results/fake/runs").set_index("status")["run"]

    well = ask("replay", runs["done"].iloc[0][:12])
    ill = ask("replay", runs["failed"].iloc[0], "--in", "fake")

    assert (well.exit_code, well.stdout.strip()) == (0, "Every bit is as stored.")
    assert ill.exit_code == 4
    assert "The run fails: ValueError: no luck" in ill.stderr
    assert answer("replay", runs["done"].iloc[1])["as_stored"] is True
    assert answer("replay", runs["failed"].iloc[0], code=4)["type"] == "ValueError"


def test_a_replay_that_differs_says_so() -> None:
    file = asked()
    ask("experiment", file, "-j", "0")
    run = pd.read_parquet("results/fake/runs")["run"].iloc[0]
    for part in Path("results/fake/series").iterdir():
        table = pq.read_table(part)
        pq.write_table(table.set_column(4, "jobs", [table["jobs"].to_numpy() + 1]), part)

    found = ask("replay", run)

    assert (found.exit_code, found.stdout.strip()) == (1, "The run differs from what is stored.")


def test_an_endless_loop_is_stopped_by_hand_and_opens_in_the_debugger(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ask("experiment", asked("hangs-0", pairs=2), "-j", "0", "--limit", "0.2")
    run = pd.read_parquet("results/fake/runs").query("status == 'failed'")["run"].iloc[0]
    opened: list[str] = []
    monkeypatch.setattr("pdb.post_mortem", lambda place: opened.append(_last(place)))
    monkeypatch.setattr("time.sleep", _interrupt)

    found = ask("replay", run, "--pdb")

    assert opened == ["_interrupt"]
    assert found.exit_code == 4
    assert ask("replay", run).exit_code == 130


def _interrupt(_: float) -> None:
    raise KeyboardInterrupt


def test_an_experiment_of_which_every_run_fails_says_where_to_look() -> None:
    found = ask("experiment", asked("fails-0", pairs=2), "-j", "0", "--pairs", "1")

    assert found.exit_code == 4
    assert "fake holds no results: no run has ended well." in found.stderr
    assert "2 runs failed; the command status says why." in found.stderr


def test_a_replay_can_stop_in_the_debugger(monkeypatch: pytest.MonkeyPatch) -> None:
    ask("experiment", asked("fails-0", pairs=2), "-j", "0")
    run = pd.read_parquet("results/fake/runs").query("status == 'failed'")["run"].iloc[0]
    opened: list[str] = []
    monkeypatch.setattr("pdb.post_mortem", lambda place: opened.append(_last(place)))

    ask("replay", run, "--pdb")

    assert opened == ["_get_into_trouble"]


def _last(place: Any) -> str:
    while place.tb_next:
        place = place.tb_next
    return str(place.tb_frame.f_code.co_name)


def test_verify_deletes_what_was_never_committed_and_finds_what_has_changed() -> None:
    ask("experiment", asked(), "-j", "0")
    clean = answer("verify", "fake")
    (part,) = Path("results/fake/series").iterdir()
    part.with_name("part-lost.parquet").write_bytes(part.read_bytes())
    lost = answer("verify", "fake")
    part.write_bytes(part.read_bytes()[:-9])
    wrong = ask("verify", "fake")

    assert clean["sound"]
    assert lost["removed"] == ["series/part-lost.parquet"]
    assert lost["content_hash"] == clean["content_hash"]
    assert wrong.exit_code == 1
    assert "cannot be read" in wrong.stderr


def test_compare_reads_without_living() -> None:
    ask("experiment", asked(), "-j", "0")

    found = answer("compare", "fake")

    assert found["findings"][0]["difference"] == pytest.approx(10.0)
    assert "10 more" in ask("compare", "results/fake").stdout


def test_shards_in_one_folder_are_the_whole_experiment() -> None:
    file = asked(pairs=5)
    whole = answer("experiment", file, "-j", "0", "--out", "whole")
    parts = [
        answer("experiment", file, "-j", "0", "--out", "shared", "--shard", f"{i}/3")
        for i in (1, 2, 3)
    ]
    merged = answer("experiment", file, "-j", "0", "--out", "shared")

    assert [part["lived"] for part in parts] == [4, 4, 2]
    assert merged["content_hash"] == whole["content_hash"]
    assert set(pd.read_parquet("shared/runs")["attempt"]) == {1}
    assert len(list(Path("shared").glob("manifest-?of3.json"))) == 3


def test_a_shard_refuses_a_stopping_rule_that_it_cannot_keep() -> None:
    file = Path(asked(pairs=4))
    rule = '[replication.stop]\noutcome = "jobs"\nhalf_width = 0.01\n[[policy]]'
    file.write_text(file.read_text("utf-8").replace("[[policy]]", rule, 1), "utf-8")

    refused = ask("experiment", "fake.toml", "-j", "0", "--shard", "1/2")
    told = answer("experiment", "fake.toml", "-j", "0", "--shard", "1/2", "--pairs", "4")

    assert refused.exit_code == 2
    assert "cannot tell when the interval is narrow enough" in refused.stderr
    assert told["lived"] == 4


@pytest.mark.parametrize("command", ["retry", "extend"])
def test_repair_is_refused_when_the_code_has_changed(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("experiment", asked(), "-j", "0")
    monkeypatch.setattr(lived, "the_cluster", lambda: replace(SUBJECT, fingerprint="1" * 16))

    found = ask(command, "fake")

    assert found.exit_code == 1
    assert "The model's code has changed since fake was begun." in found.stderr
    assert len(pd.read_parquet("results/fake/runs")) == 8


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["experiment", "fake.tml"], "neither an experiment nor a file"),
        (["status", "fkae"], "Did you mean fake?"),
        (["replay", "00000000"], "No results hold a run"),
        (["replay", "abc", "--in", "fake"], "Give 6 digits or more"),
        (["experiment", "fake.toml", "--shard", "3/2"], "is not I/N"),
        (["experiment", "fake.toml", "--shard", "0/2"], "is not I/N"),
        (["experiment", "fake.toml", "-j", "-1"], "-j"),
        (["experiment", "fake.toml", "--limit", "0"], "--limit"),
    ],
)
def test_a_slip_on_the_command_line_ends_with_a_hint(words: list[str], hint: str) -> None:
    ask("experiment", asked(), "-j", "0")

    found = ask(*words)

    assert found.exit_code in (2, 3)
    assert hint in found.stderr
    assert "Traceback" not in found.stderr


def test_a_file_with_mistakes_ends_with_three_before_any_run() -> None:
    file = asked()
    Path(file).write_text(Path(file).read_text().replace("quota", "qouta"), "utf-8")

    found = ask("experiment", file)

    assert found.exit_code == 3
    assert "Did you mean quota?" in found.stderr
    assert not Path("results").exists()


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_batch_that_is_interrupted_ends_with_130_and_is_resumed(name: str) -> None:
    def interrupt(standing: Standing) -> None:
        if standing.done == 4:
            os.kill(os.getpid(), getattr(signal, name))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lived, "standing", lambda *_, **__: nullcontext(interrupt))
        found = ask("experiment", asked(), "-j", "0")
    kept = answer("status", "fake")["done"]

    assert found.exit_code == 130
    assert "What is done is kept; the same command goes on from there." in found.stderr
    assert kept >= 4
    assert answer("experiment", "fake.toml", "-j", "0")["pairs"] == 4


def test_balance_finds_equal_cost_and_says_so_in_both_languages() -> None:
    """Seats for half a year against ten seats for a year and a half."""
    seats = (
        '[[policy]]\nid = "{}"\n[[policy.intervention]]\nlever = "seats"\nvalue = {}\nfrom = 6\n'
    )
    Path("equal.toml").write_text(
        ASKED.format(scenario="calm", pairs=4)
        + seats.format("short", 2)
        + "until = 12\n"
        + seats.format("long", 10)
    )
    words = ("balance", "equal.toml", "short", "--lever", "seats", "--to", "long", "-j", "0",
             "--metric", "spent", "--pairs", "2")  # fmt: skip

    english, spanish = (ask(*words, "--lang", lang) for lang in ("en", "es"))
    record = json.loads(ask(*words, "--json").stdout)

    assert english.exit_code == spanish.exit_code == 0
    assert "long costs 1,697; seats = 29.3" in english.output
    assert "long cuesta 1,697; seats = 29.3" in spanish.output
    assert record["equal"]
    assert record["value"] == pytest.approx(29.0, abs=1.0)
