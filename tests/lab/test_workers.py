"""Workers share nothing: whatever one does, the others and the caller go on."""

import os
import subprocess
import sys
import time
from typing import Any

import pytest

from cluster_abm.lab.engine.tasks import worker_context
from cluster_abm.lab.engine.workers import Crew, Lost

FOREVER = 60.0


def obey(order: Any) -> Any:
    """Do what is asked, however foolish."""
    match order:
        case "exit":
            os._exit(7)
        case "sleep":
            time.sleep(FOREVER)
        case "raise":
            raise ValueError("no")
        case "lambda":
            return lambda: None
        case "pid":
            return os.getpid()
    return order


class Unreadable:
    """Can be sent, but not read."""

    def __reduce__(self) -> Any:
        return (int, ("no number",))


def ask(crew: Crew, *orders: Any, patience: float = FOREVER) -> list[tuple[Any, Any]]:
    """Hand out orders as workers become idle, and collect all answers."""
    todo, answers = list(orders), list[tuple[Any, Any]]()
    while todo or crew.busy:
        for at in list(crew.idle):
            if todo:
                order = todo.pop(0)
                lost = crew.give(at, order, patience)
                answers += [(order, lost)] if lost else []
        answers += crew.wait(0.1)
    return answers


@pytest.fixture
def crew() -> Any:
    with Crew(2, worker_context(("tests.lab.session",)), obey) as crew:
        yield crew


def test_every_order_is_answered_once(crew: Crew) -> None:
    answers = ask(crew, *range(50))

    assert sorted(answers) == [(n, n) for n in range(50)]


def test_a_worker_that_exits_loses_its_own_order_and_no_other(crew: Crew) -> None:
    answers = ask(crew, *range(20), "exit", *range(20, 40), "exit")

    lost = [answer for _, answer in answers if isinstance(answer, Lost)]
    assert lost == [Lost("WorkerDied", "The worker died with exit code 7.")] * 2
    assert sorted(order for order, answer in answers if order == answer) == list(range(40))


def test_a_worker_that_is_late_is_ended_and_replaced(crew: Crew) -> None:
    begin = time.monotonic()
    answers = dict(ask(crew, "sleep", 1, 2, 3, patience=5.0))

    assert answers["sleep"].kind == "TimeoutError"
    assert [answers[n] for n in (1, 2, 3)] == [1, 2, 3]
    assert time.monotonic() - begin < FOREVER / 2


def test_a_worker_that_died_while_it_was_idle_is_replaced(crew: Crew) -> None:
    pids = {answer for _, answer in ask(crew, *["pid"] * 10)}
    for pid in pids:
        os.kill(pid, 9)
    time.sleep(0.2)

    answers = ask(crew, *range(5), *["pid"] * 10)

    fresh = {answer for order, answer in answers if order == "pid" and not isinstance(answer, Lost)}
    assert fresh
    assert not fresh & pids


@pytest.mark.parametrize(
    ("order", "kind"),
    [("raise", "ValueError"), ("lambda", "PicklingError"), (Unreadable(), "ValueError")],
)
def test_what_cannot_be_done_sent_or_read_is_lost_with_its_reason(
    order: Any, kind: str, crew: Crew
) -> None:
    answers = ask(crew, order, 1)

    assert (1, 1) in answers
    (lost,) = (answer for _, answer in answers if isinstance(answer, Lost))
    assert kind in (lost.kind, "PicklingError")
    assert lost.message


def test_an_order_that_cannot_be_handed_over_is_lost_with_its_reason(crew: Crew) -> None:
    answers = ask(crew, lambda: None, 1)

    assert (1, 1) in answers
    assert any(isinstance(answer, Lost) and answer.message for _, answer in answers)


def test_no_worker_is_left_behind() -> None:
    with Crew(2, worker_context(("tests.lab.session",)), obey) as crew:
        (_, pid), *_ = ask(crew, "pid")
        crew.give(next(crew.idle), "sleep", FOREVER)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


EARLY = """
import os, signal, time
from cluster_abm.lab.engine.tasks import warm_workers, worker_context
from cluster_abm.lab.engine.workers import Crew

signal.signal(signal.SIGINT, lambda *_: print("heard"))
warm_workers(["cluster_abm.model"])
time.sleep(0.2)
os.killpg(0, signal.SIGINT)
with Crew(1, worker_context(["cluster_abm.model"]), abs) as crew:
    crew.give(0, -7, 60.0)
    print(*crew.wait(60.0))
"""


def test_an_interruption_while_the_server_imports_the_model_is_the_callers_alone() -> None:
    found = subprocess.run(
        [sys.executable, "-c", EARLY],
        capture_output=True, text=True, timeout=120, check=True, start_new_session=True,
    )  # fmt: skip

    assert found.stderr == ""
    assert found.stdout.splitlines() == ["heard", "(-7, 7)"]
