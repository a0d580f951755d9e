"""Identities: two records of one thing, kept independently, must agree, every month.

That no cent is lost in :func:`pay` would only prove that nobody bypassed it.  So each identity
compares what the ledger says with what people, contracts or bills say.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cluster_abm.agents.classes import Entry, Exit, Origin, Skill
from cluster_abm.agents.contracts import Contracts
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.permits import Permits
from cluster_abm.agents.workforce import Workforce
from cluster_abm.agents.world import World
from cluster_abm.core.errors import IdentityError
from cluster_abm.core.journal import Journal
from cluster_abm.core.ledger import Ledger, Sector, Why
from cluster_abm.core.schedule import Process, after
from cluster_abm.core.tables import Ints
from cluster_abm.submodels.collaboration import processes as collaboration
from cluster_abm.submodels.demand import processes as demand
from cluster_abm.submodels.labour import processes as labour
from cluster_abm.submodels.labour.numbers import LabourRules


class Opening:
    """What there was when the month began."""

    people: Ints = np.zeros(len(Origin), np.int64)
    reservoir: int = 0
    refilled: int = 0
    bills: int = 0
    debt: int = 0
    grants: int = 0
    hours: int = 0
    facilitator: int = 0
    pending: int = 0


def _agree(what: str, one: object, other: object) -> None:
    """Raise an IdentityError that names what, how far apart, and whom."""
    a, b = np.asarray(one), np.asarray(other)
    if np.array_equal(a, b):
        return
    apart = np.flatnonzero((a != b).ravel())[:5].tolist() if a.shape == b.shape else []
    raise IdentityError(f"{what}: {a.sum()} against {b.sum()} (entries {apart}).")


def note_opening(
    opening: Opening, firms: Firms, workforce: Workforce, permits: Permits, world: World,
    ledger: Ledger,
) -> None:  # fmt: skip
    """Note what there is before the month."""
    ledger.open_statements(Sector.FIRMS)
    ledger.open_loan_book()
    opening.people = _by_origin(workforce)
    opening.reservoir = int(world.reservoir.sum())
    opening.refilled = int(world.refilled.sum())
    opening.bills = int(firms.due.sum())
    opening.debt = int(firms.debt.sum())
    opening.grants = int(firms.grant_due.sum())
    opening.hours = int(firms.hours_away.sum())
    opening.facilitator = int(ledger.of(Sector.CFG).cash.sum())
    opening.pending = len(permits)


def _by_origin(workforce: Workforce) -> Ints:
    return np.bincount(workforce.foreign.astype(np.int64), minlength=len(Origin)).astype(np.int64)


def wages_are_the_workforces(
    firms: Firms, workforce: Workforce, ledger: Ledger, rules: LabourRules
) -> None:
    """Wages paid are those of the people employed, added up afresh."""
    at_work = workforce.employed
    bill = np.bincount(workforce.employer[at_work], workforce.wage[at_work], len(firms))
    due = np.rint(bill * (1 + rules.thirteenth_month)).astype(np.int64)
    _agree("Wages paid and wages of the workforce, cents", ledger.paid(Why.WAGES), due.sum())


def sales_are_the_contracts(firms: Firms, flows: Flows, journal: Journal) -> None:
    """Sales of local firms are the bills in the journal, firm by firm and buyer by buyer."""
    total = journal.sum("sales", "cents")
    _agree("Sales of local firms and bills written, cents", firms.sales[firms.is_sme].sum(), total)
    _agree("Sales by buyer and bills written, cents", flows.billed.sum(), total)
    _agree("Bills by firm and by buyer, cents", firms.new_bills.sum(axis=1)[firms.is_sme],
           firms.sales[firms.is_sme])  # fmt: skip


def orders_are_the_contracts(firms: Firms, contracts: Contracts) -> None:
    """Orders of local firms are their contracts, added up afresh."""
    mine = contracts.vendor >= 0
    work = np.bincount(contracts.vendor[mine], contracts.work[mine], len(firms))
    _agree("Orders and contracts", firms.orders[firms.is_sme], work[firms.is_sme])


def bills_are_collected(opening: Opening, firms: Firms, flows: Flows, ledger: Ledger) -> None:
    """Bills to collect change by what is billed less what is collected."""
    closing = opening.bills + int(flows.billed.sum()) - int(ledger.flows[Why.SALES].sum())
    _agree("Bills to collect, cents", int(firms.due.sum()), closing)


def people_are_conserved(
    opening: Opening, workforce: Workforce, world: World, flows: Flows
) -> None:
    """People by origin change by those who join less those who leave; other sectors mirror it."""
    closing = opening.people + flows.joined.sum(axis=0) - flows.left.sum(axis=0)
    _agree("People by origin", _by_origin(workforce), closing)
    moved = int(flows.left[Exit.OTHER_SECTOR].sum()) - int(flows.joined[Entry.OTHER_SECTOR].sum())
    refilled = int(world.refilled.sum()) - opening.refilled
    _agree("People in other sectors", int(world.reservoir.sum()),
           opening.reservoir + moved + refilled)  # fmt: skip


def staff_are_the_workforce(firms: Firms, workforce: Workforce) -> None:
    """Staff and payroll of each firm are its people, counted afresh."""
    _agree("Staff and people", firms.staff, workforce.by_post(firms))
    at_work = workforce.employed
    bill = np.bincount(workforce.employer[at_work], workforce.wage[at_work], len(firms))
    _agree("Payroll and pay of the people, cents", firms.bill, bill.astype(np.int64))


def reserved_posts_are_pending_permits(firms: Firms, permits: Permits) -> None:
    """Posts held for foreigners are the applications under way."""
    pending = np.zeros((len(firms), len(Skill)), np.int64)
    np.add.at(pending, (permits.firm, permits.skill), 1)
    _agree("Reserved posts and pending permits", firms.reserved, pending)


def applications_are_decided(opening: Opening, permits: Permits, flows: Flows) -> None:
    """Asked is granted, refused, withdrawn, or pending."""
    closing = opening.pending + flows.permits_asked.sum() - flows.permits_decided.sum()
    _agree("Pending applications for a permit", len(permits), int(closing))


def money_is_conserved(ledger: Ledger) -> None:
    """Each sector's money changes by what it is paid less what it pays."""
    residual = ledger.residual()
    _agree("Money by sector, cents", residual, np.zeros_like(residual))


def firms_hold_their_own(ledger: Ledger) -> None:
    """Each firm has what it had, and what it was paid less what it paid."""
    apart = ledger.apart(Sector.FIRMS)
    if apart:
        firms = ", ".join(f"firm {one}: {cents:+,} cents" for one, cents in apart[:5])
        raise IdentityError(f"Money of firms and their statements: {firms}.")


def debts_are_what_banks_hold(opening: Opening, firms: Firms, ledger: Ledger) -> None:
    """Debt changes by what is lent less what is repaid, and each firm's is in the loan book."""
    closing = opening.debt + ledger.paid(Why.LOANS) - ledger.paid(Why.REPAYMENT)
    _agree("Debt of firms and loans of banks, cents", int(firms.debt.sum()), closing)
    book = ledger.loan_book or {}
    held = np.array([book.get(one, 0) for one in firms.serial.tolist()], np.int64)
    _agree("Debt of each firm and the loan book, cents", firms.debt, held)


def grants_are_the_awards(opening: Opening, firms: Firms, flows: Flows, ledger: Ledger) -> None:
    """What is promised in grants changes by awards, less what is paid, lapses or is broken."""
    lost = int(flows.grants_lapsed.sum()) + int(flows.promises_broken.sum())
    promised = int(flows.grants_promised.sum()) - lost
    closing = opening.grants + promised - ledger.paid(Why.GRANTS)
    _agree("Grants due to firms and awards, cents", int(firms.grant_due.sum()), closing)


def hours_given_are_hours_taken(opening: Opening, firms: Firms, flows: Flows) -> None:
    """Time that firms still owe changes by what they promise less what is taken off their work."""
    promised = opening.hours + int(flows.hours_given[0]) - int(flows.hours_taken[0])
    _agree("Hours promised and hours given, hours", int(firms.hours_away.sum()), promised)


def facilitator_keeps_what_it_does_not_spend(
    opening: Opening, flows: Flows, ledger: Ledger
) -> None:
    """Money of the facilitator changes by what it is given less what it spends, task by task."""
    kept = opening.facilitator + int(flows.facilitator_got[0]) - int(flows.facilitator_spent.sum())
    _agree("Money of the facilitator, cents", int(ledger.of(Sector.CFG).cash.sum()), kept)


def customers_keep_nothing(ledger: Ledger) -> None:
    """Customers pass on all that is given them to pay with."""
    _agree("Money of customers, cents", int(ledger.of(Sector.CUSTOMERS).cash.sum()), 0)


AT_THE_END: tuple[Process, ...] = (
    orders_are_the_contracts, bills_are_collected, people_are_conserved,
    staff_are_the_workforce, reserved_posts_are_pending_permits,
    applications_are_decided, money_is_conserved,
    firms_hold_their_own, debts_are_what_banks_hold, grants_are_the_awards,
    customers_keep_nothing, facilitator_keeps_what_it_does_not_spend,
)  # fmt: skip


def checked(month: Sequence[Process]) -> tuple[Process, ...]:
    """The schedule with every identity checked where it must hold."""
    month = (note_opening, *month)
    if demand.deliver in month:
        month = after(demand.deliver, sales_are_the_contracts, month=month)
    if labour.pay_wages in month:
        month = after(labour.pay_wages, wages_are_the_workforces, month=month)
    if collaboration.work_together in month:
        month = after(collaboration.work_together, hours_given_are_hours_taken, month=month)
    return (*month, *AT_THE_END)
