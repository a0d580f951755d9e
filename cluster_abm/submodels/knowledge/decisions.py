"""Knowledge: what firms choose; a class of firm may choose otherwise."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Activity, Kind, Skill, Work
from cluster_abm.agents.firms import Firms, of_both_origins
from cluster_abm.core import compiled
from cluster_abm.core.actor import decision
from cluster_abm.core.kernels import knowledge as kernels
from cluster_abm.core.ledger import cents
from cluster_abm.core.numerics import dexp, dpow, logistic
from cluster_abm.core.sums import sum_of_columns
from cluster_abm.core.tables import Floats
from cluster_abm.core.units import CENTS_PER_DOLLAR
from cluster_abm.submodels.knowledge import equations
from cluster_abm.submodels.knowledge.numbers import KnowledgeRules

LEARNED = slice(Skill.ENGINEER, Skill.RESEARCHER + 1)
"""Skills of those who do research."""
_LOCAL, _OWN_WORK = int(Kind.SME), int(Activity.OWN_WORK)


@decision
def consider_research(firms: Firms, rules: KnowledgeRules, peers: Floats) -> Floats:
    """Consider research if buyers ask for own work, customers are abroad, or peers do it.

    Args:
        firms: The firms.
        rules: The rules of the month.
        peers: Share of the local firms of the zone that do, shape ``(firms,)``.

    Returns:
        Chances, shape ``(firms,)``.
    """
    bent = rules.research_bent + rules.failure_tolerance
    if compiled.in_use:
        return logistic(kernels.motives(
            firms.own_orders, firms.orders, firms.activity, firms.exporter, peers, _OWN_WORK, bent,
            rules.demanding_buyers, rules.exporters_motive, rules.peers_motive,
        ))  # fmt: skip
    weights = np.array([rules.demanding_buyers, rules.exporters_motive, rules.peers_motive])
    return equations.chance_to_consider(bent, firms.own_share, firms.exporter, peers, weights)


@decision
def wish_for_research(firms: Firms, rules: KnowledgeRules) -> Floats:
    """Spend on every line what earns most (E3); who does not consider research spends nothing.

    A tenant whose tax falls by more than the research that its zone asks for does that much (M47).

    Returns:
        US cent/month, shape ``(firms,)``.
    """
    wish = firms.lines * _spending_on_a_line(firms, rules) * CENTS_PER_DOLLAR
    pays = firms.is_sme & (firms.relief_at_stake > firms.research_asked)
    return np.where(pays, np.maximum(wish, firms.research_asked), wish)


def _spending_on_a_line(firms: Firms, rules: KnowledgeRules) -> Floats:
    """Spending on a line that earns most, US$/month; 0 for who considers none."""
    copied = rules.copying * (1 - rules.ip_protection)
    if compiled.in_use:
        gain = kernels.gain_of_spending(
            firms.in_research, firms.sort, firms.products, firms.own_contracts, firms.doubt,
            firms.own_orders, firms.quality_gain, firms.unit_cost, firms.price,
            firms.research_yield, firms.tax_relief, firms.co_financed, _LOCAL, rules.step,
            rules.line_depreciation + copied, rules.process_share, rules.research_elasticity,
            rules.largest_relief,
        )  # fmt: skip
        return dpow(gain, 1 / (1 - rules.research_elasticity))
    spends = (firms.in_research & firms.is_sme).nonzero()[0]
    use = rules.step * equations.months_of_use(
        1 - firms.doubt[spends], rules.line_depreciation, copied
    )
    value = equations.value_of_innovation(
        firms.own_orders[spends] / firms.lines[spends] / CENTS_PER_DOLLAR,
        firms.quality_gain[spends], firms.unit_cost[spends] / firms.price[spends],
        rules.process_share, use,
    )  # fmt: skip
    relief = np.minimum(firms.tax_relief + firms.co_financed, rules.largest_relief)[spends]
    spending = np.zeros(len(firms))
    spending[spends] = equations.desired_spending(
        value, firms.research_yield[spends], rules.research_elasticity, relief
    )
    return spending


@decision
def pay_for_research(firms: Firms, rules: KnowledgeRules) -> Floats:
    """Pay for research out of grants, and of half of what cash and credit leave (E3).

    Two payrolls stay untouched.  A firm that took a grant does the research that it promised, less
    what it holds back because the rest of the grant may not come (M150).

    Returns:
        US cent/month, shape ``(firms,)``.
    """
    if compiled.in_use:
        return kernels.affordable(
            firms.research_plan, firms.earmarked, firms.cash, firms.credit_limit, firms.debt,
            firms.labour_cost, firms.promised, firms.hold_back, rules.months_kept,
            rules.research_of_cash,
        )  # fmt: skip
    granted = np.minimum(firms.research_plan, firms.earmarked)
    at_call = firms.cash - firms.earmarked + cents(firms.credit_left)
    own = equations.affordable(
        firms.research_plan - granted, at_call, firms.labour_cost, rules.months_kept,
        rules.research_of_cash,
    )  # fmt: skip
    return np.maximum(granted + own, firms.promised * (1 - firms.hold_back))


def yield_of_research(firms: Firms, rules: KnowledgeRules) -> Floats:
    """Innovations that US$ 1 a month on a line brings, by capability and quality reached (M85).

    Returns:
        Innovations/month, shape ``(firms,)``.
    """
    ahead = firms.quality[:, Work.OWN_WORK]
    if compiled.in_use:
        return kernels.yields(
            rules.research_yield, dpow(ahead, -rules.fishing_out), rules.easiest_catch,
            firms.management, firms.staff, firms.ability, int(LEARNED.start), int(LEARNED.stop),
            firms.promised, firms.research_cost, dexp(rules.yield_of_value * firms.project_value),
        )  # fmt: skip
    usual = equations.yield_of_line(
        rules.research_yield, ahead, rules.fishing_out, rules.easiest_catch
    )
    return usual * capability(firms) * _lift_of_projects(firms, rules)


def _lift_of_projects(firms: Firms, rules: KnowledgeRules) -> Floats:
    """What projects paid by others multiply the yield of a firm's research by."""
    lift = np.ones(len(firms))
    rows = firms.promised.nonzero()[0]
    if len(rows):
        promised = firms.promised[rows]
        all_research = np.maximum(firms.research_cost[rows], np.maximum(promised, 1.0))
        lift[rows] = equations.lift_of_project(
            firms.project_value[rows], rules.yield_of_value, promised / all_research
        )
    return lift


def capability(firms: Firms) -> Floats:
    """Management skill times the mean ability of those who do research; 1 is usual.

    Returns:
        Index, shape ``(firms,)``.
    """
    people = sum_of_columns(of_both_origins(firms.staff[:, LEARNED]))
    ability = sum_of_columns(of_both_origins(firms.ability[:, LEARNED]))
    # who has nobody yet expects to find the usual
    mean = np.where(people > 0, ability / np.maximum(people, 1), 1.0)
    skill: Floats = firms.management * mean
    return skill
