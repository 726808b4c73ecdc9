"""The search box for what has no address: coordinates and properties, by every hand."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geotarget.organisations.models import Organisation
from tests.targeting import neighbourhood
from tests.targeting.strandvik import degrees

from .drawing import addresses
from .sight import accessibility_faults, sign_in
from .ways import Way, way

__all__ = ["way"]

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def hand(way: Way, strandvik: Organisation) -> Way:
    neighbourhood.build()
    sign_in(way.page, "planner", "/map/")
    return way


def said(page: Page) -> None:
    assert accessibility_faults(page) == []
    assert page.evaluate(TOO_WIDE) <= 0


def test_coordinates_move_the_map_and_take_what_is_around(hand: Way) -> None:
    page = hand.page
    longitude, latitude = degrees(50, -14)
    hand.write(page.locator("#search"), f"{latitude:.5f} {longitude:.5f}".replace(".", ","))
    name = f"Innen 100 m fra {latitude:.5f}, {longitude:.5f}"
    hit = page.locator("#search-results .hit").first
    expect(hit).to_contain_text("Strandvik · 9 m fra Storgata 5")
    hand.press(hit.get_by_role("button", name=name, exact=True))
    expect(page.locator(".place-mark")).to_be_visible()
    expect(page.locator(".place-mark")).to_be_in_viewport()
    said(page)
    hand.press(page.get_by_role("button", name=f"Ta med {name}", exact=True))
    addresses(page).to_have_text("15 adresser")
    expect(page.locator("#figures")).to_contain_text(f"innen 100 m fra {latitude:.5f}")
    expect(page.locator("#freeze-name")).to_have_value(name)


def test_coordinates_elsewhere_are_told(hand: Way) -> None:
    page = hand.page
    hand.write(page.locator("#search"), "40.7128, -74.0060")
    expect(page.locator("#search-state")).to_contain_text("Disse koordinatene er ikke i Norge.")
    longitude, latitude = degrees(1010, 0)
    hand.write(page.locator("#search"), f"{latitude:.5f}, {longitude:.5f}")
    hit = page.locator("#search-results .hit").first
    expect(hit).to_contain_text("utenfor ditt område")
    expect(hit).to_contain_text("Fjellvik")


def test_an_unbuilt_property_is_shown_picked_and_asked_for_neighbours(hand: Way) -> None:
    page = hand.page
    hand.write(page.locator("#search"), "30/22/0/0")
    hit = page.locator("#search-results .hit").first
    expect(hit).to_contain_text("9901-30/22")
    expect(hit).to_contain_text("ubebygd eller uten adresse")
    hand.press(hit.get_by_role("button", name="9901-30/22", exact=True))
    expect(page.locator("#map")).to_be_in_viewport()
    said(page)
    hand.press(page.get_by_role("button", name="Naboer til 9901-30/22"))
    expect(page.locator("#neighbours-of")).to_have_text("Naboer til 9901-30/22")
    expect(page.locator("#neighbours-of")).to_be_focused()
    hand.press(page.locator("#neighbours-drop"))
    hand.press(page.get_by_role("button", name="Ta med 9901-30/22", exact=True))
    expect(page.locator("#announcement")).to_contain_text(
        "9901-30/22 har ingen adresse: grunnen er tatt med som område"
    )
    addresses(page).to_have_text("1 adresse")


def test_a_property_is_picked_by_enter_and_an_address_as_it_is_written(hand: Way) -> None:
    page, search = hand.page, hand.page.locator("#search")
    hand.write(search, "30/11")
    search.press("Enter")
    addresses(page).to_have_text("1 adresse")
    expect(page.locator(".pick > span")).to_have_text(["30/11"])
    hand.write(search, "Storgata 5 H0102, 9994 Strandvik")
    search.press("Enter")
    expect(page.locator("#search-state")).to_contain_text("Hele adressen tas med")
    hand.press(page.get_by_role("button", name="Ta med Storgata 5", exact=True))
    addresses(page).to_have_text("2 adresser")
