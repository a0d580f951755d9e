"""Serve the page: on this machine only, without telemetry, behind the guard."""

from __future__ import annotations

import os
import secrets
import sys
import threading
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from cluster_abm.core.errors import ClusterError

PORT = 8765
HERE = "127.0.0.1"
TESTED = {"ipyvue": ("1.11", "3"), "ipyvuetify": ("1.11", "2"), "solara": ("1.50", "2"),
          "solara-assets": ("1.50", "2")}  # fmt: skip
"""Versions that draw the page without the internet: the first, and the first that is too new."""
APP = "cluster_abm.dashboard.page"
PUBLIC = "CLUSTER_ABM_PUBLIC"
"""Environment variable that lets other machines in; ``serve --public`` sets it."""
FORGET = "10m"
"""Time after which a visitor who left is forgotten."""


class HostingError(ClusterError, RuntimeError):
    """The page cannot be served here."""


def check_versions() -> None:
    """See that the parts of the page fit each other.

    Raises:
        HostingError: What is missing or does not fit.
    """
    wrong = []
    for package, (oldest, newer) in TESTED.items():
        try:
            found = version(package)
        except PackageNotFoundError:
            wrong.append(f"{package} is missing.")
            continue
        if not _parts(oldest) <= _parts(found) < _parts(newer):
            wrong.append(f"{package} {found} is not between {oldest} and {newer}.")
    if wrong:
        raise HostingError(" ".join([*wrong, 'Install the page: pip install "cluster-abm[viz]"']))


def _parts(text: str) -> tuple[int, ...]:
    """A version as numbers.

    >>> _parts("1.13.0rc1") > _parts("1.11")
    True
    """
    return tuple(int("".join(c for c in part if c.isdigit()) or 0) for part in text.split("."))


def begin() -> None:
    """Make the server of this process fit for the page, before it serves it."""
    prepare()
    raise_guard()
    open_early()


def prepare() -> None:
    """Set what Solara reads when it is imported, and what it would do besides."""
    os.environ["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] = "false"
    # Reacton then passes over components in which nothing changed.
    os.environ.setdefault("REACTON_FAST", "1")
    import ipyvue.VueTemplateWidget
    import solara.server.app
    import solara.server.settings as served
    import solara.settings as shared
    from solara.server.reload import WatcherDummy, reloader

    served.telemetry.mixpanel_enable = False
    # Outside production Solara asks its own site whether the installation is sound.
    served.main.mode = "production"
    # Files that solara-assets lacks would be fetched from here: nowhere.
    shared.assets.cdn = f"http://{HERE}:9/"
    served.kernel.cull_timeout = FORGET
    served.session.secret_key = secrets.token_hex(32)
    served.session.http_only = True
    served.theme.loader = "plain"
    served.theme.show_banner = False
    served.theme.title = "cluster_abm"
    # Go on with the code as it was: NumPy, loaded anew after an edit, would fail. And a message
    # of one browser must not load the page anew for all.
    reloader.close()
    reloader.watcher = WatcherDummy([], lambda path: None)
    for owner, name, ours in (
        (solara.server.app.AppScript, "reload", _stay),
        (ipyvue.VueTemplateWidget.Events, "_handle_event", only_events),
    ):
        setattr(owner, name, ours)


def _stay(app: Any) -> None:
    """Go on with the page as it is."""


def only_events(widget: Any, _: Any, content: Any, buffers: Any) -> None:
    """Hear the events of a component, and nothing else.

    ipyvue would also build any class of any module that a browser names.
    """
    event = content.get("event") if isinstance(content, dict) else None
    if isinstance(event, str) and f"vue_{event}" in dir(type(widget)):
        getattr(widget, f"vue_{event}")(content.get("data"))


def raise_guard() -> None:
    """Put the guard around the server that is running this page."""
    import solara.server.settings as served
    from solara.server import starlette

    from cluster_abm.dashboard.guard import Guard, names_of_this_machine

    app = starlette.app
    if app.middleware_stack is None:
        app.middleware_stack = app.build_middleware_stack()
    if isinstance(app.middleware_stack, Guard):
        return
    public = bool(os.environ.get(PUBLIC))
    hosts = [os.environ.get("SERVER_NAME", HERE), *names_of_this_machine()] if public else []
    app.middleware_stack = Guard(
        app.middleware_stack, hosts=hosts, assets=served.assets.proxy_cache_dir, public=public
    )


def open_early() -> None:
    """Build the usual cluster before the first visitor comes, so that the page opens at once."""
    from cluster_abm.dashboard.session import SCENARIO, opening

    threading.Thread(target=opening, args=(SCENARIO, 1), name="opening", daemon=True).start()


def serve(host: str, port: int, *, public: bool, show: bool) -> None:
    """Serve the page until it is interrupted.

    Args:
        host: Address to listen on.
        port: Port to listen on.
        public: May the address be one that others can reach?
        show: Open a browser?

    Raises:
        HostingError: Parts that do not fit, or an address that others could reach.
    """
    from cluster_abm.dashboard.guard import LOOPBACK

    if host not in LOOPBACK and not public:
        raise HostingError(
            f"{host} can be reached from outside; say --public if that is meant. "
            f"Without it the page is served on {HERE}."
        )
    check_versions()
    os.environ |= {"SOLARA_APP": APP, "SERVER_NAME": host, "SERVER_PORT": str(port)}
    if public:
        os.environ[PUBLIC] = "1"
    begin()
    import uvicorn
    from solara.server import starlette

    if show:
        import webbrowser

        threading.Timer(
            1.5, webbrowser.open, [f"http://{HERE if public else host}:{port}/"]
        ).start()
    print(f"http://{host}:{port}/", file=sys.stderr, flush=True)
    uvicorn.run(starlette.app, host=host, port=port, log_level="error", access_log=False,
                ws_max_size=1 << 18)  # fmt: skip
