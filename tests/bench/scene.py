"""What a month of the model knew and drew, in plain Python: the stage for the naive twin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

from cluster_abm.agents.classes import Source
from cluster_abm.core.luck import Luck
from cluster_abm.core.schedule import title
from cluster_abm.core.tables import Floats, Keys, Table
from cluster_abm.model import ClusterModel
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.labour.numbers import LabourRules

COMPARED = (
    "labour.search", "labour.match", "labour.learn", "labour.pay_wages", "demand.call_tenders",
)  # fmt: skip
"""Processes that the twin lives too."""
DRAWING = ("labour.search", "labour.match", "demand.call_tenders")

type Columns = dict[str, list[Any]]
type Draws = dict[tuple[str, int], dict[int, float]]
"""For each stake and round, the luck of each birth key."""


class Notebook(Luck):
    """Luck that notes what it gives."""

    def __init__(self, luck: Luck, draws: Draws) -> None:
        super().__init__(luck.seed, luck.replicate, luck.month)
        self._drawn, self.draws = luck._drawn, draws

    def uniform(self, stake: str, who: Keys, round: int = 0) -> Floats:
        drawn = super().uniform(stake, who, round)
        self._note(stake, round, who, drawn)
        return drawn

    def pick(self, stake: str, who: Keys, k: int) -> Floats:
        drawn = super().pick(stake, who, k)
        for round in range(k):
            self._note(stake, round, who, drawn[:, round])
        return drawn

    def uniforms(self, stakes: tuple[str, ...], who: Keys) -> Floats:
        drawn = super().uniforms(stakes, who)
        for stake, numbers in zip(stakes, drawn, strict=True):
            self._note(stake, 0, who, numbers)
        return drawn

    def _note(self, stake: str, round: int, who: Keys, drawn: Floats) -> None:
        page = self.draws.setdefault((stake, round), {})
        page.update(zip(who.ravel().tolist(), drawn.ravel().tolist(), strict=True))


@dataclass
class Outcome:
    """What both worlds must agree on, in whole numbers."""

    posts: dict[int, int] = field(default_factory=dict)
    """Firm whose post each candidate won."""
    jobs: dict[int, tuple[int, int, int, int]] = field(default_factory=dict)
    """Firm, pay, tenure and experience of everybody in the workforce."""
    staff: list[Any] = field(default_factory=list)
    """Staff of each firm by skill and origin."""
    bills: list[Any] = field(default_factory=list)
    """Base pay of each firm by skill and origin."""
    unfilled: list[Any] = field(default_factory=list)
    """Posts of each firm that stay open, by skill."""
    awards: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    """Vendor (-1 for an imported one), fee and kind of work of every tender awarded."""
    declined: list[int] = field(default_factory=list)
    """Invitations declined, by segment."""

    def differences(self, other: Outcome) -> list[str]:
        """Names of what is not the same."""
        return [name for name in vars(self) if getattr(self, name) != getattr(other, name)]


@dataclass
class Scene:
    """One month: what stood at its start, what was drawn, what the fast model made of it."""

    month: int
    labour: SimpleNamespace
    demand: SimpleNamespace
    draws: Draws = field(default_factory=dict)
    workers: Columns = field(default_factory=dict)
    firms: Columns = field(default_factory=dict)
    abroad: Columns = field(default_factory=dict)
    vendors: Columns = field(default_factory=dict)
    customers: Columns = field(default_factory=dict)
    contracts: Columns = field(default_factory=dict)
    world: SimpleNamespace = field(default_factory=SimpleNamespace)
    distance: list[list[float]] = field(default_factory=list)
    truth: Outcome = field(default_factory=Outcome)


TWIN = {
    "intimacy_weight": 0.0, "reference_weight": 0.0, "language_weight": 0.0, "focus_load": 2.0,
    "more_vendors": 0.0, "more_exporters": 0.0, "months_financed": 0.0, "counter_offer": 0.0,
}  # fmt: skip
"""Numbers at which all choose as the twins do: buyers so many, by price, quality and standing, and
employers let go who is offered more."""


def film(model: ClusterModel) -> Scene:
    """Let the model live a month, and keep what its twin needs to live the same month."""
    rules = model.rulebook.in_force(model.month)
    scene = Scene(
        model.month,
        labour=_plain(rules[LabourRules]),
        demand=_plain(rules[DemandRules]),
        distance=model.zones.distance.tolist(),
    )
    plain = model.schedule
    model.schedule = [(_filmed(model, process, scene), types) for process, types in plain]
    try:
        model.run_months(1)
    finally:
        model.schedule = plain
    return scene


def _filmed(model: ClusterModel, process: Callable[..., None], scene: Scene) -> Callable[..., None]:
    name = title(process)

    def filmed(*cast: Any) -> None:
        if name in DRAWING:
            cast = tuple(Notebook(c, scene.draws) if isinstance(c, Luck) else c for c in cast)
        BEFORE.get(name, _nothing)(model, scene)
        process(*cast)
        AFTER.get(name, _nothing)(model, scene)

    return filmed


def _nothing(model: ClusterModel, scene: Scene) -> None:
    """Most processes are not watched."""


def _plain(rules: Any) -> SimpleNamespace:
    """Rules as plain numbers, which Python reads faster."""
    return SimpleNamespace(
        **{n: v.tolist() if isinstance(v, np.ndarray) else v for n, v in rules.values.items()}
    )


def _columns(table: Table, *names: str) -> Columns:
    return {name: getattr(table, name).tolist() for name in names}


def _before_search(model: ClusterModel, scene: Scene) -> None:
    scene.workers = _columns(
        model.workforce, "birth", "employer", "skill", "degree", "english", "foreign", "looking",
        "founder", "wage", "ability", "tenure", "idle", "experience",
    )  # fmt: skip
    scene.world = SimpleNamespace(
        reservoir=model.world.reservoir.tolist(), outside_wage=model.world.outside_wage.tolist()
    )
    effort = scene.labour.training_effort
    scene.firms = {"effort": effort.of(model.firms).tolist()}


def _before_match(model: ClusterModel, scene: Scene) -> None:
    abroad = np.flatnonzero(model.candidates.source == Source.ABROAD)
    scene.abroad = {
        name: getattr(model.candidates, name)[abroad].tolist()
        for name in ("birth", "skill", "english", "ability", "zone", "reservation")
    }
    scene.firms |= _columns(
        model.firms, "sort", "zone", "activity", "vacancies", "offer", "sponsors", "welcome",
        "staff", "pay",
    )  # fmt: skip


def _after_match(model: ClusterModel, scene: Scene) -> None:
    candidates = model.candidates
    won = candidates.post >= 0
    births, posts = candidates.birth[won].tolist(), candidates.post[won].tolist()
    scene.truth.posts = dict(zip(births, posts, strict=True))
    scene.truth.unfilled = model.firms.unfilled.tolist()


def _after_learn(model: ClusterModel, scene: Scene) -> None:
    people = model.workforce
    scene.truth.jobs = {
        birth: (employer, wage, tenure, experience)
        for birth, employer, wage, tenure, experience in zip(
            people.birth.tolist(), people.employer.tolist(), people.wage.tolist(),
            people.tenure.tolist(), people.experience.tolist(), strict=True,
        )
    }  # fmt: skip
    scene.truth.staff = model.firms.staff.tolist()
    scene.truth.bills = model.firms.pay.tolist()


def _before_tenders(model: ClusterModel, scene: Scene) -> None:
    scene.vendors = _columns(
        model.firms,
        "sort",
        "activity",
        "exporter",
        "orders",
        "capacity",
        "price",
        "quality",
        "known",
    )
    scene.customers = _columns(
        model.customers, "birth", "segment", "budget", "shock", "tender", "own_work", "rival"
    )
    scene.contracts = _columns(model.contracts, "segment", "fee", "left")
    scene.world.market = model.world.market


def _after_tenders(model: ClusterModel, scene: Scene) -> None:
    contracts = model.contracts
    new = slice(len(scene.contracts["fee"]), len(contracts))
    births = contracts.birth[new].tolist()
    columns = (contracts.vendor, contracts.fee, contracts.kind)
    signed = zip(*(column[new].tolist() for column in columns), strict=True)
    scene.truth.awards = dict(zip(births, signed, strict=True))
    scene.truth.declined = model.flows.declined.tolist()


BEFORE: dict[str, Callable[[ClusterModel, Scene], None]] = {
    "labour.search": _before_search,
    "labour.match": _before_match,
    "demand.call_tenders": _before_tenders,
}
AFTER: dict[str, Callable[[ClusterModel, Scene], None]] = {
    "labour.match": _after_match,
    "labour.learn": _after_learn,
    "demand.call_tenders": _after_tenders,
}
