"""Lifecycle: what happens in the month."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from cluster_abm.agents.classes import FirmOrigin, Segment
from cluster_abm.agents.firms import Firms
from cluster_abm.agents.flows import Flows
from cluster_abm.agents.lifecycle import MEMORY, Count, Lifecycle, Sign
from cluster_abm.agents.ties import Ties
from cluster_abm.core.journal import Journal
from cluster_abm.core.metric import total
from cluster_abm.core.tables import Floats
from cluster_abm.submodels.lifecycle import equations
from cluster_abm.submodels.lifecycle.numbers import LifecycleRules

YEAR = 12
"""Months over which an index is smoothed."""
SIGNS = [sign.name.lower() for sign in Sign]
"""What the equation calls each sign."""
THOUSAND = 1000
"""Staff that innovations are counted by."""


def detect(
    lifecycle: Lifecycle, firms: Firms, flows: Flows, ties: Ties, rules: LifecycleRules
) -> None:
    """Tell from published counts in which stage the cluster is; nobody acts on it (L1 to L5)."""
    lifecycle.counts = np.concatenate([lifecycle.counts[1:], _count(firms, flows, ties)[None]])
    lifecycle.known = min(lifecycle.known + 1, MEMORY)
    if lifecycle.known < MEMORY:
        return
    values = indices(lifecycle.counts)
    threshold, band = _thresholds(rules)
    lifecycle.signs = equations.turned(values, threshold, band, lifecycle.signs)
    on = dict(zip(SIGNS, lifecycle.signs.tolist(), strict=True))
    lifecycle.stage, lifecycle.other, lifecycle.since = equations.settled(
        lifecycle.stage, equations.stage_told(**on), lifecycle.other, lifecycle.since,
        int(rules.months_to_turn),
    )  # fmt: skip


def _count(firms: Firms, flows: Flows, ties: Ties) -> Floats:
    """Counts of the month, in the order of ``Count``."""
    narrow, busy = firms.narrow, np.zeros(len(firms), bool)
    at_work = ties.project.nonzero()[0]
    busy[ties.one[at_work]] = busy[ties.other[at_work]] = True
    return np.array([
        total(firms.headcount[narrow]), np.count_nonzero(narrow), total(flows.births),
        flows.births[FirmOrigin.SPIN_OFF], total(flows.deaths), total(flows.billed),
        np.count_nonzero(busy), flows.billed[Segment.EXPORT_NICHES], total(flows.innovations),
    ], np.float64)  # fmt: skip


def indices(counts: Floats) -> Floats:
    """Index behind each sign, over the last twelve months, in the order of ``Sign``."""
    before, year = np.add.reduce(counts.reshape(2, YEAR, -1), axis=1).tolist()
    growth = equations.yearly_change(before[Count.STAFF], year[Count.STAFF])
    staff, firms = year[Count.STAFF] / YEAR, year[Count.FIRMS] / YEAR
    return np.array([
        growth, -growth,
        (year[Count.BIRTHS] - year[Count.DEATHS]) / max(firms, 1),
        year[Count.COLLABORATORS] / max(year[Count.FIRMS], 1),
        year[Count.EXPORTS] / max(year[Count.SALES], 1),
        year[Count.SPIN_OFFS] / max(year[Count.BIRTHS], 1),
        staff, THOUSAND * year[Count.INNOVATIONS] / max(staff, 1),
    ])  # fmt: skip


@lru_cache(maxsize=8)
def _thresholds(rules: LifecycleRules) -> tuple[Floats, Floats]:
    """Where each sign turns, and half the width of doubt around it."""
    threshold = np.array([
        rules.growing_from, rules.growing_from, rules.net_entry_from, rules.linked_from,
        rules.outward_from, rules.homegrown_from, rules.mature_staff, rules.inventive_from,
    ])  # fmt: skip
    return threshold, np.maximum(threshold * rules.doubt, rules.least_doubt)


def note_firms(firms: Firms, journal: Journal) -> None:
    """Write what every firm has and does into the panel of firms, where somebody asked for it."""
    if "firms" not in journal.kept:
        return
    journal.write(
        "firms", firm=firms.birth.copy(), kind=firms.sort.copy(), activity=firms.activity.copy(),
        zone=firms.zone.copy(), born=firms.born.astype(np.int32),
        staff=firms.headcount.astype(np.int32),
        sales=firms.sales.copy(), earnings=firms.earnings[:, -1].copy(),
        research=firms.research_cost.copy(), cash=firms.cash.copy(), debt=firms.debt.copy(),
    )  # fmt: skip
