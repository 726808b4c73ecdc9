"""A property picked on the map, and the farm whose house stands elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.targeting import neighbourhood
from tests.targeting.strandvik import box

from .drawing import addresses, freeze
from .sight import accessibility_faults, click_on_map, show, sign_in, speak_in, stands_still
from .test_map_by_hand import keep
from .test_map_by_hand import paste as paste_by_hand
from .ways import Way, way

__all__ = ["way"]

MIDDLE = (0.5, 0.5)
FIELD = box(15, -295, 55, -220)
"""Over the farm's field and a corner of the plot beside it."""


@pytest.fixture
def plots(page: Page, strandvik: Organisation) -> None:
    neighbourhood.build()
    sign_in(page, "planner", "/map/")


def popup_at_the_middle(page: Page, way: Way) -> Locator:
    if way.name == "keyboard":
        way.reach(page.locator("#map"))
        page.keyboard.press("Enter")
    elif way.name == "phone":
        area = page.locator("#map").bounding_box()
        assert area is not None
        page.touchscreen.tap(area["x"] + area["width"] / 2, area["y"] + area["height"] / 2)
    else:
        click_on_map(page, MIDDLE)
    popup = page.locator(".addresses-popup")
    expect(popup).to_be_visible()
    stands_still(popup)
    return popup


def test_a_property_is_picked_on_the_map_and_let_go_again(
    page: Page, plots: None, way: Way
) -> None:
    way.write(page.locator("#search"), "30/12")
    way.press(page.locator("#search-results").get_by_role("button", name="30/12").first)
    popup = popup_at_the_middle(page, way)
    assert accessibility_faults(page) == []
    way.press(popup.get_by_role("button", name="Ta med Eiendom 9901-30/12"))
    addresses(page).to_have_text("1 adresse")
    expect(page.locator("#picks")).to_contain_text("Eiendom 9901-30/12")
    expect(page.locator("#announcement")).to_contain_text("Eiendom 9901-30/12")
    expect(page.locator(".shape-label")).to_have_text("Eiendom 9901-30/12")
    page.keyboard.press("Control+z")
    addresses(page).to_have_text("Ingenting er valgt ennå")
    page.keyboard.press("Control+y")
    addresses(page).to_have_text("1 adresse")
    popup = popup_at_the_middle(page, way)
    way.press(popup.get_by_role("button", name="Ta ut Eiendom 9901-30/12"))
    addresses(page).to_have_text("Ingenting er valgt ennå")
    expect(page.locator("#picks")).not_to_contain_text("Eiendom")
    page.keyboard.press("Control+z")
    page.reload()
    addresses(page).to_have_text("1 adresse")
    freeze(page, 1)
    expect(page.get_by_role("region", name="Slik ble den laget")).to_contain_text(
        "Eiendom 9901-30/12"
    )
    assert AddressList.objects.get().drawing["districts"] == ["property:9901-30/12"]


@pytest.fixture(params=["nb", "nn", "en"])
def speak(request: pytest.FixtureRequest) -> Callable[[Page], None]:
    return lambda page: speak_in(page, request.param)


def test_the_popup_with_a_property_has_nothing_serious(
    page: Page, plots: None, speak: Callable[[Page], None]
) -> None:
    show(page, "9901-30/12")
    speak(page)
    show(page, "9901-30/12")
    click_on_map(page, MIDDLE)
    expect(page.locator(".addresses-popup .hit-acts button")).to_have_count(2)
    assert accessibility_faults(page) == []


def paste(page: Page) -> None:
    page.locator("#paste-text").evaluate("node => { node.closest('details').open = true; }")
    page.fill("#paste-text", json.dumps(FIELD))
    page.locator("#paste-form button[type=submit]").click()
    expect(page.locator("#figures > li")).to_have_count(1)


def test_the_house_of_the_farm_stands_elsewhere(page: Page, plots: None, way: Way) -> None:
    """ "Samme eiendom, 29 km unna – ikke med. One click adds it." """
    way.press(page.locator("#rule-section > summary"))
    way.select(page.locator("#rule"), "own-parcel-overlaps")
    paste_by_hand(way, FIELD)
    expect(page.locator("#figures > li")).to_have_count(1)
    section = page.locator("#same-property")
    told = section.get_by_text("30/40: samme eiendom, 5,0 km unna – ikke med")
    expect(told).to_be_visible()
    assert accessibility_faults(page) == []
    before = int(page.locator("#count-addresses").inner_text().split()[0])
    way.press(section.get_by_role("button", name="Ta med 30/40"))
    addresses(page).to_have_text(f"{before + 1} adresser")
    expect(page.locator("#adjusted")).to_contain_text("30/40")
    expect(page.locator("#adjusted")).to_contain_text("Lagt til: samme eiendom")
    expect(section).to_be_hidden()
    expect(page.locator("#counts")).to_be_focused()
    way.press(page.locator("#undo"))
    expect(told).to_be_visible()
    way.select(page.locator("#rule"), "any-parcel-overlaps")
    expect(section).to_contain_text("30/40: samme eiendom, 5,0 km unna – med")
    addresses(page).to_have_text(f"{before + 1} adresser")
    way.press(section.get_by_role("button", name="Ta ut …: 30/40"))
    keep(way)
    addresses(page).to_have_text(f"{before} adresser" if before > 1 else "1 adresse")
    expect(section).to_be_hidden()
    way.select(page.locator("#rule"), "address-inside")
    expect(section).to_be_hidden()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_is_told_of_other_land_has_nothing_serious_and_fits_a_phone(
    page: Page, plots: None, language: str
) -> None:
    show(page, "9901-30/21")
    paste(page)
    page.locator("#rule").evaluate("node => { node.closest('details').open = true; }")
    page.locator("#rule").select_option("own-parcel-overlaps")
    expect(page.locator("#same-property")).to_be_visible()
    speak_in(page, language)
    expect(page.locator("#same-property li")).to_have_count(1)
    assert accessibility_faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(too_wide) <= 0


def test_the_tools_do_not_lie_over_what_a_small_map_opens(page: Page, plots: None) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    show(page, "9901-30/12")
    click_on_map(page, MIDDLE)
    popup = page.locator(".addresses-popup")
    button = popup.get_by_role("button", name="Ta med Eiendom 9901-30/12")
    expect(button).to_be_visible()
    stands_still(popup)
    tool = page.locator(".leaflet-pm-toolbar .leaflet-buttons-control-button").first
    expect(tool).to_be_hidden()
    button.click()
    addresses(page).to_have_text("1 adresse")
    expect(tool).to_be_visible()
