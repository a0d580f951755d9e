"""The panel of firms: every firm in every month, for who asked."""

from __future__ import annotations

import numpy as np
import pytest

from tests.model.scenes import apart, columns, lived, series


def test_the_panel_of_firms_has_every_firm_in_every_month_and_adds_up() -> None:
    model = lived(3, keep=("firms",), factor=0.2)
    panel = model.journal.panel("firms")

    assert np.unique(panel["month"]).tolist() == [0, 1, 2]
    last = panel["month"] == 2
    assert last.sum() == len(model.firms)
    local = panel["kind"][last] == 0
    assert panel["staff"][last][local].sum() == model.series["employment_sme"].iloc[-1]
    assert panel["sales"][last][local].sum() / 100 == pytest.approx(
        model.series["sme_sales"].iloc[-1]
    )


def test_who_asks_for_the_panel_lives_the_same_world() -> None:
    asked, not_asked = lived(3, keep=("firms",), factor=0.2), lived(3, factor=0.2)

    assert apart(columns(asked), columns(not_asked)) == []
    assert apart(series(asked), series(not_asked)) == []
    assert "firms" not in not_asked.journal.today
