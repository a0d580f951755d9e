"""Tables of what policies did: one row an outcome, with its difference and interval."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from cluster_abm.dashboard.parts import table
from cluster_abm.dashboard.texts import say
from cluster_abm.lab.inference.findings import Finding
from cluster_abm.lab.inference.texts import (
    interval,
    metric_text,
    percentage,
    quantity,
    text,
    unit_text,
)

HEADS = ("outcome", "baseline", "difference", "interval", "relative", "verdict")


def effects_html(caption: str, findings: Iterable[Finding], lang: str) -> str:
    """Write findings as a table under a caption."""
    heads = [say(name, lang) for name in HEADS]
    return table(caption, heads, [_row(finding, lang) for finding in findings])


def _row(finding: Finding, lang: str) -> tuple[str, ...]:
    effect = finding.effect
    size = interval(effect.difference, effect.low, effect.high)
    role = "" if finding.role == "exploratory" else f" ({text(finding.role, lang)})"
    name = escape(metric_text(finding.outcome, finding.doc, lang))
    return (
        f"{name} [{unit_text(finding.unit, lang)}]{role}", quantity(effect.base),
        size.difference, f"{size.low} … {size.high}", percentage(effect.relative),
        text(finding.verdict, lang),
    )  # fmt: skip
