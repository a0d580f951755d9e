"""Networks: how many members one takes, and what joint work gives that support to one does not."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Project, Work
from cluster_abm.submodels.collaboration.numbers import CollaborationRules
from cluster_abm.submodels.collaboration.processes import work_together
from tests.collaboration.scenes import HONEST, RULES, SURE, at_the_end, live, partners, tie

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


def test_m95_joint_research_improves_both_partners_where_a_grant_improves_one_firm() -> None:
    """One success of the same step: two firms gain it, the third nothing."""
    world = partners(3)
    tie(world, **at_the_end(Project.RESEARCH))

    world.run(work_together, SURE.but(opportunity=0.0, **HONEST))

    gain = np.log(world.firms.quality[:, Work.OWN_WORK])
    assert (gain[:2] > 0).all()
    assert gain[2] == 0
