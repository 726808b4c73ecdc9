"""Drawing with mouse, keyboard and finger: areas with holes and exclusions, lines with zones."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from playwright.sync_api import Browser, Page, expect

from geotarget.cadastre.models import Parcel
from geotarget.domain.coordinates import to_storage
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.targeting.strandvik import EAST, NORTH

from .conftest import person
from .sight import (
    Console,
    accessibility_faults,
    click_on_map,
    draw,
    rectangle,
    show,
    sign_in,
    speak_english,
)

WHOLE_STREET = rectangle(0.08, 0.35, 0.92, 0.65)
ALONG_STREET = [(0.08, 0.543), (0.92, 0.457)]
"""East in the grid of the test's cadastre is 4° north of the map's, so far west in its zone."""


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    sign_in(page, "planner", "/map/")
    return page


@pytest.fixture
def phone(
    browser: Browser, live_server: Any, strandvik: Organisation, console: Console
) -> Iterator[Page]:
    """A small phone: 360 px wide, fingers only."""
    size: Any = {"width": 360, "height": 740}
    with person(browser, live_server, viewport=size, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        console.listen(page)
        sign_in(page, "planner", "/map/")
        yield page
        assert console.unexpected() == []


def addresses(page: Page) -> Any:
    return expect(page.locator("#count-addresses"))


def said(page: Page) -> Any:
    return expect(page.locator("#crosshair-said"))


def figures(page: Page) -> Any:
    return expect(page.locator("#figures > li > .link-button"))


def freeze(page: Page, count: int) -> None:
    expect(page.locator("#freeze-button")).to_be_enabled()
    page.locator("#freeze-name").press("Enter")
    page.wait_for_url("**/lists/*/")
    assert AddressList.objects.get().address_count == count


# --- By keyboard ---------------------------------------------------------------------------------


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
    expect(page.locator("#search-results li").first).to_be_visible()
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


def test_a_hole_and_an_exclusion_by_keyboard(map_page: Page) -> None:
    page = map_page
    find_street(page)
    take_tool(page, "Tegn rektangel")
    press(page, "5 Shift+ArrowLeft", "Shift+ArrowUp", "Enter")
    said(page).to_have_text("1 punkt")
    press(page, "10 Shift+ArrowRight", "2 Shift+ArrowDown", "Enter")
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#announcement")).to_contain_text("Område tegnet, ")
    expect(page.get_by_role("button", name="Tegn rektangel")).to_be_focused()
    take_tool(page, "Skjær ut hull")
    press(page, "4 Shift+ArrowLeft", "Shift+ArrowUp", "2 ArrowUp", "Enter")
    press(page, "2 Shift+ArrowLeft", "Enter", "4 ArrowDown", "Enter")
    said(page).to_contain_text("3 punkter, 24 m sør for forrige punkt")
    press(page, "2 Shift+ArrowRight", "Enter", "Enter")
    addresses(page).to_have_text("31 adresser")
    expect(page.locator("#announcement")).to_contain_text("Hull skåret ut")
    tab_to(page, "[name=mode]")
    press(page, "ArrowRight")
    take_tool(page, "Tegn rektangel")
    press(page, "Shift+ArrowRight", "Enter", "4 Shift+ArrowRight", "Shift+ArrowUp", "Enter")
    addresses(page).to_have_text("21 adresser")
    figures(page).to_have_text(["Figur 1: flate, med", "Figur 2: flate, trekkes fra"])
    freeze(page, 21)


def test_a_road_with_one_side_by_keyboard(map_page: Page) -> None:
    page = map_page
    find_street(page)
    take_tool(page, "Tegn linje med sone")
    press(page, "5 Shift+ArrowLeft", "3 ArrowDown", "Enter")
    press(page, "10 Shift+ArrowRight", "6 ArrowUp", "Enter")
    said(page).to_contain_text("2 punkter, 48")
    press(page, "Enter")
    addresses(page).to_have_text("40 adresser")
    width = page.get_by_label("Sone rundt (m) Figur 1: linje, med")
    expect(width).to_be_focused()
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Side: Figur 1: linje, med")).to_be_focused()
    page.keyboard.press("ArrowDown")
    addresses(page).to_have_text("20 adresser")
    expect(page.locator("#announcement")).to_contain_text("Sonen er endret")
    freeze(page, 20)
    drawn = AddressList.objects.get().drawing["include"]["features"][0]
    assert drawn["properties"]["zone"] == {"buffer_m": 12.0, "side": "left", "ends": "round"}


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
    press(page, "Enter", "Shift+ArrowRight", "Enter", "Shift+ArrowDown", "Enter")
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


# --- By mouse ------------------------------------------------------------------------------------


def test_a_road_with_one_side_by_mouse(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    page.get_by_role("button", name="Tegn linje med sone").click()
    click_on_map(page, *ALONG_STREET, ALONG_STREET[-1])
    addresses(page).to_have_text("40 adresser")
    width = page.get_by_label("Sone rundt (m) Figur 1: linje, med")
    expect(width).to_be_focused()
    width.fill("mye")
    width.press("Enter")
    expect(page.locator("#zone-0-fault")).to_have_text("Skriv et antall meter fra 1 til 50000.")
    assert accessibility_faults(page) == []
    width.fill("12,5")
    width.press("Enter")
    for side in ("left", "right"):
        page.get_by_label("Side: Figur 1: linje, med").select_option(side)
        addresses(page).to_have_text("20 adresser")
    page.locator("#undo").click()
    page.locator("#undo").click()
    addresses(page).to_have_text("40 adresser")
    expect(width).to_have_value("12.5")
    page.get_by_label("Ender: Figur 1: linje, med").select_option("flat")
    expect(page.locator("#announcement")).to_contain_text("Sonen er endret")
    freeze(page, 40)


def test_a_circle_has_a_radius_and_an_area_a_ring(map_page: Page) -> None:
    page = map_page
    show(page, "Blokkvegen 1")
    page.get_by_role("button", name="Tegn sirkel").click()
    click_on_map(page, (0.5, 0.5), (0.52, 0.5))
    addresses(page).to_have_text("1 adresse")
    radius = page.get_by_label("Radius (m) Figur 1: sirkel, med")
    radius.fill("101")
    radius.press("Enter")
    addresses(page).to_have_text("14 adresser")
    page.locator("#clear").click()
    draw(page, *rectangle(0.48, 0.48, 0.52, 0.52))
    addresses(page).to_have_text("1 adresse")
    page.get_by_role("button", name="Sone rundt …: Figur 1: flate, med").click()
    width = page.get_by_label("Sone rundt (m) Figur 1: flate, med")
    expect(width).to_be_focused()
    width.fill("95")
    width.press("Enter")
    addresses(page).to_have_text("14 adresser")
    page.get_by_label("Side: Figur 1: flate, med").select_option("outside")
    addresses(page).to_have_text("13 adresser")
    page.reload()
    addresses(page).to_have_text("13 adresser")


def test_shapes_are_joined_turned_round_and_removed_in_the_list(
    map_page: Page, console: Console
) -> None:
    console.expect("ERR_CONNECTION_FAILED")
    page = map_page
    show(page, "Storgata")
    draw(page, *rectangle(0.08, 0.35, 0.55, 0.65))
    draw(page, *rectangle(0.45, 0.4, 0.92, 0.6))
    addresses(page).to_have_text("40 adresser")
    page.route("**/map/join/", lambda route: route.abort("connectionfailed"))
    page.get_by_role("button", name="Slå sammen til én figur").click()
    expect(page.locator("#draw-warning")).to_contain_text("Serveren svarer ikke")
    figures(page).to_have_count(2)
    page.unroute("**/map/join/")
    page.get_by_role("button", name="Slå sammen til én figur").click()
    figures(page).to_have_text(["Figur 1: flate, med"])
    addresses(page).to_have_text("40 adresser")
    page.get_by_role("button", name="Trekk fra: Figur 1: flate, med").press("Enter")
    figures(page).to_have_text(["Figur 1: flate, trekkes fra"])
    expect(page.get_by_role("button", name="Ta med: Figur 1: flate, trekkes fra")).to_be_focused()
    addresses(page).to_have_text("Det mangler et område å trekke fra")
    page.get_by_role("button", name="Fjern: Figur 1: flate, trekkes fra").click()
    addresses(page).to_have_text("Ingenting er valgt ennå")


def test_corners_keep_to_the_borders_of_parcels(map_page: Page) -> None:
    parcel = Polygon.from_bbox((EAST + 180, NORTH - 40, EAST + 230, NORTH + 40))
    Parcel.objects.create(
        source="m",
        source_id="1",
        municipality_number="9901",
        geom=MultiPolygon(parcel),
        row_hash=b"",
    )
    page = map_page
    find_street(page)
    with page.expect_response("**/map/edges/"):
        take_tool(page, "Tegn flate")
    press(page, "5 ArrowLeft", "6 ArrowUp", "Enter")
    kept = page.evaluate("Object.entries(sessionStorage).find(([key]) => key.endsWith('begun'))[1]")
    east, north = to_storage(*json.loads(kept)["points"][0])
    assert (east - EAST, north - NORTH) == pytest.approx((180, 40), abs=0.01)


# --- By finger -----------------------------------------------------------------------------------


def tap(page: Page, *places: tuple[float, float]) -> None:
    area = page.locator("#map").bounding_box()
    assert area is not None
    for x, y in places:
        page.touchscreen.tap(area["x"] + x * area["width"], area["y"] + y * area["height"])


def test_a_hole_and_an_exclusion_by_finger(phone: Page) -> None:
    page = phone
    show(page, "Storgata")
    page.get_by_role("button", name="Tegn flate").tap()
    tap(page, *rectangle(0.2, 0.3, 0.8, 0.7))
    addresses(page).to_have_text("40 adresser")
    assert accessibility_faults(page) == []
    page.locator("#crosshair-finish").tap()
    figures(page).to_have_text(["Figur 1: flate, med"])
    page.get_by_role("button", name="Skjær ut hull").tap()
    tap(page, *rectangle(0.3, 0.45, 0.5, 0.55))
    page.locator("#crosshair-finish").tap()
    addresses(page).not_to_have_text("40 adresser")
    expect(page.locator("#announcement")).to_contain_text("Hull skåret ut")
    with_hole = int(page.locator("#count-addresses").inner_text().split()[0])
    page.get_by_text("Trekk fra område").tap()
    page.get_by_role("button", name="Tegn rektangel").tap()
    tap(page, (0.6, 0.4), (0.75, 0.6))
    figures(page).to_have_text(["Figur 1: flate, med", "Figur 2: flate, trekkes fra"])
    expect(page.locator("#count-addresses")).not_to_have_text(f"{with_hole} adresser")
    assert int(page.locator("#count-addresses").inner_text().split()[0]) < with_hole < 40
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_road_with_one_side_by_finger_and_centre(phone: Page) -> None:
    page = phone
    show(page, "Storgata")
    page.get_by_role("button", name="Tegn linje med sone").tap()
    tap(page, (0.2, 0.52))
    page.get_by_role("button", name="Legg til punkt i midten").tap()
    tap(page, (0.8, 0.48))
    page.locator("#crosshair-finish").tap()
    addresses(page).to_have_text("40 adresser")
    page.get_by_label("Side: Figur 1: linje, med").select_option("right")
    addresses(page).to_have_text("20 adresser")
    freeze(page, 20)


def test_handles_and_buttons_are_large_enough_for_a_finger(phone: Page) -> None:
    page = phone
    show(page, "Storgata")
    page.get_by_role("button", name="Tegn rektangel").tap()
    tap(page, (0.25, 0.35), (0.75, 0.65))
    addresses(page).not_to_have_text("Ingenting er valgt ennå")
    for name in ("Tegn flate", "Flytt hjørner", "Fjern figurer"):
        size = page.get_by_role("button", name=name).bounding_box()
        assert size is not None
        assert min(size["width"], size["height"]) >= 40
    page.get_by_role("button", name="Flytt hjørner").tap()
    corner = page.locator(".marker-icon:not(.marker-icon-middle)").first.bounding_box()
    assert corner is not None
    assert corner["width"] >= 24


@pytest.mark.parametrize("speak", [lambda page: None, speak_english], ids=["nb", "en"])
def test_accessible_while_drawing(map_page: Page, speak: Any) -> None:
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    speak(page)
    page.locator("#figures [data-does=zone]").click()
    page.fill("#zone-0", "x")
    page.press("#zone-0", "Enter")
    expect(page.locator("#zone-0-fault")).to_be_visible()
    for icon in ("polygon", "edit"):
        page.locator(f"a:has(> .leaflet-pm-icon-{icon})").press("Enter")
        expect(page.locator("#crosshair-bar")).to_be_visible()
        page.keyboard.press("Delete")
        expect(page.locator("#draw-warning")).not_to_be_empty()
        expect(page.locator("#counts")).not_to_have_attribute("aria-busy", "true")
        assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
