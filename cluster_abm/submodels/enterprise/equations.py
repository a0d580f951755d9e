"""Enterprise: the equations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.numerics import dlog, dpow
from cluster_abm.core.types import Flags, Floats, Ints

MONTHS = 12


def wear(equipment: Floats, depreciation: float) -> Floats:
    r"""Equipment that wears out in a month.

    .. math::  \delta K / 12                                                   \tag{F1}

    Args:
        equipment: Hard assets :math:`K`, US cent, shape ``(firms,)``.
        depreciation: Share that wears out :math:`\delta`, share/year.

    Returns:
        US cent/month, shape ``(firms,)``.

    >>> wear(np.array([600.0]), 0.2).round(6).tolist()
    [10.0]
    """
    return equipment * depreciation / MONTHS


def replacement(equipment: Floats, worn: Floats, target: Floats, speed: float) -> Floats:
    r"""Equipment that a firm means to buy: what wore out, and part of what it lacks.

    .. math::  \max\bigl(0,\; w + v\,(K^* - K)\bigr)                           \tag{F2}

    Args:
        equipment: Hard assets before wear :math:`K`, US cent, shape ``(firms,)``.
        worn: Wear of the month :math:`w`, US cent, shape ``(firms,)``.
        target: Hard assets wanted :math:`K^*`, US cent, shape ``(firms,)``.
        speed: Part of the gap that closes in a month :math:`v`, 0 to 1.

    Returns:
        US cent/month, never negative, shape ``(firms,)``; at rest the firm holds its target.

    Source:
        Flexible accelerator, Koyck (1954).

    >>> replacement(np.array([100.0, 900.0]), np.array([2.0, 2.0]), np.array([112.0, 0.0]),
    ...             speed=0.5).tolist()
    [8.0, 0.0]
    """
    return np.maximum(0.0, worn + speed * (target - equipment))


def spare_cash(cash: Ints, payroll: Floats, months: float) -> Floats:
    r"""Cash beyond so many months of labour cost.

    .. math::  \max(0, m - n\,w)                                               \tag{F3}

    Args:
        cash: Cash :math:`m`, US cent, shape ``(firms,)``.
        payroll: Labour cost :math:`w`, US cent/month, shape ``(firms,)``.
        months: Months of it that stay untouched :math:`n`.

    Returns:
        US cent, never negative, shape ``(firms,)``.

    >>> spare_cash(np.array([500, 100]), np.array([100.0, 100.0]), months=2.0).tolist()
    [300.0, 0.0]
    """
    return np.maximum(0.0, cash - months * payroll)


def months_in_a_row[S: (np.int16, np.int64)](months: NDArray[S], again: Flags) -> NDArray[S]:
    """Count how long something has lasted without a break.

    Args:
        months: Months so far, shape ``(firms,)``.
        again: Does it hold this month as well?  Shape ``(firms,)``.

    Returns:
        Months, shape ``(firms,)``.

    >>> months_in_a_row(np.array([3, 3]), np.array([True, False])).tolist()
    [4, 0]
    """
    return (months + months.dtype.type(1)) * again


def without_successor(staff: Ints, half: float) -> Floats:
    r"""Chance that nobody takes over the firm of an owner who retires.

    .. math::  \frac{n_0}{n_0 + n}                                              \tag{F7}

    Args:
        staff: Staff :math:`n`, persons, shape ``(firms,)``.
        half: Staff :math:`n_0` at which half of the owners find a successor, persons.

    Returns:
        Chances, shape ``(firms,)``.

    Source:
        Assumption: a large firm is worth buying, a small one is its owner.

    >>> without_successor(np.array([0, 10, 90]), 10.0).tolist()
    [1.0, 0.5, 0.1]
    """
    return half / (half + staff.astype(np.float64))


def savings(pay: Floats, experience: Ints, share: float, longest: float) -> Floats:
    r"""Wealth of an employee who saves a share of pay, at today's pay.

    .. math::  \sigma\, w \min(t, T)                                           \tag{F4}

    Args:
        pay: Base pay :math:`w`, US cent/month, shape ``(workers,)``.
        experience: Working life :math:`t`, months, shape ``(workers,)``.
        share: Share saved :math:`\sigma`, 0 to 1.
        longest: Months over which one saves at most :math:`T`.

    Returns:
        US cent, shape ``(workers,)``.

    Source:
        Assumption: founders' own money is the first money of a firm (G10).

    >>> savings(np.array([1000.0, 1000.0]), np.array([60, 300]), 0.1, longest=240).tolist()
    [6000.0, 24000.0]
    """
    return share * pay * np.minimum(experience, longest)


def inherited(parent: Floats, inheritance: float) -> Floats:
    r"""What a spin-off starts with on average: most of what sets its parent apart.

    .. math::  x^\iota                                                         \tag{F5}

    Args:
        parent: Index of the parent :math:`x`, 1 is the cluster in 2009, shape ``(births,)``.
        inheritance: Part of the parent's logarithm that passes on :math:`\iota`, 0 to 1.

    Returns:
        Index, between 1 and the parent's, shape ``(births,)``.

    Source:
        Klepper and Sleeper (2005), Management Science 51(8): spin-offs inherit capabilities.

    >>> inherited(np.array([4.0, 1.0]), 0.5).tolist()
    [2.0, 1.0]
    """
    return dpow(parent, inheritance)


def zone_appeal(rent: Floats, attraction: Floats, aversion: float) -> Floats:
    r"""Utility of each zone to a newcomer, who chooses one with room by a logit.

    .. math::  v_z = a_z - \gamma \ln r_z, \quad
               p_z = \frac{e^{v_z}}{\sum_{y \text{ with room}} e^{v_y}}         \tag{F6}

    Args:
        rent: Rents :math:`r`, above 0, shape ``(zones,)``.
        attraction: Worth of the zone besides its rent :math:`a`, shape ``(zones,)``.
        aversion: Response to rent :math:`\gamma`.

    Returns:
        Utilities, shape ``(zones,)``.

    Source:
        McFadden (1974), Conditional logit analysis of qualitative choice behavior.

    >>> zone_appeal(np.array([1.0, 1.0]), np.array([0.0, 2.0]), aversion=1.0).tolist()
    [0.0, 2.0]
    """
    return attraction - aversion * dlog(rent)


def tempted(
    staff: Floats, zone: NDArray[np.int16], nearby: Floats, young: Ints, ideas: Floats,
    example: float, idea: float,
) -> Floats:  # fmt: skip
    r"""Employees who might found, and as many more as ideas and examples tempt.

    .. math::  n_f = L_f + \epsilon\, Y_z\, L_f / L_z + \kappa\, I_f               \tag{F8}

    Args:
        staff: Employees of a firm with the skill :math:`L_f`, persons, shape ``(firms,)``.
        zone: Zone of each firm, shape ``(firms,)``.
        nearby: Such employees of all firms of a zone :math:`L_z`, persons, shape ``(zones,)``.
        young: Young firms of a zone :math:`Y_z`, shape ``(zones,)``.
        ideas: What its research found and it has no use for :math:`I_f`, shape ``(firms,)``.
        example: Persons for each young firm :math:`\epsilon`.
        idea: Persons for each idea :math:`\kappa`.

    Returns:
        Persons, shape ``(firms,)``; none where nobody works.

    Source:
        Report, M118: entrepreneurs exploit what research leaves over; MODEL 3: peers.

    >>> staff, zone, one = np.array([10.0, 0.0]), np.array([0, 0]), np.ones(2)
    >>> tempted(staff, zone, np.array([40.0]), np.array([2]), one, 20.0, 5.0)
    array([25.,  0.])
    """
    each = 1 + example * young / np.maximum(nearby, 1.0)
    people: Floats = (staff * each[zone] + idea * ideas) * (staff > 0)
    return people


def spin_outs(findings: Floats, rate: float) -> Floats:
    r"""Researchers of each university who would found a firm in a month, on average.

    .. math::  s_u = \sigma\, F_u                                               \tag{F9}

    Args:
        findings: Research of late whose use is known :math:`F_u`, US cent/month, shape
            ``(universities,)``.
        rate: Founders for US$ 100 m of it :math:`\sigma`.

    Returns:
        Founders/month, same shape.

    Source:
        Report, M118: entrepreneurs exploit what universities found out.

    >>> spin_outs(np.array([5e9]), rate=2.0).tolist()
    [1.0]
    """
    return rate * findings / CENTS_IN_100_MILLION


CENTS_IN_100_MILLION = 10_000_000_000
"""US cent in US$ 100 m."""
