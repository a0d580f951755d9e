"""A model of a few lines with the same methods as the real one.

Its scenario is a word: ``calm``, or what goes wrong in which world, such as ``dies-2``.  In the
scenario ``mixed`` one thing of each kind goes wrong, each in one run.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from cluster_abm.core.journal import Journal
from cluster_abm.core.metric import metric, metrics_of
from cluster_abm.core.policy import BASELINE, Change, Policy, RuleBook
from cluster_abm.core.programme import Standing
from cluster_abm.core.rules import Rules, all_numbers, lever
from cluster_abm.lab.design.subject import Subject
from cluster_abm.scenarios.files import ExperimentFile

MIXED = {3: "raise", 30: "exit", 50: "loop", 70: "swell"}
"""What goes wrong in which world, under the policy alone."""


class FakeRules(Rules):
    """Three levers."""

    quota = lever(
        0.1, unit="share", low=0.0, high=1.0, who="government",
        source="assumption: a test", doc="the largest share of foreigners.",
    )  # fmt: skip
    rent = lever(
        10.0, unit="US$", low=0.0, high=99.0, who="zones",
        source="assumption: a test", doc="the rent of a square metre.",
    )  # fmt: skip
    seats = lever(
        0.0, unit="seats", low=0.0, high=100.0, who="education", spends="spent",
        source="assumption: a test", doc="the number of seats that the public pays for.",
    )  # fmt: skip


@metric(unit="persons")
def jobs(model: FakeModel) -> float:
    """Jobs in the fake cluster."""
    return 1000.0 + model.luck + 50.0 * (model.quota - 0.1)


@metric(unit="US$/month")
def pay(model: FakeModel) -> float:
    """Pay in the fake cluster."""
    return 800.0 + model.luck / 3.0


@metric(unit="US$/month")
def spent(model: FakeModel) -> float:
    """What the public pays for seats."""
    return 10.0 * model.seats


class FakeModel:
    """Luck that adds up, and a quota that makes jobs."""

    def __init__(
        self, scenario: str, *, seed: int, replicate: int, numbers: dict[str, Any],
        policy: Policy = BASELINE, keep: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.trouble, _, world = scenario.partition("-")
        self.troubled = world == str(replicate)
        if self.trouble == "mixed":
            self.trouble = MIXED.get(replicate, "")
        self.seed, self.replicate = seed, replicate
        if "FAKE_PIDS" in os.environ:
            Path(os.environ["FAKE_PIDS"]).mkdir(exist_ok=True)
            Path(os.environ["FAKE_PIDS"], str(os.getpid())).touch()
        self.book = RuleBook([FakeRules], numbers, policy, METRICS)
        self.month, self.luck, self.quota, self.seats = 0, 0.0, 0.1, 0.0
        self.rows: list[tuple[float, ...]] = []
        self.journal = Journal(keep)

    def run_months(self, months: int) -> None:
        for _ in range(months):
            self.step()

    def step(self) -> None:
        if self.troubled and self.month == 5:
            self._get_into_trouble()
        published = dict(zip(METRICS, zip(*self.rows, strict=True), strict=False))
        rules = self.book.in_force(self.month, published)[FakeRules]
        self.quota, self.seats = rules.quota, rules.seats
        if self.trouble == "policy" and self.quota > 0.5:
            raise ValueError("so many foreigners were not foreseen")
        if self.trouble in MIXED.values() and self.quota > 0.1 and self.month == 8:
            getattr(self, f"_{self.trouble}")()
        if self.trouble == "slow":
            time.sleep(0.0002)
        luck = np.random.default_rng([self.seed, self.replicate, self.month])
        self.luck = 0.8 * self.luck + float(luck.normal())
        self.journal.open_month(self.month)
        self.journal.write("hires", who=np.arange(2, dtype=np.uint64) + self.month)
        self.rows.append(tuple(m.function(self) for m in METRICS.values()))
        self.month += 1

    def _get_into_trouble(self) -> None:
        if self.trouble == "dies":
            os.kill(os.getpid(), 9)
        if self.trouble == "hangs":
            time.sleep(60)
        if self.trouble == "unready" and not Path("ready").exists():
            raise OSError("not ready")
        if self.trouble == "fails" or (self.trouble == "tires" and self.quota == 0.1):
            raise ValueError("no luck")

    def _raise(self) -> None:
        raise KeyError("a word that nobody knows")

    def _exit(self) -> None:
        os._exit(3)

    def _loop(self) -> None:
        while True:
            pass

    def _swell(self) -> None:
        raise MemoryError

    @property
    def standing(self) -> dict[str, Standing]:
        return {}

    @property
    def series(self) -> pd.DataFrame:
        return pd.DataFrame(self.rows, columns=list(METRICS))

    def snapshot(self) -> Any:
        kept = {name: list(entries) for name, entries in self.journal.kept.items()}
        return self.month, self.luck, list(self.rows), kept

    def restore(self, snapshot: Any, *, policy: Policy) -> None:
        self.month, self.luck, rows, kept = snapshot
        self.rows = list(rows)
        self.journal.kept = {name: list(entries) for name, entries in kept.items()}
        self.book = self.book.under(policy)


METRICS = metrics_of(sys.modules[__name__])
SUBJECT = Subject(
    build=FakeModel, metrics=METRICS, numbers=all_numbers([FakeRules]), fingerprint="0" * 16
)


def relaxed(name: str = "relaxed", value: float = 0.3, start: int = 6, until: int = 18) -> Policy:
    """The quota relaxed for a year."""
    return Policy(name, (Change(lever="quota", value=value, start=start, until=until),))


def experiment(
    *policies: Policy, name: str = "fake", scenario: str = "calm", pairs: int = 4, **given: Any
) -> ExperimentFile:
    """Two years of the fake model."""
    return ExperimentFile(
        **{
            "name": name,
            "question": "Does the quota make jobs?",
            "scenario": scenario,
            "months": 24,
            "outcomes": ("jobs", "pay"),
            "policies": (BASELINE, *(policies or (relaxed(),))),
            "root_seed": 7,
            "least": pairs,
            "most": pairs,
        }
        | given
    )
