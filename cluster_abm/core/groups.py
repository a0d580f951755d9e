"""Runs of equal entries in sorted arrays: ranks in a queue, first in line."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core import compiled
from cluster_abm.core.kernels import places as kernels
from cluster_abm.core.kernels import rows as row_kernels
from cluster_abm.core.types import Flags, Floats, Ints


def rank_in_group(sorted_groups: Ints) -> Ints:
    """Rank of each entry within its run of equal entries, from 0.

    Args:
        sorted_groups: Group of each entry, equal ones together, shape ``(n,)``.

    Returns:
        Ranks, shape ``(n,)``.

    >>> rank_in_group(np.array([4, 4, 7, 7, 7])).tolist()
    [0, 1, 0, 1, 2]
    """
    if compiled.in_use:
        return kernels.rank_in_group(sorted_groups)
    if not len(sorted_groups):
        return np.zeros(0, np.int64)
    first = np.ones(len(sorted_groups), bool)
    first[1:] = sorted_groups[1:] != sorted_groups[:-1]
    starts = np.flatnonzero(first)
    ranks: Ints = np.arange(len(sorted_groups)) - starts[np.cumsum(first) - 1]
    return ranks


def ranks_in_groups(number: Ints) -> Ints:
    """Ranks of newcomers, from 0 in each group, of which there are some in each.

    Args:
        number: Newcomers of each group, shape ``(groups,)``.

    Returns:
        Ranks, one group after the other, shape ``(newcomers,)``.

    >>> ranks_in_groups(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    if compiled.in_use:
        return kernels.ranks_in_groups(number)
    ends = np.cumsum(number)
    return np.arange(int(number.sum())) - np.repeat(ends - number, number)


def sums_by_group[S: (np.int64, np.float64)](
    group: NDArray[np.integer[Any]], values: NDArray[S], groups: int
) -> NDArray[S]:
    """Add up numbers by group; of whole ones exactly, while no sum reaches 2**53.

    Args:
        group: Group of each row, shape ``(n,)``.
        values: What to add up, shape ``(n, …)``.
        groups: Number of groups.

    Returns:
        Sums, shape ``(groups, …)``.

    >>> sums_by_group(np.array([1, 0, 1]), np.array([[1, 2], [3, 4], [5, 6]]), groups=2).tolist()
    [[3, 4], [6, 8]]
    >>> sums_by_group(np.array([0, 0]), np.array([0.5, 0.25]), groups=1).tolist()
    [0.75]
    """
    shape = values.shape[1:]
    width = prod(shape)
    if compiled.in_use:
        sums = np.zeros((groups, width), values.dtype)
        row_kernels.add_rows(sums, group, values.reshape(-1, width))
        return sums.reshape(groups, *shape)
    cell = np.asarray(group, np.int64)
    if width > 1:
        cell = (cell[:, None] * width + np.arange(width)).ravel()
    total = np.bincount(cell, values.ravel(), groups * width)
    return total.astype(values.dtype).reshape(groups, *shape)


def totals(group: NDArray[np.integer[Any]], values: Floats | Ints, groups: int) -> Floats:
    """Add up numbers by group, in the order in which they stand.

    Args:
        group: Group of each entry, or -1 for none, shape ``(n,)``.
        values: What to add up, shape ``(n,)``.
        groups: Number of groups.

    Returns:
        Sums, shape ``(groups,)``.

    >>> totals(np.array([1, -1, 0, 1]), np.array([1.0, 8.0, 2.0, 3.0]), groups=3).tolist()
    [2.0, 4.0, 0.0]
    """
    if compiled.in_use:
        sums = np.zeros(groups)
        row_kernels.totals(group, values, sums)
        return sums
    total = np.bincount(group + 1, values, groups + 1)[1:]
    # of nothing NumPy makes whole numbers
    return total.astype(np.float64, copy=False)


def counts(group: NDArray[np.integer[Any]], groups: int) -> Ints:
    """Count the entries of each group.

    Args:
        group: Group of each entry, or -1 for none, shape ``(n,)``.
        groups: Number of groups.

    Returns:
        Numbers, shape ``(groups,)``.

    >>> counts(np.array([1, -1, 0, 1]), groups=3).tolist()
    [1, 2, 0]
    """
    if compiled.in_use:
        numbers = np.zeros(groups, np.int64)
        row_kernels.counts(group, numbers)
        return numbers
    return np.bincount(group + 1, minlength=groups + 1)[1:]


def turn_page(accounts: NDArray[Any]) -> None:
    """Let accounts by month move on: the first month goes, and the last one is empty.

    Args:
        accounts: Entries by month, which comes last, shape ``(…, months)``; changed in place.

    >>> accounts = np.array([[1, 2, 3]])
    >>> turn_page(accounts)
    >>> accounts.tolist()
    [[2, 3, 0]]
    """
    if compiled.in_use:
        row_kernels.turn_page(accounts.reshape(-1, copy=False), accounts.shape[-1])
        return
    accounts[..., :-1] = accounts[..., 1:]
    accounts[..., -1] = 0


def first_mention(rows: Ints) -> Flags:
    """Which entries do not repeat an earlier one of their row.

    Args:
        rows: A list in every row, shape ``(n, k)``.

    Returns:
        Yes or no, shape ``(n, k)``.

    >>> first_mention(np.array([[3, 1, 3], [2, 2, 2]])).tolist()
    [[True, True, False], [True, False, False]]
    """
    if compiled.in_use:
        return kernels.first_mention(rows)
    same = rows[:, :, None] == rows[:, None, :]
    place = np.arange(rows.shape[1])
    earlier = place < place[:, None]
    first: Flags = ~(same & earlier).any(axis=2)
    return first


def among(few: NDArray[np.integer[Any]], others: NDArray[np.integer[Any]]) -> Flags:
    """Which of a few are among others, who are few as well.

    Args:
        few: Numbers, shape ``(n,)``.
        others: Numbers, shape ``(m,)``.

    Returns:
        Yes or no, shape ``(n,)``.

    >>> among(np.array([3, 1]), np.array([1, 2])).tolist()
    [False, True]
    """
    found: Flags = np.logical_or.reduce(few[:, None] == others, axis=1)
    return found


def tally(counts: NDArray[Any], *index: Any, by: Any = 1) -> None:
    """Add to counts; an entry named several times counts several times.

    Args:
        counts: The counts, changed in place.
        index: One array or number for each axis.
        by: What to add to each entry named.

    Raises:
        TypeError: Fractions among whole numbers.

    >>> counts = np.zeros((2, 2), int)
    >>> tally(counts, np.array([0, 0]), 1)
    >>> counts.tolist()
    [[0, 2], [0, 0]]
    """
    amount = np.asarray(by).astype(counts.dtype, casting="same_kind", copy=False)
    # along one axis NumPy is as quick
    if compiled.in_use and counts.ndim > 1:
        _tally_in_loop(counts, index, amount if amount.ndim else amount.reshape(1))
    else:
        np.add.at(counts, index, amount)


_LOOPS: tuple[Callable[..., None], ...] = (
    row_kernels.add_by_one, row_kernels.add_by_two, row_kernels.add_by_three,
)  # fmt: skip
"""One for each number of places."""


def _tally_in_loop(counts: NDArray[Any], index: tuple[Any, ...], by: NDArray[Any]) -> None:
    places = [np.asarray(one, np.int64) for one in index if not isinstance(one, int)]
    if len(places) < len(index):
        counts = counts[tuple([one if isinstance(one, int) else _ALL for one in index])]
    if counts.ndim > len(places):
        row_kernels.add_rows(counts, places[0], by)
    else:
        _LOOPS[len(places) - 1](counts, *places, by)


_ALL = slice(None)


def sums_of_rows(values: Ints) -> Ints:
    """Add up whole numbers by row, over all other axes.

    Args:
        values: What to add up, shape ``(n, …)``.

    Returns:
        Sums, shape ``(n,)``.

    >>> sums_of_rows(np.array([[[1, 2], [3, 4]], [[0, 0], [5, 6]]])).tolist()
    [10, 11]
    """
    total = np.empty(len(values), np.int64)
    if compiled.in_use:
        row_kernels.sums_of_rows(values.ravel(), total)
    else:
        np.add.reduce(values.reshape(len(values), prod(values.shape[1:])), axis=1, out=total)
    return total
