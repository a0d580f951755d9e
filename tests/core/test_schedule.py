"""The schedule: a process names who takes part by their types; a stranger is refused at once."""

from gc import collect
from weakref import ref

import pytest

from cluster_abm.core.errors import ScheduleError
from cluster_abm.core.schedule import Process, after, participants, title, without


class Firms: ...


class Workforce: ...


class Weather: ...


KNOWN = (Firms, Workforce)


def match(firms: Firms, workforce: Workforce) -> None: ...


def hire(workforce: Workforce) -> None: ...


def rain(weather: Weather) -> None: ...


def unsaid(firms, workforce: Workforce) -> None: ...  # type: ignore[no-untyped-def]


def misspelt(firms: "Frims") -> None: ...  # type: ignore[name-defined]  # noqa: F821


MONTH = (match, hire)


def test_participants_come_in_the_order_in_which_they_are_asked_for() -> None:
    assert participants(match, KNOWN) == (Firms, Workforce)
    assert participants(hire, KNOWN) == (Workforce,)


def test_a_guest_is_one_more_type() -> None:
    assert participants(rain, (*KNOWN, Weather)) == (Weather,)


def test_a_stranger_is_refused_with_those_who_take_part() -> None:
    with pytest.raises(ScheduleError) as refused:
        participants(rain, KNOWN)

    assert "rain asks for weather: Weather" in str(refused.value)
    assert "only Firms, Workforce" in str(refused.value)


def test_a_misspelt_stranger_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ScheduleError, match=r"Did you mean Firms\?"):
        participants(misspelt, KNOWN)


def test_an_argument_without_a_type_is_refused() -> None:
    with pytest.raises(ScheduleError, match="asks for firms"):
        participants(unsaid, KNOWN)


def test_a_guest_process_comes_right_after_its_anchor() -> None:
    assert after(match, rain, unsaid, month=MONTH) == (match, rain, unsaid, hire)
    assert after(hire, rain, month=MONTH) == (match, hire, rain)
    assert (match, hire) == MONTH


def test_an_anchor_that_is_not_in_the_schedule_is_refused() -> None:
    with pytest.raises(ScheduleError, match="rain is not in the schedule"):
        after(rain, hire, month=MONTH)


def test_a_process_can_be_left_out() -> None:
    assert without(match, month=MONTH) == (hire,)
    assert without(match, hire, month=MONTH) == ()


def test_a_process_is_called_by_its_theme_and_its_verb() -> None:
    from cluster_abm.submodels.labour import metrics, processes

    assert title(processes.match) == "labour.match"
    assert title(metrics.employment_narrow) == "labour.employment_narrow"


class Model: ...


def guest_of(model: Model) -> Process:
    def guest(firms: Firms) -> None:
        print(model)

    return guest


def test_a_function_that_holds_on_to_a_model_is_let_go() -> None:
    model = Model()
    guest, gone = guest_of(model), ref(model)

    assert participants(guest, KNOWN) == participants(guest, KNOWN) == (Firms,)
    del guest, model
    collect()
    assert gone() is None
