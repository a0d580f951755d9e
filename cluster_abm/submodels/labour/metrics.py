"""Labour: what we observe."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cluster_abm.agents.census import NARROW, Census
from cluster_abm.agents.classes import Entry, Exit, Kind, Origin, Reason, Skill, Source
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.core import compiled
from cluster_abm.core.kernels import census as kernels
from cluster_abm.core.ledger import Payments, Why
from cluster_abm.core.metric import Count, counted, metric, total
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR

WORKING_DAYS = 21
"""Working days in a month."""
_ANCHOR = np.array(Kind.ANCHOR, np.int16)
"""An array without axes, which NumPy need not convert every time."""


@counted(Census.jobs, unit="persons")
def employment_narrow() -> None:
    """Jobs in the ICT cluster: local firms, the anchor and other multinationals (K31)."""


@counted(Census.staff, unit="persons")
def employment_wide() -> None:
    """Jobs in the ICT cluster and in the other contact centres."""


@counted(Census.staff[Kind.SME], unit="persons")
def employment_sme() -> None:
    """Jobs in locally owned firms."""


@counted(Census.staff[Kind.ANCHOR], unit="persons")
def employment_anchor() -> None:
    """Jobs in the anchor multinational."""


@counted(Census.staff[Kind.MNC], unit="persons")
def employment_mnc() -> None:
    """Jobs in other ICT multinationals."""


@counted(Census.staff[Kind.CONTACT_CENTRE], unit="persons")
def employment_contact_centres() -> None:
    """Jobs in the contact centres outside the narrow cluster."""


@counted(Census.jobs[:, Origin.LOCAL], unit="persons")
def employment_local() -> None:
    """Jobs in the narrow cluster that locals hold."""


@counted(Census.staff[Kind.SME, :, Origin.LOCAL], unit="persons")
def employment_local_sme() -> None:
    """Jobs in locally owned firms that locals hold."""


@counted(Census.staff[:, :, Origin.LOCAL], unit="persons")
def employment_local_wide() -> None:
    """Jobs in the ICT cluster and in the other contact centres that locals hold."""


@counted(Census.jobs[:, Origin.FOREIGN], unit="persons")
def employment_foreign() -> None:
    """Jobs in the narrow cluster that foreigners hold."""


@counted(Census.jobs[:, Origin.FOREIGN], among=Census.jobs, unit="share")
def foreign_share() -> None:
    """Share of foreigners in the jobs of the narrow cluster (K44)."""


@counted(Census.jobs_by_skill[Skill.FRONT_LINE], unit="persons")
def jobs_front_line() -> None:
    """Front-line jobs in the narrow cluster."""


@counted(Census.jobs_by_skill[Skill.SUPPORT], unit="persons")
def jobs_support() -> None:
    """Technical-support jobs in the narrow cluster."""


@counted(Census.jobs_by_skill[Skill.ENGINEER], unit="persons")
def jobs_engineer() -> None:
    """Engineering jobs in the narrow cluster."""


@counted(Census.jobs_by_skill[Skill.RESEARCHER], unit="persons")
def jobs_researcher() -> None:
    """Research jobs in the narrow cluster."""


@counted(Census.jobs_by_skill[Skill.MANAGER], unit="persons")
def jobs_manager() -> None:
    """Management jobs in the narrow cluster."""


@counted(Census.graduates, among=Census.jobs, unit="share")
def degree_share() -> None:
    """Share of the narrow cluster's jobs held by people with a four-year degree or more (K13)."""


@counted(Census.seekers, unit="persons")
def unemployed() -> None:
    """People without a job who look for one in the cluster."""


@metric(unit="share")
def unemployment(census: Census, workforce: Workforce) -> float:
    """People without a job as a share of the workforce."""
    return total(census.seekers) / max(len(workforce), 1)


@counted(Flows.posted[NARROW], unit="posts")
def vacancies() -> None:
    """Posts open in the narrow cluster (K12)."""


@counted(Flows.posted[NARROW, Skill.FRONT_LINE], unit="posts")
def vacancies_front_line() -> None:
    """Front-line posts open in the narrow cluster."""


@counted(Flows.posted[NARROW, Skill.SUPPORT], unit="posts")
def vacancies_support() -> None:
    """Technical-support posts open in the narrow cluster."""


@counted(Flows.posted[NARROW, Skill.ENGINEER], unit="posts")
def vacancies_engineer() -> None:
    """Engineering posts open in the narrow cluster."""


@counted(Flows.posted[NARROW, Skill.RESEARCHER], unit="posts")
def vacancies_researcher() -> None:
    """Research posts open in the narrow cluster."""


@counted(Flows.posted[NARROW, Skill.MANAGER], unit="posts")
def vacancies_manager() -> None:
    """Management posts open in the narrow cluster."""


@counted(Flows.posted[NARROW], less=Flows.filled[NARROW], unit="posts")
def vacancies_unfilled() -> None:
    """Posts open in the narrow cluster that nobody took."""


def _duration(skill: Skill) -> Callable[[Callable[[], None]], Count]:
    """Posts open on an average day over posts filled in a day (Little's law).

    Those filled this month were open for half of it.
    """
    posted, filled = Flows.posted[NARROW, skill], Flows.filled[NARROW, skill]
    return counted((posted, posted), less=filled, among=filled, times=WORKING_DAYS / 2,
                   unit="working days")  # fmt: skip


@_duration(Skill.FRONT_LINE)
def duration_front_line() -> None:
    """Mean time that a front-line post of the narrow cluster stays open."""


@_duration(Skill.SUPPORT)
def duration_support() -> None:
    """Mean time that a technical-support post of the narrow cluster stays open."""


@_duration(Skill.ENGINEER)
def duration_engineer() -> None:
    """Mean time that an engineering post of the narrow cluster stays open."""


@_duration(Skill.RESEARCHER)
def duration_researcher() -> None:
    """Mean time that a research post of the narrow cluster stays open."""


@_duration(Skill.MANAGER)
def duration_manager() -> None:
    """Mean time that a management post of the narrow cluster stays open."""


def _mean_pay(skill: Skill) -> Callable[[Callable[[], None]], Count]:
    return counted(Census.pay_by_skill[skill], among=Census.jobs_by_skill[skill], unit="US$/month")


@_mean_pay(Skill.FRONT_LINE)
def wage_front_line() -> None:
    """Mean base pay of front-line staff in the narrow cluster."""


@_mean_pay(Skill.SUPPORT)
def wage_support() -> None:
    """Mean base pay of technical support in the narrow cluster."""


@_mean_pay(Skill.ENGINEER)
def wage_engineer() -> None:
    """Mean base pay of engineers in the narrow cluster."""


@_mean_pay(Skill.RESEARCHER)
def wage_researcher() -> None:
    """Mean base pay of researchers in the narrow cluster."""


@_mean_pay(Skill.MANAGER)
def wage_manager() -> None:
    """Mean base pay of managers in the narrow cluster."""


def _unit_pay(census: Census, skill: Skill) -> float:
    work = max(total(census.ability[NARROW, skill]), 1.0)
    return float(census.pay_by_skill[skill]) / work / CENTS_PER_DOLLAR


@metric(unit="US$/month/efficiency unit")
def unit_pay_front_line(census: Census) -> float:
    """Mean base pay of front-line staff in the narrow cluster for a unit of work."""
    return _unit_pay(census, Skill.FRONT_LINE)


@metric(unit="US$/month/efficiency unit")
def unit_pay_support(census: Census) -> float:
    """Mean base pay of technical support in the narrow cluster for a unit of work."""
    return _unit_pay(census, Skill.SUPPORT)


@metric(unit="US$/month/efficiency unit")
def unit_pay_engineer(census: Census) -> float:
    """Mean base pay of engineers in the narrow cluster for a unit of work."""
    return _unit_pay(census, Skill.ENGINEER)


@metric(unit="US$/month/efficiency unit")
def unit_pay_researcher(census: Census) -> float:
    """Mean base pay of researchers in the narrow cluster for a unit of work."""
    return _unit_pay(census, Skill.RESEARCHER)


@metric(unit="US$/month/efficiency unit")
def unit_pay_manager(census: Census) -> float:
    """Mean base pay of managers in the narrow cluster for a unit of work."""
    return _unit_pay(census, Skill.MANAGER)


@metric(unit="factor")
def anchor_premium(firms: Firms, census: Census) -> float:
    """What the anchor offers front-line staff, relative to the local firms (M01).

    It is 0 where there is no anchor, as its parent may leave.
    """
    front_line = firms.offer[:, Skill.FRONT_LINE]
    anchor = front_line[firms.sort == _ANCHOR]
    local = front_line[census.local.rows]
    if not len(anchor) or not len(local):
        return 0.0
    return total(anchor) / len(anchor) / (total(local) / len(local))


@counted(Flows.hires[NARROW], unit="persons/month")
def hires() -> None:
    """People whom firms of the narrow cluster take on."""


@counted(Flows.hires[NARROW, :, Source.UNEMPLOYED], unit="persons/month")
def hires_from_unemployment() -> None:
    """People without a job whom firms of the narrow cluster take on (C16)."""


@counted(Flows.hires[Kind.ANCHOR], unit="persons/month")
def hires_anchor() -> None:
    """People whom the anchor takes on (Q24)."""


@counted(Flows.hires[NARROW, :, Source.OTHER_SECTOR], unit="persons/month")
def hires_from_other_sectors() -> None:
    """People from other sectors whom firms of the narrow cluster take on (A10)."""


@counted(Flows.separations[NARROW, :, Reason.BETTER_JOB], unit="persons/month")
def job_to_job() -> None:
    """People who leave a firm of the narrow cluster for another firm."""


@counted(Flows.counter_offers[NARROW], unit="persons/month")
def counter_offers() -> None:
    """People of the narrow cluster whose firms keep them by paying what another bids (E9)."""


@counted(Flows.separations[NARROW], unit="persons/month")
def separations() -> None:
    """Jobs of the narrow cluster that end."""


@counted(Flows.separations[NARROW, Skill.FRONT_LINE], unit="persons/month")
def separations_front_line() -> None:
    """Front-line jobs of the narrow cluster that end."""


@counted(Flows.separations[NARROW, Skill.SUPPORT], unit="persons/month")
def separations_support() -> None:
    """Technical-support jobs of the narrow cluster that end."""


@counted(Flows.separations[NARROW, Skill.ENGINEER], unit="persons/month")
def separations_engineer() -> None:
    """Engineering jobs of the narrow cluster that end."""


@counted(Flows.separations[NARROW, Skill.RESEARCHER], unit="persons/month")
def separations_researcher() -> None:
    """Research jobs of the narrow cluster that end."""


@counted(Flows.separations[NARROW, Skill.MANAGER], unit="persons/month")
def separations_manager() -> None:
    """Management jobs of the narrow cluster that end."""


@counted(Flows.separations[NARROW, :, Reason.LAID_OFF], unit="persons/month")
def layoffs() -> None:
    """Jobs of the narrow cluster that end because there is no work."""


@counted(
    Flows.separations[Kind.CONTACT_CENTRE], among=Census.staff[Kind.CONTACT_CENTRE],
    times=MONTHS_PER_YEAR, unit="share/year",
)  # fmt: skip
def separations_contact_centres() -> None:
    """Yearly rate at which jobs in contact centres end (C18)."""


@counted(Flows.left[1:, Origin.LOCAL], unit="persons/month")
def left_for_other_sectors() -> None:
    """People who leave the field for other sectors or other countries."""


@counted(
    Flows.joined[Entry.OTHER_SECTOR, Origin.LOCAL],
    less=Flows.left[Exit.OTHER_SECTOR, Origin.LOCAL],
    unit="persons/month",
)
def drawn_from_other_sectors() -> None:
    """People whom the field draws from other sectors, less those who go there (E14)."""


@metric(unit="persons")
def reservoir(world: World) -> float:
    """People of other sectors who could do the work."""
    return total(world.reservoir)


@counted(Payments.spent[Why.WAGES], unit="US$/month")
def wage_bill() -> None:
    """Gross pay of all staff, the thirteenth month included."""


@counted(Payments.spent[Why.CONTRIBUTIONS], unit="US$/month")
def contributions() -> None:
    """Social contributions of employers and employees."""


@metric(unit="persons")
def skills_gap(census: Census) -> float:
    """Posts of the narrow cluster beyond staff and job seekers, added over skills (K15)."""
    posts = np.add.reduce(census.posts[NARROW])
    return total(np.maximum(posts - census.jobs_by_skill - census.seekers, 0))


@counted(
    Flows.separations[NARROW, :, Reason.BETTER_JOB], among=Census.jobs, times=MONTHS_PER_YEAR,
    unit="1/year",
)  # fmt: skip
def poaching_rate() -> None:
    """Yearly rate at which staff of the narrow cluster leaves for other firms (K43)."""


@metric(unit="index")
def gini_pay(census: Census) -> float:
    """Gini index of base pay between groups by employer, skill and origin, all staff (K56)."""
    people, pay = census.staff.ravel(), census.pay.ravel()
    if compiled.in_use:
        return kernels.gini(people, pay)
    whole, staff = total(pay), total(people)
    if not whole:
        return 0.0
    # groups without people earn nothing, and add nothing wherever they stand
    order = np.argsort(pay / np.maximum(people, 1), kind="stable")
    people, pay = people[order], pay[order]
    above = np.cumsum(pay) - pay / 2
    # one after the other, as the loop adds up
    return 1.0 - 2 * float(np.cumsum(above * people)[-1]) / (whole * staff)
