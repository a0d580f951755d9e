"""Facilitation: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.core.actor import decision
from cluster_abm.core.tables import Flags, Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.facilitation.numbers import FacilitationRules

HOURS_PER_MONTH = 160
"""Working time of one person."""


@decision
def join_facilitator(firms: Firms, rules: FacilitationRules, benefit: Floats) -> Flags:
    """Be a member if what is hoped for exceeds dues and the pay of the hours (M144).

    Args:
        firms: The firms.
        rules: The rules of the month.
        benefit: What each hopes for, US$/year, shape ``(firms,)``.

    Returns:
        Whether each firm is a member, shape ``(firms,)``.
    """
    hour = firms.labour_cost / np.maximum(firms.headcount * HOURS_PER_MONTH, 1)
    time = MONTHS_PER_YEAR * rules.member_hours * hour / CENTS_PER_DOLLAR
    able = firms.narrow & (firms.headcount > 0) & (firms.cash >= 0)
    return able & (benefit > rules.member_dues + time)
