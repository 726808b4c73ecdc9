"""A window 320 px wide, and one at 200 % zoom: all of it can be read without sideways scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from geotarget.cadastre.models import DatasetVersion
from geotarget.domain.roles import Role
from geotarget.organisations.models import Organisation, User
from geotarget.targeting.freeze import freeze
from geotarget.targeting.models import Area
from tests.targeting import neighbourhood

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
    Role.ADMINISTRATOR: ("/", "/users/", "/users/new/", "/appearance/", "/tokens/"),
    Role.SENDER: ("/", "/notices/", "/notices/new/"),
}
NARROW, TWICE = (320, 640), (640, 400)
LONG = "ø" * 200
"""A name that has no place where it could be broken."""
OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"
CUT = """() => [...document.querySelectorAll('main *')].filter((node) => {
  const hidden = '#map, .visually-hidden, .ds-skip-link:not(:focus), .stacked thead';
  if (node.closest(hidden) || !node.checkVisibility()) {
    return false;
  }
  const { left, right, width } = node.getBoundingClientRect();
  const hides = getComputedStyle(node).overflowX !== 'visible' && !node.matches('input, select');
  return (width > 0 && (right > innerWidth + 1 || left < -1))
    || (hides && node.clientWidth > 0 && node.scrollWidth > node.clientWidth + 1);
}).map((node) => node.outerHTML.slice(0, 200))"""
"""What reaches beyond the window, or beyond a box that would hide or scroll it."""
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


@pytest.mark.parametrize("size", [NARROW, TWICE], ids=["320 px wide", "200 %"])
def test_the_map_with_all_open_a_list_and_an_area_are_not_scrolled_sideways(
    page: Page, strandvik: Organisation, size: tuple[int, int]
) -> None:
    neighbourhood.build()
    planner = User.objects.get(username="planner")
    drawing = {"neighbours": {"parcels": ["30-11"]}, "streets": ["9901-1000"]}
    listed = freeze(drawing, name=LONG, organisation=strandvik, user=planner)
    area = Area.objects.create(
        organisation=strandvik, name=LONG, drawing=drawing, created_by=planner
    )
    page.set_viewport_size({"width": size[0], "height": size[1]})
    sign_in(page, str(Role.PLANNER), f"/map/?area={area.pk}")
    expect(page.locator("#neighbours-rows tr")).to_have_count(5)
    expect(page.locator("#rule")).to_have_value("address-inside")
    page.evaluate(OPEN_ALL)
    page.fill("#search", "stor")
    expect(page.locator("#search-results .hit").first).to_be_visible()
    expect(page.locator("#selected-list > li").first).to_be_visible()
    assert page.evaluate(CUT) == []
    of_list = [f"/lists/{listed.pk}/{rest}" for rest in ("", "today/", "labels/")]
    version = DatasetVersion.objects.latest("id").pk
    others = (
        "/lists/",
        "/areas/",
        "/lists/combine/",
        f"/areas/{area.pk}/",
        "/cadastre/",
        f"/cadastre/{version}/",
    )
    for path in (*of_list, *others):
        page.goto(path)
        page.evaluate(OPEN_ALL)
        assert page.evaluate(CUT) == [], path


def test_a_phone_shows_the_count_between_the_map_and_the_button(
    page: Page, strandvik: Organisation
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    sign_in(page, str(Role.PLANNER), "/map/")
    counted = page.locator("#count-addresses").bounding_box()
    button = page.locator(".panel-bottom").bounding_box()
    assert counted is not None
    assert button is not None
    assert counted["y"] + counted["height"] <= button["y"]


def test_nothing_jumps_while_the_map_page_loads(page: Page, strandvik: Organisation) -> None:
    sign_in(page, str(Role.PLANNER), "/map/")
    shift = page.evaluate(
        """() => new Promise((done) => {
            let sum = 0;
            new PerformanceObserver((list) => {
              for (const entry of list.getEntries()) sum += entry.hadRecentInput ? 0 : entry.value;
            }).observe({ type: 'layout-shift', buffered: true });
            requestAnimationFrame(() => requestAnimationFrame(() => done(sum)));
        })"""
    )
    assert shift < 0.1
