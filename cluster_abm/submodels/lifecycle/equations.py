"""Lifecycle: the equations."""

from __future__ import annotations

from cluster_abm.core.types import Flags, Floats


def yearly_change(before: float, after: float) -> float:
    r"""Growth from the year before last to the last year.

    .. math::  \bar x_{13..24} / \bar x_{1..12} - 1                            \tag{L1}

    Args:
        before: A count :math:`x` in the year before last, added up over its months.
        after: The same in the last year.

    Returns:
        Share a year; 0 where there was nothing.

    >>> yearly_change(1200.0, 1320.0).__round__(12)
    0.1
    """
    return after / before - 1 if before > 0 else 0.0


def turned(values: Floats, threshold: Floats, band: Floats, before: Flags) -> Flags:
    r"""Signs that are on: they turn only where a threshold is clearly passed.

    .. math::  s' = (x > \theta + b) \lor (s \land x \ge \theta - b)           \tag{L2}

    Args:
        values: Indices :math:`x`, shape ``(signs,)``.
        threshold: Where each turns :math:`\theta`, same shape.
        band: Half the width of doubt :math:`b`, same shape.
        before: Signs until now :math:`s`, same shape.

    Returns:
        Signs, same shape.

    Source:
        Schmitt (1938): a trigger with two thresholds does not flutter.

    >>> turned(np.full(2, 1.05), np.ones(2), np.full(2, 0.1), np.array([True, False])).tolist()
    [True, False]
    """
    on: Flags = (values > threshold + band) | (before & (values >= threshold - band))
    return on


def stage_told(
    *, growing: bool, shrinking: bool, entering: bool, linked: bool, outward: bool,
    homegrown: bool, large: bool, inventive: bool,
) -> int:  # fmt: skip
    """Stage that the signs tell (L1 to L5).

    Decline is jobs that fall while firms leave or invention dries up.  A mature cluster has its
    mass or grows no more, is linked, looks outward and renews itself from within.  A developing one
    is linked and grows while firms enter.  An emerging one is linked.  All else is agglomeration.

    Args:
        growing: Do jobs grow?
        shrinking: Do jobs fall?
        entering: Do more firms begin than end?
        linked: Do local firms work with each other?
        outward: Do they work for customers abroad?
        homegrown: Do employees begin as many firms as outsiders?
        large: Has it its critical mass?
        inventive: Does it invent?

    Returns:
        0 agglomeration, 1 emerging, 2 developing, 3 mature, 4 transformation or decline.

    Source:
        Catalogue of the report, L1 to L5.

    >>> stage_told(growing=True, shrinking=False, entering=True, linked=True, outward=False,
    ...            homegrown=False, large=False, inventive=True)
    2
    """
    if shrinking and not (entering and inventive):
        return DECLINE
    if linked and outward and homegrown and (large or not growing):
        return MATURE
    if linked and growing and entering:
        return DEVELOPING
    return EMERGING if linked else AGGLOMERATION


AGGLOMERATION, EMERGING, DEVELOPING, MATURE, DECLINE = range(5)
"""Stages in the order of their numbers."""


def settled(stage: int, told: int, other: int, since: int, patience: int) -> tuple[int, int, int]:
    """Stage that holds: it gives way to one that has been told for long enough.

    Args:
        stage: Stage that holds.
        told: Stage told this month.
        other: Stage told until now.
        since: Months for which it was told.
        patience: Months for which another must be told.

    Returns:
        Stage that holds, stage told, months for which it was told.

    >>> settled(0, 1, 1, 4, 6), settled(0, 1, 1, 5, 6), settled(0, 2, 1, 5, 6)
    ((0, 1, 5), (1, 1, 6), (0, 2, 1))
    """
    since = since + 1 if told == other else 1
    return (told if since >= patience else stage), told, since
