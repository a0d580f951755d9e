"""How fast this machine is: work whose time is known from the machine for which bars were set."""

from __future__ import annotations

from hashlib import blake2b
from timeit import repeat

import numpy as np

from cluster_abm.core.types import Floats, Keys
from tests.bench.report import Row

THERE = {220: 13e-6, 12_500: 57e-6}
"""Seconds of a draw for so many people on the machine for which the bars were set."""
CALLS, REPETITIONS = 300, 40
_STEPS = [np.uint64(bits) for bits in (30, 27, 31)]
_FACTORS = [np.uint64(f) for f in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB)]
_GOLDEN, _UPPER = np.uint64(0x9E3779B97F4A7C15), np.uint64(11)


def draws() -> dict[int, float]:
    """Seconds of a draw by NumPy alone, for few people and for many."""
    return {people: _least_time(np.arange(people, dtype=np.uint64)) for people in THERE}


def _least_time(who: Keys) -> float:
    return min(repeat(lambda: _draw(who), number=CALLS, repeat=REPETITIONS)) / CALLS


def yardstick(*measured: dict[int, float]) -> tuple[list[Row], float]:
    """How much slower this machine is than the one for which the bars were set.

    Args:
        measured: Draws at several moments; the least count, since a machine may be disturbed.

    Returns:
        The rows, and the lesser of the ratios for few people and for many.
    """
    here = {people: min(draw[people] for draw in measured) for people in THERE}
    note = (
        "Two rounds of SplitMix64 by NumPy alone, least of several before and after all else. The "
        f"bars are seconds of a machine on which {' and '.join(f'{n:,}' for n in THERE)} people "
        f"take {' and '.join(f'{1e6 * s:.0f}' for s in THERE.values())} us; times are set at par "
        "by the lesser of the two ratios."
    )
    rows = [
        Row(f"yardstick: a draw for {people:,} people", 1e6 * seconds, "us", note=note)
        for people, seconds in here.items()
    ]
    return rows, min(here[people] / there for people, there in THERE.items())


def _draw(who: Keys) -> Floats:
    """Uniform numbers, as the study from which the bars come drew them."""
    x = who * _GOLDEN
    x += _key("yardstick", 1)
    x = _mixed(x)
    x ^= _key(1, "yardstick")
    return (_mixed(x) >> _UPPER).astype(np.float64) * 2.0**-53


def _mixed(x: Keys) -> Keys:
    for step, factor in zip(_STEPS, [*_FACTORS, None], strict=True):
        x ^= x >> step
        if factor is not None:
            x *= factor
    return x


def _key(*parts: str | int) -> np.uint64:
    digest = blake2b(repr(parts).encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))
