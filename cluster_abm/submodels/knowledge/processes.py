"""Knowledge: what happens in the month."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from cluster_abm.agents.candidates import Candidates
from cluster_abm.agents.classes import Degree, Kind, Reform, Skill, Support, Work, ZoneName
from cluster_abm.agents.firms import Firms, of_both_origins
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import Government
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.zones import Zones
from cluster_abm.core import compiled
from cluster_abm.core.groups import ranks_in_groups, sums_of_rows, tally
from cluster_abm.core.journal import Journal
from cluster_abm.core.kernels import knowledge as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, heir
from cluster_abm.core.metric import total
from cluster_abm.core.numerics import binomial, dexp, dlog, dpow, lognormal, poisson
from cluster_abm.core.sums import sum_of_columns
from cluster_abm.core.tables import Flags, Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.knowledge import equations
from cluster_abm.submodels.knowledge.decisions import (
    consider_research,
    pay_for_research,
    wish_for_research,
    yield_of_research,
)
from cluster_abm.submodels.knowledge.numbers import KnowledgeRules

OWN = Work.OWN_WORK
_LOCAL, _ZONES = int(Kind.SME), len(ZoneName)
SLOWEST_FADE = 1e-6
"""Rate at which an innovation that never fades is reckoned to fade, 1/month."""
BEFORE_ALL = -1000
"""Month of a grant that nobody has: before any programme."""
CARRIERS = slice(Skill.ENGINEER, Skill.MANAGER + 1)
"""Skills that carry knowledge of their firm: engineers, researchers, and managers."""


# Plans


def plan_research(
    firms: Firms, programmes: Programmes, government: Government, rules: KnowledgeRules, luck: Luck
) -> None:
    """Firms decide whether to do research, how much, and what staff it takes (E3)."""
    government.ip_protection = rules.ip_protection
    _reconsider(firms, rules, luck)
    _look_ahead(firms, programmes, government, luck.month, rules)
    firms.research_yield = yield_of_research(firms, rules)
    wish = firms.ask(wish_for_research, rules)
    firms.research_plan = firms.research_plan + rules.plan_speed * (wish - firms.research_plan)
    money = firms.ask(pay_for_research, rules)
    firms.research = _team(firms, money, rules)


def _reconsider(firms: Firms, rules: KnowledgeRules, luck: Luck) -> None:
    """Once a year a firm thinks about it again, with the bent of its founder."""
    habit = luck.lasting("review of research", firms.birth, 2)
    month = (habit[:, 0] * MONTHS_PER_YEAR).astype(np.int64)
    today = (firms.is_sme & (month == luck.month % MONTHS_PER_YEAR)).nonzero()[0]
    chance = firms.ask(consider_research, rules, _peers(firms))
    firms.in_research[today] = habit[today, 1] < chance[today]


def _look_ahead(
    firms: Firms, programmes: Programmes, government: Government, month: int, rules: KnowledgeRules
) -> None:
    """Those who live on a grant reckon with the end of its programme, before it comes (M150)."""
    if not len(programmes):
        firms.doubt = firms.hold_back = 0.0
        return
    fade = max(rules.line_depreciation + rules.copying * (1 - rules.ip_protection), SLOWEST_FADE)
    held = firms.grant > 0
    since = np.where(held, firms.grant_month, BEFORE_ALL)
    doubt = programmes.doubt_of(Support.GRANTS, government, month, fade, since)
    firms.doubt = rules.programme_dependence * doubt
    months = np.where(held, firms.earmarked / np.maximum(firms.promised, 1.0), 0.0)
    here, then = (
        programmes.survival_of(Support.GRANTS, government, month, ahead, since)
        for ahead in (0, months)
    )
    missing = firms.grant_due / np.maximum(firms.grant, 1)
    # what is still due of a programme that has ended will be paid
    firms.hold_back = missing * (here - then) * (1 - government.honours)


def _peers(firms: Firms) -> Floats:
    """Share of the local firms of its zone that consider research, shape ``(firms,)``."""
    if compiled.in_use:
        return kernels.peers(firms.zone, firms.sort, firms.in_research, _LOCAL, _ZONES)
    local = np.bincount(firms.zone, firms.is_sme, _ZONES)
    doing = np.bincount(firms.zone, firms.in_research, _ZONES)
    share: Floats = (doing / np.maximum(local, 1))[firms.zone]
    return share


def _team(firms: Firms, money: Floats, rules: KnowledgeRules) -> Floats:
    """Time of each skill that some money pays, full-time staff, shape ``(firms, skills)``."""
    if compiled.in_use:
        return kernels.team(
            money, firms.offer, rules.research_team, firms.labour_cost, firms.pay, rules.materials
        )
    load = total(firms.labour_cost) / max(total(firms.pay), 1.0)
    mean_cost = sum_of_columns(firms.offer * rules.research_team) * load
    people = money * (1 - rules.materials) / np.maximum(mean_cost, 1.0)
    team: Floats = people[:, None] * rules.research_team
    return team


# Talent


def carry(
    firms: Firms, workforce: Workforce, candidates: Candidates, rules: KnowledgeRules
) -> None:
    """Those who come from a better firm bring some of what it knew (M34, M18)."""
    firm, ahead, absorbed, carriers = _newcomers(firms, workforce, candidates)
    if len(firm):
        lift = equations.lift_by_newcomers(dlog(ahead), rules.carried_part, absorbed, carriers)
        _lift(firms.quality[:, OWN], firm, lift)


def _newcomers(
    firms: Firms, workforce: Workforce, candidates: Candidates
) -> tuple[Ints, Floats, Floats, Ints]:
    """Who comes with knowledge: firm, how far ahead, what it absorbs, its staff who carry any."""
    if compiled.in_use:
        return kernels.newcomers(
            candidates.skill, candidates.post, candidates.person, workforce.knows, firms.quality,
            int(OWN), firms.absorption, firms.staff, int(CARRIERS.start), int(CARRIERS.stop),
        )  # fmt: skip
    able = candidates.skill >= CARRIERS.start
    hired = (able & (candidates.post >= 0) & (candidates.person >= 0)).nonzero()[0]
    knows = workforce.knows[candidates.person[hired]].astype(np.float64)
    learned = knows > 0
    firm = candidates.post[hired[learned]].astype(np.int64)
    team = sums_of_rows(firms.staff[firm, CARRIERS])
    ahead = knows[learned] / firms.quality[firm, OWN]
    return firm, ahead, firms.absorption[firm], np.maximum(team, 1)


def _lift(level: Floats, firm: Ints, lift: Floats) -> None:
    """Raise levels of some firms by log points, of which a firm may have several."""
    level *= dexp(np.bincount(firm, lift, len(level)))


# Money


PROTECTION_2009 = 0.3
"""Protection of intellectual property in 2009, which the state pays already."""


def protect_ideas(ledger: Ledger, flows: Flows, rules: KnowledgeRules) -> None:
    """Government pays courts and offices that protect ideas better than in 2009 (M89)."""
    more = max(rules.ip_protection - PROTECTION_2009, 0.0)
    paid = round(more * rules.ip_office_cost * CENTS_PER_DOLLAR / MONTHS_PER_YEAR)
    flows.reforms[Reform.PROTECTION] += paid
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, paid, Why.PUBLIC_SERVICE)


def buy_research(firms: Firms, ledger: Ledger, flows: Flows, rules: KnowledgeRules) -> None:
    """Firms pay the materials of research; the time of staff is in the wages (E3)."""
    bought = _note_research(firms, flows, rules.materials / (1 - rules.materials))
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.ECONOMY), bought, Why.RESEARCH)


def _note_research(firms: Firms, flows: Flows, ratio: float) -> Ints:
    """Write the cost of research into the books, and tell what materials cost, cents."""
    if compiled.in_use:
        return kernels.pay_for_research(
            firms.labour_cost, firms.pay, firms.staff, firms.research, firms.sort, ratio,
            firms.research_pay, firms.research_cost, firms.earnings, flows.inputs, flows.research,
        )  # fmt: skip
    load = firms.labour_cost / np.maximum(firms.bill, 1)
    pay_of_skill = of_both_origins(firms.pay) / np.maximum(firms.posts_filled, 1)
    firms.research_pay = cents(sum_of_columns(firms.at_research * pay_of_skill) * load)
    bought = cents(firms.research_pay * ratio)
    firms.research_cost = firms.research_pay + bought
    firms.earnings[:, -1] -= bought
    tally(flows.inputs, firms.sort, by=bought)
    flows.research[0] += np.add.reduce(firms.research_cost)
    return bought


# Knowledge


def keep_up(firms: Firms, workforce: Workforce, rules: KnowledgeRules) -> None:
    """The frontier moves on; integrators follow as far as their staff is educated (E4, M28)."""
    growth, catch_up = rules.frontier_growth, rules.integration_catch_up
    rest = equations.resting_gap(growth, catch_up, rules.certified_2009)
    level, process = dlog(firms.quality), dlog(firms.efficiency)
    if compiled.in_use:
        kernels.keep_up(
            workforce.employer, workforce.degree, int(Degree.FOUR_YEAR), workforce.knows,
            _month_of_frontier(growth), firms.staff, firms.research_cost, firms.labour_cost,
            firms.degree_share, firms.absorption, level, process, int(Work.INTEGRATION), int(OWN),
            rules.absorbing_research, growth, catch_up, rest, rules.least_certified,
            rules.line_depreciation, rules.process_fade,
        )  # fmt: skip
    else:
        firms.degree_share = workforce.graduates_by_firm(firms) / np.maximum(firms.headcount, 1)
        firms.absorption = absorption_of(firms, rules)
        able = np.maximum(firms.degree_share, rules.least_certified)
        gap = rest - level[:, Work.INTEGRATION]
        level[:, Work.INTEGRATION] = rest - equations.gap_after_a_month(gap, growth, catch_up, able)
        lead = equations.lead_after_a_month(level[:, OWN], rules.line_depreciation)
        level[:, OWN] = lead - growth
        process = equations.lead_after_a_month(process, rules.process_fade)
        workforce.knows *= _month_of_frontier(growth)
    firms.quality, firms.efficiency = dexp(level), dexp(process)


def absorption_of(firms: Firms, rules: KnowledgeRules) -> Floats:
    """Part of outside knowledge that each firm can make its own until the next month (M93)."""
    intensity = firms.research_cost / np.maximum(firms.labour_cost, 1)
    return equations.absorption(intensity, rules.absorbing_research, firms.degree_share)


@lru_cache(maxsize=8)
def _month_of_frontier(growth: float) -> np.float32:
    """What is left in a month of knowledge that stands still, factor."""
    return np.float32(float(dexp(-growth)))


def research(
    firms: Firms, zones: Zones, flows: Flows, journal: Journal, rules: KnowledgeRules, luck: Luck
) -> None:
    """Research brings innovations, each of which improves one line of its firm (E3, E5)."""
    firms.innovations = firms.new_products = 0
    firms.ideas *= 1 - rules.idea_fade
    doing = (firms.research_cost > 0).nonzero()[0]
    if not len(doing):
        return
    mean = _innovation_rate(firms, zones, doing, rules)
    number = poisson(luck.uniform("innovations", firms.birth[doing]), mean)
    firms.innovations[doing] = number
    firms.ideas[doing] += rules.ideas_left_over * number
    new = _draw(firms, doing, number, luck, rules)
    process, gain = _count(firms, flows, new, rules)
    lift = dexp(gain)
    firms.quality[:, OWN] *= lift[0]
    firms.efficiency[:] *= lift[1]
    if journal.wants("innovations"):
        journal.write("innovations", firm=firms.birth[new.firm], step=new.step, process=process)


def _innovation_rate(firms: Firms, zones: Zones, doing: Ints, rules: KnowledgeRules) -> Floats:
    """Innovations expected of the firms at research, 1/month, shape ``(doing,)``."""
    near = zones.nearness(rules.spillover_reach)
    if compiled.in_use and len(near) <= kernels.MOST_CELLS:
        on_a_line, usual, more = kernels.research_of_lines(
            doing, firms.place, firms.research_cost, near, firms.absorption, firms.products,
            firms.own_contracts, firms.research_yield, float(rules.spillover_half),
            rules.spillover_strength,
        )  # fmt: skip
        return usual * dpow(on_a_line, rules.research_elasticity) * more
    spending = firms.research_cost[doing] / CENTS_PER_DOLLAR
    nearby = equations.research_nearby(firms.place[doing].astype(np.int64), spending, near)
    more = equations.spillover(
        nearby, rules.spillover_half, rules.spillover_strength, firms.absorption[doing]
    )
    return equations.innovation_rate(
        firms.lines[doing], spending, firms.research_yield[doing], rules.research_elasticity, more
    )


class Innovations(NamedTuple):
    """The innovations of a month, an entry each."""

    firm: Ints
    """Row of the firm."""
    step: Floats
    """Improvement of one line, log points."""
    kind: Floats
    """Luck that makes it one of the process or of the product."""
    alone: Floats
    """Luck that makes it a product of its own."""
    filed: Floats
    """Luck that has it patented."""


def _draw(
    firms: Firms, doing: Ints, number: Ints, luck: Luck, rules: KnowledgeRules
) -> Innovations:
    """What each innovation of this month is like, of which the firms at research make a number."""
    firm = np.repeat(doing, number)
    births = heir(firms.birth[firm], "innovation", luck.month, ranks_in_groups(number))
    size, kind, alone, filed = luck.pick("innovation", births, TRAITS).T
    return Innovations(firm, lognormal(size, rules.step, rules.step_spread), kind, alone, filed)


TRAITS = 4
"""What is drawn of an innovation: its size and kind, whether it stands alone, or is patented."""


def _count(
    firms: Firms, flows: Flows, new: Innovations, rules: KnowledgeRules
) -> tuple[Flags, Floats]:
    """Count innovations; each improves one line, and its firm by a line's share (E3).

    Returns:
        Which improve the process, and what each firm gains in products and in processes, log
        points, shape ``(2, firms)``.
    """
    gain = np.zeros((2, len(firms)))
    if compiled.in_use:
        process = kernels.count_innovations(
            *new, firms.products, firms.own_contracts, rules.process_share, rules.product_share,
            rules.patent_step, rules.ip_protection, rules.award_step, gain, firms.new_products,
            flows.innovations, flows.patents, flows.awards,
        )  # fmt: skip
        return process, gain
    process = new.kind < rules.process_share
    of_firm = new.step / firms.lines[new.firm]
    for level, mine in zip(gain, (~process, process), strict=True):
        tally(level, new.firm[mine], by=of_firm[mine])
    tally(firms.new_products, new.firm[~process & (new.alone < rules.product_share)])
    flows.innovations += np.bincount(process, minlength=2)
    filed = (new.step >= rules.patent_step) & (new.filed < rules.ip_protection)
    flows.patents[0] += np.count_nonzero(filed)
    flows.awards[0] += np.count_nonzero(new.step >= rules.award_step)
    return process, gain


def imitate(firms: Firms, rules: KnowledgeRules, luck: Luck) -> None:
    """Local firms learn from those ahead, the rarer the further they are."""
    most = rules.imitation * (1 - rules.ip_protection)
    whom, chance = luck.pick("imitation", firms.birth, 2).T
    rows, seen = _look_around(firms, whom, chance, most)
    if not len(rows):
        return
    own = firms.quality[:, OWN]
    ahead, behind = dlog(own[np.array([seen, rows])])
    gap = ahead - behind
    learns = chance[rows] < equations.chance_to_imitate(
        gap, most, rules.imitation_reach, firms.absorption[rows]
    )
    own[rows[learns]] *= dexp(rules.imitated_part * gap[learns])


def _look_around(firms: Firms, whom: Floats, chance: Floats, most: float) -> tuple[Ints, Ints]:
    """Local firms that would learn from one just ahead, and whom each sees, by its own work."""
    if compiled.in_use:
        return kernels.look_around(
            firms.own_orders, firms.sort, whom, chance, firms.absorption, _LOCAL, most
        )
    weight = np.cumsum(firms.own_orders * firms.is_sme)
    if not weight[-1:].any():
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    rows = (firms.is_sme & (chance < most * firms.absorption)).nonzero()[0]
    seen = np.searchsorted(weight, whom[rows] * weight[-1], side="right")
    return rows, np.minimum(seen, len(firms) - 1)


def launch(firms: Firms, flows: Flows, rules: KnowledgeRules, luck: Luck) -> None:
    """Old products go, and innovations that stand alone become products."""
    alive = firms.products.nonzero()[0]
    if len(alive):
        u = luck.uniform("end of products", firms.birth[alive])
        firms.products[alive] -= binomial(u, firms.products[alive], 1 / rules.product_life)
    firms.products += firms.new_products
    flows.launched[0] += np.add.reduce(firms.new_products)
