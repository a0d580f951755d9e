"""What the answer hangs on: the effect in every parameter draw of an experiment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow.parquet as pq
from scipy import stats

from cluster_abm.core.types import Floats
from cluster_abm.lab.inference.comparison import Comparison
from cluster_abm.lab.inference.spread import table_of
from cluster_abm.lab.inference.uncertainty import (
    Ranking,
    Share,
    Shares,
    ranking,
    variance_shares,
    wilson,
)


class Hinges(NamedTuple):
    """How the effect on the primary outcome moves with what we do not know."""

    draws: int
    shares: Mapping[str, Shares]
    """Parameters and chance, by policy."""
    positive: Mapping[str, Share]
    """Share of draws in which the effect is positive, by policy."""
    correlations: Mapping[str, Mapping[str, float]]
    """Rank correlation of the effect with each parameter, by policy, the strongest first."""
    ranking: Ranking | None
    """Whether the order of policies survives; nothing with a single policy."""


def read_hinges(comparison: Comparison) -> Hinges | None:
    """Read what the answer hangs on, or nothing if the experiment has a single draw."""
    if comparison.draws < 2:
        return None
    draws = sorted({draw for _, draw in comparison.worlds()})
    effects = {
        policy: table_of(_effects(comparison, policy), len(draws)) for policy in comparison.policies
    }
    return hinges(effects, _parameters(comparison, draws))


def hinges(effects: Mapping[str, Floats], parameters: Mapping[str, Floats]) -> Hinges:
    """Say what the effects of some policies hang on.

    Args:
        effects: Effect by policy, shape ``(draws, worlds)``.
        parameters: Value of each parameter by name, shape ``(draws,)``.

    Returns:
        Shares, signs, correlations and ranking.
    """
    means = {policy: table.mean(axis=1) for policy, table in effects.items()}
    draws = len(next(iter(means.values())))
    return Hinges(
        draws,
        {policy: variance_shares(table) for policy, table in effects.items()},
        {policy: wilson(float((mean > 0).mean()), draws) for policy, mean in means.items()},
        {policy: _correlations(mean, parameters) for policy, mean in means.items()},
        ranking(np.stack(list(effects.values()), axis=2)) if len(effects) > 1 else None,
    )


def _effects(comparison: Comparison, policy: str) -> Floats:
    outcome = comparison.outcomes[0]
    months = slice(*comparison.finding(outcome, policy).months)
    mean: Floats = comparison.difference(outcome, policy)[:, months].mean(axis=1)
    return mean


def _parameters(comparison: Comparison, draws: list[int]) -> dict[str, Floats]:
    """Parameters that differ between draws, one value a draw."""
    table = pq.read_table(comparison.folder / "runs")
    draw = table["draw"].to_numpy()
    first = [int(np.flatnonzero(draw == number)[0]) for number in draws]
    found = {}
    for name in table.column_names:
        if name.startswith("p.") and str(table.schema.field(name).type) == "double":
            values = table[name].to_numpy()[first]
            if np.ptp(values) > 0:
                found[name.removeprefix("p.")] = values
    return found


def _correlations(mean: Floats, parameters: Mapping[str, Floats]) -> dict[str, float]:
    if np.ptp(mean) == 0:
        return dict.fromkeys(parameters, 0.0)
    found = {name: float(stats.spearmanr(mean, of).statistic) for name, of in parameters.items()}
    return dict(sorted(found.items(), key=lambda item: -abs(item[1])))
