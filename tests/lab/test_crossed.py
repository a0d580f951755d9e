"""Draws and worlds together: pairs that share a draw or a world are not independent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from cluster_abm.lab.batch.pairs import more_worlds, run_experiment
from cluster_abm.lab.inference.comparison import read_comparison
from cluster_abm.lab.inference.precision import half_width_of, worlds_needed
from cluster_abm.lab.inference.ratios import fieller_set
from cluster_abm.lab.inference.simultaneous import adjusted_p_values, path_band
from cluster_abm.lab.inference.spread import largest_table, mean_error, mean_squares
from cluster_abm.lab.inference.statistics import paired_effect, paired_interval
from cluster_abm.scenarios.files import Stop
from cluster_abm.scenarios.uncertain import Distribution, Uncertainty
from tests.lab.fake_model import SUBJECT, experiment, relaxed

EXPERIMENTS = 20_000


def worlds(
    rng: np.random.Generator, draws: int, lived: int, *, parameters: float, luck: float,
    columns: int = EXPERIMENTS,
) -> np.ndarray:  # fmt: skip
    """Effects in every world and draw, shape ``(pairs, columns)``; the rest has a variance of 1."""
    table = rng.normal(size=(lived, draws, columns))
    table += parameters**0.5 * rng.normal(size=(1, draws, columns))
    table += luck**0.5 * rng.normal(size=(lived, 1, columns))
    return table.reshape(lived * draws, columns)


def coverage(values: np.ndarray, draws: int) -> float:
    _, low, high = paired_interval(values, draws=draws)
    return float(np.mean((low <= 0) & (high >= 0)))


CASES = [
    (3, 20, 1.0, 0.1), (4, 20, 1.0, 1.0), (5, 40, 0.2, 0.2), (8, 4, 1.0, 0.2), (8, 8, 1.0, 1.0),
    (16, 4, 1.0, 1.0), (64, 6, 4.0, 0.2), (64, 10, 1.0, 1.0), (64, 10, 0.1, 0.1),
]  # fmt: skip


@pytest.mark.parametrize(("draws", "lived", "parameters", "luck"), CASES)
def test_the_interval_over_draws_and_worlds_holds_the_truth_in_95_of_100_experiments(
    draws: int, lived: int, parameters: float, luck: float
) -> None:
    values = worlds(np.random.default_rng(1), draws, lived, parameters=parameters, luck=luck)

    assert coverage(values, draws) == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(("draws", "lived"), [(4, 20), (8, 8), (64, 10)])
def test_counting_every_pair_as_new_promises_far_too_much(draws: int, lived: int) -> None:
    values = worlds(np.random.default_rng(2), draws, lived, parameters=1.0, luck=0.2)

    assert coverage(values, draws=1) < 0.80


@pytest.mark.parametrize(("draws", "lived"), [(3, 3), (3, 20), (8, 4), (64, 10)])
def test_where_neither_parameters_nor_worlds_matter_the_interval_errs_on_the_wide_side(
    draws: int, lived: int
) -> None:
    values = worlds(np.random.default_rng(3), draws, lived, parameters=0.0, luck=0.0)

    assert 0.95 <= coverage(values, draws) <= 1.0


def test_two_worlds_in_many_draws_are_too_few_as_the_docstring_says() -> None:
    values = worlds(np.random.default_rng(4), 64, 2, parameters=1.0, luck=1.0)

    assert coverage(values, 64) == pytest.approx(0.88, abs=0.02)


def test_without_differences_between_worlds_the_draws_are_the_sample() -> None:
    # closed form: t over the means of draws
    of_draw = np.array([1.0, 4.0, 2.0, 9.0])

    found = mean_error(np.tile(of_draw, 5), draws=4)

    assert found.error == pytest.approx(of_draw.std(ddof=1) / 2)
    assert found.freedom == pytest.approx(3)


def test_without_differences_between_draws_the_worlds_are_the_sample() -> None:
    of_world = np.array([1.0, 4.0, 2.0, 9.0, 3.0])

    found = mean_error(np.repeat(of_world, 7), draws=7)

    assert found.error == pytest.approx(of_world.std(ddof=1) / 5**0.5)
    assert found.freedom == pytest.approx(4)


def test_mean_squares_are_those_of_the_analysis_of_variance() -> None:
    # worked example: y = draw + world, without a rest
    table = np.add.outer([0.0, 10.0, 20.0], [0.0, 1.0])

    found = mean_squares(table.reshape(-1), draws=2)

    assert (found.draws, found.worlds, found.rest) == pytest.approx((1.5, 200.0, 0.0))


def test_a_single_draw_is_the_paired_t_interval() -> None:
    values = np.random.default_rng(5).normal(size=12)

    theirs = stats.ttest_1samp(values, 0.0).confidence_interval()

    assert paired_interval(values, draws=1)[1:] == pytest.approx(tuple(theirs))


def test_many_draws_of_one_world_say_nothing_about_other_worlds() -> None:
    found = paired_effect(np.zeros(30), np.random.default_rng(6).normal(size=30), draws=30)

    assert found.worlds == 1
    assert np.isnan([found.low, found.high, found.p, found.detectable]).all()


def test_the_band_over_draws_and_worlds_holds_the_whole_path() -> None:
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        steps = worlds(rng, 8, 6, parameters=0.5, luck=0.5, columns=24)
        band = path_band(np.cumsum(steps, axis=1), draws=8, resamples=399)
        held += bool(((band.low <= 0) & (band.high >= 0)).all())

    assert held / 400 == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(("draws", "lived"), [(4, 5), (16, 8)])
def test_many_questions_over_draws_and_worlds_raise_few_false_alarms(
    draws: int, lived: int
) -> None:
    rng = np.random.default_rng(8)
    alarms = 0
    for _ in range(500):
        values = worlds(rng, draws, lived, parameters=1.0, luck=1.0, columns=6)
        alarms += adjusted_p_values(values, draws=draws, flips=199).min() <= 0.05

    assert alarms / 500 <= 0.07


def test_the_set_of_ratios_over_draws_and_worlds_holds_the_truth() -> None:
    rng = np.random.default_rng(9)
    part = worlds(rng, 8, 6, parameters=1.0, luck=0.5, columns=800) + 4.0
    whole = worlds(rng, 8, 6, parameters=0.5, luck=1.0, columns=800) + 20.0

    held = [fieller_set(p, w, draws=8).holds(0.2) for p, w in zip(part.T, whole.T, strict=True)]

    assert np.mean(held) == pytest.approx(0.95, abs=0.025)


def test_more_worlds_do_not_help_where_draws_are_few() -> None:
    values = worlds(np.random.default_rng(10), 4, 6, parameters=4.0, luck=0.1, columns=1)[:, 0]

    assert worlds_needed(values, 0.1, draws=4, most=400) is None


def test_the_rule_asks_for_the_worlds_that_narrow_the_interval() -> None:
    rng = np.random.default_rng(11)
    few = worlds(rng, 64, 8, parameters=0.01, luck=1.0, columns=1)[:, 0]
    needed = worlds_needed(few, 0.3, draws=64, most=400)
    assert needed is not None
    enough = worlds(rng, 64, needed, parameters=0.01, luck=1.0, columns=1)[:, 0]

    assert needed > 8
    assert half_width_of(enough, draws=64) == pytest.approx(0.3, rel=0.35)


def test_a_table_with_gaps_loses_what_has_most_of_them() -> None:
    lived = [(r, d) for r in range(5) for d in range(4) if (r, d) not in {(2, 0), (2, 1), (4, 3)}]

    assert largest_table(lived) == [(r, d) for r in (0, 1, 3) for d in range(4)]
    assert largest_table([]) == []


UNCERTAIN = Uncertainty(
    kind="lhs", n=6, seed=3,
    parameters={"rent": Distribution(dist="uniform", low=5.0, high=15.0)},
)  # fmt: skip


def test_a_comparison_counts_worlds_and_draws_apart(tmp_path: Path) -> None:
    asked = experiment(relaxed(), pairs=4, uncertainty=UNCERTAIN)
    found = run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)
    effect = found.finding("jobs").effect

    assert (found.pairs, found.draws, effect.worlds) == (24, 6, 4)
    assert "4 random worlds, each lived in 6 draws" in found.answer()
    assert "4 mundos al azar" in found.answer("es")
    assert found.record()["draws"] == 6
    assert "share_parameters" in found.record()["findings"][0]
    assert more_worlds(asked, found) is None


def test_a_rule_that_worlds_cannot_meet_says_that_draws_are_missing(tmp_path: Path) -> None:
    from dataclasses import replace

    from cluster_abm.lab.batch.pairs import too_wide

    asked = experiment(relaxed(), pairs=4, most=40, uncertainty=UNCERTAIN)
    found = run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)
    asked = replace(asked, stop=Stop(outcome="jobs", half_width=0.001, level=0.95))
    base = found.paths["jobs"]["baseline"]
    apart = 100.0 * np.tile(np.arange(6.0), 4)[:, np.newaxis] * np.ones(24)
    found = replace(found, paths={"jobs": {"baseline": base, "relaxed": base + apart}})

    assert more_worlds(asked, found) is None
    assert "more parameter draws would" in too_wide(asked, found)[0]


def test_a_batch_cut_short_is_compared_over_whole_worlds(tmp_path: Path) -> None:
    asked = experiment(relaxed(), pairs=3, uncertainty=UNCERTAIN, scenario="fails-2")
    run_experiment(asked, out=tmp_path, workers=0, subject=SUBJECT)

    found = read_comparison(tmp_path)

    assert (found.worlds_lived, found.draws) == (2, 6)
