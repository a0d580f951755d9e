"""Venture: what firms and investors choose; a class of firm may choose otherwise."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import FunderKind
from cluster_abm.agents.firms import Firms
from cluster_abm.core import compiled
from cluster_abm.core.actor import decision
from cluster_abm.core.kernels import funding as kernels
from cluster_abm.core.luck import Luck, heir
from cluster_abm.core.numerics import normal
from cluster_abm.core.tables import Flags, Floats, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.venture import equations
from cluster_abm.submodels.venture.numbers import VentureRules

SIGNALS = 4
"""What an investor may see: the firm itself, a score, a product, what a neighbour says."""


@decision
def seek_investor(firms: Firms, rules: VentureRules) -> Flags:
    """Seek an investor if there is no project under way, and research or cash lacks money.

    Returns:
        Whether each firm does, shape ``(firms,)``.
    """
    spare = firms.cash - rules.payrolls_kept * firms.labour_cost
    seeks: Flags = firms.is_sme & (firms.promised == 0) & (spare < firms.research_plan)
    return seeks


class Prospects(NamedTuple):
    """Firms or plans that an investor looks at, an entry each."""

    births: Keys
    """Birth keys of firms, or of those that are planned."""
    value: Floats
    """True value of their projects, standard deviations."""
    score: Floats
    """Score with which they won a grant; 0 is none."""
    product: Flags
    """Do they have a product of their own?"""
    near: Flags
    """Does the investor hold a stake in their zone?"""


def look(
    who: np.uint64, prospects: Prospects, luck: Luck, rules: VentureRules
) -> tuple[Floats, Floats]:
    """What an investor believes of some projects (E11).

    It finds the same thing whenever it looks at the same firm: its errors are for life.

    Args:
        who: Birth key of the investor.
        prospects: What there is to see.
        luck: Luck of the month.
        rules: The rules of the month.

    Returns:
        Mean and precision, shape ``(prospects,)`` each.
    """
    n = len(prospects.births)
    pair = heir(prospects.births ^ who, "look", 0, np.zeros(n))
    error = normal(luck.lasting("error of an investor", pair, SIGNALS).T)
    told = np.array([
        rules.diligence_precision, rules.award_precision, rules.prototype_precision,
        rules.tie_precision,
    ])  # fmt: skip
    if compiled.in_use:
        return kernels.believe(error, *prospects[1:], told, TINY, rules.prior_precision)
    seen = np.array([np.ones(n, bool), prospects.score != 0, prospects.product, prospects.near])
    signals = prospects.value + error / np.sqrt(np.maximum(told, TINY))[:, None]
    signals[1] = prospects.score
    prior = np.full(n, rules.prior_precision)
    return equations.belief_after(np.zeros(n), prior, signals, seen * told[:, None])


TINY = 1e-12
"""Keeps the error of a signal that nobody hears finite."""


class Terms(NamedTuple):
    """On which terms one kind of investor buys."""

    ticket: float
    """What it pays, US cent."""
    first: float
    """Part of that which comes first."""
    wanted: float
    """Multiple of it that it asks to expect."""
    oldest: float
    """Age up to which it looks at a firm, months."""


def terms_of(sort: int, rules: VentureRules) -> Terms:
    """On which terms investors of one sort buy."""
    if sort == FunderKind.ANGELS:
        return Terms(rules.angel_ticket * CENTS_PER_DOLLAR, 1.0, rules.angel_return,
                     rules.angel_age)  # fmt: skip
    return Terms(rules.fund_ticket * CENTS_PER_DOLLAR, rules.first_stage, rules.fund_return,
                 rules.fund_age)  # fmt: skip
