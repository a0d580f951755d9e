"""Compiled loops of ties give the bytes of the NumPy functions whose twins they are."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import Kind, Ring
from cluster_abm.agents.ties import least_of_each
from cluster_abm.core import compiled
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.collaboration.processes import _fits
from tests.core.test_compiled import agree, told

pytestmark = pytest.mark.skipif(not compiled.in_use, reason="Nothing is compiled here.")
RNG = np.random.default_rng(7)


@pytest.fixture(scope="module")
def model() -> ClusterModel:
    model = ClusterModel("panama_2009", seed=2)
    model.run_months(13)
    model.firms.sales[::7] = 0
    return model


@pytest.mark.parametrize("ring", [*Ring, None])
def test_compiled_reach_agrees(model: ClusterModel, ring: Ring | None) -> None:
    goes = np.flatnonzero(RNG.random(len(model.firms)) < 0.3)
    rings = RNG.integers(0, len(Ring), len(goes)) if ring is None else np.full(len(goes), ring)
    assert (model.firms.sort == Kind.CONTACT_CENTRE).any()

    who, met = model.ties.within_reach(model.firms, goes, rings)

    assert len(who) > len(goes)
    assert (goes[who] != met).all()
    agree(lambda: np.stack(model.ties.within_reach(model.firms, goes, rings)))


def test_nobody_reaches_nobody(model: ClusterModel) -> None:
    none = np.zeros(0, np.int64)

    agree(lambda: np.stack(model.ties.within_reach(model.firms, none, none)))


@pytest.mark.parametrize("n", [0, 1, 500])
def test_compiled_least_lots_agree(n: int) -> None:
    who = np.sort(RNG.integers(0, 40, n))
    lot = RNG.integers(0, 6, n) / 8.0

    agree(lambda: least_of_each(who, lot))


def test_compiled_pairs_fit_alike() -> None:
    ends = np.array([RNG.permutation(12)[:2] for _ in range(90)]).T
    wanted = RNG.random(90) < 0.7
    rooms: list[np.ndarray] = []

    def fit() -> np.ndarray:
        rooms.append(np.arange(12) % 4)
        return _fits(ends, wanted, rooms[-1])

    assert fit().any()
    agree(fit)
    assert told(rooms[-1]) == told(rooms[-2])
