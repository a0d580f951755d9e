"""Rows of tables and sums by group.

Twins of :mod:`cluster_abm.core.tables` and :mod:`cluster_abm.core.groups`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import from_c, kernel, kernel_of_places
from cluster_abm.core.types import Floats, Ints

_move = from_c("memmove", 3)
"""To where, from where, how many bytes; the two may overlap."""
_MANY = 32
"""Gaps from which on to search among them is quicker."""


@kernel
def close_gaps(whole: NDArray[np.uint8], widths: Ints, gaps: Ints, size: int) -> None:
    """Move up the rows behind the gaps, in every column of so many bytes a row; empty the rest."""
    memory, room = whole.ctypes.data, len(whole) // widths.sum()
    start = 0
    for width in widths:
        to = start + gaps[0] * width
        for g in range(len(gaps)):
            begin = start + (gaps[g] + 1) * width
            end = start + (gaps[g + 1] if g + 1 < len(gaps) else size) * width
            _move(memory + to, memory + begin, end - begin)
            to += end - begin
        whole[to : start + size * width] = 0
        start += room * width


@kernel
def clear(whole: NDArray[np.uint8], widths: Ints, size: int) -> None:
    """Empty the rows of every column of so many bytes a row."""
    room, start = len(whole) // widths.sum(), 0
    for width in widths:
        whole[start : start + size * width] = 0
        start += room * width


@kernel
def follow(pointer: NDArray[np.int32], gaps: Ints, lost: int) -> bool:
    """Point at where each row went when the gaps closed, or at *lost*; is a row gone?

    Few gaps close one by one, several references at a time, and the last gap first, so that
    whoever points behind the others still does; among many gaps each reference looks for its own.
    """
    gone = False
    if len(gaps) > _MANY:
        for i in range(len(pointer)):
            before = np.searchsorted(gaps, pointer[i])
            hit = before < len(gaps) and gaps[before] == pointer[i]
            gone |= hit
            pointer[i] = lost if hit else pointer[i] - before
        return gone
    for g in range(len(gaps) - 1, -1, -1):
        gap = np.int32(gaps[g])
        for i in range(len(pointer)):
            gone |= pointer[i] == gap
            pointer[i] = lost if pointer[i] == gap else pointer[i] - (pointer[i] > gap)
    return gone


@kernel_of_places
def add_by_one(counts: NDArray[Any], i: Ints, by: NDArray[Any]) -> None:
    """Add to the entries named, one after the other; *by* has one number for all, or one each."""
    step = min(len(by) - 1, 1)
    for n in range(len(i)):
        counts[i[n]] += by[step * n]


@kernel_of_places
def add_by_two(counts: NDArray[Any], i: Ints, j: Ints, by: NDArray[Any]) -> None:
    """Add to the entries named by two places."""
    step = min(len(by) - 1, 1)
    for n in range(len(i)):
        counts[i[n], j[n]] += by[step * n]


@kernel_of_places
def add_by_three(counts: NDArray[Any], i: Ints, j: Ints, k: Ints, by: NDArray[Any]) -> None:
    """Add to the entries named by three places."""
    step = min(len(by) - 1, 1)
    for n in range(len(i)):
        counts[i[n], j[n], k[n]] += by[step * n]


@kernel_of_places
def add_rows(counts: NDArray[Any], i: NDArray[Any], by: NDArray[Any]) -> None:
    """Add to the rows named, one after the other."""
    for n in range(len(i)):
        for j in range(by.shape[1]):
            counts[i[n], j] += by[n, j]


@kernel
def sums_of_rows(flat: Ints, total: Ints) -> None:
    """Sum of each row; rows stand one after the other."""
    width = flat.size // max(total.size, 1)
    for i in range(total.size):
        running = 0
        for one in flat[i * width : (i + 1) * width]:
            running += one
        total[i] = running


@kernel_of_places
def totals(group: NDArray[Any], values: NDArray[Any], total: Floats) -> None:
    """Sum of the numbers of each group; -1 is no group."""
    for i in range(len(group)):
        if group[i] >= 0:
            total[group[i]] += values[i]


@kernel_of_places
def counts(group: NDArray[Any], total: Ints) -> None:
    """Entries of each group; -1 is no group."""
    for one in group:
        if one >= 0:
            total[one] += 1


@kernel
def turn_page(accounts: NDArray[Any], months: int) -> None:
    """Move every column but the first one to the left, and leave the last one empty."""
    for start in range(0, len(accounts), months):
        page = accounts[start : start + months]
        for month in range(months - 1):
            page[month] = page[month + 1]
        page[months - 1] = 0
