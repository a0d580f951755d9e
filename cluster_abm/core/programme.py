"""Programmes: changes that a government made, and that another government may undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Statute(IntEnum):
    """What a programme rests on, the weakest first."""

    DECREE = 0
    REGULATION = 1
    LAW = 2


STATUTES: Mapping[str, Statute] = {statute.name.lower(): statute for statute in Statute}
"""Statutes by the word that a file uses."""


class Standing(NamedTuple):
    """Where a programme stands politically.

    Attributes:
        first: First month in which it may hold.
        end: First month in which it no longer may.
        executed: Share of its budget that is really spent, 0 to 1.
    """

    first: int
    end: int
    executed: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Programme:
    """Changes that live and die together.

    Attributes:
        name: Its name; luck is drawn for it, so that it meets the same fate in paired worlds.
        statute: What it rests on.
        since: First month in which one of its changes is dated.
        end: First month in which none of them can hold any more.
        adopt: Must it be adopted first?
        hazard: Chance of adoption in a usual month, 0 to below 1.
        agency: Who is in charge of it; empty if nobody is.
        supports: Whose plans depend on it, in words of the numbers.
    """

    name: str
    statute: Statute
    since: int
    end: int
    adopt: bool = False
    hazard: float = 0.0
    agency: str = ""
    supports: frozenset[str] = frozenset()
