"""The ODD protocol of the model, written from its tables: nothing here can be out of date."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from inspect import getmembers, getsource, isfunction
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from cluster_abm import explain, submodels
from cluster_abm.core.actor import DECISIONS, Singular
from cluster_abm.core.rules import all_numbers
from cluster_abm.core.schedule import title
from cluster_abm.core.tables import Holder
from cluster_abm.indicators import sheet as indicators_of_the_report
from cluster_abm.locale import say, sentence
from cluster_abm.model import BOOKS, MONTH, ClusterModel

type Lines = Iterator[str]

CONCEPTS = {
    "Basic principles": "Firms compete for contracts and for staff; supply of skill, demand and "
    "finance limit each other. A policy changes a number, a rule or a budget that somebody reads, "
    "never an outcome.",
    "Emergence": "Employment, pay by skill, vacancies, sizes of firms, survival, the local share "
    "of orders and exports follow from what actors do. None of them is set.",
    "Adaptation": "Actors take the decisions listed here; a class of agents may answer any of them "
    "its own way.",
    "Objectives": "Firms want staff for the work they have, margins that demand allows, and "
    "research whose expected gain is worth its cost. Workers want pay, near and fitting. Nobody "
    "knows the optimum.",
    "Learning": "Firms correct their offers by the posts that stay open and their hopes by what "
    "became of applications; ability grows with tenure.",
    "Prediction": "Expectations look back: last months' fill of posts, last year's earnings, the "
    "share of applications that won.",
    "Sensing": "Actors see their own books, published statistics of last month, and what is "
    "offered to them. Nobody sees another's cash.",
    "Interaction": "Tenders, one round of matching for all candidates, imitation, spillovers that "
    "fall with distance, foundings by employees, rent that follows density.",
    "Stochasticity": "Every random number is a pure function of seed, replicate, month, what is at "
    "stake and the birth key of whom it concerns, so that two policies meet the same luck.",
    "Collectives": "Kinds of firm, zones, skill classes and customer segments; actors belong to "
    "them, and they do not act.",
    "Observation": "The metrics listed here are taken at the end of every month; events are kept "
    "in panels; cohorts are read from them afterwards.",
}
"""Design concepts, in the order of the protocol."""
SOURCE = (
    "Grimm, V. et al. (2020): The ODD protocol for describing agent-based and other simulation "
    "models: a second update. JASSS 23(2), 7."
)


def protocol(lang: str = "en") -> str:
    """Write the whole protocol as Markdown.

    Args:
        lang: Language of headings, and of all sentences that exist in it.
    """
    model = ClusterModel(bare=True)
    parts = (_overview(model, lang), _concepts(lang), _details(model, lang))
    head = (
        f"# {say('The model by the ODD protocol', lang)}",
        say(
            "Written from the tables of the model by `cluster-abm explain odd`; do not edit.", lang
        ),
        SOURCE,
    )
    return "\n\n".join([*head, *(block for part in parts for block in part)]) + "\n"


def indicators(lang: str = "en") -> str:
    """Write the page of the report's indicators as Markdown."""
    sheet = indicators_of_the_report(lang)
    parts = (
        f"# {sheet.title}",
        say("Written by `cluster-abm explain indicators`; do not edit.", lang),
        say("A metric is listed where its sentence cites the indicator; later means a function of "
            "targets or a command, for cohorts and comparisons.", lang),
        *sheet.notes,
        table(sheet, lang),
    )  # fmt: skip
    return "\n\n".join(parts) + "\n"


# Overview


def _overview(model: ClusterModel, lang: str) -> Lines:
    yield f"## {say('Overview', lang)}"
    yield f"### 1. {say('Purpose and patterns', lang)}"
    yield say(
        "To compare policies for an innovation cluster in the same random worlds: who gains, who "
        "pays, and how sure one may be.",
        lang,
    )
    yield say("The patterns against which the model is held, met or not, stand in the file "
              "validation.md.", lang)  # fmt: skip
    yield f"### 2. {say('Entities, state variables and scales', lang)}"
    yield say("One step is a month; month 0 is January 2009. Money is in constant US$ of 2009, "
              "kept in whole cents. Space is a grid of named zones with distances in km.",
              lang)  # fmt: skip
    for name, holder in holders(model).items():
        yield from _entity(name, holder, lang)
    yield f"### 3. {say('Process overview and scheduling', lang)}"
    yield say("The processes of a month, in order. Each names who takes part.", lang)
    yield table(explain.month(lang), lang)


def holders(model: ClusterModel) -> dict[str, Holder | Singular]:
    """Everything that has state, by name: tables, records of the month, single agents."""
    return {
        **model.tables, "flows": model.flows, "census": model.census,
        **{type(single).__name__.lower(): single for single in model.singles},
    }  # fmt: skip


def _entity(name: str, holder: Holder | Singular, lang: str) -> Lines:
    yield f"#### {type(holder).__name__}"
    yield first_line(type(holder))
    heads = (say("name", lang), say("unit", lang), say("sentence", lang))
    if isinstance(holder, Singular):
        rows = [(f"`{n}`", kind, doc) for n, kind, doc in attributes(type(holder))]
    else:
        rows = [(f"`{n}`", c.unit, c.doc) for n, c in type(holder).columns.items()]
    yield grid(heads, rows)


def attributes(cls: type) -> list[tuple[str, str, str]]:
    """Name, type and sentence of each attribute that a class of single agents declares."""
    (body,) = (n.body for n in ast.parse(getsource(cls)).body if isinstance(n, ast.ClassDef))
    found = []
    for node, after in zip(body, [*body[1:], ast.Pass()], strict=True):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            said = after.value if isinstance(after, ast.Expr) else None
            doc = said.value if isinstance(said, ast.Constant) else ""
            found.append((node.target.id, ast.unparse(node.annotation), " ".join(str(doc).split())))
    return found


# Design concepts


def _concepts(lang: str) -> Lines:
    yield f"## {say('Design concepts', lang)}"
    for n, (concept, words) in enumerate(CONCEPTS.items(), start=1):
        yield f"### 4.{n} {say(concept, lang)}"
        yield say(words, lang)
        if concept == "Adaptation":
            yield _listed(decisions())
            yield say("All decide alike about the rest:", lang)
            yield _listed(decisions(alike=True))
        if concept == "Observation":
            yield table(explain.metrics(lang), lang)


def _listed(decisions: Iterable[tuple[str, str]]) -> str:
    return "\n".join(f"* `{title}`: {doc}" for title, doc in decisions)


def decisions(*, alike: bool = False) -> list[tuple[str, str]]:
    """Every decision that a class of agents may take otherwise, or all take *alike*; its sentence.

    A decision is named by its theme.
    """
    return [
        (f"{theme}.{function.__name__}", first_line(function))
        for theme in themes()
        for function in functions(theme, "decisions")
        if (function.__name__ in DECISIONS) != alike
    ]


# Details


def _details(model: ClusterModel, lang: str) -> Lines:
    yield f"## {say('Details', lang)}"
    yield f"### 5. {say('Initialization', lang)}"
    yield say("A run lives {months} months of warm-up under the rules of 2008, the last {growing} "
              "of them with the trends on; then books return to their starting values and the "
              "clock to month 0.", lang, months=model.start.warm_up,
              growing=model.start.growth_before)  # fmt: skip
    rows = [(f"`{name}`", t) for name, t in _scenarios(lang)]
    yield grid((say("scenario", lang), say("sentence", lang)), rows)
    yield f"### 6. {say('Input data', lang)}"
    yield say("A scenario may hold the yearly growth of customers' budgets; there is no other "
              "series from outside.", lang)  # fmt: skip
    yield f"### 7. {say('Submodels', lang)}"
    yield explain.counted(all_numbers(BOOKS), lang)
    for theme in themes():
        yield from _submodel(theme, lang)


def _scenarios(lang: str) -> Iterator[tuple[str, str]]:
    from cluster_abm.scenarios.reader import list_scenarios, load_scenario

    for name in list_scenarios():
        start = load_scenario(name)
        yield name, start.title_es if lang == "es" else start.title


def _submodel(theme: str, lang: str) -> Lines:
    yield f"#### {theme}"
    yield first_line(import_module(f"{submodels.__name__}.{theme}"))
    for process in (p for p in MONTH if title(p).startswith(f"{theme}.")):
        yield f"**{title(process)}.** {explain.process_sentence(process, lang)}{more_of(process)}"
    for function in functions(theme, "equations"):
        yield f"`{function.__name__}`: {first_line(function)}{formula(function)}"
    rows = [row for book in BOOKS if book.__module__.split(".")[-2] == theme for row in book.rows]
    if rows:
        yield _numbers(rows, lang)


def _numbers(names: Iterable[str], lang: str) -> str:
    every, heads = all_numbers(BOOKS), ("number", "value", "unit", "source", "sentence")
    rows = [
        (
            f"`{name}`", explain.plain(row.default),
            sentence("units", row.unit, lang, otherwise=row.unit),
            ": ".join(explain.origin(row, lang)),
            sentence("numbers", name, lang, otherwise=row.doc),
        )
        for name in names
        for row in (every[name],)
    ]  # fmt: skip
    return grid([say(head, lang) for head in heads], rows)


def themes() -> list[str]:
    """Names of the submodels."""
    return [module.name for module in iter_modules(submodels.__path__) if module.ispkg]


def functions(theme: str, page: str) -> list[Callable[..., Any]]:
    """Public functions of a page of a submodel, in the order of the file."""
    package = import_module(f"{submodels.__name__}.{theme}")
    name = f"{package.__name__}.{page}"
    if page not in {module.name for module in iter_modules(package.__path__)}:
        return []
    module: ModuleType = import_module(name)
    own = [f for _, f in getmembers(module, isfunction) if f.__module__ == name]
    public = [f for f in own if not f.__name__.startswith("_")]
    return sorted(public, key=lambda f: f.__code__.co_firstlineno)


# Text


def first_line(thing: Any) -> str:
    """First line of a docstring."""
    return ((thing.__doc__ or "").strip().splitlines() or [""])[0]


def more_of(thing: Any) -> str:
    """What a docstring says after its first line, before its sections."""
    paragraphs = (thing.__doc__ or "").strip().split("\n\n")[1:]
    told = []
    for paragraph in paragraphs:
        words = " ".join(paragraph.split())
        if words.startswith(("Args:", "Returns:", "Raises:", "Source:", ">>>", "..")):
            break
        told.append(words)
    return "".join(f" {words}" for words in told)


def formula(thing: Any) -> str:
    """The formula of an equation, as TeX between dollars; nothing if it has none."""
    doc = thing.__doc__ or ""
    _, mark, rest = doc.partition(".. math::")
    if not mark:
        return ""
    lines: list[str] = []
    for line in rest.splitlines():
        if not line.strip() and lines:
            break
        lines.append(line.strip())
    return f"\n\n$$ {' '.join(lines).strip()} $$"


def table(sheet: explain.Sheet, lang: str) -> str:
    """A sheet as a table of Markdown; names stand as code."""
    code = {"name", "process", "theme"}
    rows = [
        tuple(
            f"`{v}`" if column in code else v for column, v in zip(sheet.columns, row, strict=True)
        )
        for row in sheet.rows
    ]
    return grid([say(column, lang) for column in sheet.columns], rows)


def grid(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """A table of Markdown."""
    heads = list(heads)
    lines = [_row(heads), _row(["---"] * len(heads)), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Iterable[Any]) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_cell, value))
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return " ".join(text.split()).replace("|", "\\|")
