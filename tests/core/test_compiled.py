"""Compiled loops give the bytes of the NumPy functions whose twins they are."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import cluster_abm
from cluster_abm.agents.classes import Reason
from cluster_abm.agents.ties import Ties
from cluster_abm.core import compiled, groups, luck, numerics
from cluster_abm.core.tables import Table, flags, floats, reference, small
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.labour import processes
from cluster_abm.submodels.labour.numbers import LabourRules
from tests.core.test_numerics import CONTROL, everything, processor_groups

NEEDS_LOOPS = pytest.mark.skipif(
    not compiled.in_use,
    reason=f"Numba is not installed (the extra fast), or {compiled.SWITCH} is 0.",
)
pytestmark = NEEDS_LOOPS

EDGES = np.array([
    0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, 2.0**-1074 * 3, 1.0, -1.0, np.nextafter(1.0, 0.0),
    np.nextafter(1.0, 2.0), 0.6875, 1.375, 709.782712893384, 709.79, 710.0, -708.4, -744.44,
    -745.2, -746.0, 1e300, -1e300, np.finfo(float).max, np.inf, -np.inf, np.nan,
])  # fmt: skip
ANY_BITS = np.random.default_rng(1).integers(0, 2**64, 20_000, dtype=np.uint64).view(float)
USUAL = np.random.default_rng(2).normal(size=20_000) * np.repeat([1.0, 30.0, 300.0, 1e-5], 5000)
LUCK = np.append(np.random.default_rng(3).integers(0, 2**53, 5000) / 2.0**53, [0.0, 1 - 2.0**-53])
doubles = hnp.arrays(
    float, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0), elements=st.floats()
)
uniforms = st.integers(0, 2**53 - 1).map(lambda cell: cell / 2**53)


def both(answer: Callable[[], Any]) -> tuple[Any, Any]:
    """The answer of the compiled loops, and that of NumPy."""
    fast = answer()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "in_use", False)
        return fast, answer()


def told(found: Any) -> tuple[Any, ...]:
    """Type, shape, and bytes; what is no number is like any other that is none."""
    array = np.asarray(found)
    if array.dtype == np.float64:
        array = np.where(np.isnan(array), np.nan, array)
    return array.dtype, array.shape, array.tobytes()


def agree(answer: Callable[[], Any]) -> None:
    fast, reference = both(answer)
    assert told(fast) == told(reference)


def shapes_of(x: np.ndarray) -> list[np.ndarray]:
    """The same numbers in many shapes: some lie apart, some may not be written to."""
    frozen = x.copy()
    frozen.flags.writeable = False
    even = x[: len(x) // 2 * 2].reshape(2, -1)
    return [x, x[::3], x[::-1], even, even.T, even[:, None], x[:0], x[:1].reshape(()), frozen]


OF_ONE = {
    "dexp": numerics.dexp,
    "dlog": numerics.dlog,
    "logistic": numerics.logistic,
    "a power of any": lambda x: numerics.dpow(x, 0.37),
    "a power by any": lambda x: numerics.dpow(1.7, x),
    "a root": lambda x: numerics.dpow(x, -0.5),
}


@pytest.mark.parametrize("function", OF_ONE.values(), ids=OF_ONE.keys())
@pytest.mark.parametrize("x", [EDGES, ANY_BITS, USUAL], ids=["edges", "any bits", "usual"])
def test_functions_of_one_number_agree_in_every_shape(
    function: Callable[[np.ndarray], np.ndarray], x: np.ndarray
) -> None:
    for shaped in shapes_of(x):
        agree(lambda shaped=shaped: function(shaped))


@pytest.mark.parametrize("function", OF_ONE.values(), ids=OF_ONE.keys())
@given(x=doubles)
def test_functions_of_one_number_agree(
    function: Callable[[np.ndarray], np.ndarray], x: np.ndarray
) -> None:
    agree(lambda: function(x))


def test_powers_of_all_edges_by_all_edges_agree() -> None:
    agree(lambda: numerics.dpow(EDGES[:, None], EDGES))


@pytest.mark.parametrize("y", [ANY_BITS[::-1], USUAL, USUAL / 100], ids=["bits", "usual", "small"])
def test_powers_of_many_numbers_agree(y: np.ndarray) -> None:
    for base in (ANY_BITS, np.abs(ANY_BITS), np.abs(USUAL), 1.0 + USUAL * 1e-9):
        agree(lambda base=base: numerics.dpow(base, y))


@given(x=st.floats(0.0, allow_nan=False), y=st.floats())
def test_a_power_agrees(x: float, y: float) -> None:
    agree(lambda: numerics.dpow(x, y))


def test_normal_numbers_agree() -> None:
    tails = np.append(2.0 ** -np.arange(1.0, 54.0), 1.0 - 2.0 ** -np.arange(1.0, 54.0))

    for u in (*shapes_of(LUCK), tails, np.array([0.075, 0.925, 0.5, np.nan])):
        agree(lambda u=u: numerics.normal(u))
        agree(lambda u=u: numerics.lognormal(u, 3.0, 0.7))
        agree(lambda u=u: numerics.lognormal(u, 3.0 * u, 0.7))
        agree(lambda u=u: numerics.lognormal_factors(u, 0.7))


@pytest.mark.parametrize("mean", [0.0, 5e-324, 1e-9, 0.3, 4.0, 99.0, 131.7, 132.5, 500.5, 9000.0])
def test_poisson_counts_agree(mean: float) -> None:
    for u in shapes_of(LUCK):
        agree(lambda u=u: numerics.poisson(u, mean))


@pytest.mark.parametrize("n", [0, 1, 2, 17, 40, 300, 5000])
@pytest.mark.parametrize("p", [0.0, 5e-324, 1e-9, 0.07, 0.5, 0.5000001, 0.93, 1 - 2.0**-53, 1.0])
def test_binomial_counts_agree(n: int, p: float) -> None:
    for u in (LUCK[::5], LUCK[:12], LUCK[-3:]):
        agree(lambda u=u: numerics.binomial(u, n, p))


@given(
    u=hnp.arrays(float, (3, 4), elements=uniforms),
    mean=hnp.arrays(float, (3, 1), elements=st.floats(0.0, 2000.0)),
    n=hnp.arrays(np.int64, (4,), elements=st.integers(0, 3000)),
    p=hnp.arrays(float, (3, 1), elements=st.floats(0.0, 1.0)),
)
def test_counts_of_several_shapes_agree(
    u: np.ndarray, mean: np.ndarray, n: np.ndarray, p: np.ndarray
) -> None:
    agree(lambda: numerics.poisson(u, mean))
    agree(lambda: numerics.binomial(u, n, p))


@given(who=hnp.arrays(np.uint64, hnp.array_shapes(min_dims=0, max_dims=2, min_side=0)))
def test_luck_agrees(who: np.ndarray) -> None:
    for some in (who, who.T, who[::-2] if who.ndim else who):
        agree(lambda some=some: luck.Luck(1, 0, 5).uniform("quits", some))
        agree(lambda some=some: luck.keys("abroad", 3, 1, some))
        agree(lambda some=some: luck.heir(some, "spin-off", 3, 1))


@given(who=hnp.arrays(np.uint64, st.integers(0, 9)), rounds=st.integers(1, 4))
def test_luck_of_several_rounds_agrees(who: np.ndarray, rounds: int) -> None:
    for some in (who, who[::2]):
        agree(lambda some=some: luck.Luck(1, 0, 5).pick("applications", some, rounds))
        agree(lambda some=some: luck.Luck(1, 0, 5).lasting("habit", some, rounds))


groups_of_some = hnp.arrays(np.int64, st.integers(0, 30), elements=st.integers(0, 6))


@given(some=groups_of_some)
@pytest.mark.parametrize("kind", [np.int64, np.int32, np.int16])
def test_ranks_agree(some: np.ndarray, kind: type) -> None:
    agree(lambda: groups.rank_in_group(np.sort(some).astype(kind)))
    agree(lambda: groups.ranks_in_groups(some.astype(kind)))


def drawn(data: st.DataObject, kind: type, shape: int | tuple[int, ...], top: int) -> np.ndarray:
    elements = st.integers(-top, top).map(float) if kind is float else st.integers(-top, top)
    return data.draw(hnp.arrays(kind, shape, elements=elements))


@given(data=st.data(), axes=st.integers(1, 3), n=st.integers(0, 9))
@pytest.mark.parametrize("kind", [np.int64, float])
def test_tallies_agree(kind: type, data: st.DataObject, axes: int, n: int) -> None:
    counts = drawn(data, kind, (4,) * axes, 99)
    index = [
        data.draw(hnp.arrays(data.draw(st.sampled_from([np.int16, np.int64])), n,
                             elements=st.integers(-4, 3)))
        for _ in range(axes)
    ]  # fmt: skip
    by = data.draw(st.sampled_from([1, -1, drawn(data, kind, n, 7)]))

    for named in (index, [2, *index[1:]], [*index[:-1], 3]):
        agree(lambda named=named: tallied(counts, *named, by=by))


def tallied(counts: np.ndarray, *index: Any, by: Any) -> np.ndarray:
    after = counts.copy()
    if any(not isinstance(one, int) for one in index):
        groups.tally(after, *index, by=by)
    return after


@given(data=st.data(), n=st.integers(0, 9))
def test_tallies_of_rows_agree(data: st.DataObject, n: int) -> None:
    counts, by = drawn(data, np.int64, (4, 3), 99), drawn(data, np.int64, (n, 3), 99)
    group = data.draw(hnp.arrays(np.int16, n, elements=st.integers(0, 3)))

    agree(lambda: tallied(counts, group, by=by))


def test_a_fraction_is_never_tallied_among_whole_numbers() -> None:
    for answer in both(lambda: refused(np.zeros(2, np.int64), np.array([0]), by=np.array([0.5]))):
        assert answer


def refused(counts: np.ndarray, *index: Any, by: Any) -> bool:
    with pytest.raises(TypeError):
        groups.tally(counts, *index, by=by)
    return True


@given(data=st.data(), n=st.integers(0, 9))
def test_sums_agree(data: st.DataObject, n: int) -> None:
    group = data.draw(hnp.arrays(np.int32, n, elements=st.integers(-1, 3)))
    values = data.draw(hnp.arrays(float, n, elements=st.floats(-1e9, 1e9)))
    wide = drawn(data, np.int64, (n, 2, 3), 10**9)

    agree(lambda: groups.totals(group, values, 4))
    agree(lambda: groups.counts(group, 4))
    agree(lambda: groups.sums_of_rows(wide))
    agree(lambda: groups.sums_by_group(np.abs(group), wide, 4))
    agree(lambda: turned(wide))
    agree(lambda: turned(wide[:, :, :1].astype(float)))


def turned(accounts: np.ndarray) -> np.ndarray:
    after = accounts.copy()
    groups.turn_page(after)
    return after


class Dwellings(Table):
    rent = floats("US cent", "Rent.")
    rooms = small("rooms", "Rooms.")
    months = floats("US cent", "Rent paid in each month.", 3)
    empty = flags("Is it empty?")
    heir = reference("dwellings", "Which it becomes part of.")


@given(data=st.data(), n=st.integers(1, 1300))
def test_gaps_close_alike(data: st.DataObject, n: int) -> None:
    some = data.draw(hnp.arrays(bool, n, elements=st.booleans(), fill=st.booleans()))

    def closed() -> np.ndarray:
        dwellings = Dwellings()
        who = np.arange(n)
        dwellings.admit(who.astype(np.uint64), rent=who / 3, rooms=who % 7, empty=who % 2 == 1,
                        heir=who[::-1], months=who[:, None] * [1.0, 2.0, 3.0])  # fmt: skip
        dwellings.close(some)
        columns = (getattr(dwellings, name) for name in dwellings.columns)
        return np.concatenate([column.astype(float).ravel() for column in columns])

    agree(closed)


def agree_in_all(answer: Callable[[], Any]) -> None:
    """Several answers at once are alike."""
    fast, reference = both(answer)
    assert list(map(told, fast)) == list(map(told, reference))


@given(data=st.data())
def test_ties_are_found_alike(data: st.DataObject) -> None:
    pairs = [(a, b) for a in range(6) for b in range(a + 1, 6)]
    known = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=9))
    asked = np.array(data.draw(st.lists(st.sampled_from(pairs), max_size=9)), int).reshape(-1, 2)
    ties = Ties()
    one, other = np.array(known, int).reshape(-1, 2).T
    ties.admit(np.arange(len(known), dtype=np.uint64), one=one, other=other)

    agree(lambda: ties.find(*asked.T))

    by_hand = [known.index(pair) if pair in known else -1 for pair in map(tuple, asked.tolist())]
    assert ties.find(*asked.T).tolist() == by_hand


def a_world(seed: int = 4) -> ClusterModel:
    """Five firms, two hundred people and three hundred candidates with attributes by chance."""
    model = ClusterModel("panama_2009", seed=7, bare=True)
    rng = np.random.default_rng(seed)
    firms, people = model.firms, 200
    firms.take_in(5)
    firms.sort, firms.activity, firms.zone = rng.integers(0, 3, (3, 5))
    firms.licensed, firms.quality = rng.random(5) < 0.5, rng.random((5, 2))
    firms.posts, firms.vacancies, firms.sponsors = rng.integers(0, 9, (3, 5, 5)) * (
        rng.random((3, 5, 5)) < 0.7
    )
    firms.offer, firms.welcome = 1e5 * rng.random((5, 5)), rng.random((5, 5))
    employer = rng.integers(-1, 5, people)
    model.workforce.admit(
        rng.integers(0, 2**60, people).astype(np.uint64), employer=employer,
        skill=rng.integers(0, 5, people), foreign=rng.random(people) < 0.2,
        ability=rng.random(people) + 0.1, wage=rng.integers(1, 10**5, people),
        tenure=rng.integers(0, 40, people) * (employer >= 0), degree=rng.integers(0, 4, people),
        founder=rng.random(people) < 0.1,
    )  # fmt: skip
    model.candidates.admit(
        rng.integers(0, 2**60, 300).astype(np.uint64), skill=rng.integers(0, 5, 300),
        person=rng.integers(-1, people, 300), source=rng.integers(0, 4, 300),
        zone=rng.integers(0, 4, 300), english=rng.random(300) < 0.5,
        ability=rng.random(300) + 0.1, reservation=5e4 * rng.random(300),
    )  # fmt: skip
    model.zones.admit(np.arange(4, dtype=np.uint64), distance=rng.random((4, 4)) * 60)
    return model


def told_of(*tables: Any) -> list[tuple[Any, ...]]:
    """Everything that stands in some tables."""
    return [told(getattr(table, name)) for table in tables for name in table.columns]


def left_by(model: ClusterModel, process: Any, stir: Callable[[ClusterModel], None]) -> Any:
    """The world after a stirred month of one process; the model then is where it was."""
    past = model.snapshot()
    stir(model)
    model.flows.reset()
    model.ledger.open_month()
    cast = model._cast | model.rules | {luck.Luck: luck.Luck(5, 0, model.month)}
    process(*[cast[one] for one in dict(model.schedule)[process]])
    left = told_of(*model.tables.values()), told(model.flows.whole), told(model.ledger.flows)
    model.restore(past)
    return left


@pytest.mark.parametrize("training_effort", [0.0, 0.05])
def test_a_month_of_work_is_the_same(training_effort: float) -> None:
    rules = LabourRules(training_effort=training_effort, minimum_wage=300)

    def lived() -> list[tuple[Any, ...]]:
        model = a_world()
        processes.learn(model.firms, model.workforce, model.world, rules)
        processes.review_pay(model.firms, model.workforce, rules)
        return told_of(model.firms, model.workforce)

    fast, reference = both(lived)
    assert fast == reference


@pytest.mark.parametrize("why", [Reason.LAID_OFF, np.arange(60) % 6], ids=["one", "each"])
def test_jobs_begin_and_end_alike(why: Any) -> None:
    def lived() -> list[tuple[Any, ...]]:
        model = a_world()
        firms, workforce = model.firms, model.workforce
        rows = np.flatnonzero(workforce.employed)[:60]
        workforce.release(firms, model.flows, rows, why)
        workforce.hire(firms, rows[::2], np.arange(30) % 5, 1e5 / np.arange(3, 33))
        return told_of(firms, workforce, model.flows)

    fast, reference = both(lived)
    assert fast == reference


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(IndexError):
        groups.counts(np.array([3]), groups=1)


def in_a_process(code: str, **surroundings: str) -> str:
    environment = os.environ | {"PYTHONPATH": str(Path(cluster_abm.__file__).parents[1])}
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment | surroundings, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    return run.stdout.strip()


THREE_YEARS = """
from cluster_abm.core import compiled
from cluster_abm.model import ClusterModel
import hashlib, numpy as np
model = ClusterModel("panama_2009", seed=7)
model.run_months(36)
digest = hashlib.blake2b()
for table in (model.firms, model.workforce, model.contracts, model.permits):
    for name in table.columns:
        digest.update(np.ascontiguousarray(table.data[name][: table.size]).tobytes())
for flow in (model.ledger.flows, model.ledger.stocks()):
    digest.update(flow.tobytes())
print(compiled.in_use, digest.hexdigest())
"""


@pytest.fixture(scope="module")
def three_years() -> str:
    told, digest = in_a_process(THREE_YEARS, **{compiled.SWITCH: "1"}).split()
    assert told == "True"
    return digest


def test_three_years_are_the_same_without_compiled_loops(three_years: str) -> None:
    assert in_a_process(THREE_YEARS, **{compiled.SWITCH: "0"}).split() == ["False", three_years]


def test_three_years_are_the_same_on_a_lesser_processor(three_years: str) -> None:
    fewer = {"NPY_DISABLE_CPU_FEATURES": " ".join(processor_groups())}

    assert in_a_process(THREE_YEARS, **fewer).split() == ["True", three_years]


@pytest.mark.nightly
def test_three_years_are_the_same_when_compiled_for_any_processor(three_years: str) -> None:
    # everything is compiled anew, which takes two minutes
    assert in_a_process(THREE_YEARS, NUMBA_CPU_NAME="generic").split() == ["True", three_years]


def test_every_distribution_agrees() -> None:
    fast, reference = both(everything)

    assert fast.keys() == {*numerics.__all__, CONTROL}
    assert fast == reference


def test_only_who_waits_for_the_compiler_is_told(tmp_path: Path) -> None:
    code = "from cluster_abm.core.first_use import must_compile; print(must_compile())"

    told = [in_a_process(code, NUMBA_CACHE_DIR=str(tmp_path)) for _ in range(2)]

    assert told == ["True", "False"]
    assert in_a_process(code, **{compiled.SWITCH: "0"}) == "False"


def test_loops_are_kept_elsewhere_where_the_package_may_not_be_written_to(tmp_path: Path) -> None:
    code = "from cluster_abm.core.numerics import dexp; print(float(dexp(1.0)))"

    assert in_a_process(code, NUMBA_CACHE_DIR=str(tmp_path)) == "2.718281828459045"
    assert list(tmp_path.rglob("*.nbi"))
