"""Time that a processor spends, least of several."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter, process_time
from typing import Any

from cluster_abm.core.schedule import title

TIMES = 5
"""Repetitions of which the least counts."""
OFTEN = 15
"""Repetitions of what takes a tenth of a second: what else the machine does only adds to it."""


@contextmanager
def calm() -> Iterator[None]:
    """Keep the collector of garbage from running now."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def least(
    work: Callable[[], object],
    *,
    before: Callable[[], object] = lambda: None,
    times: int = TIMES,
    clock: Callable[[], float] = process_time,
) -> float:
    """Least time of several that *work* takes, in seconds; *before* is not counted."""
    taken = []
    for _ in range(times):
        before()
        with calm():
            begin = clock()
            work()
            taken.append(clock() - begin)
    return min(taken)


def least_wall(work: Callable[[], object], times: int = TIMES) -> float:
    """Least time of several on the clock at the wall, in seconds."""
    return least(work, times=times, clock=perf_counter)


def by_process(
    model: Any, work: Callable[[], object], *, before: Callable[[], object], times: int = TIMES
) -> list[dict[str, float]]:
    """Processor time of each process of the month during *work*, in seconds, each time anew."""
    plain, found = model.schedule, []
    try:
        for _ in range(times):
            before()
            spent: dict[str, float] = defaultdict(float)
            model.schedule = [(_timed(process, spent), types) for process, types in plain]
            with calm():
                work()
            found.append(spent)
    finally:
        model.schedule = plain
    return found


def _timed(process: Callable[..., None], spent: dict[str, float]) -> Callable[..., None]:
    name = title(process)

    def timed(*cast: Any) -> None:
        begin = process_time()
        process(*cast)
        spent[name] += process_time() - begin

    return timed
