"""Sums over few columns, quicker than NumPy's own, which takes one row after the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def sum_of_columns[S: (np.int64, np.float64)](values: NDArray[S]) -> NDArray[S]:
    """Add up the columns of a table from the first to the last.

    Args:
        values: Numbers, shape ``(n, columns)``, at least one column.

    Returns:
        Sums, shape ``(n,)``; of fewer than eight columns the bytes of ``values.sum(axis=1)``.

    >>> sum_of_columns(np.array([[1, 2, 3], [4, 5, 6]])).tolist()
    [6, 15]
    """
    total = values[:, 0].copy()
    for column in values.T[1:]:
        total += column
    return total
