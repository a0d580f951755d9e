"""Pairs of worlds in the background: one queue for all visitors, with a budget for each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from threading import Condition, Event

from cluster_abm.core.errors import ClusterError, InputError
from cluster_abm.core.policy import BASELINE, Policy
from cluster_abm.dashboard.links import policy_toml
from cluster_abm.dashboard.session import HORIZON, note_trouble
from cluster_abm.dashboard.texts import say
from cluster_abm.lab.batch.pairs import RESULTS, run_experiment
from cluster_abm.lab.batch.watch import Standing
from cluster_abm.lab.engine.manifest import usable_processors
from cluster_abm.lab.inference.comparison import Comparison
from cluster_abm.lab.inference.findings import Finding
from cluster_abm.locale import LANGUAGES
from cluster_abm.model import METRICS
from cluster_abm.scenarios.files import ExperimentFile

OUTCOMES = {
    "people": (
        "employment_narrow", "resident_income", "employment_local", "employment_foreign",
        "wage_front_line", "wage_support", "wage_engineer", "wage_researcher", "wage_manager",
        "unemployed",
    ),
    "firms": ("sme_sales", "profit_smes", "firms_sme", "exports_narrow", "vacancies"),
    "state": ("taxes", "public_cost", "treasury_balance"),
}  # fmt: skip
"""What a comparison asks, by who gains; the first is primary, the second co-primary."""
MOST_PAIRS = 200
"""Pairs that one visitor may ask for at once."""
MOST_WAITING = 6
"""Comparisons that may be under way or wait, of all visitors together."""
NAME = "page-"
"""How the folders of the page begin."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is to be compared with the baseline.

    Attributes:
        scenario: Name of the scenario.
        seed: Seed of all luck.
        policy: What is asked.
        pairs: Random worlds.
        months: Length of each run.
    """

    scenario: str
    seed: int
    policy: Policy
    pairs: int
    months: int

    def mistakes(self) -> Iterator[str]:
        """What is wrong with the question, in sentences."""
        if not self.policy.changes:
            yield "The policy changes nothing; add a lever in the tab Policy."
        elif self.policy.first_month >= self.months:
            yield f"The policy begins after the {self.months} months of a run."
        if not 2 <= self.pairs <= MOST_PAIRS:
            yield f"pairs = {self.pairs} is outside 2 to {MOST_PAIRS}."
        if not 1 <= self.months <= HORIZON:
            yield f"months = {self.months} is outside 1 to {HORIZON}."

    def experiment(self) -> ExperimentFile:
        """The question as an experiment; equal questions have equal names."""
        outcomes = [m for group in OUTCOMES.values() for m in group if m in METRICS]
        asked = replace(self.policy, id="policy")
        head = {
            "question": self.policy.question,
            "scenario": self.scenario, "months": self.months, "outcomes": outcomes,
        }  # fmt: skip
        policies = policy_toml(BASELINE) + policy_toml(asked).replace("schema = 1\n", "")
        body = policies.replace("schema = 1\n", "")
        worlds = (
            f"\n[replication]\nroot_seed = {self.seed}\nmin = {self.pairs}\nmax = {self.pairs}\n"
        )
        # More pairs of the same question go to the same folder, and none is lived twice.
        content = json.dumps([head, self.seed, policies]).encode()
        name = NAME + blake2b(content, digest_size=6).hexdigest()
        rows = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n"
                       for key, value in {"name": name, **head}.items())  # fmt: skip
        return ExperimentFile(
            name=name, question=str(head["question"]), scenario=self.scenario, months=self.months,
            outcomes=tuple(outcomes), policies=(BASELINE, asked), root_seed=self.seed,
            least=self.pairs, most=self.pairs,
            text=f"schema = 1\n\n[experiment]\n{rows}{worlds}{body}",
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a comparison found.

    Attributes:
        pairs: Random worlds that are complete.
        failed: Runs that failed.
        sentences: The answer in plain words, by language.
        findings: Every outcome over the months of the policy.
        cost: US$ a month that the programmes cost more than in the baseline.
        folder: Name of the folder of the results.
        digest: Content hash of all results.
    """

    pairs: int
    failed: int
    sentences: dict[str, str]
    findings: tuple[Finding, ...]
    cost: float
    folder: str
    digest: str

    def of(self, outcome: str) -> Finding | None:
        """The finding of one outcome."""
        return next((f for f in self.findings if f.outcome == outcome), None)

    @property
    def cost_per_job(self) -> float | None:
        """US$ a year for one job more; nothing where it cannot be said."""
        jobs = self.of("employment_narrow")
        if jobs is None or jobs.verdict != "more" or self.cost <= 0:
            return None
        return 12 * self.cost / jobs.effect.difference


@dataclass(frozen=True, kw_only=True)
class State:
    """How a comparison stands: waiting, running, ending, done, cancelled or failed."""

    name: str = "waiting"
    standing: Standing | None = None
    answer: Answer | None = None
    refused: str = ""
    trouble: str = ""

    @property
    def over(self) -> bool:
        """Will nothing change any more?"""
        return self.name in ("done", "cancelled", "failed")


class Cancelled(Exception):  # noqa: N818 -- it is no error
    """The visitor wants no more of it."""


class Job:
    """One comparison under way; whoever waits for it hears of every change."""

    def __init__(self, question: Question) -> None:
        self.question, self.state = question, State()
        self.news = Condition()
        self._stop = Event()
        self.future: Future[None] | None = None

    def cancel(self) -> None:
        """Want no more of it; the world that is being lived is the last."""
        self._stop.set()
        if self.future is not None and self.future.cancel():
            self.become(name="cancelled")
        elif not self.state.over:
            self.become(name="ending")

    def become(self, **changed: object) -> None:
        """Change the state, and tell whoever waits."""
        with self.news:
            self.state = replace(self.state, **changed)  # type: ignore[arg-type]
            self.news.notify_all()

    def hear(self, standing: Standing) -> None:
        """Take in how the runs stand."""
        if self._stop.is_set():
            raise Cancelled
        self.become(name="running", standing=standing)

    def follow(self, publish: Callable[[State], None], left: Event) -> None:
        """Hand on every state until the last, or until the visitor has left."""
        seen: State | None = None
        while not left.is_set():
            with self.news:
                if self.state is seen:
                    self.news.wait(0.5)
                now = self.state
            if now is not seen and not left.is_set():
                publish(now)
                seen = now
            if now.over:
                return


class Office:
    """Where visitors hand in their questions: one is answered after the other.

    Args:
        place: Folder of all results.
        workers: Processes for one question; one fewer than processors if not given.
    """

    def __init__(self, place: Path = RESULTS, workers: int | None = None) -> None:
        self.place = place
        self.workers = max(1, usable_processors() - 1) if workers is None else workers
        self._clerk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pairs")
        self._open: list[Job] = []

    def ask(self, question: Question) -> Job:
        """Hand in a question.

        Raises:
            InputError: It cannot be asked, or too many wait.
        """
        self._open = [job for job in self._open if not job.state.over]
        wrong = list(question.mistakes())
        if len(self._open) >= MOST_WAITING:
            wrong.append(f"{len(self._open)} comparisons wait already; try again later.")
        if wrong:
            raise InputError(wrong)
        job = Job(question)
        self._open.append(job)
        job.future = self._clerk.submit(self._answer, job)
        return job

    def before(self, job: Job) -> int:
        """How many comparisons come first."""
        waiting = [one for one in self._open if not one.state.over]
        return waiting.index(job) if job in waiting else 0

    def _answer(self, job: Job) -> None:
        try:
            asked = job.question.experiment()
            job.become(name="running")
            found = run_experiment(
                asked, out=self.place / asked.name, pairs=job.question.pairs,
                workers=self.workers, progress=job.hear,
            )  # fmt: skip
            job.become(name="done", answer=answer_of(found))
        except Cancelled:
            job.become(name="cancelled")
        except ClusterError as refused:
            job.become(name="failed", refused=str(refused))
        except Exception as error:
            job.become(name="failed", trouble=note_trouble(error))


def answer_of(found: Comparison) -> Answer:
    """Keep of a comparison what the page shows; the paths are large and stand on the disk."""
    policy = found.policies[0]
    window = tuple(f for f in found.findings if f.readout == "window")
    months = slice(*found.finding("employment_narrow").months)
    cost = found.difference("public_cost", policy)[:, months].mean()
    return Answer(
        pairs=found.pairs, failed=found.failed,
        sentences={lang: _plain(found.answer(lang), policy, lang) for lang in LANGUAGES},
        findings=window, cost=float(cost), folder=found.folder.name, digest=found.content_hash,
    )  # fmt: skip


def _plain(answer: str, policy: str, lang: str) -> str:
    """Call the policy what the language calls it, not what the file does."""
    return answer.replace(f" {policy}: ", f" {say('the_policy', lang)}: ")


@lru_cache(maxsize=1)
def office() -> Office:
    """The office of this server: all visitors share its queue, none sees another's question."""
    return Office()
