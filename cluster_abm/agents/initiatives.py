"""Initiatives: groups that plead for public money and wait for a decision (A68)."""

from __future__ import annotations

from cluster_abm.core.tables import Table, flags, reference, small


class Initiatives(Table):
    """Pleas under way, a row each; groups without any firm have NOBODY at both ends."""

    one = reference("firms", "The older of its two firms, or NOBODY.", cascade=True)
    other = reference("firms", "The younger of its two firms, or NOBODY.", cascade=True)
    real = flags("Has it commercial substance?")
    waits = small("months", "Months until the screen is done.")
