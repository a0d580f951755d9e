"""The talent race: parents' projects raise pay, pay sends posts away (loop 1)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from cluster_abm.agents.classes import FirmOrigin, Kind, Line, Skill
from cluster_abm.core.policy import BASELINE, Policy
from cluster_abm.core.schedule import participants, title
from cluster_abm.model import MONTH, ClusterModel
from cluster_abm.scenarios.reader import Foreign
from tests.model.scenes import change, lived, quotas, restored, small_country

SMALL = 0.2
WAVE = change("projects_wave", 30.0)
QUIET: dict[str, Any] = {"parents_spread": 0.0, "rivals_spread": 0.0}


@lru_cache(maxsize=4)
def founded(elasticity: float) -> Any:
    """A small country whose parents compare sites more or less."""
    numbers = {"site_elasticity": elasticity, "projects_wave": 0.0}
    return ClusterModel(small_country(SMALL), numbers=numbers).snapshot()


def world(elasticity: float, policy: Policy = BASELINE, months: int = 48) -> ClusterModel:
    numbers = {"site_elasticity": elasticity, "projects_wave": 0.0}
    model = ClusterModel(small_country(SMALL), numbers=numbers, policy=policy, bare=True)
    model.restore(founded(elasticity))
    model.run_months(months)
    return model


def posts_of_those_who_were_here(model: ClusterModel) -> float:
    firms = model.firms
    return float(firms.plan[firms.origin == FirmOrigin.FOUNDING, Line.CONTACT].sum())


def front_line_pay(model: ClusterModel) -> float:
    """Mean base pay of the front line at contact centres that were here in 2009."""
    firms = model.firms
    mine = (firms.sort == Kind.CONTACT_CENTRE) & (firms.origin == FirmOrigin.FOUNDING)
    pay, staff = (c[mine, Skill.FRONT_LINE].sum() for c in (firms.pay, firms.staff))
    return float(pay) / float(staff)


def test_m01_m02_m36_new_sites_raise_front_line_pay_and_send_posts_of_others_away() -> None:
    """Loop 1, M01, M02, M36, F07."""
    base, wave = world(3.0), world(3.0, WAVE)

    def last(model: ClusterModel, metric: str) -> float:
        return float(model.series[metric].iloc[-12:].mean())

    assert wave.series["sites_opened"].sum() > 5
    assert front_line_pay(wave) > 1.02 * front_line_pay(base)
    assert last(wave, "site_value_contact") < 0.98 * last(base, "site_value_contact")
    assert posts_of_those_who_were_here(wave) < 0.98 * posts_of_those_who_were_here(base)


def test_m02_where_parents_do_not_compare_sites_nobody_leaves() -> None:
    """The carrier cut: the same wave, the same pay, and no post less."""
    base, wave = world(0.0), world(0.0, WAVE)

    assert front_line_pay(wave) > 1.02 * front_line_pay(base)
    assert wave.series["sites_opened"].sum() > 5
    here = posts_of_those_who_were_here(base)
    assert posts_of_those_who_were_here(wave) == pytest.approx(here, rel=1e-9)


def test_without_foreign_supply_a_wider_quota_changes_no_post_of_a_parent() -> None:
    """Z15: only posts that somebody fills count, never the room for somebody."""
    scenario = small_country(SMALL)
    at_home = scenario.model_copy(update={
        "firms": [g.model_copy(update={"foreign": Foreign(usual=0.0)}) for g in scenario.firms]
    })  # fmt: skip
    numbers = {"applicants_abroad": [0.0] * 5}
    past = ClusterModel(at_home, numbers=numbers).snapshot()
    plans = []
    for policy in (BASELINE, quotas(0.4)):
        model = ClusterModel(at_home, numbers=numbers, policy=policy, bare=True)
        model.restore(past)
        model.run_months(24)
        assert not model.firms.staff[:, :, 1].any()
        plans.append((model.firms.plan.tobytes(), model.series["mnc_posts_planned"].tolist()))

    assert plans[0] == plans[1]
    assert len(set(plans[0][1])) > 3


def test_no_process_of_investment_sees_quota_permits_or_the_size_of_the_cluster() -> None:
    """E6: no term for any of them in the choice of a site."""
    mine = [p for p in MONTH if title(p).startswith("investment.")]
    model = restored()
    known = [*model._cast, *model.rules]

    for process in mine:
        seen = {t.__name__ for t in participants(process, [*known, *_luck()])}
        assert not seen & {"MigrationRules", "Permits", "Census", "Candidates"}
    assert len(mine) == 5


def _luck() -> list[Any]:
    from cluster_abm.core.luck import Luck

    return [Luck]


def test_dearer_staff_exports_no_more() -> None:
    """DC10: the same work at the same price, whatever it costs."""
    base, dear = restored(numbers=QUIET), restored(numbers=QUIET)
    mnc = dear.firms.sort == Kind.ANCHOR
    dear.firms.premium[mnc] = 1.6
    for model in (base, dear):
        model.run_months(24)

    def last(model: ClusterModel, metric: str) -> float:
        return float(model.series[metric].iloc[-6:].mean())

    pay = [float(m.firms.bill[m.firms.sort == Kind.ANCHOR].sum()) for m in (base, dear)]
    sold = [float(m.firms.sales[m.firms.sort == Kind.ANCHOR].sum()) for m in (base, dear)]
    assert pay[1] > 1.05 * pay[0]
    assert sold[1] < 1.02 * sold[0]
    assert last(dear, "intra_group_exports") < 1.01 * last(base, "intra_group_exports")


def test_the_cluster_of_2009_begins_with_the_posts_that_parents_want() -> None:
    """January rests: nothing moves by itself but luck."""
    model = restored(numbers=QUIET | {"market_growth": 0.0, "projects_wave": 0.0})
    before = model.firms.plan.sum(axis=0)
    model.run_months(12)

    assert model.firms.plan.sum(axis=0) == pytest.approx(before, rel=0.05)
    assert before.sum() == pytest.approx(9_300)


def test_projects_that_open_hire_in_the_ordinary_market() -> None:
    model = lived(48)
    new = (model.firms.sort != Kind.SME) & (model.firms.origin == FirmOrigin.ENTRANT)
    settled = new & (model.firms.age > 12)

    assert new.any()
    staffed = model.firms.headcount[settled] / model.firms.plan.sum(axis=1)[settled]
    assert (staffed > 0.5).all()
    assert np.isfinite(model.series.to_numpy()).all()
