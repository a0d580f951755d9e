"""Networks: how many members one takes, and what joint work gives that support to one does not."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Project, Work
from cluster_abm.agents.ties import complementarity
from cluster_abm.submodels.collaboration.numbers import CollaborationRules
from cluster_abm.submodels.collaboration.processes import meet, work_together
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import spin_off
from tests.collaboration.scenes import HONEST, RULES, SURE, at_the_end, live, partners, tie
from tests.worlds import TinyWorld

OPEN = SURE.but(
    meeting_rate=0.5, meetings_per_staff=0.0, first_trust=0.5, trust_spread=0.0,
    rings=RULES.rings, **HONEST,
)  # fmt: skip
"""Firms meet every other month, trust whom they meet, and succeed."""


def partners_found(members: int, rules: CollaborationRules = OPEN) -> float:
    """Partners in joint work that a member has found in three years, on average."""
    world = partners(members, craft=np.random.default_rng(1).random((members, 9)))
    live(world, rules, 36)
    return 2 * float((world.ties.stage > 0).sum()) / members


def test_m132_a_group_of_few_members_runs_out_of_partners() -> None:
    """The sub-cluster that failed: few members, nobody to work with."""
    few, some, many = (partners_found(n) for n in (2, 4, 24))

    assert few <= 1 < some <= 3 < many


def test_m132_where_nobody_meets_many_members_find_no_more_than_few() -> None:
    nobody = OPEN.but(meeting_rate=0.0)

    assert partners_found(2, nobody) == partners_found(24, nobody) == 0


# M15: what a larger pool of talent brings besides filled posts

KEEN = EnterpriseRules(spin_off_hazard=0.01, example_pull=0.0, idea_pull=0.0)
"""One in a hundred founds a firm each month, if savings suffice."""
LONELY = KEEN.but(spin_off_hazard=0.0)
"""Nobody founds a firm."""
FIRST = 4
"""Firms that are there at first."""


def pool(people: int, rules: EnterpriseRules = KEEN) -> TinyWorld:
    """Firms with so many staff in all, and those that some of these founded within a year."""
    world = partners(FIRST, craft=0.0)
    world.add_people(people - 20 * FIRST, employer=np.arange(people - 20 * FIRST) % FIRST)
    quiet = OPEN.but(meeting_rate=0.0)
    world.run(meet, quiet)
    for month in range(1, 13):
        world.enter_month(month)
        world.run(spin_off, rules)
    world.run(meet, quiet)
    world.enter_month(13)
    return world


def technologies(world: TinyWorld) -> float:
    """Technologies at which the firms are at home, as if all were equally common."""
    share = world.firms.craft.mean(axis=0)
    return float(share.sum() ** 2 / (share**2).sum())


def different_pairs(world: TinyWorld) -> int:
    """Pairs of firms that have something to give each other."""
    one, other = np.triu_indices(len(world.firms), 1)
    fit = complementarity(world.firms.craft[one], world.firms.craft[other])
    return int((fit > 0.5).sum())


def acquainted(world: TinyWorld, rules: CollaborationRules = OPEN) -> float:
    """Firms that each of those that were there at first has met after three years."""
    live(world, rules, 36)
    ends = world.ties.ends
    return float((ends < FIRST).sum()) / FIRST


def test_m15_a_larger_pool_brings_more_technologies_by_those_who_found_firms() -> None:
    assert technologies(pool(100)) < technologies(pool(600))


def test_m15_a_larger_pool_brings_more_pairs_that_could_work_together() -> None:
    small, large = pool(100), pool(600)

    assert different_pairs(small) < different_pairs(large)
    assert acquainted(small) < acquainted(large)


def test_m15_where_nobody_founds_a_larger_pool_brings_neither() -> None:
    small, large = pool(100, LONELY), pool(600, LONELY)

    assert technologies(small) == technologies(large)
    assert different_pairs(small) == different_pairs(large)
    assert acquainted(small) == acquainted(large)


def test_m95_joint_research_improves_both_partners_where_a_grant_improves_one_firm() -> None:
    """One success of the same step: two firms gain it, the third nothing."""
    world = partners(3)
    tie(world, **at_the_end(Project.RESEARCH))

    world.run(work_together, SURE.but(opportunity=0.0, **HONEST))

    gain = np.log(world.firms.quality[:, Work.OWN_WORK])
    assert (gain[:2] > 0).all()
    assert gain[2] == 0
