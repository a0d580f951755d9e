"""Tiny worlds that do research."""

from __future__ import annotations

from typing import Any

import numpy as np

from cluster_abm.agents.classes import Activity, Degree, Skill, Work
from cluster_abm.submodels.knowledge.numbers import KnowledgeRules
from cluster_abm.submodels.knowledge.processes import (
    absorption_of,
    buy_research,
    plan_research,
    research,
)
from tests.worlds import DOLLAR, TinyWorld

RULES = KnowledgeRules(plan_speed=1.0)
"""The rules, with research teams that stand at once."""
WILLING = RULES.but(research_bent=10.0)
"""Everybody considers research."""
UNWILLING = RULES.but(research_bent=-10.0, demanding_buyers=0.0)
"""Nobody does, for want of motive."""
OWN, INTEGRATION = Work.OWN_WORK, Work.INTEGRATION
ENGINEER, RESEARCHER = Skill.ENGINEER, Skill.RESEARCHER


def laboratory(n: int = 1, **columns: Any) -> TinyWorld:
    """Firms with four lines of own work, people to do research, and plenty of money."""
    world = TinyWorld()
    for zone in ("cell_km", "distance"):
        setattr(world.zones, zone, 1.0)
    usual: dict[str, Any] = {
        "activity": Activity.OWN_WORK, "orders": 20_000.0 * DOLLAR, "own_contracts": 4,
        "own_orders": 20_000.0 * DOLLAR, "unit_cost": 0.8, "quality_gain": 2.5,
        "in_research": True, "cash": 10_000_000 * DOLLAR,
    }  # fmt: skip
    world.add_firms(n, **(usual | columns))
    for firm in range(n):
        world.add_people(8, employer=firm, skill=ENGINEER, degree=Degree.FOUR_YEAR)
        world.add_people(8, employer=firm, skill=RESEARCHER, degree=Degree.POSTGRADUATE)
    firms = world.firms
    firms.labour_cost = firms.bill
    firms.ability = firms.staff
    firms.degree_share = 1.0
    firms.absorption = absorption_of(firms, RULES)
    return world


def lets_research(world: TinyWorld, rules: KnowledgeRules = WILLING, months: int = 1) -> None:
    """Plan, pay for, and do research for some months."""
    for _ in range(months):
        world.enter_month(world.world.month + 1)
        for process in (plan_research, buy_research, research):
            world.run(process, rules)


def spending(world: TinyWorld, rules: KnowledgeRules = WILLING) -> np.ndarray:
    """What each firm spends on research in a month, US$."""
    lets_research(world, rules)
    return world.firms.research_cost / DOLLAR


def innovated(world: TinyWorld, rules: KnowledgeRules = WILLING, months: int = 24) -> np.ndarray:
    """Innovations of each firm in some months, at the quality of today."""
    total = np.zeros(len(world.firms))
    today = world.firms.quality.copy()
    for _ in range(months):
        world.firms.quality = today
        lets_research(world, rules)
        total += world.firms.innovations
    return total
