"""Migration: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.core.actor import decision
from cluster_abm.core.tables import Ints
from cluster_abm.submodels.migration.numbers import MigrationRules


@decision
def sponsor(firms: Firms, rules: MigrationRules, room: Ints) -> Ints:
    """Consider as many people abroad as the law leaves room for, or a few more in hope.

    Args:
        firms: The firms.
        rules: The rules of the month.
        room: Foreigners whom each firm may still employ, applications under way counted,
            persons, shape ``(firms, 2)``: ordinary and specialised staff.

    Returns:
        Persons, never negative, same shape.
    """
    return np.maximum(room + int(rules.sponsor_margin), 0)
