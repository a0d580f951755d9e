import numpy as np
import pytest
from scipy import stats

from cluster_abm.lab.statistics import (
    adjusted_p_values,
    detectable_effect,
    holm,
    p_value,
    paired_effect,
    paired_interval,
    path_band,
    ratio_interval,
    variance_reduction,
)

PAIRS = 20


def test_the_paired_interval_holds_the_truth_in_95_of_100_experiments() -> None:
    differences = np.random.default_rng(1).normal(3.0, 2.0, (PAIRS, 50_000))

    _, low, high = paired_interval(differences)

    assert np.mean((low <= 3.0) & (high >= 3.0)) == pytest.approx(0.95, abs=0.005)


def test_the_paired_interval_is_too_sure_on_skewed_differences() -> None:
    differences = np.random.default_rng(2).lognormal(0.0, 1.0, (PAIRS, 50_000))

    _, low, high = paired_interval(differences)
    truth = np.exp(0.5)

    assert np.mean((low <= truth) & (high >= truth)) == pytest.approx(0.88, abs=0.03)


def test_the_interval_is_that_of_the_paired_t_test() -> None:
    rng = np.random.default_rng(3)
    base = rng.normal(10.0, 2.0, PAIRS)
    policy = base + rng.normal(0.5, 1.0, PAIRS)

    effect = paired_effect(base, policy)
    theirs = stats.ttest_rel(policy, base)

    assert effect.p == pytest.approx(theirs.pvalue)
    assert (effect.low, effect.high) == pytest.approx(tuple(theirs.confidence_interval()))


def test_fieller_holds_the_true_ratio_in_95_of_100_experiments() -> None:
    rng = np.random.default_rng(4)
    held = 0
    for _ in range(2000):
        whole = rng.normal(100.0, 20.0, PAIRS)
        part = 0.05 * whole + rng.normal(0.0, 3.0, PAIRS)
        _, low, high = ratio_interval(part, whole)
        held += low <= 0.05 <= high

    assert held / 2000 == pytest.approx(0.95, abs=0.02)


def test_a_ratio_to_what_may_be_nothing_has_no_interval() -> None:
    ratio, low, high = ratio_interval(np.array([1.0, 2.0, 3.0]), np.array([-5.0, 0.1, 5.0]))

    assert np.isfinite(ratio)
    assert np.isnan([low, high]).all()


def test_independent_runs_gain_nothing_from_pairing() -> None:
    rng = np.random.default_rng(5)

    assert variance_reduction(rng.normal(size=9999), rng.normal(size=9999)) == pytest.approx(
        1.0, abs=0.05
    )


def test_a_constant_difference_is_worth_any_number_of_unpaired_runs() -> None:
    base = np.array([1.0, 5.0, 9.0])

    assert variance_reduction(base, base + 2.0) == np.inf
    assert np.isnan(variance_reduction(np.ones(3), np.ones(3)))


def test_the_detectable_effect_is_noticed_four_times_out_of_five() -> None:
    effect = detectable_effect(2.0, PAIRS)
    differences = np.random.default_rng(6).normal(effect, 2.0, (PAIRS, 20_000))

    _, low, _ = paired_interval(differences)

    assert np.mean(low > 0) == pytest.approx(0.80, abs=0.02)


def test_many_questions_without_any_effect_raise_a_false_alarm_in_5_of_100_experiments() -> None:
    rng = np.random.default_rng(7)
    alarms = 0
    for _ in range(400):
        shared = rng.normal(size=(PAIRS, 1))
        differences = 0.5 * shared + rng.normal(size=(PAIRS, 10))
        alarms += adjusted_p_values(differences, flips=399).min() <= 0.05

    assert alarms / 400 == pytest.approx(0.05, abs=0.03)


def test_with_few_pairs_the_questions_are_adjusted_one_by_one() -> None:
    differences = 5.0 + np.random.default_rng(13).normal(size=(4, 3))

    alone = np.array([p_value(column) for column in differences.T])

    assert np.array_equal(adjusted_p_values(differences), holm(alone))


def test_the_largest_t_is_less_severe_than_holm_where_outcomes_move_together() -> None:
    rng = np.random.default_rng(8)
    differences = 0.6 + rng.normal(size=(PAIRS, 1)) + 0.1 * rng.normal(size=(PAIRS, 8))

    alone = np.array([p_value(column) for column in differences.T])

    assert (adjusted_p_values(differences) < holm(alone)).all()
    assert (adjusted_p_values(differences) >= alone * 0.9).all()


def test_the_band_holds_the_whole_path_in_95_of_100_experiments() -> None:
    rng = np.random.default_rng(9)
    held = 0
    for _ in range(200):
        paths = np.cumsum(rng.normal(size=(PAIRS, 36)), axis=1)
        band = path_band(paths, resamples=300)
        held += bool(((band.low <= 0) & (band.high >= 0)).all())

    # A band for the whole path from so few pairs errs on the wide side.
    assert 0.93 <= held / 200 <= 1.0


def test_a_band_is_wider_than_the_intervals_of_single_months() -> None:
    paths = np.random.default_rng(10).normal(size=(PAIRS, 24))

    band = path_band(paths)
    _, low, high = paired_interval(paths)

    assert (band.low < low).all()
    assert (band.high > high).all()


def test_a_band_has_no_width_before_anything_differs() -> None:
    paths = np.random.default_rng(11).normal(size=(PAIRS, 24))
    paths[:, :6] = 0.0

    band = path_band(paths)

    assert not band.low[:6].any()
    assert not band.high[:6].any()


def test_the_same_runs_always_give_the_same_statement() -> None:
    paths = np.random.default_rng(12).normal(size=(PAIRS, 24))

    assert np.array_equal(path_band(paths).high, path_band(paths).high)
    assert np.array_equal(adjusted_p_values(paths), adjusted_p_values(paths))


def test_one_pair_says_nothing_about_chance() -> None:
    effect = paired_effect(np.array([10.0]), np.array([11.0]))

    assert (effect.difference, effect.relative) == (1.0, 0.1)
    assert np.isnan([effect.low, effect.high, effect.p, effect.reduction]).all()
