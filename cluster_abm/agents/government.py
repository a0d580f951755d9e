"""The government and the facilitator: single agents whose state is their attributes."""

from __future__ import annotations

from cluster_abm.core.actor import Singular


class Government(Singular):
    """Treasury and offices; its money is in the ledger (A47, A48)."""

    mood: float = 1.0
    """Welcome for foreigners, index; 1 is 2009 (M20)."""
    ip_protection: float = 0.0
    """Protection of intellectual property in force, 0 to 1; the rule of the month says it."""


class CFG(Singular):
    """The Cluster Facilitation Group (A58); not founded yet in 2009."""

    founded: bool = False
    """Does it exist?"""
