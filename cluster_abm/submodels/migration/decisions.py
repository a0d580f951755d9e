"""Migration: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

from cluster_abm.agents.firms import Firms
from cluster_abm.core.tables import Flags, Ints
from cluster_abm.submodels.migration.numbers import MigrationRules


def sponsor(firms: Firms, rules: MigrationRules, room: Ints) -> Flags:
    """Ask for permits where the law leaves room, or a little beyond in hope.

    Args:
        firms: The firms.
        rules: The rules of the month.
        room: Foreigners whom each firm may still employ, applications under way counted,
            persons, shape ``(firms, 2)``: ordinary and specialised staff.

    Returns:
        Yes or no for ordinary and for specialised staff, shape ``(firms, 2)``.
    """
    return room + rules.sponsor_margin > 0
