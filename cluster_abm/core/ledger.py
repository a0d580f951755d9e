"""Money: whole cents, two sides to every payment, and nowhere else to write them."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core import compiled
from cluster_abm.core.errors import LedgerError
from cluster_abm.core.kernels import ledger as kernels
from cluster_abm.core.kernels.ledger import EVERY_ROW
from cluster_abm.core.tables import Floats, Ints, Record, Table, ints


class Sector(IntEnum):
    """Who may hold money."""

    FIRMS = 0
    HOUSEHOLDS = 1
    GOVERNMENT = 2
    SOCIAL_SECURITY = 3
    BANKS = 4
    FUNDERS = 5
    CUSTOMERS = 6
    CFG = 7
    UNIVERSITIES = 8
    ECONOMY = 9
    ABROAD = 10


class Why(IntEnum):
    """What a payment is for."""

    WAGES = 0
    CONTRIBUTIONS = 1
    INCOME_TAX = 2
    PROFIT_TAX = 3
    BUDGETS = 4
    SALES = 5
    SERVICE_EXPORTS = 6
    SUBCONTRACTS = 7
    IMPORTED_VENDORS = 8
    GOODS_FOR_RESALE = 9
    OTHER_INPUTS = 10
    ENERGY_AND_DATA = 11
    RENT = 12
    EQUIPMENT = 13
    DIVIDENDS = 14
    FOUNDING_CAPITAL = 15
    LIQUIDATION = 16
    WRITE_OFF = 17
    CONSUMPTION = 18
    PUBLIC_SERVICE = 19
    TRAINING = 20
    RESEARCH = 21
    LOANS = 22
    REPAYMENT = 23
    INTEREST = 24
    GRANTS = 25
    JOINT_WORK = 26
    DAMAGES = 27
    FACILITATION = 28
    DUES = 29
    PLEADING = 30
    BANK_COSTS = 31
    GUARANTEES = 32
    EQUIPMENT_SOLD = 33
    TAX_CREDITS = 34
    LEVY = 35
    CO_FINANCING = 36
    EQUITY = 37
    EXITS = 38
    SAVINGS = 39
    MARKET_ENTRY = 40
    INTEREST_SUBSIDY = 41
    PROPOSALS = 42
    INITIATIVES = 43
    LOSSES_OF_SITES = 44


PURPOSES = len(Why)
WHOLE_CENTS = np.dtype(np.int64)
"""How money is kept."""


def split(total: Ints | int, weights: Floats) -> Ints:
    """Divide whole cents in proportion to weights; the parts add up to the total.

    Rounds the running sum, so each part is within one cent of its share and no sort
    is needed.  Works along the last axis; a row of zero weights divides nothing.

    >>> split(100, np.array([1.0, 1.0, 1.0])).tolist()
    [33, 34, 33]
    >>> split(np.array([10, 7]), np.array([[1.0, 1.0], [0.0, 0.0]])).tolist()
    [[5, 5], [0, 0]]
    """
    running = np.cumsum(weights, axis=-1)
    whole = running[..., -1:]
    share = running / np.where(whole > 0, whole, 1.0)
    edges: Ints = np.rint(share * np.asarray(total)[..., None]).astype(np.int64)
    parts = edges.copy()
    parts[..., 1:] -= edges[..., :-1]
    return parts


def cents(amounts: Floats | Ints | NDArray[np.floating[Any]]) -> Ints:
    """Round amounts in cents to whole cents, halves to even: unbiased, one by one.

    >>> cents(np.array([0.5, 1.5, 2.4])).tolist()
    [0, 2, 2]
    """
    whole: Ints = np.rint(amounts).astype(np.int64)
    return whole


class Account(NamedTuple):
    """Some rows of one sector's money; all of them if *rows* is None."""

    sector: Sector
    cash: Ints
    rows: Ints | None = None

    @property
    def places(self) -> int | None:
        """How many amounts it takes; None is any number, into one purse."""
        if self.rows is not None:
            return len(self.rows)
        return None if len(self.cash) == 1 else len(self.cash)

    def post(self, move: np.ufunc, amount: Ints, total: int) -> None:
        """Add or subtract *amount* in the rows named; one purse takes the total."""
        if self.rows is not None:
            move.at(self.cash, self.rows, amount)
        else:
            move(self.cash, total if len(self.cash) == 1 else amount, out=self.cash)


def _move(payer: Account, payee: Account, amount: Ints, payments: Payments, why: Why) -> bool:
    """Move money and book it; say no if that is no payment."""
    if _what_is_wrong(payer, payee, amount):
        return False
    total = int(amount.sum())
    if total:
        payer.post(np.subtract, amount, total)
        payee.post(np.add, amount, total)
        payments.flows[why, payer.sector, payee.sector] += total
        payments.spent[why] += total
    return True


def _move_in_loop(
    payer: Account, payee: Account, amount: Ints, payments: Payments, why: Why
) -> bool:
    fro, to = payer.rows, payee.rows
    return kernels.pay(
        payer.cash, EVERY_ROW if fro is None else fro, payee.cash, EVERY_ROW if to is None else to,
        np.ascontiguousarray(amount), payments.flows, payments.spent, int(why), int(payer.sector),
        int(payee.sector),
    )  # fmt: skip


def _what_is_wrong(payer: Account, payee: Account, amount: Ints) -> str:
    """Why some amounts cannot be paid; nothing if they can."""
    if (amount < 0).any():
        return f"a payment of {amount.min()} cents; swap the sides."
    for side in (payer, payee):
        if side.places not in (None, len(amount)):
            return (
                f"{len(amount)} amounts for {side.places} accounts of {side.sector.name}; "
                "pay takes one for each."
            )
        for row in () if side.rows is None else side.rows.tolist():
            if not 0 <= row < len(side.cash):
                return f"row {row} of {side.sector.name}, whose rows are 0 to {len(side.cash) - 1}."
    return ""


class Payments(Record):
    """What was paid this month."""

    flows = ints(
        "US cent", "By purpose, sector that pays and sector that is paid.", Why, Sector, Sector
    )
    spent = ints("US cent", "By purpose.", Why)


class Ledger:
    """All money there is, and every payment of the month by purpose and by sector.

    A table whose rows hold money has a column ``cash``; all other sectors have one purse.  What
    firms owe banks is their column ``debt``.
    """

    def __init__(self, **tables: tuple[Sector, Table]) -> None:
        self.tables = {sector: table for sector, table in tables.values()}
        self.purses = {s: np.zeros(1, np.int64) for s in Sector if s not in self.tables}
        self._whole = {s: Account(s, purse) for s, purse in self.purses.items()}
        self.payments = Payments()
        self.opening = np.zeros(len(Sector), np.int64)
        self.statements: dict[Sector, dict[int, int]] = {}
        self.loan_book: dict[int, int] | None = None

    def of(self, sector: Sector, rows: Ints | None = None) -> Account:
        """The account of a sector, or of some rows of its table."""
        if sector in self._whole:
            return self._whole[sector]
        table = self.tables[sector]
        if rows is not None:
            # one loop pays, whatever the index
            rows = np.ascontiguousarray(rows, np.int64)
        return Account(sector, table.data["cash"][: table.size], rows)

    def pay(self, payer: Account, payee: Account, amount: Ints, why: Why) -> None:
        """Move money.

        Args:
            payer: Who pays.
            payee: Who is paid.
            amount: Whole cents, one entry a payment, shape ``(payments,)``.
            why: What for.

        Raises:
            LedgerError: Amounts that are not whole cents, are negative, or are not one for each
                who pays and is paid; rows that are not there, such as NOBODY; a purpose that the
                books do not know.
        """
        if not 0 <= why < PURPOSES:
            raise LedgerError(f"{why!r} is no purpose; the books know 0 to {PURPOSES - 1}.")
        if amount.dtype != WHOLE_CENTS:
            raise LedgerError(f"{why.name}: pay takes whole cents (int64), not {amount.dtype}.")
        move = _move_in_loop if compiled.in_use else _move
        if not move(payer, payee, amount, self.payments, why):
            raise LedgerError(f"{why.name}: {_what_is_wrong(payer, payee, amount)}")
        if self.statements and amount.any():
            self._write_statement(payer, -amount)
            self._write_statement(payee, amount)

    def open_statements(self, sector: Sector) -> None:
        """From now on keep a second account of what each row of a table has, by serial number."""
        table = self.tables[sector]
        self.statements[sector] = dict(
            zip(table.serial.tolist(), table.data["cash"][: table.size].tolist(), strict=True)
        )

    def _write_statement(self, account: Account, amount: Ints) -> None:
        if account.sector not in self.statements:
            return
        serial = self.tables[account.sector].serial
        statement = self.statements[account.sector]
        who = serial if account.rows is None else serial[account.rows]
        for one, cents_ in zip(who.tolist(), amount.tolist(), strict=True):
            statement[one] = statement.get(one, 0) + cents_

    def apart(self, sector: Sector) -> list[tuple[int, int]]:
        """Rows of a table whose money is not that of their statement: serial number and cents."""
        table, statement = self.tables[sector], self.statements[sector]
        has = zip(table.serial.tolist(), table.data["cash"][: table.size].tolist(), strict=True)
        return [(one, cash - statement.get(one, 0)) for one, cash in has
                if cash != statement.get(one, 0)]  # fmt: skip

    def lend(self, rows: Ints, amount: Ints) -> None:
        """Let banks lend to some firms, which then have the money and owe it.

        Args:
            rows: Rows of the firms, shape ``(loans,)``.
            amount: Whole cents, shape ``(loans,)``.
        """
        if len(rows):
            self.pay(self.of(Sector.BANKS), self.of(Sector.FIRMS, rows), amount, Why.LOANS)
            self._owe(rows, amount)

    def repay(self, rows: Ints, amount: Ints) -> None:
        """Let some firms pay back part of what they owe banks.

        Args:
            rows: Rows of the firms, each of them once, shape ``(payments,)``.
            amount: Whole cents, shape ``(payments,)``.

        Raises:
            LedgerError: More than a firm owes.
        """
        if not len(rows):
            return
        if (amount > self.tables[Sector.FIRMS].data["debt"][rows]).any():
            raise LedgerError("REPAYMENT: a firm would pay back more than it owes.")
        self.pay(self.of(Sector.FIRMS, rows), self.of(Sector.BANKS), amount, Why.REPAYMENT)
        self._owe(rows, -amount)

    def _owe(self, rows: Ints, amount: Ints) -> None:
        table = self.tables[Sector.FIRMS]
        np.add.at(table.data["debt"], rows, amount)
        if self.loan_book is not None:
            for one, cents_ in zip(table.serial[rows].tolist(), amount.tolist(), strict=True):
                self.loan_book[one] = self.loan_book.get(one, 0) + cents_

    def wind_up(self, sector: Sector, row: int) -> None:
        """Leave a row of a table without money: banks bear what it lacks, households have the rest.

        Args:
            sector: Whose table.
            row: The row.
        """
        data, rows = self.tables[sector].data, np.array([row])
        debt = data["debt"][rows] if "debt" in data else np.zeros(1, np.int64)
        lacking = np.maximum(debt - data["cash"][rows], 0)
        account = self.of(sector, rows)
        self.pay(self.of(Sector.BANKS), account, lacking, Why.WRITE_OFF)
        if debt.any():
            self.repay(rows, debt)
        left = data["cash"][rows]
        self.pay(account, self.of(Sector.HOUSEHOLDS), left, Why.LIQUIDATION)

    def open_loan_book(self) -> None:
        """From now on let banks keep a second account of what each firm owes them."""
        table = self.tables[Sector.FIRMS]
        debt = table.data["debt"][: table.size].tolist()
        self.loan_book = dict(zip(table.serial.tolist(), debt, strict=True))

    def transfer(self, payer: Sector, payee: Sector, amount: int, why: Why) -> None:
        """Move one amount between two purses."""
        if amount:
            self.pay(self.of(payer), self.of(payee), np.array([amount], np.int64), why)

    def paid(self, why: Why) -> int:
        """What was paid for a purpose this month, cents."""
        return self.payments.spent.item(why)

    @property
    def flows(self) -> Ints:
        """What was paid this month, by purpose and sectors, cents."""
        return self.payments.flows

    def stocks(self) -> Ints:
        """Money in hand by sector, cents, shape ``(sectors,)``."""
        stocks = np.zeros(len(Sector), np.int64)
        for sector, purse in self.purses.items():
            stocks[sector] = purse[0]
        for sector, table in self.tables.items():
            stocks[sector] = np.add.reduce(table.data["cash"][: table.size])
        return stocks

    def open_month(self) -> None:
        """Note what everybody has, and forget the payments of last month."""
        self.opening = self.stocks()
        self.payments.reset()

    def residual(self) -> Ints:
        """Change of stock less the sum of flows, by sector, cents; always 0."""
        into = self.flows.sum(axis=(0, 1))
        out = self.flows.sum(axis=(0, 2))
        return self.stocks() - self.opening - into + out
