"""The first people: staff of the founding firms, and those without a job."""

from __future__ import annotations

from typing import Any

import numpy as np

from cluster_abm.agents.classes import Activity, Kind, PermitClass, Skill, ZoneName
from cluster_abm.agents.firms import Firms
from cluster_abm.core.groups import rank_in_group
from cluster_abm.core.luck import Luck, heir, keys
from cluster_abm.core.numerics import dexp, discrete_rows, exponential, lognormal
from cluster_abm.core.tables import Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.scenarios.reader import Scenario
from cluster_abm.submodels.labour.equations import reward
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.production.processes import technology_of

BEFORE = -1_000
"""Month in which the luck of the founding is drawn; no run lives it."""
YEARS_AT_WORK = 30
"""Longest working life of the founding workforce, years."""
MEAN_TENURE = 36.0
"""Mean time in the present job of the founding workforce, months."""

DEGREES = np.array([
    [0.85, 0.10, 0.05, 0.00],
    [0.30, 0.58, 0.12, 0.00],
    [0.00, 0.00, 1.00, 0.00],
    [0.00, 0.00, 0.00, 1.00],
    [0.00, 0.05, 0.85, 0.10],
])  # fmt: skip
"""Share of each degree by skill; assumption, fits 3,830 degrees and 170 of MSc or PhD."""
ENGLISH = np.array([0.35, 0.35, 0.50, 0.95, 0.70])
"""Share of English speakers by skill where the work does not ask for it; assumption."""


def usual_raise(rules: LabourRules) -> float:
    """What the founding staff has come to earn beyond the offer for newcomers, share of it.

    It is the raise at the mean of tenures that are exponential and end at the scale.
    """
    scale = float(rules.tenure_scale)
    months = MEAN_TENURE * (1 - float(dexp(-scale / MEAN_TENURE)))
    return rules.tenure_raise * months / MONTHS_PER_YEAR


def let_people_in(model: Any, scenario: Scenario, luck: Luck) -> None:
    """Staff of every firm by skill, and those without a job."""
    firms: Firms = model.firms
    mix = technology_of(firms, model.rules[ProductionRules]).mix
    size = np.rint(firms.equipment / (scenario.frame.equipment_per_worker * CENTS_PER_DOLLAR))
    edge = np.cumsum(size[:, None] * mix, axis=1)
    u = luck.uniform("staff", firms.birth)
    upto = np.floor(edge + u[:, None]).astype(np.int64)
    staff = np.concatenate([upto[:, :1], upto[:, 1:] - upto[:, :-1]], axis=1)
    # the last class takes what the rounding left, so that the sizes are as given
    staff[:, Skill.MANAGER] += size.astype(np.int64) - staff.sum(axis=1)
    idle = np.array(scenario.frame.unemployed.row()).astype(np.int64)
    code = np.r_[np.repeat(np.arange(staff.size), staff.ravel()), np.repeat(-1, idle.sum())]
    skill = np.where(code >= 0, code % len(Skill), 0)
    skill[code < 0] = np.repeat(np.arange(len(Skill)), idle)
    _admit_people(model, scenario, np.where(code >= 0, code // len(Skill), -1), skill, luck)


def _admit_people(model: Any, scenario: Scenario, employer: Ints, skill: Ints, luck: Luck) -> None:
    firms, workforce, rules = model.firms, model.workforce, model.rules[LabourRules]
    birth = _births(firms, employer)
    works = employer >= 0
    degree = discrete_rows(luck.uniform("degree", birth), DEGREES[skill])
    speaks = luck.uniform("English", birth) < ENGLISH[skill]
    abroad = _foreigners(model, scenario, employer, skill, luck.uniform("origin", birth))
    service = np.isin(firms.activity, (Activity.CONTACT_CENTRE, Activity.TECHNICAL_SUPPORT))
    speaks |= works & service[employer] & (skill == Skill.FRONT_LINE)
    experience = (luck.uniform("experience", birth) * YEARS_AT_WORK * MONTHS_PER_YEAR).astype(int)
    tenure = exponential(luck.uniform("tenure", birth), MEAN_TENURE)
    age = np.where(works, firms.age[employer], 0)
    tenure = np.where(works, np.minimum(np.minimum(tenure, experience), age), 0).astype(np.int64)
    rows = workforce.admit(
        birth, skill=skill, degree=degree, english=speaks | abroad, foreign=abroad,
        permit=np.where(abroad, PermitClass.ORDINARY, PermitClass.NONE),
        term=np.where(abroad, 1 + luck.uniform("term", birth) * 24, 0),
        ability=lognormal(luck.uniform("ability", birth), 1.0, rules.ability_spread),
        experience=experience,
    )  # fmt: skip
    at_work = rows[works]
    raise_ = rules.tenure_raise * np.minimum(tenure[works], rules.tenure_scale) / MONTHS_PER_YEAR
    pay = firms.offer[employer[works], skill[works]] * (1 + raise_)
    ability = workforce.ability[at_work].astype(np.float64)
    workforce.hire(firms, at_work, employer[works], pay * reward(ability, rules.pay_for_ability))
    workforce.tenure[at_work] = tenure[works]
    _name_founders(firms, workforce)


def _births(firms: Firms, employer: Ints) -> Keys:
    """Birth keys, counted firm by firm; people of one employer stand together."""
    rank = rank_in_group(employer)
    birth = keys("without a job at the founding", 0, 0, rank)
    works = employer >= 0
    birth[works] = heir(firms.birth[employer[works]], "staff", 0, rank[works])
    return birth


def _foreigners(model: Any, scenario: Scenario, employer: Ints, skill: Ints, u: Floats) -> Any:
    """Who came from abroad: a few firms stand at their limit, most have almost none."""
    firms: Firms = model.firms
    share = np.zeros(len(firms))
    pick = Luck(model.seed_number, model.replicate, BEFORE - 1).uniform("limit", firms.birth)
    for group in scenario.firms:
        mine = firms.sort == Kind[group.kind.upper()]
        many = pick < group.foreign.firms_at_limit
        share[mine] = np.where(many, group.foreign.at_limit, group.foreign.usual)[mine]
        if group.foreign.city_of_knowledge is not None:
            inside = mine & (firms.zone == ZoneName.CITY_OF_KNOWLEDGE)
            share[inside] = group.foreign.city_of_knowledge
    # counting off within each post keeps the number of foreigners at its share, never above
    code = employer * len(Skill) + skill
    order = np.lexsort((u, code))
    starts = np.flatnonzero(np.r_[True, np.diff(code[order]) != 0])
    size = np.diff(np.r_[starts, len(code)])
    rank = np.arange(len(code)) - np.repeat(starts, size)
    one_a_post = np.repeat(u[order[starts]], size)
    allowed = np.floor(share[employer[order]] * np.repeat(size, size) + one_a_post)
    abroad = np.zeros(len(code), bool)
    abroad[order] = (rank < allowed) & (employer[order] >= 0)
    return abroad


def _name_founders(firms: Firms, workforce: Any) -> None:
    """The manager with the longest working life founded the SME; the first wins a tie."""
    sme = np.flatnonzero(firms.is_sme)
    managers = (workforce.skill == Skill.MANAGER) & ~workforce.foreign
    rows = np.flatnonzero(managers & workforce.employed)
    rows = rows[np.argsort(-workforce.experience[rows].astype(np.int64), kind="stable")]
    employer, first = np.unique(workforce.employer[rows], return_index=True)
    workforce.founder[rows[first[np.isin(employer, sme)]]] = True
