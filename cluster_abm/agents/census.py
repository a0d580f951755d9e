"""The census: sums over the firms at the end of the month, taken once, for all who observe."""

from __future__ import annotations

from typing import Self

import numpy as np

from cluster_abm.agents.classes import Kind, Origin, Skill, ZoneName
from cluster_abm.agents.firms import Firms
from cluster_abm.core.groups import sums_by_group
from cluster_abm.core.tables import Record, floats, ints

NARROW = slice(Kind.SME, Kind.CONTACT_CENTRE)
"""The kinds of the report's 12,000 workers (K31): all that stand before the contact centres."""


class Census(Record):
    """Sums over the firms when the month is over."""

    firms = ints("firms", "Firms.", Kind)
    staff = ints("persons", "Staff.", Kind, Skill, Origin)
    pay = ints("US cent/month", "Base pay of all staff.", Kind, Skill, Origin)
    ability = floats("efficiency units", "Work that the staff does.", Kind, Skill, Origin)
    sales = ints("US cent/month", "Billed this month.", Kind)
    cash = ints("US cent", "Money in hand.", Kind)
    due = ints("US cent", "Bills to collect.", Kind)
    owed = ints("US cent", "Bills to pay.", Kind)
    zone_firms = ints("firms", "Firms by zone.", ZoneName)
    zone_staff = ints("persons", "Staff by zone.", ZoneName)

    def take(self, firms: Firms) -> Self:
        """Count afresh."""
        kind, zone = firms.sort, firms.zone
        self.firms = np.bincount(kind, minlength=len(Kind))
        self.zone_firms = np.bincount(zone, minlength=len(ZoneName))
        self.zone_staff = sums_by_group(zone, firms.headcount, len(ZoneName))
        for name in ("staff", "pay", "ability", "sales", "cash", "due", "owed"):
            setattr(self, name, sums_by_group(kind, getattr(firms, name), len(Kind)))
        return self
