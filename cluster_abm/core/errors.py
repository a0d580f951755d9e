"""Errors that say what was given, what is possible, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from numbers import Integral

CLOSE = 0.6
"""Likeness from which a name may be meant."""


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


class BrokenError(ClusterError, RuntimeError):
    """A month ended in an error before all of it was lived; from there no model goes on."""


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
    >>> did_you_mean("ix", ["id", "question"])
    ' Did you mean id?'
    >>> did_you_mean("zzz", ["foreign_quota"])
    ''
    """
    names = list(known)
    slips = [other for other in names if one_edit_apart(name, other)]
    # Of two slips of equal size the more similar word is meant.
    near = get_close_matches(name, slips or names, n=1, cutoff=0 if slips else CLOSE)
    return f" Did you mean {near[0]}?" if near else ""


def one_edit_apart(one: str, other: str) -> bool:
    """Would one letter more, less, changed or swapped with its neighbour make them equal?

    >>> [one_edit_apart("rent", word) for word in ("ret", "rents", "rant", "rnet", "rent", "tern")]
    [True, True, True, True, False, False]
    """
    short, long = sorted((one, other), key=len)
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at + 1 : at + 2] + short[at : at + 1] + short[at + 2 :]
    return short != long and (short[at + 1 :] == long[at + 1 :] or swapped == long[at:])


def no_counts(**given: object) -> list[str]:
    """Say which of some values are no whole numbers from 0 on.

    >>> no_counts(seed=1, replicate=-1)
    ['replicate = -1 is not a whole number from 0 on.']
    """
    return [
        f"{name} = {value!r} is not a whole number from 0 on."
        for name, value in given.items()
        if isinstance(value, bool) or not isinstance(value, Integral) or int(value) < 0
    ]
