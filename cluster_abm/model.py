"""The innovation cluster, one month at a time."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import mesa
import numpy as np

from cluster_abm.agents.candidates import Candidates
from cluster_abm.agents.census import Census
from cluster_abm.agents.contracts import Contracts
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import MNC, SME, Firm, Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.funders import Funders
from cluster_abm.agents.government import CFG, Government
from cluster_abm.agents.initiatives import Initiatives
from cluster_abm.agents.lifecycle import Lifecycle
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.sites import Lines, Projects, Rivals
from cluster_abm.agents.stakes import Plans, Stakes
from cluster_abm.agents.ties import Introductions, Ties
from cluster_abm.agents.universities import Universities
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.agents.zones import Zones
from cluster_abm.core.actor import Members, refuse_strays
from cluster_abm.core.errors import BrokenError, InputError, ScheduleError, no_counts
from cluster_abm.core.journal import Journal, wrong_panels
from cluster_abm.core.ledger import Ledger, Sector
from cluster_abm.core.luck import Luck
from cluster_abm.core.metric import Metric, all_metrics
from cluster_abm.core.observations import Observations, no_number, observers, readings
from cluster_abm.core.policy import BASELINE, Policy, RuleBook
from cluster_abm.core.programme import Standing
from cluster_abm.core.rules import Rules
from cluster_abm.core.schedule import Process, participants
from cluster_abm.core.tables import Table, bind
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.identities import Opening, checked
from cluster_abm.scenarios.founding import found, reset_books
from cluster_abm.scenarios.order_books import set_rivals
from cluster_abm.scenarios.parents import set_parents
from cluster_abm.scenarios.reader import Scenario, load_scenario
from cluster_abm.submodels.capital import metrics as capital_metrics
from cluster_abm.submodels.capital import processes as capital
from cluster_abm.submodels.capital.numbers import CapitalRules
from cluster_abm.submodels.collaboration import metrics as collaboration_metrics
from cluster_abm.submodels.collaboration import processes as collaboration
from cluster_abm.submodels.collaboration.numbers import CollaborationRules
from cluster_abm.submodels.demand import metrics as demand_metrics
from cluster_abm.submodels.demand import processes as demand
from cluster_abm.submodels.demand.numbers import DemandRules
from cluster_abm.submodels.education import metrics as education_metrics
from cluster_abm.submodels.education import processes as education
from cluster_abm.submodels.education.numbers import EducationRules
from cluster_abm.submodels.enterprise import metrics as enterprise_metrics
from cluster_abm.submodels.enterprise import processes as enterprise
from cluster_abm.submodels.enterprise.numbers import EnterpriseRules
from cluster_abm.submodels.facilitation import metrics as facilitation_metrics
from cluster_abm.submodels.facilitation import processes as facilitation
from cluster_abm.submodels.facilitation.numbers import FacilitationRules
from cluster_abm.submodels.governance import metrics as governance_metrics
from cluster_abm.submodels.governance import processes as governance
from cluster_abm.submodels.governance.numbers import GovernanceRules
from cluster_abm.submodels.incentives import metrics as incentives_metrics
from cluster_abm.submodels.incentives import processes as incentives
from cluster_abm.submodels.incentives.numbers import IncentiveRules
from cluster_abm.submodels.investment import metrics as investment_metrics
from cluster_abm.submodels.investment import processes as investment
from cluster_abm.submodels.investment.numbers import InvestmentRules
from cluster_abm.submodels.knowledge import metrics as knowledge_metrics
from cluster_abm.submodels.knowledge import processes as knowledge
from cluster_abm.submodels.knowledge.numbers import KnowledgeRules
from cluster_abm.submodels.labour import metrics as labour_metrics
from cluster_abm.submodels.labour import processes as labour
from cluster_abm.submodels.labour.numbers import LabourRules
from cluster_abm.submodels.lifecycle import metrics as lifecycle_metrics
from cluster_abm.submodels.lifecycle import processes as lifecycle
from cluster_abm.submodels.lifecycle.numbers import LifecycleRules
from cluster_abm.submodels.markets import metrics as markets_metrics
from cluster_abm.submodels.markets import processes as markets
from cluster_abm.submodels.markets.numbers import MarketRules
from cluster_abm.submodels.migration import metrics as migration_metrics
from cluster_abm.submodels.migration import processes as migration
from cluster_abm.submodels.migration.numbers import MigrationRules
from cluster_abm.submodels.production import metrics as production_metrics
from cluster_abm.submodels.production import processes as production
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.venture import metrics as venture_metrics
from cluster_abm.submodels.venture import processes as venture
from cluster_abm.submodels.venture.numbers import VentureRules
from cluster_abm.submodels.world import metrics as world_metrics
from cluster_abm.submodels.world import processes as world
from cluster_abm.submodels.world.numbers import WorldRules
from cluster_abm.submodels.zones import metrics as zones_metrics
from cluster_abm.submodels.zones import processes as zones
from cluster_abm.submodels.zones.numbers import ZoneRules

MONTH: tuple[Process, ...] = (
    # the world and the rules
    world.drift, governance.hold_election, governance.adopt_reforms, zones.open_places,
    facilitation.convene,
    # people
    education.graduate, education.enrol, education.teach_english, education.do_research,
    labour.leave, migration.depart, labour.see_off, migration.decide_permits,
    # plans
    zones.measure_density, demand.set_prices, labour.post_wages,
    investment.review_sites, investment.court_investors, production.reckon_staff,
    knowledge.plan_research, labour.plan_posts, labour.lay_off,
    # talent
    labour.search, migration.apply, labour.match, knowledge.carry, migration.ask_for_permits,
    labour.learn, labour.review_pay,
    # customers
    production.measure_capacity, collaboration.take_hours, demand.set_budgets, markets.promote,
    demand.call_tenders, demand.deliver, demand.renew, markets.remember, markets.choose_markets,
    markets.co_develop,
    # money
    demand.settle, labour.pay_wages, demand.buy_inputs, investment.pay_for_data,
    knowledge.buy_research, knowledge.protect_ideas, zones.charge_rent, enterprise.equip,
    zones.grant_relief, governance.tax, incentives.collect_levy, incentives.spend_levy,
    incentives.credit_research, capital.service_debt, enterprise.pay_dividends, demand.consume,
    # knowledge and collaboration
    knowledge.keep_up, knowledge.research, knowledge.imitate, knowledge.launch,
    collaboration.meet, collaboration.work_together, collaboration.trust,
    collaboration.look_abroad, facilitation.chase_subsidies,
    # funding
    capital.have_ideas, capital.lend, capital.pay_tranches, capital.call_for_proposals,
    venture.run_exchange, venture.raise_money, venture.sell_stakes, venture.back_firms,
    # exit and entry
    investment.fund_losses, enterprise.close_insolvent, enterprise.spin_off, enterprise.spin_out,
    enterprise.enter, enterprise.help_founders, zones.relocate, zones.incubate,
    # count
    enterprise.count_enterprises, investment.update_reputation, governance.shift_mood,
    lifecycle.detect, lifecycle.note_firms,
)  # fmt: skip

BOOKS: tuple[type[Rules], ...] = (
    WorldRules, ProductionRules, LabourRules, EducationRules, MigrationRules, ZoneRules,
    InvestmentRules, DemandRules, MarketRules, KnowledgeRules, CollaborationRules,
    FacilitationRules, CapitalRules, IncentiveRules, VentureRules, EnterpriseRules,
    GovernanceRules, LifecycleRules,
)  # fmt: skip

_OBSERVERS: tuple[ModuleType, ...] = (
    production_metrics, labour_metrics, migration_metrics, education_metrics, investment_metrics,
    demand_metrics, markets_metrics, knowledge_metrics, collaboration_metrics, facilitation_metrics,
    capital_metrics, incentives_metrics, venture_metrics, zones_metrics, enterprise_metrics,
    governance_metrics, world_metrics, lifecycle_metrics,
)  # fmt: skip
METRICS: dict[str, Metric] = all_metrics(_OBSERVERS)


class Snapshot(NamedTuple):
    """Everything that a model is, but for its handles and its rules."""

    month: int
    state: dict[str, Any]
    world: tuple[str, int, int]
    """Scenario, seed and replicate."""


class ClusterModel(mesa.Model[Any, Any]):
    """Panama's ICT cluster, or another, as a Mesa model.

    Args:
        scenario: Name of a scenario, path of a file, or a scenario already read.
        seed: Seed of the experiment; also given to Mesa as ``rng``.
        replicate: Number of the random world.
        numbers: Departures from the scenario's numbers, by leaf name.
        policy: Dated changes of levers.
        keep: Panels of the journal to keep, such as ``sales`` or ``permits``.
        check: Check every identity every month, and name what does not add up.
        sme: Class of the local firms; a subclass may decide otherwise.
        mnc: Class of the multinationals.
        month: The schedule.
        metrics: What is observed every month, by name; a policy may rest on nothing else.
        guests: Further participants, injected by their types.
        extra_rules: Further books of numbers, for guests.
        bare: Leave the model empty, to be filled by :meth:`restore`.

    Raises:
        InputError: A scenario, number or policy that cannot be used; every mistake at once.
        ScheduleError: A process asks for somebody who does not take part, or a class of firms
            answers what nobody asks.
    """

    def __init__(
        self,
        scenario: str | Path | Scenario = "panama_2009",
        *,
        seed: int = 1,
        replicate: int = 0,
        numbers: Mapping[str, Any] | None = None,
        policy: Policy = BASELINE,
        keep: tuple[str, ...] = (),
        check: bool = False,
        sme: type[Firm] = SME,
        mnc: type[Firm] = MNC,
        month: tuple[Process, ...] = MONTH,
        metrics: Mapping[str, Metric] = METRICS,
        guests: tuple[Any, ...] = (),
        extra_rules: tuple[type[Rules], ...] = (),
        bare: bool = False,
    ) -> None:
        if wrong := [*no_counts(seed=seed, replicate=replicate), *wrong_panels(keep)]:
            raise InputError(wrong)
        super().__init__(rng=seed)
        for cls in (sme, mnc):
            refuse_strays(cls)
        self.start = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        self.seed_number, self.replicate = seed, replicate
        self.newcomer, self.mnc = sme, mnc
        books = BOOKS + extra_rules
        self.rulebook = RuleBook(books, {**self.start.numbers, **(numbers or {})}, policy, metrics)
        self.rules = self.rulebook.base
        self.month = -self.start.warm_up
        self.unfinished: int | None = None
        self._found_tables(keep, audited=check)
        self._cast = self._participants(guests)
        known = [*self._cast, *books, Luck]
        lived = checked(month) if check else month
        self.schedule = [(process, participants(process, known)) for process in lived]
        self.circles, self.observers = observers(known, metrics)
        self.readings = readings(known, metrics)
        # whose rules were last observed, and who then was in each circle
        self._gathered: tuple[Any, list[tuple[Any, ...]]] = {}, []
        self.observed = self.datacollector = Observations(metrics)
        if not bare:
            self._warm_up()

    def _found_tables(self, keep: tuple[str, ...], *, audited: bool) -> None:
        self.zones = Zones(self)
        self.firms, self.customers = Firms(self, 512), Customers(self, 16)
        self.universities, self.funders = Universities(self, 16), Funders(self, 16)
        self.workforce, self.contracts = Workforce(1 << 14), Contracts(1 << 13)
        self.candidates, self.permits = Candidates(1 << 11), Permits(1 << 9)
        self.stakes, self.plans = Stakes(), Plans()
        self.programmes = Programmes()
        self.lines, self.rivals, self.projects = Lines(8), Rivals(8), Projects(16)
        self.ties, self.introductions = Ties(1 << 9), Introductions()
        self.initiatives = Initiatives()
        self.tables: dict[str, Table] = {
            "firms": self.firms, "workforce": self.workforce, "contracts": self.contracts,
            "candidates": self.candidates, "permits": self.permits, "customers": self.customers,
            "universities": self.universities, "funders": self.funders, "zones": self.zones,
            "stakes": self.stakes, "plans": self.plans,
            "programmes": self.programmes,
            "lines": self.lines, "rivals": self.rivals, "projects": self.projects,
            "ties": self.ties, "introductions": self.introductions,
            "initiatives": self.initiatives,
        }  # fmt: skip
        bind(**self.tables)
        self.firms.newcomer, self.firms.multinational = self.newcomer, self.mnc
        self.flows, self.census = Flows(), Census()
        self.journal, self.opening = Journal(keep, audited=audited), Opening()
        self.government, self.cfg, self.world = Government(self), CFG(self), World(self)
        self.lifecycle = Lifecycle(self)
        self.singles = (self.government, self.cfg, self.world, self.lifecycle)
        self.ledger = Ledger(
            firms=(Sector.FIRMS, self.firms), customers=(Sector.CUSTOMERS, self.customers),
            universities=(Sector.UNIVERSITIES, self.universities),
            funders=(Sector.FUNDERS, self.funders),
        )  # fmt: skip

    def _participants(self, guests: tuple[Any, ...]) -> dict[Any, Any]:
        there = (*self.tables.values(), self.flows, self.census, self.journal, self.opening,
                 *self.singles, self.ledger, self.ledger.payments, *guests)  # fmt: skip
        cast = {type(one): one for one in there}
        for guest in guests:
            if sum(type(one) is type(guest) for one in there) > 1:
                raise ScheduleError(f"Two of type {type(guest).__name__} take part; one can.")
        return cast

    def _warm_up(self) -> None:
        """Found the cluster and let it live until the first month."""
        found(self, self.start)
        founding = self.month
        while self.month < 0:
            # on the day of founding they are set already
            if self.month % MONTHS_PER_YEAR == 0 and self.month > founding:
                set_rivals(self)
            self._live()
        reset_books(self, self.start)
        set_rivals(self)
        set_parents(self, self.start)
        self.ledger.open_month()

    def step(self) -> None:
        """Live one month, and note what is observed of it.

        Raises:
            BrokenError: An error ended the last month midway, and no snapshot was restored since.
        """
        try:
            self._refuse_half_a_month()
            self.unfinished = self.month
            self._live()
            self.observed.note(self.observe())
            self.unfinished = None
        except BaseException:
            # an error would stop Mesa's clock for good, and steps to come would live nothing
            self._default_schedule.pause()
            self._default_schedule.resume()
            raise

    def _refuse_half_a_month(self) -> None:
        if self.unfinished is not None:
            raise BrokenError(
                f"Month {self.unfinished} ended in an error before all of it was lived and noted.\n"
                "  Restore a snapshot taken before it, or build the model anew."
            )

    @property
    def _world(self) -> tuple[str, int, int]:
        return self.start.name, self.seed_number, self.replicate

    def run_months(self, months: int) -> None:
        """Live some months."""
        for _ in range(months):
            self.step()

    def _live(self) -> None:
        month = self.month
        self.world.month = self.firms.now = month
        self.programmes.enrol(self.rulebook.programmes, month)
        self.rules = self.rulebook.in_force(month, self.observed.model_vars, self.standing)
        self.flows.reset()
        # nobody follows those who looked for a post last month
        self.candidates.clear()
        self.journal.open_month(month)
        self.ledger.open_month()
        cast = self._cast | self.rules | {Luck: Luck(self.seed_number, self.replicate, month)}
        for process, types in self.schedule:
            process(*[cast[t] for t in types])
        self.month = month + 1

    def observe(self) -> dict[str, float]:
        """What is observed of the month just lived, by name."""
        self.census.take(self.firms, self.workforce)
        if self._gathered[0] is not self.rules:
            cast = self._cast | self.rules
            self._gathered = self.rules, [tuple([cast[t] for t in c]) for c in self.circles]
        who = self._gathered[1]
        try:
            noted = {name: float(function(*who[at])) for name, function, at in self.observers}
        except (TypeError, ValueError) as error:
            raise no_number(self.observers, who) or error from None
        noted.update(self.readings.of(self._cast))
        return noted

    @property
    def series(self) -> Any:
        """What was observed, by month, as a pandas frame: one row a month, one column a metric."""
        import pandas as pd

        frame = pd.DataFrame(self.observed.model_vars)
        frame.index = pd.RangeIndex(self.month - len(frame), self.month, name="month")
        return frame

    @property
    def standing(self) -> dict[str, Standing]:
        """Where each programme of the policy stands politically, by name."""
        return self.programmes.standing(self.rulebook.programmes)

    # Snapshots

    def snapshot(self) -> Snapshot:
        """Copy the state, so that the same past can have several futures.

        Raises:
            BrokenError: An error ended the last month midway.
        """
        self._refuse_half_a_month()
        tables = {
            name: (t.issued, {n: a[: t.size].copy() for n, a in t.data.items()})
            for name, t in self.tables.items()
        }
        classes = {n: list(t.classes) for n, t in self.tables.items() if isinstance(t, Members)}
        state = {
            "tables": tables,
            "classes": classes,
            "purses": {s: p.copy() for s, p in self.ledger.purses.items()},
            "singles": [_attributes(a) for a in self.singles],
            "journal": {n: list(e) for n, e in self.journal.kept.items()},
            "series": {n: list(v) for n, v in self.observed.model_vars.items()},
        }
        return Snapshot(self.month, state, self._world)

    def restore(self, snapshot: Snapshot, policy: Policy | None = None) -> None:
        """Return to a snapshot of this scenario and luck, perhaps under another policy.

        What the snapshot has observed and this model does not is left out.

        Raises:
            InputError: A policy that cannot be used, or a snapshot of another world, or one that
                has not observed what this model does.
        """
        if snapshot.world != self._world:
            theirs, mine = (", ".join(map(str, world)) for world in (snapshot.world, self._world))
            raise InputError(
                [f"The snapshot is of another world ({theirs}) than this model ({mine}): "
                 "scenario, seed, replicate."]
            )  # fmt: skip
        missing = self.observed.model_vars.keys() - snapshot.state["series"].keys()
        if missing:
            raise InputError([f"The snapshot has not observed {', '.join(sorted(missing))}."])
        if policy is not None:
            self.rulebook = self.rulebook.under(policy)
        state = snapshot.state
        for name, table in self.tables.items():
            issued, columns = state["tables"][name]
            table.refill(issued, columns)
            if isinstance(table, Members):
                table.reseat(state["classes"][name])
        for sector, purse in state["purses"].items():
            self.ledger.purses[sector][:] = purse
        for single, attributes in zip(self.singles, state["singles"], strict=True):
            for name, value in attributes.items():
                setattr(single, name, value.copy() if isinstance(value, np.ndarray) else value)
        self.journal.kept = {n: list(state["journal"].get(n, ())) for n in self.journal.keep}
        self.observed.refill(state["series"])
        self.month, self.unfinished = snapshot.month, None
        self.firms.now = self.month


def _attributes(single: mesa.Agent) -> dict[str, Any]:
    """State of a single agent: its declared attributes."""
    # what still has its first value is state too, so that a restored model forgets what came later
    state = {n: getattr(single, n) for n in type(single).__annotations__ if hasattr(single, n)}
    return {n: (v.copy() if isinstance(v, np.ndarray) else v) for n, v in state.items()}


__all__ = ["BOOKS", "METRICS", "MONTH", "ClusterModel", "Snapshot"]
