"""Experiments over many parameter draws, as tables: a row a draw."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from cluster_abm.core.errors import did_you_mean
from cluster_abm.core.types import Floats
from cluster_abm.lab.store.disk import StoreError

PREFIX = "p."
"""What the name of a parameter's column begins with, in the table runs."""


class Draws(NamedTuple):
    """Parameters and effects of every draw."""

    parameters: pd.DataFrame
    """A row a draw, a column a parameter that differs between draws."""
    effects: Mapping[str, Floats]
    """Policy minus baseline by policy, shape ``(draws, worlds)``; the baseline's level if an
    experiment has nothing but a baseline."""

    @property
    def means(self) -> pd.DataFrame:
        """Mean effect over the worlds, a row a draw, a column a policy."""
        means = {policy: table.mean(axis=1) for policy, table in self.effects.items()}
        return pd.DataFrame(means, index=self.parameters.index)


def read_draws(folder: str | Path, outcome: str = "") -> Draws:
    """Read parameters and effects from the folder of an experiment.

    Args:
        folder: Folder of its results.
        outcome: Column of its table ``summary``; the total of the first outcome if not given.

    Raises:
        StoreError: There are no results, no such outcome, or fewer than two draws.
    """
    folder = Path(folder)
    try:
        plan = json.loads((folder / "plan.json").read_text("utf-8"))
        runs, summary = (pd.read_parquet(folder / name) for name in ("runs", "summary"))
        assigned = pd.read_parquet(folder / "assignments.parquet")
    except OSError as error:
        raise StoreError(f"{folder.name} holds no results of an experiment.") from error
    column = outcome or f"{plan['outcomes'][0]}_total"
    if column not in summary:
        known = [str(name) for name in summary]
        raise StoreError(
            f"{column} is no outcome of the table summary.{did_you_mean(column, known)}"
        )
    return draws_of(runs, summary, assigned, outcome=column)


def draws_of(
    runs: pd.DataFrame, summary: pd.DataFrame, assigned: pd.DataFrame, *, outcome: str
) -> Draws:
    """Put the tables of an experiment together.

    Args:
        runs: A row a run: ``run``, ``draw``, ``p.<parameter>``.
        summary: A row a run: ``run`` and the outcome.
        assigned: Which run serves which ``policy``, ``draw`` and ``replicate``; the first policy
            is the baseline.
        outcome: Column of *summary*.

    Returns:
        The draws that ended well in all worlds under all policies.

    Raises:
        StoreError: Fewer than two draws are complete.
    """
    rows = assigned.merge(summary[["run", outcome]], on="run", how="left")
    policies = list(dict.fromkeys(assigned["policy"]))
    table = rows.pivot(index="draw", columns=["policy", "replicate"], values=outcome)
    table = table.dropna()
    if len(table) < 2:
        asked = rows["draw"].nunique()
        more = "" if asked > 1 else " The experiment has no table [uncertainty] with several draws."
        raise StoreError(f"{len(table)} of {asked} draws are complete; two are needed.{more}")
    levels = {policy: table[policy].to_numpy(np.float64) for policy in policies}
    base = levels[policies[0]]
    effects = {policy: levels[policy] - base for policy in policies[1:]} or {policies[0]: base}
    return Draws(_parameters(runs, table.index), effects)


def _parameters(runs: pd.DataFrame, draws: pd.Index) -> pd.DataFrame:
    """Numbers that differ between draws."""
    names = [name for name in runs if str(name).startswith(PREFIX)]
    values = runs.drop_duplicates("draw").set_index("draw").loc[draws, names]
    values = values.select_dtypes("number").rename(columns=lambda name: str(name)[len(PREFIX) :])
    return values.loc[:, values.nunique() > 1]
