"""Collaboration: what happens in the month."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cluster_abm.agents.candidates import Candidates
from cluster_abm.agents.classes import Craft, Project, Stage, Task, Work
from cluster_abm.agents.costs import bear
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import CFG, Government
from cluster_abm.agents.ties import (
    NEVER,
    WINDOW,
    Introductions,
    Ties,
    birth_of_pair,
    complementarity,
    least_of_each,
)
from cluster_abm.core import compiled
from cluster_abm.core.groups import tally
from cluster_abm.core.journal import Journal
from cluster_abm.core.kernels import ties as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck
from cluster_abm.core.numerics import binomial, dexp, discrete, dlog, logistic
from cluster_abm.core.tables import Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.collaboration import equations
from cluster_abm.submodels.collaboration.decisions import (
    Prospects,
    faith_in_strangers,
    go_out,
    least_reward,
    projects_foreseen,
    room_for_partners,
    worth_of_joint_work,
)
from cluster_abm.submodels.collaboration.equations import FAR, LEAST_LENGTH
from cluster_abm.submodels.collaboration.numbers import CollaborationRules

PAIRS_AT_ONCE = 1 << 16
"""Pairs of firms looked at together: memory does not grow with the square of the cluster."""
OWN = Work.OWN_WORK

# Time


def take_hours(firms: Firms, flows: Flows, rules: CollaborationRules) -> None:
    """Time promised to partners and meetings is not there for customers (M144)."""
    if compiled.in_use:
        flows.hours_taken[0] += kernels.take_hours(
            firms.hours_away, firms.staff, float(rules.working_hours), firms.capacity
        )
        return
    lost = equations.lost_share(firms.hours_away, firms.headcount, rules.working_hours)
    firms.capacity *= 1 - lost
    flows.hours_taken[0] += firms.hours_away.sum()
    firms.hours_away = 0


# Meetings


def meet(
    firms: Firms, ties: Ties, introductions: Introductions, flows: Flows,
    rules: CollaborationRules, luck: Luck,
) -> None:  # fmt: skip
    """Firms meet in rings, or are brought together; strangers become acquainted (M124)."""
    in_season = luck.month % int(rules.months_between_events) == 0
    if not in_season and not len(introductions):
        return
    _find_crafts(firms, rules, luck)
    ends = np.stack([introductions.one, introductions.other]).astype(np.int64)
    if in_season:
        ends = np.concatenate([ends, _encounters(firms, ties, rules, luck)], axis=1)
    introductions.clear()
    if not ends.size:
        return
    hours = round(rules.meeting_hours)
    number, strangers, losses = ties.meet(firms, ends, rules.trust_by_meeting, hours)
    flows.meetings[0] += number
    flows.hours_given[0] += 2 * number * hours
    luck_of_pair = luck.uniform("first trust", birth_of_pair(*firms.birth[strangers]))
    usual = firms.ask(faith_in_strangers, rules)[strangers].mean(axis=0)
    trust = equations.first_trust(usual, rules.trust_spread, luck_of_pair, rules.wariness * losses)
    ties.acquaint(firms, strangers[0], strangers[1], trust)


def _find_crafts(firms: Firms, rules: CollaborationRules, luck: Luck) -> None:
    """New firms are at home in something; spin-offs mostly in what their parents are."""
    new = np.flatnonzero(firms.craft.sum(axis=1) == 0)
    if not len(new):
        return
    own = luck.lasting("craft", firms.birth[new], len(Craft))
    craft = equations.craft_of_newcomers(own, rules.craft_focus)
    parent = firms.parent[new]
    taught = (parent >= 0) & (firms.craft[parent].sum(axis=1) > 0)
    kept = np.where(taught, rules.craft_inherited, 0.0)[:, None]
    firms.craft[new] = kept * firms.craft[parent] + (1 - kept) * craft


def _encounters(firms: Firms, ties: Ties, rules: CollaborationRules, luck: Luck) -> Ints:
    """Who seeks a meeting, and whom each of them meets, shape ``(2, meetings)``."""
    u = luck.pick("meeting", firms.birth, 2)
    goes = np.flatnonzero(u[:, 0] < rules.months_between_events * firms.ask(go_out, rules))
    if not len(goes) or not rules.rings.any():
        return np.zeros((2, 0), np.int64)
    ring, draw = discrete(u[goes, 1], rules.rings), luck.drawing("whom to meet")
    some = max(PAIRS_AT_ONCE // len(firms), 1)
    met = [
        _whom_they_meet(firms, ties, goes[at : at + some], ring[at : at + some], draw)
        for at in range(0, len(goes), some)
    ]
    return np.concatenate(met, axis=1)


def _whom_they_meet(
    firms: Firms, ties: Ties, goes: Ints, ring: Ints, draw: Callable[[Keys], Floats]
) -> Ints:
    who, met, pair = ties.within_reach(firms, goes, ring)
    # keyed by the pair, so that one firm more leaves most of them whom they would meet
    first = least_of_each(who, draw(pair))
    return np.stack([goes[who[first]], met[first]])


# Joint work


def _prospects(
    firms: Firms, ties: Ties, rows: Ints, law: float, rules: CollaborationRules
) -> Prospects:
    """What joint work of any kind would be like for the firms of some ties."""
    if compiled.in_use:
        ends, trust, odds, size = kernels.prospects(
            rows, ties.one, ties.other, ties.trust, firms.craft, firms.absorption, firms.staff,
            rules.success_base, rules.success_of_fit, rules.success_of_trust,
            rules.success_of_absorption, LEAST_LENGTH,
        )  # fmt: skip
        exposed = equations.exposure(rules.exposure, rules.fear_of_size, size, law)
        return Prospects(ends, trust, logistic(odds), exposed)
    ends, trust = ties.ends[:, rows], ties.trust[rows]
    fit = complementarity(*firms.craft[ends])
    weights = np.array([rules.success_base, rules.success_of_fit, rules.success_of_trust,
                        rules.success_of_absorption])  # fmt: skip
    success = equations.chance_of_success(fit, trust, firms.absorption[ends].mean(axis=0), weights)
    staff = np.maximum(firms.headcount[ends], 1).astype(np.float64)
    exposed = equations.exposure(rules.exposure, rules.fear_of_size, staff[::-1] / staff, law)
    return Prospects(ends, trust, success, exposed)


def work_together(
    firms: Firms, ties: Ties, government: Government, cfg: CFG, ledger: Ledger, flows: Flows,
    journal: Journal, rules: CollaborationRules, luck: Luck,
) -> None:  # fmt: skip
    """Partners bid or do research together, the easy before the hard (M126, M135)."""
    firms.known *= 1 - rules.standing_fade
    firms.tried *= 1 - rules.memory_of_partners
    firms.kept_faith *= 1 - rules.memory_of_partners
    if not len(ties):
        return
    _settle(firms, ties, cfg, government.ip_protection, ledger, flows, journal, rules, luck)
    flows.hours_given[0] += ties.work(firms, rules.joint_hours)


def _settle(
    firms: Firms, ties: Ties, cfg: CFG, law: float, ledger: Ledger, flows: Flows,
    journal: Journal, rules: CollaborationRules, luck: Luck,
) -> None:  # fmt: skip
    """End what is done, and begin what both want, in the months when firms meet."""
    done = ((ties.project > 0) & (ties.left <= 0)).nonzero()[0]
    in_season = luck.month % int(rules.months_between_events) == 0
    if not len(done) and not in_season:
        return
    worth = firms.ask(worth_of_joint_work, rules)
    if len(done):
        _finish(firms, ties, done, worth, law, ledger, flows, journal, rules, luck)
    if in_season:
        _begin(firms, ties, cfg, worth, law, ledger, flows, rules, luck)


def _begin(
    firms: Firms, ties: Ties, cfg: CFG, worth: Floats, law: float, ledger: Ledger, flows: Flows,
    rules: CollaborationRules, luck: Luck,
) -> None:  # fmt: skip
    """Partners who see something to do agree if both expect to gain."""
    free = np.flatnonzero((ties.project == Project.NONE) & (ties.silent < rules.forgotten_after))
    u = luck.uniform("opportunity", ties.birth[free])
    # in an order of chance, as no partner comes before all others
    chance = rules.months_between_events * rules.opportunity
    free = free[np.argsort(u, kind="stable")[: np.count_nonzero(u < chance)]]
    if not len(free):
        return
    busy = ties.ends[:, np.flatnonzero(ties.project)]
    room = firms.ask(room_for_partners, rules) - np.bincount(busy.ravel(), minlength=len(firms))
    least = firms.ask(least_reward, rules)
    hope = _prospects(firms, ties, free, law, rules)
    for kind in (Project.RESEARCH, Project.BID):
        helped = _helped(firms, ties, cfg, free, kind, hope.ends, worth, rules)
        cost = rules.joint_cost[kind] - helped / (2 * CENTS_PER_DOLLAR)
        agreed = _agreed(ties, free, kind, hope, worth, cost, least, room)
        if len(agreed):
            _start(firms, ties, free[agreed], kind, cost[agreed], ledger, flows, rules)
            _pay_help(cfg, helped[agreed], ledger, flows)


def _sensible(ties: Ties, rows: Ints, kind: Project, ends: Ints, worth: Floats) -> Flags:
    """Which pairs might do such work: who do none yet, allies for research, and worth to both."""
    some: Flags = (ties.project[rows] == Project.NONE) & (worth[ends, kind] > 0).all(axis=0)
    return some & (ties.stage[rows] == Stage.ALLIANCE) if kind == Project.RESEARCH else some


def _helped(
    firms: Firms, ties: Ties, cfg: CFG, rows: Ints, kind: Project, ends: Ints, worth: Floats,
    rules: CollaborationRules,
) -> Ints:  # fmt: skip
    """What the facilitator would add for each pair of members, while its fund lasts, cents."""
    if not cfg.project_fund:
        return np.zeros(len(rows), np.int64)
    both = cents(cfg.help_with_cost * CENTS_PER_DOLLAR * (2 * rules.joint_cost[kind]))
    members = firms.member[ends].all(axis=0)
    asked = both * (members & _sensible(ties, rows, kind, ends, worth))
    return np.where(np.cumsum(asked) <= cfg.project_fund, asked, 0)


def _agreed(
    ties: Ties, rows: Ints, kind: Project, hope: Prospects, worth: Floats, cost: Floats,
    least: Floats, room: Ints,
) -> Ints:  # fmt: skip
    """Which pairs both hope to gain and have room for one more project, in turn; it is taken."""
    if compiled.in_use:
        needed = int(Stage.ALLIANCE) if kind == Project.RESEARCH else 0
        return kernels.agree(
            rows, ties.project, ties.stage, needed, ties.granted, *hope, worth, int(kind), cost,
            least, room,
        )  # fmt: skip
    felt = np.maximum(cost - ties.granted[rows] / 2, 0.0)
    gains = hope.gain(worth[hope.ends, kind], felt) > least[hope.ends]
    agreed = []
    for pair in (gains.all(axis=0) & _sensible(ties, rows, kind, hope.ends, worth)).nonzero()[0]:
        if (room[hope.ends[:, pair]] > 0).all():
            room[hope.ends[:, pair]] -= 1
            agreed.append(pair)
    return np.array(agreed, np.int64)


def _start(
    firms: Firms, ties: Ties, rows: Ints, kind: Project, cost: Floats, ledger: Ledger,
    flows: Flows, rules: CollaborationRules,
) -> None:  # fmt: skip
    """Both pay what it takes to begin."""
    firm = ties.ends[:, rows].ravel()
    paid = cents(np.concatenate((cost, cost)) * CENTS_PER_DOLLAR)
    ledger.pay(ledger.of(Sector.FIRMS, firm), ledger.of(Sector.ECONOMY), paid, Why.JOINT_WORK)
    bear(firms, flows, firm, paid)
    ties.project[rows] = kind
    ties.left[rows] = int(rules.joint_months[kind])
    ties.granted[rows] = 0.0
    ties.stage[rows] = np.maximum(ties.stage[rows], Stage.TRIAL)
    flows.joint_begun[kind] += len(rows)


def _pay_help(cfg: CFG, helped: Ints, ledger: Ledger, flows: Flows) -> None:
    """The facilitator pays its part of what it takes to begin (E12)."""
    if not helped.any():
        return
    ledger.pay(ledger.of(Sector.CFG), ledger.of(Sector.ECONOMY), helped, Why.JOINT_WORK)
    cfg.project_fund -= int(helped.sum())
    cfg.works_helped += int(np.count_nonzero(helped))
    flows.facilitator_spent[Task.PROJECTS] += helped.sum()
    flows.joint_helped[0] += np.count_nonzero(helped)


# What comes of it

FATES = 4
"""What is drawn when joint work ends: its success, both temptations, whether one is found out."""


def _finish(
    firms: Firms, ties: Ties, rows: Ints, worth: Floats, law: float, ledger: Ledger, flows: Flows,
    journal: Journal, rules: CollaborationRules, luck: Luck,
) -> None:  # fmt: skip
    """Joint work that is done succeeds or fails; a partner may keep the success (M125)."""
    kind = ties.project[rows].astype(np.int64)
    hope = _prospects(firms, ties, rows, law, rules)
    fate = luck.pick("end of joint work", ties.birth[rows], FATES).T
    success = fate[0] < hope.success
    breach = success & (fate[1:-1] < _temptation(firms, hope, worth, kind, rules))
    tally(firms.tried, hope.ends.ravel())
    tally(firms.kept_faith, hope.ends[success & ~breach[::-1]])
    _sanction(firms, hope.ends, breach, fate[-1], ledger, rules)
    lift = _conclude(firms, ties, flows, rows, hope, kind, success, breach, rules)
    firms.quality[:, OWN] *= dexp(lift)
    flows.breaches[0] += np.count_nonzero(breach)
    if journal.wants("joint work"):
        one, other = firms.birth[hope.ends]
        journal.write("joint work", one=one, other=other, kind=kind, success=success,
                      breach=breach.any(axis=0))  # fmt: skip


def _temptation(
    firms: Firms, hope: Prospects, worth: Floats, kind: Ints, rules: CollaborationRules
) -> Floats:
    """Chance that each partner keeps a success for itself, shape ``(2, ties)``."""
    foreseen = firms.ask(projects_foreseen, rules)
    feared = rules.breach_detection * rules.breach_sanction
    if compiled.in_use:
        return dexp(-kernels.scruples(
            hope.ends, kind, hope.success, hope.trust, hope.exposed, worth, foreseen,
            rules.joint_cost, feared, LEAST_LENGTH, FAR,
        ))  # fmt: skip
    value = worth[hope.ends, kind]
    taken = (hope.exposed * value)[::-1]
    again = np.maximum(hope.gain(value, rules.joint_cost[kind]), 0.0)
    return equations.chance_of_breach(taken, foreseen[hope.ends] * again, feared)


def _conclude(
    firms: Firms, ties: Ties, flows: Flows, rows: Ints, hope: Prospects, kind: Ints,
    success: Flags, breach: Flags, rules: CollaborationRules,
) -> Floats:  # fmt: skip
    """A bid brings standing with buyers, research a better line; trust and stage follow.

    Returns:
        What is added to the quality of own work, log points, shape ``(firms,)``.
    """
    ends, level = hope.ends, dlog(firms.quality[hope.ends, OWN])
    if compiled.in_use:
        return kernels.conclude(
            rows, ends, kind, success, breach, hope.exposed, level, firms.lines, firms.known,
            ties.trust, ties.stage, ties.project, ties.silent, ties.apart, flows.joint_ended,
            flows.joint_success, int(Project.BID), int(Stage.ALLIANCE), rules.standing_by_bid,
            rules.joint_step, rules.learned_part, rules.trust_by_success,
            rules.trust_after_failure, rules.trust_after_breach,
        )  # fmt: skip
    part = (success & ~breach[::-1]) + np.where(breach, hope.exposed[::-1], 0.0)
    bids = kind == Project.BID
    tally(firms.known, ends[:, bids].ravel(), by=rules.standing_by_bid * part[:, bids].ravel())
    gain = equations.gain_of_line(
        rules.joint_step, firms.lines[ends], level[::-1] - level, rules.learned_part
    )
    lift = np.zeros(len(firms))
    tally(lift, ends[:, ~bids].ravel(), by=(part * gain)[:, ~bids].ravel())
    _remember(ties, rows, success, breach.any(axis=0), rules)
    tally(flows.joint_ended, kind)
    tally(flows.joint_success, kind[success])
    return lift


def _sanction(
    firms: Firms, ends: Ints, breach: Flags, found: Floats, ledger: Ledger,
    rules: CollaborationRules,
) -> None:  # fmt: skip
    """Who alone keeps a success, and is found out, pays the other damages (I99)."""
    if not rules.breach_sanction:
        return
    caught = (breach.sum(axis=0) == 1) & (found < rules.breach_detection)
    if not caught.any():
        return
    first = breach[0, caught]
    one, other = ends[:, caught]
    payer, payee = np.where(first, one, other), np.where(first, other, one)
    due = cents(np.full(len(payer), rules.breach_sanction * CENTS_PER_DOLLAR))
    ledger.pay(ledger.of(Sector.FIRMS, payer), ledger.of(Sector.FIRMS, payee), due, Why.DAMAGES)
    np.subtract.at(firms.earnings[:, -1], payer, due)
    np.add.at(firms.earnings[:, -1], payee, due)


def _remember(
    ties: Ties, rows: Ints, success: Flags, breach: Flags, rules: CollaborationRules
) -> None:  # fmt: skip
    """Trust follows what happened, and the stage follows success and breach."""
    trust = ties.trust[rows]
    kept = equations.more_trust(trust, rules.trust_by_success)
    trust = np.where(success, kept, rules.trust_after_failure * trust)
    ties.trust[rows] = np.where(breach, rules.trust_after_breach * ties.trust[rows], trust)
    stage = np.where(success, Stage.ALLIANCE, ties.stage[rows])
    ties.stage[rows] = np.where(breach, Stage.ACQUAINTANCE, stage)
    ties.project[rows] = Project.NONE
    ties.silent[rows] = ties.apart[rows] = 0


# Trust


def trust(
    firms: Firms, ties: Ties, candidates: Candidates, flows: Flows, rules: CollaborationRules
) -> None:
    """Who poaches is trusted less, silence makes strangers, and long silence ends ties (M128)."""
    if compiled.in_use:
        poachings, ends = kernels.fade(
            candidates.left, candidates.post, firms.staff, firms.poached, ties.one, ties.other,
            ties.trust, ties.silent, ties.apart, ties.project, MONTHS_PER_YEAR,
            rules.trust_after_poaching, 1 - rules.trust_decay, NEVER, float(rules.forgotten_after),
            WINDOW,
        )  # fmt: skip
        flows.poachings[0] += poachings
        ties.close(ends)
        return
    moved = np.flatnonzero((candidates.left >= 0) & (candidates.post >= 0))
    left, post = (candidates.data[c][moved].astype(np.int64) for c in ("left", "post"))
    lost = np.bincount(left, minlength=len(firms)) / np.maximum(firms.headcount, 1)
    firms.poached += (lost - firms.poached) / MONTHS_PER_YEAR
    row = ties.find(np.minimum(left, post), np.maximum(left, post))
    partners = row[row >= 0]
    np.multiply.at(ties.trust, partners, rules.trust_after_poaching)
    flows.poachings[0] += len(partners)
    ties.trust *= np.where(ties.silent > 0, 1 - rules.trust_decay, 1.0)
    ties.silent = np.minimum(ties.silent + 1, NEVER)
    ties.apart = np.minimum(ties.apart + 1, NEVER)
    # who worked together is remembered for as long as partners are counted
    ties.close((ties.silent > rules.forgotten_after) & ~ties.allied)


# Partners abroad


def look_abroad(firms: Firms, rules: CollaborationRules, luck: Luck) -> None:
    """Firms with customers abroad find partners there, and learn from them (M138)."""
    linked = ((firms.exporter & firms.is_sme) | (firms.links_abroad > 0)).nonzero()[0]
    if not len(linked):
        return
    luck_of_end, luck_of_link = luck.pick("partner abroad", firms.birth[linked], 2).T
    links, quality = firms.links_abroad[linked], firms.quality[:, OWN]
    links -= binomial(luck_of_end, links, 1 / rules.life_of_links)
    links += (luck_of_link < rules.links_abroad_rate) & firms.exporter[linked]
    firms.links_abroad[linked] = links
    quality[linked] *= dexp(equations.learned_abroad(
        dlog(quality[linked]), rules.lead_abroad, links, rules.learning_abroad,
        firms.absorption[linked],
    ))  # fmt: skip
