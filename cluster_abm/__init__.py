"""cluster_abm: a wind tunnel for cluster policy.

>>> import cluster_abm as ca
>>> run = ca.run("panama_2009", months=12, seed=1)  # doctest: +SKIP
>>> run.series["employment_narrow"].iloc[-1]  # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cluster_abm.api import Run, experiment, load_policy, run
    from cluster_abm.core.policy import Change, Policy
    from cluster_abm.core.rules import Law
    from cluster_abm.core.timing import Pulse, Trigger
    from cluster_abm.model import ClusterModel
    from cluster_abm.scenarios.files import ExperimentFile as Experiment
    from cluster_abm.scenarios.files import target
    from cluster_abm.scenarios.reader import list_scenarios, load_scenario
    from cluster_abm.scenarios.uncertain import Distribution, Uncertainty

__version__ = "0.1.0"

__all__ = [
    "Change",
    "ClusterModel",
    "Distribution",
    "Experiment",
    "Law",
    "Policy",
    "Pulse",
    "Run",
    "Trigger",
    "Uncertainty",
    "__version__",
    "experiment",
    "list_scenarios",
    "load_policy",
    "load_scenario",
    "run",
    "target",
]

# Importing the model takes a second; whoever only asks for help should not wait for it.
_HOMES = {
    "Change": "core.policy",
    "ClusterModel": "model",
    "Distribution": "scenarios.uncertain",
    "Experiment": "scenarios.files",
    "Law": "core.rules",
    "Policy": "core.policy",
    "Pulse": "core.timing",
    "Run": "api",
    "Trigger": "core.timing",
    "Uncertainty": "scenarios.uncertain",
    "experiment": "api",
    "list_scenarios": "scenarios.reader",
    "load_policy": "api",
    "load_scenario": "scenarios.reader",
    "run": "api",
    "target": "scenarios.files",
}
_CALLED = {"Experiment": "ExperimentFile"}
"""Names that are longer at home."""


def __getattr__(name: str) -> Any:
    """Bring a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cluster_abm' has no attribute {name!r}", name=name, obj=None)
    value = getattr(import_module(f"cluster_abm.{_HOMES[name]}"), _CALLED.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Every public name, also those not brought yet."""
    return sorted(__all__)
