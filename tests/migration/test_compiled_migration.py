"""Compiled loops of migration give the bytes of the functions whose twins they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cluster_abm.agents.classes import Kind, Origin, Source
from cluster_abm.core.kernels import permits as kernels
from cluster_abm.core.luck import Luck
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.migration import equations, processes
from cluster_abm.submodels.migration.numbers import MigrationRules
from tests.core.test_compiled import NEEDS_LOOPS, a_world, both, told, told_of

pytestmark = NEEDS_LOOPS

SEEDS = pytest.mark.parametrize("seed", range(6))
RULES = MigrationRules(
    permit_refusal=0.2, return_home=0.2, foreign_quota=0.2, foreign_quota_specialised=0.3,
    small_firm_staff=40, small_firm_locals=5, months_to_leave=4, applicants_abroad=[20.0] * 5,
)  # fmt: skip


def a_port(seed: int) -> ClusterModel:
    """A world with foreigners whose permits end, and with people who ask for one."""
    model, rng = a_world(seed), np.random.default_rng(seed + 100)
    firms, people, n = model.firms, len(model.workforce), 60
    firms.staff = model.workforce.by_post(firms)
    firms.posts = firms.staff.sum(axis=2) + rng.integers(0, 4, (5, 5))
    firms.sort = rng.integers(0, 2, 5)
    firms.birth = np.arange(5, dtype=np.uint64)
    model.workforce.term = rng.integers(0, 4, people)
    model.workforce.permit = rng.integers(1, 6, people)
    model.workforce.idle = rng.integers(0, 9, people)
    model.zones.quota_free = [True, False, False, False]
    model.permits.admit(
        rng.integers(0, 2**60, n).astype(np.uint64), firm=rng.integers(0, 5, n),
        rule=rng.integers(1, 6, n), skill=rng.integers(0, 5, n), degree=rng.integers(0, 4, n),
        ability=rng.random(n) + 0.1, wage=1e5 * rng.random(n), waits=rng.integers(0, 3, n),
    )  # fmt: skip
    np.add.at(firms.reserved, (model.permits.firm, model.permits.skill), 1)
    model.candidates.post = rng.integers(-1, 5, len(model.candidates))
    model.government.mood = 1.0
    return model


def the_same_after(seed: int, live: Callable[[ClusterModel], object]) -> None:
    """A step leaves the same bytes in both ways, and they are not those of before."""

    def tables(model: ClusterModel) -> list[Any]:
        return told_of(model.firms, model.workforce, model.permits, model.candidates, model.flows)

    def lived() -> list[Any]:
        model = a_port(seed)
        live(model)
        return tables(model)

    fast, reference = both(lived)
    assert fast == reference
    assert fast != tables(a_port(seed))


@SEEDS
def test_the_same_permits_are_decided(seed: int) -> None:
    verdicts = []

    def decided(m: ClusterModel) -> None:
        processes.decide_permits(
            m.firms, m.workforce, m.permits, m.zones, m.flows, m.ledger, m.journal, RULES,
            Luck(1, 0, seed),
        )  # fmt: skip
        verdicts.append(m.flows.permits_decided.sum(axis=0))

    the_same_after(seed, decided)
    assert (verdicts[0] > 0).sum() >= 3


@SEEDS
def test_the_same_people_depart(seed: int) -> None:
    def departed(m: ClusterModel) -> None:
        processes.depart(m.firms, m.workforce, m.zones, m.flows, RULES, Luck(1, 0, seed))
        assert m.flows.permits_renewed.sum() + m.flows.permits_lapsed.sum() > 0

    the_same_after(seed, departed)


@SEEDS
def test_the_same_people_apply(seed: int) -> None:
    def applied(m: ClusterModel) -> None:
        processes.apply(
            m.firms, m.workforce, m.candidates, m.permits, m.zones, m.government, m.flows, RULES,
            Luck(1, 0, seed),
        )  # fmt: skip
        assert m.flows.applicants[:, Source.ABROAD].any()

    the_same_after(seed, applied)


@SEEDS
def test_the_same_permits_are_asked_for(seed: int) -> None:
    the_same_after(seed, lambda m: processes.ask_for_permits(
        m.firms, m.candidates, m.permits, m.zones, m.flows, RULES
    ))  # fmt: skip


@SEEDS
def test_the_same_room_is_left(seed: int) -> None:
    model = a_port(seed)

    fast, reference = both(lambda: processes.room_left(model.firms, model.zones, RULES))

    assert told(fast) == told(reference)


@SEEDS
def test_the_same_firms_stand_at_their_limit(seed: int) -> None:
    m, rng = a_port(seed), np.random.default_rng(seed)
    m.firms.staff[...] = rng.integers(0, 20, m.firms.staff.shape)
    m.firms.staff[:2, :, Origin.FOREIGN] = [[0], [1]]
    m.firms.sort, m.firms.counted, m.firms.licensed = Kind.SME, [True] * 4 + [False], False
    m.zones.quota_free = False

    fast, reference = both(lambda: processes.at_the_limit(m.firms, m.zones, RULES))

    assert fast == reference
    assert 0 < fast[0] < fast[1] == 4


@given(data=st.data(), n=st.integers(0, 12))
def test_places_for_foreigners_agree(data: st.DataObject, n: int) -> None:
    staff = data.draw(
        hnp.arrays(np.int64, (n, 5, 2), elements=st.one_of(st.integers(0, 3), st.integers(0, 500)))
    )
    shares = st.one_of(st.sampled_from([0.0, 0.1, 0.15, 1.0]), st.floats(0.0, 1.0))
    quota = data.draw(hnp.arrays(float, (2, n), elements=shares))
    licensed, in_zone = (data.draw(hnp.arrays(bool, n)) for _ in range(2))
    grade, place, sort = np.array([0, 0, 1, 1, 1]), in_zone.astype(np.int16), np.zeros(n, np.int16)

    fast = kernels.places_left(
        staff, grade, quota[0], quota[1], licensed, np.array([False, True]), place, sort, 0,
        3.0, 10.0, equations.HAIR, equations.UNLIMITED,
    )  # fmt: skip
    reference = equations.places_left(
        staff, grade, quota, licensed | in_zone, locals_needed=3.0, small=10.0
    )

    assert list(map(told, fast)) == list(map(told, reference))
