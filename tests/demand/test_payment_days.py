"""Demand: a law that limits the days after which government pays its bills (P08, A27)."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import Segment
from cluster_abm.agents.customers import Customers
from cluster_abm.core.units import DAYS_PER_MONTH, MONTHS_PER_YEAR
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.demand.numbers import DemandRules
from tests.model.scenes import apart, change, columns, lived, restored, series

LIMIT = "government_payment_limit"


def owed_by(model: ClusterModel, segment: Segment) -> float:
    """Bills that a segment has yet to pay, US$."""
    return float(model.firms.receivables[:, segment].sum()) / 100


def test_a_limit_shortens_what_government_owes_and_nothing_that_others_owe() -> None:
    """100 days of 2009 against 31: after two months half of the bills are paid.

    A firm whose end the money puts off bills others for some work more.
    """
    usual, prompt = (lived(2, change(LIMIT, days)) for days in (180.0, 31.0))

    assert owed_by(prompt, Segment.GOVERNMENT) < 0.8 * owed_by(usual, Segment.GOVERNMENT)
    assert owed_by(prompt, Segment.BANKING) == pytest.approx(owed_by(usual, Segment.BANKING), 1e-3)


def test_a_good_part_of_the_money_that_comes_sooner_stays_in_the_firms_hands() -> None:
    """Owners take some of it, and firms that had no credit left spend some."""
    usual, prompt = (lived(6, change(LIMIT, days)) for days in (180.0, 31.0))
    means = [
        float(m.series["cash_sme"].iloc[-1] - m.series["bank_debt"].iloc[-1])
        for m in (usual, prompt)
    ]
    sooner = owed_by(usual, Segment.GOVERNMENT) - owed_by(prompt, Segment.GOVERNMENT)

    assert means[1] - means[0] > 0.25 * sooner > 0


def test_a_limit_beyond_the_days_of_2009_changes_no_byte() -> None:
    usual, limited = lived(4), lived(4, change(LIMIT, 101.0))

    assert apart(columns(usual), columns(limited)) == []
    assert apart(series(usual), series(limited)) == []


def test_a_limit_changes_nothing_where_government_buys_nothing() -> None:
    """The carrier is cut: no order, no bill that could be paid sooner."""
    worlds = []
    for days in (180.0, 31.0):
        model = restored(change(LIMIT, days))
        model.customers.budget[model.customers.segment == Segment.GOVERNMENT] = 0
        model.contracts.close(model.contracts.segment == Segment.GOVERNMENT)
        model.run_months(4)
        worlds.append(model)

    assert apart(series(worlds[0]), series(worlds[1])) == []


def test_paying_sooner_costs_what_the_money_costs() -> None:
    """The first month's bills, 40 days sooner at 6 % a year, and counted as public cost."""
    usual, prompt = (lived(1, change(LIMIT, days)).series.iloc[-1] for days in (180.0, 60.0))

    years = 40 / DAYS_PER_MONTH / MONTHS_PER_YEAR
    expected = usual["sales_government"] * years * DemandRules().treasury_rate
    assert prompt["early_payment_cost"] == pytest.approx(expected, rel=1e-4)
    assert usual["early_payment_cost"] == 0
    assert prompt["public_cost"] - usual["public_cost"] == pytest.approx(expected, rel=1e-4)


def test_the_days_of_2009_are_those_of_the_starting_books() -> None:
    customers: Customers = restored().customers

    days = customers.days[np.flatnonzero(customers.segment == Segment.GOVERNMENT)]
    assert days.tolist() == [100.0]
