"""Enterprise: spin-offs, outside founders, and where they settle."""

import numpy as np
import pytest

from cluster_abm.agents.classes import (
    Activity,
    Entry,
    FirmOrigin,
    Kind,
    Origin,
    Reason,
    Segment,
    Skill,
    ZoneName,
)
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.policy import FOREVER
from cluster_abm.core.programme import Programme, Statute
from cluster_abm.core.tables import NOBODY
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import count_enterprises, enter, spin_off
from tests.worlds import DOLLAR, TinyWorld

CITY = ZoneName.CITY_OF_KNOWLEDGE
KEEN = EnterpriseRules(
    spin_off_hazard=0.01, newcomer_spread=0, founder_draw=0.3, example_pull=0, idea_pull=0
)  # fmt: skip
"""Many found, and nobody follows an example or takes up what research left over."""


def park(people: int = 300, n: int = 1, **columns: object) -> TinyWorld:
    """Firms, each with so many employees of the usual kind."""
    world = TinyWorld()
    rows = world.add_firms(n)
    world.add_people(n * people, employer=np.repeat(rows, people), **columns)
    return world


def spun(world: TinyWorld, rules: EnterpriseRules = KEEN, months: int = 12) -> np.ndarray:
    """Rows of the firms that employees found."""
    for _ in range(months):
        world.enter_month(world.world.month + 1)
        world.run(spin_off, rules)
        assert not world.ledger.residual().any()
    assert (world.firms.staff == world.workforce.by_post(world.firms)).all()
    return np.flatnonzero(world.firms.origin == FirmOrigin.SPIN_OFF)


def test_an_employee_leaves_with_savings_and_works_in_the_new_firm_for_less() -> None:
    """Ten years at US$ 1,000 a month leave US$ 12,000, just what it takes."""
    world = park()

    new = spun(world)

    assert len(new) > 5
    founders = np.flatnonzero(world.workforce.founder)
    assert sorted(world.workforce.employer[founders].tolist()) == new.tolist()
    assert (world.firms.headcount[new] == 1).all()
    assert (world.firms.cash[new] == 12_000 * DOLLAR).all()
    assert world.workforce.wage[founders] == pytest.approx(300 * DOLLAR)
    assert world.firms.headcount.sum() == 300


def test_m118_the_firm_is_like_its_parent() -> None:
    world = park()
    world.firms.quality, world.firms.efficiency = 2.0, 0.5
    world.firms.activity, world.firms.exporter = Activity.OWN_WORK, True
    world.firms.offer[0] = 7.0

    new = spun(world)

    firms = world.firms
    assert firms.quality[new] == pytest.approx(2**0.9)
    assert firms.efficiency[new] == pytest.approx(0.5**0.9)
    assert (firms.parent[new] == 0).all()
    assert (firms.activity[new] == Activity.OWN_WORK).all()
    assert firms.exporter[new].all()
    assert (firms.offer[new] == 7).all()
    assert firms.posts[new].sum(axis=1).tolist() == [1] * len(new)


def remembered(people: int, rules: EnterpriseRules = KEEN, months: int = 1) -> TinyWorld:
    """A parent of so many whom its customers know, and the firms that its people found."""
    world = park(people)
    world.firms.experience[0, Segment.BANKING] = 1e7
    world.firms.references[0, Segment.BANKING] = 10.0
    spun(world, rules, months)
    return world


def test_m118_founders_take_along_what_three_people_have_done() -> None:
    """Ten references of three hundred people are a tenth of one for each founder."""
    firms = remembered(300).firms
    new = np.arange(1, len(firms))

    assert len(new) > 1
    assert firms.references[new, Segment.BANKING] == pytest.approx(10.0 * 3 / 300)
    assert firms.experience[new, Segment.BANKING] == pytest.approx(1e7 * 3 / 300)
    assert not np.delete(firms.experience[new], Segment.BANKING, axis=1).any()


@pytest.mark.parametrize("known", [0.0, 3.0, 1_000.0])
def test_m118_what_founders_take_along_the_parent_loses(known: float) -> None:
    """However much they know: nobody's work is remembered twice."""
    firms = remembered(300, KEEN.but(customers_known=known), months=12).firms

    assert len(firms) > 5
    assert firms.references.sum() == pytest.approx(10.0)
    assert firms.experience.sum() == pytest.approx(1e7)
    assert (firms.references >= 0).all()
    assert bool(firms.references[1:].any()) is (known > 0)


def test_a_spin_off_of_a_multinational_is_a_local_integrator() -> None:
    world = park()
    world.firms.sort, world.firms.activity = Kind.ANCHOR, Activity.TECHNICAL_SUPPORT

    new = spun(world, months=1)

    assert len(new)
    assert (world.firms.sort[new] == Kind.SME).all()
    assert (world.firms.activity[new] == Activity.INTEGRATION).all()


@pytest.mark.parametrize(
    "columns",
    [
        {"skill": Skill.FRONT_LINE},
        {"skill": Skill.RESEARCHER},
        {"foreign": True},
        {"experience": 59, "wage": 9000.0 * DOLLAR},
        {"experience": 119},
        {"founder": True},
    ],
    ids=["front line", "researcher", "foreigner", "novice", "poor", "founder"],
)
def test_some_never_found(columns: dict[str, object]) -> None:
    assert len(spun(park(**columns))) == 0


def test_nobody_founds_from_a_contact_centre_or_without_a_job() -> None:
    world = park()
    world.firms.sort = Kind.CONTACT_CENTRE
    world.add_people(300)

    assert len(spun(world)) == 0


def test_m113_cheaper_formation_lets_the_poor_found() -> None:
    assert len(spun(park(experience=60), KEEN.but(setup_cost=6_000))) > 0


def test_as_many_leave_as_the_hazard_says() -> None:
    new = spun(park(people=20, n=500), KEEN, months=1)

    assert len(new) == pytest.approx(100, abs=30)


def test_the_hazard_of_one_takes_everybody() -> None:
    world = park(people=7, n=2)

    new = spun(world, KEEN.but(spin_off_hazard=0.01), months=0)
    assert len(new) == 0
    for _ in range(2000):
        if not world.firms.headcount[:2].any():
            break
        spun(world, KEEN, months=1)

    assert world.firms.headcount.tolist() == [0, 0] + [1] * 14


def test_separations_count_those_who_found() -> None:
    world = park()
    new = spun(world, months=1)

    assert world.flows.separations[Kind.SME, Skill.ENGINEER, Reason.FOUNDED] == len(new)
    assert world.flows.births[FirmOrigin.SPIN_OFF] == len(new)


def test_another_firm_does_not_change_who_founds() -> None:
    alone, beside = park(people=50, n=5), park(people=50, n=6)
    for world in (alone, beside):
        spun(world, months=6)

    first = alone.workforce.founder
    assert beside.workforce.founder[: len(first)].tolist() == first.tolist()
    assert np.isin(alone.firms.birth, beside.firms.birth).all()


def test_four_of_five_stay_near_the_parent_until_the_zone_is_full() -> None:
    world = park(people=20, n=500)
    world.firms.zone = ZoneName.HOWARD
    rules = KEEN.but(zone_attraction=(20.0, 0.0, 0.0, 0.0))

    new = spun(world, rules)
    assert (world.firms.zone[new] == ZoneName.HOWARD).mean() == pytest.approx(0.8, abs=0.05)

    full = park(people=20, n=500)
    full.firms.zone, full.zones.capacity[CITY] = CITY, 500
    new = spun(full, rules)
    assert (full.firms.zone[new] == ZoneName.REST).all()


# Outside founders


def entered(rules: EnterpriseRules, months: int = 120, **zones: object) -> TinyWorld:
    world = TinyWorld()
    world.add_firms(2, offer=np.array([[1e5], [3e5]]))
    world.zones.data["capacity"][CITY] = zones.get("places", 0)
    for month in range(months):
        world.enter_month(month)
        world.run(enter, rules)
        assert not world.ledger.residual().any()
    return world


def test_as_many_founders_as_the_rate_says_come_if_all_can_pay() -> None:
    world = entered(EnterpriseRules(setup_cost=0, entry_rate=10), months=240)

    assert len(world.firms) - 2 == pytest.approx(200, abs=45)


def test_more_come_to_a_larger_market() -> None:
    small, large = TinyWorld(), TinyWorld()
    large.world.market = 3.0
    for world in (small, large):
        world.add_firms(1)
        for month in range(60):
            world.enter_month(month)
            world.run(enter, EnterpriseRules())

    assert len(large.firms) > 2 * len(small.firms)
    assert np.isin(small.firms.birth, large.firms.birth).all()


def test_they_come_out_of_other_sectors_as_managers() -> None:
    world = entered(EnterpriseRules(founder_draw=0.5))

    people, came = world.workforce, len(world.firms) - 2
    assert came == len(people) == 2000 - world.world.reservoir[Skill.MANAGER].sum()
    assert (people.skill == Skill.MANAGER).all()
    assert people.founder.all()
    assert people.employed.all()
    assert (people.wage == 1e5).all()
    assert (world.firms.offer[2:] == 2e5).all()
    assert (world.firms.staff == people.by_post(world.firms)).all()


def test_a_month_counts_its_entrants() -> None:
    world = entered(EnterpriseRules(entry_rate=300, setup_cost=0), months=1)

    came = len(world.firms) - 2
    assert world.flows.births[FirmOrigin.ENTRANT] == came > 0
    assert world.flows.joined[Entry.OTHER_SECTOR, Origin.LOCAL] == came
    assert (world.firms.parent == NOBODY).all()
    capital = world.ledger.flows[Why.FOUNDING_CAPITAL, Sector.HOUSEHOLDS, Sector.FIRMS]
    assert world.firms.cash.sum() == capital > 0


def test_m64_m113_wealth_bars_those_who_cannot_pay() -> None:
    world = entered(EnterpriseRules(setup_cost=40_000))

    assert (world.firms.cash[2:] >= 40_000 * DOLLAR).all()
    assert len(world.firms) < len(entered(EnterpriseRules(setup_cost=0)).firms)


def test_nobody_comes_when_other_sectors_have_no_manager_left() -> None:
    world = TinyWorld()
    world.world.reservoir[Skill.MANAGER] = 0

    world.run(enter, EnterpriseRules(entry_rate=500))

    assert len(world.firms) == 0


def test_most_settle_outside_the_zones_and_a_fifth_in_the_city_of_knowledge() -> None:
    world = entered(EnterpriseRules(entry_rate=100))

    share = np.bincount(world.firms.zone[2:], minlength=4) / (len(world.firms) - 2)
    assert share[ZoneName.REST] > 0.6
    assert share[CITY] == pytest.approx(0.2, abs=0.05)


def test_the_city_of_knowledge_takes_no_more_than_its_places() -> None:
    world = entered(EnterpriseRules(entry_rate=500), months=6, places=3)

    assert (world.firms.zone == CITY).sum() == 3


def test_rent_drives_newcomers_away() -> None:
    cheap, dear = TinyWorld(), TinyWorld()
    dear.zones.rent[ZoneName.REST] *= 4
    for world in (cheap, dear):
        world.add_firms(1)
        world.run(enter, EnterpriseRules(entry_rate=500))

    assert cheap.firms.birth.tolist() == dear.firms.birth.tolist()
    assert (dear.firms.zone[1:] == 0).sum() < (cheap.firms.zone[1:] == 0).sum()


def test_a_firm_counts_from_ten_staff_and_for_ever() -> None:
    world = TinyWorld()
    rows = world.add_firms(3, counted=[False, False, True])
    world.add_people(20, employer=np.repeat(rows, [10, 9, 1]))

    world.run(count_enterprises, EnterpriseRules())

    assert world.firms.counted.tolist() == [True, False, True]


def test_founders_from_outside_the_trade_do_less_well_on_average() -> None:
    world = entered(EnterpriseRules(setup_cost=0, entry_rate=300), months=24)

    new = world.firms.origin == FirmOrigin.ENTRANT
    assert world.firms.quality[new].mean() == pytest.approx(0.92, abs=0.015)
    assert world.firms.efficiency[new].mean() == pytest.approx(0.92, abs=0.015)
    assert world.firms.management[new].mean() == pytest.approx(1.0, abs=0.015)


# Programmes that may end


def helped(process: object, statute: Statute, rules: EnterpriseRules) -> int:
    """Firms that begin in two years before an election that may end what helps founders."""
    world = park()
    world.world.reservoir = world.world.reservoir * 100
    government = world.government
    government.handover, government.turnover = 30, 1.0
    government.turnover_next = 1.0
    help_ = Programme(
        name="help", statute=statute, since=0, end=FOREVER, supports=frozenset({"founders"})
    )
    world.programmes.enrol([help_], 0)
    world.programmes.lasts = 0.0 if statute == Statute.DECREE else 1.0
    births = 0
    for _ in range(24):
        world.enter_month(world.world.month + 1)
        world.run(process, rules)
        births += int(world.flows.births.sum())
    return births


@pytest.mark.parametrize(
    ("process", "rules"), [(spin_off, KEEN), (enter, EnterpriseRules(entry_rate=200))]
)
def test_m150_fewer_firms_begin_before_what_helps_founders_may_end(
    process: object, rules: EnterpriseRules
) -> None:
    decree, law = (helped(process, s, rules) for s in (Statute.DECREE, Statute.LAW))
    deaf = helped(process, Statute.DECREE, rules.but(founder_dependence=0.0))

    assert 0 < decree < law == deaf


# What tempts founders


def tempting(ideas: float = 0.0, age: int = 100, **pull: float) -> int:
    """Spin-offs of a year out of thirty firms, some of them with ideas, some of them young."""
    world = park(people=20, n=30)
    world.firms.ideas, world.firms.born = ideas, -age
    return len(spun(world, KEEN.but(spin_off_hazard=0.002, **pull)))


def test_m118_more_found_out_of_firms_whose_research_finds_what_they_do_not_use() -> None:
    assert tempting(ideas=3.0, idea_pull=20.0) > 1.5 * tempting(idea_pull=20.0) > 0


def test_m118_ideas_make_nobody_found_where_nobody_takes_them_up_or_nobody_works() -> None:
    """Without the carrier nothing is left: the pull, or people who could follow it."""
    assert tempting(ideas=3.0, idea_pull=0.0) == tempting(idea_pull=0.0)
    empty = TinyWorld()
    empty.add_firms(30, ideas=3.0)
    assert len(spun(empty, KEEN.but(spin_off_hazard=1e-2, idea_pull=20.0))) == 0


def test_m147_young_firms_nearby_are_an_example_and_old_ones_are_none() -> None:
    pull = {"example_pull": 40.0}

    assert tempting(age=6, **pull) > 1.5 * tempting(age=100, **pull)
    assert tempting(age=6, example_pull=0.0) == tempting(age=100, example_pull=0.0)
