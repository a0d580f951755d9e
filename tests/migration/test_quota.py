"""Migration: what the foreign-worker quota does, and does not do, to the whole cluster."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest

from cluster_abm.agents.classes import Origin, Reason, Skill
from cluster_abm.core.types import Flags
from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.reader import Foreign
from tests.model.scenes import (
    apart,
    change,
    columns,
    lived,
    quotas,
    restored,
    series,
    small_country,
)

MONTHS = 36
MANY = {"applicants_abroad": [15.0, 33.0, 37.5, 3.0, 9.0]}


def test_m21_without_anybody_who_would_come_more_room_changes_nothing() -> None:
    """Not a byte, but for the firms' own willingness to ask (Z15)."""
    scenario = small_country(0.2)
    nobody = Foreign(usual=0.0)
    scenario = scenario.model_copy(update={
        "firms": [g.model_copy(update={"foreign": nobody}) for g in scenario.firms]})  # fmt: skip
    worlds = [
        ClusterModel(scenario, numbers={"applicants_abroad": [0.0] * 5}, policy=policy)
        for policy in (quotas(0.10), quotas(1.0))
    ]
    for world in worlds:
        world.run_months(MONTHS)
    base, open_ = worlds

    assert base.series["employment_foreign"].max() == 0
    assert apart(series(base), series(open_)) == []
    willing = ("firms.sponsors",)
    assert apart(columns(base, but=willing), columns(open_, but=willing)) == []


@lru_cache
def foreigners(share: float) -> float:
    """Foreigners in the narrow cluster, mean of the third year, with both limits at a share."""
    model = lived(MONTHS, quotas(share), numbers=MANY)
    return float(model.series["employment_foreign"].iloc[-12:].mean())


def test_m21_with_people_who_would_come_more_room_gives_more_foreigners() -> None:
    assert foreigners(0.0) < foreigners(0.10) < foreigners(0.30)


def test_the_effect_of_room_saturates() -> None:
    """From 10 to 30 % adds more than from 30 to 100 %, where people, not places, are scarce.

    In single worlds three to ten times as much.
    """
    first, rest = foreigners(0.30) - foreigners(0.10), foreigners(1.0) - foreigners(0.30)

    assert first > 2 * rest


def test_with_all_the_room_foreigners_are_as_many_as_apply() -> None:
    """A share of all applicants, never more: supply is finite."""
    model = lived(24, quotas(1.0), numbers=MANY)

    asked = model.series["permits_asked"].sum()
    assert 0.2 < asked / model.series["applicants_from_abroad"].sum() <= 1.0


def test_the_day_a_limit_tightens_nobody_is_dismissed() -> None:
    """In the month of the change only those go whose permits end, and who would have stayed."""
    stay = {"return_home": 0.0}
    base, tight = restored(numbers=stay), restored(quotas(0.0, start=6), numbers=stay)
    for model in (base, tight):
        model.run_months(6)
    people = tight.workforce
    ending = set(people.birth[people.foreign & (people.term <= 1)].tolist())
    for model in (base, tight):
        model.step()

    def employed(model: ClusterModel) -> set[int]:
        w = model.workforce
        return set(w.birth[w.foreign & w.employed].tolist())

    lost = employed(base) - employed(tight)
    newly = base.flows.joined[2].sum() - tight.flows.joined[2].sum()
    assert len(lost - ending) <= newly
    assert tight.flows.separations[..., Reason.PERMIT_ENDED].sum() == (
        tight.flows.permits_lapsed.sum()
    )


def exempt(model: ClusterModel) -> Flags:
    """Firms whose foreigners no limit counts, shape ``(firms,)``."""
    firms = model.firms
    return model.zones.quota_free[firms.zone] & firms.is_sme | firms.licensed


def test_under_a_tighter_limit_foreigners_go_as_their_permits_end() -> None:
    """Within a term of two years, and in exempt firms not at all.

    A firm that leaves a zone keeps those whose permits were renewed there until their terms end.
    """
    tight = restored(quotas(0.0) + change("small_firm_staff", 0))
    firms, people = tight.firms, tight.workforce
    were_exempt, bound = set[int](), []
    for _ in range(30):
        were_exempt |= set(firms.birth[exempt(tight)].tolist())
        tight.run_months(1)
        foreign = np.flatnonzero(people.foreign & people.employed)
        bound.append(foreign[~exempt(tight)[people.employer[foreign]]])

    assert set(firms.birth[people.employer[bound[-1]]].tolist()) <= were_exempt
    assert len(foreign) - len(bound[-1]) > 50
    lapsed = tight.series["permits_lapsed"]
    assert lapsed.iloc[:24].sum() > 50
    # but for those of firms that left a zone, or leave it now
    assert lapsed.iloc[25:].sum() <= len(bound[24]) + 3
    # not in one month: terms are spread over two years
    assert lapsed.max() < lapsed.sum() / 4


def test_a_renewal_comes_only_with_the_end_of_a_term() -> None:
    """A longer term from month 0 on means fewer renewals, not other people."""
    short, long = (lived(24, change("permit_term", term)) for term in (12, 60))

    assert short.flows.permits_renewed.sum() > long.flows.permits_renewed.sum()


def test_more_people_from_abroad_leave_fewer_posts_to_others() -> None:
    """Of one class, foreigners and locals compete: fewer come from other sectors."""
    base = lived(MONTHS, quotas(0.3))
    many = lived(MONTHS, quotas(0.3), numbers={"applicants_abroad": [5, 11, 200, 1, 3]})

    def locals_(model: ClusterModel) -> float:
        narrow = model.firms.narrow
        return float(model.firms.staff[narrow, Skill.ENGINEER, Origin.LOCAL].sum())

    assert locals_(many) < locals_(base)
    assert many.series["jobs_engineer"].iloc[-1] > base.series["jobs_engineer"].iloc[-1]
    assert many.series["unemployed"].iloc[-12:].mean() > 0


SCARCE = {"search_other_sectors": [0.008, 0.0026, 0.0, 0.003, 0.004]}
"""A country whose other sectors have no engineers to spare."""


def with_engineers(number: int, seed: int = 1) -> dict[str, float]:
    """Metrics of the third year if so many engineers abroad look for a post in a month."""
    numbers = SCARCE | {"applicants_abroad": [0, 0, number, 0, 0]}
    series = lived(MONTHS, quotas(0.3), numbers=numbers, seed=seed).series.iloc[-12:]
    return {str(name): float(value) for name, value in series.mean().items()}


def test_m19_engineers_from_abroad_ease_the_scarcity_of_engineers() -> None:
    """Wages of engineers, days that their posts stay open, and prices fall.

    Work undelivered need not: at lower prices firms win more.
    """
    before, after = with_engineers(0), with_engineers(40)

    assert after["jobs_engineer"] > before["jobs_engineer"]
    for falls in ("wage_engineer", "duration_engineer", "price_sme"):
        assert after[falls] < before[falls], falls


@pytest.mark.nightly
def test_m19_engineers_from_abroad_lift_sales_and_jobs_where_engineers_are_scarce() -> None:
    """They lift what firms can do, so firms take on more; jobs of all classes together grow.

    Not those of support: engineers grow cheaper, and replace some of it (elasticity 1.5). One pair
    of worlds says little, since different people meet different firms.
    """
    pairs = [(with_engineers(0, seed), with_engineers(120, seed)) for seed in range(1, 13)]

    for grows in ("sme_sales", "employment_narrow"):
        change = np.array([after[grows] / before[grows] - 1 for before, after in pairs])
        assert change.mean() > 2 * change.std(ddof=1) / np.sqrt(len(change)), grows


def test_faster_offices_shorten_the_queue_in_proportion() -> None:
    slow, fast = (lived(24, change("permit_delay", d)) for d in (1.0, 0.25))

    ratio = (
        fast.series["permits_pending"].iloc[-12:].mean()
        / slow.series["permits_pending"].iloc[-12:].mean()
    )
    assert ratio == pytest.approx(0.3, abs=0.12)


def test_a_limit_binds_more_firms_the_lower_it_is() -> None:
    worlds = [lived(18, quotas(share)) for share in (0.05, 0.1, 0.5)]
    bound = [world.series["quota_binding"].iloc[-6:].mean() for world in worlds]

    assert bound[0] > bound[1] > bound[2]
    assert np.isfinite(bound).all()
