"""When a change holds: pulses, triggers, and the statistics that triggers read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, nan
from typing import NamedTuple

from cluster_abm.core.errors import InputError

LAST_MONTH = 600
"""Longest run and latest date, months after January 2009."""
CONDITION = re.compile(r"\s*([a-z]\w*)\s*(>=|<=|>|<)\s*([-+.\w]+)\s*", re.ASCII)

FORM = 'a metric, a sign (>, >=, <, <=) and a number: "unemployment > 0.12"'


class Pulse(NamedTuple):
    """A change that comes and goes.

    Attributes:
        every: Months from one beginning to the next.
        months: Months for which it holds each time.
    """

    every: int
    months: int


@dataclass(frozen=True)
class Trigger:
    """A condition on a statistic published for last month.

    Attributes:
        metric: Name of the statistic.
        sign: One of ``>``, ``>=``, ``<``, ``<=``.
        level: What it is compared with.
    """

    metric: str
    sign: str
    level: float

    @classmethod
    def read(cls, text: str) -> Trigger:
        """Read a condition as a policy file writes it.

        Raises:
            InputError: The text is no condition.

        >>> Trigger.read("unemployment > 0.12")
        Trigger(metric='unemployment', sign='>', level=0.12)
        """
        found = CONDITION.fullmatch(text)
        level = _number(found.group(3)) if found else nan
        if found is None or not isfinite(level):
            raise InputError([f"A trigger is {FORM}."])
        return cls(found.group(1), found.group(2), level)

    def __str__(self) -> str:
        return f"{self.metric} {self.sign} {self.level!r}"

    def met(self, value: float) -> bool:
        """Does the condition hold?  Never for what is not a number."""
        match self.sign:
            case ">":
                return value > self.level
            case ">=":
                return value >= self.level
            case "<":
                return value < self.level
            case _:
                return value <= self.level

    def excludes(self, other: Trigger) -> bool:
        """Can the two never hold in one month?

        >>> high = Trigger.read("unemployment > 0.12")
        >>> [high.excludes(Trigger.read(f"unemployment {rest}")) for rest in ("<= 0.12", "> 0.2")]
        [True, False]
        """
        if self.metric != other.metric or self.sign[0] == other.sign[0]:
            return False
        above, below = (self, other) if self.sign[0] == ">" else (other, self)
        touching = above.level == below.level and above.sign + below.sign == ">=<="
        return above.level >= below.level and not touching


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return nan


class Published:
    """The statistics of the months lived so far; only rules read them.

    Args:
        columns: Values of each metric, one a month; the last is last month's.
        month: The month whose rules are asked for.
    """

    def __init__(self, columns: Mapping[str, Sequence[float]], month: int) -> None:
        self._columns, self._month = columns, month

    def of(self, metric: str, month: int) -> float:
        """A statistic of a month; not a number where none was published.

        >>> published = Published({"unemployment": [0.10, 0.13]}, month=2)
        >>> [published.of("unemployment", month) for month in (0, 1, 2)]
        [0.1, 0.13, nan]
        """
        column, back = self._columns.get(metric, ()), self._month - month
        return float(column[-back]) if 0 < back <= len(column) else nan
