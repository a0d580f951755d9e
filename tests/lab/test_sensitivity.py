import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cluster_abm.core.errors import ClusterError
from cluster_abm.lab.design.plan import LAYOUT
from cluster_abm.lab.inference.draws import draws_of, read_draws
from cluster_abm.lab.inference.sensitivity import (
    bounds_of,
    fit_surrogate,
    morris,
    sobol,
    surrogate_sobol,
)
from cluster_abm.lab.store.disk import StoreError

BOUNDS = {name: (-np.pi, np.pi) for name in ("x1", "x2", "x3")}
PROBLEM = {"num_vars": 3, "names": list(BOUNDS), "bounds": [list(b) for b in BOUNDS.values()]}
# Ishigami's function with a = 7 and b = 0.1: exact shares of the variance
FIRST = {"x1": 0.3139, "x2": 0.4424, "x3": 0.0}
TOTAL = {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437}


def ishigami(x: np.ndarray) -> np.ndarray:
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_sobol_finds_the_exact_shares_of_ishigami() -> None:
    from SALib.sample import sobol as sampling

    design = sampling.sample(PROBLEM, 1024, calc_second_order=False, seed=1)

    found = sobol(ishigami(design), BOUNDS)

    for name in BOUNDS:
        assert found.loc[name, "first"] == pytest.approx(FIRST[name], abs=0.03)
        assert found.loc[name, "total"] == pytest.approx(TOTAL[name], abs=0.03)
    assert list(found.index) == ["x1", "x2", "x3"]


def test_morris_puts_what_does_nothing_last() -> None:
    from SALib.sample import morris as sampling

    names = ["strong", "weak", "idle"]
    bounds = {name: (0.0, 1.0) for name in names}
    problem = {"num_vars": 3, "names": names, "bounds": [[0.0, 1.0]] * 3}
    design = pd.DataFrame(sampling.sample(problem, 20, num_levels=4, seed=1), columns=names)

    found = morris(design, (5 * design["strong"] - 2 * design["weak"]).to_numpy(), bounds)

    assert found["mu_star"].to_dict() == pytest.approx({"strong": 5.0, "weak": 2.0, "idle": 0.0})
    assert found.loc["weak", "mu"] == pytest.approx(-2.0)
    assert found["sigma"].max() == pytest.approx(0.0, abs=1e-9)


def test_draws_of_another_design_are_refused() -> None:
    x = pd.DataFrame(np.random.default_rng(1).random((20, 3)), columns=list(BOUNDS))

    with pytest.raises(ClusterError, match="no design of Morris"):
        morris(x, np.ones(20), BOUNDS)
    with pytest.raises(ClusterError, match="no design of Saltelli"):
        sobol(np.arange(21.0), BOUNDS)


def test_an_outcome_that_never_changes_has_no_indices() -> None:
    with pytest.raises(ClusterError, match="the same in all draws"):
        sobol(np.ones(50), BOUNDS)


def test_a_surrogate_of_ishigami_explains_draws_that_it_has_not_seen() -> None:
    rng = np.random.default_rng(2)
    x = pd.DataFrame(rng.uniform(-np.pi, np.pi, (250, 3)), columns=list(BOUNDS))
    outcome = ishigami(x.to_numpy())

    surrogate = fit_surrogate(x, outcome)
    fresh = rng.uniform(-np.pi, np.pi, (500, 3))
    off = np.sqrt(np.mean((surrogate.predict(fresh) - ishigami(fresh)) ** 2))
    found = surrogate_sobol(surrogate, BOUNDS)

    assert surrogate.good
    assert surrogate.explained > 0.95
    assert off <= 2 * surrogate.error
    assert found["total"].to_dict() == pytest.approx(TOTAL, abs=0.06)


def test_a_surrogate_of_noise_says_that_it_explains_nothing() -> None:
    rng = np.random.default_rng(3)
    x = pd.DataFrame(rng.random((60, 3)), columns=list(BOUNDS))

    surrogate = fit_surrogate(x, rng.normal(size=60))

    assert not surrogate.good
    assert surrogate.explained < 0.3


def test_too_few_draws_have_no_surrogate() -> None:
    with pytest.raises(ClusterError, match="too few"):
        fit_surrogate(pd.DataFrame({"a": [1.0, 2.0]}), np.ones(2))


def tables(*, draws: int = 3, lost: int | None = None) -> tuple[pd.DataFrame, ...]:
    """Runs, summary and assignments of two policies in two worlds: a policy adds ten a unit."""
    rows = [(p, d, r) for p in ("base", "more") for d in range(draws) for r in range(2)]
    assigned = pd.DataFrame(rows, columns=["policy", "draw", "replicate"])
    assigned["run"] = [f"{p}{d}{r}" for p, d, r in rows]
    runs = assigned[["run", "draw"]].assign(**{"p.size": assigned["draw"] * 1.0, "p.fixed": 7.0,
                                               "p.words": "[1]"})  # fmt: skip
    summary = assigned[["run"]].assign(
        jobs_total=100.0 * assigned["replicate"]
        + 10.0 * assigned["draw"] * (assigned["policy"] == "more")
    )
    if lost is not None:
        summary = summary[summary["run"] != f"more{lost}1"]
    return runs, summary, assigned


def test_effects_are_told_by_draw_and_world() -> None:
    found = draws_of(*tables(), outcome="jobs_total")

    assert found.parameters.to_dict("list") == {"size": [0.0, 1.0, 2.0]}
    assert found.effects["more"].tolist() == [[0.0, 0.0], [10.0, 10.0], [20.0, 20.0]]
    assert found.means["more"].tolist() == [0.0, 10.0, 20.0]


def test_a_draw_with_a_failure_is_left_out() -> None:
    found = draws_of(*tables(draws=4, lost=1), outcome="jobs_total")

    assert found.parameters.index.tolist() == [0, 2, 3]


def test_draws_are_read_from_a_folder(tmp_path: Path) -> None:
    runs, summary, assigned = tables()
    summary = summary.rename(columns={"jobs_total": "total"}).assign(metric="jobs")
    for name, table in (("runs", runs), ("summary", summary)):
        (tmp_path / name).mkdir()
        table.to_parquet(tmp_path / name / "part-1.parquet")
    assigned.to_parquet(tmp_path / "assignments.parquet")
    plan = {"schema": LAYOUT, "outcomes": ["jobs"]}
    (tmp_path / "plan.json").write_text(json.dumps(plan), "utf-8")

    assert read_draws(tmp_path).means["more"].tolist() == [0.0, 10.0, 20.0]
    assert bounds_of(read_draws(tmp_path).parameters) == {"size": (0.0, 2.0)}
    with pytest.raises(StoreError, match="Did you mean jobs_total"):
        read_draws(tmp_path, "jobs_totl")


def test_a_folder_without_results_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="not a folder of results"):
        read_draws(tmp_path)
    plan = {"schema": LAYOUT, "outcomes": ["jobs"]}
    (tmp_path / "plan.json").write_text(json.dumps(plan), "utf-8")
    with pytest.raises(StoreError, match="holds no results"):
        read_draws(tmp_path)


def test_a_single_draw_is_refused() -> None:
    with pytest.raises(StoreError, match="two are needed"):
        draws_of(*tables(draws=1), outcome="jobs_total")
