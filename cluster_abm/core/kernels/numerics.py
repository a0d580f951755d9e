"""Elementary functions and distributions, one number after the other.

Twins of :mod:`cluster_abm.core.elementary`, :mod:`~cluster_abm.core.numerics` and
:mod:`~cluster_abm.core.counts`, where the method is explained. All stand in one file, because they
call each other.
"""

import math

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.coefficients import (
    EXP,
    FRACTION_BITS,
    LOG,
    LOG_CURVE,
    NORMAL_CENTRE,
    NORMAL_FAR_TAIL,
    NORMAL_TAIL,
    SCALE_START,
    SLOT_BITS,
    SLOTS,
)
from cluster_abm.core.compiled import kernel
from cluster_abm.core.types import Flags, Floats, Ints, Keys

_LEAST_EXPONENT, _MOST_EXPONENT = -746.0, 710.0
_PER_UNIT, _STEP, _STEP_REST = float(EXP.per_unit), float(EXP.step), float(EXP.step_rest)
_ROOT, _EXCESS = EXP.root, EXP.excess
_SIXTH, _PART_OF_24, _PART_OF_120 = 1 / 6, 1 / 24, 1 / 120
_LN2, _LN2_REST = float(LOG.ln2), float(LOG.ln2_rest)
_RECIPROCAL, _LOG, _LOG_REST = LOG.reciprocal, LOG.log, LOG.log_rest
_CURVE = tuple(float(c) for c in LOG_CURVE)
_CENTRE_TOP, _CENTRE_BOTTOM, _TAIL_TOP, _TAIL_BOTTOM, _FAR_TOP, _FAR_BOTTOM = (
    tuple(float(c) for c in side)
    for fraction in (NORMAL_CENTRE, NORMAL_TAIL, NORMAL_FAR_TAIL)
    for side in fraction
)
_HEAD_MASK = np.int64(-1 << 27)
_EXPONENT_OF_ONE, _LAST_NORMAL_POWER = 1023, 1021
_TINIEST_NORMAL, _LIFT, _LIFTING_FACTOR = 2.0**-1022, 54, 2.0**54
_REACH, _LEAST_REACH, _STIRLING_START = 8.5, 20.0, 16.0


@kernel
def _bits(x: float) -> np.int64:
    return np.float64(x).view(np.int64)


@kernel
def _number(bits: np.int64) -> np.float64:
    return np.int64(bits).view(np.float64)


@kernel
def exp_of(x: float, rest: float) -> float:
    """Exponential of ``x + rest``."""
    if x != x:
        return x + x
    r = min(max(x, _LEAST_EXPONENT), _MOST_EXPONENT)
    steps = np.rint(r * _PER_UNIT)
    r -= steps * _STEP
    r -= steps * _STEP_REST
    r += rest
    whole = np.int64(steps)
    slot = whole & (SLOTS - 1)
    square = r * r
    growth = _EXCESS[slot] + r
    growth += square * (0.5 + r * _SIXTH)
    square *= square
    growth += square * (_PART_OF_24 + r * _PART_OF_120)
    root = _ROOT[slot]
    growth *= root
    growth += root
    power = whole >> SLOT_BITS
    if -_LAST_NORMAL_POWER < power < _LAST_NORMAL_POWER:
        # the factor is a normal number, and so is the product: no rounding, and no call
        scaled: float = growth * _number((power + _EXPONENT_OF_ONE) << FRACTION_BITS)
        return scaled
    return math.ldexp(growth, int(power))


@kernel
def _log_of_normal(x: float, scaled_by: int) -> tuple[float, float]:
    bits = _bits(x)
    moved = bits - SCALE_START
    exponent = moved >> FRACTION_BITS
    cell = (moved >> (FRACTION_BITS - SLOT_BITS)) & (SLOTS - 1)
    k = np.float64(exponent) - scaled_by
    z = _number(bits - (exponent << FRACTION_BITS))
    z_top = _number(_bits(z) & _HEAD_MASK)
    r_rest = (z - z_top) * _RECIPROCAL[cell]
    r_top = z_top * _RECIPROCAL[cell] - 1.0
    r = r_top + r_rest
    base = k * _LN2 + _LOG[cell] + r_top
    head = base + r_rest
    rest = r_rest - (head - base)
    rest += k * _LN2_REST + _LOG_REST[cell]
    curve = r * _CURVE[0] + _CURVE[1]
    for i in range(2, len(_CURVE)):
        curve = curve * r + _CURVE[i]
    rest += r * r * curve
    total = head + rest
    return total, rest - (total - head)


@kernel
def log_of(x: float) -> tuple[float, float]:
    """Logarithm of any number, in two parts."""
    if _TINIEST_NORMAL <= x < np.inf:
        return _log_of_normal(x, 0)
    if x == 0.0:
        return -np.inf, 0.0
    if x == np.inf:
        return np.inf, 0.0
    if x > 0.0:
        return _log_of_normal(x * _LIFTING_FACTOR, _LIFT)
    return np.nan, 0.0


@kernel
def pow_of(x: float, y: float) -> float:
    """Power of a number that is not negative."""
    head, rest = log_of(x)
    exponent = y * head
    if not abs(exponent) < 2 * _MOST_EXPONENT:
        return 1.0 if y == 0.0 or x == 1.0 else exp_of(exponent, 0.0)
    a_top, b_top = _number(_bits(y) & _HEAD_MASK), _number(_bits(head) & _HEAD_MASK)
    a_rest, b_rest = y - a_top, head - b_top
    lost = a_top * b_top - exponent
    lost += a_top * b_rest
    lost += a_rest * b_top
    lost += a_rest * b_rest
    lost += y * rest
    return exp_of(exponent, lost)


@kernel
def _horner(coefficients: tuple[float, ...], x: float) -> float:
    value = coefficients[0] * x + coefficients[1]
    for i in range(2, len(coefficients)):
        value = value * x + coefficients[i]
    return value


@kernel
def normal_of(u: float) -> float:
    """Standard normal quantile."""
    p = u if u != u else max(u, 2.0**-54)
    q = p - 0.5
    if not abs(q) > 0.425:
        x = 0.180625 - q * q
        return _horner(_CENTRE_TOP, x) / _horner(_CENTRE_BOTTOM, x) * q
    r = np.sqrt(-log_of(min(p, 1.0 - p))[0])
    if r > 5.0:
        far = r - 5.0
        return math.copysign(_horner(_FAR_TOP, far) / _horner(_FAR_BOTTOM, far), q)
    tail = r - 1.6
    return math.copysign(_horner(_TAIL_TOP, tail) / _horner(_TAIL_BOTTOM, tail), q)


@kernel
def exp_column(x: Floats, out: Floats) -> None:
    """Fill *out* with exponentials."""
    for i in range(x.size):
        out[i] = exp_of(x[i], 0.0)


@kernel
def log_column(x: Floats, out: Floats) -> None:
    """Fill *out* with logarithms."""
    for i in range(x.size):
        out[i] = log_of(x[i])[0]


@kernel
def pow_column(x: Floats, y: Floats, out: Floats) -> None:
    """Fill *out* with powers."""
    for i in range(x.size):
        out[i] = pow_of(x[i], y[i])


@kernel
def pow_column_of_one(x: Floats, y: float, out: Floats) -> None:
    """Fill *out* with powers of one exponent."""
    for i in range(x.size):
        out[i] = pow_of(x[i], y)


@kernel
def logistic_column(x: Floats, out: Floats) -> None:
    """Fill *out* with values of the logistic function."""
    for i in range(x.size):
        out[i] = 1.0 / (1.0 + exp_of(-x[i], 0.0))


@kernel
def normal_column(u: Floats, out: Floats) -> None:
    """Fill *out* with standard normal quantiles."""
    for i in range(u.size):
        out[i] = normal_of(u[i])


@kernel
def lognormal_column(u: Floats, mean: float, spread: float, less: float, out: Floats) -> None:
    """Fill *out* with lognormal numbers."""
    for i in range(u.size):
        out[i] = mean * exp_of(spread * normal_of(u[i]) - less, 0.0)


# Counts


@kernel
def _first_above(
    u: float, k: float, mass: float, high: float, a: float, b: float
) -> float:  # fmt: skip
    cumulative = mass
    while cumulative <= u and k < high:
        k += 1.0
        mass *= a + b / k
        cumulative += mass
    return k


@kernel
def _lowest_count(mean: float, deviation: float) -> float:
    low = np.floor(mean - _REACH * deviation)
    return 0.0 if low < _STIRLING_START else low


@kernel
def _stirling_rest(k: float) -> float:
    square = 1.0 / (k * k)
    return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680)))) / k


@kernel
def _deviance(k: float, mean: float) -> float:
    return k * log_of(k / mean)[0] + mean - k


@kernel
def _poisson_of(u: float, mean: float) -> float:
    deviation = np.sqrt(mean)
    low = _lowest_count(mean, deviation)
    if low > 0.0:
        mass = exp_of(-_stirling_rest(low) - _deviance(low, mean), 0.0)
        mass /= np.sqrt(2.0 * np.pi * low)
    else:
        mass = exp_of(-mean, 0.0)
    high = np.ceil(mean + _REACH * deviation + _LEAST_REACH)
    return _first_above(u, low, mass, high, 0.0, mean)


@kernel
def _binomial_mass(k: float, n: float, p: float) -> float:
    rest = _stirling_rest(n) - _stirling_rest(k) - _stirling_rest(n - k)
    deviance = _deviance(k, n * p) + _deviance(n - k, n * (1.0 - p))
    mass: float = exp_of(rest - deviance, 0.0) * np.sqrt(n / (2.0 * np.pi * k * (n - k)))
    return mass


@kernel
def _rare_binomial_of(u: float, n: float, p: float) -> float:
    mean = n * p
    low = _lowest_count(mean, np.sqrt(mean * (1.0 - p)))
    mass = _binomial_mass(low, n, p) if low > 0.0 else pow_of(1.0 - p, n)
    high = min(n, np.ceil(mean + _REACH * np.sqrt(mean) + _LEAST_REACH))
    odds = p / (1.0 - p)
    return _first_above(u, low, mass, high, -odds, (n + 1.0) * odds)


@kernel
def poisson_column(u: Floats, mean: Floats, out: Ints) -> None:
    """Fill *out* with Poisson counts."""
    for i in range(u.size):
        out[i] = np.int64(_poisson_of(u[i], mean[i]))


@kernel
def binomial_column(u: Floats, n: Floats, p: Floats, out: Ints) -> None:
    """Fill *out* with binomial counts."""
    for i in range(u.size):
        if p[i] <= 0.5:
            out[i] = np.int64(_rare_binomial_of(u[i], n[i], p[i]))
        else:
            luck = 1.0 - u[i]
            if luck != 0.0:
                # one step towards 0
                luck = _number(_bits(luck) - 1)
            out[i] = np.int64(n[i] - _rare_binomial_of(luck, n[i], 1.0 - p[i]))


@kernel
def _whole_posts(
    wanted: Floats, held: Ints, luck: Floats, turn: Floats, hair: float, least: float, posts: Ints
) -> None:
    """Whole posts of each skill that add up to the rounded number wanted, of one firm."""
    total = 0.0
    for k in range(len(wanted)):
        total += wanted[k]
    left = number = np.rint(total)
    for k in range(len(wanted)):
        exact = wanted[k] * (number / max(total, least))
        whole = np.floor(exact + hair)
        turn[k] = max(exact - whole, 0.0)
        posts[k] = np.int64(whole)
        left -= whole
    for k in range(len(wanted) if left > 0 else 0):
        part, stays = turn[k], np.float64(held[k] > posts[k])
        turn[k] = pow_of(luck[k], 1 / part) + stays if part > hair else -1.0
    for _ in range(int(min(left, len(wanted)))):
        first = np.argmax(turn)
        posts[first] += 1
        turn[first] = -2.0


@kernel
def plan_posts(
    team: Floats, recipe: Floats, research: Floats, founders: Ints, employer: NDArray[np.int32],
    skill: NDArray[np.int16], staff: Ints, reserved: Ints, luck: Floats, hair: float,
    least: float, posts: Ints, vacancies: Ints,
) -> None:  # fmt: skip
    """Posts of each skill for a team and for research beside founders, and those to be filled."""
    firms, skills = recipe.shape
    wanted, held, turn = np.empty(skills), np.empty(skills, np.int64), np.empty(skills)
    own = np.zeros((firms, skills), np.int64)
    for i in founders:
        if employer[i] >= 0:
            own[employer[i], skill[i]] += 1
    for f in range(firms):
        beyond = rest = 0.0
        for k in range(skills):
            wanted[k] = team[f] * recipe[f, k] + research[f, k]
            held[k] = staff[f, k, 0] + staff[f, k, 1] + reserved[f, k]
            beyond += max(own[f, k] - wanted[k], 0.0)
            rest += max(wanted[k] - own[f, k], 0.0)
        done = min(beyond / max(rest, least), 1.0)
        for k in range(skills):
            more = max(own[f, k] - wanted[k], 0.0)
            less = max(wanted[k] - own[f, k], 0.0)
            wanted[k] = wanted[k] + more - less * done
        _whole_posts(wanted, held, luck[f], turn, hair, least, posts[f])
        for k in range(skills):
            vacancies[f, k] = max(posts[f, k] - held[k], 0)


@kernel
def measure_capacity(
    ability: Floats, staff: Ints, research: Floats, row: Ints, mix: Floats, weights: Floats,
    work: Floats, efficiency: Floats, zone: NDArray[np.int16], productivity: Floats,
    of_origin: Floats, alone: float, r: float, small: float, rho: float, capacity: Floats,
) -> None:  # fmt: skip
    """Work that each firm can do with the staff that is not at research."""
    labour = np.empty(mix.shape[1])
    for f in range(len(row)):
        total = quantity = 0.0
        for k in range(len(labour)):
            filled = staff[f, k, 0] + staff[f, k, 1]
            at_work = 1 - min(research[f, k], filled) / max(filled, 1)
            local, foreign = ability[f, k, 0] * at_work, ability[f, k, 1] * at_work
            labour[k] = local * alone
            if foreign > 0:
                both = of_origin[0] * pow_of(local, r) + of_origin[1] * pow_of(foreign, r)
                labour[k] = pow_of(both, 1 / r)
            total += labour[k]
        general = min(small / max(total, small), 1.0) ** 2
        for k in range(len(labour)):
            if weights[row[f], k] != 0:
                shared = (1 - general) * labour[k] + general * mix[row[f], k] * total
                quantity += weights[row[f], k] * pow_of(shared, rho)
        able = efficiency[f] * productivity[zone[f]] * work[row[f]]
        capacity[f] = able * pow_of(quantity, 1 / rho)


@kernel
def choices(
    luck: Floats, founder: Flags, employer: NDArray[np.int32], skill: NDArray[np.int16],
    wage: NDArray[np.int32], ability: NDArray[np.float32], looking: Flags,
    idle: NDArray[np.int16], activity: NDArray[np.int16], outside: Floats, burn_out: Floats,
    reasons: Ints, retirement: float, leaving: float, response: float, reward: float,
    search: float, patience: float,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Who looks around; who retires, gives up or moves to other sectors, and why; who tires."""
    most = retirement + burn_out.max() + leaving
    rows, why = np.empty(len(luck), np.int64), np.empty(len(luck), np.int64)
    tired = np.empty(len(luck), np.int64)
    n, m = 0, 0
    for i in range(len(luck)):
        u = luck[i]
        looking[i] = u >= search
        works = employer[i] >= 0
        if not works:
            idle[i] += 1
        if u < most and not founder[i]:
            given_up = moved_on = retirement
            if works:
                given_up = moved_on = retirement + burn_out[activity[employer[i]]]
                if u >= given_up:
                    pay = outside[skill[i]] * (1 + reward * (np.float64(ability[i]) - 1))
                    ratio = log_of(pay / max(wage[i], 1))[0]
                    pull = 1.0 / (1.0 + exp_of(-(2 * response * ratio), 0.0))
                    moved_on = given_up + leaving * pull
            if u < moved_on:
                rows[n], why[n] = i, reasons[int(u >= retirement) + int(u >= given_up)]
                n += 1
                continue
        if not works and idle[i] > patience:
            tired[m] = i
            m += 1
    return rows[:n], why[:n], tired[:m]


@kernel
def willing(
    luck: Floats, birth: Keys, number: Ints, outside: Floats, best: Floats, homes: Ints,
    capital: float, gain: float, response: float, least_luck: float, far: float,
) -> tuple[Ints, Ints, Flags, Ints, Floats]:  # fmt: skip
    """Who elsewhere would come for the best offer: place, skill, English, home, least pay."""
    size = len(luck)
    rows, skill = np.empty(size, np.int64), np.empty(size, np.int64)
    english, home = np.empty(size, np.bool_), np.empty(size, np.int64)
    least = np.empty(size)
    i, n = 0, 0
    for g in range(len(number)):
        usual, offer = outside[g // 2] * (1 + gain), best[g // 2]
        for _ in range(number[g]):
            inside = max(luck[i], least_luck)
            log = log_of(inside / (1 - inside))[0] / response
            asked = usual * exp_of(min(max(log, -far), far), 0.0)
            if asked <= offer:
                rows[n], skill[n], english[n], least[n] = i, g // 2, g % 2 == 1, asked
                trait = np.float64(birth[i] >> np.uint64(11)) * 2.0**-53
                home[n] = homes[0] if trait < capital else homes[1]
                n += 1
            i += 1
    return rows[:n], skill[:n], english[:n], home[:n], least[:n]
