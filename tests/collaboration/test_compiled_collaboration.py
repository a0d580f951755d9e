"""Compiled loops of ties give the bytes of the NumPy functions whose twins they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest

from cluster_abm.agents.classes import Kind, Ring
from cluster_abm.agents.ties import birth_of_pair, least_of_each
from cluster_abm.core import compiled
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.collaboration import processes
from tests.core.test_compiled import agree, agree_in_all, both, left_by

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

    who, met, pair = model.ties.within_reach(model.firms, goes, rings)

    assert len(who) > len(goes)
    assert (goes[who] != met).all()
    assert (pair == birth_of_pair(model.firms.birth[met], model.firms.birth[goes[who]])).all()
    agree_in_all(lambda: model.ties.within_reach(model.firms, goes, rings))


def test_nobody_reaches_nobody(model: ClusterModel) -> None:
    none = np.zeros(0, np.int64)

    agree_in_all(lambda: model.ties.within_reach(model.firms, none, none))


@pytest.mark.parametrize("n", [0, 1, 500])
def test_compiled_least_lots_agree(n: int) -> None:
    who = np.sort(RNG.integers(0, 40, n))
    lot = RNG.integers(0, 6, n) / 8.0

    agree(lambda: least_of_each(who, lot))


def stirred(seed: int, model: ClusterModel) -> None:
    """Firms that move people, owe hours, work with many, and have a facilitator with money."""
    rng = np.random.default_rng(seed)
    firms, ties, cfg = model.firms, model.ties, model.cfg
    some = rng.random(len(ties)) < 0.4
    ties.stage, ties.left = rng.integers(0, 3, len(ties)), rng.integers(0, 3, len(ties))
    ties.project = rng.integers(1, 3, len(ties)) * some
    ties.silent, ties.apart = rng.integers(0, 40, len(ties)), rng.integers(0, 90, len(ties))
    ties.trust, ties.granted = rng.random(len(ties)), 2000.0 * rng.integers(0, 2, len(ties))
    firms.hours_away = rng.integers(0, 900, len(firms)) * (rng.random(len(firms)) < 0.3)
    firms.absorption, firms.poached = rng.random((2, len(firms)))
    firms.links_abroad = rng.integers(0, 4, len(firms))
    firms.quality = 0.5 + rng.random((len(firms), 2))
    firms.member = rng.random(len(firms)) < 0.7
    cfg.project_fund, cfg.help_with_cost = (seed % 2) * 10**6, 0.4
    for pair in (model.candidates.left, model.candidates.post):
        pair[:] = rng.integers(-1, 20, len(pair))
    one, other = np.sort(rng.integers(0, len(firms), (2, 60)), axis=0)
    keys = np.arange(60, dtype=np.uint64)
    model.introductions.admit(keys, one=one, other=np.maximum(other, one + (one < 9)))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "process",
    [processes.take_hours, processes.meet, processes.work_together, processes.trust,
     processes.look_abroad],
)  # fmt: skip
def test_a_month_of_collaboration_is_the_same(
    model: ClusterModel, process: Callable[..., None], seed: int
) -> None:
    model.month = model.firms.now = 12

    fast, reference = both(lambda: left_by(model, process, partial(stirred, seed)))

    assert fast == reference
