"""The functions of the language of targets, and what an expression is in a world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from cluster_abm.agents.classes import Kind as FirmKind
from cluster_abm.core.types import Floats
from cluster_abm.core.units import MONTHS_PER_YEAR
from cluster_abm.lab.validation import moments
from cluster_abm.lab.validation.grammar import (
    Argument,
    Call,
    Constant,
    Kind,
    Node,
    Operation,
    Panel,
    Period,
    Series,
    Signature,
    Vocabulary,
    Word,
    calls,
)
from cluster_abm.lab.validation.life import Life, Lived
from cluster_abm.model import METRICS

PANELS: Mapping[str, tuple[str, ...]] = {
    "sales": ("segment", "cents"),
    "permits": ("skill", "verdict"),
    "grants": ("score", "value", "threshold", "mentored", "award"),
    "innovations": ("step", "process"),
    "foundings": ("parent",),
    "closures": ("age", "headcount", "counted", "distress", "idle_months"),
}
"""Panels of the journal, and the columns that one may add up."""
SIZES = ("staff", "sales")
ORIGINS = ("spin_off", "entrant")
EMPLOYERS = tuple(kind.name.lower() for kind in FirmKind)
_SERIES = Argument("series", Kind.SERIES)
_YEARS = Argument("years", Kind.CONSTANT)
_SIZE = Argument("what", Kind.WORD, SIZES)
_FROM = Argument("smallest", Kind.CONSTANT, needed=False)

FUNCTIONS: Mapping[str, Signature] = {
    "mean": Signature((_SERIES,), "mean of the months", period=True),
    "sum": Signature((_SERIES,), "sum of the months", period=True),
    "first": Signature((_SERIES,), "first month", period=True),
    "last": Signature((_SERIES,), "last month", period=True),
    "max": Signature((_SERIES,), "largest month", period=True),
    "min": Signature((_SERIES,), "smallest month", period=True),
    "sd": Signature((_SERIES,), "standard deviation of the months", period=True),
    "growth": Signature((_SERIES,), "compound growth a year, first month to last", period=True),
    "share": Signature((Argument("part", Kind.SERIES), Argument("whole", Kind.SERIES)),
                       "sum of the part over sum of the whole", period=True),
    "elasticity": Signature((Argument("of", Kind.SERIES), Argument("to", Kind.SERIES)),
                            "slope of log on log, quarter by quarter", period=True),
    "count": Signature((Argument("panel", Kind.PANEL),), "events", period=True),
    "total": Signature((Argument("column", Kind.COLUMN),), "sum over events", period=True),
    "average": Signature((Argument("column", Kind.COLUMN),), "mean over events", period=True),
    "survival": Signature((_YEARS, Argument("origin", Kind.WORD, ORIGINS, needed=False)),
                          "share of new firms alive after some years"),
    "entry_rate": Signature((), "employers that enter, share a year"),
    "exit_rate": Signature((), "employers that leave, share a year"),
    "job_creation": Signature((), "jobs created, share a year"),
    "job_destruction": Signature((), "jobs destroyed, share a year"),
    "turnover": Signature((Argument("employer", Kind.WORD, EMPLOYERS),),
                          "jobs that end, share a year"),
    "hill": Signature((_SIZE,), "Hill exponent of all employers at the end"),
    "herfindahl": Signature((_SIZE,), "Herfindahl index of the local firms at the start"),
    "growth_kurtosis": Signature((_FROM,), "excess kurtosis of yearly growth of sales"),
    "growth_beta": Signature((_FROM,), "fall of volatility with size, exponent"),
    "median_growth": Signature((_SIZE,), "median yearly growth of local firms that survive"),
    "tenure_return": Signature((), "rise of log pay with a year of tenure"),
    "size_and_pay": Signature((), "elasticity of pay to the size of the employer"),
    "research_of_sales": Signature((), "elasticity of research to sales across firms"),
    "innovation_of_research": Signature((), "elasticity of innovations to research in a firm"),
    "effect": Signature((Argument("value", Kind.VALUE),),
                        "value under the policy less the value without it, in the same luck"),
    "quantile": Signature((Argument("value", Kind.VALUE), Argument("q", Kind.CONSTANT)),
                          "quantile over the worlds", outermost=True),
}  # fmt: skip

VOCABULARY = Vocabulary(METRICS, PANELS, FUNCTIONS)

_OF_MONTHS: dict[str, Callable[[Floats], float]] = {
    "mean": lambda x: float(x.mean()),
    "sum": lambda x: float(x.sum()),
    "first": lambda x: float(x[0]),
    "last": lambda x: float(x[-1]),
    "max": lambda x: float(x.max()),
    "min": lambda x: float(x.min()),
    "sd": lambda x: float(x.std()),
    "growth": lambda x: _growth(x),
}
_OF_TWO: dict[str, Callable[[Floats, Floats], float]] = {
    "share": lambda x, y: _ratio(x.sum(), y.sum()),
    "elasticity": moments.elasticity,
}
_OF_EVENTS: dict[str, Callable[[Floats], float]] = {
    "count": lambda x: float(len(x)),
    "total": lambda x: float(x.sum()),
    "average": lambda x: float(x.mean()) if len(x) else moments.NONE,
}
_OF_LIVES: dict[str, Callable[..., float]] = {
    "survival": moments.survival,
    "entry_rate": lambda life: moments.mean_turnover(life).entry,
    "exit_rate": lambda life: moments.mean_turnover(life).exit,
    "job_creation": lambda life: moments.mean_turnover(life).creation,
    "job_destruction": lambda life: moments.mean_turnover(life).destruction,
    "turnover": lambda life, kind: moments.separation_rate(life, FirmKind[kind.upper()]),
    "hill": lambda life, what: moments.hill(getattr(life.censuses[-1], what)),
    "herfindahl": lambda life, what: _concentration(life, what),
    "growth_kurtosis": lambda life, *least: moments.kurtosis(
        moments.growth_of_firms(life, *least).rate
    ),
    "growth_beta": lambda life, *least: moments.volatility_exponent(
        moments.growth_of_firms(life, *least)
    ),
    "median_growth": moments.median_growth,
    "tenure_return": lambda life: life.tenure_return,
    "size_and_pay": moments.size_and_pay,
    "research_of_sales": moments.research_of_sales,
    "innovation_of_research": moments.innovation_of_research,
}


def months_needed(node: Node) -> int:
    """Months that an expression needs at least; 0 if it is content with any length."""
    if isinstance(node, Operation):
        return max(months_needed(node.left), months_needed(node.right))
    if isinstance(node, Call):
        inner = [months_needed(part) for part in node.arguments]
        return max([node.period.last + 1 if node.period else 0, *inner])
    return 0


def wants_twin(node: Node) -> bool:
    """Must the baseline be lived too?"""
    return calls(node, "effect")


def in_world(node: Node, world: Lived) -> float:
    """What an expression is in one world; not a number where it has no meaning there."""
    if isinstance(node, Call) and node.name == "quantile":
        return in_world(node.arguments[0], world)
    with np.errstate(all="ignore"):
        return float(_value(node, world, world.life))


def over_worlds(node: Node, values: Floats) -> float:
    """One answer from the values in each world: their mean, or the quantile asked for."""
    if isinstance(node, Call) and node.name == "quantile":
        q = node.arguments[1]
        assert isinstance(q, Constant)
        return float(np.quantile(values, q.value))
    return float(values.mean())


def _value(node: Node, world: Lived, life: Life) -> Any:
    match node:
        case Constant(value):
            return np.float64(value)
        case Series(name):
            return life.series[name]
        case Operation(sign, left, right):
            return _operate(sign, _value(left, world, life), _value(right, world, life))
        case Call("effect", (inner,)):
            assert world.base is not None
            return _value(inner, world, world.life) - _value(inner, world, world.base)
        case Call(name, arguments, period):
            return _called(name, arguments, period, world, life)
        case _:
            raise AssertionError(node)


def _operate(sign: str, left: Any, right: Any) -> Any:
    match sign:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case _:
            return np.divide(left, right)


def _called(
    name: str, arguments: tuple[Node, ...], period: Period | None, world: Lived, life: Life
) -> float:
    if name in _OF_EVENTS:
        (panel,) = arguments
        assert isinstance(panel, Panel)
        return _OF_EVENTS[name](_events(panel, period, life))
    if name in _OF_LIVES:
        return _OF_LIVES[name](life, *map(_plain, arguments))
    parts = [_in(_value(part, world, life), period, life) for part in arguments]
    if any(len(part) == 0 for part in parts):
        return moments.NONE
    if name in _OF_TWO:
        one, other = parts
        return _OF_TWO[name](one, other)
    (series,) = parts
    return _OF_MONTHS[name](series)


def _plain(node: Node) -> Any:
    return node.text if isinstance(node, Word) else getattr(node, "value", None)


def _in(value: Any, period: Period | None, life: Life) -> Floats:
    """The months of a period; a single number holds in every month."""
    series: Floats = np.broadcast_to(np.asarray(value, np.float64), (life.months,))
    return series[period.first : period.last + 1] if period else series


def _events(panel: Panel, period: Period | None, life: Life) -> Floats:
    rows = life.panels[panel.name]
    if not rows:
        return np.zeros(0)
    month = rows["month"]
    first, last = period or (0, life.months)
    values = rows[panel.column] if panel.column else month
    return np.asarray(values[(month >= first) & (month <= last)], np.float64)


def _growth(series: Floats) -> float:
    years = (len(series) - 1) / MONTHS_PER_YEAR
    ratio = float(series[-1] / series[0]) if series[0] > 0 else moments.NONE
    return float(ratio ** (1 / years) - 1) if years > 0 and ratio >= 0 else moments.NONE


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else moments.NONE


def _concentration(life: Life, what: str) -> float:
    first = life.censuses[0]
    sizes = getattr(first, what)[first.kind == FirmKind.SME]
    return moments.herfindahl(sizes.astype(np.float64))
