"""Is this machine fit for the model, and which promise of equal bytes holds on it?"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from cluster_abm.core import compiled, numerics
from cluster_abm.core.first_use import must_compile
from cluster_abm.locale import say

PACKAGES = ("numpy", "mesa", "pandas", "pyarrow", "pydantic", "scipy", "click", "rich")
OLDEST_PYTHON = (3, 12)
LOCK = Path(__file__).parents[1] / "requirements.lock"
PINNED = "d23d81e3c8334b3f615eecd0bb355b52"
"""Digest of the self test on the machine on which it was written."""


class Finding(NamedTuple):
    """One thing looked at: what it is, whether it is fine, and what to do if it is not."""

    what: str
    value: str
    fine: bool
    advice: str = ""


def examine(results: Path, lang: str = "en") -> list[Finding]:
    """Look at everything that a run needs.

    Args:
        results: Folder into which runs would be written.
        lang: Language of the findings.
    """
    return [
        _python(lang),
        *(_package(name, lang) for name in PACKAGES),
        _processor(lang),
        _threads(lang),
        _folder(results, lang),
        _loops(lang),
        _numerics(lang),
        _tier(lang),
    ]


def self_test() -> str:
    """Digest of every distribution on a grid of uniforms: equal digests, equal arithmetic."""
    u = (np.arange(4096) + 0.5) / 4096
    x = (u - 0.5) * 80
    drawn = (
        numerics.dexp(x),
        numerics.dlog(u),
        numerics.dpow(u + 0.5, x),
        numerics.normal(u),
        numerics.lognormal(u, 10.0, 1.2),
        numerics.exponential(u, 3.0),
        numerics.poisson(u, 7.5),
        numerics.binomial(u, 40, 0.3),
        numerics.pareto_truncated(u, 15.0, 150.0, 1.0),
    )
    digest = blake2b(digest_size=16)
    for values in drawn:
        digest.update(np.ascontiguousarray(values, "<f8").tobytes())
    return digest.hexdigest()


def tier() -> str:
    """Which promise holds: A and B equal bytes, C equal to the digits stated."""
    locked = _locked("numpy")
    usual = platform.machine().lower() in {"x86_64", "amd64"}
    if self_test() != PINNED:
        return "C"
    return "B" if usual and locked in ("", np.__version__) else "C"


def _python(lang: str) -> Finding:
    oldest = ".".join(map(str, OLDEST_PYTHON))
    advice = say("Install Python {oldest} or newer.", lang, oldest=oldest)
    return Finding("Python", platform.python_version(), sys.version_info >= OLDEST_PYTHON, advice)


def _package(name: str, lang: str) -> Finding:
    try:
        return Finding(name, version(name), fine=True)
    except PackageNotFoundError:
        advice = say("Install {name}: pip install cluster-abm.", lang, name=name)
        return Finding(name, say("missing", lang), fine=False, advice=advice)


def _processor(lang: str) -> Finding:
    build: Any = np.show_config(mode="dicts")
    found = build.get("SIMD Extensions", {}).get("found", [])
    features = " ".join(found) or say("baseline", lang)
    return Finding(say("processor", lang), f"{platform.machine()} {features}", fine=True)


def _threads(lang: str) -> Finding:
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    algebra = os.environ.get("OPENBLAS_NUM_THREADS", say("all", lang))
    text = say("{usable} processors, {algebra} threads of linear algebra each", lang,
               usable=usable, algebra=algebra)  # fmt: skip
    return Finding(say("threads", lang), text, fine=True)


def _folder(results: Path, lang: str) -> Finding:
    place = next((p for p in (results, *results.absolute().parents) if p.is_dir()), Path())
    try:
        with tempfile.TemporaryFile(dir=place):
            fine = True
    except OSError:
        fine = False
    advice = say("Choose another folder with --out.", lang)
    return Finding(say("results folder", lang), str(results), fine, advice)


def _loops(lang: str) -> Finding:
    """Compiled or not, the bytes are the same, so neither is a fault."""
    if must_compile():
        text = say("not compiled yet; the first world takes a minute or two", lang)
    elif compiled.in_use:
        text = say("compiled by Numba", lang)
    elif compiled.FOUND:
        text = say("NumPy alone, as {switch} = 0 asks", lang, switch=compiled.SWITCH)
    else:
        text = say("NumPy alone; the extra fast compiles them", lang)
    return Finding(say("loops", lang), text, fine=True)


def _numerics(lang: str) -> Finding:
    same = self_test() == PINNED
    text = say("same bytes as pinned" if same else "other bytes than pinned", lang)
    advice = say("Results here agree with others to many digits, not to the last.", lang)
    return Finding(say("arithmetic", lang), text, same, advice)


def _tier(lang: str) -> Finding:
    promise = {
        "B": "B: same bytes as every x86-64 machine with this lock file",
        "C": "C: same to the stated digits as other machines; same bytes on this one",
    }[tier()]
    return Finding(say("reproducibility", lang), say(promise, lang), fine=True)


def _locked(name: str) -> str:
    """The version of a package in the lock file, if there is one."""
    lines = LOCK.read_text("utf-8").splitlines() if LOCK.is_file() else []
    found = (line.split("==")[1].split()[0] for line in lines if line.startswith(f"{name}=="))
    return next(found, "")
