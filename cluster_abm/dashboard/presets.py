"""Policies that somebody wrote down: those of the package and those of the experiments."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import Policy
from cluster_abm.explain import known
from cluster_abm.scenarios.files import list_policies, read_policies

PLACES = (Path("experiments"), Path(__file__).parents[2] / "experiments")
"""Folders in which experiments may lie; the first that holds some counts."""


@lru_cache(maxsize=1)
def presets() -> Mapping[str, Policy]:
    """Every policy that changes something, by its file and name: ``p01_quota.quota-30``.

    A file that cannot be read is left out: whoever runs it hears what is wrong with it.
    """
    found = {}
    for path in (*list_policies(), *_experiments()):
        for policy in _policies(path):
            if policy.changes:
                found[f"{path.stem}.{policy.id}"] = policy
    return MappingProxyType(found)


def _experiments() -> list[Path]:
    return next((found for p in PLACES if (found := sorted(p.glob("*.toml")))), [])


def _policies(path: Path) -> tuple[Policy, ...]:
    try:
        return read_policies(path, known())
    except InputError:
        return ()
