"""Luck: a random number is a pure function of the world, the month, the stake, and who.

Nobody's luck depends on who else is present or on the order of events, so that two worlds which
differ in one firm or one policy give all others the same luck.
"""

from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import ArrayLike

from cluster_abm.core import compiled
from cluster_abm.core.errors import LuckError
from cluster_abm.core.groups import ranks_in_groups
from cluster_abm.core.kernels import luck as kernels
from cluster_abm.core.types import Floats, Ints, Keys

__all__ = ["Luck", "heir", "heirs_of_groups", "key", "keys", "keys_of_groups", "trait"]

# Constants are arrays without axes, which NumPy need not convert every time.
_GOLDEN = np.array(0x9E3779B97F4A7C15, np.uint64)
_FIRST_FACTOR = np.array(0xBF58476D1CE4E5B9, np.uint64)
_SECOND_FACTOR = np.array(0x94D049BB133111EB, np.uint64)
_S11, _S27, _S30, _S31, _S32 = (np.array(bits, np.uint64) for bits in (11, 27, 30, 31, 32))
_EIGHT_BYTES = np.dtype("<u8")
"""A digest is two keys, the same on every machine."""
_OF_KEYS = np.dtype(np.uint64)
# The 53 bits that a double holds, spread over [0, 1).
_UNIT = np.array(2.0**-53, np.float64)


def _text(*parts: str | int) -> str:
    """Write the parts down, the same on every machine."""
    # NumPy's numbers and enumerations print differently from one version to another.
    return repr(tuple([str(part) if isinstance(part, str) else int(part) for part in parts]))


def _digest(text: str) -> bytes:
    """Hash a text into 16 bytes, the same on every machine."""
    return blake2b(text.encode(), digest_size=16).digest()


@lru_cache(maxsize=256)
def _pair_of(*parts: str | int) -> Keys:
    """The two keys of a circumstance."""
    return np.frombuffer(_digest(_text(*parts)), _EIGHT_BYTES)


@lru_cache(maxsize=256)
def _pairs_for_life(seed: int, replicate: int, stake: str, k: int) -> Keys:
    """The keys of what somebody keeps for life in a world."""
    texts = [_text(seed, replicate, "for life", stake, number) for number in range(k)]
    return np.frombuffer(b"".join([_digest(text) for text in texts]), _EIGHT_BYTES)


def _mix(x: Keys) -> None:
    """Scramble 64 bits in place, one to one (SplitMix64 finaliser)."""
    x ^= x >> _S30
    x *= _FIRST_FACTOR
    x ^= x >> _S27
    x *= _SECOND_FACTOR
    x ^= x >> _S31


def _scrambled(who: Keys, pairs: Keys) -> Keys:
    """Two rounds of SplitMix64, each with a key of its own, shape ``(pairs, n)``."""
    x: Keys = who * _GOLDEN + pairs[::2, None]
    _mix(x)
    x ^= pairs[1::2, None]
    _mix(x)
    return x


def key(*parts: str | int) -> np.uint64:
    """Key of a circumstance, the same on every machine.

    Args:
        parts: Words and whole numbers; their order matters.

    Returns:
        64 bits, from BLAKE2b of the parts.

    >>> len({int(key("founder", 12)), int(key("founder", 12)), int(key(12, "founder"))})
    2
    """
    return np.uint64(
        int.from_bytes(blake2b(_text(*parts).encode(), digest_size=8).digest(), "little")
    )


def keys(origin: str, month: int, place: int, ranks: ArrayLike) -> Keys:
    """Birth keys of newcomers, from the circumstances of their coming.

    One more newcomer takes the next rank and leaves all others their keys.

    Args:
        origin: Where they come from, such as ``"abroad"``.
        month: Month of their coming.
        place: Zone or other place, a number.
        ranks: Ranks among those who come from there at that time to that place, any shape.

    Returns:
        Keys of the same shape, all different within one circumstance.

    >>> keys("abroad", 7, 2, [0, 1])[1:].tolist() == keys("abroad", 7, 2, [1]).tolist()
    True
    """
    rank, pair = _as_keys(ranks), _pair_of("birth", origin, month, place)
    if not compiled.in_use:
        return _scrambled(rank.ravel(), pair).reshape(rank.shape)
    births = np.empty(rank.shape, np.uint64)
    kernels.scrambled(rank.ravel(), pair, births.reshape(-1))
    return births


def keys_of_groups(origin: str, month: int, number: Ints) -> Keys:
    """Birth keys of newcomers of several groups, one group after the other.

    One more newcomer in one group leaves the keys of all other groups as they are.

    Args:
        origin: Where they come from, such as ``"abroad"``.
        month: Month of their coming.
        number: Newcomers of each group, shape ``(groups,)``, fewer than 2**32 each.

    Returns:
        Keys, shape ``(newcomers,)``.

    >>> two, three = keys_of_groups("abroad", 0, np.array([1, 1])), np.array([2, 1])
    >>> keys_of_groups("abroad", 0, three)[[0, 2]].tolist() == two.tolist()
    True
    """
    if compiled.in_use:
        births = np.empty(number.sum(), np.uint64)
        kernels.scrambled_groups(number, _pair_of("birth", origin, month, 0), births)
        return births
    newcomers = np.repeat(np.arange(len(number), dtype=np.uint64) << _S32, number)
    newcomers += ranks_in_groups(number).view(np.uint64)
    return keys(origin, month, 0, newcomers)


def heir(parents: Keys, stake: str, month: int, ranks: ArrayLike) -> Keys:
    """Birth keys of those whom somebody brings forth, such as the firm of a founder.

    Args:
        parents: Birth keys of the parents, any shape.
        stake: What brings them forth, such as ``"spin-off"``.
        month: Month of their birth.
        ranks: Ranks among the children of the same parent, stake and month, a shape that
            broadcasts with *parents*.

    Returns:
        Keys of the common shape, all different among the children of one parent.

    >>> heir(keys("abroad", 0, 0, [0]), "spin-off", 3, [0, 1]).shape
    (2,)
    """
    if getattr(parents, "dtype", None) != _OF_KEYS:
        raise _no_keys(parents)
    rank = _as_keys(ranks)
    if parents.shape != rank.shape:
        parents, rank = np.broadcast_arrays(parents, rank)
    pair = _pair_of("heir", stake, month)
    if not compiled.in_use:
        lineage = _scrambled(parents.ravel(), pair) ^ _scrambled(rank.ravel(), pair[::-1])
        return _scrambled(lineage, pair).reshape(rank.shape)
    births = np.empty(rank.shape, np.uint64)
    kernels.heirs(parents.ravel(), rank.ravel(), pair, births.reshape(-1))
    return births


def heirs_of_groups(parents: Keys, stake: str, month: int, number: Ints) -> Keys:
    """Birth keys of so many heirs of each of some parents, one family after the other.

    Args:
        parents: Birth keys of the parents, shape ``(parents,)``.
        stake: What brings them forth.
        month: Month of their birth.
        number: Children of each, shape ``(parents,)``.

    Returns:
        Keys, shape ``(children,)``: those of :func:`heir` by their rank in the family.

    >>> parents = keys("abroad", 0, 0, [0, 1])
    >>> children = heirs_of_groups(parents, "spin-off", 3, np.array([0, 2]))
    >>> children.tolist() == heir(parents[[1, 1]], "spin-off", 3, [0, 1]).tolist()
    True
    """
    if not compiled.in_use:
        return heir(np.repeat(parents, number), stake, month, ranks_in_groups(number))
    births = np.empty(number.sum(), np.uint64)
    kernels.heirs_of_groups(parents, number, _pair_of("heir", stake, month), births)
    return births


def _as_keys(ranks: ArrayLike) -> Keys:
    return np.asarray(ranks).astype(np.uint64, copy=False)


def _no_keys(who: object) -> LuckError:
    given = getattr(who, "dtype", type(who).__name__)
    return LuckError(
        f"Luck is drawn for birth keys, whole numbers of type uint64; given were {given}.\n"
        "  Row numbers and ids will not do: they differ between worlds. Use the column birth."
    )


def trait(who: Keys) -> Floats:
    """A uniform number that somebody keeps for life: the birth key itself.

    Args:
        who: Birth keys, any shape.

    Returns:
        Multiples of 2**-53 in [0, 1), same shape.

    >>> trait(np.array([0, 2**63], np.uint64)).tolist()
    [0.0, 0.5]
    """
    return _unit(who)


class Luck:
    """The luck of one month of one replicate.

    Args:
        seed: Seed of the experiment.
        replicate: Number of the replicate, from 0.
        month: Month, from 0.

    >>> luck = Luck(seed=1, replicate=0, month=5)
    >>> who = keys("abroad", 0, 0, [0, 1, 2])
    >>> luck.uniform("quits", who).shape
    (3,)
    """

    def __init__(self, seed: int, replicate: int, month: int) -> None:
        self.seed, self.replicate, self.month = int(seed), int(replicate), int(month)
        self._drawn: set[bytes] = set()
        world = _text(self.seed, self.replicate, self.month).removesuffix(")")
        self._world = blake2b(world.encode(), digest_size=16)

    def __repr__(self) -> str:
        return f"Luck(seed={self.seed}, replicate={self.replicate}, month={self.month})"

    def uniform(self, stake: str, who: Keys, round: int = 0) -> Floats:
        """Uniform numbers for what is at *stake*, one for each of *who*.

        Args:
            stake: What is decided, such as ``"quits"``.
            who: Birth keys of those concerned, any shape; they stay as they are.
            round: Number of the draw, where one stake needs several in a month.

        Returns:
            Multiples of 2**-53 in [0, 1), shape of *who*.

        Raises:
            LuckError: The stake was drawn before in this month and round, or *who* are no keys.

        >>> Luck(1, 0, 5).uniform("quits", keys("abroad", 0, 0, [0, 1])).round(3).tolist()
        [0.265, 0.735]
        """
        units = _units(who, np.frombuffer(self._draw(stake, round), _EIGHT_BYTES))
        return units if who.ndim == 1 else units.reshape(who.shape)

    def uniforms(self, stakes: tuple[str, ...], who: Keys, round: int = 0) -> Floats:
        """Uniform numbers for several stakes at once, equal to a call of :meth:`uniform` for each.

        Args:
            stakes: What is decided.
            who: Birth keys of those concerned, shape ``(n,)``; they stay as they are.
            round: Number of the draw of each stake.

        Returns:
            Multiples of 2**-53 in [0, 1), shape ``(stakes, n)``.

        Raises:
            LuckError: A stake was drawn before in this month and round, or *who* are no keys.

        >>> who = keys("abroad", 0, 0, [0, 1])
        >>> Luck(1, 0, 5).uniforms(("rests", "quits"), who)[1].round(3).tolist()
        [0.265, 0.735]
        """
        digests = b"".join([self._draw(stake, round) for stake in stakes])
        return _units(who, np.frombuffer(digests, _EIGHT_BYTES)).reshape(len(stakes), len(who))

    def drawing(self, stake: str) -> Callable[[Keys], Floats]:
        """Let the luck of one stake be drawn piece by piece, where all of it at once is too much.

        Args:
            stake: What is decided.

        Returns:
            Uniform numbers for some birth keys: those of :meth:`uniform`, whatever the pieces.

        Raises:
            LuckError: The stake was drawn before in this month.

        >>> who = keys("abroad", 0, 0, [0, 1])
        >>> Luck(1, 0, 5).drawing("quits")(who[1:]).round(3).tolist()
        [0.735]
        """
        pair = np.frombuffer(self._draw(stake, 0), _EIGHT_BYTES)
        return lambda who: _units(who, pair)

    def pick(self, stake: str, who: Keys, k: int) -> Floats:
        """Uniform numbers of the rounds 0 to k - 1, equal to *k* calls of :meth:`uniform`.

        Args:
            stake: What is decided, such as ``"interviews"``.
            who: Birth keys of those concerned, shape ``(n,)``; they stay as they are.
            k: How many numbers each of them needs.

        Returns:
            Multiples of 2**-53 in [0, 1), shape ``(n, k)``.

        Raises:
            LuckError: The stake was drawn before in this month, or *who* are no keys.

        >>> Luck(1, 0, 5).pick("interviews", keys("abroad", 0, 0, [0, 1]), 3).shape
        (2, 3)
        """
        digests = b"".join([self._draw(stake, round) for round in range(k)])
        return _units(who, np.frombuffer(digests, _EIGHT_BYTES)).reshape(k, len(who)).T

    def lasting(self, stake: str, who: Keys, k: int) -> Floats:
        """Uniform numbers that somebody keeps for life, the same in every month of a world.

        Args:
            stake: What they decide, such as ``"fraction of a post"``.
            who: Birth keys of those concerned, shape ``(n,)``; they stay as they are.
            k: How many numbers each of them needs.

        Returns:
            Multiples of 2**-53 in [0, 1), shape ``(n, k)``.

        >>> who = keys("abroad", 0, 0, [0, 1])
        >>> once, later = (Luck(1, 0, month).lasting("habit", who, 2) for month in (5, 6))
        >>> bool((once == later).all())
        True
        """
        pairs = _pairs_for_life(self.seed, self.replicate, stake, k)
        return _units(who, pairs).reshape(k, len(who)).T

    def _draw(self, stake: str, round: int) -> bytes:
        """Note that a stake is drawn, and hash what its luck depends on."""
        what = _what(stake, round)
        if what in self._drawn:
            raise LuckError(
                f'The stake "{stake}" was drawn before in month {self.month}, round {round}.\n'
                "  The same numbers would come again. Name another stake, or give another round."
            )
        self._drawn.add(what)
        hashed = self._world.copy()
        hashed.update(what)
        return hashed.digest()


@lru_cache(maxsize=1024)
def _what(stake: str, round: int) -> bytes:
    """Stake and round as the end of the text of :func:`_text`."""
    return f", {stake!r}, {int(round)})".encode()


def _units(who: Keys, pairs: Keys) -> Floats:
    """Uniform numbers of several rounds, one round after the other, shape ``(rounds * n,)``."""
    if getattr(who, "dtype", None) != _OF_KEYS:
        raise _no_keys(who)
    flat = who.ravel()
    if not compiled.in_use:
        return _unit(_scrambled(flat, pairs)).ravel()
    units = np.empty(pairs.size // 2 * flat.size)
    kernels.units(flat, pairs, units)
    return units


def _unit(x: Keys) -> Floats:
    """The upper 53 bits as numbers in [0, 1)."""
    unit = (x >> _S11).astype(np.float64)
    unit *= _UNIT
    return unit
