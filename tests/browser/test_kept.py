"""What is drawn outlives a session; what is taken away is left out of what is picked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.targeting.strandvik import box

from .sight import Console, draw, rectangle, show, sign_in

WHOLE_STREET = rectangle(0.08, 0.35, 0.92, 0.65)


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    sign_in(page, "planner", "/map/")
    return page


def addresses(page: Page) -> Any:
    return expect(page.locator("#count-addresses"))


def test_a_drawing_outlives_a_reload_and_a_new_sign_in(map_page: Page, console: Console) -> None:
    console.expect(r"status of 401")
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#kept-note")).to_be_hidden()
    page.reload()
    addresses(page).to_have_text("40 adresser")
    expect(page.locator(".shape-label")).to_have_text(["Med"])
    expect(page.locator("#kept-note")).to_have_text(
        "Det du hadde tegnet og valgt her, er hentet fram igjen."
    )
    page.context.clear_cookies(name="geotarget_session")
    page.get_by_role("button", name="Frys listen").click()
    expect(page.locator("#freeze-error")).to_contain_text("Du er logget ut")
    expect(page.locator("#freeze-error a")).to_have_attribute("href", "/login/?next=%2Fmap%2F")
    page.get_by_text("Hvilke adresser et område tar med").click()
    page.select_option("#rule", "access-inside")
    expect(page.locator("#count-error")).to_contain_text("Du er logget ut")
    page.locator("#count-error").get_by_role("link", name="Logg inn på nytt").click()
    sign_in(page, "planner", "/map/")
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#rule")).to_have_value("access-inside")
    expect(page.locator("#kept-note")).to_be_visible()
    page.get_by_text("Hvilke adresser et område tar med").click()
    page.select_option("#rule", "address-inside")
    expect(page.locator("#kept-note")).to_be_hidden()


def test_lost_cookies_are_a_lost_session_and_nothing_is_lost(
    map_page: Page, console: Console
) -> None:
    console.expect(r"status of 401")
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    page.context.clear_cookies()
    page.get_by_text("Hvilke adresser et område tar med").click()
    page.select_option("#rule", "access-inside")
    expect(page.locator("#count-error")).to_contain_text("Du er logget ut")
    page.locator("#count-error").get_by_role("link", name="Logg inn på nytt").click()
    expect(page.locator("main")).to_contain_text("er tatt vare på i dette vinduet")
    sign_in(page, "planner", "/map/")
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#kept-note")).to_be_visible()


def test_a_picked_street_loses_what_is_taken_away(map_page: Page) -> None:
    page = map_page
    page.fill("#search", "Storgata")
    page.get_by_role("button", name="Ta med Storgata", exact=True).click()
    addresses(page).to_have_text("40 adresser")
    page.get_by_text("Trekk fra område", exact=True).click()
    page.get_by_text("Lim inn eller last opp et område").click()
    page.fill("#paste-text", json.dumps(box(5, -15, 105, 15)))
    page.get_by_role("button", name="Bruk området").click()
    addresses(page).to_have_text("30 adresser")
    left_out = "10 valgte adresser ligger i området som trekkes fra – ikke med"
    expect(page.locator("#left-out-list li")).to_have_text([left_out])
    expect(page.locator("#selected-list .ds-tag")).to_have_text(["ikke med"])
    expect(page.locator("#freeze-button")).to_be_enabled()
    page.get_by_role("button", name="Frys listen").click()
    page.wait_for_url("**/lists/*/")
    expect(page.locator("#left-out")).to_contain_text("Valgt, men i området som trekkes fra")
    frozen = AddressList.objects.get()
    assert (frozen.address_count, frozen.taken_out_count) == (30, 10)
