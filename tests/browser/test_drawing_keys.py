"""Drawing by keyboard alone, with the cross-hair."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geotarget.organisations.models import Organisation

from .drawing import WHOLE_STREET, addresses, begun, build_parcel, figures, said
from .sight import (
    accessibility_faults,
    draw,
    show,
    sign_in,
    speak_in,
)


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    sign_in(page, "planner", "/map/")
    return page


def tab_to(page: Page, selector: str) -> None:
    """Go on with the Tab key until something that matches has the focus."""
    for _ in range(90):
        page.keyboard.press("Tab")
        if page.evaluate("(it) => document.activeElement.matches(it)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the Tab key")


def find_street(page: Page) -> None:
    """Storgata's middle comes under the cross-hair: 205 m east, 0 m north. A pixel is 0.6 m."""
    tab_to(page, "#search")
    page.keyboard.type("Storgata")
    expect(page.locator("#search-results .hit").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def take_tool(page: Page, name: str) -> None:
    tab_to(page, f'[aria-label="{name}"]')
    page.keyboard.press("Enter")
    expect(page.locator("#map")).to_be_focused()
    said(page).to_contain_text(name)


def press(page: Page, *keys: str) -> None:
    """Keys, each with how often: "4 Shift+ArrowLeft"."""
    for key in keys:
        times, _, name = key.rpartition(" ")
        for _ in range(int(times or 1)):
            page.keyboard.press(name)


def test_corners_and_shapes_are_moved_and_removed_by_keyboard(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    take_tool(page, "Flytt hjørner")
    press(page, "4 Shift+ArrowLeft", "Space")
    said(page).to_contain_text("av figur 1 er tatt")
    press(page, "4 Shift+ArrowRight", "Enter")
    addresses(page).not_to_have_text("40 adresser")
    press(page, "Control+z")
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#announcement")).to_contain_text("Angret")
    press(page, "Space", "Delete")
    addresses(page).not_to_have_text("40 adresser")
    press(page, "Space", "Delete")
    expect(page.locator("#draw-warning")).to_contain_text("minst tre hjørner")
    press(page, "Escape")
    said(page).to_have_text("Sluppet; ingenting er endret.")
    press(page, "Escape")
    expect(page.get_by_role("button", name="Flytt hjørner")).to_be_focused()
    press(page, "Control+z")
    addresses(page).to_have_text("40 adresser")
    take_tool(page, "Flytt figurer")
    press(page, "Space", "9 Shift+ArrowDown", "Enter")
    addresses(page).to_have_text("0 adresser")
    press(page, "Escape", "Control+z", "Control+y", "Control+z")
    addresses(page).to_have_text("40 adresser")
    tab_to(page, '[aria-label="Fjern figurer"]')
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Fjern: Figur 1: flate, med")).to_be_focused()
    page.keyboard.press("Enter")
    addresses(page).to_have_text("Ingenting er valgt ennå")


def test_a_crossing_is_refused_where_it_happens_with_words(map_page: Page) -> None:
    page = map_page
    find_street(page)
    take_tool(page, "Tegn flate")
    press(page, "Enter")
    said(page).to_have_text("1 punkt")
    press(page, "Shift+ArrowRight", "Enter")
    said(page).to_contain_text("2 punkter, 48 m øst for forrige punkt")
    press(page, "Shift+ArrowDown", "Enter")
    press(page, "2 Shift+ArrowUp", "4 ArrowLeft", "Enter")
    expect(page.locator("#draw-warning")).to_contain_text("kan ikke krysse seg selv")
    press(page, "Shift+ArrowDown", "Shift+ArrowDown", "2 ArrowLeft", "Enter")
    said(page).to_contain_text("4 punkter")
    press(page, "Control+z")
    said(page).to_have_text("Siste punkt fjernet")
    page.get_by_role("button", name="Fullfør").locator("visible=true").press("Enter")
    figures(page).to_have_text(["Figur 1: flate, med"])


def test_what_is_begun_outlives_a_reload(map_page: Page) -> None:
    page = map_page
    find_street(page)
    take_tool(page, "Tegn linje med sone")
    press(page, "5 Shift+ArrowLeft", "Enter", "5 Shift+ArrowRight", "Enter", "Escape")
    page.reload()
    expect(page.locator("#unfinished")).to_contain_text("En figur du hadde begynt på")
    page.get_by_role("button", name="Tegn videre").press("Enter")
    press(page, "5 Shift+ArrowRight", "Enter", "Enter")
    addresses(page).to_have_text("40 adresser")
    page.reload()
    expect(page.locator("#unfinished")).to_be_hidden()
    addresses(page).to_have_text("40 adresser")


def test_corners_keep_to_the_borders_of_parcels(map_page: Page) -> None:
    build_parcel(180, -40, 230, 40)
    page = map_page
    find_street(page)
    with page.expect_response("**/map/edges/"):
        take_tool(page, "Tegn flate")
    press(page, "5 ArrowLeft", "6 ArrowUp")
    page.wait_for_load_state("networkidle")
    press(page, "Enter")
    assert begun(page)[0] == pytest.approx((180, 40), abs=0.01)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_accessible_while_drawing(map_page: Page, language: str) -> None:
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    speak_in(page, language)
    for icon in ("polygon", "edit"):
        page.locator(f"a:has(> .leaflet-pm-icon-{icon})").press("Enter")
        expect(page.locator("#crosshair-bar")).to_be_visible()
        page.keyboard.press("Delete")
        expect(page.locator("#draw-warning")).not_to_be_empty()
        expect(page.locator("#counts")).not_to_have_attribute("aria-busy", "true")
        assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
