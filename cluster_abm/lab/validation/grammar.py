"""The language of targets: a parser that knows names, numbers and a few functions, and no more.

Nothing that is written in a file is ever run.  An expression becomes a tree of frozen records, or
a sentence that says where it went wrong and what may have been meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, NoReturn

from cluster_abm.core.errors import InputError, did_you_mean
from cluster_abm.core.timing import LAST_MONTH
from cluster_abm.core.units import date_of, month_of

LONGEST = 400
"""Signs of the longest expression."""
DEEPEST = 24
"""Brackets and signs that may stand inside each other."""
TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<date>\"[^\"]*\")|(?P<sign>\.\.|[-+*/×÷−(),.]))"
)
SAME = {"×": "*", "÷": "/", "−": "-"}
"""Signs of print and of the keyboard."""


class Kind(Enum):
    """What a part of an expression is."""

    SERIES = "a monthly series"
    VALUE = "one number"
    PANEL = "a panel of events"
    COLUMN = "a column of a panel"
    WORD = "a word"
    CONSTANT = "a number as it stands"


class Argument(NamedTuple):
    """What a function takes at one place."""

    name: str
    kind: Kind
    words: tuple[str, ...] = ()
    """Which words, if it is a word."""
    needed: bool = True


@dataclass(frozen=True)
class Signature:
    """How a function is called; a period may follow the other arguments where it says so."""

    arguments: tuple[Argument, ...]
    doc: str
    period: bool = False
    outermost: bool = False

    def shown(self, name: str) -> str:
        """Write it as the reader would call it."""
        parts = [a.name if a.needed else f"[{a.name}]" for a in self.arguments]
        if self.period:
            parts.append('["2009-01".."2009-12"]')
        return f"{name}({', '.join(parts)})"


class Period(NamedTuple):
    """The first month and the last."""

    first: int
    last: int


@dataclass(frozen=True)
class Constant:
    """A number."""

    value: float


@dataclass(frozen=True)
class Series:
    """A metric, month by month."""

    name: str


@dataclass(frozen=True)
class Panel:
    """Events, or one column of them."""

    name: str
    column: str = ""


@dataclass(frozen=True)
class Word:
    """A word that chooses."""

    text: str


@dataclass(frozen=True)
class Call:
    """A function of some parts, perhaps over a period."""

    name: str
    arguments: tuple[Node, ...]
    period: Period | None = None


@dataclass(frozen=True)
class Operation:
    """Two parts, and what is done with them."""

    sign: str
    left: Node
    right: Node


type Node = Constant | Series | Panel | Word | Call | Operation


@dataclass(frozen=True)
class Vocabulary:
    """What an expression may speak of."""

    metrics: Collection[str]
    panels: Mapping[str, Collection[str]]
    functions: Mapping[str, Signature]


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def parse(text: str, known: Vocabulary) -> Node:
    """Read an expression whose answer is one number.

    Args:
        text: What was written.
        known: Metrics, panels and functions that it may name.

    Returns:
        The tree of the expression.

    Raises:
        InputError: The first mistake, its column, and what may have been meant.

    >>> parse("1 + 2", Vocabulary((), {}, {}))
    Operation(sign='+', left=Constant(value=1.0), right=Constant(value=2.0))
    """
    return _Reader(text, known).read()


class _Reader:
    """One reading of one expression, from left to right."""

    def __init__(self, text: str, known: Vocabulary) -> None:
        self.text, self.known = text, known
        if len(text) > LONGEST:
            self._wrong(LONGEST, f"the expression has {len(text)} signs; {LONGEST} are possible.")
        self.tokens = self._tokens()
        self.at = self.depth = 0

    def read(self) -> Node:
        """The whole expression."""
        if self.now.kind == "end":
            self._wrong(0, "nothing is written; name a function, such as mean(a metric).")
        node, kind = self._sum()
        if self.now.kind != "end":
            self._wrong(self.now.at, f"{self.now.text} follows, but the expression is complete."
                        f"{self._operator_hint()}")  # fmt: skip
        if kind is not Kind.VALUE:
            self._wrong(0, f"the answer is {kind.value}, not one number. "
                        "Put it into mean, sum, first, last, max, min or growth.")  # fmt: skip
        _refuse_inner(node, self.known, self._wrong, outermost=True)
        return node

    # Tokens

    def _tokens(self) -> list[_Token]:
        found, at = [], 0
        while self.text[at:].strip():
            match = TOKEN.match(self.text, at)
            if match is None or match.lastgroup is None:
                blank = len(self.text[at:]) - len(self.text[at:].lstrip())
                sign = self.text[at + blank]
                what = "a quotation mark has no partner" if sign == '"' else f"{sign!r} has no use"
                self._wrong(at + blank, f"{what} here; known are names, numbers, months in "
                            "quotes, + - * / ( ) , and '..'.")  # fmt: skip
            word = match.group(match.lastgroup)
            found.append(
                _Token(match.lastgroup, SAME.get(word, word), match.start(match.lastgroup))
            )
            at = match.end()
        return [*found, _Token("end", "the end", len(self.text))]

    @property
    def now(self) -> _Token:
        return self.tokens[self.at]

    def _next(self) -> _Token:
        token = self.now
        self.at += token.kind != "end"
        return token

    def _take(self, sign: str) -> bool:
        here = self.now.kind == "sign" and self.now.text == sign
        self.at += here
        return here

    def _expect(self, sign: str, after: str) -> None:
        if not self._take(sign):
            self._wrong(self.now.at, f"{sign!r} is missing {after}; {self.now.text} stands there.")

    def _wrong(self, at: int, what: str) -> NoReturn:
        raise InputError([f"column {at + 1}: {what}"])

    def _operator_hint(self) -> str:
        return " An operator is missing." if self.now.kind in ("name", "number") else ""

    # Grammar

    def _sum(self) -> tuple[Node, Kind]:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> tuple[Node, Kind]:
        return self._chain(("*", "/"), self._signed)

    def _chain(
        self, signs: tuple[str, ...], part: Callable[[], tuple[Node, Kind]]
    ) -> tuple[Node, Kind]:
        self._descend()
        node, kind = part()
        while self.now.kind == "sign" and self.now.text in signs:
            sign = self._next()
            other, its = part()
            kind = self._joined(sign, kind, its)
            node = Operation(sign.text, node, other)
        self.depth -= 1
        return node, kind

    def _descend(self) -> None:
        self.depth += 1
        if self.depth > 2 * DEEPEST:
            self._wrong(self.now.at, f"more than {DEEPEST} brackets stand inside each other.")

    def _joined(self, sign: _Token, left: Kind, right: Kind) -> Kind:
        for kind in (left, right):
            if kind not in (Kind.SERIES, Kind.VALUE):
                self._wrong(sign.at, f"{sign.text} takes numbers and series, not {kind.value}.")
        return Kind.SERIES if Kind.SERIES in (left, right) else Kind.VALUE

    def _signed(self) -> tuple[Node, Kind]:
        sign = self.now
        if not self._take("-"):
            return self._atom()
        self._descend()
        node, kind = self._signed()
        self.depth -= 1
        return Operation("-", Constant(0.0), node), self._joined(sign, Kind.VALUE, kind)

    def _atom(self) -> tuple[Node, Kind]:
        token = self._next()
        if token.kind == "number":
            return Constant(self._number(token)), Kind.VALUE
        if token.kind == "name":
            return self._named(token)
        if token.text == "(" and token.kind == "sign":
            node, kind = self._sum()
            self._expect(")", "to close the bracket")
            return node, kind
        hint = " Months stand only as the last argument of a function." * (token.kind == "date")
        self._wrong(token.at, f"a name, a number or a bracket is missing; {token.text} stands "
                    f"there.{hint}")  # fmt: skip

    def _number(self, token: _Token) -> float:
        value = float(token.text)
        if value > 1e15:
            self._wrong(token.at, f"{token.text[:20]} is too large; 1e15 is possible.")
        return value

    def _named(self, token: _Token) -> tuple[Node, Kind]:
        name = token.text
        if self._take("("):
            return self._call(token)
        if name in self.known.metrics:
            return Series(name), Kind.SERIES
        if name in self.known.panels:
            return self._panel(name)
        if name in self.known.functions:
            form = self.known.functions[name].shown(name)
            self._wrong(token.at, f"{name} is a function; write {form}.")
        hint = did_you_mean(name, [*self.known.metrics, *self.known.panels])
        self._wrong(token.at, f"{name} is neither a metric nor a panel.{hint} "
                    "The command list metrics shows the metrics.")  # fmt: skip

    def _panel(self, name: str) -> tuple[Node, Kind]:
        if not self._take("."):
            return Panel(name), Kind.PANEL
        columns, token = self.known.panels[name], self._next()
        if token.text not in columns:
            hint = did_you_mean(token.text, columns)
            self._wrong(token.at, f"{token.text} is no column of {name}.{hint} "
                        f"There are: {', '.join(columns)}.")  # fmt: skip
        return Panel(name, token.text), Kind.COLUMN

    def _call(self, token: _Token) -> tuple[Node, Kind]:
        name = token.text
        if name not in self.known.functions:
            known = self.known.functions
            what = "is a metric, not a function" if name in self.known.metrics else "is no function"
            self._wrong(token.at, f"{name} {what}.{did_you_mean(name, known)} "
                        f"Functions: {', '.join(known)}.")  # fmt: skip
        form, period = self.known.functions[name], None
        given: list[Node] = []
        while not self._take(")"):
            if given or period:
                self._expect(",", f"in {form.shown(name)}")
            if period:
                self._wrong(self.now.at, "the period is the last argument.")
            if self.now.kind == "date":
                period = self._period(form, name)
            else:
                given.append(self._argument(form, name, len(given)))
        needed = sum(a.needed for a in form.arguments)
        if len(given) < needed:
            self._wrong(token.at, f"{name} has {len(given)} arguments; write {form.shown(name)}.")
        return Call(name, tuple(given), period), Kind.VALUE

    def _argument(self, form: Signature, name: str, place: int) -> Node:
        here = self.now
        if place >= len(form.arguments):
            self._wrong(here.at, f"{name} has too many arguments; write {form.shown(name)}.")
        wanted = form.arguments[place]
        if wanted.kind is Kind.WORD:
            return self._word(wanted)
        node, kind = self._sum()
        if wanted.kind is Kind.CONSTANT:
            if not isinstance(node, Constant):
                self._wrong(
                    here.at, f"{wanted.name} of {name} is a number as it stands, such as 4."
                )
        elif not (kind is wanted.kind or (kind is Kind.VALUE and wanted.kind is Kind.SERIES)):
            self._wrong(here.at, f"{wanted.name} of {name} is {wanted.kind.value}; "
                        f"this is {kind.value}.")  # fmt: skip
        return node

    def _word(self, wanted: Argument) -> Node:
        token = self._next()
        if token.text not in wanted.words:
            self._wrong(token.at, f"{token.text} is none of {', '.join(wanted.words)}."
                        f"{did_you_mean(token.text, wanted.words)}")  # fmt: skip
        return Word(token.text)

    def _period(self, form: Signature, name: str) -> Period:
        start = self._next()
        if not form.period:
            self._wrong(start.at, f"{name} has no period; write {form.shown(name)}.")
        first = self._month(start)
        self._expect("..", "between two months")
        end = self._next()
        if end.kind != "date":
            self._wrong(end.at, f"the last month is missing; {end.text} stands there.")
        last = self._month(end)
        if last < first:
            self._wrong(end.at, f"{date_of(last)} lies before {date_of(first)}.")
        return Period(first, last)

    def _month(self, token: _Token) -> int:
        try:
            month = month_of(token.text.strip('"') if token.text.isascii() else "")
        except ValueError as error:
            self._wrong(token.at, str(error))
        if not 0 <= month <= LAST_MONTH:
            self._wrong(token.at, f"{token.text} lies outside {date_of(0)} to "
                        f"{date_of(LAST_MONTH)}.")  # fmt: skip
        return month


def _refuse_inner(
    node: Node, known: Vocabulary, wrong: Callable[[int, str], NoReturn], *, outermost: bool
) -> None:
    """Refuse a function of the worlds inside another expression: it has one place, the outside."""
    if isinstance(node, Operation):
        for part in (node.left, node.right):
            _refuse_inner(part, known, wrong, outermost=False)
    elif isinstance(node, Call):
        if known.functions[node.name].outermost and not outermost:
            wrong(0, f"{node.name} looks at all worlds; it can only stand outermost.")
        for part in node.arguments:
            _refuse_inner(part, known, wrong, outermost=False)


def panels_of(node: Node) -> set[str]:
    """Names of the panels that an expression reads."""
    if isinstance(node, Panel):
        return {node.name}
    if isinstance(node, Operation):
        return panels_of(node.left) | panels_of(node.right)
    if isinstance(node, Call):
        return {name for part in node.arguments for name in panels_of(part)}
    return set()


def calls(node: Node, name: str) -> bool:
    """Does an expression call that function?"""
    if isinstance(node, Operation):
        return calls(node.left, name) or calls(node.right, name)
    return isinstance(node, Call) and (
        node.name == name or any(calls(part, name) for part in node.arguments)
    )
