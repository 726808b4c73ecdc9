"""An organisation's pages in its own colour, readable and without sideways scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geotarget.organisations.models import Organisation
from tests.organisations.test_theme import png

from .sight import Console, accessibility_faults, sign_in
from .ways import Way, way

__all__ = ["way"]

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_colour_and_a_logo_are_chosen(
    page: Page, strandvik: Organisation, way: Way, console: Console
) -> None:
    console.expect("status of 422")
    sign_in(page, "administrator", "/appearance/")
    way.write(page.locator("#id_colour"), "#ffcc00")
    way.press(page.get_by_role("button", name="Lagre"))
    expect(page.locator(".ds-validation-message")).to_contain_text("Velg en mørkere farge")
    assert accessibility_faults(page) == []
    way.write(page.locator("#id_colour"), "#7a1f5c")
    page.set_input_files(
        "#id_logo",
        files=[{"name": "logo.png", "mimeType": "image/png", "buffer": png(300, 100)}],
    )
    way.press(page.get_by_role("button", name="Lagre"))
    expect(page.locator(".messages")).to_contain_text("Lagret")
    button = page.get_by_role("button", name="Lagre")
    expect(button).to_have_css("background-color", "rgb(122, 31, 92)")
    expect(page.get_by_alt_text("Strandvik kommune").first).to_be_visible()
    assert accessibility_faults(page) == []
    assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("path", ["/", "/map/", "/lists/", "/areas/"])
def test_every_page_is_readable_in_it(page: Page, strandvik: Organisation, path: str) -> None:
    # As light as the contrast allows.
    Organisation.objects.filter(pk=strandvik.pk).update(colour="#707070")
    sign_in(page, "planner", path)
    assert accessibility_faults(page) == []
