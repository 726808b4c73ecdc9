"""Lists taken along, put together, and areas kept: by mouse, by keyboard alone, on a phone."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, Route, expect

from geotarget.domain.roles import Role
from geotarget.organisations.models import Membership, Organisation
from geotarget.targeting.freeze import freeze
from geotarget.targeting.models import AddressList, Area
from tests.targeting.strandvik import box

from .sight import Console, accessibility_faults, sign_in
from .ways import Way, way

__all__ = ["way"]

WEST, MIDDLE = {"include": box(0, -50, 105, 50)}, {"include": box(55, -50, 155, 50)}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def frozen(organisation: Organisation, name: str, drawing: object) -> AddressList:
    planner = Membership.objects.get(organisation=organisation, user__username="planner").user
    return freeze(drawing, name=name, organisation=organisation, user=planner)  # type: ignore[arg-type]


def torget(organisation: Organisation) -> Area:
    """A saved area of one street."""
    planner = Membership.objects.get(organisation=organisation, user__username="planner").user
    drawing = {"streets": ["9901-1002"]}
    return Area.objects.create(
        organisation=organisation, name="Torget", drawing=drawing, created_by=planner
    )


def looks_right(page: Page) -> None:
    assert accessibility_faults(page) == []
    assert page.evaluate(TOO_WIDE) <= 0


def taken(page: Page, way: Way, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        way.press(page.get_by_role("link", name=name, exact=True))
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_a_list_in_every_format_opens_in_its_program(
    page: Page, strandvik: Organisation, way: Way, tmp_path: Path
) -> None:
    listed = frozen(strandvik, "Vest", WEST)
    sign_in(page, "planner", f"/lists/{listed.pk}/")
    expect(page.locator("#overlaps-title")).to_contain_text("Ingen andre varsler")
    looks_right(page)
    book = load_workbook(taken(page, way, "Excel (XLSX)", tmp_path))
    assert book["Adresser"].max_row == 11
    expect(page.locator("#download-state")).to_contain_text("vest-v1.xlsx er lagret")
    told = output("ogrinfo", "-ro", "-al", "-so", str(taken(page, way, "GeoPackage", tmp_path)))
    assert "Feature Count: 10" in told
    geojson = json.loads(taken(page, way, "GeoJSON", tmp_path).read_text())
    assert len(geojson["features"]) == 10
    text = taken(page, way, "Tekst (CSV)", tmp_path).read_text("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text), delimiter=";"))) == 10
    drawn = output("pdftotext", str(taken(page, way, "Kart på A4 (PDF)", tmp_path)), "-")
    assert "10 adresser" in drawn
    assert listed.checksum in drawn
    way.press(page.get_by_role("link", name="Etiketter (PDF)"))
    page.wait_for_url("**/labels/")
    looks_right(page)
    with page.expect_download() as download:
        way.press(page.get_by_role("button", name="Lag etikettene"))
    download.value.save_as(tmp_path / "labels.pdf")
    assert output("pdftotext", str(tmp_path / "labels.pdf"), "-").count("Storgata") == 10


def test_a_file_that_breaks_off_or_is_refused_is_told(
    page: Page, strandvik: Organisation, console: Console
) -> None:
    console.expect("ERR_FAILED|status of 422|ERR_CONNECTION")
    listed = frozen(strandvik, "Vest", WEST)
    sign_in(page, "planner", f"/lists/{listed.pk}/")
    page.route("**/*.csv", lambda route: route.abort())
    page.get_by_role("link", name="Tekst (CSV)").click()
    expect(page.locator("#download-error")).to_contain_text("ingenting ble lagret")
    body = json.dumps({"message": "Ta CSV eller GeoPackage."})
    page.route("**/*.xlsx", lambda route: route.fulfill(status=422, body=body))
    page.get_by_role("link", name="Excel (XLSX)").click()
    expect(page.locator("#download-error")).to_have_text("Ta CSV eller GeoPackage.")
    assert accessibility_faults(page) == []
    waiting: list[Route] = []
    page.route("**/*.gpkg", lambda route: waiting.append(route))
    page.get_by_role("link", name="GeoPackage", exact=True).click()
    expect(page.locator("#download-state")).to_contain_text("Lager GeoPackage")
    expect(page.locator("#download-error")).to_be_hidden()
    page.get_by_role("button", name="Avbryt").click()
    expect(page.locator("#download-state")).to_be_hidden()
    expect(page.locator("#download-error")).to_be_hidden()


def pick(page: Page, way: Way, street: str) -> None:
    way.write(page.locator("#search"), street)
    # Where a saved area has the name too, the street says its municipality.
    name = re.compile(f"^Ta med {street}(, Strandvik)?$")
    way.press(page.get_by_role("button", name=name))
    way.write(page.locator("#search"), "")


def test_an_area_is_saved_opened_changed_and_deleted(
    page: Page, strandvik: Organisation, way: Way
) -> None:
    sign_in(page, "planner", "/areas/")
    expect(page.locator(".empty")).to_contain_text("Ingen områder er lagret ennå")
    looks_right(page)
    way.press(page.get_by_role("link", name="Tegn et område"))
    page.wait_for_url("**/map/")
    pick(page, way, "Torget")
    expect(page.locator("#count-addresses")).to_have_text("13 adresser")
    way.press(page.locator("#saved-section > summary"))
    way.write(page.locator("#save-name"), "Sentrum")
    way.press(page.locator("#save-button"))
    expect(page.locator("#saved-state")).to_have_text("«Sentrum» er lagret som versjon 1.")
    assert accessibility_faults(page) == []
    page.evaluate("sessionStorage.clear()")
    page.goto("/areas/")
    looks_right(page)
    way.press(page.get_by_role("link", name="Åpne Sentrum i kartet"))
    expect(page.locator("#count-addresses")).to_have_text("13 adresser")
    expect(page.locator("#saved-state")).to_have_text("«Sentrum», versjon 1, er åpnet.")
    expect(page.locator("#picks")).to_contain_text("Torget")
    assert page.url.endswith("/map/")
    pick(page, way, "Blokkvegen")
    expect(page.locator("#count-addresses")).to_have_text("14 adresser")
    way.press(page.get_by_role("button", name="Lagre som versjon 2"))
    expect(page.locator("#saved-state")).to_have_text("«Sentrum» er lagret som versjon 2.")
    page.reload()
    expect(page.locator("#save-button")).to_have_text("Lagre som versjon 3")
    assert [area.version for area in Area.objects.order_by("id")] == [1, 2]
    page.goto(f"/areas/{Area.objects.latest('id').pk}/")
    expect(page.locator(".count-main")).to_have_text("14 adresser · 37 bruksenheter")
    expect(page.locator("#overlaps-title")).to_contain_text("Ingen andre varsler")
    looks_right(page)
    way.press(page.get_by_text("Slett det nå"))
    way.press(page.get_by_role("button", name="Slett alle versjoner"))
    expect(page.locator(".messages")).to_contain_text("«Sentrum» er slettet")
    assert not Area.objects.exists()


def test_what_was_drawn_here_comes_back_by_undo(page: Page, strandvik: Organisation) -> None:
    area = torget(strandvik)
    sign_in(page, "planner", "/map/")
    pick(page, Way(page, "mouse"), "Blokkvegen")
    expect(page.locator("#count-addresses")).to_have_text("1 adresse")
    page.goto(f"/map/?area={area.pk}")
    expect(page.locator("#count-addresses")).to_have_text("13 adresser")
    page.get_by_role("button", name="Angre", exact=True).click()
    expect(page.locator("#count-addresses")).to_have_text("1 adresse")
    expect(page.locator("#save-button")).to_have_text("Lagre området")


def test_lists_are_put_together(page: Page, strandvik: Organisation, way: Way) -> None:
    west, middle = (frozen(strandvik, *one) for one in (("Vest", WEST), ("Midt", MIDDLE)))
    sign_in(page, "planner", f"/lists/{west.pk}/")
    way.press(page.get_by_role("link", name="Sett sammen med andre"))
    page.wait_for_url("**/combine/**")
    looks_right(page)
    expect(page.locator("#id_first")).to_have_value(str(west.pk))
    way.choose(page.locator("[name=operation]"), 2)
    way.tick(page.get_by_role("checkbox", name="Midt"))
    way.press(page.get_by_role("button", name="Tell adressene"))
    expect(page.locator("#counted")).to_have_text("Det gir 5 adresser.")
    looks_right(page)
    way.write(page.locator("#id_name"), "Uten midten")
    way.press(page.get_by_role("button", name="Frys den nye listen"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Uten midten")
    expect(page.locator(".origin")).to_contain_text("Vest versjon 1")
    expect(page.locator(".origin")).to_contain_text("Midt versjon 1")
    looks_right(page)
    made = AddressList.objects.latest("id")
    assert made.address_count == 5
    assert {one["checksum"] for one in made.combined["lists"]} == {west.checksum, middle.checksum}


def test_what_else_is_about_the_addresses_follows_the_drawing(
    page: Page, strandvik: Organisation
) -> None:
    torget(strandvik)
    sign_in(page, "planner", "/map/")
    expect(page.locator("#overlaps")).to_be_hidden()
    pick(page, Way(page, "mouse"), "Torget")
    expect(page.locator("#overlaps-title")).to_have_text(
        "1 varsel eller område gjelder noen av disse adressene"
    )
    page.locator("#overlaps > summary").click()
    expect(page.locator("#overlaps-list")).to_contain_text("13 felles adresser")
    named = page.locator(".shape-label", has_text="Lagret område: Torget")
    expect(named).to_be_visible()
    expect(page.locator(".overlaps-pane path")).to_have_attribute("fill", "url(#area-pattern)")
    page.get_by_label("Vis omrissene i kartet").uncheck()
    expect(named).to_have_count(0)
    page.get_by_label("Vis omrissene i kartet").check()
    assert accessibility_faults(page) == []
    page.locator("#overlaps-list").get_by_role("link", name="Torget").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Torget")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_who_only_looks_sees_areas_and_files(
    page: Page, strandvik: Organisation, language: str
) -> None:
    listed = frozen(strandvik, "Vest", WEST)
    sign_in(page, str(Role.APPROVER))
    if language == "en":
        page.get_by_role("button", name="English").click()
    for path in ("/areas/", f"/lists/{listed.pk}/", f"/lists/{listed.pk}/labels/"):
        page.goto(path)
        looks_right(page)
    assert page.get_by_role("link", name="Sett sammen med andre").count() == 0


@pytest.mark.parametrize("width", [320, 360])
def test_a_narrow_screen_hides_no_column(page: Page, strandvik: Organisation, width: int) -> None:
    listed = frozen(strandvik, "Vest", WEST)
    page.set_viewport_size({"width": width, "height": 700})
    sign_in(page, "planner", "/lists/")
    for path in ("/lists/", f"/lists/{listed.pk}/", f"/lists/{listed.pk}/today/"):
        page.goto(path)
        looks_right(page)
        for cell in page.locator(".table-frame :is(td, tbody th):visible").all()[:20]:
            at = cell.bounding_box()
            assert at is not None
            assert at["x"] + at["width"] <= width
    page.goto(f"/lists/{listed.pk}/")
    cell = page.locator("#included tbody tr").first.get_by_role("cell").nth(1)
    expect(cell).to_have_attribute("data-column", "Kommune")


def test_a_printed_list_has_its_table_and_no_buttons(page: Page, strandvik: Organisation) -> None:
    listed = frozen(strandvik, "Vest", WEST)
    sign_in(page, "planner", f"/lists/{listed.pk}/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#included tbody tr").first).to_be_visible()
    for hidden in ("#files", ".map-frame", ".site-nav", ".title-row .ds-button"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.goto("/map/")
    for hidden in (".map-frame", "#search", "#freeze-form"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator("#selected-section")).to_be_visible()
    expect(page.locator(".panel-body")).to_have_css("overflow-y", "visible")
