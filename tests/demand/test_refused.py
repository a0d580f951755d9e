"""Work that does not do what it should: who lacks fit or knowledge has more of it refused (M78)."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Activity, Segment
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import deliver, renew
from tests.worlds import TinyWorld

RULES = DemandRules(renewal=0.0, refused_work=0.3)
VENDORS = 400


def refused(rules: DemandRules = RULES, quality: float = 1.0, **columns: object) -> TinyWorld:
    """Many integrators, each of whom delivers one contract of integration in time."""
    world = TinyWorld()
    usual: dict[str, object] = {
        "capacity": 1e9, "activity": Activity.OWN_WORK, "knows": rules.usual_intimacy,
    }  # fmt: skip
    world.add_firms(VENDORS, quality=quality, **(usual | columns))
    world.contracts.admit(
        np.arange(VENDORS, dtype=np.uint64), vendor=np.arange(VENDORS), segment=Segment.BANKING,
        kind=Activity.INTEGRATION, fee=1_000 * CENTS_PER_DOLLAR, work=1_000 * CENTS_PER_DOLLAR,
        price=1.0, left=1.0,
    )  # fmt: skip
    world.add_customers(budget=1e9)
    world.run(deliver, rules)
    world.run(renew, rules)
    return world


def share(world: TinyWorld) -> float:
    return float(world.flows.failed[0]) / VENDORS


def test_m78_who_does_not_fit_fails_more_projects_and_so_does_who_knows_less() -> None:
    """A vendor of the trade fails half as many, and one that is twice as good fewer still."""
    stranger = share(refused())

    assert abs(stranger - 0.3) < 0.08
    assert share(refused(activity=Activity.INTEGRATION)) < 0.75 * stranger
    assert share(refused(quality=2.0)) < 0.75 * stranger
    assert share(refused(knows=1.0)) < stranger


def test_m78_what_is_refused_is_no_reference_and_is_not_renewed() -> None:
    world = refused(RULES.but(refused_work=1.0, renewal=1.0))

    assert world.flows.failed[0] == VENDORS
    assert world.firms.references.sum() == 0
    assert len(world.contracts) == 0


def test_m78_where_nothing_is_refused_lack_of_fit_fails_no_project() -> None:
    world = refused(RULES.but(refused_work=0.0))

    assert world.flows.failed[0] == 0
    assert world.firms.references.sum() == VENDORS
