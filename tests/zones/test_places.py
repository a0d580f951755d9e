"""Zones: who moves where, what a place gives, and what the state pays."""

from itertools import pairwise

import numpy as np
import pytest

from cluster_abm.agents.classes import Activity, Kind, Segment, Skill, ZoneName
from cluster_abm.agents.universities import LONGEST_STUDY, University
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.luck import keys
from cluster_abm.submodels.governance.numbers import GovernanceRules
from cluster_abm.submodels.governance.processes import tax
from cluster_abm.submodels.knowledge.decisions import wish_for_research
from cluster_abm.submodels.knowledge.numbers import KnowledgeRules
from cluster_abm.submodels.zones.decisions import worth_of_places
from cluster_abm.submodels.zones.numbers import ZoneRules
from cluster_abm.submodels.zones.processes import (
    charge_rent,
    grant_relief,
    incubate,
    open_places,
    relocate,
)
from tests.worlds import DOLLAR, TinyWorld

REST, CITY, HOWARD, COLON = ZoneName
EVERY_MONTH = {
    "lease": 1, "movers_welcome": 1, "care_for_place": 0.001, "relief_at_home": [1, 1, 1, 1]
}  # fmt: skip
ALIKE = np.zeros((1, 4))
EQUAL = np.zeros(len(ZoneName))
"""No zone is worth more than another besides money."""
RICH = 1_000_000 * DOLLAR


def tenants(n: int = 1, staff: int = 10, **columns: object) -> TinyWorld:
    """Local firms with staff and money, and labour costs of US$ 1,000 a head."""
    world = TinyWorld()
    rows = world.add_firms(n, **({"cash": RICH, "labour_cost": staff * 1000 * DOLLAR} | columns))
    world.add_people(n * staff, employer=np.repeat(rows, staff))
    return world


def zones_of(world: TinyWorld) -> list[int]:
    return world.firms.zone.tolist()


# M58: why firms move


def test_m58_a_firm_moves_to_where_its_profit_is_free_of_tax() -> None:
    world = tenants(tax_due=50_000.0 * DOLLAR)
    world.zones.tax_free[HOWARD] = 1.0

    world.run(relocate, ZoneRules(**EVERY_MONTH))

    assert zones_of(world) == [HOWARD]
    assert world.flows.moved[REST, HOWARD] == 1


def test_m58_without_profit_an_exemption_draws_nobody() -> None:
    world = tenants(tax_due=0.0)
    world.zones.tax_free[HOWARD] = 1.0

    world.run(relocate, ZoneRules(**EVERY_MONTH))

    assert zones_of(world) == [REST]


@pytest.mark.parametrize(("unfilled", "goal"), [(5, CITY), (0, REST)])
def test_m58_room_for_foreigners_draws_only_who_cannot_fill_posts(
    unfilled: int, goal: ZoneName
) -> None:
    posts = np.zeros((1, len(Skill)), np.int64)
    posts[0, Skill.ENGINEER] = unfilled
    world = tenants(unfilled=posts)
    world.zones.quota_free[CITY] = True

    world.run(relocate, ZoneRules(**EVERY_MONTH, worth_of_a_post=3))

    assert zones_of(world) == [goal]


def test_alike_zones_are_no_reason_to_pay_for_a_move() -> None:
    world = tenants(20)

    world.run(relocate, ZoneRules(**EVERY_MONTH))

    assert zones_of(world) == [REST] * 20
    assert not world.flows.moved.any()


def test_distance_from_the_capital_keeps_firms_away_from_a_cheaper_zone() -> None:
    world = tenants()
    world.zones.rent[COLON] = 0.0
    near, far = (worth_of_places(world.firms, world.zones, ZoneRules(), ALIKE, EQUAL)[0, COLON]
                 for world.zones.distance[COLON, REST] in (0, 78))  # fmt: skip

    assert near - far == pytest.approx(10_000 * DOLLAR * 0.002 * 78)


def test_movers_pay_and_the_poor_stay() -> None:
    world = tenants(2, tax_due=50_000.0 * DOLLAR, cash=[RICH, 11_999 * DOLLAR])
    world.zones.tax_free[HOWARD] = 1.0

    world.run(relocate, ZoneRules(**EVERY_MONTH, moving_cost=1_200))

    assert zones_of(world) == [HOWARD, REST]
    assert world.firms.cash[0] == RICH - 12_000 * DOLLAR
    assert world.firms.earnings[0, -1] == -12_000 * DOLLAR
    assert not world.ledger.residual().any()


def test_a_mover_stands_on_a_cell_of_its_new_zone_with_its_staff() -> None:
    world = tenants(tax_due=50_000.0 * DOLLAR)
    world.zones.tax_free[HOWARD] = 1.0

    world.run(relocate, ZoneRules(**EVERY_MONTH))

    cell = world.firms.members[0].cell
    assert world.zones.number_of[cell] in world.zones.cells_of[HOWARD]
    assert world.firms.headcount[0] == 10


# M53: a full zone


def test_m53_a_full_zone_takes_nobody_and_a_new_place_one() -> None:
    world = tenants(5, tax_due=50_000.0 * DOLLAR)
    world.zones.tax_free[CITY] = 1.0
    world.zones.capacity[:] = world.zones.capacity_start[:] = [0, 80, 0, 0]
    world.zones.others[CITY] = 80
    world.run(relocate, ZoneRules(**EVERY_MONTH))
    assert zones_of(world) == [REST] * 5

    world.enter_month(1)
    world.run(open_places, ZoneRules(added_places=2))
    world.run(relocate, ZoneRules(**EVERY_MONTH))
    assert zones_of(world).count(CITY) == 2


def test_i45_places_are_paid_for_once() -> None:
    world = tenants()
    world.zones.capacity[CITY] = world.zones.capacity_start[CITY] = 80
    rules = ZoneRules(added_places=10, place_cost=1_000)

    paid = []
    for month in range(2):
        world.enter_month(month)
        world.run(open_places, rules)
        paid.append(int(world.flows.places_cost[0]))

    assert paid == [10 * 1_000 * DOLLAR, 0]
    assert world.zones.capacity[CITY] == 90


def test_a_zone_without_limit_needs_no_places() -> None:
    world = tenants()

    world.run(open_places, ZoneRules(added_places=10))

    assert world.ledger.paid(Why.PUBLIC_SERVICE) == 0
    assert world.zones.capacity[CITY] == 0


# M42, I42: large buildings


def test_i42_a_large_building_is_paid_once_and_stays() -> None:
    """What stands in 2009 was paid before; 100 posts more cost US$ 1,000 each."""
    world = tenants()
    paid = []
    for posts in (300, 400, 400, 300, 450):
        world.enter_month(world.world.month + 1)
        world.run(open_places, ZoneRules(single_site=posts, building_cost=1_000))
        paid.append(world.ledger.paid(Why.PUBLIC_SERVICE))
        assert world.flows.buildings_cost[0] == paid[-1]

    assert paid == [0, 100_000 * DOLLAR, 0, 0, 50_000 * DOLLAR]
    assert world.government.largest_site == 450


# M54, I46: roles


def test_m54_zones_with_roles_part_the_trades_and_zones_without_do_not() -> None:
    for roles, allowed in ((1.0, {HOWARD, REST}), (0.0, {HOWARD, CITY, REST})):
        world = tenants(40, tax_due=50_000.0 * DOLLAR, activity=Activity.INTEGRATION)
        world.zones.tax_free[CITY] = 1.0
        world.zones.tax_free[HOWARD] = 0.9
        world.run(open_places, ZoneRules(zone_roles=roles))
        world.run(relocate, ZoneRules(**EVERY_MONTH))
        assert set(zones_of(world)) <= allowed
        assert (CITY in zones_of(world)) == (roles == 0)


# M47, I47: incentives tied to research


def taxed(research: float, condition: float) -> int:
    world = tenants(
        zone=HOWARD, research_cost=round(research * DOLLAR),
        year_sales=np.full((1, 12), 10_000 * DOLLAR),
    )  # fmt: skip
    world.firms.earnings[0, -1] = 1_000 * DOLLAR
    world.zones.tax_free[HOWARD] = 1.0
    rules = {"research_asked": 0.02, "relief_at_home": [1, 1, 1, 1]}
    world.run(grant_relief, ZoneRules(research_condition=condition, **rules))
    world.run(tax, GovernanceRules(profit_tax=0.3))
    return int(world.ledger.flows[Why.PROFIT_TAX, Sector.FIRMS, Sector.GOVERNMENT]) // DOLLAR


def test_m47_an_exemption_tied_to_research_is_earned_in_proportion() -> None:
    assert [taxed(r, 1.0) for r in (0, 100, 200, 900)] == [300, 150, 0, 0]
    assert [taxed(r, 0.5) for r in (0, 200)] == [150, 0]
    assert taxed(0, 0.0) == 0


@pytest.mark.parametrize(("at_stake", "does"), [(300.0, 200.0), (100.0, 0.0), (0.0, 0.0)])
def test_m47_a_tenant_does_research_if_the_tax_saved_is_more(at_stake: float, does: float) -> None:
    world = tenants(relief_at_stake=at_stake * DOLLAR, research_asked=200.0 * DOLLAR)

    wish = world.firms.ask(wish_for_research, KnowledgeRules())

    assert wish[0] == pytest.approx(does * DOLLAR)


def test_m47_a_firm_outside_the_zones_has_nothing_at_stake() -> None:
    world = tenants(tax_due=1000.0 * DOLLAR)
    world.zones.tax_free[HOWARD] = 1.0

    world.run(grant_relief, ZoneRules(research_condition=1))

    assert world.firms.relief_at_stake[0] == 0


# A62, I48: the incubator


def test_m120_i48_the_incubator_takes_the_young_on_the_campus_and_keeps_them() -> None:
    world = tenants(6, zone=[CITY, CITY, CITY, REST, CITY, CITY], born=[0, 0, 0, 0, -100, -1])
    rules = ZoneRules(incubator_places=2)
    inside = []
    for month in range(3):
        world.enter_month(month)
        world.run(incubate, rules)
        inside.append(np.flatnonzero(world.firms.incubated).tolist())

    assert all(one == other for one, other in pairwise(inside))
    assert len(inside[0]) == 2
    assert set(inside[0]) <= {0, 1, 2, 5}

    world.enter_month(40)
    world.run(incubate, rules)
    assert not world.firms.incubated.any()


def test_i48_the_state_pays_rent_and_mentors_and_the_firm_neither() -> None:
    world = tenants(zone=CITY, born=0)
    rules = ZoneRules(incubator_places=1, mentor_cost=800)

    world.run(incubate, rules)
    world.run(charge_rent, rules)

    assert world.flows.incubator_cost[0] == 800 * DOLLAR + 10 * 8 * 1000
    assert world.firms.cash[0] == RICH
    assert world.flows.incubator_cost[0] == world.ledger.paid(Why.PUBLIC_SERVICE)
    assert not world.ledger.residual().any()


def test_m115_mentors_raise_management_of_those_inside_only() -> None:
    world = tenants(2, zone=[CITY, REST], born=0)
    for month in range(12):
        world.enter_month(month)
        world.run(incubate, ZoneRules(incubator_places=5, incubator_gain=0.05))

    assert world.firms.management[0] == pytest.approx(np.exp(0.05))
    assert world.firms.management[1] == 1


def test_without_an_incubator_nothing_is_paid_and_nothing_noted() -> None:
    world = tenants(zone=CITY, born=0)

    world.run(incubate, ZoneRules())

    assert world.ledger.paid(Why.PUBLIC_SERVICE) == 0
    assert not world.firms.incubated.any()


@pytest.mark.parametrize(
    ("zone", "kind", "bills_abroad", "free"),
    [(CITY, Kind.SME, 0, 1.0), (HOWARD, Kind.SME, 0, 0.0), (HOWARD, Kind.SME, 50, 0.25),
     (HOWARD, Kind.CONTACT_CENTRE, 0, 0.5), (REST, Kind.SME, 50, 0.0)],
)  # fmt: skip
def test_m58_howard_and_colon_exempt_what_is_earned_abroad(
    zone: ZoneName, kind: Kind, bills_abroad: int, free: float
) -> None:
    bills = np.zeros((1, len(Segment)), np.int64)
    bills[0, [Segment.BANKING, Segment.EXPORT_NICHES]] = 100 - bills_abroad, bills_abroad
    world = tenants(zone=zone, sort=kind, new_bills=bills)
    world.zones.tax_free[:] = [0, 1, 0.5, 0.5]

    world.run(grant_relief, ZoneRules())

    assert world.firms.relief[0] == pytest.approx(free)


def test_a_taste_for_a_place_lasts_so_nobody_wanders() -> None:
    world = tenants(40)
    world.firms.labour_cost[:] = 10_000_000
    rules = ZoneRules(lease=1, fit_of_zone=[0, 0, 0, 0], moving_cost=0)
    moves = []
    for month in range(3):
        world.enter_month(month)
        world.run(relocate, rules)
        moves.append(int(world.flows.moved.sum()))

    assert moves[0] > 10
    assert moves[1:] == [0, 0]


def moved_to_campus(students: float = 1.0, **rules: object) -> int:
    """Firms of the capital that move to the campus, which has room for all and costs as much.

    There are so many times the students of the day of founding.
    """
    world = tenants(200)
    world.firms.labour_cost[:] = 10_000_000
    world.zones.capacity[:] = 0
    world.universities.enter(
        University, keys("university", 0, 0, np.arange(2)), np.arange(2),
        students=np.full((2, LONGEST_STUDY), 10 * students), students_start=10.0 * LONGEST_STUDY,
        abroad=[False, True],
    )  # fmt: skip
    # in January 2009 both places are worth the same
    world.run(relocate, ZoneRules(lease=1, moving_cost=0, fit_of_zone=[0, 0, -20, -20], **rules))
    return int((world.firms.zone == CITY).sum())


def test_m120_firms_go_where_students_study() -> None:
    none, half, all_ = (moved_to_campus(students_on_campus=s) for s in (0.0, 0.5, 1.0))

    assert none < half < all_
    assert none / 200 == pytest.approx(0.5, abs=0.07)
    # a logit with a difference of two spreads
    assert all_ / 200 == pytest.approx(np.e**2 / (1 + np.e**2), abs=0.07)


def test_m120_more_students_draw_more_firms_and_without_students_nothing_draws() -> None:
    """Students are the carrier: with none, it makes no difference where none study."""
    assert moved_to_campus(2.0, students_on_campus=1.0) > moved_to_campus(students_on_campus=1.0)
    nobody = {moved_to_campus(0.0, students_on_campus=s) for s in (0.0, 1.0)}
    assert len(nobody) == 1


def test_m120_where_nobody_cares_for_students_they_draw_nobody() -> None:
    """The carrier cut."""
    indifferent = {moved_to_campus(students_on_campus=s, pull_of_students=0.0) for s in (0.0, 1.0)}

    assert len(indifferent) == 1
