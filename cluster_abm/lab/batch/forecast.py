"""What an experiment will take, and what it will be able to see, before it is run."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, nan
from pathlib import Path
from time import process_time

import pyarrow.parquet as pq

from cluster_abm.core.policy import BASELINE
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.lab.design.plan import Plan
from cluster_abm.lab.design.subject import Model, Subject
from cluster_abm.lab.inference.comparison import read_comparison
from cluster_abm.lab.inference.precision import error_with
from cluster_abm.lab.inference.statistics import noticed
from cluster_abm.lab.store.disk import StoreError
from cluster_abm.lab.store.folder import done_runs, parts_of
from cluster_abm.lab.store.parts import SUMMARIES
from cluster_abm.lab.store.writer import BATCH, WAIT

BYTES = 4
"""Bytes of a number, packed: what varies by chance shrinks by half, not more."""
COLUMN = 400
"""Bytes that a metric takes in every part besides its numbers: name, unit, sentence."""


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What an experiment will take, and what it will see.

    Attributes:
        runs: Runs of the plan, each counted once.
        done: Those that have ended well already.
        pairs: Random worlds.
        draws: Points of the uncertainty design.
        policies: Policies, the baseline included.
        run_seconds: Processor time of a run.
        seconds: Time for the rest with so many workers.
        size: Bytes on disk.
        measured: Are times from runs that are done, or from a probe of a year?
        outcome: The primary outcome.
        unit: Its unit.
        detectable: Smallest effect of the first policy that would be noticed four times of five;
            not a number before two pairs have been lived.
        pilot: Pairs from which its spread is known.
    """

    runs: int
    done: int
    pairs: int
    draws: int
    policies: int
    run_seconds: float
    seconds: float
    size: int
    measured: bool
    outcome: str
    unit: str
    detectable: float
    pilot: int


def forecast(plan: Plan, subject: Subject, *, folder: Path, workers: int) -> Forecast:
    """Say what a plan will take.

    Args:
        plan: The plan.
        subject: The model that is asked.
        folder: Where its results are or will be; runs that are done there are a pilot.
        workers: Processes.
    """
    ids = {run.id for _, run in plan.runs()}
    done = ids & done_runs(folder) if folder.is_dir() else set[str]()
    seconds = _lived_seconds(folder, done) if done else _probe(plan, subject)
    left = seconds * len(ids - done) / max(workers, 1)
    detectable, pilot = _detectable(plan, folder) if done else (nan, 0)
    outcome = plan.asked.outcomes[0]
    return Forecast(
        runs=len(ids),
        done=len(done),
        pairs=plan.pairs,
        draws=len(plan.draws),
        policies=len(plan.asked.policies),
        run_seconds=seconds,
        seconds=left,
        size=_size(plan, subject, runs=len(ids), seconds=seconds * len(ids) / max(workers, 1)),
        measured=bool(done),
        outcome=outcome,
        unit=subject.metrics[outcome].unit,
        detectable=detectable,
        pilot=pilot,
    )


def _size(plan: Plan, subject: Subject, *, runs: int, seconds: float) -> int:
    """Bytes of series and summary: their numbers, and what each part says of its columns."""
    numbers = len(subject.metrics) * (plan.months + len(SUMMARIES))
    parts = min(runs, ceil(max(runs / BATCH, seconds / WAIT)))
    return BYTES * numbers * runs + COLUMN * len(subject.metrics) * parts


def _lived_seconds(folder: Path, done: set[str]) -> float:
    """Mean time of the runs that are done."""
    tables = (pq.read_table(part, columns=["run", "seconds"]) for part in parts_of(folder / "runs"))
    rows = [row for table in tables for row in table.to_pylist() if row["run"] in done]
    return sum(float(row["seconds"]) for row in rows) / len(rows)


def _probe(plan: Plan, subject: Subject) -> float:
    """Processor time of a run, from the building of a world and at most a year in it."""
    # what is compiled or read once is no part of a usual world or month
    _world(plan, subject).run_months(1)
    begin = process_time()
    model = _world(plan, subject)
    built = process_time()
    model.run_months(1)
    warm = process_time()
    months = min(MONTHS_PER_YEAR, plan.months)
    model.run_months(months)
    month = (process_time() - warm) / months
    # The past of a world is lived once, and each policy from its own first month on.
    starts = [min(policy.first_month, plan.months) for policy in plan.asked.policies]
    lived = max(starts) + sum(plan.months - start for start in starts)
    return (built - begin + month * lived) / len(starts)


def _world(plan: Plan, subject: Subject) -> Model:
    """The first world of a plan, before its first month."""
    return subject.build(
        plan.scenario,
        seed=plan.asked.root_seed,
        replicate=plan.first,
        numbers={**plan.numbers, **plan.draws[0]},
        policy=BASELINE,
        keep=(),
    )


def _detectable(plan: Plan, folder: Path) -> tuple[float, int]:
    """Smallest effect that the pairs of the plan would notice, and from how many that is known."""
    try:
        found = read_comparison(folder)
    except StoreError:
        return nan, 0
    # a pilot in a single draw does not know what parameters add
    few = found.worlds_lived < 2 or found.draws < min(2, len(plan.draws))
    if few or not found.policies:
        return nan, found.pairs
    finding = found.finding(plan.asked.outcomes[0])
    months = slice(*finding.months)
    difference = found.difference(finding.outcome, finding.policy)[:, months].mean(axis=1)
    error = error_with(difference, draws=found.draws, worlds=plan.pairs)
    return noticed(error), found.pairs
