import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cluster_abm.core.policy import BASELINE, Change, Policy
from cluster_abm.core.timing import Pulse, Trigger
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.batch.watch import Standing
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.engine.tasks import Result, live, tasks_of
from cluster_abm.lab.store.disk import StoreError
from cluster_abm.lab.store.folder import done_runs
from tests.lab.fake_model import METRICS, SUBJECT, FakeModel, experiment, relaxed


def lived(*policies: Policy, **given: object) -> dict[str, Result]:
    """One world, by the names of its policies, past the store."""
    plan = make_plan(experiment(*policies, pairs=1, **given), SUBJECT)
    (task,) = tasks_of(plan, SUBJECT.build, metrics=list(METRICS), done=set())
    return {result.run.policy.id: result for result in live(task)}


def alone(policy: Policy) -> np.ndarray:
    model = FakeModel("calm", seed=7, replicate=0, numbers={}, policy=policy)
    model.run_months(24)
    return model.series.to_numpy()


def test_every_policy_gives_what_it_gives_alone() -> None:
    policies = [
        relaxed("early", start=0),
        relaxed("late", start=20, until=24),
        relaxed("same start", value=0.5, start=20, until=22),
    ]

    found = lived(*policies)

    for policy in (BASELINE, *policies):
        assert np.array_equal(found[policy.id].series, alone(policy)), policy.id


def test_a_null_policy_equals_the_baseline_with_the_store_bypassed() -> None:
    null = relaxed("null", value=0.1)

    found = lived(null)

    assert found["null"].run.id != found["baseline"].run.id
    assert np.array_equal(found["null"].series, found["baseline"].series)


LATE = Change(lever="quota", value=0.9, start=2, trigger=Trigger.read("jobs > 1000"))
CAPPED = Change(lever="seats", value=5.0, start=4, budget_cap=240.0)


def test_a_policy_with_a_trigger_gives_what_it_gives_alone() -> None:
    policies = [Policy("late", (LATE,)), Policy("capped", (CAPPED,)), relaxed("other", start=9)]

    found = lived(*policies)

    for policy in policies:
        assert np.array_equal(found[policy.id].series, alone(policy)), policy.id
    assert not np.array_equal(found["late"].series, found["baseline"].series)


def test_the_path_of_a_run_says_when_its_changes_really_held(tmp_path: Path) -> None:
    pulse = Change(lever="rent", value=5.0, start=1, pulse=Pulse(every=10, months=2))
    asked = experiment(Policy("mixed", (LATE, CAPPED, pulse)), relaxed(), pairs=1)

    run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)
    rows = pd.read_parquet(tmp_path / "runs").set_index("changes")["path"]
    series = pd.read_parquet(tmp_path / "series").set_index("run")
    given = pd.read_parquet(tmp_path / "assignments.parquet").set_index("policy")["run"]
    paths = {len(path): path for path in map(json.loads, rows)}
    jobs = series.loc[given["mixed"], "jobs"].to_list()
    held = [month for a, b in paths[3][0]["months"] for month in range(a, b)]

    assert held == [month for month in range(2, 24) if jobs[month - 1] > 1000]
    # 50 a month: 200 are spent after four months, the fifth passes the cap.
    assert paths[3][1] == {"lever": "seats", "months": [[4, 9]]}
    assert paths[3][2] == {"lever": "rent", "months": [[1, 3], [11, 13], [21, 23]]}
    assert paths[1] == [{"lever": "quota", "months": [[6, 18]]}]
    assert paths[0] == []


def test_nothing_differs_before_the_first_month_of_a_policy() -> None:
    found = lived()

    before = found["relaxed"].series[:6] == found["baseline"].series[:6]

    assert before.all()
    assert found["relaxed"].series[6, 0] > found["baseline"].series[6, 0]


def test_a_policy_that_was_missing_is_lived_without_its_baseline() -> None:
    plan = make_plan(experiment(pairs=1), SUBJECT)
    (done,) = (run.id for name, run in plan.runs() if name == "baseline")

    (task,) = tasks_of(plan, SUBJECT.build, metrics=list(METRICS), done={done})
    (result,) = live(task)

    assert np.array_equal(result.series, alone(relaxed()))


def test_one_worker_and_two_give_the_same_content(tmp_path: Path) -> None:
    asked = experiment(relaxed("one"), relaxed("two", 0.5), pairs=5)

    hashes = {
        run_experiment(asked, out=tmp_path / str(n), workers=n, subject=SUBJECT).content_hash
        for n in (0, 1, 2)
    }

    assert len(hashes) == 1


def test_a_worker_that_is_killed_takes_its_own_world_along_and_no_other(tmp_path: Path) -> None:
    asked = experiment(scenario="dies-2", pairs=6)

    found = run_experiment(asked, out=tmp_path, workers=2, subject=SUBJECT)
    runs = pd.read_parquet(tmp_path / "runs").set_index("replicate")

    assert (found.pairs, found.failed, found.total) == (5, 2, 12)
    assert set(runs.index[runs["status"] == "failed"]) == {2}
    assert set(runs.loc[2, "failure_type"]) == {"WorkerDied"}
    assert "2 of 12 runs failed" in found.answer()


def test_a_world_that_hangs_is_ended(tmp_path: Path) -> None:
    asked = experiment(scenario="hangs-1", pairs=3)

    found = run_experiment(asked, out=tmp_path, workers=2, limit=2.0, subject=SUBJECT)
    runs = pd.read_parquet(tmp_path / "runs").set_index("replicate")

    assert found.pairs == 2
    assert set(runs.loc[1, "failure_type"]) == {"TimeoutError"}


def test_a_failure_is_a_row_that_says_how_to_live_it_again(tmp_path: Path) -> None:
    asked = experiment(relaxed(), relaxed("wide open", 0.9), scenario="policy", pairs=2)

    run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)
    runs = pd.read_parquet(tmp_path / "runs")
    failed = runs[runs["status"] == "failed"]

    assert len(runs) == 6
    assert list(failed["failure_type"]) == ["ValueError"] * 2
    assert list(failed["replay"]) == [
        f"cluster-abm replay {run} --in results/{tmp_path.name}" for run in failed["run"]
    ]


def test_a_baseline_that_fails_leaves_the_policies_that_began_before() -> None:
    found = lived(relaxed("early", start=2), relaxed("late", start=10), scenario="tires-0")

    assert found["baseline"].failure == found["late"].failure
    assert found["baseline"].failure is not None
    assert found["early"].failure is None


def test_an_experiment_whose_baseline_always_fails_compares_nothing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no run has ended well"):
        run_experiment(
            experiment(scenario="fails-0", pairs=1), out=tmp_path, workers=0, subject=SUBJECT
        )


def test_a_policy_that_always_fails_is_left_out_and_said_so(tmp_path: Path) -> None:
    asked = experiment(relaxed(), relaxed("wide open", 0.9), scenario="policy", pairs=2)

    found = run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)

    assert found.policies == ("relaxed",)
    assert found.notes[0].startswith("wide open is left out")
    assert (found.failed, found.total) == (2, 6)


def test_the_same_command_goes_on_where_it_stopped(tmp_path: Path) -> None:
    heard = []
    run_experiment(experiment(), out=tmp_path, workers=0, pairs=2, subject=SUBJECT)

    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT, progress=heard.append)
    run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT, progress=heard.append)

    assert [standing.done for standing in heard] == [6, 8]
    assert heard[-1].total == 8
    assert heard[-1].difference == pytest.approx(10.0)


@pytest.mark.parametrize("workers", [0, 2])
def test_an_interruption_keeps_what_was_lived(tmp_path: Path, workers: int) -> None:
    def interrupt(standing: Standing) -> None:
        if standing.done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_experiment(
            experiment(), out=tmp_path, workers=workers, subject=SUBJECT, progress=interrupt
        )
    kept = done_runs(tmp_path)
    found = run_experiment(experiment(), out=tmp_path, workers=0, subject=SUBJECT)

    assert len(kept) == 4
    assert found.pairs == 4


def test_a_failed_run_is_tried_again_and_counted(tmp_path: Path) -> None:
    asked = experiment(scenario="fails-1", pairs=2)
    for _ in range(2):
        run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)

    tried = pd.read_parquet(tmp_path / "runs").set_index("replicate").loc[1, "attempt"]

    assert sorted(tried) == [1, 1, 2, 2]
