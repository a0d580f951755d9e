"""Faith in strangers: what firms lived with partners decides how far they trust the next one."""

from __future__ import annotations

import numpy as np
import pytest

from cluster_abm.agents.classes import Project, Ring
from cluster_abm.submodels.collaboration.numbers import CollaborationRules
from cluster_abm.submodels.collaboration.processes import meet, work_together
from tests.collaboration.scenes import (
    HONEST,
    RULES,
    SURE,
    VAIN,
    at_the_end,
    live,
    partners,
    tie,
)


def first_trust(tried: float, kept: float, lesson: float = 0.1) -> float:
    """Trust between two strangers that meet, each of whom has worked with others."""
    world = partners(2, tried=tried, kept_faith=kept)
    everywhere = [float(ring == Ring.EVENTS) for ring in Ring]
    world.run(meet, RULES.but(
        meeting_rate=1.0, trust_spread=0.0, rings=everywhere, lesson_of_partners=lesson,
    ))  # fmt: skip
    return float(world.ties.trust[0])


def test_m128_p07_who_was_treated_well_trusts_strangers_more_and_who_was_not_less() -> None:
    usual = first_trust(0.0, 0.0)

    assert usual == pytest.approx(RULES.first_trust)
    assert first_trust(10.0, 10.0) == pytest.approx((0.25 + 1.0) / 2)
    assert first_trust(10.0, 0.0) == pytest.approx(0.25 / 2)


def test_m128_p07_where_partners_teach_nothing_about_strangers_all_meet_alike() -> None:
    assert first_trust(10.0, 10.0, 0.0) == first_trust(10.0, 0.0, 0.0) == first_trust(0.0, 0.0)


@pytest.mark.parametrize(("rules", "kept"), [(SURE.but(**HONEST), 1.0), (VAIN, 0.0)])
def test_m126_joint_work_is_remembered_by_both_and_so_is_how_it_ended(
    rules: CollaborationRules, kept: float
) -> None:
    world = partners(3)
    tie(world, **at_the_end(Project.BID))

    world.run(work_together, rules.but(opportunity=0.0))

    assert world.firms.tried.tolist() == [1.0, 1.0, 0.0]
    assert world.firms.kept_faith.tolist() == [kept, kept, 0.0]


def test_m125_a_partner_who_keeps_a_success_is_no_lesson_in_trust() -> None:
    """A giant takes what a dwarf could not take: one was betrayed, the other was not."""
    world = partners(orders=[1e7, 1e9])
    world.add_people(4000, employer=1)
    tie(world, **at_the_end(Project.BID))

    world.run(work_together, SURE.but(
        opportunity=0.0, projects_foreseen=0, fear_of_size=1.0, exposure=0.0,
    ))  # fmt: skip

    assert world.firms.kept_faith.tolist() == [0.0, 1.0]


def test_what_a_firm_lived_is_forgotten_in_time() -> None:
    world = partners(2, tried=8.0, kept_faith=4.0)
    tie(world)

    live(world, RULES.but(meeting_rate=0.0, meetings_per_staff=0.0, opportunity=0.0), 12)

    left = (1 - RULES.memory_of_partners) ** 12
    assert world.firms.tried.tolist() == pytest.approx([8 * left] * 2)
    assert world.firms.kept_faith.tolist() == pytest.approx([4 * left] * 2)


def trust_after(good_years: int, lesson: float) -> float:
    """First trust of strangers among twelve firms, ten years after some good years."""
    world = partners(12)
    rules = RULES.but(
        meeting_rate=0.3, opportunity=0.3, trust_spread=0.0, success_base=2.0, first_trust=0.1,
        projects_foreseen=20, lesson_of_partners=lesson, memory_of_partners=0.0,
    )  # fmt: skip
    live(world, rules.but(first_trust=0.9, **HONEST), 12 * good_years)
    world.ties.close(np.ones(len(world.ties), bool))
    live(world, rules, 120)
    firms = world.firms
    return float(np.mean((0.1 + lesson * firms.kept_faith) / (1 + lesson * firms.tried)))


def test_p07_some_good_years_outlive_the_partners_they_were_lived_with() -> None:
    """The trap from two starts: everybody forgets everybody, and only the lesson is left."""
    assert trust_after(2, lesson=0.5) > trust_after(0, lesson=0.5) + 0.2


def test_p07_without_the_lesson_the_start_is_forgotten_with_the_partners() -> None:
    assert trust_after(2, lesson=0.0) == trust_after(0, lesson=0.0)
