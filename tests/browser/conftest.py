"""A server and a browser: the page as server.py serves it, in Debian's Chromium."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PROJECT = Path(__file__).parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Let Chromium ask nobody for anything but the page."""
PATIENCE = 60
"""Seconds that a busy machine may take."""
HERE = "127.0.0.1"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say why what needs a browser is skipped where there is none."""
    if Path(CHROMIUM).exists():
        return
    why = pytest.mark.skip(reason="no chromium: apt install chromium, or set CHROMIUM")
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(why)


@pytest.fixture(scope="session")
def trap() -> Iterator[socket.socket]:
    """A proxy through which the server would have to go to reach the world."""
    with socket.create_server((HERE, 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="session")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the server works, and into which it writes its results."""
    return tmp_path_factory.mktemp("work")


@pytest.fixture(scope="session")
def process(
    trap: socket.socket, results: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, int]]:
    """Address and number of the server's process."""
    with socket.create_server((HERE, 0)) as free:
        port = free.getsockname()[1]
    proxy = f"http://{HERE}:{trap.getsockname()[1]}"
    home = tmp_path_factory.mktemp("solara")
    environment = {
        **{k: v for k, v in os.environ.items() if k != "CLUSTER_ABM_LANG"},
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), proxy),
        "PYTHONPATH": str(PROJECT), "SOLARA_HOME": str(home), "NO_PROXY": HERE, "no_proxy": HERE,
        "LANG": "C.UTF-8",
    }  # fmt: skip
    solara = (sys.executable, "-m", "solara", "run", str(PROJECT / "server.py"))
    options = ("--no-open", "--no-check-version", "--host", HERE, "--port", str(port))
    log = home / "server.log"
    with (
        log.open("w") as out,
        subprocess.Popen(
            [*solara, *options], cwd=results, env=environment, stdout=out, stderr=out
        ) as server,
    ):
        try:
            _wait(f"http://{HERE}:{port}/", server, log)
            yield f"http://{HERE}:{port}/", server.pid
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
    # None of the visits made the server go through its proxy.
    assert _asked(trap) == ""


@pytest.fixture(scope="session")
def address(process: tuple[str, int]) -> str:
    """Where the page is served."""
    return process[0]


def _asked(trap: socket.socket) -> str:
    """What somebody asked of the proxy; nothing if nobody came."""
    try:
        guest, _ = trap.accept()
    except BlockingIOError:
        return ""
    with guest:
        return guest.recv(1000).decode()


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with ask.open(address, timeout=PATIENCE):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"The server did not answer:\n{log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    SCREENSHOTS.mkdir(exist_ok=True)
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


class Visitor:
    """Somebody with a browser of their own; complaints, journeys and bytes are noted."""

    def __init__(self, browser: Browser, address: str, search: str = "", **given: Any) -> None:
        self.complaints: list[str] = []
        self.journeys: list[str] = []
        self.heard: list[int] = []
        self.context: BrowserContext = browser.new_context(
            **{"locale": "es-PA", "viewport": {"width": 1280, "height": 800}, **given}
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("requestfailed", lambda r: self._failed(r.url))
        self.page.on("request", lambda r: self.journeys.append(r.url))
        self.page.on("websocket", self._listen)
        self.page.goto(address + search)
        self.page.wait_for_selector("[role=tabpanel] section")

    def _failed(self, url: str) -> None:
        # A page that is left gives up what it was fetching.
        if "/_solara/api/close/" not in url:
            self.complaints.append(url)

    def _listen(self, socket: Any) -> None:
        self.journeys.append(socket.url)
        socket.on("framereceived", lambda said: self.heard.append(len(said)))

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).first.click()

    def opens(self, tab: str) -> None:
        self.page.click(f"#tab-{tab}")
        expect(self.page.locator(f"#tab-{tab}")).to_have_attribute("aria-selected", "true")
        self.page.wait_for_selector(f"[role=tabpanel][aria-labelledby=tab-{tab}] section")

    @property
    def months(self) -> int:
        found = re.search(r"\d+", self.page.inner_text("#months"))
        assert found
        return int(found.group())

    @property
    def frames(self) -> int:
        return int(self.page.get_attribute("canvas.map", "data-frames") or 0)

    def waits_for(self, selector: str, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator(selector)).to_contain_text(text, timeout=PATIENCE * 1000)

    def digest(self) -> str:
        """The content hash of the run, which is told once the run rests."""
        told = re.compile(r"meses vividos: ([0-9a-f]{32})")
        self.waits_for("#digest", told)
        found = told.search(self.page.inner_text("#digest"))
        assert found
        return found.group(1)

    def waits_for_month(self, month: int) -> None:
        end = time.monotonic() + PATIENCE
        while self.months < month and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        assert self.months >= month

    def waits_for_theme(self, theme: str) -> None:
        self.page.wait_for_function(
            "(dark) => document.documentElement.classList.contains('dark') === dark",
            arg=theme == "dark",
        )

    def settles(self) -> None:
        """Wait until what has changed is drawn."""
        self.page.evaluate(
            "new Promise(d => requestAnimationFrame(() => requestAnimationFrame(d)))"
        )

    def shoots(self, name: str) -> None:
        self.settles()
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)

    def leaves(self) -> None:
        self.context.close()

        assert self.complaints == []
        assert [url for url in self.journeys if not _stays(url)] == []


def _stays(url: str) -> bool:
    return f"//{HERE}:" in url or url.startswith(("data:", "blob:"))


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    one = Visitor(browser, address)
    yield one
    one.leaves()


@pytest.fixture(scope="session")
def visiting() -> type[Visitor]:
    """Somebody with a browser, to be made as often as a test needs."""
    return Visitor
