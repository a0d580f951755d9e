"""Classes of firms that decide otherwise, guests of the month, and the watch over both."""

import numpy as np
import pytest

from cluster_abm.agents.classes import Kind, Skill
from cluster_abm.agents.firms import SME, Firms
from cluster_abm.core.actor import DECISIONS, Singular, decision, each
from cluster_abm.core.errors import ClusterError, IdentityError, ScheduleError
from cluster_abm.core.journal import Journal
from cluster_abm.core.luck import Luck
from cluster_abm.core.metric import metric
from cluster_abm.core.policy import Change, Policy
from cluster_abm.core.rules import Rules, lever
from cluster_abm.core.schedule import after, without
from cluster_abm.core.tables import Floats
from cluster_abm.model import METRICS, MONTH, ClusterModel
from cluster_abm.scenarios.reader import Scenario
from cluster_abm.submodels.labour import processes as labour
from cluster_abm.submodels.labour.decisions import plan_staff
from cluster_abm.submodels.labour.numbers import LabourRules

# A class of firm may decide otherwise


class CautiousSME(SME):
    """A firm that never plans to grow."""

    @each
    def plan_staff(self, rules: Rules) -> float:
        return self.headcount


class UsualSME(SME):
    """A firm that has another name, but decides as all do."""


def test_a_cautious_class_of_firm_hires_less(panama: Scenario) -> None:
    usual, cautious = ClusterModel(panama), ClusterModel(panama, sme=CautiousSME)
    hired = [0, 0]
    for _ in range(6):
        for n, world in enumerate((usual, cautious)):
            world.step()
            hired[n] += int(world.flows.hires[Kind.SME].sum())

    assert SME not in cautious.agents_by_type
    assert len(cautious.agents_by_type[CautiousSME]) == int(cautious.firms.is_sme.sum())
    assert hired[1] < hired[0]
    assert cautious.firms.headcount[cautious.firms.is_sme].sum() < (
        usual.firms.headcount[usual.firms.is_sme].sum()
    )


def test_a_class_that_decides_as_all_do_changes_nothing(
    panama: Scenario, lived: ClusterModel
) -> None:
    renamed = ClusterModel(panama, sme=UsualSME)
    renamed.run_months(6)

    assert renamed.series.equals(lived.series)


class BolderSME(CautiousSME):
    """A firm that plans on from what its parent class answers."""

    @each
    def plan_staff(self, rules: Rules) -> float:
        usual: float = super().plan_staff(rules)
        return 2.0 * usual


def test_a_class_may_go_on_from_the_answer_of_its_parent(panama: Scenario) -> None:
    bolder = ClusterModel(panama, sme=BolderSME, bare=True)
    firms = bolder.firms
    firms.enter(BolderSME, np.arange(2, dtype=np.uint64), np.zeros(2, np.int64), staff=1)

    answers = firms.ask(plan_staff, bolder.rules[LabourRules])

    assert answers.tolist() == (2.0 * firms.headcount).tolist()


def each_answers(answer: object) -> object:
    return each(lambda self, *given: answer)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (each_answers(float("nan")), "Odd.plan_staff must answer finite numbers"),
        (each_answers(float("inf")), "Odd.plan_staff must answer finite numbers"),
        (each_answers(None), "Odd.plan_staff must answer numbers; object came"),
        (each_answers("many"), "Odd.plan_staff must answer numbers; <U4 came"),
        (staticmethod(lambda firms, *given: np.ones(1)), "one answer for each of 2.* shape is .1,"),
        (staticmethod(lambda firms, *given: 1.0), "one answer for each of 2"),
    ],
)
def test_an_answer_that_is_none_is_refused_by_its_name(
    panama: Scenario, answer: object, said: str
) -> None:
    odd = type("Odd", (SME,), {"plan_staff": answer})
    model = ClusterModel(panama, sme=odd, bare=True)
    model.firms.enter(odd, np.arange(2, dtype=np.uint64), np.zeros(2, np.int64))

    with pytest.raises(ScheduleError, match=said):
        model.firms.ask(plan_staff, model.rules[LabourRules])


# Guests


class Weather:
    """Somebody whom the model does not know."""

    def __init__(self) -> None:
        self.vacancies: list[int] = []


class WeatherRules(Rules):
    rain = lever(
        0.0, who="nobody", unit="mm", low=0, high=99, source="assumption: a test",
        doc="the rain of the month.",
    )  # fmt: skip


def look_out(weather: Weather, firms: Firms, luck: Luck) -> None:
    """Look at the vacancies, and draw luck of one's own."""
    luck.uniform("weather", firms.birth)
    weather.vacancies.append(int(firms.vacancies.sum()))


def wash_away(firms: Firms, rules: WeatherRules) -> None:
    """Rain closes half of the vacancies of engineers."""
    if rules.rain:
        firms.vacancies[:, Skill.ENGINEER] //= 2


def test_a_guest_who_only_looks_changes_nobodys_luck(panama: Scenario, lived: ClusterModel) -> None:
    # minimally different world: one participant more
    weather = Weather()
    month = after(labour.match, look_out, month=MONTH)
    visited = ClusterModel(panama, guests=(weather,), month=month)
    visited.run_months(6)

    assert visited.series.equals(lived.series)
    assert len(weather.vacancies) == panama.warm_up + 6
    assert min(weather.vacancies) > 0


def test_a_guest_may_bring_rules_and_a_lever(panama: Scenario, lived: ClusterModel) -> None:
    month = after(labour.plan_posts, wash_away, month=MONTH)
    rain = Policy("rain", (Change(lever="rain", value=50, start=3),))
    wet = ClusterModel(panama, month=month, extra_rules=(WeatherRules,), policy=rain)
    wet.run_months(6)

    assert wet.series.iloc[:3].equals(lived.series.iloc[:3])
    assert not wet.series.iloc[3:].equals(lived.series.iloc[3:])


def test_a_stranger_is_refused_when_the_model_is_built(panama: Scenario) -> None:
    with pytest.raises(ScheduleError, match="look_out asks for weather: Weather"):
        ClusterModel(panama, month=after(labour.match, look_out, month=MONTH), bare=True)


@pytest.mark.parametrize("guests", [(Weather(), Weather()), (Journal(),)])
def test_two_of_one_type_are_refused(panama: Scenario, guests: tuple) -> None:
    with pytest.raises(ScheduleError, match=r"Two of type (Weather|Journal) take part; one can"):
        ClusterModel(panama, guests=guests, bare=True)


def test_a_process_can_be_left_out(panama: Scenario) -> None:
    quiet = ClusterModel(panama, month=without(labour.lay_off, month=MONTH), bare=True)

    assert len(quiet.schedule) == len(MONTH) - 1


def test_a_step_of_an_agent_would_never_be_called() -> None:
    with pytest.raises(TypeError, match="Override a decision, or add a process"):

        class Busy(SME):
            def step(self) -> None: ...

    with pytest.raises(TypeError, match="time is in MONTH"):

        class Regent(Singular):
            def step(self) -> None: ...


# Checks


def embezzle(firms: Firms) -> None:
    """Take a cent past the ledger."""
    firms.data["cash"][0] -= 1


def test_identities_that_are_checked_change_nothing_and_catch_a_thief(
    panama: Scenario, lived: ClusterModel
) -> None:
    honest = ClusterModel(panama, check=True, bare=True)
    honest.restore(lived.snapshot())
    honest.step()
    theft = after(labour.pay_wages, embezzle, month=MONTH)
    robbed = ClusterModel(panama, check=True, month=theft, bare=True)
    robbed.restore(lived.snapshot())

    with pytest.raises(IdentityError, match="Money by sector"):
        robbed.step()
    assert len(honest.series) == 7


def test_an_answer_to_what_nobody_asks_is_refused(panama: Scenario) -> None:
    class Mute(SME):
        @each
        def plan_stuff(self, rules: Rules) -> float:
            return self.headcount

    class Heir(Mute): ...

    for cls in (Mute, Heir):
        with pytest.raises(ScheduleError, match=r"Mute\.plan_stuff.* Did you mean plan_staff\?"):
            ClusterModel(panama, sme=cls)


def test_a_method_of_another_name_is_nobodys_answer_unless_it_is_a_slip(panama: Scenario) -> None:
    class Helped(SME):
        def reckon(self) -> float:
            return self.cash

        def set_offer(self, rules: Rules) -> float:
            return self.cash

    with pytest.raises(ScheduleError, match=r"set_offer .* Did you mean set_offers\?"):
        ClusterModel(panama, sme=Helped)
    Helped.set_offer = classmethod(Helped.set_offer)  # type: ignore[assignment, method-assign]
    with pytest.raises(ScheduleError, match=r"set_offer .* Did you mean set_offers\?"):
        ClusterModel(panama, sme=Helped)
    del Helped.set_offer
    ClusterModel(panama, sme=Helped, bare=True)


def test_a_question_like_a_method_of_mesa_refuses_nobody(panama: Scenario) -> None:
    decision(removed)
    try:
        ClusterModel(panama, bare=True)
    finally:
        DECISIONS.discard("removed")


def removed(firms: Firms, rules: Rules) -> Floats:
    """A question of a user, one letter away from what Mesa calls."""
    return firms.price


@pytest.mark.parametrize("answer", [None, np.ones(3), "much"], ids=str)
def test_a_metric_that_is_no_number_is_named(panama: Scenario, answer: object) -> None:
    @metric(unit="persons")
    def odd(firms: Firms) -> float:
        """A metric of somebody's own."""
        return answer  # type: ignore[return-value]

    model = ClusterModel(panama, metrics=METRICS | {"odd": odd.metric})  # type: ignore[attr-defined]

    with pytest.raises(ClusterError, match=r"The metric odd answers .* a metric is one number"):
        model.step()
