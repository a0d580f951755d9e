"""World: what we observe."""

from __future__ import annotations

from cluster_abm.agents.classes import Skill
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.world import World
from cluster_abm.core.metric import metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR


@metric(unit="index")
def market(world: World) -> float:
    """Trend of what customers spend on work from outside; 1 is January 2009."""
    return world.market


@metric(unit="log points")
def business_cycle(customers: Customers) -> float:
    """Business cycle, averaged over the segments by their budgets."""
    return total(customers.shock * customers.budget) / max(total(customers.budget), 1.0)


@metric(unit="US$/month")
def outside_pay_engineer(world: World) -> float:
    """Base pay of an engineer in other sectors."""
    return float(world.outside_wage[Skill.ENGINEER]) / CENTS_PER_DOLLAR
