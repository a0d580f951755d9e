"""The command that holds the model against what was observed elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cluster_abm.commands.options import option
from cluster_abm.locale import say
from cluster_abm.screen import emit, show
from cluster_abm.spoken import Command, machine, spoken

if TYPE_CHECKING:
    from cluster_abm.explain import Sheet
    from cluster_abm.lab.validation.card import Card, Finding

WHY = (
    "inside", "below", "above", "below, but some worlds reach the range",
    "above, but some worlds reach the range", "no number", "shown, not judged",
    "cannot be measured",
)  # fmt: skip
"""Reasons of the card, which tables show."""
SORTS = ("moment", "shape", "fact", "input", "other")
"""Sorts of target: the first two are evidence, the last two are not."""


@click.command(cls=Command)
@option("--targets", type=click.Path(dir_okay=False, path_type=Path),
        help="Targets of your own, TOML or CSV; those of the package if not given.")  # fmt: skip
@option("--replicates", type=click.IntRange(1, 1000), default=8, show_default=True,
        help="Random worlds of each run.")  # fmt: skip
@option("--jobs", type=click.IntRange(1, 1024), default=1, show_default=True,
        help="Processes.")  # fmt: skip
@option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True,
        help="Seed of all luck.")  # fmt: skip
@option("--months", "least_months", type=click.IntRange(12, 600), default=120, show_default=True,
        help="Months of each run at least; a target may ask for more.")  # fmt: skip
@option("--page", "markdown", type=click.Path(dir_okay=False, path_type=Path),
        help="Write the answer as Markdown to this file.")  # fmt: skip
@machine
@spoken
def validate(
    targets: Path | None, replicates: int, jobs: int, seed: int, least_months: int,
    markdown: Path | None, as_json: bool, lang: str,
) -> None:  # fmt: skip
    """Hold the model against targets: PASS, WARN or FAIL, failures first."""
    from cluster_abm.lab.validation.card import validate as judge_all
    from cluster_abm.lab.validation.targets import read_targets
    from cluster_abm.screen import counting, warn_of_compiling

    read = read_targets(targets)
    if not as_json:
        warn_of_compiling(lang)
    with counting(say("worlds", lang), quiet=as_json) as heard:
        card = judge_all(
            read, replicates=replicates, jobs=jobs, seed=seed, months=least_months, heard=heard
        )
    sheet = sheet_of(card, lang)
    if markdown:
        from cluster_abm.lab.validation.page import page_of

        markdown.write_text(page_of(card), "utf-8")
    if as_json:
        emit(record(card, lang))
    else:
        show(sheet, as_json=False, lang=lang)


def sheet_of(card: Card, lang: str) -> Sheet:
    """The card as a table."""
    from cluster_abm.explain import Sheet

    columns = ("verdict", "id", "what", "measured", "interval", "range", "distance", "grade", "why")
    rows = [_row(finding, lang) for finding in card.findings]
    title = say("Validation: {n} targets, {worlds} worlds of each run", lang,
                n=len(rows), worlds=card.replicates)  # fmt: skip
    return Sheet(title, columns, rows, tuple(_notes(card, lang)))


def _row(finding: Finding, lang: str) -> tuple[Any, ...]:
    from cluster_abm.lab.validation.page import spread, written

    page = finding.target.page
    return (
        str(finding.verdict), page.id, finding.target.named(lang), written(finding.measured),
        spread(finding.low, finding.high, lang), spread(page.lo, page.hi, lang),
        written(finding.distance), page.grade, reason(finding, lang),
    )  # fmt: skip


def reason(finding: Finding, lang: str) -> str:
    """Why a target has its verdict, in a language."""
    return finding.target.reason(lang) or say(str(finding.why), lang)


def _notes(card: Card, lang: str) -> list[str]:
    counts = {
        sort: {str(verdict): n for verdict, n in card.counted([sort]).items()} for sort in SORTS
    }
    notes = [
        say("{sort}: {pass_} of {n} judged pass, {warn} warn, {fail} fail; {open} open.", lang,
            sort=say(sort, lang), n=count["PASS"] + count["WARN"] + count["FAIL"],
            pass_=count["PASS"], warn=count["WARN"], fail=count["FAIL"], open=count["OPEN"])
        for sort, count in counts.items()
        if sum(count.values())
    ]  # fmt: skip
    return [
        *notes,
        say("Distance is in standard deviations over the worlds, from the nearest end of the "
            "range.", lang),
        say("Inputs were set, so that their agreement is no evidence.", lang),
    ]  # fmt: skip


def record(card: Card, lang: str) -> dict[str, Any]:
    """The card as JSON."""
    return {
        "replicates": card.replicates,
        "seed": card.seed,
        "targets": [
            {
                **f.target.page.model_dump(exclude={"name_es", "why_open_es"}),
                "name": f.target.named(lang), "scenario": f.target.scenario,
                "policy": f.target.policy.id, "verdict": str(f.verdict),
                "why_open": f.target.reason(lang), "why": reason(f, lang),
                "measured": f.measured, "low": f.low, "high": f.high, "sd": f.sd,
                "distance": f.distance, "values": list(f.values),
            }
            for f in card.findings
        ],
    }  # fmt: skip


COMMANDS = (validate,)
