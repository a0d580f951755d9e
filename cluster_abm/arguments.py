"""What the command line gave, turned into numbers and dated changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import FOREVER, Change, Policy, RuleBook
from cluster_abm.core.rules import Rules
from cluster_abm.core.timing import LAST_MONTH
from cluster_abm.core.units import date_of, month_of


class Read[A](NamedTuple):
    """What could be read, and what is wrong with the rest."""

    value: A
    mistakes: list[str]


def base_numbers(given: Iterable[str]) -> Read[dict[str, Any]]:
    """Read ``NAME=VALUE`` and, for one class of a row, ``NAME.CLASS=VALUE``.

    >>> base_numbers(["rent=3", "pay.engineer=2", "pay.manager=1"]).value
    {'rent': 3.0, 'pay': {'engineer': 2.0, 'manager': 1.0}}
    """
    numbers: dict[str, Any] = {}
    rows: dict[str, dict[str, float]] = {}
    wrong: list[str] = []
    for text in given:
        name, _, value = (part.strip() for part in text.partition("="))
        leaf, dot, member = name.partition(".")
        read = _float(value)
        row = numbers if not dot else rows.setdefault(leaf, {})
        key = member if dot else leaf
        if read is None or not leaf or bool(dot) != bool(member):
            wrong.append(
                f"--set {text} is not NAME=VALUE, such as --set foreign_quota=0.3.{_plain(value)}"
            )
        elif key in row or (leaf in numbers and leaf in rows):
            wrong.append(f"--set {text}: {name} is set twice.")
        else:
            row[key] = read
    return Read(numbers | {leaf: row for leaf, row in rows.items() if row}, wrong)


def changes(given: Iterable[str]) -> Read[tuple[Change, ...]]:
    """Read ``NAME=VALUE@FROM..UNTIL``; dates such as 2010-01, or months since January 2009.

    >>> changes(["foreign_quota=0.3@2010-01..2015-01"]).value[0].until
    72
    """
    read: list[Change] = []
    wrong: list[str] = []
    for text in given:
        try:
            read.append(_change(text))
        except ValueError as error:
            wrong.append(
                f"--lever {text}: {error} The form is NAME=VALUE@FROM..UNTIL, such as "
                "foreign_quota=0.3@2010-01..2015-01; UNTIL may be left out."
            )
    return Read(tuple(read), wrong)


def checked(
    books: tuple[type[Rules], ...], numbers: Mapping[str, Any], policy: Policy
) -> Iterator[str]:
    """What the model would refuse in numbers and a policy, in sentences."""
    try:
        RuleBook(books, numbers, policy)
    except InputError as error:
        yield from (m.replace(str(FOREVER - 1), "the end") for m in error.mistakes)


def _change(text: str) -> Change:
    what, _, when = text.partition("@")
    name, equals, value = (part.strip() for part in what.partition("="))
    number = _float(value)
    if not (equals and name) or number is None:
        raise ValueError(f"{what!r} is not NAME=VALUE.{_plain(value)}")
    first, dots, last = (part.strip() for part in when.partition(".."))
    start = _month(first) if first else 0
    until = _month(last) if last else FOREVER
    if dots and until <= start:
        raise ValueError(f"{last} must come after {first or date_of(0)}.")
    return Change(lever=name, value=number, start=start, until=until)


def _month(text: str) -> int:
    month = (
        int(text)
        if text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_MONTH))
        else month_of(text)
    )
    if not 0 <= month <= LAST_MONTH:
        raise ValueError(f"{text} is outside {date_of(0)} to {date_of(LAST_MONTH)}.")
    return month


def _plain(value: str) -> str:
    """How to write a value that has a comma or a sign, as a further sentence."""
    odd = {",", "%", "$"} & set(value)
    return " A value is plain, such as 0.3 or 16000: no comma and no sign." if odd else ""


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
