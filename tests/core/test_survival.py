"""How long something lasts that is tested at known dates: closed forms against plain sums."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.core.survival import chance_to_last, discounted_loss, trials_until

chances = st.floats(0, 1)


@given(first=chances, later=chances, tests=st.integers(0, 60), wait=st.integers(0, 80),
       term=st.integers(1, 80), rate=st.floats(0.002, 0.5))  # fmt: skip
def test_the_weight_of_a_loss_is_the_plain_sum_over_all_tests(
    first: float, later: float, tests: int, wait: int, term: int, rate: float
) -> None:
    chance = [1 - first, *(first * (1 - later) * later**k for k in range(tests - 1))]
    lost = [c * np.exp(-rate * (wait + term * k)) for k, c in enumerate(chance[:tests])]

    closed = discounted_loss(
        np.array(first), np.array(later), np.array(float(tests)), wait=wait, term=term, rate=rate
    )

    assert float(closed) == pytest.approx(sum(lost), abs=1e-9)
    assert 0 <= float(closed) <= 1 + 1e-12


@given(first=chances, later=chances, ahead=st.integers(0, 400))
def test_survival_never_rises_with_the_horizon(first: float, later: float, ahead: int) -> None:
    sooner, later_on = (
        chance_to_last(np.array(first), np.array(later), trials_until(np.array(float(m)), 6, 60))
        for m in (ahead, ahead + 13)
    )

    assert 0 <= later_on <= sooner <= 1


@given(wait=st.integers(1, 100))
def test_a_loss_weighs_more_the_nearer_it_is(wait: int) -> None:
    half = np.array(0.5)

    far, near = (
        float(discounted_loss(half, half, np.array(1e6), wait=w, term=60, rate=0.02))
        for w in (wait, wait - 1)
    )

    assert near > far
