"""People, one after the other.  Twins of :mod:`cluster_abm.agents.workforce`."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.compiled import kernel, kernel_of_places
from cluster_abm.core.types import Flags, Floats, Ints, Keys

type Small = NDArray[np.integer[Any]]
type Narrow = NDArray[np.floating[Any]]


@kernel
def _live_a_month(
    employer: Small, tenure: Small, experience: Small, ability: Narrow, learning: float
) -> None:
    """Let those at work grow older in their jobs, and the novices among them learn."""
    # sums in place of ways, as nobody is looked up: several people a step
    for i in range(len(employer)):
        works = employer[i] >= 0
        tenure[i] += works
        experience[i] += works
        step = learning * (1.0 - ability[i])
        ability[i] += np.float64(step if works and ability[i] < 1.0 else 0.0)


@kernel_of_places
def learn(
    employer: Small, skill: Small, foreign: Flags, tenure: Small, experience: Small,
    ability: Narrow, courses: Floats, yield_: float, months: int, learning: float, labour: Floats,
) -> Floats:  # fmt: skip
    """Let everybody at work live a month, and add up *labour* anew by firm, skill and origin.

    Returns what courses added to the work of locals, by skill.
    """
    firms, skills = labour.shape[0], labour.shape[1]
    added, gain = np.zeros(skills), np.empty(firms)
    for f in range(firms):
        gain[f] = 1 + yield_ * courses[f] / months
        for k in range(skills):
            added[k] += labour[f, k, 0] * (gain[f] - 1)
    _live_a_month(employer, tenure, experience, ability, learning)
    total = labour.reshape(-1)
    total[:] = 0.0
    for i in range(len(employer)):
        firm = employer[i]
        if firm >= 0:
            grown = np.float32(ability[i] * gain[firm])
            ability[i] = grown
            total[(firm * skills + skill[i]) * 2 + int(foreign[i])] += grown
    return added


@kernel
def _due_for_review(
    employer: Small, founder: Flags, tenure: Small, wage: Small, least: int
) -> Ints:  # fmt: skip
    """Rows of staff who have been there for whole years, or earn less than the minimum."""
    due, rows = np.empty(len(employer), np.bool_), np.empty(len(employer), np.int64)
    for i in range(len(employer)):
        months = np.uint32(tenure[i])
        whole = (months > 0) & (months // _YEAR * _YEAR == months)
        due[i] = (employer[i] >= 0) & (not founder[i]) & (whole | (wage[i] < least))
    n = 0
    for i in range(len(employer)):
        rows[n] = i
        n += due[i]
    return rows[:n]


@kernel_of_places
def review_pay(
    employer: Small, skill: Small, foreign: Flags, founder: Flags, tenure: Small, ability: Narrow,
    wage: Small, offer: Floats, pay: Ints, reward: float, scale: float, raise_: float,
    catch_up: float, least: int,
) -> None:  # fmt: skip
    """Review the pay of those who have been there for whole years, and lift all to the minimum."""
    for i in _due_for_review(employer, founder, tenure, wage, least):
        firm, k, now = employer[i], skill[i], np.int64(wage[i])
        if tenure[i] > 0 and tenure[i] % _YEAR == 0:
            before = np.float64(wage[i])
            due = offer[firm, k] * (1 + reward * (np.float64(ability[i]) - 1))
            rise = 1 + raise_ if tenure[i] <= scale else 1.0
            now = np.int64(np.rint(before * rise + catch_up * max(due - before, 0.0)))
        now = max(now, np.int64(least))
        if now != wage[i]:
            pay[firm, k, int(foreign[i])] += now - wage[i]
            wage[i] = now


_YEAR = np.uint32(12)
"""Months between two reviews; a constant here is divided by faster than an argument."""


@kernel_of_places
def staff_of(employer: Small, whose: Flags) -> Ints:
    """Rows of those who work for some firms; an employer of -1 is none."""
    # nobody works for the firm past the end, where -1 looks
    wanted = np.zeros(len(whose) + 1, np.bool_)
    wanted[:-1] = whose
    rows, n = np.empty(len(employer), np.int64), 0
    for i in range(len(employer)):
        rows[n] = i
        n += wanted[employer[i]]
    return rows[:n].copy()


@kernel_of_places
def threatened(
    staff: Ints, posts: Ints, luck: Floats, band: float, speed: float, employer: Small,
    skill: Small, founder: Flags,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Staff of each post to lay off; who holds such a post, and which."""
    firms, skills = posts.shape
    # nobody works for the firm past the end, where -1 looks
    cut, cuts = np.zeros(firms * skills, np.int64), np.zeros(firms + 1, np.bool_)
    for f in range(firms):
        for k in range(skills):
            excess = staff[f, k, 0] + staff[f, k, 1] - posts[f, k] * (1 + band)
            if excess > 0:
                excess *= speed
                whole = np.floor(excess)
                cut[f * skills + k] = whole + (luck[f, k] >= 1.0 - (excess - whole))
                cuts[f] |= cut[f * skills + k] > 0
    size = len(employer) if cuts.any() else 0
    rows, held = np.empty(size, np.int64), np.empty(size, np.int64)
    some, n = 0, 0
    for i in range(size):
        rows[some] = i
        some += cuts[employer[i]]
    for i in rows[:some]:
        post = employer[i] * skills + skill[i]
        rows[n], held[n] = i, post
        n += cut[post] > 0 and not founder[i]
    return cut, rows[:n], held[:n]


@kernel_of_places
def laid_off(cut: Ints, staff: Ints, post: Ints, in_turn: Ints) -> Ints:
    """Staff to lay off, in turn, as many of each post as are cut; what is left to cut is noted."""
    rows, n = np.empty(len(staff), np.int64), 0
    for i in in_turn:
        if cut[post[i]] > 0:
            cut[post[i]] -= 1
            rows[n] = staff[i]
            n += 1
    return rows[:n]


@kernel_of_places
def begin_jobs(
    rows: Ints, firms: Small, wages: Floats, employer: Small, skill: Small, foreign: Flags,
    ability: Narrow, wage: Small, tenure: Small, idle: Small, staff: Ints, labour: Floats,
    pay: Ints,
) -> None:  # fmt: skip
    """Give people their jobs, and count them in at their firms."""
    skills = staff.shape[1]
    # laid flat, each is looked up by one place, which is checked once
    persons, work, wage_bill = staff.reshape(-1), labour.reshape(-1), pay.reshape(-1)
    for i in range(len(rows)):
        row = rows[i]
        employer[row], wage[row] = firms[i], np.rint(wages[i])
        tenure[row] = idle[row] = 0
        post = (firms[i] * skills + skill[row]) * 2 + int(foreign[row])
        persons[post] += 1
        work[post] += ability[row]
        wage_bill[post] += wage[row]


@kernel_of_places
def end_jobs(
    rows: Ints, why: Ints, employer: Small, skill: Small, foreign: Flags, ability: Narrow,
    wage: Small, tenure: Small, founder: Flags, knows: Narrow, staff: Ints, labour: Floats,
    pay: Ints, sort: Small, quality: Floats, own_work: int, separations: Ints,
) -> None:  # fmt: skip
    """Count people out at their firms, and leave them without a job; one reason for all, or each.

    What they know is the quality of own work at the firm they leave.  Who has no job is passed by.
    """
    skills, step = staff.shape[1], min(len(why) - 1, 1)
    persons, work, wage_bill = staff.reshape(-1), labour.reshape(-1), pay.reshape(-1)
    for i in range(len(rows)):
        row = rows[i]
        firm = employer[row]
        if firm < 0:
            continue
        post = (firm * skills + skill[row]) * 2 + int(foreign[row])
        persons[post] -= 1
        work[post] -= ability[row]
        wage_bill[post] -= wage[row]
        separations[sort[firm], skill[row], why[step * i]] += 1
        knows[row] = quality[firm, own_work]
        employer[row] = -1
        wage[row] = tenure[row] = 0
        founder[row] = False


@kernel
def look_around(luck: Floats, employer: Small, calls: Floats, most: float, looking: Flags) -> Ints:
    """Note who looks around; rows of those who might leave: by luck, or for want of a job.

    The last of *calls* is of those without an employer.
    """
    for i in range(len(luck)):
        looking[i] = luck[i] >= 1 - calls[employer[i]]
    rows, n = np.empty(len(luck), np.int64), 0
    for i in range(len(luck)):
        rows[n] = i
        n += (luck[i] < most) | (employer[i] < 0)
    return rows[:n]


@kernel_of_places
def take_leave(
    rows: Ints, why: Ints, rest: Floats, emigrate: Floats, resting: float, emigrating: float,
    month: int, bound: Small, foreign: Flags, skill: Small, english: Flags, reasons: Ints,
    reservoir: Ints, left: Ints, exits: Ints, leaving: Flags,
) -> None:  # fmt: skip
    """Note and count who leaves the field as retired, for other sectors or abroad.

    Those for whom there is no reason tire of being without a job.
    """
    for i in range(len(rows)):
        row, origin = rows[i], int(foreign[rows[i]])
        tires = i >= len(why)
        if not tires and why[i] == reasons[1] and rest[i] >= resting:
            continue
        leaving[row] = True
        if not tires and why[i] == reasons[0]:
            left[exits[0], origin] += 1
        elif foreign[row] or (emigrate[i] < emigrating and bound[row] <= month):
            left[exits[2], origin] += 1
        else:
            left[exits[1], origin] += 1
            reservoir[skill[row], int(english[row])] += 1


@kernel_of_places
def join_from(
    rows: Ints, key: Keys, class_: Small, grade: Small, speaks: Flags, work: Floats, life: Small,
    permit: Small, abroad: bool, months: int, start: int, birth: Keys, employer: Small,
    skill: Small, degree: Small, english: Flags, ability: Narrow, experience: Small,
    foreign: Flags, rule: Small, term: Small,
) -> None:  # fmt: skip
    """Write people of another list down in the workforce, with their permit if they are foreign."""
    for i in range(len(rows)):
        row, n = rows[i], start + i
        birth[n], employer[n], skill[n], degree[n] = key[row], -1, class_[row], grade[row]
        english[n], ability[n], experience[n] = speaks[row], work[row], life[row]
        if abroad:
            foreign[n], rule[n], term[n] = True, permit[row], months


@kernel_of_places
def willing(
    taste: Floats, birth: Keys, number: Ints, outside: Floats, best: Floats, homes: Ints,
    capital: float, gain: float,
) -> tuple[Keys, Ints, Flags, Ints, Floats]:  # fmt: skip
    """Who elsewhere would come for the best offer: birth key, skill, English, home, least pay."""
    size = len(taste)
    who, skill = np.empty(size, np.uint64), np.empty(size, np.int64)
    english, home = np.empty(size, np.bool_), np.empty(size, np.int64)
    least = np.empty(size)
    i, n = 0, 0
    for g in range(len(number)):
        usual, offer = outside[g // 2] * (1 + gain), best[g // 2]
        for _ in range(number[g]):
            asked = usual * taste[i]
            if asked <= offer:
                who[n], skill[n], english[n], least[n] = birth[i], g // 2, g % 2 == 1, asked
                home[n] = homes[int(_trait(birth[i]) >= capital)]
                n += 1
            i += 1
    return who[:n], skill[:n], english[:n], home[:n], least[:n]


@kernel
def _trait(birth: np.uint64) -> float:
    return np.float64(birth >> np.uint64(11)) * 2.0**-53


@kernel
def might_look(looking: Flags, employer: Small) -> Ints:
    """Rows of those who look around or have no job."""
    rows, n = np.empty(len(looking), np.int64), 0
    for i in range(len(looking)):
        rows[n] = i
        n += looking[i] | (employer[i] < 0)
    return rows[:n]


@kernel_of_places
def list_seekers(
    rows: Ints, active: Floats, taste: Floats, key: Keys, foreign: Flags, founder: Flags,
    employer: Small, wage: Small, work: Narrow, idle: Small, class_: Small, grade: Small,
    speaks: Flags, life: Small, outside: Floats, sources: Ints, homes: Ints, capital: float,
    search: float, patience: float, decay: float, gain: float, reward: float, start: int,
    birth: Keys, person: Small, source: Small, skill: Small, degree: Small, english: Flags,
    ability: Floats, experience: Small, zone: Small, least: Floats, post: Small, left: Small,
    applicants: Ints,
) -> int:  # fmt: skip
    """List and count who of those who might look for a post does, and the least pay each accepts.

    A permit is tied to the firm that asked for it, and a founder stays with the firm.
    """
    n = start
    for i in range(len(rows)):
        row = rows[i]
        busy, k = employer[row] >= 0, class_[row]
        if foreign[row] or founder[row] or not (busy or active[i] < search):
            continue
        if busy:
            usual = wage[row] / (1 + reward * (np.float64(work[row]) - 1))
            least[n] = taste[i] * (usual * (1 + gain))
        else:
            least[n] = taste[i] * (max(patience - decay * idle[row], 0.0) * outside[k])
        birth[n], person[n], source[n] = key[row], row, sources[int(busy)]
        skill[n], degree[n], english[n] = k, grade[row], speaks[row]
        ability[n], experience[n] = work[row], life[row]
        zone[n] = homes[int(_trait(key[row]) >= capital)]
        post[n] = left[n] = -1
        applicants[k, source[n]] += 1
        n += 1
    return n - start


@kernel_of_places
def list_outsiders(
    key: Keys, origin: int, class_: Ints, usual_degree: Ints, speaks: Flags, work: Floats,
    usual_life: Ints, home: Ints, asked: Floats, start: int, birth: Keys, person: Small,
    source: Small, skill: Small, degree: Small, english: Flags, ability: Floats,
    experience: Small, zone: Small, least: Floats, post: Small, left: Small, applicants: Ints,
) -> None:  # fmt: skip
    """List and count people who are not in the workforce."""
    by_english, by_home = min(len(speaks) - 1, 1), min(len(home) - 1, 1)
    for i in range(len(key)):
        n, k = start + i, class_[i]
        birth[n], source[n], skill[n], degree[n] = key[i], origin, k, usual_degree[k]
        english[n], ability[n], experience[n] = speaks[by_english * i], work[i], usual_life[k]
        zone[n], least[n] = home[by_home * i], asked[i]
        person[n] = post[n] = left[n] = -1
        applicants[k, origin] += 1


@kernel_of_places
def best_first(seen: Floats, birth: Keys) -> Ints:
    """Order by what is seen, largest first; of those seen alike the smaller birth key comes first.

    Drawers of equal width, several for each person, leave little to sort.
    """
    n, drawers = len(seen), 4 * len(seen)
    best, worst = -np.inf, np.inf
    for one in seen:
        best, worst = max(best, one), min(worst, one)
    per_unit = drawers / max(best - worst, _NO_SPREAD)
    drawer, begin = np.empty(n, np.int64), np.zeros(drawers + 2, np.int64)
    for i in range(n):
        drawer[i] = int((best - seen[i]) * per_unit)
        begin[drawer[i] + 1] += 1
    begin = np.cumsum(begin)
    order = np.empty(n, np.int64)
    for i in range(n):
        order[begin[drawer[i]]] = i
        begin[drawer[i]] += 1
    for last in range(1, n):
        i, place = order[last], last
        while place and _before(i, order[place - 1], seen, birth):
            order[place] = order[place - 1]
            place -= 1
        order[place] = i
    return order


_NO_SPREAD = 1e-300


@kernel
def _before(one: int, other: int, seen: Floats, birth: Keys) -> bool:
    alike = seen[one] == seen[other]
    before: bool = birth[one] < birth[other] if alike else seen[one] > seen[other]
    return before


@kernel
def refill(people: Ints, at_rest: Ints, share: float, luck: Floats) -> Ints:
    """Net growth of each group of people in other sectors, rounded at random."""
    growth = np.empty(people.shape, np.int64)
    now, rest, lot = people.reshape(-1), at_rest.reshape(-1), luck.reshape(-1)
    for i in range(people.size):
        mean = share * (rest[i] - now[i])
        below = np.floor(mean)
        growth.reshape(-1)[i] = below + (lot[i] >= 1.0 - (mean - below))
    return growth
