import numpy as np
import pytest

from cluster_abm.lab.inference.precision import half_width_of, pairs_needed

MOST = 600


def stopped(values: np.ndarray, *, first: int, half_width: float) -> np.ndarray:
    """The pairs at which the rule stops."""
    pairs = first
    while (needed := min(pairs_needed(values[:pairs], half_width), MOST)) > pairs:
        pairs = needed
    return values[:pairs]


@pytest.mark.parametrize(("first", "half_width"), [(10, 0.3), (20, 0.5), (20, 0.3), (20, 0.2)])
def test_an_interval_that_was_stopped_for_its_width_holds_the_truth_in_95_of_100_experiments(
    first: int, half_width: float
) -> None:
    rng = np.random.default_rng(1)
    held = []
    for _ in range(2500):
        kept = stopped(rng.normal(size=MOST), first=first, half_width=half_width)
        held.append(abs(kept.mean()) <= half_width_of(kept))

    assert np.mean(held) == pytest.approx(0.95, abs=0.02)


def test_the_rule_stops_when_the_interval_is_narrow_enough() -> None:
    kept = stopped(np.random.default_rng(2).normal(size=MOST), first=20, half_width=0.25)

    assert half_width_of(kept) <= 0.25
    assert 40 < len(kept) < 140


def test_the_rule_looks_at_the_width_and_never_at_the_effect() -> None:
    values = np.random.default_rng(3).normal(size=20)

    assert pairs_needed(values, 0.2) == pairs_needed(values + 7.0, 0.2)


def test_worlds_that_all_agree_are_enough() -> None:
    assert pairs_needed(np.full(3, 5.0), half_width=0.0) == 3
