"""The page in a real browser: Debian's Chromium, driven by Playwright."""

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

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

PROJECT = Path(__file__).parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason="no chromium: apt install chromium, or set CHROMIUM"
    ),
]
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
"""Let Chromium ask nobody for anything but the page."""
PATIENCE = 60
"""Seconds that a busy machine may take."""
FRAMES = 4
"""Frames a second that even a busy machine must reach; a quiet one reaches twenty."""
HERE = "127.0.0.1"


@pytest.fixture(scope="module")
def trap() -> Iterator[socket.socket]:
    """A proxy through which the server would have to go to reach the world."""
    with socket.create_server((HERE, 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.fixture(scope="module")
def address(trap: socket.socket, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page, served as server.py says."""
    with socket.create_server((HERE, 0)) as free:
        port = free.getsockname()[1]
    proxy = f"http://{HERE}:{trap.getsockname()[1]}"
    home = tmp_path_factory.mktemp("solara")
    environment = {
        **{k: v for k, v in os.environ.items() if k != "CLUSTER_ABM_LANG"},
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), proxy),
        "SOLARA_HOME": str(home),
        "NO_PROXY": HERE,
        "no_proxy": HERE,
        "LANG": "C.UTF-8",
    }
    solara = (sys.executable, "-m", "solara", "run", "server.py")
    options = ("--no-open", "--no-check-version", "--host", HERE, "--port", str(port))
    command = [*solara, *options]
    log = home / "server.log"
    SCREENSHOTS.mkdir(exist_ok=True)
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=out, stderr=out) as server,
    ):
        try:
            _wait(f"http://{HERE}:{port}/", server, log)
            yield f"http://{HERE}:{port}/"
        finally:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield chromium
        chromium.close()


class Visitor:
    """Somebody with a browser of their own; complaints and journeys are noted."""

    def __init__(self, browser: Browser, address: str, **given: object) -> None:
        self.complaints: list[str] = []
        self.journeys: list[str] = []
        self.context: BrowserContext = browser.new_context(
            **{"locale": "es-PA", "viewport": {"width": 1280, "height": 800}, **given}
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("console", lambda m: m.type == "error" and self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.on("requestfailed", lambda r: self.complaints.append(r.url))
        self.page.on("request", lambda r: self.journeys.append(r.url))
        self.page.on("websocket", lambda w: self.journeys.append(w.url))
        self.page.goto(address)
        self.page.wait_for_selector("svg.map")

    def press(self, label: str) -> None:
        self.page.get_by_role("button", name=label, exact=True).click()

    @property
    def months(self) -> int:
        found = re.search(r"\d+", self.page.inner_text("#months"))
        assert found
        return int(found.group())

    def waits_for(self, selector: str, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator(selector)).to_contain_text(text, timeout=PATIENCE * 1000)

    def waits_for_month(self, month: int) -> None:
        end = time.monotonic() + PATIENCE
        while self.months < month and time.monotonic() < end:
            self.page.wait_for_timeout(50)
        assert self.months >= month

    def moves_quota(self, percent: int) -> None:
        """Move the slider with the keyboard, as somebody without a mouse does."""
        slider = self.page.get_by_role("slider")
        slider.focus()
        now = int(slider.get_attribute("aria-valuenow") or 0)
        for _ in range(abs(percent - now)):
            self.page.keyboard.press("ArrowRight" if percent > now else "ArrowLeft")
        self.waits_for("#quota", f"{percent} %")

    def shoots(self, name: str) -> None:
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    one = Visitor(browser, address)
    yield one
    one.context.close()

    assert one.complaints == []
    assert [url for url in one.journeys if f"//{HERE}:" not in url and url[:5] != "data:"] == []


def test_the_page_opens_in_the_language_of_the_browser(visitor: Visitor) -> None:
    visitor.waits_for("h1", "El clúster de TIC de Panamá")
    visitor.waits_for("#moment", "Inicio de enero de 2009")
    visitor.shoots("opened")

    assert visitor.page.evaluate("document.documentElement.lang") == "es"
    assert "El clúster" in visitor.page.title()
    assert visitor.page.locator("svg.curve").count() == 3


def test_a_step_is_a_month(visitor: Visitor) -> None:
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero de 2009")
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de febrero de 2009")

    assert visitor.page.locator("svg.curve .line").count() == 3


def test_play_goes_on_until_pause(visitor: Visitor) -> None:
    visitor.press("12")
    visitor.press("Reproducir")
    visitor.waits_for_month(24)
    visitor.press("Pausar")
    visitor.page.get_by_role("button", name="Reproducir").wait_for()
    paused = visitor.months
    visitor.page.wait_for_timeout(1000)
    visitor.shoots("played")

    assert visitor.months == paused


def test_the_slider_changes_the_run_from_the_next_month_on(visitor: Visitor) -> None:
    visitor.press("Un mes")
    visitor.waits_for("#moment", "enero")
    visitor.moves_quota(40)
    visitor.waits_for("section[aria-labelledby=changes]", "Desde febrero de 2009: 40\u00a0%")
    visitor.press("Un mes")
    visitor.waits_for("#moment", "febrero")
    visitor.shoots("changed")

    assert visitor.page.locator("svg.curve .marks").count() == 3


def test_the_mouse_leaves_one_change_where_it_lets_go(visitor: Visitor) -> None:
    box = visitor.page.locator(".quota .v-slider").bounding_box()
    assert box
    middle = box["y"] + box["height"] / 2
    visitor.page.mouse.move(box["x"] + 0.1 * box["width"], middle)
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] + 0.8 * box["width"], middle, steps=12)
    visitor.page.mouse.up()
    visitor.waits_for("section[aria-labelledby=changes]", "Desde enero de 2009: 8")

    assert visitor.page.locator("section[aria-labelledby=changes] li").count() == 1


def test_a_reset_takes_the_seed_and_forgets_the_changes(visitor: Visitor) -> None:
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")
    first = visitor.page.get_attribute("svg.curve", "aria-label")
    visitor.moves_quota(15)
    visitor.page.get_by_label("Semilla").fill("2009")
    visitor.page.wait_for_timeout(500)
    visitor.press("Reiniciar")
    visitor.waits_for("#moment", "Inicio de enero")
    visitor.waits_for("#quota", "10 %")
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")

    assert visitor.page.get_attribute("svg.curve", "aria-label") != first


def test_a_seed_that_cannot_be_is_refused(visitor: Visitor) -> None:
    visitor.page.get_by_label("Semilla").fill("mañana")
    visitor.waits_for(".seed", "Un número entero")

    assert visitor.page.get_by_role("button", name="Reiniciar").is_disabled()


def test_the_language_can_be_changed(visitor: Visitor) -> None:
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")
    visitor.press("English")
    visitor.waits_for("#moment", "End of January 2009")
    visitor.waits_for("h1", "Panama's ICT cluster")
    visitor.page.wait_for_function("document.documentElement.lang === 'en'")
    visitor.shoots("english")

    assert visitor.months == 1


def test_an_english_browser_is_answered_in_english(browser: Browser, address: str) -> None:
    visitor = Visitor(browser, address, locale="en-GB")
    visitor.waits_for("h1", "Panama's ICT cluster")
    visitor.context.close()


def test_two_visitors_do_not_share_a_run(visitor: Visitor, browser: Browser, address: str) -> None:
    other = Visitor(browser, address)
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")
    visitor.moves_quota(20)
    other.page.wait_for_timeout(500)
    other.waits_for("#moment", "Inicio de enero")
    other.waits_for("#quota", "10 %")
    late = Visitor(browser, address)
    late.waits_for("#moment", "Inicio de enero")
    other.context.close()
    late.context.close()

    assert visitor.months == 1


def test_ten_years_at_full_speed_are_smooth(visitor: Visitor) -> None:
    visitor.press("24")
    visitor.page.evaluate(
        "() => { window.frames_seen = 0; new MutationObserver(() => window.frames_seen++)"
        ".observe(document.querySelector('svg.map').parentElement, { childList: true }) }"
    )
    began = time.monotonic()
    visitor.press("Reproducir")
    visitor.waits_for_month(120)
    rate = visitor.page.evaluate("window.frames_seen") / (time.monotonic() - began)
    visitor.press("Pausar")
    visitor.page.get_by_role("button", name="Reproducir").wait_for()
    visitor.shoots("ten-years")
    print(f"{rate:.1f} frames a second")

    assert rate > FRAMES


@pytest.mark.parametrize("width", [360, 768])
def test_nothing_is_wider_than_a_narrow_screen(browser: Browser, address: str, width: int) -> None:
    visitor = Visitor(browser, address, viewport={"width": width, "height": 740})
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")
    visitor.shoots(f"wide-{width}")
    wide = visitor.page.evaluate("document.documentElement.scrollWidth")
    visitor.context.close()

    assert wide <= width


def test_headings_landmarks_and_names_are_there(visitor: Visitor) -> None:
    names = visitor.page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3')].map(h => h.tagName).join(' ')"
    )
    visitor.page.get_by_role("main").wait_for()
    pictures = visitor.page.get_by_role("img").all()

    assert names.startswith("H1 H2 H2 H3 H3 H3 H2")
    assert all(picture.get_attribute("aria-label") for picture in pictures)
    assert visitor.page.get_by_role("slider", name="Cuota").count() == 1


def test_the_server_has_asked_nobody(address: str, trap: socket.socket) -> None:
    """Runs last: none of the visits made the server go through its proxy."""
    assert asked(trap) == ""


def asked(trap: socket.socket) -> str:
    """What somebody asked of the proxy; nothing if nobody came."""
    try:
        guest, _ = trap.accept()
    except BlockingIOError:
        return ""
    with guest:
        return guest.recv(1000).decode()
