"""Sentences about a page that does not fit: where, what was given, what is possible, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeAliasType, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from cluster_abm.core.errors import did_you_mean
from cluster_abm.scenarios.toml import path_of, shown

KINDS = {
    "string_type": "a text in quotes",
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "list_type": "a list in square brackets",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "dict_type": "a table",
    "finite_number": "a finite number",
    "int_parsing_size": "a whole number of ordinary size",
}


def sentences(
    error: ValidationError, page: type[BaseModel], where: Sequence[str | int] = ()
) -> list[str]:
    """Every mistake of a page, a sentence each.

    Args:
        error: What pydantic found.
        page: The page that was to be read.
        where: The way from the top of the file to the page.
    """
    return [_sentence(dict(found), page, where) for found in error.errors(include_url=False)]


def _sentence(found: dict[str, Any], page: type[BaseModel], where: Sequence[str | int]) -> str:
    steps = [*where, *found["loc"]]
    path = path_of(steps)
    home, row = _field(page, found["loc"])
    given, context = found["input"], found.get("ctx", {})
    match found["type"]:
        case "sentence":
            join = "" if context["sentence"].startswith(":") else " "
            return f"{path}{join}{context['sentence']}".lstrip()
        case "extra_forbidden":
            known = [name for name, _ in _fields(home)]
            hint = did_you_mean(str(found["loc"][-1]), known)
            return f"{path} is not a key here.{hint} Possible: {', '.join(known)}."
        case "missing":
            return f"{path} is missing.{_meaning(row)}"
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            value = shown(given)
            return f"{path} = {value} {_outside(value, row, context)}.{_meaning(row)}"
        case "too_long":
            return f"{path} has {len(given)} rows; at most {context['max_length']} are possible."
        case "too_short" | "string_too_long":
            return f"{path}: {found['msg']}.{_meaning(row)}"
        case "literal_error":
            return f"{path} = {shown(given)} is not {context['expected']}.{_meaning(row)}"
        case kind if kind in KINDS:
            return f"{path} = {shown(given)} is not {KINDS[kind]}{_unit(row)}.{_meaning(row)}"
    message = found["msg"].removeprefix("Value error, ")
    value = "" if isinstance(given, dict) else f" = {shown(given)}"
    return f"{path}{value}: {message}.{_meaning(row)}"


def _fields(page: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, row in page.model_fields.items():
        yield row.alias or name, row


def _field(page: type[BaseModel], way: Sequence[Any]) -> tuple[type[BaseModel], FieldInfo | None]:
    """The page in which a way ends, and its field there."""
    row: FieldInfo | None = None
    home = page
    for step in way:
        if isinstance(step, str):
            if row is not None:
                home = _page_in(row.annotation) or home
            row = dict(_fields(home)).get(step)
    return home, row


def _page_in(kind: Any) -> type[BaseModel] | None:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    return next((found for part in get_args(kind) if (found := _page_in(part))), None)


def _outside(value: str, row: FieldInfo | None, context: dict[str, Any]) -> str:
    """What a value that is too small or too large should be, both ends if they are known."""
    limits = context | _limits(row)
    ends = [next((limits[k] for k in kinds if k in limits), None)
            for kinds in (("ge", "gt"), ("le", "lt"))]  # fmt: skip
    low, high = ends
    if value == str(limits.get("gt")) or high is None:
        return f"is not {'more than' if 'gt' in limits else 'at least'} {low}{_unit(row)}"
    if value == str(limits.get("lt")) or low is None:
        return f"is not {'less than' if 'lt' in limits else 'at most'} {high}{_unit(row)}"
    return f"is outside {low} to {high}{_unit(row)}"


def _limits(row: FieldInfo | None) -> dict[str, Any]:
    """Ends of what a field allows, by pydantic's names for them."""
    metadata = [*row.metadata] if row else []
    kind: Any = row.annotation if row else None
    if isinstance(kind, TypeAliasType):
        for one in get_args(kind.__value__)[1:]:
            metadata += one.metadata if isinstance(one, FieldInfo) else [one]
    return {
        name: limit
        for one in metadata
        for name in ("ge", "gt", "le", "lt")
        if (limit := getattr(one, name, None)) is not None
    }


def _unit(row: FieldInfo | None) -> str:
    extra = row.json_schema_extra if row else None
    return f" [{extra['unit']}]" if isinstance(extra, dict) and "unit" in extra else ""


def _meaning(row: FieldInfo | None) -> str:
    return f"\n  It is {row.description}" if row and row.description else ""
