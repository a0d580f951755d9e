"""The page in a real browser: Debian's Chromium, driven by Playwright."""

import re
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser
FRAMES = 4
"""Frames a second that even a busy machine must reach; a quiet one reaches more than fifteen."""
MOST_BYTES = 20_000
"""Bytes that a frame may take."""
MOST_MESSAGES = 5
"""Messages that a frame may take, on average; each costs as much as its words."""
SOON = 2.0
"""Seconds within which even a busy machine answers a lever; a quiet one within a fifth of one."""
QUOTA = "?lang=es&lever=foreign_quota=0.3@2009-03..2012-01"


def test_the_page_opens_in_the_language_of_the_browser(visitor: Any) -> None:
    visitor.waits_for("h1", "El clúster de TIC de Panamá")
    visitor.waits_for("#moment", "Inicio de enero de 2009")

    assert visitor.page.evaluate("document.documentElement.lang") == "es"
    assert "El clúster" in visitor.page.title()
    assert visitor.page.locator("svg.curve").count() == 8


def test_an_english_browser_is_answered_in_english(
    browser: Browser, address: str, visiting: Any
) -> None:
    visitor = visiting(browser, address, locale="en-GB")
    visitor.waits_for("h1", "Panama's ICT cluster")
    visitor.leaves()


def test_a_step_is_a_month(visitor: Any) -> None:
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero de 2009")
    visitor.page.keyboard.press("Escape")
    visitor.page.evaluate("document.activeElement.blur()")
    visitor.page.keyboard.press(".")
    visitor.waits_for("#moment", "Fin de febrero de 2009")

    assert visitor.page.locator("svg.curve .line").count() == 18


def test_the_space_bar_plays_and_pauses(visitor: Any) -> None:
    visitor.page.keyboard.press(" ")
    visitor.waits_for_month(2)
    visitor.page.keyboard.press(" ")
    visitor.page.get_by_role("button", name="Reproducir").wait_for()
    paused = visitor.months
    visitor.page.wait_for_timeout(700)

    assert visitor.months == paused


def test_five_years_at_full_speed_are_smooth_and_light(visitor: Any) -> None:
    visitor.press("24")
    visitor.press("Reproducir")
    visitor.waits_for_month(12)
    began, frames, months, heard = (
        time.monotonic(), visitor.frames, visitor.months, len(visitor.heard),
    )  # fmt: skip
    visitor.waits_for_month(72)
    rate = (visitor.frames - frames) / (time.monotonic() - began)
    visitor.press("Pausar")
    visitor.page.get_by_role("button", name="Reproducir").wait_for()
    lived = visitor.months - months
    weight = sum(visitor.heard[heard:]) / lived
    messages = (len(visitor.heard) - heard) / lived
    print(f"{rate:.1f} frames a second, {weight:,.0f} bytes and {messages:.1f} messages a month")

    assert rate > FRAMES
    assert messages < MOST_MESSAGES
    assert weight < MOST_BYTES


def test_a_reset_takes_the_seed(visitor: Any) -> None:
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")
    first = visitor.digest()
    visitor.page.get_by_label("Semilla").fill("2009")
    visitor.page.wait_for_timeout(600)
    visitor.press("Reiniciar")
    visitor.waits_for("#moment", "Inicio de enero")
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")

    assert visitor.digest() != first
    assert "seed=2009" in visitor.page.url


def test_no_two_elements_ever_have_one_name(visitor: Any) -> None:
    visitor.page.evaluate("""() => {
        window.twice = [];
        const look = () => {
            const seen = new Set();
            for (const { id } of document.querySelectorAll("[id]"))
                seen.has(id) ? window.twice.push(id) : seen.add(id);
        };
        new MutationObserver(look).observe(document.body, {
            attributes: true, childList: true, subtree: true,
        });
    }""")
    for _ in range(3):
        visitor.press("Un mes")
        visitor.digest()
        visitor.press("Reiniciar")
        visitor.waits_for("#moment", "Inicio de enero")
    visitor.press("English")
    visitor.waits_for("#moment", "Start of January 2009")

    assert visitor.page.evaluate("[...new Set(window.twice)]") == []


def test_a_seed_that_cannot_be_is_refused(visitor: Any) -> None:
    visitor.page.get_by_label("Semilla").fill("mañana")
    visitor.waits_for(".field.wrong", "Un número entero")

    assert visitor.page.get_by_role("button", name="Reiniciar").is_disabled()


def test_language_and_theme_can_be_changed(visitor: Any) -> None:
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")
    visitor.press("English")
    visitor.waits_for("#moment", "End of January 2009")
    visitor.press("Dark")
    visitor.waits_for_theme("dark")
    ground = visitor.page.evaluate("getComputedStyle(document.body).backgroundColor")

    assert visitor.page.evaluate("document.documentElement.lang") == "en"
    assert ground == "rgb(18, 22, 27)"
    assert visitor.months == 1


def test_a_firm_is_pointed_at_and_clicked(visitor: Any) -> None:
    visitor.press("Un mes")
    visitor.press("La mayor")
    visitor.waits_for("#tale", "Multinacional ancla")
    canvas = visitor.page.locator("canvas.map")
    canvas.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        visitor.page.keyboard.press(key)
    expect(visitor.page.locator(".tip")).to_contain_text("Empresa")
    pointed = visitor.page.inner_text(".tip").split(" · ")[0]
    visitor.page.keyboard.press("Enter")
    visitor.waits_for("#tale h3", f"{pointed}:")
    box = canvas.bounding_box()
    for across in range(12, 60):
        canvas.hover(position={"x": box["width"] * across / 100, "y": box["height"] * 0.45})
        if visitor.page.locator(".tip").is_visible():
            break
    hovered = visitor.page.inner_text(".tip").split(" · ")[0]
    visitor.page.mouse.down()
    visitor.page.mouse.up()
    visitor.waits_for("#tale h3", f"{hovered}:")


def test_one_curve_more_is_drawn(visitor: Any) -> None:
    visitor.press("Un mes")
    visitor.page.locator("#extra").select_option("rd_employment")
    expect(visitor.page.locator(".extra svg.curve .line")).to_have_count(1)
    visitor.page.locator("#layer").select_option("knowledge")
    expect(visitor.page.locator(".scale")).to_contain_text("trabajo por unidad")
    visitor.shoots("play-extra-es")


def test_a_lever_answers_at_once_and_a_wrong_value_is_refused(visitor: Any) -> None:
    visitor.opens("policy")
    visitor.page.get_by_label("Buscar palancas").fill("foreign_quota")
    lever = visitor.page.locator("details.lever", has_text="foreign_quota").first
    lever.locator("summary").click()
    lever.get_by_label("Valor").fill("7")
    lever.get_by_role("button", name="Añadir").click()
    expect(lever.get_by_role("alert")).to_contain_text("fuera de 0 a 1")
    lever.get_by_label("Valor").fill("0.4")
    began = time.monotonic()
    lever.get_by_role("button", name="Añadir").click()
    visitor.waits_for("#changes", "foreign_quota = 0.4")
    seconds = time.monotonic() - began
    print(f"{1000 * seconds:.0f} ms")
    visitor.opens("play")
    visitor.waits_for("#asked", "1 cambio")

    assert seconds < SOON
    assert "lever=foreign_quota=0.4@2009-01.." in visitor.page.url


def test_levers_are_found_by_word_by_theme_and_by_who_pulls_them(visitor: Any) -> None:
    visitor.opens("policy")
    levers = visitor.page.locator("details.lever")
    expect(levers.first).to_be_hidden()
    visitor.page.get_by_label("Buscar palancas").fill("CREDITO BANCARIO")
    expect(levers.filter(visible=True)).to_have_count(14)
    visitor.page.get_by_label("Quién la mueve").first.select_option("bancos")
    expect(levers.filter(visible=True)).to_have_count(5)
    expect(levers.filter(visible=True).first).to_contain_text("bancos · A84")
    visitor.shoots("policy-found-es")
    visitor.page.get_by_label("Buscar palancas").fill("nada que exista")
    expect(visitor.page.locator(".levers")).to_contain_text("Ninguna palanca coincide")
    visitor.page.get_by_label("Buscar palancas").fill("")
    visitor.page.get_by_label("Quién la mueve").first.select_option("")
    expect(levers.first).to_be_hidden()


def test_the_story_of_a_local_firm_is_complete(
    browser: Browser, address: str, visiting: Any
) -> None:
    visitor = visiting(browser, f"{address}?lang=es&preset=report.grants-mentored")
    visitor.press("24")
    visitor.press("Reproducir")
    visitor.waits_for_month(30)
    visitor.press("Pausar")
    visitor.page.get_by_label("Mostrar la empresa número").fill("49")
    for told in ("Límite de crédito", "Subvención", "Socios", "Lugar", "Su gente"):
        visitor.waits_for("#tale", told)
    visitor.shoots("story-es")
    visitor.leaves()


def test_a_preset_is_asked_for_and_taken_back(visitor: Any) -> None:
    visitor.opens("policy")
    visitor.page.locator("#preset").select_option("p01_quota.quota-30")
    visitor.press("Pedirla")
    visitor.waits_for("#changes", "foreign_quota_specialised = 0.45")
    assert "preset=p01_quota.quota-30" in visitor.page.url
    visitor.press("Retirarlo todo")
    visitor.waits_for("#changes", "Nada")


def test_a_link_opens_the_run_that_it_names(browser: Browser, address: str, visiting: Any) -> None:
    visitor = visiting(browser, address, QUOTA + "&seed=5&tab=policy&theme=dark")
    visitor.waits_for("#changes", "foreign_quota = 0.3")
    visitor.opens("play")
    expect(visitor.page.get_by_label("Semilla")).to_have_value("5")
    visitor.leaves()


def test_two_visitors_do_not_share_a_run(
    visitor: Any, browser: Browser, address: str, visiting: Any
) -> None:
    other = visiting(browser, address, QUOTA)
    visitor.press("Un mes")
    visitor.waits_for("#moment", "Fin de enero")
    other.page.wait_for_timeout(500)
    other.waits_for("#moment", "Inicio de enero")
    other.waits_for("#asked", "1 cambio")
    visitor.waits_for("#asked", "ninguna")
    other.leaves()


def test_pairs_are_run_in_the_background_and_say_what_the_policy_did(
    browser: Browser, address: str, visiting: Any
) -> None:
    visitor = visiting(browser, address, QUOTA + "&tab=compare")
    visitor.press("Un mes")
    visitor.page.locator("#pairs-number").fill("2")
    visitor.page.locator("#pairs-years").fill("1")
    visitor.page.wait_for_timeout(600)
    visitor.press("Correr los pares")
    visitor.waits_for("#found", "intervalo del 95 %")
    visitor.waits_for("#kept", "results/page-")
    visitor.waits_for("#side", "diferencia")
    digest = visitor.page.inner_text("#kept").split()[-1]
    visitor.shoots("compare-pairs-es")
    visitor.opens("results")
    visitor.waits_for("#rows", "48 filas")
    with visitor.page.expect_download() as brought:
        visitor.press("CSV")
    lines = brought.value.path().read_text("utf-8").splitlines()
    visitor.shoots("results-full-es")
    visitor.press("English")
    visitor.waits_for("#rows", "48 rows")
    visitor.shoots("results-full-en")
    visitor.leaves()

    assert re.fullmatch(r"[0-9a-f]{32}\.", digest)
    assert len(lines) == 49


def test_pairs_can_be_cancelled(browser: Browser, address: str, visiting: Any) -> None:
    visitor = visiting(browser, address, QUOTA + "&tab=compare&seed=3")
    visitor.page.locator("#pairs-years").fill("2")
    visitor.page.wait_for_timeout(600)
    visitor.press("Correr los pares")
    visitor.press("Cancelar")
    visitor.waits_for("#standing", "Cancelado")
    visitor.leaves()
