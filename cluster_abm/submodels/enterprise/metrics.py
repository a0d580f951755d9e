"""Enterprise: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import FirmOrigin, Kind, Reform
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.core.ledger import Payments, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR

THOUSAND = 1000
"""Jobs that births are counted by."""


@metric(unit="firms")
def firms_counted(census: Census) -> float:
    """Locally owned firms that ever had ten staff or more (K19)."""
    return float(np.count_nonzero(census.local.counted))


@metric(unit="firms")
def firms_all(firms: Firms) -> float:
    """Firms of every kind and size, contact centres included."""
    return float(len(firms))


@counted(Census.firms[Kind.SME], unit="firms")
def firms_sme() -> None:
    """Locally owned firms of every size."""


@counted(Flows.births, unit="firms/month")
def births() -> None:
    """Firms that began (K47)."""


@counted(Flows.births[FirmOrigin.SPIN_OFF], unit="firms/month")
def spin_offs() -> None:
    """Firms that employees of the cluster began (K08)."""


@counted(Flows.births[FirmOrigin.SPIN_OUT], unit="firms/month")
def spin_outs() -> None:
    """Firms that researchers began on what universities found out (K08)."""


@counted(Flows.deaths, unit="firms/month")
def deaths() -> None:
    """Firms that closed (K47)."""


@counted(Flows.deaths_counted, unit="firms/month")
def deaths_counted() -> None:
    """Firms that closed and ever had ten staff or more."""


@counted(Flows.profit[Kind.SME], unit="US$/month")
def profit_smes() -> None:
    """Earnings of locally owned firms before interest and tax (K21)."""


@counted(Flows.profit[Kind.SME + 1 :], unit="US$/month")
def profit_others() -> None:
    """Earnings of multinationals and contact centres before interest and tax."""


@counted(Payments.spent[Why.DIVIDENDS], unit="US$/month")
def dividends() -> None:
    """What firms pay to their owners."""


@counted(Payments.spent[Why.EQUIPMENT], unit="US$/month")
def equipment_bought() -> None:
    """What firms spend on equipment (K20)."""


@metric(unit="US$")
def equipment_smes(census: Census) -> float:
    """Hard assets of locally owned firms."""
    return total(census.local.equipment) / CENTS_PER_DOLLAR


@metric(unit="share of firms")
def overdrawn_smes(census: Census) -> float:
    """Locally owned firms that cannot pay their bills, as banks lend them no more."""
    return np.count_nonzero(census.local.cash < 0) / max(len(census.local), 1)


@counted(Census.losing, among=Census.firms[Kind.SME], unit="share of firms")
def loss_making_smes() -> None:
    """Locally owned firms that lost money over the last twelve months."""


@counted(Payments.spent[Why.FOUNDING_CAPITAL], unit="US$/month")
def founding_capital() -> None:
    """Money that founders put into new firms (K48)."""


@counted(Payments.spent[Why.WRITE_OFF], unit="US$/month")
def written_off() -> None:
    """What banks lose on firms that close."""


@counted((Payments.spent[[Why.EQUIPMENT, Why.FOUNDING_CAPITAL]], Flows.research), unit="US$/month")
def investment() -> None:
    """Research, equipment and founders' capital that firms of the cluster put in (K20)."""


@counted(
    Flows.births, among=Census.staff, times=THOUSAND * MONTHS_PER_YEAR,
    unit="firms/year/1,000 persons",
)  # fmt: skip
def entrepreneurship() -> None:
    """Firms that begin in a year at this month's pace, for each thousand jobs (K35)."""


@counted(Flows.reforms[Reform.FOUNDING], unit="US$/month")
def founding_help_paid() -> None:
    """What government pays so that founders need less money than in January 2009 (I84)."""
