"""The census: sums over firms and people when a month is over, taken once for all who observe."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np

from cluster_abm.agents.classes import Activity, Degree, Kind, Origin, Skill, ZoneName
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.workforce import Workforce
from cluster_abm.core import compiled
from cluster_abm.core.actor import Part
from cluster_abm.core.groups import sums_by_group, sums_of_rows
from cluster_abm.core.kernels import census as kernels
from cluster_abm.core.tables import Flags, Ints, Record, floats, ints

NARROW = slice(Kind.SME, Kind.CONTACT_CENTRE)
"""The kinds of the report's 12,000 workers (K31): all that stand before the contact centres."""
LOCAL, CONTACT_CENTRE, FOUR_YEAR = int(Kind.SME), int(Kind.CONTACT_CENTRE), int(Degree.FOUR_YEAR)
"""As compiled loops take them."""


class Census(Record):
    """Sums over firms and people when the month is over."""

    firms = ints("firms", "Firms.", Kind)
    staff = ints("persons", "Staff.", Kind, Skill, Origin)
    posts = ints("persons", "Posts that firms want filled.", Kind, Skill)
    pay = ints("US cent/month", "Base pay of all staff.", Kind, Skill, Origin)
    ability = floats("efficiency units", "Work that the staff does.", Kind, Skill, Origin)
    sales = ints("US cent/month", "Billed this month.", Kind)
    cash = ints("US cent", "Money in hand.", Kind)
    due = ints("US cent", "Bills to collect.", Kind)
    owed = ints("US cent", "Bills to pay.", Kind)
    zone_firms = ints("firms", "Firms by zone.", ZoneName)
    zone_staff = ints("persons", "Staff by zone.", ZoneName)
    trades = ints("firms", "Locally owned firms by what they do and zone.", Activity, ZoneName)
    jobs = ints("persons", "Staff of the narrow cluster.", Skill, Origin)
    jobs_by_skill = ints("persons", "The same by skill alone.", Skill)
    pay_by_skill = ints("US cent/month", "Base pay of the narrow cluster.", Skill)
    seekers = ints("persons", "People without a job.", Skill)
    trained_idle = floats("efficiency units", "Work of new graduates without a job.", Skill)
    exporting = ints("firms", "Locally owned firms that work for customers abroad.")
    losing = ints("firms", "Locally owned firms that lost money over the last twelve months.")
    unheard = ints("firms", "Locally owned firms with less than one reference to show.")
    graduates = ints("persons", "Staff of the narrow cluster with a four-year degree or more.")

    is_local: Flags
    """Which firms are locally owned, shape ``(firms,)``."""
    local: Part
    """The locally owned firms."""
    year_sales: Ints
    """Billed in the last twelve months by each firm, US cent/year, shape ``(firms,)``."""
    narrow_firms: int
    """Firms of the narrow cluster."""
    known: dict[Any, Any]
    """What several metrics share, by the function that reckons it."""

    def take(self, firms: Firms, workforce: Workforce) -> Self:
        """Count afresh."""
        self.known = {}
        self.reset()
        self.is_local = firms.is_sme
        self.local = Part(firms, self.is_local.nonzero()[0])
        if compiled.in_use:
            self._count_in_loop(firms, workforce)
        else:
            self._count_firms(firms)
            self._count_people(firms, workforce)
        self.narrow_firms = sum(self.firms[NARROW].tolist())
        return self

    def once[**P, A](self, function: Callable[P, A], *given: P.args, **named: P.kwargs) -> A:
        """Reckon a part that several metrics share, the first time that one asks for it."""
        if function not in self.known:
            self.known[function] = function(*given, **named)
        shared: A = self.known[function]
        return shared

    def _count_in_loop(self, firms: Firms, workforce: Workforce) -> None:
        self.year_sales = kernels.count(
            firms.sort, firms.zone, firms.activity, firms.staff, firms.posts, firms.pay,
            firms.ability, firms.sales, firms.cash, firms.receivables, firms.payables,
            firms.year_sales, LOCAL, self.firms, self.zone_firms, self.zone_staff, self.trades,
            self.staff, self.posts, self.pay, self.ability, self.sales, self.cash, self.due,
            self.owed, firms.exporter, firms.idle_abroad, firms.earnings, firms.references,
            self.exporting, self.losing, self.unheard, CONTACT_CENTRE, workforce.employer,
            workforce.skill, workforce.trained, workforce.ability, workforce.degree, FOUR_YEAR,
            self.seekers, self.trained_idle, self.graduates, self.jobs, self.jobs_by_skill,
            self.pay_by_skill,
        )  # fmt: skip

    def _count_firms(self, firms: Firms) -> None:
        kind, zone = firms.sort, firms.zone
        self.year_sales = sums_of_rows(firms.year_sales)
        self.firms = np.bincount(kind, minlength=len(Kind))
        self.zone_firms = np.bincount(zone, minlength=len(ZoneName))
        self.zone_staff = sums_by_group(zone, firms.headcount, len(ZoneName))
        place = (firms.activity * len(ZoneName) + zone)[self.is_local]
        self.trades = np.bincount(place, minlength=self.trades.size).reshape(self.trades.shape)
        there = firms.exporter & (firms.idle_abroad == 0)
        lost, none = np.add.reduce(firms.earnings, 1) < 0, np.add.reduce(firms.references, 1) < 1
        self.exporting, self.losing, self.unheard = (
            np.count_nonzero(self.is_local & these) for these in (there, lost, none)
        )
        for name in _BY_KIND:
            setattr(self, name, sums_by_group(kind, getattr(firms, name), len(Kind)))
        self.jobs = np.add.reduce(self.staff[NARROW])
        self.jobs_by_skill = np.add.reduce(self.jobs, axis=1)
        self.pay_by_skill = np.add.reduce(self.pay[NARROW], axis=(0, 2))

    def _count_people(self, firms: Firms, workforce: Workforce) -> None:
        idle = (workforce.employer < 0).nonzero()[0]
        self.seekers = np.bincount(workforce.skill[idle], minlength=len(Skill))
        fresh = idle[workforce.trained[idle]]
        work = np.maximum(workforce.ability[fresh], 1.0)
        self.trained_idle = np.bincount(workforce.skill[fresh], work, len(Skill))
        graduates = (workforce.degree >= Degree.FOUR_YEAR).nonzero()[0]
        # nobody works at the entry past the end, where row -1 looks
        narrow = np.append(firms.narrow, False)
        self.graduates = np.count_nonzero(narrow[workforce.employer[graduates]])


_BY_KIND = ("staff", "posts", "pay", "ability", "sales", "cash", "due", "owed")
"""Columns of firms that are added up by kind."""
