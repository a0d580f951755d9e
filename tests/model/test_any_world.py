"""Laws that hold in every world: random numbers, random policies, small countries."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cluster_abm.agents.classes import SPECIALISED, Decision, Kind, Origin, Skill
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.zones import Zones
from cluster_abm.core.journal import Journal
from cluster_abm.core.ledger import Ledger, Sector
from cluster_abm.core.policy import Change, Policy
from cluster_abm.core.rules import Law, all_numbers
from cluster_abm.model import BOOKS, MONTH, ClusterModel
from cluster_abm.submodels.migration import processes as migration
from cluster_abm.submodels.migration.numbers import MigrationRules
from tests.model.scenes import small_country

NUMBERS = all_numbers(BOOKS)
LEVERS = sorted(name for name, row in NUMBERS.items() if row.lever)
SHAKEN = [
    "market_growth", "shock_sd", "skill_substitution", "origin_substitution", "offer_rise",
    "search_on_the_job", "outside_response", "migration_response", "tender_spread", "renewal",
    "quality_weight", "price_weight", "standing", "load_limit", "hiring_cover", "entry_rate",
    "retirement", "layoff_speed", "give_up", "reservation", "unknown_vendor",
    "research_yield", "fishing_out", "research_elasticity", "frontier_growth", "imitation",
]  # fmt: skip
MAY_BE_INFINITE = {"customers.rival"}
"""Who has no imported rival has one who is worth nothing."""


def inside(name: str) -> st.SearchStrategy[float]:
    """Values of one number over its whole range, and more often over its likely one."""
    row = NUMBERS[name]
    whole = st.floats(row.low, row.high, allow_subnormal=False)
    likely = st.floats(*row.uncertain) if row.uncertain else whole
    return st.one_of(likely, whole)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, float], Policy, int]:
    """A dozen numbers, some dated changes of levers, and a seed."""
    chosen = draw(st.permutations(SHAKEN))[:12]
    numbers: dict[str, Any] = {name: draw(inside(name)) for name in chosen}
    numbers["applicants_abroad"] = draw(st.lists(st.floats(0, 30), min_size=5, max_size=5))
    changes = []
    for name in draw(st.lists(st.sampled_from(LEVERS), unique=True, max_size=6)):
        start = draw(st.integers(0, 12))
        until = start + draw(st.integers(1, 24))
        ramp = draw(st.integers(0, 6))
        changes.append(Change(lever=name, value=draw(inside(name)), start=start, until=until,
                              ramp=ramp))  # fmt: skip
    return numbers, Policy("random", tuple(changes)), draw(st.integers(1, 1000))


class Inspector:
    """Looks at every grant of a permit, at the headcount of the hour."""

    def __init__(self) -> None:
        self.grants = 0
        self.locals = self.heads = np.zeros(0)

    def before(self, firms: Firms) -> None:
        """Note the staff before anybody arrives."""
        self.heads = firms.headcount.copy()
        self.locals = firms.staff[:, :, Origin.LOCAL].copy()


def look_before(inspector: Inspector, firms: Firms) -> None:
    """Note the staff before the offices decide."""
    inspector.before(firms)


def look_after(
    inspector: Inspector, firms: Firms, zones: Zones, journal: Journal, rules: MigrationRules
) -> None:
    """No grant takes a firm beyond the limit of its kind of staff, unless it is exempt."""
    by_birth = {b: row for row, b in enumerate(firms.birth.tolist())}
    for entry in journal.today.get("permits", ()):
        granted = entry["verdict"] == Decision.GRANTED
        inspector.grants += int(granted.sum())
        for birth, skill in zip(
            entry["firm"][granted].tolist(), entry["skill"][granted].tolist(), strict=True
        ):
            row = by_birth[birth]
            if not _exempt(inspector, firms, zones, rules, row):
                _obey(firms, rules, row, special=skill in SPECIALISED)


def _exempt(
    inspector: Inspector, firms: Firms, zones: Zones, rules: MigrationRules, row: int
) -> bool:
    in_zone = bool(zones.quota_free[firms.zone[row]]) and firms.sort[row] == Kind.SME
    small = inspector.heads[row] < rules.small_firm_staff
    enough = inspector.locals[row].sum() >= rules.small_firm_locals
    return in_zone or bool(firms.licensed[row]) or bool(small and enough)


def _obey(firms: Firms, rules: MigrationRules, row: int, *, special: bool) -> None:
    grade = [k for k in Skill if (k in SPECIALISED) == special]
    staff = firms.staff[row, grade].sum(axis=0)
    law = rules.foreign_quota_specialised if special else rules.foreign_quota
    assert staff[Origin.FOREIGN] <= law.of(firms)[row] * staff.sum() + 1e-6


def look_at_everything(
    firms: Firms, workforce: Workforce, permits: Permits, ledger: Ledger
) -> None:
    """People are whole, single and not negative; money is whole."""
    for counted in (firms.staff, firms.reserved, firms.vacancies, firms.unfilled):
        assert counted.dtype == np.int64
        assert (counted >= 0).all()
    assert int(firms.staff.sum()) == int(np.count_nonzero(workforce.employer >= 0))
    for table in (firms, workforce, permits):
        assert len(np.unique(table.birth)) == len(table)
    assert workforce.employer.max() < len(firms)
    for sector in Sector:
        assert ledger.of(sector).cash.dtype == np.int64
    for amounts in (firms.receivables, firms.payables, firms.pay):
        assert amounts.dtype == np.int64
        assert (amounts >= 0).all()


def watched(month: tuple[Any, ...]) -> tuple[Any, ...]:
    """The schedule with somebody looking."""
    at = month.index(migration.decide_permits)
    return (
        *month[:at], look_before, month[at], look_after, *month[at + 1 :], look_at_everything,
    )  # fmt: skip


def live(numbers: dict[str, Any], policy: Policy, seed: int, months: int) -> Inspector:
    inspector = Inspector()
    model = ClusterModel(
        small_country(), seed=seed, numbers=numbers, policy=policy, check=True,
        month=watched(MONTH), guests=(inspector,),
    )  # fmt: skip
    for _ in range(months):
        model.step()
        if not model.firms.is_sme.any():
            # a world without local firms has no pay of local firms to compare with
            return inspector

    assert np.isfinite(model.series.to_numpy()).all(), nameless(model)
    for name, table in model.tables.items():
        for column, array in table.data.items():
            if array.dtype.kind == "f" and f"{name}.{column}" not in MAY_BE_INFINITE:
                assert np.isfinite(array[: table.size]).all(), f"{name}.{column}"
    assert (model.world.reservoir >= 0).all()
    return inspector


def nameless(model: ClusterModel) -> str:
    """Which metrics are not numbers."""
    finite = np.isfinite(model.series).all()
    return ", ".join(finite.index[~finite])


@given(worlds())
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_the_laws_hold_in_every_world(world: tuple[dict[str, float], Policy, int]) -> None:
    numbers, policy, seed = world

    live(numbers, policy, seed, months=24)


@pytest.mark.nightly
@given(worlds())
@settings(max_examples=200, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_the_laws_hold_in_many_worlds(world: tuple[dict[str, float], Policy, int]) -> None:
    numbers, policy, seed = world

    live(numbers, policy, seed, months=60)


def test_the_inspector_sees_grants() -> None:
    """So that a law that nobody could break is not mistaken for one that nobody breaks."""
    inspector = live({"applicants_abroad": [20.0] * 5}, Policy(), seed=1, months=24)

    assert inspector.grants > 50


def test_a_cluster_whose_firms_have_all_closed_can_begin_again() -> None:
    """Whoever enters then must offer the pay of somebody."""
    model = ClusterModel(small_country(), numbers={"minimum_wage": 0.0, "entry_rate": 100.0})
    model.firms.close(model.firms.is_sme)
    for _ in range(3):
        model.step()


def test_every_lever_may_go_to_either_end_of_its_range() -> None:
    """One after the other for a month, all in one run: nothing breaks, nothing is left on."""
    changes, month = [], 0
    for name in LEVERS:
        row = NUMBERS[name]
        for value in (row.low, row.high):
            changes.append(Change(lever=name, value=value, start=month, until=month + 2))
            month += 2
    live({}, Policy("all ends", tuple(changes)), seed=1, months=month + 1)


def test_no_default_stands_outside_its_own_range() -> None:
    for name, row in NUMBERS.items():
        value = row.default.usual if isinstance(row.default, Law) else row.default
        assert np.all(np.asarray(value) >= row.low), name
        assert np.all(np.asarray(value) <= row.high), name
