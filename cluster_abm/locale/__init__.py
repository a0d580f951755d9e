"""Sentences in other languages: a file a theme, a line a sentence."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "es")
"""Languages that are spoken; the first is the one in which the code is written."""
PLACE = Path(__file__).parent
ASKED = ("CLUSTER_ABM_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""Variables that may name a language; the first that is set decides."""


def language(environment: Mapping[str, str] = os.environ) -> str:
    """Choose the language that the environment asks for, or English.

    >>> language({"LANG": "es_PA.UTF-8"}), language({"LANG": "C.UTF-8"}), language({})
    ('es', 'en', 'en')
    >>> language({"LANG": "es_PA.UTF-8", "CLUSTER_ABM_LANG": "en"})
    'en'
    """
    asked = next((environment[name] for name in ASKED if environment.get(name)), "")
    return asked[:2].lower() if asked[:2].lower() in LANGUAGES else LANGUAGES[0]


def sentence(kind: str, name: str, lang: str, otherwise: str = "") -> str:
    """Say what something is.

    Args:
        kind: ``numbers``, ``costs``, ``sources``, ``metrics``, ``processes``, ``units``,
            ``words``, ``commands`` or ``options``.
        name: Its name; a process has its theme before it, as in ``labour.match``; a unit, a
            source and words are their own name in English.
        lang: Language.
        otherwise: What to say if that language has no sentence: the English one.
    """
    return sentences(lang).get(kind, {}).get(name, otherwise)


def say(words: str, lang: str, **values: object) -> str:
    """Say English words of the interface in a language, and fill in the values.

    >>> say("month {month}", "es", month=3)
    'mes 3'
    """
    return sentence("words", words, lang, otherwise=words).format_map(values)


@cache
def sentences(lang: str) -> dict[str, dict[str, str]]:
    """Every sentence of a language, by kind and name."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted((PLACE / lang).glob("*.toml")):
        for kind, rows in tomllib.loads(file.read_text("utf-8")).items():
            theme = f"{file.stem}." if kind == "processes" else ""
            found.setdefault(kind, {}).update(
                {f"{theme}{name}": text for name, text in rows.items()}
            )
    return found
