"""Processes that live worlds, each at the end of a pipe of its own.

Workers share nothing, no queue and no lock, so that one that is killed in whatever it does can
neither hold up another nor lose a world: the world it had is known, and its pipe has ended.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from math import inf
from multiprocessing import connection
from time import monotonic
from typing import Any, NamedTuple

LAST_WORDS = 5.0
"""Seconds that a worker has to end after its pipe has."""


class Lost(NamedTuple):
    """Why a piece of work did not come back."""

    kind: str
    message: str


class Worker:
    """One process, and the work it has.

    Args:
        context: How processes start.
        function: What is done with each piece of work; its module can be imported.
    """

    def __init__(self, context: Any, function: Callable[[Any], Any]) -> None:
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, function), daemon=True)
        self.process.start()
        # Closed here, so that the pipe ends when the worker does.
        theirs.close()
        self.work: Any = None
        self.deadline = inf

    def give(self, work: Any, patience: float) -> None:
        """Hand over a piece of work, and note by when it must be done.

        Raises:
            OSError: The worker has died while it was idle.
        """
        self.work, self.deadline = work, monotonic() + patience
        self.pipe.send(work)

    def take(self) -> Any:
        """What became of the work: an answer, or ``Lost`` if the worker died of it."""
        try:
            return self.pipe.recv()
        except (EOFError, OSError):
            self.process.join(LAST_WORDS)
            return Lost("WorkerDied", f"The worker died with exit code {self.process.exitcode}.")
        except Exception as error:
            return Lost(type(error).__name__, str(error) or "The answer cannot be read.")

    def end(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join(LAST_WORDS)
        self.pipe.close()


class Crew:
    """Some workers.  Use it in a ``with``: none is left afterwards.

    Args:
        size: Processes.
        context: How they start.
        function: What is done with each piece of work.
    """

    def __init__(self, size: int, context: Any, function: Callable[[Any], Any]) -> None:
        self._size, self._context, self._function = size, context, function
        self._workers: list[Worker] = []

    def __enter__(self) -> Crew:
        self._workers = [self._hire() for _ in range(self._size)]
        return self

    def _hire(self) -> Worker:
        return Worker(self._context, self._function)

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    @property
    def idle(self) -> Iterator[int]:
        """Places of the workers that have nothing to do."""
        return (at for at, worker in enumerate(self._workers) if worker.work is None)

    @property
    def busy(self) -> bool:
        """Has any worker something to do?"""
        return any(worker.work is not None for worker in self._workers)

    def give(self, at: int, work: Any, patience: float) -> Lost | None:
        """Give work to an idle worker; a fresh one takes the place of one that has died.

        Returns:
            Why the work cannot be handed over at all, if so.
        """
        try:
            self._workers[at].give(work, patience)
        except OSError:
            self._replace(at)
            self._workers[at].give(work, patience)
        except Exception as error:
            self._workers[at].work = None
            return Lost(type(error).__name__, str(error) or "The work cannot be handed over.")
        return None

    def wait(self, seconds: float) -> Iterator[tuple[Any, Any]]:
        """Wait for answers.

        Args:
            seconds: Longest time to wait.

        Yields:
            Each piece of work that has ended, with its answer or ``Lost``.
        """
        ready = connection.wait([w.pipe for w in self._workers if w.work is not None], seconds)
        for at, worker in enumerate(list(self._workers)):
            if worker.pipe not in ready:
                continue
            answer, work = worker.take(), worker.work
            worker.work, worker.deadline = None, inf
            if isinstance(answer, Lost):
                self._replace(at)
            yield work, answer
        yield from self._late()

    def _late(self) -> Iterator[tuple[Any, Any]]:
        now = monotonic()
        for at, worker in enumerate(self._workers):
            if worker.deadline < now and not worker.pipe.poll():
                work = worker.work
                self._replace(at)
                yield work, Lost("TimeoutError", "It took too long, and its worker was killed.")

    def _replace(self, at: int) -> None:
        self._workers[at].end()
        self._workers[at] = self._hire()


def _serve(pipe: Any, function: Callable[[Any], Any]) -> None:
    """Do what comes through the pipe until it ends."""
    # An interruption is the caller's affair; he ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while True:
        try:
            answer = function(pipe.recv())
        except EOFError:
            return
        except Exception as error:
            answer = Lost(type(error).__name__, str(error) or "no message")
        try:
            pipe.send(answer)
        except OSError:
            # Nobody waits for the answer any more.
            return
        except Exception as error:
            pipe.send(Lost(type(error).__name__, f"The answer cannot be sent: {error}"))
