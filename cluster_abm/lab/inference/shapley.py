"""Fair shares of a total whose parts depend on the order in which they are taken off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from math import factorial

from cluster_abm.core.types import Floats

type Game = Callable[[frozenset[str]], Floats]
"""What is counted when some corrections, and no others, have been made."""


def shapley_shares(count: Game, parts: Sequence[str]) -> Mapping[str, Floats]:
    r"""What each correction takes off, averaged over every order of taking off.

    .. math::  \phi_i = \sum_{S \not\ni i} \frac{|S|!\,(n-|S|-1)!}{n!}
               \bigl(v(S) - v(S \cup \{i\})\bigr)                               \tag{V3}

    Args:
        count: What is counted :math:`v(S)` after the corrections :math:`S`, any one shape.
        parts: Names of all :math:`n` corrections.

    Returns:
        What each takes off; together exactly what all take off, :math:`v(\emptyset) - v(N)`.

    Source:
        Shapley (1953), A value for n-person games.

    Of ten jobs five would be there anyway, four go to foreigners, and two are both:

    >>> import numpy as np
    >>> counted = {"": 10.0, "d": 5.0, "l": 6.0, "dl": 3.0}
    >>> shares = shapley_shares(lambda done: np.array(counted["".join(sorted(done))]), "dl")
    >>> {name: float(share) for name, share in shares.items()}
    {'d': 4.0, 'l': 3.0}
    """
    taken: dict[str, Floats] = {}
    for part in parts:
        others = [name for name in parts if name != part]
        total: Floats = 0.0 * count(frozenset())
        for size in range(len(parts)):
            weight = factorial(size) * factorial(len(others) - size) / factorial(len(parts))
            for done in combinations(others, size):
                before = frozenset(done)
                total = total + weight * (count(before) - count(before | {part}))
        taken[part] = total
    return taken
