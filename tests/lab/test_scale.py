"""Whoever lives the worlds, the results are the same bytes."""

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import BASELINE
from cluster_abm.lab.batch.conduct import Conduct, conduct
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.design.subject import build_cluster, code_here, the_cluster
from cluster_abm.lab.engine import cluster
from cluster_abm.lab.engine.cluster import dask_executor
from cluster_abm.lab.engine.tasks import live_away, tasks_of, worker_context
from cluster_abm.lab.store.folder import content_hash
from cluster_abm.lab.store.writer import Shard
from cluster_abm.scenarios.files import ExperimentFile
from tests.lab.fake_model import SUBJECT, experiment, relaxed

ASKED = experiment(relaxed("one"), relaxed("two", 0.5), pairs=6)


def live(folder: Path, *hows: Conduct, asked: ExperimentFile = ASKED) -> str:
    for how in hows:
        conduct(make_plan(asked, SUBJECT), SUBJECT, folder=folder, how=how)
    return content_hash(folder)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> str:
    return live(tmp_path_factory.mktemp("alone"), Conduct(workers=0))


@pytest.mark.parametrize("workers", [1, 2])
def test_any_number_of_workers_gives_the_same_bytes(
    workers: int, alone: str, tmp_path: Path
) -> None:
    assert live(tmp_path, Conduct(workers=workers)) == alone


def test_shards_give_the_same_bytes(alone: str, tmp_path: Path) -> None:
    assert live(tmp_path, *(Conduct(workers=0, shard=Shard(n, 4)) for n in (2, 4, 1, 3))) == alone


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_dask_cluster_gives_the_same_bytes_and_survives_a_run_that_exits(
    alone: str, tmp_path: Path
) -> None:
    kills = experiment(scenario="dies-1", pairs=2)
    with dask_executor("", workers=2) as executor:
        assert live(tmp_path / "calm", Conduct(executor=executor)) == alone
        live(tmp_path / "dies", Conduct(executor=executor), asked=kills)

    failed = pd.read_parquet(tmp_path / "dies" / "runs").query("status == 'failed'")

    assert list(failed["replicate"]) == [1, 1]
    assert set(failed["failure_type"]) == {"WorkerDied"}


def test_a_run_that_loops_outside_the_main_thread_is_ended(tmp_path: Path) -> None:
    loops = experiment(scenario="mixed", pairs=2)
    plan = replace(make_plan(loops, SUBJECT), first=50, pairs=2)
    with ThreadPoolExecutor(1) as threads:
        conduct(plan, SUBJECT, folder=tmp_path, how=Conduct(executor=threads, limit=0.5))

    runs = pd.read_parquet(tmp_path / "runs")
    failed = runs.query("status == 'failed'")

    assert list(failed["replicate"]) == [50]
    assert set(failed["failure_type"]) == {"TimeoutError"}
    assert len(runs) == 4, "the other runs are lived"


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_run_that_loops_on_a_dask_cluster_is_ended(tmp_path: Path) -> None:
    plan = replace(make_plan(experiment(scenario="mixed", pairs=1), SUBJECT), first=50, pairs=1)
    with dask_executor("", workers=1) as executor:
        conduct(plan, SUBJECT, folder=tmp_path, how=Conduct(executor=executor, limit=1.0))

    failed = pd.read_parquet(tmp_path / "runs").query("status == 'failed'")

    assert set(failed["failure_type"]) == {"TimeoutError"}


def test_any_executor_of_python_gives_the_same_bytes(alone: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        assert live(tmp_path / "threads", Conduct(executor=threads)) == alone
    with ProcessPoolExecutor(1, mp_context=worker_context()) as processes:
        assert live(tmp_path / "processes", Conduct(executor=processes)) == alone


def test_no_more_worlds_are_handed_out_than_can_be_lived_soon(tmp_path: Path) -> None:
    class Counting(ThreadPoolExecutor):
        most = 0

        def submit(self, *work: object, **more: object) -> Future:  # type: ignore[override]
            future = super().submit(*work, **more)  # type: ignore[arg-type]
            Counting.most = max(Counting.most, self._work_queue.qsize())
            return future

    with Counting(1) as executor:
        live(tmp_path, Conduct(executor=executor), asked=experiment(pairs=400))

    assert 0 < Counting.most <= 256


def test_who_has_other_code_lives_nothing() -> None:
    asked = ExperimentFile(name="mine", outcomes=("births",), policies=(BASELINE,), least=1)
    plan = make_plan(asked, the_cluster())
    (task,) = tasks_of(plan, build_cluster, metrics=["births"], done=set())
    (result,) = live_away(replace(task, code="0, NumPy 1.0"))

    assert task.code == code_here()
    assert result.failure is not None
    assert result.failure.kind == "OtherCode"
    assert code_here() in result.failure.message


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense"])
def test_where_no_scheduler_answers_it_is_said_in_a_line(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER", "1s")

    with pytest.raises(InputError, match="No Dask scheduler answers"), dask_executor(address):
        pass


class Workers:
    """A client whose workers have some code."""

    def __init__(self, *codes: str) -> None:
        self.codes = codes

    def run_on_scheduler(self, code: Callable[[], str]) -> str:
        return code()

    def run(self, _: object) -> dict[str, str]:
        return dict(enumerate(self.codes))


def test_a_cluster_with_other_code_is_refused() -> None:
    assert cluster._same_code(Workers(code_here()), "there")
    assert not cluster._same_code(Workers(), "there")
    with pytest.raises(InputError, match="Install the same version everywhere"):
        cluster._same_code(Workers(code_here(), "0, NumPy 1.0"), "there")


def test_without_dask_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)

    with (
        pytest.raises(InputError, match=r"pip install 'cluster-abm\[scale\]'"),
        dask_executor(),
    ):
        pass
