"""Education: what happens in the month."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cluster_abm.agents.classes import Entry
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.universities import Universities
from cluster_abm.agents.workforce import Workforce
from cluster_abm.core.ledger import Ledger, Sector, Why, cents, split
from cluster_abm.core.luck import Luck, heir
from cluster_abm.core.numerics import binomial, lognormal, round_random
from cluster_abm.core.tables import Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.education import equations
from cluster_abm.submodels.education.numbers import EducationRules


def graduate(
    universities: Universities,
    workforce: Workforce,
    flows: Flows,
    luck: Luck,
    rules: EducationRules,
) -> None:
    """Let those at the end of their course graduate; some of them enter the field."""
    leavers = universities.students[:, 0].copy()
    universities.students[:, 0] = 0
    enter = binomial(luck.uniform("enter field", universities.birth), leavers, rules.entry_share)
    if not enter.any():
        return
    np.add.at(flows.graduates, universities.skill, enter)
    school = np.repeat(np.arange(len(universities)), enter)
    rank = np.arange(len(school)) - np.repeat(np.cumsum(enter) - enter, enter)
    births = heir(universities.birth[school], "graduate", luck.month, rank)
    workforce.join(
        flows,
        births,
        Entry.GRADUATED,
        skill=universities.skill[school],
        degree=universities.degree[school],
        english=luck.uniform("English", births) < universities.english[school],
        ability=lognormal(luck.uniform("ability", births), rules.novice_ability, rules.ability_sd),
    )


def enrol(universities: Universities, ledger: Ledger, luck: Luck, rules: EducationRules) -> None:
    """Bring every student a month closer to graduation, less those who give up; take new ones."""
    students = equations.one_month_on(universities.students)
    length = universities.length.astype(np.int64)
    hazard = np.array([_monthly_dropout(rules.dropout, months) for months in length.tolist()])
    number = binomial(luck.uniform("drop-out", universities.birth), students.sum(axis=1), hazard)
    students -= split(number, students.astype(np.float64))
    seats = universities.seats * rules.seats_factor
    newcomers = round_random(seats, luck.uniform("seats", universities.birth))
    students[np.arange(len(universities)), length - 1] += newcomers
    universities.students = students
    _pay_for_seats(universities, newcomers, ledger, rules)


@lru_cache(maxsize=64)
def _monthly_dropout(dropout: float, length: int) -> float:
    """Share of the students of a course who leave in a month."""
    return float(equations.monthly_dropout(dropout, np.array([length]))[0])


def _pay_for_seats(
    universities: Universities, newcomers: Ints, ledger: Ledger, rules: EducationRules
) -> None:
    """Let the government pay the whole course of those who take seats beyond those of 2009."""
    if rules.seats_factor <= 1:
        return
    share = 1 - 1 / rules.seats_factor
    months = (newcomers * universities.length).astype(np.float64)
    cost = share * months * rules.seat_cost * CENTS_PER_DOLLAR
    ledger.pay(
        ledger.of(Sector.GOVERNMENT), ledger.of(Sector.UNIVERSITIES), cents(cost),
        Why.PUBLIC_SERVICE,
    )  # fmt: skip
