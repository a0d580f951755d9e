"""Labour: what happens in the month."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from cluster_abm.agents.candidates import Candidates
from cluster_abm.agents.classes import (
    Activity,
    Degree,
    Entry,
    Exit,
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
from cluster_abm.core.groups import rank_in_group
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, keys
from cluster_abm.core.numerics import dexp, dpow, lognormal, round_random
from cluster_abm.core.tables import NOBODY, Floats, Ints, Keys
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.submodels.labour import equations
from cluster_abm.submodels.labour.decisions import plan_staff, set_offers
from cluster_abm.submodels.labour.numbers import LabourRules

SKILLS = len(Skill)
NEEDS_ENGLISH = (Activity.CONTACT_CENTRE, Activity.TECHNICAL_SUPPORT)
"""Activities whose front line speaks to customers abroad (A18, A67)."""


# People leave


def leave(
    firms: Firms, workforce: Workforce, world: World, flows: Flows, rules: LabourRules, luck: Luck
) -> None:
    """People retire, give up, or move to other sectors; one draw decides for each."""
    u = luck.uniform("leave", workforce.birth)
    post = workforce.employer.astype(np.int64) * SKILLS + workforce.skill
    give_up, move_on = _hazards(firms, world, rules)
    retired = rules.retirement
    # the last row of both tables is for people without a job, whose employer is -1
    limit = retired + give_up[post // SKILLS] + move_on.ravel()[post]
    going = np.flatnonzero((u < limit) & ~workforce.founder)
    given_up = retired + give_up[post[going] // SKILLS]
    retires = going[u[going] < retired]
    gives_up = going[(u[going] >= retired) & (u[going] < given_up)]
    moves = going[u[going] >= given_up]
    rests = luck.uniform("rest", workforce.birth[gives_up]) < rules.rest_share

    workforce.idle[~workforce.employed] += 1
    tired = np.flatnonzero(~workforce.employed & (workforce.idle > rules.patience_without_job))
    for rows, why in (
        (retires, Reason.RETIRED), (gives_up, Reason.WORN_OUT), (moves, Reason.OTHER_SECTOR),
    ):  # fmt: skip
        workforce.release(firms, flows, rows[workforce.employer[rows] >= 0], why)
    _go(workforce, world, flows, rules, luck, retires=retires,
        moves=np.union1d(np.r_[moves, gives_up[rests]], tired))  # fmt: skip


def _hazards(firms: Firms, world: World, rules: LabourRules) -> tuple[Floats, Floats]:
    """Monthly chance to give up, by firm, and to move on, by firm and skill."""
    give_up = np.r_[rules.burn_out[firms.activity], 0.0]
    pull = equations.pull_of_pay(world.outside_wage, firms.offer, rules.outside_response)
    # a foreigner's permit is tied to the firm, so only locals move to other sectors;
    # the few foreigners who would are sent home by their permit instead
    move_on = rules.leave_for_other_sectors * pull
    return give_up, np.r_[move_on, np.zeros((1, SKILLS))]


def _go(
    workforce: Workforce, world: World, flows: Flows, rules: LabourRules, luck: Luck,
    *, retires: Ints, moves: Ints,
) -> None:  # fmt: skip
    """Take those who leave the field out of the workforce."""
    abroad = luck.uniform("emigrate", workforce.birth[moves]) < rules.emigrate
    abroad |= workforce.foreign[moves]
    np.add.at(world.reservoir, workforce.skill[moves[~abroad]], 1)
    how = np.full(len(workforce), NOBODY)
    how[moves[~abroad]], how[moves[abroad]] = Exit.OTHER_SECTOR, Exit.ABROAD
    how[retires] = Exit.RETIRED
    for exit_ in Exit:
        np.add.at(flows.left, (exit_, workforce.foreign[how == exit_].astype(np.int64)), 1)
    workforce.close(how >= 0)


# Plans


def measure_capacity(firms: Firms, zones: Zones, rules: LabourRules) -> None:
    """Work that each firm can do with the staff it has (E2)."""
    weights, per_unit = _technology(rules)
    labour = equations.nest(firms.ability, rules.origin_substitution)
    quantity = equations.composite(labour, weights[firms.activity], rules.skill_substitution)
    firms.capacity = _productivity(firms, zones) * per_unit[firms.activity] * quantity


def plan_posts(firms: Firms, zones: Zones, rules: LabourRules, luck: Luck) -> None:
    """Firms decide how many posts they want, of which skills, and open those not filled.

    A fraction of a post is a chance of one.
    """
    weights, per_unit = _technology(rules)
    alpha = weights[firms.activity]
    units = equations.posts_wanted(
        np.ones(len(firms)), firms.offer, alpha, rules.skill_substitution
    )
    heads = units / _mean_ability(firms)
    work_of_a_unit = _productivity(firms, zones) * per_unit[firms.activity]
    firms.needed = firms.orders / work_of_a_unit * heads.sum(axis=1)
    staff = firms.ask(plan_staff, rules)
    firms.posts = staff[:, None] * heads / heads.sum(axis=1, keepdims=True)
    gap = np.maximum(firms.posts - firms.posts_filled - firms.reserved, 0.0)
    firms.vacancies = round_random(gap, luck.pick("fraction of a post", firms.birth, SKILLS))


def _technology(rules: LabourRules) -> tuple[Floats, Floats]:
    """Weights of the skills, and work of a unit of composite labour, for every activity."""
    mix = np.array([
        rules.mix_integration, rules.mix_own_work, rules.mix_contact_centre,
        rules.mix_technical_support, rules.mix_regional_hq,
    ])  # fmt: skip
    pay = rules.start_pay * rules.pay_premium[:, None] * 100.0
    sigma = rules.skill_substitution
    weights = equations.skill_weights(mix, pay, sigma)
    load = (1 + rules.thirteenth_month) * (1 + rules.employer_contribution.usual)
    cost = (mix * pay).sum(axis=1) * load
    return weights, rules.work_per_labour_cost * cost / equations.composite(mix, weights, sigma)


def _productivity(firms: Firms, zones: Zones) -> Floats:
    return firms.efficiency * zones.productivity[firms.zone]


def _mean_ability(firms: Firms) -> Floats:
    """Mean ability of the staff of each skill; 1 where there is none yet."""
    filled = firms.posts_filled
    total = firms.ability.sum(axis=2)
    return np.where(filled > 0, np.maximum(total, 0.1 * filled) / np.maximum(filled, 1), 1.0)


def post_wages(firms: Firms, rules: LabourRules) -> None:
    """Firms decide what they offer for each skill."""
    firms.offer = firms.ask(set_offers, rules)


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
    post = workforce.employer.astype(np.int64) * SKILLS + workforce.skill
    cut = np.r_[number.ravel(), np.zeros(SKILLS, np.int64)]
    threatened = np.flatnonzero((cut[post] > 0) & ~workforce.founder)
    chance = luck.uniform("layoff", workforce.birth[threatened])
    order = np.lexsort((chance, post[threatened]))
    rows, posts = threatened[order], post[threatened][order]
    workforce.release(firms, flows, rows[rank_in_group(posts) < cut[posts]], Reason.LAID_OFF)


# Talent


def search(
    firms: Firms, workforce: Workforce, candidates: Candidates, world: World, flows: Flows,
    rules: LabourRules, luck: Luck,
) -> None:  # fmt: skip
    """List everybody at home who looks for a post: without a job, with one, in other sectors."""
    candidates.close(np.ones(len(candidates), bool))
    _list_workforce(workforce, candidates, world, rules, luck)
    _list_other_sectors(firms, candidates, world, rules, luck)
    np.add.at(flows.applicants, (candidates.skill, candidates.source), 1)


def _list_workforce(
    workforce: Workforce, candidates: Candidates, world: World, rules: LabourRules, luck: Luck
) -> None:
    looks = luck.uniform("search on the job", workforce.birth) < rules.search_on_the_job
    at_work = workforce.employed
    # a permit is tied to the firm that asked for it, and a founder stays with the firm
    rows = np.flatnonzero(~workforce.foreign & ~workforce.founder & (looks | ~at_work))
    busy = at_work[rows]
    patience = np.maximum(rules.reservation - rules.reservation_decay * workforce.idle[rows], 0.0)
    least = np.where(
        busy,
        workforce.wage[rows] * (1 + rules.acceptance_gain),
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
    skill = np.repeat(np.arange(SKILLS), number)
    birth = np.concatenate(
        [keys("other sector", luck.month, k, np.arange(n)) for k, n in enumerate(number.tolist())]
    )
    degrees = np.array([Degree.NONE, Degree.VOCATIONAL, Degree.FOUR_YEAR,
                        Degree.POSTGRADUATE, Degree.FOUR_YEAR])  # fmt: skip
    english = luck.uniform("English of newcomers", birth) < rules.english_front_line
    candidates.admit(
        birth,
        source=Source.OTHER_SECTOR,
        skill=skill,
        degree=degrees[skill],
        english=english | (skill != Skill.FRONT_LINE),
        ability=lognormal(luck.uniform("ability of newcomers", birth), 1.0, rules.ability_spread),
        experience=MONTHS_PER_YEAR * 2 * (1 + skill),
        zone=_home(birth),
        reservation=world.outside_wage[skill] * (1 + rules.acceptance_gain),
    )


def _attracted(firms: Firms, world: World, rules: LabourRules, luck: Luck) -> Ints:
    """How many people of each skill look into the cluster from other sectors, persons."""
    open_ = firms.vacancies.sum(axis=0)
    paid = (firms.vacancies * firms.offer).sum(axis=0) / np.maximum(open_, 1)
    paid = np.where(open_ > 0, paid, 0.5 * world.outside_wage)
    pull = equations.pull_of_pay(paid, world.outside_wage, rules.outside_response)
    mean = world.reservoir * rules.search_other_sectors * pull
    by_skill = keys("other sector", luck.month, SKILLS, np.arange(SKILLS))
    return np.minimum(round_random(mean, luck.uniform("other sectors", by_skill)), world.reservoir)


def _home(birth: Keys) -> Ints:
    """Zone where somebody lives: most near the capital, some near Colon; fixed at birth."""
    # the key itself is a uniform number of 64 bits that never changes
    share = (birth >> np.uint64(11)).astype(np.float64) * 2.0**-53
    return np.where(share < 1 - COLON_SHARE, ZoneName.REST, ZoneName.COLON).astype(np.int64)


COLON_SHARE = 1 / 16
"""Share of people who live near Colon: 0.2 of 3.4 million in the census of 2010, rounded."""


def match(
    firms: Firms, workforce: Workforce, candidates: Candidates, zones: Zones, world: World,
    flows: Flows, rules: LabourRules, luck: Luck,
) -> None:  # fmt: skip
    """Everybody who looks, local or foreign, competes for the open posts at once."""
    targets = _apply(firms, candidates, zones, workforce, rules, luck)
    for skill in range(SKILLS):
        rows = np.flatnonzero(candidates.skill == skill)
        rows = rows[np.lexsort((candidates.birth[rows], -candidates.ability[rows]))]
        won = equations.match_posts(
            targets[rows],
            openings=firms.vacancies[:, skill],
            offers=firms.offer[:, skill],
            rounds=int(rules.matching_rounds),
        )
        candidates.post[rows[won.candidate]] = won.firm
    _note_posts(firms, candidates, flows)
    _start_work(firms, workforce, candidates, world, flows)


def _apply(
    firms: Firms, candidates: Candidates, zones: Zones, workforce: Workforce,
    rules: LabourRules, luck: Luck,
) -> Ints:  # fmt: skip
    """Firms to which each candidate applies; -1 where an application is not worth it."""
    k = int(rules.applications)
    u = luck.pick("applications", candidates.birth, k)
    target = np.full(u.shape, NOBODY, np.int64)
    near = dexp(-zones.distance / rules.commute)
    for skill in range(SKILLS):
        pull = firms.vacancies[:, skill] * _pull_of_offers(firms.offer[:, skill], rules.pay_pull)
        for rows, eligible in _groups(firms, candidates, skill):
            weight = np.cumsum(pull * eligible * near[candidates.zone[rows[0]]][firms.zone])
            if weight[-1] > 0:
                target[rows] = equations.choose_targets(weight, u[rows])
    few = candidates.source != Source.UNEMPLOYED
    target[few, int(rules.applications_employed):] = NOBODY
    skill_of = np.broadcast_to(candidates.skill[:, None], u.shape)
    low = firms.offer[target, skill_of] < candidates.reservation[:, None]
    own = np.where(candidates.person >= 0, workforce.employer[candidates.person], NOBODY)
    target[low | (target == own[:, None])] = NOBODY
    return target


def _pull_of_offers(offer: Floats, exponent: float) -> Floats:
    return dpow(offer / offer.mean(), exponent)


def _groups(
    firms: Firms, candidates: Candidates, skill: int
) -> Iterator[tuple[Ints, Floats]]:
    """Candidates of one skill who see the same posts, and what they see."""
    mine = candidates.skill == skill
    abroad = candidates.source == Source.ABROAD
    english = np.isin(firms.activity, NEEDS_ENGLISH)
    sees = np.ones(len(firms)) if skill != Skill.FRONT_LINE else (~english).astype(float)
    for zone in (ZoneName.REST, ZoneName.COLON):
        here = mine & (candidates.zone == zone)
        for who, eligible in (
            (here & ~abroad & candidates.english, np.ones(len(firms))),
            (here & ~abroad & ~candidates.english, sees),
            (here & abroad, firms.welcome[:, skill]),
        ):
            rows = np.flatnonzero(who)
            if len(rows):
                yield rows, eligible


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
    workforce.release(firms, flows, person[source == Source.OTHER_FIRM], Reason.BETTER_JOB)
    fresh = source == Source.OTHER_SECTOR
    joins = rows[fresh]
    person[fresh] = workforce.join(
        flows, candidates.birth[joins], Entry.OTHER_SECTOR,
        **{c: candidates.data[c][joins] for c in ("skill", "degree", "english", "ability",
                                                 "experience")},
    )  # fmt: skip
    np.subtract.at(world.reservoir, skill[fresh], 1)
    workforce.hire(firms, person, post, firms.offer[post, skill])


def learn(firms: Firms, workforce: Workforce, ledger: Ledger, rules: LabourRules) -> None:
    """A month of work: tenure and experience grow, novices learn, training is paid."""
    at_work = workforce.employed
    workforce.tenure += at_work
    workforce.experience += at_work
    novice = np.flatnonzero(at_work & (workforce.ability < 1.0))
    workforce.ability[novice] = equations.grown_ability(
        workforce.ability[novice], rules.learning, 1.0
    )
    if any(rules.training_effort.values()):
        _train(firms, workforce, ledger, rules)
    _sum_ability(firms, workforce)


def _train(firms: Firms, workforce: Workforce, ledger: Ledger, rules: LabourRules) -> None:
    """Firms spend on courses, and the staff learns (M07)."""
    effort = rules.training_effort.of(firms)
    at_work = np.flatnonzero(workforce.employed)
    gain = 1 + rules.training_yield * effort / MONTHS_PER_YEAR
    workforce.ability[at_work] *= gain[workforce.employer[at_work]]
    ledger.pay(
        ledger.of(Sector.FIRMS), ledger.of(Sector.ECONOMY), cents(effort * firms.bill), Why.TRAINING
    )


def _sum_ability(firms: Firms, workforce: Workforce) -> None:
    """Add up the ability of each firm's staff by skill and origin."""
    at_work = np.flatnonzero(workforce.employed)
    employer, skill, origin = workforce.post_of(at_work)
    code = (employer * SKILLS + skill) * 2 + origin
    total = np.bincount(code, workforce.ability[at_work], len(firms) * SKILLS * 2)
    firms.ability = total.reshape(firms.ability.shape)


# Money


def review_pay(firms: Firms, workforce: Workforce, rules: LabourRules) -> None:
    """Once a year, on the day of hiring, the pay of those who stay is reviewed (E9)."""
    due = np.flatnonzero(
        (workforce.tenure % MONTHS_PER_YEAR == 0) & (workforce.tenure > 0) & workforce.employed
    )
    employer, skill, _ = workforce.post_of(due)
    before = workforce.wage[due].astype(np.int64)
    after = np.rint(
        equations.stayers_pay(
            before.astype(np.float64),
            firms.offer[employer, skill],
            rising=workforce.tenure[due] <= rules.tenure_scale,
            raise_=rules.tenure_raise,
            catch_up=rules.catch_up,
        )
    ).astype(np.int64)
    workforce.wage[due] = after
    np.add.at(firms.bill, employer, after - before)


def pay_wages(firms: Firms, ledger: Ledger, rules: LabourRules) -> None:
    """Firms pay their people, and both pay contributions and tax."""
    gross = cents(firms.bill * (1 + rules.thirteenth_month))
    employer = cents(gross * rules.employer_contribution.of(firms))
    firm, home = ledger.of(Sector.FIRMS), ledger.of(Sector.HOUSEHOLDS)
    social, state = ledger.of(Sector.SOCIAL_SECURITY), ledger.of(Sector.GOVERNMENT)
    ledger.pay(firm, home, gross, Why.WAGES)
    ledger.pay(firm, social, employer, Why.CONTRIBUTIONS)
    ledger.pay(home, social, cents(gross * rules.employee_contribution), Why.CONTRIBUTIONS)
    ledger.pay(home, state, cents(gross * rules.income_tax), Why.INCOME_TAX)
    firms.earnings[:, -1] -= gross + employer
