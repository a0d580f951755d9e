"""The examples do what they say; and one line reads what an experiment leaves."""

import importlib
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest

import cluster_abm as ca
from cluster_abm.core.errors import InputError
from cluster_abm.scenarios.reader import Scenario
from tests.lab.fake_model import SUBJECT, experiment, relaxed

SMALL = 0.3


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """A third of Panama, as it was founded: examples need no past."""
    return ca.load_scenario("panama_2009").scaled(SMALL).model_copy(update={"warm_up": 0})


def example(name: str):
    return importlib.import_module(f"examples.{name}").main


def test_the_workbench_lives_every_policy_in_every_scenario(scenario: Scenario) -> None:
    experiments, outcomes = example("ema_workbench_model")(
        scenario, months=2, scenarios=2, policies=2
    )

    assert len(experiments) == len(outcomes["jobs"]) == 4
    assert {"market_growth", "migration_response", "quota"} <= set(experiments)
    assert np.isfinite(outcomes["income"]).all()


def test_salib_says_which_numbers_matter(scenario: Scenario) -> None:
    found = example("salib_loop")(scenario, months=1, trajectories=2)

    assert list(found["names"]) == ["market_growth", "migration_response", "dropout"]
    assert np.isfinite(found["mu_star"]).all()
    assert found["mu_star"].max() > 0


def test_the_model_steps_as_any_mesa_model(scenario: Scenario) -> None:
    jobs, largest = example("plain_mesa")(scenario, months=2)

    assert jobs.shape == (2, 2)
    assert (jobs[1] != jobs[2]).any()
    assert largest["headcount"].is_monotonic_decreasing


# Experiments in Python


QUOTA = ca.Policy("open", (ca.Change(lever="foreign_quota", value=0.5, start=1),))


def asked(scenario: str = "panama_2009", **more: object) -> ca.Experiment:
    return ca.Experiment(
        name="short", question="Does it run?", scenario=scenario, months=2,
        outcomes=("employment_narrow",), policies=(ca.Policy(), QUOTA), least=2, most=2, **more,
    )  # fmt: skip


def test_an_experiment_is_one_call(tmp_path: Path) -> None:
    unsure = ca.Uncertainty(
        kind="list", parameters={"market_growth": ca.Distribution(dist="values", values=(0.0,))}
    )

    found = ca.experiment(asked(uncertainty=unsure), out=tmp_path, workers=0)
    runs = pd.read_parquet(tmp_path / "runs")

    assert found.pairs == 2
    assert found.policies == ("open",)
    assert set(runs["p.market_growth"]) == {0.0}


def test_a_file_and_python_give_the_same_runs(tmp_path: Path) -> None:
    (tmp_path / "short.toml").write_text(
        '[experiment]\nname = "short"\nquestion = ""\nscenario = "panama_2009"\nmonths = 2\n'
        'outcomes = ["employment_narrow"]\n[replication]\nroot_seed = 1\nmin = 2\nmax = 2\n'
        '[[policy]]\nid = "baseline"\n[[policy]]\nid = "open"\n[[policy.intervention]]\n'
        'lever = "foreign_quota"\nvalue = 0.5\nfrom = "2009-02"\n',
        "utf-8",
    )

    by_file = ca.experiment(tmp_path / "short.toml", out=tmp_path / "a", pairs=1, workers=0)
    by_hand = ca.experiment(asked(), out=tmp_path / "b", pairs=1, workers=0)

    assert by_file.content_hash == by_hand.content_hash


def test_what_cannot_be_is_refused_before_the_first_run(tmp_path: Path) -> None:
    wrong = ca.Policy("wrong", (ca.Change(lever="foriegn_quota", value=0.5),))

    with pytest.raises(InputError, match=r"Did you mean foreign_quota\?"):
        ca.experiment(
            ca.Experiment(name="x", outcomes=("employment_narrow",), policies=(ca.Policy(), wrong)),
            out=tmp_path / "x",
        )
    assert not (tmp_path / "x").exists()


# One line reads it


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> str:
    from cluster_abm.lab.batch.pairs import run_experiment

    folder = tmp_path_factory.mktemp("results") / "x"
    unsure = ca.Uncertainty(
        kind="list", parameters={"rent": ca.Distribution(dist="values", values=(5.0, 9.0))}
    )
    run_experiment(
        experiment(relaxed(), uncertainty=unsure), out=folder, workers=0, subject=SUBJECT
    )
    return str(folder)


def test_pandas_polars_and_duckdb_give_the_same_effect_in_one_line(results: str) -> None:
    # The effect of the policy on jobs in its months: 50 jobs a unit of quota.
    by_pandas = pd.read_parquet(f"{results}/series").merge(pd.read_parquet(f"{results}/assignments.parquet")).query("6 <= month < 18").groupby("policy")["jobs"].mean().diff().iloc[-1]  # noqa: E501  # fmt: skip
    by_polars = pl.scan_parquet(f"{results}/series/*.parquet").join(pl.scan_parquet(f"{results}/assignments.parquet"), on="run").filter(pl.col("month").is_between(6, 17)).group_by("policy").agg(pl.col("jobs").mean()).sort("policy").select(pl.col("jobs").diff().last()).collect().item()  # noqa: E501  # fmt: skip
    by_duckdb = duckdb.sql(f"from '{results}/series/*.parquet' join '{results}/assignments.parquet' using (run) select avg(jobs) filter (policy = 'relaxed') - avg(jobs) filter (policy = 'baseline') where month between 6 and 17").fetchall()  # noqa: E501  # fmt: skip

    assert by_pandas == pytest.approx(10.0)
    assert by_polars == pytest.approx(10.0)
    assert by_duckdb == [(pytest.approx(10.0),)]


def test_the_values_of_a_draw_stand_beside_its_summary(results: str) -> None:
    by_pandas = pd.read_parquet(f"{results}/summary").query("metric == 'pay'").merge(pd.read_parquet(f"{results}/runs"), on="run").groupby("p.rent")["final"].mean()  # noqa: E501  # fmt: skip
    by_polars = pl.scan_parquet(f"{results}/summary/*.parquet").filter(pl.col("metric") == "pay").join(pl.scan_parquet(f"{results}/runs/*.parquet"), on="run").group_by("p.rent").agg(pl.col("final").mean()).sort("p.rent").collect()  # noqa: E501  # fmt: skip
    by_duckdb = duckdb.sql(f"from '{results}/summary/*.parquet' join '{results}/runs/*.parquet' using (run) select \"p.rent\", avg(final) where metric = 'pay' group by all order by all").fetchall()  # noqa: E501  # fmt: skip

    assert list(by_pandas.index) == by_polars["p.rent"].to_list() == [5.0, 9.0]
    assert by_polars["final"].to_list() == pytest.approx(by_pandas.to_list())
    assert [mean for _, mean in by_duckdb] == pytest.approx(by_pandas.to_list())
