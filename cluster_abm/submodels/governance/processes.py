"""Governance: what happens in the month."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.submodels.governance import equations
from cluster_abm.submodels.governance.numbers import GovernanceRules


def tax(firms: Firms, ledger: Ledger, flows: Flows, rules: GovernanceRules) -> None:
    """Firms pay tax on profit, unless a licence or a zone exempts it (A23, A94).

    What they would have paid at the rate of 2009 without any exemption is forgone.
    """
    profit = equations.taxable_profit(firms.earnings)
    exempt = np.where(firms.licensed, 1.0, firms.relief)
    firms.tax_due = rules.profit_tax.of(firms) * profit
    paid = cents(firms.tax_due * (1 - exempt))
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.GOVERNMENT), paid, Why.PROFIT_TAX)
    flows.tax_forgone[0] += cents(rules.profit_tax_2009 * profit).sum() - paid.sum()
    np.add.at(flows.profit, firms.sort, cents(firms.earnings[:, -1]))
    np.add.at(flows.profit_tax, firms.sort, paid)
