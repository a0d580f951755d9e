"""When enough worlds have been lived: a rule of precision, never of significance.

To stop when an effect looks sure finds effects that are not there: looking after every ten pairs,
a quarter of all experiments without any effect would stop with one.  To stop when the interval is
narrow enough has no such fault, since its width says nothing about where the effect lies.
"""

from __future__ import annotations

import math

import numpy as np

from cluster_abm.core.types import Floats
from cluster_abm.lab.inference.ratios import LEVEL
from cluster_abm.lab.inference.spread import (
    Error,
    MeanSquares,
    crossed_error,
    mean_error,
    mean_squares,
)

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


def worlds_needed(
    difference: Floats, half_width: float, *, level: float = LEVEL, draws: int = 1, most: int
) -> int | None:
    """Random worlds that an interval of the wanted width takes, each lived in all draws.

    Args:
        difference: Policy minus baseline, each world in turn in all its draws.
        half_width: Half the width wanted, in the outcome's unit.
        level: Level of the interval.
        draws: Draws in which each world was lived.
        most: Worlds beyond which nobody goes.

    Returns:
        The number of worlds there are, if their interval is narrow enough; otherwise more;
        nothing if even *most* worlds leave it wider, because the draws are too few.

    >>> worlds_needed(np.array([1.0, 2.0, 3.0]), half_width=1.0, most=100)
    21
    """
    worlds = len(difference) // draws
    if draws == 1:
        return pairs_needed(difference, half_width, level=level)
    if not half_width_of(difference, level=level, draws=draws) > half_width:
        return worlds
    squares = mean_squares(difference, draws)
    for wanted in range(worlds + 1, most + 1):
        expected = crossed_error(_expected(squares, worlds, wanted), draws, wanted)
        if expected.half_width(level) <= half_width:
            return min(math.ceil(worlds + MARGIN * (wanted - worlds)), most)
    return None


def error_with(difference: Floats, *, draws: int, worlds: int) -> Error:
    """Standard error that another number of worlds would leave, in the same draws.

    Args:
        difference: Policy minus baseline, each world in turn in all its draws; at least two worlds.
        draws: Draws in which each world was lived.
        worlds: Worlds to be lived.

    >>> found = error_with(np.array([1.0, 2.0, 3.0]), draws=1, worlds=12)
    >>> round(float(found.error), 3), float(found.freedom)
    (0.289, 11.0)
    """
    lived = len(difference) // draws
    if draws == 1:
        error = mean_error(difference).error * math.sqrt(lived / worlds)
        return Error(error, np.array(worlds - 1.0))
    return crossed_error(_expected(mean_squares(difference, draws), lived, worlds), draws, worlds)


def _expected(squares: MeanSquares, worlds: int, wanted: int) -> MeanSquares:
    """Mean squares that another number of worlds would show: only draws gather more of them."""
    more = np.maximum(squares.draws - squares.rest, 0.0) * (wanted / worlds)
    return squares._replace(draws=squares.rest + more)


def half_width_of(difference: Floats, *, level: float = LEVEL, draws: int = 1) -> float:
    """Half the width of the paired interval.

    >>> round(half_width_of(np.array([1.0, 2.0, 3.0])), 3)
    2.484
    """
    return float(mean_error(difference, draws).half_width(level))
