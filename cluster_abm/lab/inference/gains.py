"""Who gains and who pays: the outcomes of groups, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from cluster_abm.core.types import Floats
from cluster_abm.lab.inference.ratios import LEVEL
from cluster_abm.lab.inference.simultaneous import adjusted_p_values
from cluster_abm.lab.inference.statistics import Effect, paired_effect

GROUPS: Mapping[str, Sequence[str]] = {
    "residents": ("employment_local_wide", "pay_gain_residents", "resident_income", "unemployed"),
    "foreigners": ("employment_foreign", "levies_on_foreigners"),
    "local_firms": ("employment_sme", "sme_sales", "profit_smes", "exports_sme", "firms_sme"),
    "multinationals": (
        "employment_anchor", "employment_mnc", "employment_contact_centres", "profit_others",
    ),
    "skills": (
        "wage_front_line", "wage_support", "wage_engineer", "wage_researcher", "wage_manager",
        "jobs_front_line", "jobs_support", "jobs_engineer", "jobs_researcher", "jobs_manager",
    ),
    "zones": ("staff_city_of_knowledge", "staff_elsewhere"),
    "public_purse": ("taxes", "contributions", "public_cost", "treasury_balance"),
}  # fmt: skip
"""Groups, and the metrics in which their gain is seen."""
DERIVED = {"staff_elsewhere": ("employment_wide", "staff_city_of_knowledge")}
"""What is one metric less another."""


class Gain(NamedTuple):
    """What one group has more or less of."""

    group: str
    outcome: str
    effect: Effect
    adjusted: float
    """Probability of so much by chance in any row of the table."""

    @property
    def clear(self) -> bool:
        """Is the direction clear, all rows of the table allowed for?"""
        return bool(self.adjusted < 1 - LEVEL)


def wanted() -> tuple[str, ...]:
    """Metrics that the table takes."""
    named = [name for names in GROUPS.values() for name in names if name not in DERIVED]
    return tuple(dict.fromkeys([*named, *(name for pair in DERIVED.values() for name in pair)]))


def who_gains(
    base: Mapping[str, Floats],
    policy: Mapping[str, Floats],
    window: tuple[int, int],
    *,
    draws: int = 1,
) -> tuple[Gain, ...]:
    """Compare the groups under a policy with their twins.

    Args:
        base: Paths of the baseline by metric, shape ``(pairs, months)``; metrics that are not
            there are left out.
        policy: Paths under the policy.
        window: First month of the policy, and the first after it.
        draws: Draws in which each world was lived.

    Returns:
        A row for each group and outcome, in the order of ``GROUPS``.
    """
    rows = [
        (group, name, _mean(base, name, window), _mean(policy, name, window))
        for group, names in GROUPS.items()
        for name in names
        if all(part in base for part in DERIVED.get(name, (name,)))
    ]
    if not rows:
        return ()
    differences = np.stack([after - before for *_, before, after in rows], axis=1)
    adjusted = adjusted_p_values(differences, draws=draws)
    return tuple(
        Gain(group, name, paired_effect(before, after, draws=draws), float(p))
        for (group, name, before, after), p in zip(rows, adjusted, strict=True)
    )


def _mean(paths: Mapping[str, Floats], name: str, window: tuple[int, int]) -> Floats:
    """Mean of an outcome over some months, shape ``(pairs,)``."""
    if name in DERIVED:
        whole, part = DERIVED[name]
        path = paths[whole] - paths[part]
    else:
        path = paths[name]
    mean: Floats = path[:, slice(*window)].mean(axis=1)
    return mean
