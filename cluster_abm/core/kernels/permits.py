"""Places for foreigners, one firm after the other.  Twin of an equation of migration."""

import numpy as np

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints


@kernel_of_places
def places_left(
    staff: Ints, grade: Ints, quota: Floats, free: Flags,
    locals_needed: float, small: float, hair: float, unlimited: int,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Places under the quota by kind of staff, where a rule lifts it, and of those here already."""
    firms, skills = staff.shape[0], staff.shape[1]
    room = np.empty((firms, 2), np.int64)
    lifted, kept = np.empty(firms, np.int64), np.empty(firms, np.int64)
    domestic, foreign = np.empty(2, np.int64), np.empty(2, np.int64)
    for f in range(firms):
        domestic[:] = foreign[:] = 0
        for k in range(skills):
            domestic[grade[k]] += staff[f, k, 0]
            foreign[grade[k]] += staff[f, k, 1]
        for g in range(2):
            share = quota[g, f]
            limit = np.floor(share / max(1 - share, hair) * domestic[g] + hair)
            most = unlimited if share >= 1 else np.int64(min(limit, np.float64(unlimited)))
            room[f, g] = most - foreign[g]
        here, abroad = domestic[0] + domestic[1], foreign[0] + foreign[1]
        lifted[f] = kept[f] = -unlimited
        if here >= locals_needed:
            kept[f] = np.int64(np.floor(small - locals_needed - abroad))
            if here + abroad < small:
                lifted[f] = np.int64(np.floor(small - (here + abroad)))
        if free[f]:
            lifted[f] = unlimited
    return room, lifted, kept
