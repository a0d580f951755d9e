"""When enough worlds have been lived: a rule of precision, never of significance.

To stop when an effect looks sure finds effects that are not there: looking after every ten pairs,
a quarter of all experiments without any effect would stop with one.  To stop when the interval is
narrow enough has no such fault, since its width says nothing about where the effect lies.
"""

from __future__ import annotations

import math

import numpy as np

from cluster_abm.core.types import Floats
from cluster_abm.lab.inference.ratios import LEVEL, t_multiple

MARGIN = 1.1
"""Worlds beyond those that the width so far asks for, since the width is itself an estimate."""


def pairs_needed(
    difference: Floats, half_width: float, *, level: float = LEVEL, margin: float = MARGIN
) -> int:
    r"""Pairs that an interval of the wanted width takes, by what the pairs so far say.

    .. math::  n' = \lceil m\,n\,(h / h^*)^2 \rceil                            \tag{S4}

    Args:
        difference: Policy minus baseline in the :math:`n` pairs so far, shape ``(pairs,)``.
        half_width: Half the width wanted :math:`h^*`, in the outcome's unit.
        level: Level of the interval.
        margin: Pairs beyond the estimate :math:`m`.

    Returns:
        The number of pairs there are, if their interval is narrow enough; otherwise more.

    Source:
        Stein (1945), A two-sample test whose power is independent of the variance.

    >>> pairs_needed(np.array([1.0, 2.0, 3.0]), half_width=10.0)
    3
    >>> pairs_needed(np.array([1.0, 2.0, 3.0]), half_width=1.0)
    21
    """
    pairs = len(difference)
    half = half_width_of(difference, level=level)
    if half <= half_width:
        return pairs
    return max(pairs + 1, math.ceil(pairs * margin * (half / half_width) ** 2))


def half_width_of(difference: Floats, *, level: float = LEVEL) -> float:
    """Half the width of the paired interval.

    >>> round(half_width_of(np.array([1.0, 2.0, 3.0])), 3)
    2.484
    """
    pairs = len(difference)
    if pairs < 2:
        return float("nan")
    return t_multiple(level, pairs) * float(np.std(difference, ddof=1)) / math.sqrt(pairs)
