"""The answer of a comparison in four short sentences: what, for whom, at what cost, how sure."""

from __future__ import annotations

from collections.abc import Iterator

from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.dashboard.jobs import Answer
from cluster_abm.dashboard.texts import name_month, roughly, say
from cluster_abm.lab.inference.findings import SURE, Finding
from cluster_abm.lab.inference.texts import interval, percentage, quantity

JOBS = "employment_narrow"
WHOM = (
    "employment_local", "employment_foreign", "resident_income", "wage_engineer",
    "wage_front_line", "profit_smes",
)  # fmt: skip
"""Outcomes that say who gains, in the order in which they are named."""
FEW = 12
"""Pairs below which chance is judged with little to go by."""
PER = 1000
"""Experiments of which it is said in how many chance alone would show so much."""


def verdict(answer: Answer, lang: str) -> list[tuple[str, str]]:
    """The heading and the sentence of each part of the answer."""
    jobs = answer.of(JOBS)
    parts = {"for_whom": for_whom(answer, lang), "at_cost": cost_text(answer, lang)}
    if jobs is not None:
        parts = {"did": what(jobs, lang), **parts, "how_sure": how_sure(answer, jobs, lang)}
    return [(say(f"verdict_{name}", lang), sentence) for name, sentence in parts.items()]


def what(jobs: Finding, lang: str) -> str:
    """Say what the policy did to the jobs of the cluster."""
    effect = jobs.effect
    size = interval(effect.difference, effect.low, effect.high)
    return say(
        f"did_{jobs.verdict}", lang, n=size.difference.lstrip("+-"), low=size.low, high=size.high,
        base=quantity(effect.base), relative=percentage(effect.relative),
        start=name_month(jobs.months[0], lang), end=name_month(jobs.months[1] - 1, lang),
    )  # fmt: skip


def for_whom(answer: Answer, lang: str) -> str:
    """Name who gains and who loses clearly."""
    named = "; ".join(_gains(answer, lang))
    return say("whom_clear", lang, who=named) if named else say("whom_nobody", lang)


def _gains(answer: Answer, lang: str) -> Iterator[str]:
    for outcome in WHOM:
        finding = answer.of(outcome)
        if finding is not None and finding.verdict in ("more", "less"):
            effect = finding.effect
            size = interval(abs(effect.difference), effect.low, effect.high, signed=False)
            yield say(f"whom_{outcome}_{finding.verdict}", lang, n=size.difference)


def cost_text(answer: Answer, lang: str) -> str:
    """Say what a job more costs the public, or why that cannot be said."""
    total = roughly(MONTHS_PER_YEAR * abs(answer.cost))
    spent = answer.of("public_cost")
    if spent is not None and spent.verdict == "unclear":
        effect = spent.effect
        ends = (effect.difference, effect.low, effect.high)
        size = interval(*(MONTHS_PER_YEAR * end for end in ends))
        return say("cost_unclear", lang, low=size.low, high=size.high)
    if answer.cost_per_job is not None:
        return say("cost_per_job", lang, cost=roughly(answer.cost_per_job), total=total)
    jobs = answer.of(JOBS)
    if answer.cost == 0:
        return say("cost_free", lang)
    if answer.cost < 0:
        return say("cost_saves", lang, total=total)
    clear = jobs is not None and jobs.verdict == "less"
    return say("cost_fewer_jobs" if clear else "cost_no_jobs", lang, total=total)


def how_sure(answer: Answer, jobs: Finding, lang: str) -> str:
    """Say on how much it rests, and what chance alone would show."""
    parts = [say("sure_pairs", lang, pairs=answer.pairs)]
    if jobs.verdict == "none":
        parts.append(say("sure_none", lang))
    elif jobs.adjusted == jobs.adjusted:
        below = jobs.adjusted < SURE
        per = f"{max(1, round(PER * jobs.adjusted)):,}"
        parts.append(say("sure_below" if below else "sure_about", lang, per=per))
    if answer.pairs < FEW:
        parts.append(say("sure_few", lang))
    if answer.failed:
        parts.append(say("sure_failed", lang, failed=answer.failed))
    parts.append(say("sure_limit", lang))
    return " ".join(parts)
