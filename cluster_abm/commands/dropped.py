"""The table of what the baseline loses without each submodel and each process."""

from __future__ import annotations

from math import isfinite

from cluster_abm.explain import Sheet, unit_of
from cluster_abm.lab.validation.ablation import HEADLINES, Effect, Loss, ablate
from cluster_abm.locale import say
from cluster_abm.model import METRICS
from cluster_abm.scenarios.reader import Scenario
from cluster_abm.screen import counting


def ablated(start: Scenario, replicates: int, months: int, *, quiet: bool, lang: str) -> Sheet:
    """What the baseline loses without each part, in the same luck.

    Args:
        start: The scenario.
        replicates: Random worlds.
        months: Length, months.
        quiet: Show no progress?
        lang: Language.
    """
    with counting(say("parts", lang), quiet=quiet) as heard:
        found = ablate(start, replicates=replicates, months=months, heard=heard)
    return sheet(found, replicates, months, lang)


def sheet(found: list[Loss], replicates: int, months: int, lang: str) -> Sheet:
    """Losses as a table: percent of the mean of the run with all processes, with its interval."""
    rows = [
        (
            loss.name,
            *(_written(loss.effects[n]) if loss.effects else "" for n in HEADLINES),
            say("cannot be dropped: {why}", lang, why=loss.reason) if loss.reason else "",
        )
        for loss in found
    ]
    title = say("What the baseline loses, {months} months, {worlds} worlds", lang,
                months=months, worlds=replicates)  # fmt: skip
    return Sheet(title, ("name", *HEADLINES, "note"), rows, _notes(lang))


def _notes(lang: str) -> tuple[str, ...]:
    units = ", ".join(f"{n} [{unit_of(METRICS[n], lang)}]" for n in HEADLINES)
    return (
        say("Percent of the mean over the run, 95 % interval, same luck; a part is dropped from "
            "month 0 on.", lang),
        units,
    )  # fmt: skip


def _written(effect: Effect) -> str:
    """Write a change in percent.

    >>> _written(Effect(-0.1, -0.12, -0.08)), _written(Effect(0.0, 0.0, 0.0))
    ('-10.0 (-12.0 to -8.0)', '0')
    """
    if not isfinite(effect.mean):
        return ""
    if effect.low == effect.high == 0:
        return "0"
    mean, low, high = (f"{100 * part:+.1f}" for part in effect)
    return f"{mean} ({low} to {high})"
