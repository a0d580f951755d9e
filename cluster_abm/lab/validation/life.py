"""One life of the model, seen as statistical offices see a country: series, counts, panels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from cluster_abm.agents.classes import Kind
from cluster_abm.core.journal import Entries
from cluster_abm.core.policy import BASELINE, Policy
from cluster_abm.core.types import Floats, Ints
from cluster_abm.core.units import CENTS_PER_DOLLAR, MONTHS_PER_YEAR
from cluster_abm.model import ClusterModel
from cluster_abm.scenarios.reader import Scenario

COHORTS = ("foundings", "closures")
"""Panels that cohorts are read from; they are always kept."""


class Census(NamedTuple):
    """Every firm at the end of a year, a row each."""

    birth: Any
    kind: Any
    born: Any
    """Month in which it began."""
    staff: Any
    sales: Any
    """Sales of the last twelve months, US$."""
    pay: Any
    """Base pay relative to the mean of each skill class."""


class FirmMonths(NamedTuple):
    """Local firms month by month, a row each."""

    month: Any
    firm: Any
    research: Any
    """US$."""
    innovations: Any
    sales: Any
    """US$."""


@dataclass(frozen=True)
class Life:
    """One random world, lived to the end.

    Attributes:
        months: Length, months.
        series: Every metric by name, shape ``(months,)``.
        censuses: At the start, and after each year.
        panels: Events, by panel.
        firm_months: Local firms month by month.
        jobs: Staff by kind of employer, shape ``(months, kinds)``.
        separations: Jobs that ended, same shape.
        tenure_return: Rise of log pay with a year of tenure at the end, log points.
    """

    months: int
    series: Mapping[str, Floats]
    censuses: tuple[Census, ...]
    panels: Mapping[str, Entries]
    firm_months: FirmMonths
    jobs: Floats
    separations: Floats
    tenure_return: float


class Ask(NamedTuple):
    """One world that is asked for.

    With ``twin`` the baseline is lived too, in the same luck.
    """

    start: Scenario
    policy: Policy
    months: int
    seed: int
    replicate: int
    panels: tuple[str, ...] = ()
    twin: bool = False


class Lived(NamedTuple):
    """A world under its policy, and the same world without it if that was asked for."""

    life: Life
    base: Life | None


def live(ask: Ask) -> Lived:
    """Live a world, and its twin without the policy if that is asked for."""
    keep = tuple(dict.fromkeys((*COHORTS, *ask.panels)))
    model = ClusterModel(ask.start, seed=ask.seed, replicate=ask.replicate, policy=ask.policy,
                         keep=keep)  # fmt: skip
    past = model.snapshot()
    life = observe(model, ask.months)
    if not ask.twin:
        return Lived(life, None)
    model.restore(past, BASELINE)
    return Lived(life, observe(model, ask.months))


def observe(model: ClusterModel, months: int) -> Life:
    """Let a model live on, and note what a statistical office would.

    Args:
        model: A model before its first month.
        months: How long, months.
    """
    censuses, monthly, jobs, gone = [_census(model)], [], [], []
    for month in range(months):
        model.step()
        monthly.append(_firm_month(model, month))
        jobs.append(model.census.staff.sum(axis=(1, 2)))
        gone.append(model.flows.separations.sum(axis=(1, 2)))
        if (month + 1) % MONTHS_PER_YEAR == 0:
            censuses.append(_census(model))
    columns = (np.concatenate(part) for part in zip(*monthly, strict=True))
    return Life(
        months,
        {n: np.asarray(v, np.float64) for n, v in model.observed.model_vars.items()},
        tuple(censuses),
        {name: dict(model.journal.panel(name)) for name in model.journal.keep},
        FirmMonths(*columns),
        np.array(jobs, np.float64),
        np.array(gone, np.float64),
        tenure_return(model),
    )


def _census(model: ClusterModel) -> Census:
    firms = model.firms
    staff, pay = firms.staff.sum(axis=2), firms.pay.sum(axis=2)
    usual = pay.sum(axis=0) / np.maximum(staff.sum(axis=0), 1)
    relative = firms.bill / np.maximum((staff * usual).sum(axis=1), 1.0)
    sales = firms.year_sales.sum(axis=1) / CENTS_PER_DOLLAR
    columns = (firms.birth, firms.sort, firms.born, firms.headcount, sales, relative)
    return Census(*(column.copy() for column in columns))


def _firm_month(model: ClusterModel, month: int) -> FirmMonths:
    firms = model.firms
    rows = np.flatnonzero(firms.sort == Kind.SME)
    return FirmMonths(
        np.full(len(rows), month),
        firms.birth[rows],
        firms.research_cost[rows] / CENTS_PER_DOLLAR,
        firms.innovations[rows].astype(np.float64),
        firms.sales[rows] / CENTS_PER_DOLLAR,
    )


def tenure_return(model: ClusterModel) -> float:
    """Rise of log pay with a year of tenure, among locals of one skill and equal experience."""
    people = model.workforce
    rows = np.flatnonzero(people.employed & ~people.foreign & ~people.founder)
    skill = people.skill[rows].astype(np.int64)
    columns = [
        np.log(people.wage[rows].astype(np.float64)),
        people.tenure[rows] / MONTHS_PER_YEAR,
        people.experience[rows] / MONTHS_PER_YEAR,
    ]
    within = np.stack([c - group_mean(c, skill) for c in columns])
    return float(np.linalg.lstsq(within[1:].T, within[0], rcond=None)[0][0])


def group_mean(values: Floats, group: Ints, weight: Floats | None = None) -> Floats:
    """Mean of each one's group, perhaps weighted, shape of the values.

    >>> group_mean(np.array([1.0, 3.0, 5.0]), np.array([0, 0, 1])).tolist()
    [2.0, 2.0, 5.0]
    """
    weight = np.ones(len(values)) if weight is None else weight
    total = np.bincount(group, values * weight)
    mean: Floats = total / np.maximum(np.bincount(group, weight), 1e-300)
    return mean[group]
