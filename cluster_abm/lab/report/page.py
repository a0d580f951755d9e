"""The report: one file for whoever has to decide, in two languages, that asks nobody for anything.

It holds its pictures, its style and the switch of languages, which is a pair of buttons and two
lines of style and needs no script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.compute as pc
import pyarrow.parquet as pq

from cluster_abm.lab.inference.comparison import Comparison, read_comparison
from cluster_abm.lab.inference.findings import READOUTS, ROLES, Finding
from cluster_abm.lab.inference.gains import Gain, wanted, who_gains
from cluster_abm.lab.inference.hinges import Hinges, read_hinges
from cluster_abm.lab.inference.texts import (
    interval,
    metric_text,
    percentage,
    quantity,
    span,
    text,
    unit_text,
)
from cluster_abm.lab.inference.value import NEEDED, Value, value_for_money
from cluster_abm.lab.report import money, paths
from cluster_abm.lab.report.estimators import estimators
from cluster_abm.lab.report.markup import Html, join, table, tag
from cluster_abm.lab.report.texts import said
from cluster_abm.lab.store.disk import write_text
from cluster_abm.locale import LANGUAGES

STYLE = Path(__file__).with_name("page.css")
FILE = "report.html"
REDUCED = ("advocacy", "brand", "motive_campaign", "norms")
"""Words in the names of numbers that stand for effects without a mechanism (E15)."""
LABELS = ("assumption", "calibrated", "derived", "paper", "report")
LIMITS = ("chance", "assumed", "outside", "foreign", "politics", "faults")
"""What the model cannot say, in order."""
SECTIONS = ("answer", "effects", "paths", "gains", "value", "hinges", "estimators", "assumed",
            "limits", "failures", "reproduce")  # fmt: skip


class Facts(NamedTuple):
    """All that the report says, before it is put into words."""

    comparison: Comparison
    value: Mapping[str, Value]
    gains: Mapping[str, tuple[Gain, ...]]
    hinges: Hinges | None
    numbers: Mapping[str, Any]
    """Rows of the model's numbers by name."""
    manifest: Mapping[str, Any]
    failures: tuple[tuple[str, str, str, str], ...]
    """Run, kind of failure, message, and the line that lives it once more."""


def write_report(
    folder: str | Path, out: str | Path | None = None, *, lang: str = LANGUAGES[0]
) -> Path:
    """Write the report of an experiment that has been run.

    Args:
        folder: Folder of its results.
        out: The file; ``report.html`` in that folder if not given.
        lang: Language that is shown first.

    Returns:
        The file.

    Raises:
        StoreError: The folder holds no results, or no world is complete.
    """
    place = Path(folder) / FILE if out is None else Path(out)
    place.parent.mkdir(parents=True, exist_ok=True)
    write_text(place, page(facts_of(read_comparison(folder)), lang=lang))
    return place


def facts_of(comparison: Comparison) -> Facts:
    """Compute all that the report says."""
    from cluster_abm.core.rules import all_numbers
    from cluster_abm.model import BOOKS

    value, gains = {}, {}
    for row in comparison.plan["policies"][1:]:
        name, window = row["id"], (row["window"][0], row["window"][1])
        before, after = comparison.twin(wanted(), name)
        gains[name] = who_gains(before, after, window, draws=comparison.draws)
        base, policy = comparison.twin(NEEDED, name)
        if set(NEEDED) <= set(base):
            value[name] = value_for_money(
                (base, policy), window, changes=row["changes"], draws=comparison.draws
            )
    manifest = comparison.folder / "manifest.json"
    return Facts(
        comparison,
        value,
        gains,
        read_hinges(comparison),
        all_numbers(BOOKS),
        json.loads(manifest.read_text("utf-8")) if manifest.is_file() else {},
        _failures(comparison),
    )


def _failures(comparison: Comparison) -> tuple[tuple[str, str, str, str], ...]:
    runs = pq.read_table(comparison.folder / "runs")
    wanted_runs = pq.read_table(comparison.folder / "assignments.parquet")["run"].unique()
    lost = runs.filter(pc.equal(runs["status"], "failed"))
    done = runs.filter(pc.equal(runs["status"], "done"))["run"]
    rows = {
        row["run"]: (row["run"], row["failure_type"], row["failure_message"], row["replay"])
        for row in lost.to_pylist()
    }
    still = set(wanted_runs.to_pylist()) - set(done.to_pylist())
    return tuple(rows[run] for run in sorted(rows) if run in still)


def page(facts: Facts, *, lang: str = LANGUAGES[0]) -> str:
    """The whole page as HTML; equal facts give equal bytes."""
    switch = [
        part
        for at, code in enumerate(LANGUAGES)
        for part in (
            tag("input", type="radio", name="language", class_="language", id=f"language-{code}",
                checked=code == lang),
            tag("label", said("language", LANGUAGES[at]), for_=f"language-{code}", lang=code),
        )
    ]  # fmt: skip
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", str(facts.comparison.plan["name"])),
        tag("style", Html(STYLE.read_text("utf-8"))),
    )
    articles = [tag("article", *_article(facts, code), lang=code) for code in LANGUAGES]
    body = tag("body", *switch, tag("main", *articles))
    return f"<!doctype html>\n{tag('html', head, body, lang=lang)}\n"


def _article(facts: Facts, lang: str) -> list[Html]:
    comparison = facts.comparison
    plan = comparison.plan
    shown = [name for name in SECTIONS if name != "failures" or facts.failures]
    links = [tag("li", tag("a", said(n, lang), href=f"#{n}-{lang}")) for n in shown]
    first = SECTIONS[0]
    return [
        tag(
            "header",
            tag("p", _kicker(facts, lang), class_="kicker"),
            tag("h1", *_question(plan, lang)),
        ),
        _section(first, facts, lang),
        tag("nav", tag("h2", said("contents", lang)), tag("ul", *links[1:]),
            aria_label=said("contents", lang)),
        *(_section(name, facts, lang) for name in shown[1:]),
    ]  # fmt: skip


def _kicker(facts: Facts, lang: str) -> str:
    """What was run, in one line."""
    plan, pairs = facts.comparison.plan, facts.comparison.pairs
    named = {key: plan[key] for key in ("name", "scenario", "months")}
    if facts.hinges is None:
        return said("kicker", lang, pairs=pairs, **named)
    draws = facts.hinges.draws
    return said("kicker_draws", lang, worlds=pairs // draws, draws=draws, **named)


def _question(record: Mapping[str, Any], lang: str) -> list[Html]:
    """A question in the reader's language, if the file has one, and otherwise as it is written."""
    own = record.get(f"question_{lang}")
    return [Html(tag("span", str(own or record["question"]), lang=lang if own else LANGUAGES[0]))]


def _section(name: str, facts: Facts, lang: str) -> Html:
    heading = tag("h2", said(name, lang), id=f"{name}-{lang}")
    return tag("section", heading, *WRITERS[name](facts, lang), aria_labelledby=f"{name}-{lang}")


def _answer(facts: Facts, lang: str) -> list[Html]:
    found = facts.comparison
    questions = {row["id"]: row for row in found.plan["policies"]}
    blocks = []
    for policy in found.policies:
        first, *others = (found.finding(name, policy) for name in found.outcomes[: len(ROLES)])
        clear = [other for other in others if other.verdict in ("more", "less")]
        asked = []
        if questions[policy]["question"]:
            asked = [tag("p", *_question(questions[policy], lang), class_="note")]
        blocks.append(
            tag(
                "div",
                *(tag("p", _headline(one, lang), class_="headline") for one in (first, *clear)),
                *asked,
                *(tag("p", sentence) for sentence in found.answers(lang, policy)),
                class_="answer",
            )
        )
    return blocks


def _headline(finding: Finding, lang: str) -> str:
    effect = finding.effect
    sentence = metric_text(finding.outcome, finding.doc, lang)
    size = interval(effect.difference, effect.low, effect.high)
    bare = interval(abs(effect.difference), effect.low, effect.high, signed=False)
    return said(
        f"headline_{finding.verdict}",
        lang,
        policy=finding.policy,
        outcome=short(sentence),
        unit=unit_text(finding.unit, lang),
        difference=bare.difference,
        guess=size.difference,
        relative=percentage(effect.relative),
        low=size.low,
        high=size.high,
    )


def short(sentence: str) -> str:
    """The first words of a metric's sentence, as they stand within another.

    >>> short("Jobs in the ICT cluster: local firms and others (K31)")
    'jobs in the ICT cluster'
    """
    words = re.sub(r" \([A-Z]\d.*?\)", "", sentence).partition(":")[0]
    return words[:1].lower() + words[1:]


def _effects(facts: Facts, lang: str) -> list[Html]:
    found = facts.comparison
    parts: list[Html] = []
    for policy in found.policies:
        for readout in READOUTS:
            rows = [found.finding(outcome, policy, readout) for outcome in found.outcomes]
            parts.append(_table_of(rows, lang))
    worth = found.finding(found.outcomes[0]).effect.reduction
    notes = [said("effects_note", lang)]
    if 0 < worth < float("inf"):
        notes.append(said("pairing_worth", lang, times=f"{worth:.1f}"))
    return [*parts, tag("p", " ".join(notes), class_="note")]


def _table_of(rows: list[Finding], lang: str) -> Html:
    from cluster_abm.core.units import date_of

    first = rows[0]
    caption = said(
        "table",
        lang,
        policy=first.policy,
        readout=text(first.readout, lang),
        start=date_of(first.months[0]),
        end=date_of(first.months[1] - 1),
    )
    names = ("outcome", "baseline", "policy", "difference", "interval", "relative", "verdict")
    return table(caption, [text(n, lang) for n in names], [_cells(row, lang) for row in rows])


def _cells(finding: Finding, lang: str) -> list[str | Html]:
    effect = finding.effect
    return [
        named(finding.outcome, finding.doc, finding.unit, lang=lang),
        quantity(effect.base),
        quantity(effect.policy),
        interval(effect.difference, effect.low, effect.high).difference,
        span(effect.low, effect.high),
        percentage(effect.relative),
        f"{text(finding.verdict, lang)} ({text(finding.role, lang)})",
    ]


def named(outcome: str, doc: str, unit: str, *, lang: str) -> Html:
    """An outcome by its sentence, with its unit."""
    unit = unit_text(unit, lang)
    return join([metric_text(outcome, doc, lang), " ", tag("span", f"[{unit}]", class_="unit")])


def _hinges(facts: Facts, lang: str) -> list[Html]:
    found = facts.hinges
    if found is None:
        return [tag("p", said("hinges_none", lang))]
    parts: list[Html] = []
    for policy, positive in found.positive.items():
        share, low, high = found.shares[policy].parameters
        words = [
            said("hinges_sign", lang, policy=policy, draws=found.draws, **_percents(positive)),
            said("hinges_shares", lang, parameters=f"{100 * share:.0f}", low=f"{100 * low:.0f}",
                 high=f"{100 * high:.0f}"),
        ]  # fmt: skip
        parts.append(tag("p", " ".join(words if share == share else words[:1])))
        rows = [[name, f"{value:+.2f}"] for name, value in found.correlations[policy].items()]
        if rows:
            head = [said("parameter", lang), said("correlation", lang)]
            parts.append(table(said("hinges_table", lang, policy=policy), head, rows))
    if found.ranking is not None:
        best = list(found.positive)[int(found.ranking.order[0])]
        words_ = said("hinges_rank", lang, policy=best, **_percents(found.ranking.same_first))
        parts.append(tag("p", words_))
    return parts


def _percents(share: tuple[float, float, float]) -> dict[str, str]:
    names = ("share", "low", "high")
    return {name: f"{100 * value:.0f}" for name, value in zip(names, share, strict=True)}


def _assumed(facts: Facts, lang: str) -> list[Html]:
    labels = [row.label for row in facts.numbers.values()]
    counts = {label: labels.count(label) for label in LABELS}
    parts = [tag("p", said("assumed_counts", lang, n=len(labels), **counts))]
    if facts.comparison.plan["numbers"]:
        rows = [tag("li", f"{n} = {v}") for n, v in facts.comparison.plan["numbers"].items()]
        parts += [tag("p", said("assumed_policy", lang)), tag("ul", *rows)]
    bare = [name for name in facts.numbers if any(word in name for word in REDUCED)]
    last = said("reduced_some" if bare else "reduced_none", lang)
    parts.append(tag("p", said("reduced", lang), " ", last))
    if bare:
        parts.append(tag("ul", *(tag("li", name) for name in bare)))
    return parts


def _limits(facts: Facts, lang: str) -> list[Html]:
    return [tag("ul", *(tag("li", said(f"limit_{name}", lang)) for name in LIMITS))]


def _failed(facts: Facts, lang: str) -> list[Html]:
    found = facts.comparison
    head = [said(name, lang) for name in ("run", "kind", "message", "replay")]
    return [
        tag("p", said("failed", lang, failed=found.failed, total=found.total)),
        table(said("failures", lang), head, facts.failures),
    ]


def _reproduce(facts: Facts, lang: str) -> list[Html]:
    found, manifest = facts.comparison, facts.manifest
    git = manifest.get("git", {})
    commit = str(git.get("commit") or "–")
    if git.get("changed"):
        commit += f" ({said('changed', lang)})"
    versions = {"python": manifest.get("python", "–"), **manifest.get("versions", {})}
    rows = {
        "digest": found.content_hash,
        "fingerprint": str(found.plan.get("fingerprint", "–")),
        "seed": str(found.plan["root_seed"]),
        "commit": commit,
        "versions": ", ".join(f"{name} {number}" for name, number in versions.items()),
        "when": f"{manifest.get('begun', '–')} … {manifest.get('ended', '–')}",
    }
    plan = found.plan
    command = (
        f"cluster-abm experiment experiments/{plan['name']}.toml --pairs {plan['pairs']} "
        f"--months {plan['months']}"
    )
    listed = [
        part
        for name, value in rows.items()
        for part in (tag("dt", said(name, lang)), tag("dd", tag("code", value)))
    ]
    return [
        tag("p", said("command", lang)),
        tag("pre", tag("code", command)),
        tag("dl", *listed),
    ]


WRITERS: Mapping[str, Callable[[Facts, str], list[Html]]] = {
    "answer": _answer,
    "effects": _effects,
    "paths": lambda facts, lang: paths.paths(facts.comparison, lang),
    "gains": lambda facts, lang: money.gains(facts.comparison, facts.gains, lang),
    "value": lambda facts, lang: money.money(facts.value, lang),
    "hinges": _hinges,
    "estimators": lambda _, lang: estimators(lang),
    "assumed": _assumed,
    "limits": _limits,
    "failures": _failed,
    "reproduce": _reproduce,
}
