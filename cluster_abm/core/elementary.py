r"""Exponentials, logarithms and powers with the same bytes on every x86-64 machine.

NumPy's own ``exp``, ``log`` and ``power`` change their last bit with the processor. Everything
here uses only operations that IEEE 754 rounds exactly (sums, products, quotients, square roots,
whole numbers, bit patterns), one element at a time, so a result depends neither on the machine
nor on the other elements.

Errors are in ULP, units in the last place of the true value.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core import compiled
from cluster_abm.core.coefficients import (
    EXP,
    FRACTION_BITS,
    LOG,
    LOG_CURVE,
    SCALE_START,
    SLOT_BITS,
    SLOTS,
)
from cluster_abm.core.kernels import numerics as kernels
from cluster_abm.core.types import Floats, Ints

__all__ = ["as_floats", "dexp", "dlog", "dpow", "exp_of_column", "flat_columns", "in_blocks",
           "log_of_column", "logistic", "logit_share", "pow_of_column", "through"]  # fmt: skip


def _constant(value: float) -> Floats:
    """Make an array without axes, which NumPy need not convert at every use."""
    return np.array(value)


def _whole(value: int) -> Ints:
    return np.array(value, np.int64)


_ONE, _HALF = _constant(1.0), _constant(0.5)
_LAST_SLOT, _SHIFT_OF_SLOT = _whole(SLOTS - 1), _whole(SLOT_BITS)
_SHIFT_OF_FRACTION, _SHIFT_OF_CELL = _whole(FRACTION_BITS), _whole(FRACTION_BITS - SLOT_BITS)
_TINIEST_NORMAL, _INFINITY = _constant(2.0**-1022), _constant(np.inf)
# Beyond these the exponential is infinite or zero for certain.
_LEAST_EXPONENT, _MOST_EXPONENT = _constant(-746.0), _constant(710.0)
_SIXTH, _PART_OF_24, _PART_OF_120 = (_constant(1 / n) for n in (6, 24, 120))
# 26 significant bits remain, so that the product of two such heads is exact.
_HEAD_MASK = _whole(-1 << 27)
_SCALE_START = _whole(SCALE_START)
# Powers of 2 that lift any subnormal number among the normal ones.
_LIFT, _LIFTING_FACTOR = 54, 2.0**54
# Intermediate columns of this length stay in the cache of the processor.
_BLOCK = 4096


def as_floats(x: Floats | float) -> Floats:
    """Take numbers as doubles."""
    return np.asarray(x, dtype=np.float64)


def in_blocks[S: np.generic](
    compute: Callable[..., NDArray[S]], *operands: Floats | float
) -> NDArray[S]:
    """Compute flat blocks of the operands, broadcast to one shape, without a word on infinities."""
    shape, flat = flat_columns(*operands)
    size = flat[0].size
    with np.errstate(all="ignore"):
        if size <= _BLOCK:
            return compute(*flat).reshape(shape)
        cuts = [slice(start, start + _BLOCK) for start in range(0, size, _BLOCK)]
        return np.concatenate([compute(*(c[cut] for c in flat)) for cut in cuts]).reshape(shape)


def flat_columns(*operands: Floats | float) -> tuple[tuple[int, ...], list[Floats]]:
    """Broadcast the operands to one shape; return it, and them as flat columns."""
    columns = [np.asarray(operand, np.float64) for operand in operands]
    shape = columns[0].shape
    if len({column.shape for column in columns}) > 1:
        shape = np.broadcast(*columns).shape
        columns = [
            column if column.shape == shape else _spread(column, shape) for column in columns
        ]
    return shape, [column.ravel() for column in columns]


def through(loop: Callable[..., None], x: Floats | float, *constants: float) -> Floats:
    """Let a compiled loop fill a column from one operand."""
    column = np.asarray(x, np.float64)
    out = np.empty(column.shape)
    loop(column.ravel(), *constants, out if out.ndim == 1 else out.reshape(-1))
    return out


def _spread(column: Floats, shape: tuple[int, ...]) -> Floats:
    """Repeat a column to fill a shape; for few numbers quicker than NumPy's own broadcasting."""
    full = np.empty(shape)
    full[...] = column
    return full


def _exp_of_sum(x: Floats, rest: Floats | None = None) -> Floats:
    """Exponential of ``x + rest``, where *rest* is at most about one ULP of *x*."""
    r = np.maximum(x, _LEAST_EXPONENT)
    np.minimum(r, _MOST_EXPONENT, out=r)
    steps = np.rint(r * EXP.per_unit)
    r -= steps * EXP.step
    r -= steps * EXP.step_rest
    if rest is not None:
        r += rest
    whole = steps.astype(np.int64)
    slot = whole & _LAST_SLOT
    square = r * r
    growth = EXP.excess.take(slot)
    growth += r
    growth += square * (_HALF + r * _SIXTH)
    square *= square
    growth += square * (_PART_OF_24 + r * _PART_OF_120)
    root = EXP.root.take(slot)
    growth *= root
    growth += root
    whole >>= _SHIFT_OF_SLOT
    power: Floats = np.ldexp(growth, whole.astype(np.int32))
    return power


def exp_of_column(x: Floats) -> Floats:
    """Exponential of a flat column of doubles."""
    return _exp_of_sum(x)


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
    if compiled.in_use:
        return through(kernels.exp_column, x)
    return in_blocks(exp_of_column, x)


class _Sum(NamedTuple):
    """A number as an unevaluated sum: *head* is the number rounded, *rest* what that leaves out."""

    head: Floats
    rest: Floats


def _top_half(x: Floats) -> Floats:
    """The first 26 significant bits."""
    return (x.view(np.int64) & _HEAD_MASK).view(np.float64)


def _log_of_normal(x: Floats, scaled_by: int = 0) -> _Sum:
    r"""Logarithm of :math:`x\,2^{-s}` for finite normal *x* above 0."""
    bits = x.view(np.int64)
    cell = bits - _SCALE_START
    exponent = cell >> _SHIFT_OF_FRACTION
    cell >>= _SHIFT_OF_CELL
    cell &= _LAST_SLOT
    k = exponent.astype(np.float64)
    if scaled_by:
        k -= scaled_by
    exponent <<= _SHIFT_OF_FRACTION
    z = (bits - exponent).view(np.float64)

    # z / centre - 1 in two parts, both exact because the reciprocal has few bits.
    reciprocal = LOG.reciprocal.take(cell)
    z_top = _top_half(z)
    r_rest = z - z_top
    r_rest *= reciprocal
    r_top = z_top
    r_top *= reciprocal
    r_top -= _ONE
    r = r_top + r_rest

    base = k * LOG.ln2
    base += LOG.log.take(cell)
    base += r_top
    head = base + r_rest
    rest = r_rest
    rest -= head - base
    k *= LOG.ln2_rest
    k += LOG.log_rest.take(cell)
    rest += k
    rest += r * r * _log_curve(r)
    total = head + rest
    rest -= total - head
    return _Sum(total, rest)


def _log_curve(r: Floats) -> Floats:
    r""":math:`(\ln(1+r) - r)/r^2` for :math:`|r| < 2^{-7}`."""
    curve = r * LOG_CURVE[0]
    curve += LOG_CURVE[1]
    for coefficient in LOG_CURVE[2:]:
        curve *= r
        curve += coefficient
    return curve


def _log_in_two(x: Floats) -> _Sum:
    """Logarithm of any number, in two parts."""
    normal = (x >= _TINIEST_NORMAL) & (x < _INFINITY)
    if normal.all():
        return _log_of_normal(x)
    others = (~normal).nonzero()[0]
    log = _log_of_normal(np.where(normal, x, _ONE))
    log.head[others], log.rest[others] = _log_of_others(x[others])
    return log


def _log_of_others(x: Floats) -> _Sum:
    """Logarithm of what is 0, subnormal, negative, infinite or no number."""
    limit = np.where(x == 0.0, -np.inf, np.where(x == np.inf, np.inf, np.nan))
    log = _Sum(limit, np.zeros_like(x))
    subnormal = ((x > 0.0) & (x < _TINIEST_NORMAL)).nonzero()[0]
    if subnormal.size:
        lifted = x[subnormal] * _LIFTING_FACTOR
        log.head[subnormal], log.rest[subnormal] = _log_of_normal(lifted, scaled_by=_LIFT)
    return log


def log_of_column(x: Floats) -> Floats:
    """Logarithm of a flat column of doubles."""
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
    if compiled.in_use:
        return through(kernels.log_column, x)
    return in_blocks(log_of_column, x)


def _lost_by_product(a: Floats, b: Floats, product: Floats) -> Floats:
    """What rounding took from ``a * b`` (Dekker 1971)."""
    a_top, b_top = _top_half(a), _top_half(b)
    a_rest, b_rest = a - a_top, b - b_top
    lost = a_top * b_top
    lost -= product
    lost += a_top * b_rest
    lost += a_rest * b_top
    lost += a_rest * b_rest
    return lost


def pow_of_column(x: Floats, y: Floats) -> Floats:
    """Power of flat columns of doubles."""
    log = _log_in_two(x)
    exponent = y * log.head
    lost = _lost_by_product(y, log.head, exponent)
    lost += y * log.rest
    usual = np.abs(exponent) < 2 * _MOST_EXPONENT
    if usual.all():
        return _exp_of_sum(exponent, lost)
    # Beyond, the power is 0 or infinite anyway, and the lost part may be no number.
    lost = np.where(usual, lost, 0.0)
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
    if isinstance(y, float | int) or np.ndim(y) == 0:
        if compiled.in_use:
            return through(kernels.pow_column_of_one, x, float(y))
        exponent = as_floats(y)
        return in_blocks(lambda base: pow_of_column(base, exponent), x)
    if not compiled.in_use:
        return in_blocks(pow_of_column, x, y)
    shape, (base, exponent) = flat_columns(x, y)
    power = np.empty(shape)
    kernels.pow_column(base, exponent, power.reshape(-1))
    return power


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
    return np.asarray(1.0 / (1.0 + dexp(-as_floats(x))))


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
    weight = dexp(score - np.maximum.reduce(score, axis=-1, keepdims=True))
    # A running sum adds in one order everywhere.
    return weight / weight.cumsum(axis=-1)[..., -1:]
