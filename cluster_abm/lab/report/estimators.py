"""A map of where the estimators of economists fail, in worlds of which the truth is known."""

from __future__ import annotations

from functools import cache

from cluster_abm.lab.audit.estimators import Verdict
from cluster_abm.lab.audit.worlds_known import EFFECT, trials
from cluster_abm.lab.inference.texts import percentage
from cluster_abm.lab.report.markup import Html, table, tag
from cluster_abm.lab.report.texts import said

WORLDS = 60
"""Worlds of each trial: few, since a report is written in seconds."""
FAR = 0.1
"""Bias, as a share of the true effect, from which an estimator fails."""
MAP = {
    "map_holds": ("difference-in-differences", "event study, sixth month",
                  "regression discontinuity", "lottery, line by line"),
    "map_broken": ("difference-in-differences, trends apart", "",
                   "winners less losers by score", "lottery, lines thrown together"),
    "map_placebo": ("placebo: date", "placebo: month before the event", "placebo: threshold", ""),
    "map_off": ("all off: difference-in-differences", "", "all off: regression discontinuity",
                "all off: lottery"),
}  # fmt: skip
"""Trials by situation and estimator; empty where there is none."""
COLUMNS = ("map_did", "map_event", "map_rd", "map_lottery")


@cache
def verdicts() -> dict[str, Verdict]:
    """Every trial by its name."""
    return {found.estimator: found for found in trials(WORLDS)}


def estimators(lang: str) -> list[Html]:
    """A table of situations and estimators: who finds the truth, and who does not."""
    found = verdicts()
    rows: list[list[str | Html]] = [
        [said(situation, lang), *(_cell(found.get(name), lang) for name in names)]
        for situation, names in MAP.items()
    ]
    head = [said(name, lang) for name in ("map_situation", *COLUMNS)]
    return [
        tag("p", said("map_note", lang, worlds=WORLDS), class_="note"),
        table(said("estimators", lang), head, rows),
    ]


def _cell(found: Verdict | None, lang: str) -> str | Html:
    if found is None:
        return "–"
    # a bias is a failure if it is large, and no accident of few worlds
    fails = not found.fair and abs(found.bias) > FAR * EFFECT
    word = tag("strong", said("map_fails" if fails else "map_finds", lang))
    values = said("map_values", lang, bias=percentage(found.bias / EFFECT),
                  coverage=f"{100 * found.coverage:.0f}")  # fmt: skip
    return Html(word + tag("br") + tag("span", values))
