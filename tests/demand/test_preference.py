"""Demand: what a preference for local bidders costs the public (Q49)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.demand.equations import value_forgone
from cluster_abm.submodels.demand.numbers import DemandRules
from tests.model.scenes import change, lived

WEIGHT = DemandRules().price_weight
WORTHS = st.lists(st.floats(-3, 3), min_size=1, max_size=5)


def forgone(worth: list[float], rival: float, favour: float, weight: float = WEIGHT) -> float:
    """Share of the fee that a favour costs, for bids of some worth without it."""
    return float(
        value_forgone(np.array([worth]) + favour, np.array([rival]), np.array([favour]), weight)[0]
    )


@given(WORTHS, st.floats(-3, 3), st.floats(-5, 5))
def test_a_favour_never_pays_and_no_favour_costs_nothing(
    worth: list[float], rival: float, favour: float
) -> None:
    assert forgone(worth, rival, 0.0) == pytest.approx(0.0, abs=1e-9)
    assert forgone(worth, rival, favour) >= 0.0


@given(WORTHS, st.floats(-3, 3), st.floats(0, 4))
def test_a_larger_favour_costs_more(worth: list[float], rival: float, favour: float) -> None:
    assert forgone(worth, rival, favour + 1) >= forgone(worth, rival, favour) - 1e-12
    assert forgone(worth, rival, -favour - 1) >= forgone(worth, rival, -favour) - 1e-12


@given(WORTHS, st.floats(-3, 3))
def test_a_favour_without_limit_costs_what_the_imported_bidder_was_worth(
    worth: list[float], rival: float
) -> None:
    """A price higher by 1/gamma of minus the log of the local chance, in log points."""
    odds = float(np.exp(worth).sum())
    chance = odds / (odds + float(np.exp(rival)))

    assert forgone(worth, rival, 300.0) == pytest.approx(chance ** (-1 / WEIGHT) - 1, rel=1e-9)


def test_the_cost_is_what_a_buyer_loses_who_sees_every_bid() -> None:
    """Drawn a million times: the best bid against the one chosen under a favour of 1."""
    rng = np.random.default_rng(1)
    worth, favour = np.array([0.3, -0.4, 0.5]), np.array([0.0, 1.0, 1.0])
    value = worth + rng.gumbel(size=(1_000_000, 3))
    best, chosen = value.argmax(axis=1), (value + favour).argmax(axis=1)
    rows = np.arange(len(value))

    lost = (value[rows, best] - value[rows, chosen]).mean()

    assert forgone([-0.4, 0.5], 0.3, 1.0, weight=1.0) == pytest.approx(np.exp(lost) - 1, rel=0.02)


def test_without_bids_there_is_nothing_to_forgo() -> None:
    assert forgone([-np.inf, -np.inf], 0.3, 1.0) == 0.0


def test_a_preference_is_a_public_cost_that_rises_with_it() -> None:
    """Year two of a preference of nought, one and five; local vendors win more of the orders."""
    years = [lived(24, change("bid_preference", x)).series.iloc[12:] for x in (0.0, 1.0, 5.0)]
    cost, local, counted = (
        [float(year[name].mean()) for year in years]
        for name in ("value_forgone", "local_share_government", "public_cost")
    )

    assert cost[0] == 0.0
    assert 0.0 < cost[1] < cost[2]
    assert local[0] < local[1] < local[2]
    assert counted[0] < counted[1] < counted[2]


def test_residents_bear_the_cost_of_a_preference() -> None:
    """It is public spending, beside what programmes pay out."""
    model = lived(18, change("bid_preference", 5.0))
    last = model.series.iloc[-1]

    paid = model.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT].sum() / CENTS_PER_DOLLAR
    assert last["value_forgone"] > 50_000
    assert last["public_spending"] == pytest.approx(paid + last["value_forgone"])


def test_a_preference_that_ends_costs_until_its_contracts_end() -> None:
    series = lived(60, change("bid_preference", 3.0, until=12)).series["value_forgone"]

    assert series.iloc[11] > series.iloc[24] > 0
    assert series.iloc[59] < 0.4 * series.iloc[11]
