import numpy as np
import pytest
from scipy import stats

from cluster_abm.lab.inference.simultaneous import adjusted_p_values, holm, path_band
from cluster_abm.lab.inference.statistics import (
    detectable_effect,
    p_value,
    paired_effect,
    paired_interval,
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


@pytest.mark.parametrize("pairs", [8, PAIRS])
def test_many_questions_without_any_effect_raise_a_false_alarm_in_5_of_100_experiments(
    pairs: int,
) -> None:
    rng = np.random.default_rng(7)
    alarms = 0
    for _ in range(1500):
        shared = rng.normal(size=(pairs, 1))
        differences = 0.5 * shared + rng.normal(size=(pairs, 10))
        alarms += adjusted_p_values(differences, flips=199).min() <= 0.05

    # Holm, with fewer than 12 pairs, errs on the safe side where outcomes move together
    assert alarms / 1500 == pytest.approx(0.05 if pairs == PAIRS else 0.04, abs=0.02)


def test_one_real_effect_does_not_raise_false_alarms_about_the_others() -> None:
    rng = np.random.default_rng(17)
    alarms = 0
    for _ in range(800):
        differences = rng.normal(size=(PAIRS, 6))
        differences[:, 0] += 3.0
        alarms += adjusted_p_values(differences, flips=199)[1:].min() <= 0.05

    assert alarms / 800 <= 0.07


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


@pytest.mark.parametrize("pairs", [6, 12, PAIRS])
def test_the_band_holds_the_whole_path_in_95_of_100_experiments(pairs: int) -> None:
    rng = np.random.default_rng(9)
    held = 0
    for _ in range(800):
        paths = np.cumsum(rng.normal(size=(pairs, 36)), axis=1)
        band = path_band(paths, resamples=399)
        held += bool(((band.low <= 0) & (band.high >= 0)).all())

    assert held / 800 == pytest.approx(0.95, abs=0.02)


def test_the_band_holds_a_path_on_which_few_worlds_part() -> None:
    rng = np.random.default_rng(19)
    held = 0
    for _ in range(400):
        news = rng.normal(size=(PAIRS, 36)) * (rng.random((PAIRS, 36)) < 0.1)
        band = path_band(np.cumsum(news, axis=1), resamples=399)
        held += bool(((band.low <= 0) & (band.high >= 0)).all())

    # months in which few worlds differ make the band err on the wide side
    assert 0.93 <= held / 400 <= 1.0


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
