"""The command that serves the page."""

from __future__ import annotations

import click

from cluster_abm.screen import warn_of_compiling
from cluster_abm.spoken import Command, Option, spoken


@click.command(cls=Command)
@click.option("--host", cls=Option, default="127.0.0.1", show_default=True,
              help="Address to listen on.")  # fmt: skip
@click.option("--port", cls=Option, type=click.IntRange(1, 65535), default=8765, show_default=True,
              help="Port to listen on.")  # fmt: skip
@click.option("--public", cls=Option, is_flag=True,
              help="Allow an address that other machines can reach.")  # fmt: skip
@click.option("--open/--no-open", "show_page", cls=Option, default=True,
              help="Open the page in a browser.")  # fmt: skip
@spoken
def serve(host: str, port: int, public: bool, show_page: bool, lang: str) -> None:
    """Serve the page, on this machine only if nothing else is said."""
    from cluster_abm.dashboard import hosting

    warn_of_compiling(lang)
    hosting.serve(host, port, public=public, show=show_page)


COMMANDS = (serve,)
