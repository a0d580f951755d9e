"""Facilitation: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Substance, Task
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import CFG, Government
from cluster_abm.core.ledger import Ledger, Payments, Sector, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR

_IMAGINED = [substance for substance in Substance if substance != Substance.REAL]


@counted(Payments.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.CFG], unit="US$/month")
def facilitator_public() -> None:
    """Public money for the facilitator (K28)."""


@counted(Flows.facilitation_cost, unit="US$/month")
def facilitation_paid() -> None:
    """What facilitator and screen of initiatives cost the public, less what is given back."""


@counted(Payments.spent[Why.DUES], unit="US$/month")
def facilitator_dues() -> None:
    """What members pay to the facilitator."""


@metric(unit="US$")
def facilitator_money(ledger: Ledger) -> float:
    """What the facilitator has been given and not spent yet."""
    return total(ledger.of(Sector.CFG).cash) / CENTS_PER_DOLLAR


@counted(Flows.facilitator_spent[Task.OVERHEAD], unit="US$/month")
def facilitator_overheads() -> None:
    """What the facilitator spends on itself."""


@counted(Flows.facilitator_spent[Task.INTRODUCTIONS], unit="US$/month")
def spent_on_introductions() -> None:
    """What the facilitator spends on bringing members together."""


@counted(Flows.facilitator_spent[Task.PROJECTS], unit="US$/month")
def spent_on_projects() -> None:
    """What the facilitator adds to the cost of members' joint work."""


@counted(Flows.facilitator_spent[Task.MENTORS], unit="US$/month")
def spent_on_mentors() -> None:
    """What the facilitator pays mentors."""


@counted(Flows.facilitator_spent[Task.FORUMS], unit="US$/month")
def spent_on_forums() -> None:
    """What the facilitator spends on forums of buyers and vendors."""


@counted(Flows.facilitator_spent[Task.ADVOCACY], unit="US$/month")
def spent_on_advocacy() -> None:
    """What the facilitator spends on work with officials."""


@counted(Flows.introductions, unit="introductions/month")
def introductions() -> None:
    """Pairs of members whom the facilitator brings together."""


@counted(Flows.joint_helped, unit="projects/month")
def joint_work_helped() -> None:
    """Joint projects to whose cost the facilitator adds."""


@metric(unit="firms")
def facilitator_members(firms: Firms) -> float:
    """Members of the facilitator."""
    return float(np.count_nonzero(firms.member))


@metric(unit="share of firms")
def facilitator_membership(firms: Firms, census: Census) -> float:
    """Members of the facilitator, relative to the firms that could be (K51)."""
    return np.count_nonzero(firms.member) / max(census.narrow_firms, 1)


@metric(unit="hours/month")
def advocacy_hours(cfg: CFG) -> float:
    """Time that the facilitator spends with officials."""
    return cfg.advocacy_hours


@metric(unit="share")
def milestones_met(cfg: CFG) -> float:
    """Part of the milestones of its last year that the facilitator met (K30)."""
    return cfg.milestones


@counted(Flows.pleas, unit="initiatives/month")
def pleas() -> None:
    """Initiatives that begin to plead for public money."""


@counted(Flows.pleas[_IMAGINED], unit="initiatives/month")
def imagined_pleas() -> None:
    """Initiatives without commercial substance that begin to plead (A68)."""


@counted(Flows.initiative_money, unit="US$/month")
def initiative_money() -> None:
    """Public money given to initiatives."""


@counted(Flows.initiative_money[_IMAGINED], unit="US$/month")
def imagined_money() -> None:
    """Public money given to initiatives without commercial substance (K53)."""


@counted(
    Flows.initiative_money[_IMAGINED], among=Flows.initiative_money, unit="share of public money"
)
def imagined_share() -> None:
    """Part of this month's money for initiatives that goes to imagined ones (K53)."""


@metric(unit="share")
def known_waste(government: Government) -> float:
    """Part of the awards to initiatives known to be imagined, as remembered (M161)."""
    return government.known_waste
