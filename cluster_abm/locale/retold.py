"""Mistakes are written in English where they are found, and retold at the edge.

A line of the table ``mistakes`` is an English sentence with places to fill in, and its translation.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cluster_abm.locale import LANGUAGES, sentence, sentences

ENDS = re.compile(r"(?<=[.!]) (?=[A-Z('])|(?<=\?) ")
"""Between two sentences."""
HOLE = re.compile(r"\{(\w+)\}")
NAMED = re.compile(r"(\w+)(?:\.\w+)? = ")
"""A number and what was given for it."""
FILE = re.compile(r".+?\.(?:toml|csv): ")
MEANING = "It is "


class Form(NamedTuple):
    """A sentence with places to fill in, and its translation."""

    matches: re.Pattern[str]
    translation: str


def retell(words: str, lang: str) -> str:
    """Say English sentences about a mistake in a language; what has no translation stays.

    >>> retell("fake is not a metric. Did you mean fame?", "es")
    'fake no es un indicador. ¿Quiso decir fame?'
    >>> retell("x.toml: who knows", "es")
    'x.toml: who knows'
    """
    if lang == LANGUAGES[0]:
        return words
    told, name = list[str](), ""
    for line in words.split("\n"):
        indent = " " * (len(line) - len(line.lstrip()))
        told.append(indent + _line(line.lstrip(), lang, name))
        name = (NAMED.findall(line) or [""])[-1]
    return "\n".join(told)


def _line(line: str, lang: str, name: str) -> str:
    """Retell sentence by sentence; a value may hold what looks like the end of one."""
    pieces, told = ENDS.split(line), list[str]()
    while pieces:
        most = len(pieces)
        tries = ((n, _piece(" ".join(pieces[:n]), lang, name)) for n in range(1, most + 1))
        n, found = next(((n, found) for n, found in tries if found), (1, pieces[0]))
        told.append(found)
        del pieces[:n]
    return " ".join(told)


def _piece(piece: str, lang: str, name: str) -> str | None:
    """One sentence in another language, if it has a translation there."""
    meaning = piece.removeprefix(MEANING)
    if meaning != piece and name in sentences(lang)["numbers"]:
        own = _piece(meaning, lang, "") or sentence("numbers", name, lang)
        return _piece(MEANING + own, lang, "")
    file = FILE.match(piece)
    if file and (told := _piece(piece[file.end() :], lang, name)):
        return file.group() + told
    for form in _forms(lang):
        if found := form.matches.fullmatch(piece):
            values = {key: _value(key, text, lang) for key, text in found.groupdict().items()}
            return form.translation.format_map(values)
    where, colon, rest = piece.partition(": ")
    told = _piece(rest, lang, name) if colon else None
    return f"{where}: {told}" if told else None


def _value(key: str, text: str, lang: str) -> str:
    if key == "unit" and text in sentences(lang)["units"]:
        return sentence("units", text, lang)
    return _line(text, lang, "")


@cache
def _forms(lang: str) -> tuple[Form, ...]:
    """Every translated sentence of a language, the most particular first."""
    rows = sentences(lang).get("mistakes", {})
    ordered = sorted(rows, key=_generality)
    return tuple(Form(_pattern(english), rows[english]) for english in ordered)


def _generality(english: str) -> tuple[bool, int, str]:
    """What begins with a value may match much; what says little may match more."""
    return english.startswith("{"), -len(HOLE.sub("", english)), english


def _pattern(english: str) -> re.Pattern[str]:
    parts = HOLE.split(english)
    return re.compile(
        "".join(f"(?P<{part}>.+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    )
