"""Migration: what happens in the month."""

from __future__ import annotations

from functools import lru_cache
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from cluster_abm.agents.candidates import Candidates
from cluster_abm.agents.classes import (
    SPECIALISED,
    Decision,
    Degree,
    Entry,
    Exit,
    Kind,
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
from cluster_abm.agents.workforce import INBORN, Workforce
from cluster_abm.agents.zones import Zones
from cluster_abm.core import compiled
from cluster_abm.core.groups import tally
from cluster_abm.core.journal import Journal
from cluster_abm.core.kernels import permits as kernels
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
    waits = permits.waits
    waits -= 1
    due = waits <= 0
    rows = due.nonzero()[0]
    if not len(rows):
        return
    verdict = _judge(firms, permits, zones, flows, rows, rules, luck)
    if journal.wants("permits"):
        journal.write(
            "permits",
            firm=firms.birth[permits.firm[rows]],
            applicant=permits.birth[rows].copy(),
            skill=permits.skill[rows].copy(),
            verdict=verdict.astype(np.int16),
        )
    _arrive(firms, workforce, permits, flows, rows[verdict == Decision.GRANTED], rules)
    _charge_offices(ledger, flows, len(rows), rules)
    permits.close(due)


def _judge(
    firms: Firms, permits: Permits, zones: Zones, flows: Flows, rows: Ints, rules: MigrationRules,
    luck: Luck,
) -> Ints:  # fmt: skip
    """Decide one by one in the order of a lottery: first the papers, then the post, then the room.

    Whoever is granted a permit takes a post and a place from those who come after.
    """
    chance = luck.pick("permit", permits.birth.take(rows), 2)
    in_turn = chance[:, 1].argsort(kind="stable")
    if compiled.in_use:
        return kernels.judge(
            *_bounds(firms, zones, rules), rows, permits.firm, permits.skill, chance, in_turn,
            rules.permit_refusal, firms.posts, VERDICTS, flows.permits_decided, firms.reserved,
            flows.hires, ABROAD,
        )  # fmt: skip
    firm, skill = permits.firm[rows].astype(np.int64), permits.skill[rows].astype(np.int64)
    open_posts = (firms.posts - firms.posts_filled).ravel()
    papers = chance[:, 0] >= rules.permit_refusal
    wanted = equations.first_in_line(papers, firm * SKILLS + skill, open_posts, in_turn)
    quota, lifted, _ = _places(firms, zones, rules)
    place = 2 * firm + GRADE[skill]
    granted = equations.first_in_line(wanted, place, quota.ravel(), in_turn)
    granted |= equations.first_in_line(wanted, firm, lifted, in_turn)
    verdict = np.full(len(rows), int(Decision.REFUSED_QUOTA))
    verdict[~wanted] = Decision.WITHDRAWN
    verdict[~papers] = Decision.REFUSED_OFFICE
    verdict[granted] = Decision.GRANTED
    tally(flows.permits_decided, skill, verdict)
    tally(firms.reserved, firm, skill, by=-1)
    tally(flows.hires, firms.sort[firm[granted]], skill[granted], ABROAD)
    return verdict


VERDICTS = np.array(
    [Decision.GRANTED, Decision.REFUSED_QUOTA, Decision.REFUSED_OFFICE, Decision.WITHDRAWN]
)
"""What may become of an application, in the order of its compiled loop."""


def room_left(firms: Firms, zones: Zones, rules: MigrationRules) -> Ints:
    """Foreigners whom each firm may still employ, persons, shape ``(firms, 2)``."""
    return room_and_foreigners(firms, zones, rules, NO_PERMITS)[0]


def room_and_foreigners(
    firms: Firms, zones: Zones, rules: MigrationRules, permits: Permits
) -> tuple[Ints, Floats]:
    """Room left if those under way come, and the share of foreigners in the staff of today."""
    if compiled.in_use:
        return kernels.room_left(*_bounds(firms, zones, rules), permits.firm, permits.skill)
    quota, lifted, _ = _places(firms, zones, rules)
    asked = 2 * permits.firm + GRADE[permits.skill]
    pending = np.bincount(asked, minlength=2 * len(firms)).reshape(-1, 2)
    foreign = firms.staff[:, :, Origin.FOREIGN].sum(axis=1)
    return np.maximum(quota, lifted[:, None]) - pending, foreign / np.maximum(firms.headcount, 1)


def at_the_limit(firms: Firms, zones: Zones, rules: MigrationRules) -> tuple[int, int]:
    """Local enterprises with foreigners and without room for another; and local enterprises."""
    if compiled.in_use:
        return kernels.at_the_limit(*_bounds(firms, zones, rules), firms.counted)
    mine = firms.counted & firms.is_sme
    room, foreign = room_and_foreigners(firms, zones, rules, NO_PERMITS)
    bound = mine & (foreign > 0) & (room <= 0).any(axis=1)
    return int(bound.sum()), int(mine.sum())


NO_PERMITS = Permits(0)


type Small = NDArray[np.int16]
type Bounds = tuple[
    Ints, Ints, Floats, Floats, Flags, Flags, Small, Small, int, float, float, float, int
]


def _bounds(firms: Firms, zones: Zones, rules: MigrationRules) -> Bounds:
    """What decides how many foreigners a firm may employ, as compiled loops take it."""
    return (
        firms.staff, GRADE, rules.foreign_quota.of(firms),
        rules.foreign_quota_specialised.of(firms), firms.licensed, zones.quota_free, firms.zone,
        firms.sort, SME, float(rules.small_firm_locals), float(rules.small_firm_staff),
        equations.HAIR, equations.UNLIMITED,
    )  # fmt: skip


SME, SMALL_FIRM, ABROAD = int(Kind.SME), int(PermitClass.SMALL_FIRM), int(Source.ABROAD)
"""As compiled loops take them."""


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
    people = workforce.join_from(
        permits, rows, flows, Entry.ABROAD, permits=permits.rule, term=int(rules.permit_term)
    )
    firm = permits.firm.take(rows).astype(np.int64)
    workforce.hire(firms, people, firm, permits.wage.take(rows))


def _charge_offices(ledger: Ledger, flows: Flows, decided: int, rules: MigrationRules) -> None:
    """The government pays for the work of its offices."""
    usual, sooner = _cost_of_a_decision(rules)
    cost, haste = usual * decided, sooner * decided
    flows.permit_cost[0] += cost
    flows.reforms[Reform.PERMITS] += haste
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, cost + haste, Why.PUBLIC_SERVICE)


@lru_cache(maxsize=8)
def _cost_of_a_decision(rules: MigrationRules) -> tuple[int, int]:
    """What the work of a decision costs, and that it comes sooner than in 2009, US cent."""
    sooner = max(1 / max(rules.permit_delay, rules.shortest_decision) - 1, 0.0)
    haste = rules.haste_cost * sooner * CENTS_PER_DOLLAR
    return round(rules.permit_cost * CENTS_PER_DOLLAR), round(haste)


def depart(
    firms: Firms, workforce: Workforce, zones: Zones, flows: Flows, rules: MigrationRules,
    luck: Luck,
) -> None:  # fmt: skip
    """Permits that end are renewed where there is room; some go home, those without a job too."""
    ending, idle = _month_of_permits(workforce, rules)
    returns, lot = luck.uniforms(("return home", "renewal"), workforce.birth.take(ending))
    stays = returns >= rules.return_home
    home, stay = ending[~stays], ending[stays]
    # who goes home leaves room to those who would stay
    workforce.release(firms, flows, home, Reason.PERMIT_ENDED)
    refused = _renew(firms, workforce, zones, flows, stay, lot[stays], rules)
    workforce.release(firms, flows, refused, Reason.PERMIT_ENDED)
    workforce.leaving[home] = workforce.leaving[refused] = True
    flows.left[Exit.ABROAD, Origin.FOREIGN] += idle + len(home) + len(refused)


def _month_of_permits(workforce: Workforce, rules: MigrationRules) -> tuple[Ints, int]:
    """Whose permit ends, rows, and how many leave as they were without a job for too long."""
    if compiled.in_use:
        return kernels.month_of_permits(
            workforce.foreign, workforce.employer, workforce.term, workforce.idle,
            rules.months_to_leave, workforce.leaving,
        )  # fmt: skip
    abroad = np.flatnonzero(workforce.foreign & ~workforce.leaving)
    workforce.term[abroad] -= 1
    at_work = workforce.employer[abroad] >= 0
    idle = abroad[~at_work]
    idle = idle[workforce.idle[idle] > rules.months_to_leave]
    workforce.leaving[idle] = True
    return abroad[at_work & (workforce.term[abroad] <= 0)], len(idle)


def _renew(
    firms: Firms, workforce: Workforce, zones: Zones, flows: Flows, ending: Ints, lot: Floats,
    rules: MigrationRules,
) -> Ints:  # fmt: skip
    """Renew permits that end where there is room, in the order of a lottery; tell who found none.

    Those given under the rule for small firms are renewed as long as there are no more foreigners
    than it ever allowed, however large the firm has grown.
    """
    in_turn = lot.argsort(kind="stable")
    if compiled.in_use:
        return kernels.renew(
            *_bounds(firms, zones, rules), ending, workforce.employer, workforce.skill,
            workforce.permit, SMALL_FIRM, in_turn, workforce.term, int(rules.permit_term),
            flows.permits_renewed, flows.permits_lapsed,
        )  # fmt: skip
    employer, skill, _ = workforce.post_of(ending)
    place = 2 * employer + GRADE[skill]
    # those whose permit ends still count among the staff, so they stand in their own room
    own = np.bincount(place, minlength=2 * len(firms))
    by_firm = own[::2] + own[1::2]
    quota, lifted, kept = _places(firms, zones, rules)
    everybody = np.ones(len(ending), bool)
    as_small = workforce.permit[ending] == PermitClass.SMALL_FIRM
    renewed = equations.first_in_line(everybody, place, quota.ravel() + own, in_turn)
    renewed |= equations.first_in_line(everybody, employer, lifted + by_firm, in_turn)
    renewed |= equations.first_in_line(as_small, employer, kept + by_firm, in_turn)
    workforce.term[ending[renewed]] = int(rules.permit_term)
    tally(flows.permits_renewed, skill[renewed])
    tally(flows.permits_lapsed, skill[~renewed])
    return ending[~renewed]


def apply(
    firms: Firms, workforce: Workforce, candidates: Candidates, permits: Permits, zones: Zones,
    government: Government, flows: Flows, rules: MigrationRules, luck: Luck,
) -> None:  # fmt: skip
    """People abroad look at posts of firms they know; each firm says how many it considers (E7).

    Those who aim at a firm without room are turned away: that is where the quota binds.
    """
    room, foreign = room_and_foreigners(firms, zones, rules, permits)
    firms.sponsors = firms.ask(sponsor, rules, room).take(GRADE, axis=1)
    known = rules.firm_network + (1 - rules.firm_network) * foreign
    firms.welcome[...] = known[:, None]
    skill, birth, least = _who_would_come(firms, workforce, government, rules, luck)
    u = luck.uniform("ability abroad", birth)
    candidates.list_outsiders(
        flows, birth, Source.ABROAD, skill=skill, degree=USUAL_DEGREE, english=WITH_ENGLISH,
        ability=lognormal(u, 1.0, rules.ability_abroad), experience=USUAL_EXPERIENCE,
        zone=WHEREVER, reservation=least,
    )  # fmt: skip


WITH_ENGLISH, WHEREVER = np.array([True]), np.array([int(ZoneName.REST)])
"""Everybody from abroad speaks English, and would live near the capital."""
USUAL_DEGREE = np.array(
    [Degree.VOCATIONAL, Degree.VOCATIONAL, Degree.FOUR_YEAR, Degree.POSTGRADUATE, Degree.FOUR_YEAR]
)
"""Degree of somebody of each skill who comes from abroad."""
USUAL_EXPERIENCE = MONTHS_PER_YEAR * 2 * np.arange(1, SKILLS + 1)
"""Working life so far of somebody of each skill who comes from abroad, months."""


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
    network = dpow(1 + here / rules.network_base, rules.migrant_network)
    base, there = rules.applicants_abroad * government.mood, rules.pay_abroad * CENTS_PER_DOLLAR
    cost, response = rules.soft_cost, rules.migration_response
    mean = equations.applicants(
        base, best, there, soft_cost=cost, response=response, network=network
    )
    most = float(mean.max())
    longest = int(most + LONG_LINE * sqrt(most)) + LONG_LINE
    birth = keys_of_groups("abroad", luck.month, np.full(SKILLS, longest))
    gaps = exponential(luck.uniform("turn abroad", birth), 1.0)
    skill, birth, turn = _line_up(gaps, birth, mean)
    least = equations.asking_pay(
        turn, base.take(skill), there.take(skill), soft_cost=cost, response=response,
        network=network,
    )  # fmt: skip
    return skill, birth, least


def _line_up(gaps: Floats, birth: Keys, mean: Floats) -> tuple[Ints, Keys, Floats]:
    """Who of the line of each skill comes: skills, birth keys, and how many come for less."""
    if compiled.in_use:
        return kernels.line_up(gaps, birth, mean)
    longest = len(gaps) // SKILLS
    turn = np.cumsum(gaps.reshape(SKILLS, longest), axis=1)
    skill, place = np.nonzero(turn < mean[:, None])
    return skill, birth[skill * longest + place], turn[skill, place]


LONG_LINE = 10
"""Standard deviations by which a line is longer than its mean, so that none is cut short."""


def ask_for_permits(
    firms: Firms, candidates: Candidates, permits: Permits, zones: Zones, flows: Flows,
    rules: MigrationRules,
) -> None:  # fmt: skip
    """Those abroad who won a post wait for a permit; the firm holds the post for them."""
    rows, firm, rule, waits = _who_needs_a_permit(firms, candidates, zones, flows, rules)
    if not len(rows):
        return
    if compiled.in_use:
        who, new = candidates, permits.room_for(len(rows))
        kernels.write_down(
            rows, firm, rule, waits, firms.offer, who.reward, who.birth, who.skill, who.degree,
            who.english, who.ability, who.experience, permits.size, new["birth"], new["firm"],
            new["rule"], new["skill"], new["degree"], new["english"], new["ability"],
            new["experience"], new["wage"], new["waits"],
        )  # fmt: skip
        permits.take_in(len(rows))
        return
    they = {c: candidates.data[c].take(rows) for c in INBORN}
    wage = firms.offer[firm, they["skill"]] * candidates.reward.take(rows)
    permits.admit(candidates.birth.take(rows), firm=firm, rule=rule, wage=wage, waits=waits, **they)


def _who_needs_a_permit(
    firms: Firms, candidates: Candidates, zones: Zones, flows: Flows, rules: MigrationRules
) -> tuple[Ints, Ints, Ints, Floats]:
    """Those abroad who won a post: candidates, firms, rules, and months of waiting."""
    if compiled.in_use:
        return kernels.ask_for_permits(
            candidates.post, candidates.source, candidates.skill, ABROAD, firms.staff,
            firms.licensed, zones.quota_free, firms.zone, firms.sort, SME,
            float(rules.small_firm_staff), PERMITS, rules.permit_months, rules.permit_delay,
            firms.reserved, flows.permits_asked,
        )  # fmt: skip
    rows = np.flatnonzero((candidates.post >= 0) & (candidates.source == Source.ABROAD))
    firm, skill = candidates.post[rows].astype(np.int64), candidates.skill[rows].astype(np.int64)
    rule = permit_rule(firms, zones, rules)[firm]
    tally(firms.reserved, firm, skill)
    tally(flows.permits_asked, skill)
    return rows, firm, rule, np.maximum(np.rint(rules.permit_months[rule] * rules.permit_delay), 1)


PERMITS = np.array(
    [PermitClass.ORDINARY, PermitClass.SMALL_FIRM, PermitClass.HEADQUARTERS, PermitClass.ZONE]
)
"""Rules under which firms ask, in the order of the compiled loop."""
