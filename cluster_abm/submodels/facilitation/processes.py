"""Facilitation: what happens in the month."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Project, Substance, Task
from cluster_abm.agents.costs import bear
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.government import CFG, Government
from cluster_abm.agents.initiatives import Initiatives
from cluster_abm.agents.ties import Introductions, Ties, complementarity
from cluster_abm.core.ledger import Ledger, Sector, Why, cents, split
from cluster_abm.core.luck import Luck, keys
from cluster_abm.core.numerics import round_random
from cluster_abm.core.tables import NOBODY, Flags, Floats, Ints, Keys
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.facilitation import equations
from cluster_abm.submodels.facilitation.decisions import join_facilitator
from cluster_abm.submodels.facilitation.numbers import FacilitationRules

GOES_TO = np.full(len(Task), int(Sector.ECONOMY))
"""Who is paid for each task; pay goes home."""
GOES_TO[[Task.INTRODUCTIONS, Task.MENTORS, Task.ADVOCACY]] = Sector.HOUSEHOLDS

# The facilitator


def convene(
    firms: Firms, ties: Ties, cfg: CFG, introductions: Introductions, ledger: Ledger, flows: Flows,
    rules: FacilitationRules, luck: Luck,
) -> None:  # fmt: skip
    """The facilitator is funded, sets itself up, and buys inputs for its members (E12, M130)."""
    if rules.facilitator_budget <= 0:
        if cfg.founded:
            _dissolve(firms, cfg, ledger, flows)
        return
    cfg.founded = True
    if cfg.age % MONTHS_PER_YEAR == 0:
        _turn_year(cfg, rules)
        _return_unspent(cfg, ledger, flows, rules)
    _review_members(firms, cfg, rules, luck)
    _collect(firms, cfg, ledger, flows, rules)
    spending = _plan(cfg, ledger, rules)
    if cfg.age < rules.setup_months:
        _set_up(cfg, spending, ledger, flows, rules)
    else:
        _work(firms, ties, cfg, introductions, spending, ledger, flows, rules, luck)
    cfg.age += 1


def _dissolve(firms: Firms, cfg: CFG, ledger: Ledger, flows: Flows) -> None:
    """Without public money it ends; what it has not spent goes back to the treasury."""
    _give_back(int(ledger.of(Sector.CFG).cash[0]), ledger, flows)
    firms.member = False
    cfg.founded, cfg.age, cfg.funding, cfg.milestones = False, 0, 1.0, 0.0
    cfg.project_fund, cfg.help_with_cost = 0, 0.0
    cfg.mentor_hours = cfg.advocacy_hours = 0.0


def _return_unspent(cfg: CFG, ledger: Ledger, flows: Flows, rules: FacilitationRules) -> None:
    """At the end of a year it keeps part of a budget, and gives back what goes beyond."""
    if cfg.age > 0:
        kept = round(rules.may_carry_over * rules.facilitator_budget * CENTS_PER_DOLLAR)
        _give_back(int(ledger.of(Sector.CFG).cash[0]) - kept, ledger, flows)


def _give_back(left: int, ledger: Ledger, flows: Flows) -> None:
    """Pay what is left to the treasury, if anything is."""
    left = max(left, 0)
    ledger.transfer(Sector.CFG, Sector.GOVERNMENT, left, Why.PUBLIC_SERVICE)
    flows.facilitator_got[0] -= left
    flows.facilitation_cost[0] -= left


def _turn_year(cfg: CFG, rules: FacilitationRules) -> None:
    """The yearly report: milestones met decide the next year's money, if the law is strict (I92).

    They ask what was done, and not what came of it.
    """
    if cfg.age > 0:
        asked = np.array([rules.effort_on_introductions, rules.effort_on_projects,
                          rules.effort_on_forums, rules.effort_on_advocacy]) > 0  # fmt: skip
        done = np.array([cfg.introductions_made, cfg.works_helped, cfg.seats_given,
                         cfg.hours_lobbied]) > 0  # fmt: skip
        cfg.milestones = float((asked & done).sum() / max(int(asked.sum()), 1))
        cfg.funding = equations.granted_part(rules.funding_strictness, cfg.milestones)
    cfg.introductions_made = cfg.works_helped = cfg.seats_given = 0
    cfg.hours_lobbied = 0.0


def _review_members(firms: Firms, cfg: CFG, rules: FacilitationRules, luck: Luck) -> None:
    """Once a year, in a month of its own, a firm decides whether to be a member (M131)."""
    habit = luck.lasting("review of membership", firms.birth, 2)
    month = (habit[:, 0] * MONTHS_PER_YEAR).astype(np.int64)
    today = month == luck.month % MONTHS_PER_YEAR
    budget = cfg.funding * rules.facilitator_budget * (1 - rules.facilitator_overhead)
    shared = max(float(firms.member.sum()), rules.council_seats, 1.0)
    leads = _leads(firms, rules, luck)
    leaders = int((leads & firms.member).sum())
    worth = equations.worth_with_leaders(rules.hoped_worth, leaders, rules.pull_of_leaders)
    benefit = equations.hoped_benefit(
        budget, shared, worth, rules.independence, rules.hope_spread, habit[:, 1]
    )
    # who leads asks for nothing in return, and stays when money ends (M129)
    benefit[leads] = np.inf
    firms.member = np.where(today, firms.ask(join_facilitator, rules, benefit), firms.member)


def _leads(firms: Firms, rules: FacilitationRules, luck: Luck) -> Flags:
    """Whose owner leads for as long as the firm lives (M129), shape ``(firms,)``."""
    leads: Flags = luck.lasting("leader", firms.birth, 1)[:, 0] < rules.leaders
    return leads


def _collect(
    firms: Firms, cfg: CFG, ledger: Ledger, flows: Flows, rules: FacilitationRules
) -> None:
    """Members pay their dues, and the treasury its part (I91, I122)."""
    members = np.flatnonzero(firms.member)
    month = rules.member_dues / MONTHS_PER_YEAR * CENTS_PER_DOLLAR
    dues = cents(np.full(len(members), month))
    purse = ledger.of(Sector.CFG)
    ledger.pay(ledger.of(Sector.FIRMS, members), purse, dues, Why.DUES)
    bear(firms, flows, members, dues)
    budget = cfg.funding * rules.facilitator_budget / MONTHS_PER_YEAR * CENTS_PER_DOLLAR
    public = equations.public_part(budget, rules.private_match, float(dues.sum()))
    granted = cents(np.array([public]))
    # what the public pays is the cost of a public service
    ledger.pay(ledger.of(Sector.GOVERNMENT), purse, granted, Why.PUBLIC_SERVICE)
    flows.facilitator_got[0] += dues.sum() + granted.sum()
    flows.facilitation_cost[0] += granted.sum()


def _plan(cfg: CFG, ledger: Ledger, rules: FacilitationRules) -> Ints:
    """What the facilitator spends on each task this month, US cent, shape ``(tasks,)``.

    It spends what it is given, and a twelfth of what it kept.
    """
    purse = int(ledger.of(Sector.CFG).cash[0])
    cfg.project_fund = min(cfg.project_fund, purse)
    free = purse - cfg.project_fund
    month = round(cfg.funding * rules.facilitator_budget / MONTHS_PER_YEAR * CENTS_PER_DOLLAR)
    kept = max(free - month, 0)
    return split(min(free, month + kept // MONTHS_PER_YEAR), _weights(rules))


def _weights(rules: FacilitationRules) -> Floats:
    """Part of its spending that each task takes, shape ``(tasks,)``."""
    effort = np.array([
        rules.effort_on_introductions, rules.effort_on_projects, rules.effort_on_mentors,
        rules.effort_on_forums, rules.effort_on_advocacy,
    ])  # fmt: skip
    whole = max(float(effort.sum()), LEAST_WEIGHT)
    return np.append(rules.facilitator_overhead, (1 - rules.facilitator_overhead) * effort / whole)


LEAST_WEIGHT = 1e-12
"""Keeps nought over nought from being asked for."""


def _spend(ledger: Ledger, flows: Flows, task: Task, amount: int) -> None:
    """Pay for a task."""
    payee = ledger.of(Sector(int(GOES_TO[task])))
    ledger.pay(ledger.of(Sector.CFG), payee, np.array([amount], np.int64), Why.FACILITATION)
    flows.facilitator_spent[task] += amount


def _set_up(
    cfg: CFG, spending: Ints, ledger: Ledger, flows: Flows, rules: FacilitationRules
) -> None:
    """Hire staff month by month, who do nothing for members yet; the rest is kept (Q77)."""
    grown = (cfg.age + 1) / max(rules.setup_months, 1.0)
    _spend(ledger, flows, Task.OVERHEAD, int(spending[Task.OVERHEAD]))
    for task in (Task.INTRODUCTIONS, Task.ADVOCACY):
        _spend(ledger, flows, task, int(spending[task] * min(grown, 1.0)))


def _work(
    firms: Firms, ties: Ties, cfg: CFG, introductions: Introductions, spending: Ints,
    ledger: Ledger, flows: Flows, rules: FacilitationRules, luck: Luck,
) -> None:  # fmt: skip
    """Buy what each task takes, as far as members give their time for it."""
    members = np.flatnonzero(firms.member)
    hours = _take_time(firms, flows, members, rules)
    spending = _carried(spending, hours, rules)
    for task in (Task.OVERHEAD, Task.MENTORS, Task.ADVOCACY):
        _spend(ledger, flows, task, int(spending[task]))
    hour = rules.facilitator_hour * CENTS_PER_DOLLAR
    cfg.advocacy_hours = float(spending[Task.ADVOCACY]) / hour
    cfg.advocacy_hours += _speak(firms, flows, rules, luck)
    cfg.hours_lobbied += cfg.advocacy_hours
    cfg.mentor_hours += float(spending[Task.MENTORS]) / (rules.mentor_pay * CENTS_PER_DOLLAR)
    cfg.help_with_cost = rules.help_with_cost
    aside = int(spending[Task.PROJECTS])
    # what members do not use in a year is free for other tasks
    cfg.project_fund = max(min(cfg.project_fund + aside, MONTHS_PER_YEAR * aside), cfg.project_fund)
    _hold_forum(firms, cfg, members, int(spending[Task.FORUMS]), ledger, flows, rules, luck)
    price = rules.introduction_hours * hour
    wanted = float(spending[Task.INTRODUCTIONS]) / price
    made = _introduce(firms, ties, cfg, introductions, members, wanted, flows, rules, luck)
    free = int(ledger.of(Sector.CFG).cash[0]) - cfg.project_fund
    _spend(ledger, flows, Task.INTRODUCTIONS, max(min(round(made * price), free), 0))


def _carried(spending: Ints, hours: float, rules: FacilitationRules) -> Ints:
    """What it spends on each task if nothing but its own office goes on without members' time."""
    for_members = spending.copy()
    for_members[Task.OVERHEAD] = 0
    money = int(for_members.sum())
    carried = equations.carried(money, hours, rules.money_an_hour * CENTS_PER_DOLLAR)
    for_members = split(int(carried), for_members.astype(np.float64))
    for_members[Task.OVERHEAD] = spending[Task.OVERHEAD]
    return for_members


def _take_time(firms: Firms, flows: Flows, members: Ints, rules: FacilitationRules) -> float:
    """Members give hours, and those on the council, the oldest, give more (Q76)."""
    hours = np.full(len(members), rules.member_hours)
    hours[: int(rules.council_seats)] += rules.council_hours
    given = cents(hours)
    firms.hours_away[members] += given
    flows.hours_given[0] += given.sum()
    return float(given.sum())


def _speak(firms: Firms, flows: Flows, rules: FacilitationRules, luck: Luck) -> float:
    """Members who lead see to obstacles themselves: hours with officials (M129)."""
    leaders = (firms.member & _leads(firms, rules, luck)).nonzero()[0]
    given = cents(np.full(len(leaders), rules.leader_hours))
    firms.hours_away[leaders] += given
    flows.hours_given[0] += given.sum()
    return float(given.sum())


def _hold_forum(
    firms: Firms, cfg: CFG, members: Ints, money: int, ledger: Ledger, flows: Flows,
    rules: FacilitationRules, luck: Luck,
) -> None:  # fmt: skip
    """Buyers meet members, by lot, who are then better known to them (M75)."""
    seat = round(rules.forum_seat_cost * CENTS_PER_DOLLAR)
    seats = min(money // seat, len(members))
    _spend(ledger, flows, Task.FORUMS, seats * seat)
    cfg.seats_given += seats
    lot = luck.uniform("seat at a forum", firms.birth[members])
    there = members[np.argsort(lot, kind="stable")[:seats]]
    firms.known[there] += rules.standing_by_seat


DRAWS = 3
"""What is drawn for each pair in mind: both firms, and the error about how well they fit."""


def _introduce(
    firms: Firms, ties: Ties, cfg: CFG, introductions: Introductions, members: Ints, wanted: float,
    flows: Flows, rules: FacilitationRules, luck: Luck,
) -> int:  # fmt: skip
    """Bring strangers together who seem to have something to give each other (E12).

    Returns:
        How many pairs it brought together.
    """
    if len(members) < 2:
        return 0
    lot = luck.uniform("one introduction more", keys("introductions", luck.month, 0, [0]))
    number = int(round_random(np.array([wanted]), lot)[0])
    made = keys("introduction", luck.month, 0, np.arange(number))
    pairs = int(rules.pairs_known)
    u = luck.pick("whom to introduce", made, DRAWS * pairs).reshape(len(made), DRAWS, pairs)
    one, other = members[(u[:, :2] * len(members)).astype(np.int64)].swapaxes(0, 1)
    fit = complementarity(firms.craft[one.ravel()], firms.craft[other.ravel()])
    seen = equations.seen_fit(fit.reshape(one.shape), rules.error_of_fit, u[:, 2])
    one, other = np.minimum(one, other), np.maximum(one, other)
    known = (ties.find(one.ravel(), other.ravel()) >= 0).reshape(one.shape)
    best = np.where((one == other) | known, -np.inf, seen).argmax(axis=1)
    rows = np.arange(len(made))
    one, other = one[rows, best], other[rows, best]
    strangers = (one != other) & ~known[rows, best]
    one, other = one[strangers], other[strangers]
    first = np.sort(np.unique(one * len(firms) + other, return_index=True)[1])
    one, other = one[first], other[first]
    introductions.admit(made[strangers][first], one=one, other=other)
    cfg.introductions_made += len(one)
    flows.introductions[0] += len(one)
    return len(one)


# Initiatives that plead for money

QUARTER = 3
"""Months from one call for initiatives to the next."""


def chase_subsidies(
    firms: Firms, ties: Ties, initiatives: Initiatives, government: Government, ledger: Ledger,
    flows: Flows, rules: FacilitationRules, luck: Luck,
) -> None:  # fmt: skip
    """Where public money is on offer, firms plead for it, and groups with no substance (M155)."""
    if rules.initiative_fund <= 0 and not len(initiatives):
        return
    government.hope_of_pleas = government.hope_of_pleas or rules.first_chance
    initiatives.waits -= 1
    if luck.month % QUARTER:
        return
    _decide(firms, ties, initiatives, government, ledger, flows, rules, luck)
    if rules.initiative_fund > 0:
        _plead(firms, ties, initiatives, government, ledger, flows, rules, luck)


def _plead(
    firms: Firms, ties: Ties, initiatives: Initiatives, government: Government, ledger: Ledger,
    flows: Flows, rules: FacilitationRules, luck: Luck,
) -> None:  # fmt: skip
    """Whoever finds the money worth the pleading pleads, whether or not there is a purpose."""
    hope, money = government.hope_of_pleas, rules.initiative_size
    groups = keys("opportunists", 0, 0, np.arange(int(rules.opportunists)))
    cost = _cost(groups, "pleading of opportunists", rules, luck)
    tries = equations.pleads(hope, money, cost)
    groups = groups[tries]
    spent = cents(cost[tries] * CENTS_PER_DOLLAR)
    ledger.pay(
        ledger.of(Sector.HOUSEHOLDS), ledger.of(Sector.ECONOMY), spent, Why.PLEADING
    )  # fmt: skip
    pairs = np.flatnonzero((ties.project == Project.NONE) & (ties.granted == 0))
    cost = _cost(ties.birth[pairs], "pleading of firms", rules, luck)
    worth = equations.pleads(hope, money, cost)
    pairs, cost = _one_each(ties, pairs[worth], cost[worth], initiatives)
    _pay_for_pleas(firms, ties.ends[:, pairs], cost, ledger, flows)
    fit = complementarity(*firms.craft[ties.ends[:, pairs]])
    real = fit * ties.trust[pairs] >= rules.least_substance
    waits = int(rules.screening_months)
    initiatives.admit(ties.birth[pairs], one=ties.one[pairs], other=ties.other[pairs], real=real,
                      waits=waits)  # fmt: skip
    initiatives.admit(groups, waits=waits)
    flows.pleas += np.array([real.sum(), (~real).sum(), len(groups)])


def _cost(who: Keys, stake: str, rules: FacilitationRules, luck: Luck) -> Floats:
    """What pleading costs this time, US$, shape ``(pleaders,)``."""
    fate = luck.uniform(stake, who)
    return equations.cost_of_pleading(rules.pleading_cost, rules.pleading_spread, fate)


def _one_each(
    ties: Ties, pairs: Ints, cost: Floats, initiatives: Initiatives
) -> tuple[Ints, Floats]:
    """A firm pleads with one partner at a time, where it costs least."""
    busy = set(initiatives.one.tolist()) | set(initiatives.other.tolist())
    chosen = []
    for place in np.argsort(cost, kind="stable").tolist():
        mine = set(ties.ends[:, pairs[place]].tolist())
        if not mine & busy:
            busy |= mine
            chosen.append(place)
    order = np.sort(np.array(chosen, np.int64))
    return pairs[order], cost[order]


def _pay_for_pleas(firms: Firms, ends: Ints, cost: Floats, ledger: Ledger, flows: Flows) -> None:
    """Both firms pay half of what pleading costs."""
    paid = np.tile(cents(cost * CENTS_PER_DOLLAR / 2), 2)
    firm = ends.ravel()
    ledger.pay(ledger.of(Sector.FIRMS, firm), ledger.of(Sector.ECONOMY), paid, Why.PLEADING)
    bear(firms, flows, firm, paid)


def _decide(
    firms: Firms, ties: Ties, initiatives: Initiatives, government: Government, ledger: Ledger,
    flows: Flows, rules: FacilitationRules, luck: Luck,
) -> None:  # fmt: skip
    """The screen lets some pass, rightly or wrongly, and money goes to as many as it lasts for."""
    rows = np.flatnonzero(initiatives.waits <= 0)
    if not len(rows):
        return
    fate = luck.pick("screen of initiatives", initiatives.birth[rows], 2)
    passed = equations.passes(initiatives.real[rows], rules.screening_accuracy, fate[:, 0])
    month = equations.money_after_waste(
        rules.initiative_fund, government.known_waste, rules.waste_and_money
    ) / MONTHS_PER_YEAR  # fmt: skip
    lot = luck.uniform("one initiative more", keys("initiatives", luck.month, 0, [0]))
    places = int(round_random(np.array([QUARTER * month / rules.initiative_size]), lot)[0])
    order = rows[np.argsort(fate[:, 1], kind="stable")]
    won = order[np.isin(order, rows[passed])][:places]
    _screen_bill(len(rows), ledger, flows, rules)
    _give(firms, ties, initiatives, won, ledger, flows, rules)
    government.hope_of_pleas = equations.chance_after(
        government.hope_of_pleas, len(won), len(rows), rules.memory_of_pleas
    )
    imagined = int((initiatives.one[won] == NOBODY).sum())
    government.known_waste = equations.chance_after(
        government.known_waste, imagined, len(won), rules.memory_of_awards
    )
    gone = np.zeros(len(initiatives), bool)
    gone[rows] = True
    initiatives.close(gone)


def _screen_bill(decided: int, ledger: Ledger, flows: Flows, rules: FacilitationRules) -> None:
    """Screening costs the more the more accurate it is (I113)."""
    each = rules.screening_cost * rules.screening_accuracy * CENTS_PER_DOLLAR
    bill = round(decided * each)
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, bill, Why.PUBLIC_SERVICE)
    flows.facilitation_cost[0] += bill


def _give(
    firms: Firms, ties: Ties, initiatives: Initiatives, won: Ints, ledger: Ledger, flows: Flows,
    rules: FacilitationRules,
) -> None:  # fmt: skip
    """Firms get half each and hold it for joint work; groups without firms take it home."""
    size = round(rules.initiative_size * CENTS_PER_DOLLAR)
    state = ledger.of(Sector.GOVERNMENT)
    firmly = won[initiatives.one[won] != NOBODY]
    one, other = (initiatives.data[c][firmly].astype(np.int64) for c in ("one", "other"))
    half = np.full(2 * len(firmly), size // 2)
    firm = np.concatenate([one, other])
    ledger.pay(state, ledger.of(Sector.FIRMS, firm), half, Why.INITIATIVES)
    groups = np.full(len(won) - len(firmly), size)
    ledger.pay(state, ledger.of(Sector.HOUSEHOLDS), groups, Why.INITIATIVES)
    tie = ties.find(one, other)
    ties.granted[tie[tie >= 0]] = rules.initiative_size
    real = int(initiatives.real[firmly].sum())
    given = np.zeros(len(Substance), np.int64)
    given[[Substance.REAL, Substance.HOLLOW]] = [real, len(firmly) - real]
    flows.initiative_money += given * (size // 2 * 2)
    flows.initiative_money[Substance.IMAGINED] += groups.sum()
    # the public sees it in the end
    flows.scandals[0] += len(groups)
