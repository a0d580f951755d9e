"""People who look for a post this month, from inside the cluster or outside it."""

from __future__ import annotations

from cluster_abm.core.tables import Table, flags, floats, reference, small


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
