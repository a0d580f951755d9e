"""Worlds for tests that live: founded once, then restored as often as a test wants.

>>> small_country().name
'panama_2009'
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from typing import Any

from cluster_abm.core.policy import BASELINE, Change, Policy
from cluster_abm.model import MONTH, ClusterModel, Snapshot
from cluster_abm.scenarios.reader import Scenario, load_scenario

PANAMA = "panama_2009"


def small_country(factor: float = 0.1) -> Scenario:
    """Panama, smaller; kinds of firm of which none is left are left out."""
    scaled = load_scenario(PANAMA).scaled(factor)
    return scaled.model_copy(update={"firms": [g for g in scaled.firms if g.count]})


@cache
def founded(factor: float = 1.0, seed: int = 1) -> Snapshot:
    """Panama at month 0, or a smaller country."""
    return ClusterModel(country(factor), seed=seed).snapshot()


def country(factor: float) -> str | Scenario:
    """Panama as it is, or smaller."""
    return PANAMA if factor == 1 else small_country(factor)


def restored(
    policy: Policy = BASELINE, *, factor: float = 1.0, seed: int = 1, **given: Any
) -> ClusterModel:
    """A model at month 0 of the same past; ``numbers`` may differ from then on."""
    model = ClusterModel(country(factor), seed=seed, policy=policy, bare=True, **given)
    model.restore(founded(factor, seed))
    return model


def lived(months: int, policy: Policy = BASELINE, **given: Any) -> ClusterModel:
    """A restored model after some months."""
    model = restored(policy, **given)
    model.run_months(months)
    return model


def columns(model: ClusterModel, but: tuple[str, ...] = ()) -> dict[str, bytes]:
    """Every column of every table, and every purse, as bytes."""
    bytes_of = {
        f"{name}.{column}": array[: table.size].tobytes()
        for name, table in model.tables.items()
        for column, array in table.data.items()
    }
    purses = {f"purse {s.name}": p.tobytes() for s, p in model.ledger.purses.items()}
    return {n: b for n, b in (bytes_of | purses).items() if n not in but}


def series(model: ClusterModel) -> dict[str, bytes]:
    """Every metric's series, as bytes."""
    frame = model.series
    return {n: frame[n].to_numpy().tobytes() for n in frame.columns}


def apart(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """Names under which two worlds differ."""
    return [n for n in one | other if one.get(n) != other.get(n)]


def fingerprint(model: ClusterModel) -> str:
    """One word for everything that a model is and was."""
    digest = hashlib.sha256()
    for name, content in sorted((series(model) | columns(model)).items()):
        digest.update(name.encode() + content)
    return digest.hexdigest()


def change(lever: str, value: float, start: int = 0, **given: Any) -> Policy:
    """A policy of one change."""
    return Policy(f"{lever} {value}", (Change(lever=lever, value=value, start=start, **given),))


def quotas(share: float, start: int = 0) -> Policy:
    """Both limits of the labour code at one value."""
    return change("foreign_quota", share, start) + change("foreign_quota_specialised", share, start)


__all__ = ["MONTH", "apart", "change", "columns", "fingerprint", "lived", "quotas", "restored"]
