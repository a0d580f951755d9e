"""Capital: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Kind
from cluster_abm.agents.firms import Firms
from cluster_abm.core import compiled
from cluster_abm.core.actor import decision
from cluster_abm.core.kernels import funding as kernels
from cluster_abm.core.tables import Flags, Floats
from cluster_abm.submodels.capital import equations
from cluster_abm.submodels.capital.numbers import CapitalRules

_LOCAL = int(Kind.SME)


@decision
def repay_debt(firms: Firms, rules: CapitalRules) -> Floats:
    """Pay back debt beyond what the equipment carries, out of cash above one payroll.

    Returns:
        US cent, shape ``(firms,)``.
    """
    carried = loans_wanted(firms, rules)
    spare = firms.cash - rules.months_before_repaying * firms.labour_cost
    return equations.repayment(firms.debt, carried, spare)


def loans_wanted(firms: Firms, rules: CapitalRules) -> Floats:
    """Debt that equipment is worth at the rate of interest, US cent, shape ``(firms,)``."""
    return _loan_to_equipment(rules) * firms.equipment


def _loan_to_equipment(rules: CapitalRules) -> float:
    """Part of its equipment that a firm finances by debt at the rate of interest."""
    answer = equations.response_to_rate(
        rules.interest_rate, rules.interest_rate_2009, rules.credit_elasticity
    )
    return rules.equipment_loans * answer


@decision
def ask_for_loan(firms: Firms, rules: CapitalRules) -> Floats:
    """Borrow what cannot be paid, or else part of what the equipment may carry.

    Parents finance multinationals, so these ask for nothing.

    Returns:
        US cent, shape ``(firms,)``.
    """
    if compiled.in_use:
        return kernels.ask(
            firms.sort, _LOCAL, firms.debt, firms.equipment, firms.cash, firms.credit_limit,
            _loan_to_equipment(rules), rules.borrowing_speed,
        )  # fmt: skip
    gap = loans_wanted(firms, rules) - firms.debt
    wish = equations.new_loan(
        -firms.cash.astype(np.float64), rules.borrowing_speed * gap, firms.credit_left
    )
    return np.where(firms.is_sme, wish, 0.0)


@decision
def apply_for_grant(firms: Firms, rules: CapitalRules, effort: Floats) -> Flags:
    """Apply for a grant if what it may bring is worth the effort (E10, M98).

    Args:
        firms: The firms.
        rules: The rules of the month.
        effort: What writing a proposal would cost, US$, shape ``(firms,)``.

    Returns:
        Whether each firm applies, shape ``(firms,)``.
    """
    gain = equations.expected_gain(firms.grant_belief, rules.grant_size, rules.grant_benefit)
    return gain > effort
