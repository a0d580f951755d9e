"""Tiny worlds whose firms know each other, made by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from cluster_abm.agents.classes import Craft, Project, Stage
from cluster_abm.agents.ties import NEVER, birth_of_pair
from cluster_abm.core.tables import Ints
from cluster_abm.submodels.collaboration.numbers import CollaborationRules
from cluster_abm.submodels.collaboration.processes import meet, take_hours, trust, work_together
from tests.worlds import DOLLAR, TinyWorld

RULES = CollaborationRules()
QUIET = RULES.but(meeting_rate=0.0, meetings_per_staff=0.0)
"""Nobody seeks anybody."""
EAGER = QUIET.but(opportunity=1.0)
"""Nobody seeks new partners, and old ones always see something to do."""
SURE = EAGER.but(success_base=20.0)
"""Whatever is begun together succeeds."""
VAIN = EAGER.but(success_base=-20.0)
"""Whatever is begun together fails."""
HONEST: dict[str, Any] = {"exposure": 0.0, "fear_of_size": 0.0}
"""Nobody can take what is another's, so nobody is tempted."""
SALES, MARGIN = 100_000.0, 0.2


def partners(n: int = 2, **columns: Any) -> TinyWorld:
    """Some firms with twenty staff, orders and money, half of whose crafts are common."""
    world = TinyWorld()
    usual: dict[str, Any] = {
        "cash": 1_000_000 * DOLLAR, "orders": SALES * DOLLAR, "unit_cost": 1 - MARGIN,
        "absorption": 0.2, "capacity": SALES * DOLLAR, "craft": crafts(n), "quality_gain": 2.5,
    }  # fmt: skip
    world.add_firms(n, **(usual | columns))
    for firm in range(n):
        world.add_people(20, employer=firm)
    return world


def crafts(n: int) -> Any:
    """Crafts of firms each two of which have half of what they know in common."""
    table = np.zeros((n, len(Craft)))
    table[:, 0] = 1.0
    # lengths are the root of two, so that the cosine of any two is a half
    table[np.arange(n), 1 + np.arange(n) % (len(Craft) - 1)] += 1.0
    return table


def tie(world: TinyWorld, one: int = 0, other: int = 1, **columns: ArrayLike) -> Ints:
    """Let two firms know each other."""
    birth = birth_of_pair(world.firms.birth[[one]], world.firms.birth[[other]])
    usual: dict[str, Any] = {"trust": 0.6, "apart": NEVER}
    return world.ties.admit(birth, one=one, other=other, **(usual | columns))


def ally(world: TinyWorld, trust: float = 0.6, one: int = 0, other: int = 1) -> Ints:
    """Let two firms be allies."""
    return tie(world, one, other, trust=trust, stage=Stage.ALLIANCE)


def live(world: TinyWorld, rules: CollaborationRules, months: int = 1) -> None:
    """Live the collaboration of some months."""
    for _ in range(months):
        for process in (take_hours, meet, work_together, trust):
            world.run(process, rules)
        world.enter_month(world.world.month + 1)


def at_the_end(kind: Project, stage: Stage = Stage.ALLIANCE, trust: float = 0.6) -> dict[str, Any]:
    """Columns of a tie whose joint work ends this month."""
    return {"project": kind, "left": 0, "stage": stage, "trust": trust, "apart": 0}
