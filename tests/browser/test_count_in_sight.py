"""The number is seen while something is drawn, and words stand beside it where it does not come."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from geotarget.organisations.models import Organisation

from .conftest import person
from .drawing import WHOLE_STREET, addresses, figures
from .sight import Console, accessibility_faults, draw, rectangle, show, sign_in, speak_in

SEEN = """node => {
  const { left, right, top, bottom } = node.getBoundingClientRect();
  const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return top >= 0 && bottom <= innerHeight && (node === there || node.contains(there));
}"""
HASTE = """const { timeout } = AbortSignal;
AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 20);"""
"""So that nothing waits half a minute here."""
CORNERS = rectangle(0.25, 0.3, 0.75, 0.7)


@pytest.fixture(params=[(320, 640), (360, 740)], ids=["320 px", "360 px"])
def phone(
    browser: Browser,
    live_server: Any,
    strandvik: Organisation,
    console: Console,
    request: pytest.FixtureRequest,
) -> Iterator[Page]:
    size: Any = dict(zip(("width", "height"), request.param, strict=True))
    with person(browser, live_server, viewport=size, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        console.listen(page)
        sign_in(page, "planner", "/map/")
        show(page, "Storgata")
        yield page
        assert console.unexpected() == []


def is_seen(*things: Locator) -> None:
    for thing in things:
        expect(thing).to_be_visible()
        assert thing.evaluate(SEEN), thing


def says_the_same(page: Page) -> None:
    expect(page.locator("#counts")).not_to_have_attribute("aria-busy", "true")
    told = page.locator("#count-addresses").inner_text()
    assert "adresser" in told
    expect(page.locator("#count-drawing")).to_contain_text(told)


def place(page: Page, corner: tuple[float, float]) -> tuple[float, float]:
    area = page.locator("#map").bounding_box()
    assert area is not None
    return area["x"] + corner[0] * area["width"], area["y"] + corner[1] * area["height"]


def test_the_number_is_seen_while_a_finger_draws(phone: Page) -> None:
    page = phone
    count = page.locator("#count-drawing")
    page.get_by_role("button", name="Tegn flate").tap()
    is_seen(count, page.locator("#crosshair-add"))
    for corner in CORNERS:
        page.touchscreen.tap(*place(page, corner))
        is_seen(count, page.locator("#crosshair-add"), page.locator("#crosshair-finish"))
    says_the_same(page)
    page.get_by_role("button", name="Legg til punkt i midten").tap()
    page.get_by_role("button", name="Fjern siste punkt").tap()
    is_seen(count)
    assert accessibility_faults(page) == []
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    is_seen(count)
    page.locator("#crosshair-finish").tap()
    figures(page).to_have_text(["Figur 1: flate, med"])
    expect(page.locator("#freeze-button")).to_be_enabled()
    page.evaluate("scrollTo(0, 0)")
    if page.viewport_size == {"width": 360, "height": 740}:
        expect(count).to_be_hidden()
        is_seen(page.locator("#count-addresses"))
    else:
        is_seen(count)


def test_the_number_is_seen_while_a_mouse_draws_and_moves_corners(phone: Page) -> None:
    page = phone
    count = page.locator("#count-drawing")
    page.get_by_role("button", name="Tegn flate").click()
    for corner in CORNERS:
        page.mouse.move(*place(page, corner), steps=2)
        page.mouse.click(*place(page, corner))
        is_seen(count)
    page.mouse.click(*place(page, CORNERS[0]))
    figures(page).to_have_text(["Figur 1: flate, med"])
    page.get_by_role("button", name="Flytt hjørner").tap()
    is_seen(count)
    says_the_same(page)


def test_a_count_that_does_not_come_is_told_and_asked_for_again(
    page: Page, strandvik: Organisation
) -> None:
    sign_in(page, "planner", "/map/")
    show(page, "Storgata")
    held: list[Route] = []
    page.route("**/map/count/", lambda route: held.append(route))
    draw(page, *WHOLE_STREET)
    late = page.locator("#count-late")
    expect(late).to_contain_text("Teller fortsatt. Tallet som vises, er det forrige.")
    expect(late).to_have_role("status")
    for language in ("nb", "nn", "en"):
        speak_in(page, language)
        expect(late.locator("button")).to_be_visible()
        assert accessibility_faults(page) == [], language
    page.unroute("**/map/count/")
    late.locator("button").focus()
    page.keyboard.press("Enter")
    addresses(page).to_have_text("40 addresses")
    expect(late).to_be_empty()
    expect(page.locator("#counts")).to_be_focused()
    expect(page.locator("#freeze-button")).to_be_enabled()


def test_a_server_that_never_answers_is_not_waited_for_for_ever(
    page: Page, strandvik: Organisation
) -> None:
    page.add_init_script(HASTE)
    sign_in(page, "planner", "/map/")
    show(page, "Storgata")
    page.route("**/map/count/", lambda _: None)
    draw(page, *WHOLE_STREET)
    error = page.locator("#count-error")
    expect(error).to_contain_text("Serveren har ikke svart i tide. Det du har tegnet, er tatt vare")
    expect(error).to_contain_text("Tallet som vises, er det forrige.")
    expect(page.locator("#freeze-button")).to_be_disabled()
    figures(page).to_have_text(["Figur 1: flate, med"])
    page.unroute("**/map/count/")
    error.get_by_role("button", name="Prøv igjen").click()
    addresses(page).to_have_text("40 adresser")
    expect(error).to_be_hidden()
