"""What is measured, row by row."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import Any

import numpy as np

from cluster_abm.cli import find_experiment
from cluster_abm.core import compiled
from cluster_abm.core.metric import Metric
from cluster_abm.core.schedule import Process, title
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.design.plan import Plan, make_plan
from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.lab.engine.tasks import live, tasks_of
from cluster_abm.lab.store.writer import BATCH, Store
from cluster_abm.model import METRICS, MONTH, ClusterModel
from cluster_abm.scenarios.files import read_experiment
from tests.bench.clock import OFTEN, TIMES, by_process, least, least_wall
from tests.bench.report import Row
from tests.bench.scene import COMPARED, TWIN, Scene, film
from tests.bench.twin import Market

SEEDS = (1, 2, 3)
HOUSE = (
    "world", "governance", "zones", "education", "labour", "migration", "demand", "production",
    "enterprise",
)  # fmt: skip
"""Themes of the house and its labour market; no capital, knowledge, investment, collaboration."""
SCALES = (1, 3, 10)
LARGE = 64
"""1.25 million workers."""
EXPERIMENT = "p01_quota"
RUNS, MONTHS, PROCESSORS = 200, 60, 2


class TwinError(AssertionError):
    """The twin made something else of the same luck, so that times cannot be compared."""


def moment() -> list[Row]:
    """What takes seconds to measure, and is measured at several moments: a machine has moods."""
    return [*years(), *house(), *decade()]


def years() -> list[Row]:
    """Processor time of the first year of everything."""
    taken = mean(_year_of(ClusterModel("panama_2009", seed=seed)) for seed in SEEDS)
    note = (
        f"First year after the warm-up, metrics every month: least of {OFTEN}, mean of "
        f"{len(SEEDS)} seeds."
    )
    return [
        Row("CPU a simulated year, every process and metric", 1e3 * taken, "ms", 100, 50, note=note)
    ]


def processes() -> tuple[dict[str, float], float]:
    """Processor time of each process in the first year, and of all of it; seconds."""
    lived = [_lived(ClusterModel("panama_2009", seed=seed), MONTHS_PER_YEAR) for seed in SEEDS]
    spent = {
        name: mean(min(time[name] for time in times) for _, times in lived)
        for name in lived[0][1][0]
    }
    return spent, mean(taken for taken, _ in lived)


def _lived(
    model: ClusterModel, months: int, times: int = TIMES
) -> tuple[float, list[dict[str, float]]]:
    """Least processor time of the next months, and each time that of each process in them."""
    start = model.snapshot()

    def live_on() -> None:
        model.run_months(months)

    def go_back() -> None:
        model.restore(start)

    whole = least(live_on, before=go_back, times=OFTEN)
    parts = by_process(model, live_on, before=go_back, times=times)
    go_back()
    return whole, parts


def house() -> list[Row]:
    """Processor time of the first year of the house and its labour market alone."""
    month = tuple(process for process in MONTH if _theme(process) in HOUSE)
    metrics = {name: one for name, one in METRICS.items() if _theme(one.function) in HOUSE}
    themes = f"{len(month)} of {len(MONTH)} processes: {', '.join(HOUSE)}."
    name = "CPU a simulated year, house and labour market"
    return [
        Row(name, 1e3 * _house_of(month, metrics), "ms", 50, 25,
            note=f"{themes} Observed are their {len(metrics)} of {len(METRICS)} metrics. Least of "
                 f"{OFTEN}, mean of {len(SEEDS)} seeds."),
        Row(f"{name}, all metrics observed", 1e3 * _house_of(month, METRICS), "ms",
            note="Those of themes that are not lived too."),
    ]  # fmt: skip


def _theme(function: Callable[..., Any]) -> str:
    return title(function).partition(".")[0]


def _house_of(month: tuple[Process, ...], metrics: Mapping[str, Metric]) -> float:
    return mean(
        _year_of(ClusterModel("panama_2009", seed=seed, month=month, metrics=metrics))
        for seed in SEEDS
    )


def _year_of(model: ClusterModel) -> float:
    start = model.snapshot()
    return least(
        lambda: model.run_months(MONTHS_PER_YEAR), before=lambda: model.restore(start), times=OFTEN
    )


def with_and_without_compiled_loops() -> list[Row]:
    """Processor time of the first year by compiled loops and by NumPy alone, in turn."""
    name = "CPU a simulated year, {}"
    if not compiled.in_use:
        note = f"The extra fast is not installed, or {compiled.SWITCH} is 0: all is NumPy here."
        return [Row(name.format("compiled loops"), None, "ms", note=note)]
    model = ClusterModel("panama_2009", seed=SEEDS[0])
    start = model.snapshot()
    taken: dict[bool, float] = {True: float("inf"), False: float("inf")}
    try:
        for _ in range(2 * TIMES):
            for choice in taken:
                compiled.in_use = choice
                once = least(
                    lambda: model.run_months(MONTHS_PER_YEAR),
                    before=lambda: model.restore(start), times=1,
                )  # fmt: skip
                taken[choice] = min(once, taken[choice])
    finally:
        compiled.in_use = True
    note = f"Least of {2 * TIMES} each, in turn, one seed; the two give the same bytes."
    return [
        Row(name.format("compiled loops"), 1e3 * taken[True], "ms", 100, 50, note=note),
        Row(name.format("NumPy alone"), 1e3 * taken[False], "ms", note=note),
        Row("compiled loops to NumPy alone", taken[True] / taken[False], "times", note=note),
    ]


def decade() -> list[Row]:
    """Processor time of 120 months."""
    model = ClusterModel("panama_2009", seed=1)
    start = model.snapshot()
    taken = least(lambda: model.run_months(120), before=lambda: model.restore(start))
    founding = least(lambda: ClusterModel("panama_2009", seed=1))
    return [
        Row("120 months in process, every mechanism on", taken, "s CPU", 1.0, 0.5),
        Row("founding and 24 months of warm-up before them", founding, "s CPU"),
    ]


def against_twin() -> list[Row]:
    """Ratio to the naive twin, once both have given the same integers."""
    fast = slow = careful = whole = 0.0
    for seed in SEEDS:
        model = ClusterModel("panama_2009", seed=seed, numbers=TWIN)
        # a month is short, so more of them are cheap and steady the least
        month, times = _lived(model, 1, MONTHS_PER_YEAR)
        whole += month
        fast += min(sum(time[name] for name in COMPARED) for time in times)
        scene = film(model)
        slow += _twin(scene, careful=False)
        careful += _twin(scene, careful=True)
    note = (
        "Naive: every worker, firm and customer is a Mesa agent, and everybody who looks for a "
        "post, like every buyer, walks past all firms. Careful: those who see the same firms alike "
        "share one list and search it by bisection. Both live search, matching, a month of work "
        "and pay, and tenders, for one month of each of "
        f"{len(SEEDS)} seeds from the same draws, and fill the same posts, pay the same cents and "
        f"award the same tenders as {', '.join(COMPARED)}, with which they are compared."
    )
    rest = whole - fast
    return [
        Row("ratio to the naive twin, same processes", slow / fast, "times", 14, 30, True, note),
        Row("ratio to the careful twin, same processes", careful / fast, "times", note=note),
        Row("whole month, if only these processes were naive", (slow + rest) / whole, "times",
            note="A lower bound for a model that is naive throughout: all else stays as it is."),
    ]  # fmt: skip


def _twin(scene: Scene, *, careful: bool) -> float:
    stage: list[Market] = []
    taken = least(
        lambda: stage[-1].live(),
        before=lambda: stage.append(Market(scene, careful=careful)),
    )
    for twin in stage:
        wrong = twin.outcome().differences(twin.scene.truth)
        if wrong:
            raise TwinError(f"The twin differs from the model in {', '.join(wrong)}.")
    return taken


def growth(large: bool) -> list[Row]:
    """How time and memory grow with the cluster."""
    found = [_scale(factor) for factor in SCALES]
    one, three, ten = found
    per_worker = (ten["peak"] - one["peak"]) / (ten["workers"] - one["workers"])
    rows = [
        Row("growth exponent from 1 to 10 times Panama", _exponent(found), "", 1.08, 1.02,
            note=f"CPU {_listed(found)} a year. Costs that do not grow flatter it: from 3 to 10 "
                 f"times it is {_exponent([three, ten]):.2f}."),
        Row("cost of 10 times Panama", ten["year"] / one["year"], "times", 12, 10),
        Row("peak memory a worker", per_worker, "B", 250, 150,
            note="Peak of the process at 10 times Panama less that at 1, founding included, firms "
                 "and contracts in proportion, by the workers more."),
    ]  # fmt: skip
    if not large:
        return rows
    most = _scale(LARGE)
    people = f"{most['workers']:,.0f} workers and {most['firms']:,.0f} firms"
    return [
        *rows,
        Row(f"growth exponent from 10 to {LARGE} times", _exponent([ten, most]), "", 1.08, 1.02),
        Row(f"{people}: CPU a year", most["year"], "s", 10, 4),
        Row(f"{people}: peak memory", most["peak"] / 1e6, "MB", 500, 350),
    ]


def _scale(factor: float) -> dict[str, float]:
    child = subprocess.run(
        [sys.executable, "-m", "tests.bench.scale", str(factor)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(child.stdout)
    return found


def _exponent(found: Sequence[dict[str, float]]) -> float:
    workers = np.log([f["workers"] for f in found])
    years = np.log([f["year"] for f in found])
    return float(np.polyfit(workers, years, 1)[0])


def _listed(found: Sequence[dict[str, float]]) -> str:
    return ", ".join(f"{1e3 * f['year']:,.0f} ms at {f['workers']:,.0f} workers" for f in found)


def command_line() -> list[Row]:
    """Seconds until a newcomer sees something."""
    command = str(Path(sys.executable).with_name("cluster-abm"))
    with tempfile.TemporaryDirectory() as folder:
        to_help = least_wall(lambda: _quietly([command, "--help"]))
        run = [command, "run", "--months", "1", "--out", folder]
        to_result = least_wall(lambda: _quietly(run))
    note = (
        f"On the clock, least of {TIMES} processes; files come from the cache of the system, and "
        "Python keeps the code that it has read."
    )
    return [
        Row("cluster-abm --help", to_help, "s", 0.15, 0.1, note=note),
        Row("cold start to first result: cluster-abm run --months 1", to_result, "s", 3.5, 2.5,
            note=note),
    ]  # fmt: skip


def _quietly(words: list[str]) -> None:
    # as for a usual user, for whom Python keeps what it has read
    usual = {name: said for name, said in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(words, check=True, capture_output=True, env=usual)


def laboratory(large: bool) -> list[Row]:
    """Many runs on two processors, with their files."""
    if large:
        seconds = _experiment(RUNS // 2)
        note = f"{RUNS // 2} pairs of {EXPERIMENT}, on the clock, start-up included."
    else:
        few, more = _experiment(2), _experiment(6)
        seconds = few + (more - few) / 8 * (RUNS - 4)
        note = (
            f"Extrapolated from 4 and 12 runs of {EXPERIMENT} ({few:.1f} and {more:.1f} s on the "
            "clock, start-up included); --large lives them all."
        )
    name = f"{RUNS} runs of {MONTHS} months on {PROCESSORS} cores with parquet"
    return [Row(name, seconds, "s", 75, 30, note=note), *_files(), *_variance(large)]


def _experiment(pairs: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        begin = perf_counter()
        run_experiment(
            find_experiment(EXPERIMENT), out=folder, workers=PROCESSORS, pairs=pairs, months=MONTHS
        )
        return perf_counter() - begin


def _variance(large: bool) -> list[Row]:
    name = f"variance-reduction factor of {EXPERIMENT}"
    if not large:
        return [Row(name, None, "times", 5, 20, True, "Only with --large: 10 pairs of 120 months.")]
    with tempfile.TemporaryDirectory() as folder:
        found = run_experiment(
            find_experiment(EXPERIMENT), out=folder, workers=PROCESSORS, pairs=10
        )
    first, *others = (found.finding(outcome) for outcome in found.outcomes)
    listed = ", ".join(f"{other.outcome} {other.effect.reduction:.1f}" for other in others)
    note = f"10 pairs, {first.outcome}; the others: {listed}."
    return [Row(name, first.effect.reduction, "times", 5, 20, True, note)]


def _files() -> list[Row]:
    metrics, firms, sales = (_write(_file_plan(kept)) for kept in ((), ("firms",), ("sales",)))
    note = f"On the clock, {MONTHS} months, {BATCH} runs in a file, written through to the disk."
    return [
        Row("parquet: metrics of a run", 1e3 * metrics, "ms", 1, 0.3, note=note),
        Row("parquet: panel of all firms of a run", 1e3 * (firms - metrics), "ms", 7, 4, note=note),
        Row("parquet: panel of all sales of a run", 1e3 * (sales - metrics), "ms",
            note=f"{note} A row for every bill, some twenty times as many as the panel of firms."),
    ]  # fmt: skip


def _file_plan(panels: tuple[str, ...]) -> Plan:
    asked = read_experiment(find_experiment(EXPERIMENT))
    return make_plan(asked, the_cluster(), pairs=1, months=MONTHS, panels=panels)


def _write(plan: Plan) -> float:
    """Seconds a run to write a batch of runs."""
    subject = the_cluster()
    task = tasks_of(plan, subject.build, metrics=list(subject.metrics), done=set())[0]
    result = live(replace(task, runs=task.runs[:1]))[0]
    batch = [
        replace(result, run=result.run._replace(id=f"{i:032x}", replicate=i)) for i in range(BATCH)
    ]

    def write() -> None:
        with (
            tempfile.TemporaryDirectory() as folder,
            Store(Path(folder), plan, metrics=subject.metrics) as store,
        ):
            store.add(batch)

    return least_wall(write) / BATCH
