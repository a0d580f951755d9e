"""Zones: what happens in the month."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import cast

import numpy as np

from cluster_abm.agents.classes import ABROAD, Activity, Kind, ZoneName
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import Government
from cluster_abm.agents.universities import Universities
from cluster_abm.agents.zones import Zones
from cluster_abm.core import compiled
from cluster_abm.core.actor import Part
from cluster_abm.core.groups import rank_in_group, sums_of_rows, tally
from cluster_abm.core.kernels import firms as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, keys
from cluster_abm.core.numerics import dexp
from cluster_abm.core.tables import Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.zones import equations
from cluster_abm.submodels.zones.decisions import exempt, fit_of_zones, worth_of_places
from cluster_abm.submodels.zones.numbers import ZoneRules

CITY, LOCAL = ZoneName.CITY_OF_KNOWLEDGE, int(Kind.SME)
ROLES = np.ones((len(ZoneName), len(Activity)), bool)
"""Which trades are the role of each zone, shape ``(zones, activities)`` (I46)."""
ROLES[CITY, Activity.INTEGRATION] = False
ROLES[[ZoneName.HOWARD, ZoneName.COLON], Activity.OWN_WORK] = False


@cache
def births() -> Keys:
    """Birth keys of the zones, whose luck it is whom each lets in, shape ``(zones,)``."""
    # found when first asked for: it starts the compiler, which who only reads the numbers spares
    return keys("zone", 0, 0, list(ZoneName))


# The rules of the zones


def open_places(
    zones: Zones, government: Government, ledger: Ledger, flows: Flows, rules: ZoneRules
) -> None:
    """The government adds places and buildings, and says whom the zones take (I42, I45, I46).

    Places that a policy takes away again are not filled anew; nobody is sent away.
    """
    _build_sites(government, ledger, flows, rules)
    zones.admits[:] = _chances_to_be_let_in(rules.zone_roles)
    start = int(zones.capacity_start[CITY])
    if start == 0:
        return
    places = start + round(rules.added_places)
    added = max(places - int(zones.capacity[CITY]), 0)
    zones.capacity[CITY] = places
    if added:
        cost = round(added * rules.place_cost * CENTS_PER_DOLLAR)
        flows.places_cost[0] += cost
        ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, cost, Why.PUBLIC_SERVICE)


def _build_sites(government: Government, ledger: Ledger, flows: Flows, rules: ZoneRules) -> None:
    """Government builds what is larger than anything that stands; a building stays (I42, M42)."""
    more = max(rules.single_site - government.largest_site, 0.0)
    if not more:
        return
    # what stands before anybody has looked was paid long ago
    cost = round(more * rules.building_cost * CENTS_PER_DOLLAR) if government.largest_site else 0
    government.largest_site = rules.single_site
    if cost:
        flows.buildings_cost[0] += cost
        ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, cost, Why.PUBLIC_SERVICE)


@lru_cache(maxsize=8)
def _chances_to_be_let_in(zone_roles: float) -> Floats:
    """What each zone admits of each trade, 0 to 1, shape ``(zones, activities)``."""
    return 1 - zone_roles * ~ROLES


def grant_relief(firms: Firms, zones: Zones, rules: ZoneRules) -> None:
    """Zones exempt part of the profit of their tenants, for nothing or for research (A94, I47)."""
    f = firms
    if compiled.in_use:
        kernels.grant_relief(
            f.new_bills, ABROAD, f.sort, LOCAL, f.zone, zones.tax_free, rules.relief_at_home,
            f.year_sales, rules.research_asked, rules.research_condition, f.research_cost,
            f.tax_due, f.research_asked, f.relief, f.relief_at_stake,
        )  # fmt: skip
        return
    free = exempt(firms, zones, rules)[np.arange(len(firms)), firms.zone]
    usual_sales = sums_of_rows(firms.year_sales) / MONTHS_PER_YEAR
    firms.research_asked = rules.research_asked * usual_sales
    firms.relief = equations.relief(
        free, rules.research_condition, firms.research_cost.astype(np.float64),
        firms.research_asked,
    )  # fmt: skip
    firms.relief_at_stake = rules.research_condition * free * firms.tax_due


# Density and rent


def measure_density(firms: Firms, zones: Zones, rules: ZoneRules) -> None:
    """Let work and rent of a zone follow the staff of the firms there."""
    staff = equations.staff_in(firms.zone, firms.headcount, len(zones)) + rules.neighbours
    start = zones.occupied_start + rules.neighbours
    zones.productivity[:] = equations.density_effect(staff, start, rules.density_elasticity)
    zones.rent[:] = zones.rent_start * equations.density_effect(staff, start, rules.rent_elasticity)


def charge_rent(firms: Firms, zones: Zones, ledger: Ledger, flows: Flows, rules: ZoneRules) -> None:
    """Firms pay for the space that their staff takes; the state pays for those in the incubator."""
    free = _write_rent(firms, zones, flows, rules)
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.ECONOMY), firms.rent, Why.RENT)
    if free:
        flows.incubator_cost[0] += free
        ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, free, Why.PUBLIC_SERVICE)


def _write_rent(firms: Firms, zones: Zones, flows: Flows, rules: ZoneRules) -> int:
    """Write the rent of the month into the books of firms; tell that of those in the incubator."""
    f = firms
    if compiled.in_use:
        return kernels.rent(
            f.staff, f.zone, rules.floor_space, zones.rent, f.incubated, f.sort, f.rent,
            f.earnings, flows.inputs,
        )  # fmt: skip
    rent = cents(f.headcount * rules.floor_space * zones.rent[f.zone])
    f.rent = own = np.where(f.incubated, 0, rent)
    f.earnings[:, -1] -= own
    tally(flows.inputs, f.sort, by=own)
    return int(np.add.reduce(rent - own))


# The incubator


def incubate(firms: Firms, ledger: Ledger, flows: Flows, luck: Luck, rules: ZoneRules) -> None:
    """Young firms on the campus get a place, free rent and a mentor (A62, I48, M115)."""
    places = round(rules.incubator_places)
    if places == 0 and not firms.incubated.any():
        return
    young = firms.is_sme & (firms.zone == CITY) & (firms.age < rules.incubation)
    stays = firms.incubated & young
    # those inside go first, then by lot
    lot = luck.lasting("place in the incubator", firms.birth, 1)[:, 0]
    order = np.lexsort((lot, ~stays))
    order = order[young[order]][:places]
    inside = np.zeros(len(firms), bool)
    inside[order] = True
    firms.incubated = inside
    firms.management *= np.where(inside, float(dexp(rules.incubator_gain / MONTHS_PER_YEAR)), 1.0)
    cost = round(int(inside.sum()) * rules.mentor_cost * CENTS_PER_DOLLAR)
    flows.incubator_cost[0] += cost
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, cost, Why.PUBLIC_SERVICE)


# Firms move


def relocate(
    firms: Firms, zones: Zones, universities: Universities, ledger: Ledger, flows: Flows,
    luck: Luck, rules: ZoneRules,
) -> None:  # fmt: skip
    """Firms whose lease ends go where a place is worth most to them (M53, M58)."""
    rows, staff = _might_move(firms, luck.uniform("end of a lease", firms.birth), rules)
    if not len(rows):
        return
    cost = staff * rules.moving_cost
    fit = fit_of_zones(universities, rules)
    goal = _preferred(firms, zones, rows, cost / rules.lease * CENTS_PER_DOLLAR, fit, luck, rules)
    wish = (goal != firms.zone[rows]).nonzero()[0]
    if not len(wish):
        return
    rows, goal, fare = rows[wish], goal[wish], cents(cost[wish] * CENTS_PER_DOLLAR)
    moves = firms.cash[rows] - firms.earmarked[rows] >= fare
    moves[moves] = _has_place(firms, zones, rows[moves], goal[moves], luck)
    if not moves.any():
        return
    rows, goal, fare = rows[moves], goal[moves], fare[moves]
    ledger.pay(ledger.of(Sector.FIRMS, rows), ledger.of(Sector.ECONOMY), fare, Why.OTHER_INPUTS)
    firms.earnings[rows, -1] -= fare
    tally(flows.inputs, firms.sort[rows], by=fare)
    tally(flows.moved, firms.zone[rows].astype(np.int64), goal)
    cells = zones.site(goal, luck.uniform("site of a mover", firms.birth[rows]))
    for row, cell in zip(rows.tolist(), cells.tolist(), strict=True):
        firms.members[row].cell = zones.places[cell]


def _might_move(firms: Firms, u: Floats, rules: ZoneRules) -> tuple[Ints, Floats]:
    """Local firms with staff whose lease ends, but for those in the incubator; their staff."""
    f, ending = firms, 1 / rules.lease
    if compiled.in_use:
        return kernels.might_move(u, ending, f.sort, LOCAL, f.incubated, f.staff)
    staff = f.headcount
    rows = ((u < ending) & f.is_sme & ~f.incubated & (staff > 0)).nonzero()[0]
    return rows, staff[rows].astype(np.float64)


def _preferred(
    firms: Firms, zones: Zones, rows: Ints, cost: Floats, fit: Floats, luck: Luck,
    rules: ZoneRules,
) -> Ints:  # fmt: skip
    """The zone that each of some firms likes best among those that would take it.

    Args:
        firms: The firms.
        zones: The zones.
        rows: Those who choose, shape ``(n,)``.
        cost: What moving costs each of them a month, US cent/month, shape ``(n,)``.
        fit: What each zone is worth besides money, spreads, shape ``(zones,)``.
        luck: Luck of the month.
        rules: The rules of the month.

    Returns:
        Zones, shape ``(n,)``.
    """
    taste = equations.gumbel(luck.lasting("taste for a zone", firms.birth[rows], len(zones)))
    lets_in = luck.uniform("movers let in", births())
    admitted = luck.uniform("mover admitted", firms.birth[rows])
    f, z = firms, zones
    if compiled.in_use:
        return kernels.preferred(
            rows, taste, cost, lets_in, rules.movers_welcome, admitted, z.admits, z.capacity,
            z.others, f.activity, f.zone, f.sort, LOCAL, f.new_bills, ABROAD, f.research_cost,
            f.research_asked, f.tax_due, f.labour_cost, f.staff, f.unfilled, f.offer, z.tax_free,
            rules.relief_at_home, z.rent, z.productivity, z.distance, z.quota_free,
            fit, int(ZoneName.REST), rules.research_condition, rules.floor_space,
            rules.remoteness, rules.worth_of_a_post, rules.care_for_place,
        )  # fmt: skip
    worth = worth_of_places(cast("Firms", Part(firms, rows)), zones, rules, taste, fit)
    here = np.arange(len(zones)) == firms.zone[rows, None]
    worth -= np.where(here, 0.0, cost[:, None])
    taken = np.bincount(firms.zone, minlength=len(zones))
    open_ = zones.room(taken) & ((zones.capacity == 0) | (lets_in < rules.movers_welcome))
    welcome = open_ & (admitted[:, None] < zones.admits[:, firms.activity[rows]].T)
    goal: Ints = np.where(here | welcome, worth, -np.inf).argmax(axis=1)
    return goal


def _has_place(firms: Firms, zones: Zones, rows: Ints, goal: Ints, luck: Luck) -> Flags:
    """Who gets one of the places left, by lot, if too many want to move at once."""
    taken = np.bincount(firms.zone, minlength=len(zones)) + zones.others
    left = np.where(zones.capacity == 0, len(firms), zones.capacity - taken)
    order = np.lexsort((luck.uniform("place for a mover", firms.birth[rows]), goal))
    gets = np.zeros(len(rows), bool)
    gets[order] = rank_in_group(goal[order]) < left[goal[order]]
    return gets
