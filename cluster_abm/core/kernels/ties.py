"""Ties, one after the other.  Twins of :mod:`cluster_abm.agents.ties`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Ints


@kernel_of_places
def find(
    one: NDArray[np.integer[Any]], other: NDArray[np.integer[Any]], older: Ints, younger: Ints
) -> Ints:
    """Rows of the pairs of *older* and *younger* among those of *one* and *other*, or -1."""
    begin = np.zeros(max(one.max(), older.max()) + 2, np.int64)
    for i in one:
        begin[i + 1] += 1
    begin = np.cumsum(begin)
    # the ties of each older firm together, so that few are looked at for each pair
    free, by_older = begin.copy(), np.empty(len(one), np.int64)
    for row in range(len(one)):
        by_older[free[one[row]]] = row
        free[one[row]] += 1
    found = np.full(len(older), -1, np.int64)
    for pair in range(len(older)):
        for row in by_older[begin[older[pair]] : begin[older[pair] + 1]]:
            if other[row] == younger[pair]:
                found[pair] = row
    return found
