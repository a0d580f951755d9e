"""Tables that the commands of insight show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from cluster_abm.core.errors import ClusterError, did_you_mean
from cluster_abm.explain import Sheet
from cluster_abm.lab.inference.draws import Draws, read_draws
from cluster_abm.locale import say
from cluster_abm.screen import emit, show

SPOKEN = (
    "gaussian process", "boosted forest",
    "difference-in-differences", "difference-in-differences, trends apart",
    "event study, sixth month", "regression discontinuity", "winners less losers by score",
    "lottery, line by line", "lottery, lines thrown together", "placebo: date",
    "placebo: month before the event", "placebo: threshold", "all off: difference-in-differences",
    "all off: regression discontinuity", "all off: lottery",
    "first", "first_error", "total", "total_error", "mu_star", "mu", "sigma", "error",
    "nine in ten", "largest", "best",
)  # fmt: skip
"""Words of the laboratory that tables show."""
MONTHS, SEED = 60, 1
"""Run in which the permit lottery is looked at."""


def tell(sheets: Sequence[Sheet], as_json: bool, lang: str) -> None:
    """Show some tables, for people or as one JSON record."""
    if as_json:
        emit([
            {"title": sheet.title, "notes": list(sheet.notes),
             "rows": [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]}
            for sheet in sheets
        ])  # fmt: skip
        return
    for sheet in sheets:
        show(sheet, as_json=False, lang=lang)


def _chosen(draws: Draws, policy: str) -> str:
    known = list(draws.effects)
    if policy and policy not in known:
        raise ClusterError(
            f"{policy} is not a policy of this experiment.{did_you_mean(policy, known)} "
            f"There are: {', '.join(known)}."
        )
    return policy or known[0]


def _sheet(title: str, table: pd.DataFrame, *, first: str, notes: Sequence[str] = ()) -> Sheet:
    rows = [
        (str(name), *(float(value) for value in row))
        for name, row in zip(table.index, table.to_numpy(np.float64), strict=True)
    ]
    return Sheet(title, (first, *(str(name) for name in table)), rows, tuple(notes))


def indices(folder: Path, outcome: str, policy: str, *, method: str, lang: str) -> list[Sheet]:
    """Which parameters matter for the effect of a policy, and how much is due to chance.

    Raises:
        ClusterError: The draws fit no such design, or are too few.
    """
    from cluster_abm.lab.inference import sensitivity
    from cluster_abm.lab.inference.uncertainty import variance_shares

    draws = read_draws(folder, outcome)
    policy = _chosen(draws, policy)
    mean = draws.means[policy].to_numpy(np.float64)
    bounds = sensitivity.bounds_of(draws.parameters)
    notes = []
    if method == "morris":
        table = sensitivity.morris(draws.parameters, mean, bounds)
    elif method == "sobol":
        table = sensitivity.sobol(mean, bounds)
    else:
        surrogate = sensitivity.fit_surrogate(draws.parameters, mean)
        table = sensitivity.surrogate_sobol(surrogate, bounds)
        told = {"kind": say(surrogate.kind, lang), "share": f"{100 * surrogate.explained:.0f}"}
        notes.append(say("A {kind} stands for the model; it explains {share} % of the variance "
                         "of draws that it has not seen.", lang, **told))  # fmt: skip
        if not surrogate.good:
            notes.append(say("That is too little: do not believe these indices.", lang))
    share = variance_shares(draws.effects[policy]).parameters
    if share.share == share.share:
        notes.append(say("Of the variance of one run {share} % is due to parameters ({low} to "
                         "{high} %), the rest to chance.", lang, **_percents(share)))  # fmt: skip
    title = say("What the effect of {policy} hangs on", lang, policy=policy)
    return [_sheet(title, table, first="name", notes=notes)]


def _percents(share: tuple[float, float, float]) -> dict[str, str]:
    names = ("share", "low", "high")
    return {name: f"{100 * value:.0f}" for name, value in zip(names, share, strict=True)}


def discovered(folder: Path, outcome: str, policy: str, *, below: float, lang: str) -> list[Sheet]:
    """Regret of all policies, and the box of numbers in which one of them fails.

    Raises:
        ClusterError: Too few draws, or the policy fails in all or in none.
    """
    from cluster_abm.lab.inference.discovery import find_box, regret

    draws = read_draws(folder, outcome)
    policy = _chosen(draws, policy)
    means = draws.means.assign(**{say("no policy", lang): 0.0})
    title = say("Regret: how far each policy falls behind the best, draw by draw", lang)
    sheets = [_sheet(title, regret(means).rename(columns={"high": "nine in ten"}), first="name")]
    box = find_box(draws.parameters, (draws.means[policy] < below).to_numpy())
    limits = pd.DataFrame(box.limits, index=["low", "high"]).T
    fit = box.held_out
    notes = [
        say("In draws not seen {density} % of the box fails, against {base} % of all draws; it "
            "holds {coverage} % of the failures.", lang, density=f"{100 * fit.density.share:.0f}",
            base=f"{100 * fit.base:.0f}", coverage=f"{100 * fit.coverage.share:.0f}"),
        say("The box is confirmed." if box.confirmed else "The box is not confirmed.", lang),
    ]  # fmt: skip
    title = say("Where {policy} fails", lang, policy=policy)
    return [*sheets, _sheet(title, limits, first="name", notes=notes)]


def tried(worlds: int, *, in_the_model: bool, replicates: int, lang: str) -> list[Sheet]:
    """How estimators do where the truth is known."""
    from cluster_abm.lab.audit.worlds_known import trials

    rows = [
        (say(found.estimator, lang), found.truth, found.mean, found.bias, found.bias_low,
         found.bias_high, found.coverage)
        for found in trials(worlds)
    ]  # fmt: skip
    columns = ("estimator", "truth", "mean", "bias", "low", "high", "coverage")
    title = say("Estimators in {worlds} worlds of which the truth is known", lang, worlds=worlds)
    note = say("Placebos and all-off controls must find nothing; the interval is that of the "
               "bias, and coverage should be 0.95.", lang)  # fmt: skip
    sheets = [Sheet(title, columns, rows, (note,))]
    return [*sheets, _permits(lang), *_grants(replicates, lang)] if in_the_model else sheets


def _permits(lang: str) -> Sheet:
    """The lottery of the model itself."""
    import cluster_abm
    from cluster_abm.lab.audit.permit_lottery import permit_trial

    run = cluster_abm.run(months=MONTHS, seed=SEED, keep=("permits", "sales"))
    journal = run.model.journal
    found = permit_trial(*(pd.DataFrame(journal.panel(name)) for name in ("permits", "sales")))
    rows = [
        (say(what, lang), of.value, of.low, of.high, of.number)
        for what, of in (("sales after a permit", found.effect), ("placebo: before", found.placebo))
    ]
    title = say("Permit lottery of the model: monthly sales of a firm, US$", lang)
    return Sheet(title, ("estimator", "mean", "low", "high", "#"), rows)


def _grants(replicates: int, lang: str) -> list[Sheet]:
    """The bar of the model's own grants: power first, then the estimate beside the truth."""
    from cluster_abm.lab.audit.grant_threshold import grant_trial, live_grants

    found = grant_trial([live_grants(replicate, seed=SEED) for replicate in range(replicates)])
    strong = found.power <= found.truth.value
    verdict = say(
        "The design is strong enough for the true effect."
        if strong else "The design is too weak for the true effect.",
        lang,
    )  # fmt: skip
    rows = [
        (say(what, lang), of.value, of.low, of.high, of.number)
        for what, of in (
            ("regression discontinuity", found.effect), ("truth", found.truth),
            ("placebo: before", found.before), ("placebo: threshold", found.elsewhere),
        )
    ]  # fmt: skip
    title = say("Grants of the model, {n} random worlds: innovations in two years for an award",
                lang, n=replicates)  # fmt: skip
    power = (say("smallest effect it would notice", lang), found.power, found.effect.number)
    return [
        Sheet(title, ("estimator", "mean", "#"), [power], (verdict,)),
        Sheet(title, ("estimator", "mean", "low", "high", "#"), rows),
    ]
