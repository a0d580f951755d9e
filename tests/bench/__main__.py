"""Measure, and print the table.

Processor time unless the table says otherwise, least of at least five, one thread of linear
algebra.
"""

from __future__ import annotations

import argparse
import json
import os
import sys

ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """Measure everything, or what is asked for."""
    given = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the model.")
    given.add_argument("--large", action="store_true", help="also what takes many minutes")
    given.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = given.parse_args()

    # numpy reads this when it is first imported
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    from tests.bench import measures, report

    rows, spent, year = measures.years()
    for part in (
        measures.decade,
        measures.against_twin,
        lambda: measures.growth(asked.large),
        measures.command_line,
        lambda: measures.laboratory(asked.large),
    ):
        print(".", end="", flush=True, file=sys.stderr)
        rows += part()
    print(file=sys.stderr)
    if asked.json:
        processes = {name: 1e3 * seconds for name, seconds in spent.items()}
        print(json.dumps({
            "surroundings": report.surroundings(),
            "rows": [row.record() for row in rows],
            "processes_ms_a_year": processes,
        }, indent=2))  # fmt: skip
        return
    print(report.table(rows), "", report.surroundings(), "", sep="\n")
    print(report.costliest(spent, year))


if __name__ == "__main__":
    main()
