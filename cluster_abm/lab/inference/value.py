r"""Value for money: what a policy really adds, for whom, and what that costs.

Every count compares two lives of one world.  The firms of the country's cluster fall into two
groups, and its people into those at work in them and those at work elsewhere:

**treated**
    the firms that the policy speaks to; those of its target if it names kinds of firms, otherwise
    the narrow cluster;
**untreated**
    the other firms of the wide cluster;
**outside**
    residents who work in other sectors of the country.

With jobs :math:`T` and :math:`U` of these firms, and residents drawn from outside :math:`D`, the
*gross* count is :math:`T` under the policy, as somebody sees it who counts the jobs of the firms
that were helped.  Four corrections lead to the *net* count:

===============  ==================================================================
deadweight       subtract :math:`T` of the baseline: what would be there anyway
displacement     add the change of :math:`U`: what other firms lose, or gain
leakage          count only jobs that residents hold
substitution     subtract the change of :math:`D`: work elsewhere that is left undone
===============  ==================================================================

.. math::  v(S) = T_1^{(S)} - [d \in S]\,T_0^{(S)} + [p \in S]\,(U_1^{(S)} - U_0^{(S)})
           - [s \in S]\,(D_1 - D_0)                                             \tag{V1}

Here 1 is the policy and 0 the baseline, and :math:`(S)` counts residents if leakage is in *S* and
everybody otherwise.  The total is exact.  Its parts depend on the order of subtraction, since a
foreigner's job that would be there anyway is both deadweight and leakage; so each part is the
Shapley share, the mean over all orders.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from scipy import stats

from cluster_abm.agents.classes import Kind
from cluster_abm.core.types import Floats
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.lab.inference.ratios import LEVEL, RatioSet, fieller_set
from cluster_abm.lab.inference.shapley import shapley_shares
from cluster_abm.lab.inference.spread import mean_error
from cluster_abm.lab.inference.statistics import Interval, paired_interval

DISCOUNT = 0.05
"""Yearly rate at which later years count less; assumption: a usual social rate."""
CORRECTIONS = ("deadweight", "displacement", "leakage", "substitution")
"""What is taken off the gross count."""
ACCOUNT = (
    "pay_gain_residents",
    "training_gain_residents",
    "profit_smes",
    "levies_on_foreigners",
    "profit_tax_of_others",
    "profit_leaving",
    "pleading_of_groups",
)
"""What residents gain, before public cost (E14)."""
COSTS = (
    "permit_cost", "education_paid", "zones_paid", "investors_paid", "facilitation_paid",
    "applicants_paid", "levy_seats_paid", "anchors_paid", "export_offset_paid",
    "specialists_paid", "brand_paid", "agreements_paid", "reforms_paid", "value_forgone",
    "public_transfers", "tax_forgone",
)  # fmt: skip
"""What public cost is made of; tax left or money handed to local firms stays with residents."""
NEEDED = (
    "employment_narrow", "employment_wide", "employment_sme", "employment_local",
    "employment_local_sme", "employment_local_wide", "drawn_from_other_sectors", "public_cost",
    "public_spending", "resident_income", "exports_service", *ACCOUNT, *COSTS,
)  # fmt: skip
"""Metrics from which value for money is computed."""

type Twin = tuple[Mapping[str, Floats], Mapping[str, Floats]]
"""Paths by metric, shape ``(pairs, months)``: of the baseline and under the policy."""


@dataclass(frozen=True, kw_only=True)
class Value:
    """What a policy adds and costs; totals are over the run and discounted, unless they say so.

    Attributes:
        treated: Kinds of firms that are treated; empty for the narrow cluster.
        gross: Jobs in treated firms under the policy, mean over the months of the policy.
        net: Jobs that residents have more, those elsewhere counted, mean over the same months.
        parts: What each correction takes off; gross less all of them is net.
        job_years: Net job-years.
        end_jobs: Net jobs, mean of the last twelve months, not discounted.
        account: What residents gain by part, US$; the last is the total.
        cost: Public cost, US$.
        cost_parts: What it is made of, US$.
        cost_per_job_year: Public cost of a net job-year, US$.
        cost_per_export: Public cost of a dollar more of service exports.
        gain_per_cost: What residents gain for a dollar of public cost.
        acceptability: For some values of a net job-year, US$: the probability that the policy
            is worth its cost.
    """

    treated: tuple[str, ...]
    gross: Interval
    net: Interval
    parts: Mapping[str, Interval]
    job_years: Interval
    end_jobs: Interval
    account: Mapping[str, Interval]
    cost: Interval
    cost_parts: Mapping[str, Interval]
    cost_per_job_year: RatioSet
    cost_per_export: RatioSet
    gain_per_cost: RatioSet
    acceptability: tuple[tuple[float, float], ...]


def value_for_money(
    twin: Twin,
    window: tuple[int, int],
    *,
    changes: Sequence[Mapping[str, Any]] = (),
    discount: float = DISCOUNT,
    level: float = LEVEL,
    draws: int = 1,
) -> Value:
    """Compute value for money from two lives of the same worlds.

    Args:
        twin: Paths of the metrics in ``NEEDED``: baseline, policy; shape ``(pairs, months)``.
        window: First month of the policy, and the first after it.
        changes: Changes of the policy, as in ``plan.json``; they say who is treated.
        discount: Yearly rate.
        level: Level of the intervals.
        draws: Draws in which each world was lived.

    Returns:
        The value; intervals are not numbers with fewer than two worlds.
    """
    interval = partial(paired_interval, level=level, draws=draws)
    ratio = partial(fieller_set, level=level, draws=draws)
    base, policy = twin
    treated = treated_kinds(changes)
    jobs = Jobs(base, policy, only_smes=treated == (Kind.SME.name,))
    during = slice(*window)
    gross, net = jobs.count(frozenset()), jobs.count(frozenset(CORRECTIONS))
    parts = shapley_shares(lambda done: jobs.count(done)[:, during].mean(axis=1), CORRECTIONS)
    change = {name: policy[name] - base[name] for name in NEEDED}
    weights = discount_factors(net.shape[1], discount)
    job_years = (net * weights).sum(axis=1) / MONTHS_PER_YEAR
    totals = {name: (change[name] * weights).sum(axis=1) for name in NEEDED}
    return Value(
        treated=treated,
        gross=interval(gross[:, during].mean(axis=1)),
        net=interval(net[:, during].mean(axis=1)),
        parts={name: interval(part) for name, part in parts.items()},
        job_years=interval(job_years),
        end_jobs=interval(net[:, -MONTHS_PER_YEAR:].mean(axis=1)),
        account={name: interval(part) for name, part in _account(totals).items()},
        cost=interval(totals["public_cost"]),
        cost_parts={name: interval(totals[name]) for name in COSTS},
        cost_per_job_year=ratio(totals["public_cost"], job_years),
        cost_per_export=ratio(totals["public_cost"], totals["exports_service"]),
        gain_per_cost=ratio(totals["resident_income"], totals["public_cost"]),
        acceptability=acceptability(job_years, totals["public_cost"], draws=draws),
    )


def treated_kinds(changes: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Kinds of firms that a policy speaks to; none means the narrow cluster.

    >>> treated_kinds([{"target": {"sort": [0]}}]), treated_kinds([{"target": {}}])
    (('SME',), ())
    """
    kinds = [change.get("target", {}).get("sort", ()) for change in changes]
    if not kinds or not all(kinds):
        return ()
    return tuple(Kind(kind).name for kind in sorted({int(kind) for of in kinds for kind in of}))


class Jobs:
    """Jobs of one policy and its baseline, counted with some corrections and without others."""

    def __init__(
        self, base: Mapping[str, Floats], policy: Mapping[str, Floats], *, only_smes: bool
    ) -> None:
        sort = "sme" if only_smes else "narrow"
        everybody = (f"employment_{sort}", "employment_wide")
        residents = ("employment_local_sme" if only_smes else "employment_local",
                     "employment_local_wide")  # fmt: skip
        self._lives = (base, policy)
        self._names = {False: everybody, True: residents}
        drawn = policy["drawn_from_other_sectors"] - base["drawn_from_other_sectors"]
        self._drawn: Floats = np.cumsum(drawn, axis=1)

    def count(self, done: frozenset[str]) -> Floats:
        """Jobs after the corrections that are done, shape ``(pairs, months)``: formula V1."""
        treated, untreated = self._firms(residents="leakage" in done)
        jobs = treated[1]
        if "deadweight" in done:
            jobs = jobs - treated[0]
        if "displacement" in done:
            jobs = jobs + untreated[1] - untreated[0]
        if "substitution" in done:
            jobs = jobs - self._drawn
        return jobs

    def _firms(self, *, residents: bool) -> tuple[tuple[Floats, Floats], tuple[Floats, Floats]]:
        mine, wide = self._names[residents]
        base, policy = self._lives
        return (base[mine], policy[mine]), (base[wide] - base[mine], policy[wide] - policy[mine])


def discount_factors(months: int, rate: float = DISCOUNT) -> Floats:
    r"""What a dollar of each month is worth in the first.

    .. math::  (1 + r)^{-m/12}                                                 \tag{V2}

    Args:
        months: Number of months.
        rate: Yearly rate :math:`r`.

    Returns:
        1 and less, shape ``(months,)``.

    >>> discount_factors(25, 0.25)[[0, 12, 24]].round(9).tolist()
    [1.0, 0.8, 0.64]
    """
    factors: Floats = (1 + rate) ** (-np.arange(months) / MONTHS_PER_YEAR)
    return factors


def _account(totals: Mapping[str, Floats]) -> dict[str, Floats]:
    """What residents gain, part by part; the cost of public funds is what closes the account."""
    gains = {name: totals[name] for name in ACCOUNT}
    total = totals["resident_income"]
    spent = totals["public_spending"]
    funds = total - sum(gains.values()) + spent
    return {**gains, "public_spending": -spent, "cost_of_funds": funds, "total": total}


def acceptability(
    effect: Floats,
    cost: Floats,
    *,
    worth: Sequence[float] | None = None,
    steps: int = 25,
    draws: int = 1,
) -> tuple[tuple[float, float], ...]:
    r"""How probable it is that a policy is worth its cost, whatever a unit of effect is worth.

    .. math::  P(\lambda\,\bar e - \bar c > 0)                                  \tag{V4}

    Args:
        effect: Effect :math:`e`, one value a pair, shape ``(pairs,)``.
        cost: Cost :math:`c`, US$, shape ``(pairs,)``.
        worth: Values of a unit :math:`\lambda`, US$; if not given from 0 to four times what a
            unit costs on average.
        steps: How many values then.
        draws: Draws in which each world was lived.

    Returns:
        Values and probabilities; none with fewer than two worlds.

    Source:
        Fenwick, O'Brien and Briggs (2004), Cost-effectiveness acceptability curves; Student's t.

    >>> acceptability(np.array([1.0, 2.0]), np.array([3.0, 3.0]), worth=[2.0])
    ((2.0, 0.5),)
    """
    if len(effect) // draws < 2:
        return ()
    if worth is None:
        unit = abs(float(cost.mean() / effect.mean())) if effect.mean() else 0.0
        worth = np.linspace(0.0, 4.0 * (unit or 1.0), steps).tolist()
    curve = []
    for price in worth:
        net = price * effect - cost
        error, freedom = (float(of) for of in mean_error(net, draws))
        sure = 0.5 * (1 + float(np.sign(net.mean())))
        chance = float(stats.t.cdf(float(net.mean()) / error, freedom)) if error > 0 else sure
        curve.append((float(price), chance))
    return tuple(curve)
