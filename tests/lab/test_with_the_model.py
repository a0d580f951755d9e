"""The laboratory and the cluster model together: few worlds, few months."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cluster_abm
from cluster_abm.agents.world import World
from cluster_abm.core.policy import Change, Policy
from cluster_abm.core.programme import Statute
from cluster_abm.core.timing import Trigger
from cluster_abm.explain import known
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.lab.engine.tasks import Failure, live, tasks_of
from cluster_abm.lab.store.folder import content_hash
from cluster_abm.model import MONTH, ClusterModel
from cluster_abm.scenarios.files import ExperimentFile, read_experiment
from cluster_abm.submodels.migration.numbers import MigrationRules

P01 = Path(__file__).parents[2] / "experiments" / "p01_quota.toml"
P11 = P01.with_name("p11_continuity.toml")


def asked(*policies: Policy, months: int = 8) -> ExperimentFile:
    return ExperimentFile(
        name="short",
        question="",
        scenario="panama_2009",
        months=months,
        outcomes=("employment_narrow", "resident_income"),
        policies=(Policy(), *policies),
        root_seed=2009,
        least=1,
    )


def relaxed(value: float, start: int = 3) -> Policy:
    return Policy(f"quota-{value:g}", (Change(lever="foreign_quota", value=value, start=start),))


@pytest.fixture(scope="module")
def lived() -> dict[str, np.ndarray]:
    """One world under the baseline, a null policy and two policies, past the store."""
    subject = the_cluster()
    policies = (relaxed(0.1), relaxed(0.3), relaxed(0.9))
    plan = make_plan(asked(*policies), subject)
    (task,) = tasks_of(plan, subject.build, metrics=list(subject.metrics), done=set())
    return {r.run.policy.id: r.series for r in live(task) if r.series is not None}


def test_the_experiment_of_the_demonstration_is_sound() -> None:
    experiment = read_experiment(P01)
    plan = make_plan(experiment, the_cluster())

    assert plan.pairs == 20
    assert [plan.window(policy) for policy in experiment.policies] == [(0, 120), (12, 72)]
    assert len({run.id for _, run in plan.runs()}) == 40


def test_p11_asks_for_one_programme_on_three_legs() -> None:
    plan = make_plan(read_experiment(P11, known()), the_cluster())
    baseline, *legs, imposed = plan.asked.policies

    assert not baseline.changes
    assert [{c.statute for c in leg.changes} for leg in legs] == [{s} for s in Statute]
    assert {c.part_of for leg in legs for c in leg.changes} == {"innovation"}
    assert all(c.imposed for c in imposed.changes)
    assert len({run.id for _, run in plan.runs()}) == 5 * plan.pairs


def test_a_null_policy_equals_the_baseline_in_every_metric(lived: dict[str, np.ndarray]) -> None:
    assert np.array_equal(lived["quota-0.1"], lived["baseline"])


def test_worlds_are_equal_to_the_bit_before_a_policy_begins(lived: dict[str, np.ndarray]) -> None:
    assert np.array_equal(lived["quota-0.9"][:3], lived["baseline"][:3])
    assert not np.array_equal(lived["quota-0.9"], lived["baseline"])


def test_a_policy_that_shares_the_past_of_others_lives_as_if_alone(
    lived: dict[str, np.ndarray],
) -> None:
    alone = cluster_abm.run(months=8, seed=2009, policy=relaxed(0.3))

    assert np.array_equal(lived["quota-0.3"], alone.series.to_numpy())


def test_a_policy_that_fails_does_not_take_the_others_with_it(
    lived: dict[str, np.ndarray],
) -> None:
    def rest(world: World, rules: MigrationRules) -> None:
        if rules.foreign_quota.usual > 0.5:
            raise ZeroDivisionError

    def build(*given: Any, **named: Any) -> ClusterModel:
        return ClusterModel(*given, month=(*MONTH, rest), **named)

    policies = (relaxed(0.1), relaxed(0.9), relaxed(0.3))
    plan = make_plan(asked(*policies), subject := the_cluster())
    (task,) = tasks_of(plan, build, metrics=list(subject.metrics), done=set())
    results = {r.run.policy.id: r for r in live(task)}

    assert results["quota-0.9"].failure == Failure("ZeroDivisionError", "no message")
    for name in ("baseline", "quota-0.1", "quota-0.3"):
        series = results[name].series
        assert series is not None
        assert np.array_equal(series, lived[name])


def test_the_number_of_workers_changes_no_byte(tmp_path: Path) -> None:
    experiment = asked(relaxed(0.5, start=1), months=3)

    hashes = {
        run_experiment(experiment, out=tmp_path / str(n), workers=n, pairs=2).content_hash
        for n in (1, 2)
    }

    assert len(hashes) == 1


def test_a_single_run_is_written_like_an_experiment_of_one_run(tmp_path: Path) -> None:
    run = cluster_abm.run(months=2, seed=5, replicate=3)

    files = run.save(tmp_path / "one")
    run.save(tmp_path / "two")
    series = pd.read_parquet(tmp_path / "one" / "series")

    assert {file.parent.name for file in files} == {"one", "runs", "series", "summary"}
    assert np.array_equal(series[list(run.series)].to_numpy(), run.series.to_numpy())
    assert set(series["replicate"]) == {3}
    assert content_hash(tmp_path / "one") == content_hash(tmp_path / "two")


def test_a_trigger_and_a_cap_of_the_model_share_the_past_exactly() -> None:
    subject = the_cluster()
    policy = Policy(
        "seats while few are out of work",
        (
            Change(lever="seats_factor", value=2.0, start=1, budget_cap=200_000.0),
            Change(lever="foreign_quota", value=0.9, start=2,
                   trigger=Trigger.read("unemployment < 0.5")),
        ),
    )  # fmt: skip
    plan = make_plan(asked(policy, months=6), subject)
    (task,) = tasks_of(plan, subject.build, metrics=list(subject.metrics), done=set())
    shared = {r.run.policy.id: r.series for r in live(task)}[policy.id]

    alone = cluster_abm.run(months=6, seed=2009, policy=policy)
    seats = alone.series["seats_paid"]

    assert np.array_equal(shared, alone.series.to_numpy())
    assert seats[1] > 200_000, "the first month is beyond the cap already"
    assert (seats[2:] == 0).all()


def test_programmes_share_the_past_exactly_and_tell_their_fate() -> None:
    """An election before the programmes begin belongs to the past that all of them share."""
    subject, numbers = the_cluster(), {"first_election": 1, "turnover": 1.0, "term_of_office": 12}
    policies = [
        Policy(
            statute.name.lower(),
            (Change(lever="grant_budget", value=9.0, start=5, statute=statute),
             Change(lever="grant_threshold", value=0.5, start=5, statute=Statute.LAW,
                    adopt=True, hazard=0.9)),
        )
        for statute in Statute
    ]  # fmt: skip
    plan = make_plan(asked(*policies, months=18), subject, numbers=numbers)
    (task,) = tasks_of(plan, subject.build, metrics=list(subject.metrics), done=set())
    shared = {r.run.policy.id: r for r in live(task)}

    for policy in policies:
        alone = cluster_abm.run(months=18, seed=2009, numbers=numbers, policy=policy)
        assert np.array_equal(shared[policy.id].series, alone.series.to_numpy())
        assert {"grant_budget", "grant_threshold"} == set(shared[policy.id].standing)


def test_every_lever_that_says_what_it_costs_names_a_metric_that_rests_at_nil() -> None:
    subject = the_cluster()
    spending = {row.spends for row in subject.numbers.values() if row.spends}
    baseline = cluster_abm.run(months=2, seed=2009).series

    assert len(spending) > 10
    assert (baseline[sorted(spending)] == 0).all(axis=None)


def test_a_cap_is_never_passed_by_more_than_a_month_of_what_the_lever_costs() -> None:
    levers = {
        name: row for name, row in the_cluster().numbers.items() if row.spends and not row.lasting
    }
    model = ClusterModel("panama_2009", seed=2009)
    start, months, moved = model.snapshot(), 9, set()
    for name, row in levers.items():
        full = _spending(model, start, Change(lever=name, value=_dear(row)), row.spends, months)
        if not full.any():
            continue
        cap = 0.4 * float(full.sum())
        capped = Change(lever=name, value=_dear(row), budget_cap=cap)
        spent = _spending(model, start, capped, row.spends, months)
        moved.add(name)

        assert spent.sum() < full.sum() or np.count_nonzero(full) == 1, name
        assert spent.sum() <= cap + spent.max(), name

    assert {"seats_factor", "facilitator_budget", "career_campaign"} <= moved


CUTS = {"profit_tax": 0.2, "employer_contribution": 0.1, "interest_rate": 0.0}
"""Levers that cost something below their values of 2009."""


def _dear(row: Any) -> float:
    """A value at which the lever costs something, within its range."""
    if row.name in CUTS:
        return CUTS[row.name]
    return 3.0 if row.name == "seats_factor" else min(row.high, 2_000_000.0)


def _spending(
    model: ClusterModel, start: Any, change: Change, metric: str, months: int
) -> np.ndarray:
    model.restore(start, policy=Policy("dear", (change,)))
    model.run_months(months)
    return model.series[metric].to_numpy()
