"""Money in the report: who gains and who pays, and what a net job costs."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from cluster_abm.lab.inference.comparison import Comparison
from cluster_abm.lab.inference.gains import DERIVED, Gain
from cluster_abm.lab.inference.ratios import RatioSet
from cluster_abm.lab.inference.statistics import Interval
from cluster_abm.lab.inference.texts import metric_text, percentage, round_number, text, unit_text
from cluster_abm.lab.inference.value import DISCOUNT, Value
from cluster_abm.lab.report.markup import Html, join, table, tag
from cluster_abm.lab.report.texts import REPORT, said
from cluster_abm.lab.store.folder import units_of

RATIOS = ("cost_per_job_year", "cost_per_export", "gain_per_cost")
SHOWN = 6
"""The table shows every sixth step of the acceptability curve."""


def gains(comparison: Comparison, rows: Mapping[str, tuple[Gain, ...]], lang: str) -> list[Html]:
    """A table for each policy, a block of rows for each group."""
    units = units_of(comparison.folder)
    parts = [_gains_of(policy, found, units, lang=lang) for policy, found in rows.items() if found]
    return [*parts, tag("p", said("gains_note", lang), class_="note")]


def _gains_of(
    policy: str, rows: tuple[Gain, ...], units: Mapping[str, tuple[str, str]], *, lang: str
) -> Html:
    blocks = [
        (said(f"group_{name}", lang), len(list(of)))
        for name, of in groupby(rows, lambda r: r.group)
    ]
    cells = []
    for row in rows:
        effect = row.effect
        cells.append([
            _named(row.outcome, units, lang),
            round_number(effect.difference, signed=True),
            _interval(effect.low, effect.high),
            percentage(effect.relative),
            said("clear", lang) if row.clear else text("unclear", lang),
        ])  # fmt: skip
    names = ("outcome", "difference", "interval", "relative", "verdict")
    caption = f"{said('gains', lang)}: {policy}"
    return table(caption, [text(name, lang) for name in names], cells, groups=blocks)


def _named(outcome: str, units: Mapping[str, tuple[str, str]], lang: str) -> Html:
    unit, doc = units[DERIVED.get(outcome, (outcome,))[0]]
    words = said(outcome, lang) if outcome in REPORT else metric_text(outcome, doc, lang)
    return join([words, " ", tag("span", f"[{unit_text(unit, lang)}]", class_="unit")])


def money(values: Mapping[str, Value], lang: str) -> list[Html]:
    """Net jobs, the account of residents and the cost of a net job, for each policy."""
    if not values:
        return [tag("p", said("no_value", lang))]
    parts: list[Html] = []
    for policy, value in values.items():
        parts += [tag("h3", policy), *_money_of(policy, value, lang)]
    return parts


def _money_of(policy: str, value: Value, lang: str) -> list[Html]:
    treated = said("treated_some" if value.treated else "treated_all", lang)
    ratios = [tag("li", in_words(getattr(value, name), name, lang)) for name in RATIOS]
    return [
        tag("p", net_in_words(value, lang)),
        tag("ul", *ratios),
        _bridge(policy, value, lang),
        tag("p", treated, " ", said("bridge_note", lang), class_="note"),
        _account(policy, value, lang),
        tag("p", said("account_note", lang, rate=f"{100 * DISCOUNT:.0f}"), class_="note"),
        *_acceptability(policy, value, lang),
    ]


def net_in_words(value: Value, lang: str) -> str:
    """Net jobs as one sentence."""
    pieces = {}
    for name, of in (("net", value.net), ("end", value.end_jobs), ("years", value.job_years)):
        before = "" if name == "net" else f"{name}_"
        pieces[name] = round_number(float(of.mean), signed=True)
        pieces[f"{before}low"] = round_number(float(of.low), signed=True)
        pieces[f"{before}high"] = round_number(float(of.high), signed=True)
    return said("net_sentence", lang, **pieces)


def in_words(ratio: RatioSet, name: str, lang: str) -> str:
    """A ratio as one sentence, which never gives ends to what has none."""
    return said(
        f"ratio_{ratio.form}",
        lang,
        what=said(name, lang),
        by=said(f"by_{name}", lang),
        ratio=round_number(ratio.ratio),
        low=round_number(ratio.low),
        high=round_number(ratio.high),
    )


def _bridge(policy: str, value: Value, lang: str) -> Html:
    rows = [[said("gross", lang), *_cells(value.gross)]]
    rows += [[f"− {said(name, lang)}", *_cells(part)] for name, part in value.parts.items()]
    rows.append([f"= {said('net', lang)}", *_cells(value.net, signed=True)])
    head = [said("step", lang), said("jobs_mean", lang), text("interval", lang)]
    return table(said("bridge", lang, policy=policy), head, rows)


def _account(policy: str, value: Value, lang: str) -> Html:
    rows = []
    for name, part in value.account.items():
        rows.append([said(name, lang), *_cells(part, signed=True)])
        if name == "public_spending":
            for piece, cost in value.cost_parts.items():
                untouched = cost.mean == cost.low == cost.high == 0
                if untouched or piece in ("tax_forgone", "public_transfers"):
                    continue
                minus = Interval(-cost.mean, -cost.high, -cost.low)
                rows.append([f"– {said(piece, lang)}", *_cells(minus, signed=True)])
    head = [said("part", lang), said("us_dollars", lang), text("interval", lang)]
    return table(said("account", lang, policy=policy), head, rows)


def _cells(of: Interval, *, signed: bool = False) -> list[str]:
    low, high = float(of.low), float(of.high)
    return [round_number(float(of.mean), signed=signed), _interval(low, high, signed=signed)]


def _interval(low: float, high: float, *, signed: bool = True) -> str:
    if low != low or high != high:
        return "–"
    return f"{round_number(low, signed=signed)} … {round_number(high, signed=signed)}"


def _acceptability(policy: str, value: Value, lang: str) -> list[Html]:
    if not value.acceptability:
        return []
    rows = [
        [round_number(worth), f"{100 * chance:.0f} %"]
        for worth, chance in value.acceptability[::SHOWN]
    ]
    head = [said("worth", lang), said("chance", lang)]
    return [table(said("acceptability", lang, policy=policy), head, rows)]
