"""Points of an uncertainty design: which values the uncertain numbers take in each draw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import numpy as np

from cluster_abm.core.errors import InputError
from cluster_abm.core.rules import Number
from cluster_abm.core.types import Floats
from cluster_abm.scenarios.uncertain import Distribution, Uncertainty

LEVELS = 4
"""Levels of Morris's design, as usual."""

type Draw = Mapping[str, float]
"""Values of the uncertain numbers, by name."""

CERTAIN: tuple[Draw, ...] = ({},)
"""The one point of an experiment in which no number is uncertain."""


def draws_of(asked: Uncertainty | None, numbers: Mapping[str, Number[Any]]) -> tuple[Draw, ...]:
    """Every point of a design, in its order.

    Args:
        asked: The design; nothing is uncertain without one.
        numbers: The numbers of the model, whose ranges cut what is believed of them.

    Raises:
        InputError: The design needs a library that is not installed.
    """
    if asked is None:
        return CERTAIN
    names = list(asked.parameters)
    if asked.kind in ("list", "csv"):
        rows = zip(*(asked.parameters[name].values for name in names), strict=True)
        return tuple(dict(zip(names, row, strict=True)) for row in rows)
    if asked.kind == "grid":
        levels = [_levels(asked.parameters[n], asked.n, _row(n, numbers)) for n in names]
        return tuple(dict(zip(names, row, strict=True)) for row in product(*levels))
    points = unit_points(asked)
    columns = [
        quantiles(asked.parameters[name], points[:, at], _row(name, numbers)).tolist()
        for at, name in enumerate(names)
    ]
    return tuple(dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True))


def _row(name: str, numbers: Mapping[str, Number[Any]]) -> Number[Any]:
    """The number of which *name* may be one class, as in ``pay.engineer``."""
    return numbers[name.partition(".")[0]]


def unit_points(asked: Uncertainty) -> Floats:
    """Points of a sampled design in the unit cube, shape ``(draws, parameters)``."""
    # Imported late, because workers import this module and never draw.
    from scipy.stats import qmc

    width = len(asked.parameters)
    points: Floats
    match asked.kind:
        case "lhs":
            points = qmc.LatinHypercube(width, rng=asked.seed).random(asked.n)
        case "sobol":
            points = qmc.Sobol(width, rng=asked.seed).random(asked.n)
        case "saltelli":
            sample = _salib("sobol")
            points = sample(_problem(asked), asked.n, calc_second_order=False, seed=asked.seed)
        case _:
            points = _salib("morris")(_problem(asked), asked.n, num_levels=LEVELS, seed=asked.seed)
    return points


def _salib(name: str) -> Callable[..., Floats]:
    try:
        from SALib.sample import morris, sobol
    except ImportError:
        raise InputError(
            [f"A design of {name} needs SALib: pip install 'cluster-abm[lab]'."]
        ) from None
    sample: Callable[..., Floats] = {"morris": morris.sample, "sobol": sobol.sample}[name]
    return sample


def _problem(asked: Uncertainty) -> dict[str, Any]:
    """The design as SALib wants to hear it, in the unit cube."""
    names = list(asked.parameters)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _levels(belief: Distribution, n: int, row: Number[Any]) -> list[float]:
    if belief.values:
        return list(belief.values)
    ends = np.linspace(0.0, 1.0, n) if n > 1 else np.array([0.5])
    levels: list[float] = quantiles(belief, ends, row).tolist()
    return levels


def quantiles(belief: Distribution, shares: Floats, row: Number[Any]) -> Floats:
    """Values below which the given shares of a belief lie.

    Args:
        belief: What is believed of a number.
        shares: Shares, 0 to 1.
        row: The number; a normal belief is cut at the ends of its range.

    >>> even = Distribution(dist="uniform", low=2.0, high=4.0)
    >>> quantiles(even, np.array([0.0, 0.5, 1.0]), row=None).tolist()
    [2.0, 3.0, 4.0]
    """
    from scipy import stats

    low, high = belief.low or 0.0, belief.high or 0.0
    match belief.dist:
        case "uniform":
            values = stats.uniform(low, high - low).ppf(shares)
        case "loguniform":
            values = stats.loguniform(low, high).ppf(shares)
        case "triangular":
            mode = belief.mode or 0.0
            values = stats.triang((mode - low) / (high - low), low, high - low).ppf(shares)
        case _:
            mean, sd = belief.mean or 0.0, belief.sd or 1.0
            ends = ((row.low - mean) / sd, (row.high - mean) / sd)
            values = stats.truncnorm(*ends, loc=mean, scale=sd).ppf(shares)
    # Rounding must not carry a value over the end of its range.
    if belief.dist != "normal":
        return np.clip(values, low, high)
    return np.clip(values, row.low, row.high)
