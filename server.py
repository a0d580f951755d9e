"""The page, on this machine only and without telemetry.

Begin with ``cluster-abm serve``, or with ``solara run server.py --no-check-version``. Without the
option Solara asks PyPI for its newest version before it reads this file; nothing else leaves the
machine either way.
"""

from cluster_abm.dashboard.hosting import begin

begin()

from cluster_abm.dashboard import Layout, Page  # noqa: E402 -- Solara reads its settings first

__all__ = ["Layout", "Page"]
