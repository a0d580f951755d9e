"""People who look for a post this month, from inside the cluster or outside it."""

from __future__ import annotations

from typing import NamedTuple

from cluster_abm.agents.classes import Source
from cluster_abm.agents.flows import Flows
from cluster_abm.core import compiled
from cluster_abm.core.groups import tally
from cluster_abm.core.kernels import people as kernels
from cluster_abm.core.tables import (
    Flags,
    Floats,
    Ints,
    Keys,
    Table,
    flags,
    floats,
    reference,
    small,
)


class Starts(NamedTuple):
    """Those at home who begin in a post, in the order of the candidates."""

    post: Ints
    """Firms, shape ``(starts,)``."""
    pay: Floats
    """Base pay, US cent/month, same shape."""
    person: Ints
    """Rows of the workforce, newcomers behind all others, same shape."""
    leaves: Ints
    """Rows of the workforce of those who leave another firm."""
    joins: Ints
    """Candidates from other sectors."""


class Candidates(Table):
    """Who looks for a post this month, a row each; the list is new every month."""

    person = reference("workforce", "The person, if already in the workforce.")
    source = small("Source", "Where the candidate comes from.")
    skill = small("Skill", "Skill class.")
    degree = small("Degree", "Highest degree.")
    english = flags("Does the candidate speak English well enough for customers?")
    ability = floats("efficiency units", "Work that the candidate would do.")
    experience = small("months", "Working life so far.")
    zone = small("ZoneName", "Zone where the candidate lives.")
    reservation = floats("US cent/month", "Lowest offer accepted, as made for usual ability.")
    reward = floats("factor", "Pay for this candidate's ability, relative to the offer.")
    post = reference("firms", "Firm whose post the candidate won, or NOBODY.")
    left = reference("firms", "Firm that the candidate left for the post, or NOBODY.")

    def list_outsiders(
        self, flows: Flows, birth: Keys, source: Source, *, skill: Ints, degree: Ints,
        english: Flags, ability: Floats, experience: Ints, zone: Ints, reservation: Floats,
    ) -> None:  # fmt: skip
        """List and count people who are not in the workforce.

        Args:
            flows: Where applicants are counted.
            birth: Their birth keys, shape ``(n,)``.
            source: Where all of them come from.
            skill: Skill classes, shape ``(n,)``.
            degree: Degree that people of each skill have, shape ``(skills,)``.
            english: Who speaks English, one for all or shape ``(n,)``.
            ability: Work that they would do, efficiency units, shape ``(n,)``.
            experience: Working life of people of each skill, months, shape ``(skills,)``.
            zone: Zones of home, one for all or shape ``(n,)``.
            reservation: Lowest offers accepted, US cent/month, shape ``(n,)``.
        """
        if compiled.in_use:
            row = self.room_for(len(birth))
            kernels.list_outsiders(
                birth, int(source), skill, degree, english, ability, experience, zone,
                reservation, self.size, row["birth"], row["person"], row["source"], row["skill"],
                row["degree"], row["english"], row["ability"], row["experience"], row["zone"],
                row["reservation"], row["post"], row["left"], flows.applicants,
            )  # fmt: skip
            self.take_in(len(birth))
            return
        self.admit(
            birth, source=source, skill=skill, degree=degree.take(skill), english=english,
            ability=ability, experience=experience.take(skill), zone=zone, reservation=reservation,
        )  # fmt: skip
        tally(flows.applicants, skill, int(source))
