"""The books hold at month 0, after the warm-up."""

from functools import cache

import numpy as np

from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.books import LINES, Row, table

WORLDS = 5


@cache
def tables() -> list[list[Row]]:
    """What the books of each world say."""
    return [table(ClusterModel(seed=seed)) for seed in range(1, WORLDS + 1)]


def test_the_starting_books_hold_on_average_over_worlds() -> None:
    rows = tables()

    means = [float(np.mean([row[i].value for row in rows])) for i in range(len(LINES))]

    outside = [
        f"{line.item}: {mean:.2f} is not in {line.low:g} to {line.high:g}"
        for line, mean in zip(LINES, means, strict=True)
        if not line.low <= mean <= line.high
    ]
    assert outside == []


def test_no_world_starts_with_more_than_three_lines_out_of_range() -> None:
    for rows in tables():
        verdicts = [row.verdict for row in rows]

        assert verdicts.count("ok") >= len(LINES) - 3
