"""Funders: grant programmes, banks, angels, funds (A81 to A88)."""

from __future__ import annotations

from cluster_abm.core.actor import Actor, Members
from cluster_abm.core.ledger import Sector
from cluster_abm.core.tables import cents, floats, ints, small
from cluster_abm.core.units import MONTHS_PER_YEAR


class Funders(Members):
    """Every source of capital, a row each; so far the grant programme acts."""

    sort = small("FunderKind", "What it is.")
    cash = cents("Money in hand.")
    home = small("Home", "Whose money it is.")
    public = floats("share of money", "Part of its money that the state brought.")
    pot = floats("US cent/year", "Money it means to give in a year.")
    left = floats("US cent", "Money of the year that it has not promised yet.")
    applications = ints("applications", "Applications, last 12 months.", MONTHS_PER_YEAR)
    awarded = ints("awards", "Applications that it approved, last 12 months.", MONTHS_PER_YEAR)
    value = floats(
        "standard deviations", "Sum of the true values of those, last 12 months.", MONTHS_PER_YEAR
    )

    def let_go(self, row: int) -> None:
        """Leave no money behind (see the ledger)."""
        self.model.ledger.wind_up(Sector.FUNDERS, row)


class Funder(Actor, of=Funders):
    """One source of capital, as Mesa sees it."""
