"""Neighbours of a parcel: found, shown, chosen and frozen, in every way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geotarget.cadastre.models import Address
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.targeting import neighbourhood

from .drawing import addresses
from .sight import accessibility_faults, click_on_map, sign_in
from .ways import Way, way

__all__ = ["way"]

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def plots(page: Page, strandvik: Organisation) -> None:
    neighbourhood.build()
    sign_in(page, "planner", "/map/")


def properties(page: Page) -> list[str]:
    return page.locator("#neighbours-rows th").all_inner_texts()


def test_neighbours_of_a_parcel(page: Page, plots: None, way: Way) -> None:
    way.press(page.get_by_text("Naboer til en eiendom"))
    way.write(page.locator("#neighbours-number"), "30/11")
    way.press(page.get_by_role("button", name="Finn eiendommen"))
    expect(page.locator("#neighbours-of")).to_have_text("Naboer til 9901-30/11")
    expect(page.locator("#neighbours-of")).to_be_focused()
    addresses(page).to_have_text("3 adresser")
    expect(page.locator("#neighbours-rows tr")).to_have_count(5)
    assert properties(page)[:2] == ["9901-30/1", "9901-30/12"]
    expect(page.locator("#neighbours-tool")).to_contain_text("Ikke naboliste: eiere mangler")
    expect(page.locator("[data-neighbours=adjoining]")).to_have_text("(2 eiendommer)")
    assert accessibility_faults(page) == []
    assert page.evaluate(TOO_WIDE) <= 0

    expect(page.locator("[data-neighbours=within]")).to_have_text("(3 eiendommer)")
    way.tick(page.locator("[name=neighbour-kind][value=within]"))
    expect(page.locator("#neighbours-rows tr")).to_have_count(8)
    addresses(page).to_have_text("5 adresser")
    away = page.locator("#neighbours-elsewhere-rows li")
    expect(away).to_contain_text("30/40: samme eiendom som 9901-30/40, 5,0 km unna – ikke med")
    way.press(away.get_by_role("button", name="Ta med 30/40"))
    addresses(page).to_have_text("6 adresser")
    expect(away).to_contain_text("5,0 km unna – med")

    way.write(page.locator("#freeze-name"), "Naboer")
    way.press(page.locator("#freeze-button"))
    page.wait_for_url("**/lists/*/")
    expect(page.locator("#neighbours")).to_contain_text("Ikke naboliste: eiere mangler")
    expect(page.locator("#included")).to_contain_text("På en eiendom over veien")
    assert accessibility_faults(page) == []
    assert page.evaluate(TOO_WIDE) <= 0
    labels = AddressList.objects.get().addresses.values_list("label", flat=True)
    assert sorted(labels) == ["30/12", "30/13", "30/21", "30/22/1", "30/23", "30/40"]


def test_unbuilt_neighbours_alone_are_no_list(page: Page, plots: None) -> None:
    Address.objects.all().delete()
    page.get_by_text("Naboer til en eiendom").click()
    page.fill("#neighbours-number", "30/11")
    page.press("#neighbours-number", "Enter")
    expect(page.locator("#freeze-note")).to_contain_text("Ta med flere naboer, eller ta vare på")
    expect(page.locator("#freeze-button")).to_be_disabled()
    assert accessibility_faults(page) == []


def test_the_property_is_pointed_at(page: Page, plots: None, way: Way) -> None:
    way.write(page.locator("#search"), "30/12")
    way.press(page.locator("#search-results").get_by_role("button", name="30/12").first)
    if way.name == "mouse":
        click_on_map(page, (0.5, 0.5))
        popup = page.locator(".addresses-popup")
        expect(popup).to_contain_text("Eiendommen her")
        assert accessibility_faults(page) == []
        popup.get_by_role("button", name="Naboer til 9901-30/12").click()
    else:
        way.press(page.get_by_text("Naboer til en eiendom"))
        way.press(page.get_by_role("button", name="Pek på den med trådkorset"))
        expect(page.locator("#crosshair-bar")).to_be_visible()
        assert accessibility_faults(page) == []
        if way.name == "keyboard":
            page.keyboard.press("Enter")
        else:
            way.press(page.get_by_role("button", name="Velg det som er i midten"))
    expect(page.locator("#neighbours-of")).to_have_text("Naboer til 9901-30/12")
    # Both beside it, and the three over the road with the leasehold's house.
    addresses(page).to_have_text("5 adresser")


def test_they_outlive_a_reload_and_can_be_undone(page: Page, plots: None, way: Way) -> None:
    way.press(page.get_by_text("Naboer til en eiendom"))
    way.write(page.locator("#neighbours-number"), "30/11")
    way.press(page.get_by_role("button", name="Finn eiendommen"))
    addresses(page).to_have_text("3 adresser")
    page.reload()
    addresses(page).to_have_text("3 adresser")
    way.press(page.get_by_text("Naboer til en eiendom"))
    expect(page.locator("#neighbours-of")).to_have_text("Naboer til 9901-30/11")
    way.press(page.get_by_role("button", name="Ta ut naboene"))
    addresses(page).to_have_text("Ingenting er valgt ennå")
    way.press(page.get_by_role("button", name="Angre"))
    addresses(page).to_have_text("3 adresser")


def test_a_number_that_nothing_has_is_told_at_the_field(page: Page, plots: None, way: Way) -> None:
    way.press(page.get_by_text("Naboer til en eiendom"))
    way.write(page.locator("#neighbours-number"), "77/7")
    way.press(page.get_by_role("button", name="Finn eiendommen"))
    expect(page.locator("#neighbours-error")).to_contain_text("Ingen eiendom har det nummeret")
    assert accessibility_faults(page) == []
    way.write(page.locator("#neighbours-number"), "30/11")
    way.press(page.get_by_role("button", name="Finn eiendommen"))
    expect(page.locator("#neighbours-error")).to_be_hidden()
    way.write(page.locator("#neighbours-metres"), "900")
    page.keyboard.press("Tab")
    expect(page.locator("#neighbours-metres-error")).to_contain_text("1 til 500")
