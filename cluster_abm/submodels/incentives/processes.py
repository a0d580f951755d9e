"""Incentives: what happens in the month."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import FunderKind, Skill
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.funders import Funders
from cluster_abm.agents.universities import Universities
from cluster_abm.core.ledger import Ledger, Sector, Why, cents, split
from cluster_abm.core.tables import Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.incentives import equations
from cluster_abm.submodels.incentives.numbers import IncentiveRules


def credit_research(firms: Firms, ledger: Ledger, flows: Flows, rules: IncentiveRules) -> None:
    """Research that a firm bears itself earns a credit against profit tax (I59).

    What the tax does not cover waits for tax to come, even if the credit ends; part of it may be
    paid out at once.
    """
    if rules.research_credit.nil and not firms.tax_credit.any():
        firms.tax_relief = 0.0
        return
    rate = np.where(firms.is_sme, rules.research_credit.of(firms), 0.0)
    borne = firms.research_cost - firms.granted - firms.co_paid
    earned = cents(np.minimum(rate * (1 + rules.relabelling), 1.0) * borne)
    firms.tax_relief = (
        rate
        * (1 - firms.co_financed)
        * equations.usable_part(
            firms.tax.sum(axis=1),
            firms.tax_credit + MONTHS_PER_YEAR * earned,
            rules.credit_paid_out,
        )
    )
    tax = firms.tax[:, -1]
    # the credit of the month meets its tax first, so that no part of it is asked for twice
    out = cents(np.floor(rules.credit_paid_out * np.maximum(earned - tax, 0)))
    given = np.minimum(firms.tax_credit + earned - out, tax) + out
    ledger.pay(ledger.of(Sector.GOVERNMENT), ledger.of(Sector.FIRMS), given, Why.TAX_CREDITS)
    firms.tax_credit += earned - given
    firms.support[:, -1] += given
    flows.tax_forgone[0] += given.sum()


def collect_levy(funders: Funders, ledger: Ledger, rules: IncentiveRules) -> None:
    """Communications providers pay the levy into the fund (A13, A88)."""
    fund = _levy_fund(funders)
    usual = funders.pot[fund] / MONTHS_PER_YEAR
    paid = cents(usual * (rules.levy_rate / rules.levy_rate_2009))
    ledger.pay(ledger.of(Sector.ECONOMY), ledger.of(Sector.FUNDERS, fund), paid, Why.LEVY)


def _levy_fund(funders: Funders) -> Ints:
    """Row of the levy fund; none if there is none."""
    rows: Ints = (funders.sort == FunderKind.LEVY_FUND).nonzero()[0][:1]
    return rows


def spend_levy(
    firms: Firms, funders: Funders, universities: Universities, ledger: Ledger,
    rules: IncentiveRules,
) -> None:  # fmt: skip
    """The fund pays for seats and for part of the research of firms, as far as its money goes."""
    fund = _levy_fund(funders)
    asked = rules.levy_training + rules.levy_research
    firms.co_financed, firms.co_paid = 0.0, 0
    universities.sponsored = 0
    if not asked or not len(fund):
        return
    money = min(asked * CENTS_PER_DOLLAR / MONTHS_PER_YEAR, float(funders.cash[fund[0]]))
    for_seats = int(money * rules.levy_training / asked)
    _sponsor_seats(universities, ledger, fund, for_seats)
    _co_finance(firms, ledger, fund, money - for_seats, rules)


def _sponsor_seats(universities: Universities, ledger: Ledger, fund: Ints, money: int) -> None:
    """Give money to the schools of engineers and support staff, in proportion to their seats."""
    technical = np.isin(universities.skill, (Skill.ENGINEER, Skill.SUPPORT)) & ~universities.abroad
    parts = split(money, universities.seats * technical)
    through = ledger.of(Sector.FUNDERS, np.repeat(fund, len(parts)))
    ledger.pay(through, ledger.of(Sector.UNIVERSITIES), parts, Why.PUBLIC_SERVICE)
    universities.sponsored = parts


def _co_finance(
    firms: Firms, ledger: Ledger, fund: Ints, money: float, rules: IncentiveRules
) -> None:
    """Pay everybody the same part of the month's research that no grant pays."""
    research = np.where(firms.is_sme, firms.research_cost - firms.granted, 0)
    part = equations.co_financed_part(money, int(research.sum()), rules.co_financing)
    paid = cents(np.floor(part * research))
    through = ledger.of(Sector.FUNDERS, np.repeat(fund, len(firms)))
    ledger.pay(through, ledger.of(Sector.FIRMS), paid, Why.CO_FINANCING)
    firms.support[:, -1] += paid
    firms.co_financed, firms.co_paid = np.where(firms.is_sme, part, 0.0), paid
