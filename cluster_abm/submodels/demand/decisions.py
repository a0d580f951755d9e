"""Demand: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.core.tables import Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.demand.equations import mark_up
from cluster_abm.submodels.demand.numbers import DemandRules


def accept_up_to(firms: Firms, rules: DemandRules) -> Floats:
    """Work under contract up to which a firm answers invitations, US cent/month."""
    spare = rules.spare_hours * CENTS_PER_DOLLAR
    return np.maximum(firms.capacity * rules.load_limit, firms.capacity + spare)


def set_price(firms: Firms, rules: DemandRules, chance: Floats) -> Floats:
    """Price that earns most from a tender, index, shape ``(firms,)`` (E5).

    Args:
        firms: The firms.
        rules: The rules of the month.
        chance: Chance of each to win a tender to which it is invited, shape ``(firms,)``.
    """
    return firms.unit_cost * mark_up(rules.price_weight, chance)
