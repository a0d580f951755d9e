"""What firms know of customers, one firm after the other.  Twins of markets."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Floats, Ints

type Small = NDArray[np.integer[Any]]


@kernel
def _sum(row: Floats) -> float:
    """Sum of a row of fewer than 128 numbers, in the order in which NumPy adds them."""
    total, whole = 0.0, len(row) // 8 * 8
    if whole:
        # eight sums side by side
        a, b, c, d, e, f, g, h = row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7]
        for i in range(8, whole, 8):
            a, b, c, d = a + row[i], b + row[i + 1], c + row[i + 2], d + row[i + 3]
            e, f, g, h = e + row[i + 4], f + row[i + 5], g + row[i + 6], h + row[i + 7]
        total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for i in range(whole, len(row)):
        total += row[i]
    return total


@kernel_of_places
def remember(
    experience: Floats, bills: Ints, intimacy: Floats, knows: Floats, references: Floats,
    heard: Floats, idle: Small, home: Ints, overlap: Floats, told: Floats, kept: float,
    half: float, still_told: float, half_heard: float, long_ago: int,
) -> None:  # fmt: skip
    """Bring experience, intimacy, references and what is heard of them to the end of a month."""
    firms, segments = experience.shape
    last, read = segments - 1, np.empty(segments)
    for f in range(firms):
        for s in range(segments):
            experience[f, s] = experience[f, s] * kept + bills[f, s]
        whole = _sum(experience[f]) + half
        for s in range(segments):
            intimacy[f, s] = experience[f, s] / whole
            knows[f, s] = intimacy[f, s]
        for n in range(len(home)):
            knows[f, last + n] = intimacy[f, last] + overlap[n] * intimacy[f, home[n]]
        for s in range(segments):
            references[f, s] *= still_told
            read[s] = references[f, s] * told[s]
        elsewhere = _sum(read)
        for s in range(segments):
            known = references[f, s] * (1 - told[s]) + elsewhere
            heard[f, s] = known / (known + half_heard)
        idle[f] = 0 if bills[f, last] > 0 else min(idle[f] + 1, long_ago)


@kernel_of_places
def lift_by_buyers(
    level: Floats, asked: Floats, intimacy: Floats, orders: Floats, own_orders: Floats,
    activity: Small, sort: Small, rate: float, own: int, local: int,
) -> Floats:  # fmt: skip
    """What demanding customers teach those who do own work for them, log points."""
    lift, known = np.zeros(len(level)), np.empty(len(asked))
    for f in range(len(level)):
        if sort[f] != local:
            continue
        if orders[f] > 0:
            part = own_orders[f] / max(orders[f], 1.0)
        else:
            part = np.float64(activity[f] == own)
        for s in range(len(asked)):
            known[s] = intimacy[f, s] * max(asked[s] - level[f], 0.0)
        lift[f] = rate * part * _sum(known)
    return lift
