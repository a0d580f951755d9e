"""Universities, business schools and the vocational institute (A72 to A74)."""

from __future__ import annotations

from cluster_abm.core.actor import Actor, Members
from cluster_abm.core.tables import cents, floats, ints, small

LONGEST_STUDY = 60
"""Months of the longest course."""


class Universities(Members):
    """Every institution that sends people into the field, a row each."""

    skill = small("Skill", "Skill class of its graduates.")
    degree = small("Degree", "Degree that it gives.")
    seats = floats("students/month", "New students taken.")
    length = small("months", "Length of its course.")
    students = ints("students", "Students by months to graduation.", LONGEST_STUDY)
    english = floats("share of graduates", "Graduates who speak English well.")
    cash = cents("Money in hand.")


class University(Actor, of=Universities):
    """One institution, as Mesa sees it."""
