"""What the value of a project does: it acts on what the project yields (E10, M101)."""

import numpy as np
import pytest

from cluster_abm.agents.classes import FunderKind, ZoneName
from cluster_abm.core.ledger import Sector, Why
from cluster_abm.submodels.capital.numbers import CapitalRules
from cluster_abm.submodels.capital.processes import call_for_proposals, have_ideas, pay_tranches
from cluster_abm.submodels.knowledge.decisions import yield_of_research
from cluster_abm.submodels.knowledge.numbers import KnowledgeRules
from cluster_abm.submodels.knowledge.processes import research
from tests.capital.test_grants import APPLICANTS, KEEN, POT, SHIFT, call, calm, programme
from tests.worlds import DOLLAR, TinyWorld

MONTHS = 36
BARS = {
    "lower bar": {"grant_threshold": 0.95},
    "presentation": {"mentoring_value": 0, "mentoring_presentation": SHIFT},
    "value": {"mentoring_value": SHIFT, "mentoring_presentation": 0},
}
"""Three ways to five awards in a hundred (E10)."""


def funded(numbers: dict[str, float], knowledge: KnowledgeRules) -> tuple[float, float]:
    """Approval, and innovations a month of a firm that won, in three years of its project."""
    world = programme(APPLICANTS, pot=1e9 * DOLLAR, zone=np.arange(APPLICANTS) % len(ZoneName))
    hours = 0 if "grant_threshold" in numbers else 100_000
    rules = calm(APPLICANTS, KEEN.but(mentor_hours=hours, mentoring_time=1, **numbers))
    world.run(have_ideas, rules)
    world.run(call_for_proposals, rules)
    firms = world.firms
    won = firms.grant > 0
    firms.research_cost = np.where(won, 5_000 * DOLLAR, 0)
    firms.promised = firms.research_cost.astype(np.float64)
    firms.research_yield = yield_of_research(firms, knowledge)
    made = 0
    for month in range(MONTHS):
        world.enter_month(month)
        firms.quality = 1.0
        world.run(research, knowledge)
        made += int(firms.innovations[won].sum())
    return float(won.mean()), made / int(won.sum()) / MONTHS


def test_m101_at_equal_approval_the_funded_do_better_if_mentors_raise_value() -> None:
    """Those whom mentors made better innovate more; those whom they made look better do not."""
    knowledge = KnowledgeRules(spillover_strength=0)
    found = {name: funded(numbers, knowledge) for name, numbers in BARS.items()}
    success = {name: made for name, (_, made) in found.items()}

    for approval, _ in found.values():
        assert approval == pytest.approx(0.05, abs=0.007)
    assert success["value"] > 1.2 * success["lower bar"]
    assert success["presentation"] <= 1.03 * success["lower bar"]


def test_m101_where_value_does_not_act_mentoring_of_value_gains_nothing() -> None:
    """The carrier cut: the yield does not respond to value."""
    deaf = KnowledgeRules(spillover_strength=0, yield_of_value=0)

    bar, value = (funded(BARS[name], deaf)[1] for name in ("lower bar", "value"))

    assert value == pytest.approx(bar, rel=0.06)


def test_value_acts_on_the_project_and_not_on_other_research() -> None:
    """A project of value 2 is a half, or none, of the research of a firm."""
    world = TinyWorld()
    world.add_firms(3, project_value=2.0, promised=[100.0, 50.0, 0.0], research_cost=100)

    lift = yield_of_research(world.firms, KnowledgeRules(yield_of_value=0.25))

    whole = np.exp(0.5)
    assert lift / lift[2] == pytest.approx([whole, (1 + whole) / 2, 1.0])


def test_a_project_that_is_over_lifts_nothing_more() -> None:
    world = programme(1, promised=100.0, project_value=2.0, research_cost=100, grant=60)
    world.run(pay_tranches, KEEN)

    assert world.firms.promised[0] == world.firms.project_value[0] == 0
    assert yield_of_research(world.firms, KnowledgeRules())[0] == KnowledgeRules().research_yield


def test_a_firm_means_to_do_the_same_project_for_two_years() -> None:
    world = TinyWorld()
    world.add_firms(200, born=0)
    seen = []
    for month in range(49):
        world.enter_month(month)
        world.run(have_ideas, CapitalRules())
        seen.append(world.firms.idea.copy())

    assert (seen[0] == seen[23]).all()
    assert (seen[23] != seen[24]).all()
    assert (seen[24] == seen[47]).all()
    assert np.corrcoef(seen[0], seen[24])[0, 1] == pytest.approx(0, abs=0.2)
    assert seen[0].std() == pytest.approx(1.0, abs=0.15)


def test_mentors_are_paid_for_the_hours_they_give_and_no_others() -> None:
    """Five applicants of 20 hours; hours that nobody asks for cost nothing."""
    world = programme(30)
    world.run(have_ideas, KEEN)
    world.run(call_for_proposals, KEEN.but(mentor_hours=400, programme_mentor_pay=40))

    paid = world.ledger.flows[Why.PUBLIC_SERVICE, Sector.GOVERNMENT, Sector.ECONOMY]
    assert paid == 5 * 20 * 40 * DOLLAR

    empty = TinyWorld()
    empty.add_funder(sort=FunderKind.GRANT_PROGRAMME, pot=POT)
    empty.run(call_for_proposals, KEEN.but(mentor_hours=400))
    assert empty.ledger.paid(Why.PUBLIC_SERVICE) == 0


def test_m101_mentors_give_their_time_to_value_or_to_presentation() -> None:
    """All of it is twice as much as half of it, and nothing is left for the other."""
    plain = call(programme(50), KEEN)
    for focus, value, score in ((1.0, 1.0, 1.0), (0.0, 0.0, 1.0), (0.5, 0.5, 1.0)):
        rules = KEEN.but(mentor_hours=100_000, mentor_focus=focus)
        new = call(programme(50), rules)

        assert new["value"] - plain["value"] == pytest.approx(value)
        assert new["score"] - plain["score"] == pytest.approx(score)
