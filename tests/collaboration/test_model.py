"""Collaboration in the whole model."""

import pytest

from cluster_abm.core.schedule import without
from cluster_abm.submodels.collaboration import processes as collaboration
from tests.model.scenes import MONTH, lived, restored

ALONE = {"meeting_rate": 0.0, "meetings_per_staff": 0.0, "links_abroad_rate": 0.0}


def test_firms_collaborate_in_the_model_and_every_identity_holds() -> None:
    series = lived(12, check=True).series

    assert series["meetings"].sum() > 0
    assert series["joint_bids"].sum() > 0
    assert (series["hours_for_others"] >= 0).all()


def test_f06_c25_few_firms_collaborate_and_those_that_do_have_a_few_partners() -> None:
    series = lived(36).series

    assert 0.01 < series["collaborating_firms"].mean() < 0.10
    assert 2.0 < series["conditional_degree"].mean() < 4.5


def test_where_nobody_meets_the_model_is_what_it_is_without_collaboration() -> None:
    """What was begun before is forgotten: ties are cut in both worlds."""
    idle = restored(factor=0.2, numbers=ALONE)
    none = restored(factor=0.2, month=without(
        collaboration.take_hours, collaboration.meet, collaboration.work_together,
        collaboration.trust, collaboration.look_abroad, month=MONTH,
    ))  # fmt: skip
    for world in (idle, none):
        world.ties.clear()
        world.firms.known = 0.0
        world.firms.hours_away = world.firms.links_abroad = 0
        world.run_months(18)

    mine = {"meetings", "links_abroad"}
    one, other = idle.series, none.series
    assert all((one[m] == other[m]).all() for m in one.columns if m not in mine)
    assert one["meetings"].sum() == 0


@pytest.mark.parametrize("number", ["meetings_per_staff", "opportunity"])
def test_more_occasions_bring_more_joint_work(number: str) -> None:
    few, many = (lived(24, factor=0.3, numbers={number: value}) for value in (0.0, 0.006))
    if number == "opportunity":
        many = lived(24, factor=0.3)

    assert many.series["joint_bids"].sum() > few.series["joint_bids"].sum()
