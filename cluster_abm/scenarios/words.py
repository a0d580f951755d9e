"""The words of policy and experiment files: names, months, and the form of a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from cluster_abm.core.rules import Number
from cluster_abm.core.timing import LAST_MONTH
from cluster_abm.core.units import date_of, month_of
from cluster_abm.scenarios.toml import shown

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
"""What a name may look like that becomes a folder of results."""
LONGEST_TEXT = 2000
"""Signs of the longest text."""


@dataclass(frozen=True)
class Known:
    """What a file may speak of: the numbers, metrics and scenarios of a model."""

    numbers: Mapping[str, Number[Any]]
    metrics: frozenset[str] = frozenset()
    scenarios: frozenset[str] = frozenset()


FORM_ONLY = Known({})
"""Nothing is known, so that any name will do."""


def wrong(sentence: str) -> PydanticCustomError:
    """A mistake in words of our own."""
    # Braces in what a stranger wrote must not be filled in.
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence})


def _name(given: Any) -> Any:
    if isinstance(given, str) and not NAME.fullmatch(given):
        raise wrong(
            f"= {shown(given)} is not a name. A name has 1 to 64 of the signs a-z, 0-9, _ and -, "
            "and begins with a letter or a digit: it becomes a folder of results."
        )
    return given


def _month(given: Any) -> Any:
    if isinstance(given, date):
        raise wrong(f'= {given} needs quotes and no day: "{given:%Y-%m}".')
    month = given
    if isinstance(given, str):
        try:
            month = month_of(given if given.isascii() else "")
        except ValueError as error:
            raise wrong(f'= {shown(given)} is not a month such as "2010-01". {error}') from None
    if isinstance(month, int) and not isinstance(month, bool) and not 0 <= month <= LAST_MONTH:
        raise wrong(
            f"= {shown(given)} is outside {date_of(0)} to {date_of(LAST_MONTH)} "
            f"(months 0 to {LAST_MONTH})."
        )
    return month


type Name = Annotated[str, BeforeValidator(_name)]
type Month = Annotated[int, BeforeValidator(_month)]


class Page(BaseModel):
    """A table of a file: no stranger, no guess, no NaN."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)
