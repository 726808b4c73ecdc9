"""A window 320 px wide, and one at 200 % zoom: all of it can be read without sideways scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geotarget.domain.roles import Role
from geotarget.organisations.models import Organisation

from .sight import Console, sign_in

PAGES = {
    Role.PLANNER: (
        "/",
        "/map/",
        "/lists/",
        "/areas/",
        "/lists/combine/",
        "/password/",
        "/users/",
        "/finnes-ikke/",
    ),
    Role.ADMINISTRATOR: ("/", "/users/", "/users/new/"),
    Role.SENDER: ("/", "/notices/", "/notices/new/"),
}
NARROW, TWICE = (320, 640), (640, 400)
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("size", [NARROW, TWICE], ids=["320 px wide", "200 %"])
@pytest.mark.parametrize("role", PAGES)
def test_nothing_is_scrolled_sideways(
    page: Page, strandvik: Organisation, console: Console, role: Role, size: tuple[int, int]
) -> None:
    console.expect(r"status of 40[34]")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto("/login/")
    assert page.evaluate(TOO_WIDE) <= 0
    sign_in(page, str(role))
    for path in PAGES[role]:
        page.goto(path)
        assert page.evaluate(TOO_WIDE) <= 0, path


def test_every_tool_of_the_map_can_be_seen_and_nothing_covers_the_panel(
    page: Page, strandvik: Organisation
) -> None:
    page.set_viewport_size({"width": TWICE[0], "height": TWICE[1]})
    sign_in(page, str(Role.PLANNER), "/map/")
    frame = page.locator("section.map-frame").bounding_box()
    last = page.get_by_role("button", name="Fjern figurer").bounding_box()
    assert frame is not None
    assert last is not None
    assert last["y"] + last["height"] <= frame["y"] + frame["height"]
    expect(page.locator(".panel-bottom")).to_have_css("position", "static")
