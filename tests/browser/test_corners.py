"""The corners of a drawing as numbers: read, changed and refused by keyboard alone."""

from __future__ import annotations

import json
import math
import time
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from geotarget.organisations.models import Organisation
from tests.targeting.strandvik import box, degrees

from .sight import Console, accessibility_faults, sign_in, speak_english

STREET = box(-5, -50, 405, 50)


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    sign_in(page, "planner", "/map/")
    return page


def paste(page: Page, *areas: dict[str, Any]) -> None:
    page.locator("summary", has_text="Lim inn eller last opp et område").click()
    features = [{"type": "Feature", "properties": {}, "geometry": area} for area in areas]
    page.fill("#paste-text", json.dumps({"type": "FeatureCollection", "features": features}))
    page.get_by_role("button", name="Bruk området").click()
    expect(page.locator("#paste-text")).to_have_value("")


def open_table(page: Page) -> None:
    page.locator("summary", has_text="Hjørner som tall").click()
    expect(page.locator("#corners-rows > tr").first).to_be_visible()


def addresses(page: Page) -> Any:
    return expect(page.locator("#count-addresses"))


def field(page: Page, corner: int, name: str = "lengdegrad") -> Locator:
    return page.get_by_label(f"Hjørne {corner}, {name}", exact=True)


def rows(page: Page) -> Locator:
    return page.locator("#corners-rows > tr[data-corner]")


def type_into(page: Page, target: Locator, text: str, key: str = "Enter") -> None:
    target.focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(text)
    page.keyboard.press(key)


def written(value: float) -> str:
    return f"{value:.6f}"


def test_a_corner_is_moved_by_its_numbers_and_back(map_page: Page) -> None:
    page = map_page
    paste(page, STREET)
    addresses(page).to_have_text("40 adresser")
    open_table(page)
    expect(rows(page)).to_have_count(4)
    old, new = (written(degrees(x, -50)[0]) for x in (405, 100))
    expect(field(page, 2)).to_have_value(old)
    type_into(page, field(page, 2), new.replace(".", ","), "Tab")
    expect(field(page, 2, "breddegrad")).to_be_focused()
    expect(field(page, 2)).to_have_value(new)
    addresses(page).not_to_have_text("40 adresser")
    expect(page.locator("#announcement")).to_contain_text("Hjørnet er flyttet")
    page.locator("#undo").click()
    addresses(page).to_have_text("40 adresser")
    expect(field(page, 2)).to_have_value(old)
    page.locator("#redo").click()
    expect(field(page, 2)).to_have_value(new)
    addresses(page).not_to_have_text("40 adresser")
    page.reload()
    open_table(page)
    expect(field(page, 2)).to_have_value(new)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("her", "Dette er ikke et tall"),
        ("", "Dette er ikke et tall"),
        ("-11", "mellom −10 og 40"),
        ("60", "mellom −10 og 40"),
        (written(degrees(-600, 50)[0]), "krysse eller berøre seg selv"),
    ],
)
def test_a_wrong_number_is_refused_at_its_field(map_page: Page, text: str, words: str) -> None:
    page = map_page
    paste(page, STREET)
    open_table(page)
    before = page.evaluate("({...sessionStorage})")
    type_into(page, field(page, 3), text)
    expect(field(page, 3)).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#corner-fault-2")).to_contain_text(words)
    expect(field(page, 3)).to_have_attribute("aria-describedby", "corner-fault-2")
    expect(field(page, 3)).to_have_value(text)
    assert page.evaluate("({...sessionStorage})") == before
    page.get_by_role("button", name="Fjern hjørne 1").click()
    expect(field(page, 3)).to_be_focused()
    expect(rows(page)).to_have_count(4)
    page.keyboard.press("Escape")
    expect(field(page, 3)).to_have_value(written(degrees(405, 50)[0]))
    expect(page.locator(".corner-fault")).to_have_count(0)


def test_both_numbers_together_may_be_right(map_page: Page) -> None:
    """The first alone would make the outline cross itself; it waits for the second."""
    page = map_page
    paste(page, STREET)
    open_table(page)
    type_into(page, field(page, 3), written(degrees(-600, 50)[0]))
    expect(field(page, 3)).to_have_attribute("aria-invalid", "true")
    type_into(page, field(page, 3, "breddegrad"), written(degrees(-600, 600)[1]))
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)
    expect(page.locator(".corner-fault")).to_have_count(0)
    expect(page.locator("#announcement")).to_contain_text("Hjørnet er flyttet")


def test_corners_are_added_removed_and_marked_by_keyboard(map_page: Page) -> None:
    page = map_page
    paste(page, STREET)
    open_table(page)
    field(page, 1).focus()
    expect(page.locator(".corner-mark")).to_have_count(1)
    for key in ("ArrowDown", "Tab", "Tab"):
        page.keyboard.press(key)
    expect(page.get_by_role("button", name="Legg til et hjørne etter hjørne 2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(5)
    expect(field(page, 3)).to_be_focused()
    middle = sum(degrees(405, y)[0] for y in (-50, 50)) / 2
    assert abs(float(field(page, 3).input_value()) - middle) < 2e-6
    for left in (4, 3):
        page.get_by_role("button", name="Fjern hjørne 1").focus()
        page.keyboard.press("Enter")
        expect(rows(page)).to_have_count(left)
        expect(page.get_by_role("button", name="Fjern hjørne 1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#corner-fault-0")).to_contain_text("minst tre hjørner")
    expect(rows(page)).to_have_count(3)
    page.locator("#freeze-name").focus()
    expect(page.locator(".corner-mark")).to_have_count(0)


def test_shapes_parts_and_holes_are_named(map_page: Page) -> None:
    page = map_page
    outer, hole, other = (
        box(*sides)["coordinates"][0]
        for sides in ((-5, -50, 405, 50), (100, -20, 200, 20), (590, -50, 610, 50))
    )
    paste(page, {"type": "MultiPolygon", "coordinates": [[outer, hole], [other]]})
    page.get_by_text("Trekk fra område", exact=True).click()
    paste_again = json.dumps(box(0, -5, 50, 5))
    page.fill("#paste-text", paste_again)
    page.get_by_role("button", name="Bruk området").click()
    open_table(page)
    expect(page.locator("#corners-ring option")).to_have_text(
        [
            "Figur 1, med, del 1",
            "Figur 1, med, del 1, hull 1",
            "Figur 1, med, del 2",
            "Figur 2, trekkes fra",
        ]
    )
    page.select_option("#corners-ring", label="Figur 1, med, del 1, hull 1")
    expect(field(page, 1)).to_have_value(written(hole[0][0]))
    type_into(page, field(page, 1), written(degrees(-60, -20)[0]))
    expect(page.locator("#corner-fault-0")).to_contain_text("krysse eller berøre")


def test_a_shape_of_thousands_of_corners_comes_in_pages(map_page: Page) -> None:
    page = map_page
    angles = [2 * math.pi * at / 3_000 for at in range(3_000)]
    ring = [degrees(200 + 300 * math.cos(a), 300 * math.sin(a)) for a in angles]
    paste(page, {"type": "Polygon", "coordinates": [[*ring, ring[0]]]})
    addresses(page).to_have_text("40 adresser")
    started = time.monotonic()
    open_table(page)
    expect(rows(page)).to_have_count(50)
    expect(page.locator("#corners-page")).to_have_text("Hjørne 1–50 av 3000")
    page.get_by_role("button", name="Neste hjørner").click()
    expect(field(page, 51)).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field(page, 50)).to_be_focused()
    type_into(page, field(page, 50), written(degrees(520, 0)[0]))
    expect(page.locator("#announcement")).to_contain_text("Hjørnet er flyttet")
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("speak", [lambda page: None, speak_english], ids=["nb", "en"])
def test_accessible(map_page: Page, speak: Any, console: Console) -> None:
    page = map_page
    paste(page, STREET)
    speak(page)
    expect(page.locator("#selected-list > li")).to_have_count(1)
    page.locator("#corners-section > summary").click()
    first = page.locator("#corners-rows input").first
    type_into(page, first, "x")
    expect(first).to_have_attribute("aria-invalid", "true")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
