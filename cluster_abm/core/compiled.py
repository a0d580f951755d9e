"""Are the loops of this model compiled here?  This is the one place that decides.

With the extra ``fast``, Numba compiles the loops of :mod:`cluster_abm.core.kernels`. Each does the
same arithmetic in the same order as the NumPy function whose twin it is, so that the same bytes
come out, and NumPy stays the reference.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, cast

SWITCH = "CLUSTER_ABM_FAST"
"""Environment variable: ``0`` keeps to NumPy where Numba is installed."""

FOUND = find_spec("numba") is not None
"""Is Numba installed?"""

in_use = FOUND and os.environ.get(SWITCH) != "0"
"""Do the functions that have a compiled twin call it?"""


def kernel[F: Callable[..., object]](loop: F) -> F:
    """Compile a loop over arrays when it is first called, and keep the machine code on the disk.

    Arithmetic is that of IEEE 754: nothing is reordered or fused. Whether what was kept still holds
    is seen from the file of the loop alone, so loops that call each other stand in one file.
    """
    return _compiled(loop, boundscheck=False)


def kernel_of_places[F: Callable[..., object]](loop: F) -> F:
    """Compile a loop that looks places up, and let it refuse a place that is not there."""
    return _compiled(loop, boundscheck=True)


def piece[F: Callable[..., object]](loop: F) -> F:
    """Compile a piece of a loop into the loop, so that nothing is called.

    Where there is no branch in the loop either, the processor takes several numbers at a time.
    """
    return _compiled(loop, boundscheck=False, forceinline=True)


def from_c(name: str, numbers: int) -> Any:
    """A function of the C library that takes so many numbers or addresses, for compiled loops."""
    if not in_use:
        return None
    from numba import types

    return types.ExternalFunction(name, types.voidptr(*[types.uintp] * numbers))


def _compiled[F: Callable[..., object]](loop: F, **options: bool) -> F:
    if not in_use:
        return loop
    import numba

    # a second door, for callers in C, would be opened at every start and used by nobody
    compiled: Any = numba.njit(cache=True, error_model="numpy", no_cfunc_wrapper=True, **options)(
        loop
    )
    return cast("F", compiled)
