"""The tab Play: the map, the clock, the curves, and the story of a firm."""
# ruff: noqa: N802 -- components are named like the elements of a page

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

import numpy as np
import solara

from cluster_abm.core.policy import FOREVER, Policy
from cluster_abm.dashboard import charts, scene
from cluster_abm.dashboard.cards import CARDS, cards_html
from cluster_abm.dashboard.elements import (
    Button,
    Choices,
    Download,
    Element,
    Field,
    File,
    Markup,
    Select,
    Words,
    logged,
)
from cluster_abm.dashboard.links import command, is_plain, policy_toml
from cluster_abm.dashboard.look import CHARTS, DRAWN, Curves
from cluster_abm.dashboard.session import HORIZON, SPEEDS, Frame, Session, read_seed
from cluster_abm.dashboard.tale import tale_html
from cluster_abm.dashboard.texts import name_moment, say, theme_of
from cluster_abm.lab.inference.texts import unit_text
from cluster_abm.locale import sentence
from cluster_abm.model import METRICS


@solara.component
def Play(
    session: Session, frame: Frame, moving: solara.Reactive[Frame], lang: str, dark: bool
) -> None:
    """Show the clock, the map, the curves and one firm."""
    layer, set_layer = solara.use_state(scene.LAYERS[0])
    with Element("section", "controls", aria_label=say("controls", lang)):
        Clock(session, moving, lang)
        Speed(session, frame.speed, lang)
        Seed(session, frame.seed, lang)
        Asked(frame.policy, lang)
    with Element("div", "desk"):
        with Element("section", aria_labelledby="map"):
            Words("h2", say("map", lang), id="map")
            Ground(layer, set_layer, lang)
            Map(session, moving, lang, dark, layer)
            Legend(lang)
            with Element("section", "story", aria_labelledby="story"):
                Words("h2", say("story", lang), id="story")
                Chooser(session, frame, lang)
                Tale(moving, lang)
        with Element("section", aria_labelledby="curves"):
            Words("h2", say("curves", lang), id="curves")
            Pictures(moving, lang)
            Extra(session, frame.extra, moving, lang)
            with Element("section", "state", aria_labelledby="state"):
                Words("h2", say("cards", lang), id="state")
                Cards(moving, lang)
    Repeat(session, frame, lang)


@solara.component_vue("clock.vue", vuetify=False)
def _Clock(
    moment: str,
    lived: str,
    playing: bool,
    over: bool,
    labels: str,
    event_play: Callable[[Any], None] | None = None,
    event_step: Callable[[Any], None] | None = None,
) -> None:
    """Show a date, and buttons that let time pass or stop."""


@solara.component
def Clock(session: Session, moving: solara.Reactive[Frame], lang: str) -> None:
    """Show the date, and let time pass or stop."""
    month, playing = moving.value.month, moving.value.playing
    _Clock(
        moment=name_moment(month, lang), lived=say("lived", lang, month=month, horizon=HORIZON),
        playing=playing, over=month >= HORIZON,
        labels=json.dumps({key: say(key, lang) for key in ("play", "pause", "step")}),
        event_play=lambda _: logged(session.pause if playing else session.play),
        event_step=lambda _: logged(session.step),
    )  # fmt: skip


@solara.component
def Speed(session: Session, speed: int, lang: str) -> None:
    """Choose how fast time passes."""
    with Element("div"):
        Words("p", say("speed", lang), "label")
        Choices(
            say("speed", lang), str(speed), lambda said: session.set_speed(int(said)),
            {str(months): str(months) for months in SPEEDS},
        )  # fmt: skip


@solara.component
def Seed(session: Session, seed: int, lang: str) -> None:
    """Choose the seed, and begin again."""
    typed, set_typed = solara.use_state(str(seed))
    wanted = read_seed(typed)
    with Element("div", "choice bottom"):
        Field(
            say("seed", lang), "seed", typed, set_typed, hint=say("seed_hint", lang),
            error=say("seed_wrong", lang) if wanted is None else "",
        )  # fmt: skip
        Button(
            say("reset", lang), lambda: session.reset(seed if wanted is None else wanted),
            icon="reset", disabled=wanted is None,
        )  # fmt: skip


@solara.component
def Asked(policy: Policy, lang: str) -> None:
    """Say in few words under which policy the run lives."""
    number = len(policy.changes)
    key = ("no_policy", "one_change")[number] if number < 2 else "n_changes"
    changes = say(key, lang, n=number)
    with Element("div", "asked"):
        Words("p", say("now_policy", lang, changes=changes), id="asked")
        Words("p", say("keys", lang), "hint")


@solara.component
def Ground(layer: str, set_layer: Callable[[str], None], lang: str) -> None:
    """Choose what the ground of the map shows, and say how to read it."""
    with Element("div", "ground-choice"):
        Select(
            say("layer", lang), "layer", layer, set_layer,
            {key: say(f"layer_{key}", lang) for key in scene.LAYERS}, inline=True,
        )  # fmt: skip
        if layer != scene.LAYERS[0]:
            with Element("p", "scale").key("scale"):
                Words("span", "–")
                Element("span", "cividis")
                Words("span", "+")
                Words("span", say(f"scale_{layer}", lang))


@solara.component_vue("map.vue", vuetify=False)
def _Map(
    plan: str,
    firms: str,
    ties: str,
    tallies: Sequence[Sequence[str]],
    shades: Sequence[float],
    notes: Sequence[str],
    layer: str,
    picked: int | None,
    alt: str,
    dark: bool,
    event_pick: Callable[[Any], None] | None = None,
) -> None:
    """Draw the map on a canvas."""


@solara.component
def Map(
    session: Session, moving: solara.Reactive[Frame], lang: str, dark: bool, layer: str = "zones"
) -> None:
    """Show where the firms are."""
    frame = moving.value
    fixed = solara.use_memo(lambda: scene.plan(lang), [lang])
    _Map(
        plan=fixed, firms=scene.marks(frame.firms), ties=scene.lines(frame.ties),
        tallies=scene.tallies(frame, lang),
        shades=scene.ground(frame.zones, layer), notes=scene.notes(frame.zones, layer, lang),
        layer=layer, picked=frame.story.number if frame.story else None,
        alt=scene.map_alt(frame, lang), dark=dark,
        event_pick=lambda said: pick(session, said),
    )  # fmt: skip


def pick(session: Session, said: Any) -> None:
    """Look at the firm whose number somebody gave; what is no number is not heard."""
    number = read_seed(said)
    if number is not None:
        session.watch(number)


@solara.component
def Legend(lang: str) -> None:
    """Show what shapes, colours and sizes mean."""
    with Element("div", "legend", role="group", aria_label=say("legend", lang)):
        Markup(scene.legend_html(lang))
        Words("p", say("map_note", lang), "hint")


# The curves


@solara.component
def Pictures(moving: solara.Reactive[Frame], lang: str) -> None:
    """Show the curves, one picture below the other."""
    with Element("div", "pictures"):
        for number, chart in enumerate(CHARTS):
            Moving(chart, number, moving, lang).key(chart.name)
    Words("p", say("marks", lang), "hint")
    Words("p", say("caution", lang), "hint")


@solara.component
def Moving(chart: Curves, number: int, moving: solara.Reactive[Frame], lang: str) -> None:
    """Show one picture of curves as time passes."""
    frame = moving.value
    seen = months_seen(frame, number)
    Chart(picture_of(chart, frame.curves, frame.policy, seen, lang), lang)


@solara.component
def Extra(session: Session, extra: str, moving: solara.Reactive[Frame], lang: str) -> None:
    """Draw any metric of the model that the visitor chooses."""
    with Element("div", "extra"):
        ExtraChoice(session, extra, lang)
        if extra:
            ExtraCurve(extra, moving, lang).key(extra)


@solara.component
def ExtraCurve(extra: str, moving: solara.Reactive[Frame], lang: str) -> None:
    """Show the curve of one metric as time passes."""
    frame = moving.value
    values = tuple(frame.curves.get(extra, ())[: months_seen(frame, 0)])
    line = charts.Line(say("this_run", lang), values)
    unit = unit_text(METRICS[extra].unit, lang)
    Chart(charts.Picture(metric_name(extra, lang), unit, (line,), marks=turns(frame.policy)), lang)


@solara.component
def ExtraChoice(session: Session, extra: str, lang: str) -> None:
    """Choose the metric that is drawn besides; it stays as it is while time passes."""
    options, theme = choices(lang)
    Select(say("extra", lang), "extra", extra, session.draw, options, groups=theme)


@cache
def choices(lang: str) -> tuple[dict[str, str], dict[str, str]]:
    """Names of the metrics that may be drawn besides, and the group of each.

    The figures of the cards come first, then every metric by its theme.
    """
    often = [name for card in CARDS for name in card.metrics if name not in DRAWN]
    rest = [name for name in METRICS if name not in DRAWN and name not in often]
    theme = dict.fromkeys(often, say("first_choice", lang))
    theme |= {name: say(f"theme_{theme_of(METRICS[name].function)}", lang) for name in rest}
    by_theme = sorted(rest, key=lambda name: (theme[name], metric_name(name, lang)))
    names = {name: metric_name(name, lang) for name in (*often, *by_theme)}
    return {"": say("extra_none", lang)} | names, theme


def metric_name(name: str, lang: str) -> str:
    """The sentence of a metric, without its full stop."""
    return sentence("metrics", name, lang, otherwise=METRICS[name].doc).rstrip(".")


def months_seen(frame: Frame, number: int) -> int:
    """Months that a picture shows: all at rest; while time passes, one picture a frame is renewed.

    So no frame is heavier than another, and none is as heavy as all pictures together.
    """
    if not frame.playing:
        return frame.month
    behind = (frame.month - number) % len(CHARTS)
    return max(0, frame.month - behind)


def picture_of(
    chart: Curves, curves: Mapping[str, Sequence[float]], policy: Policy, months: int, lang: str
) -> charts.Picture:
    """What a picture shows of the first months of a run."""
    return charts.Picture(
        say(f"chart_{chart.name}", lang), say(f"chart_{chart.name}_unit", lang),
        tuple(
            charts.Line(say(metric, lang), tuple(curves[metric][:months]))
            for metric in chart.metrics if metric in curves
        ),
        chart.target, chart.from_zero, turns(policy),
    )  # fmt: skip


def turns(policy: Policy) -> tuple[int, ...]:
    """Months in which some change begins or ends."""
    ends = {c.until for c in policy.changes if c.until < FOREVER}
    return tuple(sorted({c.start for c in policy.changes} | ends))


@solara.component_vue("chart.vue", vuetify=False)
def _Chart(
    heading: str,
    unit: str,
    drawing: str,
    table: str,
    label: str,
    event_fold: Callable[[Any], None] | None = None,
) -> None:
    """Show a drawing under its heading, and a table below it."""


@solara.component
def Chart(picture: charts.Picture, lang: str) -> None:
    """Show a picture of curves with its key, and its table if somebody asks for it."""
    table, set_table = solara.use_state(False)
    # One widget, because every widget of the page is looked through at every frame.
    _Chart(
        heading=picture.title, unit=picture.unit,
        drawing=charts.chart_svg(picture, lang) + charts.key_html(picture),
        table=charts.table_html(picture, lang) if table else "",
        label=say("hide_table" if table else "show_table", lang),
        event_fold=lambda _: set_table(not table),
    )  # fmt: skip


@solara.component
def Cards(moving: solara.Reactive[Frame], lang: str) -> None:
    """Show the last figures of politics, facilitator, ties and sites."""
    Markup(cards_html(moving.value.state, lang), "cards")


# One firm


@solara.component
def Chooser(session: Session, frame: Frame, lang: str) -> None:
    """Choose a firm without the map."""
    now = frame.story.number if frame.story else None
    with Element("div", "choice bottom"):
        Field(
            say("story_pick", lang), "firm", "" if now is None else str(now),
            lambda said: pick(session, said),
        )  # fmt: skip
        Button(say("story_largest", lang), lambda: session.watch(by_size(session.frame, None)))
        Button(
            say("story_next", lang), lambda: session.watch(by_size(session.frame, now)),
            disabled=now is None,
        )  # fmt: skip
        if now is not None:
            Button(say("story_close", lang), lambda: session.watch(None)).key("close")


def by_size(frame: Frame, after: int | None) -> int:
    """Number of the firm next in size after one; the largest if none is given or it is gone."""
    order = frame.firms.serial[np.argsort(-frame.firms.staff, kind="stable")].tolist()
    at = order.index(after) + 1 if after in order else 0
    return int(order[at % len(order)])


@solara.component
def Tale(moving: solara.Reactive[Frame], lang: str) -> None:
    """Tell the story of the firm that was chosen."""
    story = moving.value.story
    with Element("div", id="tale"):
        if story is None:
            Words("p", say("story_none", lang), "hint").key("none")
        else:
            Markup(tale_html(story, lang)).key("tale")


# The run, to take home


@solara.component
def Repeat(session: Session, frame: Frame, lang: str) -> None:
    """Say how to get the same numbers elsewhere."""
    with Element("section", "repeat", aria_labelledby="repeat"):
        Words("h2", say("repeat", lang), id="repeat")
        Words("p", say("repeat_text", lang))
        line = "" if frame.playing or not frame.month else command(frame)
        if line:
            Markup(
                f'<pre id="command" tabindex="0" role="region" aria-label="{say("command", lang)}">'
                f"{escape(line)}</pre>"
            ).key("line")
        digest = say("hash", lang, digest=frame.digest) if frame.digest else say("hash_none", lang)
        Words("p", digest, "hint", id="digest")
        whole = all(is_plain(change) for change in frame.policy.changes)
        Words("p", say("link" if whole else "link_part", lang), "hint")
        with Element("div", "choice"):
            Download(say("save_policy", lang), lambda: _policy_file(session.frame.policy))
            Download(say("save_series", lang), lambda: _series_file(session))


def _policy_file(policy: Policy) -> File:
    return File("policy.toml", "application/toml", policy_toml(policy).encode())


def _series_file(session: Session) -> File:
    return File("series.csv", "text/csv", session.series().to_csv().encode())
