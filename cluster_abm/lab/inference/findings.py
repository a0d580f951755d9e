"""One outcome of one policy: what was found, and how it is said."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from cluster_abm.core.types import Floats
from cluster_abm.core.units import MONTHS_PER_YEAR, date_of
from cluster_abm.lab.inference.ratios import LEVEL
from cluster_abm.lab.inference.simultaneous import adjusted_p_values
from cluster_abm.lab.inference.spread import table_of
from cluster_abm.lab.inference.statistics import Effect, paired_effect
from cluster_abm.lab.inference.texts import (
    interval,
    metric_text,
    percentage,
    quantity,
    rough,
    text,
    unit_text,
)
from cluster_abm.lab.inference.uncertainty import Shares, variance_shares

SURE = 0.001
"""Probability below which a direction counts as certain."""
READOUTS = ("window", "last_year")
"""Months over which an outcome is averaged: those of the policy; the last twelve of the run."""
ROLES = ("primary", "co-primary")
"""The first two outcomes were asked first; whatever else is seen suggests and does not prove."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One outcome of one policy, over some months, against the baseline.

    Attributes:
        policy: Name of the policy.
        outcome: Name of the metric.
        readout: One of ``READOUTS``.
        months: First month of the mean, and the first after it.
        unit: Unit of the metric.
        doc: Sentence of the metric.
        role: Primary, co-primary or exploratory.
        effect: Estimate and interval.
        adjusted: Probability of so much by chance in any of the questions asked together.
        shares: What the variance of one pair's effect is due to, if there are several draws.
    """

    policy: str
    outcome: str
    readout: str
    months: tuple[int, int]
    unit: str
    doc: str
    role: str
    effect: Effect
    adjusted: float
    shares: Shares | None = None

    @property
    def verdict(self) -> str:
        """What may be said of the direction: more, less, unclear or none."""
        if self.effect.difference == 0 and self.effect.sd == 0:
            return "none"
        if not self.adjusted < 1 - LEVEL:
            return "unclear"
        return "more" if self.effect.difference > 0 else "less"

    def record(self) -> dict[str, Any]:
        """The finding as JSON holds it; what is not a number is null."""
        return {
            "policy": self.policy,
            "outcome": self.outcome,
            "readout": self.readout,
            "from": date_of(self.months[0]),
            "until": date_of(self.months[1]),
            "unit": self.unit,
            "role": self.role,
            "verdict": self.verdict,
            "p_adjusted": _number(self.adjusted),
            **{name: _number(value) for name, value in asdict(self.effect).items()},
            **self._shares(),
        }

    def _shares(self) -> dict[str, Any]:
        """Shares of parameters and of chance with their intervals, if there are several draws."""
        if self.shares is None:
            return {}
        shares = {"share_parameters": self.shares.parameters, "share_chance": self.shares.chance}
        return {
            name: {end: _number(value) for end, value in share._asdict().items()}
            for name, share in shares.items()
        }


def findings_of(
    plan: Mapping[str, Any],
    units: Mapping[str, tuple[str, str]],
    *,
    paths: Mapping[str, Mapping[str, Floats]],
    draws: int = 1,
) -> list[Finding]:
    """Find every outcome of every policy in both read-outs; the first is the primary one.

    Args:
        plan: The plan, as ``plan.json`` holds it.
        units: Unit and sentence of each metric.
        paths: For each outcome and policy the path in each world, shape ``(pairs, months)``;
            with several draws each world in turn, in all its draws.
        draws: Parameter draws in which each world was lived.
    """
    base = plan["policies"][0]["id"]
    asked = [
        (row["id"], outcome, readout, _months(readout, row["window"], plan["months"]))
        for row in plan["policies"][1:]
        for readout in READOUTS
        for outcome in plan["outcomes"]
    ]
    values = [
        tuple(paths[outcome][name][:, slice(*months)].mean(axis=1) for name in (base, policy))
        for policy, outcome, _, months in asked
    ]
    roles = dict(zip(plan["outcomes"], ROLES, strict=False))
    role = [
        roles.get(o, "exploratory") if r == READOUTS[0] else "exploratory" for _, o, r, _ in asked
    ]
    effects = [paired_effect(a, b, draws=draws) for a, b in values]
    adjusted = np.array([effect.p for effect in effects])
    # What was asked first is not paid for by what was asked besides.
    for family in (True, False):
        rows = [at for at, named in enumerate(role) if (named in ROLES) == family]
        if len(rows) > 1:
            differences = np.stack([values[at][1] - values[at][0] for at in rows], axis=1)
            adjusted[rows] = adjusted_p_values(differences, draws=draws)
    return [
        Finding(
            policy=policy,
            outcome=outcome,
            readout=readout,
            months=months,
            unit=units[outcome][0],
            doc=units[outcome][1],
            role=named,
            effect=effect,
            adjusted=float(p),
            shares=variance_shares(table_of(b - a, draws)) if draws > 1 else None,
        )
        for (policy, outcome, readout, months), named, effect, p, (a, b) in zip(
            asked, role, effects, adjusted, values, strict=True
        )
    ]


def _months(readout: str, window: Sequence[int], months: int) -> tuple[int, int]:
    if readout == "window":
        return (window[0], window[1])
    return (max(0, months - MONTHS_PER_YEAR), months)


def estimate(finding: Finding, lang: str) -> str:
    """Say how large an effect is, and between what it may lie."""
    effect = finding.effect
    size = interval(abs(effect.difference), effect.low, effect.high, signed=False)
    form = "same" if finding.verdict == "none" else _form(effect)
    return text(
        form,
        lang,
        outcome=metric_text(finding.outcome, finding.doc, lang),
        policy=finding.policy,
        unit=unit_text(finding.unit, lang),
        start=date_of(finding.months[0]),
        end=date_of(finding.months[1] - 1),
        value=quantity(effect.policy),
        base=quantity(effect.base),
        difference=size.difference,
        direction=text("more" if effect.difference > 0 else "less", lang),
        relative=percentage(effect.relative),
        low=size.low,
        high=size.high,
        pairs=effect.pairs,
        worlds=effect.worlds,
        draws=effect.draws,
    )


def _form(effect: Effect) -> str:
    """Which sentence fits: one or many draws, one or many worlds."""
    if effect.draws == 1:
        return "answer" if effect.pairs > 1 else "one_pair"
    return "answer_draws" if effect.worlds > 1 else "one_world"


def causes(finding: Finding, lang: str) -> str:
    """Say how much of one pair's effect is due to parameters and how much to chance, if known."""
    if finding.shares is None or math.isnan(finding.shares.parameters.share):
        return ""
    share, low, high = (f"{100 * of:.0f}" for of in finding.shares.parameters)
    chance = f"{100 * finding.shares.chance.share:.0f}"
    return text("shares", lang, parameters=share, low=low, high=high, chance=chance)


def certainty(finding: Finding, lang: str) -> str:
    """Say how sure the direction of an effect is."""
    if finding.adjusted < SURE:
        return text("sure", lang)
    return text(
        "fairly" if finding.verdict in ("more", "less") else "unsure",
        lang,
        per=f"{1000 * finding.adjusted:,.0f}",
        detectable=rough(finding.effect.detectable),
        unit=unit_text(finding.unit, lang),
    )


def cells(finding: Finding, lang: str) -> list[str]:
    """Write a finding as the row of a table."""
    effect = finding.effect
    size = interval(effect.difference, effect.low, effect.high)
    role = text(finding.role, lang)
    return [
        finding.outcome,
        unit_text(finding.unit, lang),
        quantity(effect.base),
        quantity(effect.policy),
        size.difference,
        f"{size.low} … {size.high}",
        percentage(effect.relative),
        _times(effect.reduction),
        f"{text(finding.verdict, lang)} ({role})",
    ]


def _times(reduction: float) -> str:
    if math.isinf(reduction):
        return "∞"
    return "–" if math.isnan(reduction) else f"{reduction:.1f}×"


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
