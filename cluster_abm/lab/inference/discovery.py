"""Which policy may one regret, and where in the space of assumptions does it fail?"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from cluster_abm.core.errors import ClusterError
from cluster_abm.core.types import Flags
from cluster_abm.lab.inference.ratios import SEED
from cluster_abm.lab.inference.uncertainty import Share, wilson

DENSITY = 0.8
"""Share of cases of interest that a box should have."""
TRAIN = 0.5
"""Share of the draws in which a box is looked for; the others check it."""
SMALLEST = 0.05
"""Smallest share of the draws that a box may hold."""
LEAST = 40
"""Draws below which a box cannot be found and checked."""
HIGH = 0.9
"""Quantile of regret that is shown."""


def regret(effects: pd.DataFrame) -> pd.DataFrame:
    """How much each policy falls behind the best one, draw by draw.

    Args:
        effects: A row a draw, a column a policy; more is better.  A column of noughts stands for
            doing nothing.

    Returns:
        A row a policy, the smallest of the largest regrets first: ``mean``, ``high`` (nine draws
        in ten have less), ``largest``, and ``best``: the share of draws in which it is the best.

    Source:
        Savage (1951); Lempert, Popper and Bankes (2003).

    >>> regret(pd.DataFrame({"bold": [9.0, -5.0], "mild": [3.0, 1.0]}))["largest"].to_dict()
    {'bold': 6.0, 'mild': 6.0}
    """
    behind = -effects.sub(effects.max(axis=1), axis=0)
    ties = (behind == 0).sum(axis=1)
    table = pd.DataFrame({
        "mean": behind.mean(),
        "high": behind.quantile(HIGH),
        "largest": behind.max(),
        "best": (behind == 0).div(ties, axis=0).mean(),
    })  # fmt: skip
    return table.sort_values(["largest", "mean"], kind="stable")


class Fit(NamedTuple):
    """How well a box holds the cases of interest in some draws."""

    coverage: Share
    """Share of the cases of interest that are in the box."""
    density: Share
    """Share of the box that is of interest."""
    base: float
    """Share of all draws that is of interest: the density of no box at all."""


class Box(NamedTuple):
    """Ranges of a few parameters within which something mostly happens."""

    limits: Mapping[str, tuple[float, float]]
    """Lowest and highest value, for the parameters that matter."""
    found: Fit
    """In the draws in which it was looked for: always too good."""
    held_out: Fit
    """In the draws that it had not seen: what may be believed."""

    @property
    def confirmed(self) -> bool:
        """Is the box denser than chance in draws that it had not seen?"""
        return self.held_out.density.low > self.held_out.base


def find_box(
    parameters: pd.DataFrame, interesting: Flags, *, density: float = DENSITY, seed: int = SEED
) -> Box:
    """Find ranges of parameters within which something mostly happens (PRIM), and check them.

    Args:
        parameters: A row a draw, a column a parameter.
        interesting: In which draws it happens, shape ``(draws,)``.
        density: Share of the box that should be of interest.
        seed: Seed of the split.

    Returns:
        The box; of those dense enough the one that covers most, otherwise the densest.

    Raises:
        ClusterError: Too few draws, or it happens in all of them or in none.

    Source:
        Friedman and Fisher (1999); Bryant and Lempert (2010); EMA Workbench.
    """
    draws = len(parameters)
    order = np.random.default_rng(seed).permutation(draws)
    train, rest = np.sort(order[: int(TRAIN * draws)]), np.sort(order[int(TRAIN * draws) :])
    if draws < LEAST:
        raise ClusterError(
            f"{draws} draws are too few to find a box and to check it; {LEAST} least."
        )
    if not 0 < interesting[train].sum() < len(train):
        raise ClusterError("It happens in all draws or in none, so there is nothing to discover.")
    limits = _peel(parameters.iloc[train], interesting[train], density)
    inside = _inside(parameters, limits)
    return Box(
        limits,
        _fit(inside[train], interesting[train]),
        _fit(inside[rest], interesting[rest]),
    )


def _peel(
    parameters: pd.DataFrame, interesting: Flags, density: float
) -> dict[str, tuple[float, float]]:
    with warnings.catch_warnings():
        # the workbench says on import which of its runners are absent
        warnings.simplefilter("ignore")
        from ema_workbench.analysis import prim

        frame = parameters.reset_index(drop=True)
        box = prim.Prim(frame, interesting, mass_min=SMALLEST).find_box()
    path = box.peeling_trajectory
    dense = path[path["density"] >= density]
    chosen = dense["coverage"].idxmax() if len(dense) else path["density"].idxmax()
    whole, limits = box.box_lims[0], box.box_lims[int(chosen)]
    return {
        str(name): (float(limits[name].iloc[0]), float(limits[name].iloc[1]))
        for name in parameters
        if not limits[name].equals(whole[name])
    }


def _inside(parameters: pd.DataFrame, limits: Mapping[str, tuple[float, float]]) -> Flags:
    inside = np.ones(len(parameters), bool)
    for name, (low, high) in limits.items():
        inside &= parameters[name].between(low, high).to_numpy()
    return inside


def _fit(inside: Flags, interesting: Flags) -> Fit:
    both, nothing = int((inside & interesting).sum()), Share(np.nan, np.nan, np.nan)
    of_interest, boxed = int(interesting.sum()), int(inside.sum())
    return Fit(
        wilson(both / of_interest, of_interest) if of_interest else nothing,
        wilson(both / boxed, boxed) if boxed else nothing,
        float(interesting.mean()),
    )
