"""Who may speak with the page, and how much: a thin wall around Solara's server."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import Any

from anyio import to_thread
from solara.server import kernel_context

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]
type App = Callable[[Message, Receive, Send], Awaitable[None]]

LOOPBACK = ("127.0.0.1", "localhost", "::1")
MOST_SOCKETS = 48
"""Pages that may be open at once."""
MOST_KERNELS = 64
"""Visitors that may be remembered at once, those who left a moment ago included."""
LARGEST_MESSAGE = 1 << 18
"""Bytes that a browser may send at once."""
CLOSED = ("/resourcez", "/_solara/api/evict", "/static/public")
"""Doors of Solara's that this page does not need."""
CDN = "/_solara/cdn/"
TRACE = "Traceback (most recent call last)"
HEADERS = (
    (b"content-security-policy", b"default-src 'self'; script-src 'self' 'unsafe-inline' "
     b"'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src "
     b"'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)  # fmt: skip
"""What the browser is told: to speak with nobody but this page, and to show it in no frame."""

_log = logging.getLogger(__name__)


class Guard:
    """Let in who may come, close what is not needed, and keep insides inside.

    Args:
        app: The server behind the wall.
        hosts: Names by which a browser may call this server; loopback names always may.
        assets: Folder of the front end; what is not there is not fetched from anywhere.
        public: May other machines come in?
    """

    def __init__(
        self, app: App, *, hosts: Iterable[str], assets: Path, public: bool = False
    ) -> None:
        self.app, self.assets, self.public = app, assets.resolve(), public
        self.hosts = {name.lower() for name in (*LOOPBACK, *hosts)}
        self.sockets = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request or carry one socket."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http" and not self.admits(scope):
            await _refuse(send, 403)
        elif scope["type"] == "http" and not self.opens(scope["path"]):
            await _refuse(send, 404)
        else:
            await self.app(scope, receive, _marked(send) if scope["type"] == "http" else send)

    def admits(self, scope: Message) -> bool:
        """Is the server called by one of its names, and from one of its own pages?"""
        client = scope.get("client")
        if not self.public and client and client[0] not in LOOPBACK:
            return False
        given = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host = given.get(b"host", "")
        if host_of(str(host)) not in self.hosts:
            return False
        origin = given.get(b"origin")
        if origin is None:
            # Every browser says where a socket or a form comes from.
            return bool(scope["type"] == "http" and scope["method"] in ("GET", "HEAD"))
        return str(origin).partition("://")[2].lower() == str(host).lower()

    def opens(self, path: str) -> bool:
        """Is there a door at this path?"""
        if path.startswith(CLOSED):
            return False
        if not path.startswith(CDN):
            return True
        file = (self.assets / path.removeprefix(CDN)).resolve()
        return file.is_file() and file.is_relative_to(self.assets)

    async def _socket(self, scope: Message, receive: Receive, send: Send) -> None:
        if not self.admits(scope) or self.sockets >= MOST_SOCKETS:
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        self.sockets += 1
        try:
            if not await to_thread.run_sync(make_room, scope["path"]):
                await receive()
                await send({"type": "websocket.close", "code": 1013})
                return
            await self.app(scope, _measured(receive), _kept_in(send))
        finally:
            self.sockets -= 1


def make_room(path: str) -> bool:
    """Forget whoever left longest ago, if too many are remembered; say if there is room."""
    known = dict(kernel_context.contexts)
    if len(known) < MOST_KERNELS or any(f"/{name}/" in path for name in known):
        return True
    for context in known.values():
        if kernel_context.PageStatus.CONNECTED not in context.page_status.values():
            context.close(reason="no room")
            return True
    return False


def host_of(header: str) -> str:
    """The name in a header ``Host``, without the port.

    >>> host_of("127.0.0.1:8765"), host_of("[::1]:8765"), host_of("Evil.example")
    ('127.0.0.1', '::1', 'evil.example')
    """
    if header.startswith("["):
        return header[1:].partition("]")[0].lower()
    return header.partition(":")[0].lower()


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"Not here.\n"})


def _marked(send: Send) -> Send:
    async def marked(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *HEADERS]
        await send(message)

    return marked


def _measured(receive: Receive) -> Receive:
    """Hand on messages of a bearable size; a larger one ends the connection."""

    async def measured() -> Message:
        message = await receive()
        size = len(message.get("text") or "") + len(message.get("bytes") or b"")
        if size > LARGEST_MESSAGE:
            _log.error("a browser sent %d bytes at once", size)
            return {"type": "websocket.disconnect", "code": 1009}
        return message

    return measured


def _kept_in(send: Send) -> Send:
    """Hand on everything but the insides of an error."""

    async def kept_in(message: Message) -> None:
        if TRACE in (message.get("text") or "") or TRACE.encode() in (message.get("bytes") or b""):
            _log.error("a traceback was kept from the browser")
            return
        await send(message)

    return kept_in


def names_of_this_machine() -> list[str]:
    """Names and addresses by which others may call this machine."""
    name = socket.gethostname()
    try:
        addresses = [str(row[4][0]) for row in socket.getaddrinfo(name, None)]
    except OSError:
        addresses = []
    return [name, *addresses, *filter(None, os.environ.get("CLUSTER_ABM_HOSTS", "").split(","))]
