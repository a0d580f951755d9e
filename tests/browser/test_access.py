"""The page for everybody: axe-core, narrow screens, screenshots, and uninvited guests."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
PROJECT = Path(__file__).parents[2]
AXE = PROJECT / ".cache" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
VERSION = "axe-core@4.10.3"
TABS = ("play", "policy", "compare", "results", "about")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
AXE_RUN = """async (tags) => (await axe.run({ runOnly: tags })).violations.map((v) =>
  v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target + ' ' + n.failureSummary).join(' / '))"""
MARKUP = "document.getElementById('panel').outerHTML.replace(/data-frames=.\\d+./g, '')"
WIDTHS = (390, 768, 1280)
LIVED = "&lever=foreign_quota=0.3@2009-02..2010-01"


@pytest.fixture(scope="module")
def axe() -> str:
    """The checker of accessibility; make test-browser fetches it where there is npm."""
    if not AXE.exists():
        pytest.skip(f"no axe-core: npm install --no-save --prefix .cache/axe {VERSION}")
    return AXE.read_text("utf-8")


# One visitor sees both themes, and one all widths, because opening the page takes seconds.
@pytest.mark.parametrize(
    ("lang", "play", "pause", "largest", "themes"),
    [("es", "Reproducir", "Pausar", "La mayor", {"light": "Claro", "dark": "Oscuro"}),
     ("en", "Play", "Pause", "Largest firm", {"light": "Light", "dark": "Dark"})],
)  # fmt: skip
def test_nothing_stands_in_anybodys_way(
    browser: Browser,
    address: str,
    visiting: Any,
    axe: str,
    lang: str,
    play: str,
    pause: str,
    largest: str,
    themes: dict[str, str],
) -> None:
    visitor = visiting(browser, f"{address}?lang={lang}{LIVED}", bypass_csp=True)
    visitor.press("24")
    visitor.press(play)
    visitor.waits_for_month(14)
    visitor.press(pause)
    visitor.page.locator(".chart .button").first.click()
    visitor.page.keyboard.press("Tab")
    visitor.press(largest)
    visitor.page.add_script_tag(content=axe)
    found = {}
    for tab in TABS:
        visitor.opens(tab)
        judged: set[str] = set()
        visitor.page.evaluate(
            "[...document.querySelectorAll('details')].slice(0, 2).forEach(d => { d.open = true })"
        )
        for theme, label in themes.items():
            visitor.press(label)
            visitor.waits_for_theme(theme)
            visitor.shoots(f"{tab}-{lang}-{theme}")
            markup = visitor.page.evaluate(MARKUP)
            # Where the markup is the same, only the rules on colours can judge differently.
            result = visitor.page.evaluate(AXE_RUN, COLOURS if markup in judged else RULES)
            judged.add(markup)
            if result:
                found[tab, theme] = result
    visitor.leaves()

    assert found == {}


@pytest.mark.parametrize("lang", ["es", "en"])
def test_nothing_is_wider_than_a_narrow_screen(
    browser: Browser, address: str, visiting: Any, lang: str
) -> None:
    visitor = visiting(browser, f"{address}?lang={lang}{LIVED}")
    visitor.page.keyboard.press(".")
    visitor.page.wait_for_function("document.querySelectorAll('svg.curve .line').length > 6")
    too_wide = {}
    for tab in TABS:
        visitor.opens(tab)
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": 800})
            visitor.settles()
            visitor.shoots(f"{tab}-{lang}-{width}")
            needed = visitor.page.evaluate("document.documentElement.scrollWidth")
            if needed > width:
                too_wide[tab, width] = needed
    visitor.leaves()

    assert too_wide == {}


def test_no_english_word_stands_in_the_spanish_page(
    browser: Browser, address: str, visiting: Any
) -> None:
    visitor = visiting(browser, f"{address}?lang=es{LIVED}")
    said = {}
    for tab in TABS:
        visitor.opens(tab)
        said[tab] = visitor.page.evaluate(
            "(() => { const copy = document.querySelector('.cluster').cloneNode(true);"
            " copy.querySelectorAll('[lang=en], code, pre, style')"
            ".forEach(e => e.remove()); return ' ' + copy.innerText.toLowerCase() + ' ' })()"
        )
    visitor.leaves()
    english = {
        (tab, word) for tab, text in said.items()
        for word in (" the ", " and ", " with ", " from ", " of ", " is ")
        if word in text.replace("\n", " ")
    }  # fmt: skip

    assert english == set()


def test_a_hundred_and_fifty_sockets_are_contained(
    browser: Browser, address: str, visiting: Any
) -> None:
    visitor = visiting(browser, address)
    opened = visitor.page.evaluate(
        """async () => {
          const sockets = [...Array(150).keys()].map((i) => new WebSocket(
            location.origin.replace('http', 'ws') + '/jupyter/api/kernels/00000000-' + i
            + '/channels?session_id=s' + i))
          const open = await Promise.all(sockets.map((s) => new Promise((done) => {
            s.onopen = () => done(1); s.onerror = s.onclose = () => done(0)
          })))
          for (const s of sockets) s.close()
          return open.reduce((a, b) => a + b)
        }"""
    )
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")
    visitor.context.close()

    assert opened < 60


def test_doors_are_closed_and_cookies_are_kept_from_scripts(visitor: Any, address: str) -> None:
    def status(path: str) -> int:
        return int(visitor.page.evaluate(f"fetch('{path}').then(r => r.status)"))

    cookies = visitor.context.cookies()
    codes = [status(path) for path in ("/resourcez", "/_solara/cdn/nothing@1.0.0/x.js")]
    visitor.complaints.clear()

    assert codes == [404, 404]
    assert cookies
    assert all(cookie["httpOnly"] for cookie in cookies)


def test_the_command_serve_opens_the_page_on_this_machine(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "cluster_abm.cli", "serve", "--no-open", "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(PROJECT), "SOLARA_HOME": str(tmp_path)}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE) as server:
        try:
            assert server.stderr is not None
            said = server.stderr.readline().decode()
            page, policy = _fetch(f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()

    assert said == f"http://127.0.0.1:{port}/\n"
    assert "cluster_abm" in page
    assert "default-src 'self'" in policy


def _fetch(address: str) -> tuple[str, str]:
    """What a server answers, and the policy that it gives the browser."""
    ask = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _ in range(300):
        try:
            with ask.open(address, timeout=60) as answer:
                return answer.read().decode(), answer.headers["content-security-policy"]
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(address)


def test_screenshots_are_kept_out_of_git() -> None:
    ignored = (PROJECT / ".gitignore").read_text("utf-8")

    assert "/tests/browser/screenshots/" in ignored
    assert "/.cache/" in ignored
