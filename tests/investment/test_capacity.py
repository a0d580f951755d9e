"""What parents find here: people, work well done, promises that fit; and what keeps them away."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import Line, Skill
from cluster_abm.agents.government import LONGEST_PROMISE
from cluster_abm.agents.world import Seen
from cluster_abm.submodels.investment.decisions import look_at_sites, make_offer, usual_site
from cluster_abm.submodels.investment.numbers import InvestmentRules
from cluster_abm.submodels.investment.processes import court_investors, update_reputation
from tests.investment.scenes import STILL, SiteWorld

EAGER = STILL.but(project_spread=0.0)
INDIFFERENT = EAGER.but(site_elasticity=0.0)
"""Parents that do not compare sites."""


def lines(*which: Line) -> list[float]:
    """Every project is of one of these lines."""
    return [float(line in which) for line in Line]


def place(ability: float = 1.0, worth: float = 1e-5) -> SiteWorld:
    """One site whose staff does some work, and rivals as good."""
    world = SiteWorld(worth=worth)
    world.add_sites(1, contact=100.0)
    world.add_people(10, employer=0, ability=ability)
    world.add_customers(budget=1000.0)
    world.world.projects = 600.0
    return world


def chosen(world: SiteWorld, rules: InvestmentRules = EAGER, months: int = 12) -> int:
    """Projects that choose the cluster in a year."""
    for _ in range(months):
        world.enter_month(world.world.month + 1)
        world.run(court_investors, rules.but(months_to_open=120))
    return len(world.projects)


def scarce(skill: Skill | None = None) -> SiteWorld:
    """A place where a tenth as many posts are filled, of one skill or of all."""
    world = place()
    world.world.seen[Seen.FILLED, slice(None) if skill is None else int(skill)] /= 10
    return world


# M30, M42


def test_m30_where_skilled_people_are_found_more_projects_come() -> None:
    assert chosen(place()) > 1.1 * chosen(scarce())


def test_m30_parents_that_do_not_compare_sites_come_for_nobody() -> None:
    assert chosen(place(), INDIFFERENT) == chosen(scarce(), INDIFFERENT) > 0


@pytest.mark.parametrize("skill", [Skill.FRONT_LINE, Skill.MANAGER])
def test_m42_want_of_english_speakers_or_of_managers_keeps_projects_away(skill: Skill) -> None:
    """Each for the work that needs them; nobody else's want is minded."""
    rules = EAGER.but(project_lines=lines(Line.CONTACT))

    assert chosen(scarce(skill), rules) < chosen(place(), rules)
    assert chosen(scarce(Skill.RESEARCHER), rules) == chosen(place(), rules)


def test_m42_dear_labour_law_keeps_projects_away() -> None:
    """What the law adds to pay is a cost of the site, and no cost to parents who do not compare."""

    def under(load: float) -> SiteWorld:
        world = place()
        world.firms.labour_cost = (load * world.firms.bill).astype(np.int64)
        return world

    assert chosen(under(1.6)) < chosen(under(1.1))
    assert chosen(under(1.6), INDIFFERENT) == chosen(under(1.1), INDIFFERENT)


def in_buildings(largest: float, rules: InvestmentRules = EAGER) -> int:
    """Projects of 150 posts that choose a place with a largest building."""
    world = place()
    world.government.largest_site = largest
    return chosen(world, rules.but(project_lines=lines(Line.CONTACT), split_cost=0.5))


def test_m42_where_no_building_holds_a_project_fewer_come_and_those_that_fit_do_not_mind() -> None:
    assert in_buildings(30.0) < 0.9 * in_buildings(150.0)
    assert in_buildings(150.0) == in_buildings(5_000.0) > 0


def test_m42_parents_that_do_not_compare_sites_mind_no_building() -> None:
    assert in_buildings(30.0, INDIFFERENT) == in_buildings(5_000.0, INDIFFERENT)


def schooled(veterans: int, weeks: float = 17.0, line: Line = Line.CONTACT) -> float:
    """Cost of a post where a site employs some of the 200 people of the front line."""
    world = place()
    world.add_firms(1)
    world.add_people(200 - veterans, employer=1, skill=Skill.FRONT_LINE)
    world.add_people(veterans, employer=0, skill=Skill.FRONT_LINE)
    rules = EAGER.but(platform_weeks=weeks)
    seen = look_at_sites(world.firms, world.lines, world.world, rules)
    return float(usual_site(world.firms, seen).cost[line])


def test_m42_where_more_have_done_such_work_a_post_costs_less() -> None:
    """Seventeen weeks of pay for people who stay 33 months are at most an eighth of their pay."""
    untaught = schooled(150, weeks=0.0)

    assert schooled(20) > schooled(100) > schooled(180) > untaught
    assert schooled(20) < 1.15 * untaught


def test_m42_who_knows_one_line_of_work_is_taught_another() -> None:
    assert schooled(180, line=Line.RESEARCH) == schooled(20, line=Line.RESEARCH)


def test_m42_platforms_that_nobody_needs_to_be_taught_keep_no_project_away() -> None:
    assert schooled(20, weeks=0.0) == schooled(180, weeks=0.0)


def familiar(world: SiteWorld, share: float) -> SiteWorld:
    """A world in which a site employs a part of all who do each kind of work."""
    world.add_firms(1)
    for skill in Skill:
        known = round(100 * share)
        world.add_people(known, employer=0, skill=skill)
        world.add_people(100 - known, employer=1, skill=skill)
    world.firms.line_share[0] = 1 / len(Line)
    return world


def test_m42_a_familiar_pool_brings_more_projects_unless_nothing_is_taught() -> None:
    taught, known = EAGER.but(platform_weeks=52.0), EAGER.but(platform_weeks=0.0)
    few, many = (chosen(familiar(place(), share), taught) for share in (0.05, 0.95))

    assert 0 < few < many
    assert chosen(familiar(place(), 0.05), known) == chosen(familiar(place(), 0.95), known)
    indifferent = taught.but(site_elasticity=0.0)
    one, other = (chosen(familiar(place(), share), indifferent) for share in (0.05, 0.95))
    assert one == other


# M38


def test_m38_good_work_at_a_site_that_is_here_brings_the_next() -> None:
    good, poor = chosen(place(ability=1.3)), chosen(place(ability=0.7))

    assert good > 1.15 * poor


def test_m38_where_parents_do_not_compare_sites_good_work_brings_nobody() -> None:
    assert chosen(place(1.3), INDIFFERENT) == chosen(place(0.7), INDIFFERENT) > 0


# M40


def kept(cap: float, budget: float = 720_000.0) -> float:
    """Reputation after four years in which seats for forty people a month are paid."""
    world = place(worth=1e-12)
    world.world.reservoir[:] = 100_000
    world.government.promised = world.government.delivered = 50.0
    rules = EAGER.but(
        promised_share=1.0, promise_cap=cap, promise_term=12, investor_seat_budget=budget,
        investor_seat_cost=1_500, project_lines=lines(Line.CONTACT),
    )  # fmt: skip
    world.world.projects = 24.0
    for _ in range(48):
        world.enter_month(world.world.month + 1)
        world.run(court_investors, rules)
        world.run(update_reputation, rules)
    return world.government.reputation


def test_m40_promises_within_capacity_are_believed_and_those_beyond_are_not() -> None:
    assert kept(cap=35.0) > 0.9
    assert kept(cap=100_000.0) < 0.6


def test_m40_with_seats_enough_large_promises_are_believed_too() -> None:
    assert kept(cap=100_000.0, budget=50e6) == pytest.approx(1.0)


def delivered(early: float, budget: float, months: int = 12) -> tuple[float, float]:
    """People due and delivered in a year, of 120 who are due in its last month."""
    world = place(worth=1e-12)
    world.world.reservoir[:] = 100_000
    promises = np.zeros((LONGEST_PROMISE, len(Skill)))
    promises[months - 1, Skill.FRONT_LINE] = early
    world.government.promises = promises
    world.world.projects = 0.0
    due = came = 0.0
    for _ in range(months):
        world.enter_month(world.world.month + 1)
        world.run(court_investors, EAGER.but(investor_seat_budget=budget, investor_seat_cost=1_500))
        due += float(world.flows.people_due[0])
        came += float(world.flows.people_delivered[0])
    return due, came


def test_m40_a_large_promise_takes_the_seats_of_the_year_and_not_of_its_month_alone() -> None:
    """Ten seats a month keep a promise of 120 people, and those of half a year half of it."""
    assert delivered(120.0, budget=180_000.0) == (120.0, 120.0)
    assert delivered(120.0, budget=90_000.0) == (120.0, 60.0)


def test_m40_without_seats_nobody_is_trained_early_and_the_promise_is_broken() -> None:
    assert delivered(120.0, budget=0.0) == (120.0, 0.0)


# M44


def worth(posts: float, filled: float) -> float:
    """Value of a contact centre where a part of the usual posts is filled."""
    world = place()
    world.world.seen[Seen.FILLED] *= filled
    here = usual_site(world.firms, look_at_sites(world.firms, world.lines, world.world, EAGER))
    return make_offer(
        Line.CONTACT, posts, here, world.lines, world.government, world.world, 1.0, EAGER
    ).value


def test_m44_a_project_that_takes_few_people_suits_a_place_without_people() -> None:
    """A tenth of the posts is worth more everywhere, and most where people are scarce."""
    scarce, ample = (worth(50.0, filled) / worth(500.0, filled) for filled in (0.1, 1.0))

    assert scarce > 1.2 * ample > 1.2
    abundant = worth(50.0, 1.6) / worth(500.0, 1.6)
    assert abundant < ample
