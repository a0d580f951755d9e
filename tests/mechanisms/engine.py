"""Pairs of worlds that differ by one cause, and what the cause did; with its carrier, and without.

A row of the table asks for four lives of each random world: as it is, with the cause, without the
carrier, and with the cause without the carrier.  All begin in January 2009 with the same past and
the same luck.  Rows share every life that they have in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum
from functools import lru_cache
from itertools import batched
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cluster_abm.core.policy import BASELINE, Change, Policy
from cluster_abm.core.types import Floats
from cluster_abm.lab.design.plan import Run, digest, plain
from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.lab.engine.tasks import Result, Task, run_tasks
from cluster_abm.lab.inference.simultaneous import holm
from cluster_abm.lab.inference.statistics import Effect, paired_effect
from cluster_abm.model import METRICS, ClusterModel, Snapshot

SCENARIO = "panama_2009"
SEED = 2009
PAIRS = 40
"""Random worlds in which every row is lived."""
ERROR = 0.01
"""Chance that any row at all seems to be shown by luck alone."""
LEVEL = 1 - ERROR
"""Level of the intervals."""
LEFT = 0.1
"""Part of an effect that may be left without its carrier."""
LENGTHS = (36, 60, 96)
"""Months that worlds are lived; a row takes the shortest that reaches the end of its window."""
AT_ONCE = 30
"""Lives after which those of a world are put on the shelf."""

type Changes = tuple[Change, ...]


class Goes(IntEnum):
    """Where a metric goes."""

    UP = 1
    DOWN = -1


UP, DOWN = Goes


@dataclass(frozen=True, kw_only=True)
class Row:
    """One claim about the whole model.

    Attributes:
        id: Its mechanism in the report, or its loop.
        says: The claim, as a sentence.
        cause: What is turned.
        metric: What answers.
        goes: Where it goes.
        months: First month that counts, and the first that does not any more.
        cut: Without what nothing answers; nothing if the row does not say.
        setting: What holds in all four lives.
        quick: Is it so clear that three pairs show it?
        fault: What is published, where the model does not do what the report says.
    """

    id: str
    says: str
    cause: Changes
    metric: str
    goes: Goes
    months: tuple[int, int]
    cut: Changes = ()
    setting: Changes = ()
    quick: bool = False
    fault: str = ""

    @property
    def name(self) -> str:
        """Its id and its metric, which no two rows share."""
        return f"{self.id}-{self.metric}"

    @property
    def length(self) -> int:
        """Months that its worlds are lived."""
        return min(n for n in LENGTHS if n >= self.months[1])

    @property
    def policies(self) -> tuple[Policy, Policy, Policy, Policy]:
        """The four lives: as it is, with the cause, without the carrier, with it all the same."""
        whole = policy(self.setting)
        turned = policy(self.setting, self.cause)
        return whole, turned, policy(self.setting, self.cut), policy(
            self.setting, self.cause, self.cut
        )  # fmt: skip


def turned(**numbers: Any) -> Changes:
    """Some numbers at other values from January 2009 on."""
    return tuple(Change(lever=name, value=value) for name, value in numbers.items())


def for_a_while(until: int, **numbers: Any) -> Changes:
    """Some numbers at other values until a month."""
    return tuple(replace(change, until=until) for change in turned(**numbers))


def policy(*parts: Changes) -> Policy:
    """All changes at once; what comes later replaces what an earlier part said of a number."""
    last = {change.lever: at for at, part in enumerate(parts) for change in part}
    kept = [c for at, part in enumerate(parts) for c in part if last[c.lever] == at]
    # the order in which the numbers are named makes no difference to a world
    kept.sort(key=lambda change: (change.lever, change.start))
    return Policy("turned", tuple(kept)) if kept else BASELINE


class OpenModel(ClusterModel):
    """The cluster, every number of which may be turned, so that causes and carriers can be cut."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        levers = self.rulebook.levers
        self.rulebook.levers = {n: replace(row, lever=True) for n, row in levers.items()}


@lru_cache(maxsize=4)
def _founded(replicate: int) -> Snapshot:
    return OpenModel(SCENARIO, seed=SEED, replicate=replicate).snapshot()


def open_model(scenario: str, *, replicate: int, **given: Any) -> OpenModel:
    """One of the random worlds in January 2009, which worlds of every length have in common."""
    model = OpenModel(scenario, replicate=replicate, bare=True, **given)
    model.restore(_founded(replicate))
    return model


# Lives


@dataclass
class Lives:
    """What was lived: for each length, world and policy, all metrics by month."""

    metrics: tuple[str, ...]
    pairs: int
    found: dict[tuple[int, int, str], Floats] = field(default_factory=dict)

    def path(self, length: int, policy: Policy, metric: str) -> Floats:
        """One metric in all worlds under a policy, shape ``(pairs, months)``."""
        at, name = self.metrics.index(metric), run_id(policy)
        return np.array([self.found[length, r, name][:, at] for r in range(self.pairs)])


def run_id(policy: Policy) -> str:
    """Name a policy by what it changes."""
    return digest([plain(change) for change in policy.changes])


def live(
    asked: Iterable[tuple[int, Policy]], metrics: Sequence[str], *, pairs: int = PAIRS,
    workers: int = 0, shelf: Path | None = None,
) -> Lives:  # fmt: skip
    """Live what is asked for in every world, each length and policy once.

    Args:
        asked: Lengths and policies.
        metrics: What is kept.
        pairs: Random worlds.
        workers: Processes; none with 0.
        shelf: Folder in which lives are kept, so that the next call need not live them again.

    Raises:
        RuntimeError: A world could not be lived.
    """
    lives = Lives(tuple(sorted(set(metrics))), pairs)
    if shelf:
        shelf = shelf / digest([the_cluster().fingerprint, list(lives.metrics), SEED])
    tasks = list(_missing(asked, lives, shelf))
    for results in run_tasks(tasks, workers=workers, preload=("cluster_abm.model",)):
        _keep(results, lives, shelf)
    return lives


def _missing(
    asked: Iterable[tuple[int, Policy]], lives: Lives, shelf: Path | None
) -> Iterator[Task]:
    """What is neither lived nor on the shelf, world by world."""
    by_length: dict[int, dict[str, Policy]] = {}
    for length, policy in asked:
        by_length.setdefault(length, {})[run_id(policy)] = policy
    for length, wanted in sorted(by_length.items()):
        for replicate in range(lives.pairs):
            kept = _on_the_shelf(shelf, length, replicate)
            lives.found |= {(length, replicate, name): table for name, table in kept}
            runs = [Run(name, policy, replicate) for name, policy in wanted.items()
                    if (length, replicate, name) not in lives.found]  # fmt: skip
            for some in batched(runs, AT_ONCE):
                yield _task(length, replicate, lives.metrics, some)


def _keep(results: Sequence[Result], lives: Lives, shelf: Path | None) -> None:
    for run, table, failure in ((r.run, r.series, r.failure) for r in results):
        if table is None:
            raise RuntimeError(f"{failure}\n{run.policy}")
        lives.found[len(table), run.replicate, run.id] = table
        length, replicate = len(table), run.replicate
    if results and shelf:
        shelf.mkdir(parents=True, exist_ok=True)
        mine = {n: t for (m, r, n), t in lives.found.items() if (m, r) == (length, replicate)}
        np.savez(_file(shelf, length, replicate), **mine)  # type: ignore[arg-type]


def _task(length: int, replicate: int, metrics: tuple[str, ...], runs: Sequence[Run]) -> Task:
    return Task(
        build=open_model, scenario=SCENARIO, numbers={}, seed=SEED, replicate=replicate,
        months=length, panels=(), metrics=metrics, runs=tuple(runs),
    )  # fmt: skip


def _file(shelf: Path, length: int, replicate: int) -> Path:
    return shelf / f"{length}-{replicate}.npz"


def _on_the_shelf(shelf: Path | None, length: int, replicate: int) -> Iterator[tuple[str, Floats]]:
    if shelf and _file(shelf, length, replicate).is_file():
        with np.load(_file(shelf, length, replicate)) as kept:
            yield from kept.items()


# Judgement


class Finding(NamedTuple):
    """What the worlds say of a row."""

    row: Row
    effect: Effect
    """Of the cause."""
    cut: Effect
    """Of the cause without the carrier."""
    carried: Effect
    """What the carrier carries: the one less the other."""
    p: float = 1.0
    """Chance of such an effect by luck, all rows considered (Holm)."""
    p_carried: float = 1.0
    """Chance of such a part that is carried by luck, all rows considered (Holm)."""

    @property
    def moves(self) -> bool:
        """Does the metric go where it should?"""
        return self.p < ERROR and self.effect.difference * self.row.goes > 0

    @property
    def vanishes(self) -> bool:
        """Is nothing left of it without the carrier, as far as the worlds can tell?

        What is left in the same direction may be a tenth or less, given its interval, and what is
        carried is not luck.
        """
        most = LEFT * abs(self.effect.difference)
        least_left = self.cut.low if self.row.goes is UP else -self.cut.high
        near = least_left <= most
        return near and self.p_carried < ERROR and self.carried.difference * self.row.goes > 0

    @property
    def shown(self) -> bool:
        """Does the row hold?"""
        return self.moves and self.vanishes

    @property
    def leans(self) -> str:
        """Where the metric goes, if the interval leaves out nought."""
        if not self.effect.low > 0 and not self.effect.high < 0:
            return "nowhere"
        return "as it should" if self.effect.difference * self.row.goes > 0 else "the other way"

    @property
    def verdict(self) -> str:
        """The finding in a few words."""
        if self.shown:
            return "shown"
        if self.moves:
            return "not by this carrier"
        wrong = self.p < ERROR and self.effect.difference
        return "the other way" if wrong else "not seen"


def asked_by(rows: Iterable[Row]) -> list[tuple[int, Policy]]:
    """Lengths and policies that some rows ask for."""
    return [(row.length, policy) for row in rows for policy in row.policies]


def judge(rows: Sequence[Row], lives: Lives) -> list[Finding]:
    """Judge all rows together."""
    alone = [_finding(row, lives) for row in rows]
    p = holm(np.array([f.effect.p for f in alone]))
    carried = holm(np.array([f.carried.p for f in alone]))
    return [
        f._replace(p=float(a), p_carried=float(b))
        for f, a, b in zip(alone, p, carried, strict=True)
    ]


def _finding(row: Row, lives: Lives) -> Finding:
    whole, caused, cut, both = (means(row, lives, policy) for policy in row.policies)
    return Finding(
        row, paired_effect(whole, caused, level=LEVEL), paired_effect(cut, both, level=LEVEL),
        paired_effect(both - cut, caused - whole, level=LEVEL),
    )  # fmt: skip


def means(row: Row, lives: Lives, policy: Policy) -> Floats:
    """Mean of a row's metric over its months in each world."""
    path = lives.path(row.length, policy, row.metric)
    found: Floats = path[:, slice(*row.months)].mean(axis=1)
    return found


def mistakes(rows: Iterable[Row]) -> list[str]:
    """What the model does not know, or would not take, of the rows."""
    from cluster_abm.core.rules import all_numbers
    from cluster_abm.model import BOOKS

    levers = {n: replace(row, lever=True) for n, row in all_numbers(BOOKS).items()}
    wrong = []
    for row in rows:
        wrong += [f"{row.name}: {m}" for p in row.policies for m in p.mistakes(levers, METRICS)]
        wrong += [f"{row.name}: no such metric."] if row.metric not in METRICS else []
    return wrong
