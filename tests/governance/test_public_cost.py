"""Public cost is the sum of its parts, and a lever costs nothing while it rests."""

from __future__ import annotations

from functools import cache

import pandas as pd
import pytest

from cluster_abm.core.policy import BASELINE
from cluster_abm.core.rules import all_numbers
from cluster_abm.lab.inference.value import COSTS
from cluster_abm.model import BOOKS
from tests.model.scenes import change, lived, restored

COUNTED = {name: row for name, row in all_numbers(BOOKS).items() if row.spends}
"""Levers of which a metric says what they cost."""
TURNED = {
    "seats_factor": 2.0, "english_teaching": 1.0, "adult_english": 5_000, "career_campaign": 5_000,
    "vocational_alignment": 1.0, "added_places": 20, "incubator_places": 10,
    "one_window_budget": 500_000, "courting_budget": 2e6, "training_subsidy": 0.5,
    "investor_tax_relief": 0.5, "bid_preference": 2.0, "government_payment_limit": 31,
    "facilitator_budget": 1e6, "initiative_fund": 1e6, "guaranteed_lending": 12.0,
    "mentor_hours": 5_000, "reviewers": 40, "research_credit": 0.3, "levy_training": 500_000,
    "levy_research": 500_000, "seed_fund": 1e6, "interest_rate": 0.03,
    "profit_tax": 0.2, "employer_contribution": 0.1, "brand_budget": 1e6,
    "anchor_government": 1e6, "anchor_banking": 1e6, "anchor_maritime": 1e6,
    "anchor_general": 1e6, "anchor_bioscience": 1e6, "export_offset": 0.9,
    "export_specialists": 10, "trade_agreements": 20, "setup_cost": 4_000,
    "research_factor": 2.0, "liaison_budget": 200_000,
    "single_site": 400, "junior_exchange": 20, "ip_protection": 0.9, "permit_delay": 0.25,
}  # fmt: skip
"""A value of each of them that costs something within two years."""
NEEDS_ANOTHER = {"investor_seat_budget": "promised_share", "credit_paid_out": "research_credit"}
"""Levers that spend nothing unless another one is turned too."""
MONTHS = 25
RARELY = {"guaranteed_lending"}
"""Levers that cost something only when a firm closes in debt."""


def test_every_lever_whose_cost_is_counted_is_tried_here() -> None:
    assert set(COUNTED) == set(TURNED) | set(NEEDS_ANOTHER)


@cache
def as_it_is() -> pd.DataFrame:
    """Two years in which every lever rests."""
    return lived(MONTHS, factor=0.2).series


def is_the_sum_of_its_parts(series: pd.DataFrame) -> bool:
    parts = sum(series[cost] for cost in COSTS)
    return parts.tolist() == pytest.approx(series["public_cost"].tolist())


@pytest.mark.parametrize("lever", TURNED)
def test_public_cost_is_the_sum_of_its_parts_and_names_what_a_lever_spends(lever: str) -> None:
    """In every month until the lever first costs something."""
    metric = COUNTED[lever].spends
    model = restored(change(lever, TURNED[lever]), factor=0.2)
    spent = model.datacollector.model_vars[metric]
    while model.month < MONTHS and not any(spent):
        model.step()

    assert is_the_sum_of_its_parts(model.series)
    assert (as_it_is()[metric] == 0).all()
    assert lever in RARELY or sum(spent) > 0


def test_public_cost_is_the_sum_of_its_parts_where_every_lever_is_turned() -> None:
    everything = sum((change(lever, value) for lever, value in TURNED.items()), BASELINE)

    assert is_the_sum_of_its_parts(lived(MONTHS, everything, factor=0.2).series)


@pytest.mark.nightly
@pytest.mark.parametrize("lever", TURNED)
def test_public_cost_is_the_sum_of_its_parts_for_two_years_of_a_lever(lever: str) -> None:
    turned = lived(MONTHS, change(lever, TURNED[lever]), factor=0.2).series

    assert is_the_sum_of_its_parts(turned)
    assert lever in RARELY or turned[COUNTED[lever].spends].sum() > 0


@pytest.mark.parametrize("lever", NEEDS_ANOTHER)
def test_a_lever_that_needs_another_costs_something_with_it(lever: str) -> None:
    metric, other = COUNTED[lever].spends, NEEDS_ANOTHER[lever]
    value = {"investor_seat_budget": 1e6, "credit_paid_out": 1.0}[lever]
    policy = change(other, 0.3) + change("courting_budget", 5e6)

    without, with_it = (
        lived(36, policy + more).series if more else lived(36, policy).series
        for more in (None, change(lever, value))
    )

    assert with_it[metric].sum() > without[metric].sum()
    assert is_the_sum_of_its_parts(with_it)
