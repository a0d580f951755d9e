"""Errors that say what was given, what is possible, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class ClusterError(Exception):
    """Base of every error that cluster_abm raises on purpose."""


class InputError(ClusterError, ValueError):
    """A file, an option or an argument that cannot be used; lists every mistake at once."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(self.mistakes))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[str, ...]]]:
        return type(self), (self.mistakes,)


class ScheduleError(ClusterError, TypeError):
    """A process asks for somebody who does not take part."""


class GoneError(ClusterError, AttributeError):
    """The actor has left the model; it has no state any more."""


class LuckError(ClusterError, RuntimeError):
    """The same stake was drawn twice in one month."""


class LedgerError(ClusterError, ArithmeticError):
    """Money that does not add up, or a payment that is none."""


class IdentityError(ClusterError, AssertionError):
    """Two records of the same thing, kept independently, disagree."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest known name, or nothing.

    >>> did_you_mean("foriegn_quota", ["foreign_quota", "rent"])
    ' Did you mean foreign_quota?'
    >>> did_you_mean("zzz", ["foreign_quota"])
    ''
    """
    near = get_close_matches(name, list(known), n=1)
    return f" Did you mean {near[0]}?" if near else ""
