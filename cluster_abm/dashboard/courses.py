"""Courses of an indicator over the months: levels of each policy, and paired differences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from cluster_abm.core.types import Floats
from cluster_abm.lab.inference.simultaneous import path_band
from cluster_abm.lab.inference.spread import World, largest_table

SPREAD = (0.1, 0.9)
"""Shares of the worlds that lie below the ends of a level's band."""
FEWEST = 5
"""Worlds below which their spread is not shown."""

type Lives = Mapping[str, Mapping[World, Floats]]
"""Path of an indicator in each world, by policy."""


class Course(NamedTuple):
    """The mean path under one policy, with a band if there is one; one value a month."""

    policy: str
    worlds: int
    mean: Floats
    low: Floats | None = None
    high: Floats | None = None


def lives_of(rows: pa.Table, metric: str) -> Lives:
    """Take rows apart: policy, replicate, draw and month ascend in them."""
    month = rows["month"].to_numpy()
    starts = [0, *(np.flatnonzero(np.diff(month) <= 0) + 1).tolist()] if len(rows) else []
    paths = np.split(rows[metric].to_numpy().astype(float), starts[1:])
    length = max(map(len, paths), default=0)
    heads = rows.select(["policy", "replicate", "draw"]).take(pa.array(starts, pa.int64()))
    found: dict[str, dict[World, Floats]] = {}
    for head, path in zip(heads.to_pylist(), paths, strict=False):
        if len(path) == length:
            found.setdefault(head["policy"], {})[head["replicate"], head["draw"]] = path
    return found


def levels(lives: Lives) -> list[Course]:
    """The mean path of each policy, with the spread of its worlds where they are enough."""
    found = []
    for policy, worlds in lives.items():
        paths = np.stack(list(worlds.values()))
        ends = np.quantile(paths, SPREAD, axis=0) if len(paths) >= FEWEST else (None, None)
        found.append(Course(policy, len(paths), paths.mean(axis=0), *ends))
    return found


def differences(lives: Lives, baseline: str) -> list[Course]:
    """Each policy less the baseline of the same worlds, with a band for the whole path."""
    base = lives.get(baseline, {})
    found = []
    for policy, worlds in lives.items():
        shared = largest_table(world for world in worlds if world in base)
        if policy == baseline or not shared:
            continue
        apart = np.stack([worlds[world] - base[world] for world in shared])
        draws = len({draw for _, draw in shared})
        found.append(Course(policy, len(shared), *path_band(apart, draws=draws)))
    return found
