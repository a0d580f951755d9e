import numpy as np
import pytest

from cluster_abm.lab.inference.uncertainty import ranking, variance_shares, wilson


def effects(
    rng: np.random.Generator, shape: tuple[int, int], *, parameters: float, worlds: float
) -> np.ndarray:
    """A table whose rest has a variance of 1."""
    draws, lived = shape
    rows = rng.normal(0.0, parameters**0.5, (draws, 1))
    columns = rng.normal(0.0, worlds**0.5, (1, lived))
    return rows + columns + rng.normal(size=shape)


CASES = [
    ((64, 10), 1.0, 1.0),
    ((32, 6), 1.0, 0.2),
    ((64, 6), 4.0, 1.0),
    ((16, 3), 1.0, 1.0),
]


@pytest.mark.parametrize(("shape", "parameters", "worlds"), CASES)
def test_intervals_of_shares_hold_the_truth_in_95_of_100_experiments(
    shape: tuple[int, int], parameters: float, worlds: float
) -> None:
    rng = np.random.default_rng(1)
    total = parameters + worlds + 1.0
    held = []
    for _ in range(1000):
        found = variance_shares(
            effects(rng, shape, parameters=parameters, worlds=worlds), resamples=999
        )
        held.append((
            found.parameters.low <= parameters / total <= found.parameters.high,
            found.worlds.low <= worlds / total <= found.worlds.high,
        ))  # fmt: skip

    assert np.mean(held, axis=0).tolist() == pytest.approx([0.95, 0.95], abs=0.02)


def test_shares_add_up_and_chance_is_what_is_left() -> None:
    found = variance_shares(effects(np.random.default_rng(2), (40, 8), parameters=2, worlds=1))

    total = found.parameters.share + found.worlds.share + found.rest.share
    assert total == pytest.approx(1.0)
    assert found.chance.share == pytest.approx(found.worlds.share + found.rest.share)
    assert found.chance.low == pytest.approx(1 - found.parameters.high)


def test_an_effect_that_hangs_on_luck_alone_has_no_share_of_parameters() -> None:
    found = variance_shares(effects(np.random.default_rng(3), (200, 20), parameters=0, worlds=0))

    assert found.parameters.share < 0.02


@pytest.mark.parametrize("table", [np.ones((1, 5)), np.ones((5, 1)), np.zeros((4, 4))])
def test_too_little_to_split_gives_no_number(table: np.ndarray) -> None:
    assert np.isnan(variance_shares(table).parameters).all()


def test_a_policy_that_is_always_better_keeps_its_rank() -> None:
    rng = np.random.default_rng(4)
    base = rng.normal(size=(50, 8, 1))

    found = ranking(base + np.array([0.0, 2.0, 1.0]))

    assert found.order.tolist() == [1, 2, 0]
    assert found.first.tolist() == [0.0, 1.0, 0.0]
    assert found.same_order.share == 1.0
    assert found.beats[1, 0] == 1.0


def test_policies_that_differ_by_luck_alone_share_the_first_place() -> None:
    found = ranking(np.random.default_rng(5).normal(size=(3000, 3)))

    assert found.first == pytest.approx([1 / 3] * 3, abs=0.03)
    assert found.same_order.share == pytest.approx(1 / 6, abs=0.03)


def test_equal_policies_are_tied() -> None:
    found = ranking(np.zeros((10, 2)))

    assert found.first.tolist() == [0.5, 0.5]
    assert found.beats[0, 1] == 0.5


def test_the_interval_of_a_share_of_draws_holds_the_truth() -> None:
    draws = np.random.default_rng(6).binomial(40, 0.8, 2000)

    held = [wilson(n / 40, 40) for n in draws.tolist()]

    assert np.mean([f.low <= 0.8 <= f.high for f in held]) == pytest.approx(0.95, abs=0.02)
