import numpy as np
import pytest

from cluster_abm.lab.inference.ratios import Form, bootstrap_ratio, fieller_set, ratio_interval

PAIRS = 20
TRIALS = 4000


def test_fieller_holds_the_true_ratio_in_95_of_100_experiments() -> None:
    rng = np.random.default_rng(4)
    whole = rng.normal(100.0, 20.0, (TRIALS, PAIRS))
    part = 0.05 * whole + rng.normal(0.0, 3.0, (TRIALS, PAIRS))

    found = [fieller_set(a, b) for a, b in zip(part, whole, strict=True)]

    assert {f.form for f in found} == {Form.INTERVAL}
    assert np.mean([f.holds(0.05) for f in found]) == pytest.approx(0.95, abs=0.01)


def test_fieller_keeps_its_level_where_the_denominator_may_be_nil() -> None:
    rng = np.random.default_rng(5)
    whole = rng.normal(0.3, 1.0, (TRIALS, PAIRS))
    part = 2.0 * whole + rng.normal(size=(TRIALS, PAIRS))

    found = [fieller_set(a, b) for a, b in zip(part, whole, strict=True)]

    assert {f.form for f in found} == {Form.INTERVAL, Form.BESIDE, Form.ANY}
    assert np.mean([f.holds(2.0) for f in found]) == pytest.approx(0.95, abs=0.01)


def test_the_set_is_where_the_t_test_of_the_difference_does_not_reject() -> None:
    from scipy import stats

    rng = np.random.default_rng(6)
    part, whole = rng.normal(5.0, 1.0, PAIRS), rng.normal(2.0, 1.0, PAIRS)
    found = fieller_set(part, whole)

    for ratio in np.linspace(0.5, 6.0, 60):
        kept = stats.ttest_1samp(part - ratio * whole, 0.0).pvalue >= 0.05
        assert kept == found.holds(float(ratio))


def test_a_set_beside_its_ends_holds_what_is_far_away() -> None:
    found = fieller_set(np.array([9.0, 10.0, 11.0, 10.0]), np.array([-1.0, 1.5, 0.2, -0.5]))

    assert found.form is Form.BESIDE
    assert found.holds(1e9)
    assert found.holds(-1e9)
    assert not found.holds(0.0)


def test_a_ratio_to_what_may_be_nothing_has_no_interval() -> None:
    ratio, low, high = ratio_interval(np.array([1.0, 2.0, 3.0]), np.array([-5.0, 0.1, 5.0]))

    assert np.isfinite(ratio)
    assert np.isnan([low, high]).all()


@pytest.mark.parametrize("whole", [[0.0, 0.0, 0.0], [0.0]])
def test_a_ratio_to_nothing_is_undefined(whole: list[float]) -> None:
    found = fieller_set(np.ones(len(whole)), np.array(whole))

    assert found.form is Form.UNDEFINED
    assert np.isnan(found.ratio)


def test_the_bootstrap_holds_a_skewed_mean_in_95_of_100_experiments() -> None:
    values = np.random.default_rng(7).exponential(1.0, (PAIRS, TRIALS))

    _, low, high = bootstrap_ratio(values)

    assert np.mean((low <= 1.0) & (high >= 1.0)) == pytest.approx(0.95, abs=0.02)


def test_the_bootstrap_holds_a_skewed_ratio_in_95_of_100_experiments() -> None:
    rng = np.random.default_rng(8)
    whole = rng.gamma(9.0, 1.0, (PAIRS, TRIALS))
    part = 2.0 * whole + 6.0 + rng.exponential(3.0, (PAIRS, TRIALS))

    _, low, high = bootstrap_ratio(part, whole)

    assert np.mean((low <= 3.0) & (high >= 3.0)) == pytest.approx(0.95, abs=0.02)


def test_the_bootstrap_reaches_further_on_the_side_of_the_long_tail() -> None:
    values = np.random.default_rng(9).lognormal(0.0, 1.0, PAIRS)

    mean, low, high = bootstrap_ratio(values)

    assert high - mean > mean - low


def test_a_ratio_that_never_varies_has_an_interval_without_width() -> None:
    whole = np.array([1.0, 2.0, 3.0])

    assert [float(end) for end in bootstrap_ratio(2.0 * whole, whole)] == pytest.approx([2.0] * 3)


def test_one_pair_has_no_interval() -> None:
    assert np.isnan(bootstrap_ratio(np.ones(1))[1:]).all()
