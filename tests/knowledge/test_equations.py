"""Closed forms and laws of the equations of knowledge."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.submodels.knowledge import equations

POSITIVE = st.floats(0.01, 100)
SHARE = st.floats(0, 1)


def one(x: float) -> np.ndarray:
    return np.array([x])


def throughout(*ranges: tuple[float, float]) -> np.ndarray:
    """Numbers of each range, shape ``(ranges, many)``: all corners, and two hundred by chance."""
    corners = np.array(list(product(*ranges))).T
    low, high = np.array(ranges).T[:, :, None]
    return np.hstack([corners, np.random.default_rng(1).uniform(low, high, (len(ranges), 200))])


def test_integration_comes_to_rest_at_the_gap_of_its_staff() -> None:
    growth, catch_up, graduates, gap = throughout((0.001, 0.01), (0.02, 0.5), (0.1, 1), (-1, 1))
    for _ in range(12_000):
        gap = equations.gap_after_a_month(gap, growth, catch_up, graduates)

    rest = equations.resting_gap(growth, catch_up, degree_share=graduates)
    assert gap == pytest.approx(rest, rel=1e-4)


@given(POSITIVE, POSITIVE, st.floats(0.1, 0.8), st.floats(0, 0.9))
def test_no_other_spending_on_a_line_earns_more(
    value: float, yield_: float, elasticity: float, relief: float
) -> None:
    best = equations.desired_spending(one(value), one(yield_), elasticity, relief)[0]

    def earns(x: float) -> float:
        return float(yield_ * x**elasticity * value - (1 - relief) * x)

    assert earns(best) >= max(earns(0.9 * best), earns(1.1 * best))


@given(POSITIVE, st.floats(0.2, 0.8), st.floats(1.1, 10))
def test_a_tax_credit_raises_spending_by_a_known_factor(
    value: float, elasticity: float, factor: float
) -> None:
    """x is in proportion to (1 - relief) to the power of -1/(1 - beta)."""
    plain, helped = (
        equations.desired_spending(one(value), one(1.0), elasticity, relief)[0]
        for relief in (0.0, 1 - 1 / factor)
    )

    assert helped / plain == pytest.approx(factor ** (1 / (1 - elasticity)), rel=1e-6)


@given(st.integers(1, 100), POSITIVE, st.floats(0.1, 0.8), st.integers(2, 9))
def test_research_and_innovations_rise_in_proportion_to_lines_and_sales(
    lines: int, orders_of_a_line: float, elasticity: float, times: int
) -> None:
    """C24: with more lines of one size both rise in proportion: size is no edge."""

    def both(n: int) -> tuple[float, float]:
        value = equations.value_of_innovation(one(orders_of_a_line), one(2.5), one(0.8), 0.5, 5.0)
        spent = n * equations.desired_spending(value, one(0.01), elasticity, 0.0)
        rate = equations.innovation_rate(one(n), spent, one(0.01), elasticity, one(0.0))
        return float(spent[0]), float(rate[0])

    small, large = both(lines), both(times * lines)
    assert large == pytest.approx((times * small[0], times * small[1]), rel=1e-9)


@given(st.integers(1, 50), POSITIVE, st.floats(0.36, 0.66), st.floats(0, 2))
def test_the_elasticity_of_innovations_to_spending_is_beta_at_every_size(
    lines: int, spent: float, elasticity: float, spill: float
) -> None:
    """C23, Z10: also for a large laboratory, which is not useless."""
    rate, more = (
        equations.innovation_rate(one(lines), one(x), one(0.1), elasticity, one(spill))[0]
        for x in (spent, 1.01 * spent)
    )

    assert np.log(more / rate) / np.log(1.01) == pytest.approx(elasticity, abs=1e-6)


def test_fishing_out_brings_quality_to_rest_whatever_is_spent() -> None:
    """Growth per line is yield times step; the closed form is (yield step / growth)^(1/chi)."""
    exponent, much = throughout((1, 8), (0.5, 2))
    growth, step, rate = 0.0022, 0.05, 0.044 * much
    level = np.zeros(len(much))
    for _ in range(6_000):
        yield_ = equations.yield_of_line(rate, np.exp(level), exponent, most=1e9)
        level = level + yield_ * step - growth

    assert level == pytest.approx(np.log(rate * step / growth) / exponent, abs=1e-3)


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 100)), min_size=1, max_size=9))
def test_research_nearby_is_that_of_the_others_weighted_by_nearness(
    firms: list[tuple[int, float]],
) -> None:
    place = np.array([p for p, _ in firms])
    spent = np.array([x for _, x in firms])
    way = np.abs(np.arange(4)[:, None] - np.arange(4)).astype(float)

    nearby = equations.research_nearby(place, spent, np.exp(-way / 0.5))

    one_by_one = [
        sum(x * np.exp(-way[p, q] / 0.5) for j, (q, x) in enumerate(firms) if j != i)
        for i, (p, _) in enumerate(firms)
    ]
    assert nearby == pytest.approx(one_by_one, abs=1e-9)


@given(SHARE, SHARE)
def test_absorption_is_a_share_and_rises_with_research_and_with_degrees(
    research: float, graduates: float
) -> None:
    base, more_research, more_degrees = equations.absorption(
        np.array([research, research + 0.1, research]), 0.2,
        np.array([graduates, graduates, min(graduates + 0.1, 1.0)]),
    )  # fmt: skip

    assert 0 <= base <= min(more_research, more_degrees) <= 1
    assert more_research > base


@given(st.floats(0.01, 2), st.floats(1.1, 3))
def test_imitation_is_rarer_the_further_the_other_is_ahead(gap: float, further: float) -> None:
    near, far, behind = equations.chance_to_imitate(
        np.array([gap, gap * further, -gap]), 0.5, 0.3, np.ones(3)
    )

    assert near > far >= 0
    assert behind == 0


@given(st.floats(0, 1e6), st.floats(0, 1e6), st.floats(0, 1e5))
def test_research_never_touches_the_money_that_is_kept(
    plan: float, cash: float, payroll: float
) -> None:
    spent = equations.affordable(one(plan), one(cash), one(payroll), kept=2.0, share=0.5)[0]

    assert 0 <= spent <= plan
    assert cash - spent >= min(cash, 2 * payroll) - 1e-6


@given(st.floats(0.5, 0.95), st.floats(0.1, 5), st.floats(1.01, 3))
def test_m59_m63_rivals_raise_the_worth_of_quality_and_dear_costs_lower_it(
    cost: float, gain: float, factor: float
) -> None:
    """The hump of rivalry comes from two opposite slopes, and from no quadratic (M63, P15)."""

    def worth(gain: float, cost: float, process: float) -> float:
        value = equations.value_of_innovation(one(1e3), one(gain), one(cost), process, 5.0)
        return float(value[0])

    assert worth(gain * factor, cost, 0.5) > worth(gain, cost, 0.5)
    assert worth(gain, min(cost * factor, 1.0), 0.0) < worth(gain, cost, 0.0)
