"""Students and their courses, one institution after the other.  Twins of steps of education."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints, Keys

type Small = NDArray[np.integer[Any]]


@kernel_of_places
def finish(
    enter: Ints, key: Keys, front: Floats, speaks: Floats, able: Floats, class_: Small,
    grade: Small, abroad: Flags, service: Floats, fluent: Floats, taught: Floats, yield_: float,
    front_line: int, counts: bool, duty: int, start: int, birth: Keys, employer: Small,
    skill: Small, degree: Small, english: Flags, ability: NDArray[np.floating[Any]],
    trained: Flags, bound: Small, graduates: Ints, returned: Ints,
) -> Floats:  # fmt: skip
    """Write those who enter the field down in the workforce, count them, and add up their work."""
    work, i = np.zeros(len(graduates)), 0
    for s in range(len(enter)):
        english_too = fluent[s] + (1 - fluent[s]) * taught[s, 0] * yield_
        for _ in range(enter[s]):
            n, k = start + i, front_line if front[i] < service[s, 0] else np.int64(class_[s])
            birth[n], employer[n], skill[n], degree[n] = key[i], -1, k, grade[s]
            english[n], ability[n], trained[n] = speaks[i] < english_too, able[i], counts
            if abroad[s]:
                bound[n] = duty
                returned[0] += 1
            graduates[k] += 1
            work[k] += max(able[i], 1.0)
            i += 1
    return work


@kernel_of_places
def one_month_on(students: Ints, number: Ints) -> None:
    """Bring all a month closer to graduation, less those who give up, of all years alike."""
    months = students.shape[1]
    for i in range(len(students)):
        whole = 0.0
        for month in range(months - 1):
            students[i, month] = students[i, month + 1]
            whole += students[i, month]
        students[i, -1] = 0
        running, before = 0.0, np.int64(0)
        for month in range(months):
            running += students[i, month]
            edge = np.int64(np.rint(running / (whole if whole > 0 else 1.0) * number[i]))
            students[i, month] -= edge - before
            before = edge


@kernel_of_places
def look_at_pay(
    posts: Ints, offer: Floats, outside: Floats, skill: Small, memory: float, first: bool,
    prospect: Floats, start: Floats,
) -> Floats:  # fmt: skip
    """Let applicants of each institution learn what newcomers are offered, beside pay elsewhere.

    Returns the same relative to the *first* month.
    """
    firms, skills = offer.shape
    wanted, paid = np.zeros(skills), np.zeros(skills)
    for f in range(firms):
        for k in range(skills):
            weight = np.float64(max(posts[f, k], 0))
            wanted[k] += weight
            paid[k] += offer[f, k] * weight
    better = np.ones(len(skill))
    for i in range(len(skill)):
        k, seen = skill[i], prospect[i]
        if wanted[k] > 0:
            now = paid[k] / max(wanted[k], 1.0) / outside[k]
            prospect[i] = seen + (now - seen) / memory if seen > 0 else now
        if first:
            start[i] = prospect[i]
        if start[i] > 0:
            better[i] = prospect[i] / start[i]
    return better


@kernel_of_places
def _rounded(x: float, luck: float) -> int:
    below = np.floor(x)
    return int(below + (luck >= 1.0 - (x - below)))


@kernel_of_places
def begin(
    seats: Floats, factor: float, scholarships: float, course: float, sponsored: Ints,
    per_seat: float, per_scholarship: float, response: Floats, reach: float, luck: Floats,
    abroad: Flags, length: Small, english: float, front_line: Floats, applicants: Floats,
    students: Ints, taught: Floats, service: Floats,
) -> tuple[Ints, Ints, int]:  # fmt: skip
    """Count applicants, fill seats and turn the pages of both courses.

    Who is new, how many more than in 2009, and all who are abroad.
    """
    schools, months = students.shape
    scholars = 0
    new, more = np.empty(schools, np.int64), np.empty(schools, np.int64)
    for i in range(schools):
        usual = seats[i] * (per_scholarship if abroad[i] else per_seat)
        applicants[i] = usual * response[i] * reach
        paid = sponsored[i] / max(length[i] * course, 1.0)
        now = seats[i] * (scholarships if abroad[i] else factor) + paid
        new[i] = _rounded(min(now, applicants[i]), luck[i])
        more[i] = new[i] - _rounded(min(seats[i] + paid, applicants[i]), luck[i])
        for month in range(months - 1):
            taught[i, month] = taught[i, month + 1]
            service[i, month] = service[i, month + 1]
        taught[i, -1] = service[i, -1] = 0.0
        last = length[i] - 1
        students[i, last] += new[i]
        taught[i, last], service[i, last] = english, front_line[i]
        if abroad[i]:
            scholars += students[i].sum()
    return new, more, scholars
