"""Governance: the equations."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.types import Floats


def taxable_profit(earnings: Floats) -> Floats:
    r"""Profit of a month on which tax falls due, before any exemption.

    .. math::  \max\bigl(0, \min(e_{12}, \textstyle\sum_{j=1}^{12} e_j)\bigr)  \tag{G1}

    Losses of the last twelve months come off first, so a firm that lost money over the year
    owes nothing in a good month.

    Args:
        earnings: Earnings before interest and tax :math:`e_1, \dots, e_{12}`, oldest first, US
            cent/month, shape ``(firms, 12)``.

    Returns:
        US cent, never negative, shape ``(firms,)``.

    Source:
        Assumption: a yearly tax on profit, paid month by month.

    >>> months = np.zeros((3, 12))
    >>> months[:, -1] = [100.0, 100.0, -100.0]
    >>> months[1, 0] = -70.0
    >>> taxable_profit(months).tolist()
    [100.0, 30.0, 0.0]
    """
    return np.maximum(0.0, np.minimum(earnings[:, -1], earnings.sum(axis=1)))
