"""Ties: who knows whom, who works with whom, and how far they trust each other."""

from __future__ import annotations

import numpy as np

from cluster_abm.agents.classes import Ring
from cluster_abm.agents.firms import Firms
from cluster_abm.core import compiled
from cluster_abm.core.groups import tally
from cluster_abm.core.kernels import ties as kernels
from cluster_abm.core.luck import heir
from cluster_abm.core.tables import Flags, Floats, Ints, Keys, Table, floats, reference, small

NEVER = 32_000
"""Months that count as never."""
WINDOW = 60
"""Months over which partners are counted (C25)."""


class Introductions(Table):
    """Pairs of firms that somebody brings together this month; the list is new every month."""

    one = reference("firms", "The older of the two firms.", cascade=True)
    other = reference("firms", "The younger of the two firms.", cascade=True)


class Ties(Table):
    """Pairs of firms that know each other, a row each; no pair stands twice."""

    one = reference("firms", "The older of the two firms.", cascade=True)
    other = reference("firms", "The younger of the two firms.", cascade=True)
    stage = small("Stage", "How close they are.")
    trust = floats("share", "How far they trust each other, 0 to 1.")
    silent = small("months", "Months since they last met or worked together.")
    apart = small("months", "Months since they last worked together.")
    project = small("Project", "What they work on together.")
    left = small("months", "Months of joint work left.")
    granted = floats("US$", "Public money in their hands for joint work.")

    @property
    def ends(self) -> Ints:
        """Rows of both firms, shape ``(2, ties)``."""
        return np.array([self.one, self.other], np.int64)

    def find(self, one: Ints, other: Ints) -> Ints:
        """Rows of the ties between pairs of firms, the older first; -1 where there is none.

        Args:
            one: Rows of the older firms, shape ``(pairs,)``.
            other: Rows of the younger firms, shape ``(pairs,)``.

        Returns:
            Rows, shape ``(pairs,)``.
        """
        if not len(self) or not len(one):
            return np.full(len(one), -1)
        if compiled.in_use:
            return kernels.find(self.one, self.other, one, other)
        known, asked = _pair(*self.ends), _pair(one, other)
        # few are asked for, so these are sorted; a pair that is asked for twice stands first
        wanted = np.sort(asked, kind="stable")
        place = np.searchsorted(wanted, known)
        here = np.flatnonzero(wanted[np.minimum(place, len(wanted) - 1)] == known)
        row = np.full(len(wanted), -1)
        row[place[here]] = here
        rows: Ints = row[np.searchsorted(wanted, asked)]
        return rows

    def acquaint(self, firms: Firms, one: Ints, other: Ints, trust: Floats) -> Ints:
        """Let pairs of firms that do not know each other yet become acquainted.

        Args:
            firms: The firms.
            one: Rows of the older firms, shape ``(pairs,)``.
            other: Rows of the younger firms, shape ``(pairs,)``; no pair twice.
            trust: How far they trust each other at first, shape ``(pairs,)``.

        Returns:
            Rows of the new ties, shape ``(pairs,)``.
        """
        birth = birth_of_pair(firms.birth[one], firms.birth[other])
        return self.admit(birth, one=one, other=other, trust=trust, apart=NEVER)

    def meet(
        self, firms: Firms, ends: Ints, gain: float, hours: int
    ) -> tuple[int, Ints, Floats]:  # fmt: skip
        """Let each of some pairs of firms meet once, for some hours; who has met is trusted more.

        Args:
            firms: The firms, which promise their hours.
            ends: Rows of both firms, shape ``(2, pairs)``; a pair may stand there twice.
            gain: Part of the trust that was lacking which a meeting brings.
            hours: How long a meeting takes each firm.

        Returns:
            Number of meetings; rows of those who did not know each other, the older first, shape
            ``(2, strangers)``; share of their staff that such two lose to others, on average.
        """
        if compiled.in_use:
            return kernels.meet(
                ends, self.one, self.other, self.trust, self.silent, gain, hours,
                firms.hours_away, firms.poached,
            )  # fmt: skip
        ends = _once(ends)
        tally(firms.hours_away, ends.ravel(), by=hours)
        row = self.find(*ends)
        known, strangers = row[row >= 0], ends[:, row < 0]
        self.trust[known] += gain * (1 - self.trust[known])
        self.silent[known] = 0
        return ends.shape[1], strangers, firms.poached[strangers].mean(axis=0)

    def work(self, firms: Firms, hours: Floats) -> int:
        """Let a month of joint work pass, to which both firms promise some hours.

        Args:
            firms: The firms, which promise their hours.
            hours: What each kind of joint work takes each firm, shape ``(kinds,)``.

        Returns:
            All hours promised.
        """
        if compiled.in_use:
            return kernels.work(
                self.one, self.other, self.project, self.left, self.silent, self.apart, hours,
                firms.hours_away,
            )  # fmt: skip
        busy = np.flatnonzero(self.project)
        each = np.rint(hours[self.project[busy]]).astype(np.int64)
        for end in self.ends[:, busy]:
            tally(firms.hours_away, end, by=each)
        self.left[busy] -= 1
        self.silent[busy] = self.apart[busy] = 0
        return 2 * int(each.sum())

    def within_reach(self, firms: Firms, goes: Ints, ring: Ints) -> tuple[Ints, Ints, Keys]:
        """Whom some firms may meet in the ring where each of them goes.

        Args:
            firms: The firms.
            goes: Rows of those who seek a meeting, shape ``(seekers,)``.
            ring: Ring where each goes, shape ``(seekers,)``.

        Returns:
            Number of the seeker, row of whom it may meet, and key to the luck of the two, shape
            ``(pairs,)`` each, in order.
        """
        buyer = np.where(firms.sales > 0, firms.new_bills.argmax(axis=1), -1)
        open_to_all = firms.narrow & (firms.headcount > 0)
        if compiled.in_use:
            who, met, low, high = kernels.within_reach(
                goes, ring, firms.zone, buyer, open_to_all, self.one, self.other, firms.birth,
                int(Ring.ZONE), int(Ring.BUYERS), int(Ring.PARTNERS),
            )  # fmt: skip
            return who, met, _birth_of_tie(low, high)
        nowhere = np.zeros_like(buyer)
        circle = np.array([firms.zone, buyer, nowhere, nowhere])[ring]
        mine = circle[np.arange(len(goes)), goes]
        there = (circle == mine[:, None]) & (mine[:, None] >= 0)
        by_friends = np.flatnonzero(ring == Ring.PARTNERS)
        themselves = goes[by_friends, None] == np.arange(len(firms))
        there[by_friends] = self.partners(self.partners(themselves))
        there[np.arange(len(goes)), goes] = False
        who, met = (there & open_to_all).nonzero()
        return who, met, birth_of_pair(firms.birth[goes[who]], firms.birth[met])

    def partners(self, whose: Flags) -> Flags:
        """Firms with a tie to one of some firms; several such sets, shape ``(sets, firms)``."""
        theirs = np.zeros_like(whose)
        one, other = self.ends
        for here, there in ((one, other), (other, one)):
            of, tie = whose[:, here].nonzero()
            theirs[of, there[tie]] = True
        return theirs

    @property
    def allied(self) -> Flags:
        """Which pairs work together, or have in the last five years, shape ``(ties,)``."""
        allied: Flags = (self.project > 0) | (self.apart < WINDOW)
        return allied


def _once(ends: Ints) -> Ints:
    """Name each pair once, the older firm first, shape ``(2, pairs)``."""
    older, younger = ends.min(axis=0), ends.max(axis=0)
    order = np.lexsort((younger, older))
    pairs = np.stack([older[order], younger[order]])
    again = np.zeros(len(order), bool)
    again[1:] = (pairs[:, 1:] == pairs[:, :-1]).all(axis=0)
    return pairs[:, ~again]


def least_of_each(who: Ints, lot: Floats) -> Ints:
    """Place of the smallest lot of each, the first of equals.

    Args:
        who: Whose lots they are, all of one together, shape ``(n,)``.
        lot: Numbers, shape ``(n,)``.

    Returns:
        Places, shape ``(those who have any,)``.

    >>> least_of_each(np.array([0, 0, 3]), np.array([0.2, 0.1, 0.5])).tolist()
    [1, 2]
    """
    if compiled.in_use:
        return kernels.least_of_each(who, lot)
    first = np.ones(len(who), bool)
    first[1:] = who[1:] != who[:-1]
    return np.lexsort((lot, who))[first]


def _pair(one: Ints, other: Ints) -> Ints:
    """One number for a pair of rows; a table has fewer than 2**31 rows."""
    return (one << 31) + other


def birth_of_pair(one: Keys, other: Keys) -> Keys:
    """Key to the luck of pairs, the same whoever of the two comes first.

    Args:
        one: Birth keys, any shape.
        other: Birth keys, a shape that broadcasts with *one*.

    Returns:
        Keys of the common shape.

    >>> a, b = np.array([3], np.uint64), np.array([9], np.uint64)
    >>> birth_of_pair(a, b) == birth_of_pair(b, a)
    array([ True])
    """
    return _birth_of_tie(np.minimum(one, other), np.maximum(one, other))


def _birth_of_tie(low: Keys, high: Keys) -> Keys:
    return heir(low, "tie", 0, high)


def complementarity(one: Floats, other: Floats) -> Floats:
    r"""How much two firms have to give each other: neither twins nor strangers.

    .. math::  c = 4\,p\,(1-p), \quad p = \frac{s_f \cdot s_g}{|s_f|\,|s_g|}            \tag{C0}

    It is highest, at 1, where half of what they know is common.

    Args:
        one: What the first firms are at home in :math:`s_f`, shape ``(pairs, crafts)``.
        other: What the second firms are at home in :math:`s_g`, same shape.

    Returns:
        Shares, 0 to 1, shape ``(pairs,)``.

    Source:
        MODEL 3; Nooteboom and others (2007), Research Policy 36(7): an inverted U in the
        distance of knowledge.

    >>> one = np.array([[1.0, 0.0], [1.0, 0.0]])
    >>> complementarity(one, np.array([[1.0, 0.0], [0.0, 1.0]])).tolist()
    [0.0, 0.0]
    """
    common = (one * other).sum(axis=1)
    length = np.sqrt((one * one).sum(axis=1) * (other * other).sum(axis=1))
    near = common / np.maximum(length, LEAST_LENGTH)
    return 4 * near * np.maximum(1 - near, 0.0)


LEAST_LENGTH = 1e-12
"""Keeps nought over nought from being asked for."""
