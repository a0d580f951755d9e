"""The panel of firms: every firm in every month, for who asked."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from cluster_abm import model as the_model
from cluster_abm.core.errors import InputError
from cluster_abm.core.journal import PANELS
from cluster_abm.core.policy import BASELINE
from cluster_abm.lab.design.plan import make_plan
from cluster_abm.lab.design.subject import the_cluster
from cluster_abm.scenarios.files import ExperimentFile
from tests.model.scenes import apart, columns, lived, series


def test_the_panel_of_firms_has_every_firm_in_every_month_and_adds_up() -> None:
    model = lived(3, keep=("firms",), factor=0.2)
    panel = model.journal.panel("firms")

    assert np.unique(panel["month"]).tolist() == [0, 1, 2]
    last = panel["month"] == 2
    assert last.sum() == len(model.firms)
    local = panel["kind"][last] == 0
    assert panel["staff"][last][local].sum() == model.series["employment_sme"].iloc[-1]
    billed = panel["sales"][last][local].sum()
    assert billed == model.firms.sales[model.firms.is_sme].sum()
    # who closed this month had billed as well, and stands in the metric alone
    assert 0.98 < billed / 100 / model.series["sme_sales"].iloc[-1] <= 1


def test_who_asks_for_the_panel_lives_the_same_world() -> None:
    asked, not_asked = lived(3, keep=("firms",), factor=0.2), lived(3, factor=0.2)

    assert apart(columns(asked), columns(not_asked)) == []
    assert apart(series(asked), series(not_asked)) == []
    assert "firms" not in not_asked.journal.today


def test_every_panel_that_is_written_is_named_and_no_other() -> None:
    sources = (Path(the_model.__file__).parent / "submodels").rglob("processes.py")
    written = {
        name
        for source in sources
        for name in re.findall(r'journal\.write\(\s*"(\w+)"', source.read_text("utf-8"))
    }

    assert written == set(PANELS)


def test_a_panel_that_nobody_writes_is_refused_before_the_first_step() -> None:
    asked = ExperimentFile(name="mine", outcomes=("births",), policies=(BASELINE,))

    with pytest.raises(InputError, match="salse is not a panel of the model"):
        make_plan(asked, the_cluster(), panels=("salse",))
