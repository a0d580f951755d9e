"""Scenarios that extend another: they say only what is different."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cluster_abm.core.errors import did_you_mean
from cluster_abm.scenarios.toml import FileError, called, read_toml, shown

KEYS = {"zone": "name", "firms": "kind", "segment": "name", "university": "name", "funder": "name",
        "rival": "name"}  # fmt: skip
"""What names a row in each list of tables."""


def extended_by(path: Path, home: Path, heirs: tuple[Path, ...] = ()) -> dict[str, Any]:
    """Read a scenario file with all that it extends.

    Args:
        path: The file.
        home: Folder of the scenarios that may be extended, beside that of the file.
        heirs: Files that extend this one.

    Raises:
        FileError: No such parent, or a scenario that would extend itself.
    """
    given = read_toml(path)
    parent = given.pop("extends", None)
    if parent is None:
        return given
    there = {p.stem: p for folder in (home, path.parent) for p in sorted(folder.glob("*.toml"))}
    if not isinstance(parent, str) or parent not in there:
        hint = did_you_mean(str(parent), there)
        raise FileError([f"{called(path)}: extends = {shown(parent)} is not a scenario.{hint}"])
    if there[parent].resolve() in {p.resolve() for p in (*heirs, path)}:
        raise FileError([f"{called(path)}: extends = {shown(parent)} would extend itself."])
    return merged(extended_by(there[parent], home, (*heirs, path)), given)


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """Lay what is different over what is inherited.

    Tables are merged key by key, rows of a list of tables by their name; all else is replaced.

    >>> merged({"frame": {"gdp": 1, "cash": 2}}, {"frame": {"gdp": 3}})
    {'frame': {'gdp': 3, 'cash': 2}}
    """
    found = dict(old)
    for key, value in new.items():
        before = old.get(key)
        if isinstance(value, dict) and isinstance(before, dict):
            found[key] = merged(before, value)
        elif key in KEYS and isinstance(value, list) and isinstance(before, list):
            found[key] = _rows(before, value, KEYS[key])
        else:
            found[key] = value
    return found


def _rows(old: list[Any], new: list[Any], key: str) -> list[Any]:
    """Rows of the same name are merged, others added at the end."""
    named = {_named(row, key): row for row in new}
    known = {_named(row, key) for row in old}
    kept = [merged(row, named[name]) if (name := _named(row, key)) in named else row for row in old]
    return kept + [row for row in new if _named(row, key) not in known]


def _named(row: Any, key: str) -> Any:
    name = row.get(key) if isinstance(row, dict) else None
    return name if isinstance(name, str) else None
