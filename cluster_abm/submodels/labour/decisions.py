"""Labour: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.core.tables import Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.labour.equations import moved_offer
from cluster_abm.submodels.labour.numbers import LabourRules


def plan_staff(firms: Firms, rules: LabourRules) -> Floats:
    """Staff for the work under contract and a little more; a new firm keeps its team.

    At the site of a multinational the parent's plan decides (E6).

    Returns:
        Persons wanted, shape ``(firms,)``.
    """
    planned = firms.needed * rules.hiring_cover
    keeps = firms.age <= rules.loyalty_months
    staff = np.where(keeps, np.maximum(planned, firms.headcount), planned)
    return np.where(firms.is_sme, staff, firms.plan.sum(axis=1))


def courses(firms: Firms, rules: LabourRules) -> Floats:
    """Give the staff the courses that the number for all firms says, and those of a parent.

    Returns:
        Share of payroll, shape ``(firms,)``.
    """
    return rules.training_effort.of(firms) + firms.courses


def set_offers(firms: Firms, rules: LabourRules, going_rate: Floats) -> Floats:
    """Offer more where many posts stay unfilled, a little less where few do.

    No firm bids a unit of work up to more than it earns, and none pays below the minimum.
    A firm without a post of some skill would offer what others pay for it.
    Multinationals keep to their parents' policy of paying more than local firms (M01).

    Args:
        firms: The firms.
        rules: The rules of the month.
        going_rate: What local firms offer on average, US cent/month, shape ``(firms, skills)``.

    Returns:
        Monthly base pay by skill, US cent/month, shape ``(firms, skills)``.
    """
    share = firms.unfilled / np.maximum(firms.posts, 1)
    offer = moved_offer(
        firms.offer, share, rules.offer_rise, rules.offer_rise_cap, rules.offer_fall
    )
    afford = firms.unit_cost < rules.offer_ceiling * np.maximum(firms.price, firms.unit_cost / 2)
    offer = np.where(afford[:, None], offer, np.minimum(offer, firms.offer))
    offer = np.where((firms.posts > 0) | (firms.posts_filled > 0), offer, going_rate)
    policy = firms.premium[:, None] * going_rate
    return np.maximum(np.maximum(offer, policy), rules.minimum_wage * CENTS_PER_DOLLAR)
