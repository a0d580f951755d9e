"""What policies do to levers: as asked, in one way of writing it, and as it came."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from cluster_abm.core.policy import ALWAYS, FOREVER, NOT_YET, Change, Policy
from cluster_abm.core.programme import STATUTES, Standing
from cluster_abm.core.rules import Target
from cluster_abm.core.timing import Published, Pulse, Trigger
from cluster_abm.core.types import Floats


def lever_path(policy: Policy, months: int) -> list[dict[str, Any]]:
    """What a policy does to the levers within a run, in one way of writing it.

    Labels, the order of the changes, and what would come after the last month do not count.

    >>> late = Policy("late", (Change(lever="rent", value=1.0, start=200),))
    >>> lever_path(late, months=120)
    []
    """
    rows = [_written(change, months) for change in policy.changes if change.start < months]
    return sorted(rows, key=lambda row: json.dumps(row, sort_keys=True))


def _written(change: Change, months: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "lever": change.lever,
        "value": float(change.value),
        "start": change.start,
        # A sunset without a condition is another way of writing until.
        "until": min(change.end, months),
        # A ramp over no month and one over a single month both come at once.
        "ramp": max(change.ramp, 1),
        "target": {
            name: sorted(int(member) for member in members)
            for name, members in sorted(change.target.of.items())
        },
    }
    if change.pulse:
        row["pulse"] = list(change.pulse)
    if change.trigger:
        row |= {"trigger": str(change.trigger), "sunset": change.sunset}
    if change.latch:
        row["latch"] = True
    if change.budget_cap is not None:
        row["budget_cap"] = float(change.budget_cap)
    if change.statute is not None:
        row |= {"statute": change.statute.name.lower(), "programme": change.part_of}
    if change.adopt:
        row["hazard"] = float(change.hazard)
    return row


def read_change(row: Mapping[str, Any], months: int) -> Change:
    """Turn what ``lever_path`` wrote back into a change.

    Args:
        row: One row of a lever path.
        months: Length of the run for which it was written.
    """
    return Change(
        lever=row["lever"],
        value=row["value"],
        start=row["start"],
        until=FOREVER if row["until"] >= months else row["until"],
        ramp=row["ramp"],
        target=Target({name: frozenset(members) for name, members in row["target"].items()}),
        pulse=Pulse(*row["pulse"]) if "pulse" in row else None,
        sunset=row.get("sunset"),
        trigger=Trigger.read(row["trigger"]) if "trigger" in row else None,
        latch=row.get("latch", False),
        budget_cap=row.get("budget_cap"),
        statute=STATUTES[row["statute"]] if "statute" in row else None,
        programme=row.get("programme", ""),
        adopt="hazard" in row,
        hazard=row.get("hazard", 0.0),
    )


def realised(
    policy: Policy,
    series: Floats,
    *,
    metrics: Sequence[str],
    costs: Mapping[str, str],
    standing: Mapping[str, Standing] | None = None,
) -> list[dict[str, Any]]:
    """Work out when each change of a policy really held in a run.

    Args:
        policy: The policy.
        series: What was published, shape ``(months, metrics)``.
        metrics: Names of the columns.
        costs: By lever, the metric that says what it costs.
        standing: Where each programme stood politically when the run ended.

    Returns:
        For each change its lever, and the months in which it held, as pairs of the first month
        with it and the first without.
    """
    months = len(series)
    read = {c.trigger.metric for c in policy.changes if c.trigger}
    read |= {costs.get(c.lever, "") for c in policy.changes if c.budget_cap is not None}
    columns = {name: series[:, at].tolist() for at, name in enumerate(metrics) if name in read}
    published = Published(columns, months)
    return [
        {
            "lever": change.lever,
            "months": list(
                _spells(
                    _lived(change, standing or {}), months, published, costs.get(change.lever, "")
                )
            ),
        }
        for change in policy.changes
        if change.start < months
    ]


def _lived(change: Change, standing: Mapping[str, Standing]) -> Change:
    """The change between the months in which politics let it hold."""
    if change.imposed:
        return change
    return change.as_it_stands(
        standing.get(change.part_of, NOT_YET if change.adopt else ALWAYS)
    )  # fmt: skip


def _spells(change: Change, months: int, published: Published, cost: str) -> Iterator[list[int]]:
    if change.conditional or change.pulse:
        path = change.path(months, published, cost)
        for holds, spell in groupby(enumerate(path, change.start), lambda at: at[1] > 0):
            rows = list(spell)
            if holds:
                yield [rows[0][0], rows[-1][0] + 1]
    elif change.start < min(change.end, months):
        yield [change.start, min(change.end, months)]
