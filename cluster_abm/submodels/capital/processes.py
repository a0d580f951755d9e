"""Capital: what happens in the month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.agents.classes import FunderKind, Work, ZoneName
from cluster_abm.agents.costs import bear
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.funders import Funders
from cluster_abm.agents.government import CFG
from cluster_abm.agents.stakes import Plans
from cluster_abm.core.groups import turn_page
from cluster_abm.core.journal import Journal
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.luck import Luck, heir
from cluster_abm.core.numerics import dlog, lognormal, normal
from cluster_abm.core.tables import Flags, Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.submodels.capital import equations
from cluster_abm.submodels.capital.decisions import apply_for_grant, ask_for_loan, repay_debt
from cluster_abm.submodels.capital.numbers import CapitalRules

DRAWS = 2
"""What luck a proposal has: its presentation, its reviewers."""

# Credit


def service_debt(firms: Firms, ledger: Ledger, rules: CapitalRules) -> None:
    """Firms pay interest on bank debt, and those with spare cash repay some of it (E11)."""
    firms.interest = interest = cents(equations.interest_due(firms.debt, rules.interest_rate))
    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.BANKS), interest, Why.INTEREST)
    firms.earnings[:, -1] -= interest
    back = firms.ask(repay_debt, rules)
    rows = (back >= 1).nonzero()[0]
    ledger.repay(rows, cents(np.floor(back[rows])))
    _pay_out(firms, ledger, rules)


def _pay_out(firms: Firms, ledger: Ledger, rules: CapitalRules) -> None:
    """Banks pay depositors and offices, and their owners what capital they do not need."""
    loans = _loans(firms)
    costs = round(loans * rules.bank_costs / MONTHS_PER_YEAR)
    ledger.transfer(Sector.BANKS, Sector.ECONOMY, costs, Why.BANK_COSTS)
    below = max(rules.bank_costs - rules.interest_rate, 0.0)
    short = round(loans * below / MONTHS_PER_YEAR)
    ledger.transfer(Sector.GOVERNMENT, Sector.BANKS, short, Why.INTEREST_SUBSIDY)
    # where nobody owes anything yet, they keep it for the first loans
    kept = loans or float(np.add.reduce(firms.credit_limit))
    spare = _capital(loans, ledger) - rules.capital_buffer * kept
    if spare > 0:
        part = round(spare / MONTHS_PER_YEAR)
        ledger.transfer(Sector.BANKS, Sector.HOUSEHOLDS, part, Why.BANK_COSTS)


def _loans(firms: Firms) -> int:
    """What all firms owe banks, cents."""
    return int(np.add.reduce(firms.debt))


def _capital(loans: int, ledger: Ledger) -> int:
    """Own capital of banks, cents."""
    return equations.capital_of_banks(int(ledger.of(Sector.BANKS).cash[0]), loans)


def lend(firms: Firms, ledger: Ledger, flows: Flows, rules: CapitalRules) -> None:
    """Banks lend against what a firm can offer; those who are short of cash borrow (E11, M102).

    Where banks lack capital, all who ask get the same part of what they ask for.
    """
    secured = _limit(firms, rules)
    line = _guaranteed(firms, rules)
    firms.credit_limit = np.where(firms.is_sme, secured + line, 0.0)
    asked = firms.ask(ask_for_loan, rules)
    loans, wish = _loans(firms), float(np.add.reduce(asked))
    room = equations.room_for_loans(_capital(loans, ledger), loans, rules.capital_ratio)
    share = min(room / max(wish, 1.0), 1.0)
    loan = asked * share
    flows.rationed[0] += round(wish * (1 - share))
    rows = (loan >= 1).nonzero()[0]
    ledger.lend(rows, cents(np.floor(loan[rows])))
    firms.covered = _covered(firms, secured, line, rules)


def _guaranteed(firms: Firms, rules: CapitalRules) -> Floats | float:
    """What the development bank's guarantee adds to the limit of each firm, US cent."""
    if rules.guaranteed_lending.nil:
        return 0.0
    return rules.guarantee_cover * rules.guaranteed_lending.of(firms) * firms.labour_cost


def _covered(firms: Firms, secured: Floats, line: Floats | float, rules: CapitalRules) -> Floats:
    """What the development bank would pay if a firm closed; old promises outlive the programme."""
    if isinstance(line, float):
        return np.minimum(firms.covered, firms.debt)
    beyond = rules.guarantee_cover * np.minimum(np.maximum(firms.debt - secured, 0.0), line)
    return np.where(line > 0, beyond, np.minimum(firms.covered, firms.debt))


def _limit(firms: Firms, rules: CapitalRules) -> Floats:
    """What banks would lend each firm against all that it can offer, US cent, shape ``(firms,)``.

    Each kind of security adds to the others.
    """
    limit = np.zeros(len(firms))
    for share, worth in (
        (rules.loan_to_value, lambda: firms.equipment),
        (rules.receivables_lending, lambda: firms.due),
        (rules.cash_flow_lending,
         lambda: equations.cash_flow(firms.earnings, firms.wear, firms.interest)),
        (rules.ip_lending, lambda: firms.products * (rules.product_value * CENTS_PER_DOLLAR)),
    ):  # fmt: skip
        # what no bank lends against need not be reckoned
        if not share.nil:
            limit += equations.lent_against(worth(), share.of(firms))
    return limit


# Grants


def pay_tranches(firms: Firms, funders: Funders, ledger: Ledger) -> None:
    """Grants are spent on research; the second part is paid once the first is spent (E10).

    What is spent of money that others gave lowers no owner's judgement of the year.
    """
    rows = ((firms.grant > 0) | (firms.promised > 0) | (firms.earmarked > 0)).nonzero()[0]
    used = np.minimum(firms.earmarked[rows], firms.research_cost[rows])
    firms.earmarked[rows] -= used
    firms.support[rows, -1] += used
    spent = rows[firms.earmarked[rows] == 0]
    if not len(spent):
        return
    _grant(firms, ledger, _programme(funders), spent[firms.grant_due[spent] > 0])
    over = spent[firms.earmarked[spent] == 0]
    firms.grant[over] = 0
    firms.promised[over] = firms.project_value[over] = 0.0


def _programme(funders: Funders) -> Ints:
    """Row of the grant programme; none if there is no programme."""
    rows: Ints = (funders.sort == FunderKind.GRANT_PROGRAMME).nonzero()[0][:1]
    return rows


def _grant(firms: Firms, ledger: Ledger, programme: Ints, rows: Ints) -> None:
    """The treasury pays, through the programme, what is due to some firms."""
    if not len(rows):
        return
    due = firms.grant_due[rows]
    fund = ledger.of(Sector.FUNDERS, programme)
    ledger.pay(ledger.of(Sector.GOVERNMENT), fund, due.sum(keepdims=True), Why.BUDGETS)
    through = ledger.of(Sector.FUNDERS, np.repeat(programme, len(rows)))
    ledger.pay(through, ledger.of(Sector.FIRMS, rows), due, Why.GRANTS)
    firms.earmarked[rows] += due
    firms.grant_due[rows] = 0


def have_ideas(firms: Firms, plans: Plans, luck: Luck, rules: CapitalRules) -> None:
    """Firms think of the project that they would do next; some projects are worth more (E10)."""
    age, months = firms.age, int(rules.idea_months)
    rows = ((age % months == 0) | (firms.idea == 0)).nonzero()[0]
    number = np.maximum(age[rows] // months, 0)
    fate = luck.lasting("idea", heir(firms.birth[rows], "idea", 0, number), 1)
    own, management = firms.quality[:, Work.OWN_WORK], firms.management
    work, skill = dlog(np.array([own[rows], management[rows]]))
    firms.idea[rows] = rules.value_of_skill * (work + skill) + rules.value_spread * normal(
        fate[:, 0]
    )
    if not len(plans):
        return
    new = (plans.idea == 0).nonzero()[0]
    if len(new):
        fate = luck.lasting("idea", heir(plans.birth[new], "idea", 0, np.zeros(len(new))), 1)
        plans.idea[new] = rules.value_spread * normal(fate[:, 0])


class Proposals(NamedTuple):
    """The proposals of a call, an entry each."""

    firm: Ints
    """Row of the applicant."""
    value: Floats
    """True value of the project, standard deviations."""
    score: Floats
    """What the reviewers give it, standard deviations."""
    mentored: Flags
    """Did a mentor help?"""


def call_for_proposals(
    firms: Firms,
    funders: Funders,
    cfg: CFG,
    ledger: Ledger,
    flows: Flows,
    journal: Journal,
    luck: Luck,
    rules: CapitalRules,
) -> None:
    """Firms to which it seems worth it apply for grants, and those above the bar win (E10, M98)."""
    programme = _programme(funders)
    if not len(programme):
        return
    _turn_page(funders, programme, luck.month, rules)
    if luck.month % int(rules.months_between_calls):
        return
    new = _proposals(firms, cfg, ledger, flows, luck, rules)
    spreads = np.array([rules.value_spread, rules.presentation_spread, rules.review_noise])
    awards = float(funders.awarded[programme].sum())
    caution = equations.caution(awards, rules.awards_2009, rules.funder_caution)
    bar = equations.bar(rules.grant_threshold, rules.merit_2009, spreads, caution)
    won = _winners(new.score, bar, funders.left[programme[0]], rules)
    _award(firms, ledger, funders, programme, new.firm[won], rules)
    firms.project_value[new.firm[won]] = new.value[won]
    firms.award_score[new.firm[won]] = new.score[won]
    _pay_mentors(ledger, flows, new.mentored, rules)
    _pay_reviewers(ledger, flows, rules)
    _count(funders, flows, programme, new, won, rules)
    firms.grant_month[new.firm[won]] = luck.month
    _learn(firms, new.firm, won, rules)
    if journal.wants("grants"):
        journal.write(
            "grants", firm=firms.birth[new.firm], score=new.score, value=new.value,
            threshold=np.full(len(won), bar), mentored=new.mentored, award=won,
        )  # fmt: skip


def _turn_page(funders: Funders, programme: Ints, month: int, rules: CapitalRules) -> None:
    """Open this month's column in the records, and in January a new pot."""
    for record in (funders.applications, funders.awarded, funders.value):
        turn_page(record)
    if month % MONTHS_PER_YEAR == 0:
        funders.left[programme] = funders.pot[programme] * rules.grant_budget


def _proposals(
    firms: Firms, cfg: CFG, ledger: Ledger, flows: Flows, luck: Luck, rules: CapitalRules
) -> Proposals:
    """Who applies, with what, and what reviewers make of it."""
    nothing_yet = firms.grant_belief == 0
    firms.grant_belief = np.where(nothing_yet, _hearsay(firms, rules), firms.grant_belief)
    effort = lognormal(
        luck.uniform("effort of a proposal", firms.birth),
        rules.application_effort, rules.effort_spread,
    )  # fmt: skip
    free = firms.is_sme & (firms.grant == 0)
    rows = (firms.ask(apply_for_grant, rules, effort) & free).nonzero()[0]
    _pay_for_proposals(firms, ledger, flows, rows, effort[rows])
    fate = normal(luck.pick("proposal", firms.birth[rows], DRAWS))
    mentored = _mentored(firms, cfg, rows, luck, rules)
    focus = rules.mentor_focus
    value = firms.idea[rows] + 2 * focus * rules.mentoring_value * mentored
    taught = 2 * (1 - focus) * rules.mentoring_presentation * mentored
    shown = rules.presentation_spread * fate[:, 0] + taught
    load = len(rows) / (rules.reviewers * rules.review_load)
    noise = equations.noise_of_review(load, rules.review_noise, rules.review_haste)
    return Proposals(rows, value, value + shown + noise * fate[:, 1], mentored)


def _pay_for_proposals(
    firms: Firms, ledger: Ledger, flows: Flows, rows: Ints, effort: Floats
) -> None:
    """Applicants pay those who help to write, whether they win or not."""
    paid = cents(effort * CENTS_PER_DOLLAR)
    ledger.pay(ledger.of(Sector.FIRMS, rows), ledger.of(Sector.ECONOMY), paid, Why.PROPOSALS)
    bear(firms, flows, rows, paid)


def _hearsay(firms: Firms, rules: CapitalRules) -> float:
    """What newcomers hear of their chances: the mean belief of those who have one."""
    known = firms.grant_belief[firms.grant_belief > 0]
    return float(known.mean()) if len(known) else rules.first_hope


def _mentored(firms: Firms, cfg: CFG, rows: Ints, luck: Luck, rules: CapitalRules) -> Flags:
    """Whom mentors help: as many as their hours allow, by lot; the facilitator may add hours."""
    hours = rules.mentor_hours * rules.months_between_calls / MONTHS_PER_YEAR + cfg.mentor_hours
    cfg.mentor_hours = 0.0
    places, helped = int(hours / rules.mentoring_time), np.zeros(len(rows), bool)
    if places:
        place = luck.uniform("place with a mentor", firms.birth[rows])
        helped[np.argsort(place, kind="stable")[:places]] = True
    return helped


def _pay_mentors(ledger: Ledger, flows: Flows, mentored: Flags, rules: CapitalRules) -> None:
    """The government pays mentors for the hours that they gave; the facilitator pays its own."""
    given = float(mentored.sum()) * rules.mentoring_time
    hours = min(given, rules.mentor_hours * rules.months_between_calls / MONTHS_PER_YEAR)
    pay = round(hours * rules.programme_mentor_pay * CENTS_PER_DOLLAR)
    flows.grant_help[0] += pay
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, pay, Why.PUBLIC_SERVICE)


def _pay_reviewers(ledger: Ledger, flows: Flows, rules: CapitalRules) -> None:
    """The government pays the reviewers of a call beyond the panel of 2009."""
    added = max(rules.reviewers - rules.reviewers_2009, 0.0)
    pay = round(added * rules.reviewer_fee * CENTS_PER_DOLLAR)
    flows.grant_help[1] += pay
    ledger.transfer(Sector.GOVERNMENT, Sector.ECONOMY, pay, Why.PUBLIC_SERVICE)


def _winners(score: Floats, bar: float, left: float, rules: CapitalRules) -> Flags:
    """The best of those above the bar, as far as the money goes."""
    places = int(left / (rules.grant_size * CENTS_PER_DOLLAR))
    best = np.argsort(-score, kind="stable")[:places]
    won = np.zeros(len(score), bool)
    won[best] = score[best] > bar
    return won


def _award(
    firms: Firms, ledger: Ledger, funders: Funders, programme: Ints, rows: Ints,
    rules: CapitalRules,
) -> None:  # fmt: skip
    """Pay the first part to those who won, and promise the rest."""
    grant = int(rules.grant_size * CENTS_PER_DOLLAR)
    first = int(grant * rules.grant_upfront)
    firms.grant[rows] = grant
    firms.promised[rows] = grant / rules.grant_months
    firms.grant_due[rows] = first
    _grant(firms, ledger, programme, rows)
    firms.grant_due[rows] = grant - first
    funders.left[programme] -= grant * len(rows)


def _count(
    funders: Funders, flows: Flows, programme: Ints, new: Proposals, won: Flags,
    rules: CapitalRules,
) -> None:  # fmt: skip
    """Note the call in the records of the programme."""
    applied, approved = len(won), int(won.sum())
    funders.applications[programme, -1] = applied
    funders.awarded[programme, -1] = approved
    funders.value[programme, -1] = new.value[won].sum()
    flows.grants_sought[0] += applied
    flows.grants_awarded[0] += approved
    flows.grants_promised[0] += approved * int(rules.grant_size * CENTS_PER_DOLLAR)


def _learn(firms: Firms, applicants: Ints, won: Flags, rules: CapitalRules) -> None:
    """Firms learn from their own outcome, and from those of other firms of their zone (M98)."""
    n = len(firms)
    own, own_won = np.bincount(applicants, minlength=n), np.bincount(applicants[won], minlength=n)
    zone = firms.zone
    near = np.bincount(zone, own, len(ZoneName))[zone] - own
    near_won = np.bincount(zone, own_won, len(ZoneName))[zone] - own_won
    firms.grant_belief = equations.belief_after(
        firms.grant_belief,
        rules.own_outcome * own + rules.neighbours_outcome * near,
        rules.own_outcome * own_won + rules.neighbours_outcome * near_won,
        rules.memory_of_grants,
    )
