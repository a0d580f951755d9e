"""The census, in one stroke over firms and one over people; as :mod:`cluster_abm.agents.census`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints

type Small = NDArray[np.integer[Any]]
type Narrow = NDArray[np.floating[Any]]


@kernel
def _add(sums: NDArray[Any], row: NDArray[Any]) -> None:
    for i in range(len(row)):
        sums[i] += row[i]


@kernel
def _sum(row: Ints) -> int:
    total = 0
    for one in row:
        total += one
    return total


@kernel
def _total(row: Floats) -> float:
    """Sum of eight to fifteen numbers, added up in the order of NumPy."""
    total: float = ((row[0] + row[1]) + (row[2] + row[3])) + ((row[4] + row[5]) + (row[6] + row[7]))
    for one in row[8:]:
        total += one
    return total


@kernel_of_places
def _count_people(
    employer: Small, skill: Small, trained: Flags, ability: Narrow, degree: Small, narrow: Flags,
    least: int, seekers: Ints, idle_work: Floats, graduates: Ints,
) -> None:  # fmt: skip
    """Count who has no job, and the work of the trained among them; graduates of narrow firms."""
    for i in range(len(employer)):
        if employer[i] < 0:
            seekers[skill[i]] += 1
            if trained[i]:
                idle_work[skill[i]] += max(np.float64(ability[i]), 1.0)
        elif degree[i] >= least and narrow[employer[i]]:
            graduates[0] += 1


@kernel_of_places
def count(
    sort: Small, zone: Small, activity: Small, staff: Ints, posts: Ints, pay: Ints, ability: Floats,
    sales: Ints, cash: Ints, receivables: Ints, payables: Ints, year_sales: Ints, local: int,
    firms: Ints, zone_firms: Ints, zone_staff: Ints, trades: Ints, staff_by: Ints, posts_by: Ints,
    pay_by: Ints, ability_by: Floats, sales_by: Ints, cash_by: Ints, due_by: Ints, owed_by: Ints,
    exporter: Flags, idle_abroad: Small, earnings: Floats, references: Floats, exporting: Ints,
    losing: Ints, unheard: Ints, contact_centre: int, employer: Small, skill: Small,
    trained: Flags, work: Narrow, degree: Small, least: int, seekers: Ints, idle_work: Floats,
    graduates: Ints, jobs: Ints, jobs_by_skill: Ints, pay_by_skill: Ints,
) -> Ints:  # fmt: skip
    """Count firms and people, and add up what they have by kind; the year's sales of each firm.

    The jobs are those of the narrow cluster, whose kinds come before the contact centres.
    """
    _count_people(
        employer, skill, trained, work, degree, sort != contact_centre, least, seekers, idle_work,
        graduates,
    )  # fmt: skip
    n, kinds = len(sort), len(firms)
    sold = np.empty(n, np.int64)
    # one row a firm, and one a kind
    staff, staff_of = staff.reshape(n, -1), staff_by.reshape(kinds, -1)
    pay, pay_of = pay.reshape(n, -1), pay_by.reshape(kinds, -1)
    ability, ability_of = ability.reshape(n, -1), ability_by.reshape(kinds, -1)
    bills = receivables.reshape(n, -1)
    for f in range(n):
        kind, place = sort[f], zone[f]
        firms[kind] += 1
        zone_firms[place] += 1
        zone_staff[place] += _sum(staff[f])
        if kind == local:
            trades[activity[f], place] += 1
            exporting[0] += exporter[f] and idle_abroad[f] == 0
            losing[0] += _total(earnings[f]) < 0
            unheard[0] += _total(references[f]) < 1
        _add(staff_of[kind], staff[f])
        _add(posts_by[kind], posts[f])
        _add(pay_of[kind], pay[f])
        _add(ability_of[kind], ability[f])
        sales_by[kind] += sales[f]
        cash_by[kind] += cash[f]
        due_by[kind] += _sum(bills[f])
        owed_by[kind] += _sum(payables[f])
        sold[f] = _sum(year_sales[f])
    for kind in range(contact_centre):
        for skill_class in range(jobs.shape[0]):
            for origin in range(jobs.shape[1]):
                people = staff_by[kind, skill_class, origin]
                jobs[skill_class, origin] += people
                jobs_by_skill[skill_class] += people
                pay_by_skill[skill_class] += pay_by[kind, skill_class, origin]
    return sold


@kernel
def gini(people: Ints, pay: Ints) -> float:
    """Gini index between groups of people, by what each group is paid; nil where nobody is."""
    n, paid, staff = len(people), 0.0, 0.0
    order, mean = np.empty(n, np.int64), np.empty(n)
    for i in range(n):
        paid += pay[i]
        staff += people[i]
        mean[i] = pay[i] / max(people[i], 1)
        at = i
        while at > 0 and mean[order[at - 1]] > mean[i]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = i
    running, area = 0.0, 0.0
    for group in order:
        running += pay[group]
        area += (running - pay[group] / 2) * people[group]
    return 1.0 - 2 * area / (paid * staff) if paid else 0.0
