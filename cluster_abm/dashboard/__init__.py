"""The page: play the cluster, change policies, compare worlds, look at results.

Importing Solara takes more than a second, so the page is only brought when it is asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cluster_abm.dashboard.page import Layout, Page

__all__ = ["Layout", "Page"]


def __getattr__(name: str) -> Any:
    """Bring the page when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=None)
    from cluster_abm.dashboard import page

    return getattr(page, name)
