"""Policies with one change more, less or shorter."""

from __future__ import annotations

from dataclasses import replace

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import Change, Policy


def same_past(one: Policy, other: Policy, month: int) -> bool:
    """Do two policies ask for the same in every month before *month*?

    >>> early = Policy("a", (Change(lever="soft_cost", value=0.2, start=3, until=9),))
    >>> late = Policy("b", (Change(lever="soft_cost", value=0.2, start=3, until=6),))
    >>> same_past(early, late, 6), same_past(early, late, 7)
    (True, False)
    """
    a, b = _before(one, month), _before(other, month)
    return all(change in b for change in a) and all(change in a for change in b)


def _before(policy: Policy, month: int) -> list[Change]:
    return [replace(c, until=min(c.until, month)) for c in policy.changes if c.start < month]


def with_change(policy: Policy, change: Change) -> Policy:
    """A policy and one change more.

    A change of the same lever for the same firms that would meet the new one from earlier on
    ends where the new one begins; one that begins in the same month is replaced.

    >>> held = with_change(Policy("page"), Change(lever="soft_cost", value=0.2))
    >>> [(c.value, c.until) for c in with_change(
    ...     held, Change(lever="soft_cost", value=0.3, start=12, until=24)).changes]
    [(0.2, 12), (0.3, 24)]
    """
    kept = []
    for old in policy.changes:
        if not old.meets(change) or old.target != change.target or old.start > change.start:
            kept.append(old)
        elif old.start < change.start:
            kept.append(replace(old, until=change.start))
    return replace(policy, changes=(*kept, change))


def without(policy: Policy, number: int) -> Policy:
    """A policy without one of its changes.

    Raises:
        InputError: There is no such change.
    """
    _numbered(policy, number)
    kept = tuple(c for at, c in enumerate(policy.changes) if at != number)
    return replace(policy, changes=kept) if kept else Policy(policy.id)


def ended(policy: Policy, number: int, month: int) -> Policy:
    """A policy one of whose changes holds no longer than the months before *month*.

    Raises:
        InputError: There is no such change.
    """
    change = _numbered(policy, number)
    if change.start >= month:
        return without(policy, number)
    changes = list(policy.changes)
    changes[number] = replace(change, until=min(change.until, month))
    return replace(policy, changes=tuple(changes))


def _numbered(policy: Policy, number: int) -> Change:
    if isinstance(number, bool) or not isinstance(number, int):
        raise InputError([f"{str(number)[:40]} is not the number of a change."])
    if not 0 <= number < len(policy.changes):
        raise InputError([f"There is no change number {number}."])
    return policy.changes[number]
