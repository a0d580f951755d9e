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
    NORMAL,
    SCALE_START,
    SLOT_BITS,
    SLOTS,
)
from cluster_abm.core.compiled import kernel, piece
from cluster_abm.core.types import Flags, Floats, Ints

_LEAST_EXPONENT, _MOST_EXPONENT = -746.0, 710.0
_PER_UNIT, _STEP, _STEP_REST = float(EXP.per_unit), float(EXP.step), float(EXP.step_rest)
_ROOT, _EXCESS = EXP.root, EXP.excess
_SIXTH, _PART_OF_24, _PART_OF_120 = 1 / 6, 1 / 24, 1 / 120
_LN2, _LN2_REST = float(LOG.ln2), float(LOG.ln2_rest)
_RECIPROCAL, _LOG, _LOG_REST = LOG.reciprocal, LOG.log, LOG.log_rest
_CURVE = tuple(float(c) for c in LOG_CURVE)
_CENTRE_TOP, _CENTRE_BOTTOM, _TAIL_TOP, _TAIL_BOTTOM, _FAR_TOP, _FAR_BOTTOM = (
    tuple(float(c) for c in side) for fraction in NORMAL for side in fraction
)
_HEAD_MASK = np.int64(-1 << 27)
_EXPONENT_OF_ONE, _OVERFLOWING_FROM_691, _DROPPING = 1023, 2.6e305, 1.5 * 2.0**52
_TINIEST_NORMAL, _LIFT, _LIFTING_FACTOR = 2.0**-1022, 54, 2.0**54
_REACH, _LEAST_REACH, _STIRLING_START = 8.5, 20.0, 16.0


@piece
def _bits(x: float) -> np.int64:
    return np.float64(x).view(np.int64)


@piece
def _number(bits: np.int64) -> np.float64:
    return np.int64(bits).view(np.float64)


@piece
def _growth(x: float, rest: float) -> tuple[float, np.int64]:
    """Exponential of ``x + rest`` as a number and a power of 2."""
    # the sum drops what is not whole, and the whole number stands in its lower bits
    shifted = x * _PER_UNIT + _DROPPING
    steps = shifted - _DROPPING
    whole = _bits(shifted) - _bits(_DROPPING)
    r = x - steps * _STEP
    r -= steps * _STEP_REST
    r += rest
    slot = whole & (SLOTS - 1)
    square = r * r
    growth = _EXCESS[slot] + r
    growth += square * (0.5 + r * _SIXTH)
    square *= square
    growth += square * (_PART_OF_24 + r * _PART_OF_120)
    root = _ROOT[slot]
    growth *= root
    growth += root
    return growth, whole >> SLOT_BITS


@piece
def _usual_exp(x: float, rest: float) -> float:
    """The same where *x* is between -691 and 691; beyond, no number."""
    # the factor is a normal number, and so is the product: no rounding, and no call
    growth, power = _growth(x, rest)
    scaled: float = growth * _number((power + _EXPONENT_OF_ONE) << FRACTION_BITS)
    # nothing, or infinity times nothing: a branch would let no two numbers be taken at a time
    return scaled + x * _OVERFLOWING_FROM_691 * 0.0


@kernel
def exp_of(x: float, rest: float) -> float:
    """Exponential of ``x + rest``."""
    usual: float = _usual_exp(x, rest)
    if usual == usual or x != x:
        return usual
    growth, power = _growth(min(max(x, _LEAST_EXPONENT), _MOST_EXPONENT), rest)
    return math.ldexp(growth, int(power))


@piece
def _horner(coefficients: tuple[float, ...], x: float) -> float:
    a, b, c, d, e, f, g, h = coefficients
    return ((((((a * x + b) * x + c) * x + d) * x + e) * x + f) * x + g) * x + h


@piece
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
    rest += r * r * _horner(_CURVE, r)
    total = head + rest
    return total, rest - (total - head)


@piece
def _usual_log(x: float) -> tuple[float, float]:
    head, rest = _log_of_normal(x, 0)
    return head if _TINIEST_NORMAL <= x < np.inf else np.nan, rest


@kernel
def log_of(x: float) -> tuple[float, float]:
    """Logarithm of any number, in two parts."""
    if _TINIEST_NORMAL <= x < np.inf:
        return _log_of_normal(x, 0)
    if 0.0 < x < np.inf:
        return _log_of_normal(x * _LIFTING_FACTOR, _LIFT)
    return x if x == np.inf else -np.inf if x == 0.0 else np.nan, 0.0


@piece
def _product(y: float, head: float, rest: float) -> tuple[float, float]:
    """``y * (head + rest)`` in two parts."""
    product = y * head
    a_top, b_top = _number(_bits(y) & _HEAD_MASK), _number(_bits(head) & _HEAD_MASK)
    a_rest, b_rest = y - a_top, head - b_top
    lost = a_top * b_top - product
    lost += a_top * b_rest
    lost += a_rest * b_top
    lost += a_rest * b_rest
    return product, lost + y * rest


@kernel
def pow_of(x: float, y: float) -> float:
    """Power of a number that is not negative."""
    head, rest = log_of(x)
    exponent, lost = _product(y, head, rest)
    if abs(exponent) < 2 * _MOST_EXPONENT:
        return exp_of(exponent, lost)
    return 1.0 if y == 0.0 or x == 1.0 else 0.0 if exponent < 0.0 else exponent * np.inf


# Columns: what is usual several numbers at a time, which no branch may disturb; then the others.


@kernel
def exp_column(x: Floats, out: Floats) -> None:
    """Fill *out* with exponentials."""
    for i in range(x.size):
        out[i] = _usual_exp(x[i], 0.0)
    for i in range(x.size):
        if out[i] != out[i]:
            out[i] = exp_of(x[i], 0.0)


@kernel
def log_column(x: Floats, out: Floats) -> None:
    """Fill *out* with logarithms."""
    for i in range(x.size):
        out[i] = _usual_log(x[i])[0]
    for i in range(x.size):
        if out[i] != out[i]:
            out[i] = log_of(x[i])[0]


@kernel
def pow_column(x: Floats, y: Floats, out: Floats) -> None:
    """Fill *out* with powers."""
    rest = np.empty(x.size)
    for i in range(x.size):
        out[i], rest[i] = _usual_log(x[i])
    for i in range(x.size):
        exponent, lost = _product(y[i], out[i], rest[i])
        out[i] = _usual_exp(exponent, lost)
    for i in range(x.size):
        if out[i] != out[i]:
            out[i] = pow_of(x[i], y[i])


@kernel
def pow_column_of_one(x: Floats, y: float, out: Floats) -> None:
    """Fill *out* with powers of one exponent."""
    pow_column(x, np.full(x.size, y), out)


@kernel
def normal_column(u: Floats, out: Floats) -> None:
    """Fill *out* with standard normal quantiles."""
    tail, n = np.empty(u.size, np.int64), 0
    for i in range(u.size):
        q = u[i] - 0.5
        x = 0.180625 - q * q
        out[i] = _horner(_CENTRE_TOP, x) / _horner(_CENTRE_BOTTOM, x) * q
    for i in range(u.size):
        if abs(u[i] - 0.5) > 0.425:
            tail[n] = i
            n += 1
    p, log = np.empty(n), np.empty(n)
    for j in range(n):
        p[j] = min(max(u[tail[j]], 2.0**-54), 1.0 - u[tail[j]])
    log_column(p, log)
    for j in range(n):
        x = np.sqrt(-log[j]) - 1.6
        p[j] = _horner(_TAIL_TOP, x) / _horner(_TAIL_BOTTOM, x)
    for j in range(n):
        x = np.sqrt(-log[j]) - 5.0
        if x > 0.0:
            p[j] = _horner(_FAR_TOP, x) / _horner(_FAR_BOTTOM, x)
        out[tail[j]] = math.copysign(p[j], u[tail[j]] - 0.5)


@kernel
def lognormal_column(u: Floats, mean: float, spread: float, less: float, out: Floats) -> None:
    """Fill *out* with lognormal numbers."""
    z = np.empty(u.size)
    normal_column(u, z)
    for i in range(u.size):
        out[i] = mean * _usual_exp(spread * z[i] - less, 0.0)
    for i in range(u.size):
        if out[i] != out[i]:
            out[i] = mean * exp_of(spread * z[i] - less, 0.0)


@kernel
def _first_above(u: float, k: float, mass: float, high: float, a: float, b: float) -> float:
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
def poisson_column(u: Floats, mean: Floats, out: Ints) -> bool:
    """Fill *out* with Poisson counts, unless some mean is not possible."""
    for i in range(u.size):
        if not 0.0 <= mean[i] < np.inf:
            return False
        deviation = np.sqrt(mean[i])
        low = _lowest_count(mean[i], deviation)
        if low > 0.0:
            mass = exp_of(-_stirling_rest(low) - _deviance(low, mean[i]), 0.0)
            mass /= np.sqrt(2.0 * np.pi * low)
        else:
            mass = exp_of(-mean[i], 0.0)
        high = np.ceil(mean[i] + _REACH * deviation + _LEAST_REACH)
        out[i] = np.int64(_first_above(u[i], low, mass, high, 0.0, mean[i]))
    return True


@kernel
def binomial_column(u: Floats, n: Floats, p: Floats, out: Ints) -> bool:
    """Fill *out* with binomial counts, unless some *n* or *p* is not possible."""
    for i in range(u.size):
        if not (n[i] >= 0.0 and 0.0 <= p[i] <= 1.0):
            return False
        if p[i] <= 0.5:
            out[i] = np.int64(_rare_binomial_of(u[i], n[i], p[i]))
        else:
            # one step towards 0
            luck = _number(_bits(1.0 - u[i]) - np.int64(u[i] != 1.0))
            out[i] = np.int64(n[i] - _rare_binomial_of(luck, n[i], 1.0 - p[i]))
    return True


@kernel
def _whole_posts(
    wanted: Floats, held: Ints, luck: Floats, turn: Floats, hair: float, least: float, posts: Ints
) -> None:
    """Whole posts of each skill that add up to the rounded number wanted, of one firm."""
    total = wanted.sum()
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
    # powers are taken of columns, several at a time
    firms, skills, n = len(row), mix.shape[1], 0
    labour, mixed = np.empty(firms * skills), np.empty(firms * skills, np.int64)
    local, foreign, power, other = np.empty((4, firms * skills))
    for f in range(firms):
        for k in range(skills):
            filled = staff[f, k, 0] + staff[f, k, 1]
            at_work = 1 - min(research[f, k], filled) / max(filled, 1)
            local[n], foreign[n] = ability[f, k, 0] * at_work, ability[f, k, 1] * at_work
            labour[f * skills + k], mixed[n] = local[n] * alone, f * skills + k
            n += foreign[n] > 0
    pow_column_of_one(local[:n], r, power)
    pow_column_of_one(foreign[:n], r, other)
    pow_column_of_one(of_origin[0] * power[:n] + of_origin[1] * other[:n], 1 / r, local)
    labour[mixed[:n]] = local[:n]
    for f in range(firms):
        mine = labour[f * skills : (f + 1) * skills]
        total = mine.sum()
        general = min(small / max(total, small), 1.0) ** 2
        for k in range(skills):
            shared = (1 - general) * mine[k] + general * mix[row[f], k] * total
            mine[k] = shared if weights[row[f], k] != 0 else 1.0
    pow_column_of_one(labour, rho, power)
    quantity = np.zeros(firms)
    for f in range(firms):
        for k in range(skills):
            quantity[f] += weights[row[f], k] * power[f * skills + k]
    pow_column_of_one(quantity, 1 / rho, power)
    for f in range(firms):
        capacity[f] = efficiency[f] * productivity[zone[f]] * work[row[f]] * power[f]


@kernel
def choices(
    some: Ints, luck: Floats, founder: Flags, employer: NDArray[np.int32],
    skill: NDArray[np.int16], wage: NDArray[np.int32], ability: NDArray[np.float32],
    idle: NDArray[np.int16], activity: NDArray[np.int16], outside: Floats, burn_out: Floats,
    reasons: Ints, most: float, retirement: float, leaving: float, response: float,
    reward: float, patience: float,
) -> tuple[Ints, Ints, Ints]:  # fmt: skip
    """Who of *some* retires, gives up or moves to other sectors, and why; who tires."""
    rows, why = np.empty(len(some), np.int64), np.empty(len(some), np.int64)
    tired, n, m = np.empty(len(some), np.int64), 0, 0
    for i in some:
        u, works = luck[i], employer[i] >= 0
        idle[i] += not works
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
