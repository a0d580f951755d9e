"""Compiled loops of labour give the bytes of the functions whose twins they are."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from cluster_abm.agents.classes import Reason, Source
from cluster_abm.core.kernels import labour as kernels
from cluster_abm.core.kernels import people
from cluster_abm.core.luck import Luck
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.labour import decisions, equations, processes
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.world.processes import _net_growth
from tests.core.test_compiled import NEEDS_LOOPS, a_world, both, told, told_of

pytestmark = NEEDS_LOOPS

SEEDS = pytest.mark.parametrize("seed", range(4))
BUSY = LabourRules(
    leave_for_other_sectors=0.2, retirement=0.05, rest_share=0.5, emigrate=0.5,
    patience_without_job=5, search_other_sectors=[0.3] * 5, layoff_band=0.1, layoff_speed=0.7,
    minimum_wage=300, counter_offer=0.5, counter_offer_cash=2,
)  # fmt: skip


@cache
def the_world() -> ClusterModel:
    """A world for who changes nothing but what is changed again each time."""
    return a_world()


def a_town(seed: int) -> ClusterModel:
    """A world with plans, other sectors, and people who wait and look."""
    model, rng = a_world(seed), np.random.default_rng(seed + 100)
    firms, people = model.firms, len(model.workforce)
    firms.posts, firms.unfilled, firms.reserved = rng.integers(0, 9, (3, 5, 5))
    firms.staff = model.workforce.by_post(firms)
    firms.needed, firms.unit_cost, firms.price, firms.premium = rng.random((4, 5)) * [
        [30], [2], [2], [1]
    ]  # fmt: skip
    firms.recipe, firms.research = rng.random((2, 5, 5))
    firms.born = rng.integers(-90, 0, 5)
    firms.birth = np.arange(5, dtype=np.uint64)
    model.workforce.looking, model.workforce.english = rng.random((2, people)) < 0.4
    model.workforce.idle = rng.integers(0, 12, people)
    model.workforce.bound = rng.integers(0, 9, people)
    model.world.outside_wage = 5e4 * (1 + rng.random(5))
    model.world.reservoir = rng.integers(0, 90, (5, 2))
    firms.courses = 0.2 * rng.random(5)
    return model


def the_same_after(seed: int, live: Callable[[ClusterModel], object]) -> None:
    """A step leaves the same bytes in both ways, and they are not those of before."""

    def lived() -> list[Any]:
        model = a_town(seed)
        live(model)
        tables = told_of(model.firms, model.workforce, model.candidates, model.flows)
        return [*tables, told(model.world.reservoir)]

    fast, reference = both(lived)
    assert fast == reference
    model = a_town(seed)
    before = told_of(model.firms, model.workforce, model.candidates, model.flows)
    assert before != fast[:-1]


@SEEDS
def test_the_same_people_leave(seed: int) -> None:
    def left(m: ClusterModel) -> None:
        before, who = len(m.workforce), m.workforce.birth.copy()
        processes.leave(m.firms, m.workforce, m.world, m.flows, BUSY, Luck(1, 0, 5))
        stay = who[~m.workforce.leaving]
        assert m.flows.left.sum() == before - len(stay) > 0
        processes.see_off(m.workforce)
        assert np.array_equal(m.workforce.birth, stay)

    the_same_after(seed, left)


@SEEDS
def test_who_has_no_job_is_not_released(seed: int) -> None:
    def released(m: ClusterModel) -> None:
        rows = np.arange(0, len(m.workforce), 2)
        m.workforce.employer[rows[::3]] = -1
        why = np.resize([Reason.RETIRED, Reason.WORN_OUT], len(rows))
        m.workforce.release(m.firms, m.flows, rows, why)
        assert 0 < m.flows.separations.sum() <= len(rows) - len(rows[::3])

    the_same_after(seed, released)


@SEEDS
def test_the_same_wages_are_paid(seed: int) -> None:
    rules = LabourRules(training_effort=0.01 * (seed % 2), employer_contribution=0.1 + 0.01 * seed)

    def pay_day(model: ClusterModel) -> None:
        model.firms.pay, model.firms.courses = 98_765 * model.firms.staff, 0.013
        processes.pay_wages(model.firms, model.ledger, model.flows, rules)

    the_same_after(seed, pay_day)


@SEEDS
def test_the_same_posts_are_planned(seed: int) -> None:
    the_same_after(
        seed, lambda m: processes.plan_posts(m.firms, m.workforce, BUSY, Luck(1, 0, seed))
    )


@given(data=st.data())
def test_the_same_posts_are_planned_for_any_team(data: st.DataObject) -> None:
    parts = st.one_of(st.sampled_from([0.0, 0.5, 1.0, 2.5, 1e-10]), st.floats(0.0, 50.0))
    recipe, research = (data.draw(hnp.arrays(float, (5, 5), elements=parts)) for _ in range(2))
    held = data.draw(hnp.arrays(np.int64, (5, 5), elements=st.integers(0, 3)))

    def planned() -> list[Any]:
        model = a_town(1)
        model.firms.recipe, model.firms.research, model.firms.reserved = recipe, research, held
        processes.plan_posts(model.firms, model.workforce, LabourRules(), Luck(1, 0, 3))
        return told_of(model.firms)

    fast, reference = both(planned)
    assert fast == reference


@SEEDS
@pytest.mark.parametrize("sort", ["some local", "none local"])
@pytest.mark.parametrize("posts", [1, 0], ids=["posts", "no posts"])
def test_offers_are_the_same(seed: int, sort: str, posts: int) -> None:
    def offered(m: ClusterModel) -> None:
        if sort == "none local":
            m.firms.sort = 1
        m.firms.posts = m.firms.posts * posts
        processes.post_wages(m.firms, m.workforce, BUSY)

    the_same_after(seed, offered)


@SEEDS
def test_the_same_people_are_laid_off(seed: int) -> None:
    the_same_after(seed, lambda m: processes.lay_off(
        m.firms, m.workforce, m.flows, BUSY, Luck(1, 0, seed)
    ))  # fmt: skip


def test_nobody_is_laid_off_where_all_are_needed() -> None:
    model = a_town(1)
    model.firms.posts = 99

    for found in both(lambda: processes._threatened(
        model.firms, model.workforce, BUSY, np.zeros((5, 5))
    )):  # fmt: skip
        assert [len(found[0]), len(found[1]), len(found[2])] == [25, 0, 0]
        assert not found[0].any()


@SEEDS
def test_other_sectors_grow_by_the_same_people(seed: int) -> None:
    model, rng = a_town(seed), np.random.default_rng(seed)
    model.world.reservoir_start, u = rng.integers(0, 90, (5, 2)), rng.random((5, 2))

    fast, reference = both(lambda: _net_growth(model.world, u, share=0.3))

    assert told(fast) == told(reference)
    assert fast.any()


@SEEDS
def test_the_same_people_look_for_posts(seed: int) -> None:
    the_same_after(seed, lambda m: processes.search(
        m.firms, m.workforce, m.candidates, m.world, m.flows, BUSY, Luck(1, 0, seed)
    ))  # fmt: skip


@SEEDS
def test_the_same_posts_are_filled(seed: int) -> None:
    def matched(m: ClusterModel) -> None:
        m.firms.data["cash"][:5], m.firms.labour_cost, m.firms.unit_cost = 3_000, 1_000, 0.1
        m.workforce.looking, m.firms.posts[:, ::2] = True, 99
        processes.search(
            m.firms, m.workforce, m.candidates, m.world, m.flows, BUSY, Luck(1, 0, seed)
        )
        m.candidates.admit(
            np.arange(90, dtype=np.uint64), source=Source.ABROAD, skill=np.arange(90) % 5,
            english=True, ability=1.0, reservation=1e4,
        )  # fmt: skip
        processes.match(
            m.firms, m.workforce, m.candidates, m.zones, m.world, m.flows, BUSY, Luck(1, 1, seed)
        )
        assert (m.candidates.post >= 0).sum() > 9
        assert m.flows.counter_offers.sum() > 0

    the_same_after(seed, matched)


@SEEDS
def test_applications_agree(seed: int) -> None:
    model = a_world(seed)
    cast: list[Any] = [model.firms, model.candidates, model.zones, model.workforce]

    fast, reference = both(
        lambda: decisions.apply_for_posts(*cast, LabourRules(), Luck(1, 0, seed))
    )

    assert list(map(told, fast)) == list(map(told, reference))


@given(data=st.data(), n=st.integers(0, 30))
def test_the_best_come_first_in_the_same_order(data: st.DataObject, n: int) -> None:
    some = st.one_of(st.sampled_from([1.0, 1.5]), st.floats(0.01, 9.0))
    seen = data.draw(hnp.arrays(float, n, elements=some))
    birth = data.draw(hnp.arrays(np.uint64, n, elements=st.integers(0, 3)))

    assert people.best_first(seen, birth).tolist() == np.lexsort((birth, -seen)).tolist()


@given(data=st.data(), n=st.integers(0, 12), k=st.integers(1, 4))
def test_firms_consider_the_same(data: st.DataObject, n: int, k: int) -> None:
    model = the_world()
    aim = data.draw(hnp.arrays(np.int64, (n, k), elements=st.integers(-1, 4)))
    skill = data.draw(hnp.arrays(np.int64, n, elements=st.integers(0, 4)))
    abroad = data.draw(hnp.arrays(bool, n))
    model.firms.sponsors = data.draw(hnp.arrays(np.int64, (5, 5), elements=st.integers(0, 3)))
    by_loop, by_step = aim.copy(), aim.copy()

    kernels.consider(by_loop, skill, abroad, model.firms.sponsors, decisions.SPECIALIST)
    decisions.consider(model.firms, by_step, skill, abroad)

    assert told(by_loop) == told(by_step)


@given(data=st.data())
def test_matches_agree(data: st.DataObject) -> None:
    sorts = data.draw(st.integers(1, 8))
    target = data.draw(hnp.arrays(
        np.int64, st.tuples(st.integers(0, 12), st.integers(1, 5)),
        elements=st.integers(-1, sorts - 1),
    ))  # fmt: skip
    openings = data.draw(hnp.arrays(np.int64, sorts, elements=st.integers(0, 4)))
    offers = data.draw(hnp.arrays(float, sorts, elements=st.sampled_from([1.0, 2.0, 2.5])))
    rounds = data.draw(st.integers(0, 5))

    won = equations.match_posts(target, openings=openings, offers=offers, rounds=rounds)
    held = kernels.match_posts(target.copy(), openings, offers, rounds)

    assert np.flatnonzero(held >= 0).tolist() == won.candidate.tolist()
    assert held[held >= 0].tolist() == won.post.tolist()
