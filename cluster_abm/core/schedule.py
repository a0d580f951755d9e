"""Who takes part in what: a function names its participants by their types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from inspect import signature
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
    types = {getattr(t, "__name__", str(t)): t for t in known}
    try:
        hints = get_type_hints(process)
    except NameError as wrong:
        name = wrong.name or ""
        raise ScheduleError(f"{title(process)}: {wrong}.{did_you_mean(name, types)}") from None
    asked = []
    for name in signature(process).parameters:
        kind = hints.get(name)
        if kind is None or kind not in types.values():
            what = getattr(kind, "__name__", None) or name
            raise ScheduleError(
                f"{title(process)} asks for {name}: {what}, but a month has only "
                f"{', '.join(sorted(types))}.{did_you_mean(what, types)}"
            )
        asked.append(kind)
    return tuple(asked)


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
