"""Education: the equations."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dpow
from cluster_abm.core.types import Floats, Ints


def monthly_dropout(dropout: float, length: Ints) -> Floats:
    r"""Share of the students who leave in a month, such that a course loses *dropout* in all.

    .. math::  h = 1 - (1 - d)^{1/(L - 1)}                                     \tag{U1}

    Args:
        dropout: Share of new students who never graduate :math:`d`, 0 to below 1.
        length: Months of the course :math:`L`, shape ``(universities,)``.

    Returns:
        Share/month, 0 to 1, shape ``(universities,)``; 0 for a course of one month.

    Source:
        Derived: a constant hazard over the months between two steps towards graduation.

    >>> monthly_dropout(0.75, np.array([3, 1])).round(12).tolist()
    [0.5, 0.0]
    """
    steps = np.maximum(length.astype(np.float64) - 1, 0)
    stay = dpow(1.0 - dropout, 1.0 / np.maximum(steps, 1))
    return np.where(steps > 0, 1.0 - stay, 0.0)


def resting_cohorts(seats: Floats, length: Ints, dropout: float, longest: int) -> Ints:
    r"""Students by months to graduation when intake and drop-out have long been constant.

    .. math::  S_p = s\,(1 - h)^{L - 1 - p}, \quad 0 \le p < L                 \tag{U2}

    Args:
        seats: New students :math:`s`, students/month, shape ``(universities,)``.
        length: Months of the course :math:`L`, shape ``(universities,)``.
        dropout: Share of new students who never graduate, 0 to below 1.
        longest: Months of the longest course.

    Returns:
        Students at the end of a month, shape ``(universities, longest)``; whole, by rounding
        the running sum, so that a university has the right total.

    >>> resting_cohorts(np.array([8.0]), np.array([3]), dropout=0.75, longest=4).tolist()
    [[2, 4, 8, 0]]
    """
    stay = 1.0 - monthly_dropout(dropout, length)
    steps = length[:, None] - 1 - np.arange(longest)
    students = seats[:, None] * dpow(stay[:, None], np.maximum(steps, 0)) * (steps >= 0)
    whole: Ints = np.rint(np.cumsum(students, axis=1)).astype(np.int64)
    return np.diff(whole, axis=1, prepend=0)


def one_month_on(students: Ints) -> Ints:
    """Students after everybody has come one month closer to graduation.

    Args:
        students: Students by months to graduation, shape ``(universities, months)``; those
            at 0 have graduated and are no longer counted.

    Returns:
        Students, same shape; nobody stands at the far end.

    >>> one_month_on(np.array([[0, 5, 7]])).tolist()
    [[5, 7, 0]]
    """
    moved = np.zeros_like(students)
    moved[:, :-1] = students[:, 1:]
    return moved


def applicants(usual: Floats, better: Floats, response: float) -> Floats:
    r"""People who want a seat when pay has changed beside that of other fields.

    .. math::  A = A_0\, p^{\varepsilon}                                        \tag{U3}

    Args:
        usual: Applicants of 2009 :math:`A_0`, persons/month, shape ``(universities,)``.
        better: Pay here to pay elsewhere, relative to 2009 :math:`p`, same shape, above 0.
        response: Elasticity :math:`\varepsilon`.

    Returns:
        Persons/month, same shape.

    Source:
        Freeman (1976), Ryoo and Rosen (2004): choice of field follows relative starting pay.

    >>> applicants(np.array([10.0]), np.array([2.0]), 1.0).round(9).tolist()
    [20.0]
    """
    return usual * dpow(better, response)


def speakers(usual: Floats, taught: Floats, yield_: float) -> Floats:
    """Share of graduates who speak English well.

    Args:
        usual: Share without courses, shape ``(universities,)``.
        taught: Share of them who took a course, same shape.
        yield_: Share of those taught, and without English, who learn it.

    Returns:
        Share, 0 to 1, same shape.

    >>> speakers(np.array([0.4]), np.array([0.5]), 0.5).round(9).tolist()
    [0.55]
    """
    return usual + (1 - usual) * taught * yield_


def share_known(unaided: float, budget: float, half: float) -> float:
    r"""Part of what research found that somebody who could use it knows of and may take along.

    .. math::  k = a + (1 - a)\, \frac{b}{b + b_{1/2}}                            \tag{U4}

    Args:
        unaided: Part where no office looks for it and nobody is given leave :math:`a`, 0 to 1.
        budget: What liaison offices and leave cost :math:`b`, US$/year.
        half: Budget that finds half of the rest :math:`b_{1/2}`, US$/year, above 0.

    Returns:
        Share, 0 to 1.

    Source:
        Report, I64: offices audit what could be used, leave lets researchers try; the form is an
        assumption.

    >>> share_known(0.5, 0.0, half=100.0), share_known(0.5, 100.0, half=100.0)
    (0.5, 0.75)
    """
    return unaided + (1 - unaided) * budget / (budget + half)


def findings_after_a_month(findings: Floats, research: Floats, known: float, fade: float) -> Floats:
    r"""Research of late whose results await a use, as if all of it had been done in a month.

    .. math::  F' = F + \phi\,(k R - F)                                          \tag{U5}

    Args:
        findings: :math:`F`, US cent/month, shape ``(universities,)``.
        research: Research of this month :math:`R`, US cent/month, same shape.
        known: Part of it that is known to who could use it :math:`k`, 0 to 1.
        fade: Part that is worth nothing any more after a month :math:`\phi`, 0 to 1.

    Returns:
        US cent/month, same shape.

    Source:
        Assumption: what is not used is forgotten, as ideas of firms are (M118).

    >>> findings_after_a_month(np.array([100.0]), np.array([200.0]), 1.0, fade=0.1).tolist()
    [110.0]
    """
    return findings + fade * (known * research - findings)
