"""Constants of the elementary functions, for NumPy and for the compiled loops alike.

Tables come from :mod:`decimal`, whose exponentials and logarithms are correctly rounded. Single
constants are arrays without axes, which NumPy need not convert at every use.
"""

from decimal import Decimal, localcontext
from typing import NamedTuple

import numpy as np

from cluster_abm.core.types import Floats

SLOTS, SLOT_BITS = 128, 7
FRACTION_BITS = 52
# Numbers are scaled to [0.6875, 1.375), so that 1 lies inside and its logarithm is exact.
SCALE_START = 0x3FE6000000000000


def _rounded_to(number: Decimal, bits: int) -> float:
    """The multiple of 2**-bits nearest to *number*."""
    return int((number * (1 << bits)).to_integral_value()) / (1 << bits)


class ExpTable(NamedTuple):
    """Powers :math:`2^{j/128}` as root times (1 + excess), and the step ln 2 / 128 in two parts."""

    root: Floats
    excess: Floats
    per_unit: Floats
    step: Floats
    step_rest: Floats


class LogTable(NamedTuple):
    """Short reciprocals of 128 cells, minus their logarithms in two parts, and ln 2 in two."""

    reciprocal: Floats
    log: Floats
    log_rest: Floats
    ln2: Floats
    ln2_rest: Floats


def _exp_table() -> ExpTable:
    with localcontext(prec=50):
        step = Decimal(2).ln() / SLOTS
        powers = [(step * j).exp() for j in range(SLOTS)]
        roots = [float(power) for power in powers]
        excess = [
            float(power / Decimal(root) - 1) for power, root in zip(powers, roots, strict=True)
        ]
        # 35 bits, so that the product with a whole number below 2**18 is exact.
        short = _rounded_to(step, 42)
        return ExpTable(
            root=np.array(roots),
            excess=np.array(excess),
            per_unit=np.array(float(1 / step)),
            step=np.array(short),
            step_rest=np.array(float(step - Decimal(short))),
        )


def _log_table() -> LogTable:
    edges = (SCALE_START + (np.arange(SLOTS + 1) << (FRACTION_BITS - SLOT_BITS))).view(float)
    low, high = edges[:-1], edges[1:]
    reciprocal = np.rint(1024.0 / (low + high)) / 512.0
    # Next to 1 the reciprocal is exactly 1, so that nothing is lost where the logarithm is small.
    reciprocal[(low == 1.0) | (high == 1.0)] = 1.0
    with localcontext(prec=50):
        logs = [-Decimal(r).ln() for r in reciprocal.tolist()]
        # Multiples of 2**-42 below 2**10 add up without rounding.
        short = [_rounded_to(log, 42) for log in logs]
        ln2 = _rounded_to(Decimal(2).ln(), 42)
        return LogTable(
            reciprocal=reciprocal,
            log=np.array(short),
            log_rest=np.array([float(a - Decimal(b)) for a, b in zip(logs, short, strict=True)]),
            ln2=np.array(ln2),
            ln2_rest=np.array(float(Decimal(2).ln() - Decimal(ln2))),
        )


EXP = _exp_table()
LOG = _log_table()
LOG_CURVE: list[Floats] = [
    np.array(c) for c in (1 / 9, -1 / 8, 1 / 7, -1 / 6, 1 / 5, -1 / 4, 1 / 3, -1 / 2)
]


class Fraction(NamedTuple):
    """Coefficients of a rational function, highest power first."""

    top: list[Floats]
    bottom: list[Floats]


def _fraction(top: tuple[float, ...], bottom: tuple[float, ...]) -> Fraction:
    return Fraction([np.array(c) for c in top], [np.array(c) for c in bottom])


NORMAL_CENTRE = _fraction(
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
NORMAL_TAIL = _fraction(
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
NORMAL_FAR_TAIL = _fraction(
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
NORMAL = (NORMAL_CENTRE, NORMAL_TAIL, NORMAL_FAR_TAIL)
"""The normal quantile near the centre, in the tails, and far out."""
