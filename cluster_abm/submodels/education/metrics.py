"""Education: what we observe."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.census import Census
from cluster_abm.agents.classes import Skill
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.universities import LONGEST_STUDY, Universities
from cluster_abm.agents.world import World
from cluster_abm.core.ledger import Ledger, Payments, Sector, Why
from cluster_abm.core.metric import counted, metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.education.numbers import EducationRules

_MONTHS_LEFT = np.arange(1, LONGEST_STUDY + 1)
"""Months to graduation, in the order of ``students``."""


@counted(Flows.graduates, unit="persons/month")
def graduates() -> None:
    """Graduates of all institutions who enter the field (K33)."""


@counted(Flows.graduates[Skill.RESEARCHER], unit="persons/month")
def graduates_researchers() -> None:
    """Graduates with an advanced degree who enter the field (K32)."""


@metric(unit="students")
def students(universities: Universities) -> float:
    """Students on their way to a degree that leads into the field."""
    return total(universities.students)


@metric(unit="students")
def scholars_abroad(universities: Universities) -> float:
    """Students sent abroad with the duty to return (A08)."""
    return total(universities.students[universities.abroad])


@counted(Flows.scholars_returned, unit="persons/month")
def scholars_returned() -> None:
    """Scholars who came home and look for work in the field (M14)."""


@counted(Census.seekers[Skill.RESEARCHER], unit="persons")
def researchers_idle() -> None:
    """Researchers without a job (M14)."""


@metric(unit="US$")
def scholarships_owed(universities: Universities, rules: EducationRules) -> float:
    """What the scholars who are abroad will still cost until they finish, if none gives up."""
    ahead = universities.students[universities.abroad] * _MONTHS_LEFT
    return total(ahead) * rules.scholarship_cost / MONTHS_PER_YEAR


@metric(unit="applicants/month")
def applicants_for_seats(universities: Universities) -> float:
    """People who want to study at home what leads into the field (M27)."""
    return total(universities.applicants[~universities.abroad])


@counted(Flows.schooling[0], unit="US$/month")
def seats_paid() -> None:
    """What the government pays for seats beyond those of 2009; below nought for fewer."""


@counted(Flows.schooling[1], unit="US$/month")
def english_paid() -> None:
    """What the government pays for English courses of students."""


@counted(Flows.schooling[3], unit="US$/month")
def adult_english_paid() -> None:
    """What the government pays for English courses of people in other sectors."""


@metric(unit="persons")
def reservoir_with_english(world: World) -> float:
    """People of other sectors who could do the work and speak English."""
    return float(world.reservoir[:, 1].sum())


@counted(Flows.schooling[2], unit="US$/month")
def alignment_paid() -> None:
    """What the government pays for vocational courses that follow the posts that are open."""


@counted(Payments.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.ABROAD], unit="US$/month")
def scholarships_paid() -> None:
    """What the government pays for scholars abroad."""


@metric(unit="US$/month")
def campaign_paid(rules: EducationRules) -> float:
    """What the campaign for careers in the field costs."""
    return rules.career_campaign


@metric(unit="US$/month")
def education_paid(flows: Flows, ledger: Ledger, rules: EducationRules) -> float:
    """What the government spends on seats, courses, scholars, careers and public research."""
    scholars = ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.ABROAD]
    return float(flows.schooling.sum() + scholars) / CENTS_PER_DOLLAR + rules.career_campaign


@metric(unit="US$/month")
def research_universities(universities: Universities, rules: EducationRules) -> float:
    """Research in the field that universities do (K07)."""
    return rules.research_factor * total(universities.research) / CENTS_PER_DOLLAR


@counted(Flows.schooling[4], unit="US$/month")
def university_research_paid() -> None:
    """What the government pays for research of universities beyond 2009; below nought for less."""


@counted(Flows.schooling[5], unit="US$/month")
def liaison_paid() -> None:
    """What the government pays for liaison offices and for leave of researchers (I64)."""


@metric(unit="courses")
def qualifications(universities: Universities) -> float:
    """Courses that differ in skill or degree and have students (K14)."""
    some = universities.students.any(axis=1).nonzero()[0]
    skill, degree = universities.skill[some].tolist(), universities.degree[some].tolist()
    return float(len(set(zip(skill, degree, strict=True))))
