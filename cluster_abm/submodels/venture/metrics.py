"""Venture: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Home, Reform
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.stakes import Plans, Stakes
from cluster_abm.agents.world import World
from cluster_abm.core.ledger import Ledger, Sector, Why
from cluster_abm.core.metric import metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.venture import equations
from cluster_abm.submodels.venture.numbers import VentureRules

_ABROAD = np.array(Home.ABROAD, np.int16)
"""An array without axes, which NumPy need not convert every time."""


@metric(unit="deals/month")
def angel_deals(flows: Flows) -> float:
    """Firms that angels back, those that they help to found included (A83, K48)."""
    return float(flows.deals[0])


@metric(unit="deals/month")
def venture_deals(flows: Flows) -> float:
    """Firms that venture funds back (A85, K48)."""
    return float(flows.deals[1])


@metric(unit="firms/month")
def seeded_foundings(flows: Flows) -> float:
    """Spin-offs whose founder had the money only because an angel gave it (G10)."""
    return float(flows.seeded[0])


@metric(unit="plans")
def plans_without_money(plans: Plans) -> float:
    """Employees who would found a firm and lack the money (G10)."""
    return float(len(plans))


@metric(unit="US$/month")
def equity_paid_in(ledger: Ledger) -> float:
    """What angels and venture funds pay into local firms (K48)."""
    return ledger.paid(Why.EQUITY) / CENTS_PER_DOLLAR


@metric(unit="exits/month")
def venture_exits(flows: Flows) -> float:
    """Stakes that angels and funds sell to an acquirer."""
    return float(flows.exits[0])


@metric(unit="US$/month")
def exit_proceeds(ledger: Ledger) -> float:
    """What acquirers pay for stakes."""
    paid = ledger.flows[Why.EXITS, :, Sector.FUNDERS]
    return float(paid[Sector.ABROAD] + paid[Sector.ECONOMY]) / CENTS_PER_DOLLAR


@metric(unit="stakes/month")
def stakes_written_off(flows: Flows) -> float:
    """Stakes of angels and funds that end without a sale."""
    return float(flows.stakes_written_off[0])


@metric(unit="US$/month")
def stakes_ended_cost(flows: Flows) -> float:
    """What was paid for the stakes that end this month."""
    return float(flows.stakes_cost[0]) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def stakes_ended_return(flows: Flows) -> float:
    """What the stakes that end this month have brought, dividends included."""
    return float(flows.stakes_brought[0]) / CENTS_PER_DOLLAR


@metric(unit="stakes")
def stakes_held(stakes: Stakes) -> float:
    """Parts of firms that angels and funds hold."""
    return float(np.count_nonzero(stakes.held))


@metric(unit="firms")
def owned_abroad(stakes: Stakes) -> float:
    """Parts of local firms owned abroad, added up over firms, in firms."""
    mine = (stakes.firm >= 0) & (stakes.home == _ABROAD)
    return total(stakes.share[mine])


@metric(unit="share of sellers")
def market_liquidity(world: World, rules: VentureRules) -> float:
    """Liquidity of the market in which stakes are sold (M103)."""
    buyers = rules.foreign_buyers + rules.junior_exchange
    return equations.liquidity(world.exits, buyers, rules.critical_mass)


@metric(unit="US$/month")
def seed_fund_paid(flows: Flows) -> float:
    """Public money that goes into venture funds, less what lies idle and goes back (I58)."""
    return float(flows.seed_money[0]) / CENTS_PER_DOLLAR


@metric(unit="US$/month")
def exchange_paid(flows: Flows) -> float:
    """What government pays for a junior exchange (I54)."""
    return float(flows.reforms[Reform.EXCHANGE]) / CENTS_PER_DOLLAR
