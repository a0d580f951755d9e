"""How knowledge spreads, and how the ladders rest."""

import numpy as np
import pytest

from cluster_abm.agents.classes import Degree, Reason, Skill, Source, ZoneName
from cluster_abm.submodels.knowledge.numbers import KnowledgeRules
from cluster_abm.submodels.knowledge.processes import carry, imitate, keep_up, research
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.labour.processes import match, search
from tests.knowledge.scenes import (
    ENGINEER,
    INTEGRATION,
    OWN,
    RULES,
    WILLING,
    innovated,
    laboratory,
)
from tests.worlds import DOLLAR, TinyWorld

# People


def hires(world: TinyWorld, person: int, firm: int, skill: Skill = ENGINEER) -> None:
    """One person wins a post and begins."""
    people = world.workforce
    if people.employer[person] >= 0:
        people.release(world.firms, world.flows, np.array([person]), Reason.BETTER_JOB)
    row = world.candidates.admit(
        people.birth[[person]], person=person, source=Source.OTHER_FIRM, skill=skill, post=firm
    )
    people.hire(world.firms, np.array([person]), world.candidates.post[row], np.array([1e5]))


def lifted(person: int = 0, **quality: float) -> float:
    """Rise of the second firm's quality when somebody of the first one joins it, log points."""
    world = laboratory(2)
    world.firms.quality[:, OWN] = [quality.get("old", 1.2), 1.0]
    hires(world, person, firm=1)
    world.run(carry, RULES)
    return float(np.log(world.firms.quality[1, OWN]))


def test_m34_an_engineer_from_a_better_firm_brings_some_of_what_it_knows() -> None:
    """A share of the gap, absorbed by half, spread over the seventeen who carry knowledge."""
    assert lifted() == pytest.approx(RULES.carried_part * 0.5 * np.log(1.2) / 17, rel=1e-5)


def test_m34_nobody_brings_knowledge_from_a_worse_firm_or_where_nobody_absorbs_it() -> None:
    world = laboratory(2)
    world.firms.quality[:, OWN] = [1.2, 1.0]
    world.firms.absorption = 0.0
    hires(world, 0, firm=1)

    world.run(carry, RULES)

    assert world.firms.quality[1, OWN] == 1
    assert lifted(old=0.9) == 0


def test_m34_without_movers_nothing_is_carried() -> None:
    world = laboratory(2)
    world.firms.quality[:, OWN] = [1.2, 1.0]

    world.run(carry, RULES)

    assert world.firms.quality[1, OWN] == 1


def test_m34_front_line_staff_carries_no_knowledge() -> None:
    world = laboratory(2)
    world.firms.quality[:, OWN] = [1.2, 1.0]
    clerk = world.add_people(1, employer=0, skill=Skill.FRONT_LINE)
    hires(world, int(clerk[0]), firm=1, skill=Skill.FRONT_LINE)

    world.run(carry, RULES)

    assert world.firms.quality[1, OWN] == 1


def exposed(pool: int, rules: KnowledgeRules = RULES, looking: float = 1.0) -> tuple[int, float]:
    """Firms whose people a firm with 30 open posts hires, and what it learns, log points.

    The pool comes from as many firms as it has people, all of them better at own work.
    """
    world = laboratory(1 + pool)
    firms, people = world.firms, world.workforce
    world.world.reservoir[:] = 0
    firms.quality[1:, OWN] = 1.5
    former = np.array([np.flatnonzero(people.employer == f)[0] for f in range(1, 1 + pool)], int)
    people.release(firms, world.flows, former, Reason.LAID_OFF)
    home = dict(zip(people.birth[former].tolist(), range(pool), strict=True))
    firms.posts[0, ENGINEER] = firms.vacancies[0, ENGINEER] = 30
    firms.offer[0] = 2_000 * DOLLAR
    looks = LabourRules(
        search_without_job=looking, search_on_the_job=0, reservation=0, matching_rounds=20
    )
    for process in (search, match):
        world.run(process, looks)
    world.run(carry, rules)
    new = people.birth[people.employer == 0].tolist()
    return len({home[b] for b in new if b in home}), float(np.log(firms.quality[0, OWN]))


def test_m15_out_of_a_larger_pool_more_posts_are_filled_and_more_ideas_heard() -> None:
    """At as many hires it hears no more: the way goes through posts that would stay open."""
    few, some, many = (exposed(n) for n in (2, 8, 30))

    assert few[0] < some[0] < many[0]
    assert 0 < few[1] < some[1] < many[1]


def test_m15_what_others_know_stays_away_where_nobody_brings_it_or_nobody_looks() -> None:
    mute = RULES.but(carried_part=0.0)

    assert exposed(2, mute)[1] == exposed(30, mute)[1] == 0
    assert exposed(2, looking=0.0) == exposed(30, looking=0.0) == (0, 0.0)


def test_m18_what_a_closed_firm_knew_lives_on_in_those_whom_others_hire() -> None:
    world = laboratory(2)
    firms, people = world.firms, world.workforce
    firms.quality[:, OWN] = [1.2, 1.0]
    staff = np.flatnonzero(people.employer == 0)
    people.release(firms, world.flows, staff, Reason.FIRM_CLOSED)
    firms.close(np.array([True, False]))

    hires(world, int(staff[0]), firm=0)
    world.run(carry, RULES)

    assert firms.quality[0, OWN] == pytest.approx(
        np.exp(RULES.carried_part * 0.5 * np.log(1.2) / 17), rel=1e-5
    )


def test_m18_who_never_worked_in_the_cluster_brings_nothing() -> None:
    world = laboratory(1)
    world.firms.quality[:, OWN] = 0.5
    graduate = world.add_people(1)
    hires(world, int(graduate[0]), firm=0)

    world.run(carry, RULES)

    assert world.firms.quality[0, OWN] == 0.5


def test_knowledge_of_people_ages_as_the_frontier_moves() -> None:
    world = laboratory(1)
    world.workforce.knows = 1.0

    world.run(keep_up, RULES)

    assert world.workforce.knows == pytest.approx(np.exp(-RULES.frontier_growth))


# Neighbours


def found(strength: float, apart: bool) -> float:
    """Innovations of thirty firms in two years, next to each other or fifty km apart."""
    world = laboratory(30)
    if apart:
        world.firms.place = np.arange(30)
        world.zones.cell_km = 50.0
    return float(innovated(world, WILLING.but(spillover_strength=strength)).sum())


def test_spillovers_reach_neighbours_and_no_further() -> None:
    assert found(2.0, apart=False) > 1.3 * found(2.0, apart=True)


def test_without_spillovers_neighbours_are_as_good_as_none() -> None:
    assert found(0.0, apart=False) == found(0.0, apart=True) == found(2.0, apart=True)


def test_zones_are_as_far_from_each_other_as_the_road_says() -> None:
    world = TinyWorld()
    world.zones.cell_km = [6.0, 0.2, 0.7, 0.8]
    world.zones.distance = [[0, 14, 16, 78], [14, 0, 12, 70], [16, 12, 0, 82], [78, 70, 82, 0]]

    way, cells = world.zones.kilometres(), world.zones.cells_of

    campus, rest = cells[ZoneName.CITY_OF_KNOWLEDGE], cells[ZoneName.REST]
    assert way[campus[0], campus[1]] == pytest.approx(0.2)
    assert way[campus[0], cells[ZoneName.COLON][0]] == 70
    assert way[rest[0], rest[1]] == 6
    assert (way == way.T).all()


# Imitation


def learned(**columns: object) -> np.ndarray:
    """Rise of quality in a year of imitation: the first firm is ahead, all others behind."""
    world = laboratory(40, **columns)
    firms = world.firms
    firms.quality[0, OWN] = 1.2
    firms.own_orders[1:] = 1.0
    for month in range(12):
        world.enter_month(month)
        world.run(imitate, RULES)
    return np.log(firms.quality[:, OWN])


def test_laggards_learn_and_the_leader_does_not() -> None:
    rise = learned()

    assert rise[0] == pytest.approx(np.log(1.2))
    assert rise[1:].mean() > 0.05
    assert rise[1:].max() < np.log(1.2)


def test_m93_own_research_lets_a_firm_absorb_more_and_without_anything_it_learns_nothing() -> None:
    world = laboratory()
    payroll = int(world.firms.labour_cost[0])
    plain, active = (learned(research_cost=r * payroll)[1:].mean() for r in (0, 1))

    assert active > 1.2 * plain

    dull = laboratory(40, quality=np.append(1.2, np.ones(39)))
    dull.firms.absorption = 0.0
    dull.run(imitate, RULES)
    assert (dull.firms.quality[1:, OWN] == 1).all()


def test_m93_degrees_and_research_of_the_month_make_firms_absorb_more() -> None:
    absorbed = {}
    for degree in (Degree.NONE, Degree.FOUR_YEAR):
        world = laboratory(2, research_cost=[0, 100])
        world.workforce.degree = degree
        world.run(keep_up, RULES)
        absorbed[degree] = world.firms.absorption.tolist()

    assert absorbed[Degree.NONE][0] == 0 < absorbed[Degree.NONE][1]
    assert absorbed[Degree.FOUR_YEAR] == pytest.approx([a + 0.5 for a in absorbed[Degree.NONE]])


def test_what_the_law_protects_is_not_imitated() -> None:
    world = laboratory(40, quality=np.append(1.2, np.ones(39)))

    world.run(imitate, RULES.but(ip_protection=1.0))

    assert (world.firms.quality[1:, OWN] == 1).all()


# The ladders


def after(months: int, world: TinyWorld) -> TinyWorld:
    for month in range(months):
        world.enter_month(month)
        world.run(keep_up, RULES)
    return world


def with_graduates(share: float) -> TinyWorld:
    """A firm of a hundred, some of them graduates."""
    world = TinyWorld()
    world.add_firms(1)
    graduates = round(100 * share)
    world.add_people(graduates, employer=0, degree=Degree.FOUR_YEAR)
    world.add_people(100 - graduates, employer=0, degree=Degree.NONE)
    return world


def test_e4_integration_rests_where_the_staff_is_as_educated_as_in_2009() -> None:
    world = after(240, with_graduates(RULES.certified_2009))

    assert world.firms.quality[0, INTEGRATION] == pytest.approx(1, abs=1e-9)


def test_m28_graduates_bring_integration_nearer_to_the_frontier() -> None:
    few, many = (
        float(after(240, with_graduates(share)).firms.quality[0, INTEGRATION])
        for share in (0.2, 0.6)
    )

    assert few < 1 < many


def test_m28_if_the_frontier_stands_still_degrees_do_not_matter() -> None:
    worlds = [with_graduates(share) for share in (0.2, 0.6)]
    for world in worlds:
        world.run(keep_up, RULES.but(frontier_growth=0.0))

    assert [w.firms.quality[0, INTEGRATION] for w in worlds] == pytest.approx([1, 1])


def test_e4_own_work_without_research_falls_behind_with_the_frontier() -> None:
    world = after(12, with_graduates(0.5))

    assert np.log(world.firms.quality[0, OWN]) == pytest.approx(-12 * RULES.frontier_growth)


def test_a_lead_in_own_work_loses_its_worth_and_a_lag_does_not() -> None:
    world = TinyWorld()
    world.add_firms(2, quality=[1.2, 0.8])

    world.run(keep_up, RULES)

    fall = np.log([1.2, 0.8]) - np.log(world.firms.quality[:, OWN])
    lost = RULES.frontier_growth + RULES.line_depreciation * np.log(1.2)
    assert fall == pytest.approx([lost, RULES.frontier_growth])


def test_a_better_process_becomes_usual_practice_and_a_worse_one_stays() -> None:
    world = TinyWorld()
    world.add_firms(2, efficiency=[1.2, 0.8])

    after(60, world)

    left = (1 - RULES.process_fade) ** 60
    assert np.log(world.firms.efficiency) == pytest.approx([left * np.log(1.2), np.log(0.8)])


def test_a_world_without_research_has_no_innovations() -> None:
    world = laboratory(2, in_research=False)
    world.run(research, RULES)

    assert world.flows.innovations.sum() == 0
    assert (world.firms.quality == 1).all()
