"""Policies in writing: in the address of the page, as a command, and as a file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import parse_qsl, urlencode

from cluster_abm.agents.firms import TARGETS
from cluster_abm.core.errors import InputError
from cluster_abm.core.policy import FOREVER, Change, Policy
from cluster_abm.core.rules import Target
from cluster_abm.core.units import date_of, month_of
from cluster_abm.dashboard.session import HORIZON, SCENARIO, Frame, read_seed
from cluster_abm.scenarios.files import target

LONGEST = 4_000
"""Letters of an address that are read."""
PLAIN = frozenset({"lever", "value", "start", "until", "ramp", "target"})
"""What an address can say of a change; what else a file may ask for stays in its file."""
TABS = ("play", "policy", "compare", "results", "about")


@dataclass(frozen=True, kw_only=True)
class Link:
    """What an address asks for; what it does not say is as usual."""

    scenario: str = SCENARIO
    seed: int = 1
    lang: str = ""
    dark: bool = False
    tab: str = TABS[0]
    preset: str = ""
    changes: tuple[Change, ...] = ()
    wrong: tuple[str, ...] = field(default=())


def address(frame: Frame, *, lang: str, dark: bool, tab: str, presets: Mapping[str, Policy]) -> str:
    """The part of the address that holds all that makes this run what it is."""
    pairs = [("scenario", frame.scenario), ("seed", str(frame.seed)), ("lang", lang), ("tab", tab)]
    if dark:
        pairs.append(("theme", "dark"))
    named = [key for key, policy in presets.items() if policy.changes == frame.policy.changes]
    if named and frame.policy.changes:
        pairs.append(("preset", named[0]))
    else:
        pairs += [("lever", write_change(c)) for c in frame.policy.changes if is_plain(c)]
    return "?" + urlencode(pairs, safe="=@.:,")


def read_address(search: str | None) -> Link:
    """Read an address; nothing in it is believed, and what cannot be used is said.

    >>> link = read_address("seed=7&lever=soft_cost=0.2@2010-01..2012-01")
    >>> link.seed, link.changes[0].until
    (7, 36)
    >>> read_address("seed=-1").wrong
    ('seed = -1 is not a whole number, 0 or more.',)
    """
    asked = parse_qsl((search or "").lstrip("?")[:LONGEST], max_num_fields=100)
    said, wrong, changes = dict(asked), [], []
    seed = read_seed(said.get("seed", "1"))
    if seed is None:
        wrong.append(f"seed = {said['seed'][:40]} is not a whole number, 0 or more.")
    for name, text in asked:
        if name == "lever":
            try:
                changes.append(read_change(text))
            except InputError as error:
                wrong += error.mistakes
    return Link(
        scenario=said.get("scenario", SCENARIO), seed=1 if seed is None else seed,
        lang=said.get("lang", ""), dark=said.get("theme") == "dark",
        tab=said["tab"] if said.get("tab") in TABS else TABS[0],
        preset=said.get("preset", ""), changes=tuple(changes), wrong=tuple(wrong),
    )  # fmt: skip


def write_change(change: Change) -> str:
    """Write a change as the address does: the form of the command line, and what it lacks.

    >>> write_change(Change(lever="soft_cost", value=0.2, start=12, until=36, ramp=6))
    'soft_cost=0.2@2010-01..2012-01,ramp:6'
    """
    text = f"{change.lever}={change.value!r}@{date_of(change.start)}.."
    if change.until < FOREVER:
        text += date_of(change.until)
    if change.ramp:
        text += f",ramp:{change.ramp}"
    return text + "".join(f",{word}:{'+'.join(names)}" for word, names in named(change.target))


def read_change(text: str) -> Change:
    """Read what :func:`write_change` wrote.

    Raises:
        InputError: It cannot be read; whether the model knows the lever is seen later.
    """
    head, *parts = text[:LONGEST].split(",")
    what, _, when = head.partition("@")
    lever, _, value = what.partition("=")
    first, _, last = when.partition("..")
    said = dict(part.split(":", 1) for part in parts if ":" in part)
    return change_of(
        lever=lever, value=value, start=first, until=last, ramp=said.pop("ramp", ""),
        groups={word: names.split("+") for word, names in said.items()},
    )  # fmt: skip


def change_of(
    *, lever: str, value: object, start: object, until: object, ramp: object,
    groups: Mapping[str, Iterable[str]],
) -> Change:  # fmt: skip
    """Make a change of what somebody typed.

    Args:
        lever: Name of the lever.
        value: A number.
        start: First month, such as ``2010-01``; empty is the first of all.
        until: First month without the change; empty is never.
        ramp: Months over which it comes in; empty is at once.
        groups: For whom, by word: ``{"kind": ["sme"]}``.

    Raises:
        InputError: Everything that cannot be read.

    >>> change_of(lever="soft_cost", value="a lot", start="2010", until="", ramp="", groups={})
    Traceback (most recent call last):
    cluster_abm.core.errors.InputError: soft_cost = 'a lot' is not a number.
    '2010' is not a month such as 2010-01.
    """
    wrong: list[str] = []
    number = _number(f"{lever[:60]} = ", value, wrong)
    first = _month(start, 0, wrong)
    last = _month(until, FOREVER, wrong)
    months = _number("ramp = ", ramp if str(ramp).strip() else 0, wrong)
    try:
        whom = target(**{str(word): list(names) for word, names in groups.items()})
    except InputError as error:
        wrong += error.mistakes
        whom = Target()
    if months != int(months) or not 0 <= months <= HORIZON:
        wrong.append(f"ramp = {months:g} is not a number of months from 0 to {HORIZON}.")
    if wrong:
        raise InputError(wrong)
    return Change(lever=lever, value=number, start=first, until=last, ramp=int(months), target=whom)


def _number(what: str, given: object, wrong: list[str]) -> float:
    try:
        value = float(str(given)[:40])
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        wrong.append(f"{what}{str(given)[:40]!r} is not a number.")
        return 0.0
    return value


def _month(given: object, otherwise: int, wrong: list[str]) -> int:
    text = str(given or "").strip()[:40]
    if not text:
        return otherwise
    try:
        return month_of(text)
    except ValueError as error:
        wrong.append(str(error))
        return otherwise


def named(whom: Target) -> Iterator[tuple[str, list[str]]]:
    """Name some firms as a policy file does.

    >>> list(named(target(kind="sme")))
    [('kind', ['sme'])]
    """
    for word, (column, classes) in TARGETS.items():
        if column in whom.of:
            yield word, [classes(member).name.lower() for member in sorted(whom.of[column])]


def is_plain(change: Change) -> bool:
    """Can an address and a command say all of a change?"""
    rest = [one for one in fields(change) if one.name not in PLAIN]
    return all(getattr(change, one.name) == one.default for one in rest)


def command(frame: Frame) -> str:
    """The command that lives the same months; a change with a ramp or a target needs the file."""
    words = [f"cluster-abm run {frame.scenario} --seed {frame.seed} --months {frame.month}"]
    changes = frame.policy.changes
    if all(is_plain(c) and not c.ramp and not c.target.of for c in changes):
        words += [f"--lever {write_change(c).removesuffix('..')}" for c in changes]
    else:
        words.append("--policy policy.toml")
    return " \\\n  ".join(words)


def policy_toml(policy: Policy) -> str:
    """Write a policy as the file that the command line reads."""
    lines = ["schema = 1", "", "[[policy]]", f"id = {json.dumps(policy.id)}"]
    if policy.question:
        lines.append(f"question = {json.dumps(policy.question, ensure_ascii=False)}")
    if policy.question_es:
        lines.append(f"question_es = {json.dumps(policy.question_es, ensure_ascii=False)}")
    for change in policy.changes:
        lines += ["", *_intervention(change)]
    return "\n".join(lines) + "\n"


def _intervention(change: Change) -> Iterator[str]:
    yield "[[policy.intervention]]"
    yield f"lever = {json.dumps(change.lever)}"
    yield f"value = {change.value!r}"
    yield f'from = "{date_of(change.start)}"'
    if change.until < FOREVER:
        yield f'until = "{date_of(change.until)}"'
    if change.ramp:
        yield f"ramp = {{ months = {change.ramp} }}"
    if change.pulse:
        yield f"pulse = {{ every = {change.pulse.every}, months = {change.pulse.months} }}"
    if change.sunset is not None:
        yield f"sunset = {change.sunset}"
    if change.trigger:
        yield f"trigger = {json.dumps(str(change.trigger))}"
    if change.latch:
        yield "latch = true"
    if change.budget_cap is not None:
        yield f"budget_cap = {change.budget_cap!r}"
    if change.statute is not None:
        yield f"statute = {json.dumps(change.statute.name.lower())}"
    if change.programme:
        yield f"programme = {json.dumps(change.programme)}"
    if change.adopt:
        yield f"adopt = true\nhazard = {change.hazard!r}"
    if change.target.of:
        parts = (f"{word} = {json.dumps(names)}" for word, names in named(change.target))
        yield f"target = {{ {', '.join(parts)} }}"
