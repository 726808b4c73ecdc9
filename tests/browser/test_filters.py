"""Filters beside the map, and what is there: by mouse and by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotarget.organisations.models import Organisation
from tests.targeting import buildings

from .sight import accessibility_faults, draw, rectangle, show, sign_in

WHOLE_STREET = rectangle(0.08, 0.35, 0.92, 0.65)


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    buildings.build()
    buildings.know_water(strandvik)
    sign_in(page, "planner", "/map/")
    expect(page.locator("#count-addresses")).to_have_text("Ingenting er valgt ennå")
    return page


def addresses(page: Page) -> Any:
    return expect(page.locator("#count-addresses"))


def test_holiday_homes_are_filtered_counted_and_frozen(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    page.locator("#filter-section > summary").click()
    page.get_by_label("Fritidsboliger").select_option("Bare fritidsboliger")
    addresses(page).to_have_text("10 adresser")
    expect(page.locator("#count-filters")).to_have_text("Bare fritidsboliger")
    expect(page.locator("#announcement")).to_contain_text("Filter endret")
    page.get_by_role("group", name="Kommunalt vann").get_by_label("ja", exact=True).check()
    addresses(page).to_have_text("4 adresser")
    expect(page.locator("#filter-count")).to_have_text("2")
    page.get_by_role("button", name="Angre").click()
    addresses(page).to_have_text("10 adresser")
    page.locator("#split-section > summary").click()
    lines = page.locator("#split > li")
    expect(lines).to_have_count(5)
    expect(lines.nth(3)).to_have_text(
        "10 fritidsboliger. Få eller ingen folkeregistrerte nås der, og eiere varsles ikke."
    )
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Frys listen").click()
    expect(page.locator("dd", has_text="Bare fritidsboliger")).to_be_visible()
    expect(page.locator("#list-split")).to_contain_text("10 fritidsboliger")
    assert accessibility_faults(page) == []


def test_by_keyboard_alone_and_kept_over_a_reload(map_page: Page) -> None:
    page = map_page
    page.fill("#search", "Storgata")
    page.get_by_role("button", name="Ta med Storgata", exact=True).press("Enter")
    addresses(page).to_have_text("40 adresser")
    page.locator("#filter-section > summary").press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Fritidsboliger")).to_be_focused()
    page.keyboard.press("Tab")
    way_on = page.get_by_role("link", name="Hopp til Frys listen")
    expect(way_on).to_be_focused()
    expect(way_on).to_be_in_viewport()
    way_on.press("Enter")
    expect(page.locator("#freeze-name")).to_be_focused()
    way_on.press("Tab")
    expect(
        page.get_by_role("group", name="Bygningstype").get_by_label("Bolig", exact=True)
    ).to_be_focused()
    page.keyboard.press("Space")
    addresses(page).to_have_text("27 adresser")
    page.reload()
    addresses(page).to_have_text("27 adresser")
    expect(page.locator("#filter-count")).to_have_text("1")
    page.locator("#filter-section > summary").press("Enter")
    expect(
        page.get_by_role("group", name="Bygningstype").get_by_label("Bolig", exact=True)
    ).to_be_checked()
    page.get_by_role("button", name="Fjern alle filtre").press("Enter")
    addresses(page).to_have_text("40 adresser")
    expect(page.get_by_label("Fritidsboliger")).to_be_focused()
    expect(page.locator("#filter-count")).to_be_hidden()


def test_a_filter_that_nothing_passes_says_so(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    page.locator("#filter-section > summary").click()
    page.get_by_role("group", name="Etasje").get_by_label("kjeller 1 (K01)").check()
    addresses(page).to_have_text("0 adresser")
    expect(page.get_by_role("button", name="Frys listen")).to_be_disabled()
    expect(page.locator("#count-filters")).to_have_text("Etasje: kjeller 1 (K01)")
