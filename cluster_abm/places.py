"""Where experiments and results are found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from cluster_abm.core.errors import did_you_mean

RESULTS = Path("results")


def find_experiment(given: str) -> Path:
    """The file of an experiment: as given, or by its name in the folder ``experiments``."""
    known = {path.stem: path for path in experiments()}
    if given in known:
        return known[given]
    if Path(given).is_file():
        return Path(given)
    raise click.UsageError(
        f"{given} is neither an experiment nor a file.{did_you_mean(given, known)} "
        f"There are: {', '.join(known) or 'none'}."
    )


def experiments() -> list[Path]:
    """The experiment files of this folder, or else of the project."""
    places = (Path("experiments"), Path(__file__).parents[1] / "experiments")
    return next((found for p in places if (found := sorted(p.glob("*.toml")))), [])


def find_results(given: str) -> Path:
    """The folder of an experiment that has been begun: as given, or by its name in ``results``."""
    known = {folder.name: folder for folder in all_results()}
    for folder in (Path(given), RESULTS / given):
        if (folder / "plan.json").is_file():
            return folder
    raise click.UsageError(
        f"{given} is not a folder of results.{did_you_mean(given, known)} "
        f"There are: {', '.join(known) or 'none'}."
    )


def all_results() -> Iterator[Path]:
    """Every folder of results of this folder."""
    return (plan.parent for plan in sorted(RESULTS.glob("*/plan.json")))
