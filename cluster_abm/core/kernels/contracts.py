"""Contracts, one after the other.

Twins of functions of demand and of :mod:`cluster_abm.agents.contracts` whose names they bear. A
vendor of -1 is an imported one.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Floats, Ints


@kernel_of_places
def spending(
    segment: NDArray[np.integer[Any]], fee: Ints, left: Floats, segments: int
) -> Floats:  # fmt: skip
    """Fees of the month of the contracts of each segment."""
    total = np.zeros(segments)
    for i in range(len(segment)):
        total[segment[i]] += fee[i] * min(left[i], 1.0)
    return total


@kernel_of_places
def work_done(
    share: Floats, vendor: NDArray[np.integer[Any]], left: Floats, fee: Ints
) -> tuple[Floats, Ints]:
    """Months of work done under each contract, and what is billed for it."""
    progress, billed = np.empty(len(left)), np.empty(len(left), np.int64)
    for i in range(len(left)):
        done = share[vendor[i]] if vendor[i] >= 0 else 1.0
        progress[i] = min(done, left[i])
        billed[i] = np.int64(np.rint(fee[i] * progress[i]))
    return progress, billed


@kernel_of_places
def bills_by_vendor(
    vendor: NDArray[np.integer[Any]], segment: NDArray[np.integer[Any]], own: NDArray[np.bool_],
    billed: Ints, content: Floats, firms: int, segments: int,
) -> tuple[Ints, Ints, Ints, int]:  # fmt: skip
    """Bills by vendor and buyer, those of imported vendors by buyer, goods and own work in them."""
    own_work = 0
    mine = np.zeros((firms, segments), np.int64)
    imported, goods = np.zeros(segments, np.int64), np.zeros(firms, np.int64)
    for i in range(len(vendor)):
        v = vendor[i]
        if v < 0:
            imported[segment[i]] += billed[i]
        else:
            mine[v, segment[i]] += billed[i]
            goods[v] += np.int64(np.rint(billed[i] * content[i]))
            if own[i]:
                own_work += billed[i]
    return mine, imported, goods, own_work


@kernel_of_places
def orders_by_vendor(
    vendor: NDArray[np.integer[Any]], own: NDArray[np.bool_], work: Floats, firms: int
) -> tuple[Floats, Floats, Ints]:
    """Work under contract of each firm, the own work in it, and its contracts for own work."""
    booked, own_orders = np.zeros(firms), np.zeros(firms)
    contracts = np.zeros(firms, np.int64)
    for i in range(len(vendor)):
        v = vendor[i]
        if v >= 0:
            booked[v] += work[i]
            if own[i]:
                own_orders[v] += work[i]
                contracts[v] += 1
    return booked, own_orders, contracts


@kernel_of_places
def fall_due(bills: Ints, months: Ints, later: Floats, ahead: int) -> Ints:
    """New bills by the month in which they fall due."""
    firms, buyers = bills.shape
    due = np.zeros((firms, buyers, ahead), np.int64)
    for f in range(firms):
        for b in range(buyers):
            part = np.int64(np.rint(bills[f, b] * later[b]))
            due[f, b, months[b] - 1] += bills[f, b] - part
            due[f, b, months[b]] += part
    return due


@kernel_of_places
def utility_of_bids(
    invited: Ints, kind: Ints, need: Ints, appeal: Floats, activity: NDArray[np.integer[Any]],
    fit: float, worth: Floats, favour: Floats,
) -> Floats:  # fmt: skip
    """Utility of each invited vendor, minus infinity for who cannot bid or stands twice."""
    utility = np.full(invited.shape, -np.inf)
    for i in range(invited.shape[0]):
        for j in range(invited.shape[1]):
            v = invited[i, j]
            first = True
            for earlier in range(j):
                first = first and invited[i, earlier] != v
            if first:
                fits = fit * np.float64(activity[v] == kind[i])
                utility[i, j] = appeal[v, kind[i]] + fits + worth[v, need[i]] + favour[i]
    return utility
