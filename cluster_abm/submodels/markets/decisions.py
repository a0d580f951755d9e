"""Markets: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Activity
from cluster_abm.agents.firms import Firms
from cluster_abm.core.actor import decision
from cluster_abm.core.tables import Flags, Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.markets import equations
from cluster_abm.submodels.markets.numbers import MarketRules


@decision
def choose_focus(firms: Firms, rules: MarketRules, bent: Floats, market: Floats) -> Flags:
    """Work for the segment it knows best before all others, if that is large enough for it.

    Args:
        firms: The firms, who know which segment is their home.
        rules: The rules of the month.
        bent: How the founder leans towards opportunity, 0 to 1, shape ``(firms,)``.
        market: What the segment at home spends, US cent/month, shape ``(firms,)``.
    """
    leans = bent < rules.focus_share
    fits: Flags = market >= rules.niche_room * firms.capacity
    return leans & fits & firms.is_sme & (firms.experience.sum(axis=1) > 0)


@decision
def seek_customers_abroad(
    firms: Firms, rules: MarketRules, advised: Flags, part: float, usual: float
) -> Flags:
    """Enter markets abroad if those who sell there show that it pays (X5).

    Quality and price, English, references and cash decide; the cost is sunk.

    Args:
        firms: The firms.
        rules: The rules of the month.
        advised: Who has been shown what customers abroad want, shape ``(firms,)``.
        part: Part of their work that exporters do for customers abroad.
        usual: What the work of exporters is worth to buyers there on average, odds.
    """
    odds = odds_abroad(firms, rules)
    sales = equations.sales_expected(firms.capacity, part, odds, max(usual, LEAST_ODDS))
    margin = np.maximum(1 - firms.unit_cost / np.maximum(firms.price, LEAST_ODDS), 0.0)
    belief = np.where(advised, 1.0, rules.confidence)
    cost = cost_of_entry(firms, rules) * (1 - rules.export_offset)
    at_call = firms.cash - rules.cash_kept * firms.labour_cost
    vouched = firms.references.sum(axis=1) >= 1
    goes = equations.worth_going(
        sales * margin, rules.export_horizon, belief, cost, at_call, vouched
    )
    return goes & firms.is_sme & ~firms.exporter


def odds_abroad(firms: Firms, rules: MarketRules) -> Floats:
    """What its work is worth to buyers abroad, odds, shape ``(firms,)``."""
    odds: Floats = firms.odds * (1 - rules.silence_abroad * (1 - firms.speaks))
    return odds


LEAST_ODDS = 1e-9
"""Keeps nought over nought from being asked for."""


def cost_of_entry(firms: Firms, rules: MarketRules) -> Floats:
    """What it takes to enter markets abroad; who only integrates has to design anew (M81)."""
    anew = 1 + rules.retrofit * (firms.activity != Activity.OWN_WORK)
    cost: Floats = rules.market_entry_cost * CENTS_PER_DOLLAR * anew
    return cost
