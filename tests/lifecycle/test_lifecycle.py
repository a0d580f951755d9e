"""The detector tells each stage by its signs, does not flutter, and changes nothing."""

from typing import get_type_hints

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.agents.classes import FirmOrigin, Kind, Segment, Skill
from cluster_abm.agents.lifecycle import MEMORY, Count, Lifecycle, Sign, Stage
from cluster_abm.core.schedule import title, without
from cluster_abm.model import METRICS, MONTH
from cluster_abm.submodels.lifecycle import equations, metrics, processes
from cluster_abm.submodels.lifecycle.numbers import LifecycleRules
from cluster_abm.submodels.lifecycle.processes import detect, indices
from tests.model.scenes import restored
from tests.worlds import TinyWorld

RULES = LifecycleRules()

USUAL = {
    Count.STAFF: 12_000.0, Count.FIRMS: 200.0, Count.BIRTHS: 2.0, Count.SPIN_OFFS: 0.5,
    Count.DEATHS: 1.0, Count.SALES: 1000.0, Count.COLLABORATORS: 30.0, Count.EXPORTS: 60.0,
    Count.INNOVATIONS: 30.0,
}  # fmt: skip
"""Counts of a month in a developing cluster: linked, growing, entered."""
GROWTH = 1.05


class Scene:
    """A cluster that one can tell what to count."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = TinyWorld()
        self.cycle = self.world.lifecycle = Lifecycle(self.world)
        monkeypatch.setattr(processes, "_count", lambda *_: self.row)

    def live(self, months: int = 40, growth: float = GROWTH, **counts: float) -> Stage:
        """Live some months with these counts, of which staff grows."""
        rows = USUAL | {Count[name.upper()]: value for name, value in counts.items()}
        for _ in range(months):
            self.staff = getattr(self, "staff", rows[Count.STAFF]) * growth ** (1 / 12)
            if "staff" in counts:
                self.staff = counts["staff"]
            self.row = np.array([rows[c] for c in Count])
            self.row[Count.STAFF] = self.staff
            self.world.run(detect, RULES)
        return Stage(self.cycle.stage)


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    return Scene(monkeypatch)


# One world a stage, and one thing different


def test_firms_that_are_not_linked_are_an_agglomeration(scene: Scene) -> None:
    """L1."""
    assert scene.live(collaborators=8) is Stage.AGGLOMERATION


def test_links_without_growth_are_an_emerging_cluster(scene: Scene) -> None:
    """L2."""
    assert scene.live(growth=1.0) is Stage.EMERGING


def test_links_growth_and_entry_are_a_developing_cluster(scene: Scene) -> None:
    """L3."""
    assert scene.live() is Stage.DEVELOPING


def test_mass_links_exports_and_heirs_are_a_mature_cluster(scene: Scene) -> None:
    """L4."""
    assert scene.live(exports=300, spin_offs=1.5, growth=1.0) is Stage.MATURE


def test_falling_jobs_without_invention_are_decline(scene: Scene) -> None:
    """L5."""
    assert scene.live(growth=0.95, innovations=1) is Stage.TRANSFORMATION


@pytest.mark.parametrize(
    ("changed", "stage"),
    [
        ({"growth": 1.0}, Stage.EMERGING),
        ({"growth": 0.95, "innovations": 1.0}, Stage.TRANSFORMATION),
        ({"deaths": 3.0}, Stage.EMERGING),
        ({"collaborators": 8.0}, Stage.AGGLOMERATION),
    ],
)
def test_a_developing_cluster_that_lacks_one_sign_is_none(
    scene: Scene, changed: dict[str, float], stage: Stage
) -> None:
    assert scene.live(**changed) is stage


@pytest.mark.parametrize(
    "changed",
    [
        {"exports": 100.0},
        {"spin_offs": 0.5},
        {"collaborators": 8.0},
        {"growth": 1.05},
    ],
)
def test_a_mature_cluster_that_lacks_one_sign_is_none(
    scene: Scene, changed: dict[str, float]
) -> None:
    whole = {"exports": 300.0, "spin_offs": 1.5, "growth": 1.0}

    assert scene.live(**(whole | changed)) is not Stage.MATURE


def test_a_growing_cluster_is_mature_once_it_has_its_mass(scene: Scene) -> None:
    grown = {"exports": 300.0, "spin_offs": 1.5}

    assert scene.live(**grown) is Stage.DEVELOPING
    scene.staff = 30_000.0
    assert scene.live(**grown) is Stage.MATURE


def test_jobs_that_fall_while_firms_enter_and_invent_are_no_decline(scene: Scene) -> None:
    assert scene.live(growth=0.95) is Stage.EMERGING


# Hysteresis


def test_a_sign_stays_until_it_is_clearly_otherwise() -> None:
    threshold, band, off = np.array([1.0]), np.array([0.1]), np.array([False])
    path = [0.95, 1.05, 1.11, 1.05, 0.95, 0.91, 0.89, 1.05]

    told = []
    for value in path:
        off = equations.turned(np.array([value]), threshold, band, off)
        told.append(bool(off[0]))

    assert told == [False, False, True, True, True, True, False, False]


@given(st.lists(st.floats(0.905, 1.095), max_size=50), st.booleans())
def test_within_the_band_nothing_turns(path: list[float], on: bool) -> None:
    sign = np.array([on])
    for value in path:
        sign = equations.turned(np.array([value]), np.ones(1), np.full(1, 0.1), sign)

    assert sign[0] == on


def test_a_stage_holds_until_another_is_told_for_half_a_year(scene: Scene) -> None:
    scene.live()
    assert scene.live(5, deaths=30) is Stage.DEVELOPING
    assert scene.live(12, deaths=30) is not Stage.DEVELOPING


def test_a_passing_sign_is_no_stage() -> None:
    stage, other, since = 0, 0, 1
    for told in [1, 1, 1, 1, 1, 0] * 10:
        stage, other, since = equations.settled(stage, told, other, since, 6)

    assert stage == 0


def test_nothing_is_told_before_two_years_are_known(scene: Scene) -> None:
    scene.live(MEMORY - 1, growth=0.5, innovations=0)

    assert scene.cycle.stage == Stage.AGGLOMERATION
    assert not scene.cycle.signs.any()


# Each index by hand, and a world that violates it


def counts(**last: float) -> np.ndarray:
    rows = np.tile([USUAL[c] for c in Count], (MEMORY, 1))
    for name, value in last.items():
        rows[-12:, Count[name.upper()]] = value
    return rows


@pytest.mark.parametrize(
    ("sign", "usual", "changed", "value"),
    [
        (Sign.GROWING, 0.0, {"staff": 13_200}, 0.1),
        (Sign.SHRINKING, 0.0, {"staff": 10_800}, 0.1),
        (Sign.ENTERING, 12 * (2 - 1) / 200, {"deaths": 3}, -12 / 200),
        (Sign.LINKED, 0.15, {"collaborators": 0}, 0.0),
        (Sign.OUTWARD, 0.06, {"exports": 500}, 0.5),
        (Sign.HOMEGROWN, 0.25, {"spin_offs": 2}, 1.0),
        (Sign.LARGE, 12_000, {"staff": 30_000}, 30_000),
        (Sign.INVENTIVE, 1000 * 360 / 12_000, {"innovations": 0}, 0.0),
    ],
)
def test_an_index_is_what_its_sentence_says(
    sign: Sign, usual: float, changed: dict[str, float], value: float
) -> None:
    assert indices(counts())[sign] == pytest.approx(usual)
    assert indices(counts(**changed))[sign] == pytest.approx(value)


def test_an_empty_cluster_has_indices_and_no_warning() -> None:
    assert np.isfinite(indices(np.zeros((MEMORY, len(Count))))).all()


def test_counts_come_from_the_firms_and_the_flows_of_the_month() -> None:
    world = TinyWorld()
    world.add_firms(2, sort=[Kind.SME, Kind.CONTACT_CENTRE])
    world.add_people(3, employer=[0, 0, 1], skill=Skill.SUPPORT)
    world.flows.births[FirmOrigin.SPIN_OFF], world.flows.births[FirmOrigin.ENTRANT] = 1, 2
    world.flows.deaths[Kind.SME] = 4
    world.flows.billed[Segment.BANKING], world.flows.billed[Segment.EXPORT_NICHES] = 10, 20
    world.flows.innovations[:] = 3, 2
    trust, (one, other) = np.ones(1), np.array([[0], [1]])
    tie = world.ties.acquaint(world.firms, one, other, trust)
    world.ties.project[tie] = 1

    row = processes._count(world.firms, world.flows, world.ties)

    assert row.tolist() == [2, 1, 3, 1, 4, 30, 2, 20, 5]


# It changes nothing


def test_no_process_but_the_detector_knows_the_stage() -> None:
    knows = [title(p) for p in MONTH if Lifecycle in get_type_hints(p).values()]

    assert knows == ["lifecycle.detect"]
    assert [title(p) for p in MONTH[-2:]] == ["lifecycle.detect", "lifecycle.note_firms"]


def test_without_the_detector_the_world_is_the_same() -> None:
    one = restored(factor=0.1)
    other = restored(factor=0.1, month=without(detect, month=MONTH))
    one.run_months(6)
    other.run_months(6)

    mine = {m for m, metric in METRICS.items() if title(metric.function).startswith("lifecycle.")}
    columns = [m for m in METRICS if m not in mine]
    assert one.series[columns].equals(other.series[columns])
    assert len(mine) == 7


def test_the_stage_survives_a_snapshot() -> None:
    model = restored(factor=0.1)
    past = model.snapshot()
    before = model.lifecycle.counts.copy()
    model.run_months(2)
    model.restore(past)

    assert (model.lifecycle.counts == before).all()
    assert metrics.stage(model.lifecycle) == past.state["singles"][-1]["stage"]


def test_panama_begins_before_the_stage_of_a_cluster() -> None:
    """F06, L1, L2: contact, but little collaboration."""
    model = restored()
    model.run_months(1)

    assert model.series["stage"].iloc[0] in (Stage.AGGLOMERATION, Stage.EMERGING)
