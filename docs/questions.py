"""The figures of the fifteen questions: ``python -m docs.questions`` writes them all.

Reads what ``make experiments`` has lived and writes the tables of ``docs/questions.md`` between
their marks, so that no figure of that page is typed by hand.  Equal results give equal bytes.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

PLACE = Path(__file__).resolve().parent
if __name__ == "__main__" and str(PLACE.parent) not in sys.path:
    sys.path.insert(0, str(PLACE.parent))

from cluster_abm.core.units import MONTHS_PER_YEAR, date_of  # noqa: E402
from cluster_abm.lab.inference.comparison import Comparison, read_comparison  # noqa: E402
from cluster_abm.lab.inference.findings import ROLES, Finding  # noqa: E402
from cluster_abm.lab.inference.statistics import paired_effect  # noqa: E402
from cluster_abm.lab.inference.texts import quantity, round_number  # noqa: E402
from cluster_abm.lab.store.disk import StoreError  # noqa: E402
from cluster_abm.scenarios.files import read_experiment  # noqa: E402

PAGE = PLACE / "questions.md"
FILES = PLACE.parent / "experiments"
RESULTS = PLACE.parent / "results"
COST = "public_cost"
"""Shown beside the first outcomes wherever it was asked for."""
YEARS = {"p05_education": (5, 10, 15)}
"""Experiments whose primary outcome is read in single years as well (P05 asks for lags)."""
DIGITS = 12
"""Digits of a content hash that are shown."""


def block(found: Comparison) -> str:
    """What one experiment found, as a part of the page."""
    parts = [_worlds(found), _table(found)]
    if found.plan["name"] in YEARS:
        parts.append(_by_year(found, YEARS[found.plan["name"]]))
    return "\n\n".join([*parts, "\n".join(_in_words(found))])


def not_lived(name: str, reason: str) -> str:
    """What stands where an experiment has no results."""
    return f"Not lived yet ({reason}). `make experiments` lives `{name}`."


def _worlds(found: Comparison) -> str:
    plan = found.plan
    draws = f", each in {found.draws} draws of what we do not know" if found.draws > 1 else ""
    failed = f"; {found.failed} of {found.total} runs failed" if found.failed else ""
    pairs = "pair" if found.worlds_lived == 1 else "pairs"
    return (
        f"{found.worlds_lived} {pairs} of worlds{draws}; seed {plan['root_seed']}, {date_of(0)} to "
        f"{date_of(plan['months'] - 1)}{failed}; content `{found.content_hash[:DIGITS]}`."
    )


def _columns(found: Comparison) -> list[str]:
    first = list(found.outcomes[: len(ROLES)])
    return first + [COST] * (COST in found.outcomes and COST not in first)


def _table(found: Comparison) -> str:
    """The first outcomes of every policy; bold where the direction is clear."""
    names = _columns(found)
    asked = [found.finding(name) for name in names]
    head = ["policy", *(f"`{f.outcome}` [{f.unit}]" for f in asked)]
    base = [f"*{found.baseline}*", *(f"*{quantity(f.effect.base)}*" for f in asked)]
    rows = [
        [f"`{policy}`", *(_cell(found.finding(name, policy)) for name in names)]
        for policy in found.policies
    ]
    return _markdown([head, base, *rows])


def _cell(finding: Finding) -> str:
    if finding.verdict == "none":
        return "no difference"
    effect = finding.effect
    words = _estimate(effect.difference, effect.low, effect.high)
    return f"**{words}**" if finding.verdict in ("more", "less") else words


def _estimate(difference: float, low: float, high: float) -> str:
    middle, *ends = (round_number(x, signed=True) for x in (difference, low, high))
    return f"{middle} [{' to '.join(ends)}]"


def _by_year(found: Comparison, years: Sequence[int]) -> str:
    """The primary outcome in single years; each interval stands for itself."""
    paths = found.paths[found.outcomes[0]]
    yearly = {name: [path[:, _year(y)].mean(axis=1) for y in years] for name, path in paths.items()}
    base = yearly[found.baseline]
    rows = [
        [f"`{found.outcomes[0]}`", *(f"year {year}" for year in years)],
        [f"*{found.baseline}*", *(f"*{quantity(float(mean.mean()))}*" for mean in base)],
    ]
    for policy in found.policies:
        effects = [paired_effect(*pair, draws=found.draws)
                   for pair in zip(base, yearly[policy], strict=True)]  # fmt: skip
        rows.append([f"`{policy}`", *(_estimate(e.difference, e.low, e.high) for e in effects)])
    return _markdown(rows)


def _year(year: int) -> slice:
    return slice((year - 1) * MONTHS_PER_YEAR, year * MONTHS_PER_YEAR)


def _in_words(found: Comparison) -> Iterator[str]:
    """Which directions are clear, policy by policy, said without a figure."""
    silent = []
    for policy in found.policies:
        rows = [found.finding(name, policy) for name in found.outcomes]
        first, others = rows[: len(ROLES)], [f for f in rows[len(ROLES) :] if f.outcome != COST]
        hints = _directions(others)
        said = [*filter(None, [_directions(first), hints and f"as hints {hints}"])]
        if said:
            yield f"- `{policy}`: {'; '.join(said)}."
        else:
            silent.append(f"`{policy}`")
    if silent:
        yield f"- No direction is clear: {', '.join(silent)}."


def _directions(rows: Sequence[Finding]) -> str:
    """What there is more and less of, as far as that is clear."""
    named = {
        verdict: ", ".join(f"`{f.outcome}`" for f in rows if f.verdict == verdict)
        for verdict in ("more", "less")
    }
    return ", ".join(f"{verdict} {names}" for verdict, names in named.items() if names)


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{'---|' * len(rows[0])}", *lines[1:]])


def between(page: str, name: str, text: str) -> str:
    """Put a text between the marks of an experiment.

    Raises:
        LookupError: The page has no such marks.
    """
    marks = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    pattern = re.compile(f"{re.escape(marks[0])}.*?{re.escape(marks[1])}", re.DOTALL)
    whole = f"{marks[0]}\n{text}\n{marks[1]}"
    page, times = pattern.subn(lambda _: whole, page)
    if times != 1:
        raise LookupError(f"{PAGE.name} needs the marks of {name} once, and has them {times} times")
    return page


def written(page: str, results: Path) -> str:
    """The page with the figures of today."""
    for file in sorted(FILES.glob("*.toml")):
        name = read_experiment(file).name
        try:
            text = block(read_comparison(results / name))
        except (StoreError, FileNotFoundError):
            text = not_lived(name, "no complete world in the folder of results")
        page = between(page, name, text)
    return page


def main() -> None:
    """Write the page anew."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--results", type=Path, default=RESULTS, help="folder of the results")
    PAGE.write_text(written(PAGE.read_text("utf-8"), words.parse_args().results), "utf-8")


if __name__ == "__main__":
    main()
