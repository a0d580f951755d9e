"""Equal cost: how far a lever must be turned for one policy to cost what another one costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan
from pathlib import Path
from typing import NamedTuple

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.policy import Policy
from cluster_abm.core.types import Floats
from cluster_abm.lab.batch.conduct import Conduct
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.design.subject import Subject
from cluster_abm.lab.inference.comparison import Comparison
from cluster_abm.lab.inference.spread import mean_error
from cluster_abm.lab.inference.statistics import paired_interval
from cluster_abm.lab.inference.value import discount_factors
from cluster_abm.scenarios.files import ExperimentFile

TOLERANCE = 0.02
"""Gap between two costs, relative to the one that is to be met, at which they count as equal.

So does a gap within its own standard error: whoever goes on from there follows luck.
"""
STEPS = (1.05, 2.0)
"""Least and largest step of the lever outwards, in shares of its distance from rest."""
TRIES = 12
"""Values that are tried at most."""
DIGITS = 3
"""Digits that matter in a value that is tried, so that it can be written down and met again."""


class Cost(NamedTuple):
    """What a policy costs, and how sure the gap is to the cost that is to be met.

    Attributes:
        cost: Mean of all worlds, US$ over the run, discounted.
        error: Standard error of the gap, in the same worlds; 0 if nothing is left to chance.
        low: Lower end of the 95 % interval of the gap.
        high: Upper end.
    """

    cost: float
    error: float = 0.0
    low: float = nan
    high: float = nan


class Try(NamedTuple):
    """What a policy costs at one value of the lever; see :class:`Cost`."""

    value: float
    cost: float
    error: float = 0.0
    low: float = nan
    high: float = nan

    def meets(self, target: float, tolerance: float = TOLERANCE) -> bool:
        """Does it cost the same, as far as these worlds can tell?"""
        return abs(self.cost - target) <= max(tolerance * abs(target), self.error)


class Balance(NamedTuple):
    """The value at which two policies cost the same, or how near the search came.

    Attributes:
        lever: The lever that was turned.
        value: The best value that was found.
        cost: What the policy costs there, US$ over the run, discounted, mean of all worlds.
        target: What the other policy costs.
        equal: Do they differ by no more than ``TOLERANCE`` or the standard error?
        low: Lower end of the 95 % interval of the gap between both costs, in the same worlds.
        high: Upper end.
        tries: All values that were tried, in their order.
        worlds: Random worlds in which each was lived.
    """

    lever: str
    value: float
    cost: float
    target: float
    equal: bool
    low: float
    high: float
    tries: tuple[Try, ...]
    worlds: int


def search(
    cost: Callable[[float], Cost],
    target: float,
    *,
    start: float,
    rest: float,
    edge: float,
    tolerance: float = TOLERANCE,
    most: int = TRIES,
) -> tuple[Try, ...]:
    """Turn a lever until what it costs meets a target: outwards until it costs more, then between.

    Steps outwards and back assume that costs are in proportion to the lever, and go a little
    further, so that the target lies between.

    Args:
        cost: What the policy costs at a value, US$.
        target: What it should cost, US$.
        start: Value to begin with.
        rest: Value at which the lever rests.
        edge: Value beyond which it cannot be turned.
        tolerance: Gap that is allowed, relative to the target.
        most: Values that may be tried.

    Returns:
        Values and costs in the order in which they were tried; the nearest may be any of them.

    Source:
        Regula falsi with halved weights (Illinois; Dowell and Jarratt 1971).

    >>> tries = search(lambda x: Cost(x * x), 9.0, start=1.0, rest=0.0, edge=9.0)
    >>> [one.value for one in tries]
    [1.0, 2.0, 4.0, 2.83, 2.98]
    """
    tries = [Try(start, *cost(start))]

    def done() -> bool:
        return tries[-1].meets(target, tolerance) or len(tries) >= most

    while tries[-1].cost < target and not done() and tries[-1].value != edge:
        value = _step(tries[-1], target, rest=rest, edge=edge)
        tries.append(Try(value, *cost(value)))
    high = tries[-1]
    if high.cost > target and len(tries) == 1 and not done():
        for value in (_step(high, target, rest=rest, edge=edge), rest):
            tries.append(Try(value, *cost(value)))
            if done() or tries[-1].cost < target:
                break
            high = tries[-1]
    low = tries[-1] if tries[-1].cost < target else tries[max(len(tries) - 2, 0)]
    if low.cost < target < high.cost and not done():
        _between(cost, target, low, high, tries, tolerance=tolerance, most=most)
    return tuple(tries)


def _step(one: Try, target: float, *, rest: float, edge: float) -> float:
    """Where the target would lie if costs were in proportion to the lever, and a little beyond."""
    least, largest = STEPS
    away = one.value - rest
    if one.cost > target:
        return _rounded(rest + away * max(0.0, target / one.cost) / least)
    share = min(max(target / one.cost * least, least), largest) if one.cost > 0 else largest
    value = _rounded(rest + away * share)
    return value if abs(value - rest) < abs(edge - rest) else edge


def _between(
    cost: Callable[[float], Cost],
    target: float,
    low: Try,
    high: Try,
    tries: list[Try],
    *,
    tolerance: float,
    most: int,
) -> None:
    """Try where the line between what costs too little and what costs too much meets the target."""
    under, over = [low.value, low.cost - target], [high.value, high.cost - target]
    last = None
    while len(tries) < most and not tries[-1].meets(target, tolerance):
        value = _rounded((under[0] * over[1] - over[0] * under[1]) / (over[1] - under[1]))
        if value in (under[0], over[0]):
            value = _rounded((under[0] + over[0]) / 2)
        if any(value == one.value for one in tries):
            return
        tries.append(Try(value, *cost(value)))
        gap = tries[-1].cost - target
        side, other = (over, under) if gap > 0 else (under, over)
        side[:] = value, gap
        if last is side:
            other[1] /= 2
        last = side


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def balance(
    asked: ExperimentFile,
    subject: Subject,
    *,
    policy: str,
    lever: str,
    to: str,
    metric: str,
    worlds: int,
    folder: Path,
    how: Conduct,
    months: int | None = None,
) -> Balance:
    """Find the value of a lever at which one policy costs the public what another one costs.

    Every value is lived as a policy of its own in the same folder, so that what is known already
    is never lived again: the same search goes on where it was interrupted.

    Args:
        asked: The experiment; its first policy is the baseline.
        subject: The model that is asked.
        policy: The policy whose lever is turned.
        lever: The lever.
        to: The policy whose cost is to be met.
        metric: What counts as cost, a metric in US$/month.
        worlds: Random worlds.
        folder: Where the runs are kept.
        how: How they are lived.
        months: Length of each run; the experiment's if not given.

    Raises:
        InputError: A policy, lever or metric that does not fit.
    """
    start = _checked(asked, subject, policy=policy, lever=lever, to=to, metric=metric)
    row, rest = subject.numbers[lever], _rest(subject, lever)
    named = {one.id: one for one in asked.policies}

    def lived(*policies: Policy) -> Comparison:
        return run_experiment(
            replace(asked, policies=(asked.policies[0], *policies), stop=None),
            out=folder, pairs=worlds, months=months, subject=subject, how=how,
        )  # fmt: skip

    def cost(value: float) -> Cost:
        turned = _turned(named[policy], lever, value)
        return cost_beside(lived(named[to], turned), turned.id, to, metric)

    target = float(costs_of(lived(named[to]), to, metric).mean())
    if target <= 0:
        raise InputError([f"{to} costs nothing that {metric} counts, so that nothing can meet it."])
    edge = row.high if start > rest else row.low
    tries = search(cost, target, start=start, rest=rest, edge=edge)
    best = min(tries, key=lambda one: abs(one.cost - target))
    return Balance(
        lever, best.value, best.cost, target, best.meets(target), best.low, best.high, tries, worlds
    )


def _rest(subject: Subject, lever: str) -> float:
    """Value at which a lever rests; that of everybody where it may differ between firms."""
    default = subject.numbers[lever].default
    return float(getattr(default, "usual", default))


def costs_of(found: Comparison, policy: str, metric: str) -> Floats:
    """What a policy costs beyond the baseline in each world, US$ over the run, discounted."""
    base, other = found.twin([metric], policy)
    paths = other[metric] - base[metric]
    costs: Floats = (paths * discount_factors(paths.shape[1])).sum(axis=1)
    return costs


def cost_beside(found: Comparison, policy: str, to: str, metric: str) -> Cost:
    """What a policy costs, and how sure the gap is to what another one costs in the same worlds."""
    costs = costs_of(found, policy, metric)
    gaps = costs - costs_of(found, to, metric)
    if found.worlds_lived < 2:
        return Cost(float(costs.mean()))
    _, low, high = map(float, paired_interval(gaps, draws=found.draws))
    return Cost(float(costs.mean()), float(mean_error(gaps, found.draws).error), low, high)


def _turned(policy: Policy, lever: str, value: float) -> Policy:
    changes = tuple(
        replace(change, value=value) if change.lever == lever else change
        for change in policy.changes
    )
    return replace(policy, id=f"{policy.id} at {value:g}", changes=changes)


def _checked(
    asked: ExperimentFile, subject: Subject, *, policy: str, lever: str, to: str, metric: str
) -> float:
    """Value of the lever to begin with, if what is asked fits together."""
    named = {one.id: one for one in asked.policies[1:]}
    wrong = [
        f"{name} is not a policy of {asked.name} beside its baseline.{did_you_mean(name, named)}"
        for name in (policy, to)
        if name not in named
    ]
    if metric not in subject.metrics:
        wrong.append(f"{metric} is not a metric.{did_you_mean(metric, subject.metrics)}")
    mine = [c for c in named[policy].changes if c.lever == lever] if policy in named else []
    if policy in named and len(mine) != 1:
        levers = dict.fromkeys(change.lever for change in named[policy].changes)
        wrong.append(
            f"{policy} changes {lever} {len(mine)} times; once is needed."
            f"{did_you_mean(lever, levers)} It changes {', '.join(levers)}."
        )
    if len(mine) == 1 and mine[0].value == _rest(subject, lever):
        wrong.append(f"{policy} leaves {lever} where it rests; begin with another value.")
    if wrong:
        raise InputError(wrong)
    return mine[0].value
