"""What wins work: capability to innovate, people, networks (M143)."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import Segment, Skill
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import call_tenders
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import learn
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.production.processes import measure_capacity
from tests.worlds import DOLLAR, TinyWorld

RULES = DemandRules()


def won(rules: DemandRules = RULES, *, spent: float = 3e7, **first: object) -> float:
    """Share of the local orders that go to the first of four firms, which has something more."""
    world = TinyWorld()
    world.add_firms(4, orders=1e6)
    for firm in range(4):
        ability = float(first.get("ability", 1.0)) if firm == 0 else 1.0  # type: ignore[arg-type]
        world.add_people(20, employer=firm, skill=Skill.ENGINEER, ability=ability)
    world.firms.quality[0] = first.get("quality", 1.0)
    world.firms.known[0] = first.get("known", 0.0)
    world.run(learn, LabourRules(learning=0))
    world.run(measure_capacity, ProductionRules())
    world.firms.capacity *= float(first.get("room", 1e6))  # type: ignore[arg-type]
    world.add_customers(
        budget=np.where(np.arange(9) == Segment.BANKING, spent * DOLLAR, 0.0),
        tender=20_000.0 * DOLLAR, rival=0.0, days=60.0, own_work=0.0,
    )  # fmt: skip
    world.run(call_tenders, rules)
    vendor, fee = world.contracts.vendor, world.contracts.fee
    return float(fee[vendor == 0].sum() / fee[vendor >= 0].sum())


@pytest.mark.parametrize(
    ("factor", "carrier"),
    [({"quality": 1.3}, {"quality_weight": 0.0}), ({"known": 2.0}, {"invitations": 20})],
    ids=["innovation", "networks"],
)
def test_m143_each_factor_of_success_wins_work_and_none_without_its_carrier(
    factor: dict[str, float], carrier: dict[str, float]
) -> None:
    cut = RULES.but(**carrier)

    assert won(**factor) > won() + 0.08
    assert won(cut, **factor) == pytest.approx(won(cut), abs=0.02)


def test_m143_abler_people_win_work_where_capacity_binds_and_not_where_it_does_not() -> None:
    assert won(ability=1.6, room=1.0) > won(room=1.0) + 0.02
    assert won(ability=1.6) == won()
