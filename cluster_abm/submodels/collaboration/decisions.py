"""Collaboration: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import Project
from cluster_abm.agents.firms import Firms
from cluster_abm.core.actor import decision
from cluster_abm.core.tables import Flags, Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.collaboration import equations
from cluster_abm.submodels.collaboration.numbers import CollaborationRules


@decision
def go_out(firms: Firms, rules: CollaborationRules) -> Floats:
    """Look for others, the more staff the oftener; contact centres and empty firms do not.

    Returns:
        Chances to seek a meeting this month, shape ``(firms,)``.
    """
    staff = firms.headcount
    rate = rules.meeting_rate + rules.meetings_per_staff * staff
    return np.where(firms.narrow & (staff > 0), rate, 0.0)


@decision
def worth_of_joint_work(firms: Firms, rules: CollaborationRules) -> Floats:
    """Value a success by the margin on the orders that it brings (E3).

    Returns:
        US$ by kind of joint work, shape ``(firms, 3)``; nothing for none.
    """
    margin = 1 - firms.unit_cost / np.maximum(firms.price, LEAST_PRICE)
    worth = np.zeros((len(firms), len(Project)))
    worth[:, Project.BID] = equations.value_of_bid(
        firms.orders / CENTS_PER_DOLLAR, margin, rules.standing_by_bid, rules.standing_fade
    )
    worth[:, Project.RESEARCH] = equations.value_of_step(
        firms.own_orders / firms.lines / CENTS_PER_DOLLAR, firms.quality_gain, margin,
        rules.joint_step, rules.months_reckoned,
    )  # fmt: skip
    return worth


LEAST_PRICE = 1e-6
"""Price below which a margin has no meaning, index."""


@decision
def room_for_partners(firms: Firms, rules: CollaborationRules) -> Ints:
    """Take on one project, and one more for every so many staff (MODEL 3).

    Returns:
        Projects at a time, shape ``(firms,)``; none without cash for one more.
    """
    room = 1 + np.floor(firms.headcount * rules.projects_per_staff).astype(np.int64)
    able: Flags = firms.cash > firms.labour_cost
    return np.where(able & firms.narrow, room, 0)


@decision
def least_reward(firms: Firms, rules: CollaborationRules) -> Floats:
    """Ask of joint work that it gains more than it costs, and nothing beyond.

    Returns:
        Least gain at which a firm agrees, US$, shape ``(firms,)``.
    """
    return np.zeros(len(firms))


@decision
def faith_in_strangers(firms: Firms, rules: CollaborationRules) -> Floats:
    """Judge those whom it does not know by the partners whom it had (M128, P07).

    Returns:
        Shares, 0 to 1, shape ``(firms,)``.
    """
    return equations.faith_in_strangers(
        rules.first_trust, rules.lesson_of_partners, firms.tried, firms.kept_faith
    )


@decision
def projects_foreseen(firms: Firms, rules: CollaborationRules) -> Floats:
    """Reckon with some more projects of a tie that lasts, which a breach would cost (M125).

    Returns:
        Projects, shape ``(firms,)``.
    """
    return np.full(len(firms), rules.projects_foreseen)


class Prospects(NamedTuple):
    """What joint work would be like; of pairs, and of both firms of each."""

    ends: Ints
    """Rows of the firms, shape ``(2, ties)``."""
    trust: Floats
    """How far they trust each other, shape ``(ties,)``."""
    success: Floats
    """Chance of success, shape ``(ties,)``."""
    exposed: Floats
    """Part of a success that the partner could take, shape ``(2, ties)``."""

    def gain(self, value: Floats, cost: Floats) -> Floats:
        """What each firm expects of work of some value and cost, US$, shape ``(2, ties)``."""
        return equations.expected_gain(self.success, self.trust, value, self.exposed, cost)
