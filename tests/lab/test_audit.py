import numpy as np
import pandas as pd
import pytest

import cluster_abm
from cluster_abm.core.errors import ClusterError
from cluster_abm.lab.audit.estimators import (
    Estimate,
    difference_in_differences,
    event_study,
    judge,
    lottery,
    regression_discontinuity,
)
from cluster_abm.lab.audit.grant_threshold import (
    Lived,
    applications,
    between_bars,
    grant_trial,
    live_grants,
)
from cluster_abm.lab.audit.permit_lottery import permit_trial
from cluster_abm.lab.audit.worlds_known import EFFECT, TRIALS, applicants, lines, panel, trials

FAIR = ["difference-in-differences", "event study, sixth month", "lottery, line by line",
        "regression discontinuity"]  # fmt: skip
UNFAIR = ["difference-in-differences, trends apart", "winners less losers by score",
          "lottery, lines thrown together"]  # fmt: skip
CONTROLS = [name for name in TRIALS if name.startswith(("placebo", "all off"))]


def verdict(name: str, worlds: int) -> object:
    truth, trial = TRIALS[name]
    rng = np.random.default_rng(5)
    return judge(name, [trial(rng) for _ in range(worlds)], truth)


@pytest.mark.parametrize("name", FAIR)
def test_an_estimator_whose_assumptions_hold_finds_the_truth(name: str) -> None:
    found = verdict(name, 250)

    assert abs(found.bias) < 0.03 * EFFECT
    assert found.coverage == pytest.approx(0.95, abs=0.035)


@pytest.mark.nightly
@pytest.mark.parametrize("name", [*FAIR, *CONTROLS])
def test_intervals_of_estimators_hold_the_truth_in_95_of_100_worlds(name: str) -> None:
    assert verdict(name, 3000).coverage == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("name", UNFAIR)
def test_an_estimator_whose_assumptions_fail_is_caught(name: str) -> None:
    found = verdict(name, 60)

    assert not found.fair
    assert found.bias > 0.5 * EFFECT
    assert found.coverage < 0.1


@pytest.mark.parametrize("name", CONTROLS)
def test_controls_find_nothing(name: str) -> None:
    found = verdict(name, 250)

    assert abs(found.mean) < 0.06
    assert found.coverage == pytest.approx(0.95, abs=0.035)


def test_a_trial_is_told_in_the_order_of_the_table() -> None:
    assert [found.estimator for found in trials(2)] == list(TRIALS)


def test_trends_that_part_show_before_the_event() -> None:
    data = panel(np.random.default_rng(1), drift=0.5)

    assert not event_study(data, months=[-6])[-6].nil
    assert event_study(panel(np.random.default_rng(1)), months=[-6])[-6].nil


def test_units_treated_earlier_are_never_the_comparison() -> None:
    # two cohorts whose effect grows by one a month: fixed effects alone would be biased here
    rows = []
    for unit in range(60):
        event = [4.0, 8.0, np.nan][unit % 3]
        for month in range(14):
            since = month - event if event == event else -1.0
            y = unit + month + (since + 1 if since >= 0 else 0.0)
            rows.append((unit, month, event, y))
    data = pd.DataFrame(rows, columns=["unit", "month", "event", "y"])

    found = event_study(data, months=[-3, 0, 5])

    assert [found[k].value for k in (-3, 0, 5)] == pytest.approx([0.0, 1.0, 6.0])


def test_a_jump_is_found_where_the_line_bends() -> None:
    score, outcome = applicants(np.random.default_rng(2), number=4000)

    found = regression_discontinuity(score, outcome, threshold=0.0)

    assert found.low <= EFFECT <= found.high
    assert found.high - found.low < 1.2


def test_few_units_near_the_threshold_are_too_few() -> None:
    with pytest.raises(ClusterError, match="Too few"):
        regression_discontinuity(np.arange(20.0), np.arange(20.0), threshold=19.0)


def test_a_lottery_compares_within_its_lines() -> None:
    won, outcome, line = lines(np.random.default_rng(3))

    assert lottery(won, outcome, group=line).value == pytest.approx(EFFECT, abs=0.3)
    assert lottery(won, outcome).value > 1.3 * EFFECT


def test_a_lottery_that_all_won_says_nothing() -> None:
    with pytest.raises(ClusterError, match="says nothing"):
        lottery(np.ones(5, bool), np.arange(5.0))


def test_a_panel_without_a_before_is_refused() -> None:
    with pytest.raises(ClusterError, match="no months before"):
        difference_in_differences(panel(np.random.default_rng(4)), since=0)


def test_bias_has_an_interval_and_coverage_is_counted() -> None:
    said = [Estimate(1.0, 0.1, 0.8, 1.2, 9), Estimate(1.2, 0.1, 1.0, 1.4, 9)]

    found = judge("x", said, [0.9, 0.9])

    assert found.bias == pytest.approx(0.2)
    assert found.coverage == 0.5
    assert found.bias_low < 0.2 < found.bias_high


def test_sales_before_a_permit_owe_nothing_to_it() -> None:
    run = cluster_abm.run(months=48, seed=3, keep=("permits", "sales"))
    panels = {name: pd.DataFrame(run.model.journal.panel(name)) for name in ("permits", "sales")}

    found = permit_trial(panels["permits"], panels["sales"])

    # four errors, since this is one world and not many
    assert abs(found.placebo.value) < 4 * found.placebo.error
    assert found.effect.number > 50


def applicants_in(rng: np.random.Generator, *, effect: float, number: int = 400) -> Lived:
    """Applicants of one world, whose firms share what happens to that world."""
    distance = rng.normal(size=number)
    shared = rng.normal(0, 0.5) * (distance >= 0)
    after = distance + shared + effect * (distance >= 0) + rng.normal(size=number)
    rows = pd.DataFrame({"distance": distance, "after": after, "before": rng.normal(size=number)})
    return Lived(rows, effect + rng.normal(0, 0.1, 9))


def test_errors_by_world_hold_the_truth_where_applicants_of_a_world_hang_together() -> None:
    rng = np.random.default_rng(8)
    held = {True: [], False: []}
    for _ in range(150):
        worlds = [applicants_in(rng, effect=1.0) for _ in range(12)]
        rows = pd.concat([world.rows for world in worlds])
        for by_world, said in held.items():
            found = regression_discontinuity(
                rows["distance"].to_numpy(), rows["after"].to_numpy(), threshold=0.0,
                cluster=np.repeat(np.arange(12), 400) if by_world else None,
            )  # fmt: skip
            said.append(found.low <= 1.0 <= found.high)

    assert np.mean(held[True]) >= 0.90
    assert np.mean(held[False]) < np.mean(held[True]) - 0.03


def test_the_trial_of_grants_sets_estimate_and_placebos_beside_the_truth() -> None:
    rng = np.random.default_rng(9)

    found = grant_trial([applicants_in(rng, effect=2.0) for _ in range(8)])

    assert found.truth.value == pytest.approx(2.0, abs=0.1)
    assert found.effect.low <= 2.0 <= found.effect.high
    assert found.before.nil
    assert found.power == pytest.approx(
        (found.effect.high - found.effect.value) * (1 + 0.896 / 2.365), rel=1e-3
    ), "eight worlds: t of 0.975 and of 0.8 with seven degrees of freedom"


def test_two_worlds_are_too_few_for_errors_by_world() -> None:
    rng = np.random.default_rng(10)

    with pytest.raises(ClusterError, match="At least three"):
        grant_trial([applicants_in(rng, effect=1.0) for _ in range(2)])


def grants_panel(*rows: tuple[int, int, float, bool]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows), columns=["month", "firm", "score", "award"])
    return table.assign(threshold=1.0)


def innovations_panel(*rows: tuple[int, int]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["firm", "month"])


def test_innovations_are_counted_before_and_after_a_call() -> None:
    panels = {
        "grants": grants_panel((10, 1, 1.5, True), (10, 2, 0.5, False), (1, 3, 2.0, True)),
        "innovations": innovations_panel((1, 9), (1, 10), (1, 14), (1, 15), (2, 4), (2, 5)),
    }

    found = applications(panels, months=20, window=5)

    assert found["distance"].tolist() == [0.5, -0.5]
    assert found["after"].tolist() == [2.0, 0.0]
    assert found["before"].tolist() == [1.0, 1.0]


def test_the_truth_is_what_firms_between_the_bars_have_more_in_the_twin() -> None:
    base = {
        "grants": grants_panel((10, 1, 1.5, True), (10, 2, 0.9, False), (10, 3, 0.1, False)),
        "innovations": innovations_panel((1, 11), (2, 12)),
    }
    twin = {
        "grants": grants_panel((10, 1, 1.5, True), (10, 2, 0.9, True), (10, 3, 0.1, False)),
        "innovations": innovations_panel((1, 11), (2, 12), (2, 13), (2, 14), (2, 99)),
    }

    assert between_bars(base, twin, 10, window=5).tolist() == [2.0]


@pytest.mark.nightly
def test_the_grants_of_the_model_agree_with_their_discontinuity_within_its_power() -> None:
    found = grant_trial([live_grants(replicate, seed=1) for replicate in range(6)])

    assert found.before.nil
    assert found.elsewhere.nil
    assert abs(found.effect.value - found.truth.value) < found.power
