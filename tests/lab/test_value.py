from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.lab.inference.gains import GROUPS, wanted, who_gains
from cluster_abm.lab.inference.ratios import Form
from cluster_abm.lab.inference.shapley import shapley_shares
from cluster_abm.lab.inference.value import (
    CORRECTIONS,
    NEEDED,
    acceptability,
    discount_factors,
    treated_kinds,
    value_for_money,
)
from cluster_abm.model import METRICS

MONTHS = 24
WINDOW = (6, 18)


def games(players: str) -> st.SearchStrategy[Mapping[frozenset[str], float]]:
    sets = [
        frozenset(c for i, c in enumerate(players) if n >> i & 1) for n in range(2 ** len(players))
    ]
    return st.lists(
        st.floats(-1e6, 1e6), min_size=len(sets), max_size=len(sets)
    ).map(lambda values: dict(zip(sets, values, strict=True)))  # fmt: skip


@given(games("abcd"))
def test_shapley_shares_add_up_to_the_whole(game: Mapping[frozenset[str], float]) -> None:
    shares = shapley_shares(lambda done: np.array(game[done]), "abcd")

    whole = game[frozenset()] - game[frozenset("abcd")]
    assert float(sum(shares.values())) == pytest.approx(whole, abs=1e-6)


@given(games("abc"))
def test_who_takes_off_the_same_in_every_order_gets_the_same(
    game: Mapping[frozenset[str], float],
) -> None:
    # a and b are made equal: what the one does, the other does
    def count(done: frozenset[str]) -> np.ndarray:
        swapped = frozenset({"a": "b", "b": "a"}.get(name, name) for name in done)
        return np.array(game[done] + game[swapped])

    shares = shapley_shares(count, "abc")

    assert float(shares["a"]) == pytest.approx(float(shares["b"]), abs=1e-6)


@given(games("ab"))
def test_who_takes_nothing_off_gets_nothing(game: Mapping[frozenset[str], float]) -> None:
    shares = shapley_shares(lambda done: np.array(game[done - {"idle"}]), ["a", "b", "idle"])

    assert float(shares["idle"]) == pytest.approx(0.0, abs=1e-6)


def flat(**values: float) -> dict[str, np.ndarray]:
    """Three worlds in which every month is alike, up to a level of each world."""
    world = np.array([[-1.0], [0.0], [1.0]]) * np.ones(MONTHS)
    return {
        name: values.get(name, 0.0) + (world if name.startswith("employment") else 0.0 * world)
        for name in dict.fromkeys([*NEEDED, *values])
    }


BASE = flat(
    employment_narrow=1000, employment_wide=1500, employment_sme=600,
    employment_local=900, employment_local_wide=1350, employment_local_sme=580,
)  # fmt: skip
RICHER = {
    "employment_narrow": 1100, "employment_wide": 1580, "employment_sme": 650,
    "employment_local": 960, "employment_local_wide": 1395, "employment_local_sme": 610,
}  # fmt: skip


def policy(**values: float) -> dict[str, np.ndarray]:
    return flat(**{**RICHER, **values})


def test_the_net_count_is_what_residents_have_more_everywhere() -> None:
    after = policy()
    after["drawn_from_other_sectors"][:, 0] = 30.0

    value = value_for_money((BASE, after), WINDOW)

    # 45 more residents in the wide cluster, 30 of them from work elsewhere
    assert value.net.mean == pytest.approx(15.0)
    assert value.end_jobs.mean == pytest.approx(15.0)
    assert value.gross.mean == pytest.approx(1100.0)


def test_the_parts_lead_from_gross_to_net() -> None:
    after = policy()
    after["drawn_from_other_sectors"][:, 0] = 30.0
    value = value_for_money((BASE, after), WINDOW)

    taken = {name: float(part.mean) for name, part in value.parts.items()}

    assert tuple(taken) == CORRECTIONS
    assert value.gross.mean - sum(taken.values()) == pytest.approx(float(value.net.mean))
    # by hand: 1,000 there anyway, 100 of them foreigners'; 140 foreigners under the policy
    assert taken["deadweight"] == pytest.approx(1000 - 100 / 2)
    # untreated: 500 to 480 jobs, residents 450 to 435
    assert taken["displacement"] == pytest.approx((20 + 15) / 2)
    assert taken["leakage"] == pytest.approx(140 - 100 / 2 - 5 / 2)
    assert taken["substitution"] == pytest.approx(30.0)


def test_a_policy_for_local_firms_has_the_others_as_untreated() -> None:
    value = value_for_money((BASE, policy()), WINDOW, changes=[{"target": {"sort": [0]}}])

    assert value.treated == ("SME",)
    assert value.gross.mean == pytest.approx(650.0)
    assert value.net.mean == pytest.approx(45.0), "the net count does not hang on who is treated"


def test_one_change_for_everybody_treats_everybody() -> None:
    assert treated_kinds([{"target": {"sort": [0]}}, {"target": {}}]) == ()
    assert treated_kinds([{"target": {"sort": [2, 0]}}]) == ("SME", "MNC")


def test_a_null_policy_adds_nothing_and_has_no_cost_of_a_job() -> None:
    value = value_for_money((BASE, BASE), WINDOW)

    assert value.net == (0.0, 0.0, 0.0)
    assert value.cost_per_job_year.form is Form.UNDEFINED
    assert value.parts["deadweight"].mean > 0


def test_the_account_adds_up_and_shows_what_public_money_costs() -> None:
    gains = {"pay_gain_residents": 60.0, "training_gain_residents": 10.0, "profit_smes": 15.0,
             "levies_on_foreigners": 10.0, "profit_tax_of_others": 5.0}  # fmt: skip
    after = policy(**gains, public_cost=50.0, tax_forgone=30.0, permit_cost=20.0,
                   public_spending=20.0, resident_income=100.0 - 20.0 - 0.2 * 50.0)  # fmt: skip

    value = value_for_money((BASE, after), WINDOW, discount=0.0)
    account = {name: float(part.mean) for name, part in value.account.items()}

    assert account["total"] == pytest.approx(70.0 * MONTHS)
    assert account["cost_of_funds"] == pytest.approx(-0.2 * 50.0 * MONTHS)
    assert sum(account.values()) == pytest.approx(2 * account["total"])
    assert value.cost_parts["tax_forgone"].mean == pytest.approx(30.0 * MONTHS)
    assert value.gain_per_cost.ratio == pytest.approx(1.4)


def test_job_years_count_twelve_months_as_one_and_later_ones_less() -> None:
    whole = value_for_money((BASE, policy()), WINDOW, discount=0.0)
    less = value_for_money((BASE, policy()), WINDOW, discount=0.05)

    assert whole.job_years.mean == pytest.approx(45.0 * MONTHS / 12)
    assert less.job_years.mean < whole.job_years.mean


def test_a_year_later_a_dollar_is_worth_its_discounted_value() -> None:
    assert discount_factors(13, 0.05)[12] == pytest.approx(1 / 1.05)


def test_a_policy_is_as_likely_as_not_worth_what_it_costs_on_average() -> None:
    rng = np.random.default_rng(1)
    effect, cost = rng.normal(10.0, 1.0, 20), rng.normal(500.0, 40.0, 20)

    worth = float(cost.mean() / effect.mean())
    (_, even), (_, sure), (_, never) = acceptability(effect, cost, worth=[worth, 500.0, 0.0])

    assert even == pytest.approx(0.5)
    assert sure > 0.999
    assert never < 0.001


def test_the_table_of_gains_has_a_row_for_every_group() -> None:
    base = {name: np.ones((4, MONTHS)) for name in wanted()}
    noise = np.random.default_rng(2).normal(size=(4, 1))
    after = base | {"sme_sales": base["sme_sales"] + 3.0 + 0.01 * noise}

    rows = who_gains(base, after, WINDOW)

    assert {row.group for row in rows} == set(GROUPS)
    assert [row.outcome for row in rows if row.clear] == ["sme_sales"]


def test_an_outcome_that_was_not_kept_is_left_out() -> None:
    base = {"sme_sales": np.ones((3, MONTHS))}

    assert [row.outcome for row in who_gains(base, base, WINDOW)] == ["sme_sales"]
    assert who_gains({}, {}, WINDOW) == ()


def test_every_metric_that_is_asked_for_is_one_of_the_model() -> None:
    assert set(NEEDED) <= set(METRICS)
    assert set(wanted()) <= set(METRICS)
