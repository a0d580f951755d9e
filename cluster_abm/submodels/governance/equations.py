"""Governance: the equations."""

from __future__ import annotations

import numpy as np

from cluster_abm.core.numerics import dexp
from cluster_abm.core.types import Floats


def taxable_profit(earnings: Floats) -> Floats:
    r"""Profit of a month on which tax falls due, before any exemption.

    .. math::  \max\bigl(0, \min(e_{12}, \textstyle\sum_{j=1}^{12} e_j)\bigr)  \tag{G1}

    Losses of the last twelve months come off first, so a firm that lost money over the year
    owes nothing in a good month.

    Args:
        earnings: Earnings before interest and tax :math:`e_1, \dots, e_{12}`, oldest first, US
            cent/month, shape ``(firms, 12)``.

    Returns:
        US cent, never negative, shape ``(firms,)``.

    Source:
        Assumption: a yearly tax on profit, paid month by month.

    >>> months = np.zeros((3, 12))
    >>> months[:, -1] = [100.0, 100.0, -100.0]
    >>> months[1, 0] = -70.0
    >>> taxable_profit(months).tolist()
    [100.0, 30.0, 0.0]
    """
    return np.maximum(0.0, np.minimum(earnings[:, -1], earnings.sum(axis=1)))


def moved_chance(chance: Floats, push: Floats | float) -> Floats:
    r"""Move a chance by a push on its odds, so that it stays a chance.

    .. math::  p' = \frac{p\,e^x}{1 - p + p\,e^x}                                \tag{G2}

    Args:
        chance: Usual chance :math:`p`, 0 to 1, shape ``(n,)``.
        push: Log odds :math:`x`; 0 leaves it as it is.

    Returns:
        0 to 1, shape ``(n,)``; what was impossible or certain stays so.

    Source:
        Assumption: the usual form of a chance with causes (logit).

    >>> moved_chance(np.array([0.0, 0.5, 1.0]), np.log(3)).round(6).tolist()
    [0.0, 0.75, 1.0]
    """
    odds = chance * dexp(push)
    return odds / (1 - chance + odds)


def pull_of_advocacy(hours: float, most: float, half: float) -> float:
    r"""What hours with officials add to the log odds of a reform, with falling returns.

    .. math::  a\,\frac{h}{h + h_{1/2}}                                           \tag{G3}

    Args:
        hours: :math:`h`, hours/month.
        most: What no number of hours exceeds :math:`a`, log odds.
        half: Hours that do half of it :math:`h_{1/2}`, hours/month.

    Returns:
        Log odds.

    Source:
        Assumption: bounded, with 0 in the prior of :math:`a` (E15).

    >>> pull_of_advocacy(40.0, most=1.0, half=40.0)
    0.5
    """
    return most * hours / (hours + half)


def mood_after(
    mood: float, *, jobs: float, foreign: float, scandals: float,
    weights: tuple[float, float, float], speed: float,
) -> float:  # fmt: skip
    r"""Public mood after a month.

    .. math::  m' = m + v\,(\gamma_j j - \gamma_f f - m) - \gamma_s s               \tag{G4}

    Args:
        mood: :math:`m`; 0 is January 2009.
        jobs: Jobs of locals against January 2009 :math:`j`, log points.
        foreign: Foreign share of staff less that of January 2009 :math:`f`.
        scandals: Events of the month, relative to the size of the cluster :math:`s`.
        weights: :math:`\gamma_j, \gamma_f, \gamma_s`.
        speed: Part of the way to rest :math:`v`, 1/month.

    Returns:
        Log odds before their weight on survival and adoption.

    Source:
        M20 for foreigners; assumption for the rest, each with 0 in its prior (ID7).

    >>> mood_after(0.0, jobs=0.5, foreign=0.25, scandals=0.0, weights=(1.0, 1.0, 1.0), speed=0.5)
    0.125
    """
    of_jobs, of_foreigners, of_scandals = weights
    rest = of_jobs * jobs - of_foreigners * foreign
    return float(mood + speed * (rest - mood) - of_scandals * scandals)
