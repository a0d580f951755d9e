"""Metrics: what is observed of a month, one number each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.errors import ClusterError


@dataclass(frozen=True)
class Metric:
    """A function of the model's state, with its unit and its sentence."""

    name: str
    unit: str
    doc: str
    function: Callable[..., float]


def metric[F: Callable[..., float]](*, unit: str) -> Callable[[F], F]:
    """Declare a metric; its name is the function's, its sentence the docstring's first line."""

    def declare(function: F) -> F:
        sentence = (function.__doc__ or "").strip().splitlines()
        if not sentence:
            raise ClusterError(f"The metric {function.__name__} needs a sentence.")
        declared = Metric(function.__name__, unit, sentence[0], function)
        function.metric = declared  # type: ignore[attr-defined]
        return function

    return declare


def metrics_of(module: Any) -> dict[str, Metric]:
    """Every metric that a module declares, in the order of the file."""
    found = (getattr(value, "metric", None) for value in vars(module).values())
    return {m.name: m for m in found if isinstance(m, Metric)}


def all_metrics(pages: Iterable[Any]) -> dict[str, Metric]:
    """Every metric of some modules by name; no name stands twice.

    Raises:
        ClusterError: Two metrics of one name.
    """
    table: dict[str, Metric] = {}
    for page in pages:
        for name, declared in metrics_of(page).items():
            if name in table and table[name] is not declared:
                raise ClusterError(f"Two metrics are called {name}; names are unique.")
            table[name] = declared
    return table


def total(values: NDArray[Any]) -> float:
    """Add up all entries, as most metrics do; NumPy's own method takes twice as long.

    >>> total(np.array([[1, 2], [3, 4]]))
    10.0
    """
    if values.size <= _FEW and values.dtype is _WHOLE:
        return float(sum(values.ravel().tolist()))
    return float(_ADD(values, None))


_ADD = np.add.reduce
_WHOLE = np.dtype(np.int64)
_FEW = 16
"""Whole numbers that Python adds up sooner than NumPy; the order of fractions would matter."""
