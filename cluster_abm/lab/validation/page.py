"""The validation card as a page of Markdown, for the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from cluster_abm.lab.validation.card import LEVEL, Card, Finding, Verdict
from cluster_abm.locale import say

HEAD = """# Validation: what the model meets, and what it misses

Written by `cluster-abm validate --replicates {worlds} --page docs/validation.md` from a real run,
seed {seed}, {worlds} random worlds of each scenario. Failures come first and none is left out. Some
numbers were calibrated on some of these moments; `docs/decisions.md` says which, and for those
agreement is no evidence.

* **FAIL**: the mean over the worlds lies outside the range, and so does every world.
* **WARN**: the mean lies outside, but some world does not.
* **OPEN**: it cannot be measured yet, and the row says why.
* **SHOWN**: measured, and not judged.
* **PASS**: the mean lies in the range.

The interval is that of the mean over the worlds ({level:.0f} %, Student's t): certainty about
chance, not about the model. Distance is from the nearest end of the range, in standard deviations
over the worlds: it grows as worlds resemble each other, so read it beside the miss itself. C:
calibration targets; F: facts of the report. *Moments* and *shapes* are evidence; *inputs* were set,
and *others* belong to countries or programmes that no scenario holds.
"""
TITLES = {
    Verdict.FAIL: "Failures",
    Verdict.WARN: "Warnings",
    Verdict.OPEN: "Open",
    Verdict.SHOWN: "Shown, not judged",
    Verdict.PASS: "Passes",
}


def page_of(card: Card) -> str:
    """Write the page."""
    parts = [HEAD.format(worlds=card.replicates, seed=card.seed, level=100 * LEVEL)]
    parts += ["## Count\n", "\n".join(_counts(card)), ""]
    for verdict, title in TITLES.items():
        found = [f for f in card.findings if f.verdict is verdict]
        parts += [f"## {title}\n", "\n".join(_table(found)) if found else "None.", ""]
    return "\n".join(parts)


def _counts(card: Card) -> Iterator[str]:
    yield "| sort | " + " | ".join(TITLES) + " |"
    yield "| --- |" + " ---: |" * len(TITLES)
    for sort in ("moment", "shape", "fact", "input", "other"):
        count = card.counted([sort])
        yield f"| {sort} | " + " | ".join(str(count[v]) for v in TITLES) + " |"


def _table(found: list[Finding]) -> Iterator[str]:
    if found[0].verdict is Verdict.OPEN:
        yield "| id | what | range | unit | why | source |"
        yield "| --- | --- | --- | --- | --- | --- |"
        for f in found:
            p = f.target.page
            yield (f"| {p.id} | {f.target.named('en')} | {spread(p.lo, p.hi)} | {p.unit} "
                   f"| {p.why_open} | {p.source} ({p.grade}) |")  # fmt: skip
        return
    yield "| id | what | measured | interval | range | unit | distance | why | run | source |"
    yield "| --- | --- | ---: | --- | --- | --- | ---: | --- | --- | --- |"
    for f in found:
        p = f.target.page
        yield (f"| {p.id} | {f.target.named('en')} | {written(f.measured)} "
               f"| {spread(f.low, f.high)} | {spread(p.lo, p.hi)} | {p.unit} "
               f"| {written(f.distance)} | {f.why} | `{p.run}` | "
               f"{p.source} ({p.grade}) |")  # fmt: skip


def written(value: float) -> str:
    """Write a value with three digits that count.

    >>> written(0.05123), written(12345.6), written(float("nan")), written(float("inf"))
    ('0.0512', '12,346', '', 'infinite')
    """
    if not isfinite(value):
        return "infinite" if abs(value) == float("inf") else ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def spread(low: float | None, high: float | None, lang: str = "en") -> str:
    """Write a range that may be open at one end.

    >>> spread(0.1, 0.2), spread(None, 0.2), spread(0.1, None), spread(None, None)
    ('0.1 to 0.2', 'at most 0.2', 'at least 0.1', '')
    """
    ends = (written(end) if end is not None and isfinite(end) else "" for end in (low, high))
    match tuple(ends):
        case "", "":
            return ""
        case "", top:
            return say("at most {top}", lang, top=top)
        case bottom, "":
            return say("at least {bottom}", lang, bottom=bottom)
        case bottom, top:
            return say("{bottom} to {top}", lang, bottom=bottom, top=top)
    raise AssertionError
