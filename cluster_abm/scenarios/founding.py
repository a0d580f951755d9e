"""Found a cluster: who is there before the first month, as the scenario says."""

from __future__ import annotations

from typing import Any

import numpy as np

from cluster_abm.agents.classes import (
    Activity,
    Degree,
    FirmOrigin,
    Kind,
    PermitClass,
    Segment,
    Skill,
    ZoneName,
)
from cluster_abm.agents.customers import Customer
from cluster_abm.agents.firms import COUNTED_STAFF, Firms
from cluster_abm.agents.funders import Funder
from cluster_abm.agents.universities import LONGEST_STUDY, University
from cluster_abm.core.ledger import cents, split
from cluster_abm.core.luck import Luck, heir, keys
from cluster_abm.core.numerics import dexp, discrete_rows, exponential, lognormal, pareto_truncated
from cluster_abm.core.tables import NOBODY, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.scenarios.reader import FirmGroup, Scenario
from cluster_abm.submodels.demand.equations import mean_of_inverse
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.demand.processes import (
    answers,
    count_orders,
    imagine_tenders,
    invite,
    worth_of_bids,
)
from cluster_abm.submodels.education.equations import resting_cohorts
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import learn, measure_capacity

BEFORE = -1_000
"""Month in which the luck of the founding is drawn; no run lives it."""
OLDEST = 240
"""Age of the oldest founding firm, months."""
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


def found(model: Any, scenario: Scenario) -> None:
    """Fill a model's empty tables as the scenario says."""
    luck = Luck(model.seed_number, model.replicate, BEFORE)
    _lay_out_zones(model, scenario)
    _open_universities(model, scenario)
    _open_funders(model, scenario)
    for group in scenario.firms:
        _open_firms(model, scenario, group, luck)
    _let_people_in(model, scenario, luck)
    rules: LabourRules = model.rules[LabourRules]
    learn(model.firms, model.workforce, model.ledger, rules)
    measure_capacity(model.firms, model.zones, rules)
    _fill_order_books(model, scenario, luck)
    _fill_purses(model, scenario)


def _lay_out_zones(model: Any, scenario: Scenario) -> None:
    rows = sorted(scenario.zone, key=lambda z: ZoneName[z.name.upper()])
    rent = np.array([z.rent for z in rows]) * CENTS_PER_DOLLAR
    model.zones.admit(
        keys("zone", 0, 0, np.arange(len(rows))),
        capacity=[z.capacity for z in rows], others=[z.others for z in rows],
        rent=rent, rent_start=rent, quota_free=[z.quota_free for z in rows],
        tax_free=[z.tax_free for z in rows], cell_km=[z.cell_km for z in rows],
        distance=[z.distance for z in rows], productivity=1.0,
    )  # fmt: skip
    world = model.world
    people = np.array(scenario.outside.reservoir.row())
    english = np.rint(people * scenario.outside.english.row())
    world.reservoir = np.stack([people - english, english], axis=1).astype(np.int64)
    world.reservoir_start = world.reservoir.copy()
    world.outside_wage = np.array(scenario.outside.pay.row()) * CENTS_PER_DOLLAR
    world.rent = float(rent[ZoneName.REST])


def _open_universities(model: Any, scenario: Scenario) -> None:
    dropout = model.rules[EducationRules].dropout
    for i, row in enumerate(scenario.university):
        seats = row.graduates / MONTHS_PER_YEAR / (1 - dropout)
        model.universities.enter(
            University, keys("university", 0, 0, np.array([i])), np.array([i]),
            skill=Skill[row.skill.upper()], degree=Degree[row.degree.upper()],
            seats=seats, length=row.months, english=row.english,
            students=resting_cohorts(
                np.array([seats]), np.array([row.months]), dropout, LONGEST_STUDY
            ),
        )  # fmt: skip


def _open_funders(model: Any, scenario: Scenario) -> None:
    for i, row in enumerate(scenario.funder):
        model.funders.enter(
            Funder, keys("funder", 0, 0, np.array([i])), np.array([i]),
            pot=row.pot * CENTS_PER_DOLLAR,
        )  # fmt: skip


def _open_firms(model: Any, scenario: Scenario, group: FirmGroup, luck: Luck) -> None:
    firms, kind, rules = model.firms, Kind[group.kind.upper()], model.rules[LabourRules]
    birth = keys("founding", 0, kind, np.arange(group.count))
    zone = _zones_of(group, birth, luck)
    place = model.zones.site(zone, luck.uniform(f"site {kind}", birth))
    activity = _activities(group, birth, luck)
    level = lognormal(luck.uniform(f"pay {kind}", birth), 1.0, PAY_SPREAD if group.count > 1 else 0)
    pay = np.outer(level * rules.pay_premium[activity], rules.start_pay) * CENTS_PER_DOLLAR
    cls = model.newcomer if kind == Kind.SME else model.mnc
    age = np.maximum(luck.uniform(f"age {kind}", birth) * OLDEST, MONTHS_PER_YEAR)
    firms.enter(
        cls, birth, place, sort=kind, activity=activity, zone=zone,
        origin=FirmOrigin.FOUNDING, born=model.month - age.astype(np.int64), counted=True,
        licensed=group.licensed,
        exporter=luck.uniform(f"exporter {kind}", birth) < group.exporters,
        offer=pay, efficiency=1.0, price=1.0, unit_cost=1.0,
        quality=lognormal(luck.uniform(f"quality {kind}", birth), 1.0, QUALITY_SPREAD),
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


def _let_people_in(model: Any, scenario: Scenario, luck: Luck) -> None:
    """Staff of every firm by skill, and those without a job."""
    firms: Firms = model.firms
    rules = model.rules[LabourRules]
    mixes = np.array([rules.mix_integration, rules.mix_own_work, rules.mix_contact_centre,
                      rules.mix_technical_support, rules.mix_regional_hq])  # fmt: skip
    size = np.rint(firms.equipment / (scenario.frame.equipment_per_worker * CENTS_PER_DOLLAR))
    edge = np.cumsum(size[:, None] * mixes[firms.activity], axis=1)
    u = luck.uniform("staff", firms.birth)
    staff = np.diff(np.floor(edge + u[:, None]).astype(np.int64), axis=1, prepend=0)
    # the last class takes what the rounding left, so that the sizes are as given
    staff[:, Skill.MANAGER] += size.astype(np.int64) - staff.sum(axis=1)
    idle = np.array(scenario.frame.unemployed.row()).astype(np.int64)
    code = np.r_[np.repeat(np.arange(staff.size), staff.ravel()), np.repeat(-1, idle.sum())]
    skill = np.where(code >= 0, code % len(Skill), 0)
    skill[code < 0] = np.repeat(np.arange(len(Skill)), idle)
    _admit_people(model, scenario, np.where(code >= 0, code // len(Skill), -1), skill, luck)


def _admit_people(model: Any, scenario: Scenario, employer: Ints, skill: Ints, luck: Luck) -> None:
    firms, workforce, rules = model.firms, model.workforce, model.rules[LabourRules]
    birth = keys("founding people", 0, 0, np.arange(len(skill)))
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
    workforce.hire(
        firms, at_work, employer[works], firms.offer[employer[works], skill[works]] * (1 + raise_)
    )
    workforce.tenure[at_work] = tenure[works]
    _name_founders(firms, workforce)


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


def _fill_order_books(model: Any, scenario: Scenario, luck: Luck) -> None:
    """Customers, and the contracts they had on the day of founding."""
    firms, customers, rules = model.firms, model.customers, model.rules[DemandRules]
    for i, row in enumerate(scenario.segment):
        segment = Segment[row.name.upper()]
        customers.enter(
            Customer, keys("customer", 0, segment, np.array([0])), np.array([len(ZoneName) + i]),
            segment=segment, budget=row.budget * CENTS_PER_DOLLAR / MONTHS_PER_YEAR,
            tender=row.tender * CENTS_PER_DOLLAR, own_work=row.own_work, days=row.days,
            target=row.local / row.budget if row.budget else 0.0,
        )  # fmt: skip
    staffed = firms.capacity / model.rules[LabourRules].hiring_cover
    firms.volume = np.where(firms.is_sme, 0.0, staffed)
    for buyer in range(len(customers)):
        _write_contracts(model, buyer, luck, rules)
    _hand_out(model, luck)
    count_orders(firms, model.contracts)
    sales = cents(firms.orders / (1 - rules.resale_usual * firms.is_sme))
    firms.year_sales = sales[:, None]
    firms.posts = firms.posts_filled
    _set_rivals(model, rules)


def _write_contracts(model: Any, row: int, luck: Luck, rules: DemandRules) -> None:
    """Contracts of one customer, as many as its budget holds, local ones not yet handed out."""
    customers, segment = model.customers, int(model.customers.segment[row])
    short, long = rules.shortest_contract, rules.longest_contract
    mean_fee = customers.tender[row] * mean_of_inverse(short, long)
    most = 2 * int(customers.budget[row] / mean_fee) + 10
    birth = keys("founding contract", 0, segment, np.arange(most))
    u = luck.pick(f"contracts {segment}", birth, 5)
    # a contract that runs today is more likely a long one: length-biased sampling
    months = np.sqrt(short**2 + (long**2 - short**2) * u[:, 0])
    value = customers.tender[row] * lognormal(u[:, 1], 1.0, rules.tender_spread)
    fee = np.rint(value / months).astype(np.int64)
    keep = np.cumsum(fee) <= customers.budget[row]
    own = u[:, 2] < customers.own_work[row]
    content = np.where(own, rules.content_own_work, rules.content_integration)
    model.contracts.admit(
        birth[keep], vendor=np.where(u[:, 3] < customers.target[row], UNNAMED, NOBODY)[keep],
        segment=segment, kind=np.where(own, Activity.OWN_WORK, Activity.INTEGRATION)[keep],
        fee=fee[keep], content=content[keep], work=(fee * (1 - content))[keep],
        left=(months * u[:, 4])[keep], price=1.0,
    )  # fmt: skip


UNNAMED = 0
"""Stands for a local vendor that is not yet named."""


def _hand_out(model: Any, luck: Luck) -> None:
    """Give local contracts to local firms: exports first, each firm about what it can do."""
    firms, contracts = model.firms, model.contracts
    local = contracts.vendor == UNNAMED
    abroad = contracts.segment == Segment.EXPORT_NICHES
    room = firms.capacity * firms.is_sme
    rank = luck.uniform("turn of firms", firms.birth)
    turn = luck.uniform("turn of contracts", contracts.birth)
    for mine, able in ((local & abroad, room * firms.exporter), (local & ~abroad, room)):
        rows = np.flatnonzero(mine)
        rows = rows[np.lexsort((turn[rows], -contracts.kind[rows]))]
        line = np.lexsort((rank, -firms.activity))
        work = contracts.work[rows]
        ends = np.cumsum(able[line])
        middle = (np.cumsum(work) - work / 2) / work.sum() * ends[-1]
        vendor = line[np.minimum(np.searchsorted(ends, middle, side="right"), len(line) - 1)]
        contracts.vendor[rows] = vendor
        done = np.bincount(vendor, work, len(firms)) * (room.sum() / contracts.work[local].sum())
        room = np.maximum(room - done, 0.0)


SAMPLE = 4_000
"""Imagined tenders of each customer on which the imported bidder is set."""
FAR = 12.0
"""Utility beyond which a bidder wins always or never."""


def _set_rivals(model: Any, rules: DemandRules) -> None:
    """Set the imported bidder of each customer once, on the local share of 2009 (E1)."""
    firms, customers = model.firms, model.customers
    n = len(customers)
    buyer = np.repeat(np.arange(n), SAMPLE)
    imagined = Luck(model.seed_number, model.replicate, BEFORE - 2)
    birth = keys("imagined tender", 0, 0, np.arange(n * SAMPLE))
    called = imagine_tenders(customers, buyer, birth, rules, imagined)
    invited = invite(firms, customers, called, rules, imagined)
    worth = worth_of_bids(firms, customers, called, invited, rules)
    # exporters are so few that their load of the day says little about their usual load
    abroad = customers.segment[buyer] == Segment.EXPORT_NICHES
    bids = answers(firms, called, invited, rules) | abroad[:, None]
    odds = dexp(np.where(bids, worth, -np.inf)).sum(axis=1)
    fee = called.fee
    low, high = np.full(n, -FAR), np.full(n, FAR)
    for _ in range(40):
        middle = (low + high) / 2
        local = np.bincount(buyer, fee * odds / (odds + dexp(middle)[buyer]), n)
        too_many = local / np.bincount(buyer, fee, n) > customers.target
        low, high = np.where(too_many, middle, low), np.where(too_many, high, middle)
    customers.rival = np.where(customers.target < 1, middle, -np.inf)


def _fill_order_book(model: Any, row: int, luck: Luck, rules: DemandRules) -> None:
    """Contracts of one customer, as many as its budget holds."""
    firms, customers = model.firms, model.customers
    segment = int(customers.segment[row])
    short, long = rules.shortest_contract, rules.longest_contract
    mean_fee = customers.tender[row] * mean_of_inverse(short, long)
    most = 2 * int(customers.budget[row] / mean_fee) + 10
    birth = keys("founding contract", 0, segment, np.arange(most))
    u = luck.pick(f"contracts {segment}", birth, 6)
    # a contract that runs today is more likely a long one: length-biased sampling
    months = np.sqrt(short**2 + (long**2 - short**2) * u[:, 0])
    value = customers.tender[row] * lognormal(u[:, 1], 1.0, rules.tender_spread)
    fee = np.rint(value / months).astype(np.int64)
    keep = np.cumsum(fee) <= customers.budget[row]
    own = u[:, 2] < customers.own_work[row]
    content = np.where(own, rules.content_own_work, rules.content_integration)
    vendor = np.where(u[:, 3] < customers.target[row], _vendors(firms, segment, own, u[:, 4]), -1)
    model.contracts.admit(
        birth[keep], vendor=vendor[keep], segment=segment,
        kind=np.where(own, Activity.OWN_WORK, Activity.INTEGRATION)[keep], fee=fee[keep],
        content=content[keep], work=(fee * (1 - content))[keep], left=(months * u[:, 5])[keep],
        price=1.0,
    )  # fmt: skip


def _vendors(firms: Firms, segment: int, own: Any, u: Floats) -> Ints:
    """Local vendors in proportion to what they can do, matched to the kind of work."""
    able = firms.capacity * firms.is_sme
    if segment == Segment.EXPORT_NICHES:
        able = able * firms.exporter
    fits = np.array([1.0, 2.0])
    vendor = np.zeros(len(u), np.int64)
    for kind in (Activity.INTEGRATION, Activity.OWN_WORK):
        weight = np.cumsum(able * fits[(firms.activity == kind).astype(int)])
        mine = own == (kind == Activity.OWN_WORK)
        vendor[mine] = np.searchsorted(weight, u[mine] * weight[-1], side="right")
    return np.minimum(vendor, len(firms) - 1)


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
    """Set cash, bills and the clock to the starting values; people and contracts stay."""
    firms, frame = model.firms, scenario.frame
    sme = np.flatnonzero(firms.is_sme)
    for column, target in (("receivables", frame.receivables), ("payables", frame.payables)):
        _scale(firms.data[column], sme, target * CENTS_PER_DOLLAR)
    _scale(firms.data["cash"], sme, frame.cash * CENTS_PER_DOLLAR)
    for purse in model.ledger.purses.values():
        purse[:] = 0
    model.customers.data["cash"][: len(model.customers)] = 0
    world, zones = model.world, model.zones
    world.market = 1.0
    world.reservoir_start = world.reservoir.copy()
    zones.occupied_start = np.maximum(np.bincount(firms.zone, firms.headcount, len(ZoneName)), 1.0)


def _scale(column: Any, rows: Ints, target: float) -> None:
    """Bring the sum of some rows to a target, each in proportion."""
    part = column[rows]
    total = float(part.sum())
    if total > 0:
        column[rows] = np.rint(part * (target / total)).astype(np.int64)
