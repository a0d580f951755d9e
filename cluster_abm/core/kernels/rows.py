"""Rows of tables and sums by group.

Twins of :mod:`cluster_abm.core.tables` and :mod:`cluster_abm.core.groups`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Floats, Ints

type Bytes = NDArray[np.uint8]

_PIECE = 4096
"""Bytes that move at once; they must not overlap with where they go to."""


@kernel
def _move(
    line: NDArray[np.uint8], to: int, begin: int, size: int, piece: NDArray[np.uint8]
) -> None:
    source, goal = line[begin : begin + size], line[to : to + size]
    for i in range(size):
        piece[i] = source[i]
    for i in range(size):
        goal[i] = piece[i]


@kernel
def close_gaps(block: Bytes, widths: Ints, gaps: Ints, size: int) -> None:
    """Move up the rows behind the gaps, in every column of so many bytes a row; empty the rest."""
    piece = np.empty(_PIECE, np.uint8)
    room = len(block) // widths.sum()
    start = 0
    for width in widths:
        line = block[start : start + room * width]
        start += room * width
        to = gaps[0] * width
        for g in range(len(gaps)):
            begin = (gaps[g] + 1) * width
            end = (gaps[g + 1] if g + 1 < len(gaps) else size) * width
            while begin < end:
                moved = min(end - begin, _PIECE)
                _move(line, to, begin, moved, piece)
                begin += moved
                to += moved
        for i in range(to, size * width):
            line[i] = 0


@kernel
def places_after(gaps: Ints, nowhere: int, place: NDArray[np.int32]) -> None:
    """Where each row goes when the gaps close; *nowhere* for those who go."""
    row = 0
    for g in range(len(gaps) + 1):
        end = gaps[g] if g < len(gaps) else len(place)
        for i in range(row, end):
            place[i] = i - g
        if g < len(gaps):
            place[end] = nowhere
        row = end + 1


@kernel_of_places
def follow(pointer: NDArray[np.int32], place: NDArray[np.int32], least: int) -> bool:
    """Point at where each row went, and at *least* at what stands for nobody; is a row gone?"""
    lowest = 0
    for i in range(len(pointer)):
        there = place[pointer[i]]
        lowest = min(lowest, there)
        pointer[i] = max(there, least)
    return lowest < -1


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
