"""Minimally different worlds: one number moves, and what should answer answers.

Same past, same luck, two or three years; each claim is a mean of the last year.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from cluster_abm.model import ClusterModel
from tests.model.scenes import change, lived

MONTHS = 30
LAST_YEAR = slice(-12, None)


@cache
def usual() -> ClusterModel:
    """The world that nothing distinguishes."""
    return lived(MONTHS)


def mean(model: ClusterModel, metric: str) -> float:
    return float(model.series[metric].iloc[LAST_YEAR].mean())


@cache
def other(numbers: str) -> ClusterModel:
    """The world in which some numbers are others, as JSON has them."""
    return lived(MONTHS, numbers=json.loads(numbers))


def moved(numbers: dict[str, Any], metric: str) -> float:
    """Mean of a metric with these numbers, relative to the usual world."""
    return mean(other(json.dumps(numbers)), metric) / mean(usual(), metric)


Expected = Callable[[float], bool]


def up(at_least: float) -> Expected:
    return lambda ratio: ratio > at_least


def down(at_most: float) -> Expected:
    return lambda ratio: ratio < at_most


@pytest.mark.parametrize(
    ("numbers", "metric", "answers"),
    [
        ({"search_on_the_job": 0.09}, "job_to_job", up(1.5)),
        ({"search_on_the_job": 0.0}, "job_to_job", down(0.01)),
        ({"burn_out": {"contact_centre": 0.04}}, "separations_contact_centres", up(1.25)),
        ({"burn_out": {"contact_centre": 0.0}}, "separations_contact_centres", down(0.75)),
        ({"outside_wage_growth": 0.05}, "employment_sme", down(0.985)),
        ({"outside_wage_growth": 0.05}, "wage_support", up(1.003)),
        # pay rises by 1.2 % in 30 months, and half of a price is pay; where pay is dear, engineers
        # leave research for customers
        ({"outside_wage_growth": 0.05}, "price_sme", up(1.002)),
        ({"retirement": 0.006}, "left_for_other_sectors", down(1.1)),
        ({"retirement": 0.006}, "separations", up(1.1)),
        ({"entry_rate": 0.0, "spin_off_hazard": 0.0}, "firms_sme", down(0.85)),
        ({"entry_rate": 60.0}, "firms_sme", up(1.1)),
        ({"search_other_sectors": [0.0] * 5}, "employment_sme", down(0.97)),
        ({"search_other_sectors": [0.0] * 5}, "hires_from_other_sectors", down(0.01)),
        ({"search_without_job": 0.2}, "unemployed", up(1.1)),
        ({"layoff_band": 0.3}, "layoffs", down(0.7)),
        ({"quality_weight": 5.0}, "local_share", up(0.95)),
        ({"energy_and_data": 300.0}, "price_sme", up(1.08)),
        ({"energy_and_data": 300.0}, "local_share", down(0.95)),
        ({"content_integration": 0.5}, "employment_sme", down(0.98)),
        ({"load_limit": 0.8}, "invitations_declined", up(1.4)),
        ({"permit_refusal": 0.9}, "employment_foreign", down(0.8)),
        ({"supplier_months": 4}, "payables_sme", up(1.7)),
        # the market is a tenth smaller then; firms find staff through pay, which takes years
        ({"market_growth": 0.0}, "sme_sales", down(0.98)),
        ({"price_weight": 8.0}, "price_sme", down(0.96)),
        ({"patience": 2}, "overdrawn_smes", down(1.0)),
    ],
    ids=lambda given: " ".join(f"{n}" for n in given) if isinstance(given, dict) else "",
)
def test_what_should_answer_answers(
    numbers: dict[str, Any], metric: str, answers: Expected
) -> None:
    ratio = moved(numbers, metric)

    assert answers(ratio), f"{metric} is {ratio:.3f} of what it was"


def test_without_growth_of_the_market_there_is_none_of_the_cluster() -> None:
    """Sales per budget may still drift, but not grow as with five per cent a year."""
    growth = []
    for seed in (1, 2, 3):
        still = lived(48, numbers={"market_growth": 0.0}, seed=seed)
        market, jobs = still.series["market_size"], still.series["employment_narrow"]
        # what local firms pass on to each other is a part of it that may move
        assert market.iloc[-1] == pytest.approx(market.iloc[0], rel=0.01)
        growth.append(mean(still, "employment_narrow") / jobs.iloc[:12].mean())
    assert sum(growth) / len(growth) < 1.08


def test_a_cheaper_employer_pays_off_in_jobs() -> None:
    """No employer's contribution: work grows cheaper, and local firms win more of it."""
    cheap = lived(MONTHS, change("employer_contribution", 0.0))

    assert mean(cheap, "price_sme") < mean(usual(), "price_sme")
    assert mean(cheap, "employment_sme") > mean(usual(), "employment_sme")


def test_twice_the_seeds_tell_one_story() -> None:
    """The sign of the clearest answer is the same with other luck."""
    for seed in (2, 3):
        base = lived(MONTHS, seed=seed)
        poor = lived(MONTHS, seed=seed, numbers={"outside_wage_growth": 0.05})
        assert mean(poor, "employment_sme") < mean(base, "employment_sme")
