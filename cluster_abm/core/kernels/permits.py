"""Places for foreigners, one firm after the other.  Twin of an equation of migration."""

import numpy as np

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Floats, Ints


@kernel_of_places
def places_left(
    staff: Ints, grade: Ints, quota: Floats, lift: Ints,
    locals_needed: float, small: float, hair: float, unlimited: int,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Places under the quota by kind of staff, and places of any kind where a rule lifts it."""
    firms, skills = staff.shape[0], staff.shape[1]
    room, lifted = np.empty((firms, 2), np.int64), np.empty(firms, np.int64)
    for f in range(firms):
        domestic, foreign = np.zeros(2, np.int64), np.zeros(2, np.int64)
        for k in range(skills):
            domestic[grade[k]] += staff[f, k, 0]
            foreign[grade[k]] += staff[f, k, 1]
        for g in range(2):
            share = quota[g, f]
            limit = np.floor(share / max(1 - share, hair) * domestic[g] + hair)
            most = unlimited if share >= 1 else np.int64(min(limit, np.float64(unlimited)))
            room[f, g] = most - foreign[g]
        everybody = domestic[0] + domestic[1] + foreign[0] + foreign[1]
        lifted[f] = -unlimited
        if lift[f] == 1 and domestic[0] + domestic[1] >= locals_needed:
            lifted[f] = np.int64(np.floor(small - everybody))
        if lift[f] == 2:
            lifted[f] = unlimited
    return room, lifted
