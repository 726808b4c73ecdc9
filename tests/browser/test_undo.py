"""Undo in the middle of drawing by mouse and after a move; no list of what is not counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from geotarget.organisations.models import Organisation

from .drawing import WHOLE_STREET, addresses, figures, freeze
from .sight import click_on_map, draw, rectangle, show, sign_in

HALF_STREET = rectangle(0.08, 0.35, 0.5, 0.65)
FLAT, RECTANGLE = "Tegn flate", "Tegn rektangel"


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    sign_in(page, "planner", "/map/")
    show(page, "Storgata")
    return page


def test_the_last_point_by_mouse_is_taken_back_before_what_is_done(map_page: Page) -> None:
    page = map_page
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    page.get_by_role("button", name=FLAT).click()
    click_on_map(page, (0.2, 0.7), (0.4, 0.7), (0.4, 0.9))
    points = page.locator("#map .leaflet-marker-pane .marker-icon:not(.cursor-marker)")
    expect(points).to_have_count(3)
    page.keyboard.press("Control+z")
    expect(points).to_have_count(2)
    page.locator("#undo").click()
    page.locator("#undo").click()
    expect(points).to_have_count(0)
    addresses(page).to_have_text("40 adresser")
    click_on_map(page, (0.2, 0.7), (0.4, 0.7), (0.4, 0.9), (0.2, 0.7))
    figures(page).to_have_count(2)
    page.locator("#undo").click()
    figures(page).to_have_count(1)
    page.locator("#undo").click()
    figures(page).to_have_count(0)


def test_a_rectangle_that_is_begun_is_given_up(map_page: Page) -> None:
    page = map_page
    draw(page, *WHOLE_STREET)
    figures(page).to_have_count(1)
    page.get_by_role("button", name=RECTANGLE).click()
    click_on_map(page, (0.2, 0.7))
    page.keyboard.press("Control+z")
    click_on_map(page, (0.5, 0.7), (0.6, 0.8))
    figures(page).to_have_count(2)


def test_one_undo_takes_a_move_back(map_page: Page) -> None:
    page = map_page
    draw(page, *HALF_STREET)
    before = addresses(page)
    before.not_to_have_text("Ingenting er valgt ennå")
    words = page.locator("#count-addresses").inner_text()
    page.get_by_role("button", name="Flytt figurer").click()
    frame = page.locator("#map").bounding_box()
    assert frame is not None
    x, y = frame["x"] + 0.3 * frame["width"], frame["y"] + 0.4 * frame["height"]
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 0.1 * frame["width"], y, steps=5)
    page.mouse.move(x + 0.2 * frame["width"], y, steps=5)
    page.mouse.up()
    expect(page.locator("#announcement")).to_contain_text("Området er endret")
    page.locator("#undo").click()
    addresses(page).to_have_text(words)
    expect(page.locator("#redo")).to_be_enabled()
    page.locator("#undo").click()
    figures(page).to_have_count(0)


def test_a_hole_through_two_shapes_is_one_change(map_page: Page) -> None:
    page = map_page
    draw(page, *rectangle(0.08, 0.35, 0.45, 0.65))
    draw(page, *rectangle(0.55, 0.35, 0.92, 0.65))
    figures(page).to_have_count(2)
    addresses(page).to_have_text("35 adresser")
    draw(page, *rectangle(0.3, 0.3, 0.7, 0.7), tool="Skjær ut hull")
    addresses(page).not_to_have_text("35 adresser")
    page.locator("#undo").click()
    addresses(page).to_have_text("35 adresser")
    figures(page).to_have_count(2)
    page.locator("#redo").click()
    addresses(page).not_to_have_text("35 adresser")


def test_a_list_is_not_frozen_while_another_number_is_on_the_screen(map_page: Page) -> None:
    page = map_page
    draw(page, *HALF_STREET)
    expect(page.locator("#freeze-button")).to_be_enabled()
    held: list[Route] = []
    page.route("**/map/count/", lambda route: held.append(route))
    draw(page, *rectangle(0.5, 0.35, 0.92, 0.65))
    expect(page.locator("#freeze-button")).to_be_disabled()
    expect(page.locator("#freeze-note")).to_contain_text("kan fryses når det nye tallet er her")
    held[-1].continue_()
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#freeze-note")).to_have_text("")
    freeze(page, 40)
