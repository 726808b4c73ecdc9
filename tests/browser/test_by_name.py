"""The equal way without a map: search, house numbers, districts and pasted lists, by every hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from playwright.sync_api import Page, expect

from geotarget.cadastre.models import Address, District
from geotarget.domain.coordinates import STORAGE_SRID
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList
from tests.targeting import buildings
from tests.targeting.strandvik import EAST, NORTH, box, name_addresses

from .places import expect_marks
from .sight import Console, accessibility_faults, sign_in
from .ways import Way, way

__all__ = ["way"]


@pytest.fixture
def hand(way: Way, strandvik: Organisation) -> Way:
    return on_map(way)


@pytest.fixture
def map_page(page: Page, strandvik: Organisation) -> Page:
    return on_map(Way(page, "mouse")).page


def on_map(way: Way) -> Way:
    sign_in(way.page, "planner", "/map/")
    expect(way.page.locator("#count-addresses")).to_have_text("Ingenting er valgt ennå")
    return way


def addresses(page: Page) -> Any:
    return expect(page.locator("#count-addresses"))


def said(page: Page) -> Any:
    return expect(page.locator("#announcement"))


def pick(way: Way, words: str, name: str) -> None:
    """Search for something and include the hit of that name."""
    way.write(way.page.locator("#search"), words)
    way.press(way.page.get_by_role("button", name=f"Ta med {name}", exact=True))


def freeze(way: Way, count: int) -> AddressList:
    expect(way.page.locator("#freeze-button")).to_be_enabled()
    way.press(way.page.locator("#freeze-button"))
    way.page.wait_for_url("**/lists/*/")
    frozen = AddressList.objects.get()
    assert frozen.address_count == count
    return frozen


def test_a_street_is_shut_off_by_search(hand: Way) -> None:
    """The street lies in four postcodes, and is one street all the same."""
    page = hand.page
    for first in (10, 20, 30):
        Address.objects.filter(street_code="1000", number__gt=first).update(postcode=f"99{first}")
    pick(hand, "storgata", "Storgata")
    addresses(page).to_have_text("40 adresser")
    first, last = page.get_by_label("Fra nummer"), page.get_by_label("Til nummer")
    hand.write(first, "12")
    hand.write(last, "4")
    use = page.get_by_role("button", name="Bruk husnumrene")
    hand.press(use)
    expect(last).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".pick-form .ds-validation-message").nth(1)).to_have_text(
        "Nr. 4 kommer før nr. 12. Bytt om på dem."
    )
    assert accessibility_faults(page) == []
    hand.write(last, "40")
    hand.choose(page.locator(".pick-form [name=side]"), 2)
    hand.press(use)
    addresses(page).to_have_text("15 adresser")
    even = [f"Storgata {number}" for number in range(12, 41, 2) if number not in (14, 22)]
    expect_marks(hand, [*even, "Storgata 14A", "Storgata 14B"])
    expect(page.locator(".pick-form .missing")).to_have_text("15 adresser. Nr. 22 finnes ikke")
    expect(page.locator(".pick > span")).to_have_text(["Storgata 12–40, partall Strandvik"])
    said(page).to_contain_text("Storgata 12–40, partall. Nr. 22 finnes ikke")
    said(page).to_contain_text("15 adresser")
    expect(use).to_be_visible()
    expect(page.locator("#freeze-name")).to_have_value("Storgata 12–40, partall")
    frozen = freeze(hand, 15)
    assert frozen.drawing["streets"] == ["9901-1000 12-40 even"]
    labels = frozen.addresses.values_list("label", flat=True)
    assert set(labels) == {*even, "Storgata 14A", "Storgata 14B"}
    expect(page.locator("dd", has_text="Storgata 12–40, partall")).to_be_visible()
    assert accessibility_faults(page) == []


def test_a_pasted_list_with_faults(hand: Way, console: Console) -> None:
    page = hand.page
    hand.press(page.locator("#pasted-section > summary"))
    text = "Storgata 1\nStorgata 22\n12/3\nStorgatn 7\nTorget 1B, 9994 Strandvik\nStorgata 14"
    hand.write(page.locator("#pasted-text"), text)
    hand.press(page.locator("#pasted-button"))
    addresses(page).to_have_text("3 adresser")
    expect(page.locator("#pasted-state")).to_have_text("3 av 6 linjer er tatt med.")
    faults = page.locator("#pasted-list > li")
    expect(faults.locator("strong")).to_have_text(
        ["Linje 2: Storgata 22", "Linje 4: Storgatn 7", "Linje 6: Storgata 14"]
    )
    expect(faults.locator("p")).to_have_text(
        [
            "Nr. 22 finnes ikke i Storgata.",
            "Ingen gate heter «Storgatn». Mente du Storgata?",
            "Nr. 14 finnes ikke. Hvilken er ment?",
        ]
    )
    expect(faults.nth(2).get_by_role("button")).to_have_count(2)
    assert accessibility_faults(page) == []
    hand.press(faults.nth(1).get_by_role("button"))
    addresses(page).to_have_text("4 adresser")
    expect(page.locator("#pasted-state")).to_have_text(
        "Linje 4 er tatt med som Storgata 7, 9994 STRANDVIK."
    )
    hand.press(faults.nth(1).get_by_role("button", name="Storgata 14B"))
    addresses(page).to_have_text("5 adresser")
    expect(faults).to_have_count(1)
    expect(page.locator("#pasted-title")).to_be_focused()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    hand.press(page.locator("#pasted-copy"))
    expect(page.locator("#pasted-state")).to_contain_text("Linjene er kopiert")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == "2\tStorgata 22\tNr. 22 finnes ikke i Storgata."
    expect(page.locator("#pasted-text")).to_have_value(text)
    frozen = freeze(hand, 5)
    labels = frozen.addresses.values_list("label", flat=True)
    assert set(labels) == {"Storgata 1", "Storgata 7", "Storgata 14B", "Torget 1B", "12/3"}


def build_tract() -> None:
    """Storgata is in the tract by its own code, and all of it within the border."""
    Address.objects.filter(street_code="1000").update(census_tract="99010101")
    shape = Polygon.from_bbox((EAST - 20, NORTH - 60, EAST + 450, NORTH + 60))
    District.objects.create(
        kind="census_tract", number="99010101", name="Sentrum", municipality_number="9901",
        border=MultiPolygon(shape, srid=STORAGE_SRID), row_hash=b"",
    )  # fmt: skip


def test_holiday_homes_in_a_census_tract(hand: Way) -> None:
    page = hand.page
    buildings.build()
    build_tract()
    pick(hand, "grunnkrets sentrum", "Grunnkrets 99010101 Sentrum")
    addresses(page).to_have_text("40 adresser")
    said(page).to_contain_text("Grunnkrets 99010101 Sentrum")
    expect(page.locator(".shape-label")).to_have_text(["Grunnkrets 99010101 Sentrum"])
    hand.press(page.locator("#filter-section > summary"))
    homes = page.get_by_label("Fritidsboliger")
    hand.select(homes, "only")
    addresses(page).to_have_text("10 adresser")
    hand.press(page.locator("#split-section > summary"))
    expect(page.locator("#split")).to_contain_text(
        "10 fritidsboliger. Få eller ingen folkeregistrerte nås der, og eiere varsles ikke."
    )
    assert accessibility_faults(page) == []
    expect(page.locator("#freeze-name")).to_have_value("Grunnkrets 99010101 Sentrum")
    freeze(hand, 10)
    expect(page.locator("dd", has_text="Grunnkrets 99010101 Sentrum")).to_be_visible()
    expect(page.locator("dd", has_text="Bare fritidsboliger")).to_be_visible()
    expect(page.locator("#list-split")).to_contain_text("10 fritidsboliger")
    expect(page.locator("#included tbody tr").first).to_contain_text(
        "Valgt for hånd: Grunnkrets 99010101 Sentrum"
    )


def test_everything_within_some_metres_of_an_address(hand: Way) -> None:
    page = hand.page
    pick(hand, "Storgata 5", "Storgata 5")
    addresses(page).to_have_text("1 adresse")
    hand.press(page.get_by_role("button", name="Alt innen …: Storgata 5"))
    metres = page.get_by_label("Meter (1 til 5000)")
    hand.write(metres, "5001")
    make = page.get_by_role("button", name="Lag sirkelen")
    hand.press(make)
    expect(metres).to_have_attribute("aria-invalid", "true")
    hand.write(metres, "25")
    hand.press(make)
    addresses(page).to_have_text("5 adresser")
    expect(page.locator("#figures .link-button").first).to_have_text(
        "Figur 1: innen 25 m fra Storgata 5, med"
    )
    expect(page.locator("#picks > li")).to_have_count(0)
    page.reload()
    addresses(page).to_have_text("5 adresser")
    expect(page.locator("#freeze-name")).to_have_value("Innen 25 m fra Storgata 5")
    freeze(hand, 5)
    expect(page.locator("dd", has_text="Innen 25 m fra Storgata 5")).to_be_visible()


def test_a_saved_area_is_picked_by_its_name(map_page: Page) -> None:
    page = map_page
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    drawing = {"include": box(0, -50, 105, 50), "streets": ["9901-1002"]}
    page.request.post(
        "/map/save/",
        data={"name": "Trykksone 3", "selection": drawing},
        headers={"X-CSRFToken": token, "Referer": page.url},
    )
    way = Way(page, "mouse")
    pick(way, "Storgata 40", "Storgata 40")
    pick(way, "trykksone", "Trykksone 3")
    addresses(page).to_have_text("24 adresser")
    expect(page.locator("#figures > li")).to_have_count(1)
    expect(page.locator(".pick > span")).to_have_text(["Torget Strandvik", "Storgata 40"])
    page.get_by_role("button", name="Angre").click()
    addresses(page).to_have_text("1 adresse")


def test_enter_takes_the_only_or_the_marked_hit(map_page: Page) -> None:
    page, search = map_page, map_page.locator("#search")
    Address.objects.filter(street_name="Grensevegen").update(street_name="Torget")
    name_addresses()
    search.press_sequentially("storgata 2-6, partall")
    search.press("Enter")
    addresses(page).to_have_text("3 adresser")
    expect(search).to_have_value("")
    expect(search).to_be_focused()
    search.fill("storgata 99")
    expect(page.locator("#search-state")).to_contain_text("Nr. 99 finnes ikke")
    search.press("Enter")
    expect(page.locator("#search-state")).to_contain_text("Merk ett med piltastene")
    addresses(page).to_have_text("3 adresser")
    search.fill("torget")
    twin = page.get_by_role("button", name="Ta med Torget, Fjellvik")
    expect(twin).to_be_visible()
    expect(page.get_by_role("button", name="Ta med Torget, Strandvik")).to_be_visible()
    search.press("ArrowDown")
    expect(page.locator("#search-results .hit").first).to_have_attribute("aria-selected", "true")
    expect(search).to_have_attribute("aria-activedescendant", "search-results-0")
    assert accessibility_faults(page) == []
    search.press("Enter")
    addresses(page).to_have_text("16 adresser")
    search.fill("torget")
    expect(twin).to_be_visible()
    search.press("Escape")
    expect(page.locator("#search-results")).to_be_hidden()
    expect(search).to_have_attribute("aria-expanded", "false")


def test_what_is_not_loaded_is_said(map_page: Page) -> None:
    map_page.fill("#search", "valgkrets 1")
    expect(map_page.locator("#search-state")).to_have_text(
        "Ingen adresse, eiendom, sted eller område har det navnet. Ikke lastet: valgkretser."
    )
    map_page.fill("#search", "1/7")
    expect(map_page.locator("#search-results")).to_contain_text("9901-1/7 · 9994 STRANDVIK")
