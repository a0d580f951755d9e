"""Investment: what happens in the month."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cluster_abm.agents.classes import (
    Activity,
    Degree,
    Entry,
    FirmOrigin,
    InvestorCare,
    Kind,
    Line,
    Reason,
    Segment,
    Skill,
    Support,
    ZoneName,
)
from cluster_abm.agents.customers import Customers
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import LONGEST_PROMISE, Government
from cluster_abm.agents.programmes import Programmes
from cluster_abm.agents.sites import Lines, Projects, Rivals
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import Seen, World
from cluster_abm.agents.zones import Zones
from cluster_abm.core import compiled
from cluster_abm.core.groups import sums_by_group, tally
from cluster_abm.core.kernels import firms as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, key, keys, keys_of_groups, trait
from cluster_abm.core.metric import total
from cluster_abm.core.numerics import dexp, discrete, dpow, lognormal, normal, poisson, round_random
from cluster_abm.core.rules import Law
from cluster_abm.core.tables import Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.investment import equations
from cluster_abm.submodels.investment.decisions import (
    LINES,
    SKILLS,
    Offer,
    Usual,
    close_lines,
    data_of_a_post,
    forecast_by_line,
    look_at_sites,
    make_offer,
    plan_site,
    train_staff,
    usual_offer,
    usual_site,
    values_here,
    values_of_rivals,
)
from cluster_abm.submodels.investment.numbers import InvestmentRules

MONTHS_PER_QUARTER = 3
NOTHING_MORE = np.zeros(SKILLS)
"""Open posts beyond those of today, where a parent plans none."""
NOTHING_MORE.flags.writeable = False
LEADS = np.array([key("projects of parents")])
"""Whose luck it is how many projects look for a site."""
TRAINEES = np.array([key("people promised to investors", skill) for skill in Skill])
"""Whose luck it is how many people of a fraction are trained, by skill."""
NOT_MISSED = (Reason.LAID_OFF, Reason.FIRM_CLOSED)
"""Reasons for which somebody leaves who is not replaced."""
MISSED = ~np.isin(list(Reason), NOT_MISSED)
"""Does an employer miss those who leave for each reason?"""
TRAINED_DEGREE = np.array(
    [Degree.VOCATIONAL, Degree.VOCATIONAL, Degree.FOUR_YEAR, Degree.POSTGRADUATE, Degree.FOUR_YEAR]
)
"""Degree of people trained for an investor, by skill."""
KIND = np.array([Kind.CONTACT_CENTRE, Kind.MNC, Kind.MNC, Kind.MNC, Kind.MNC])
"""Kind of firm that a new site is, by line of work."""
ACTIVITY = np.array([
    Activity.CONTACT_CENTRE, Activity.TECHNICAL_SUPPORT, Activity.REGIONAL_HQ,
    Activity.REGIONAL_HQ, Activity.TECHNICAL_SUPPORT,
])  # fmt: skip
"""What a new site mainly does, by line of work."""


# Sites that are here


def review_sites(
    firms: Firms, lines: Lines, rivals: Rivals, customers: Customers, world: World, flows: Flows,
    rules: InvestmentRules, luck: Luck,
) -> None:  # fmt: skip
    """Every quarter parents compare sites, and move posts towards the better ones (E6, M03, C28).

    The first time is in April 2009; incentives change from month to month.
    """
    _give_incentives(firms, world, rules)
    if world.month <= 0 or world.month % MONTHS_PER_QUARTER:
        return
    seen = look_at_sites(firms, lines, world, rules)
    fill = forecast_by_line(world, lines, NOTHING_MORE)
    _let_luck_turn(firms, rivals, seen.rows, rules, luck)
    elsewhere = values_of_rivals(rivals, seen.incentive, rules)
    share = np.zeros((len(firms), LINES))
    share[seen.rows] = equations.share_here(
        values_here(seen, fill), elsewhere, rules.site_elasticity
    )
    note_value(lines, usual_site(firms, seen), fill, elsewhere)
    wanted = np.zeros((len(firms), LINES))
    wanted[seen.rows] = equations.posts_wanted(
        firms.parent_posts[seen.rows] * world.market, share[seen.rows],
        firms.parent_shock[seen.rows],
    )  # fmt: skip
    plan = firms.ask(plan_site, rules, wanted)
    firms.plan = np.where(firms.is_sme[:, None], 0.0, plan)
    covers = np.ones((len(firms), LINES))
    covers[seen.rows] = lines.price / seen.cost
    _retreat(firms, flows, share * world.market, wanted, covers, rules, luck)
    _send_work(firms, lines, customers)


def _give_incentives(firms: Firms, world: World, rules: InvestmentRules) -> None:
    """Government waives tax and pays courses; parents decide how much they train (I39, I22)."""
    firms.incentive = _for_parents(firms, rules.investor_tax_relief)
    firms.courses_free = _for_parents(firms, rules.training_subsidy)
    left, staff = total(world.seen[Seen.LEFT]), total(world.seen[Seen.STAFF])
    leaving = np.full(len(firms), left / max(staff, 1.0))
    firms.courses = firms.ask(train_staff, rules, leaving)


def _for_parents(firms: Firms, law: Law) -> Floats | float:
    """What a law says for multinationals, and nought for all others."""
    return 0.0 if law.nil else np.where(firms.is_sme, 0.0, law.of(firms))


def note_value(lines: Lines, here: Usual, fill: Floats, elsewhere: Floats) -> None:
    """Note what a usual site here is worth relative to the best rival's (M03, K41)."""
    if len(elsewhere):
        value = equations.site_value(here.quality, fill, here.cost)
        lines.value = value / elsewhere.max(axis=0)


def _let_luck_turn(
    firms: Firms, rivals: Rivals, rows: Ints, rules: InvestmentRules, luck: Luck
) -> None:
    """Parents' work grows and has its luck, and rivals have theirs."""
    firms.parent_posts *= _quarter_of_growth(rules.parents_growth)
    rivals.cost *= _quarter_of_growth(rules.rivals_pay_growth)
    rivals.quality *= _quarter_of_growth(rules.rivals_quality_growth)
    news = normal(luck.pick("work of parents", firms.birth[rows], LINES))
    firms.parent_shock[rows] = equations.next_shock(
        firms.parent_shock[rows], rules.parents_memory, rules.parents_spread, news
    )
    news = normal(luck.uniform("rival sites", rivals.birth))
    rivals.shock = equations.next_shock(
        rivals.shock, rules.rivals_memory, rules.rivals_spread, news
    )


@lru_cache(maxsize=8)
def _quarter_of_growth(yearly: float) -> float:
    return float(dpow(1 + yearly, MONTHS_PER_QUARTER / MONTHS_PER_YEAR))


def _retreat(
    firms: Firms, flows: Flows, per_post: Floats, wanted: Floats, covers: Floats,
    rules: InvestmentRules, luck: Luck,
) -> None:  # fmt: skip
    """Once a year a parent may close lines of work, and plan part of them anew in another."""
    month = (trait(firms.birth) * MONTHS_PER_YEAR).astype(np.int64)
    quarter = luck.month % MONTHS_PER_YEAR // MONTHS_PER_QUARTER
    today = ~firms.is_sme & (month // MONTHS_PER_QUARTER == quarter)
    if not today.any():
        return
    closing = firms.ask(close_lines, rules, wanted, covers) & today[:, None]
    site, line = np.nonzero(closing)
    if not len(site):
        return
    freed = np.where(closing, firms.plan, 0.0).sum(axis=1)
    for column in (firms.plan, firms.agreed, firms.parent_posts):
        column[closing] = 0
    np.add.at(flows.lines_closed, line, 1)
    # a parent moves to another line only where it has one
    kept = np.where(firms.parent_posts > 0, per_post, -1.0)
    best = kept.argmax(axis=1)
    moves = np.flatnonzero((freed > 0) & (kept.max(axis=1) > 0))
    anew = rules.reinvested * freed[moves]
    firms.agreed[moves, best[moves]] += anew
    firms.parent_posts[moves, best[moves]] += anew / per_post[moves, best[moves]]


def _send_work(firms: Firms, lines: Lines, customers: Customers) -> None:
    """Parents send the work of the posts planned; what they buy here grows with it."""
    before = float(firms.volume.sum())
    firms.volume = (firms.plan * lines.price).sum(axis=1)
    posts = firms.plan.sum(axis=1)
    open_ = np.flatnonzero(posts > 0)
    firms.line_share[open_] = firms.plan[open_] / posts[open_, None]
    after = float(firms.volume.sum())
    if before > 0 < after:
        customers.budget[customers.segment == Segment.AFFILIATES] *= after / before


def pay_for_data(firms: Firms, ledger: Ledger, flows: Flows, rules: InvestmentRules) -> None:
    """Data centres pay for the data that they send (A21, M50)."""
    share = firms.line_share[:, Line.DATA_CENTRE]
    if not share.any():
        return
    per_post = data_of_a_post(rules, rules.data_price)[Line.DATA_CENTRE]
    bill = cents(firms.headcount * share * per_post)
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.ECONOMY), bill, Why.ENERGY_AND_DATA)
    firms.earnings[:, -1] -= bill
    tally(flows.inputs, firms.sort, by=bill)
    flows.data_bills[0] += bill.sum()


def fund_losses(firms: Firms, ledger: Ledger) -> None:
    """Parents pay what their sites cannot, and count the months in which these lose money (A18)."""
    short = _count_losses(firms)
    if len(short):
        ledger.pay(
            ledger.of(Sector.ABROAD), ledger.of(Sector.FIRMS, short), -firms.cash[short],
            Why.LOSSES_OF_SITES,
        )  # fmt: skip


def _count_losses(firms: Firms) -> Ints:
    """Count months in which the year of a site was a loss; rows of sites that cannot pay."""
    if compiled.in_use:
        return kernels.count_losses(
            firms.sort, int(Kind.SME), firms.earnings, firms.support, firms.cash, firms.losing
        )
    loses = (firms.year_result < 0) & ~firms.is_sme
    firms.losing = np.where(loses, firms.losing + 1, 0)
    return np.flatnonzero(~firms.is_sme & (firms.cash < 0))


# Sites that may come


def court_investors(
    firms: Firms, workforce: Workforce, lines: Lines, rivals: Rivals, projects: Projects,
    programmes: Programmes, government: Government, world: World, zones: Zones,
    customers: Customers, ledger: Ledger, flows: Flows, rules: InvestmentRules, luck: Luck,
) -> None:  # fmt: skip
    """New projects choose a site; government courts them, promises people, and trains these."""
    if world.month <= 0:
        return
    _spend(ledger, flows, rules)
    _refund_courses(firms, ledger, flows)
    outlives = programmes.survival_of(
        Support.SITES, government, luck.month, rules.promise_term, luck.month
    )
    _consider(
        firms, lines, rivals, projects, government, world, flows, float(outlives[0]), rules, luck
    )
    _open(firms, lines, projects, zones, customers, ledger, flows, rules, luck)
    _deliver(workforce, government, world, ledger, flows, rules, luck)


def _spend(ledger: Ledger, flows: Flows, rules: InvestmentRules) -> None:
    """Government pays those who court investors and those who staff the one window."""
    for care, budget in (
        (InvestorCare.COURTING, rules.courting_budget),
        (InvestorCare.ONE_WINDOW, rules.one_window_budget),
    ):
        if not budget:
            continue
        spent = round(budget * CENTS_PER_DOLLAR / MONTHS_PER_YEAR)
        ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, spent, Why.PUBLIC_SERVICE)
        flows.investor_cost[care] += spent


def _refund_courses(firms: Firms, ledger: Ledger, flows: Flows) -> None:
    """Government refunds its part of the courses of last month to multinationals (I22)."""
    if not firms.courses_free.any():
        return
    refund = cents(firms.course_bill * firms.courses_free)
    ledger.pay(ledger.of(Sector.GOVERNMENT), ledger.of(Sector.FIRMS), refund, Why.PUBLIC_SERVICE)
    firms.earnings[:, -1] += refund
    flows.investor_cost[InvestorCare.COURSES] += refund.sum()


def _consider(
    firms: Firms, lines: Lines, rivals: Rivals, projects: Projects, government: Government,
    world: World, flows: Flows, outlives: float, rules: InvestmentRules, luck: Luck,
) -> None:  # fmt: skip
    """Projects that look for a site this month choose one, each the best in its eyes."""
    courted = equations.projects_courted(
        rules.courting_budget, rules.lead_cost, rules.projects_to_court
    )
    wave = world.projects * rules.projects_wave + courted
    mean = np.array([wave / MONTHS_PER_YEAR])
    number = int(poisson(luck.uniform("projects", LEADS), mean)[0])
    if not number:
        return
    birth = keys("project of a parent", luck.month, 0, np.arange(number))
    u = luck.pick("project", birth, TRAITS)
    line = discrete(u[:, 0], rules.project_lines)
    # the mean is that of the size, not of its logarithm
    middle = float(dexp(-rules.project_spread * rules.project_spread / 2))
    size = lognormal(u[:, 1], rules.project_size[line] * middle, rules.project_spread)
    seen = look_at_sites(firms, lines, world, rules)
    here, elsewhere = usual_site(firms, seen), values_of_rivals(rivals, seen.incentive, rules)
    flows.leads += np.bincount(line, minlength=LINES)
    for i, (one, posts) in enumerate(zip(line.tolist(), size.tolist(), strict=True)):
        if one == Line.CONTACT and u[i, 3] >= rules.contact_admission:
            continue
        offer = make_offer(one, posts, here, lines, government, world, outlives, rules)
        share = float(equations.share_here(
            np.array([offer.value]), elsewhere[:, one : one + 1], rules.site_elasticity
        )[0])  # fmt: skip
        if u[i, 2] < share:
            everywhere = posts / share / world.market
            _announce(projects, government, flows, offer, one, posts, everywhere,
                      birth[i : i + 1], rules)  # fmt: skip


TRAITS = 4
"""What is drawn of a project: line, size, choice, and whether it is let in."""


def _announce(
    projects: Projects, government: Government, flows: Flows, offer: Offer, line: int,
    posts: float, everywhere: float, birth: Keys, rules: InvestmentRules,
) -> None:  # fmt: skip
    """A project chooses the cluster, and government owes it the people promised."""
    waits = equations.months_to_open(
        rules.months_to_open, rules.one_window_budget, rules.one_window_half
    )
    projects.admit(birth, line=line, posts=posts, parent_posts=everywhere, waits=waits)
    promises = government.promises.copy()
    promises[int(rules.promise_term) - 1] += offer.people
    government.promises = promises
    flows.people_promised[0] += offer.people.sum()
    flows.announced[line] += 1


def _open(
    firms: Firms, lines: Lines, projects: Projects, zones: Zones, customers: Customers,
    ledger: Ledger, flows: Flows, rules: InvestmentRules, luck: Luck,
) -> None:  # fmt: skip
    """Projects whose time has come open their sites, with a first team and their parents' money."""
    if not len(projects):
        return
    projects.waits -= 1
    ready = projects.waits < 0
    if not ready.any():
        return
    birth, line = projects.birth[ready], projects.line[ready].astype(np.int64)
    one_line = np.eye(LINES)[line]
    size, everywhere = one_line * projects.posts[ready, None], projects.parent_posts[ready, None]
    contact = line == Line.CONTACT
    zone = np.full(len(line), int(ZoneName.REST))
    place = zones.site(zone, luck.uniform("site of a multinational", birth))
    rows = firms.enter(
        firms.multinational, birth, place, sort=KIND[line], activity=ACTIVITY[line], zone=zone,
        origin=FirmOrigin.ENTRANT, born=firms.now, licensed=~contact,
        premium=np.where(contact, 0.0, rules.site_premium), offer=usual_offer(firms),
        price=1.0, unit_cost=1.0, efficiency=1.0, quality=1.0, management=1.0,
        plan=rules.first_wave * size, agreed=size, parent_posts=one_line * everywhere,
        line_share=one_line,
    )  # fmt: skip
    first_team = (firms.plan[rows] * lines.price).sum(axis=1)
    ledger.pay(ledger.of(Sector.ABROAD), ledger.of(Sector.FIRMS, rows),
               cents(rules.site_capital * first_team), Why.FOUNDING_CAPITAL)  # fmt: skip
    flows.opened += np.bincount(line, minlength=LINES)
    projects.close(ready)
    _send_work(firms, lines, customers)


def _deliver(
    workforce: Workforce, government: Government, world: World, ledger: Ledger, flows: Flows,
    rules: InvestmentRules, luck: Luck,
) -> None:  # fmt: skip
    """Train the people who are due, as far as seats and people without English go (M39, I32).

    What government may spend in a year has no month, so a large promise takes seats of many (M40).
    """
    if world.month % MONTHS_PER_YEAR == 0:
        government.trained = 0
    if not government.promises.any():
        return
    due = government.promises[0]
    rest = np.zeros((LONGEST_PROMISE, SKILLS))
    rest[:-1] = government.promises[1:]
    government.promises = rest
    owed = round_random(due, luck.uniform("people due", TRAINEES))
    cost = max(rules.investor_seat_cost, equations.SMALLEST)
    seats = max(rules.investor_seat_budget / cost - government.trained, 0.0)
    kept = min(1.0, seats / max(int(owed.sum()), 1))
    come = round_random(kept * owed.astype(np.float64), luck.uniform("people trained", TRAINEES))
    come = np.minimum(come, world.reservoir[:, 0])
    flows.people_due[0] += owed.sum()
    flows.people_delivered[0] += come.sum()
    government.trained += int(come.sum())
    if come.any():
        _train(workforce, world, ledger, flows, come, rules, luck)


def _train(
    workforce: Workforce, world: World, ledger: Ledger, flows: Flows, come: Ints,
    rules: InvestmentRules, luck: Luck,
) -> None:  # fmt: skip
    """People of other sectors learn English and the trade, and look for a post."""
    skill = np.repeat(np.arange(SKILLS), come)
    workforce.join(
        flows, keys_of_groups("trained for an investor", luck.month, come), Entry.OTHER_SECTOR,
        skill=skill, degree=TRAINED_DEGREE[skill], english=True, ability=1.0, experience=0,
    )  # fmt: skip
    world.reservoir[:, 0] -= come
    cost = round(int(come.sum()) * rules.investor_seat_cost * CENTS_PER_DOLLAR)
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, cost, Why.PUBLIC_SERVICE)
    flows.investor_cost[InvestorCare.SEATS] += cost


# Count


def update_reputation(
    firms: Firms, government: Government, world: World, flows: Flows, rules: InvestmentRules
) -> None:
    """Parents note which promises were kept, and how fast posts were filled (M37, K40)."""
    memory = rules.reputation_memory
    due, came = float(flows.people_due[0]), float(flows.people_delivered[0])
    government.promised = equations.remembered(government.promised, due, memory)
    government.delivered = equations.remembered(government.delivered, came, memory)
    weight = np.ones((len(Kind), 1))
    weight[Kind.SME] = rules.weight_of_local_posts
    staff = sums_by_group(firms.sort, firms.posts_filled, len(Kind))
    left = np.add.reduce(flows.separations * MISSED, 2)
    now = (np.array([flows.posted, flows.filled, staff, left]) * weight).sum(axis=1)
    world.seen = rules.sight_memory * world.seen + (1 - rules.sight_memory) * now
