"""Owners who lead: members for its own sake, who move others and stay (M129)."""

from cluster_abm.agents.firms import SME
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.facilitation.numbers import FacilitationRules
from tests.collaboration.scenes import partners
from tests.facilitation.test_facilitator import BUSY, convened
from tests.worlds import TinyWorld

FIRMS, YEAR = 200, 12


def alike(firms: int = FIRMS) -> TinyWorld:
    """Firms whose staff costs something, so that time given costs something too."""
    world = partners(firms, cls=SME, member=False)
    world.firms.labour_cost = 10 * 1000 * CENTS_PER_DOLLAR
    return world


def members_after(
    rules: FacilitationRules, months: int = YEAR, world: TinyWorld | None = None
) -> int:
    """Members once every firm has decided."""
    return int(convened(world or alike(), rules, months).firms.member.sum())


def test_m129_where_some_lead_others_join_as_well() -> None:
    nobody = members_after(BUSY.but(leaders=0.0))
    some = members_after(BUSY.but(leaders=0.1, pull_of_leaders=0.0))
    moving = members_after(BUSY.but(leaders=0.1, pull_of_leaders=3.0))

    assert nobody < some < moving
    # more than those who lead have joined
    assert moving - nobody > 0.1 * FIRMS


def test_m129_the_pull_vanishes_where_nobody_leads() -> None:
    assert members_after(BUSY.but(leaders=0.0, pull_of_leaders=3.0)) == members_after(
        BUSY.but(leaders=0.0, pull_of_leaders=0.0)
    )


def test_m129_the_pull_vanishes_where_nobody_hopes_for_anything() -> None:
    hopeless = BUSY.but(leaders=0.1, hoped_worth=0.0)

    assert members_after(hopeless.but(pull_of_leaders=3.0)) == members_after(
        hopeless.but(pull_of_leaders=0.0)
    )


def test_m129_who_leads_stays_when_there_is_less_to_hope_for() -> None:
    world = alike()
    rules = BUSY.but(leaders=0.1, hoped_worth=1.0)
    full = members_after(rules, world=world)

    left = members_after(rules.but(hoped_worth=0.0), world=world)

    assert 0 < left < full
    # some 20 of 200, in any world
    assert 8 <= left <= 36


def lobbied(**numbers: float) -> TinyWorld:
    """The facilitator after a year in which it pays nobody to speak with officials."""
    return convened(alike(), BUSY.but(effort_on_advocacy=0.0, leaders=0.1, **numbers), YEAR + 1)


def test_m129_who_leads_removes_obstacles_with_hours_of_its_own() -> None:
    """Hours with officials raise the chance of adoption; they are taken from the leaders' firms."""
    idle, busy = lobbied(leader_hours=0.0), lobbied(leader_hours=4.0)
    spoken = busy.cfg.advocacy_hours

    assert idle.cfg.advocacy_hours == 0
    assert spoken > 0
    assert spoken % 4 == 0
    assert busy.flows.hours_given[0] == idle.flows.hours_given[0] + spoken
    assert busy.firms.hours_away.sum() > idle.firms.hours_away.sum()


def test_m129_where_nobody_leads_no_obstacle_is_removed() -> None:
    nobody = convened(
        alike(), BUSY.but(effort_on_advocacy=0.0, leaders=0.0, leader_hours=40.0), YEAR + 1
    )

    assert nobody.cfg.advocacy_hours == 0
