"""Trust: who meets, what raises it, what breaks it, and where it comes to rest."""

import numpy as np
import pytest

from cluster_abm.agents.classes import Project, Reason, Ring, Segment, Source, Stage, ZoneName
from cluster_abm.core.ledger import Why
from cluster_abm.submodels.collaboration.numbers import CollaborationRules
from cluster_abm.submodels.collaboration.processes import look_abroad, meet, trust, work_together
from tests.collaboration.scenes import (
    EAGER,
    HONEST,
    QUIET,
    RULES,
    SURE,
    VAIN,
    ally,
    at_the_end,
    live,
    partners,
    tie,
)
from tests.worlds import TinyWorld

STILL = QUIET.but(opportunity=0.0)
"""Nobody meets, and nobody begins anything."""
RESTLESS = RULES.but(meeting_rate=1.0)
"""Everybody seeks a meeting every month."""


def only(ring: Ring) -> CollaborationRules:
    """Everybody goes to one place."""
    return RESTLESS.but(rings=[float(r == ring) for r in Ring])


def met(world: TinyWorld, rules: CollaborationRules) -> set[tuple[int, int]]:
    """Pairs that know each other after a month of meetings."""
    world.run(meet, rules)
    return set(zip(world.ties.one.tolist(), world.ties.other.tolist(), strict=True))


# Meetings


def test_m55_neighbours_meet_in_their_zone_and_nobody_else_does() -> None:
    howard = np.array([ZoneName.HOWARD] * 2 + [ZoneName.REST] * 2)

    assert met(partners(4, zone=howard), only(Ring.ZONE)) == {(0, 1), (2, 3)}


def test_those_with_the_same_buyers_meet() -> None:
    bills = np.zeros((5, len(Segment)), np.int64)
    bills[[0, 2], Segment.BANKING] = bills[[1, 3], Segment.MARITIME] = 100

    world = partners(5, new_bills=bills, sales=bills.sum(axis=1))
    assert met(world, only(Ring.BUYERS)) == {(0, 2), (1, 3)}


def test_partners_of_partners_meet_and_without_ties_nobody_does() -> None:
    world = partners(4)
    tie(world, 0, 1)
    tie(world, 1, 2)

    assert met(world, only(Ring.PARTNERS)) == {(0, 1), (1, 2), (0, 2)}
    assert met(partners(4), only(Ring.PARTNERS)) == set()


def test_without_meetings_nobody_becomes_acquainted() -> None:
    assert met(partners(20), QUIET) == set()


def test_f06_one_firm_more_leaves_almost_all_others_whom_they_meet() -> None:
    few, more = met(partners(30), only(Ring.EVENTS)), met(partners(31), only(Ring.EVENTS))

    old = {pair for pair in more if 30 not in pair}
    assert len(few - old) <= 4


def test_no_pair_has_two_ties() -> None:
    world = partners(6)
    live(world, RESTLESS, 24)

    pairs = list(zip(world.ties.one.tolist(), world.ties.other.tolist(), strict=True))
    assert len(set(pairs)) == len(pairs) > 0
    assert (world.ties.one < world.ties.other).all()


def test_m144_a_meeting_costs_both_firms_a_day() -> None:
    world = partners(2)
    met(world, only(Ring.EVENTS))

    assert world.firms.hours_away.tolist() == [RULES.meeting_hours] * 2


def test_m124_those_who_meet_again_trust_each_other_more_unless_the_number_is_nought() -> None:
    found = []
    for gain in (0.02, 0.0):
        world = partners(2)
        tie(world, trust=0.5)
        world.run(meet, only(Ring.EVENTS).but(trust_by_meeting=gain))
        found.append(world.ties.trust[0])

    assert found == [pytest.approx(0.51), 0.5]


def test_a_tie_ends_with_either_firm() -> None:
    world = partners(3)
    tie(world, 0, 1)
    tie(world, 1, 2)

    world.firms.close(np.array([True, False, False]))

    assert (world.ties.one.tolist(), world.ties.other.tolist()) == ([0], [1])


# What moves trust


def test_m126_success_raises_trust_and_failure_lowers_it() -> None:
    found = []
    for rules in (SURE, VAIN):
        world = partners()
        tie(world, **at_the_end(Project.BID, trust=0.6))
        world.run(work_together, rules.but(opportunity=0.0, **HONEST))
        found.append(world.ties.trust[0])

    assert found == [pytest.approx(0.6 + 0.25 * 0.4), pytest.approx(0.6 * 0.65)]


def poach(world: TinyWorld, old: int = 0, new: int = 1) -> None:
    """One of the staff of a firm wins a post at another."""
    people = world.workforce
    person = np.flatnonzero(people.employer == old)[:1]
    world.candidates.admit(
        people.birth[person], person=person, source=Source.OTHER_FIRM, post=new, left=old
    )
    people.release(world.firms, world.flows, person, Reason.BETTER_JOB)
    people.hire(world.firms, person, np.array([new]), np.array([1e5]))


def test_m128_poaching_lowers_trust_whoever_of_the_two_poaches() -> None:
    for old, new in ((0, 1), (1, 0)):
        world = partners(3)
        tie(world, 0, 1)
        tie(world, 0, 2)
        poach(world, old, new)

        world.run(trust, RULES)

        assert world.ties.trust.tolist() == [pytest.approx(0.6 * 0.82), 0.6]
        assert world.flows.poachings[0] == 1


def test_m128_without_movers_or_without_the_number_trust_stays() -> None:
    quiet, deaf = partners(), partners()
    for world in (quiet, deaf):
        tie(world)
    poach(deaf)

    quiet.run(trust, RULES)
    deaf.run(trust, RULES.but(trust_after_poaching=1.0))

    assert quiet.ties.trust[0] == deaf.ties.trust[0] == 0.6


def test_m128_who_lost_staff_trusts_strangers_less_unless_the_number_is_nought() -> None:
    def strangers(poached: float, wariness: float) -> float:
        world = partners(2, poached=poached)
        world.run(meet, only(Ring.EVENTS).but(wariness=wariness))
        return float(world.ties.trust[0])

    assert strangers(0.05, 5.0) < strangers(0.0, 5.0)
    assert strangers(0.05, 0.0) == strangers(0.0, 5.0)


def test_silence_lowers_trust_and_in_the_end_makes_strangers() -> None:
    world = partners()
    tie(world, silent=1)

    world.run(trust, RULES)
    assert world.ties.trust[0] == pytest.approx(0.6 * 0.99)

    live(world, STILL, 30)
    assert len(world.ties) == 0


def test_c25_who_worked_together_is_counted_for_five_years() -> None:
    world = partners()
    tie(world, apart=1, silent=1)

    live(world, STILL, 58)
    assert world.ties.allied.all()
    live(world, STILL, 4)
    assert len(world.ties) == 0


# Breach


def breaches(
    rules: CollaborationRules, law: float = 0.0, n: int = 300, trust: float = 0.6
) -> float:
    """Breaches among many successes."""
    world = partners(2 * n)
    world.government.ip_protection = law
    for pair in range(n):
        tie(world, 2 * pair, 2 * pair + 1, **at_the_end(Project.BID, trust=trust))
    world.run(work_together, rules.but(opportunity=0.0))
    return float(world.flows.breaches[0]) / n


def test_m125_breach_is_rarer_the_more_a_tie_is_worth() -> None:
    short, long = SURE.but(projects_foreseen=0), SURE.but(projects_foreseen=8)

    assert breaches(short) == 2.0
    assert breaches(long) < 0.5


def test_m125_a_trusted_partner_is_worth_more_and_is_betrayed_less() -> None:
    assert breaches(SURE, trust=0.9) < breaches(SURE, trust=0.3) - 0.2


def test_m125_where_nothing_can_be_taken_nobody_breaks_with_a_partner() -> None:
    assert breaches(SURE.but(projects_foreseen=0, **HONEST)) == 0
    assert breaches(SURE.but(projects_foreseen=0), law=1.0) == 0


def test_i99_a_sanction_deters_and_one_that_is_never_imposed_does_not() -> None:
    usual = breaches(SURE, trust=0.3)

    assert breaches(SURE.but(breach_sanction=50_000), trust=0.3) < usual - 0.1
    blind = SURE.but(breach_sanction=50_000, breach_detection=0.0)
    assert breaches(blind, trust=0.3) == usual


def test_m125_who_is_betrayed_gets_nothing_and_trust_breaks() -> None:
    """A giant takes what a dwarf could not take from it."""
    world = partners(orders=[1e7, 1e9])
    world.add_people(4000, employer=1)
    tie(world, **at_the_end(Project.BID))
    greedy = SURE.but(opportunity=0.0, projects_foreseen=0, fear_of_size=1.0, exposure=0.0)

    world.run(work_together, greedy)

    assert world.firms.known[0] == 0
    assert world.firms.known[1] == pytest.approx(2 * RULES.standing_by_bid)
    assert world.ties.trust[0] == pytest.approx(0.6 * 0.2)
    assert world.ties.stage[0] == Stage.ACQUAINTANCE


def test_i99_who_is_found_out_pays_the_other() -> None:
    world = partners(orders=[1e7, 1e9])
    world.add_people(4000, employer=1)
    tie(world, **at_the_end(Project.BID))
    before = world.firms.cash.copy()

    world.run(work_together, SURE.but(
        opportunity=0.0, projects_foreseen=0, fear_of_size=1.0, exposure=0.0, breach_detection=1.0,
        breach_sanction=0.01, success_of_fit=0.0,
    ))  # fmt: skip

    assert (world.firms.cash - before).tolist() == [1, -1]
    assert world.ledger.paid(Why.DAMAGES) == 1


# The trap


def rested(start: float, rules: CollaborationRules) -> float:
    """Mean trust in ten years among ten firms who all know each other at first."""
    world = partners(10)
    for one in range(10):
        for other in range(one + 1, 10):
            tie(world, one, other, trust=start)
    live(world, rules, 120)
    return float(world.ties.trust.mean())


def test_m147_p07_trust_rests_high_or_low_depending_on_where_it_began() -> None:
    """The trap: who trusts nobody begins nothing, and so never learns that it could."""
    trap = RULES.but(
        meeting_rate=0.3, opportunity=0.3, trust_by_meeting=0.0, success_base=0.0,
        projects_foreseen=20, first_trust=0.1, trust_spread=0.0,
    )  # fmt: skip

    low, high = rested(0.1, trap), rested(0.9, trap)

    assert low < 0.15
    assert high > 0.5


def test_m147_p07_where_trust_counts_for_nothing_both_starts_meet() -> None:
    """No risk and no gain from trust: the start is forgotten."""
    flat = RULES.but(
        meeting_rate=0.3, trust_by_meeting=0.5, trust_by_success=0.0, trust_after_failure=1.0,
        trust_after_breach=1.0, trust_decay=0.0,
    )  # fmt: skip

    low, high = rested(0.1, flat), rested(0.9, flat)

    assert low == pytest.approx(high, abs=0.1)


def test_m136_a_network_without_purpose_collapses_when_nobody_brings_it_together() -> None:
    """Twins have nothing to give each other; meetings alone keep their ties, and take their time.

    Every pair of eight firms is brought together every month, which takes each firm 56 hours.
    """
    world, vain = partners(8, craft=np.ones((8, 9))), EAGER.but(success_base=-4.0)
    for _ in range(36):
        one, other = np.triu_indices(8, 1)
        world.introductions.admit(world.firms.birth[one], one=one, other=other)
        live(world, vain)
    assert len(world.ties) == 28
    assert world.firms.hours_away.tolist() == [56] * 8

    live(world, vain, 30)

    assert len(world.ties) == 0
    assert world.firms.hours_away.tolist() == [0] * 8


def test_m136_a_network_with_a_purpose_survives() -> None:
    world = partners(8)
    for other in range(1, 8):
        ally(world, trust=0.8, other=other)

    live(world, SURE.but(**HONEST), 60)

    assert len(world.ties) == 7
    assert world.ties.trust.mean() > 0.8


# Abroad


def test_m138_exporters_find_partners_abroad_and_learn_from_them() -> None:
    world = partners(2, exporter=[True, False])
    keen = RULES.but(links_abroad_rate=1.0, life_of_links=600)
    for _ in range(24):
        world.run(look_abroad, keen)
        world.enter_month(world.world.month + 1)

    quality = world.firms.quality[:, 1]
    assert world.firms.links_abroad[0] > 10
    assert 1 < quality[0] < np.exp(RULES.lead_abroad)
    assert (quality[1], world.firms.links_abroad[1]) == (1, 0)


def test_m138_without_links_or_without_absorption_nothing_is_learned() -> None:
    for absorption, rate in ((0.5, 0.0), (0.0, 1.0)):
        world = partners(1, exporter=True, absorption=absorption)
        world.run(look_abroad, RULES.but(links_abroad_rate=rate))

        assert world.firms.quality[0, 1] == 1
