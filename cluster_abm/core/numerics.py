r"""Exponentials, logarithms and distributions with the same bytes on every x86-64 machine.

NumPy's own ``exp``, ``log`` and ``power`` change their last bit with the processor. Everything
here uses only operations that IEEE 754 rounds exactly (sums, products, quotients, square roots,
whole numbers, bit patterns), one element at a time, so a result depends neither on the machine
nor on the other elements. Each distribution turns one uniform number into one outcome: more luck
never means less of it.

Tables of constants come from :mod:`decimal`, whose exponentials and logarithms are correctly
rounded. Errors are in ULP, units in the last place of the true value.
"""

from collections.abc import Callable
from decimal import Decimal, localcontext
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.errors import InputError
from cluster_abm.core.types import Flags, Floats, Ints

__all__ = [
    "binomial",
    "dexp",
    "discrete",
    "discrete_rows",
    "dlog",
    "dpow",
    "exponential",
    "logistic",
    "logit_share",
    "lognormal",
    "normal",
    "pareto_truncated",
    "poisson",
    "round_random",
]

_SLOTS = 128
_SLOT_BITS = 7
_FRACTION_BITS = 52
_TINIEST_NORMAL = 2.0**-1022
# Beyond these the exponential is infinite or zero for certain.
_LEAST_EXPONENT, _MOST_EXPONENT = -746.0, 710.0
# 26 significant bits remain, so that the product of two such heads is exact.
_HEAD_MASK = np.int64(-1 << 27)
# Numbers are scaled to [0.6875, 1.375), so that 1 lies inside and its logarithm is exact.
_SCALE_START = np.int64(0x3FE6000000000000)
_HALF_CELL = 2.0**-54
# Intermediate columns of this length stay in the cache of the processor.
_BLOCK = 4096
# Counts further from their mean than this many standard deviations have a probability below 1e-16.
_REACH, _LEAST_REACH = 8.5, 20.0
# Fewer rows are as fast when those that have finished stay.
_FEW = 32
"""Counts up to which a table is quicker than a loop."""
_WORTH_A_SPLIT = 1000
# From here Stirling's series is good to 1e-14.
_STIRLING_START = 16.0


def _rounded_to(number: Decimal, bits: int) -> float:
    """The multiple of 2**-bits nearest to *number*."""
    return int((number * (1 << bits)).to_integral_value()) / (1 << bits)


class _ExpTable(NamedTuple):
    """Powers :math:`2^{j/128}` as root times (1 + excess), and the step ln 2 / 128 in two parts."""

    root: Floats
    excess: Floats
    per_unit: float
    step: float
    step_rest: float


class _LogTable(NamedTuple):
    """Short reciprocals of 128 cells, minus their logarithms in two parts, and ln 2 in two."""

    reciprocal: Floats
    log: Floats
    log_rest: Floats
    ln2: float
    ln2_rest: float


def _exp_table() -> _ExpTable:
    with localcontext(prec=50):
        step = Decimal(2).ln() / _SLOTS
        powers = [(step * j).exp() for j in range(_SLOTS)]
        roots = [float(power) for power in powers]
        excess = [
            float(power / Decimal(root) - 1) for power, root in zip(powers, roots, strict=True)
        ]
        # 35 bits, so that the product with a whole number below 2**18 is exact.
        short = _rounded_to(step, 42)
        return _ExpTable(
            root=np.array(roots),
            excess=np.array(excess),
            per_unit=float(1 / step),
            step=short,
            step_rest=float(step - Decimal(short)),
        )


def _log_table() -> _LogTable:
    edges = (_SCALE_START + (np.arange(_SLOTS + 1) << (_FRACTION_BITS - _SLOT_BITS))).view(float)
    low, high = edges[:-1], edges[1:]
    reciprocal = np.rint(1024.0 / (low + high)) / 512.0
    # Next to 1 the reciprocal is exactly 1, so that nothing is lost where the logarithm is small.
    reciprocal[(low == 1.0) | (high == 1.0)] = 1.0
    with localcontext(prec=50):
        logs = [-Decimal(r).ln() for r in reciprocal.tolist()]
        # Multiples of 2**-42 below 2**10 add up without rounding.
        short = [_rounded_to(log, 42) for log in logs]
        ln2 = _rounded_to(Decimal(2).ln(), 42)
        return _LogTable(
            reciprocal=reciprocal,
            log=np.array(short),
            log_rest=np.array([float(a - Decimal(b)) for a, b in zip(logs, short, strict=True)]),
            ln2=ln2,
            ln2_rest=float(Decimal(2).ln() - Decimal(ln2)),
        )


_EXP = _exp_table()
_LOG = _log_table()


def _floats(x: Floats | float) -> Floats:
    return np.asarray(x, dtype=np.float64)


def _in_blocks[S: np.generic](
    compute: Callable[..., NDArray[S]], *operands: Floats | float
) -> NDArray[S]:
    """Compute flat blocks of the operands, broadcast to one shape, without a word on infinities."""
    columns = [_floats(operand) for operand in operands]
    shape, size = columns[0].shape, columns[0].size
    if any(column.shape != shape for column in columns):
        columns = list(np.broadcast_arrays(*columns))
        shape, size = columns[0].shape, columns[0].size
    flat = [column.ravel() for column in columns]
    with np.errstate(all="ignore"):
        if size <= _BLOCK:
            return compute(*flat).reshape(shape)
        cuts = [slice(start, start + _BLOCK) for start in range(0, size, _BLOCK)]
        return np.concatenate([compute(*(c[cut] for c in flat)) for cut in cuts]).reshape(shape)


def _exp_of_sum(x: Floats, rest: Floats | float) -> Floats:
    """Exponential of ``x + rest``, where *rest* is at most about one ULP of *x*."""
    bounded = np.minimum(np.maximum(x, _LEAST_EXPONENT), _MOST_EXPONENT)
    steps = np.rint(bounded * _EXP.per_unit)
    r = bounded - steps * _EXP.step - steps * _EXP.step_rest + rest
    square = r * r
    whole = steps.astype(np.int64)
    slot = whole & (_SLOTS - 1)
    growth = _EXP.excess.take(slot) + r
    growth += square * (0.5 + r * (1 / 6))
    growth += square * square * (1 / 24 + r * (1 / 120))
    root = _EXP.root.take(slot)
    return np.ldexp(root + root * growth, (whole >> _SLOT_BITS).astype(np.int32))


def _exp(x: Floats) -> Floats:
    return _exp_of_sum(x, 0.0)


def dexp(x: Floats | float) -> Floats:
    r"""Exponential, the same bytes on every machine.

    .. math::  e^x = 2^k \, 2^{j/128} \, e^r, \quad |r| \le \ln 2 / 256

    Args:
        x: Any numbers, any shape; infinities, NaN and results below 2**-1022 included.

    Returns:
        Numbers of the same shape, within 1 ULP (measured: 0.51; 0.75 for results below 2**-1022).

    Source:
        Method of Tang (1989), ACM TOMS 15(2), Table-driven implementation of the exponential.

    >>> dexp(np.array([0.0, 1.0, -np.inf])).tolist()
    [1.0, 2.718281828459045, 0.0]
    """
    return _in_blocks(_exp, x)


class _Sum(NamedTuple):
    """A number as an unevaluated sum: *head* is the number rounded, *rest* what that leaves out."""

    head: Floats
    rest: Floats


def _top_half(x: Floats) -> Floats:
    """The first 26 significant bits."""
    return (x.view(np.int64) & _HEAD_MASK).view(np.float64)


def _log_of_normal(x: Floats, scaled_by: Floats | float) -> _Sum:
    r"""Logarithm of :math:`x\,2^{-s}` for finite normal *x* above 0."""
    bits = x.view(np.int64)
    offset = bits - _SCALE_START
    exponent = offset >> _FRACTION_BITS
    cell = (offset >> (_FRACTION_BITS - _SLOT_BITS)) & (_SLOTS - 1)
    z = (bits - (exponent << _FRACTION_BITS)).view(np.float64)
    k = exponent.astype(np.float64) - scaled_by

    # z / centre - 1 in two parts, both exact because the reciprocal has few bits.
    reciprocal = _LOG.reciprocal.take(cell)
    z_top = _top_half(z)
    r_top = z_top * reciprocal - 1.0
    r_rest = (z - z_top) * reciprocal
    r = r_top + r_rest

    base = k * _LOG.ln2 + _LOG.log.take(cell) + r_top
    head = base + r_rest
    rest = r_rest - (head - base)
    rest += k * _LOG.ln2_rest + _LOG.log_rest.take(cell)
    rest += r * r * _log_curve(r)
    total = head + rest
    return _Sum(total, rest - (total - head))


def _log_curve(r: Floats) -> Floats:
    r""":math:`(\ln(1+r) - r)/r^2` for :math:`|r| < 2^{-7}`."""
    curve = r * (1 / 9) - 1 / 8
    for coefficient in (1 / 7, -1 / 6, 1 / 5, -1 / 4, 1 / 3, -1 / 2):
        curve *= r
        curve += coefficient
    return curve


def _log_in_two(x: Floats) -> _Sum:
    """Logarithm of any number, in two parts."""
    normal = (x >= _TINIEST_NORMAL) & (x < np.inf)
    if normal.all():
        return _log_of_normal(x, 0.0)
    subnormal = (x > 0.0) & (x < _TINIEST_NORMAL)
    lifted = np.where(subnormal, x * 2.0**54, np.where(normal, x, 1.0))
    finite = _log_of_normal(lifted, np.where(subnormal, 54.0, 0.0))
    limit = np.where(x == 0.0, -np.inf, np.where(x == np.inf, np.inf, np.nan))
    usual = normal | subnormal
    return _Sum(np.where(usual, finite.head, limit), np.where(usual, finite.rest, 0.0))


def _log(x: Floats) -> Floats:
    return _log_in_two(x).head


def dlog(x: Floats | float) -> Floats:
    r"""Natural logarithm, the same bytes on every machine.

    .. math::  \ln x = k \ln 2 + \ln c + \ln(1 + r), \quad x = 2^k c\,(1 + r), \quad |r| < 2^{-7}

    Args:
        x: Any numbers, any shape; 0 gives minus infinity, a negative number NaN.

    Returns:
        Numbers of the same shape, within 1 ULP (measured: 0.502).

    Source:
        Method of Tang (1990), ACM TOMS 16(4), Table-driven implementation of the logarithm.

    >>> dlog(np.array([0.0, 1.0, 10.0])).tolist()
    [-inf, 0.0, 2.302585092994046]
    """
    return _in_blocks(_log, x)


def _lost_by_product(a: Floats, b: Floats, product: Floats) -> Floats:
    """What rounding took from ``a * b`` (Dekker 1971)."""
    a_top, b_top = _top_half(a), _top_half(b)
    a_rest, b_rest = a - a_top, b - b_top
    lost = a_top * b_top - product
    return lost + a_top * b_rest + a_rest * b_top + a_rest * b_rest


def _pow(x: Floats, y: Floats) -> Floats:
    log = _log_in_two(x)
    exponent = y * log.head
    lost = _lost_by_product(y, log.head, exponent) + y * log.rest
    # Beyond, the power is 0 or infinite anyway, and the lost part may be no number.
    lost = np.where(np.abs(exponent) < 2 * _MOST_EXPONENT, lost, 0.0)
    return np.where((y == 0.0) | (x == 1.0), 1.0, _exp_of_sum(exponent, lost))


def dpow(x: Floats | float, y: Floats | float) -> Floats:
    r"""Power of a number that is not negative, the same bytes on every machine.

    .. math::  x^y = e^{y \ln x}, \quad \text{with } \ln x \text{ in two parts}

    Args:
        x: Bases from 0 to infinity, any shape; a negative base gives NaN.
        y: Exponents, any numbers, a shape that broadcasts with *x*.

    Returns:
        Numbers of the common shape; 1 where *y* is 0 or *x* is 1, as IEEE 754 says. Measured
        error: 0.7 ULP for results between exp(-40) and exp(40), 3.5 elsewhere.

    >>> dpow(np.array([0.0, 4.0, 2.0]), np.array([0.5, 0.5, -1.0])).tolist()
    [0.0, 2.0, 0.5]
    """
    exponent = _floats(y)
    if exponent.ndim == 0:
        return _in_blocks(lambda base: _pow(base, exponent), x)
    return _in_blocks(_pow, x, exponent)


def logistic(x: Floats | float) -> Floats:
    r"""Logistic function: the probability whose log odds are *x*.

    .. math::  1 / (1 + e^{-x})

    Args:
        x: Log odds, any numbers, any shape.

    Returns:
        Probabilities, 0 to 1, within 2 ULP (measured).

    >>> logistic(np.array([-np.inf, 0.0, 800.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.asarray(1.0 / (1.0 + dexp(-_floats(x))))


def logit_share(score: Floats) -> Floats:
    r"""Shares of a multinomial logit.

    .. math::  s_j = e^{v_j} / \textstyle\sum_k e^{v_k}

    Args:
        score: Utilities :math:`v`, shape ``(k,)`` or ``(n, k)``; minus infinity for what cannot
            be chosen, but not for a whole row.

    Returns:
        Shares along the last axis, which add up to 1 but for rounding; same shape.

    Source:
        McFadden (1974), Conditional logit analysis of qualitative choice behavior.

    >>> logit_share(np.array([7.0, 7.0, -np.inf])).tolist()
    [0.5, 0.5, 0.0]
    """
    weight = dexp(score - score.max(axis=-1, keepdims=True))
    # A running sum adds in one order everywhere.
    return weight / np.cumsum(weight, axis=-1)[..., -1:]


class _Fraction(NamedTuple):
    """Coefficients of a rational function, highest power first."""

    top: tuple[float, ...]
    bottom: tuple[float, ...]


def _horner(coefficients: tuple[float, ...], x: Floats) -> Floats:
    value = coefficients[0] * x + coefficients[1]
    for coefficient in coefficients[2:]:
        value *= x
        value += coefficient
    return value


def _rational(fraction: _Fraction, x: Floats) -> Floats:
    return _horner(fraction.top, x) / _horner(fraction.bottom, x)


_NORMAL_CENTRE = _Fraction(
    top=(
        2509.0809287301227,
        33430.57558358813,
        67265.7709270087,
        45921.95393154987,
        13731.69376550946,
        1971.5909503065513,
        133.14166789178438,
        3.3871328727963665,
    ),
    bottom=(
        5226.495278852854,
        28729.085735721943,
        39307.89580009271,
        21213.794301586597,
        5394.196021424751,
        687.1870074920579,
        42.31333070160091,
        1.0,
    ),
)
_NORMAL_TAIL = _Fraction(
    top=(
        0.0007745450142783414,
        0.022723844989269184,
        0.2417807251774506,
        1.2704582524523684,
        3.6478483247632045,
        5.769497221460691,
        4.630337846156546,
        1.4234371107496835,
    ),
    bottom=(
        1.0507500716444169e-09,
        0.0005475938084995345,
        0.015198666563616457,
        0.14810397642748008,
        0.6897673349851,
        1.6763848301838038,
        2.053191626637759,
        1.0,
    ),
)
_NORMAL_FAR_TAIL = _Fraction(
    top=(
        2.0103343992922881e-07,
        2.7115555687434876e-05,
        0.0012426609473880784,
        0.026532189526576124,
        0.29656057182850487,
        1.7848265399172913,
        5.463784911164114,
        6.657904643501103,
    ),
    bottom=(
        2.0442631033899397e-15,
        1.421511758316446e-07,
        1.8463183175100548e-05,
        0.0007868691311456133,
        0.014875361290850615,
        0.1369298809227358,
        0.599832206555888,
        1.0,
    ),
)


def _normal_tail(p: Floats) -> Floats:
    """Standard deviations from 0 at which the nearer tail has probability *p*, below 0.075."""
    r = np.sqrt(-_log(p))
    distance = _rational(_NORMAL_TAIL, r - 1.6)
    far = np.flatnonzero(r > 5.0)
    if far.size:
        distance[far] = _rational(_NORMAL_FAR_TAIL, r[far] - 5.0)
    return distance


def _normal(u: Floats) -> Floats:
    p = np.maximum(u, _HALF_CELL)
    q = p - 0.5
    z = q * _rational(_NORMAL_CENTRE, 0.180625 - q * q)
    tail = np.flatnonzero(np.abs(q) > 0.425)
    if tail.size:
        nearer = np.minimum(p[tail], 1.0 - p[tail])
        z[tail] = np.copysign(_normal_tail(nearer), q[tail])
    return z


def normal(u: Floats | float) -> Floats:
    r"""Standard normal numbers.

    .. math::  z = \Phi^{-1}(u)

    Args:
        u: Uniform numbers in [0, 1), any shape; 0 counts as 2**-54, the middle of its cell.

    Returns:
        Finite numbers of the same shape, between -8.3 and 8.3, within a relative error of
        1e-15 (measured: 6.5e-16).

    Source:
        Wichura (1988), Algorithm AS 241, PPND16, Applied Statistics 37(3), 477-484.

    >>> normal(np.array([0.5, 0.975])).round(6).tolist()
    [0.0, 1.959964]
    """
    return _in_blocks(_normal, u)


def lognormal(u: Floats | float, mean: Floats | float, sd_log: Floats | float) -> Floats:
    r"""Lognormal numbers with a given mean.

    .. math::  x = m \, e^{s z - s^2/2}, \quad z = \Phi^{-1}(u)

    Args:
        u: Uniform numbers in [0, 1), any shape.
        mean: Mean :math:`m` of the numbers themselves, not of their logarithms, 0 or more.
        sd_log: Standard deviation :math:`s` of the logarithms, 0 or more.

    Returns:
        Numbers in the unit of *mean*, in the common shape; relative error up to 7e-15
        for :math:`s` up to 2 (measured; the error grows with :math:`s` and in the tails).

    >>> lognormal(np.array([0.1, 0.9]), mean=3.0, sd_log=0.0).tolist()
    [3.0, 3.0]
    """
    spread = _floats(sd_log)
    return np.asarray(mean * dexp(spread * normal(u) - spread * spread / 2.0))


def exponential(u: Floats | float, mean: Floats | float) -> Floats:
    r"""Exponential waiting times.

    .. math::  x = -m \ln(1 - u)

    Args:
        u: Uniform numbers in [0, 1), multiples of 2**-53, any shape.
        mean: Mean :math:`m`, 0 or more, a shape that broadcasts with *u*.

    Returns:
        Numbers in the unit of *mean*, 0 or more, within 1.5 ULP (measured: 1.4).

    >>> exponential(np.array([0.0, 0.5]), mean=2.0).round(6).tolist()
    [0.0, 1.386294]
    """
    return np.asarray(mean * (0.0 - dlog(1.0 - _floats(u))))


def pareto_truncated(u: Floats | float, low: float, high: float, shape: float) -> Floats:
    r"""Pareto numbers between two limits.

    .. math::  x = l \left(1 - u \left(1 - (l/h)^{a}\right)\right)^{-1/a}

    Args:
        u: Uniform numbers in [0, 1), multiples of 2**-53, any shape.
        low: Smallest number :math:`l`, above 0.
        high: Largest number :math:`h`, not below *low*; infinite for the plain Pareto law.
        shape: Tail exponent :math:`a`, above 0; the smaller, the heavier the tail.

    Returns:
        Numbers from *low* to *high*, in their unit; relative error up to 1e-15.

    >>> pareto_truncated(np.array([0.0, 0.75]), low=1.0, high=np.inf, shape=1.0).tolist()
    [1.0, 4.0]
    """
    left_out = dpow(low / high, shape)
    # 1 - u is exact, so that the sum stays accurate near the upper limit.
    kept = (1.0 - _floats(u)) + _floats(u) * left_out
    return np.minimum(np.maximum(low * dpow(kept, -1.0 / shape), low), high)


class _Search(NamedTuple):
    r"""Where an inversion stands, one row per count; :math:`p_k = p_{k-1}(a + b/k)`."""

    u: Floats
    k: Floats
    mass: Floats
    cumulative: Floats
    high: Floats
    a: Floats
    b: Floats

    def only(self, rows: Ints) -> Self:
        """Leave out all other rows."""
        return type(self)(*(column[rows] for column in self))

    def step(self) -> Self:
        """Go on to the next count."""
        k = self.k + 1.0
        mass = self.mass * (self.a + self.b / k)
        return self._replace(k=k, mass=mass, cumulative=self.cumulative + mass)


def _first_above(search: _Search) -> Floats:
    """Smallest counts whose cumulative probability exceeds *u*, at most *high*."""
    if search.k.size <= _FEW:
        return _first_above_of_few(search)
    count = search.k.copy()
    for _ in range(int(np.max(search.high - search.k, initial=0.0))):
        waiting = search.cumulative <= search.u
        rows = np.flatnonzero(waiting)
        if rows.size == 0:
            break
        if count.size >= _WORTH_A_SPLIT and 4 * rows.size < count.size:
            count[rows] = _first_above(search.only(rows))
            break
        count += waiting
        search = search.step()
    return np.minimum(count, search.high)


def _first_above_of_few(search: _Search) -> Floats:
    """The same counts from one table: the same sums in the same order, without a loop."""
    steps = np.arange(1.0, np.max(search.high - search.k, initial=0.0) + 1.0)
    ratio = search.a[:, None] + search.b[:, None] / (search.k[:, None] + steps)
    mass = np.cumprod(np.column_stack([search.mass, ratio]), axis=1)
    mass[:, 0] = search.cumulative
    passed = (np.cumsum(mass, axis=1) <= search.u[:, None]).sum(axis=1)
    return np.minimum(search.k + passed, search.high)


def _lowest_count(mean: Floats, deviation: Floats) -> Floats:
    """Counts below are too rare to consider; 0 where Stirling's series would not serve."""
    low = np.floor(mean - _REACH * deviation)
    return np.where(low < _STIRLING_START, 0.0, low)


def _stirling_rest(k: Floats) -> Floats:
    r""":math:`\ln k!` beyond :math:`k \ln k - k + \ln(2\pi k)/2`, for *k* from 16."""
    square = 1.0 / (k * k)
    return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680)))) / k


def _deviance(k: Floats, mean: Floats) -> Floats:
    return k * _log(k / mean) + mean - k


def _poisson_mass(k: Floats, mean: Floats) -> Floats:
    """Probability of *k*, from 16 (Loader 2000, saddle point)."""
    return _exp(-_stirling_rest(k) - _deviance(k, mean)) / np.sqrt(2.0 * np.pi * k)


def _poisson(u: Floats, mean: Floats) -> Ints:
    deviation = np.sqrt(mean)
    low = _lowest_count(mean, deviation)
    mass = _exp(-mean)
    far = np.flatnonzero(low)
    if far.size:
        mass[far] = _poisson_mass(low[far], mean[far])
    high = np.ceil(mean + _REACH * deviation + _LEAST_REACH)
    return _first_above(_Search(u, low, mass, mass, high, a=np.zeros_like(mean), b=mean)).astype(
        np.int64
    )


def poisson(u: Floats | float, mean: Floats | float) -> Ints:
    r"""Poisson counts, by exact inversion.

    .. math::  \min \{k : F(k) > u\}, \quad p_k = p_{k-1}\, m / k

    The sum starts where the probability is below 1e-16, so it takes up to about
    :math:`9 \sqrt m` steps for typical luck.

    Args:
        u: Uniform numbers in [0, 1), any shape.
        mean: Mean :math:`m`, 0 or more and finite, a shape that broadcasts with *u*.

    Returns:
        Counts in the common shape, never falling in *u*. Measured error of the cumulative
        probabilities: 2e-13 for means up to 10,000.

    Raises:
        InputError: A mean is negative or not finite.

    Source:
        Loader (2000), Fast and accurate computation of binomial probabilities.

    >>> poisson(np.array([0.0, 0.5, 0.99]), mean=2.0).tolist()
    [0, 2, 6]
    """
    _refuse_unless((_floats(mean) >= 0.0) & (_floats(mean) < np.inf), "mean", mean, "0 or more")
    return _in_blocks(_poisson, u, mean)


def _binomial_mass(k: Floats, n: Floats, p: Floats) -> Floats:
    """Probability of *k*, where *k* and ``n - k`` are 16 or more (Loader 2000, saddle point)."""
    rest = _stirling_rest(n) - _stirling_rest(k) - _stirling_rest(n - k)
    deviance = _deviance(k, n * p) + _deviance(n - k, n * (1.0 - p))
    return _exp(rest - deviance) * np.sqrt(n / (2.0 * np.pi * k * (n - k)))


def _rare_binomial(u: Floats, n: Floats, p: Floats) -> Floats:
    """Binomial counts for *p* up to one half."""
    mean = n * p
    low = _lowest_count(mean, np.sqrt(mean * (1.0 - p)))
    mass = _pow(1.0 - p, n)
    far = np.flatnonzero(low)
    if far.size:
        mass[far] = _binomial_mass(low[far], n[far], p[far])
    high = np.minimum(n, np.ceil(mean + _REACH * np.sqrt(mean) + _LEAST_REACH))
    odds = p / (1.0 - p)
    return _first_above(_Search(u, low, mass, mass, high, a=-odds, b=(n + 1.0) * odds))


def _binomial(u: Floats, n: Floats, p: Floats) -> Ints:
    rare = p <= 0.5
    # Counting failures instead turns "exceeds u" into "reaches 1 - u".
    luck = np.where(rare, u, np.nextafter(1.0 - u, 0.0))
    count = _rare_binomial(luck, n, np.where(rare, p, 1.0 - p))
    return np.where(rare, count, n - count).astype(np.int64)


def binomial(u: Floats | float, n: Ints | int, p: Floats | float) -> Ints:
    r"""Binomial counts, by exact inversion.

    .. math::  \min \{k : F(k) > u\}, \quad
               p_k = p_{k-1} \frac{n - k + 1}{k} \frac{p}{1 - p}

    Args:
        u: Uniform numbers in [0, 1), multiples of 2**-53, any shape.
        n: Trials, 0 or more, a shape that broadcasts with *u*.
        p: Probability of success, 0 to 1, a shape that broadcasts with *u*.

    Returns:
        Successes in the common shape, never falling in *u*. Measured error of the cumulative
        probabilities: 5e-13 for up to 5,000 trials.

    Raises:
        InputError: A number of trials is negative, or a probability outside 0 to 1.

    Source:
        Loader (2000), Fast and accurate computation of binomial probabilities.

    >>> binomial(np.array([0.0, 0.5, 0.99]), n=4, p=0.5).tolist()
    [0, 2, 4]
    """
    _refuse_unless(np.asarray(n) >= 0, "n", n, "0 or more")
    _refuse_unless((_floats(p) >= 0.0) & (_floats(p) <= 1.0), "p", p, "0 to 1")
    return _in_blocks(_binomial, u, np.asarray(n, dtype=np.float64), p)


def _refuse_unless(fine: Flags, name: str, given: Floats | Ints | float, possible: str) -> None:
    if not fine.all():
        wrong = np.asarray(given)[~fine].flat[0]
        raise InputError([f"{name} = {wrong} is not possible: it must be {possible}."])


def discrete(u: Floats, weights: Floats) -> Ints:
    r"""Choices among the same *k* for all, with probabilities in proportion to the weights.

    .. math::  \min \{j : \textstyle\sum_{i \le j} w_i > u \sum_i w_i\}

    Args:
        u: Uniform numbers in [0, 1), any shape.
        weights: Weights, 0 or more, not all 0, shape ``(k,)``.

    Returns:
        Indices 0 to k - 1, shape of *u*; what weighs nothing is never chosen.

    Raises:
        InputError: Nothing has weight.

    >>> discrete(np.array([0.0, 0.3, 0.9]), np.array([1.0, 0.0, 3.0])).tolist()
    [0, 2, 2]
    """
    running = np.cumsum(weights)
    _refuse_unless(running[-1:] > 0.0, "sum of weights", running[-1:], "above 0")
    return np.asarray(np.searchsorted(running, u * running[-1], side="right"), dtype=np.int64)


def discrete_rows(u: Floats, weights: Floats) -> Ints:
    """Choices among *k*, with weights of its own for each row.

    Args:
        u: Uniform numbers in [0, 1), shape ``(n,)``.
        weights: Weights, 0 or more, not all 0 in a row, shape ``(n, k)``.

    Returns:
        Indices 0 to k - 1, shape ``(n,)``; what weighs nothing is never chosen.

    Raises:
        InputError: Nothing has weight in some row.

    >>> discrete_rows(np.array([0.6, 0.6]), np.array([[1.0, 1.0], [9.0, 1.0]])).tolist()
    [1, 0]
    """
    running = np.cumsum(weights, axis=1)
    total = running[:, -1]
    _refuse_unless(total > 0.0, "sum of weights in a row", total, "above 0")
    passed = np.count_nonzero(running <= (u * total)[:, None], axis=1)
    return np.asarray(passed, dtype=np.int64)


def round_random(x: Floats | float, u: Floats | float) -> Ints:
    r"""Round to a neighbouring whole number, such that the mean is kept.

    .. math::  \lfloor x + u \rfloor

    as if the sum were exact: a whole number stays, however large, whatever the luck.

    Args:
        x: Numbers between -2**53 and 2**53, any shape.
        u: Uniform numbers in [0, 1), a shape that broadcasts with *x*.

    Returns:
        Whole numbers in the common shape.

    >>> round_random(np.array([2.25, 2.25, 7.0]), np.array([0.7, 0.8, 0.99])).tolist()
    [2, 3, 7]
    """
    below = np.floor(x)
    return np.asarray(below + (u >= 1.0 - (x - below))).astype(np.int64)
