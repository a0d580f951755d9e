"""Who observes a month, and what was observed of all, kept where Mesa looks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import mesa

from cluster_abm.core.errors import ClusterError
from cluster_abm.core.metric import Metric, Readings
from cluster_abm.core.schedule import participants, stranger, title


class Observations(mesa.DataCollector):  # type: ignore[misc]
    """Metrics by name, one value a month.

    The model notes every month as it is lived, so whoever calls :meth:`collect` after a step, as is
    usual with Mesa, finds it noted.
    """

    model_vars: dict[str, list[float]]

    def __init__(self, metrics: Iterable[str]) -> None:
        super().__init__(model_reporters=dict.fromkeys(metrics, "month"))

    def collect(self, model: Any) -> None:
        """Nothing is left to collect."""

    def note(self, values: Mapping[str, float]) -> None:
        """Note a month."""
        series = self.model_vars
        for name, value in values.items():
            series[name].append(value)
        # mesa.batch_run looks up here which steps there are
        self._collection_steps.append(len(self._collection_steps) + 1)

    def refill(self, series: Mapping[str, Sequence[float]]) -> None:
        """Forget every month, and note those of a snapshot."""
        self.model_vars = {name: list(series[name]) for name in self.model_vars}
        months = len(next(iter(self.model_vars.values()), ()))
        self._collection_steps = list(range(1, months + 1))


type Observer = tuple[str, Callable[..., float], int]


def observers(
    known: list[Any], metrics: Mapping[str, Metric]
) -> tuple[list[tuple[Any, ...]], list[Observer]]:
    """Circles of participants, each once; name, function and circle of every metric but counts."""
    place: dict[tuple[Any, ...], int] = {}
    functions = [
        (m.name, m.function, place.setdefault(participants(m.function, known), len(place)))
        for m in metrics.values()
        if not m.counts
    ]
    return list(place), functions


def no_number(functions: Iterable[Observer], who: Sequence[Any]) -> ClusterError | None:
    """Which metric answers no number, as an error that says so; nothing if all do."""
    for name, function, circle in functions:
        value: Any = function(*who[circle])
        try:
            float(value)
        except (TypeError, ValueError):
            return ClusterError(f"The metric {name} answers {value!r}; a metric is one number.")
    return None


def readings(known: list[Any], metrics: Mapping[str, Metric]) -> Readings:
    """The metrics that are counts, of records that are kept."""
    for one in metrics.values():
        for record in one.records:
            if record not in known:
                name = record.__name__
                raise stranger(f"{title(one.function)} counts entries of {name}", name, known)
    return Readings(metrics.values())
