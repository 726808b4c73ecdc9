"""An area with a hole and an exclusion, and a road with one side: exactly which addresses."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from playwright.sync_api import Page, expect

from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList

from .drawing import addresses, figures
from .places import draw_box, draw_line, expect_marks, find, listed
from .sight import accessibility_faults, sign_in
from .ways import Way, way

__all__ = ["way"]

SMALL_PHONE = {"width": 360, "height": 740}
EVERY = [number for number in range(1, 41) if number != 22]
ODD, EVEN = ([one for one in EVERY if one % 2 == rest] for rest in (1, 0))


@pytest.fixture
def at_street(way: Way, strandvik: Organisation) -> Way:
    """Before Storgata, with its addresses listed as soon as some are selected."""
    if way.name == "phone":
        way.page.set_viewport_size(SMALL_PHONE)  # type: ignore[arg-type]
    sign_in(way.page, "planner", "/map/")
    find(way, "Storgata")
    return way


def houses(numbers: Iterable[int]) -> list[str]:
    """Of Storgata, where 14 is 14A and 14B."""
    letters = ((number, letter) for number in numbers for letter in ("AB" if number == 14 else " "))
    return [f"Storgata {number}{letter}".strip() for number, letter in letters]


def between(first: int, last: int, of: list[int]) -> list[int]:
    return [number for number in of if first <= number <= last]


def open_street(way: Way) -> None:
    way.press(way.page.locator("#selected-list summary"))


def expect_exactly(page: Page, labels: list[str]) -> None:
    """The count and the list are of these, of Storgata, and no others."""
    addresses(page).to_have_text(f"{len(labels)} adresser")
    listed(page).to_have_text(labels)


def expect_marked(way: Way, labels: list[str]) -> None:
    """The map too, where the first shape is."""
    way.press(way.page.locator("#figures > li > .link-button").first)
    expect_marks(way, labels)


def freeze(way: Way, labels: list[str]) -> AddressList:
    expect(way.page.locator("#freeze-button")).to_be_enabled()
    way.press(way.page.locator("#freeze-button"))
    way.page.wait_for_url("**/lists/*/")
    frozen = AddressList.objects.get()
    assert sorted(frozen.addresses.values_list("label", flat=True)) == sorted(labels)
    return frozen


def test_an_area_with_a_hole_and_an_exclusion(at_street: Way) -> None:
    """The hole takes even houses of the west, the exclusion odd ones of the east."""
    way, page = at_street, at_street.page
    draw_box(way, -45, -75, 450, 75)
    expect(page.locator("#announcement")).to_contain_text("Område tegnet, ")
    if way.name == "keyboard":
        expect(page.get_by_role("button", name="Tegn flate")).to_be_focused()
    open_street(way)
    expect_exactly(page, houses(EVERY))
    draw_box(way, 95, 0, 205, 35, tool="Skjær ut hull")
    expect(page.locator("#announcement")).to_contain_text("Hull skåret ut")
    in_hole = between(10, 20, EVEN)
    left = [number for number in EVERY if number not in in_hole]
    expect_exactly(page, houses(left))
    way.choose(page.locator("[name=mode]"), 1)
    draw_box(way, 305, -35, 380, 0)
    taken = between(31, 37, ODD)
    rest = [number for number in left if number not in taken]
    expect_exactly(page, houses(rest))
    assert (len(houses(in_hole)), len(taken), len(houses(rest))) == (7, 4, 29)
    figures(page).to_have_text(["Figur 1: flate, med", "Figur 2: flate, trekkes fra"])
    expect(page.locator(".shape-label")).to_have_text(["Med", "Trekkes fra"])
    expect_marked(way, houses(rest))
    for undone in (left, EVERY):
        way.press(page.locator("#undo"))
        expect_exactly(page, houses(undone))
    for redone in (left, rest):
        way.press(page.locator("#redo"))
        expect_exactly(page, houses(redone))
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    freeze(way, houses(rest))


def test_a_road_with_one_side(at_street: Way) -> None:
    """Eastwards, so that even houses are on its left; its round ends reach two houses more."""
    way, page = at_street, at_street.page
    draw_line(way, (105, 0), (200, 0), (295, 0))
    addresses(page).not_to_have_text("Ingenting er valgt ennå")
    width, side, ends = (
        page.get_by_label(f"{name} Figur 1: linje, med")
        for name in ("Sone rundt (m)", "Side:", "Ender:")
    )
    expect(width).to_be_focused()
    way.write(width, "mye")
    page.keyboard.press("Enter")
    expect(page.locator("#zone-0-fault")).to_have_text("Skriv et antall meter fra 1 til 50000.")
    assert accessibility_faults(page) == []
    way.write(width, "12,0")
    page.keyboard.press("Enter")
    addresses(page).to_have_text("21 adresser")
    open_street(way)
    expect_exactly(page, houses(between(10, 30, EVERY)))
    way.select(ends, "flat")
    both = houses(between(11, 29, EVERY))
    left, right = houses(between(11, 29, EVEN)), houses(between(11, 29, ODD))
    assert (len(left), len(right), len(both)) == (9, 10, 19)
    expect_exactly(page, both)
    for value, labels in (("left", left), ("right", right)):
        way.select(side, value)
        expect_exactly(page, labels)
        expect_marked(way, labels)
    expect(page.locator("#announcement")).to_contain_text("Sonen er endret")
    way.press(page.locator("#undo"))
    expect_exactly(page, left)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drawn = freeze(way, left).drawing["include"]["features"][0]
    assert drawn["properties"]["zone"] == {"buffer_m": 12.0, "side": "left", "ends": "flat"}
