"""Migration: what happens in the month."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.candidates import Candidates
from cluster_abm.agents.classes import (
    SPECIALISED,
    Decision,
    Degree,
    Entry,
    Exit,
    Origin,
    PermitClass,
    Reason,
    Reform,
    Skill,
    Source,
    ZoneName,
)
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import Government
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.zones import Zones
from cluster_abm.core.groups import tally
from cluster_abm.core.journal import Journal
from cluster_abm.core.ledger import Ledger, Sector, Why
from cluster_abm.core.luck import Luck, keys_of_groups
from cluster_abm.core.numerics import dpow, exponential, lognormal
from cluster_abm.core.tables import Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.migration import equations
from cluster_abm.submodels.migration.decisions import sponsor
from cluster_abm.submodels.migration.numbers import MigrationRules

SKILLS = len(Skill)
GRADE = np.isin(np.arange(SKILLS), SPECIALISED).astype(np.int64)
"""Kind of staff that each skill counts as: 0 ordinary, 1 specialised."""


def decide_permits(
    firms: Firms, workforce: Workforce, permits: Permits, zones: Zones, flows: Flows,
    ledger: Ledger, journal: Journal, rules: MigrationRules, luck: Luck,
) -> None:  # fmt: skip
    """Offices decide the applications that are due, at the firm's headcount of today (E7)."""
    permits.waits -= 1
    due = permits.waits <= 0
    if not due.any():
        return
    rows = np.flatnonzero(due)
    granted, verdict = _judge(firms, permits, zones, rows, rules, luck)
    tally(flows.permits_decided, permits.skill[rows].astype(np.int64), verdict)
    journal.write(
        "permits",
        firm=firms.birth[permits.firm[rows]],
        applicant=permits.birth[rows].copy(),
        skill=permits.skill[rows].copy(),
        verdict=verdict.astype(np.int16),
    )
    tally(firms.reserved, permits.firm[rows], permits.skill[rows], by=-1)
    _arrive(firms, workforce, permits, flows, rows[granted], rules)
    _charge_offices(ledger, flows, len(rows), rules)
    permits.close(due)


def _judge(
    firms: Firms, permits: Permits, zones: Zones, rows: Ints, rules: MigrationRules, luck: Luck
) -> tuple[Flags, Ints]:
    """Decide one by one in the order of a lottery: first the papers, then the post, then the room.

    Whoever is granted a permit takes a post and a place from those who come after.
    """
    chance = luck.pick("permit", permits.birth[rows], 2)
    firm, skill = permits.firm[rows].astype(np.int64), permits.skill[rows].astype(np.int64)
    open_posts = (firms.posts - firms.posts_filled).ravel()
    papers = chance[:, 0] >= rules.permit_refusal
    in_turn = np.lexsort((chance[:, 1],))
    wanted = equations.first_in_line(papers, firm * SKILLS + skill, open_posts, in_turn)
    quota, lifted, _ = _places(firms, zones, rules)
    place = 2 * firm + GRADE[skill]
    granted = equations.first_in_line(wanted, place, quota.ravel(), in_turn)
    granted |= equations.first_in_line(wanted, firm, lifted, in_turn)
    verdict = np.full(len(rows), int(Decision.REFUSED_QUOTA))
    verdict[~wanted] = Decision.WITHDRAWN
    verdict[~papers] = Decision.REFUSED_OFFICE
    verdict[granted] = Decision.GRANTED
    return granted, verdict


def room_left(firms: Firms, zones: Zones, rules: MigrationRules) -> Ints:
    """Foreigners whom each firm may still employ, persons, shape ``(firms, 2)``."""
    quota, lifted, _ = _places(firms, zones, rules)
    return np.maximum(quota, lifted[:, None])


def _places(firms: Firms, zones: Zones, rules: MigrationRules) -> equations.Places:
    """Places under the quota by kind of staff, and places of any kind where a rule lifts it."""
    quota = np.array([rules.foreign_quota.of(firms), rules.foreign_quota_specialised.of(firms)])
    return equations.places_left(
        firms.staff, GRADE, quota, firms.licensed | _free_by_zone(firms, zones),
        locals_needed=float(rules.small_firm_locals), small=float(rules.small_firm_staff),
    )  # fmt: skip


def _free_by_zone(firms: Firms, zones: Zones) -> Flags:
    """Local firms in zones without a quota, shape ``(firms,)``."""
    return zones.quota_free[firms.zone] & firms.is_sme


def permit_rule(firms: Firms, zones: Zones, rules: MigrationRules) -> Ints:
    """Rule under which each firm asks: zone, headquarters, small firm, or the quota."""
    rule = np.full(len(firms), int(PermitClass.ORDINARY))
    rule[firms.headcount < rules.small_firm_staff] = PermitClass.SMALL_FIRM
    rule[firms.licensed] = PermitClass.HEADQUARTERS
    rule[_free_by_zone(firms, zones)] = PermitClass.ZONE
    return rule


def _arrive(
    firms: Firms, workforce: Workforce, permits: Permits, flows: Flows, rows: Ints,
    rules: MigrationRules,
) -> None:  # fmt: skip
    """Those with a permit come and begin work."""
    who = {c: permits.data[c][rows] for c in
           ("skill", "degree", "english", "ability", "experience")}  # fmt: skip
    people = workforce.join(
        flows, permits.birth[rows], Entry.ABROAD, foreign=True, permit=permits.rule[rows],
        term=int(rules.permit_term), **who,
    )  # fmt: skip
    firm = permits.firm[rows].astype(np.int64)
    workforce.hire(firms, people, firm, permits.wage[rows])
    skill = who["skill"].astype(np.int64)
    tally(flows.hires, firms.sort[firm], skill, Source.ABROAD)


def _charge_offices(ledger: Ledger, flows: Flows, decided: int, rules: MigrationRules) -> None:
    """The government pays for the work of its offices."""
    cost = round(rules.permit_cost * CENTS_PER_DOLLAR) * decided
    flows.permit_cost[0] += cost
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, cost, Why.PUBLIC_SERVICE)
    sooner = max(1 / max(rules.permit_delay, rules.shortest_decision) - 1, 0.0)
    haste = round(rules.haste_cost * sooner * CENTS_PER_DOLLAR) * decided
    flows.reforms[Reform.PERMITS] += haste
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, haste, Why.PUBLIC_SERVICE)


def depart(
    firms: Firms, workforce: Workforce, zones: Zones, flows: Flows, rules: MigrationRules,
    luck: Luck,
) -> None:  # fmt: skip
    """Permits that end are renewed where there is room; some go home, those without a job too."""
    abroad = np.flatnonzero(workforce.foreign)
    workforce.term[abroad] -= 1
    at_work = workforce.employer[abroad] >= 0
    ending = abroad[at_work & (workforce.term[abroad] <= 0)]
    homesick = luck.uniform("return home", workforce.birth[ending]) < rules.return_home
    # who goes home leaves room to those who would stay
    workforce.release(firms, flows, ending[homesick], Reason.PERMIT_ENDED)
    renewed = np.zeros(len(ending), bool)
    renewed[~homesick] = _renew(firms, workforce, zones, ending[~homesick], rules, luck)
    workforce.term[ending[renewed]] = int(rules.permit_term)
    tally(flows.permits_renewed, workforce.skill[ending[renewed]])
    refused = ending[~renewed & ~homesick]
    tally(flows.permits_lapsed, workforce.skill[refused])
    workforce.release(firms, flows, refused, Reason.PERMIT_ENDED)
    gone = np.zeros(len(workforce), bool)
    idle = abroad[~at_work]
    gone[idle[workforce.idle[idle] > rules.months_to_leave]] = True
    gone[ending[~renewed]] = True
    workforce.leave(flows, gone, Exit.ABROAD)


def _renew(
    firms: Firms, workforce: Workforce, zones: Zones, ending: Ints, rules: MigrationRules,
    luck: Luck,
) -> Flags:  # fmt: skip
    """Which permits that end find room, in the order of a lottery.

    Those given under the rule for small firms are renewed as long as there are no more foreigners
    than it ever allowed, however large the firm has grown.
    """
    employer, skill, _ = workforce.post_of(ending)
    place = 2 * employer + GRADE[skill]
    # those whose permit ends still count among the staff, so they stand in their own room
    own = np.bincount(place, minlength=2 * len(firms))
    by_firm = own[::2] + own[1::2]
    quota, lifted, kept = _places(firms, zones, rules)
    in_turn = np.lexsort((luck.uniform("renewal", workforce.birth[ending]),))
    everybody = np.ones(len(ending), bool)
    as_small = workforce.permit[ending] == PermitClass.SMALL_FIRM
    renewed = equations.first_in_line(everybody, place, quota.ravel() + own, in_turn)
    renewed |= equations.first_in_line(everybody, employer, lifted + by_firm, in_turn)
    renewed |= equations.first_in_line(as_small, employer, kept + by_firm, in_turn)
    return renewed


def apply(
    firms: Firms, workforce: Workforce, candidates: Candidates, permits: Permits, zones: Zones,
    government: Government, flows: Flows, rules: MigrationRules, luck: Luck,
) -> None:  # fmt: skip
    """People abroad look at posts of firms they know; each firm says how many it considers (E7).

    Those who aim at a firm without room are turned away: that is where the quota binds.
    """
    asked = 2 * permits.firm + GRADE[permits.skill]
    pending = np.bincount(asked, minlength=2 * len(firms)).reshape(-1, 2)
    room = room_left(firms, zones, rules) - pending
    considered = firms.ask(sponsor, rules, room)
    foreign_share = firms.staff[:, :, Origin.FOREIGN].sum(axis=1) / np.maximum(firms.headcount, 1)
    known = rules.firm_network + (1 - rules.firm_network) * foreign_share
    firms.sponsors = considered[:, GRADE]
    firms.welcome[...] = known[:, None]
    skill, birth, least = _who_would_come(firms, workforce, government, rules, luck)
    degree = np.where(skill >= Skill.ENGINEER, Degree.FOUR_YEAR, Degree.VOCATIONAL)
    flows.applicants[:, Source.ABROAD] += np.bincount(skill, minlength=SKILLS)
    candidates.admit(
        birth,
        source=Source.ABROAD,
        skill=skill,
        degree=np.where(skill == Skill.RESEARCHER, Degree.POSTGRADUATE, degree),
        english=True,
        ability=lognormal(luck.uniform("ability abroad", birth), 1.0, rules.ability_abroad),
        experience=MONTHS_PER_YEAR * 2 * (1 + skill),
        zone=ZoneName.REST,
        reservation=least,
    )


def _who_would_come(
    firms: Firms, workforce: Workforce, government: Government, rules: MigrationRules, luck: Luck
) -> tuple[Ints, Keys, Floats]:
    """People abroad who would come for the best open post of their skill.

    They stand in a line, those who ask least first, so that better pay adds people at its end
    and leaves all others as they are.

    Returns:
        Skills, birth keys, and the least pay each accepts, US cent/month.
    """
    best = firms.best_offer
    here = int(np.count_nonzero(workforce.foreign))
    network = dpow(np.full(SKILLS, 1 + here / rules.network_base), rules.migrant_network)
    base, there = rules.applicants_abroad * government.mood, rules.pay_abroad * CENTS_PER_DOLLAR
    cost, response = rules.soft_cost, rules.migration_response
    mean = equations.applicants(
        base, best, there, soft_cost=cost, response=response, network=network
    )
    longest = int(mean.max() + LONG_LINE * np.sqrt(mean.max())) + LONG_LINE
    birth = keys_of_groups("abroad", luck.month, np.full(SKILLS, longest))
    gaps = exponential(luck.uniform("turn abroad", birth), 1.0)
    turn = np.cumsum(gaps.reshape(SKILLS, longest), axis=1)
    skill, place = np.nonzero(turn < mean[:, None])
    least = equations.asking_pay(
        turn[skill, place], base[skill], there[skill], soft_cost=cost, response=response,
        network=network[skill],
    )  # fmt: skip
    return skill, birth[skill * longest + place], least


LONG_LINE = 10
"""Standard deviations by which a line is longer than its mean, so that none is cut short."""


def ask_for_permits(
    firms: Firms, candidates: Candidates, permits: Permits, zones: Zones, flows: Flows,
    rules: MigrationRules,
) -> None:  # fmt: skip
    """Those abroad who won a post wait for a permit; the firm holds the post for them."""
    rows = np.flatnonzero((candidates.post >= 0) & (candidates.source == Source.ABROAD))
    if not len(rows):
        return
    firm, skill = candidates.post[rows].astype(np.int64), candidates.skill[rows].astype(np.int64)
    rule = permit_rule(firms, zones, rules)[firm]
    tally(firms.reserved, firm, skill)
    tally(flows.permits_asked, skill)
    permits.admit(
        candidates.birth[rows],
        firm=firm,
        rule=rule,
        wage=firms.offer[firm, skill] * candidates.reward[rows],
        waits=np.maximum(np.rint(rules.permit_months[rule] * rules.permit_delay), 1),
        **{c: candidates.data[c][rows] for c in ("skill", "degree", "english", "ability",
                                                 "experience")},
    )  # fmt: skip
