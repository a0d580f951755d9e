"""The journal: what happened, by birth key, append-only.  Never state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cluster_abm.core.errors import did_you_mean

PANELS = (
    "firms", "sales", "grants", "permits", "foundings", "closures", "innovations", "stakes",
)  # fmt: skip
"""Panels that the model writes."""


def wrong_panels(keep: Any) -> Iterator[str]:
    """What is wrong with names of panels to keep; guests may write panels of other names.

    >>> list(wrong_panels(("sale", "weather")))
    ['sale is not a panel of the model. Did you mean sales?']
    """
    if isinstance(keep, str):
        yield f"keep takes several names: ({keep!r},)."
        return
    for name in keep:
        hint = did_you_mean(name, PANELS)
        if name not in PANELS and hint:
            yield f"{name} is not a panel of the model.{hint}"


type Entries = dict[str, NDArray[Any]]


class Journal:
    """Panels of events that somebody wants: this month's, or those of the whole run."""

    def __init__(self, keep: tuple[str, ...] = (), *, audited: bool = True) -> None:
        self.keep, self.audited = keep, audited
        self.month = 0
        self.today: dict[str, list[Entries]] = {}
        self.kept: dict[str, list[Entries]] = {name: [] for name in keep}

    def open_month(self, month: int) -> None:
        """Begin a month; last month's entries stay only where they are kept."""
        self.month, self.today = month, {}

    def wants(self, panel: str) -> bool:
        """Does anybody read the entries of a panel: who keeps them, or who checks the books?"""
        return self.audited or panel in self.kept

    def write(self, panel: str, **columns: NDArray[Any]) -> None:
        """Note events, one row each.

        Args:
            panel: Name of the panel, such as ``sales``.
            columns: Columns of the rows, all of one length.
        """
        self.today.setdefault(panel, []).append(columns)
        if panel in self.kept:
            n = len(next(iter(columns.values())))
            self.kept[panel].append({"month": np.full(n, self.month, np.int32)} | columns)

    def sum(self, panel: str, column: str) -> int:
        """Total of a whole-number column over this month's entries."""
        return sum(int(entry[column].sum()) for entry in self.today.get(panel, ()))

    def panel(self, name: str) -> Entries:
        """All kept entries of a panel, as columns."""
        parts = self.kept[name]
        if not parts:
            return {}
        return {column: np.concatenate([p[column] for p in parts]) for column in parts[0]}
