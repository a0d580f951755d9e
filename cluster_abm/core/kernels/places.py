"""Queues, ranks and matching, one entry after the other.

Twins of :mod:`cluster_abm.core.groups` and of equations of the submodels whose names they bear.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Ints


@kernel_of_places
def rank_in_group(sorted_groups: NDArray[np.integer[Any]]) -> Ints:
    """Rank of each entry within its run of equal entries."""
    ranks = np.zeros(len(sorted_groups), np.int64)
    for i in range(1, len(sorted_groups)):
        if sorted_groups[i] == sorted_groups[i - 1]:
            ranks[i] = ranks[i - 1] + 1
    return ranks


@kernel_of_places
def ranks_in_groups(number: NDArray[np.integer[Any]]) -> Ints:
    """Ranks of newcomers, from 0 in each group."""
    ranks = np.empty(number.sum(), np.int64)
    i = 0
    for newcomers in number:
        for rank in range(newcomers):
            ranks[i] = rank
            i += 1
    return ranks


@kernel_of_places
def first_mention(rows: Ints) -> Flags:
    """Which entries do not repeat an earlier one of their row."""
    first = np.ones(rows.shape, np.bool_)
    for i in range(rows.shape[0]):
        for j in range(1, rows.shape[1]):
            for earlier in range(j):
                if rows[i, earlier] == rows[i, j]:
                    first[i, j] = False
    return first
