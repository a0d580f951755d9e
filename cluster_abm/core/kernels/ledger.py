"""Payments.  Twin of :meth:`cluster_abm.core.ledger.Ledger.pay`."""

import numpy as np

from cluster_abm.core.compiled import kernel
from cluster_abm.core.types import Ints

EVERY_ROW = np.array([np.iinfo(np.int64).min])
"""Stands for the rows of an account that is all of its table, or a purse."""
_EVERY = np.iinfo(np.int64).min


@kernel
def _takes(cash: Ints, rows: Ints, payments: int) -> bool:
    """Does an account take so many amounts, each in a row of its own?  A purse takes any number."""
    if rows.size and rows[0] == _EVERY:
        return cash.size in (1, payments)
    for row in rows:
        if not 0 <= row < cash.size:
            return False
    return rows.size == payments


@kernel
def _post(cash: Ints, rows: Ints, sign: int, amount: Ints, total: int) -> None:
    if rows[0] != _EVERY:
        for i in range(rows.size):
            cash[rows[i]] += sign * amount[i]
    elif cash.size == 1:
        cash[0] += sign * total
    else:
        for i in range(cash.size):
            cash[i] += sign * amount[i]


@kernel
def pay(
    payer: Ints, payers: Ints, payee: Ints, payees: Ints, amount: Ints, flows: Ints, spent: Ints,
    why: int, fro: int, to: int,
) -> bool:  # fmt: skip
    """Move money from rows to rows and book it; say no if that is no payment."""
    total = 0
    for one in amount:
        if one < 0:
            return False
        total += one
    if not (_takes(payer, payers, amount.size) and _takes(payee, payees, amount.size)):
        return False
    if total:
        _post(payer, payers, -1, amount, total)
        _post(payee, payees, 1, amount, total)
        flows[why, fro, to] += total
        spent[why] += total
    return True
