"""Tiny worlds for tests: a few firms and people, made by hand, with books that are open.

>>> world = TinyWorld()
>>> rows = world.add_firms(2, quality=[1.0, 2.0])
>>> world.firms.quality.tolist()
[[1.0, 1.0], [2.0, 2.0]]
"""

from __future__ import annotations

from typing import Any

import mesa
import numpy as np
from numpy.typing import ArrayLike

from cluster_abm.agents.candidates import Candidates
from cluster_abm.agents.classes import Segment, Skill, ZoneName
from cluster_abm.agents.contracts import Contracts
from cluster_abm.agents.customers import Customer, Customers
from cluster_abm.agents.firms import SME, Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.funders import Funder, Funders
from cluster_abm.agents.government import CFG, Government
from cluster_abm.agents.initiatives import Initiatives
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.stakes import Plans, Stakes
from cluster_abm.agents.ties import Introductions, Ties
from cluster_abm.agents.universities import Universities, University
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.agents.zones import Zones
from cluster_abm.core.journal import Journal
from cluster_abm.core.ledger import Ledger, Sector
from cluster_abm.core.luck import Luck, keys
from cluster_abm.core.rules import Rules
from cluster_abm.core.schedule import participants
from cluster_abm.core.tables import Ints, Table, bind

DOLLAR = 100
"""Cents."""


class TinyWorld(mesa.Model[Any, Any]):
    """Every table and purse of the model, empty but for the zones; no schedule."""

    def __init__(self, seed: int = 1, month: int = 0) -> None:
        super().__init__(rng=1)
        self.seed_number = seed
        self.zones = Zones(self)
        self.zones.admit(
            keys("zone", 0, 0, np.arange(len(ZoneName))),
            rent=1000.0, rent_start=1000.0, occupied_start=100.0, productivity=1.0,
            admits=1.0,
        )  # fmt: skip
        self.firms, self.customers = Firms(self), Customers(self)
        self.firms.newcomer = SME
        self.universities, self.funders = Universities(self), Funders(self)
        self.workforce, self.contracts, self.permits = Workforce(), Contracts(), Permits()
        self.stakes, self.plans = Stakes(), Plans()
        self.candidates, self.programmes = Candidates(), Programmes()
        self.ties, self.introductions, self.initiatives = Ties(), Introductions(), Initiatives()
        tables: dict[str, Table] = {
            "firms": self.firms, "customers": self.customers, "universities": self.universities,
            "funders": self.funders, "workforce": self.workforce, "contracts": self.contracts,
            "permits": self.permits, "zones": self.zones, "candidates": self.candidates,
            "stakes": self.stakes, "plans": self.plans,
            "programmes": self.programmes,
            "ties": self.ties, "introductions": self.introductions,
            "initiatives": self.initiatives,
        }  # fmt: skip
        bind(**tables)
        self.ledger = Ledger(
            firms=(Sector.FIRMS, self.firms), customers=(Sector.CUSTOMERS, self.customers),
            universities=(Sector.UNIVERSITIES, self.universities),
            funders=(Sector.FUNDERS, self.funders),
        )  # fmt: skip
        self.flows = Flows()
        self.journal = Journal(keep=("closures", "foundings", "grants", "stakes"))
        self.government, self.cfg, self.world = Government(self), CFG(self), World(self)
        self.world.outside_wage = np.full(len(Skill), 1000.0 * DOLLAR)
        self.world.reservoir = np.full((len(Skill), 2), 1000)
        self.world.reservoir_start = self.world.reservoir.copy()
        self.enter_month(month)

    def enter_month(self, month: int) -> None:
        """Begin a month: new luck, new flows."""
        self.world.month = self.firms.now = month
        self.luck = Luck(self.seed_number, 0, month)
        self.flows.reset()
        self.journal.open_month(month)
        self.ledger.open_month()

    def add_firms(
        self, n: int, *, cls: type[SME] = SME, cash: ArrayLike = 0, **columns: Any
    ) -> Ints:
        """Let firms in; what is not named is that of a usual small firm.  Cash is in cents.

        Quality of one number a firm holds for both kinds of work.
        """
        usual: dict[str, Any] = {
            "price": 1.0, "unit_cost": 1.0, "quality": 1.0, "efficiency": 1.0, "management": 1.0,
            "born": -120, "orders": 1.0, "offer": 1000.0 * DOLLAR, "parent": -1,
        }  # fmt: skip
        quality = np.asarray(columns.get("quality", 1.0))
        if quality.ndim == 1:
            columns["quality"] = quality[:, None]
        start = len(self.firms)
        births = keys("test firm", 0, 0, start + np.arange(n))
        zone = np.broadcast_to(columns.get("zone", ZoneName.REST), n)
        cells = np.array([self.zones.cells_of[z][0] for z in zone.tolist()])
        rows = self.firms.enter(cls, births, cells, **(usual | columns))
        self.firms.data["cash"][rows] = cash
        self.ledger.open_month()
        return rows

    def add_people(self, n: int, *, employer: ArrayLike = -1, wage: float = 1000.0 * DOLLAR,
                   **columns: Any) -> Ints:  # fmt: skip
        """Let people in, and hire those who have an employer.  The wage is in cents a month."""
        usual: dict[str, Any] = {"skill": Skill.ENGINEER, "ability": 1.0, "experience": 120}
        start = self.workforce.issued
        births = keys("test person", 0, 0, start + np.arange(n))
        rows = self.workforce.admit(births, **(usual | columns))
        employers = np.broadcast_to(np.asarray(employer, np.int64), n)
        at_work = employers >= 0
        self.workforce.hire(
            self.firms, rows[at_work], employers[at_work], np.full(int(at_work.sum()), wage)
        )
        return rows

    def add_customers(self, **columns: Any) -> Ints:
        """Let one customer of every segment in."""
        births = keys("test customer", 0, 0, np.arange(len(Segment)))
        cells = np.zeros(len(Segment), np.int64)
        return self.customers.enter(
            Customer,
            births,
            cells,
            **({"segment": np.arange(len(Segment)), "budget": 1.0} | columns),
        )

    def add_university(self, **columns: Any) -> Ints:
        """Let one university in."""
        birth = keys("test university", 0, 0, len(self.universities) + np.arange(1))
        usual: dict[str, Any] = {"skill": Skill.ENGINEER, "length": 48, "seats": 10.0}
        return self.universities.enter(
            University, birth, np.zeros(1, np.int64), **(usual | columns)
        )

    def add_funder(self, **columns: Any) -> Ints:
        """Let one funder in; what is not named is that of a grant programme without money."""
        birth = keys("test funder", 0, 0, len(self.funders) + np.arange(1))
        return self.funders.enter(Funder, birth, np.zeros(1, np.int64), **columns)

    def run(self, process: Any, rules: Rules) -> None:
        """Let a process take place with these rules."""
        mine = {type(value): value for value in vars(self).values()} | {type(rules): rules}
        process(*(mine[kind] for kind in participants(process, mine)))
