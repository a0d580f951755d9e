"""Contracts: who works for whom (E1)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core import compiled
from cluster_abm.core.groups import counts, tally, totals
from cluster_abm.core.kernels import contracts as kernels
from cluster_abm.core.tables import Flags, Floats, Ints, Table, floats, ints, reference, small


class Contracts(Table):
    """Contracts in hand, a row each; those of imported vendors have NOBODY as vendor."""

    vendor = reference(
        "firms", "Firm that does the work; NOBODY is an imported vendor.", cascade=True
    )
    segment = small("Segment", "Who buys.")
    niche = small("Niche", "Industry abroad whose problem it solves; 0 if the buyer is at home.")
    kind = small("Activity", "Integration of foreign products, or own work.")
    fee = ints("US cent/month", "Price of a month's work, goods included.")
    content = floats("share of fee", "Goods bought for resale.")
    work = floats("US cent/month", "Work in a month, at prices of 2009.")
    left = floats("months", "Months of work left.")
    forgone = floats("share of fee", "Value that a preference for local bidders cost the buyer.")
    price = floats("index", "Price of the work when it was awarded.")

    @property
    def need(self) -> Ints:
        """Need that each serves: the segment at home, or after them the niche abroad."""
        need: Ints = self.segment.astype(np.int64)
        need += self.niche
        return need


def spending(
    segment: NDArray[np.integer[Any]], fee: Ints, left: Floats, *, segments: int
) -> Floats:
    """Fees of the month of the contracts that each segment has.

    Args:
        segment: Buyer, shape ``(contracts,)``.
        fee: Price of a month's work, US cent, same shape.
        left: Months of work left, same shape.
        segments: Number of buyers.

    >>> spending(np.array([1, 1]), np.array([10, 8]), np.array([3.0, 0.5]), segments=2).tolist()
    [0.0, 14.0]
    """
    if compiled.in_use:
        return kernels.spending(segment, fee, left, segments)
    return totals(segment, fee * np.minimum(left, 1.0), segments)


class Bills(NamedTuple):
    """The bills of a month, US cent."""

    mine: Ints
    """Those of local vendors, shape ``(firms, segments)``."""
    imported: Ints
    """Those of imported vendors, shape ``(segments,)``."""
    goods: Ints
    """Goods bought for resale in those of local vendors, shape ``(firms,)``."""
    own_work: int
    """Own work in those of local vendors."""


def bills_by_vendor(
    vendor: NDArray[np.integer[Any]], segment: NDArray[np.integer[Any]], own: Flags,
    billed: Ints, content: Floats, *, firms: int, segments: int,
) -> Bills:  # fmt: skip
    """Add up bills by vendor and by buyer.

    Args:
        vendor: Vendor, or -1 for an imported one, shape ``(contracts,)``.
        segment: Buyer, same shape.
        own: Is it own work?  Same shape.
        billed: What is billed, US cent, same shape.
        content: Goods bought for resale, share of the bill, same shape.
        firms: Number of firms.
        segments: Number of buyers.

    >>> bills = bills_by_vendor(np.array([0, -1]), np.array([1, 1]), np.array([True, True]),
    ...                         np.array([10, 7]), np.array([0.4, 0.4]), firms=1, segments=2)
    >>> bills.mine.tolist(), bills.imported.tolist(), bills.goods.tolist(), bills.own_work
    ([[0, 10]], [0, 7], [4], 10)
    """
    if compiled.in_use:
        return Bills(*kernels.bills_by_vendor(
            vendor, segment, own, billed, content, firms, segments
        ))  # fmt: skip
    bills = Bills(
        np.zeros((firms, segments), np.int64), np.zeros(segments, np.int64),
        np.zeros(firms, np.int64), int(billed[own & (vendor >= 0)].sum()),
    )  # fmt: skip
    here, abroad = np.flatnonzero(vendor >= 0), np.flatnonzero(vendor < 0)
    mine = vendor[here].astype(np.int64)
    tally(bills.mine.reshape(-1), mine * segments + segment[here], by=billed[here])
    tally(bills.imported, segment[abroad], by=billed[abroad])
    tally(bills.goods, mine, by=np.rint(billed[here] * content[here]).astype(np.int64))
    return bills


class Orders(NamedTuple):
    """What firms have under contract, shape ``(firms,)`` each."""

    booked: Floats
    """Work, US cent/month."""
    own: Floats
    """Own work in it, US cent/month."""
    own_contracts: Ints
    """Contracts for own work."""


def orders_by_vendor(
    vendor: NDArray[np.integer[Any]], own: Flags, work: Floats, *, firms: int
) -> Orders:
    """Add up work under contract by vendor.

    Args:
        vendor: Vendor, or -1 for an imported one, shape ``(contracts,)``.
        own: Is it own work?  Same shape.
        work: Work in a month, US cent, same shape.
        firms: Number of firms.

    >>> orders_by_vendor(np.array([1, 1, -1]), np.array([True, False, True]),
    ...                  np.array([2.0, 3.0, 4.0]), firms=2)
    Orders(booked=array([0., 5.]), own=array([0., 2.]), own_contracts=array([0, 1]))
    """
    if compiled.in_use:
        return Orders(*kernels.orders_by_vendor(vendor, own, work, firms))
    mine = np.flatnonzero(own)
    return Orders(
        totals(vendor, work, firms), totals(vendor[mine], work[mine], firms),
        counts(vendor[mine], firms),
    )  # fmt: skip
