"""Enterprise: what firms and founders choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Support
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.government import Government
from cluster_abm.agents.programmes import Programmes
from cluster_abm.core.numerics import discrete_rows
from cluster_abm.core.tables import Flags, Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.enterprise import equations
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules


def buy_equipment(firms: Firms, rules: EnterpriseRules) -> Floats:
    """Replace what wears out and close part of the gap, out of cash above one payroll.

    Returns:
        Purchases, US cent/month, shape ``(firms,)``.
    """
    per_worker = rules.equipment_per_worker * CENTS_PER_DOLLAR
    target = per_worker * firms.headcount.astype(np.float64)
    worn = equations.wear(firms.equipment, rules.depreciation)
    wish = equations.replacement(firms.equipment, worn, target, rules.investment_speed)
    return np.minimum(
        wish, equations.spare_cash(firms.cash, firms.labour_cost.astype(np.float64), 1)
    )


def pay_out(firms: Firms, rules: EnterpriseRules) -> Floats:
    """Pay the owners part of the cash that is not needed, out of the year's earnings.

    A new firm therefore keeps its founders' money until it has earned some.

    Returns:
        Dividends, US cent/month, shape ``(firms,)``.
    """
    spare = equations.spare_cash(
        firms.cash, firms.labour_cost.astype(np.float64), rules.cash_target
    )
    earned = np.maximum(firms.earnings.sum(axis=1), 0.0)
    return np.minimum(rules.payout_speed * spare, earned)


def lose_heart(firms: Firms, rules: EnterpriseRules) -> Floats:
    """Think of giving up a firm that has lost money over the year.

    Returns:
        Chance of giving up this month, shape ``(firms,)``.
    """
    return np.where(firms.earnings.sum(axis=1) < 0, rules.give_up, 0.0)


def dare_to_found(
    programmes: Programmes, government: Government, month: int, rules: EnterpriseRules
) -> float:
    """Begin a firm, or not if what helps founders may not last (M150, E13).

    Returns:
        Part of the founders who begin; 1 if there is no programme for them.
    """
    if not len(programmes):
        return 1.0
    lasts = programmes.survival_of(
        Support.FOUNDERS, government, month, rules.founder_horizon, since=month
    )
    return 1 - rules.founder_dependence * (1 - float(lasts[0]))


def choose_zone(rent: Floats, room: Flags, luck: float, rules: EnterpriseRules) -> int:
    """Choose a zone for a new firm by rent and by what else it offers.

    Args:
        rent: Rents, US cent/m2/month, shape ``(zones,)``.
        room: Is there a place?  Shape ``(zones,)``.
        luck: A uniform number.
        rules: Attraction of the zones, and the response to rent.

    Returns:
        Number of the zone.
    """
    odds = equations.zone_odds(
        np.maximum(rent, 1.0), room, rules.zone_attraction, rules.rent_aversion
    )
    return int(discrete_rows(np.array([luck]), odds[None, :])[0])
