"""The government and the facilitator: single agents whose state is their attributes."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Skill
from cluster_abm.core.actor import Singular
from cluster_abm.core.tables import Floats

LONGEST_PROMISE = 48
"""Months after which the last promise to an investor falls due."""
NO_PROMISE = np.zeros((LONGEST_PROMISE, len(Skill)))
"""Where promises begin; it is never written to."""
NO_PROMISE.flags.writeable = False


class Government(Singular):
    """Treasury and offices; its money is in the ledger (A47, A48)."""

    mood: float = 1.0
    """Welcome for foreigners, index; 1 is 2009 (M20)."""
    support: float = 0.0
    """Public mood towards the policy for the cluster, log odds; 0 is January 2009."""
    local_jobs: float = 0.0
    """Jobs of locals in January 2009, against which the public compares; 0 is not yet counted."""
    foreign_share: float = 0.0
    """Foreign share of staff in January 2009."""
    party: int = 0
    """Party in office: 0 is that of January 2009, one more with every change (A51)."""
    elect: int = 0
    """Party that is in office from the next handover on."""
    election: int = -1
    """Month of the next election; -1 is not yet known."""
    handover: int = -1
    """Month of the next handover whose outcome for programmes is not decided; -1 as above."""
    term: int = 60
    """Months from one election to the next."""
    turnover: float = 0.0
    """Chance that an election changes the party in office, as everybody sees it."""
    turnover_next: float = 0.0
    """The same for the next handover; 0 or 1 once the votes are counted."""
    foreseen: float = 1.0
    """Weight that people give to elections to come; 0 is none."""
    honours: float = 1.0
    """Share of the promises of a lost programme that is kept, as everybody sees it."""
    promised: float = 0.0
    """People promised to investors that fell due, as far as parents remember, persons (M37)."""
    delivered: float = 0.0
    """People of these who came, as far as parents remember, persons."""
    trained: int = 0
    """People promised to investors who were trained this year, persons (M40)."""
    promises: Floats = NO_PROMISE
    """People promised to investors, by months until they are due and skill, persons, shape
    ``(months, skills)``."""

    @property
    def reputation(self) -> float:
        """Part of its promises that it kept, as parents remember; 1 if they remember none."""
        return self.delivered / self.promised if self.promised > 0 else 1.0

    largest_site: float = 0.0
    """Posts that the largest building for one tenant holds; 0 is not yet known (M42)."""
    name_abroad: float = 0.0
    """Money spent on the name of local vendors abroad, as far as it is remembered, US$ (I77)."""
    setup_cost: float = 0.0
    """Money that a founder needed in January 2009, US$; 0 is not yet known."""
    ip_protection: float = 0.0
    """Protection of intellectual property in force, 0 to 1; the rule of the month says it."""
    known_waste: float = 0.0
    """Part of the awards to initiatives that turned out to be imagined, as remembered (M161)."""
    hope_of_pleas: float = 0.0
    """Chance of approval that initiatives expect; 0 before anybody has tried."""


class CFG(Singular):
    """The Cluster Facilitation Group (A58); not founded yet in 2009.

    Its money is in the ledger.
    """

    founded: bool = False
    """Does it exist?"""
    age: int = 0
    """Months since it was given its first money."""
    funding: float = 1.0
    """Part of its budget that it is granted this year, 0 to 1 (I92)."""
    milestones: float = 0.0
    """Part of its milestones of last year that it met, 0 to 1 (K30)."""
    project_fund: int = 0
    """Part of its money that is set aside for members' joint work, US cent."""
    help_with_cost: float = 0.0
    """Part of the cost of members' joint work that it pays, 0 to 1."""
    mentor_hours: float = 0.0
    """Mentors' time that it has paid for and applicants have not used, hours."""
    advocacy_hours: float = 0.0
    """Time with officials this month, hours (E12)."""
    introductions_made: int = 0
    """Pairs of members whom it brought together since the year began."""
    seats_given: int = 0
    """Seats in forums that it gave since the year began."""
    works_helped: int = 0
    """Joint projects to which it added money since the year began."""
    hours_lobbied: float = 0.0
    """Time with officials since the year began, hours."""
