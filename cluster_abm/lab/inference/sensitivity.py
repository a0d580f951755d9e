"""Which assumptions matter: Morris and Sobol indices, on the model or on a surrogate of it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from cluster_abm.core.errors import ClusterError
from cluster_abm.core.types import Floats
from cluster_abm.lab.inference.ratios import LEVEL, SEED

type Bounds = Mapping[str, tuple[float, float]]
"""Lowest and highest value of each parameter."""
FOLDS = 5
"""Parts into which draws are cut, each held out once."""
SAMPLES = 2048
"""Base samples of the Sobol indices of a surrogate; a power of two."""
RESAMPLES = 200
GOOD = 0.8
"""Share of the variance of held-out draws that a surrogate must explain to be believed."""
MORRIS_LEVELS = 4
MANY = 800
"""Draws beyond which a Gaussian process takes too long."""


def bounds_of(parameters: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The box that the draws fill.

    >>> bounds_of(pd.DataFrame({"a": [1.0, 3.0], "b": [0.0, 5.0]}))
    {'a': (1.0, 3.0), 'b': (0.0, 5.0)}
    """
    return {
        str(name): (float(column.min()), float(column.max())) for name, column in parameters.items()
    }


def _problem(bounds: Bounds) -> dict[str, Any]:
    return {
        "num_vars": len(bounds),
        "names": list(bounds),
        "bounds": [list(ends) for ends in bounds.values()],
    }


def morris(parameters: pd.DataFrame, outcome: Floats, bounds: Bounds) -> pd.DataFrame:
    """Screen parameters by the mean size of their elementary effects.

    Args:
        parameters: A row a draw, in the order of the trajectories (one more draw than parameters
            each).
        outcome: Outcome of each draw, shape ``(draws,)``.
        bounds: Range of each parameter in the design.

    Returns:
        A row a parameter, the most important first: ``mu_star`` (mean size), ``mu`` (mean),
        ``sigma`` (spread: curves and interplay), ``error`` (half the 95 % interval of mu_star).

    Raises:
        ClusterError: The draws are no trajectories.

    Source:
        Morris (1991); Campolongo and others (2007); SALib.
    """
    from SALib.analyze import morris as analysis

    if len(parameters) % (len(bounds) + 1) or not _one_at_a_time(parameters, len(bounds)):
        raise ClusterError(
            f"{len(parameters)} draws of {len(bounds)} parameters are no design of Morris; use "
            "the design kind morris, or Sobol indices of a surrogate."
        )
    found = analysis.analyze(
        _problem(bounds),
        parameters[list(bounds)].to_numpy(np.float64),
        outcome,
        num_levels=MORRIS_LEVELS,
        conf_level=LEVEL,
        seed=SEED,
    )
    columns = {"mu_star": "mu_star", "mu": "mu", "sigma": "sigma", "error": "mu_star_conf"}
    table = pd.DataFrame(
        {name: np.asarray(found[key], float) for name, key in columns.items()}, index=list(bounds)
    )
    return table.sort_values("mu_star", ascending=False, kind="stable")


def _one_at_a_time(parameters: pd.DataFrame, number: int) -> bool:
    """Does every step of a trajectory move one parameter and no other?"""
    values = parameters.to_numpy(np.float64).reshape(-1, number + 1, number)
    moved = (np.diff(values, axis=1) != 0).sum(axis=2)
    return bool((moved == 1).all())


def sobol(outcome: Floats, bounds: Bounds, *, second_order: bool = False) -> pd.DataFrame:
    """Share of the variance that each parameter brings, from a design of Saltelli.

    Args:
        outcome: Outcome of each draw, in the order of the design, shape ``(draws,)``.
        bounds: Range of each parameter in the design.
        second_order: Was the design made for pairs of parameters too?

    Returns:
        A row a parameter, the most important first: ``first`` (alone), ``total`` (with others),
        each with half its 95 % interval.

    Raises:
        ClusterError: The number of draws fits no design of Saltelli.

    Source:
        Sobol (1993); Saltelli and others (2010); SALib.
    """
    from SALib.analyze import sobol as analysis

    block = (2 if second_order else 1) * len(bounds) + 2
    if len(outcome) % block or len(outcome) == 0:
        raise ClusterError(
            f"{len(outcome)} draws of {len(bounds)} parameters are no design of Saltelli, which "
            f"has a multiple of {block}; use the design kind saltelli, or a surrogate."
        )
    if np.ptp(outcome) == 0:
        raise ClusterError("The outcome is the same in all draws; no parameter matters.")
    found = analysis.analyze(
        _problem(bounds),
        outcome,
        calc_second_order=second_order,
        num_resamples=RESAMPLES,
        conf_level=LEVEL,
        seed=SEED,
    )
    table = pd.DataFrame(
        {"first": found["S1"], "first_error": found["S1_conf"],
         "total": found["ST"], "total_error": found["ST_conf"]},
        index=list(bounds), dtype=float,
    )  # fmt: skip
    return table.sort_values("total", ascending=False, kind="stable")


class Surrogate(NamedTuple):
    """A smooth stand-in for the model, and how far it is off where it has not looked."""

    kind: str
    predict: Any
    """A function of a table of parameters."""
    explained: float
    """Share of the variance of held-out draws that it explains; below 0 it is worse than a mean."""
    error: float
    """Root mean square error in held-out draws, in the outcome's unit."""

    @property
    def good(self) -> bool:
        """May its indices be believed?"""
        return self.explained >= GOOD


def fit_surrogate(parameters: pd.DataFrame, outcome: Floats, *, seed: int = SEED) -> Surrogate:
    """Fit the better of a Gaussian process and a boosted forest, and test it on held-out draws.

    Args:
        parameters: A row a draw, shape ``(draws, parameters)``.
        outcome: Outcome of each draw, shape ``(draws,)``.
        seed: Seed of the folds.

    Returns:
        The surrogate, fitted to all draws; its error is that of draws which it had not seen.

    Raises:
        ClusterError: Too few draws to hold any out.
    """
    from sklearn.model_selection import KFold, cross_val_predict

    if len(outcome) < 2 * FOLDS:
        raise ClusterError(f"{len(outcome)} draws are too few for a surrogate; {2 * FOLDS} least.")
    values = parameters.to_numpy(np.float64)
    folds = KFold(FOLDS, shuffle=True, random_state=seed)
    best: tuple[float, str, Any] | None = None
    with _alone():
        for kind, model in _models(values.shape, seed).items():
            held_out = cross_val_predict(model, values, outcome, cv=folds)
            error = float(np.sqrt(np.mean((held_out - outcome) ** 2)))
            if best is None or error < best[0]:
                best = (error, kind, model)
        assert best is not None
        error, kind, model = best
        model.fit(values, outcome)
    variance = float(np.var(outcome))
    explained = 1 - error**2 / variance if variance else float("nan")
    return Surrogate(kind, lambda table: model.predict(np.asarray(table, float)), explained, error)


def _models(shape: tuple[int, ...], seed: int) -> dict[str, Any]:
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.ensemble import HistGradientBoostingRegressor
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, StandardScaler

    draws, number = shape
    forest = HistGradientBoostingRegressor(min_samples_leaf=5, random_state=seed)
    if draws > MANY:
        return {"boosted forest": forest}
    kernel = ConstantKernel(10.0, (1e-3, 1e5)) * RBF(np.ones(number), (1e-2, 1e3))
    process = GaussianProcessRegressor(kernel + WhiteKernel(0.1, (1e-8, 1e1)), random_state=seed)
    return {
        "gaussian process": TransformedTargetRegressor(
            make_pipeline(MinMaxScaler(), process), transformer=StandardScaler()
        ),
        "boosted forest": forest,
    }


@contextmanager
def _alone() -> Iterator[None]:
    """One thread, as everywhere in the laboratory, and no word on what held-out draws decide."""
    from sklearn.exceptions import ConvergenceWarning
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1), warnings.catch_warnings():
        # a kernel that touches its bounds is no news: the error on held-out draws decides
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def surrogate_sobol(
    surrogate: Surrogate, bounds: Bounds, *, samples: int = SAMPLES
) -> pd.DataFrame:
    """Sobol indices of a surrogate, whose error must be told beside them.

    Args:
        surrogate: The fitted surrogate.
        bounds: Range of each parameter.
        samples: Base samples, a power of two.

    Returns:
        As :func:`sobol`.
    """
    from SALib.sample import sobol as sampling

    design = sampling.sample(_problem(bounds), samples, calc_second_order=False, seed=SEED)
    return sobol(surrogate.predict(design), bounds)
