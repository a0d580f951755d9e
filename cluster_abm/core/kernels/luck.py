"""Scrambled keys, one after the other.  Twins of :mod:`cluster_abm.core.luck`."""

import numpy as np

from cluster_abm.core.compiled import kernel
from cluster_abm.core.types import Floats, Ints, Keys

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST_FACTOR = np.uint64(0xBF58476D1CE4E5B9)
_SECOND_FACTOR = np.uint64(0x94D049BB133111EB)
_S11, _S27, _S30, _S31, _S32 = (np.uint64(bits) for bits in (11, 27, 30, 31, 32))
_UNIT = 2.0**-53


@kernel
def _mixed(x: np.uint64) -> np.uint64:
    x ^= x >> _S30
    x *= _FIRST_FACTOR
    x ^= x >> _S27
    x *= _SECOND_FACTOR
    return x ^ (x >> _S31)


@kernel
def _scrambled(who: np.uint64, first: np.uint64, second: np.uint64) -> np.uint64:
    return _mixed(_mixed(who * _GOLDEN + first) ^ second)


@kernel
def scrambled(who: Keys, pair: Keys, out: Keys) -> None:
    """Keys scrambled by one pair of keys."""
    for i in range(who.size):
        out[i] = _scrambled(who[i], pair[0], pair[1])


@kernel
def scrambled_groups(number: Ints, pair: Keys, out: Keys) -> None:
    """The same for so many in each group, who are its number and their rank in it."""
    i = 0
    for group in range(number.size):
        for rank in range(number[group]):
            who = (np.uint64(group) << _S32) + np.uint64(rank)
            out[i] = _scrambled(who, pair[0], pair[1])
            i += 1


@kernel
def heirs_of_groups(parents: Keys, number: Ints, pair: Keys, out: Keys) -> None:
    """Keys of so many children of each of some parents."""
    first, second, i = pair[0], pair[1], 0
    for parent in range(parents.size):
        line = _scrambled(parents[parent], first, second)
        for rank in range(number[parent]):
            own = _scrambled(np.uint64(rank), second, first)
            out[i] = _scrambled(line ^ own, first, second)
            i += 1


@kernel
def heirs(parents: Keys, ranks: Keys, pair: Keys, out: Keys) -> None:
    """Keys of the children of some parents, by their rank."""
    first, second = pair[0], pair[1]
    for i in range(parents.size):
        rank = _scrambled(ranks[i], second, first)
        out[i] = _scrambled(_scrambled(parents[i], first, second) ^ rank, first, second)


@kernel
def units(who: Keys, pairs: Keys, out: Floats) -> None:
    """Uniform numbers of several rounds, one round after the other."""
    n = who.size
    for r in range(pairs.size // 2):
        first, second = pairs[2 * r], pairs[2 * r + 1]
        for i in range(n):
            out[r * n + i] = np.float64(_scrambled(who[i], first, second) >> _S11) * _UNIT
