"""Incentives: the equations."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.types import Floats, Ints


def usable_part(tax: Ints, credit: Ints, paid_out: float) -> Floats:
    r"""Part of one more dollar of credit that a firm can make use of within a year.

    .. math::  1 \text{ if } T > K, \text{ else } \rho                            \tag{I1}

    Args:
        tax: Profit tax of the last year :math:`T`, US cent, shape ``(firms,)``.
        credit: Credit that waits, and that its research earns in a year :math:`K`, US cent,
            shape ``(firms,)``.
        paid_out: Part of a credit beyond the tax that is paid out :math:`\rho`, 0 to 1.

    Returns:
        Shares, 0 to 1, shape ``(firms,)``.

    Source:
        A credit against tax is worth nothing to a firm without tax (I59); what research costs at
        the margin decides how much is done, and not what it costs on average.

    >>> usable_part(np.array([50, 0, 9]), np.array([100, 100, 0]), 0.2).tolist()
    [0.2, 0.2, 1.0]
    """
    return np.where(tax > credit, 1.0, paid_out)


def co_financed_part(budget: float, research: int, most: float) -> float:
    r"""Part of everybody's research that a fund pays.

    .. math::  \min(m,\; B / R)                                                  \tag{I2}

    Args:
        budget: Money of the month :math:`B`, US cent.
        research: Research of all firms that ask :math:`R`, US cent.
        most: Largest part :math:`m`, 0 to 1.

    Returns:
        Share, 0 to 1; the largest where nobody asks yet and there is money.

    >>> co_financed_part(10.0, 100, 0.5), co_financed_part(90.0, 100, 0.5)
    (0.1, 0.5)
    """
    if budget <= 0:
        return 0.0
    return min(most, budget / max(research, 1))
