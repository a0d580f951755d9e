"""Zones: the equations."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dpow
from cluster_abm.core.types import Floats, Ints


def staff_in(zone: Ints, staff: Ints, zones: int) -> Floats:
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


def density_effect(staff: Floats, start: Floats, elasticity: Floats) -> Floats:
    r"""What a change of density does, as a factor.

    .. math::  (D / D_0)^\varepsilon                                           \tag{Z1}

    Args:
        staff: People at work in the zone :math:`D`, persons, above 0, shape ``(zones,)``.
        start: The same in January 2009 :math:`D_0`, above 0, shape ``(zones,)``.
        elasticity: Response :math:`\varepsilon`, shape ``(…, zones)``.

    Returns:
        Factor, 1 at the density of January 2009, shape ``(…, zones)``.

    Source:
        Combes, Duranton, Gobillon and Roux (2010), in Agglomeration Economics, equation 1; the
        area of a zone is fixed, so staff stands for density.

    >>> density_effect(np.array([400.0, 100.0]), np.array([100.0, 100.0]), np.full(2, 0.5)).tolist()
    [2.0, 1.0]
    """
    return dpow(staff / start, elasticity)
