"""Measure, and print the table.

Processor time unless the table says otherwise, least of at least five, one thread of linear
algebra.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.report import Row

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """Measure everything, or what is asked for."""
    given = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the model.")
    given.add_argument("--large", action="store_true", help="also what takes many minutes")
    given.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = given.parse_args()

    # numpy reads this when it is first imported
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    from tests.bench import batch, measures, report
    from tests.bench.yardstick import draws, yardstick

    before, moments = draws(), [_told(measures.moment())]
    rest: list[Row] = []
    for parts in (
        (
            measures.with_and_without_compiled_loops,
            measures.against_twin,
            lambda: measures.growth(asked.large),
        ),
        (measures.command_line, lambda: measures.laboratory(asked.large), batch.batches),
    ):
        for part in parts:
            rest += _told(part())
        moments.append(_told(measures.moment()))
    pace, slower = yardstick(before, draws())
    rows = pace + report.least_of(moments) + rest
    spent, year = measures.processes()
    if asked.json:
        processes = {name: 1e3 * seconds for name, seconds in spent.items()}
        print(json.dumps({
            "surroundings": report.surroundings(),
            "slower": slower,
            "rows": [row.record(slower) for row in rows],
            "processes_ms_a_year": processes,
        }, indent=2))  # fmt: skip
        return
    print(report.table(rows, slower), "", report.surroundings(), "", sep="\n")
    print(report.costliest(spent, year))


def _told(rows: list[Row]) -> list[Row]:
    """Say on the side what has just been measured, since the rest may take long."""
    for row in rows:
        figure = "not measured" if row.value is None else f"{row.value:.3g} {row.unit}"
        print(f"{row.measure}: {figure}", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    main()
