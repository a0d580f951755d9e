"""Pairs in the background, and the folder of results: without a browser."""

import time
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pyarrow.parquet as pq
import pytest

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import Change, Policy
from cluster_abm.dashboard import courses, datasets, jobs
from cluster_abm.dashboard.jobs import Answer, Job, Office, Question, State
from cluster_abm.dashboard.verdict import cost_text
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.locale import LANGUAGES
from cluster_abm.model import METRICS
from cluster_abm.scenarios.files import read_experiment

PATIENCE = 120
"""Seconds that a busy machine may take."""
MONTHS = 8


def question(pairs: int = 2, value: float = 0.6, months: int = MONTHS) -> Question:
    change = Change(lever="foreign_quota", value=value, start=2, ramp=2)
    return Question(scenario="panama_2009", seed=7, policy=Policy("page", (change,)),
                    pairs=pairs, months=months)  # fmt: skip


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


@pytest.fixture(scope="module")
def done(place: Path) -> Job:
    """Two pairs that have been lived."""
    job = Office(place, workers=0).ask(question())
    until(lambda: job.state.over)
    assert job.state.name == "done", job.state
    return job


def test_an_answer_says_in_both_languages_what_the_policy_did(done: Job) -> None:
    answer = done.state.answer

    assert answer is not None
    assert answer.pairs == 2
    assert all(answer.sentences[lang] for lang in LANGUAGES)
    assert "95 %" in answer.sentences["es"]
    assert "con la política:" in answer.sentences["es"]
    assert answer.of("employment_narrow") is not None


def test_the_command_line_gives_the_same_hash_for_the_same_question(
    done: Job, place: Path, tmp_path: Path
) -> None:
    answer = done.state.answer
    assert answer is not None
    file = place / answer.folder / "experiment.toml"
    again = run_experiment(read_experiment(file), out=tmp_path / "again", workers=0)

    assert again.content_hash == answer.digest
    assert read_experiment(file).policies == question().experiment().policies


def test_the_same_question_is_not_lived_twice(done: Job, place: Path) -> None:
    began = time.monotonic()
    job = Office(place, workers=0).ask(question())
    until(lambda: job.state.over)

    assert job.state.answer is not None
    assert done.state.answer is not None
    assert job.state.answer.digest == done.state.answer.digest
    assert job.state.standing is None or time.monotonic() - began < PATIENCE / 2


def test_more_pairs_of_one_question_go_to_one_folder() -> None:
    names = {question(pairs).experiment().name for pairs in (2, 50)}

    assert len(names) == 1
    assert question(2, value=0.5).experiment().name not in names


def test_a_visitor_hears_every_state_to_the_last(done: Job) -> None:
    heard: list[State] = []
    done.follow(heard.append, Event())

    assert [state.name for state in heard] == ["done"]


def test_one_question_waits_for_the_other_and_can_be_cancelled(tmp_path: Path) -> None:
    office = Office(tmp_path, workers=0)
    first = office.ask(question(pairs=40, months=24))
    second = office.ask(question(pairs=2, value=0.4))
    waiting, before = second.state.name, office.before(second)
    second.cancel()
    until(lambda: first.state.standing is not None)
    first.cancel()
    until(lambda: first.state.over)

    assert (waiting, before) == ("waiting", 1)
    assert (first.state.name, second.state.name) == ("cancelled", "cancelled")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (question(pairs=1), "pairs = 1"),
        (question(pairs=10**6), "pairs = 1000000"),
        (question(months=0), "months = 0"),
        (question(months=10**4), "months = 10000"),
        (Question(scenario="panama_2009", seed=1, policy=Policy(), pairs=2, months=12), "nothing"),
    ],
)
def test_a_question_beyond_the_budget_is_refused(
    tmp_path: Path, asked: Question, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        Office(tmp_path, workers=0).ask(asked)


def test_too_many_waiting_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path, workers=0)
    go = Event()
    monkeypatch.setattr(office, "_answer", lambda job: go.wait(PATIENCE))
    for _ in range(jobs.MOST_WAITING):
        office.ask(question())

    with pytest.raises(InputError, match="wait already"):
        office.ask(question())
    go.set()


def test_an_error_shows_only_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(jobs, "run_experiment", fail)
    job = Office(tmp_path, workers=0).ask(question())
    until(lambda: job.state.over)

    assert job.state.name == "failed"
    assert len(job.state.trouble) == 8


def test_a_cost_per_job_is_said_only_where_there_are_more_jobs(done: Job) -> None:
    answer = done.state.answer
    assert answer is not None
    jobs_found = answer.of("employment_narrow")
    assert jobs_found is not None
    if jobs_found.verdict != "more":
        assert answer.cost_per_job is None
    none = Answer(pairs=2, failed=0, sentences={}, findings=(), cost=100.0, folder="", digest="")

    assert none.cost_per_job is None
    assert "1,200" in cost_text(none, "en")


# The folder of results


def test_results_are_found_by_name_and_read_by_policy_and_month(done: Job, place: Path) -> None:
    assert done.state.answer is not None
    (name,) = datasets.names(place)
    data = datasets.describe(name, place)
    rows = datasets.series(name, policies=data.policies, metrics=("vacancies",), first=2, last=5,
                           place=place)  # fmt: skip
    lives = courses.lives_of(rows, "vacancies")

    assert name == done.state.answer.folder
    assert data.policies == ("baseline", "policy")
    assert data.metrics.keys() == METRICS.keys()
    assert (data.status.done, data.status.failed) == (4, 0)
    assert len(rows) == 2 * 2 * 3
    assert {len(path) for worlds in lives.values() for path in worlds.values()} == {3}
    assert set(rows["month"].to_pylist()) == {2, 3, 4}


@pytest.mark.parametrize("name", ["..", "../..", "/etc", "", ".", "page-x/../..", "page-x\0"])
def test_no_name_leaves_the_folder_of_results(done: Job, place: Path, name: str) -> None:
    with pytest.raises(InputError, match="not a folder of results"):
        datasets.describe(name, place)


@pytest.mark.parametrize(
    ("policies", "metric"), [(("policy",), "run"), (("ghost",), "vacancies"), ((), "../x")]
)
def test_a_policy_or_metric_that_is_not_there_is_refused(
    done: Job, place: Path, policies: tuple[str, ...], metric: str
) -> None:
    (name,) = datasets.names(place)

    with pytest.raises(InputError, match="no such policy or metric"):
        datasets.series(name, policies=policies, metrics=(metric,), first=0, last=9, place=place)


def test_rows_can_be_taken_home(done: Job, place: Path, tmp_path: Path) -> None:
    (name,) = datasets.names(place)
    rows = datasets.series(name, policies=("baseline",), metrics=("vacancies",), first=0, last=2,
                           place=place)  # fmt: skip
    file = tmp_path / "rows.parquet"
    file.write_bytes(datasets.as_parquet(rows))

    assert pq.read_table(file).equals(rows)
    assert datasets.as_csv(rows).decode().splitlines()[0].count(",") == 4
