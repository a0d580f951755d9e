"""Equal cost: how far a lever must be turned for one policy to cost what another one costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.policy import Policy
from cluster_abm.lab.batch.conduct import Conduct
from cluster_abm.lab.batch.pairs import run_experiment
from cluster_abm.lab.design.subject import Subject
from cluster_abm.lab.inference.comparison import Comparison
from cluster_abm.lab.inference.value import discount_factors
from cluster_abm.scenarios.files import ExperimentFile

TOLERANCE = 0.02
"""Gap between two costs, relative to the one that is to be met, at which they count as equal."""
TRIES = 12
"""Values that are tried at most."""
DIGITS = 3
"""Digits that matter in a value that is tried, so that it can be written down and met again."""


class Try(NamedTuple):
    """What a policy costs at one value of the lever."""

    value: float
    cost: float


class Balance(NamedTuple):
    """The value at which two policies cost the same, or how near the search came.

    Attributes:
        lever: The lever that was turned.
        value: The best value that was found.
        cost: What the policy costs there, US$ over the run, discounted, mean of all worlds.
        target: What the other policy costs.
        equal: Do they differ by less than ``TOLERANCE``?
        tries: All values that were tried, in their order.
        worlds: Random worlds in which each was lived.
    """

    lever: str
    value: float
    cost: float
    target: float
    equal: bool
    tries: tuple[Try, ...]
    worlds: int


def search(
    cost: Callable[[float], float],
    target: float,
    *,
    start: float,
    rest: float,
    edge: float,
    tolerance: float = TOLERANCE,
    most: int = TRIES,
) -> tuple[Try, ...]:
    """Turn a lever until what it costs meets a target: outwards until it costs more, then between.

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

    >>> [round(one.value, 3) for one in search(lambda x: x * x, 9.0, start=1.0, rest=0.0, edge=9.0)]
    [1.0, 2.0, 4.0, 2.83, 2.98]
    """
    tries: list[Try] = []
    for value in _outwards(start, rest, edge):
        tries.append(Try(value, cost(value)))
        if _near(tries, target, tolerance) or len(tries) == most:
            return tuple(tries)
        if tries[-1].cost > target:
            break
    else:
        return tuple(tries)
    high = tries[-1]
    if len(tries) == 1:
        tries.append(Try(rest, cost(rest)))
    low = tries[-2] if tries[-1] is high else tries[-1]
    if low.cost < target:
        _between(cost, target, low, high, tries, tolerance=tolerance, most=most)
    return tuple(tries)


def _outwards(start: float, rest: float, edge: float) -> Iterator[float]:
    """From the start twice as far from rest each time, and last the edge."""
    value = start
    while abs(value - rest) < abs(edge - rest):
        yield value
        value = rest + 2 * (value - rest)
    yield edge


def _between(
    cost: Callable[[float], float],
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
    while len(tries) < most and not _near(tries, target, tolerance):
        value = _rounded((under[0] * over[1] - over[0] * under[1]) / (over[1] - under[1]))
        if value in (under[0], over[0]):
            value = _rounded((under[0] + over[0]) / 2)
        if any(value == one.value for one in tries):
            return
        tries.append(Try(value, cost(value)))
        gap = tries[-1].cost - target
        side, other = (over, under) if gap > 0 else (under, over)
        side[:] = value, gap
        if last is side:
            other[1] /= 2
        last = side


def _near(tries: list[Try], target: float, tolerance: float) -> bool:
    return abs(tries[-1].cost - target) <= tolerance * abs(target)


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

    def cost(value: float) -> float:
        turned = _turned(named[policy], lever, value)
        return cost_of(lived(named[to], turned), turned.id, metric)

    target = cost_of(lived(named[to]), to, metric)
    if target <= 0:
        raise InputError([f"{to} costs nothing that {metric} counts, so that nothing can meet it."])
    edge = row.high if start > rest else row.low
    tries = search(cost, target, start=start, rest=rest, edge=edge)
    best = min(tries, key=lambda one: abs(one.cost - target))
    equal = abs(best.cost - target) <= TOLERANCE * target
    return Balance(lever, best.value, best.cost, target, equal, tries, worlds)


def _rest(subject: Subject, lever: str) -> float:
    """Value at which a lever rests; that of everybody where it may differ between firms."""
    default = subject.numbers[lever].default
    return float(getattr(default, "usual", default))


def cost_of(found: Comparison, policy: str, metric: str) -> float:
    """What a policy costs beyond the baseline over the run, US$, discounted, mean of all worlds."""
    base, other = found.twin([metric], policy)
    path = (other[metric] - base[metric]).mean(axis=0)
    return float((path * discount_factors(len(path))).sum())


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
