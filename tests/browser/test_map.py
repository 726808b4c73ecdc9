"""The planner's work on the map, with mouse, keyboard and finger."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPoint
from playwright.sync_api import Page, Route, expect

from geotarget.cadastre.models import Address, Municipality
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.targeting.strandvik import box, degrees

from .sight import Console, accessibility_faults, click_on_map, draw, rectangle, show, sign_in

WHOLE_STREET = rectangle(0.08, 0.35, 0.92, 0.65)


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    sign_in(page, "planner", "/map/")
    expect(page.locator("#count-addresses")).to_have_text("Ingenting er valgt ennå")
    return page


def addresses(page: Page) -> Any:
    return expect(page.locator("#count-addresses"))


def test_counts_follow_the_drawing_and_the_list_agrees(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    page.get_by_role("button", name="Tegn flate").click()
    click_on_map(page, *WHOLE_STREET[:3])
    addresses(page).not_to_have_text("Ingenting er valgt ennå")
    click_on_map(page, WHOLE_STREET[3], WHOLE_STREET[0])
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#count-units")).to_have_text("40 bruksenheter")
    expect(page.locator("#announcement")).to_contain_text("Område tegnet")
    expect(page.locator("#announcement")).to_contain_text("40 adresser")
    expect(page.locator("#selected-list > li")).to_have_count(1)
    page.locator("#selected-list summary").click()
    expect(page.locator("#selected-list .addresses li")).to_have_count(40)


def test_freeze_leads_to_the_list(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    expect(page.locator("#freeze-name")).to_have_value("Storgata")
    page.get_by_role("button", name="Frys listen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Storgata")
    expect(page.locator("body")).to_contain_text("40 adresser · 40 bruksenheter")
    page.goto("/map/")
    addresses(page).to_have_text("Ingenting er valgt ennå")


def test_corners_are_moved_and_shapes_removed(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    page.get_by_role("button", name="Flytt hjørner").click()
    drag(page, WHOLE_STREET[1], (0.5, 0.35))
    addresses(page).not_to_have_text("40 adresser")
    page.get_by_role("button", name="Flytt hjørner").click()
    page.get_by_role("button", name="Fjern figurer").click()
    click_on_map(page, (0.15, 0.6))
    addresses(page).to_have_text("Ingenting er valgt ennå")


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    area = page.locator("#map").bounding_box()
    assert area is not None
    page.mouse.move(area["x"] + start[0] * area["width"], area["y"] + start[1] * area["height"])
    page.mouse.down()
    page.mouse.move(
        area["x"] + end[0] * area["width"], area["y"] + end[1] * area["height"], steps=8
    )
    page.mouse.up()


def test_an_outline_may_not_cross_itself(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    page.get_by_role("button", name="Tegn flate").click()
    click_on_map(page, (0.3, 0.3), (0.6, 0.6), (0.6, 0.3), (0.3, 0.6))
    expect(page.locator("#draw-warning")).to_contain_text("kan ikke krysse seg selv")
    expect(page.locator(".shape-label")).to_have_count(0)


def test_even_numbers_of_a_part_of_a_street(map_page: Page) -> None:
    page = map_page
    page.fill("#search", "Storgata 12–40, partall")
    expect(page.locator(".missing")).to_have_text("Nr. 22 finnes ikke")
    page.get_by_role("button", name="Ta med Storgata 12–40, partall").click()
    addresses(page).to_have_text("15 adresser")
    expect(page.locator("#picks li > span")).to_have_text(["Storgata 12–40, partall Strandvik"])
    expect(page.get_by_label("Fra nummer")).to_have_value("12")
    page.fill("#search", "Storgata")
    page.get_by_role("button", name="Ta med Storgata", exact=True).click()
    addresses(page).to_have_text("40 adresser")
    told = page.locator("#picks li > span .missing")
    expect(told).to_contain_text("Hele Storgata er også valgt")
    page.get_by_role("button", name="Ta ut Storgata", exact=True).click()
    addresses(page).to_have_text("15 adresser")
    expect(told).to_have_count(0)


def test_the_whole_task_by_keyboard(map_page: Page) -> None:
    page = map_page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til hovedinnholdet")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Hopp til søket")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("Storgata")
    expect(page.locator("#search-results .hit").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#freeze-button")).to_be_enabled()
    tab_to(page, "freeze-name")
    page.keyboard.type(" hele")
    page.keyboard.press("Enter")
    page.wait_for_url("**/lists/*/")
    assert AddressList.objects.get().address_count == 40


def tab_to(page: Page, element_id: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == element_id:
            return
    raise AssertionError(f"#{element_id} cannot be reached with the Tab key")


def paste(page: Page, area: Any) -> None:
    page.get_by_text("Lim inn eller last opp et område").click()
    page.fill("#paste-text", area if isinstance(area, str) else json.dumps(area))
    page.get_by_role("button", name="Bruk området").click()


def test_a_pasted_bow_tie_is_refused_with_its_place_and_the_text_stays(
    map_page: Page, console: Console
) -> None:
    console.expect(r"status of 422")
    page = map_page
    corners = [degrees(x, y) for x, y in ((0, 0), (100, 100), (100, 0), (0, 100), (0, 0))]
    text = json.dumps({"type": "Polygon", "coordinates": [corners]})
    paste(page, text)
    expect(page.locator("#paste-error")).to_contain_text("krysser eller berører seg selv")
    expect(page.locator(".fault-mark")).to_be_visible()
    expect(page.locator("#paste-text")).to_have_value(text)
    page.fill("#paste-text", "{")
    page.get_by_role("button", name="Bruk området").click()
    expect(page.locator("#paste-error")).to_contain_text("ikke JSON")


def test_a_failing_server_is_told_and_the_drawing_stays(map_page: Page, console: Console) -> None:
    console.expect(r"ERR_CONNECTION_FAILED|status of 500")
    page = map_page
    show(page, "Storgata")
    page.route("**/map/count/", lambda route: route.abort("connectionfailed"))
    draw(page, *WHOLE_STREET)
    expect(page.locator("#count-error")).to_contain_text("Serveren svarer ikke")
    expect(page.locator(".shape-label")).to_have_count(1)
    page.unroute("**/map/count/")
    page.route("**/map/count/", lambda route: route.fulfill(status=500, body="<h1>Oops</h1>"))
    page.get_by_role("button", name="Prøv igjen").click()
    expect(page.locator("#count-error")).to_contain_text("Noe gikk galt hos oss")
    page.unroute("**/map/count/")
    page.get_by_role("button", name="Prøv igjen").click()
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#count-error")).to_be_hidden()


def test_the_page_is_usable_without_the_background_map(
    page: Page, strandvik: Organisation, console: Console
) -> None:
    asked = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    console.expect("net::ERR_FAILED")
    page.route("https://cache.kartverket.no/**", refuse)
    sign_in(page, "planner", "/map/")
    expect(page.locator("#no-background")).to_be_visible()
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    assert len(asked) == 1


def test_storage_and_addresses_hold_no_token_and_no_person(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    draw(page, *WHOLE_STREET)
    addresses(page).to_have_text("40 adresser")
    stored = page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert "Storgata" not in stored
    assert "planner" not in stored
    assert page.url.endswith("/map/")


def test_a_phone_shows_all_of_it(map_page: Page) -> None:
    page = map_page
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("#search", "Storgata")
    page.get_by_role("button", name="Ta med Storgata", exact=True).click()
    addresses(page).to_have_text("40 adresser")
    page.get_by_role("button", name="Frys listen").click()
    page.wait_for_url("**/lists/*/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_buttons_that_end_a_drawing_do_not_swallow_first_corners(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    page.get_by_role("button", name="Tegn flate").click()
    expect(page.get_by_role("button", name="Fullfør").locator("visible=true")).to_be_visible()
    click_on_map(page, (0.07, 0.04), (0.3, 0.15), (0.07, 0.3))
    expect(page.locator(".marker-icon:not(.cursor-marker)")).to_have_count(3)
    expect(page.locator(".leaflet-pm-tooltip, .leaflet-tooltip-bottom")).to_have_text(
        "Klikk første punkt for å fullføre"
    )
    page.get_by_role("button", name="Fullfør").locator("visible=true").click()
    expect(page.locator(".shape-label")).to_have_text(["Med"])


def test_what_is_taken_away_needs_an_area_to_take_from(map_page: Page) -> None:
    page = map_page
    show(page, "Storgata")
    page.get_by_text("Trekk fra område", exact=True).click()
    draw(page, *rectangle(0.3, 0.3, 0.6, 0.7))
    addresses(page).to_have_text("Det mangler et område å trekke fra")
    expect(page.locator("#announcement")).to_contain_text("Det mangler et område å trekke fra")
    expect(page.locator("#freeze-button")).to_be_disabled()
    page.get_by_text("Ta med område", exact=True).click()
    draw(page, *WHOLE_STREET)
    addresses(page).not_to_contain_text("Det mangler")


def test_what_another_rule_would_change_is_asked_for_when_looked_at(map_page: Page) -> None:
    page = map_page
    way_in = Address.objects.get(label="Blokkvegen 1").geom
    Address.objects.filter(label="Storgata 1").update(access_points=MultiPoint(way_in, srid=25833))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "compare" in request.url else 0)
    paste(page, box(590, -10, 610, 10))
    addresses(page).to_have_text("1 adresse")
    expect(page.locator("#freeze-button")).to_be_enabled()
    assert asked == []
    page.get_by_text("Hvilke adresser et område tar med").focus()
    page.keyboard.press("Enter")
    compared = page.get_by_role("status").filter(has_text="Hva en annen regel ville endre")
    expect(compared.get_by_role("listitem")).to_have_text(
        [
            "Adressen ligger i området: valgt",
            "Atkomsten ligger i området: 1 adresse tilVis hvilkeVelg denne regelen",
            "Teigen adressen står på, berører området: teiger er ikke lastet",
            "En av eiendommens teiger berører området: teiger er ikke lastet",
            "En av adressens bygninger ligger i området: bygninger er ikke lastet",
        ]
    )
    assert accessibility_faults(page) == []
    page.get_by_text("Hvilke adresser et område tar med").press("Enter")
    page.get_by_text("Hvilke adresser et område tar med").press("Enter")
    expect(compared).to_be_visible()
    assert len(asked) == 1
    page.select_option("#rule", "access-inside")
    addresses(page).to_have_text("2 adresser")
    expect(compared.get_by_role("listitem").first).to_contain_text("1 adresse færre")
    assert len(asked) == 2
    page.get_by_role("button", name="Tøm alt").click()
    expect(page.locator("#compare")).to_be_hidden()


def test_the_map_of_a_list_shows_its_addresses_and_goes_there(map_page: Page) -> None:
    page = map_page
    paste(page, box(-150, -400, 900, 150))
    addresses(page).to_have_text("54 adresser")
    with page.expect_response("**/lists/*/points/") as points:
        page.get_by_role("button", name="Frys listen").click()
        page.wait_for_url("**/lists/*/")
    assert len(points.value.json()["points"]) == 41
    assert 0.7 < page.evaluate(WIDTH_OF_MARKS) < 1


def test_a_list_of_many_streets_comes_in_parts(map_page: Page) -> None:
    page, first = map_page, Address.objects.filter(label="Storgata 1").values().get()
    Address.objects.bulk_create(
        Address(**first | {"id": None, "source_id": code, "street_code": code, "street_name": code})
        for code in map(str, range(2000, 2230))
    )
    paste(page, box(0, -10, 20, 10))
    addresses(page).to_have_text("232 adresser")
    streets = page.locator("#selected-list details")
    expect(streets).to_have_count(200)
    expect(page.locator("#selected-state")).to_have_text("231 gater og grupper")
    page.get_by_role("button", name="Vis 31 til").press("Enter")
    expect(streets).to_have_count(231)
    expect(streets.nth(200).locator("summary")).to_be_focused()
    expect(page.locator("#selected-list > li > button")).to_have_count(0)


WIDTH_OF_MARKS = """async () => {
  const painted = () => new Promise((done) => requestAnimationFrame(done));
  for (let frame = 0; frame < 5; frame += 1) { await painted(); }
  const canvas = document.querySelector('.selected-pane canvas');
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const columns = [];
  for (let at = 3; at < data.length; at += 4) {
    if (data[at] > 0) { columns.push(((at - 3) / 4) % width); }
  }
  const spread = Math.max(...columns) - Math.min(...columns);
  const shown = width * document.querySelector('#map').clientWidth / canvas.clientWidth;
  return spread / shown;
}"""
"""How much of the map's width the marks of selected addresses reach across."""


def test_a_number_of_an_old_municipality_is_found_and_said_to_be_old(map_page: Page) -> None:
    Municipality.objects.create(number="3420", name="Elverum")
    Address.objects.filter(label="12/3").update(municipality_number="3420")
    map_page.fill("#search", "0427-12/3")
    expect(map_page.locator("#search-state")).to_have_text(
        "Kommunenummer 0427 er nå 3420 Elverum. Resten av nummeret kan også være endret. 1 treff"
    )
    expect(map_page.locator("#search-results")).to_contain_text("12/3")
    map_page.fill("#search", "0427-99/")
    expect(map_page.locator("#search-state")).to_have_text(
        "Kommunenummer 0427 er nå 3420 Elverum. Resten av nummeret kan også være endret."
    )
    assert accessibility_faults(map_page) == []
