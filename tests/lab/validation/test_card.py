"""The card judges by the rule it states, shows failures first, and hides none."""

import csv
import json
import os
import tomllib
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from cluster_abm.cli import cli
from cluster_abm.commands.judged import SORTS, WHY
from cluster_abm.lab.validation.card import Card, Verdict, Why, judge, validate
from cluster_abm.lab.validation.functions import in_world
from cluster_abm.lab.validation.life import Lived
from cluster_abm.lab.validation.page import page_of
from cluster_abm.lab.validation.targets import BUILT_IN, Target, read_targets
from cluster_abm.scenarios.toml import FileError
from tests.lab.validation.test_moments import a_life

HEAD = "id,expression,run,lo,hi,unit,grade,source\n"


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTER_ABM_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")


def ask(*words: str) -> Result:
    return CliRunner().invoke(cli, [*words])


def a_target(tmp_path: Path, expression: str = "mean(vacancies)", lo: Any = 1, hi: Any = 2,
             run: str = "panama_2009") -> Target:  # fmt: skip
    file = tmp_path / "targets.csv"
    quoted = expression.replace('"', '""')
    file.write_text(f'{HEAD}T1,"{quoted}",{run},{lo},{hi},u,A,s\n',
                    "utf-8")  # fmt: skip
    (target,) = read_targets(file)
    return target


@pytest.mark.parametrize(
    ("values", "verdict", "why", "distance"),
    [
        ([1.4, 1.6], Verdict.PASS, Why.INSIDE, 0.0),
        ([1.0, 1.0], Verdict.PASS, Why.INSIDE, 0.0),
        ([0.0, 1.0, 0.5], Verdict.WARN, Why.BELOW_MOSTLY, 1.0),
        ([0.0, 0.5], Verdict.FAIL, Why.BELOW, 0.75 / np.std([0.0, 0.5], ddof=1)),
        ([3.0, 3.0], Verdict.FAIL, Why.ABOVE, inf),
        ([1.0, float("nan")], Verdict.FAIL, Why.NO_NUMBER, None),
        ([], Verdict.OPEN, Why.OPEN, None),
    ],
)
def test_the_verdict_follows_from_the_worlds(
    tmp_path: Path, values: list[float], verdict: Verdict, why: Why, distance: float | None
) -> None:
    found = judge(a_target(tmp_path), np.array(values))

    assert (found.verdict, found.why) == (verdict, why)
    assert distance is None or found.distance == pytest.approx(distance)


def test_a_range_may_be_open_at_one_end(tmp_path: Path) -> None:
    assert judge(a_target(tmp_path, lo=""), np.array([-99.0])).verdict is Verdict.PASS
    assert judge(a_target(tmp_path, hi=""), np.array([99.0])).verdict is Verdict.PASS


def test_a_quantile_is_that_over_the_worlds(tmp_path: Path) -> None:
    found = judge(a_target(tmp_path, "quantile(mean(vacancies), 0.9)"), np.arange(11.0))

    assert found.measured == 9.0
    assert found.low < 9.0 <= found.high


def test_the_interval_is_students(tmp_path: Path) -> None:
    found = judge(a_target(tmp_path), np.array([1.0, 2.0]))

    assert found.high - found.measured == pytest.approx(12.706 * np.sqrt(0.5 / 2), rel=1e-4)


def test_an_effect_is_paired(tmp_path: Path) -> None:
    tree = a_target(tmp_path, "effect(mean(vacancies))").tree
    one, other = (a_life(2, series={"vacancies": np.array(v)}) for v in ([3.0, 5.0], [1.0, 1.0]))

    assert tree is not None
    assert in_world(tree, Lived(one, other)) == 3.0


def test_a_period_is_cut_out_of_the_series(tmp_path: Path) -> None:
    tree = a_target(tmp_path, 'sum(vacancies, "2009-02".."2009-03")').tree
    life = a_life(4, series={"vacancies": np.array([1.0, 10.0, 100.0, 1000.0])})

    assert tree is not None
    assert in_world(tree, Lived(life, None)) == 110.0


def test_growth_is_compound_and_yearly(tmp_path: Path) -> None:
    tree = a_target(tmp_path, "growth(vacancies)").tree
    life = a_life(25, series={"vacancies": np.linspace(100, 121, 25)})

    assert tree is not None
    assert in_world(tree, Lived(life, None)) == pytest.approx(0.1)


def test_nought_over_nought_is_a_failure_and_not_a_crash(tmp_path: Path) -> None:
    target = a_target(tmp_path, "share(vacancies, unemployed)")
    life = a_life(2, series={"vacancies": np.zeros(2), "unemployed": np.zeros(2)})

    assert target.tree is not None
    value = in_world(target.tree, Lived(life, None))

    assert judge(target, np.array([value])).why is Why.NO_NUMBER


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ("T,mean(vacancy),panama_2009,1,2,u,A,s", "Did you mean vacancies?"),
        ("T,mean(vacancies),panama_2008,1,2,u,A,s", "run = panama_2008 is not a scenario. Did you"),
        ("T,mean(vacancies),panama_2009,2,1,u,A,s", "lo = 2 lies above hi = 1"),
        ("T,mean(vacancies),panama_2009,,,u,A,s", "needs lo, hi or both"),
        ("T,mean(vacancies),panama_2009,few,2,u,A,s", "lo"),
        ("T,mean(vacancies),panama_2009,nan,2,u,A,s", "lo"),
        ("T,,panama_2009,1,2,u,A,s", "expression is missing"),
        ("T,mean(vacancies),panama_2009+none.toml,1,2,u,A,s", "run: none.toml does not exist"),
        ("T,mean(vacancies),panama_2009,1,2,u,A,s\nT,mean(hires),panama_2009,1,2,u,A,s",
         "target T stands twice"),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_with_a_reason(tmp_path: Path, rows: str, sentence: str) -> None:
    file = tmp_path / "targets.csv"
    file.write_text(HEAD + rows + "\n", "utf-8")

    with pytest.raises(FileError) as refused:
        read_targets(file)

    assert sentence in str(refused.value)
    assert str(tmp_path) not in str(refused.value)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "targets.csv"
    file.write_text(HEAD + "A,mean(,panama_2009,1,2,u,A,s\nB,1 +,panama_2009,1,2,u,A,s\n", "utf-8")

    with pytest.raises(FileError) as refused:
        read_targets(file)

    assert len(refused.value.mistakes) == 2


def test_a_misspelt_column_is_named(tmp_path: Path) -> None:
    file = tmp_path / "targets.csv"
    file.write_text("id,expresion,run,lo,hi,unit,grade,source\n", "utf-8")

    with pytest.raises(FileError, match="Did you mean expression"):
        read_targets(file)


def test_the_targets_of_the_package_have_source_grade_and_both_languages() -> None:
    targets = read_targets()
    ids = {t.page.id.split("-")[0].rstrip("n+") for t in targets}

    assert {f"C{n:02d}" for n in range(1, 31)} <= ids
    assert {"F02", *(f"F{n:02d}" for n in range(4, 17))} <= ids
    for target in targets:
        assert target.page.source
        assert target.page.grade
        assert target.page.name_es
        assert target.tree or target.page.why_open_es
        assert target.page.sort in SORTS


def test_labour_targets_of_rich_countries_are_held_against_the_neutral_market() -> None:
    run = {t.page.id: t.scenario for t in read_targets()}

    assert {run[i] for i in ("C15", "C16", "C17", "C19", "C20")} == {"neutral_labour"}
    assert {run[i] for i in ("C04", "C08", "C09")} == {"panama_2003"}


def test_the_file_of_targets_has_no_key_that_nobody_reads() -> None:
    given = tomllib.loads(BUILT_IN.read_text("utf-8"))

    assert len(read_targets()) == len(given["target"])


def test_every_reason_can_be_said() -> None:
    assert set(WHY) == {str(why) for why in Why}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("card") / "targets.csv"
    rows = (
        "met,last(firms_sme),panama_2009,1,9999,firms,A,nobody",
        "missed,first(firms_sme),panama_2009,0,1,firms,A,nobody",
        "near,count(foundings),panama_2009,0,,firms,A,nobody",
    )
    file.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    return file


def test_failures_come_first_and_the_command_ran(small: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    answer = ask("validate", "--targets", str(small), "--replicates", "2", "--months", "12",
                 "--json", "--page", str(page))  # fmt: skip

    found = json.loads(answer.stdout)["targets"]
    assert answer.exit_code == 0
    assert [(f["id"], f["verdict"]) for f in found] == [
        ("missed", "FAIL"), ("met", "PASS"), ("near", "PASS"),
    ]  # fmt: skip
    assert len(found[0]["values"]) == 2
    assert page.read_text("utf-8").index("missed") < page.read_text("utf-8").index("## Passes")


def test_the_table_speaks_spanish(small: Path) -> None:
    answer = ask("--lang", "es", "validate", "--targets", str(small), "--replicates", "1",
                 "--months", "12")  # fmt: skip

    assert answer.exit_code == 0
    assert "veredicto" in answer.stdout
    assert "por encima" in answer.stdout


def test_a_bad_file_of_targets_has_its_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(HEAD + "T,mean(,panama_2009,1,2,u,A,s\n", "utf-8")

    assert ask("validate", "--targets", str(file)).exit_code == 3


def test_more_processes_find_the_same(small: Path) -> None:
    targets = read_targets(small)
    one, two = (validate(targets, replicates=2, jobs=jobs, months=12) for jobs in (1, 2))

    assert one == two


def test_an_empty_part_of_the_page_says_so() -> None:
    assert page_of(Card((), 1, 1)).count("None.") == 5


def test_shared_targets_have_the_ranges_typed_in_here() -> None:
    """Where the file of targets is at hand, what was typed in agrees with it."""
    file = next((p for p in _evidence() if p.is_file()), None)
    if file is None:
        pytest.skip("the file of calibration targets is not here")
    rows = {row["id"]: row for row in csv.DictReader(file.read_text("utf-8").splitlines())}
    same = (
        "C10",
        "C11",
        "C12",
        "C13",
        "C15",
        "C16",
        "C17",
        "C18",
        "C19",
        "C20",
        "C23",
        "C24",
        "C25",
    )
    for target in read_targets():
        if target.page.id in same:
            row = rows[target.page.id]
            assert (target.page.lo, target.page.hi) == (float(row["lo"]), float(row["hi"]))


def _evidence() -> list[Path]:
    """Where the file may stand: a folder that the environment names."""
    place = os.environ.get("CLUSTER_ABM_EVIDENCE")
    return [Path(place) / "targets_calibration.csv"] if place else []
