"""The tab Compare: baseline and policy on the same luck, live and in many pairs of worlds."""
# ruff: noqa: N802 -- components are named like the elements of a page

from __future__ import annotations

from collections.abc import Callable
from html import escape
from threading import Event, Thread

import solara

from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.dashboard import charts
from cluster_abm.dashboard.effects import effects_html
from cluster_abm.dashboard.elements import (
    Alarm,
    Button,
    Download,
    Element,
    Field,
    Markup,
    Outcome,
    Tried,
    Words,
    attempt,
    refusal,
)
from cluster_abm.dashboard.jobs import OUTCOMES, Answer, Job, Question, State, office
from cluster_abm.dashboard.look import CHARTS, DRAWN, Curves
from cluster_abm.dashboard.parts import table
from cluster_abm.dashboard.play import Asked, Chart, Clock, Speed, metric_name, months_seen, turns
from cluster_abm.dashboard.reports import report_file
from cluster_abm.dashboard.session import Frame, Session, read_seed
from cluster_abm.dashboard.texts import count, roughly, say, signed
from cluster_abm.dashboard.verdict import verdict
from cluster_abm.lab.inference.texts import quantity, unit_text
from cluster_abm.model import METRICS

PAIRS, YEARS = 20, 10
"""What is asked if the visitor says nothing else."""


@solara.component
def Compare(session: Session, frame: Frame, moving: solara.Reactive[Frame], lang: str) -> None:
    """Show both worlds live, and run many pairs in the background."""
    solara.use_effect(session.compare, [])
    with Element("section", "controls", aria_label=say("controls", lang)):
        Clock(session, moving, lang)
        Speed(session, frame.speed, lang)
        Asked(frame.policy, lang)
    with Element("div", "both"):
        with Element("section", aria_labelledby="live"):
            Words("h2", say("live", lang), id="live")
            Words("p", say("live_text", lang))
            Side(moving, lang)
        with Element("section", aria_labelledby="both-curves"):
            Words("h2", say("both_curves", lang), id="both-curves")
            with Element("div", "pictures"):
                for number, chart in enumerate(CHARTS):
                    Twins(chart, number, moving, lang).key(chart.name)
    Pairs(frame, lang)


@solara.component
def Twins(chart: Curves, number: int, moving: solara.Reactive[Frame], lang: str) -> None:
    """Show one curve of both worlds."""
    frame = moving.value
    metric, seen = chart.main, months_seen(frame, number)
    picture = charts.Picture(
        say(f"chart_{chart.name}", lang) + ": " + say(metric, lang),
        say(f"chart_{chart.name}_unit", lang), _lines(frame, metric, seen, lang),
        chart.target, chart.from_zero, turns(frame.policy),
    )  # fmt: skip
    Chart(picture, lang)


def _lines(frame: Frame, metric: str, seen: int, lang: str) -> tuple[charts.Line, ...]:
    lines = [charts.Line(say("with_policy", lang), tuple(frame.curves[metric][:seen]))]
    if frame.baseline is not None:
        twin = tuple(frame.baseline[metric][:seen])
        lines.append(charts.Line(say("baseline", lang), twin))
    return tuple(lines)


@solara.component
def Side(moving: solara.Reactive[Frame], lang: str) -> None:
    """Show what both worlds are in the last month that both have lived."""
    frame = moving.value
    twin = frame.baseline or {}
    lived = min(len(twin.get(DRAWN[0], ())), frame.month)
    with Element("div", id="side"):
        if not lived:
            Words("p", say("live_wait", lang), "hint").key("wait")
            return
        if lived < frame.month:
            Words("p", say("live_behind", lang, month=lived, of=frame.month), "hint").key("behind")
        rows = []
        for metric in DRAWN:
            a, b = twin[metric][lived - 1], frame.curves[metric][lived - 1]
            name = metric_name(metric, lang)
            unit = unit_text(METRICS[metric].unit, lang)
            rows.append((f"{escape(name)} [{unit}]", count(a), count(b), signed(b - a)))
        heads = (say("outcome", lang), say("baseline", lang), say("with_policy", lang),
                 say("difference", lang))  # fmt: skip
        Markup(table(say("side", lang), heads, rows)).key("side")


@solara.component
def Pairs(frame: Frame, lang: str) -> None:
    """Ask for pairs of worlds, watch them, and show what they say."""
    first: Job | None = None
    job, set_job = solara.use_state(first)
    state, set_state = solara.use_state(State())
    tried, set_tried = solara.use_state(Tried())
    pairs, set_pairs = solara.use_state(str(PAIRS))
    years, set_years = solara.use_state(str(YEARS))
    solara.use_effect(lambda: _attend(job, set_state), [job])

    def ask() -> None:
        question = Question(
            scenario=frame.scenario, seed=frame.seed, policy=frame.policy,
            pairs=read_seed(pairs) or 0, months=MONTHS_PER_YEAR * (read_seed(years) or 0),
        )  # fmt: skip
        set_tried(attempt(lambda: set_job(office().ask(question))))

    with Element("section", "pairs", aria_labelledby="pairs"):
        Words("h2", say("pairs", lang), id="pairs")
        Words("p", say("pairs_text", lang))
        with Element("div", "choice bottom"):
            Field(say("pairs_number", lang), "pairs-number", pairs, set_pairs)
            Field(say("pairs_years", lang), "pairs-years", years, set_years)
            if job is not None and not state.over:
                Button(say("cancel", lang), job.cancel, disabled=state.name == "ending")
            else:
                Button(say("pairs_run", lang), ask, kind="main")
        Outcome(tried, lang)
        if job is not None:
            Standing(job, state, lang)
            if state.answer is not None:
                Found(state.answer, lang).key(state.answer.digest)


def _attend(job: Job | None, publish: Callable[[State], None]) -> Callable[[], None] | None:
    """Follow a job in a thread of this visitor's own; whoever leaves, cancels."""
    if job is None:
        return None
    left = Event()
    Thread(target=job.follow, args=(publish, left), name="attend", daemon=True).start()

    def leave() -> None:
        left.set()
        job.cancel()

    return leave


@solara.component
def Standing(job: Job, state: State, lang: str) -> None:
    """Say how a comparison stands."""
    now = state.standing
    done, total = (now.done + now.failed, now.total) if now else (0, 2 * job.question.pairs)
    with Element("div", "standing", id="standing"):
        with Element("div", role="status"):
            words = say(f"state_{state.name}", lang, done=done, total=total,
                        before=office().before(job))  # fmt: skip
            Words("p", words)
            if now and now.difference is not None and not state.over:
                half = f" ± {roughly(now.half_width)}" if now.half_width is not None else ""
                effect = f"{quantity(now.difference, signed=True)}{half}"
                Words("p", say("so_far", lang, effect=effect), "hint")
        if not state.over:
            label = say("progress", lang)
            Element("progress", value=done, max=max(total, 1), aria_label=label).key("bar")
        if state.trouble:
            Alarm(say("trouble", lang, number=state.trouble)).key("trouble")
        elif state.refused:
            Alarm(refusal(state.refused, lang)).key("refused")


@solara.component
def Found(answer: Answer, lang: str) -> None:
    """Show what the pairs say: in one sentence, who gains, and at what cost."""
    with Element("div", id="found"):
        with Element("dl", "answer", id="answer"):
            for heading, sentence in verdict(answer, lang):
                with Element("div"):
                    Words("dt", heading)
                    Words("dd", sentence)
        with Element("details"):
            Words("summary", say("answer_whole", lang))
            Words("p", answer.sentences[lang], "whole")
        Words("h3", say("who_gains", lang))
        with Element("div", "facts"):
            for group, outcomes in OUTCOMES.items():
                found = [f for name in outcomes if (f := answer.of(name)) is not None]
                Markup(effects_html(say(f"group_{group}", lang), found, lang))
        Words("p", say("chance_note", lang), "hint")
        Download(say("report", lang), lambda: report_file(answer.folder, lang))
        Words("p", say("kept", lang, folder=answer.folder, digest=answer.digest), "hint", id="kept")
