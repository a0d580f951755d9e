"""Programmes of the government: what they rest on, and how long everybody expects them to last."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cluster_abm.agents.classes import Agency, Support
from cluster_abm.agents.government import Government
from cluster_abm.core.luck import key
from cluster_abm.core.numerics import dexp
from cluster_abm.core.policy import FOREVER
from cluster_abm.core.programme import Programme, Standing
from cluster_abm.core.survival import chance_to_last, discounted_loss, trials_until
from cluster_abm.core.tables import Flags, Floats, Ints, Table, flags, floats, ints, small

type Months = float | Ints | Floats
"""A number of months, or one for each of some plans."""

FARTHEST = 10**6
"""Months after which nothing weighs anything any more."""


def birth_of(name: str) -> np.uint64:
    """Birth key of a programme: the same in every world and under every statute."""
    return key("programme", name)


class Programmes(Table):
    """Every programme that may end with its government, a row each (M149, G20).

    Its methods are what everybody knows of its future: statute, dates of elections, mood.
    """

    statute = small("Statute", "What it rests on.")
    agency = small("Agency", "Who is in charge of it.")
    supports = flags("Do their plans depend on it?", Support)
    first = ints("month", "First month in which it may hold; far away while it waits.")
    until = ints("month", "First month in which it would no longer hold anyway.")
    lost = ints("month", "First month after a government ended it; far away if none did.")
    hazard = floats("1/month", "Chance of adoption in a usual month.")
    executed = floats("share of budget", "Budget that its agency really spends.")
    lasts = floats("probability", "Chance to outlive a change of the party in office.")

    def enrol(self, policy: Sequence[Programme], month: int) -> None:
        """Let in the programmes whose time has come; what the policy does not know leaves."""
        if not policy and not len(self):
            return
        births = np.array([birth_of(one.name) for one in policy], np.uint64)
        self.close(~np.isin(self.birth, births))
        for birth, one in zip(births, policy, strict=True):
            if one.since <= month and birth not in self.birth:
                self._let_in(birth, one)

    def _let_in(self, birth: np.uint64, one: Programme) -> None:
        self.admit(
            np.array([birth]), statute=one.statute,
            agency=Agency[one.agency.upper()] if one.agency else Agency.NONE,
            supports=[support.name.lower() in one.supports for support in Support],
            first=FOREVER if one.adopt else one.since, until=one.end, lost=FOREVER,
            hazard=one.hazard, executed=1.0, lasts=1.0,
        )  # fmt: skip

    def standing(self, policy: Sequence[Programme]) -> dict[str, Standing]:
        """Where the programmes of a policy stand, by name; those whose time has not come are out.

        Args:
            policy: The programmes of the policy.
        """
        row = {birth: at for at, birth in enumerate(self.birth.tolist())}
        here = ((one.name, row.get(int(birth_of(one.name)))) for one in policy) if row else ()
        return {
            name: Standing(
                int(self.first[at]), int(self.lost[at]), float(self.executed[at])
            )
            for name, at in here if at is not None
        }  # fmt: skip

    def alive(self, month: int) -> Flags:
        """Which programmes hold in *month*, shape ``(programmes,)``."""
        return (self.first <= month) & (month < self.lost) & (month < self.until)

    def began(self, support: Support, month: int) -> int:
        """First month of the oldest programme in force for somebody; far away if there is none."""
        mine = self.alive(month) & self.supports[:, support]
        return int(self.first[mine].min(initial=FOREVER))

    def survival(self, government: Government, month: int, ahead: Months) -> Floats:
        """Chance that politics does not end each programme within some months, as people see it.

        Args:
            government: Whose elections are ahead.
            month: This month.
            ahead: Months from now, one number or shape ``(n,)``.

        Returns:
            0 to 1, shape ``(programmes, 1)`` or ``(programmes, n)``.
        """
        then = month + np.atleast_1d(ahead)
        first, later = (chance[:, None] for chance in self._chances(government))
        tests = trials_until(then.astype(np.float64), government.handover, government.term)
        lost = self.lost[:, None]
        chance = np.where(lost == FOREVER, chance_to_last(first, later, tests), then < lost)
        # what has happened needs no foresight
        weight = np.where(lost <= month, 1.0, government.foreseen)
        seen: Floats = 1 - weight * (1 - chance)
        return seen

    def _chances(self, government: Government) -> tuple[Floats, Floats]:
        """Chances to pass the next handover and each later one, shape ``(programmes,)`` each."""
        ends = 1 - self.lasts
        return 1 - government.turnover_next * ends, 1 - government.turnover * ends

    def _meant(self, support: Support, since: Months) -> Flags:
        """Which programmes were in force for somebody in some month, shape ``(programmes, n)``."""
        then, lost = np.atleast_1d(since), np.minimum(self.lost, self.until)[:, None]
        there = (self.first[:, None] <= then) & (then < lost)
        return there & self.supports[:, support, None]

    def survival_of(
        self, support: Support, government: Government, month: int, ahead: Months, since: Months
    ) -> Floats:
        """Chance that what supported plans when they were made is still there; 1 if nothing did.

        Args:
            support: Whose plans.
            government: Whose elections are ahead.
            month: This month.
            ahead: Months from now, one number or shape ``(n,)``.
            since: Month in which the plans were made, one number or shape ``(n,)``.

        Returns:
            0 to 1, shape ``(1,)`` or ``(n,)``.
        """
        if not len(self):
            return np.ones(np.broadcast(ahead, since, [0]).size)
        chance = self.survival(government, month, ahead)
        all_last: Floats = np.where(self._meant(support, since), chance, 1.0).prod(axis=0)
        return all_last

    def doubt_of(
        self, support: Support, government: Government, month: int, rate: float, since: Months
    ) -> Floats:
        """What the end of such programmes weighs today, for plans that fade at some rate (S3).

        Args:
            support: Whose plans.
            government: Whose elections are ahead.
            month: This month.
            rate: Rate at which the plans lose their worth anyway, 1/month.
            since: Month in which they were made, one number or shape ``(n,)``.

        Returns:
            0 (no programme, or safe) to 1 (lost already), shape ``(1,)`` or ``(n,)``.
        """
        tests = trials_until(
            (self.until - 1).astype(np.float64), government.handover, government.term
        )
        ahead = discounted_loss(
            *self._chances(government), tests,
            wait=government.handover - month, term=government.term, rate=rate,
        )  # fmt: skip
        wait = np.clip(self.lost - month, 0, FARTHEST).astype(np.float64)
        loss = np.where(self.lost == FOREVER, ahead, dexp(-rate * wait))
        loss *= np.where(self.lost <= month, 1.0, government.foreseen)
        left: Floats = np.where(self._meant(support, since), 1 - loss[:, None], 1.0).prod(axis=0)
        return 1 - left
