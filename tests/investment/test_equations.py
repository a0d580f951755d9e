"""Where parents put posts: shares, forecasts and promises in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.submodels.investment.equations import (
    chance_to_fill,
    expected_fill,
    lasting_fill,
    months_to_open,
    next_plan,
    people_who_apply,
    promised_fill,
    remembered,
    share_here,
    training_effort,
)

SHARE = st.floats(0, 1)
VALUE = st.floats(0.01, 100)
ELASTICITY = st.floats(0, 6)

# Sites


@given(st.integers(1, 8), VALUE, ELASTICITY)
def test_of_sites_that_are_alike_each_has_its_equal_share(n: int, value: float, eta: float) -> None:
    share = share_here(np.full((1, 2), value), np.full((n - 1, 2), value), eta)

    assert share == pytest.approx(1 / n)


@given(VALUE, st.lists(VALUE, min_size=1, max_size=5), ELASTICITY)
def test_the_share_of_a_site_is_the_logit_of_log_values(
    here: float, rivals: list[float], eta: float
) -> None:
    share = float(share_here(np.array([[here]]), np.array(rivals)[:, None], eta)[0, 0])

    utility = eta * np.log([here, *rivals])
    odds = np.exp(utility - utility.max())
    assert share == pytest.approx(odds[0] / odds.sum(), rel=1e-9)


@given(VALUE, st.lists(VALUE, min_size=1, max_size=5), st.floats(0.1, 6))
def test_the_share_answers_value_with_the_elasticity_of_a_logit(
    here: float, rivals: list[float], eta: float
) -> None:
    """d ln s / d ln v = eta (1 - s), E6."""
    step, others = 1e-5, np.array(rivals)[:, None]
    low, high = (
        float(share_here(np.array([[here * (1 + d)]]), others, eta)[0, 0]) for d in (-step, step)
    )

    answer = (np.log(high) - np.log(low)) / (np.log1p(step) - np.log1p(-step))
    assert answer == pytest.approx(eta * (1 - (low + high) / 2), rel=1e-3, abs=1e-6)


def test_without_elasticity_no_value_moves_a_post() -> None:
    poor, rich = (share_here(np.array([[v]]), np.ones((4, 1)), 0.0) for v in (0.1, 10.0))

    assert poor == rich == 0.2


def test_a_plan_rests_where_it_is_wanted_and_never_exceeds_the_agreement() -> None:
    plan = np.array([100.0, 100.0, 100.0])

    after = next_plan(plan, np.array([100.0, 0.0, 1000.0]), 0.1, np.array([200.0, 200.0, 150.0]))

    assert after.tolist() == [100.0, 90.0, 150.0]


# Forecasts


@given(st.floats(0.1, 1000), st.floats(0, 0.95))
def test_who_applies_is_read_from_how_fast_posts_are_filled(posted: float, chance: float) -> None:
    people = people_who_apply(np.array([posted]), np.array([posted * chance]))

    assert chance_to_fill(people, np.array([posted])) == pytest.approx(chance, abs=1e-9)


@given(st.floats(0.1, 100), st.floats(0.1, 100), st.floats(0.001, 0.1))
def test_m04_m05_a_larger_site_expects_to_fill_less_of_its_posts(
    people: float, posts: float, leaving: float
) -> None:
    """M04, M05: the same people for more posts."""
    small, large = (
        lasting_fill(chance_to_fill(np.array([people]), np.array([n])), np.array([leaving]))
        for n in (posts, 2 * posts)
    )

    assert 0 < large[0] <= small[0] <= 1
    assert large[0] < small[0] or people > 20 * posts


def test_what_stays_filled_balances_hires_and_leavers() -> None:
    chance, leaving = np.array([0.5]), np.array([0.03])

    filled = lasting_fill(chance, leaving)

    assert chance * (1 - filled) == pytest.approx(leaving * filled)


# Promises


@given(SHARE, SHARE, SHARE)
def test_reputation_weighs_promises_and_adds_nothing_of_its_own(
    trust: float, forecast: float, promise: float
) -> None:
    """DC1: between what the market gives and what was promised; without promise just the market."""
    market = np.array([forecast])

    with_promise = expected_fill(trust, promised_fill(market, promise), market)
    without = expected_fill(trust, promised_fill(market, 0.0), market)

    assert without == pytest.approx(market, abs=1e-12)
    assert market - 1e-12 <= with_promise <= promised_fill(market, promise) + 1e-12
    assert expected_fill(0.0, promised_fill(market, promise), market) == pytest.approx(market)


@given(st.floats(1, 1e4), SHARE, st.floats(0, 1e4), st.floats(0, 0.999))
def test_m37_reputation_stays_where_promises_are_kept_as_they_always_were(
    promised: float, kept: float, due: float, memory: float
) -> None:
    """M37: r = delivered / promised, both with memory."""
    after = remembered(kept * promised, kept * due, memory) / remembered(promised, due, memory) \
        if remembered(promised, due, memory) > 1e-6 else kept  # fmt: skip

    assert after == pytest.approx(kept, abs=1e-6)


def test_m37_broken_promises_wear_reputation_down_and_kept_ones_mend_it() -> None:
    broken = remembered(100.0, 0.0, 0.97) / remembered(100.0, 50.0, 0.97)
    mended = remembered(0.0, 50.0, 0.97) / remembered(100.0, 50.0, 0.97)

    assert broken == pytest.approx(97 / 147)
    assert mended == pytest.approx(50 / 147)


def test_m39_a_single_window_saves_time_the_less_the_more_is_spent() -> None:
    """M39, I34."""
    none, some, much = (months_to_open(12.0, b, 1e6) for b in (0.0, 1e6, 3e6))

    assert [none, some, much] == [12.0, 6.0, 3.0]


def test_m07_who_expects_to_lose_people_trains_less() -> None:
    """M07."""
    effort = training_effort(0.04, 0.1, np.array([0.0, 0.0, 0.4]), 25.0, np.array([0, 0.04, 0.04]))

    assert effort == pytest.approx([0.04, 0.02, 0.04])
