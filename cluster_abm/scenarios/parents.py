"""Parents and rival sites: who competes with the cluster for the work of multinationals."""

from __future__ import annotations

from typing import Any

import numpy as np

from cluster_abm.agents.classes import Line
from cluster_abm.core.luck import keys
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.scenarios.reader import Scenario
from cluster_abm.submodels.investment import equations
from cluster_abm.submodels.investment.decisions import (
    data_of_a_post,
    forecast_by_line,
    look_at_sites,
    usual_site,
    values_here,
    values_of_rivals,
)
from cluster_abm.submodels.investment.numbers import InvestmentRules
from cluster_abm.submodels.investment.processes import NOTHING_MORE, note_value
from cluster_abm.submodels.production.numbers import ProductionRules
from cluster_abm.submodels.production.processes import mix_of_lines


def open_sites(model: Any, scenario: Scenario) -> None:
    """Lines of work, rivals, and what parents remember of promises, before anybody is here."""
    rules: ProductionRules = model.rules[ProductionRules]
    model.lines.admit(
        keys("line of work", 0, 0, np.arange(len(Line))), mix=mix_of_lines(rules),
        price=rules.service_price * CENTS_PER_DOLLAR,
    )  # fmt: skip
    model.rivals.admit(
        keys("rival", 0, 0, np.arange(len(scenario.rival))),
        cost=[[row.cost] * len(Line) for row in scenario.rival],
        quality=[row.quality for row in scenario.rival],
    )
    model.world.projects = scenario.frame.projects
    past: InvestmentRules = model.rules[InvestmentRules]
    model.government.promised = past.promises_of_2009
    model.government.delivered = past.promises_of_2009 * past.reputation_2009


def plan_as_staffed(model: Any) -> None:
    """Let parents plan the posts that are filled on the day of founding."""
    firms, lines = model.firms, model.lines
    firms.plan = firms.agreed = firms.line_share * firms.headcount[:, None]
    firms.volume = (firms.plan * lines.price).sum(axis=1)


def set_parents(model: Any, scenario: Scenario) -> None:
    """Set parents' work so that the posts of January 2009 are those they want here (E6).

    Rivals are given relative to the cluster as it is then.
    """
    firms, lines, rivals = model.firms, model.lines, model.rivals
    rules: InvestmentRules = model.rules[InvestmentRules]
    seen = look_at_sites(firms, lines, model.world, rules)
    here, fill = usual_site(firms, seen), forecast_by_line(model.world, lines, NOTHING_MORE)
    without_data = here.cost - data_of_a_post(rules, rules.data_price)
    rivals.cost = np.array([row.cost for row in scenario.rival])[:, None] * without_data
    # rivals differ in quality, lines here in how well they are staffed
    rivals.quality = [row.quality * here.quality * fill.mean() for row in scenario.rival]
    elsewhere = values_of_rivals(rivals, seen.incentive, rules)
    share = equations.share_here(values_here(seen, fill), elsewhere, rules.site_elasticity)
    firms.parent_posts[seen.rows] = firms.plan[seen.rows] / share
    note_value(lines, here, fill, elsewhere)
