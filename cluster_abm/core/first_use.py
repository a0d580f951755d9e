"""The first use on a machine: somebody will wait until the loops are compiled."""

from functools import cache

import numpy as np

from cluster_abm.core import compiled
from cluster_abm.core.kernels import luck


@cache
def must_compile() -> bool:
    """Is the machine code of the loops still missing on the disk of this machine?

    It is asked of one loop, which every world needs; after an update all are missing or none.
    """
    if not compiled.in_use:
        return False
    # as a world calls it, since each sort of argument is compiled apart
    nobody, pair = np.zeros(0, np.uint64), np.frombuffer(bytes(16), np.uint64)
    before = _compiled_here()
    luck.scrambled(nobody, pair, nobody)
    return _compiled_here() > before


def _compiled_here() -> int:
    """How often this process has compiled that loop, having found nothing on the disk."""
    return sum(luck.scrambled.stats.cache_misses.values())  # type: ignore[attr-defined]
