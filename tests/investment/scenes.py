"""Tiny worlds with sites of multinationals, rivals and promises."""

from __future__ import annotations

from typing import Any

import numpy as np

from cluster_abm.agents.classes import Kind, Line, Skill
from cluster_abm.agents.firms import MNC
from cluster_abm.agents.sites import Lines, Projects, Rivals
from cluster_abm.core.luck import keys
from cluster_abm.core.tables import Ints
from cluster_abm.submodels.investment.decisions import (
    forecast_by_line,
    look_at_sites,
    values_here,
    values_of_rivals,
)
from cluster_abm.submodels.investment.equations import share_here
from cluster_abm.submodels.investment.numbers import InvestmentRules
from cluster_abm.submodels.investment.processes import review_sites
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.production.processes import mix_of_lines
from tests.worlds import DOLLAR, TinyWorld

STILL = InvestmentRules(parents_spread=0.0, rivals_spread=0.0)
"""The rules in a world where nothing turns by itself."""
CONTACT, SUPPORT = Line.CONTACT, Line.SUPPORT
TEN_FILLED = np.array([10.0, 6.0, 400.0, 12.0])
"""Posts open, posts filled, staff and separations of each skill in a month."""


class SiteWorld(TinyWorld):
    """A tiny world that competes with rivals for the work of multinationals."""

    def __init__(self, month: int = 3, rivals: int = 3, worth: float = 1e-5) -> None:
        super().__init__(month=month)
        self.lines, self.rivals, self.projects = Lines(), Rivals(), Projects()
        self.lines.admit(
            keys("line of work", 0, 0, np.arange(len(Line))),
            mix=mix_of_lines(ProductionRules()),
            price=ProductionRules().service_price * DOLLAR,
        )
        self.rivals.admit(
            keys("rival", 0, 0, np.arange(rivals)), cost=1000.0 * DOLLAR,
            quality=worth * 1000.0 * DOLLAR,
        )  # fmt: skip
        self.firms.multinational = MNC
        self.world.seen = np.repeat(TEN_FILLED[:, None], len(Skill), axis=1)
        self.world.market = 1.0

    def add_sites(self, n: int = 1, *, staff: int = 0, **posts: float) -> Ints:
        """Let sites in, with posts by line of work; parents have five times as many everywhere."""
        plan = np.array([posts.get(line.name.lower(), 0.0) for line in Line])
        usual: dict[str, Any] = {
            "sort": Kind.MNC, "plan": plan, "agreed": plan, "parent_posts": 5.0 * plan,
            "line_share": plan / plan.sum(), "volume": float((plan * self.lines.price).sum()),
        }  # fmt: skip
        rows = self.add_firms(n, cls=MNC, **usual)
        for row in rows.tolist():
            if staff:
                self.add_people(staff, employer=row)
        return rows

    def rest(self, rules: InvestmentRules = STILL) -> None:
        """Let parents have just the work that makes the posts of today those they want."""
        seen = look_at_sites(self.firms, self.lines, self.world, rules)
        fill = forecast_by_line(self.world, self.lines, np.zeros(len(Skill)))
        rivals = values_of_rivals(self.rivals, 0.0, rules)
        share = share_here(values_here(seen, fill), rivals, rules.site_elasticity)
        self.firms.parent_posts[seen.rows] = self.firms.plan[seen.rows] / share

    def review(self, rules: InvestmentRules = STILL, months: int = 3) -> None:
        """Let parents review their sites once, some months later."""
        self.enter_month(self.world.month + months)
        self.run(review_sites, rules)
