"""Customers: the segments that buy (A27 to A40)."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import Segment
from cluster_abm.core.actor import Actor, Members
from cluster_abm.core.ledger import Sector
from cluster_abm.core.tables import NOBODY, Ints, cents, floats, small


class Customers(Members):
    """Every customer segment, a row each."""

    segment = small("Segment", "Which segment it is.")
    cash = cents("Money in hand between its source and its vendors.")
    budget = floats("US cent/month", "What it would spend on work from outside, at trend.")
    shock = floats("log points", "Its business cycle, around nought.")
    tender = floats("US cent", "Mean value of a tender.")
    own_work = floats("share of tenders", "Tenders that ask for own work.")
    days = floats("days", "Time it takes to pay.")
    rival = floats("utility", "Attraction of the imported bidder, set on the share of 2009.")
    usual = floats("weight", "Standing of all local vendors with it in January 2009.")
    invited = floats("vendors", "Local vendors that it invites to a tender, on average.")
    programme = floats("US cent/month", "What a programme adds to it for own work.")
    reach = floats("share of budget", "What trade agreements add to it.")
    favour = floats("utility", "Advantage of local bidders for the name that they have.")
    asked = floats("log points", "Quality of own work that it asks for, over that of 2009 (M69).")
    target = floats("share of budget", "Share of local vendors in 2009.")

    def let_go(self, row: int) -> None:
        """Leave no money behind (see the ledger)."""
        self.model.ledger.wind_up(Sector.CUSTOMERS, row)


class Customer(Actor, of=Customers):
    """One customer segment, as Mesa sees it."""


PAID_BY = np.full(len(Segment), int(Sector.ECONOMY))
"""Where the money of each segment comes from; the rest of the economy unless named."""
PAID_BY[Segment.GOVERNMENT] = Sector.GOVERNMENT
PAID_BY[[Segment.AFFILIATES, Segment.EXPORT_NICHES]] = Sector.ABROAD
PAID_BY[Segment.SUBCONTRACTS] = NOBODY
SOURCES = (Sector.GOVERNMENT, Sector.ECONOMY, Sector.ABROAD)


class Purses(NamedTuple):
    """Which rows of the customers are whose."""

    of_segment: Ints
    """Row of each segment, shape ``(segments,)``."""
    among_firms: list[int]
    """Rows of firms as customers of each other, who pay from what they sell."""
    funded: dict[Sector, Ints]
    """Rows of the others, by where their money comes from."""


def purses_of(customers: Customers) -> Purses:
    """Find the purses of segments, which stay where they are."""
    return _purses(customers.segment.tobytes())


@lru_cache(maxsize=8)
def _purses(segments: bytes) -> Purses:
    segment = np.frombuffer(segments, np.int16)
    of_segment = np.zeros(len(Segment), np.int64)
    of_segment[segment] = np.arange(len(segment))
    source = PAID_BY[segment]
    funded = {sector: np.flatnonzero(source == int(sector)) for sector in SOURCES}
    return Purses(of_segment, np.flatnonzero(source == NOBODY).tolist(), funded)
