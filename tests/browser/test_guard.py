"""The guard: who may speak with the page, and what never leaves it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cluster_abm.core.errors import ClusterError
from cluster_abm.dashboard import guard, hosting
from cluster_abm.dashboard.guard import LARGEST_MESSAGE, MOST_SOCKETS, Guard

HERE = (b"host", b"127.0.0.1:8765")
OURS = (b"origin", b"http://127.0.0.1:8765")
TEXT = {"type": "websocket.send", "text": "hello"}


async def app(scope: Any, receive: Any, send: Any) -> None:
    """A server that echoes sockets and says yes to requests."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"yes"})
        return
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] != "websocket.disconnect":
        await send({"type": "websocket.send", "text": message.get("text", "")})


@pytest.fixture
def wall(tmp_path: Path) -> Guard:
    (tmp_path / "main.js").write_text("here")
    return Guard(app, hosts=["cluster.example"], assets=tmp_path)


def answer(wall: Guard, scope: dict[str, Any], *given: dict[str, Any]) -> list[dict[str, Any]]:
    """What comes back for a scope and some messages."""
    said: list[dict[str, Any]] = []
    messages: Iterator[dict[str, Any]] = iter(
        [*given, {"type": "websocket.disconnect"}, {"type": "websocket.disconnect"}]
    )

    async def receive() -> dict[str, Any]:
        return next(messages)

    async def send(message: Any) -> None:
        said.append(message)

    asyncio.run(wall(scope, receive, send))
    return said


def request(path: str = "/", *headers: tuple[bytes, bytes], method: str = "GET") -> dict[str, Any]:
    return {"type": "http", "method": method, "path": path, "headers": list(headers)}


def socket(*headers: tuple[bytes, bytes]) -> dict[str, Any]:
    return {
        "type": "websocket",
        "path": "/jupyter/api/kernels/x/channels",
        "headers": list(headers),
    }


def status(said: list[dict[str, Any]]) -> int:
    return int(said[0]["status"])


@pytest.mark.parametrize("host", [b"127.0.0.1:8765", b"LOCALHOST", b"[::1]:80", b"cluster.example"])
def test_whoever_calls_by_a_known_name_comes_in(wall: Guard, host: bytes) -> None:
    assert status(answer(wall, request("/", (b"host", host)))) == 200


@pytest.mark.parametrize("host", [b"evil.example", b"127.0.0.1.evil.example", b"", b"[::2]"])
def test_whoever_calls_by_another_name_stays_out(wall: Guard, host: bytes) -> None:
    assert status(answer(wall, request("/", (b"host", host)))) == 403


def test_another_machine_comes_in_only_where_that_is_meant(wall: Guard) -> None:
    far = request("/", HERE) | {"client": ("192.0.2.7", 5000)}
    near = request("/", HERE) | {"client": ("127.0.0.1", 5000)}
    codes = [status(answer(wall, scope)) for scope in (far, near)]
    wall.public = True

    assert codes == [403, 200]
    assert status(answer(wall, far)) == 200


def test_a_form_of_another_page_stays_out(wall: Guard) -> None:
    theirs = (b"origin", b"http://evil.example")

    assert status(answer(wall, request("/x", HERE, theirs, method="POST"))) == 403
    assert status(answer(wall, request("/x", HERE, method="POST"))) == 403
    assert status(answer(wall, request("/x", HERE, OURS, method="POST"))) == 200


@pytest.mark.parametrize("path", ["/resourcez", "/resourcez?x", "/_solara/api/evict/1",
                                  "/_solara/cdn/absent.js", "/_solara/cdn/../secret"])  # fmt: skip
def test_doors_that_nobody_needs_are_closed(wall: Guard, path: str) -> None:
    assert status(answer(wall, request(path, HERE))) == 404


def test_the_front_end_comes_from_this_machine(wall: Guard) -> None:
    assert status(answer(wall, request("/_solara/cdn/main.js", HERE))) == 200


def test_the_browser_is_told_to_speak_with_nobody_else(wall: Guard) -> None:
    headers = dict(answer(wall, request("/", HERE))[0]["headers"])

    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert b"http" not in headers[b"content-security-policy"]


@pytest.mark.parametrize("origin", [b"http://evil.example", b"null", b"http://127.0.0.1:9", b""])
def test_a_socket_of_another_page_is_refused(wall: Guard, origin: bytes) -> None:
    said = answer(wall, socket(HERE, (b"origin", origin)), {"type": "websocket.connect"})

    assert [m["type"] for m in said] == ["websocket.close"]


def test_a_socket_without_origin_is_refused(wall: Guard) -> None:
    assert answer(wall, socket(HERE), {"type": "websocket.connect"})[0]["type"] == "websocket.close"


def test_a_socket_of_this_page_is_carried(wall: Guard) -> None:
    said = answer(wall, socket(HERE, OURS), {"type": "websocket.receive", "text": "hello"})

    assert said[-1] == TEXT
    assert wall.sockets == 0


def test_one_socket_too_many_is_refused(wall: Guard) -> None:
    wall.sockets = MOST_SOCKETS

    said = answer(wall, socket(HERE, OURS), {"type": "websocket.connect"})
    assert said[0]["type"] == "websocket.close"


def test_a_message_too_large_ends_the_connection(wall: Guard) -> None:
    large = {"type": "websocket.receive", "text": "x" * (LARGEST_MESSAGE + 1)}
    said = answer(wall, socket(HERE, OURS), large, {"type": "websocket.receive", "text": "hello"})

    assert [m["type"] for m in said] == ["websocket.accept"]


@pytest.mark.parametrize("key", ["text", "bytes"])
def test_a_traceback_never_leaves(key: str) -> None:
    said: list[Any] = []

    async def send(message: Any) -> None:
        said.append(message)

    inside = 'x {"value": "Traceback (most recent call last): secret"}'
    kept_in = guard._kept_in(send)
    given: Any = inside if key == "text" else inside.encode()
    asyncio.run(kept_in({"type": "websocket.send", key: given}))
    asyncio.run(kept_in(TEXT))

    assert said == [TEXT]


class Kernel:
    """A visitor that is remembered."""

    def __init__(self, status: Any) -> None:
        self.page_status, self.closed = {"page": status}, False

    def close(self, reason: str) -> None:
        self.closed = True


def test_the_visitor_who_left_first_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    status = guard.kernel_context.PageStatus
    known = {str(i): Kernel(status.CONNECTED) for i in range(guard.MOST_KERNELS)}
    monkeypatch.setattr(guard.kernel_context, "contexts", known)
    full = guard.make_room("/jupyter/api/kernels/new/channels")
    back = guard.make_room("/jupyter/api/kernels/3/channels")
    known["5"].page_status["page"] = status.DISCONNECTED
    room = guard.make_room("/jupyter/api/kernels/new/channels")

    assert (full, back, room) == (False, True, True)
    assert [name for name, kernel in known.items() if kernel.closed] == ["5"]


# Hosting


def test_another_address_needs_a_word() -> None:
    with pytest.raises(ClusterError, match="--public"):
        hosting.serve("0.0.0.0", 8765, public=False, show=False)


def test_parts_that_do_not_fit_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosting, "version", lambda name: "3.0.0" if name == "ipyvue" else "1.60")

    with pytest.raises(ClusterError, match=r"ipyvue 3\.0\.0 is not between 1\.11 and 3"):
        hosting.check_versions()
