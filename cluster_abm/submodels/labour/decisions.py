"""Labour: what firms choose (a class of firm may choose otherwise), and where people apply."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cluster_abm.agents.candidates import Candidates
from cluster_abm.agents.classes import (
    SPECIALISED,
    Activity,
    Degree,
    Kind,
    Reason,
    Skill,
    Source,
    ZoneName,
)
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.workforce import COLON_SHARE, HOMES, Workforce, home
from cluster_abm.agents.world import World
from cluster_abm.agents.zones import Zones
from cluster_abm.core import compiled
from cluster_abm.core.actor import decision
from cluster_abm.core.groups import first_mention, rank_in_group
from cluster_abm.core.kernels import labour as kernels
from cluster_abm.core.kernels import numerics as number_kernels
from cluster_abm.core.kernels import people as people_kernels
from cluster_abm.core.luck import Luck, keys
from cluster_abm.core.numerics import dexp, dpow, lognormal_factors, round_random
from cluster_abm.core.tables import NOBODY, Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.labour import equations
from cluster_abm.submodels.labour.equations import moved_offer
from cluster_abm.submodels.labour.numbers import LabourRules

SKILLS = len(Skill)

# Firms


@decision
def plan_staff(firms: Firms, rules: LabourRules) -> Floats:
    """Staff for the work under contract and a little more; a new firm keeps its team.

    At the site of a multinational the parent's plan decides (E6).

    Returns:
        Persons wanted, shape ``(firms,)``.
    """
    if compiled.in_use:
        return kernels.plan_staff(
            firms.needed, firms.born, firms.staff, firms.sort, firms.plan, firms.now,
            float(rules.hiring_cover), float(rules.loyalty_months), int(Kind.SME),
        )  # fmt: skip
    planned = firms.needed * rules.hiring_cover
    keeps = firms.age <= rules.loyalty_months
    staff = np.where(keeps, np.maximum(planned, firms.headcount), planned)
    return np.where(firms.is_sme, staff, firms.plan.sum(axis=1))


def courses(firms: Firms, rules: LabourRules) -> Floats:
    """Give the staff the courses that the number for all firms says, and those of a parent.

    Returns:
        Share of payroll, shape ``(firms,)``.
    """
    if rules.training_effort.nil:
        return firms.courses
    return rules.training_effort.of(firms) + firms.courses


@decision
def set_offers(
    firms: Firms, rules: LabourRules, going_rate: Floats, unfilled: Floats
) -> Floats:  # fmt: skip
    """Offer more where many posts stay unfilled, a little less where few do.

    No firm bids a unit of work up to more than it earns, and none pays below the minimum.
    A firm without a post of some skill would offer what others pay for it.
    Multinationals keep to their parents' policy of paying more than others (M01).

    Args:
        firms: The firms.
        rules: The rules of the month.
        going_rate: What each hears that others offer, US cent/month, shape ``(firms, skills)``.
        unfilled: Share of posts unfilled on which each firm acts, shape ``(firms, skills)``.

    Returns:
        Monthly base pay by skill, US cent/month, shape ``(firms, skills)``.
    """
    least = rules.minimum_wage * CENTS_PER_DOLLAR
    if compiled.in_use:
        return kernels.set_offers(
            firms.offer, unfilled, going_rate, firms.posts, firms.staff, firms.unit_cost,
            firms.price, firms.premium, rules.offer_rise, rules.offer_rise_cap, rules.offer_fall,
            rules.offer_ceiling, least,
        )  # fmt: skip
    offer = moved_offer(
        firms.offer, unfilled, rules.offer_rise, rules.offer_rise_cap, rules.offer_fall
    )
    afford = firms.unit_cost < rules.offer_ceiling * np.maximum(firms.price, firms.unit_cost / 2)
    offer = np.where(afford[:, None], offer, np.minimum(offer, firms.offer))
    offer = np.where((firms.posts > 0) | (firms.posts_filled > 0), offer, going_rate)
    policy = firms.premium[:, None] * going_rate
    return np.maximum(np.maximum(offer, policy), least)


@decision
def hold_staff(firms: Firms, rules: LabourRules) -> Floats:
    """Answer an offer to somebody of the staff with as much pay, or let the person go (E9).

    The more money is in hand the likelier, and never for work that costs what it earns.

    Returns:
        Chance of an answer, shape ``(firms,)``.
    """
    enough = np.maximum(rules.counter_offer_cash * firms.labour_cost, 1.0)
    in_hand = np.minimum(np.maximum(firms.cash / enough, 0.0), 1.0)
    affords = firms.unit_cost < rules.offer_ceiling * firms.price
    chance: Floats = rules.counter_offer * in_hand * affords
    return chance


# People in the workforce


def choose_to_leave(
    firms: Firms, workforce: Workforce, world: World, u: Floats, rules: LabourRules
) -> tuple[Ints, Ints, Ints]:
    """Who looks around, is a month longer without a job, or goes; one draw decides for each.

    Returns:
        Rows of those who retire, give up or move on, their reasons, and rows of those who tire of
        being without a job.
    """
    most = _most_luck_that_leaves(rules)
    calls = chance_to_look(firms, rules)
    if compiled.in_use:
        w = workforce
        some = people_kernels.look_around(u, w.employer, calls, most, w.looking)
        return number_kernels.choices(
            some, u, w.founder, w.employer, w.skill, w.wage, w.ability, w.idle, firms.activity,
            world.outside_wage, rules.burn_out, CHOICES, most, rules.retirement,
            rules.leave_for_other_sectors, rules.outside_response, rules.pay_for_ability,
            rules.patience_without_job,
        )  # fmt: skip
    workforce.looking = u >= 1 - calls[workforce.employer]
    idle = np.flatnonzero(workforce.employer < 0)
    workforce.idle[idle] += 1
    tired = idle[workforce.idle[idle] > rules.patience_without_job]
    rows = np.flatnonzero(u < most)
    rows = rows[~workforce.founder[rows]]
    u, employer = u[rows], workforce.employer[rows]
    pull = equations.pull_of_pay(
        world.outside_wage[workforce.skill[rows]] * reward_of(workforce, rows, rules),
        np.maximum(workforce.wage[rows], 1),
        rules.outside_response,
    )
    given_up = rules.retirement + np.where(
        employer >= 0, rules.burn_out[firms.activity[employer]], 0.0
    )
    # a foreigner's permit is tied to the firm, so only locals move to other sectors;
    # the few foreigners who would are sent home by their permit instead
    moved_on = given_up + np.where(employer >= 0, rules.leave_for_other_sectors * pull, 0.0)
    why = np.where(u < given_up, int(Reason.WORN_OUT), int(Reason.OTHER_SECTOR))
    why[u < rules.retirement] = Reason.RETIRED
    goes = u < moved_on
    rows, why = rows[goes], why[goes]
    return rows, why, np.setdiff1d(tired, rows)


@lru_cache(maxsize=8)
def _most_luck_that_leaves(rules: LabourRules) -> float:
    """With more luck nobody goes and nothing is computed, as pull is never above 1."""
    return float(rules.retirement + rules.burn_out.max() + rules.leave_for_other_sectors)


def chance_to_look(firms: Firms, rules: LabourRules) -> Floats:
    """Chance that somebody at each firm looks around; others call on whom the best train (M06).

    There are as many calls in all as without courses: who is called more leaves less to others.

    Returns:
        Chances, shape ``(firms + 1,)``; the last is of those without an employer.
    """
    chance = np.empty(len(firms) + 1)
    chance.fill(rules.search_on_the_job)
    given = courses(firms, rules)
    if given.any():
        known, staff = 1 + rules.renown_of_trainers * given, firms.headcount
        usual = float((known * staff).sum()) / max(int(staff.sum()), 1)
        chance[:-1] = np.minimum(chance[:-1] * known / max(usual, 1.0), 1.0)
    return chance


CHOICES = np.array([Reason.RETIRED, Reason.WORN_OUT, Reason.OTHER_SECTOR])
"""What more and more luck makes of those who leave."""


def reward_of(workforce: Workforce, rows: Ints, rules: LabourRules) -> Floats:
    """Pay of some people relative to the usual pay of their class, factors."""
    return equations.reward(workforce.ability[rows].astype(np.float64), rules.pay_for_ability)


def those_to_go(cut: Ints, staff: Ints, post: Ints, u: Floats) -> Ints:
    """Who of the *staff* of each post goes, as many as are cut: those with the least luck."""
    if compiled.in_use:
        return people_kernels.laid_off(cut, staff, post, u.argsort(kind="stable"))
    order = np.lexsort((u, post))
    rows, posts = staff[order], post[order]
    return rows[rank_in_group(posts) < cut[posts]]


def might_look(workforce: Workforce) -> Ints:
    """Rows of those who look around or have no job."""
    if compiled.in_use:
        return people_kernels.might_look(workforce.looking, workforce.employer)
    rows: Ints = (workforce.looking | (workforce.employer < 0)).nonzero()[0]
    return rows


def seekers(
    workforce: Workforce, world: World, rules: LabourRules, rows: Ints, active: Floats,
    taste: Floats,
) -> tuple[Ints, Ints, Ints, Floats]:  # fmt: skip
    """Who of *rows* looks for a post: rows, sources, zones of home, and least pay accepted."""
    busy = workforce.employer[rows] >= 0
    # a permit is tied to the firm that asked for it, and a founder stays with the firm
    seeks = ~(workforce.foreign[rows] | workforce.founder[rows])
    seeks &= busy | (active < rules.search_without_job)
    rows, busy, taste = rows[seeks], busy[seeks], taste[seeks]
    patience = np.maximum(rules.reservation - rules.reservation_decay * workforce.idle[rows], 0.0)
    pay_for_usual_ability = workforce.wage[rows] / reward_of(workforce, rows, rules)
    least = np.where(
        busy,
        pay_for_usual_ability * (1 + rules.acceptance_gain),
        patience * world.outside_wage[workforce.skill[rows]],
    )
    source = np.where(busy, int(Source.OTHER_FIRM), int(Source.UNEMPLOYED))
    return rows, source, home(workforce.birth[rows]), taste * least


SOURCES = np.array([Source.UNEMPLOYED, Source.OTHER_FIRM, Source.OTHER_SECTOR, Source.ABROAD])
"""Where candidates come from, in the order of compiled loops."""


def lookers(world: World, rules: LabourRules, luck: Luck) -> Ints:
    """People of other sectors who look this month, by skill and by English, shape ``(groups,)``."""
    u = luck.uniform("other sectors", keys("other sector", luck.month, SKILLS, GROUPS))
    if compiled.in_use:
        return kernels.lookers(world.reservoir, rules.search_other_sectors, u)
    mean = world.reservoir * rules.search_other_sectors[:, None]
    return np.minimum(round_random(mean.ravel(), u), world.reservoir.ravel())


GROUPS = np.arange(2 * SKILLS, dtype=np.uint64)
"""Numbers of the groups of people in other sectors: by skill and by English."""


def willing(
    firms: Firms, world: World, rules: LabourRules, number: Ints, birth: Keys, u: Floats
) -> tuple[Keys, Ints, Flags, Ints, Floats]:
    """Who of other sectors would come for the best offer.

    Args:
        firms: Firms and their offers.
        world: The other sectors.
        rules: The rules of the month.
        number: People of each group who look, by skill and by English.
        birth: Their birth keys, one group after the other.
        u: Uniform numbers, one for each.

    Returns:
        Birth keys, skills, English or not, zones of home, and least pay accepted.
    """
    taste = equations.taste_for_sector(u, rules.outside_response)
    if compiled.in_use:
        return people_kernels.willing(
            taste, birth, number, world.outside_wage, firms.best_offer, HOMES, 1 - COLON_SHARE,
            rules.acceptance_gain,
        )  # fmt: skip
    group = np.repeat(np.arange(number.size), number)
    skill = group // 2
    least = world.outside_wage[skill] * (1 + rules.acceptance_gain) * taste
    rows = np.flatnonzero(least <= firms.best_offer[skill])
    birth = birth[rows]
    return birth, skill[rows], group[rows] % 2 == 1, home(birth), least[rows]


USUAL_DEGREE = np.array(
    [Degree.NONE, Degree.VOCATIONAL, Degree.FOUR_YEAR, Degree.POSTGRADUATE, Degree.FOUR_YEAR]
)
"""Degree of somebody of each skill who comes from another sector."""
USUAL_EXPERIENCE = MONTHS_PER_YEAR * 2 * np.arange(1, SKILLS + 1)
"""Working life so far of somebody of each skill who comes from another sector, months."""


# Candidates, and those who choose among them

NEEDS_ENGLISH = (Activity.CONTACT_CENTRE, Activity.TECHNICAL_SUPPORT)
"""Activities whose front line speaks to customers abroad (A18, A67)."""
SPEAKS_ENGLISH = np.isin(list(Activity), NEEDS_ENGLISH)
"""Is each activity one of these?"""


def apply_for_posts(
    firms: Firms, candidates: Candidates, zones: Zones, workforce: Workforce,
    rules: LabourRules, luck: Luck,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Who applies, and at which firms; -1 where an application is not worth it.

    Returns:
        Candidates who apply at all, shape ``(n,)``, and their firms, shape ``(n, applications)``.
    """
    u = luck.pick("applications", candidates.birth, int(rules.applications))
    open_, worth = worth_of_posts(firms, rules)
    near = nearness(zones.distance.tobytes(), rules.commute)
    if compiled.in_use:
        return kernels.apply_for_posts(
            open_, worth, firms.vacancies, near, firms.zone, firms.activity, SPEAKS_ENGLISH,
            firms.welcome, firms.sponsors, firms.offer, u, candidates.skill, candidates.zone,
            candidates.english, candidates.source, candidates.reservation, candidates.person,
            workforce.employer, ABROAD, FRONT_LINE,
        )  # fmt: skip
    skill, abroad = candidates.skill.astype(np.int64), candidates.source == Source.ABROAD
    view = np.where(abroad, FROM_ABROAD, np.where(candidates.english, ENGLISH, NO_ENGLISH))
    group = (skill * len(ZoneName) + candidates.zone) * VIEWS + view
    target = equations.choose_targets(attraction(firms, open_, worth, near), group, u)
    low = firms.offer[target, skill[:, None]] < candidates.reservation[:, None]
    own = np.where(candidates.person >= 0, workforce.employer[candidates.person], NOBODY)
    turned_away = abroad[:, None] & (firms.sponsors[target, skill[:, None]] <= 0)
    aim = np.where(low | turned_away | (target == own[:, None]), NOBODY, target)
    applying = np.flatnonzero((aim >= 0).any(axis=1))
    return applying, aim[applying]


def consider(firms: Firms, aim: Ints, skill: Ints, abroad: Flags) -> None:
    """Strike applications from abroad for which a firm would not ask a permit any more.

    Candidates come best first.  Staff of one kind in the labour code, ordinary or specialised,
    shares its room.
    """
    rows = np.flatnonzero(abroad)
    theirs = np.where(first_mention(aim[rows]), aim[rows], NOBODY)
    who, which = np.nonzero(theirs >= 0)
    firm, skill = theirs[who, which], skill[rows[who]]
    place = 2 * firm + SPECIALIST[skill]
    order = np.argsort(place, kind="stable")
    late = order[rank_in_group(place[order]) >= firms.sponsors[firm[order], skill[order]]]
    theirs[who[late], which[late]] = NOBODY
    aim[rows] = theirs


SPECIALIST = np.isin(np.arange(SKILLS), SPECIALISED).astype(np.int64)
"""Kind of staff that each skill counts as in the labour code: 0 ordinary, 1 specialised (C26)."""
ENGLISH, NO_ENGLISH, FROM_ABROAD = range(3)
"""How a candidate sees the posts: all of them, those without English, those known abroad."""
VIEWS = 3
ABROAD, FRONT_LINE = int(Source.ABROAD), int(Skill.FRONT_LINE)
"""As compiled loops take them."""


@lru_cache(maxsize=8)
def nearness(kilometres: bytes, commute: float) -> Floats:
    """What the way from home to work leaves of the pull of a post, shape ``(homes, zones)``."""
    return dexp(-np.frombuffer(kilometres).reshape(len(ZoneName), -1) / commute)


def worth_of_posts(firms: Firms, rules: LabourRules) -> tuple[Ints, Floats]:
    """Sorts of posts that are open, a firm and a skill each, and the pull of what they pay."""
    if compiled.in_use:
        open_, relative = kernels.open_posts(firms.offer, firms.vacancies)
    else:
        open_ = firms.vacancies.ravel().nonzero()[0]
        relative = (firms.offer / (firms.offer.sum(axis=0) / len(firms))).take(open_)
    return open_, dpow(relative, rules.pay_pull)


def attraction(firms: Firms, open_: Ints, worth: Floats, near: Floats) -> Floats:
    """Pull of each firm on each group of candidates, shape ``(skills x homes x views, firms)``."""
    pull = np.zeros(firms.vacancies.shape)
    pull.flat[open_] = firms.vacancies.take(open_) * worth
    sees = np.ones((SKILLS, VIEWS, len(firms)))
    sees[Skill.FRONT_LINE, NO_ENGLISH] = ~SPEAKS_ENGLISH[firms.activity]
    sees[:, FROM_ABROAD] = firms.welcome.T
    table: Floats = pull.T[:, None, None] * near[:, firms.zone][None, :, None] * sees[:, None]
    return table.reshape(-1, len(firms))


def rank_applicants(
    candidates: Candidates, rows: Ints, rules: LabourRules, luck: Luck
) -> Ints:  # fmt: skip
    """Order in which employers prefer some candidates, by what they see of their ability."""
    birth = candidates.birth.take(rows)
    error = lognormal_factors(luck.uniform("impression", birth), _blur(rules))
    seen = candidates.ability.take(rows) * error
    if compiled.in_use:
        return people_kernels.best_first(seen, birth)
    return np.lexsort((birth, -seen))


@lru_cache(maxsize=8)
def _blur(rules: LabourRules) -> float:
    """Error with which employers see ability, log points."""
    return equations.blur(rules.ability_spread, rules.screening)


# What they look at


def heard_of_market(
    firms: Firms, workforce: Workforce, rules: LabourRules
) -> tuple[Floats, Floats]:
    """What firms hear that others offer, and the share of posts unfilled on which each acts.

    Local firms hear of each other; parents ask for what all others here offer (M01).
    """
    if compiled.in_use:
        return kernels.market(
            firms.offer, firms.posts, workforce.founder.nonzero()[0], workforce.employer,
            workforce.skill, firms.unfilled, firms.sort, int(Kind.SME),
            max(rules.market_watch, equations.SMALLEST_LUCK), firms.premium,
        )  # fmt: skip
    sets_its_pay = np.where(firms.premium[:, None] > 0, 0, firms.posts)
    posts, sum_ = np.add.reduce(sets_its_pay), np.add.reduce(firms.offer * sets_its_pay)
    surveyed = np.where(posts > 0, sum_ / np.maximum(posts, 1), firms.going_rate)
    going_rate = np.where(firms.premium[:, None] > 0, surveyed, firms.going_rate)
    return going_rate, unfilled_posts(firms, workforce.held_by_founders(firms), rules)


def unfilled_posts(firms: Firms, founders: Ints, rules: LabourRules) -> Floats:
    """Share of posts unfilled on which each firm acts, shape ``(firms, skills)``.

    Founders hold their posts for good, so these say nothing about who can be found.
    """
    posts = np.maximum(firms.posts - founders, 0)
    market = firms.unfilled.sum(axis=0) / np.maximum(posts.sum(axis=0), 1)
    return equations.share_unfilled(firms.unfilled, posts, market, rules.market_watch)
