"""Options that commands share, each said once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from cluster_abm.spoken import Option

SHARD = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})", re.ASCII)


class ShardType(click.ParamType[tuple[int, int]]):
    """A part of a batch, such as 2/4."""

    name = "shard"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """Read number and count."""
        found = SHARD.fullmatch(str(value))
        if found is None or int(found[1]) > int(found[2]):
            self.fail(f"{value!r} is not I/N, such as 2/4: the second of four parts.", param, ctx)
        return int(found[1]), int(found[2])


def option(*names: str, **more: Any) -> Callable[..., Any]:
    """An option of the house; see ``click.option``."""
    return click.option(*names, cls=Option, **more)


out = option("--out", type=click.Path(file_okay=False, path_type=Path),
             help="Folder for the results.")  # fmt: skip
pairs = option("--pairs", "--replicates", "pairs", type=click.IntRange(1, 100_000),
               help="Random worlds; as many as the experiment asks for if not given.")  # fmt: skip
months = option("--months", type=click.IntRange(1, 600), help="Months to live.")
workers = option("--workers", "-j", type=click.IntRange(0, 1024),
                 help="Processes; as many as there are processors if not given.")  # fmt: skip


def lively(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options of every command that lives runs; they arrive as one record."""
    for one in (
        option("--limit", type=click.FloatRange(0, min_open=True), default=3600.0,
               show_default=True, help="Seconds that one run may take."),
        option("--max-failures", type=click.IntRange(0),
               help="Stop when more runs than this have failed."),
        option("--fail-fast", is_flag=True, help="Stop at the first run that fails."),
        option("--dask", is_flag=False, flag_value="", metavar="[ADDRESS]",
               help="Live on a Dask cluster: at an address, or a local one without."),
        workers,
    ):  # fmt: skip
        command = one(command)
    return command


outcome = option(
    "--outcome",
    default="",
    metavar="METRIC_COLUMN",
    help="Metric and column of the table summary, such as pay_final; the total of the first "
    "outcome if not given.",
)
policy = option(
    "--policy",
    "chosen",
    default="",
    metavar="ID",
    help="Policy of the experiment; the first after the baseline if not given.",
)
