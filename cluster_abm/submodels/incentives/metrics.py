"""Incentives: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import FunderKind
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.funders import Funders
from cluster_abm.core.ledger import Payments, Sector, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR

_LEVY_FUND = np.array(FunderKind.LEVY_FUND, np.int16)
"""An array without axes, which NumPy need not convert every time."""


@counted(Payments.spent[Why.TAX_CREDITS], unit="US$/month")
def research_credits() -> None:
    """Tax credits for research that firms use or are paid (I59)."""


@metric(unit="US$")
def credits_waiting(firms: Firms) -> float:
    """Tax credits for research for which firms had no tax to pay yet."""
    return total(firms.tax_credit) / CENTS_PER_DOLLAR


@metric(unit="US$")
def levy_fund_balance(funders: Funders) -> float:
    """Money in the levy fund (A88)."""
    return total(funders.cash[funders.sort == _LEVY_FUND]) / CENTS_PER_DOLLAR


@counted(Payments.spent[Why.LEVY], unit="US$/month")
def levy_paid() -> None:
    """What communications providers pay into the levy fund (Q37)."""


@counted(Payments.flows[Why.PUBLIC_SERVICE, Sector.FUNDERS, Sector.UNIVERSITIES], unit="US$/month")
def levy_seats_paid() -> None:
    """What the levy fund pays for seats of technical schools."""


@counted(Payments.spent[Why.CO_FINANCING], unit="US$/month")
def research_co_financed() -> None:
    """Research of local firms that the levy fund pays."""


@metric(unit="share of research")
def research_relief(firms: Firms, census: Census) -> float:
    """Part of the cost of one more dollar of research that others bear, mean of those who do it."""
    doing = (firms.in_research & census.is_local).nonzero()[0]
    relief = firms.tax_relief[doing] + firms.co_financed[doing]
    return total(relief) / max(len(relief), 1)
