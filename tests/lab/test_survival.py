"""A batch survives its runs, its workers, its own death and a full disk."""

from __future__ import annotations

import errno
import gc
import itertools
import multiprocessing
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import pytest

from cluster_abm.lab.batch.conduct import Conduct, conduct
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.batch.replay import prepare
from cluster_abm.lab.batch.watch import Standing
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.engine.tasks import Result, at_most, worker_context
from cluster_abm.lab.store import writer
from cluster_abm.lab.store.disk import Lock, StoreError
from cluster_abm.lab.store.folder import content_hash, done_runs, remove_orphans, verify
from cluster_abm.lab.store.writer import BATCH, Shard
from cluster_abm.scenarios.files import ExperimentFile
from tests.lab.fake_model import MIXED, SUBJECT, experiment, relaxed
from tests.lab.session import go_on, kill, pids_of, replay, slow_experiment, wait_until

CONTEXT = worker_context(("tests.lab.session",))
"""Sessions start from a server that has imported them once."""


# Runs that fail


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two hundred runs, of which one raises, one exits, one never ends and one lacks memory."""
    folder = tmp_path_factory.mktemp("mixed") / "results"
    held: list[int] = []

    def count(now: Standing) -> None:
        if now.done % 10 < 2:
            held.append(sum(isinstance(thing, Result) for thing in gc.get_objects()))

    found = run_experiment(
        experiment(scenario="mixed", pairs=100), out=folder, subject=SUBJECT,
        how=Conduct(workers=2, limit=1.0, progress=count),
    )  # fmt: skip
    assert (found.total, found.failed, found.pairs) == (200, 4, 96)
    # Whatever the number of runs, the parent holds a batch and what is on its way.
    assert max(held) <= BATCH + 2 * (2 + 2)
    return folder


def failures(folder: Path) -> pd.DataFrame:
    runs = pd.read_parquet(folder / "runs")
    return runs[runs["status"] == "failed"].set_index("replicate").sort_index()


def test_four_bad_runs_of_two_hundred_are_four_typed_failures(mixed: Path) -> None:
    failed = failures(mixed)

    assert len(done_runs(mixed)) == 196
    assert dict(failed["failure_type"]) == {
        3: "KeyError", 30: "WorkerDied", 50: "TimeoutError", 70: "MemoryError",
    }  # fmt: skip
    assert list(failed.index) == list(MIXED)
    assert "exit code 3" in failed.loc[30, "failure_message"]
    assert "longer than 1 seconds" in failed.loc[50, "failure_message"]
    assert not verify(mixed)


def test_the_other_runs_of_a_world_whose_worker_died_are_as_if_nothing_had_happened(
    mixed: Path, tmp_path: Path
) -> None:
    run_experiment(experiment(scenario="calm", pairs=31), out=tmp_path, workers=0, subject=SUBJECT)
    calm = pd.read_parquet(tmp_path / "series").query("replicate == 30")
    there = pd.read_parquet(mixed / "series").query("replicate == 30")

    assert len(there) == 24, "the baseline of the world in which the policy killed"
    assert set(there["jobs"]) <= set(calm["jobs"])


@pytest.mark.parametrize(
    ("world", "raised"), [(3, KeyError), (50, TimeoutError), (70, MemoryError)]
)
def test_a_replay_fails_as_the_run_did(world: int, raised: type[Exception], mixed: Path) -> None:
    ready = prepare(mixed, failures(mixed).loc[world, "run"], SUBJECT)

    with pytest.raises(raised), at_most(0.5):
        ready.live()


def test_a_replay_of_a_run_that_exits_exits_as_the_run_did(mixed: Path) -> None:
    process = CONTEXT.Process(target=replay, args=(str(mixed), failures(mixed).loc[30, "run"]))
    process.start()
    process.join(30)

    assert process.exitcode == 3


def test_a_run_that_ends_well_is_replayed_bit_by_bit(mixed: Path) -> None:
    for run in sorted(done_runs(mixed))[:3]:
        assert prepare(mixed, run, SUBJECT).live() is True


# Processes that are killed


LONGEST = 0.4
"""Seconds after its first world in which a session is killed; it takes about as long."""


def finish(asked: ExperimentFile, folder: Path) -> str:
    """Live what is missing, without a comparison; what the results are."""
    plan = make_plan(asked, SUBJECT)
    conduct(plan, SUBJECT, folder=folder, how=Conduct(workers=0))
    return content_hash(folder)


def whole_hash(folder: Path) -> str:
    return finish(slow_experiment(), folder)


def sound(folder: Path, before: set[str]) -> set[str]:
    """Check a folder whose writer may have been killed; what is done now."""
    if not folder.exists():
        return set()
    remove_orphans(folder)
    assert verify(folder) == []
    for file in folder.glob("*.json"):
        assert file.read_text("utf-8").endswith("}\n")
    if not (folder / "plan.json").exists():
        return set()
    done = done_runs(folder)
    assert before <= done, "a committed run is lost"
    if done:
        stored = pd.read_parquet(folder / "series", columns=["run", "month"])
        assert not stored.duplicated().any()
        assert set(stored["run"]) == done
    return done


def kill_at_random(folder: Path, *, times: int, workers: Callable[[int], int]) -> None:
    """Begin, kill, check, go on; begin anew whenever all is done."""
    chance = random.Random(2009)
    whole = whole_hash(folder / "whole")
    place, done = folder / "0", set[str]()
    for round_ in range(times):
        kill_one(place, workers(round_), chance)
        done = sound(place, done)
        if len(done) == 2 * slow_experiment().least:
            assert content_hash(place) == whole
            place, done = folder / str(round_ + 1), set()
    finish(slow_experiment(), place)
    assert content_hash(place) == whole


def kill_one(place: Path, workers: int, chance: random.Random) -> None:
    """Begin a session, and kill it or one of its workers some time after its first world."""
    session = CONTEXT.Process(target=go_on, args=(str(place), workers))
    session.start()
    wait_until(lambda: bool(pids_of(place)) or not session.is_alive())
    session.join(chance.uniform(0, LONGEST))
    victims = pids_of(place) if workers and chance.random() < 0.5 else []
    kill(chance.choice(victims or [session.pid]))
    session.join(60)
    assert not session.is_alive()
    assert wait_until(lambda: not pids_of(place)), "a worker outlives its parent"


def test_twenty_kills_lose_nothing_that_was_committed(tmp_path: Path) -> None:
    kill_at_random(tmp_path, times=20, workers=lambda n: 2 * (n % 4 == 0))


@pytest.mark.nightly
def test_two_hundred_kills_lose_nothing_that_was_committed(tmp_path: Path) -> None:
    kill_at_random(tmp_path, times=int(os.environ.get("KILLS", "200")), workers=lambda n: 2)


def test_shards_that_write_at_once_are_one_experiment(tmp_path: Path) -> None:
    whole = whole_hash(tmp_path / "whole")
    folder = tmp_path / "shared"
    shards = [
        CONTEXT.Process(target=go_on, args=(str(folder), 0, (number, 3))) for number in (1, 2, 3)
    ]
    for shard in shards:
        shard.start()
    for shard in shards:
        shard.join(60)

    assert [shard.exitcode for shard in shards] == [0, 0, 0]
    assert verify(folder) == []
    assert content_hash(folder) == whole


def test_a_shard_keeps_out_its_twin_and_the_whole(tmp_path: Path) -> None:
    folder = tmp_path
    one = Lock(folder, "1of2")
    one.share()
    two = Lock(folder, "2of2")

    with pytest.raises(StoreError, match="shard 1of2"):
        Lock(folder, "1of2")
    with pytest.raises(StoreError, match="Another process is writing"):
        Lock(folder)
    one.release()
    two.release()
    Lock(folder).release()


def test_a_shard_leaves_the_unfinished_batches_of_others_alone(tmp_path: Path) -> None:
    for number in (1, 2):
        run_experiment(experiment(), out=tmp_path, subject=SUBJECT,
                       how=Conduct(workers=0, shard=Shard(number, 2)))  # fmt: skip
    for part in (tmp_path / "runs").iterdir():
        part.unlink()

    removed = remove_orphans(tmp_path, "1of2")

    assert len(removed) == 2
    assert all("part-1of2-" in file for file in removed)
    assert len(remove_orphans(tmp_path)) == 2


# A system that refuses


@contextmanager
def refusing(folder: Path, what: str, nth: int, why: int) -> Iterator[list[str]]:
    """Let the n-th call of the system on a folder fail; notes whether it came to that."""
    calls, came, ours = itertools.count(1), list[str](), set[int]()
    real = {name: getattr(os, name) for name in ("open", "write", "fsync", "replace", "mkdir")}

    def maybe_fail(name: str) -> None:
        if name == what and next(calls) == nth:
            came.append(name)
            raise OSError(why, os.strerror(why))

    def by_path(name: str) -> Callable[..., Any]:
        def call(path: Any, *rest: Any, **more: Any) -> Any:
            inside = str(path).startswith(str(folder))
            if inside:
                maybe_fail(name)
            found = real[name](path, *rest, **more)
            if name == "open" and inside:
                ours.add(found)
            return found

        return call

    def by_handle(name: str) -> Callable[..., Any]:
        def call(handle: int, *rest: Any) -> Any:
            if handle in ours:
                maybe_fail(name)
            return real[name](handle, *rest)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("open", "replace", "mkdir"):
            patch.setattr(os, name, by_path(name))
        for name in ("write", "fsync"):
            patch.setattr(os, name, by_handle(name))
        yield came


WHY = (errno.ENOSPC, errno.EIO, errno.EACCES)


CALLS = ["open", "write", "fsync", "replace", "mkdir"]


@pytest.mark.parametrize("what", CALLS)
def test_whatever_call_the_system_refuses_the_dataset_is_sound_and_the_work_goes_on(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_every_call(what, WHY, tmp_path, monkeypatch)


@pytest.mark.nightly
@pytest.mark.parametrize("what", CALLS)
@pytest.mark.parametrize("why", WHY, ids=errno.errorcode.get)
def test_whatever_the_reason_of_a_refusal_the_dataset_is_sound(
    what: str, why: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_every_call(what, (why,), tmp_path, monkeypatch)


def refuse_every_call(
    what: str, whys: tuple[int, ...], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Refuse the first call, then the second, until a batch needs no more; reasons in turn."""
    monkeypatch.setattr(writer, "BATCH", 3)
    asked = experiment(pairs=2)
    whole = finish(asked, folder / "whole")
    for nth, why in enumerate(itertools.cycle(whys), 1):
        place = folder / str(nth)
        with refusing(place, what, nth, why) as came:
            said = refusal(asked, place)
        if not came:
            break
        if said:
            assert os.strerror(why) in said
            assert "\n" not in said
            assert str(folder) not in said
            committed = done_runs(place)
            assert sound(place, committed) == committed
        else:
            # Whoever cannot make a folder that is there already loses nothing.
            assert (what, content_hash(place)) == ("mkdir", whole)
        assert finish(asked, place) == whole
    assert nth > 3, f"the session calls {what} more often than that"


def refusal(asked: ExperimentFile, folder: Path) -> str:
    """What is said when a batch cannot be written, if it cannot."""
    try:
        finish(asked, folder)
    except StoreError as error:
        return str(error)
    return ""


def test_a_disk_that_stays_full_ends_the_batch_in_one_line(tmp_path: Path) -> None:
    def full(handle: int, *_: Any) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(StoreError, match="No space left on device") as refused:
            run_experiment(experiment(), out=tmp_path / "x", workers=0, subject=SUBJECT)

    assert str(refused.value) == (
        "The results in x cannot be written: No space left on device. "
        "What is done is kept; the same command goes on from there."
    )


# What is lived again, and what is not


def attempts(folder: Path) -> list[int]:
    return sorted(pd.read_parquet(folder / "runs")["attempt"])


def test_more_policies_other_names_and_more_worlds_live_nothing_again(tmp_path: Path) -> None:
    run_experiment(experiment(relaxed()), out=tmp_path, workers=0, subject=SUBJECT)
    heard: list[Standing] = []
    run_experiment(
        experiment(relaxed("looser"), relaxed("wide", 0.5), pairs=6, name="other", question="?"),
        out=tmp_path, workers=0, subject=SUBJECT, progress=heard.append,
    )  # fmt: skip

    assert attempts(tmp_path) == [1] * 18
    assert heard[0].done > 8, "eight were done before"
    rows = [pq.read_metadata(file).num_rows for file in (tmp_path / "runs").iterdir()]
    assert sum(rows) == 18


def test_no_process_of_a_session_is_left(mixed: Path) -> None:
    assert not multiprocessing.active_children()
