"""Who takes part in what: a function names its participants by their types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from inspect import signature
from types import FunctionType
from typing import Any, get_type_hints

from cluster_abm.core.errors import ScheduleError, did_you_mean

type Process = Callable[..., None]


def title(process: Callable[..., Any]) -> str:
    """Name a process as the schedule shows it: theme and verb.

    >>> from cluster_abm.submodels.labour.processes import match
    >>> title(match)
    'labour.match'
    """
    theme = process.__module__.removesuffix(".processes").removesuffix(".metrics")
    return f"{theme.rpartition('.')[2]}.{process.__name__}"


def participants(process: Callable[..., Any], known: Iterable[Any]) -> tuple[Any, ...]:
    """Find the types that a process asks for, in order; refuse a stranger at once.

    Args:
        process: A function whose parameters are annotated with types.
        known: The types that take part.

    Raises:
        ScheduleError: A parameter of a type that does not take part.
    """
    known = tuple(known)
    try:
        asked = _asked_kept(process) if _stays(process) else _asked(process)
    except NameError as wrong:
        name, types = wrong.name or "", _by_name(known)
        raise ScheduleError(f"{title(process)}: {wrong}.{did_you_mean(name, types)}") from None
    for name, kind in asked:
        if kind is None or kind not in known:
            what = getattr(kind, "__name__", None) or name
            raise stranger(f"{title(process)} asks for {name}: {what}", what, known)
    return tuple([kind for _, kind in asked])


def stranger(request: str, name: str, known: Iterable[Any]) -> ScheduleError:
    """Say that somebody who is asked for does not take part."""
    types = _by_name(known)
    return ScheduleError(
        f"{request}, but a month has only {', '.join(sorted(types))}.{did_you_mean(name, types)}"
    )


def _asked(process: Callable[..., Any]) -> tuple[tuple[str, Any], ...]:
    """Name and type of each parameter; no type where none is said."""
    hints = get_type_hints(process)
    return tuple([(name, hints.get(name)) for name in signature(process).parameters])


_asked_kept = lru_cache(maxsize=1024)(_asked)
"""Every world asks the same of the same 400 functions."""


def _stays(process: Callable[..., Any]) -> bool:
    """Does a function hold on to nothing, so that to remember it keeps no model alive?"""
    return isinstance(process, FunctionType) and process.__closure__ is None


def _by_name(known: Iterable[Any]) -> dict[str, Any]:
    return {getattr(t, "__name__", str(t)): t for t in known}


def after(anchor: Process, *guests: Process, month: Sequence[Process]) -> tuple[Process, ...]:
    """The schedule with *guests* let in right after *anchor*.

    Raises:
        ScheduleError: The anchor is not in the schedule.
    """
    if anchor not in month:
        raise ScheduleError(
            f"{title(anchor)} is not in the schedule: {', '.join(map(title, month))}."
        )
    at = list(month).index(anchor) + 1
    return (*month[:at], *guests, *month[at:])


def without(*dropped: Process, month: Sequence[Process]) -> tuple[Process, ...]:
    """The schedule with some processes left out: for ablations."""
    return tuple(process for process in month if process not in dropped)
