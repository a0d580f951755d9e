"""Found a cluster: who is there before the first month, as the scenario says."""

from __future__ import annotations

from typing import Any

import numpy as np

from cluster_abm.agents.classes import (
    Activity,
    Degree,
    FirmOrigin,
    FunderKind,
    Home,
    Kind,
    Skill,
    Work,
    ZoneName,
)
from cluster_abm.agents.firms import COUNTED_STAFF
from cluster_abm.agents.funders import Funder
from cluster_abm.agents.universities import LONGEST_STUDY, University
from cluster_abm.core.ledger import Sector, cents, split
from cluster_abm.core.luck import Luck, heir, keys
from cluster_abm.core.numerics import dpow, lognormal, pareto_truncated
from cluster_abm.core.tables import Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.scenarios.order_books import fill_order_books, set_rivals
from cluster_abm.scenarios.parents import open_sites, plan_as_staffed
from cluster_abm.scenarios.people import BEFORE, let_people_in, usual_raise
from cluster_abm.scenarios.reader import FirmGroup, Scenario
from cluster_abm.submodels.capital.numbers import CapitalRules
from cluster_abm.submodels.education.equations import resting_cohorts, share_known
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import learn
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.production.processes import measure_capacity
from cluster_abm.submodels.world.equations import monthly_growth
from cluster_abm.submodels.world.numbers import WorldRules

OLDEST = 240
"""Age of the oldest founding firm, months."""


def found(model: Any, scenario: Scenario) -> None:
    """Fill a model's empty tables as the scenario says."""
    luck = Luck(model.seed_number, model.replicate, BEFORE)
    _lay_out_zones(model, scenario)
    _open_universities(model, scenario)
    _open_funders(model, scenario)
    open_sites(model, scenario)
    for group in scenario.firms:
        if group.count:
            _open_firms(model, scenario, group, luck)
    let_people_in(model, scenario, luck)
    rules: LabourRules = model.rules[LabourRules]
    model.world.month = model.month
    plan_as_staffed(model)
    learn(model.firms, model.workforce, model.world, rules)
    measure_capacity(model.firms, model.zones, model.rules[ProductionRules])
    fill_order_books(model, scenario, luck)
    _fill_purses(model, scenario)
    endow_banks(model, scenario)
    # who can pay for new work decides who bids
    set_rivals(model)


def _lay_out_zones(model: Any, scenario: Scenario) -> None:
    rows = sorted(scenario.zone, key=lambda z: ZoneName[z.name.upper()])
    rent = np.array([z.rent for z in rows]) * CENTS_PER_DOLLAR
    model.zones.admit(
        keys("zone", 0, 0, np.arange(len(rows))),
        capacity=[z.capacity for z in rows], capacity_start=[z.capacity for z in rows],
        admits=1.0, others=[z.others for z in rows],
        rent=rent, rent_start=rent, quota_free=[z.quota_free for z in rows],
        tax_free=[z.tax_free for z in rows], cell_km=[z.cell_km for z in rows],
        distance=[z.distance for z in rows], productivity=1.0,
    )  # fmt: skip
    world = model.world
    world.market_path = tuple(scenario.growth)
    people = np.array(scenario.outside.reservoir.row())
    english = np.rint(people * scenario.outside.english.row())
    world.reservoir = np.stack([people - english, english], axis=1).astype(np.int64)
    world.reservoir_start = world.reservoir.copy()
    _set_trends(model, scenario)
    world.rent = float(rent[ZoneName.REST])


def _set_trends(model: Any, scenario: Scenario) -> None:
    """Begin below January 2009 by what the market and outside pay will have grown by then."""
    world, rules, pay = model.world, model.rules[WorldRules], np.array(scenario.outside.pay.row())
    months = min(scenario.growth_before, scenario.warm_up)
    growth = np.array([rules.market_growth, rules.outside_wage_growth])
    market, wage = dpow(1 / monthly_growth(growth), months).tolist()
    world.trend_from = -months
    world.market, world.outside_wage = market, pay * CENTS_PER_DOLLAR * wage


def _open_universities(model: Any, scenario: Scenario) -> None:
    rules: EducationRules = model.rules[EducationRules]
    dropout = rules.dropout
    known = share_known(rules.unaided_share, rules.liaison_budget, rules.liaison_half)
    for i, row in enumerate(scenario.university):
        seats = row.graduates / MONTHS_PER_YEAR / (1 - dropout)
        research = row.research * CENTS_PER_DOLLAR / MONTHS_PER_YEAR
        students = resting_cohorts(
            np.array([seats]), np.array([row.months]), dropout, LONGEST_STUDY
        )
        model.universities.enter(
            University, keys("university", 0, 0, np.array([i])), np.array([i]),
            skill=Skill[row.skill.upper()], degree=Degree[row.degree.upper()],
            research=research, findings=known * rules.research_factor * research,
            seats=seats, length=row.months, english=row.english, abroad=row.abroad,
            students=students, students_start=students.sum(),
        )  # fmt: skip


def _open_funders(model: Any, scenario: Scenario) -> None:
    for i, row in enumerate(scenario.funder):
        model.funders.enter(
            Funder, keys("funder", 0, i, np.arange(row.count)), np.full(row.count, i),
            sort=FunderKind[row.kind.upper()], pot=row.pot * CENTS_PER_DOLLAR / row.count,
            home=Home.ABROAD if row.abroad else Home.RESIDENTS,
        )  # fmt: skip


def _open_firms(model: Any, scenario: Scenario, group: FirmGroup, luck: Luck) -> None:
    firms, kind, rules = model.firms, Kind[group.kind.upper()], model.rules[ProductionRules]
    birth = keys("founding", 0, kind, np.arange(group.count))
    zone = _zones_of(group, birth, luck)
    place = model.zones.site(zone, luck.uniform(f"site {kind}", birth))
    activity = _activities(group, birth, luck)
    level = lognormal(luck.uniform(f"pay {kind}", birth), 1.0, PAY_SPREAD if group.count > 1 else 0)
    pay = np.outer(level * (group.premium or 1), rules.start_pay) * CENTS_PER_DOLLAR
    offer = pay / (1 + usual_raise(model.rules[LabourRules]))
    cls = model.newcomer if kind == Kind.SME else model.mnc
    age = np.maximum(luck.uniform(f"age {kind}", birth) * OLDEST, MONTHS_PER_YEAR)
    firms.enter(
        cls, birth, place, sort=kind, activity=activity, zone=zone,
        origin=FirmOrigin.FOUNDING, born=model.month - age.astype(np.int64), counted=True,
        licensed=group.licensed, premium=group.premium, line_share=group.row_of_lines(),
        exporter=luck.uniform(f"exporter {kind}", birth) < group.exporters,
        offer=offer, efficiency=1.0, price=1.0, unit_cost=1.0,
        quality=lognormal(luck.pick(f"quality {kind}", birth, len(Work)), 1.0, QUALITY_SPREAD),
        management=lognormal(luck.uniform(f"management {kind}", birth), 1.0, QUALITY_SPREAD),
        equipment=_sizes(group, birth, luck) * scenario.frame.equipment_per_worker
        * CENTS_PER_DOLLAR,
    )  # fmt: skip


SMALLER_FIRMS = 0.85
"""Share of the firms of a kind that come into question for a zone; assumption."""
QUALITY_SPREAD = 0.05
"""Spread of quality and management over the founding firms, log points; assumption."""
PAY_SPREAD = 0.08
"""Spread of pay between firms of one kind, log points; assumption: firm effects in pay."""


def _zones_of(group: FirmGroup, birth: Any, luck: Luck) -> Ints:
    """Zones of the firms of a group: those named by chance, the others outside any zone.

    A campus takes smaller firms first: the City of Knowledge has 1,400 workers in 40 firms.
    """
    zone = np.full(group.count, int(ZoneName.REST))
    size = _sizes(group, birth, luck)
    large = size > np.sort(size)[int(SMALLER_FIRMS * (len(size) - 1))]
    order = np.argsort(luck.uniform(f"zone {group.kind}", birth) + large, kind="stable")
    at = 0
    for name, number in group.zones.items():
        zone[order[at : at + number]] = ZoneName[name.upper()]
        at += number
    return zone


def _activities(group: FirmGroup, birth: Any, luck: Luck) -> Ints:
    if group.activity:
        return np.full(group.count, int(Activity[group.activity.upper()]))
    own = luck.uniform(f"activity {group.kind}", birth) < group.own_work
    return np.where(own, Activity.OWN_WORK, Activity.INTEGRATION).astype(np.int64)


def _sizes(group: FirmGroup, birth: Any, luck: Luck) -> Ints:
    """Staff of each firm: evenly spread quantiles of a truncated Pareto law that add up."""
    n = group.count
    if n == 1:
        return np.array([group.staff])
    quantile = (np.arange(n) + 0.5) / n
    low, high = float(group.smallest), float(group.largest)
    shape = _shape_with_mean(low, high, group.staff / n, quantile)
    size = pareto_truncated(quantile, low, high, shape)
    whole = split(group.staff, size)
    return whole[np.argsort(keys_as_luck(birth), kind="stable")]


def keys_as_luck(birth: Keys) -> Keys:
    """An order that depends on who the firms are and on nothing else."""
    return heir(birth, "size", BEFORE, np.zeros(len(birth)))


def _shape_with_mean(low: float, high: float, mean: float, quantile: Floats) -> float:
    """Exponent of the truncated Pareto law whose mean is the one wanted, by bisection."""
    flat, steep = -5.0, 8.0
    for _ in range(60):
        middle = (flat + steep) / 2
        if pareto_truncated(quantile, low, high, middle or 1e-9).mean() > mean:
            flat = middle
        else:
            steep = middle
    return (flat + steep) / 2


def _fill_purses(model: Any, scenario: Scenario) -> None:
    """Give every firm its months of labour cost in hand, and date its bills."""
    firms, frame = model.firms, scenario.frame
    rules: LabourRules = model.rules[LabourRules]
    load = (1 + rules.thirteenth_month) * (1 + rules.employer_contribution.usual)
    firms.labour_cost = cents(firms.bill * load)
    firms.data["cash"][: len(firms)] = cents(firms.labour_cost * frame.cash_months)
    model.zones.occupied_start = np.maximum(
        np.bincount(firms.zone, firms.headcount, len(ZoneName)), 1.0
    )
    firms.counted = firms.headcount >= COUNTED_STAFF


def reset_books(model: Any, scenario: Scenario) -> None:
    """Set cash, bills, debt and the clock to the starting values; people and contracts stay."""
    firms, frame = model.firms, scenario.frame
    sme = np.flatnonzero(firms.is_sme)
    for column, target in (("receivables", frame.receivables), ("payables", frame.payables)):
        _scale(firms.data[column], sme, target * CENTS_PER_DOLLAR)
    _scale(firms.data["cash"], sme, frame.cash * CENTS_PER_DOLLAR)
    _scale(firms.data["debt"], sme, frame.debt * CENTS_PER_DOLLAR)
    for purse in model.ledger.purses.values():
        purse[:] = 0
    model.funders.data["cash"][: len(model.funders)] = 0
    endow_banks(model, scenario)
    model.customers.data["cash"][: len(model.customers)] = 0
    world, zones = model.world, model.zones
    world.market = 1.0
    world.outside_wage = np.array(scenario.outside.pay.row()) * CENTS_PER_DOLLAR
    world.reservoir_start = world.reservoir.copy()
    zones.occupied_start = np.maximum(np.bincount(firms.zone, firms.headcount, len(ZoneName)), 1.0)


def endow_banks(model: Any, scenario: Scenario) -> None:
    """Give banks the capital that their loans to the cluster ask for; depositors lend the rest."""
    loans = scenario.frame.debt * CENTS_PER_DOLLAR or float(model.firms.credit_limit.sum())
    capital = model.rules[CapitalRules].capital_buffer * loans
    purse = model.ledger.of(Sector.BANKS).cash
    purse[:] = round(capital) - int(model.firms.debt.sum())


def _scale(column: Any, rows: Ints, target: float) -> None:
    """Bring the sum of some rows to a target, each in proportion."""
    part = column[rows]
    total = float(part.sum())
    if total > 0:
        column[rows] = np.rint(part * (target / total)).astype(np.int64)
