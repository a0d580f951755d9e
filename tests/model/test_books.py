"""The books hold at month 0, after the warm-up, and over the first year."""

from functools import cache

import numpy as np

from cluster_abm.explain import books
from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.books import Row, first_year, table

WORLDS = 16


@cache
def tables() -> list[list[Row]]:
    """What the books of each world say."""
    return [_books_of(ClusterModel(seed=seed)) for seed in range(1, WORLDS + 1)]


def _books_of(model: ClusterModel) -> list[Row]:
    found = table(model)
    model.run_months(12)
    return found + first_year(model.datacollector.model_vars)


def test_the_starting_books_hold_on_average_over_worlds() -> None:
    means = np.mean([[row.value for row in rows] for rows in tables()], axis=0)

    outside = {
        row.item: "below" if mean < row.low else "above"
        for row, mean in zip(tables()[0], means.tolist(), strict=True)
        if not row.low <= mean <= row.high
    }
    assert outside == {}


def test_no_world_starts_with_more_than_four_lines_out_of_range() -> None:
    # of the year only the mean is judged, as three grants a year come one or six
    for rows in tables():
        now = [row for row in rows if row.block != "First year"]
        out = [row.item for row in now if row.verdict != "ok"]

        assert len(out) <= 4


def test_whoever_reads_the_books_finds_the_model_in_month_nought() -> None:
    model = ClusterModel(seed=1)
    sheet = books(model)

    assert model.month == 0
    assert model.series.empty
    assert [row[2] for row in sheet.rows] == [row.value for row in tables()[0]]
