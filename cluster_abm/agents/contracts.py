"""Contracts: who works for whom (E1)."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cluster_abm.agents.classes import Activity, Kind
from cluster_abm.agents.firms import Firms
from cluster_abm.core import compiled
from cluster_abm.core.groups import counts, tally, totals
from cluster_abm.core.kernels import contracts as kernels
from cluster_abm.core.luck import Luck
from cluster_abm.core.tables import Flags, Floats, Ints, Table, floats, ints, reference, small

type Small = NDArray[np.integer[Any]]


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
    late = floats("months", "Months of work not done when they were due (M78).")
    forgone = floats("share of fee", "Value that a preference for local bidders cost the buyer.")
    price = floats("index", "Price of the work when it was awarded.")

    @property
    def need(self) -> Ints:
        """Need that each serves: the segment at home, or after them the niche abroad."""
        need: Ints = self.segment.astype(np.int64)
        need += self.niche
        return need


def spending(segment: Small, fee: Ints, left: Floats, *, segments: int) -> Floats:
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

    billed: Ints
    """Under each contract, shape ``(contracts,)``."""
    mine: Ints
    """Those of local vendors, shape ``(firms, segments)``."""
    imported: Ints
    """Those of imported vendors, shape ``(segments,)``."""
    goods: Ints
    """Goods bought for resale in those of local vendors, shape ``(firms,)``."""
    own_work: int
    """Own work in those of local vendors."""
    forgone: int
    """Value that a preference for local bidders has cost the buyers."""


def work_and_bill(contracts: Contracts, share: Floats, *, segments: int) -> Bills:
    """Do the work of a month under every contract, and write the bills.

    Args:
        contracts: The contracts, whose work left shrinks; what is not done makes them late.
        share: Part of a month's work that each firm can do, 0 to 1, shape ``(firms,)``; imported
            vendors are always in time.
        segments: Number of buyers.

    >>> contracts = Contracts()
    >>> _ = contracts.admit(np.zeros(2, np.uint64), vendor=[0, -1], fee=[100, 80], left=[9.0, 0.25])
    >>> bills = work_and_bill(contracts, np.array([0.5]), segments=1)
    >>> contracts.left.tolist(), contracts.late.tolist()
    ([8.5, 0.0], [0.5, 0.0])
    >>> bills.mine.tolist(), bills.imported.tolist()
    ([[50]], [20])
    """
    c, firms = contracts, len(share)
    if compiled.in_use:
        return Bills(*kernels.work_and_bill(
            c.vendor, c.segment, c.kind, c.fee, c.content, c.forgone, c.left, c.late, share,
            segments, OWN,
        ))  # fmt: skip
    due = np.minimum(c.left, 1.0)
    done = np.minimum(np.where(c.vendor >= 0, share[c.vendor], 1.0), due)
    c.left -= done
    c.late += due - done
    billed = np.rint(c.fee * done).astype(np.int64)
    here, abroad = np.flatnonzero(c.vendor >= 0), np.flatnonzero(c.vendor < 0)
    bills = Bills(
        billed, np.zeros((firms, segments), np.int64), np.zeros(segments, np.int64),
        np.zeros(firms, np.int64), int(billed[(c.kind == OWN) & (c.vendor >= 0)].sum()),
        int(np.rint(billed * c.forgone).astype(np.int64).sum()),
    )  # fmt: skip
    mine = c.vendor[here].astype(np.int64)
    tally(bills.mine.reshape(-1), mine * segments + c.segment[here], by=billed[here])
    tally(bills.imported, c.segment[abroad], by=billed[abroad])
    tally(bills.goods, mine, by=np.rint(billed[here] * c.content[here]).astype(np.int64))
    return bills


OWN, LOCAL = int(Activity.OWN_WORK), int(Kind.SME)


class Ending(NamedTuple):
    """Contracts that may end, and what all of them cost."""

    done: Ints
    """Rows of those without work left."""
    stalled: Ints
    """Rows of the others that are later than is tolerated."""
    running: Floats
    """Fees of all, US cent/month, shape ``(segments,)``."""


def ending(contracts: Contracts, tolerated: float, *, segments: int) -> Ending:
    """Find the contracts whose work is done, and those that stall.

    Args:
        contracts: The contracts.
        tolerated: Months that a contract may be late.
        segments: Number of buyers.

    >>> contracts = Contracts()
    >>> _ = contracts.admit(np.zeros(3, np.uint64), fee=9, left=[2.0, 0.0, 2.0], late=[0, 3.0, 3.0])
    >>> ending(contracts, 1.0, segments=1)
    Ending(done=array([1]), stalled=array([2]), running=array([27.]))
    """
    c = contracts
    if compiled.in_use:
        return Ending(*kernels.ending(c.segment, c.fee, c.left, c.late, tolerated, segments))
    stalled = np.flatnonzero((c.late > tolerated) & (c.left > 0))
    return Ending(np.flatnonzero(c.left <= 0), stalled, totals(c.segment, c.fee, segments))


class Fates(NamedTuple):
    """What becomes of contracts whose work is done."""

    again: Flags
    """Is it renewed?"""
    refused: Flags
    """Does the work not do what it should?"""
    months: Floats
    """For how long it would be renewed."""
    failed: int
    """How many local vendors did what is refused."""


DRAWS = 3
"""Draws for a contract that ends: is it renewed, for how long, is its work refused?"""


def fates(
    contracts: Contracts, rows: Ints, luck: Luck, renewal: Floats, refusal: Floats, buyer: Small, *,
    budget: Floats, running: Floats, months: tuple[float, float],
) -> Fates:  # fmt: skip
    """Draw what becomes of contracts whose work is done.

    Args:
        contracts: All contracts.
        rows: Those whose work is done, shape ``(n,)``.
        luck: The luck of the month.
        renewal: Chance that each is renewed while the budget holds, shape ``(n,)``.
        refusal: Chance that its work is refused, which is not renewed, same shape.
        buyer: Segments that buy, shape ``(buyers,)``.
        budget: What each would spend, US cent/month, same shape.
        running: Fees of all contracts, US cent/month, shape ``(segments,)``.
        months: Shortest and longest contract.
    """
    c, u = contracts, luck.pick("renewal of contract", contracts.birth[rows], DRAWS)
    shortest, span = months[0], months[1] - months[0]
    if compiled.in_use:
        return Fates(*kernels.fates(
            rows, c.vendor, c.segment, u.T, renewal, refusal, buyer, budget, running, shortest,
            span,
        ))  # fmt: skip
    of_segment = np.zeros(len(running))
    of_segment[buyer] = budget
    held = np.minimum(of_segment / np.maximum(running, 1.0), 1.0)
    refused = u[:, 2] < refusal
    again = (u[:, 0] < renewal * held[c.segment[rows]]) & ~refused
    failed = int((refused & (c.vendor[rows] >= 0)).sum())
    return Fates(again, refused, shortest + span * u[:, 1], failed)


def conclude(
    contracts: Contracts, firms: Firms, rows: Ints, drawn: Fates, failed: Ints, tolerated: float
) -> Flags:
    """Work done in time is a reference (G6), and some contracts run again at the prices of today.

    The orders of each firm are then the work of the contracts that go on.

    Args:
        contracts: The contracts, whose work, its price and its length change.
        firms: Their vendors, whose references and orders change.
        rows: Contracts that end, shape ``(n,)``.
        drawn: What becomes of them; what is refused is no reference.
        failed: Rows of those that end before their work is done.
        tolerated: Months that a contract may be late.

    Returns:
        Which end for good, shape ``(contracts,)``.
    """
    c, (again, refused, months, _) = contracts, drawn
    if compiled.in_use:
        return kernels.conclude(
            rows, again, refused, months, failed, tolerated, c.vendor, c.segment, c.kind, c.fee,
            c.content, c.left, c.price, c.work, c.late, firms.references, firms.price, firms.sort,
            firms.volume, firms.orders, firms.own_orders, firms.own_contracts, OWN, LOCAL,
        )  # fmt: skip
    done = rows[(c.vendor[rows] >= 0) & (c.late[rows] <= tolerated) & ~refused]
    tally(firms.references, c.vendor[done], c.segment[done], by=1.0)
    kept = rows[again]
    vendor = c.vendor[kept]
    c.price[kept] = price = np.where(vendor >= 0, firms.price[vendor], 1.0)
    c.left[kept], c.late[kept] = months[again], 0
    c.work[kept] = c.fee[kept] * (1 - c.content[kept]) / price
    gone = np.zeros(len(c), bool)
    gone[rows[~again]] = gone[failed] = True
    _count_orders(firms, c, np.flatnonzero(~gone))
    return gone


def count_orders(firms: Firms, contracts: Contracts) -> None:
    """Add up the work under contract of each firm; parents' volumes are those of multinationals."""
    _count_orders(firms, contracts, np.arange(len(contracts)))


def _count_orders(firms: Firms, contracts: Contracts, rows: Ints) -> None:
    vendor, work = contracts.vendor[rows], contracts.work[rows]
    own = np.flatnonzero(contracts.kind[rows] == OWN)
    firms.orders = np.where(firms.is_sme, totals(vendor, work, len(firms)), firms.volume)
    firms.own_orders = totals(vendor[own], work[own], len(firms))
    firms.own_contracts = counts(vendor[own], len(firms))
