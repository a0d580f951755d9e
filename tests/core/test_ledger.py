"""Money: whole cents, two sides to every payment, and nobody gets past the ledger unseen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster_abm.core import compiled
from cluster_abm.core.errors import LedgerError
from cluster_abm.core.ledger import Ledger, Sector, Why, cents, split
from cluster_abm.core.tables import NOBODY, Table
from cluster_abm.core.tables import cents as money


class Firms(Table):
    cash = money("Money in hand.")


def ledger_of(n: int = 3) -> tuple[Firms, Ledger]:
    firms = Firms()
    firms.admit(np.arange(n, dtype=np.uint64))
    ledger = Ledger(firms=(Sector.FIRMS, firms))
    ledger.open_month()
    return firms, ledger


def amounts(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


# Paying


def test_what_one_pays_another_has() -> None:
    firms, ledger = ledger_of()

    ledger.pay(ledger.of(Sector.FIRMS), ledger.of(Sector.HOUSEHOLDS), amounts(1, 2, 3), Why.WAGES)

    assert firms.cash.tolist() == [-1, -2, -3]
    assert ledger.of(Sector.HOUSEHOLDS).cash.tolist() == [6]
    assert ledger.paid(Why.WAGES) == ledger.flows[Why.WAGES].sum() == ledger.flows.sum() == 6


def test_some_rows_can_pay_and_one_row_can_be_named_twice() -> None:
    firms, ledger = ledger_of()

    rows = np.array([2, 0, 2])
    ledger.pay(ledger.of(Sector.ABROAD), ledger.of(Sector.FIRMS, rows), amounts(5, 1, 5), Why.SALES)

    assert firms.cash.tolist() == [1, 0, 10]


def test_firms_can_pay_each_other() -> None:
    firms, ledger = ledger_of()

    payer, payee = ledger.of(Sector.FIRMS, np.array([0])), ledger.of(Sector.FIRMS, np.array([2]))
    ledger.pay(payer, payee, amounts(9), Why.SUBCONTRACTS)

    assert firms.cash.tolist() == [-9, 0, 9]
    assert not ledger.residual().any()


def test_one_amount_can_go_from_purse_to_purse() -> None:
    _, ledger = ledger_of()

    ledger.transfer(Sector.GOVERNMENT, Sector.BANKS, 7, Why.PUBLIC_SERVICE)

    assert ledger.stocks()[[Sector.GOVERNMENT, Sector.BANKS]].tolist() == [-7, 7]


def test_nobody_paying_nothing_is_a_payment_too() -> None:
    firms, ledger = ledger_of()
    none = np.zeros(0, np.int64)

    ledger.pay(ledger.of(Sector.FIRMS, none), ledger.of(Sector.CFG), none, Why.RENT)

    assert not firms.cash.any()


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (np.array([1.0, 2.0, 3.0]), "WAGES: pay takes whole cents"),
        (np.array([1, 2, 3], np.int32), "not int32"),
        (amounts(1, -2, 3), "a payment of -2 cents; swap the sides"),
        (amounts(1, 2), "2 amounts for 3 accounts of FIRMS"),
        (amounts(1), "1 amounts for 3 accounts of FIRMS"),
    ],
)
def test_a_payment_that_is_none_is_refused_and_nothing_has_moved(
    amount: np.ndarray, said: str
) -> None:
    firms, ledger = ledger_of()

    with pytest.raises(LedgerError, match=said):
        ledger.pay(ledger.of(Sector.HOUSEHOLDS), ledger.of(Sector.FIRMS), amount, Why.WAGES)

    assert not firms.cash.any()
    assert not ledger.stocks().any()


@pytest.mark.parametrize("row", [NOBODY, 3, 300])
@pytest.mark.parametrize("paid", [False, True])
def test_who_is_not_there_neither_pays_nor_is_paid(row: int, paid: bool) -> None:
    firms, ledger = ledger_of(3)
    sides = [ledger.of(Sector.FIRMS, amounts(0, row)), ledger.of(Sector.BANKS)]

    with pytest.raises(LedgerError, match=f"RENT: row {row} of FIRMS, whose rows are 0 to 2"):
        ledger.pay(*sides[:: -1 if paid else 1], amounts(5, 7), Why.RENT)

    assert not firms.cash.any()
    assert not ledger.stocks().any()


@pytest.mark.parametrize("why", [-1, len(Why), 10_000_000])
def test_a_purpose_that_the_books_do_not_know_moves_nothing(why: int) -> None:
    _, ledger = ledger_of()

    with pytest.raises(LedgerError, match="is no purpose; the books know 0 to 44"):
        ledger.transfer(Sector.GOVERNMENT, Sector.BANKS, 7, why)  # type: ignore[arg-type]

    assert not ledger.stocks().any()


def test_nothing_paid_is_in_no_statement() -> None:
    _, ledger = ledger_of(1)
    ledger.open_statements(Sector.FIRMS)

    ledger.pay(
        ledger.of(Sector.CFG), ledger.of(Sector.FIRMS), np.zeros(0, np.int64), Why.RENT
    )  # fmt: skip

    assert not ledger.apart(Sector.FIRMS)


def test_a_month_forgets_the_payments_of_the_last_and_keeps_the_money() -> None:
    _, ledger = ledger_of()
    ledger.transfer(Sector.GOVERNMENT, Sector.BANKS, 7, Why.PUBLIC_SERVICE)

    ledger.open_month()

    assert ledger.paid(Why.PUBLIC_SERVICE) == 0
    assert ledger.stocks()[Sector.BANKS] == 7
    assert not ledger.residual().any()


@given(data=st.data())
@pytest.mark.skipif(not compiled.in_use, reason="There is one way to pay where nothing compiles.")
def test_compiled_payments_move_what_others_move(data: st.DataObject) -> None:
    n = data.draw(st.integers(1, 4))
    rows = [data.draw(st.none() | st.lists(st.integers(-1, n), max_size=4)) for _ in range(2)]
    sides = [data.draw(st.sampled_from([Sector.FIRMS, Sector.BANKS])) for _ in range(2)]
    amount = amounts(*data.draw(st.lists(st.integers(-1, 9), max_size=4)))

    def paid() -> tuple:
        firms, ledger = ledger_of(n)
        payer, payee = (
            # rows of any whole type, which need not lie together
            ledger.of(side, None if some is None else np.repeat(np.array(some, np.int16), 2)[::2])
            for side, some in zip(sides, rows, strict=True)
        )
        try:
            ledger.pay(payer, payee, np.repeat(amount, 2)[::2], Why.SALES)
            said = ""
        except LedgerError as wrong:
            said = str(wrong)
        return said, ledger.stocks().tolist(), firms.cash.tolist(), ledger.flows.tobytes()

    fast = paid()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(compiled, "in_use", False)
        assert paid() == fast


# Identities


PAYMENTS = st.lists(
    st.tuples(
        st.sampled_from(Sector), st.sampled_from(Sector), st.sampled_from(Why),
        st.integers(0, 10**12),
    ),
    max_size=30,
)  # fmt: skip


@given(payments=PAYMENTS)
def test_money_is_conserved_whoever_pays_whom(payments: list[tuple]) -> None:
    _, ledger = ledger_of(1)

    for payer, payee, why, amount in payments:
        ledger.transfer(payer, payee, amount, why)

    assert ledger.stocks().sum() == 0
    assert not ledger.residual().any()
    assert ledger.flows.sum() == sum(amount for *_, amount in payments)


def test_the_residual_names_the_sector_whose_money_moved_past_the_ledger() -> None:
    firms, ledger = ledger_of()
    ledger.transfer(Sector.GOVERNMENT, Sector.BANKS, 7, Why.PUBLIC_SERVICE)

    firms.data["cash"][1] += 5

    assert np.flatnonzero(ledger.residual()).tolist() == [Sector.FIRMS]
    assert ledger.residual()[Sector.FIRMS] == 5


def test_the_residual_sees_money_that_vanishes_with_a_firm() -> None:
    firms, ledger = ledger_of()
    ledger.pay(ledger.of(Sector.ABROAD), ledger.of(Sector.FIRMS), amounts(4, 4, 4), Why.SALES)

    firms.close(np.array([False, True, False]))

    assert ledger.residual()[Sector.FIRMS] == -4


# Splitting


WEIGHTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=40)


@given(total=st.integers(0, 10**13), weights=WEIGHTS)
def test_the_parts_add_up_to_the_total_and_each_is_within_a_cent_of_its_share(
    total: int, weights: list[float]
) -> None:
    parts = split(total, np.array(weights))

    whole = sum(weights)
    assert parts.sum() == (total if whole > 0 else 0)
    assert (parts >= 0).all()
    if whole > 0:
        share = np.array([total * (w / whole) for w in weights])
        assert (np.abs(parts - share) <= 1 + 1e-9 * share).all()


@given(total=st.integers(0, 10**9), weights=WEIGHTS)
def test_who_has_no_weight_gets_nothing(total: int, weights: list[float]) -> None:
    parts = split(total, np.array([*weights, 0.0]))

    assert parts[np.array([*weights, 0.0]) == 0].sum() == 0


def test_several_totals_are_split_row_by_row() -> None:
    parts = split(amounts(100, 7), np.array([[1.0, 3.0], [1.0, 1.0]]))

    assert parts.tolist() == [[25, 75], [4, 3]]


@given(weight=st.floats(1e-3, 1e3), n=st.integers(1, 50))
def test_equal_weights_split_what_divides_evenly(weight: float, n: int) -> None:
    assert split(12 * n, np.full(n, weight)).tolist() == [12] * n


def test_rounding_to_cents_is_unbiased() -> None:
    halves = np.arange(1000) + 0.5

    assert cents(halves).sum() == halves.sum()
