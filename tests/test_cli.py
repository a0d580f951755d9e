"""The command line says what it does, does it, and is honest about how it ended."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

import cluster_abm as ca
from cluster_abm import api
from cluster_abm.cli import cli
from cluster_abm.core.errors import InputError
from cluster_abm.doctor import PINNED, self_test
from cluster_abm.model import METRICS, MONTH

HEAVY = {"mesa", "numpy", "pandas", "pyarrow", "pydantic", "scipy", "matplotlib", "rich"}
ROOT = Path(ca.__file__).parents[1]
SMALL = """
[experiment]
name = "small"
question = "Does it run?"
scenario = "panama_2009"
months = 4
outcomes = ["employment_narrow"]
[replication]
root_seed = 1
min = 2
max = 2
[[policy]]
id = "baseline"
[[policy]]
id = "open"
[[policy.intervention]]
lever = "foreign_quota"
value = 0.3
from = 2
"""


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTER_ABM_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")


def ask(*words: str) -> Result:
    """Call the program as the shell would."""
    return CliRunner().invoke(cli, [*words])


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """One short run with a lever and another base value, answered in JSON."""
    folder = tmp_path_factory.mktemp("life")
    answer = ask(
        "run", "--months", "4", "--lever", "foreign_quota=0.3@2009-02..2009-04", "--set",
        "commute=9", "--seed", "7", "--out", str(folder / "run"), "--json",
    )  # fmt: skip
    assert answer.exit_code == 0, answer.stderr
    return json.loads(answer.stdout) | {"path": folder / "run"}


def test_help_imports_nothing_heavy() -> None:
    seen = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "cluster_abm.cli", "--help"],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    imported = {line.rpartition("|")[2].strip().split(".")[0] for line in seen.stderr.splitlines()}

    assert "click" in imported
    assert not imported & HEAVY
    assert "doctor" in seen.stdout


def test_the_package_imports_nothing_heavy() -> None:
    code = f"import sys, cluster_abm; print(sorted({HEAVY} & set(sys.modules)))"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert seen.stdout.strip() == "[]"


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert ca.__version__ == project["version"]
    assert project["version"] in ask("--version").stdout


@pytest.mark.parametrize("name", ca.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(ca, name) is not None
    assert name in dir(ca)


def test_a_public_name_that_nobody_knows_is_refused() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        ca.no_such_name  # noqa: B018


def test_python_and_the_command_line_give_the_same_run(life: dict[str, Any]) -> None:
    quota = ca.Change(lever="foreign_quota", value=0.3, start=1, until=3)
    run = ca.run(months=4, seed=7, numbers={"commute": 9}, policy=ca.Policy("open", (quota,)))

    assert run.content_hash == life["content_hash"]
    assert list(run.series.columns) == list(METRICS)
    with pytest.raises(AttributeError):
        run.seed = 3  # type: ignore[misc]


def test_another_seed_gives_another_run(life: dict[str, Any]) -> None:
    assert ca.run(months=4, seed=8).content_hash != life["content_hash"]


def test_a_run_ends_with_ten_metrics_and_their_units(life: dict[str, Any]) -> None:
    assert len(life["headlines"]) == 10
    assert life["headlines"][0]["name"] == "employment_narrow"
    assert life["headlines"][0]["unit"] == "persons"


def test_pandas_reads_the_series_of_a_run_in_one_line(life: dict[str, Any]) -> None:
    series = pd.read_parquet(life["path"] / "series")

    assert len(series) == 4
    assert series["employment_narrow"].iloc[-1] == life["headlines"][0]["last"]


def test_a_run_says_in_words_where_it_wrote_and_its_digest(tmp_path: Path) -> None:
    answer = ask("run", "--months", "2", "--out", str(tmp_path / "a"), "--check-ledger")

    assert answer.exit_code == 0, answer.stderr
    assert "2009-01" in answer.stdout
    assert "2009-02" in answer.stdout
    assert "written to" in answer.stdout
    assert "content hash" in answer.stdout
    assert answer.stderr == ""


def test_a_run_speaks_spanish(tmp_path: Path) -> None:
    answer = ask("run", "--months", "1", "--out", str(tmp_path / "a"), "--lang", "es")

    assert "Primer y último mes" in answer.stdout
    assert "personas" in answer.stdout
    assert "huella del contenido" in answer.stdout


def test_the_help_speaks_spanish() -> None:
    assert "Opciones:" in ask("--lang", "es", "--help").stdout
    assert "Semilla de todo el azar" in ask("--lang", "es", "run", "--help").stdout


def test_a_demonstration_compares_and_draws(tmp_path: Path) -> None:
    (tmp_path / "small.toml").write_text(SMALL, "utf-8")
    out = tmp_path / "out"

    answer = ask("demo", str(tmp_path / "small.toml"), "--workers", "0", "--out", str(out))

    assert answer.exit_code == 0, answer.stderr
    assert "Does it run?" in answer.stdout
    assert "employment_narrow" in answer.stdout
    assert list(out.glob("*.png"))
    assert len(pd.read_parquet(out / "series")) == 2 * 2 * 4


@pytest.mark.parametrize(
    ("topic", "word"),
    [
        ("scenarios", "panama_2009"),
        ("levers", "foreign_quota"),
        ("metrics", "employment_narrow"),
        ("numbers", "hiring_cover"),
        ("policies", "quota"),
        ("experiments", "p01_quota"),
    ],
)
def test_lists_name_what_there_is(topic: str, word: str) -> None:
    assert word in ask("list", topic).stdout
    assert any(word in str(row) for row in json.loads(ask("list", topic, "--json").stdout)["rows"])


def test_only_levers_are_listed_as_levers() -> None:
    rows = json.loads(ask("list", "levers", "--json").stdout)["rows"]

    assert all(row["who"] for row in rows)


def test_the_month_is_explained_in_its_order() -> None:
    rows = json.loads(ask("explain", "month", "--json").stdout)["rows"]

    assert [row["process"] for row in rows] == [process.__name__ for process in MONTH]
    assert all(row["sentence"] and row["participants"] for row in rows)


def test_numbers_are_explained_with_source_and_counted_by_label() -> None:
    told = json.loads(ask("explain", "numbers", "--json").stdout)

    assert all(row["unit"] and row["source"] and row["label"] for row in told["rows"])
    assert f"{len(told['rows'])} numbers" in told["notes"][0]
    assert "assumption" in told["notes"][0]


def test_the_starting_books_are_explained_with_ranges() -> None:
    rows = json.loads(ask("explain", "books", "--json").stdout)["rows"]

    assert {"block", "item", "value", "unit", "low", "high", "verdict"} <= rows[0].keys()


def test_the_doctor_finds_this_machine_fit() -> None:
    answer = ask("doctor", "--json")

    assert answer.exit_code == 0
    assert {"Python", "numpy", "mesa", "pyarrow"} <= {f["what"] for f in json.loads(answer.stdout)}


def test_the_arithmetic_gives_the_pinned_bytes() -> None:
    assert self_test() == PINNED


def test_a_doctor_who_finds_something_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cluster_abm.doctor.PINNED", "0")

    answer = ask("doctor")

    assert answer.exit_code == 1
    assert "C: same to the stated digits" in answer.stdout
    assert "not to the last" in answer.stderr


USAGE = {
    "a command with a typo": (["rnu"], "Did you mean run?"),
    "a topic with a typo": (["list", "leverz"], "Did you mean levers?"),
    "an option with a typo": (["run", "--sead", "1"], "--seed"),
    "a scenario with a typo": (["run", "panama_2010"], "Did you mean panama_2009?"),
    "an experiment with a typo": (["demo", "p01_qouta"], "Did you mean p01_quota?"),
    "a lever with a typo": (
        ["run", "--lever", "foriegn_quota=0.3@12"],
        "Did you mean foreign_quota?",
    ),
    "a number with a typo": (["run", "--set", "foriegn_quota=0.3"], "Did you mean foreign_quota?"),
    "a number for a lever": (["run", "--lever", "commute=3@12"], "not a lever"),
    "a value outside": (["run", "--set", "foreign_quota=3"], "outside 0 to 1"),
    "a value that is no number": (["run", "--set", "commute=much"], "is not NAME=VALUE"),
    "a share in percent": (["run", "--lever", "foreign_quota=30%"], "no comma and no sign"),
    "a comma for a point": (["run", "--set", "foreign_quota=0,3"], "such as 0.3"),
    "a lever after the end": (
        ["run", "--months", "6", "--lever", "foreign_quota=0.3@2010-01"],
        "after the last month lived, 2009-06",
    ),
    "a value that is nan": (["run", "--set", "commute=nan"], "outside"),
    "a class with a typo": (["run", "--set", "start_pay.engineeer=9"], "Did you mean engineer?"),
    "a value twice": (["run", "--set", "commute=1", "--set", "commute=2"], "set twice"),
    "a month that is none": (["run", "--lever", "foreign_quota=0.3@soon"], "not a month"),
    "an end before the beginning": (["run", "--lever", "foreign_quota=0.3@12..6"], "after"),
    "two levers that meet": (
        ["run", "--lever", "foreign_quota=0.3@0", "--lever", "foreign_quota=0.4@12"],
        "two changes of foreign_quota",
    ),
    "no months": (["run", "--months", "0"], "1<=x<=600"),
    "a negative seed": (["run", "--seed", "-1"], "0<=x"),
    "another language": (["--lang", "de", "list"], "none of en, es"),
}


@pytest.mark.parametrize("case", USAGE)
def test_a_slip_on_the_command_line_ends_with_two_and_a_hint(case: str) -> None:
    words, hint = USAGE[case]

    answer = ask(*words)

    assert answer.exit_code == 2
    assert hint in answer.stderr
    assert answer.stdout == ""
    assert "Traceback" not in answer.stderr


def test_all_slips_are_reported_at_once() -> None:
    answer = ask("run", "--set", "a=1", "--set", "b", "--lever", "c=1@12", "--lever", "d=1@x")

    assert all(f"{name}" in answer.stderr for name in ("a is", "--set b", "c is", "--lever d"))


def test_a_file_with_mistakes_ends_with_three(tmp_path: Path) -> None:
    file = tmp_path / "open.toml"
    file.write_text(SMALL.replace("0.3", "30").replace("from = 2", 'from = "2"'), "utf-8")

    answer = ask("run", "--policy", f"{file}#open")

    assert answer.exit_code == 3
    assert "For 30 % write 0.3." in answer.stderr
    assert "is not a month" in answer.stderr
    assert str(tmp_path) not in answer.stderr


def test_a_policy_of_a_file_runs(tmp_path: Path) -> None:
    file = tmp_path / "small.toml"
    file.write_text(SMALL, "utf-8")

    answer = ask(
        "run", "--policy", f"{file}#open", "--months", "3", "--out", str(tmp_path / "o"), "--json"
    )

    assert json.loads(answer.stdout)["policy"] == "open"


@pytest.mark.parametrize("given", ["receivables", "report#receivables", "report.toml#receivables"])
def test_a_policy_of_the_package_is_named_as_it_is_listed(given: str) -> None:
    assert ca.load_policy(given).id == "receivables"


def test_a_policy_that_nobody_ships_is_refused() -> None:
    said = r"neither a policy nor a file\. Did you mean receivables\?"
    with pytest.raises(InputError, match=said):
        ca.load_policy("receivable")
    with pytest.raises(InputError, match=r"receivable\.toml does not exist"):
        ca.load_policy("receivable.toml")


def test_a_file_of_policies_may_have_the_mark_of_a_policy_in_its_name(tmp_path: Path) -> None:
    (shipped,) = (ROOT / "cluster_abm/scenarios/policies").glob("report.toml")
    file = tmp_path / "a#b.toml"
    file.write_text(shipped.read_text("utf-8"), "utf-8")

    assert ca.load_policy(f"{file}#facilitator").id == "facilitator"
    with pytest.raises(InputError, match=r"a#b\.toml holds 8 policies"):
        ca.load_policy(file)


def test_runs_with_other_levers_do_not_write_over_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cluster_abm.cli.RESULTS", tmp_path)
    asked = [
        ("--lever", "foreign_quota=0.3"),
        ("--lever", "foreign_quota=0.4"),
        ("--set", "commute=9"),
        (),
    ]

    folders = {
        json.loads(ask("run", "--months", "1", "--json", *words).stdout)["folder"]
        for words in asked
    }

    assert len(folders) == len(asked)


def test_one_run_has_nothing_to_be_compared_with(life: dict[str, Any]) -> None:
    for command in ("report", "compare"):
        answer = ask(command, str(life["path"]))

        assert answer.exit_code != 0
        assert "holds one policy, and nothing to compare it with" in answer.stderr


def test_an_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "run", interrupted)

    answer = ask("run")

    assert answer.exit_code == 130
    assert answer.stderr.strip() == "Interrupted."


def test_an_error_that_nobody_foresaw_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("lost")

    monkeypatch.setattr(api, "run", broken)

    answer = ask("run")

    assert answer.exit_code == 1
    assert answer.stderr.splitlines() == ["RuntimeError: lost  (CLUSTER_ABM_DEBUG=1 shows where)"]


def test_whoever_looks_for_a_bug_sees_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("lost")

    monkeypatch.setattr(api, "run", broken)
    monkeypatch.setenv("CLUSTER_ABM_DEBUG", "1")

    assert isinstance(ask("run").exception, RuntimeError)


@pytest.mark.parametrize(("variable", "coloured"), [("", True), ("1", False)])
def test_mistakes_are_red_unless_no_colour_is_wanted(
    variable: str, coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", variable)

    answer = CliRunner().invoke(cli, ["rnu"], color=True)

    assert ("\x1b[31m" in answer.stderr) == coloured


@pytest.mark.parametrize("command", ["list numbers", "list numbers --json", "explain odd"])
def test_a_reader_who_leaves_early_is_no_mistake(command: str) -> None:
    program = [sys.executable, "-m", "cluster_abm.cli", *command.split()]
    writer = subprocess.Popen(
        program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert writer.stdout
    assert writer.stderr
    writer.stdout.close()

    assert writer.wait() == 0
    assert writer.stderr.read() == ""
    writer.stderr.close()


@pytest.mark.parametrize("months", [0, -1, 601, True, 1.5])
def test_python_refuses_a_length_that_cannot_be(months: Any) -> None:
    with pytest.raises(ValueError, match="outside 1 to 600"):
        ca.run(months=months)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"seed": -1}, "seed = -1 is not a whole number from 0 on"),
        ({"seed": None}, "seed = None is not a whole number"),
        ({"replicate": 1.5}, "replicate = 1.5 is not a whole number"),
        ({"keep": "sales"}, "keep takes several names"),
        ({"keep": ("sale",)}, "sale is not a panel of the model. Did you mean sales?"),
        (
            {"policy": ca.Policy("late", (ca.Change(lever="foreign_quota", value=0.3, start=7),))},
            "late: foreign_quota begins in 2009-08, after the last month lived, 2009-05",
        ),
    ],
)
def test_python_refuses_what_would_do_nothing(given: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=re.escape(said)):
        ca.run(months=5, **given)


def test_python_refuses_fewer_workers_than_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="workers = -1 is not a whole number from 0 on"):
        ca.experiment("experiments/p01_quota.toml", workers=-1, out=tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('name = "colon"', 'name = "howard"', "[[zone]] howard stands twice; each has one table."),
        ('name = "banking"', 'name = "maritime"', "[[segment]] maritime stands twice"),
        ("cell_km = 0.8", "cell_km = 0", "zone[4].cell_km = 0 is not more than 0."),
        ("smallest = 15", "smallest = -1", "firms[1].smallest = -1 is outside 1 to 1000000."),
        ("own_work = 0.24 ", "own_work = 99 #", "firms[1].own_work = 99 is outside 0 to 1."),
    ],
)
def test_an_impossible_scenario_is_refused_with_both_ends_of_the_range(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    text = (ROOT / "cluster_abm/scenarios/panama_2009.toml").read_text("utf-8")
    assert before in text
    file = tmp_path / "odd.toml"
    file.write_text(text.replace(before, after), "utf-8")

    with pytest.raises(InputError, match=re.escape(f"odd.toml: {said}")):
        ca.run(file, months=1)
