"""The page, on this machine only and without telemetry.

Begin with ``solara run server.py --no-check-version``. Without the option Solara asks PyPI for its
newest version before it reads this file; nothing else leaves the machine either way.
"""

import os

os.environ.setdefault("SOLARA_TELEMETRY_MIXPANEL_ENABLE", "false")

import solara.server.settings as served
import solara.settings as shared
from solara.server.reload import WatcherDummy, reloader

from cluster_abm.dashboard import Layout, Page

__all__ = ["Layout", "Page"]


def keep_to_this_machine() -> None:
    """Let nothing leave, whatever settings Solara had read before it came here."""
    served.telemetry.mixpanel_enable = False
    # Outside production Solara asks its own site whether the installation is sound.
    served.main.mode = "production"
    # Files that solara-assets lacks would be fetched from here: nowhere.
    shared.assets.cdn = "http://127.0.0.1:9/"


def look_plain() -> None:
    """Show no banner and no logo while the page loads."""
    served.theme.loader = "plain"
    served.theme.show_banner = False
    served.theme.title = "cluster_abm"


def stop_watching_files() -> None:
    """Go on with the code as it was: NumPy, loaded anew after an edit, would fail."""
    reloader.close()
    reloader.watcher = WatcherDummy([], lambda path: None)


keep_to_this_machine()
look_plain()
stop_watching_files()
# A visitor who left is forgotten after ten minutes, not after a day.
served.kernel.cull_timeout = "10m"
