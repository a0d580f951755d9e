"""Stakes: who owns a part of a firm beside its founders (A83, A85)."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Home, Kind
from cluster_abm.agents.firms import Firms
from cluster_abm.core import compiled
from cluster_abm.core.groups import totals
from cluster_abm.core.kernels import firms as firm_kernels
from cluster_abm.core.kernels import funding as kernels
from cluster_abm.core.ledger import Ledger, Sector, Why, cents
from cluster_abm.core.tables import Flags, Ints, Table, floats, ints, reference, small


class Stakes(Table):
    """Parts of firms that angels, funds and acquirers hold, a row each."""

    firm = reference("firms", "Firm of which it is a part; NOBODY once that has closed.")
    funder = reference("funders", "Angel or fund that holds it; NOBODY is an acquirer.")
    home = small("Home", "Where its holder is at home.")
    share = floats("share of firm", "How large a part it is.")
    paid = ints("US cent", "What its holder has paid for it.")
    received = ints("US cent", "Dividends and proceeds that it has brought so far.")
    due = ints("US cent", "Money of the next stage.")
    public = floats("share of stake", "Part of it that public money bought.")
    since = ints("month", "Month in which it was bought.")
    made = ints("innovations", "Innovations of the firm since then.")
    mean = floats("standard deviations", "Value of the project that its holder expects.")
    precision = floats("1/variance", "Precision of that belief.")

    @property
    def held(self) -> Flags:
        """Which stakes angels and funds still hold, shape ``(stakes,)``."""
        mine: Flags = self.funder >= 0
        return mine

    def note_owners(self, firms: Firms) -> None:
        """Add up what others than the founders own of each firm, and what is owned abroad."""
        if compiled.in_use:
            kernels.note_owners(
                self.firm, self.share, self.home, _ABROAD, firms.sold, firms.sold_abroad
            )
            return
        abroad = self.share * (self.home == _ABROAD)
        firms.sold = totals(self.firm, self.share, len(firms))
        firms.sold_abroad = totals(self.firm, abroad, len(firms))


_ABROAD, _LOCAL = int(Home.ABROAD), int(Kind.SME)


class Plans(Table):
    """Plans of employees who would found a firm and lack the money, a row each (G10)."""

    person = reference("workforce", "Who would found it.", cascade=True)
    wealth = floats("US cent", "What that person has.")
    since = ints("month", "Month in which it was made.")
    idea = floats("standard deviations", "True value of its project; 0 is none yet.")
    seed = ints("US cent", "Money that an angel promises.")
    funder = reference("funders", "The angel.")
    share = floats("share of firm", "Part that the angel asks for.")
    mean = floats("standard deviations", "Value of the project that the angel expects.")
    precision = floats("1/variance", "Precision of that belief.")


def pay_owners(
    firms: Firms, stakes: Stakes, ledger: Ledger, rows: Ints, amount: Ints, why: Why
) -> None:
    """Pay some amounts to the owners of firms, each in proportion to what is his.

    Args:
        firms: The firms.
        stakes: Who owns parts of them; the rest is of founders at home, or of parents abroad.
        ledger: The ledger.
        rows: Rows of the firms that pay, shape ``(payments,)``.
        amount: Whole cents, shape ``(payments,)``.
        why: What for.
    """
    if not amount.any():
        return
    parts, at_home, abroad = _parts_of_owners(firms, stakes, rows, amount)
    _pay_stakes(stakes, ledger, parts, why)
    firm = ledger.of(Sector.FIRMS, rows)
    ledger.pay(firm, ledger.of(Sector.HOUSEHOLDS), at_home, why)
    ledger.pay(firm, ledger.of(Sector.ABROAD), abroad, why)


def _pay_stakes(stakes: Stakes, ledger: Ledger, parts: Ints, why: Why) -> None:
    """Pay investors and acquirers their parts, whole cents, shape ``(stakes,)``."""
    live = parts.nonzero()[0]
    if not len(live):
        return
    firm, part = stakes.firm[live].astype(np.int64), parts[live]
    funder = stakes.funder[live].astype(np.int64)
    investor = funder >= 0
    to = ledger.of(Sector.FUNDERS, funder[investor])
    ledger.pay(ledger.of(Sector.FIRMS, firm[investor]), to, part[investor], why)
    if not investor.all():
        for home, sector in ((Home.RESIDENTS, Sector.ECONOMY), (Home.ABROAD, Sector.ABROAD)):
            mine = ~investor & (stakes.home[live] == home)
            ledger.pay(ledger.of(Sector.FIRMS, firm[mine]), ledger.of(sector), part[mine], why)
    stakes.received += parts


def _parts_of_owners(
    firms: Firms, stakes: Stakes, rows: Ints, amount: Ints
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """What each stake gets of some amounts; what founders at home and parents abroad get of each.

    All are whole cents.
    """
    if compiled.in_use:
        return firm_kernels.parts_of_owners(
            stakes.firm, stakes.share, rows, amount, firms.sort, _LOCAL
        )
    # nobody gets anything at the entry past the end, where row -1 looks
    whole = np.zeros(len(firms) + 1, np.int64)
    whole[rows] = amount
    parts, gone = cents(np.floor(stakes.share * whole[stakes.firm])), np.zeros_like(whole)
    np.add.at(gone, stakes.firm, parts)
    rest = amount - gone[rows]
    at_home = rest * firms.is_sme[rows]
    return parts, at_home, rest - at_home
