"""Enterprise: firms that researchers found on what universities found out (M118, I64)."""

import numpy as np
import pytest

from cluster_abm.agents.classes import Activity, Degree, Entry, FirmOrigin, Origin, Skill, Work
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.core.tables import NOBODY
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.education.processes import do_research
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.enterprise.processes import enter, spin_out
from tests.worlds import DOLLAR, TinyWorld

YEAR = 60e6 * DOLLAR
"""Research of a university in a year, of which sixty bring forty firms a year."""
FREE = EnterpriseRules(setup_cost=0, newcomer_spread=0)
KNOWN = EducationRules(unaided_share=1.0)


def campus(research: float = YEAR / 12, n: int = 60) -> TinyWorld:
    """Universities that do research, and whose findings of late are at rest; one local firm."""
    world = TinyWorld()
    world.add_firms(1)
    for _ in range(n):
        world.add_university(research=research, findings=research)
    return world


def founded(
    world: TinyWorld, rules: EnterpriseRules = FREE, research: EducationRules = KNOWN,
    months: int = 60,
) -> int:  # fmt: skip
    """Firms that universities bring in some years."""
    for month in range(months):
        world.enter_month(month)
        world.run(do_research, research)
        world.run(spin_out, rules)
        assert not world.ledger.residual().any()
    assert (world.firms.staff == world.workforce.by_post(world.firms)).all()
    return len(world.firms) - 1


def test_m118_research_of_universities_brings_as_many_firms_as_the_rate_says() -> None:
    """US$ 3.6 bn a year for five years, at 1.1 for US$ 100 m."""
    assert founded(campus()) == pytest.approx(198, abs=42)


def test_m118_more_research_brings_more_firms_and_none_brings_none() -> None:
    twice = KNOWN.but(research_factor=2.0)

    assert founded(campus(), research=twice) > 1.5 * founded(campus())
    assert founded(campus(research=0.0), research=twice) == 0


def test_m118_research_brings_no_firm_where_nobody_can_or_dares_to_found() -> None:
    without_people = campus()
    without_people.world.reservoir[Skill.RESEARCHER] = 0

    assert founded(without_people) == 0
    assert founded(campus(), FREE.but(setup_cost=1_000_000)) < 5
    assert founded(campus(), FREE.but(spin_out_rate=0.0)) == 0


def test_m118_what_nobody_uses_is_forgotten() -> None:
    """Research ends, and four years later hardly a seventh of what it found is left."""
    world = campus()
    ended = KNOWN.but(research_factor=0.0)
    early = founded(world, research=ended, months=48)
    late = founded(world, research=ended, months=96) - early

    assert early > 20
    assert world.universities.findings[0] == pytest.approx(YEAR / 12 * 0.96**144)
    assert late < early / 3


def test_m118_liaison_offices_and_leave_find_a_use_for_more_of_it() -> None:
    """I64: as if all that was overlooked were known, at any price."""
    half = KNOWN.but(unaided_share=0.5)
    without, with_it = (
        founded(campus(), research=half.but(liaison_budget=b)) for b in (0.0, 100e6)
    )

    assert without < 0.8 * with_it
    assert founded(campus(), research=KNOWN.but(liaison_budget=100e6)) == founded(campus())


def test_m118_the_firm_knows_what_its_university_does_and_little_of_the_trade() -> None:
    world = campus()
    founded(world, FREE.but(founder_draw=0.5), months=12)

    firms, people = world.firms, world.workforce
    new = np.flatnonzero(firms.origin == FirmOrigin.SPIN_OUT)
    assert len(new) == len(firms) - 1 > 10
    assert firms.quality[new, Work.OWN_WORK] == pytest.approx(1.2**0.9)
    assert firms.quality[new, Work.INTEGRATION] == pytest.approx(0.92)
    assert (firms.activity[new] == Activity.OWN_WORK).all()
    assert firms.in_research[new].all()
    assert (firms.parent[new] == NOBODY).all()
    assert (people.skill == Skill.RESEARCHER).all()
    assert (people.degree == Degree.POSTGRADUATE).all()
    assert people.founder.all()
    assert len(people) == 2000 - world.world.reservoir[Skill.RESEARCHER].sum() == len(new)


def test_m118_a_month_counts_its_spin_outs() -> None:
    world = campus()
    came = founded(world, FREE.but(spin_out_rate=100.0), months=1)

    assert world.flows.births[FirmOrigin.SPIN_OUT] == world.flows.births.sum() == came > 0
    assert world.flows.joined[Entry.OTHER_SECTOR, Origin.LOCAL] == came
    capital = world.ledger.flows[Why.FOUNDING_CAPITAL, Sector.HOUSEHOLDS, Sector.FIRMS]
    assert world.firms.cash.sum() == capital > 0


def test_one_university_more_leaves_the_firms_of_the_others() -> None:
    alone, beside = campus(), campus(n=61)
    for world in (alone, beside):
        founded(world, months=12)

    assert np.isin(alone.firms.birth, beside.firms.birth).all()


def test_founders_from_outside_and_from_universities_come_in_the_same_month() -> None:
    world = campus()
    many = FREE.but(spin_out_rate=100.0, entry_rate=500)
    for process in (spin_out, enter):
        world.run(process, many)

    assert world.flows.births[FirmOrigin.SPIN_OUT] > 0 < world.flows.births[FirmOrigin.ENTRANT]


# Who pays


def paid(rules: EducationRules) -> tuple[int, int]:
    """What government pays a university of US$ 1.2 m a year: for research, for offices, cents."""
    world = campus(research=100_000.0 * DOLLAR, n=1)
    world.run(do_research, rules)
    assert not world.ledger.residual().any()
    state = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.UNIVERSITIES]
    back = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.UNIVERSITIES, Sector.GOVERNMENT]
    assert state - back == world.flows.schooling.sum()
    research, offices = world.flows.schooling[4:].tolist()
    return research, offices


def test_government_pays_for_more_research_and_for_offices_and_saves_on_less() -> None:
    assert paid(KNOWN) == (0, 0)
    assert paid(KNOWN.but(research_factor=3.0)) == (200_000 * DOLLAR, 0)
    assert paid(KNOWN.but(research_factor=0.5)) == (-50_000 * DOLLAR, 0)
    assert paid(KNOWN.but(liaison_budget=240_000)) == (0, 20_000 * DOLLAR)
