"""The census, in one stroke over firms and one over people; as :mod:`cluster_abm.agents.census`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints

type Small = NDArray[np.integer[Any]]
type Narrow = NDArray[np.floating[Any]]


@kernel_of_places
def count_firms(
    sort: Small, zone: Small, staff: Ints, posts: Ints, pay: Ints, ability: Floats, sales: Ints,
    cash: Ints, receivables: Ints, payables: Ints, firms: Ints, zone_firms: Ints, zone_staff: Ints,
    staff_by: Ints, posts_by: Ints, pay_by: Ints, ability_by: Floats, sales_by: Ints, cash_by: Ints,
    due_by: Ints, owed_by: Ints,
) -> None:  # fmt: skip
    """Count firms by kind and zone, and add up what they have by kind."""
    _, skills, origins = staff.shape
    for f in range(len(sort)):
        kind, place, people = sort[f], zone[f], 0
        for k in range(skills):
            posts_by[kind, k] += posts[f, k]
            for o in range(origins):
                people += staff[f, k, o]
                staff_by[kind, k, o] += staff[f, k, o]
                pay_by[kind, k, o] += pay[f, k, o]
                ability_by[kind, k, o] += ability[f, k, o]
        firms[kind] += 1
        zone_firms[place] += 1
        zone_staff[place] += people
        sales_by[kind] += sales[f]
        cash_by[kind] += cash[f]
        for bills in receivables[f].flat:
            due_by[kind] += bills
        for bills in payables[f].flat:
            owed_by[kind] += bills


@kernel_of_places
def count_people(
    employer: Small, skill: Small, trained: Flags, ability: Narrow, degree: Small, narrow: Flags,
    least: int, seekers: Ints, idle_work: Floats,
) -> int:  # fmt: skip
    """Count who has no job, and the work of the trained among them; graduates of narrow firms."""
    graduates = 0
    for i in range(len(employer)):
        if employer[i] < 0:
            seekers[skill[i]] += 1
            if trained[i]:
                idle_work[skill[i]] += max(np.float64(ability[i]), 1.0)
        elif degree[i] >= least and narrow[employer[i]]:
            graduates += 1
    return graduates
