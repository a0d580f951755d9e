"""Venture: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Home, Reform
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.stakes import Plans, Stakes
from cluster_abm.agents.world import World
from cluster_abm.core.ledger import Payments, Sector, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.submodels.venture import equations
from cluster_abm.submodels.venture.numbers import VentureRules

_ABROAD = np.array(Home.ABROAD, np.int16)
"""An array without axes, which NumPy need not convert every time."""
ACQUIRERS = [Sector.ABROAD, Sector.ECONOMY]
"""Who buys stakes."""


@counted(Flows.deals[0], unit="deals/month")
def angel_deals() -> None:
    """Firms that angels back, those that they help to found included (A83, K48)."""


@counted(Flows.deals[1], unit="deals/month")
def venture_deals() -> None:
    """Firms that venture funds back (A85, K48)."""


@counted(Flows.seeded, unit="firms/month")
def seeded_foundings() -> None:
    """Spin-offs whose founder had the money only because an angel gave it (G10)."""


@metric(unit="plans")
def plans_without_money(plans: Plans) -> float:
    """Employees who would found a firm and lack the money (G10)."""
    return float(len(plans))


@counted(Payments.spent[Why.EQUITY], unit="US$/month")
def equity_paid_in() -> None:
    """What angels and venture funds pay into local firms (K48)."""


@counted(Flows.exits, unit="exits/month")
def venture_exits() -> None:
    """Stakes that angels and funds sell to an acquirer."""


@counted(Payments.flows[Why.EXITS, ACQUIRERS, Sector.FUNDERS], unit="US$/month")
def exit_proceeds() -> None:
    """What acquirers pay for stakes."""


@counted(Flows.stakes_written_off, unit="stakes/month")
def stakes_written_off() -> None:
    """Stakes of angels and funds that end without a sale."""


@counted(Flows.stakes_cost, unit="US$/month")
def stakes_ended_cost() -> None:
    """What was paid for the stakes that end this month."""


@counted(Flows.stakes_brought, unit="US$/month")
def stakes_ended_return() -> None:
    """What the stakes that end this month have brought, dividends included."""


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


@counted(Flows.seed_money, unit="US$/month")
def seed_fund_paid() -> None:
    """Public money that goes into venture funds, less what lies idle and goes back (I58)."""


@counted(Flows.reforms[Reform.EXCHANGE], unit="US$/month")
def exchange_paid() -> None:
    """What government pays for a junior exchange (I54)."""
