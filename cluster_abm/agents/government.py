"""The government and the facilitator: single agents whose state is their attributes."""

from __future__ import annotations

from cluster_abm.core.actor import Singular


class Government(Singular):
    """Treasury and offices; its money is in the ledger (A47, A48)."""

    mood: float = 1.0
    """Welcome for foreigners, index; 1 is 2009 (M20)."""
    ip_protection: float = 0.0
    """Protection of intellectual property in force, 0 to 1; the rule of the month says it."""
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
    """Time with officials this month, hours."""
    introductions_made: int = 0
    """Pairs of members whom it brought together since the year began."""
    seats_given: int = 0
    """Seats in forums that it gave since the year began."""
    works_helped: int = 0
    """Joint projects to which it added money since the year began."""
    hours_lobbied: float = 0.0
    """Time with officials since the year began, hours."""
