"""Hundreds of files with one thing wrong each: every one is refused, quickly and helpfully."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from cluster_abm.core.errors import InputError, one_edit_apart
from cluster_abm.scenarios.files import read_experiment
from tests.core.sample import HEAD, KNOWN, QUOTA, TIMES, times_as_long

GOOD = (
    HEAD
    + QUOTA
    + """\
[[policy]]
id = "reforms"
[[policy.intervention]]
lever = "foreign_quota"
value = 0.30
from = "2010-01"
statute = "decree"
programme = "opening"
adopt = true
hazard = 0.02
[[policy]]
id = "seats"
extends = ["quota-30"]
[[policy.intervention]]
lever = "seats_factor"
value = 2.0
from = "2010-01"
sunset = 60
pulse = { every = 12, months = 3 }
trigger = "unemployment > 0.12"
budget_cap = 5_000_000
[uncertainty]
design = { kind = "lhs", n = 64, seed = 7 }
[uncertainty.parameters]
spillover_strength = { dist = "triangular", low = 0.0, mode = 0.2, high = 1.0 }
"""
)
LINES = GOOD.splitlines()
KEYS = (
    "schema", "experiment", "name", "question", "scenario", "months", "outcomes", "replication",
    "root_seed", "min", "max", "stop", "outcome", "half_width", "level", "policy", "id",
    "intervention", "lever", "value", "from", "until", "ramp", "target", "kind", "size", "extends",
    "sunset", "pulse", "every", "trigger", "budget_cap", "statute", "programme", "adopt", "hazard",
    "uncertainty", "design", "n", "seed",
    "parameters", "dist", "low", "mode", "high",
)  # fmt: skip
NAMES = {
    "panama_2009": (), "employment_narrow": KNOWN.metrics, "degree_share": KNOWN.metrics,
    "unemployment": KNOWN.metrics, "foreign_quota": KNOWN.numbers, "seats_factor": KNOWN.numbers,
    "spillover_strength": KNOWN.numbers, "micro": ("small", "medium", "large"),
    "small": ("micro", "medium", "large"), "sme": ("mnc",),
    "decree": ("regulation", "law"),
}  # fmt: skip
"""Names that a file may misspell, and what else might be meant."""


class Case(NamedTuple):
    """A bad file, and what must be said of it."""

    text: str | bytes
    said: tuple[str, ...]


def slips_of(word: str, others: tuple[str, ...], chance: random.Random) -> Iterator[str]:
    """Words one edit from *word* and from no other known one."""
    found: list[str] = []
    for at in range(len(word)):
        letter = chance.choice(string.ascii_lowercase)
        found += [
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
        ]
    return (
        slip
        for slip in chance.sample(found, len(found))
        if slip and slip != word and slip not in others and slip.isidentifier()
        and not any(one_edit_apart(slip, other) for other in others)
    )  # fmt: skip


def places_of(key: str) -> list[tuple[int, int]]:
    """Line and column of every place in which a key stands."""
    ends = {"=", "]", ".", " "}
    return [
        (row, at)
        for row, line in enumerate(LINES)
        for at in range(len(line))
        if line.startswith(key, at)
        and (at == 0 or line[at - 1] in "[. {,")
        and line[at + len(key) : at + len(key) + 1] in ends
        and line[:at].count('"') % 2 == 0
    ]


def with_line(row: int, line: str) -> str:
    return "\n".join([*LINES[:row], line, *LINES[row + 1 :]]) + "\n"


TRAVELLERS = (
    "",
    ".",
    "..",
    "../up",
    "a/b",
    "/etc/passwd",
    "C:",
    "Quota",
    "-a",
    "a b",
    "ñ",
    "~",
    "a" * 65,
    "results/../x",
    "a.b",
    "%2e%2e",
    "a\\\\b",
    "a\\u0000b",
    "nul\\n",
)
CONDITIONS = (
    "",
    "unemployment",
    "unemployment >",
    "> 0.1",
    "unemployment > high",
    "unemployment => 0.1",
    "unemployment == 0.1",
    "0.1 < unemployment",
    "unemployment > 0.1 or rent < 3",
    "unemployment > nan",
    "unemployment > 1e999",
    "unemployment > 0x10",
    "__import__ > 1",
    "unemployment; drop > 1",
    "foreign_quota > 0.1",
    "unemployment > 0.1" + "1" * 3000,
)
DESIGNS = (
    'kind = "lhs"',
    'kind = "LHS", n = 4',
    'kind = "sobol", n = 63',
    "n = 4",
    'kind = "saltelli", n = 100',
    'kind = "csv"',
    'kind = "list"',
    'kind = "grid"',
    'kind = "lhs", n = 4, file = "a.csv"',
    'kind = "morris"',
    "kind = 4",
    "",
)
BELIEFS = (
    "{}",
    '{ dist = "gamma" }',
    '{ dist = "uniform" }',
    '{ dist = "normal", sd = 1 }',
    '{ dist = "normal", mean = 0.5, sd = 0 }',
    '{ dist = "uniform", low = 1, high = 0 }',
    '{ dist = "uniform", low = 0.5, high = 0.5 }',
    "{ values = [] }",
    "{ values = [0.1] }",
    '{ dist = "uniform", low = "0", high = 1 }',
    '{ dist = "loguniform", low = 0, high = 1 }',
)


def misspelt_keys() -> Iterator[tuple[str, Case]]:
    chance = random.Random(1)
    for key in KEYS:
        for row, at in places_of(key):
            others = tuple(other for other in KEYS if other != key)
            for slip in list(slips_of(key, others, chance))[:2]:
                line = LINES[row]
                text = with_line(row, line[:at] + slip + line[at + len(key) :])
                yield f"key {key} as {slip} in line {row}", Case(text, (f"Did you mean {key}?",))


def misspelt_names() -> Iterator[tuple[str, Case]]:
    chance = random.Random(2)
    for name, others in NAMES.items():
        rest = tuple(other for other in others if other != name)
        for slip in list(slips_of(name, rest, chance))[:10]:
            text = GOOD.replace(name, slip, 1)
            yield f"name {name} as {slip}", Case(text, (f"Did you mean {name}?", slip))


TYPES = {
    "schema": "whole", "name": "text", "question": "text", "scenario": "text", "months": "whole",
    "outcomes": "list", "root_seed": "whole", "min": "whole", "max": "whole", "half_width": "real",
    "level": "real", "lever": "text", "value": "real", "from": "date", "until": "date",
    "ramp": "table", "target": "table", "extends": "list", "sunset": "whole", "pulse": "table",
    "trigger": "text", "budget_cap": "real", "design": "table", "id": "text",
    "spillover_strength": "table", "statute": "text", "programme": "text", "hazard": "real",
}  # fmt: skip
WRONG = {
    "whole": ('"12"', "true", "[12]", "{ a = 1 }", "1.5", "2010-01-01", "nan", "-1", "inf"),
    "real": ('"0.3"', "true", "[0.3]", "{ a = 1 }", "nan", "inf", "-inf", "2010-01-01", "-7.0"),
    "text": ("7", "true", '["a"]', "{ a = 1 }", "0.5", "2010-01-01"),
    "date": ("true", "1.5", '["2010-01"]', '"2010"', '"2010-13"', '"2008-12"', '"2059-02"', "-1",
             "601", '"January"'),
    "list": ('"a"', "7", "true", "[7]", "{ a = 1 }", "[[]]", "0.5"),
    "table": ('"a"', "7", "true", "[7]", "{ nonsense = 1 }", "0.5", "2010-01-01"),
}  # fmt: skip


def wrong_values() -> Iterator[tuple[str, Case]]:
    for row, line in enumerate(LINES):
        key, equals, _ = line.partition(" = ")
        for value in WRONG.get(TYPES.get(key, ""), ()) if equals else ():
            yield (
                f"{key} is {value} in line {row}",
                Case(with_line(row, f"{key} = {value}"), (key,)),
            )


def strange_and_double_lines() -> Iterator[tuple[str, Case]]:
    for row, line in enumerate(LINES):
        if line.startswith("["):
            text = with_line(row, f"{line}\nnobody_knows_this = 1")
            # Uncertain numbers are keys that the file itself chooses.
            yield f"a stranger below line {row}", Case(text, ("nobody_knows_this",))
        else:
            yield f"line {row} twice", Case(with_line(row, f"{line}\n{line}"), (f"line {row + 2}",))


def ranges() -> Iterator[tuple[str, Case]]:
    ends = {
        "months = 120": ("months", ("0", "601", "-120", str(10**30))),
        "min = 20": ("min", ("1", "0", "-3", "500", "200000")),
        "max = 400": ("max", ("1", "19", "100001")),
        "root_seed = 2009": ("root_seed", ("-1", str(2**63))),
        "half_width = 0.002": ("half_width", ("0", "1.1", "-0.1")),
        "level = 0.95": ("level", ("0.4", "1", "95")),
        "value = 0.30": ("foreign_quota", ("1.01", "-0.01", "30", "1e300")),
        "value = 2.0": ("seats_factor", ("5.1", "-1")),
        "sunset = 60": ("sunset", ("0", "601")),
        "every = 12": ("every", ("1", "0", "601", "3", "2")),
        "months = 3": ("months", ("0", "12", "13", "600")),
        "months = 12 }": ("ramp.months", ("-1 }", "601 }")),
        "budget_cap = 5_000_000": ("budget_cap", ("0", "-1", "1e14")),
        "hazard = 0.02": ("hazard", ("-0.1", "1", "0")),
        "n = 64": ("n", ("0", "-4", "100001")),
        "seed = 7": ("seed", ("-1", str(2**32))),
        "low = 0.0": ("spillover_strength", ("-0.1", "1.0", "0.3")),
        "mode = 0.2": ("mode", ("1.2", "-0.2")),
        "high = 1.0": ("spillover_strength", ("1.1", "0.0", "0.1")),
    }
    for right, (key, values) in ends.items():
        for value in values:
            text = GOOD.replace(right, f"{right.partition(' = ')[0]} = {value}", 1)
            yield f"{right} as {value}", Case(text, (key.rpartition(".")[2],))


def overlaps() -> Iterator[tuple[str, Case]]:
    chance = random.Random(3)
    for n in range(40):
        start = chance.randrange(12, 72)
        more = chance.choice(["", 'target = { kind = "sme" }\n', 'target = { size = "small" }\n'])
        when = chance.choice([f"from = {start}\n", f"from = 0\nuntil = {start + 1}\n",
                              f"from = {start}\nuntil = {start + chance.randrange(1, 60)}\n",
                              "from = 11\nsunset = 24\n"])  # fmt: skip
        change = f'[[policy.intervention]]\nlever = "foreign_quota"\nvalue = 0.4\n{when}{more}'
        text = GOOD.replace("[uncertainty]\n", f"{change}[uncertainty]\n")
        yield f"overlap {n}", Case(text, ("two changes of foreign_quota could hold", "seats"))


def paths_and_names() -> Iterator[tuple[str, Case]]:
    for name in TRAVELLERS:
        yield (
            f"experiment {name!r}",
            Case(GOOD.replace('name = "quota"', f'name = "{name}"'), ("experiment.name",)),
        )
        yield f"policy {name!r}", Case(GOOD.replace('id = "seats"', f'id = "{name}"'), ("id",))
        csv = GOOD.replace('kind = "lhs", n = 64, seed = 7', f'kind = "csv", file = "{name}"')
        yield f"csv {name!r}", Case(csv, ("uncertainty",))


def triggers_and_designs() -> Iterator[tuple[str, Case]]:
    for condition in CONDITIONS:
        yield (
            f"trigger {condition[:30]!r}",
            Case(
                GOOD.replace('"unemployment > 0.12"', f'"{condition}"'),
                ("policy[4].intervention[1].trigger",),
            ),
        )
    for words in DESIGNS:
        yield (
            f"design {words}",
            Case(GOOD.replace('kind = "lhs", n = 64, seed = 7', words), ("uncertainty.",)),
        )
    for belief in BELIEFS:
        yield (
            f"belief {belief}",
            Case(
                GOOD.replace(LINES[-1].partition(" = ")[2], belief),
                ("uncertainty.parameters.spillover_strength",),
            ),
        )


def wrecks() -> Iterator[tuple[str, Case]]:
    yield from (
        (f"encoding {code}", Case(GOOD.replace("How far?", "¿Hasta dónde?").encode(code), ()))
        for code in ("latin-1", "utf-16", "utf-32", "cp037")
    )
    yield from (
        (f"byte {byte} at {at}", Case(GOOD.encode()[:at] + bytes([byte]) + GOOD.encode()[at:], ()))
        for byte in (0, 0x80, 0xFF, 0x1B)
        for at in (0, 200, len(GOOD))
    )
    yield from (
        (f"cut at {at}", Case(GOOD[:at], ()))
        for at in range(0, GOOD.index("[uncertainty]") - 300, 40)
    )
    for depth in (17, 1000, 100_000):
        yield f"{depth} brackets", Case(f"x = {'[' * depth}{']' * depth}", ("brackets",))
        yield f"{depth} tables", Case("x = " + "{a=" * min(depth, 60_000), ())
        yield f"{depth} dots", Case("a" + ".a" * depth + " = 1", ())
    yield "a huge file", Case("#" * 256_001, ("larger than 256 kB",))
    yield "a huge number", Case(GOOD.replace("= 2009", "= " + "9" * 5000, 1), ("digits",))
    yield "many policies", Case(GOOD + '[[policy]]\nid = "x"\n' * 6000, ("policy",))


CASES: dict[str, Case] = {
    name: case
    for made in (misspelt_keys, misspelt_names, wrong_values, strange_and_double_lines, ranges,
                 overlaps, paths_and_names, triggers_and_designs, wrecks)
    for name, case in made()
}  # fmt: skip


def test_there_are_hundreds_of_bad_files_and_no_two_are_equal() -> None:
    assert len({case.text for case in CASES.values()}) >= 500


def test_the_file_from_which_they_are_made_is_good(tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(GOOD, "utf-8")

    assert read_experiment(tmp_path / "good.toml", KNOWN).name == "quota"


@pytest.mark.parametrize("name", CASES)
def test_a_bad_file_is_refused_quickly_with_its_place_and_a_hint(name: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    text, said = CASES[name]
    file.write_bytes(text.encode() if isinstance(text, str) else text)

    with pytest.raises(InputError) as refused:
        read_experiment(file, KNOWN)

    assert times_as_long(file) < TIMES
    assert all(m.startswith(("bad.toml", "... and")) for m in refused.value.mistakes)
    for words in (*said,):
        assert words in str(refused.value)
    assert not any(
        word in str(refused.value) for word in ("Traceback", "validation error", "pydantic")
    )
    assert str(tmp_path) not in str(refused.value)
