"""The answer of a comparison in four short sentences: without a browser."""

from dataclasses import replace

import numpy as np
import pytest

from cluster_abm.dashboard.jobs import Answer
from cluster_abm.dashboard.verdict import WHOM, cost_text, for_whom, verdict
from cluster_abm.lab.inference.findings import Finding
from cluster_abm.lab.inference.statistics import paired_effect
from cluster_abm.locale import LANGUAGES


def found(outcome: str, difference: float, half: float, *, adjusted: float) -> Finding:
    base = np.array([1000.0, 1010.0, 990.0])
    effect = replace(paired_effect(base, base), difference=difference, sd=1.0,
                     low=difference - half, high=difference + half)  # fmt: skip
    return Finding(policy="policy", outcome=outcome, readout="window", months=(12, 24), unit="",
                   doc="", role="primary", effect=effect, adjusted=adjusted)  # fmt: skip


def answered(*findings: Finding, cost: float = 0.0, pairs: int = 30) -> Answer:
    return Answer(pairs=pairs, failed=0, sentences={}, findings=findings, cost=cost, folder="",
                  digest="")  # fmt: skip


MORE_JOBS = found("employment_narrow", 123.4, 20.0, adjusted=0.0004)
FEWER_JOBS = found("employment_narrow", -33.2, 9.0, adjusted=0.01)


def test_the_verdict_says_what_for_whom_at_what_cost_and_how_sure() -> None:
    fewer = found("employment_local", -33.2, 12.0, adjusted=0.01)
    unclear = found("wage_engineer", 1.0, 5.0, adjusted=0.6)
    said = [s for _, s in verdict(answered(MORE_JOBS, fewer, unclear, cost=50_000.0), "en")]

    assert said[0].startswith("The ICT cluster has 123 jobs more than without the policy")
    assert said[0].endswith("on average from January 2010 to December 2010.")
    assert said[1] == "Clear are: locals hold 33 jobs fewer."
    assert said[2].startswith("US$ 600,000 of public money a year more; that is US$ 4,860")
    assert "fewer than 1 of 1,000" in said[3]


def test_what_chance_could_bring_is_not_called_an_effect() -> None:
    unclear = found("employment_narrow", -1.95, 21.0, adjusted=0.894)
    said = [s for _, s in verdict(answered(unclear, pairs=2), "es")]

    assert said[0].startswith("No tiene un efecto en el empleo")
    assert "entre -23 y +19" in said[0]
    assert "unos 894 de cada 1,000" in said[3]
    assert "corra más pares" in said[3]


@pytest.mark.parametrize(
    ("jobs", "cost", "said"),
    [
        (MORE_JOBS, 0.0, "no public money"),
        (MORE_JOBS, -1000.0, "12,000 a year less"),
        (FEWER_JOBS, 1000.0, "for fewer jobs"),
        (found("employment_narrow", 1.0, 9.0, adjusted=0.9), 1000.0, "no cost for a job"),
    ],
)
def test_a_cost_per_job_is_said_only_where_jobs_are_bought(
    jobs: Finding, cost: float, said: str
) -> None:
    assert said in cost_text(answered(jobs, cost=cost), "en")
    assert answered(jobs, cost=cost).cost_per_job is None


def test_a_cost_within_chance_is_called_so() -> None:
    cost = found("public_cost", -300.0, 2700.0, adjusted=0.8)

    assert "between US$ -36,000 and +29,000 a year" in cost_text(
        answered(MORE_JOBS, cost, cost=-300.0), "en"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("direction", [1.0, -1.0])
def test_every_gain_and_loss_has_words(lang: str, direction: float) -> None:
    named = [found(outcome, 50 * direction, 10.0, adjusted=0.001) for outcome in WHOM]

    assert for_whom(answered(*named), lang).count("50") == len(WHOM)
