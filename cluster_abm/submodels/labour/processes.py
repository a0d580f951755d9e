"""Labour: what happens in the month."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.candidates import Candidates
from cluster_abm.agents.classes import (
    Activity,
    Degree,
    Entry,
    Exit,
    Origin,
    Reason,
    Skill,
    Source,
    ZoneName,
)
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.agents.zones import Zones
from cluster_abm.core.groups import rank_in_group, tally
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, keys, keys_of_groups, trait
from cluster_abm.core.numerics import dexp, dpow, lognormal, normal, round_random
from cluster_abm.core.tables import NOBODY, Floats, Ints, Keys
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.submodels.labour import equations
from cluster_abm.submodels.labour.decisions import courses, plan_staff, set_offers
from cluster_abm.submodels.labour.numbers import LabourRules

SKILLS = len(Skill)
NEEDS_ENGLISH = (Activity.CONTACT_CENTRE, Activity.TECHNICAL_SUPPORT)
"""Activities whose front line speaks to customers abroad (A18, A67)."""
SPEAKS_ENGLISH = np.isin(list(Activity), NEEDS_ENGLISH)
"""Is each activity one of these?"""


# People leave


def leave(
    firms: Firms, workforce: Workforce, world: World, flows: Flows, rules: LabourRules, luck: Luck
) -> None:
    """People retire, give up, move to other sectors or look around; one draw decides for each."""
    u = luck.uniform("a month's choice", workforce.birth)
    workforce.looking = u >= 1 - rules.search_on_the_job
    going, why = _choices(firms, workforce, world, u, rules)
    retires, gives_up, moves = (
        going[why == r] for r in (Reason.RETIRED, Reason.WORN_OUT, Reason.OTHER_SECTOR)
    )
    rests = luck.uniform("rest", workforce.birth[gives_up]) < rules.rest_share
    idle = np.flatnonzero(workforce.employer < 0)
    workforce.idle[idle] += 1
    tired = idle[workforce.idle[idle] > rules.patience_without_job]
    at_work = workforce.employer[going] >= 0
    workforce.release(firms, flows, going[at_work], why[at_work])
    gone = np.zeros(len(workforce), bool)
    gone[moves] = gone[gives_up[rests]] = gone[tired] = True
    gone[retires] = False
    _go(workforce, world, flows, rules, luck, retires=retires, moves=np.flatnonzero(gone))


def _choices(
    firms: Firms, workforce: Workforce, world: World, u: Floats, rules: LabourRules
) -> tuple[Ints, Ints]:
    """Who retires, gives up or moves on, by reason: rows and reasons, shape ``(leavers,)``."""
    # pull is never above 1, so with more luck than this nobody goes and nothing is computed
    most = rules.retirement + rules.burn_out.max() + rules.leave_for_other_sectors
    rows = np.flatnonzero(u < most)
    rows = rows[~workforce.founder[rows]]
    u, employer = u[rows], workforce.employer[rows]
    pull = equations.pull_of_pay(
        world.outside_wage[workforce.skill[rows]] * _reward(workforce, rows, rules),
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
    return rows[goes], why[goes]


def _reward(workforce: Workforce, rows: Ints, rules: LabourRules) -> Floats:
    """Pay of some people relative to the usual pay of their class, factors."""
    return equations.reward(workforce.ability[rows].astype(np.float64), rules.pay_for_ability)


def _go(
    workforce: Workforce, world: World, flows: Flows, rules: LabourRules, luck: Luck,
    *, retires: Ints, moves: Ints,
) -> None:  # fmt: skip
    """Take those who leave the field out of the workforce."""
    abroad = luck.uniform("emigrate", workforce.birth[moves]) < rules.emigrate
    abroad &= workforce.bound[moves] <= luck.month
    abroad |= workforce.foreign[moves]
    stays = moves[~abroad]
    np.add.at(world.reservoir, (workforce.skill[stays], workforce.english[stays].astype(int)), 1)
    gone = np.zeros(len(workforce), bool)
    for rows, how in (
        (retires, Exit.RETIRED), (stays, Exit.OTHER_SECTOR), (moves[abroad], Exit.ABROAD),
    ):  # fmt: skip
        tally(flows.left, how, workforce.foreign[rows].astype(np.int64))
        gone[rows] = True
    workforce.close(gone)


# Plans


def plan_posts(firms: Firms, rules: LabourRules, luck: Luck) -> None:
    """Firms decide how many posts they want, of which skills, and open those not filled.

    What research takes comes on top of what customers' work takes.  A fraction of a post is one
    post in some firms and none in others.
    """
    wanted = firms.ask(plan_staff, rules)[:, None] * firms.recipe + firms.research
    # drawn once in a life, as a firm that hires for a fraction this month and not the next would
    # for ever hire and dismiss
    firms.posts = round_random(wanted, luck.lasting("fraction of a post", firms.birth, SKILLS))
    firms.vacancies = np.maximum(firms.posts - firms.posts_filled - firms.reserved, 0)


def post_wages(firms: Firms, rules: LabourRules) -> None:
    """Firms decide what they offer for each skill."""
    going_rate = np.broadcast_to(_going_rate(firms), firms.offer.shape)
    firms.offer = firms.ask(set_offers, rules, going_rate)


def _going_rate(firms: Firms) -> Floats:
    """What local firms offer for their posts on average, US cent/month, shape ``(skills,)``."""
    local = firms.is_sme if firms.is_sme.any() else np.ones(len(firms), bool)
    posts = firms.posts * local[:, None]
    weight = np.where(posts.any(axis=0), posts, local[:, None])
    mean: Floats = (firms.offer * weight).sum(axis=0) / weight.sum(axis=0)
    return mean


def lay_off(
    firms: Firms, workforce: Workforce, flows: Flows, rules: LabourRules, luck: Luck
) -> None:
    """Firms let those go for whom there is no work."""
    excess = equations.excess_to_release(
        firms.posts_filled, firms.posts, rules.layoff_band, rules.layoff_speed
    )
    number = round_random(excess, luck.pick("fraction of a layoff", firms.birth, SKILLS))
    if not number.any():
        return
    # the last entry is for people without a job, whose employer is -1
    cuts = np.append(number.any(axis=1), False)
    staff = np.flatnonzero(cuts[workforce.employer])
    post = workforce.employer[staff] * SKILLS + workforce.skill[staff]
    cut = number.ravel()
    threatened = (cut[post] > 0) & ~workforce.founder[staff]
    staff, post = staff[threatened], post[threatened]
    order = np.lexsort((luck.uniform("layoff", workforce.birth[staff]), post))
    rows, posts = staff[order], post[order]
    workforce.release(firms, flows, rows[rank_in_group(posts) < cut[posts]], Reason.LAID_OFF)


# Talent


def search(
    firms: Firms, workforce: Workforce, candidates: Candidates, world: World, flows: Flows,
    rules: LabourRules, luck: Luck,
) -> None:  # fmt: skip
    """List everybody at home who looks for a post: without a job, with one, in other sectors."""
    candidates.clear()
    _list_workforce(workforce, candidates, world, rules, luck)
    _list_other_sectors(firms, candidates, world, rules, luck)
    np.add.at(flows.applicants, (candidates.skill, candidates.source), 1)


def _list_workforce(
    workforce: Workforce, candidates: Candidates, world: World, rules: LabourRules, luck: Luck
) -> None:
    rows = np.flatnonzero(workforce.looking | (workforce.employer < 0))
    # a permit is tied to the firm that asked for it, and a founder stays with the firm
    rows = rows[~(workforce.foreign[rows] | workforce.founder[rows])]
    busy = workforce.employer[rows] >= 0
    active = luck.uniform("search without a job", workforce.birth[rows])
    seeks = busy | (active < rules.search_without_job)
    rows, busy = rows[seeks], busy[seeks]
    u = luck.uniform("taste for firms", workforce.birth[rows])
    taste = dexp(rules.taste_for_firms * normal(u))
    patience = np.maximum(rules.reservation - rules.reservation_decay * workforce.idle[rows], 0.0)
    pay_for_usual_ability = workforce.wage[rows] / _reward(workforce, rows, rules)
    least = np.where(
        busy,
        pay_for_usual_ability * (1 + rules.acceptance_gain) * taste,
        patience * world.outside_wage[workforce.skill[rows]],
    )
    candidates.admit(
        workforce.birth[rows],
        person=rows,
        source=np.where(busy, Source.OTHER_FIRM, Source.UNEMPLOYED),
        skill=workforce.skill[rows],
        degree=workforce.degree[rows],
        english=workforce.english[rows],
        ability=workforce.ability[rows],
        experience=workforce.experience[rows],
        zone=_home(workforce.birth[rows]),
        reservation=least,
    )


def _list_other_sectors(
    firms: Firms, candidates: Candidates, world: World, rules: LabourRules, luck: Luck
) -> None:
    """People of other sectors whom pay attracts (E8)."""
    number = _attracted(firms, world, rules, luck)
    group = np.repeat(np.arange(number.size), number.ravel())
    skill = group // 2
    birth = keys_of_groups("other sector", luck.month, number.ravel())
    candidates.admit(
        birth,
        source=Source.OTHER_SECTOR,
        skill=skill,
        degree=USUAL_DEGREE[skill],
        english=group % 2 == 1,
        ability=lognormal(luck.uniform("ability of newcomers", birth), 1.0, rules.ability_spread),
        experience=MONTHS_PER_YEAR * 2 * (1 + skill),
        zone=_home(birth),
        reservation=world.outside_wage[skill] * (1 + rules.acceptance_gain),
    )


USUAL_DEGREE = np.array(
    [Degree.NONE, Degree.VOCATIONAL, Degree.FOUR_YEAR, Degree.POSTGRADUATE, Degree.FOUR_YEAR]
)
"""Degree of somebody of each skill who comes from another sector."""


def _attracted(firms: Firms, world: World, rules: LabourRules, luck: Luck) -> Ints:
    """People of other sectors who look into the cluster, shape ``(skills, 2)``: by English."""
    open_ = firms.vacancies.sum(axis=0)
    paid = (firms.vacancies * firms.offer).sum(axis=0) / np.maximum(open_, 1)
    paid = np.where(open_ > 0, paid, 0.5 * world.outside_wage)
    pull = equations.pull_of_pay(paid, world.outside_wage, rules.outside_response)
    mean = world.reservoir * (rules.search_other_sectors * pull)[:, None]
    u = luck.uniform("other sectors", keys("other sector", luck.month, SKILLS, GROUPS))
    return np.minimum(round_random(mean, u), world.reservoir)


GROUPS = np.arange(2 * SKILLS).reshape(SKILLS, 2)
"""Numbers of the groups of people in other sectors: by skill and by English."""


def _home(birth: Keys) -> Ints:
    """Zone where somebody lives: most near the capital, some near Colon; fixed at birth."""
    return np.where(trait(birth) < 1 - COLON_SHARE, int(ZoneName.REST), int(ZoneName.COLON))


COLON_SHARE = 1 / 16
"""Share of people who live near Colon: 0.2 of 3.4 million in the census of 2010, rounded."""


def match(
    firms: Firms, workforce: Workforce, candidates: Candidates, zones: Zones, world: World,
    flows: Flows, rules: LabourRules, luck: Luck,
) -> None:  # fmt: skip
    """Everybody who looks, local or foreign, competes for the open posts at once."""
    target = _apply(firms, candidates, zones, workforce, rules, luck)
    applying = np.flatnonzero((target >= 0).any(axis=1))
    best_first = applying[np.lexsort((candidates.birth[applying], -candidates.ability[applying]))]
    aim, skill = target[best_first], candidates.skill[best_first].astype(np.int64)
    won = equations.match_posts(
        np.where(aim >= 0, aim * SKILLS + skill[:, None], NOBODY),
        openings=firms.vacancies.ravel(),
        offers=firms.offer.ravel(),
        rounds=int(rules.matching_rounds),
    )
    candidates.post[best_first[won.candidate]] = won.post // SKILLS
    _note_posts(firms, candidates, flows)
    candidates.reward = equations.reward(candidates.ability, rules.pay_for_ability)
    _start_work(firms, workforce, candidates, world, flows)


def _apply(
    firms: Firms, candidates: Candidates, zones: Zones, workforce: Workforce,
    rules: LabourRules, luck: Luck,
) -> Ints:  # fmt: skip
    """Firms to which each candidate applies; -1 where an application is not worth it."""
    u = luck.pick("applications", candidates.birth, int(rules.applications))
    skill = candidates.skill.astype(np.int64)
    abroad = candidates.source == Source.ABROAD
    view = np.where(abroad, FROM_ABROAD, np.where(candidates.english, ENGLISH, NO_ENGLISH))
    group = (skill * len(ZoneName) + candidates.zone) * VIEWS + view
    target = equations.choose_targets(_attraction(firms, zones, rules), group, u)
    low = firms.offer[target, skill[:, None]] < candidates.reservation[:, None]
    own = np.where(candidates.person >= 0, workforce.employer[candidates.person], NOBODY)
    turned_away = abroad[:, None] & ~firms.sponsors[target, skill[:, None]]
    return np.where(low | turned_away | (target == own[:, None]), NOBODY, target)


ENGLISH, NO_ENGLISH, FROM_ABROAD = range(3)
"""How a candidate sees the posts: all of them, those without English, those known abroad."""
VIEWS = 3


def _attraction(firms: Firms, zones: Zones, rules: LabourRules) -> Floats:
    """Pull of each firm on each kind of candidate, shape ``(skills x homes x views, firms)``."""
    offer, vacancies = firms.offer.T, firms.vacancies.T
    relative = offer / offer.mean(axis=1, keepdims=True)
    hires = vacancies > 0
    pull = np.zeros(offer.shape)
    pull[hires] = vacancies[hires] * dpow(relative[hires], rules.pay_pull)
    near = dexp(-zones.distance / rules.commute)[:, firms.zone]
    sees = np.ones((SKILLS, VIEWS, len(firms)))
    sees[Skill.FRONT_LINE, NO_ENGLISH] = ~SPEAKS_ENGLISH[firms.activity]
    sees[:, FROM_ABROAD] = firms.welcome.T
    table = pull[:, None, None] * near[None, :, None] * sees[:, None]
    return table.reshape(-1, len(firms))


def _note_posts(firms: Firms, candidates: Candidates, flows: Flows) -> None:
    """Count open and filled posts, and what stays unfilled."""
    won = np.flatnonzero(candidates.post >= 0)
    filled = np.zeros_like(firms.vacancies)
    np.add.at(filled, (candidates.post[won], candidates.skill[won]), 1)
    firms.unfilled = firms.vacancies - filled
    np.add.at(flows.posted, firms.sort, firms.vacancies)
    np.add.at(flows.filled, firms.sort, filled)


def _start_work(
    firms: Firms, workforce: Workforce, candidates: Candidates, world: World, flows: Flows
) -> None:
    """Those at home who won a post begin; those abroad wait for a permit."""
    home = (candidates.post >= 0) & (candidates.source != Source.ABROAD)
    rows = np.flatnonzero(home)
    post, skill, source = (candidates.data[c][rows].astype(np.int64)
                           for c in ("post", "skill", "source"))  # fmt: skip
    np.add.at(flows.hires, (firms.sort[post], skill, source), 1)
    person = candidates.person[rows].astype(np.int64)
    moves = source == Source.OTHER_FIRM
    candidates.left[rows[moves]] = workforce.employer[person[moves]]
    workforce.release(firms, flows, person[moves], Reason.BETTER_JOB)
    fresh = source == Source.OTHER_SECTOR
    joins = rows[fresh]
    person[fresh] = workforce.join(
        flows, candidates.birth[joins], Entry.OTHER_SECTOR,
        **{c: candidates.data[c][joins] for c in ("skill", "degree", "english", "ability",
                                                 "experience")},
    )  # fmt: skip
    np.subtract.at(world.reservoir, (skill[fresh], candidates.english[joins].astype(int)), 1)
    workforce.hire(firms, person, post, firms.offer[post, skill] * candidates.reward[rows])


def learn(firms: Firms, workforce: Workforce, rules: LabourRules) -> None:
    """A month of work: tenure and experience grow, novices and the trained learn."""
    at_work = workforce.employed
    workforce.tenure += at_work
    workforce.experience += at_work
    novice = np.flatnonzero(at_work & (workforce.ability < 1.0))
    workforce.ability[novice] = equations.grown_ability(
        workforce.ability[novice].astype(np.float64), rules.learning, 1.0
    )
    _train(firms, workforce, rules)
    _sum_ability(firms, workforce)


def _train(firms: Firms, workforce: Workforce, rules: LabourRules) -> None:
    """The staff learns on courses, which are paid on pay day (M07)."""
    effort = courses(firms, rules)
    if not effort.any():
        return
    at_work = np.flatnonzero(workforce.employed)
    gain = 1 + rules.training_yield * effort / MONTHS_PER_YEAR
    workforce.ability[at_work] *= gain[workforce.employer[at_work]]


def _sum_ability(firms: Firms, workforce: Workforce) -> None:
    """Add up the ability of each firm's staff by skill and origin."""
    # first comes one firm more, of the people without a job, whose employer is -1
    post = ((workforce.employer + 1) * SKILLS + workforce.skill) * len(Origin) + workforce.foreign
    total = np.bincount(post, workforce.ability, (len(firms) + 1) * SKILLS * len(Origin))
    firms.ability = total.reshape(-1, SKILLS, len(Origin))[1:]


# Money


def review_pay(firms: Firms, workforce: Workforce, rules: LabourRules) -> None:
    """Once a year, on the day of hiring, the pay of those who stay is reviewed (E9).

    Founders take what they took when they began; the firm is theirs.
    """
    whole_years = workforce.tenure // MONTHS_PER_YEAR
    due = np.flatnonzero(workforce.tenure == whole_years * MONTHS_PER_YEAR)
    due = due[(workforce.tenure[due] > 0) & ~workforce.founder[due]]
    employer, skill, origin = workforce.post_of(due)
    before = workforce.wage[due].astype(np.int64)
    after = np.rint(
        equations.stayers_pay(
            before.astype(np.float64),
            firms.offer[employer, skill] * _reward(workforce, due, rules),
            rising=workforce.tenure[due] <= rules.tenure_scale,
            raise_=rules.tenure_raise,
            catch_up=rules.catch_up,
        )
    ).astype(np.int64)
    workforce.wage[due] = after
    np.add.at(firms.pay, (employer, skill, origin), after - before)


def pay_wages(firms: Firms, ledger: Ledger, flows: Flows, rules: LabourRules) -> None:
    """Firms pay their people, and both pay contributions and tax.

    What employers would have contributed at the rate of 2009 is forgone.
    """
    gross = cents(firms.bill * (1 + rules.thirteenth_month))
    employer = cents(gross * rules.employer_contribution.of(firms))
    firm, home = ledger.of(Sector.FIRMS), ledger.of(Sector.HOUSEHOLDS)
    social, state = ledger.of(Sector.SOCIAL_SECURITY), ledger.of(Sector.GOVERNMENT)
    ledger.pay(firm, home, gross, Why.WAGES)
    ledger.pay(firm, social, employer, Why.CONTRIBUTIONS)
    ledger.pay(home, social, cents(gross * rules.employee_contribution), Why.CONTRIBUTIONS)
    ledger.pay(home, state, cents(gross * rules.income_tax), Why.INCOME_TAX)
    flows.tax_forgone[0] += cents(gross * rules.contribution_2009).sum() - employer.sum()
    firms.labour_cost = gross + employer
    firms.earnings[:, -1] -= firms.labour_cost
    _pay_courses(firms, ledger, flows, rules)


def _pay_courses(firms: Firms, ledger: Ledger, flows: Flows, rules: LabourRules) -> None:
    firms.course_bill = cents(courses(firms, rules) * firms.bill)
    if not firms.course_bill.any():
        return
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.ECONOMY), firms.course_bill, Why.TRAINING)
    firms.earnings[:, -1] -= firms.course_bill
    np.add.at(flows.inputs, firms.sort, firms.course_bill)
