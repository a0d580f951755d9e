"""Funders: grant programmes, banks, angels, funds (A81 to A88)."""

from __future__ import annotations

from cluster_abm.core.actor import Actor, Members
from cluster_abm.core.tables import cents, floats


class Funders(Members):
    """Every source of capital, a row each; they act with the submodel of capital."""

    cash = cents("Money in hand.")
    pot = floats("US cent/year", "Money it means to give in a year.")


class Funder(Actor, of=Funders):
    """One source of capital, as Mesa sees it."""
