"""Education: what happens in the month."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cluster_abm.agents.classes import Degree, Entry, Origin, Skill, Support
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import Government
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.universities import Universities
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.core import compiled
from cluster_abm.core.groups import tally, totals, turn_page
from cluster_abm.core.kernels import education as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents, split
from cluster_abm.core.luck import Luck, heirs_of_groups, key
from cluster_abm.core.numerics import binomial, dexp, dpow, lognormal, round_random
from cluster_abm.core.tables import Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.education import equations
from cluster_abm.submodels.education.numbers import EducationRules

ADULTS = np.array([key("adults who learn English", skill) for skill in Skill])
"""Whose luck it is how many people of other sectors learn English, by skill."""

# People finish


def graduate(
    universities: Universities,
    workforce: Workforce,
    programmes: Programmes,
    government: Government,
    world: World,
    flows: Flows,
    luck: Luck,
    rules: EducationRules,
) -> None:
    """Let those at the end of their course graduate; some of them enter the field (A07, A08)."""
    home = _chance_to_return(universities, programmes, government, luck.month, rules)
    share = np.where(universities.abroad, rules.entry_share * home, rules.entry_share)
    leavers = universities.students[:, 0]
    enter = binomial(luck.uniform("enter field", universities.birth), leavers, share)
    leavers[:] = 0
    births = heirs_of_groups(universities.birth, "graduate", luck.month, enter)
    if not len(births):
        return
    ability, front, speaks = luck.uniforms(("ability", "front line", "English"), births)
    ability = lognormal(ability, rules.novice_ability, rules.ability_sd)
    work = _finish(
        universities, workforce, flows, enter, births, front, speaks, ability, luck.month, rules
    )
    if luck.month >= 0:
        world.trained = world.trained + work


def _finish(
    universities: Universities, workforce: Workforce, flows: Flows, enter: Ints, births: Keys,
    front: Floats, speaks: Floats, ability: Floats, month: int, rules: EducationRules,
) -> Floats:  # fmt: skip
    """Let graduates into the workforce, and count them.

    Returns:
        The work that they will soon do, efficiency units, shape ``(skills,)``.
    """
    until = int(month + rules.return_duty)
    if compiled.in_use:
        u, new = universities, workforce.room_for(len(births))
        work = kernels.finish(
            enter, births, front, speaks, ability, u.skill, u.degree, u.abroad, u.service,
            u.english, u.taught, rules.english_yield, int(Skill.FRONT_LINE), month >= 0, until,
            workforce.size, new["birth"], new["employer"], new["skill"], new["degree"],
            new["english"], new["ability"], new["trained"], new["bound"], flows.graduates,
            flows.scholars_returned,
        )  # fmt: skip
        workforce.take_in(len(births))
        flows.joined[Entry.GRADUATED, Origin.LOCAL] += len(births)
        return work
    school = np.repeat(np.arange(len(universities)), enter)
    front_line = front < universities.service[school, 0]
    skill = np.where(front_line, int(Skill.FRONT_LINE), universities.skill[school])
    tally(flows.graduates, skill)
    abroad = universities.abroad[school]
    flows.scholars_returned[0] += abroad.sum()
    workforce.join(
        flows, births, Entry.GRADUATED, skill=skill, degree=universities.degree[school],
        english=speaks < _speak(universities, rules)[school], ability=ability,
        trained=month >= 0, bound=np.where(abroad, until, 0),
    )  # fmt: skip
    # a novice will soon do the work of one
    return totals(skill, np.maximum(ability, 1.0), len(Skill))


def _chance_to_return(
    universities: Universities,
    programmes: Programmes,
    government: Government,
    month: int,
    rules: EducationRules,
) -> Floats | float:
    """Scholars come home, some only if what sent them will see out their duty (M150, E13)."""
    if not len(programmes):
        return rules.return_share
    sent = month - universities.length.astype(np.int64)
    lasts = programmes.survival_of(Support.SCHOLARS, government, month, rules.return_duty, sent)
    return rules.return_share * (1 - rules.return_dependence * (1 - lasts))


def _speak(universities: Universities, rules: EducationRules) -> Floats:
    """Share of this month's graduates who speak English, shape ``(universities,)``."""
    return equations.speakers(universities.english, universities.taught[:, 0], rules.english_yield)


# People begin


def enrol(
    universities: Universities, firms: Firms, world: World, ledger: Ledger, flows: Flows,
    luck: Luck, rules: EducationRules,
) -> None:  # fmt: skip
    """Bring every student a month closer to graduation, less those who give up; take new ones."""
    drops, seats = luck.uniforms(("drop-out", "seats"), universities.birth)
    _one_month_on(universities, drops, rules)
    better = _look_at_pay(universities, firms, world, rules)
    newcomers, more, scholars = _begin(universities, firms, better, seats, rules)
    _pay_institutions(universities, newcomers, more, ledger, flows, rules)
    _pay_programmes(scholars, ledger, rules)


def _one_month_on(universities: Universities, u: Floats, rules: EducationRules) -> None:
    """Bring every student a month closer to graduation, less those who give up."""
    students = universities.students
    hazard = _monthly_dropout(rules.dropout, tuple(universities.length.tolist()))
    number = binomial(u, students[:, 1:].sum(axis=1), hazard)
    if compiled.in_use:
        kernels.one_month_on(students, number)
        return
    students = equations.one_month_on(students)
    universities.students = students - split(number, students.astype(np.float64))


def _begin(
    universities: Universities, firms: Firms, better: Floats, lot: Floats, rules: EducationRules
) -> tuple[Ints, Ints, int]:
    """People apply where pay is *better*, take the seats, and begin their courses.

    Returns:
        New students, and how many more than the seats of 2009 would take, shape
        ``(universities,)``; and all scholars who are abroad now.
    """
    front_line = _front_line_share(universities, firms, rules)
    if compiled.in_use:
        return kernels.begin(
            universities.seats, rules.seats_factor, rules.scholarships_factor,
            _monthly_cost(rules), universities.sponsored, rules.applicants_per_seat,
            rules.applicants_per_scholarship, dpow(better, rules.enrolment_response),
            _reach_of_campaign(rules), lot, universities.abroad, universities.length,
            rules.english_teaching, front_line, universities.applicants, universities.students,
            universities.taught, universities.service,
        )  # fmt: skip
    universities.applicants = _applicants(universities, better, rules)
    sponsored = _sponsored(universities, rules)
    factor = np.where(universities.abroad, rules.scholarships_factor, rules.seats_factor)
    seats = universities.seats * factor + sponsored
    newcomers = round_random(np.minimum(seats, universities.applicants), lot)
    in_2009 = universities.seats + sponsored
    more = newcomers - round_random(np.minimum(in_2009, universities.applicants), lot)
    first = np.arange(len(universities)), universities.length.astype(np.int64) - 1
    universities.students[first] += newcomers
    _choose_courses(universities, first, front_line, rules)
    return newcomers, more, int(universities.students[universities.abroad].sum())


def _sponsored(universities: Universities, rules: EducationRules) -> Floats:
    """Seats that the levy fund paid last month, students/month, shape ``(universities,)``."""
    course = universities.length * _monthly_cost(rules)
    seats: Floats = universities.sponsored / np.maximum(course, 1.0)
    return seats


def _monthly_cost(rules: EducationRules) -> float:
    """What a seat costs the public, US cent/month; no whole number, which could overflow."""
    return float(rules.seat_cost * CENTS_PER_DOLLAR)


@lru_cache(maxsize=64)
def _monthly_dropout(dropout: float, length: tuple[int, ...]) -> Floats:
    """Share of the students of each course who leave in a month, shape ``(universities,)``."""
    return equations.monthly_dropout(dropout, np.array(length))


def _look_at_pay(
    universities: Universities, firms: Firms, world: World, rules: EducationRules
) -> Floats:
    """Applicants learn what newcomers are offered here, beside pay elsewhere (M27).

    Returns:
        The same relative to January 2009, shape ``(universities,)``.
    """
    u, first = universities, world.month <= 0
    if compiled.in_use:
        return kernels.look_at_pay(
            firms.posts, firms.offer, world.outside_wage, u.skill, float(rules.prospect_memory),
            first, u.prospect, u.prospect_start,
        )  # fmt: skip
    weight = np.maximum(firms.posts, 0).astype(np.float64)
    posts = weight.sum(axis=0)
    offered = (firms.offer * weight).sum(axis=0) / np.maximum(posts, 1)
    now = (offered / world.outside_wage)[u.skill]
    seen = u.prospect
    nearer = seen + (now - seen) / rules.prospect_memory
    u.prospect = np.where(posts[u.skill] > 0, np.where(seen > 0, nearer, now), seen)
    if first:
        u.prospect_start = u.prospect
    better = np.ones(len(u))
    return np.divide(u.prospect, u.prospect_start, out=better, where=u.prospect_start > 0)


def _applicants(universities: Universities, better: Floats, rules: EducationRules) -> Floats:
    """People who want a seat this month, shape ``(universities,)``."""
    by_scholarship, by_seat = rules.applicants_per_scholarship, rules.applicants_per_seat
    usual = universities.seats * np.where(universities.abroad, by_scholarship, by_seat)
    wanted = equations.applicants(usual, better, rules.enrolment_response)
    return wanted * _reach_of_campaign(rules)


def _reach_of_campaign(rules: EducationRules) -> float:
    """Applicants with the campaign for careers to those without it."""
    if not rules.career_campaign:
        return 1.0
    reached = 1.0 - float(dexp(-rules.career_campaign / rules.campaign_reach))
    return 1 + rules.campaign_yield * reached


def _choose_courses(
    universities: Universities, first: tuple[Ints, Ints], front_line: Floats, rules: EducationRules
) -> None:
    """New students take an English course, or train for what employers ask for (M10, M13)."""
    for column, share in (
        (universities.taught, rules.english_teaching),
        (universities.service, front_line),
    ):
        turn_page(column)
        column[first] = share


def _front_line_share(universities: Universities, firms: Firms, rules: EducationRules) -> Floats:
    """Share of new vocational students who train for the front line, shape ``(universities,)``."""
    if rules.vocational_alignment == 0:
        return np.zeros(len(universities))
    open_ = firms.vacancies[:, [Skill.FRONT_LINE, Skill.SUPPORT]].sum(axis=0)
    asked = rules.vocational_alignment * open_[0] / max(int(open_.sum()), 1)
    trains = (universities.degree == Degree.VOCATIONAL) & (universities.skill == Skill.SUPPORT)
    return np.where(trains, asked, 0.0)


# Who pays


def _pay_institutions(
    universities: Universities, newcomers: Ints, more: Ints, ledger: Ledger, flows: Flows,
    rules: EducationRules,
) -> None:  # fmt: skip
    """Let the government pay for seats beyond those of 2009, for English and for alignment.

    A course is paid as a whole on its first day; what seats fewer than in 2009 save goes back.
    """
    if not (more.any() or rules.english_teaching or rules.vocational_alignment):
        return
    service = universities.service[np.arange(len(universities)), universities.length - 1]
    dollars = np.array([
        more * universities.length * rules.seat_cost,
        newcomers * (rules.english_teaching * rules.english_course_cost),
        newcomers * service * rules.alignment_cost,
    ])  # fmt: skip
    cost = cents(np.where(universities.abroad, 0.0, dollars) * CENTS_PER_DOLLAR)
    if cost.any():
        flows.schooling[: len(cost)] += cost.sum(axis=1)
        state, schools = ledger.of(Sector.GOVERNMENT), ledger.of(Sector.UNIVERSITIES)
        bill = cost.sum(axis=0)
        ledger.pay(state, schools, np.maximum(bill, 0), Why.PUBLIC_SERVICE)
        ledger.pay(schools, state, np.maximum(-bill, 0), Why.PUBLIC_SERVICE)


def _pay_programmes(scholars: int, ledger: Ledger, rules: EducationRules) -> None:
    """Let the government pay its scholars abroad (I11) and its campaign for careers (I18)."""
    for payee, dollars in (
        (Sector.ABROAD, scholars * rules.scholarship_cost / MONTHS_PER_YEAR),
        (Sector.ECONOMY, rules.career_campaign),
    ):
        if dollars > 0:
            amount = round(dollars * CENTS_PER_DOLLAR)
            ledger.transfer(Sector.GOVERNMENT, payee, amount, Why.PUBLIC_SERVICE)


# Research


def do_research(
    universities: Universities, ledger: Ledger, flows: Flows, rules: EducationRules
) -> None:
    """Universities do research; what nobody uses yet is worth something for a while (M118)."""
    if not (universities.research.any() or universities.findings.any()):
        return
    known = equations.share_known(rules.unaided_share, rules.liaison_budget, rules.liaison_half)
    research = rules.research_factor * universities.research
    universities.findings = equations.findings_after_a_month(
        universities.findings, research, known, rules.findings_fade
    )
    _pay_research(universities, ledger, flows, rules)


def _pay_research(
    universities: Universities, ledger: Ledger, flows: Flows, rules: EducationRules
) -> None:
    """Let the government pay for research beyond that of 2009, and for liaison offices (I64)."""
    if rules.research_factor == 1 and not rules.liaison_budget:
        return
    more = cents((rules.research_factor - 1) * universities.research)
    budget = rules.liaison_budget * bool(universities.research.any())
    offices = round(budget * CENTS_PER_DOLLAR / MONTHS_PER_YEAR)
    flows.schooling[4] += more.sum()
    flows.schooling[5] += offices
    bill = more + split(offices, universities.research)
    state, schools = ledger.of(Sector.GOVERNMENT), ledger.of(Sector.UNIVERSITIES)
    ledger.pay(state, schools, np.maximum(bill, 0), Why.PUBLIC_SERVICE)
    ledger.pay(schools, state, np.maximum(-bill, 0), Why.PUBLIC_SERVICE)


# People of other sectors


def teach_english(
    world: World, ledger: Ledger, flows: Flows, luck: Luck, rules: EducationRules
) -> None:
    """People at work in other sectors learn English, so that the field could use them (I15)."""
    if rules.adult_english <= 0:
        return
    without = np.minimum(world.reservoir, world.reservoir_start)[:, 0]
    seats = rules.adult_english / MONTHS_PER_YEAR * without / max(int(without.sum()), 1)
    there = np.minimum(round_random(seats, luck.uniform("adults on a course", ADULTS)), without)
    learned = binomial(
        luck.uniform("adults who speak", ADULTS), there, np.full(len(there), rules.english_yield)
    )
    moved = np.stack([-learned, learned], axis=1)
    # who has learned it stays in other sectors, so that the pool itself is another one
    world.reservoir = world.reservoir + moved
    world.reservoir_start = world.reservoir_start + moved
    cost = round(int(there.sum()) * rules.english_course_cost * CENTS_PER_DOLLAR)
    flows.schooling[3] += cost
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, cost, Why.PUBLIC_SERVICE)
