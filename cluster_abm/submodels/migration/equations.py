"""Migration: pure functions of arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cluster_abm.core.groups import rank_in_group
from cluster_abm.core.numerics import dpow
from cluster_abm.core.types import Flags, Floats, Ints

HAIR = 1e-9
"""Tolerance for rounding in counts of persons."""
UNLIMITED = 1_000_000_000
"""Places of a firm without a limit."""
NONE = -UNLIMITED
"""Places where a rule that lifts the limit does not hold."""


def foreign_limit(domestic: Ints, quota: Floats) -> Ints:
    r"""Most foreigners that a firm may have beside its domestic staff.

    .. math::  f_i \le q\,(d_i + f_i) \iff f_i \le \frac{q}{1-q}\, d_i          \tag{G1}

    Args:
        domestic: Domestic staff :math:`d_i`, persons, any shape.
        quota: Largest foreign share of staff :math:`q_i`, 0 to 1, same shape.

    Returns:
        Persons, never negative; ``UNLIMITED`` where the quota is 1.

    Source:
        Report, labour law (Q22, M21).

    >>> foreign_limit(np.array([90, 9, 8, 5]), np.array([0.1, 0.1, 0.1, 1.0])).tolist()
    [10, 1, 0, 1000000000]
    """
    # a hair of tolerance, or 0.1 / 0.9 x 90 would round down to 9
    room = np.floor(quota / np.maximum(1 - quota, HAIR) * domestic + HAIR)
    return np.where(quota >= 1, UNLIMITED, np.minimum(room, UNLIMITED)).astype(np.int64)


def small_firm_room(
    domestic: Ints, foreign: Ints, *, locals_needed: float, staff: float
) -> Ints:  # fmt: skip
    """Places of a firm that stays small: any number of foreigners beside enough locals.

    Args:
        domestic: Domestic staff, persons, shape ``(firms,)``.
        foreign: Foreign staff, persons, shape ``(firms,)``.
        locals_needed: Locals with which the limit is lifted, persons.
        staff: Staff from which a firm is no longer small, persons.

    Returns:
        Persons, shape ``(firms,)``; ``NONE`` without enough locals, and for who is not small.

    Source:
        The Marrakech rule (C27).

    >>> small_firm_room(np.array([2, 3, 8]), np.array([0, 1, 2]), locals_needed=3, staff=10)
    array([-1000000000,           6, -1000000000])
    """
    everybody = domestic + foreign
    room = np.floor(staff - everybody).astype(np.int64)
    return np.where((domestic >= locals_needed) & (everybody < staff), room, NONE)


def kept_room(
    domestic: Ints, foreign: Ints, *, locals_needed: float, staff: float
) -> Ints:  # fmt: skip
    """Places for foreigners who came under the rule for small firms, whatever the firm is now.

    Args:
        domestic: Domestic staff, persons, shape ``(firms,)``.
        foreign: Foreign staff, persons, shape ``(firms,)``.
        locals_needed: Locals with which the limit is lifted, persons.
        staff: Staff from which a firm is no longer small, persons.

    Returns:
        Persons, negative where there are too many, shape ``(firms,)``; ``NONE`` without enough
        locals.

    Source:
        Assumption: what the Marrakech rule (C27) gave, growth does not take away.

    >>> kept_room(np.array([3, 8, 2]), np.array([7, 5, 1]), locals_needed=3, staff=10)
    array([          0,           2, -1000000000])
    """
    room = np.floor(staff - locals_needed - foreign).astype(np.int64)
    return np.where(domestic >= locals_needed, room, NONE)


class Places(NamedTuple):
    """Persons whom firms may still employ; negative where there are too many."""

    quota: Ints
    """Under the quota by kind of staff, shape ``(firms, 2)``."""
    lifted: Ints
    """Of any kind where a rule lifts it, shape ``(firms,)``."""
    kept: Ints
    """Of those who came under the rule for small firms, shape ``(firms,)``."""


def places_left(
    staff: Ints, grade: Ints, quota: Floats, free: Flags, *, locals_needed: float, small: float
) -> Places:
    """Places for foreigners that each firm has left.

    Args:
        staff: Persons, shape ``(firms, skills, 2)``: local and foreign.
        grade: Kind of staff that each skill counts as, never falling, shape ``(skills,)``.
        quota: Largest foreign share of each kind of staff, shape ``(2, firms)``.
        free: Does a zone or a licence lift the quota?  Shape ``(firms,)``.
        locals_needed: Locals with which a small firm is not bound, persons.
        small: Staff from which a firm is no longer small, persons.

    >>> staff = np.array([[[90, 2], [10, 0]], [[3, 0], [0, 1]]])
    >>> places_left(staff, np.array([0, 1]), np.full((2, 2), 0.1), np.array([False, False]),
    ...             locals_needed=3, small=10)
    Places(quota=array([[ 8,  1],
           [ 0, -1]]), lifted=array([-1000000000,           6]), kept=array([5, 6]))
    """
    people = np.add.reduceat(staff, np.searchsorted(grade, (0, 1)), axis=1)
    domestic, foreign = people[:, :, 0], people[:, :, 1]
    here, abroad = domestic.sum(axis=1), foreign.sum(axis=1)
    lifted = small_firm_room(here, abroad, locals_needed=locals_needed, staff=small)
    lifted[free] = UNLIMITED
    kept = kept_room(here, abroad, locals_needed=locals_needed, staff=small)
    return Places(foreign_limit(domestic, quota.T) - foreign, lifted, kept)


def applicants(
    base: Floats, pay: Floats, pay_abroad: Floats, *, soft_cost: float, response: float,
    network: Floats | float,
) -> Floats:  # fmt: skip
    r"""People abroad who look for a post here in a month.

    .. math::  A_k = A_{0k} \Big(\frac{w_k (1-s)}{\bar w_k}\Big)^{\varepsilon} n_k     \tag{G2}

    Args:
        base: Applicants at equal pay :math:`A_{0k}`, persons, shape ``(skills,)``.
        pay: Pay here :math:`w_k`, shape ``(skills,)``.
        pay_abroad: Pay there, same unit and shape.
        soft_cost: Part of the pay here that living as a foreigner costs :math:`s`.
        response: Elasticity :math:`\varepsilon`.
        network: Factor by those already here :math:`n_k`, one or shape ``(skills,)``.

    Returns:
        Persons, not whole, shape ``(skills,)``.

    Source:
        E7; elasticity 0.5 to 5.

    >>> applicants(np.array([10.0]), np.array([200.0]), np.array([100.0]), soft_cost=0.0,
    ...            response=1.0, network=np.array([1.0])).tolist()
    [20.0]
    """
    return base * dpow(pay * (1 - soft_cost) / pay_abroad, response) * network


def asking_pay(
    turn: Floats, base: Floats, pay_abroad: Floats, *, soft_cost: float, response: float,
    network: Floats | float,
) -> Floats:  # fmt: skip
    r"""Pay here at which each of a line of people abroad would just come.

    .. math::  w_j = \frac{\bar w}{1-s} \Big(\frac{j}{A_0 n}\Big)^{1/\varepsilon}        \tag{G3}

    The inverse of (G2): at any pay as many would come as (G2) says, and pay and soft cost act
    nowhere else.

    Args:
        turn: How many would come for less :math:`j`, persons, not whole, shape ``(people,)``.
        base: Applicants at equal pay :math:`A_0`, above 0, shape ``(people,)``.
        pay_abroad: Pay there :math:`\bar w`, shape ``(people,)``.
        soft_cost: Part of the pay here that living as a foreigner costs :math:`s`.
        response: Elasticity :math:`\varepsilon`; with 0 pay plays no part.
        network: Factor by those already here :math:`n`, one or shape ``(people,)``.

    Returns:
        Pay in the unit of *pay_abroad*, shape ``(people,)``.

    Source:
        E7: the supply curve, person by person.

    >>> one = np.array([1.0])
    >>> asking_pay(20 * one, 10 * one, 90 * one, soft_cost=0.1, response=1.0, network=one).tolist()
    [200.0]
    """
    place = dpow(turn / (base * network), 1 / max(response, HAIR))
    return pay_abroad / (1 - soft_cost) * place


def first_in_line(who: Flags, place: Ints, room: Ints, in_turn: Ints) -> Flags:
    """Which of *who* find room at their place, if they come in turn.

    Args:
        who: Who stands in line at all, shape ``(n,)``.
        place: Where each of them stands, shape ``(n,)``.
        room: Room at each place, shape ``(places,)``.
        in_turn: Rows in the order of their coming, shape ``(n,)``.

    Returns:
        Yes or no, shape ``(n,)``.

    >>> first_in_line(np.array([True, True, True]), np.array([0, 0, 1]), np.array([1, 0]),
    ...               np.array([1, 0, 2])).tolist()
    [False, True, False]
    """
    line = in_turn[who[in_turn]]
    line = line[np.argsort(place[line], kind="stable")]
    found = np.zeros(len(who), bool)
    found[line] = rank_in_group(place[line]) < room[place[line]]
    return found
