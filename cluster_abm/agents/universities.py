"""Universities, business schools and the vocational institute (A72 to A74)."""

from __future__ import annotations

from cluster_abm.core.actor import Actor, Members
from cluster_abm.core.ledger import Sector
from cluster_abm.core.tables import cents, flags, floats, ints, small

LONGEST_STUDY = 60
"""Months of the longest course."""


class Universities(Members):
    """Every institution that sends people into the field, a row each."""

    skill = small("Skill", "Skill class of its graduates.")
    degree = small("Degree", "Degree that it gives.")
    seats = floats("students/month", "New students taken.")
    length = small("months", "Length of its course.")
    students = ints("students", "Students by months to graduation.", LONGEST_STUDY)
    abroad = flags("Does the state send its students abroad, with the duty to return?")
    english = floats("share of graduates", "Graduates who speak English well, as of 2009.")
    students_start = floats("students", "All its students on the day of founding.")
    taught = floats(
        "share of students", "Students taught English, by months to graduation.", LONGEST_STUDY
    )
    service = floats(
        "share of students", "Students for the front line, by months to graduation.", LONGEST_STUDY
    )
    prospect = floats("ratio", "Starting pay here to pay elsewhere, as applicants have seen it.")
    prospect_start = floats("ratio", "The same in January 2009.")
    applicants = floats("applicants/month", "People who want a seat.")
    sponsored = ints("US cent/month", "Money of the levy fund for more seats.")
    research = floats("US cent/month", "Its research in the field, as of 2009.")
    findings = floats("US cent/month", "Research of late whose results await a use, as known.")
    cash = cents("Money in hand.")

    def let_go(self, row: int) -> None:
        """Leave no money behind (see the ledger)."""
        self.model.ledger.wind_up(Sector.UNIVERSITIES, row)


class University(Actor, of=Universities):
    """One institution, as Mesa sees it."""
