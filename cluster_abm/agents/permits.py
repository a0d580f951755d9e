"""Applications for a work permit that wait for a decision."""

from __future__ import annotations

from cluster_abm.core.tables import Table, flags, floats, reference, small


class Permits(Table):
    """Applications under way, a row each; the post is reserved until the decision."""

    firm = reference("firms", "Firm that asks.", cascade=True)
    rule = small("PermitClass", "Rule under which it asks.")
    skill = small("Skill", "Skill class of the applicant.")
    degree = small("Degree", "Highest degree of the applicant.")
    english = flags("Does the applicant speak English well enough for customers?")
    ability = floats("efficiency units", "Work that the applicant would do.")
    experience = small("months", "Working life of the applicant so far.")
    wage = floats("US cent/month", "Base pay agreed.")
    waits = small("months", "Months until the decision.")
