"""How far off a mean of pairs may be: pairs of one kind, or the same worlds in several draws.

Every parameter draw is lived in the same random worlds.  Two pairs of one draw share what we do not
know, and two pairs of one world share their luck; counted as if each were new they promise far too
much.  What varies between draws, between worlds, and besides, is therefore told apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

from cluster_abm.core.types import Flags, Floats

type World = tuple[int, int]
"""A replicate and a draw."""


class Error(NamedTuple):
    """Standard error of a mean, and the degrees of freedom with which it is known."""

    error: Floats
    freedom: Floats

    def half_width(self, level: float) -> Floats:
        """Half the width of the interval of Student's t."""
        half: Floats = stats.t.ppf((1 + level) / 2, self.freedom) * self.error
        return half


class MeanSquares(NamedTuple):
    """Mean squares of a table of draws and worlds: between draws, between worlds, and the rest."""

    draws: Floats
    worlds: Floats
    rest: Floats


def mean_error(values: Floats, draws: int = 1) -> Error:
    r"""Standard error of the mean over pairs.

    .. math::  \hat V = \max(M_P + M_W - M_E,\; M_P,\; M_W) / (D R)            \tag{S6}

    Args:
        values: One value a pair, shape ``(pairs, ...)``; with several draws each world in turn, in
            all its draws.
        draws: Draws :math:`D` in which each of the :math:`R` worlds was lived.

    Returns:
        Error and freedom, shape ``(...)``.  Both are not numbers with fewer than two pairs, or
        with several draws of a single world, which say nothing about other worlds.

    Source:
        Two-way random effects, :math:`y_{dr} = \mu + P_d + W_r + \varepsilon_{dr}`; degrees of
        freedom of Satterthwaite (1946).  Intervals hold their level to within two points from
        three draws or worlds where these matter, and err on the wide side where they do not.
        Two worlds in very many draws hold only about 0.88: live at least four.

    >>> [round(float(of), 3) for of in mean_error(np.array([1.0, 2.0, 3.0]))]
    [0.577, 2.0]
    >>> [round(float(of), 3) for of in mean_error(np.array([1.0, 3.0, 1.0, 3.0]), draws=2)]
    [1.0, 1.0]
    """
    pairs = len(values)
    shape = values.shape[1:]
    if draws == 1:
        freedom = np.full(shape, pairs - 1.0) if pairs > 1 else np.full(shape, np.nan)
        return Error(deviation(values) / np.sqrt(pairs), freedom)
    worlds = pairs // draws
    if worlds < 2:
        return Error(np.full(shape, np.nan), np.full(shape, np.nan))
    return crossed_error(mean_squares(values, draws), draws, worlds, flat=_all_agree(values))


def crossed_error(
    squares: MeanSquares, draws: int, worlds: int, *, flat: Flags | bool = False
) -> Error:
    """Standard error of the mean of a table with these mean squares: formula S6.

    Args:
        squares: Mean squares of the table.
        draws: Its draws.
        worlds: Its worlds.
        flat: Where all pairs agree, so that nothing but rounding is left.
    """
    of_draws, of_worlds, rest = squares
    pairs, least = draws * worlds, min(draws, worlds) - 1.0
    variance = np.maximum(of_draws + of_worlds - rest, np.maximum(of_draws, of_worlds))
    parts = of_draws**2 / (draws - 1) + of_worlds**2 / (worlds - 1)
    parts = parts + rest**2 / ((draws - 1) * (worlds - 1))
    whole = np.full(np.shape(variance), least)
    freedom = np.divide(variance**2, parts, out=whole, where=parts > 0)
    error = np.where(flat, 0.0, np.sqrt(variance / pairs))
    return Error(error, np.clip(freedom, least, pairs - 1.0))


def mean_squares(values: Floats, draws: int) -> MeanSquares:
    """Mean squares of a table of worlds and draws, for each column at once.

    Args:
        values: Each world in turn, in all its draws, shape ``(pairs, ...)``.
        draws: Draws in which each world was lived, at least two, as there are worlds.

    >>> [float(of) for of in mean_squares(np.array([1.0, 3.0, 1.0, 3.0]), draws=2)]
    [4.0, 0.0, 0.0]
    """
    table = values.reshape(-1, draws, *values.shape[1:])
    worlds = len(table)
    mean, of_world, of_draw = table.mean(axis=(0, 1)), table.mean(axis=1), table.mean(axis=0)
    rest = table - of_world[:, np.newaxis] - of_draw[np.newaxis] + mean
    return MeanSquares(
        worlds * ((of_draw - mean) ** 2).sum(axis=0) / (draws - 1),
        draws * ((of_world - mean) ** 2).sum(axis=0) / (worlds - 1),
        (rest**2).sum(axis=(0, 1)) / ((draws - 1) * (worlds - 1)),
    )


def table_of(values: Floats, draws: int) -> Floats:
    """Values of pairs as a table: a row a draw, a column a world.

    >>> table_of(np.array([1.0, 2.0, 3.0, 4.0]), draws=2).tolist()
    [[1.0, 3.0], [2.0, 4.0]]
    """
    return values.reshape(-1, draws).T


def deviation(values: Floats) -> Floats:
    """Standard deviation over pairs, shape ``(...)``; exactly 0 where all pairs agree."""
    if len(values) < 2:
        return np.full(values.shape[1:], np.nan)
    spread: Floats = np.where(_all_agree(values), 0.0, values.std(axis=0, ddof=1))
    return spread


def _all_agree(values: Floats) -> Flags:
    same: Flags = (values == values[0]).all(axis=0)
    return same


def covariance_of_means(part: Floats, whole: Floats, draws: int = 1) -> Floats:
    """Covariance matrix of two means over the same pairs, shape ``(2, 2)``.

    Args:
        part: One value a pair, shape ``(pairs,)``.
        whole: Another, of the same pairs.
        draws: Draws in which each world was lived.
    """
    pair = np.stack([part, whole])
    if draws == 1:
        covariance: Floats = np.cov(pair) / len(part)
        return covariance
    products = np.array([[_mean_products(of, other, draws) for other in pair] for of in pair])
    of_draws, of_worlds, rest = np.moveaxis(products, -1, 0)
    found: Floats = rest + _no_less_than_nothing(of_draws - rest)
    found = found + _no_less_than_nothing(of_worlds - rest)
    return found / len(part)


def _mean_products(one: Floats, other: Floats, draws: int) -> Floats:
    """Mean products between draws, between worlds and besides: from sums and differences."""
    above, below = mean_squares(one + other, draws), mean_squares(one - other, draws)
    return (np.array(above) - np.array(below)) / 4


def _no_less_than_nothing(matrix: Floats) -> Floats:
    """The nearest matrix whose variances are all nought or more."""
    values, vectors = np.linalg.eigh(matrix)
    nearest: Floats = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return nearest


def largest_table(worlds: Iterable[World]) -> list[World]:
    """Worlds that were lived in all their draws: the table that is left, without gaps.

    Whatever has the most gaps is left out first, be it a replicate or a draw.

    >>> largest_table([(0, 0), (0, 1), (1, 0), (1, 1), (2, 0)])
    [(0, 0), (0, 1), (1, 0), (1, 1)]
    """
    there = set(worlds)
    if not there:
        return []
    rows, columns = (sorted({world[at] for world in there}) for at in (0, 1))
    lived = np.array([[(r, d) in there for d in columns] for r in rows], dtype=bool)
    keep = [np.ones(len(rows), dtype=bool), np.ones(len(columns), dtype=bool)]
    while not lived[np.ix_(*keep)].all():
        gaps = [_gaps(lived, keep, axis=0), _gaps(lived, keep, axis=1)]
        axis = int(gaps[1].max() > gaps[0].max())
        keep[axis][int(np.argmax(gaps[axis]))] = False
    return [(r, d) for r in _kept(rows, keep[0]) for d in _kept(columns, keep[1])]


def _gaps(lived: Flags, keep: Sequence[Flags], *, axis: int) -> Floats:
    """Share of each row, or column, that is missing; below nought for those left out before."""
    others = keep[1 - axis]
    table = lived if axis == 0 else lived.T
    share: Floats = np.where(keep[axis], 1.0 - table[:, others].mean(axis=1), -1.0)
    return share


def _kept(names: Sequence[int], keep: Flags) -> list[int]:
    return [name for name, stays in zip(names, keep.tolist(), strict=True) if stays]
