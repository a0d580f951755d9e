"""Labour: what happens in the month."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.candidates import Candidates, Starts
from cluster_abm.agents.classes import Entry, Exit, Origin, Reason, Skill, Source
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.payroll import write_wages
from cluster_abm.agents.workforce import COLON_SHARE, HOMES, Workforce
from cluster_abm.agents.world import World
from cluster_abm.agents.zones import Zones
from cluster_abm.core import compiled
from cluster_abm.core.groups import tally
from cluster_abm.core.kernels import labour as kernels
from cluster_abm.core.kernels import numerics as number_kernels
from cluster_abm.core.kernels import people
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, keys_of_groups
from cluster_abm.core.numerics import lognormal, lognormal_factors, round_random
from cluster_abm.core.tables import NOBODY, Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.labour import equations
from cluster_abm.submodels.labour.decisions import (
    CHOICES,
    SOURCES,
    SPECIALIST,
    USUAL_DEGREE,
    USUAL_EXPERIENCE,
    apply_for_posts,
    choose_to_leave,
    consider,
    courses,
    heard_of_market,
    hold_staff,
    lookers,
    might_look,
    plan_staff,
    rank_applicants,
    reward_of,
    seekers,
    set_offers,
    those_to_go,
    willing,
)
from cluster_abm.submodels.labour.numbers import LabourRules

SKILLS = len(Skill)


# People leave


def leave(
    firms: Firms, workforce: Workforce, world: World, flows: Flows, rules: LabourRules, luck: Luck
) -> None:
    """People retire, give up, move to other sectors or look around; one draw decides for each."""
    u = luck.uniform("a month's choice", workforce.birth)
    going, why, tired = choose_to_leave(firms, workforce, world, u, rules)
    workforce.release(firms, flows, going, why)
    rows = np.concatenate((going, tired))
    rest, emigrate = luck.uniforms(("rest", "emigrate"), workforce.birth.take(rows))
    _take_leave(workforce, world, flows, rules, luck.month, rows, why, rest, emigrate)


def _take_leave(
    workforce: Workforce, world: World, flows: Flows, rules: LabourRules, month: int, rows: Ints,
    why: Ints, rest: Floats, emigrate: Floats,
) -> None:  # fmt: skip
    """Note and count who leaves the field, and where to; of those who give up some only rest.

    The last of *rows*, for whom there is no reason, tire of being without a job.
    """
    if compiled.in_use:
        people.take_leave(
            rows, why, rest, emigrate, rules.rest_share, rules.emigrate, month, workforce.bound,
            workforce.foreign, workforce.skill, workforce.english, CHOICES, world.reservoir,
            flows.left, EXITS, workforce.leaving,
        )  # fmt: skip
        return
    why = np.concatenate((why, np.full(len(rows) - len(why), int(Reason.OTHER_SECTOR))))
    goes = (why != Reason.WORN_OUT) | (rest < rules.rest_share)
    retires = why == Reason.RETIRED
    abroad = (emigrate < rules.emigrate) & (workforce.bound[rows] <= month)
    abroad |= workforce.foreign[rows]
    stays = rows[goes & ~retires & ~abroad]
    tally(world.reservoir, workforce.skill[stays], workforce.english[stays].astype(int))
    for how, leave in zip(
        EXITS.tolist(), (rows[retires], stays, rows[goes & ~retires & abroad]), strict=True
    ):
        flows.left[how] += np.bincount(workforce.foreign[leave], minlength=len(Origin))
    workforce.leaving[rows[goes]] = True


EXITS = np.array([Exit.RETIRED, Exit.OTHER_SECTOR, Exit.ABROAD])
"""How people leave the field."""


def see_off(workforce: Workforce) -> None:
    """Those who leave the field go, all at once."""
    workforce.close(workforce.leaving)


# Plans


def plan_posts(firms: Firms, workforce: Workforce, rules: LabourRules, luck: Luck) -> None:
    """Firms decide how many posts they want, of which skills, and open those not filled.

    What research takes comes on top of what customers' work takes.  A founder does part of it.
    The number of posts is rounded; which skills get the posts beyond whole ones is luck, until
    somebody has such a post.
    """
    staff = firms.ask(plan_staff, rules)
    u = luck.pick("fraction of a post", firms.birth, SKILLS)
    if compiled.in_use:
        number_kernels.plan_posts(
            staff, firms.recipe, firms.research, workforce.founder.nonzero()[0],
            workforce.employer, workforce.skill, firms.staff, firms.reserved, u, equations.HAIR,
            equations.SMALLEST_LUCK, firms.posts, firms.vacancies,
        )  # fmt: skip
        return
    founders = workforce.held_by_founders(firms)
    wanted = equations.beside(staff[:, None] * firms.recipe + firms.research, founders)
    held = firms.posts_filled + firms.reserved
    firms.posts = equations.whole_posts(wanted, held, u)
    firms.vacancies = np.maximum(firms.posts - held, 0)


def post_wages(firms: Firms, workforce: Workforce, rules: LabourRules) -> None:
    """Firms decide what they offer for each skill."""
    firms.offer = firms.ask(set_offers, rules, *heard_of_market(firms, workforce, rules))


def lay_off(
    firms: Firms, workforce: Workforce, flows: Flows, rules: LabourRules, luck: Luck
) -> None:
    """Firms let those go for whom there is no work."""
    u = luck.pick("fraction of a layoff", firms.birth, SKILLS)
    cut, staff, post = _threatened(firms, workforce, rules, u)
    if not len(staff):
        return
    u = luck.uniform("layoff", workforce.birth.take(staff))
    workforce.release(firms, flows, those_to_go(cut, staff, post, u), Reason.LAID_OFF)


def _threatened(
    firms: Firms, workforce: Workforce, rules: LabourRules, u: Floats
) -> tuple[Ints, Ints, Ints]:
    """Staff of each post to lay off; who holds such a post, and which."""
    if compiled.in_use:
        return people.threatened(
            firms.staff, firms.posts, u, rules.layoff_band, rules.layoff_speed,
            workforce.employer, workforce.skill, workforce.founder,
        )  # fmt: skip
    excess = equations.excess_to_release(
        firms.posts_filled, firms.posts, rules.layoff_band, rules.layoff_speed
    )
    number = round_random(excess, u)
    # the last entry is for people without a job, whose employer is -1
    cuts = np.append(number.any(axis=1), False)
    staff = np.flatnonzero(cuts[workforce.employer])
    post = workforce.employer[staff] * SKILLS + workforce.skill[staff]
    cut = number.ravel()
    threatened = (cut[post] > 0) & ~workforce.founder[staff]
    return cut, staff[threatened], post[threatened]


# Talent


def search(
    firms: Firms, workforce: Workforce, candidates: Candidates, world: World, flows: Flows,
    rules: LabourRules, luck: Luck,
) -> None:  # fmt: skip
    """List everybody at home who looks for a post: without a job, with one, in other sectors."""
    candidates.clear()
    _list_workforce(workforce, candidates, world, flows, rules, luck)
    _list_other_sectors(firms, candidates, world, flows, rules, luck)


def _list_workforce(
    workforce: Workforce, candidates: Candidates, world: World, flows: Flows, rules: LabourRules,
    luck: Luck,
) -> None:  # fmt: skip
    """People of the workforce who look for a post: without a job, and with one."""
    w = workforce
    might = might_look(w)
    birth = w.birth.take(might)
    active, taste = luck.uniforms(("search without a job", "taste for firms"), birth)
    taste = lognormal_factors(taste, rules.taste_for_firms)
    if compiled.in_use:
        new = candidates.room_for(len(might))
        candidates.take_in(people.list_seekers(
            might, active, taste, w.birth, w.foreign, w.founder, w.employer, w.wage, w.ability,
            w.idle, w.skill, w.degree, w.english, w.experience, world.outside_wage, SOURCES, HOMES,
            1 - COLON_SHARE, rules.search_without_job, rules.reservation, rules.reservation_decay,
            rules.acceptance_gain, rules.pay_for_ability, candidates.size, new["birth"],
            new["person"], new["source"], new["skill"], new["degree"], new["english"],
            new["ability"], new["experience"], new["zone"], new["reservation"], new["post"],
            new["left"], flows.applicants,
        ))  # fmt: skip
        return
    rows, source, zone, least = seekers(w, world, rules, might, active, taste)
    who = {c: w.data[c].take(rows) for c in ("skill", "degree", "english", "ability", "experience")}
    candidates.admit(
        w.birth.take(rows), person=rows, source=source, zone=zone, reservation=least, **who
    )
    tally(flows.applicants, who["skill"], source)


def _list_other_sectors(
    firms: Firms, candidates: Candidates, world: World, flows: Flows, rules: LabourRules, luck: Luck
) -> None:
    """People of other sectors who look into the cluster, if some open post pays enough (E8)."""
    number = lookers(world, rules, luck)
    birth = keys_of_groups("other sector", luck.month, number)
    u = luck.uniform("taste for the cluster", birth)
    birth, skill, english, zone, least = willing(firms, world, rules, number, birth, u)
    u = luck.uniform("ability of newcomers", birth)
    candidates.list_outsiders(
        flows, birth, Source.OTHER_SECTOR, skill=skill, degree=USUAL_DEGREE, english=english,
        ability=lognormal(u, 1.0, rules.ability_spread), experience=USUAL_EXPERIENCE, zone=zone,
        reservation=least,
    )  # fmt: skip


def match(
    firms: Firms, workforce: Workforce, candidates: Candidates, zones: Zones, world: World,
    flows: Flows, rules: LabourRules, luck: Luck,
) -> None:  # fmt: skip
    """Everybody who looks, local or foreign, competes for the open posts at once."""
    applying, aim = apply_for_posts(firms, candidates, zones, workforce, rules, luck)
    order = rank_applicants(candidates, applying, rules, luck)
    rows, aim = applying.take(order), aim.take(order, axis=0)
    answers = luck.uniform("counter-offer", candidates.birth.take(rows))
    holds = firms.ask(hold_staff, rules)
    if compiled.in_use:
        starts = Starts(*kernels.fill_posts(
            rows, aim, candidates.skill, candidates.source, SOURCES, candidates.ability,
            candidates.person, workforce.employer, firms.sponsors, SPECIALIST, firms.vacancies,
            firms.offer, firms.sort, int(rules.matching_rounds), rules.pay_for_ability,
            _least_pay(rules), candidates.post, candidates.reward, candidates.left,
            firms.unfilled, flows.posted, flows.filled, flows.hires, candidates.english,
            world.reservoir, len(workforce), answers, holds, candidates.reservation,
            workforce.wage, firms.pay, flows.counter_offers, firms.posts, firms.staff,
        ))  # fmt: skip
    else:
        _compete(firms, candidates, rows, aim, rules)
        # nobody answers for the last entry, where those without an employer look
        asked = np.append(holds, 0)[workforce.employer[candidates.person[rows]]]
        _keep_staff(firms, workforce, candidates, rows[answers < asked], flows)
        at_home = _note_posts(firms, candidates, flows, rules)
        starts = _starts(firms, workforce, candidates, world, at_home)
    _start_work(firms, workforce, candidates, starts, flows)


def _compete(
    firms: Firms, candidates: Candidates, rows: Ints, aim: Ints, rules: LabourRules
) -> None:
    """Let those who apply, best first, compete for the open posts."""
    skill = candidates.skill[rows].astype(np.int64)
    consider(firms, aim, skill, candidates.source[rows] == Source.ABROAD)
    won = equations.match_posts(
        np.where(aim >= 0, aim * SKILLS + skill[:, None], NOBODY),
        openings=firms.vacancies.ravel(),
        offers=firms.offer.ravel(),
        rounds=int(rules.matching_rounds),
    )
    candidates.post[rows[won.candidate]] = won.post // SKILLS
    candidates.reward = equations.reward(candidates.ability, rules.pay_for_ability)


def _keep_staff(
    firms: Firms, workforce: Workforce, candidates: Candidates, rows: Ints, flows: Flows
) -> None:
    """Employers of some candidates pay as much as another firm bids, if that holds them (E9).

    Where there are more people than posts all are let go.
    """
    rows = rows[(candidates.post[rows] >= 0) & (candidates.source[rows] == Source.OTHER_FIRM)]
    needed = (firms.posts_filled <= firms.posts)[workforce.employer[candidates.person[rows]]]
    rows = rows[needed[np.arange(len(rows)), candidates.skill[rows]]]
    reward, pay = candidates.reward[rows], workforce.wage[candidates.person[rows]].astype(float)
    bid = np.rint(firms.offer[candidates.post[rows], candidates.skill[rows]] * reward)
    stays = equations.held(bid, pay, candidates.reservation[rows] * reward)
    person: Ints = candidates.person[rows[stays]].astype(np.int64)
    workforce.wage[person] = bid[stays]
    employer, skill, origin = workforce.post_of(person)
    tally(firms.pay, employer, skill, origin, by=cents((bid - pay)[stays]))
    tally(flows.counter_offers, firms.sort[employer], skill)
    candidates.post[rows[stays]] = NOBODY


def _note_posts(firms: Firms, candidates: Candidates, flows: Flows, rules: LabourRules) -> Ints:
    """Count open and filled posts and what stays unfilled; agree on pay; who begins at once."""
    won = np.flatnonzero(candidates.post >= 0)
    firm, skill = candidates.post[won], candidates.skill[won]
    # nobody earns less than the legal minimum
    least = _least_pay(rules) / firms.offer[firm, skill]
    candidates.reward[won] = np.maximum(candidates.reward[won], least)
    filled = np.zeros(firms.vacancies.shape, np.int64)
    tally(filled, firm, skill)
    firms.unfilled = firms.vacancies - filled
    tally(flows.posted, firms.sort, by=firms.vacancies)
    tally(flows.filled, firms.sort, by=filled)
    rows: Ints = won[candidates.source[won] != Source.ABROAD]
    tally(flows.hires, firms.sort[candidates.post[rows]], candidates.skill[rows],
          candidates.source[rows])  # fmt: skip
    return rows


def _least_pay(rules: LabourRules) -> float:
    """Legal minimum, US cent/month."""
    return float(rules.minimum_wage * CENTS_PER_DOLLAR)


def _starts(
    firms: Firms, workforce: Workforce, candidates: Candidates, world: World, rows: Ints
) -> Starts:
    post, person = candidates.post[rows].astype(np.int64), candidates.person[rows].astype(np.int64)
    pay = firms.offer[post, candidates.skill[rows]] * candidates.reward[rows]
    moves = candidates.source[rows] == Source.OTHER_FIRM
    candidates.left[rows[moves]] = workforce.employer[person[moves]]
    joins = rows[candidates.source[rows] == Source.OTHER_SECTOR]
    english = candidates.english[joins].astype(np.int64)
    tally(world.reservoir, candidates.skill[joins], english, by=-1)
    leaves = person[moves]
    person[person < 0] = len(workforce) + np.arange(len(joins))
    return Starts(post, pay, person, leaves, joins)


def _start_work(
    firms: Firms, workforce: Workforce, candidates: Candidates, starts: Starts, flows: Flows
) -> None:
    """Those at home who won a post begin; those abroad wait for a permit."""
    workforce.release(firms, flows, starts.leaves, Reason.BETTER_JOB)
    workforce.join_from(candidates, starts.joins, flows, Entry.OTHER_SECTOR)
    workforce.hire(firms, starts.person, starts.post, starts.pay)


def learn(firms: Firms, workforce: Workforce, world: World, rules: LabourRules) -> None:
    """A month of work: tenure and experience grow, novices learn, and all on courses (M07)."""
    given = courses(firms, rules)
    if compiled.in_use:
        added = people.learn(
            workforce.employer, workforce.skill, workforce.foreign, workforce.tenure,
            workforce.experience, workforce.ability, given, rules.training_yield, MONTHS_PER_YEAR,
            rules.learning, firms.ability,
        )  # fmt: skip
    else:
        gain = 1 + rules.training_yield * given / MONTHS_PER_YEAR
        added = (firms.ability[:, :, Origin.LOCAL] * (gain - 1)[:, None]).sum(axis=0)
        _live_a_month(firms, workforce, gain, rules)
    if world.month >= 0:
        world.trained = (1 - rules.training_lost) * world.trained
        world.coached = (1 - rules.training_lost) * world.coached + added


def _live_a_month(firms: Firms, workforce: Workforce, gain: Floats, rules: LabourRules) -> None:
    at_work = workforce.employed
    workforce.tenure += at_work
    workforce.experience += at_work
    novice = np.flatnonzero(at_work & (workforce.ability < 1.0))
    workforce.ability[novice] = equations.grown_ability(
        workforce.ability[novice].astype(np.float64), rules.learning, 1.0
    )
    workforce.ability[at_work] *= gain[workforce.employer[at_work]]
    firms.ability = workforce.ability_by_post(firms)


# Money


def review_pay(firms: Firms, workforce: Workforce, rules: LabourRules) -> None:
    """Once a year, on the day of hiring, the pay of those who stay is reviewed (E9).

    Founders take what they took when they began; the firm is theirs.  Of all others nobody earns
    less than the legal minimum, whenever it was hired.
    """
    least = int(np.ceil(rules.minimum_wage * CENTS_PER_DOLLAR))
    if compiled.in_use:
        people.review_pay(
            workforce.employer, workforce.skill, workforce.foreign, workforce.founder,
            workforce.tenure, workforce.ability, workforce.wage, firms.offer, firms.pay,
            rules.pay_for_ability, float(rules.tenure_scale), rules.tenure_raise, rules.catch_up,
            least,
        )  # fmt: skip
        return
    whole_years = workforce.tenure // MONTHS_PER_YEAR
    due = np.flatnonzero(workforce.tenure == whole_years * MONTHS_PER_YEAR)
    due = due[(workforce.tenure[due] > 0) & workforce.employed[due] & ~workforce.founder[due]]
    employer, skill, origin = workforce.post_of(due)
    before = workforce.wage[due].astype(np.int64)
    after = np.rint(
        equations.stayers_pay(
            before.astype(np.float64),
            firms.offer[employer, skill] * reward_of(workforce, due, rules),
            rising=workforce.tenure[due] <= rules.tenure_scale,
            raise_=rules.tenure_raise,
            catch_up=rules.catch_up,
        )
    ).astype(np.int64)
    workforce.wage[due] = after
    tally(firms.pay, employer, skill, origin, by=after - before)
    workforce.lift(firms, least)


def pay_wages(firms: Firms, ledger: Ledger, flows: Flows, rules: LabourRules) -> None:
    """Firms pay their people, and both pay contributions and tax.

    What employers would have contributed at the rate of 2009 is forgone.
    """
    wages = write_wages(
        firms, rules.employer_contribution.of(firms), courses(firms, rules),
        rules.thirteenth_month, rules.employee_contribution, rules.income_tax,
        rules.contribution_2009,
    )  # fmt: skip
    firm, home = ledger.of(Sector.FIRMS), ledger.of(Sector.HOUSEHOLDS)
    social, state = ledger.of(Sector.SOCIAL_SECURITY), ledger.of(Sector.GOVERNMENT)
    ledger.pay(firm, home, wages.gross, Why.WAGES)
    ledger.pay(firm, social, wages.employer, Why.CONTRIBUTIONS)
    ledger.pay(home, social, wages.employee, Why.CONTRIBUTIONS)
    ledger.pay(home, state, wages.tax, Why.INCOME_TAX)
    flows.tax_forgone[0] += wages.forgone
    flows.rate_cuts[1] += wages.forgone
    _pay_courses(firms, ledger, flows)


def _pay_courses(firms: Firms, ledger: Ledger, flows: Flows) -> None:
    bill = firms.course_bill
    if not bill.any():
        return
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.ECONOMY), bill, Why.TRAINING)
    firms.earnings[:, -1] -= bill
    tally(flows.inputs, firms.sort, by=bill)
