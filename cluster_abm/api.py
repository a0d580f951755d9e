"""One line from Python: run the model, and hold what came out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import BASELINE, Policy
from cluster_abm.core.timing import LAST_MONTH
from cluster_abm.core.units import date_of
from cluster_abm.explain import known
from cluster_abm.model import ClusterModel
from cluster_abm.scenarios import files
from cluster_abm.scenarios.reader import Scenario, load_scenario

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pandas as pd

    from cluster_abm.lab.inference.comparison import Comparison
    from cluster_abm.scenarios.files import ExperimentFile


@dataclass(frozen=True)
class Run:
    """One life of the model.

    Attributes:
        model: The model after its last month; its tables can be read.
        series: One row a month, one column a metric.
        policy: What was asked.
        seed: Seed of all luck.
        replicate: Which random world of that seed.
        numbers: Base values that differ from the scenario's.
    """

    model: ClusterModel = field(repr=False)
    series: pd.DataFrame = field(repr=False)
    policy: Policy = BASELINE
    seed: int = 1
    replicate: int = 0
    numbers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def content_hash(self) -> str:
        """Digest of every number in the series: equal digests mean equal results."""
        return content_hash(self.series)

    def save(self, folder: str | Path) -> list[Path]:
        """Write the run as parquet files with units and sentences.

        Args:
            folder: Where; it is made if it is not there.

        Returns:
            The files written.
        """
        from cluster_abm.lab.store.single import write_run

        return list(write_run(Path(folder), self))


def run(
    scenario: str | Path | Scenario = "panama_2009",
    *,
    months: int = 120,
    seed: int = 1,
    replicate: int = 0,
    policy: Policy | str | Path = BASELINE,
    numbers: Mapping[str, Any] | None = None,
    keep: tuple[str, ...] = (),
    check: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Run:
    """Live some months of a scenario under a policy.

    Args:
        scenario: Name, file, or what ``load_scenario`` returned.
        months: How many months, 1 to 600.
        seed: Seed of all luck.
        replicate: Which random world of that seed.
        policy: A policy, or where one stands: ``"file.toml#id"``.
        numbers: Base values that differ from the scenario's, by name.
        keep: Panels of events to keep.
        check: Check that money and people add up, every month?
        progress: Called after each month with the number of months lived.

    Raises:
        InputError: Everything that cannot be, before the first month.
    """
    if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= LAST_MONTH:
        raise InputError([f"months = {months!r} is outside 1 to {LAST_MONTH} [months]."])
    asked = policy if isinstance(policy, Policy) else load_policy(policy)
    start = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    late = [
        f"{asked.id}: {change.lever} begins in {date_of(change.start)}, after the last month "
        f"lived, {date_of(months - 1)} (months = {months})."
        for change in asked.changes
        if change.start >= months
    ]
    if late:
        raise InputError(late)
    base = dict(numbers or {})
    model = ClusterModel(
        start, seed=seed, replicate=replicate, numbers=base, policy=asked, keep=keep, check=check
    )
    for lived in range(1, months + 1):
        model.step()
        if progress:
            progress(lived)
    return Run(model, model.series, asked, seed, replicate, base)


def experiment(
    asked: ExperimentFile | str | Path,
    *,
    out: str | Path | None = None,
    pairs: int | None = None,
    months: int | None = None,
    numbers: Mapping[str, Any] | None = None,
    panels: tuple[str, ...] = (),
    workers: int | None = None,
    executor: Executor | None = None,
    limit: float = 3600.0,
    max_failures: int | None = None,
    progress: Callable[[Any], None] | None = None,
) -> Comparison:
    """Live what is missing of an experiment, and compare its policies; the same call resumes.

    Workers import the script that calls this; it should do so below
    ``if __name__ == "__main__":``.

    Args:
        asked: An ``Experiment``, or the file of one.
        out: Folder of its results; ``results/<name>`` if not given.
        pairs: Random worlds; as many as the experiment asks for if not given.
        months: Length of each run; the experiment's if not given.
        numbers: Base values that differ from the scenario's, by name.
        panels: Panels of events to keep.
        workers: Processes; as many as there are processors if not given, none with 0.
        executor: Who lives the worlds instead, such as a cluster.
        limit: Seconds that one run may take.
        max_failures: Runs that may fail before the batch stops; any number if not given.
        progress: Hears how the experiment stands, after every world.

    Raises:
        InputError: Everything that cannot be, before the first run.
        StoreError: The results cannot be written, or nothing could be compared.
    """
    from cluster_abm.lab.batch.conduct import Conduct
    from cluster_abm.lab.batch.pairs import run_experiment

    how = Conduct(
        workers=workers, executor=executor, limit=limit, max_failures=max_failures,
        progress=progress,
    )  # fmt: skip
    read = (
        asked
        if isinstance(asked, files.ExperimentFile)
        else files.read_experiment(Path(asked), known())
    )
    return run_experiment(
        read, out=out, pairs=pairs, months=months, numbers=numbers, panels=panels, how=how
    )


def load_policy(given: str | Path) -> Policy:
    """Read one policy: ``FILE``, ``FILE#ID``, or the name of one that comes with the package.

    Raises:
        InputError: No such policy, or a mistake in its file.
    """
    return files.load_policy(_as_read(str(given)), known())


def _as_read(given: str) -> str:
    """How a policy is named in files, where it is called as the package lists it.

    That is by its file and its name, or by its name alone.
    """
    place, mark, wanted = files.split_policy(given)
    shipped = {path.name: path for path in files.list_policies()}
    if Path(place).is_file() or f"{place}.toml" in shipped:
        return given
    if place in shipped:
        return f"{shipped[place].stem}{mark}{wanted}"
    holders = [
        path.stem for path in shipped.values() if given in {p.id for p in files.read_policies(path)}
    ]
    return f"{holders[0]}#{given}" if len(holders) == 1 else given


def content_hash(series: pd.DataFrame) -> str:
    """Digest of a table of floats: names and every bit of every value, 32 hexadecimal digits."""
    digest = blake2b(digest_size=16)
    for name in sorted(series.columns):
        digest.update(name.encode() + b"\0")
        digest.update(np.ascontiguousarray(series[name].to_numpy(), dtype="<f8").tobytes())
    return digest.hexdigest()
