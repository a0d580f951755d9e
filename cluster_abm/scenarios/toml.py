"""TOML from strangers: every limit is checked before anything is parsed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from cluster_abm.core.errors import InputError, did_you_mean

LARGEST = 256_000
"""Size of the largest file that is read, bytes."""
DOTS = 16
"""Dots that one key may have."""
DEPTH = 16
"""Brackets that may be open at once."""
SHOWN = 60
"""Characters of a wrong value that a sentence shows."""
REPORTED = 60
"""Mistakes of one file that are reported; the rest are counted."""

# An unfinished string takes all that follows, so that no text is looked at twice.
QUIET = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\Z)'
    r"|'''.*?(?:'''|\Z)"
    r'|"(?:\\[^\n]|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|#[^\n]*",
    re.DOTALL,
)
KEYS = re.compile(r"[\w.\- \t]+")
BRACKETS = re.compile(r"[\[\]{}]")
PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")
BARE_DATE = re.compile(r"=\s*\d{4}-\d{2}\s*(#.*)?$")


class FileError(InputError):
    """A file that cannot be used; every sentence begins with its name."""

    def __init__(self, mistakes: Iterable[str]) -> None:
        sentences = list(mistakes)
        rest = len(sentences) - REPORTED
        super().__init__(
            [*sentences[:REPORTED], f"... and {rest} more mistakes."] if rest > 0 else sentences
        )


def shown(value: object) -> str:
    """Quote a value as it stood in the file, cut if it is long.

    >>> shown("quota"), shown(0.1), shown(True), shown("x" * 100)[:14]
    ('"quota"', '0.1', 'true', '"xxxxxxxxxxxxx')
    """
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, int) and abs(value) > 10**18:
        text = f"a whole number of {value.bit_length()} bits"
    elif isinstance(value, str):
        text = f'"{value[: 2 * SHOWN]}"'
    elif isinstance(value, list | dict):
        text = f"{'a list' if isinstance(value, list) else 'a table'} of {len(value)}"
    else:
        text = str(value)
    safe = "".join(c if c.isprintable() else "?" for c in text)
    return safe if len(safe) <= SHOWN else f"{safe[:SHOWN]}..."


def called(path: Path) -> str:
    """Name a file as the reader knows it: as given, or without the road to it."""
    return path.name if path.is_absolute() else str(path)


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file that may hold anything.

    Raises:
        FileError: No such file, too large, not UTF-8, too deep, or not TOML.
    """
    text = _decode(path, _load(path))
    try:
        _refuse_deep(text)
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        sentence = _placed(str(wrong), text)
    except RecursionError:
        sentence = ": too many tables stand inside each other."
    except ValueError as wrong:
        huge = "limit" in str(wrong) and "digits" in str(wrong)
        sentence = f": {'a whole number has thousands of digits.' if huge else wrong}"
    raise FileError([f"{called(path)}{sentence}"])


def _load(path: Path) -> bytes:
    if not path.is_file():
        what = "is not a file" if path.exists() else "does not exist"
        folder = path.parent
        near = [p.name for p in folder.glob("*.toml") if p.is_file()] if folder.is_dir() else []
        raise FileError([f"{called(path)} {what}.{did_you_mean(path.name, near)}"])
    try:
        with path.open("rb") as file:
            given = file.read(LARGEST + 1)
    except OSError as wrong:
        raise FileError([f"{called(path)} cannot be read: {wrong.strerror}."]) from None
    if len(given) > LARGEST:
        raise FileError(
            [
                f"{called(path)} is larger than {LARGEST // 1000} kB, the most that is read. "
                "Split it into several files."
            ]
        )
    return given


def _decode(path: Path, given: bytes) -> str:
    try:
        return given.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        raise FileError(
            [
                f"{called(path)}: byte {wrong.start} is not UTF-8. "
                "Save the file with the encoding UTF-8."
            ]
        ) from None


def _refuse_deep(text: str) -> None:
    """Refuse what would make the parser slow or exhaust its stack."""
    loud = QUIET.sub("_", text)
    if any(run.group().count(".") > DOTS for run in KEYS.finditer(loud)):
        raise ValueError(f"a key has more than {DOTS} dots. No key of ours needs more than 4.")
    depth = 0
    for bracket in BRACKETS.finditer(loud):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > DEPTH:
            raise ValueError(
                f"more than {DEPTH} brackets are open at once. No table of ours needs more than 4."
            )


def _placed(message: str, text: str) -> str:
    """Say on which line the parser stopped, and what to do about it."""
    place = PLACE.search(message)
    lines = text.splitlines() or [""]
    row = min(int((place and place.group(1)) or len(lines)), len(lines))
    line = lines[row - 1].strip()
    hint = ""
    if any(word in message for word in ("overwrite", "twice", "mutate", "Duplicate")):
        hint = " A key or a table stands twice; keep one of them."
    elif BARE_DATE.search(line):
        hint = ' A month needs quotes, such as "2010-01".'
    return f", line {row}: {PLACE.sub('', message)} at {shown(line)}.{hint}"


def path_of(steps: Sequence[str | int]) -> str:
    """Write the way to a value; rows count from 1, as people do.

    >>> path_of(["policy", 1, "intervention", 0, "value"])
    'policy[2].intervention[1].value'
    """
    text = ""
    for step in steps:
        text += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if text else ''}{step}"
    return text
