"""Zones: the equations."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.numerics import dlog, dpow
from cluster_abm.core.types import Floats, Ints

LEAST = 2.0**-54
"""What stands for a uniform number of nought, which has no logarithm."""


def staff_in(zone: NDArray[np.integer[Any]], staff: Ints, zones: int) -> Floats:
    """Staff of firms by zone.

    Args:
        zone: Zone of each firm, shape ``(firms,)``.
        staff: Staff of each firm, persons, shape ``(firms,)``.
        zones: Number of zones.

    Returns:
        Persons, shape ``(zones,)``.

    >>> staff_in(np.array([0, 2, 0]), np.array([10, 5, 1]), zones=3).tolist()
    [11.0, 0.0, 5.0]
    """
    return np.bincount(zone, weights=staff, minlength=zones)


def density_effect(staff: Floats, start: Floats, elasticity: Floats | float) -> Floats:
    r"""What a change of density does, as a factor.

    .. math::  (D / D_0)^\varepsilon                                           \tag{Z1}

    Args:
        staff: People at work in the zone :math:`D`, persons, above 0, shape ``(zones,)``.
        start: The same in January 2009 :math:`D_0`, above 0, shape ``(zones,)``.
        elasticity: Response :math:`\varepsilon`, one for all or shape ``(zones,)``.

    Returns:
        Factor, 1 at the density of January 2009, shape ``(zones,)``.

    Source:
        Combes, Duranton, Gobillon and Roux (2010), in Agglomeration Economics, equation 1; the
        area of a zone is fixed, so staff stands for density.

    >>> density_effect(np.array([400.0, 100.0]), np.array([100.0, 100.0]), np.full(2, 0.5)).tolist()
    [2.0, 1.0]
    """
    return dpow(staff / start, elasticity)


def relief(exempt: Floats, tied: float, research: Floats, asked: Floats) -> Floats:
    r"""Share of its profit that a zone exempts for a firm (I47).

    .. math::  e\,\bigl(1 - \tau + \tau \min(1, R / R^*)\bigr)                \tag{Z2}

    Args:
        exempt: What the regime of its zone exempts :math:`e`, shape ``(firms,)``.
        tied: Share of that which must be earned by research :math:`\tau`.
        research: Research of the firm :math:`R`, US cent/month, shape ``(firms,)``.
        asked: Research that earns the whole :math:`R^*`, US cent/month, shape ``(firms,)``.

    Returns:
        Share of profit, shape ``(firms,)``.

    >>> zone = np.full(3, 0.5)
    >>> relief(zone, 1.0, np.array([0.0, 5.0, 20.0]), np.full(3, 10.0)).tolist()
    [0.0, 0.25, 0.5]
    """
    earned = np.minimum(1.0, research / np.maximum(asked, 1.0))
    return exempt * (1 - tied + tied * earned)


def gumbel(u: Floats) -> Floats:
    """Turn uniform numbers in [0, 1) into draws of a standard Gumbel law.

    >>> gumbel(np.array([0.5])).round(6).tolist()
    [0.366513]
    """
    return -dlog(-dlog(np.maximum(u, LEAST)))
