"""Uploading an area: what is in the file is seen before it is used, faults with their place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotarget.organisations.models import Organisation
from tests.area_files.making import curve, made_by_gdal, sosi, surface, zipped
from tests.targeting.strandvik import EAST, NORTH, box, degrees

from .sight import Console, accessibility_faults, sign_in
from .ways import Way, way

__all__ = ["way"]

IS_UNCOVERED = """node => {
  const { left, top, width, height } = node.getBoundingClientRect();
  return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
BLOCK = [(590.0, -10.0), (610.0, -10.0), (610.0, 10.0), (590.0, 10.0)]


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    sign_in(page, "planner", "/map/")
    page.get_by_text("Lim inn eller last opp et område").click()
    return page


def offered(page: Page, way: Way, name: str, content: bytes) -> None:
    """A file that a planner gives on the map page."""
    sign_in(page, "planner", "/map/")
    way.press(page.get_by_text("Lim inn eller last opp et område"))
    way.give(page.locator("#upload-file"), name, content)


def upload(page: Page, name: str, content: bytes) -> None:
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.set_input_files("#upload-file", files=[file])


def plan_of_the_block() -> bytes:
    """Of two outlines, as plans are, with the origin in the town."""
    west, east = (
        [BLOCK[3], BLOCK[0]],
        [
            *BLOCK,
        ],
    )
    plan = [curve(1, west), curve(2, east), surface(3, ":1 :2", "Rigging ved blokka")]
    text = sosi(plan).decode()
    lines = [
        f"...ORIGO-NØ {NORTH:.0f} {EAST:.0f}" if line.startswith("...ORIGO") else line
        for line in text.splitlines()
    ]
    return "\n".join(lines).encode()


def use(page: Page) -> None:
    page.get_by_role("button", name="Bruk de valgte områdene").click()


def test_a_plan_in_sosi(page: Page, strandvik: Organisation, way: Way) -> None:
    offered(page, way, "plan.sos", plan_of_the_block())
    expect(page.locator("#upload-state")).to_have_text("SOSI: 1 område", timeout=15_000)
    expect(page.locator("#upload-layers legend")).to_contain_text("EPSG:25833")
    area = page.get_by_label("Rigging ved blokka · RpOmråde, 400 m²")
    expect(page.locator("#count-addresses")).to_have_text("Ingenting er valgt ennå")
    assert accessibility_faults(page) == []
    assert page.evaluate(TOO_WIDE) <= 0
    way.untick(area)
    expect(page.locator("#upload-use")).to_be_disabled()
    way.tick(area)
    assert page.locator("#upload-use").evaluate(IS_UNCOVERED)
    way.press(page.locator("#upload-use"))
    expect(page.locator("#count-addresses")).to_have_text("1 adresse")
    expect(page.locator("#count-addresses")).to_be_in_viewport()
    expect(page.locator("#upload-file")).to_be_focused()
    expect(page.locator("#upload-state")).to_have_text("1 område er tatt med")
    expect(page.locator(".shape-label")).to_have_count(1)


def two_areas(*, faulty: bool) -> bytes:
    street = box(-5, -20, 405, 20)
    ring = [degrees(*corner) for corner in BLOCK]
    order = (0, 2, 1, 3, 0) if faulty else (0, 1, 2, 3, 0)
    block = {"type": "Polygon", "coordinates": [[ring[at] for at in order]]}
    features = [
        {"type": "Feature", "properties": {"navn": name}, "geometry": shape}
        for name, shape in (("Storgata", street), ("Blokka", block))
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_a_zipped_shapefile_of_which_one_area_is_chosen(
    page: Page, strandvik: Organisation, way: Way, tmp_path: Path
) -> None:
    plan = made_by_gdal(tmp_path, "ESRI Shapefile", two_areas(faulty=False))
    offered(page, way, "områder.zip", plan)
    expect(page.locator("#upload-state")).to_have_text("Shapefile: 2 områder", timeout=15_000)
    expect(page.locator("#upload-layers legend")).to_contain_text("EPSG:25833")
    assert page.evaluate(TOO_WIDE) <= 0
    way.untick(page.get_by_label("Storgata,"))
    way.press(page.locator("#upload-use"))
    expect(page.locator("#count-addresses")).to_have_text("1 adresse")
    way.press(page.get_by_role("button", name="Angre"))
    expect(page.locator("#count-addresses")).to_have_text("Ingenting er valgt ennå")


def school_catchments() -> bytes:
    """Two areas in three parts, named by an attribute that nobody would guess."""
    west, east = box(-5, -2, 200, 20), box(200, -2, 405, 20)
    parts = [("Nord", west), ("Nord", east), ("Sør", box(-5, -20, 405, -3))]
    features = [
        {"type": "Feature", "properties": {"opptak": name, "id": at}, "geometry": shape}
        for at, (name, shape) in enumerate(parts)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_areas_of_a_file_become_ready_areas(page: Page, strandvik: Organisation, way: Way) -> None:
    offered(page, way, "skoler.geojson", school_catchments())
    expect(page.locator("#zones")).to_be_visible(timeout=15_000)
    way.write(page.locator("#zones-kind"), "Skolekrets")
    name_from(page, way, "opptak")
    expect(page.locator("#zones-names")).to_have_text("2 områder: Skolekrets Nord, Skolekrets Sør")
    assert accessibility_faults(page) == []
    assert page.evaluate(TOO_WIDE) <= 0
    way.press(page.locator("#zones-save"))
    expect(page.locator("#upload-state")).to_have_text(
        "2 områder er lagret. Finn dem ved navn i søket."
    )
    expect(page.locator("#count-addresses")).to_have_text("Ingenting er valgt ennå")
    way.write(page.locator("#search"), "skolekrets")
    way.press(page.get_by_role("button", name="Ta med Skolekrets Nord", exact=True))
    expect(page.locator("#count-addresses")).to_have_text("20 adresser")
    expect(page.locator("#figures > li")).to_have_count(2)


def name_from(page: Page, way: Way, attribute: str) -> None:
    field = page.locator("#zones-name")
    if way.name == "keyboard":
        way.reach(field)
        page.keyboard.press("ArrowDown")
        expect(field).to_have_value(attribute)
    else:
        field.select_option(attribute)


def test_a_fault_is_shown_where_it_is_and_a_repair_is_taken_by_hand(
    page: Page, strandvik: Organisation, way: Way
) -> None:
    offered(page, way, "a.geojson", two_areas(faulty=True))
    expect(page.locator("#upload-state")).to_have_text("GeoJSON: 2 områder, 1 med feil")
    fault = page.locator("#upload-layers li").nth(1)
    expect(fault).to_contain_text("krysser eller berører seg selv")
    way.press(fault.get_by_role("button", name="Vis stedet"))
    expect(page.locator(".fault-mark")).to_be_in_viewport()
    proposed = fault.get_by_label("Bruk forslaget til retting")
    expect(proposed).not_to_be_checked()
    way.tick(proposed)
    way.untick(page.get_by_label("Storgata,"))
    way.press(page.locator("#upload-use"))
    expect(page.locator(".shape-label")).to_have_count(1)
    expect(page.locator("#count-addresses")).to_have_text("1 adresse")


def test_a_file_that_does_not_say_its_system(map_page: Page, tmp_path: Path) -> None:
    page = map_page
    made_by_gdal(tmp_path, "ESRI Shapefile", two_areas(faulty=False))
    silent = {p.name: p.read_bytes() for p in tmp_path.glob("Område*") if p.suffix != ".prj"}
    upload(page, "x.zip", zipped(silent))
    page.get_by_label("Filen sier ikke hvilket koordinatsystem").select_option("25833")
    expect(page.locator("#upload-layers li")).to_have_count(2)
    use(page)
    expect(page.locator("#count-addresses")).to_have_text("41 adresser")


def test_what_cannot_be_read_is_told_and_the_drawing_stays(
    map_page: Page, console: Console
) -> None:
    console.expect("status of 422")
    page = map_page
    upload(page, "a.geojson", two_areas(faulty=False))
    use(page)
    expect(page.locator("#count-addresses")).to_have_text("41 adresser")
    upload(page, "foto.jpg", b"\xff\xd8\xff\xe0" * 50)
    expect(page.locator("#upload-error")).to_contain_text("ingen av formatene som kan leses")
    expect(page.locator("#count-addresses")).to_have_text("41 adresser")


def test_reading_can_be_left(map_page: Page) -> None:
    page = map_page
    page.route("**/map/upload/", lambda route: None)
    upload(page, "plan.sos", plan_of_the_block())
    expect(page.locator("#upload-state")).to_have_text("Leser filen …")
    page.get_by_role("button", name="Stopp").click()
    expect(page.locator("#upload-state")).to_contain_text("Stoppet")
    page.unroute("**/map/upload/")
    upload(page, "plan.sos", plan_of_the_block())
    expect(page.locator("#upload-state")).to_have_text("SOSI: 1 område")
