"""The payroll: what labour costs firms, and what goes off the pay of their people."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.agents.firms import Firms
from cluster_abm.core import compiled
from cluster_abm.core.kernels import books as kernels
from cluster_abm.core.ledger import cents
from cluster_abm.core.tables import Floats, Ints


class Wages(NamedTuple):
    """What firms and their people pay in a month, US cent."""

    gross: Ints
    """Pay before anything goes off, shape ``(firms,)``."""
    employer: Ints
    """Contributions of each firm, same shape."""
    employee: Ints
    """Contributions of its people, same shape."""
    tax: Ints
    """Income tax of its people, same shape."""
    forgone: int
    """Contributions that all firms pay less than at the rate of 2009."""


def write_wages(
    firms: Firms, by_employer: Floats, course_share: Floats, thirteenth: float,
    by_employee: float, tax: float, in_2009: float,
) -> Wages:  # fmt: skip
    """Write the cost of labour and the bill for courses into the books of firms.

    Args:
        firms: The firms.
        by_employer: Contributions of each firm, share of gross pay, shape ``(firms,)``.
        course_share: Courses that it gives, share of base pay, same shape.
        thirteenth: Pay of the thirteenth month, share of base pay.
        by_employee: Contributions of its people, share of gross pay.
        tax: Their income tax, share of gross pay.
        in_2009: Contributions of employers in 2009, share of gross pay.

    >>> firms = Firms(None)
    >>> _ = firms.admit(np.zeros(1, np.uint64), pay=np.full((1, 5, 2), 10))
    >>> wages = write_wages(firms, np.array([0.1]), np.zeros(1), 0.0, 0.2, 0.3, 0.15)
    >>> [wages.gross[0], wages.employer[0], wages.employee[0], wages.tax[0], wages.forgone]
    [np.int64(100), np.int64(10), np.int64(20), np.int64(30), 5]
    >>> firms.labour_cost.tolist()
    [110]
    """
    if compiled.in_use:
        return Wages(*kernels.wages(
            firms.pay, thirteenth, by_employer, by_employee, tax, in_2009, course_share,
            firms.labour_cost, firms.course_bill, firms.earnings,
        ))  # fmt: skip
    bill = firms.bill
    gross = cents(bill * (1 + thirteenth))
    employer = cents(gross * by_employer)
    firms.labour_cost = gross + employer
    firms.earnings[:, -1] -= firms.labour_cost
    firms.course_bill = cents(course_share * bill)
    forgone = int(np.add.reduce(cents(in_2009 * gross) - employer))
    return Wages(gross, employer, cents(by_employee * gross), cents(tax * gross), forgone)
