"""P11: what an election costs, before it and after it, in worlds that differ in a statute alone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from cluster_abm.core.policy import BASELINE, Change, Policy
from cluster_abm.core.programme import Statute
from cluster_abm.core.schedule import without
from cluster_abm.model import MONTH
from cluster_abm.submodels.governance import processes as governance
from tests.model.scenes import apart, change, columns, lived, restored, series

ELECTION, OFFICE = 22, 24
SEEDS = (1, 2, 3)
"""Firms that research are some sixty, so one world says little."""
DATES = {"first_election": ELECTION, "turnover": 1.0}
ABOUT_POLITICS = {
    "programmes_by_decree", "programmes_by_regulation", "programmes_by_law", "programme_outlook",
    "commitments_outstanding", "public_mood",
}  # fmt: skip
"""Metrics that speak of statutes, or of the mood that acts on survival and adoption alone."""


def grants(statute: Statute | None, start: int = 1) -> Policy:
    """Twenty times the money for grants and half the applicants above the bar."""
    given: dict[str, Any] = {"start": start, "statute": statute}
    if statute is not None:
        given["programme"] = "grants"
    return Policy(
        "grants",
        (
            Change(lever="grant_budget", value=20.0, **given),
            Change(lever="grant_threshold", value=0.5, **given),
        ),
    )


@lru_cache(maxsize=8)
def world(statute: Statute | None, foreseen: float = 1.0, months: int = OFFICE) -> pd.DataFrame:
    numbers = DATES | {"politics_foreseen": foreseen}
    return lived(months, grants(statute), numbers=numbers).series


def of_others(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns=list(ABOUT_POLITICS))


# Before the election


def missing(seed: int, numbers: dict[str, float]) -> np.ndarray:
    """Part of the research under a law that a decree lacks, by month, in one world."""
    decree, law = (
        lived(OFFICE, grants(s), numbers=DATES | numbers, seed=seed).series["rd_expenditure"]
        for s in (Statute.DECREE, Statute.LAW)
    )
    return 1 - (decree / law).to_numpy()


def test_m150_research_on_a_decree_falls_before_the_election_against_the_same_law() -> None:
    gap = np.mean([missing(seed, {}) for seed in SEEDS], axis=0)

    # the year before: grants have been running for some months
    assert gap[ELECTION - 6 : OFFICE].mean() > 0.03
    assert gap[ELECTION - 3 : ELECTION].mean() > gap[ELECTION - 12 : ELECTION - 9].mean() + 0.03
    assert abs(gap[: ELECTION - 14]).max() < gap[ELECTION - 6 : OFFICE].mean() / 2


def test_m150_with_both_carriers_cut_the_decree_is_as_good_as_the_law_until_it_ends() -> None:
    """Neither the worth of an innovation nor the money promised hangs on the programme."""
    cut = DATES | {"programme_dependence": 0.0, "promises_honoured": 1.0}
    decree, law = (
        of_others(lived(OFFICE, grants(s), numbers=cut).series)
        for s in (Statute.DECREE, Statute.LAW)
    )

    pd.testing.assert_frame_equal(decree, law, check_exact=True)


@pytest.mark.parametrize(
    "numbers",
    [{"programme_dependence": 0.0}, {"promises_honoured": 1.0}],
    ids=lambda n: next(iter(n)),
)
def test_m150_either_carrier_alone_is_enough(numbers: dict[str, float]) -> None:
    gap = np.mean([missing(seed, numbers) for seed in SEEDS], axis=0)

    assert gap[ELECTION - 6 :].mean() > 0.01


def test_m150_with_nobody_looking_ahead_nothing_falls_before_the_new_government() -> None:
    decree, law = (of_others(world(s, foreseen=0.0)) for s in (Statute.DECREE, Statute.LAW))

    pd.testing.assert_frame_equal(decree[:OFFICE], law[:OFFICE], check_exact=True)


def test_m150_nobody_fears_for_what_no_election_can_end() -> None:
    """The same programme, imposed, is the one that nobody doubts."""
    imposed, blind = (of_others(f) for f in (world(None), world(Statute.LAW, foreseen=0.0)))

    pd.testing.assert_frame_equal(imposed, blind, check_exact=True)


def test_m150_without_a_programme_elections_move_nothing_but_the_party() -> None:
    calm, stormy = (lived(8, numbers={"first_election": 4, "turnover": t}) for t in (0.0, 1.0))

    assert apart(series(calm), series(stormy)) == ["party"]
    assert not apart(columns(calm), columns(stormy))


def test_politics_leaves_a_policy_without_a_statute_its_bytes() -> None:
    """With all political processes taken out, everything but their own metrics is the same."""
    asked = change("foreign_quota", 0.5, start=2)
    bare = without(
        governance.hold_election, governance.adopt_reforms, governance.shift_mood, month=MONTH
    )
    with_, without_ = (lived(8, asked, month=month) for month in (MONTH, bare))

    assert not apart(columns(with_), columns(without_))
    assert set(apart(series(with_), series(without_))) <= {
        "party", "months_to_election", "public_mood",
    }  # fmt: skip


# After it


def test_p11_a_lost_decree_ends_the_grants_that_the_law_goes_on_to_give() -> None:
    decree, law = (
        lived(OFFICE + 6, grants(s), numbers=DATES | {"survival_of_statute": [0.0, 0.0, 1.0]})
        for s in (Statute.DECREE, Statute.LAW)
    )
    after = slice(OFFICE, OFFICE + 6)

    assert decree.standing["grants"].end == OFFICE
    assert decree.series["programmes_lost"].iloc[-1] == 1
    assert decree.series["commitments_broken"][OFFICE] > 0
    assert decree.series["grant_awards"][after].sum() < 5 < law.series["grant_awards"][after].sum()
    assert law.series["programmes_by_law"].tolist() == [0.0] + [1.0] * (OFFICE + 5)


def test_what_is_owed_is_in_the_books_to_the_cent() -> None:
    lived(
        10, grants(Statute.DECREE), check=True,
        numbers={"first_election": 7, "turnover": 1.0, "survival_of_statute": [0.0, 0.0, 0.0]},
    )  # fmt: skip


# Reforms


def test_a_reform_acts_from_its_adoption_on_and_until_then_it_is_nothing() -> None:
    (one,) = change("foreign_quota", 0.9, start=1).changes
    agenda = Policy("agenda", (Change(
        lever=one.lever, value=one.value, start=1, statute=Statute.LAW, adopt=True, hazard=0.6,
    ),))  # fmt: skip
    reform = lived(24, agenda, numbers={"delay_of_agency": [1.0] * 6})
    first = reform.standing["foreign_quota"].first
    base = lived(24)

    assert 2 < first < 24
    assert not apart(
        {n: v.to_numpy()[:first].tobytes() for n, v in reform.series.items()},
        {n: v.to_numpy()[:first].tobytes() for n, v in base.series.items()},
    )
    assert reform.series["reforms_adopted"].tolist() == [0.0] * first + [1.0] * (24 - first)
    assert apart(series(reform), series(base))


# Snapshots


def test_a_snapshot_carries_the_political_state() -> None:
    policy = grants(Statute.DECREE)
    numbers = {"first_election": 5, "turnover": 1.0}
    straight = lived(12, policy, numbers=numbers)
    broken = lived(6, policy, numbers=numbers)
    other = lived(9, numbers=numbers)
    other.restore(broken.snapshot(), policy)
    other.run_months(6)

    assert not apart(series(straight), series(other))
    assert not apart(columns(straight), columns(other))
    assert straight.standing == other.standing


def test_a_restored_model_forgets_the_elections_that_came_later() -> None:
    model = restored(numbers={"first_election": 2, "turnover": 1.0})
    start = model.snapshot()
    model.run_months(8)
    assert model.government.party == 1

    model.restore(start)

    assert (model.government.party, model.government.election) == (0, -1)


def test_an_election_before_a_policy_begins_is_the_same_in_both_worlds() -> None:
    numbers = {"first_election": 2, "turnover": 0.5}
    early, late = (
        lived(8, policy, numbers=numbers) for policy in (BASELINE, grants(Statute.DECREE, start=6))
    )

    assert not apart(
        {n: v.to_numpy()[:6].tobytes() for n, v in early.series.items()},
        {n: v.to_numpy()[:6].tobytes() for n, v in late.series.items()},
    )
    assert early.government.party == late.government.party


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_party_wins_whatever_the_policy(seed: int) -> None:
    numbers = {"first_election": 2, "turnover": 0.5}
    policies = (BASELINE, grants(Statute.DECREE), change("foreign_quota", 0.9))

    parties = {
        lived(6, p, numbers=numbers, factor=0.1, seed=seed).government.party for p in policies
    }

    assert len(parties) == 1
