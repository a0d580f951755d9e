"""Experiments over many parameter draws, as tables: a row a draw."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from cluster_abm.core.errors import did_you_mean
from cluster_abm.core.types import Floats
from cluster_abm.lab.store.disk import StoreError
from cluster_abm.lab.store.folder import read_plan
from cluster_abm.lab.store.parts import SUMMARIES

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
        outcome: Metric and column of its table ``summary``, such as ``employment_narrow_final``;
            the total of the first outcome if not given.

    Raises:
        StoreError: There are no results, no such outcome, or fewer than two draws.
    """
    folder = Path(folder)
    name = outcome or f"{read_plan(folder)['outcomes'][0]}_total"
    try:
        runs, summary = (pd.read_parquet(folder / table) for table in ("runs", "summary"))
        assigned = pd.read_parquet(folder / "assignments.parquet")
    except OSError as error:
        raise StoreError(f"{folder.name} holds no results of an experiment.") from error
    return draws_of(runs, _told(summary, name), assigned, outcome=name)


def _told(summary: pd.DataFrame, outcome: str) -> pd.DataFrame:
    """What a summary says of an outcome, a row a run: ``run`` and the outcome."""
    metric, column = next(
        ((outcome.removesuffix(f"_{what}"), what) for what in SUMMARIES
         if outcome.endswith(f"_{what}")),
        ("", ""),
    )  # fmt: skip
    rows = summary[summary["metric"] == metric]
    if rows.empty:
        known = [f"{name}_{what}" for name in summary["metric"].unique() for what in SUMMARIES]
        raise StoreError(
            f"{outcome} is no outcome of the table summary.{did_you_mean(outcome, known)}"
        )
    return rows[["run", column]].rename(columns={column: outcome})


def draws_of(
    runs: pd.DataFrame, summary: pd.DataFrame, assigned: pd.DataFrame, *, outcome: str
) -> Draws:
    """Put the tables of an experiment together.

    Args:
        runs: A row a run: ``run``, ``draw``, ``p.<parameter>``.
        summary: A row a run: ``run`` and a column for the outcome.
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
