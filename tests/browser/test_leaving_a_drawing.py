"""Leaving what is begun and ending it by mouse; what is said of it is true when it is read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotarget.organisations.models import Organisation, User
from geotarget.targeting.models import Area
from tests.targeting.strandvik import box

from .drawing import WHOLE_STREET, addresses, begun, figures
from .sight import accessibility_faults, click_on_map, draw, rectangle, show, sign_in

ALONG_STREET = [(0.08, 0.543), (0.92, 0.457)]
"""East in the grid of the test's cadastre is 4° north of the map's, so far west in its zone."""


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    sign_in(page, "planner", "/map/")
    show(page, "Storgata")
    return page


def double_click(page: Page, place: tuple[float, float]) -> None:
    area = page.locator("#map").bounding_box()
    assert area is not None
    at = area["x"] + place[0] * area["width"], area["y"] + place[1] * area["height"]
    page.mouse.move(*at, steps=2)
    page.mouse.dblclick(*at)


def feature_of(west: float, east: float, **properties: str) -> dict[str, Any]:
    """A piece of the street."""
    return {"type": "Feature", "properties": properties, "geometry": box(west, -50, east, 50)}


def corners(page: Page) -> int:
    kept = page.evaluate("Object.entries(sessionStorage).find(([key]) => key.startsWith('geo'))[1]")
    [shape] = json.loads(kept)["shapes"]
    ring: list[Any] = shape["geometry"]["coordinates"]
    return len(ring) if shape["geometry"]["type"] == "LineString" else len(ring[0]) - 1


def test_escape_leaves_what_is_begun_and_undo_takes_it_up_again(map_page: Page) -> None:
    page = map_page
    page.get_by_role("button", name="Tegn flate").click()
    click_on_map(page, *WHOLE_STREET[:3])
    addresses(page).not_to_have_text("Ingenting er valgt ennå")
    expect(page.locator("#undo")).to_be_enabled()
    page.keyboard.press("Escape")
    expect(page.locator(".marker-icon")).to_have_count(0)
    addresses(page).to_have_text("Ingenting er valgt ennå")
    expect(page.locator("#unfinished")).to_be_visible()
    assert accessibility_faults(page) == []
    assert len(begun(page)) == 3
    page.keyboard.press("Control+z")
    expect(page.locator("#unfinished")).to_be_hidden()
    addresses(page).not_to_have_text("Ingenting er valgt ennå")
    page.locator("#crosshair-finish").click()
    figures(page).to_have_text(["Figur 1: flate, med"])
    assert corners(page) == 3


def test_what_was_left_is_not_in_the_way_of_undo(map_page: Page) -> None:
    page = map_page
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    page.get_by_role("button", name="Tegn linje med sone").click()
    click_on_map(page, (0.2, 0.2), (0.8, 0.2))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Fjern: Figur 1: flate, med").click()
    addresses(page).to_have_text("Ingenting er valgt ennå")
    page.keyboard.press("Control+z")
    addresses(page).to_have_text("40 adresser")
    page.get_by_role("button", name="Forkast den").click()
    expect(page.locator("#unfinished")).to_be_hidden()


def test_what_was_left_is_still_offered_when_another_shape_is_drawn(map_page: Page) -> None:
    page = map_page
    page.get_by_role("button", name="Tegn flate").click()
    click_on_map(page, *WHOLE_STREET[:3])
    page.keyboard.press("Escape")
    expect(page.locator("#unfinished")).to_be_in_viewport()
    page.get_by_role("button", name="Tegn flate").click()
    click_on_map(page, (0.2, 0.7), (0.4, 0.7), (0.4, 0.9))
    expect(page.locator("#unfinished")).to_be_hidden()
    page.reload()
    expect(page.locator("#unfinished")).to_be_in_viewport()
    page.get_by_role("button", name="Tegn videre", exact=True).click()
    page.locator("#crosshair-finish").click()
    figures(page).to_have_count(1)
    expect(page.locator("#unfinished")).to_be_visible()
    draw(page, (0.6, 0.7), (0.8, 0.7), (0.8, 0.9))
    figures(page).to_have_count(2)
    expect(page.locator("#unfinished")).to_be_visible()
    page.get_by_role("button", name="Tegn videre", exact=True).click()
    page.locator("#crosshair-finish").click()
    figures(page).to_have_count(3)
    expect(page.locator("#unfinished")).to_be_hidden()


@pytest.mark.parametrize("pressed", ["Tegn rektangel", "Tegn flate", "Flytt hjørner"])
def test_the_button_of_a_tool_leaves_what_is_begun(map_page: Page, pressed: str) -> None:
    page = map_page
    page.get_by_role("button", name="Tegn flate").click()
    click_on_map(page, *WHOLE_STREET[:3])
    addresses(page).not_to_have_text("Ingenting er valgt ennå")
    button = page.get_by_role("button", name=pressed)
    button.click()
    expect(page.locator("#unfinished")).to_be_visible()
    is_on = "false" if pressed == "Tegn flate" else "true"
    expect(button).to_have_attribute("aria-pressed", is_on)
    page.get_by_role("button", name="Tegn videre", exact=True).click()
    page.locator("#crosshair-finish").click()
    figures(page).to_have_text(["Figur 1: flate, med"])


def test_escape_ends_moving_corners(map_page: Page) -> None:
    page = map_page
    draw(page, *WHOLE_STREET)
    page.get_by_role("button", name="Flytt hjørner").click()
    expect(page.locator(".marker-icon").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".marker-icon")).to_have_count(0)
    figures(page).to_have_count(1)


@pytest.mark.parametrize(
    ("tool", "places", "made"),
    [("Tegn flate", WHOLE_STREET, 4), ("Tegn linje med sone", ALONG_STREET, 2)],
)
def test_a_double_click_closes_without_a_double_corner(
    map_page: Page, tool: str, places: list[tuple[float, float]], made: int
) -> None:
    page = map_page
    view = page.locator("#map .leaflet-marker-pane").evaluate("node => node.className")
    scale = page.locator(".leaflet-proxy").get_attribute("style")
    page.get_by_role("button", name=tool).click()
    click_on_map(page, *places[:-1])
    double_click(page, places[-1])
    figures(page).to_have_count(1)
    addresses(page).to_have_text("40 adresser")
    assert corners(page) == made
    assert page.locator("#map .leaflet-marker-pane").evaluate("node => node.className") == view
    assert page.locator(".leaflet-proxy").get_attribute("style") == scale, "the map has zoomed"


def test_a_double_click_with_too_few_corners_says_so(map_page: Page) -> None:
    page = map_page
    page.get_by_role("button", name="Tegn flate").click()
    click_on_map(page, WHOLE_STREET[0])
    double_click(page, WHOLE_STREET[1])
    expect(page.locator("#draw-warning")).to_contain_text("Det trengs flere punkter")
    click_on_map(page, WHOLE_STREET[2])
    expect(page.locator("#draw-warning")).to_have_text("")
    double_click(page, WHOLE_STREET[3])
    addresses(page).to_have_text("40 adresser")
    assert corners(page) == 4


def test_a_crossing_is_warned_of_until_it_is_right_again(map_page: Page) -> None:
    page = map_page
    warning = page.locator("#draw-warning")
    page.get_by_role("button", name="Tegn flate").click()
    click_on_map(page, (0.1, 0.3), (0.9, 0.3), (0.9, 0.7))
    area = page.locator("#map").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + 0.5 * area["width"], area["y"] + 0.15 * area["height"], steps=4)
    expect(warning).to_contain_text("kan ikke krysse seg selv")
    click_on_map(page, (0.1, 0.7))
    expect(warning).to_have_text("")
    click_on_map(page, (0.1, 0.3))
    figures(page).to_have_count(1)
    expect(warning).to_have_text("")


def test_a_rectangle_of_nothing_is_neither_sent_nor_kept(map_page: Page) -> None:
    page = map_page
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status))
    page.get_by_role("button", name="Tegn rektangel").click()
    double_click(page, (0.3, 0.3))
    click_on_map(page, (0.3, 0.6))
    expect(page.locator("#draw-warning")).to_contain_text("kan ikke ligge på linje")
    figures(page).to_have_count(0)
    page.get_by_role("button", name="Tegn rektangel").click()
    click_on_map(page, (0.08, 0.35), (0.92, 0.65))
    addresses(page).to_have_text("40 adresser")
    assert 200 in answers
    assert 422 not in answers


def test_clear_all_takes_the_filter_too_and_undo_brings_it_back(map_page: Page) -> None:
    page = map_page
    draw(page, *WHOLE_STREET)
    page.locator("#holiday-homes").evaluate("node => { node.closest('details').open = true; }")
    page.locator("#holiday-homes").select_option("only")
    addresses(page).not_to_have_text("40 adresser")
    page.locator("#clear").click()
    expect(page.locator("#holiday-homes")).to_have_value("")
    expect(page.locator("#filter-count")).to_be_hidden()
    page.keyboard.press("Control+z")
    expect(page.locator("#holiday-homes")).to_have_value("only")


def test_areas_from_a_file_and_ready_areas_keep_their_names(
    map_page: Page, strandvik: Organisation
) -> None:
    Area.objects.create(
        organisation=strandvik,
        name="Trykksone øst",
        drawing={"include": {"type": "FeatureCollection", "features": [feature_of(205, 405)]}},
        created_by=User.objects.get(username="planner"),
    )
    page = map_page
    page.fill("#search", "Trykksone")
    page.get_by_role("button", name="Ta med Trykksone øst").click()
    feature = feature_of(0, 205, navn="Skolekrets vest")
    content = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    page.locator("#upload-file").evaluate("node => { node.closest('details').open = true; }")
    file: Any = {"name": "soner.geojson", "mimeType": "application/json", "buffer": content}
    page.set_input_files("#upload-file", files=[file])
    page.locator("#upload-use").click()
    names = ["Figur 1: Trykksone øst (flate), med", "Figur 2: Skolekrets vest (flate), med"]
    figures(page).to_have_text(names)
    addresses(page).to_have_text("40 adresser")
    page.get_by_role("button", name="Trekk fra: Figur 2: Skolekrets vest (flate), med").click()
    page.keyboard.press("Control+z")
    figures(page).to_have_text(names)
    page.reload()
    figures(page).to_have_text(names)
    draw(page, *rectangle(0.3, 0.2, 0.6, 0.3))
    figures(page).to_have_text([*names, "Figur 3: flate, med"])
