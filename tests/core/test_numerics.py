"""The numerics are right to the last digit, and the same on every machine."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cluster_abm.core import numerics
from cluster_abm.core.errors import InputError
from cluster_abm.core.numerics import (
    binomial,
    dexp,
    discrete,
    discrete_rows,
    dlog,
    dpow,
    exponential,
    logistic,
    logit_share,
    lognormal,
    lognormal_factors,
    normal,
    pareto_truncated,
    poisson,
    round_random,
)

CELLS = 2**53
CONTROL = "numpy's exponential"
# One uniform number in the middle of each of many equal parts of [0, 1).
EVEN = (np.arange(20_000) + 0.5) / 20_000
uniforms = st.integers(0, CELLS - 1).map(lambda cell: cell / CELLS)


def random_uniforms(size: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random(size)


def largest_error(got: np.ndarray, true: list[Decimal]) -> float:
    """In units in the last place of the true value."""
    return max(
        float(abs(Decimal(g) - t) / Decimal(float(np.spacing(abs(float(t))))))
        for g, t in zip(got.tolist(), true, strict=True)
    )


def precisely(function: Callable[..., Decimal], *columns: np.ndarray) -> list[Decimal]:
    with localcontext(prec=60):
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return [function(*map(Decimal, row)) for row in rows]


def any_normal_numbers(size: int) -> np.ndarray:
    bits = np.random.default_rng(1).integers(2**52, 0x7FF0000000000000, size)
    return bits.view(np.float64)


def near_one(size: int) -> np.ndarray:
    rng = np.random.default_rng(2)
    return 1.0 + rng.uniform(-0.5, 0.5, size) * 2.0 ** -rng.integers(0, 52, size)


SUBNORMAL = np.random.default_rng(3).integers(1, 2**52, 500).view(np.float64)
EXPONENTS = {
    "usual": np.random.default_rng(4).normal(size=1500) * 5,
    "small": np.random.default_rng(5).normal(size=500) * 1e-5,
    "whole range": np.random.default_rng(6).uniform(-708, 709.7, 1500),
    "subnormal result": np.random.default_rng(7).uniform(-744.4, -708, 500),
    "edges": np.array([0.0, -0.0, 709.782712893384, -744.4400719213812, 5e-324, 2**-54, 1.0]),
}
POSITIVE = {
    "any": any_normal_numbers(1500),
    "near one": near_one(1500),
    "usual": np.random.default_rng(8).uniform(0.5, 2.0, 1500),
    "next to one": 1.0 + np.arange(-200, 201) * 2.0**-53,
    "subnormal": SUBNORMAL,
    "edges": np.array([5e-324, 2.0**-1022, np.finfo(float).max, 0.6875, 1.375]),
}


@pytest.mark.parametrize("x", EXPONENTS.values(), ids=EXPONENTS.keys())
def test_the_exponential_is_right_within_one_ulp(x: np.ndarray) -> None:
    assert largest_error(dexp(x), precisely(Decimal.exp, x)) < 0.76


def test_the_exponential_of_usual_numbers_is_nearly_always_rounded_correctly() -> None:
    x = EXPONENTS["usual"]

    assert largest_error(dexp(x), precisely(Decimal.exp, x)) < 0.53


@pytest.mark.parametrize("x", POSITIVE.values(), ids=POSITIVE.keys())
def test_the_logarithm_is_right_within_one_ulp(x: np.ndarray) -> None:
    assert largest_error(dlog(x), precisely(Decimal.ln, x)) < 0.51


@pytest.mark.parametrize(("reach", "bound"), [(1.0, 0.6), (40.0, 0.7), (700.0, 3.5)])
def test_a_power_is_right_within_its_bound(reach: float, bound: float) -> None:
    x = np.concatenate([any_normal_numbers(800), near_one(800), POSITIVE["usual"][:800]])
    x = x[x != 1.0]
    y = np.random.default_rng(9).uniform(-reach, reach, x.size) / dlog(x)

    assert largest_error(dpow(x, y), precisely(lambda a, b: (b * a.ln()).exp(), x, y)) < bound


def same(a: np.ndarray, b: list[float]) -> bool:
    return np.array_equal(a, np.array(b), equal_nan=True)


def test_the_exponential_knows_its_limits() -> None:
    x = np.array([0.0, np.inf, -np.inf, np.nan, 709.79, 1e308, -745.2, -1e308])

    assert same(dexp(x), [1, np.inf, 0, np.nan, np.inf, np.inf, 0, 0])


def test_the_logarithm_knows_its_limits() -> None:
    x = np.array([0.0, -0.0, 1.0, np.inf, np.nan, -1.0, -np.inf])

    assert same(dlog(x), [-np.inf, -np.inf, 0, np.inf, np.nan, np.nan, np.nan])


def test_a_power_knows_its_limits() -> None:
    values = [0.0, 0.5, 1.0, 2.0, np.inf, np.nan, 5e-324, 1e308]
    exponents = [0.0, 1.0, -1.0, 0.5, np.inf, -np.inf, np.nan, 1e308, -1e308, 5e-324]
    x, y = (grid.ravel() for grid in np.meshgrid(values, exponents))
    with np.errstate(all="ignore"):
        expected = np.power(x, y)

    np.testing.assert_allclose(dpow(x, y), expected, rtol=1e-15)


@given(x=st.floats(-700, 700))
def test_the_logarithm_undoes_the_exponential(x: float) -> None:
    assert float(dlog(dexp(x))) == pytest.approx(x, rel=1e-15, abs=2.3e-16)


@given(x=st.lists(st.floats(), min_size=1, max_size=20))
def test_a_number_does_not_depend_on_its_neighbours(x: list[float]) -> None:
    together = np.array(x)

    for function in (dexp, dlog, logistic):
        alone = [float(function(number)) for number in x]
        assert same(function(together), alone)


def test_long_columns_equal_their_pieces() -> None:
    x = np.random.default_rng(0).normal(size=10_001) * 300

    assert np.array_equal(dexp(x), np.concatenate([dexp(x[:77]), dexp(x[77:])]))
    assert np.array_equal(dexp(x[::3]), dexp(x)[::3])
    assert np.array_equal(dexp(x[:9999].reshape(3, -1)).ravel(), dexp(x[:9999]))


def test_nothing_is_a_column_too() -> None:
    nobody = np.empty(0)

    assert dexp(nobody).size == dlog(nobody).size == normal(nobody).size == 0
    assert poisson(nobody, 3.0).size == binomial(nobody, 3, 0.5).size == 0


def test_the_logistic_function_is_symmetric() -> None:
    x = np.linspace(-30, 30, 1001)

    np.testing.assert_allclose(logistic(x) + logistic(-x), 1.0, rtol=4e-16)
    np.testing.assert_allclose(dlog(logistic(x) / logistic(-x)), x, atol=1e-14)


@given(score=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=9), shift=st.floats(-99, 99))
def test_logit_shares_add_up_and_ignore_a_common_shift(score: list[float], shift: float) -> None:
    share = logit_share(np.array(score))

    assert share.sum() == pytest.approx(1.0, rel=1e-14)
    np.testing.assert_allclose(logit_share(np.array(score) + shift), share, rtol=1e-11, atol=1e-300)


def test_each_row_has_its_own_logit_shares() -> None:
    score = np.array([[0.0, 1.0, 2.0], [5.0, 5.0, 5.0]])

    assert np.array_equal(logit_share(score)[0], logit_share(score[0]))
    np.testing.assert_allclose(logit_share(score)[1], 1 / 3)


def test_normal_numbers_are_the_quantiles() -> None:
    u = np.concatenate([EVEN, 2.0 ** -np.arange(1.0, 54.0), 1.0 - 2.0 ** -np.arange(2.0, 54.0)])
    # The quantile of the nearer tail is the better known.
    expected = np.where(u < 0.5, stats.norm.ppf(u), stats.norm.isf(1.0 - u))

    np.testing.assert_allclose(normal(u), expected, rtol=2e-15, atol=1e-16)


def test_the_least_luck_is_finite() -> None:
    assert normal(np.array([0.0])).tolist() == normal(np.array([2.0**-54])).tolist()
    assert -8.3 < float(normal(0.0)) < -8.2


@given(u=st.integers(1, CELLS - 1).map(lambda cell: cell / CELLS))
def test_normal_numbers_are_symmetric(u: float) -> None:
    assert float(normal(u)) == -float(normal(1.0 - u))


@pytest.mark.parametrize(
    ("drawn", "law"),
    [
        (lognormal(EVEN, mean=3.0, sd_log=0.8), stats.lognorm(0.8, scale=3.0 * np.exp(-0.32))),
        (exponential(EVEN, mean=4.0), stats.expon(scale=4.0)),
        (pareto_truncated(EVEN, 2.0, 50.0, 1.3), stats.truncpareto(1.3, 25.0, scale=2.0)),
        (pareto_truncated(EVEN, 2.0, np.inf, 1.3), stats.pareto(1.3, scale=2.0)),
    ],
    ids=["lognormal", "exponential", "truncated pareto", "pareto"],
)
def test_continuous_numbers_are_the_quantiles(drawn: np.ndarray, law: stats.rv_continuous) -> None:
    np.testing.assert_allclose(drawn, law.ppf(EVEN), rtol=1e-11)


def test_the_luckiest_pareto_numbers_are_as_accurate_as_the_others() -> None:
    bad_luck = 2.0 ** -np.arange(2.0, 54.0)
    # (1 - u) + u / 200**3, with the exponent -1/3.
    kept = bad_luck + (1.0 - bad_luck) / 200.0**3

    found = pareto_truncated(1.0 - bad_luck, 1.0, 200.0, 3.0)

    np.testing.assert_allclose(found, 1.0 / np.cbrt(kept), rtol=2e-15)


@pytest.mark.parametrize("mean", [0.0, 0.01, 1.0, 7.3, 29.9, 104.0, 105.0, 300.0, 5000.5])
def test_poisson_counts_are_the_quantiles(mean: float) -> None:
    assert np.array_equal(poisson(EVEN, mean), stats.poisson.ppf(EVEN, mean))


@pytest.mark.parametrize("n", [0, 1, 2, 10, 60, 250, 5000])
@pytest.mark.parametrize("p", [0.0, 1e-6, 0.03, 0.31, 0.5, 0.77, 0.999, 1.0])
def test_binomial_counts_are_the_quantiles(n: int, p: float) -> None:
    u = EVEN[::7]
    count = binomial(u, n, p)
    frozen = stats.binom(n, p)

    # At a tie SciPy takes the lower count, we the upper.
    assert np.all(frozen.cdf(count) > u - 1e-11)
    assert np.all(frozen.cdf(count - 1) <= u + 1e-11)


def test_a_fair_coin_is_exactly_fair() -> None:
    assert binomial(np.array([0.0, 0.5 - 1 / CELLS, 0.5, 1.0 - 1 / CELLS]), 1, 0.5).tolist() == [
        0,
        0,
        1,
        1,
    ]
    assert binomial(np.array([0.25 - 1 / CELLS, 0.25]), 1, 0.75).tolist() == [0, 1]


@pytest.mark.parametrize(
    ("drawn", "mean", "variance"),
    [
        (normal(random_uniforms(200_000)), 0.0, 1.0),
        (lognormal(random_uniforms(200_000), 5.0, 0.4), 5.0, 25.0 * np.expm1(0.16)),
        (exponential(random_uniforms(200_000), 2.0), 2.0, 4.0),
        (poisson(random_uniforms(200_000), 12.5), 12.5, 12.5),
        (poisson(random_uniforms(20_000), 400.0), 400.0, 400.0),
        (binomial(random_uniforms(200_000), 40, 0.3), 12.0, 8.4),
        (binomial(random_uniforms(20_000), 4000, 0.9), 3600.0, 360.0),
        (round_random(np.full(200_000, -2.3), random_uniforms(200_000)), -2.3, 0.21),
    ],
)
def test_mean_and_variance_are_those_of_the_law(
    drawn: np.ndarray, mean: float, variance: float
) -> None:
    assert drawn.mean() == pytest.approx(mean, abs=4.0 * np.sqrt(variance / drawn.size))
    assert drawn.var() == pytest.approx(variance, rel=0.05)


BY_LUCK: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "lognormal": lambda u: lognormal(u, 3.0, 0.7),
    "exponential": lambda u: exponential(u, 3.0),
    "poisson of few": lambda u: poisson(u, 3.3),
    "poisson of many": lambda u: poisson(u, 333.3),
    "binomial": lambda u: binomial(u, 30, 0.4),
    "binomial of many": lambda u: binomial(u, 3000, 0.8),
    "pareto": lambda u: pareto_truncated(u, 1.0, 100.0, 1.1),
    "discrete": lambda u: discrete(u, np.array([3.0, 0.0, 2.0, 1.0])),
    "round": lambda u: round_random(np.full(u.shape, 2.4), u),
}


@pytest.mark.parametrize("outcome", BY_LUCK.values(), ids=BY_LUCK.keys())
@given(luck=st.lists(uniforms, min_size=2, max_size=30))
def test_more_luck_never_means_less(
    outcome: Callable[[np.ndarray], np.ndarray], luck: list[float]
) -> None:
    found = outcome(np.sort(np.array([*luck, 0.0, 1.0 - 1 / CELLS])))

    # Continuous results may fall by a rounding error between neighbouring doubles.
    assert np.all(np.diff(found) >= -1e-14 * np.abs(found[1:]))
    if found.dtype == np.int64:
        assert np.all(np.diff(found) >= 0)


def test_normal_numbers_rise_with_luck() -> None:
    assert np.all(np.diff(normal(np.linspace(0.0, 1.0 - 1 / CELLS, 100_001))) > 0.0)


def test_each_count_has_its_own_mean() -> None:
    mean = np.array([0.0, 2.0, 500.0] * 2000)
    u = random_uniforms(mean.size)

    assert np.array_equal(poisson(u, mean), stats.poisson.ppf(u, mean))
    assert np.array_equal(poisson(u, mean)[5:7], poisson(u[5:7], mean[5:7]))


def test_impossible_parameters_are_refused() -> None:
    u = np.array([0.5, 0.5])

    with pytest.raises(InputError, match=r"mean = -1\.0 .* 0 or more"):
        poisson(u, np.array([3.0, -1.0]))
    with pytest.raises(InputError, match="mean = nan"):
        poisson(u, np.nan)
    with pytest.raises(InputError, match=r"p = 1\.5 .* 0 to 1"):
        binomial(u, 3, 1.5)
    with pytest.raises(InputError, match="n = -2"):
        binomial(u, -2, 0.5)
    with pytest.raises(InputError, match="sum of weights"):
        discrete(u, np.zeros(3))
    with pytest.raises(InputError, match="sum of weights in a row"):
        discrete_rows(u, np.array([[1.0, 0.0], [0.0, 0.0]]))


@given(
    weights=st.lists(st.sampled_from([0.0, 0.1, 1.0, 7.0]), min_size=1, max_size=8).filter(any),
    u=uniforms,
)
def test_what_weighs_nothing_is_never_chosen(weights: list[float], u: float) -> None:
    column = np.array(weights)
    chosen = discrete(np.array([u, 0.0, 1.0 - 1 / CELLS]), column)

    assert np.all(column[chosen] > 0.0)
    assert discrete_rows(np.array([u]), column[None, :])[0] == chosen[0]


def test_choices_follow_the_weights() -> None:
    weights = np.array([1.0, 3.0, 0.0, 4.0])
    chosen = discrete(EVEN, weights)

    np.testing.assert_allclose(np.bincount(chosen, minlength=4) / EVEN.size, weights / 8, atol=1e-4)


@given(x=st.integers(-CELLS, CELLS), u=uniforms)
def test_a_whole_number_stays_whatever_the_luck(x: int, u: float) -> None:
    assert int(round_random(float(x), u)) == x


@given(x=st.floats(-1e6, 1e6), u=uniforms)
def test_a_number_is_rounded_to_a_neighbour(x: float, u: float) -> None:
    assert int(round_random(x, u)) in (int(np.floor(x)), int(np.ceil(x)))


def everything() -> dict[str, str]:
    """Digests of every function on fixed numbers, and of NumPy's own exponential."""
    u = ((np.arange(1, 5001, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(11)) / (
        2.0**53
    )
    x = (u - 0.5) * 1500.0
    results = {
        "dexp": dexp(np.append(x, [np.inf, -np.inf])),
        "dlog": dlog(np.concatenate([u, u * 1e300, u * 1e-310, [0.0, np.inf]])),
        "dpow": dpow(u * 10.0, x / 50.0),
        "logistic": logistic(x),
        "logit_share": logit_share(x.reshape(-1, 8)),
        "normal": normal(u),
        "lognormal": lognormal(u, 7.0, 0.9),
        "lognormal_factors": lognormal_factors(u, 0.9),
        "exponential": exponential(u, 3.0),
        "pareto_truncated": pareto_truncated(u, 1.0, 200.0, 1.2),
        "poisson": poisson(u, u[::-1] * 300.0),
        "binomial": binomial(u, np.arange(5000), u[::-1]),
        "discrete": discrete(u, u[:50]),
        "discrete_rows": discrete_rows(u[:625], u.reshape(625, 8)),
        "round_random": round_random(x, u),
    }
    assert results.keys() == set(numerics.__all__)
    results[CONTROL] = np.exp(x / 2.0)
    return {name: hashlib.sha256(found.tobytes()).hexdigest() for name, found in results.items()}


def processor_groups() -> list[str]:
    """Groups of instructions that this NumPy would use and this processor has."""
    known = np._core._multiarray_umath  # type: ignore[attr-defined]
    return [group for group in known.__cpu_dispatch__ if known.__cpu_features__[group]]


def everything_without(groups: list[str]) -> dict[str, str]:
    home = str(Path(numerics.__file__).parents[2])
    environment = os.environ | {
        "NPY_DISABLE_CPU_FEATURES": " ".join(groups),
        "PYTHONPATH": home,
    }
    command = [sys.executable, __file__]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    digests: dict[str, str] = json.loads(run.stdout)
    return digests


@pytest.fixture(scope="module")
def on_lesser_processors() -> list[dict[str, str]]:
    groups = processor_groups()
    if not groups:
        pytest.skip("This processor has none of the groups that NumPy could switch off.")
    return [everything_without(groups[first:]) for first in range(len(groups))]


def test_a_lesser_processor_gives_the_same_bytes(
    on_lesser_processors: list[dict[str, str]],
) -> None:
    here = everything()

    for lesser in on_lesser_processors:
        assert lesser | {CONTROL: ""} == here | {CONTROL: ""}


def test_the_exponential_of_numpy_changes_where_ours_does_not(
    on_lesser_processors: list[dict[str, str]],
) -> None:
    here = everything()
    changed = [lesser for lesser in on_lesser_processors if lesser[CONTROL] != here[CONTROL]]
    if not changed:
        pytest.skip("NumPy's exponential is the same on this processor whatever is switched off.")

    assert all(lesser["dexp"] == here["dexp"] for lesser in changed)


if __name__ == "__main__":
    print(json.dumps(everything()))
