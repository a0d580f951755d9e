"""Investment: what parents choose; a class of multinational may choose otherwise."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import Line, Skill
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.government import Government
from cluster_abm.agents.sites import Lines, Rivals
from cluster_abm.agents.world import Seen, World
from cluster_abm.core.actor import decision
from cluster_abm.core.numerics import dexp
from cluster_abm.core.tables import Flags, Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR, WEEKS_PER_MONTH
from cluster_abm.submodels.investment import equations
from cluster_abm.submodels.investment.numbers import InvestmentRules

SKILLS, LINES = len(Skill), len(Line)


# What parents choose


@decision
def plan_site(firms: Firms, rules: InvestmentRules, wanted: Floats) -> Floats:
    """Move the posts planned towards those wanted, as far as the agreement goes (E6).

    Args:
        firms: The firms; local ones have no such plan.
        rules: The rules of the month.
        wanted: Posts that follow from parents' work and the value of the site, shape
            ``(firms, lines)``.

    Returns:
        Posts, shape ``(firms, lines)``.
    """
    most = rules.largest_plan * firms.agreed
    weary = _out_of_patience(firms, rules)[:, None]
    most = np.where(weary, np.minimum(most, firms.plan), most)
    return equations.next_plan(firms.plan, wanted, rules.site_speed, most)


def _out_of_patience(firms: Firms, rules: InvestmentRules) -> Flags:
    """Has its site lost money for longer than its parent bears?  Shape ``(firms,)``."""
    weary: Flags = (firms.losing > rules.loss_patience) & ~firms.is_sme
    return weary


@decision
def close_lines(firms: Firms, rules: InvestmentRules, wanted: Floats, covers: Floats) -> Flags:
    """Close a line of work of which too little is wanted here, or which loses too much (C28).

    A site that has lost much for long gives up the line whose work covers least of its cost.

    Args:
        firms: The firms.
        rules: The rules of the month.
        wanted: Posts that follow from parents' work and the value of the site, shape
            ``(firms, lines)``.
        covers: Part of its cost that the work of a line pays, relative to the site's other lines,
            shape ``(firms, lines)``.

    Returns:
        Lines to close, shape ``(firms, lines)``.
    """
    open_ = firms.plan > 0
    too_dear = firms.year_result < -rules.loss_borne * firms.year_sales.sum(axis=1)
    worst = np.where(open_, covers, np.inf).argmin(axis=1)
    gives_up = (_out_of_patience(firms, rules) & too_dear)[:, None] & (
        np.arange(open_.shape[1]) == worst[:, None]
    )
    closes: Flags = open_ & ((wanted < rules.retreat_below * firms.agreed) | gives_up)
    return closes


@decision
def train_staff(firms: Firms, rules: InvestmentRules, leaving: Floats) -> Floats:
    """Train the staff at a parent's site, the less the more of it leaves (M07).

    Args:
        firms: The firms; local ones train as the number for all firms says.
        rules: The rules of the month.
        leaving: Part of the staff of such sites that leaves in a month, shape ``(firms,)``.

    Returns:
        Courses, share of payroll, shape ``(firms,)``.
    """
    effort = equations.training_effort(
        rules.parents_training, rules.subsidy_response, firms.courses_free,
        rules.training_horizon, leaving,
    )  # fmt: skip
    return np.where(firms.is_sme, 0.0, effort)


# What a site is worth


class Accounts(NamedTuple):
    """What some sites pay and do, as of last month."""

    rows: Ints
    """Their rows in the table of firms, shape ``(sites,)``."""
    staff: Ints
    """Persons, shape ``(sites,)``."""
    quality: Floats
    """Work of one of the staff, index, shape ``(sites,)``."""
    cost: Floats
    """Cost of a post, US cent/month, shape ``(sites, lines)``."""
    incentive: float
    """Profit tax waived for each of the staff, US cent/month."""


def look_at_sites(firms: Firms, lines: Lines, world: World, rules: InvestmentRules) -> Accounts:
    """Read what multinationals pay and do; where there are none, what local firms do.

    Who has no staff yet reckons with what the others pay and do.
    """
    rows = np.flatnonzero(~firms.is_sme)
    rows = rows if len(rows) else np.arange(len(firms))
    by_skill = firms.posts_filled[rows]
    staff, bill = by_skill.sum(axis=1), firms.bill[rows]
    around = firms.rent[rows] + firms.energy[rows] + firms.tax_paid[rows]
    offer = firms.offer[rows]
    # what the staff has come to earn by ability and tenure comes on top of the offer
    more = _ratio(bill, (by_skill * offer).sum(axis=1), otherwise=1)
    pay = (offer[:, None, :] * lines.mix).sum(axis=-1) * more[:, None]
    load = max(float(firms.labour_cost[rows].sum()) / max(float(bill.sum()), 1.0), 1.0)
    cost = equations.post_cost(pay, load, _ratio(around, staff, otherwise=0)[:, None])
    if rules.platform_weeks:
        cost += _teaching(firms, lines, world, (load * more)[:, None] * offer, rules)
    cost += data_of_a_post(rules, rules.data_price)
    quality = _ratio(firms.ability[rows].sum(axis=(1, 2)), staff, otherwise=1)
    incentive = float(firms.tax_waived[rows].sum()) / max(int(staff.sum()), 1)
    return Accounts(rows, staff, quality, cost, incentive)


def _teaching(
    firms: Firms, lines: Lines, world: World, labour: Floats, rules: InvestmentRules
) -> Floats:
    """What teaching its platforms costs for a post of each line, US cent/month (M42).

    The fewer of the field have done such work, and the sooner staff leaves, the more.

    Args:
        firms: The firms, of which sites of multinationals teach their platforms.
        lines: The lines of work.
        world: What parents have seen of the market.
        labour: Labour cost of a post by skill, US cent/month, shape ``(sites, skills)``.
        rules: The rules of the month.

    Returns:
        Shape ``(sites, lines)``.
    """
    filled, sites = firms.posts_filled, ~firms.is_sme
    known = equations.familiarity(filled[sites], firms.line_share[sites], filled.sum(axis=0))
    leaving = world.seen[Seen.LEFT] / np.maximum(world.seen[Seen.STAFF], 1.0)
    months = rules.platform_weeks / WEEKS_PER_MONTH
    each = equations.teaching_cost(labour[:, None, :], months, 1 - known, leaving)
    cost: Floats = (lines.mix * each).sum(axis=-1)
    return cost


def data_of_a_post(rules: InvestmentRules, price: float) -> Floats:
    """What a post's data costs at a price relative to peers', US cent/month, by line (M50)."""
    data = np.zeros(LINES)
    data[Line.DATA_CENTRE] = rules.data_per_post * price * CENTS_PER_DOLLAR
    return data


def _ratio(amount: Floats | Ints, base: Floats | Ints, *, otherwise: float) -> Floats:
    """Amount for each unit of the base; that of all where there is no base, if there is any."""
    some = base > 0
    each = amount / np.maximum(base, 1)
    if some.all():
        return each
    total = float(base.sum())
    usual = float(amount.sum()) / total if total > 0 else otherwise
    return np.where(some, each, usual)


def values_here(seen: Accounts, fill: Floats) -> Floats:
    """Value of each site to its parent, 1/US cent, shape ``(sites, lines)``.

    What is promised to others is no reason to expect it: a parent that is here knows the market.
    """
    return equations.site_value(seen.quality[:, None], fill, seen.cost)


class Usual(NamedTuple):
    """What a newcomer would find."""

    quality: float
    """Work of a post that is filled, index."""
    cost: Floats
    """Cost of a post, US cent/month, shape ``(lines,)``."""


def usual_site(firms: Firms, seen: Accounts) -> Usual:
    """What the sites that are here pay and get on average, by their posts."""
    posts = firms.plan[seen.rows]
    weight = np.where(posts.any(axis=0), posts, 1.0)
    cost = (seen.cost * weight).sum(axis=0) / weight.sum(axis=0)
    quality = float((seen.quality * seen.staff).sum()) / max(int(seen.staff.sum()), 1)
    return Usual(quality, cost)


def forecast(world: World, more: Floats) -> Floats:
    """Part of the posts that the market keeps filled, by skill (E6).

    Args:
        world: What parents have seen of the market.
        more: Posts that would be open in a month beyond those of today, shape ``(skills,)``.
    """
    posted, filled, staff, left = world.seen
    chance = equations.chance_to_fill(equations.people_who_apply(posted, filled), posted + more)
    return equations.lasting_fill(chance, left / np.maximum(staff, 1.0))


def forecast_by_line(world: World, lines: Lines, more: Floats) -> Floats:
    """Part of the posts of each line that the market keeps filled, shape ``(lines,)``."""
    fill: Floats = (lines.mix * forecast(world, more)).sum(axis=1)
    return fill


def values_of_rivals(rivals: Rivals, incentive: float, rules: InvestmentRules) -> Floats:
    """Value of each rival's site, 1/US cent, shape ``(rivals, lines)``.

    Rivals may answer an incentive that is given here for each post.
    """
    cost = np.maximum(rivals.cost - rules.rivals_reaction * incentive, rivals.cost / 2)
    # peers pay for data what peers pay
    cost = cost + data_of_a_post(rules, 1.0)
    return equations.site_value((rivals.quality * dexp(rivals.shock))[:, None], 1.0, cost)


def usual_offer(firms: Firms) -> Floats:
    """Base pay that the sites that are here offer, US cent/month, shape ``(skills,)``."""
    sites = ~firms.is_sme
    mean: Floats = firms.offer[sites if sites.any() else slice(None)].mean(axis=0)
    return mean


# What a project would find


class Offer(NamedTuple):
    """What a project would find here."""

    value: float
    """Value of the site, 1/US cent."""
    people: Floats
    """People promised by skill, persons, shape ``(skills,)``."""


def make_offer(
    line: int, posts: float, here: Usual, lines: Lines, government: Government, world: World,
    outlives: float, rules: InvestmentRules,
) -> Offer:  # fmt: skip
    """Reckon what a site of a size is worth with what government promises (E6, E13, M36, M37).

    A promise is worth as much as government has kept of others, if it *outlives* elections.
    """
    wanted = posts * lines.mix[line]
    market = forecast(world, wanted / rules.months_to_staff)
    missing = wanted * (1 - market)
    room = max(rules.promise_cap - promised_in_a_year(government, rules), 0.0)
    asked = rules.promised_share * float(missing.sum())
    promise = rules.promised_share * min(1.0, room / max(asked, equations.SMALLEST))
    by_skill = equations.expected_fill(
        government.reputation * outlives,
        equations.promised_fill(market, promise), market,
    )  # fmt: skip
    fill = float((lines.mix[line] * by_skill).sum())
    apart = equations.cost_of_splitting(posts, government.largest_site, rules.split_cost)
    value = here.quality * fill / (float(here.cost[line]) * apart)
    return Offer(value, promise * missing)


def promised_in_a_year(government: Government, rules: InvestmentRules) -> float:
    """People promised to investors in the last twelve months, persons."""
    term = int(rules.promise_term)
    return float(government.promises[term - MONTHS_PER_YEAR : term].sum())
