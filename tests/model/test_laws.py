"""Laws of the whole model: its luck, its policies, and its books."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from cluster_abm.agents.classes import FirmOrigin, Kind, Segment, Skill
from cluster_abm.agents.contracts import Contracts
from cluster_abm.agents.firms import SME, Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.core.errors import IdentityError
from cluster_abm.core.ledger import Ledger, Sector
from cluster_abm.core.luck import Luck, keys
from cluster_abm.core.policy import BASELINE, Change, Policy
from cluster_abm.core.rules import Law, Target
from cluster_abm.core.schedule import Process
from cluster_abm.model import BOOKS, METRICS, ClusterModel
from cluster_abm.scenarios.reader import FirmGroup, load_scenario
from tests.model.scenes import (
    MONTH,
    apart,
    change,
    columns,
    fingerprint,
    founded,
    lived,
    quotas,
    restored,
    series,
    small_country,
)

ROOT = Path(__file__).parents[2]
SMALL = 0.1

# One world, again and again


def test_the_same_seed_gives_the_same_bytes_twice() -> None:
    one, two = ClusterModel(small_country(), seed=7), ClusterModel(small_country(), seed=7)
    one.run_months(18)
    two.run_months(18)

    assert fingerprint(one) == fingerprint(two)


def test_another_seed_and_another_replicate_are_other_worlds() -> None:
    usual = fingerprint(ClusterModel(small_country(), seed=1))

    assert fingerprint(ClusterModel(small_country(), seed=2)) != usual
    assert fingerprint(ClusterModel(small_country(), seed=1, replicate=1)) != usual


def test_another_process_with_another_hash_seed_gives_the_same_bytes() -> None:
    program = (
        "from cluster_abm.model import ClusterModel; from tests.model.scenes import *\n"
        "model = ClusterModel(small_country(), seed=7); model.run_months(12)\n"
        "print(fingerprint(model))"
    ).replace("import *", "import fingerprint, small_country")
    printed = [
        subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
        ).stdout.strip()
        for seed in ("1", "4711")
    ]  # fmt: skip
    here = ClusterModel(small_country(), seed=7)
    here.run_months(12)

    assert printed == [fingerprint(here)] * 2


def test_a_restored_model_lives_on_as_if_nothing_had_happened() -> None:
    straight = ClusterModel(small_country(), seed=3)
    straight.run_months(6)
    snapshot = straight.snapshot()
    straight.run_months(6)
    other = ClusterModel(small_country(), seed=3, bare=True)
    other.restore(snapshot)
    other.run_months(6)

    assert fingerprint(other) == fingerprint(straight)


def test_a_snapshot_is_not_touched_by_what_comes_after() -> None:
    before = restored(factor=SMALL)
    first = fingerprint(before)
    before.run_months(3)

    assert fingerprint(restored(factor=SMALL)) == first


def test_a_restored_model_keeps_the_panels_it_was_asked_to_keep() -> None:
    model = lived(1, factor=SMALL, keep=("sales",))

    assert len(model.journal.panel("sales")["cents"])


# Policies


def everything_at_once(start: int) -> Policy:
    """Every lever moved a little way from where it is."""
    rules = ClusterModel(small_country(), bare=True).rulebook
    changes = []
    for name, row in rules.levers.items():
        if row.lever:
            now = row.default.usual if isinstance(row.default, Law) else row.default
            far = row.high if row.high - now > now - row.low else row.low
            changes.append(Change(lever=name, value=now + 0.3 * (far - now), start=start))
    return Policy("everything", tuple(changes))


def test_a_policy_leaves_no_trace_before_its_first_month() -> None:
    base, treated = restored(factor=SMALL), restored(everything_at_once(9), factor=SMALL)
    for model in (base, treated):
        model.run_months(9)
    before = apart(columns(base), columns(treated)) + apart(series(base), series(treated))
    for model in (base, treated):
        model.run_months(1)

    assert before == []
    assert apart(columns(base), columns(treated)) != []


def test_a_policy_that_has_not_begun_leaves_no_trace_at_full_scale() -> None:
    base, treated = lived(6), lived(6, quotas(0.4, start=6))

    assert apart(columns(base), columns(treated)) == []
    assert apart(series(base), series(treated)) == []


def null_policy(model: ClusterModel) -> Policy:
    """Every lever, changed to what it is; the quota also for some firms only, and with a ramp."""
    levers = {n: r for n, r in model.rulebook.levers.items() if r.lever}
    values = {n: getattr(model.rules[b], n) for b in BOOKS for n in b.rows if n in levers}
    usual = {n: v.usual if isinstance(v, Law) else v for n, v in values.items()}
    changes = [Change(lever=n, value=v, start=2, ramp=3) for n, v in usual.items()]
    young = Target({"sort": frozenset({int(Kind.SME)})})
    changes = [c for c in changes if c.lever != "foreign_quota"]
    changes.append(Change(lever="foreign_quota", value=usual["foreign_quota"], target=young))
    return Policy("null", tuple(changes))


def test_a_change_to_the_same_value_changes_nothing_at_all() -> None:
    base = restored(factor=SMALL)
    null = restored(null_policy(base), factor=SMALL)
    for model in (base, null):
        model.run_months(24)

    assert fingerprint(base) == fingerprint(null)


def test_nothing_is_left_on_when_a_policy_ends() -> None:
    model = restored(change("bid_preference", 2.0, 2, until=4), factor=SMALL)

    model.run_months(6)

    assert model.rules == model.rulebook.base


def test_a_change_is_complete_at_exactly_its_value() -> None:
    """Not an ulp beside it: a limit of 0.41 is 0.41."""
    wrong = []
    for value in (0.01, 0.02, 0.41, 0.42, 0.43, 1.0):
        model = ClusterModel(small_country(), policy=quotas(value), bare=True)
        book = next(b for b in BOOKS if "foreign_quota" in b.rows)
        law = model.rulebook.in_force(0)[book].values["foreign_quota"]
        if law.usual != value:
            wrong.append(value)

    assert wrong == []


# Luck


class Recorder:
    """What every draw gave to whom."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.drawn: dict[tuple[int, str, int], dict[int, float]] = {}
        draw_one, draw_some = Luck.uniform, Luck.pick

        def uniform(luck: Luck, stake: str, who: np.ndarray, round: int = 0) -> np.ndarray:
            drawn = draw_one(luck, stake, who, round)
            self.note(luck, stake, round, who, drawn)
            return drawn

        def pick(luck: Luck, stake: str, who: np.ndarray, k: int) -> np.ndarray:
            drawn = draw_some(luck, stake, who, k)
            for round in range(k):
                self.note(luck, stake, round, who, drawn[:, round])
            return drawn

        monkeypatch.setattr(Luck, "uniform", uniform)
        monkeypatch.setattr(Luck, "pick", pick)

    def note(self, luck: Luck, stake: str, round: int, who: np.ndarray, drawn: np.ndarray) -> None:
        got = dict(zip(np.ravel(who).tolist(), np.ravel(drawn).tolist(), strict=True))
        self.drawn.setdefault((luck.month, stake, round), {}).update(got)


def let_a_firm_in(model: ClusterModel) -> None:
    """One more local firm, with a founder, by hand."""
    firms, people = model.firms, model.workforce
    usual = firms.offer[firms.is_sme].mean(axis=0)
    rows = firms.enter(
        SME, keys("one more", 0, 0, [0]), np.zeros(1, np.int64), sort=Kind.SME,
        origin=FirmOrigin.ENTRANT, born=0, price=1, unit_cost=1, efficiency=1, quality=1,
        management=1, offer=usual,
    )  # fmt: skip
    founder = people.admit(
        keys("one more founder", 0, 0, [0]), skill=Skill.MANAGER, ability=1, experience=120
    )
    people.hire(firms, founder, rows, usual[[Skill.MANAGER]])
    people.founder[founder] = True


def test_one_more_firm_leaves_all_others_their_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """For two years, and however much the worlds have drifted apart by then."""
    worlds = []
    for more in (False, True):
        with monkeypatch.context() as patch:
            model = restored(factor=SMALL, check=True)
            if more:
                let_a_firm_in(model)
            recorder = Recorder(patch)
            model.run_months(24)
            worlds.append((model, recorder.drawn))
    (base, one), (other, two) = worlds

    assert apart(columns(base), columns(other)) != []
    shared = drawn = unlike = 0
    for stake in one.keys() | two.keys():
        mine, theirs = one.get(stake, {}), two.get(stake, {})
        drawn += len(mine)
        both = mine.keys() & theirs.keys()
        shared += len(both)
        unlike += sum(mine[birth] != theirs[birth] for birth in both)
    assert unlike == 0
    assert shared / drawn > 0.9


def test_one_more_firm_at_the_founding_leaves_the_founding_firms_their_luck(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Who exports, who stands in a zone and who is good does not change."""
    panama = load_scenario("panama_2009")
    local = panama.firms[0]
    one_more = local.model_copy(update={"count": local.count + 1, "staff": local.staff + 48})
    more = panama.model_copy(update={"firms": [one_more, *panama.firms[1:]], "warm_up": 0})
    drawn = []
    for scenario in (panama.model_copy(update={"warm_up": 0}), more):
        with monkeypatch.context() as patch:
            recorder = Recorder(patch)
            ClusterModel(scenario)
            drawn.append(recorder.drawn)
    one, two = drawn

    stakes = one.keys() & two.keys()
    assert all(
        one[s][birth] == two[s][birth] for s in stakes for birth in one[s].keys() & two[s].keys()
    )
    assert one.keys() == two.keys()


def test_one_more_firm_at_the_founding_leaves_other_firms_their_people() -> None:
    """The staff of the contact centres are the same people."""
    panama = load_scenario("panama_2009")
    local = panama.firms[0]
    one_more = local.model_copy(update={"count": local.count + 1, "staff": local.staff + 48})
    more = panama.model_copy(update={"firms": [one_more, *panama.firms[1:]], "warm_up": 0})
    staff = []
    for scenario in (panama.model_copy(update={"warm_up": 0}), more):
        model = ClusterModel(scenario)
        people, firms = model.workforce, model.firms
        centres = firms.sort[people.employer] == Kind.CONTACT_CENTRE
        staff.append(set(people.birth[people.employed & centres].tolist()))

    assert staff[0] == staff[1]


def do_nothing(firms: Firms, luck: Luck) -> None:
    """Look, and draw luck that nobody else draws, and leave everything as it is."""
    luck.uniform("nothing at all", firms.birth)
    assert len(firms)


def test_a_process_that_does_nothing_changes_nothing() -> None:
    middle = len(MONTH) // 2
    month = (*MONTH[:middle], do_nothing, *MONTH[middle:])

    assert fingerprint(lived(12, factor=SMALL)) == fingerprint(lived(12, factor=SMALL, month=month))


def test_a_model_may_observe_less_and_lives_the_same() -> None:
    asked = {name: METRICS[name] for name in ("unemployment", "sme_sales", "wage_bill")}
    all_, some = lived(6, factor=SMALL), lived(6, factor=SMALL, metrics=asked)

    assert not apart(columns(all_), columns(some))
    assert series(some) == {name: series(all_)[name] for name in asked}


def test_watching_the_books_changes_nothing() -> None:
    assert fingerprint(lived(12, factor=SMALL)) == fingerprint(lived(12, factor=SMALL, check=True))


# Books

REFORM = quotas(0.3, 12) + change("permit_delay", 0.25, 12) + change("bid_preference", 0.5, 24)
SQUEEZE = (
    quotas(0.0, 6) + change("employer_contribution", 0.4, 12) + change("parents_growth", -0.2, 0)
    + change("setup_cost", 100_000, 0) + change("bid_preference", -3.0, 12)
)  # fmt: skip


@pytest.mark.parametrize("policy", [BASELINE, REFORM, SQUEEZE], ids=["baseline", "reform", "bust"])
def test_every_identity_holds_for_ten_years(policy: Policy) -> None:
    model = lived(120, policy, check=True)

    assert len(model.series) == 120
    assert np.isfinite(model.series.to_numpy()).all()
    assert list(model.series.columns) == list(METRICS)


def steal_a_cent(ledger: Ledger) -> None:
    """Take a cent from the treasury."""
    ledger.purses[Sector.GOVERNMENT][0] -= 1


def rob_a_firm(ledger: Ledger) -> None:
    """Take a cent from a firm."""
    ledger.of(Sector.FIRMS).cash[3] -= 1


def dismiss_without_a_word(workforce: Workforce) -> None:
    """Let somebody go behind the books."""
    workforce.employer[np.flatnonzero(workforce.employed)[0]] = -1


def pay_more_in_secret(workforce: Workforce) -> None:
    """Raise a wage behind the books."""
    workforce.wage[np.flatnonzero(workforce.employed)[0]] += 1


def lose_a_person(workforce: Workforce) -> None:
    """Let somebody without a job vanish."""
    gone = np.zeros(len(workforce), bool)
    gone[np.flatnonzero(~workforce.employed)[0]] = True
    workforce.close(gone)


def invent_a_person(world: World) -> None:
    """Put somebody into the reservoir."""
    world.reservoir[0, 0] += 1


def drop_a_contract(contracts: Contracts) -> None:
    """Lose a contract of a local firm."""
    gone = np.zeros(len(contracts), bool)
    gone[np.flatnonzero(contracts.vendor >= 0)[0]] = True
    contracts.close(gone)


def forget_a_bill(firms: Firms) -> None:
    """Forgive a customer a cent."""
    row = np.argwhere(firms.receivables > 0)[0]
    firms.receivables[tuple(row)] -= 1


def mislay_an_application(permits: Permits) -> None:
    """Lose an application for a permit."""
    gone = np.zeros(len(permits), bool)
    gone[0] = True
    permits.close(gone)


def forge_an_application(flows: Flows) -> None:
    """Count an application for a permit that nobody made."""
    flows.permits_asked[0] += 1


def feed_a_customer(ledger: Ledger) -> None:
    """Leave a cent with a customer, booked as it should be."""
    purse = ledger.of(Sector.CUSTOMERS).cash
    purse[0] += 1
    ledger.purses[Sector.ECONOMY][0] -= 1


@pytest.mark.parametrize(
    ("crime", "named"),
    [
        (steal_a_cent, "Money by sector"),
        (rob_a_firm, "Money by sector"),
        (dismiss_without_a_word, "Staff and people"),
        (pay_more_in_secret, "Payroll and pay"),
        (lose_a_person, "People by origin"),
        (invent_a_person, "People in other sectors"),
        (drop_a_contract, "Orders and contracts"),
        (forget_a_bill, "Bills to collect"),
        (mislay_an_application, "Reserved posts"),
        (forge_an_application, "Pending applications"),
        (feed_a_customer, "Money"),
    ],
)
def test_an_identity_names_what_somebody_did_behind_the_books(
    crime: Callable[..., None], named: str
) -> None:
    month: tuple[Process, ...] = (*MONTH, crime)
    model = restored(factor=0.2, month=month, check=True)

    with pytest.raises(IdentityError, match=named):
        model.run_months(1)


def test_a_wage_raised_before_pay_day_is_found_on_pay_day() -> None:
    model = restored(factor=SMALL, month=(pay_more_in_secret, *MONTH), check=True)

    with pytest.raises(IdentityError, match="Wages paid"):
        model.run_months(1)


def rob_one_for_another(ledger: Ledger) -> None:
    """Give one firm what another has."""
    cash = ledger.of(Sector.FIRMS).cash
    cash[3] -= 1
    cash[4] += 1


def test_an_identity_sees_what_one_firm_takes_from_another() -> None:
    model = restored(factor=SMALL, month=(*MONTH, rob_one_for_another), check=True)

    with pytest.raises(IdentityError, match=r"firm [0-9]+: -1 cents, firm [0-9]+: \+1 cents"):
        model.run_months(1)


def test_a_founded_world_stands_at_month_0_with_nothing_noted() -> None:
    model = restored()

    assert model.month == 0
    assert founded().month == 0
    assert len(model.series) == 0


# Scenarios at the edge


def test_a_country_without_multinationals_can_be_founded() -> None:
    small = small_country()
    nobody = load_scenario("panama_2009").firms[2].model_copy(update={"count": 0, "staff": 0})
    model = ClusterModel(small.model_copy(update={"firms": [*small.firms, nobody]}))

    model.run_months(2)


def test_a_country_without_local_firms_buys_abroad() -> None:
    """What local firms would have done is imported, and what they would pass on does not arise."""
    small = small_country()
    others = [group for group in small.firms if group.kind != "sme"]
    model = ClusterModel(small.model_copy(update={"firms": others, "warm_up": 0}), check=True)

    assert len(model.contracts)
    assert (model.contracts.vendor < 0).all()
    assert (model.contracts.segment != Segment.SUBCONTRACTS).all()
    model.run_months(12)


def test_local_firms_have_no_parent_who_asks_for_a_premium() -> None:
    local = load_scenario("panama_2009").firms[0].model_dump() | {"premium": 1.2}

    with pytest.raises(ValueError, match="local firms have no parent"):
        FirmGroup.model_validate(local)


def test_a_tenth_of_panama_can_be_founded() -> None:
    ClusterModel(load_scenario("panama_2009").scaled(0.1))
