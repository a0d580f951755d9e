"""Elections, what outlives them, what everybody expects of them, and reforms (M149, M150, P11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from cluster_abm.agents.classes import Agency, Origin, Skill, Support, ZoneName
from cluster_abm.agents.government import CFG, Government
from cluster_abm.agents.programmes import Programmes, birth_of
from cluster_abm.agents.universities import LONGEST_STUDY
from cluster_abm.core.luck import Luck
from cluster_abm.core.policy import FOREVER, Change, Policy, RuleBook
from cluster_abm.core.programme import Programme, Standing, Statute
from cluster_abm.core.rules import Law, all_numbers
from cluster_abm.model import BOOKS
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.education.processes import graduate
from cluster_abm.submodels.enterprise.decisions import dare_to_found
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.governance import metrics
from cluster_abm.submodels.governance.numbers import GovernanceRules
from cluster_abm.submodels.governance.processes import adopt_reforms, hold_election, shift_mood
from tests.worlds import DOLLAR, TinyWorld

RULES = GovernanceRules()
CHANGE = RULES.but(turnover=1.0)
"""Every election changes the party in office."""
ELECTION, OFFICE = 4, 6
"""May and July 2009."""


def a_programme(name: str = "grants", statute: Statute = Statute.DECREE, **given: Any) -> Programme:
    usual: dict[str, Any] = {
        "since": 0, "end": FOREVER, "agency": "senacyt", "supports": frozenset({"grants"}),
    }  # fmt: skip
    return Programme(name=name, statute=statute, **(usual | given))


def republic(*programmes: Programme, seed: int = 1) -> TinyWorld:
    """A government, and the programmes that it has begun."""
    world = TinyWorld(seed=seed)
    world.programmes.enrol(programmes, 0)
    return world


def republics(number: int, *programmes: Programme) -> Iterator[TinyWorld]:
    """Governments that differ in their luck alone; each is there until the next is asked for."""
    world = TinyWorld()
    for seed in range(number):
        world.government, world.cfg = Government(world), CFG(world)
        world.programmes, world.seed_number = Programmes(), seed
        world.enter_month(0)
        world.programmes.enrol(programmes, 0)
        yield world


def governed(world: TinyWorld, months: int, rules: GovernanceRules = RULES) -> TinyWorld:
    """Let some months of politics pass, the present one first."""
    for _ in range(months):
        world.run(hold_election, rules)
        world.run(adopt_reforms, rules)
        world.enter_month(world.world.month + 1)
    return world


# The calendar


def test_a51_voters_decide_in_may_and_the_elected_take_office_in_july() -> None:
    world = republic()
    party = []
    for _ in range(130):
        governed(world, 1, CHANGE)
        party.append(world.government.party)

    # worked example: May 2009 and 2014 are months 4 and 64, July 6 and 66; the third comes in 2019
    assert [party.index(p) for p in (1, 2, 3)] == [6, 66, 126]


@pytest.mark.parametrize(("turnover", "parties"), [(0.0, 0), (1.0, 3)])
def test_turnover_is_the_chance_that_the_party_changes(turnover: float, parties: int) -> None:
    world = governed(republic(), 130, RULES.but(turnover=turnover))

    assert world.government.party == parties


def test_a_shorter_term_brings_more_elections() -> None:
    world = governed(republic(), 130, CHANGE.but(term_of_office=24))

    assert world.government.party == 6


def test_the_dates_come_from_the_scenario() -> None:
    world = governed(republic(), 21, CHANGE.but(first_election=10, months_to_office=9))

    assert (world.government.party, world.government.election) == (1, 70)


def test_no_election_is_held_before_the_first_month() -> None:
    world = TinyWorld(month=-10)
    governed(world, 10, CHANGE.but(first_election=0))

    assert world.government.election == -1


# What outlives an election


@pytest.mark.parametrize("statute", list(Statute))
def test_i109_survival_is_a_true_probability(statute: Statute) -> None:
    """400 worlds of the process alone, against the closed form t (1 - s) of one election."""
    kept = 0
    for world in republics(400, a_programme(statute=statute)):
        governed(world, OFFICE)
        kept += bool(world.programmes.lost[0] == FOREVER)

    chance = 1 - RULES.turnover * (1 - RULES.survival_of_statute[statute])
    error = np.sqrt(chance * (1 - chance) / 400)
    assert abs(kept / 400 - chance) < 3 * error


def test_everybody_sees_the_probability_that_comes_true() -> None:
    """What people expected before two elections is how often both were survived."""
    yearly = RULES.but(term_of_office=12)
    seen, kept = 0.0, 0
    for world in republics(400, a_programme()):
        world.run(hold_election, yearly)
        seen = float(world.programmes.survival(world.government, 0, 24)[0, 0])
        world.enter_month(1)
        governed(world, 24, yearly)
        kept += bool(world.programmes.alive(24)[0])

    assert seen == pytest.approx(0.6**2)
    assert abs(kept / 400 - seen) < 3 * np.sqrt(seen * (1 - seen) / 400)


def test_m149_what_a_decree_survives_a_law_survives_in_the_same_world() -> None:
    kept = np.array([
        [governed(world, 7, CHANGE).programmes.lost[0] == FOREVER
         for world in republics(60, a_programme(statute=statute))]
        for statute in Statute
    ])  # fmt: skip

    assert (kept[:-1] <= kept[1:]).all()
    assert kept[0].sum() < kept[2].sum()


def test_one_more_programme_leaves_the_others_their_fate() -> None:
    for seed in range(20):
        alone = governed(republic(a_programme("a"), seed=seed), 7, CHANGE)
        among = governed(republic(a_programme("b"), a_programme("a"), seed=seed), 7, CHANGE)

        assert alone.programmes.lost[0] == among.programmes.lost[1]


def test_a_lost_programme_ends_with_the_month_of_the_new_government() -> None:
    world = governed(republic(a_programme()), OFFICE, CHANGE.but(survival_of_statute=[0, 0, 0]))

    assert world.programmes.lost.tolist() == [OFFICE]
    assert [bool(world.programmes.alive(m)[0]) for m in (OFFICE - 1, OFFICE)] == [True, False]


def test_without_a_change_of_party_nothing_is_lost() -> None:
    world = governed(republic(a_programme()), 130, RULES.but(turnover=0.0))

    assert world.programmes.lost.tolist() == [FOREVER]


def test_what_the_new_government_begins_itself_is_not_in_danger_yet() -> None:
    never = CHANGE.but(survival_of_statute=[0, 0, 0])
    world = TinyWorld()
    for month in range(OFFICE + 2):
        world.programmes.enrol([a_programme(since=OFFICE)], month)
        governed(world, 1, never)

    assert world.programmes.lost.tolist() == [FOREVER]


@pytest.mark.parametrize(("weight", "apart"), [(1.0, True), (0.0, False)])
def test_the_mood_carries_a_programme_unless_it_weighs_nothing(weight: float, apart: bool) -> None:
    rules = RULES.but(mood_and_survival=weight)
    lasts = []
    for mood in (-1.0, 0.0, 1.0):
        world = republic(a_programme())
        world.government.support = mood
        world.run(hold_election, rules)
        lasts.append(float(world.programmes.lasts[0]))

    assert lasts[1] == pytest.approx(0.5)
    assert (lasts[0] < lasts[1] < lasts[2]) is apart


# What everybody expects


def outlook(month: int, statute: Statute = Statute.DECREE, **numbers: float) -> float:
    """Weight of the loss of a programme, seen from a month of the first term."""
    world = TinyWorld(month=month)
    world.programmes.enrol([a_programme(statute=statute)], 0)
    world.run(hold_election, RULES.but(**numbers))
    return world.programmes.doubt_of(Support.GRANTS, world.government, month, 0.02, month).item()


def test_m150_doubt_grows_as_the_election_comes_nearer() -> None:
    doubt = [outlook(month, first_election=40) for month in range(40)]

    assert (np.diff(doubt) > 0).all()


def test_g20_a_law_leaves_less_doubt_than_a_regulation_and_that_less_than_a_decree() -> None:
    decree, regulation, law = (outlook(0, statute) for statute in Statute)

    assert decree > regulation > law > 0


@pytest.mark.parametrize("numbers", [{"politics_foreseen": 0.0}, {"turnover": 0.0}])
def test_nobody_doubts_what_nobody_foresees_or_nobody_ends(numbers: dict[str, float]) -> None:
    assert outlook(3, **numbers) == 0


def test_without_a_programme_everything_lasts() -> None:
    """The default of everybody who reads the outlook: parents, scholars, founders."""
    world = governed(TinyWorld(), 3)
    programmes, government = world.programmes, world.government

    for support in Support:
        assert programmes.doubt_of(support, government, 3, 0.02, since=3).tolist() == [0.0]
        assert programmes.survival_of(support, government, 3, 120, since=3).tolist() == [1.0]
        assert programmes.survival_of(support, government, 3, np.arange(4), 3).tolist() == [1.0] * 4


def test_a_programme_for_grants_says_nothing_about_sites() -> None:
    world = governed(republic(a_programme()), 1)

    assert world.programmes.survival_of(Support.SITES, world.government, 1, 120, since=1) == 1
    assert world.programmes.survival_of(Support.GRANTS, world.government, 1, 120, since=1) < 1


def test_two_programmes_must_both_last() -> None:
    world = governed(republic(a_programme("a"), a_programme("b")), 1)

    both = world.programmes.survival_of(Support.GRANTS, world.government, 1, 12, since=1).item()

    assert both == pytest.approx(0.6**2)


def test_once_the_votes_are_counted_the_chance_is_known() -> None:
    world = governed(republic(a_programme()), ELECTION + 1, CHANGE)
    known = float(world.programmes.survival(world.government, ELECTION, 6)[0, 0])
    again = governed(republic(a_programme()), ELECTION + 1, RULES.but(turnover=0.0))

    assert known == pytest.approx(RULES.survival_of_statute[Statute.DECREE])
    assert again.programmes.survival(again.government, ELECTION, 6)[0, 0] == 1


def test_in_the_last_month_of_a_government_everybody_knows_what_ends() -> None:
    world = governed(republic(a_programme()), OFFICE, CHANGE.but(survival_of_statute=[0, 0, 0]))
    month = OFFICE - 1

    assert world.programmes.survival(world.government, month, 0)[0, 0] == 1
    assert world.programmes.survival(world.government, month, 1)[0, 0] == 0


def test_what_ends_before_the_handover_anyway_is_not_in_doubt() -> None:
    world = governed(republic(a_programme(end=OFFICE)), 1)

    assert world.programmes.doubt_of(Support.GRANTS, world.government, 1, 0.02, since=1) == 0


def test_plans_made_under_a_lost_programme_know_it_and_later_ones_do_not_mind() -> None:
    world = governed(republic(a_programme()), OFFICE + 1, CHANGE.but(survival_of_statute=[0, 0, 0]))
    programmes, government = world.programmes, world.government
    since = np.array([-1, 0, OFFICE - 1, OFFICE])

    kept = programmes.survival_of(Support.GRANTS, government, OFFICE, 12, since)
    doubt = programmes.doubt_of(Support.GRANTS, government, OFFICE, 0.02, since)

    assert kept.tolist() == [1, 0, 0, 1]
    assert doubt.tolist() == [0, 1, 1, 0]


def test_what_has_happened_needs_no_foresight() -> None:
    world = governed(republic(a_programme()), OFFICE + 1, LOSES.but(politics_foreseen=0.0))
    programmes, government = world.programmes, world.government

    assert programmes.survival_of(Support.GRANTS, government, OFFICE, 0, since=2) == 0
    assert programmes.doubt_of(Support.GRANTS, government, OFFICE, 0.02, since=2) == 1


# Commitments


def owing(n: int = 40, **columns: Any) -> TinyWorld:
    """Firms that wait for the second part of their grants, the day before a programme is lost."""
    world = republic(a_programme())
    usual: dict[str, Any] = {
        "grant": 60_000 * DOLLAR, "grant_due": 36_000 * DOLLAR, "grant_month": 2,
        "promised": 3_000.0 * DOLLAR, "grant_belief": 0.5,
    }  # fmt: skip
    world.add_firms(n, **(usual | columns))
    return world


LOSES = CHANGE.but(survival_of_statute=[0, 0, 0])


def test_g16_what_is_owed_is_paid_or_broken_and_nothing_else() -> None:
    world = owing()
    before = int(world.firms.grant_due.sum())
    assert metrics.commitments_outstanding(world.firms, world.programmes, world.world) == 1_440_000

    governed(world, OFFICE, LOSES)
    world.run(hold_election, LOSES)

    broken, kept = int(world.flows.promises_broken[0]), int(world.flows.promises_kept[0])
    assert broken + kept == before
    assert int(world.firms.grant_due.sum()) == kept
    assert 0 < broken < before
    assert metrics.commitments_broken(world.flows) == broken / 100
    assert metrics.commitments_kept(world.flows) == kept / 100
    released = world.firms.grant_due == 0
    assert (world.firms.promised[released] == 0).all()
    assert (world.firms.promised[~released] > 0).all()


@pytest.mark.parametrize(("honoured", "left"), [(1.0, 1.0), (0.0, 0.0)])
def test_g16_the_rule_decides_how_much_is_honoured(honoured: float, left: float) -> None:
    world = owing()
    before = int(world.firms.grant_due.sum())
    rules = LOSES.but(promises_honoured=honoured)

    governed(world, OFFICE, rules)
    world.run(hold_election, rules)

    assert world.firms.grant_due.sum() == left * before


def test_g16_a_breach_costs_hope_and_so_later_applications() -> None:
    world = owing()
    rules = LOSES.but(promises_honoured=0.0)

    governed(world, OFFICE + 1, rules)

    assert (world.firms.grant_belief == 0.25).all()


def test_m98_neighbours_who_see_a_breach_hope_a_little_less() -> None:
    due = np.zeros(40, np.int64)
    due[0] = 36_000 * DOLLAR
    world = owing(grant_due=due, zone=np.repeat([ZoneName.REST, ZoneName.HOWARD], 20))

    governed(world, OFFICE + 1, LOSES.but(promises_honoured=0.0))

    hope = world.firms.grant_belief
    assert hope[0] == 0.25
    assert hope[1:20] == pytest.approx(0.45)
    assert (hope[20:] == 0.5).all()


def test_m98_with_no_memory_of_breaches_hope_stays() -> None:
    world = owing()
    rules = LOSES.but(promises_honoured=0.0, breach_and_hope=0.0, breach_and_neighbours=0.0)

    governed(world, OFFICE + 1, rules)

    assert (world.firms.grant_belief == 0.5).all()


def test_a_grant_of_before_the_programme_is_none_of_its_promises() -> None:
    world = owing(grant_month=-3)

    governed(world, OFFICE + 1, LOSES.but(promises_honoured=0.0))

    assert (world.firms.grant_due > 0).all()


def test_a_programme_that_lasts_keeps_its_promises() -> None:
    world = owing()

    governed(world, OFFICE + 1, CHANGE.but(survival_of_statute=[1, 1, 1]))

    assert (world.firms.grant_due > 0).all()


def scholars(**given: Any) -> TinyWorld:
    """A school at home and scholars abroad, ten of each in every month of their course."""
    world = republic(a_programme("scholars", supports=frozenset({"scholars"}), **given))
    students = np.zeros((1, LONGEST_STUDY), np.int64)
    students[0, :24] = 10
    for abroad in (False, True):
        world.add_university(abroad=abroad, length=24, students=students)
    return world


def test_g16_scholars_whom_a_lost_programme_sent_may_be_dropped() -> None:
    world = scholars()
    before = int(world.universities.students.sum())

    governed(world, OFFICE, LOSES)
    world.run(hold_election, LOSES)

    home, abroad = world.universities.students.sum(axis=1).tolist()
    dropped = int(world.flows.scholars_dropped[0])
    # worked example: who left before January 2009 is not among the sixty to eighty concerned
    assert home == 240
    assert home + abroad + dropped == before
    assert 10 < dropped < 60
    assert metrics.scholars_dropped(world.flows) == dropped
    assert (world.universities.students[1, : 24 - OFFICE] == 10).all()


def test_g16_promises_to_scholars_may_all_be_kept() -> None:
    world = scholars()

    governed(world, OFFICE + 1, LOSES.but(promises_honoured=1.0))

    assert world.universities.students.sum() == 480


def homecoming(month: int, numbers: dict[str, float], **given: Any) -> int:
    """How many of a thousand scholars sent under a programme come home in a month."""
    world = scholars(**given)
    world.enter_month(month)
    world.run(hold_election, RULES.but(first_election=40, **numbers))
    world.universities.students[1, 0] = 1000
    world.universities.students[0, 0] = 0
    world.run(graduate, EducationRules(entry_share=1.0))
    return int(world.flows.scholars_returned[0])


def test_m150_fewer_scholars_come_home_if_what_sent_them_may_end() -> None:
    law, decree, blind = (
        homecoming(30, numbers, statute=statute)
        for statute, numbers in (
            (Statute.LAW, {}), (Statute.DECREE, {}), (Statute.DECREE, {"politics_foreseen": 0.0}),
        )
    )  # fmt: skip

    assert decree < law <= blind


def test_scholars_sent_before_the_programme_do_not_mind_its_end() -> None:
    assert homecoming(20, {}) == homecoming(20, {"politics_foreseen": 0.0})


def test_m150_founders_dare_less_before_an_election_may_end_what_helps_them() -> None:
    def dare(statute: Statute, support: str = "founders", **numbers: float) -> float:
        helps = a_programme("help", statute=statute, supports=frozenset({support}))
        world = republic(helps)
        world.run(hold_election, RULES)
        rules = EnterpriseRules(**numbers)
        return dare_to_found(world.programmes, world.government, 0, rules)

    # worked example: one handover within three years, 0.8 x (1 - 0.5) of a programme lost
    assert dare(Statute.DECREE) == pytest.approx(1 - 0.3 * 0.4)
    assert dare(Statute.DECREE) < dare(Statute.LAW) < 1
    assert dare(Statute.DECREE, founder_dependence=0.0) == 1
    assert dare(Statute.DECREE, founder_horizon=3) == 1
    assert dare(Statute.DECREE, support="grants") == 1


# Reforms


def reform(hazard: float = 0.1, **given: Any) -> Programme:
    return a_programme("reform", adopt=True, hazard=hazard, **given)


def adopted(
    rules: GovernanceRules = RULES, *, advocacy: float = 0.0, mood: float = 0.0, seeds: int = 200,
    **given: Any,
) -> float:  # fmt: skip
    """Share of worlds in which a reform is adopted in its first month."""
    count = 0
    for world in republics(seeds, reform(**given)):
        world.cfg.advocacy_hours, world.government.support = advocacy, mood
        world.run(adopt_reforms, rules)
        count += bool(world.programmes.first[0] < FOREVER)
    return count / seeds


READY = RULES.but(readiness=[1.0] * len(Agency))


def test_the_base_hazard_is_the_chance_of_adoption_in_a_usual_month() -> None:
    assert adopted(READY, hazard=0.3, seeds=400) == pytest.approx(0.3, abs=3 * 0.023)


@pytest.mark.parametrize(
    ("cause", "carrier"),
    [
        ({"advocacy": 400.0}, {"advocacy_and_adoption": 0.0}),
        ({"mood": 2.0}, {"mood_and_adoption": 0.0}),
    ],
)
def test_e15_each_pull_on_adoption_has_its_zero(cause: Any, carrier: dict[str, float]) -> None:
    pulled = adopted(READY, hazard=0.3, **cause)
    cut = adopted(READY.but(**carrier), hazard=0.3, **cause)

    assert pulled > cut == adopted(READY, hazard=0.3)


def test_m77_an_agency_that_is_not_ready_adopts_later_acts_later_and_spends_less() -> None:
    ready, unready = (adopted(hazard=0.3, agency=a) for a in ("senacyt", "education"))
    deaf = RULES.but(readiness_and_adoption=0.0)
    world = republic(reform(agency="education"), a_programme())
    while world.programmes.first[0] == FOREVER:
        governed(world, 1)

    assert ready > unready
    assert adopted(deaf, hazard=0.3, agency="education") == adopted(deaf, hazard=0.3)
    assert world.programmes.first[0] == world.world.month + 12
    assert world.programmes.executed.tolist() == [0.7, 1.0]


def test_a_reform_that_waits_is_not_yet_in_force_and_not_in_danger() -> None:
    world = governed(republic(reform(hazard=1e-9)), OFFICE + 1, LOSES)

    assert world.programmes.lost.tolist() == [FOREVER]
    assert not world.programmes.alive(OFFICE)[0]
    assert metrics.reforms_adopted(world.programmes, world.world) == 0


def test_an_adopted_reform_is_counted_once_it_is_carried_out() -> None:
    world = republic(reform(hazard=0.999))
    counted = []
    for _ in range(8):
        governed(world, 1, RULES.but(turnover=0.0))
        counted.append(metrics.reforms_adopted(world.programmes, world.world))

    # adopted in the first month, carried out by SENACYT three months after
    assert counted == [0, 0, 0, 1, 1, 1, 1, 1]


# The mood


def moved(
    rules: GovernanceRules = RULES, *, jobs: int = 0, foreign: int = 0, waste: int = 0
) -> float:
    """Public mood a month after more jobs of locals, more foreigners, or waste."""
    world = TinyWorld()
    world.add_firms(1)
    staff = world.firms.staff
    staff[0, Skill.ENGINEER, Origin.LOCAL] = 100
    world.run(shift_mood, rules)
    staff[0, Skill.ENGINEER, Origin.LOCAL] += jobs
    staff[0, Skill.ENGINEER, Origin.FOREIGN] += foreign
    world.enter_month(1)
    world.flows.scandals[0] = waste
    world.run(shift_mood, rules)
    return world.government.support


def test_the_mood_rests_while_nothing_changes() -> None:
    assert moved() == 0


@pytest.mark.parametrize(
    ("cause", "number", "sign"),
    [
        ({"jobs": 20}, "mood_of_jobs", 1),
        ({"foreign": 20}, "mood_of_foreigners", -1),
        ({"waste": 3}, "mood_of_scandals", -1),
    ],
)
def test_m20_each_cause_moves_the_mood_and_has_its_zero(
    cause: dict[str, int], number: str, sign: int
) -> None:
    assert moved(**cause) * sign > 0
    assert moved(RULES.but(**{number: 0.0}), **cause) == 0


def test_m161_a_scandal_weighs_the_less_the_larger_the_cluster() -> None:
    falls = []
    for jobs in (100, 200):
        world = TinyWorld()
        world.add_firms(1)
        world.firms.staff[0, Skill.ENGINEER, Origin.LOCAL] = jobs
        world.flows.scandals[0] = 3
        world.run(shift_mood, RULES.but(mood_of_size=100))
        falls.append(-world.government.support)

    assert falls == pytest.approx([3 * RULES.mood_of_scandals, 1.5 * RULES.mood_of_scandals])


def test_the_fate_of_a_programme_is_drawn_for_its_name() -> None:
    world = republic(a_programme("a"))
    luck = Luck(1, 0, OFFICE - 1).uniform("survival of a programme", np.array([birth_of("a")]))

    governed(world, OFFICE, CHANGE)

    assert (world.programmes.lost[0] < FOREVER) == (luck[0] >= 0.5)


def test_what_a_policy_does_not_know_leaves_the_books() -> None:
    programmes = Programmes()
    programmes.enrol([a_programme("a"), a_programme("b")], 0)
    programmes.enrol([a_programme("b")], 1)

    assert programmes.birth.tolist() == [birth_of("b")]


OF_THE_COUNTRY = {"term_of_office", "turnover", "promises_honoured"}
"""What no agency carries out: politics itself."""
REFORMS_OF_MONEY = (
    "receivables_lending", "cash_flow_lending", "ip_lending", "guaranteed_lending",
    "research_credit", "levy_rate", "levy_research", "levy_training", "seed_fund",
)  # fmt: skip
"""Levers of credit, levy and stakes."""


def test_every_lever_of_government_has_an_agency_that_carries_it_out() -> None:
    rows = all_numbers(BOOKS)

    public = {name for name, row in rows.items() if row.lever and row.who == "government"}
    assert {name for name in public if not rows[name].agency} == OF_THE_COUNTRY
    assert all(rows[name].agency for name in REFORMS_OF_MONEY)


@pytest.mark.parametrize("lever", REFORMS_OF_MONEY)
def test_m149_an_election_ends_reforms_of_credit_levy_and_stakes(lever: str) -> None:
    """The same reform with an agency that is not ready, and one that was never lost."""
    rows = all_numbers(BOOKS)
    value = rows[lever].high
    decree = Change(lever=lever, value=value, start=0, statute=Statute.DECREE)
    book = RuleBook(BOOKS, policy=Policy("a reform", (decree,)))
    (programme,) = book.programmes

    def now(end: int) -> object:
        rules = book.in_force(24, standing={programme.name: Standing(0, end)})
        (here,) = (one for kind, one in rules.items() if lever in kind.rows)
        law = getattr(here, lever)
        return law.usual if isinstance(law, Law) else law

    assert programme.agency == rows[lever].agency
    assert now(FOREVER) == value
    assert now(12) == getattr(rows[lever].default, "usual", rows[lever].default)


def test_every_lever_names_an_agency_and_a_support_that_exist() -> None:
    rows = all_numbers(BOOKS).values()

    assert {row.agency.upper() for row in rows if row.agency} <= {a.name for a in Agency}
    assert {row.supports.upper() for row in rows if row.supports} <= {s.name for s in Support}
    assert all(row.lever for row in rows if row.agency or row.budget or row.supports)
