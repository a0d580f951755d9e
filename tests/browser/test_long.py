"""The page over a longer time, in a real browser."""

import time
from typing import Any

import psutil
import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.nightly
POLICY = "&lever=foreign_quota=0.3@2009-02..2010-01"


def test_thirty_seconds_at_full_speed_end_without_an_error(
    browser: Browser, address: str, visiting: Any
) -> None:
    visitor = visiting(browser, f"{address}?lang=en{POLICY}")
    visitor.press("24")
    visitor.press("Play")
    end = time.monotonic() + 30
    while time.monotonic() < end:
        visitor.page.wait_for_timeout(1000)
        if visitor.months >= 230:
            visitor.press("Reset")
            visitor.press("Play")
    visitor.press("Pause")
    alarms = visitor.page.locator("[role=alert]").count()
    visitor.leaves()

    assert alarms == 0


def test_the_memory_of_those_who_left_is_given_back(
    browser: Browser, process: tuple[str, int], visiting: Any
) -> None:
    address, number = process
    server = psutil.Process(number)

    def visit(times: int) -> int:
        for _ in range(times):
            one = visiting(browser, address)
            one.press("Un mes")
            one.waits_for("#moment", "Fin de enero")
            one.page.goto("about:blank")
            one.context.close()
        time.sleep(3)
        return int(server.memory_info().rss)

    before = visit(6)
    after = visit(12)
    print(f"{(after - before) / 2**20:.1f} MB more after twelve visitors")

    assert after - before < 60 * 2**20
