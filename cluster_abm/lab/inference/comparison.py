"""What an experiment found: every policy against the baseline, pair by pair."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from cluster_abm.core.types import Floats
from cluster_abm.core.units import date_of
from cluster_abm.lab.inference.findings import (
    READOUTS,
    ROLES,
    Finding,
    causes,
    cells,
    certainty,
    estimate,
    findings_of,
)
from cluster_abm.lab.inference.spread import World, largest_table
from cluster_abm.lab.inference.texts import text
from cluster_abm.lab.store.disk import StoreError
from cluster_abm.lab.store.folder import content_hash, done_runs, read_plan, units_of
from cluster_abm.locale import LANGUAGES

if TYPE_CHECKING:
    from rich.table import Table


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All policies of an experiment against its baseline.

    Attributes:
        plan: The plan, as ``plan.json`` holds it.
        folder: Where the results stand.
        pairs: Worlds and draws that are complete under every policy.
        failed: Runs that have failed and were not repaired.
        total: Runs of the plan.
        paths: For each outcome and policy the path in each world, shape ``(pairs, months)``.
        findings: Every policy, outcome and read-out; the first is the primary one.
        content_hash: Digest of all results.
        notes: What else should be known.
        draws: Parameter draws; each world was lived in all of them, one after the other.
    """

    plan: Mapping[str, Any]
    folder: Path
    pairs: int
    failed: int
    total: int
    paths: Mapping[str, Mapping[str, Floats]] = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    content_hash: str
    notes: tuple[str, ...] = ()
    draws: int = 1

    @property
    def worlds_lived(self) -> int:
        """Random worlds, each lived in every draw."""
        return self.pairs // self.draws

    @property
    def baseline(self) -> str:
        """What the policies are compared with."""
        return str(self.plan["policies"][0]["id"])

    @property
    def policies(self) -> tuple[str, ...]:
        """What is compared with the baseline."""
        return tuple(row["id"] for row in self.plan["policies"][1:])

    @property
    def outcomes(self) -> tuple[str, ...]:
        """What was asked for; the first is primary."""
        return tuple(self.plan["outcomes"])

    def finding(self, outcome: str, policy: str = "", readout: str = READOUTS[0]) -> Finding:
        """One finding; the first policy if none is named."""
        wanted = (policy or self.policies[0], outcome, readout)
        for finding in self.findings:
            if (finding.policy, finding.outcome, finding.readout) == wanted:
                return finding
        raise KeyError(f"{' / '.join(wanted)} was not asked for.")

    def difference(self, outcome: str, policy: str) -> Floats:
        """Path of a policy minus path of the baseline, shape ``(pairs, months)``."""
        paths = self.paths[outcome]
        difference: Floats = paths[policy] - paths[self.baseline]
        return difference

    def worlds(self) -> list[World]:
        """Replicate and draw of each pair, in the order of the paths."""
        return _worlds(self.plan, _runs_of(self.folder), done_runs(self.folder))

    def twin(
        self, metrics: Sequence[str], policy: str
    ) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Paths of any metrics that were kept: of the baseline and under a policy, by metric."""
        kept = set(units_of(self.folder))
        names = (self.baseline, policy)
        runs = _complete(self.plan, _runs_of(self.folder), done_runs(self.folder))
        paths = _paths(
            self.folder,
            [m for m in metrics if m in kept],
            runs={name: runs[name] for name in names},
        )
        base, other = ({metric: of[name] for metric, of in paths.items()} for name in names)
        return base, other

    def answer(self, lang: str = "en", policy: str = "") -> str:
        """Say in plain words what a policy does to the first outcomes, and how sure that is."""
        return " ".join(self.answers(lang, policy))

    def answers(self, lang: str = "en", policy: str = "") -> list[str]:
        """The answer, sentence by sentence."""
        said: list[str] = []
        chance = False
        for outcome in self.outcomes[: len(ROLES)]:
            finding = self.finding(outcome, policy)
            said.append(estimate(finding, lang))
            if finding.effect.worlds > 1 and finding.verdict != "none":
                said += [certainty(finding, lang), *filter(None, [causes(finding, lang)])]
                chance = True
        if chance:
            said.append(text("limit", lang))
        if self.failed:
            said.append(text("failed", lang, failed=self.failed, total=self.total))
        return said

    def tables(self, lang: str = "en") -> list[Table]:
        """A table for each policy and read-out, for a terminal."""
        groups: dict[tuple[str, str], list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault((finding.policy, finding.readout), []).append(finding)
        return [self._table(rows, lang) for rows in groups.values()]

    def _table(self, rows: Sequence[Finding], lang: str) -> Table:
        from rich.table import Table

        first = rows[0]
        title = text(
            "title",
            lang,
            policy=first.policy,
            baseline=self.baseline,
            readout=text(first.readout, lang),
            start=date_of(first.months[0]),
            end=date_of(first.months[1] - 1),
            pairs=self.pairs,
        )
        table = Table(title=title, title_justify="left")
        for name in ("outcome", "unit"):
            table.add_column(text(name, lang), overflow="fold")
        for name in ("baseline", "policy", "difference", "interval", "relative", "pairing"):
            table.add_column(text(name, lang), justify="right", no_wrap=True)
        table.add_column(text("verdict", lang), overflow="fold")
        for finding in rows:
            table.add_row(*cells(finding, lang))
        return table

    def text(self, lang: str = "en", width: int = 140) -> str:
        """All tables and the answer as plain text."""
        from rich.console import Console

        page = io.StringIO()
        console = Console(file=page, width=width, color_system=None, highlight=False)
        for table in self.tables(lang):
            console.print(table)
        console.print(text("pairing_note", lang))
        for policy in self.policies:
            console.print(self.answer(lang, policy))
        return page.getvalue()

    def record(self) -> dict[str, Any]:
        """Everything as JSON holds it."""
        return {
            "name": self.plan["name"],
            "question": self.plan["question"],
            "scenario": self.plan["scenario"],
            "months": self.plan["months"],
            "root_seed": self.plan["root_seed"],
            "pairs": self.pairs,
            "draws": self.draws,
            "runs": self.total,
            "failed": self.failed,
            "baseline": self.baseline,
            "primary": list(self.outcomes[: len(ROLES)]),
            "answer": {
                lang: [self.answer(lang, policy) for policy in self.policies] for lang in LANGUAGES
            },
            "findings": [finding.record() for finding in self.findings],
            "folder": self.folder.as_posix() if not self.folder.is_absolute() else self.folder.name,
            "content_hash": self.content_hash,
            "notes": list(self.notes),
        }


def read_comparison(folder: str | Path, notes: Sequence[str] = ()) -> Comparison:
    """Compare the policies of an experiment that has been run.

    Args:
        folder: Folder of its results.
        notes: What the comparison should say besides.

    Raises:
        StoreError: The folder holds no results, one policy alone, or no world is complete.
    """
    folder = Path(folder)
    plan, units = read_plan(folder), units_of(folder)
    if len(plan["policies"]) < 2:
        raise StoreError(
            f"{folder.name} holds one policy, and nothing to compare it with. "
            "An experiment compares two or more: cluster-abm experiment FILE."
        )
    runs = _runs_of(folder)
    done = done_runs(folder)
    lost = [row["id"] for row in plan["policies"][1:] if not _any_done(row["id"], runs, done)]
    plan["policies"] = [row for row in plan["policies"] if row["id"] not in lost]
    complete = _complete(plan, runs, done)
    pairs = len(complete[plan["policies"][0]["id"]])
    if not pairs:
        raise StoreError(
            f"{folder.name}: no random world has ended well under every policy. "
            "The table runs says what failed."
        )
    draws = len({draw for _, draw in _worlds(plan, runs, done)})
    uneven = len(_ended_well(plan, runs, done)) - pairs
    gaps = [text("uneven", LANGUAGES[0], pairs=uneven)] if uneven else []
    paths = _paths(folder, plan["outcomes"], runs=complete)
    wanted = set(runs.values())
    return Comparison(
        plan=plan,
        folder=folder,
        pairs=pairs,
        failed=len(wanted - done),
        total=len(wanted),
        paths=paths,
        findings=tuple(findings_of(plan, units, paths=paths, draws=draws)),
        content_hash=content_hash(folder),
        notes=(*notes, *(text("left_out", LANGUAGES[0], policy=name) for name in lost), *gaps),
        draws=draws,
    )


def _complete(
    plan: Mapping[str, Any], runs: Mapping[tuple[str, World], str], done: set[str]
) -> dict[str, list[str]]:
    """Runs of each policy in the worlds that have ended well under all of them, in one order."""
    worlds = _worlds(plan, runs, done)
    return {row["id"]: [runs[row["id"], w] for w in worlds] for row in plan["policies"]}


def _worlds(
    plan: Mapping[str, Any], runs: Mapping[tuple[str, World], str], done: set[str]
) -> list[World]:
    """Worlds that have ended well under every policy, each in all draws that are left."""
    return largest_table(_ended_well(plan, runs, done))


def _ended_well(
    plan: Mapping[str, Any], runs: Mapping[tuple[str, World], str], done: set[str]
) -> list[World]:
    names = [row["id"] for row in plan["policies"]]
    worlds = sorted({world for _, world in runs})
    return [w for w in worlds if all(runs[name, w] in done for name in names)]


def _any_done(policy: str, runs: Mapping[tuple[str, World], str], done: set[str]) -> bool:
    return any(run in done for (name, _), run in runs.items() if name == policy)


def _runs_of(folder: Path) -> dict[tuple[str, World], str]:
    rows = pq.read_table(folder / "assignments.parquet").to_pylist()
    return {(row["policy"], (row["replicate"], row["draw"])): row["run"] for row in rows}


def _paths(
    folder: Path, outcomes: Sequence[str], *, runs: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, Floats]]:
    """Paths by outcome and policy, worlds in the order given."""
    table = pq.read_table(folder / "series", columns=["run", "month", *outcomes])
    table = table.sort_by([("run", "ascending"), ("month", "ascending")])
    ids = table["run"].to_pylist()
    months = len(ids) // len(set(ids))
    row = {run: at for at, run in enumerate(ids[::months])}
    paths: dict[str, dict[str, Floats]] = {}
    for outcome in outcomes:
        values = table[outcome].to_numpy().reshape(-1, months)
        paths[outcome] = {name: values[[row[run] for run in of]] for name, of in runs.items()}
    return paths
