"""People who work in the cluster, or want to."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from cluster_abm.agents.classes import Degree, Entry, Origin, Reason, Skill, Work, ZoneName
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.core import compiled
from cluster_abm.core.groups import tally, totals
from cluster_abm.core.kernels import people as kernels
from cluster_abm.core.luck import trait
from cluster_abm.core.tables import (
    NOBODY,
    Column,
    Flags,
    Floats,
    Ints,
    Keys,
    Table,
    flags,
    reference,
    small,
)

_NO = np.zeros(1, bool)
NO_PERMIT = np.zeros(0, np.int16)
OWN_WORK = int(Work.OWN_WORK)
ONE_REASON = {why: np.array([why]) for why in Reason}
"""As compiled loops take them."""


COLON_SHARE = 1 / 16
"""Share of people who live near Colon: 0.2 of 3.4 million in the census of 2010, rounded."""
HOMES = np.array([ZoneName.REST, ZoneName.COLON])
"""Zones where people live: near the capital, and near Colon."""


def home(birth: Keys) -> Ints:
    """Zone where somebody lives: most near the capital, some near Colon; fixed at birth."""
    return HOMES[(trait(birth) >= 1 - COLON_SHARE).astype(np.int64)]


class People(Protocol):
    """A list of people who are not in the workforce yet."""

    data: dict[str, NDArray[Any]]


class Workforce(Table):
    """Everybody who works in the cluster or looks for work there, a row each."""

    employer = reference("firms", "Firm that employs, or NOBODY.")
    skill = small("Skill", "Skill class.")
    degree = small("Degree", "Highest degree.")
    english = flags("Does the person speak English well enough for customers?")
    foreign = flags("Did the person come from abroad?")
    permit = small("PermitClass", "Rule under which a foreigner works.")
    term = small("months", "Months left of the permit.")
    looking = flags("Does the person look around for another job this month?")
    leaving = flags("Does the person leave the field this month?")
    founder = flags("Did the person found the firm?  Founders are not poached.")
    wage = Column(np.int32, "US cent/month", "Monthly base pay.")
    ability = Column(np.float32, "efficiency units", "Work that the person does.")
    tenure = small("months", "Time in this job.")
    idle = small("months", "Time without a job.")
    experience = small("months", "Working life so far.")
    bound = small("month", "Month until which a scholar has promised to stay in the country.")
    trained = flags("Did the person graduate here in January 2009 or later?")
    knows = Column(np.float32, "index", "Quality of own work at the last firm; 0 if there is none.")

    @property
    def employed(self) -> Flags:
        """Who has a job, shape ``(workers,)``."""
        return self.employer >= 0

    def staff_of(self, employers: Flags) -> Ints:
        """Rows of those who work for some firms, in order."""
        if compiled.in_use:
            return kernels.staff_of(self.employer, employers)
        # nobody works for the firm past the end, where row -1 looks
        rows: Ints = np.concatenate((employers, _NO)).take(self.employer).nonzero()[0]
        return rows

    def post_of(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """Employer, skill and origin of some employed people: their post in the staff table."""
        return (
            self.employer[rows].astype(np.int64),
            self.skill[rows].astype(np.int64),
            self.foreign[rows].astype(np.int64),
        )

    def held_by_founders(self, firms: Firms) -> Ints:
        """Posts that founders hold, persons, shape ``(firms, skills)``."""
        rows = np.flatnonzero(self.founder)
        employer, skill, _ = self.post_of(rows)
        held = np.zeros(firms.posts.shape, np.int64)
        tally(held, employer[employer >= 0], skill[employer >= 0])
        return held

    def hire(self, firms: Firms, rows: Ints, employers: Ints, wages: Floats | Ints) -> None:
        """Give people a job, and firms their staff.

        Args:
            firms: Where staff and pay are counted.
            rows: People without a job, shape ``(n,)``.
            employers: Their firms, shape ``(n,)``.
            wages: Their base pay, US cent/month, shape ``(n,)``.
        """
        if compiled.in_use:
            kernels.begin_jobs(
                rows, employers, np.asarray(wages, np.float64), self.employer, self.skill,
                self.foreign, self.ability, self.wage, self.tenure, self.idle, firms.staff,
                firms.ability, firms.pay,
            )  # fmt: skip
            return
        self.employer[rows] = employers
        self.wage[rows] = np.rint(wages)
        self.tenure[rows] = self.idle[rows] = 0
        self._count(firms, rows, +1)

    def lift(self, firms: Firms, least: int) -> None:
        """Pay everybody with a job, but founders, at least so much, US cent/month."""
        low = np.flatnonzero(self.wage < least)
        low = low[self.employed[low] & ~self.founder[low]]
        tally(firms.pay, *self.post_of(low), by=least - self.wage[low].astype(np.int64))
        self.wage[low] = least

    def release(self, firms: Firms, flows: Flows, rows: Ints, why: Reason | Ints) -> None:
        """End the jobs of those who have one, for one reason or each for a reason of their own."""
        if not len(rows):
            return
        if compiled.in_use:
            kernels.end_jobs(
                rows, ONE_REASON[why] if isinstance(why, Reason) else why, self.employer,
                self.skill, self.foreign, self.ability, self.wage, self.tenure, self.founder,
                self.knows, firms.staff, firms.ability, firms.pay, firms.sort, firms.quality,
                OWN_WORK, flows.separations,
            )  # fmt: skip
            return
        held = self.employer[rows] >= 0
        rows, why = rows[held], why if isinstance(why, Reason) else why[held]
        self._count(firms, rows, -1)
        left = self.employer[rows]
        tally(flows.separations, firms.sort[left], self.skill[rows], why)
        self.knows[rows] = firms.quality[left, OWN_WORK]
        self.employer[rows] = NOBODY
        self.wage[rows] = self.tenure[rows] = 0
        self.founder[rows] = False

    def _count(self, firms: Firms, rows: Ints, sign: int) -> None:
        cell = _cell(*self.post_of(rows))
        ability, pay = self.ability[rows].astype(np.float64), self.wage[rows].astype(np.int64)
        for column, by in ((firms.staff, 1), (firms.ability, ability), (firms.pay, pay)):
            np.add.at(column.reshape(-1, copy=False), cell, sign * by)

    def join(self, flows: Flows, birth: Keys, how: Entry, **values: Any) -> Ints:
        """Let newcomers into the workforce, and count how they came."""
        rows = self.admit(birth, **values)
        foreign = np.count_nonzero(self.foreign[rows])
        flows.joined[how, Origin.FOREIGN] += foreign
        flows.joined[how, Origin.LOCAL] += len(rows) - foreign
        return rows

    def join_from(
        self, people: People, rows: Ints, flows: Flows, how: Entry, *,
        permits: NDArray[np.int16] | None = None, term: int = 0,
    ) -> Ints:  # fmt: skip
        """Let people of another list into the workforce, and count how they came.

        Args:
            people: The list.
            rows: Who of them, shape ``(n,)``.
            flows: Where they are counted.
            how: How they came.
            permits: Rule under which everybody on the list may work, if they are foreign.
            term: Months of the permit.

        Returns:
            Their rows in the workforce, shape ``(n,)``.
        """
        they, foreign = people.data, permits is not None
        rule = NO_PERMIT if permits is None else permits
        flows.joined[how, Origin.FOREIGN if foreign else Origin.LOCAL] += len(rows)
        if compiled.in_use:
            row = self.room_for(len(rows))
            kernels.join_from(
                rows, they["birth"], they["skill"], they["degree"], they["english"],
                they["ability"], they["experience"], rule, foreign, term, self.size, row["birth"],
                row["employer"], row["skill"], row["degree"], row["english"], row["ability"],
                row["experience"], row["foreign"], row["permit"], row["term"],
            )  # fmt: skip
            return np.arange(self.take_in(len(rows)), self.size)
        who: dict[str, Any] = {c: they[c].take(rows) for c in INBORN}
        if foreign:
            who |= {"foreign": True, "permit": rule.take(rows), "term": term}
        return self.admit(they["birth"].take(rows), **who)

    def by_post(self, firms: Firms) -> Ints:
        """Count staff afresh from the people, persons, shape ``(firms, skills, origins)``."""
        cell = _cell(*self.post_of(np.flatnonzero(self.employed)))
        count = np.bincount(cell, minlength=len(firms) * len(Skill) * len(Origin))
        return count.reshape(len(firms), len(Skill), len(Origin)).astype(np.int64)

    def graduates_by_firm(self, firms: Firms) -> Ints:
        """Count who has a four-year degree or more, persons, shape ``(firms,)``."""
        graduates = self.employer[self.employed & (self.degree >= Degree.FOUR_YEAR)]
        return np.bincount(graduates, minlength=len(firms))

    def ability_by_post(self, firms: Firms) -> Floats:
        """Add up ability afresh, efficiency units, shape ``(firms, skills, origins)``."""
        at_work = np.flatnonzero(self.employed)
        cells = len(firms) * len(Skill) * len(Origin)
        total = totals(
            _cell(*self.post_of(at_work)), self.ability[at_work].astype(np.float64), cells
        )
        return total.reshape(len(firms), len(Skill), len(Origin))


INBORN = ("skill", "degree", "english", "ability", "experience")
"""What people are wherever they are listed."""


def _cell(employer: Ints, skill: Ints, origin: Ints) -> Ints:
    """Number of a post in the staff table laid flat: one index is quicker than three."""
    return (employer * len(Skill) + skill) * len(Origin) + origin
