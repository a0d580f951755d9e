"""What the laboratory studies: a model, what it reports, and what may be changed in it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from cluster_abm.core.metric import Metric
from cluster_abm.core.policy import Policy
from cluster_abm.core.programme import Standing
from cluster_abm.core.rules import Number

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = Path(__file__).parents[2]
SOURCES = ("core", "agents", "submodels", "model.py", "identities.py", "scenarios")
"""What decides the results; the laboratory and the pages only look on."""


class Model(Protocol):
    """The part of a model that the laboratory uses."""

    @property
    def month(self) -> int:
        """Next month to live."""

    @property
    def series(self) -> pd.DataFrame:
        """One row a month, one column a metric."""

    @property
    def journal(self) -> Any:
        """Panels of events."""

    @property
    def standing(self) -> Mapping[str, Standing]:
        """Where each programme of its policy stands politically, by name."""

    def run_months(self, n: int) -> Any:
        """Live *n* months."""

    def snapshot(self) -> Any:
        """Everything needed to go on from here."""

    def restore(self, snapshot: Any, *, policy: Policy) -> Any:
        """Go back to a snapshot and go on under a policy."""


type Build = Callable[..., Model]
"""Makes a model: ``build(scenario, seed=, replicate=, numbers=, policy=, keep=)``.

It must be a function or class at the top of a module, so that a worker can import it.
"""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A model and its tables.

    Attributes:
        build: Makes a model in month 0.
        metrics: What it reports, by name, in the order of its columns.
        numbers: What it takes from outside, by leaf name.
        fingerprint: Digest of everything in its source that decides results.
        panels: Panels of events that may be kept; any if none is named.
        scenario: Turns a name, a path or the content of a plan into what *build* takes.
    """

    build: Build
    metrics: Mapping[str, Metric]
    numbers: Mapping[str, Number[Any]]
    fingerprint: str
    panels: tuple[str, ...] = ()
    scenario: Callable[[Any], Any] = lambda given: given


def build_cluster(scenario: Any, **given: Any) -> Model:
    """Make the cluster model; imported late, because Mesa takes a second."""
    from cluster_abm.model import ClusterModel

    model: Model = ClusterModel(scenario, **given)
    return model


@cache
def the_cluster() -> Subject:
    """The model of this package."""
    from cluster_abm.core.journal import PANELS
    from cluster_abm.core.rules import all_numbers
    from cluster_abm.model import BOOKS, METRICS
    from cluster_abm.scenarios.reader import Scenario, load_scenario

    def read(given: Any) -> Any:
        if isinstance(given, Mapping):
            return Scenario.model_validate(given)
        return load_scenario(given) if isinstance(given, str | Path) else given

    return Subject(
        build=build_cluster,
        metrics=METRICS,
        numbers=all_numbers(BOOKS),
        fingerprint=fingerprint(PACKAGE, SOURCES),
        panels=PANELS,
        scenario=read,
    )


def code_here() -> str:
    """What decides results in this process besides a plan: the model's source, and NumPy."""
    return f"{the_cluster().fingerprint}, NumPy {np.__version__}"


def fingerprint(package: Path, sources: tuple[str, ...]) -> str:
    """Digest of source code that ignores what cannot change a result.

    To read the code takes most of a second, so the digest is kept on the disk, beside what Python
    keeps, until a byte of the code or the Python changes.

    Args:
        package: Folder that holds the sources.
        sources: Files and folders in it; a missing one is left out.

    Returns:
        16 hexadecimal digits; layout, comments and docstrings do not count.
    """
    code = _code(package, sources)
    # what is kept also ends with this file, which says what counts as a change
    reader = Path(__file__).read_text("utf-8")
    bytes_ = "\0".join([sys.version, reader, *chain.from_iterable(code)]).encode()
    seen = blake2b(bytes_, digest_size=16).hexdigest()
    kept = package / "__pycache__" / f"fingerprint.{sys.implementation.cache_tag}"
    with suppress(OSError, ValueError):
        # the digest stands first: of half a file the second word is never the right one
        digest, known = kept.read_text("utf-8").split()
        if known == seen:
            return digest
    digest = _digest_of_meaning(code)
    # where nothing can be kept, the code is read every time
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(f"{digest} {seen}\n", "utf-8")
    return digest


def _code(package: Path, sources: tuple[str, ...]) -> list[tuple[str, str]]:
    """Name and text of every source file, in order."""
    code = []
    for source in sources:
        place = package / source
        files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
        code += [
            (file.relative_to(package).as_posix(), file.read_text("utf-8"))
            for file in filter(Path.is_file, files)
        ]
    return code


def _digest_of_meaning(code: list[tuple[str, str]]) -> str:
    digest = blake2b(digest_size=8)
    for name, text in code:
        digest.update(name.encode() + b"\0")
        digest.update(normal_form(text).encode() + b"\0")
    return digest.hexdigest()


def normal_form(source: str) -> str:
    r"""Source code without comments, docstrings and layout.

    >>> print(normal_form('def f(x):  # half\n    "Halve it."\n    return (x\n / 2)'))
    def f(x):
        return x / 2
    """
    tree = ast.parse(source)
    holders: list[ast.AST] = [tree]
    for node in holders:
        # only lines hold lines, so there is no need to look into expressions
        for part in LINES:
            holders += getattr(node, part, ())
        body = getattr(node, "body", None)
        if isinstance(body, list):
            kept = [line for line in body if not _is_text(line)]
            node.body = kept or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


LINES = ("body", "orelse", "finalbody", "handlers", "cases")
"""Parts of a line of code that are themselves lines."""


def _is_text(line: ast.AST) -> bool:
    return (
        isinstance(line, ast.Expr)
        and isinstance(line.value, ast.Constant)
        and isinstance(line.value.value, str)
    )
