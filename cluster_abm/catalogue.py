"""What there is to choose from: scenarios, policies, experiments, and the model's own tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cluster_abm import explain, indicators
from cluster_abm.core.errors import InputError
from cluster_abm.explain import Sheet
from cluster_abm.locale import say
from cluster_abm.scenarios.files import list_policies, read_policies
from cluster_abm.scenarios.reader import list_scenarios, load_scenario
from cluster_abm.scenarios.toml import read_toml
from cluster_abm.scenarios.words import Known

SHORT = ("name", "value", "unit", "low", "high", "who", "sentence")
"""Columns of a list of numbers."""


def sheet(topic: str, experiments: Sequence[Path], lang: str) -> Sheet:
    """The table of one topic.

    Args:
        topic: scenarios, levers, metrics, policies, numbers, experiments or indicators.
        experiments: Files of experiments.
        lang: Language.
    """
    match topic:
        case "levers" | "numbers":
            return _short(explain.numbers(lang, levers=topic == "levers"))
        case "indicators":
            return indicators.sheet(lang)
        case "metrics":
            return explain.metrics(lang)
        case "policies":
            files = [*list_policies(), *experiments]
            rows = list(_policies(files, explain.known(), lang))
            return Sheet(say("Policies", lang), ("file", "name", "changes", "question"), rows)
        case "experiments":
            rows = [_experiment(file, lang) for file in experiments]
            return Sheet(say("Experiments", lang), ("file", "name", "question"), rows)
        case _:
            title = "title_es" if lang == "es" else "title"
            rows = [(name, getattr(load_scenario(name), title)) for name in list_scenarios()]
            return Sheet(say("Scenarios", lang), ("name", "sentence"), rows)


def _short(full: Sheet) -> Sheet:
    """Only what is needed to choose; ``explain numbers`` shows the sources too."""
    at = [full.columns.index(column) for column in SHORT]
    return full._replace(columns=SHORT, rows=[tuple(row[n] for n in at) for row in full.rows])


def _policies(files: Sequence[Path], known: Known, lang: str) -> Iterator[tuple[Any, ...]]:
    for file in files:
        try:
            policies = read_policies(file, known)
        except InputError as error:
            # One file with a mistake must not hide the others.
            yield (file.name, "", "", error.mistakes[0])
            continue
        for policy in policies:
            levers = ", ".join(dict.fromkeys(change.lever for change in policy.changes))
            yield (file.name, policy.id, levers, _asked(policy.question, policy.question_es, lang))


def _asked(question: str, question_es: str, lang: str) -> str:
    """A question as it is asked in a language, or else in English."""
    return question_es if lang == "es" and question_es else question


def _experiment(file: Path, lang: str) -> tuple[str, str, str]:
    try:
        asked = read_toml(file).get("experiment", {})
    except InputError as error:
        return (file.name, "", error.mistakes[0])
    asked = asked if isinstance(asked, dict) else {}
    question, in_spanish = (str(asked.get(key, "")) for key in ("question", "question_es"))
    return (file.name, str(asked.get("name", "")), _asked(question, in_spanish, lang))
