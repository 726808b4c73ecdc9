"""Drawing on a small phone, with fingers alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from geotarget.organisations.models import Organisation

from .conftest import person
from .drawing import addresses
from .sight import (
    Console,
    accessibility_faults,
    show,
    sign_in,
)


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


def tap(page: Page, *places: tuple[float, float]) -> None:
    area = page.locator("#map").bounding_box()
    assert area is not None
    for x, y in places:
        page.touchscreen.tap(area["x"] + x * area["width"], area["y"] + y * area["height"])


def test_a_road_by_finger_and_centre(phone: Page) -> None:
    page = phone
    show(page, "Storgata")
    page.get_by_role("button", name="Tegn linje med sone").tap()
    tap(page, (0.2, 0.52))
    page.get_by_role("button", name="Legg til punkt i midten").tap()
    tap(page, (0.8, 0.48))
    assert accessibility_faults(page) == []
    page.locator("#crosshair-finish").tap()
    addresses(page).to_have_text("40 adresser")


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
