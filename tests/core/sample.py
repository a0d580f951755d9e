"""One sample for all tests of files: rules, an experiment file, and how long a refusal may take."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cluster_abm.core.errors import InputError
from cluster_abm.core.rules import Rules, all_numbers, law, lever, number
from cluster_abm.scenarios.files import read_experiment
from cluster_abm.scenarios.words import Known

WORDS = {"source": "report: Q22", "doc": "a number of a test."}


class SampleRules(Rules):
    """Some numbers of every kind."""

    foreign_quota = law(
        0.10, unit="share of staff", low=0.0, high=1.0, who="government", source="report: Q22",
        doc="the largest share of a firm's staff that may be foreign.",
    )  # fmt: skip
    grant_threshold = lever(
        0.95, unit="percentile", low=0.0, high=1.0, who="funders", source="report: Q69",
        doc="the merit that a proposal must reach.",
    )  # fmt: skip
    permit_term = lever(
        24, unit="months", low=1, high=120, who="government", source="assumption: usual",
        doc="the time for which a permit is given.",
    )  # fmt: skip
    seats_factor = lever(1, unit="factor", low=0, high=5, who="education", spends="seats_paid",
                         **WORDS)  # fmt: skip
    profit_tax = law(0.3, unit="share", low=0, high=0.6, who="government", **WORDS)
    hiring_cover = number(
        3.0, unit="months", low=0, high=12, source="assumption: usual",
        doc="the pay in hand before a firm hires.",
    )  # fmt: skip
    spillover_strength = number(0.5, unit="share", low=0, high=1, **WORDS)


KNOWN = Known(
    all_numbers([SampleRules]),
    frozenset({"employment_narrow", "degree_share", "unemployment", "seats_paid"}),
    frozenset({"panama_2009"}),
)

HEAD = """\
schema = 1
[experiment]
name = "quota"
question = "How far?"
scenario = "panama_2009"
months = 120
outcomes = ["employment_narrow", "degree_share"]
[replication]
root_seed = 2009
min = 20
max = 400
[replication.stop]
outcome = "employment_narrow"
half_width = 0.002
level = 0.95
"""
QUOTA = """\
[[policy]]
id = "baseline"
[[policy]]
id = "quota-30"
question = "For local firms, for five years?"
[[policy.intervention]]
lever = "foreign_quota"
value = 0.30
from = "2010-01"
until = "2015-01"
ramp = { shape = "linear", months = 12 }
target = { kind = "sme", size = ["micro", "small"] }
"""

# How long a refusal may take

TIMES = 400
"""How many times as long as an ordinary file the worst may take; measured below 140."""
TRIES = 5


def seconds_of(file: Path) -> float:
    """Processor time in which a file is read or refused, once."""
    begin = time.process_time()
    with suppress(InputError):
        read_experiment(file, KNOWN)
    return time.process_time() - begin


@cache
def yardstick() -> float:
    """Processor time of an ordinary file with a mistake, least of some."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "ordinary.toml")
        file.write_text(HEAD.replace("months", "moths") + QUOTA, "utf-8")
        return min(seconds_of(file) for _ in range(TRIES))


def times_as_long(file: Path) -> float:
    """How many times as long as an ordinary file this one takes, by the least of some tries.

    What else the machine does makes both longer, so that their ratio hardly moves.
    """
    best = float("inf")
    for _ in range(TRIES):
        best = min(best, seconds_of(file) / yardstick())
        if best < TIMES:
            break
        yardstick.cache_clear()
    return best
