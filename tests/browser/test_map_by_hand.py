"""Single addresses added and taken out, and rules compared: by mouse, keyboard and finger."""

from __future__ import annotations

import json

import pytest
from django.contrib.gis.geos import MultiPoint
from playwright.sync_api import Page, expect

from geotarget.cadastre.models import Address
from geotarget.domain.roles import Role
from geotarget.organisations.models import Organisation
from geotarget.targeting.models import AddressList, AdjustmentNote
from tests.organisations.members import make_member, make_organisation
from tests.targeting.strandvik import box

from .drawing import addresses
from .places import draw_box, find
from .sight import Console, accessibility_faults, click_on_map, show, sign_in
from .ways import Way, way

__all__ = ["way"]

STREET = (-45, -75, 450, 75)
FIRST_HALF = (-45, -75, 205, 75)


@pytest.fixture
def at_map(way: Way, strandvik: Organisation) -> Way:
    sign_in(way.page, "planner", "/map/")
    return way


def paste(way: Way, area: dict[str, object]) -> None:
    page = way.page
    if not page.locator("#paste-text").is_visible():
        way.press(page.locator("summary", has_text="Lim inn eller last opp et område"))
    way.write(page.locator("#paste-text"), json.dumps(area))
    way.press(page.get_by_role("button", name="Bruk området"))


def open_street(way: Way, group: int = 0) -> None:
    details = way.page.locator("#selected-list details").nth(group)
    if details.get_attribute("open") is None:
        way.press(details.locator("summary"))
    expect(details.locator(".address-act").first).to_be_visible()


def say_why(way: Way, steps: int) -> None:
    dialog = way.page.get_by_role("dialog")
    expect(dialog.get_by_role("radio").first).to_be_focused()
    way.choose(dialog.locator("[data-act]:not([hidden]) input"), steps)


def keep(way: Way) -> None:
    way.press(way.page.locator("#adjust-keep"))
    expect(way.page.get_by_role("dialog")).to_be_hidden()


def freeze(way: Way, name: str) -> None:
    expect(way.page.locator("#freeze-button")).to_be_enabled()
    way.write(way.page.locator("#freeze-name"), name)
    way.press(way.page.locator("#freeze-button"))
    way.page.wait_for_url("**/lists/*/")


def test_take_out_and_add_with_reasons_then_redraw(at_map: Way, console: Console) -> None:
    console.expect("status of 4(01|22)")
    way, page = at_map, at_map.page
    find(way, "Storgata")
    draw_box(way, *STREET)
    addresses(page).to_have_text("40 adresser")
    open_street(way)
    way.press(page.get_by_role("button", name="Ta ut …: Storgata 30", exact=True))
    expect(page.get_by_role("heading", name="Ta ut Storgata 30")).to_be_visible()
    assert accessibility_faults(page) == []
    say_why(way, 1)
    keep(way)
    addresses(page).to_have_text("39 adresser")
    changed = page.locator("#adjusted > li")
    expect(changed).to_have_text(["Storgata 30Tatt ut: har egen forsyningTa tilbake"])
    expect(page.locator("#announcement")).to_contain_text("Storgata 30 er tatt ut")

    way.write(page.locator("#search"), "Blokkvegen 1")
    way.press(page.get_by_role("button", name="Legg til Blokkvegen 1", exact=True))
    say_why(way, 5)
    way.write(page.locator("#adjust-note"), "Ring Kari på 99 88 77 66")
    way.press(page.locator("#adjust-keep"))
    expect(page.locator("#adjust-error")).to_contain_text("ser ut til å inneholde et telefonnummer")
    expect(page.locator("#adjust-note-hint")).to_contain_text("Teksten slettes etter 90 dager")
    assert accessibility_faults(page) == []
    way.write(page.locator("#adjust-note"), "Samme trykksone")
    keep(way)
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#count-adjusted")).to_have_text(
        "1 av dem er lagt til · 1 adresse er tatt ut"
    )
    expect(page.locator(".sign-pane .sign-add")).to_have_text(["Lagt til"])
    expect(page.locator(".sign-pane .sign-take_out")).to_have_text(["Tatt ut"])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    way.press(page.get_by_role("button", name="Fjern: Figur 1"))
    find(way, "Storgata")
    draw_box(way, *FIRST_HALF)
    addresses(page).to_have_text("22 adresser")
    expect(changed.first).to_contain_text("Tatt ut, men ikke i utvalget lenger")
    expect(page.locator("#count-adjusted")).to_contain_text("er ikke i utvalget lenger")
    way.press(page.locator("#undo"))
    way.press(page.locator("#undo"))
    addresses(page).to_have_text("40 adresser")
    expect(changed.first).to_contain_text("Tatt ut: har egen")
    page.reload()
    addresses(page).to_have_text("40 adresser")
    expect(changed).to_have_count(2)
    page.context.clear_cookies()
    sign_in(page, "planner", "/map/")
    expect(changed).to_have_count(2)
    addresses(page).to_have_text("40 adresser")

    freeze(way, "Storgata")
    frozen = AddressList.objects.get()
    assert (frozen.address_count, frozen.added_count, frozen.removed_count) == (40, 1, 1)
    expect(page.locator("#included")).to_contain_text("Lagt til: Samme trykksone")
    expect(page.locator("#left-out")).to_contain_text("Tatt ut: har egen forsyning")
    assert accessibility_faults(page) == []
    AdjustmentNote.objects.all().delete()
    page.reload()
    expect(page.locator("#included")).to_contain_text("Lagt til: annen grunn")


def test_an_adjustment_is_taken_back_where_it_is_listed(at_map: Way) -> None:
    way, page = at_map, at_map.page
    paste(way, box(*STREET))
    open_street(way)
    way.press(page.get_by_role("button", name="Ta ut …: Storgata 1", exact=True))
    say_why(way, 0)
    keep(way)
    addresses(page).to_have_text("39 adresser")
    way.press(page.get_by_role("button", name="Ta tilbake: Storgata 1", exact=True).first)
    addresses(page).to_have_text("40 adresser")
    expect(page.locator("#adjusted-section")).to_be_hidden()


def test_one_per_unit_is_counted_and_kept(at_map: Way) -> None:
    way, page = at_map, at_map.page
    paste(way, box(590, -10, 710, 10))
    expect(page.locator("#count-copies")).to_have_text("Ett per adresse: 14")
    way.choose(page.locator("[name=per]"), 1)
    expect(page.locator("#count-copies")).to_have_text("Ett per bruksenhet: 37")
    freeze(way, "Blokka")
    expect(page.locator("main")).to_contain_text("Ett per bruksenhet: 37")
    page.goto(f"{page.url}labels/")
    expect(page.get_by_label("Bruksenhet (")).to_be_checked()


def test_compare_rules(at_map: Way) -> None:
    way, page = at_map, at_map.page
    way_in = Address.objects.get(label="Blokkvegen 1").geom
    Address.objects.filter(label__in=["Storgata 1", "Storgata 2"]).update(
        access_points=MultiPoint(way_in, srid=25833)
    )
    find(way, "Storgata")
    draw_box(way, *FIRST_HALF)
    addresses(page).to_have_text("21 adresser")
    way.press(page.locator("#rule-section > summary"))
    access = page.locator("[data-compared=access-inside]")
    expect(access).to_contain_text("2 adresser færre")
    way.press(access.get_by_role("button", name="Vis hvilke"))
    expect(page.locator("#difference-title")).to_be_focused()
    expect(page.locator("#difference-title")).to_contain_text("2 adresser færre")
    expect(page.locator("#difference-list li")).to_have_count(2)
    expect(page.locator("#difference-list li").first).to_contain_text("ut Storgata 1")
    expect(page.locator(".sign-pane .sign-out")).to_have_text(["ut", "ut"])
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    way.press(page.locator("#difference-hide"))
    expect(page.locator(".sign-pane .sign")).to_have_count(0)
    expect(access.get_by_role("button", name="Vis hvilke")).to_be_focused()
    way.press(access.get_by_role("button", name="Velg denne regelen"))
    addresses(page).to_have_text("19 adresser")
    expect(page.locator("#rule")).to_have_value("access-inside")
    inside = page.locator("[data-compared=address-inside]")
    expect(inside).to_contain_text("2 adresser til")
    way.press(inside.get_by_role("button", name="Vis hvilke"))
    expect(page.locator(".sign-pane .sign-in")).to_have_text(["inn", "inn"])
    size = page.locator(".sign-pane .sign-in").first.bounding_box()
    assert size is not None
    assert (size["width"], size["height"]) == (22, 22)


def open_the_middle(way: Way) -> None:
    """What stands where the map's middle is."""
    area = way.page.locator("#map")
    if way.name == "keyboard":
        way.reach(area)
        way.page.keyboard.press("Enter")
    elif way.name == "phone":
        area.scroll_into_view_if_needed()
        box = area.bounding_box()
        assert box is not None
        way.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    else:
        click_on_map(way.page, (0.5, 0.5))


def test_flats_and_a_shared_point(at_map: Way) -> None:
    way, page = at_map, at_map.page
    way.write(page.locator("#search"), "Blokkvegen 1")
    way.press(page.get_by_role("button", name="Ta med Blokkvegen 1", exact=True))
    addresses(page).to_have_text("1 adresse")
    expect(page.locator("#count-units")).to_have_text("24 bruksenheter")
    expect(page.locator("body")).not_to_contain_text("mottaker")
    way.write(page.locator("#search"), "Torget 1A")
    way.press(page.get_by_role("button", name="Torget 1A", exact=True))
    open_the_middle(way)
    popup = page.locator(".addresses-popup")
    expect(popup).to_contain_text("13 adresser her")
    expect(popup.locator("li")).to_have_count(13)
    expect(popup.get_by_role("button", name="Lukk", exact=True)).to_be_visible()
    # On a small map the tools make room for what is opened.
    expect(page.get_by_role("button", name="Zoom inn")).to_be_visible(visible=way.name != "phone")
    if way.name == "keyboard":
        expect(popup.get_by_role("button", name="Ta med: Torget 1A")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator("#map")).to_be_focused()
        expect(popup).to_have_count(0)
        page.keyboard.press("Enter")
    way.press(popup.get_by_role("button", name="Ta med: Torget 1C"))
    addresses(page).to_have_text("2 adresser")
    expect(page.locator("#picks li").last).to_contain_text("Torget 1C")


def test_beyond_the_border(at_map: Way) -> None:
    """Told and left out; a company of both municipalities has them."""
    way, page = at_map, at_map.page
    both = make_organisation("310000035", "Vannverket IKS", "9901", "9902")
    make_member(both, "waterworks", Role.PLANNER)
    for user, count, left_out in (("planner", 14, 14), ("waterworks", 28, 0)):
        page.context.clear_cookies()
        sign_in(page, user, "/map/")
        paste(way, box(590, -50, 1200, 50))
        addresses(page).to_have_text(f"{count} adresser")
        told = page.locator("#left-out-list li")
        told_words = f"{left_out} adresser i Fjellvik – utenfor ditt område"
        expect(told).to_have_text([told_words] if left_out else [])
        freeze(way, "Begge sider")
        frozen = AddressList.objects.latest("pk")
        assert (frozen.address_count, frozen.outside_territory_count) == (count, left_out)
        expect(page.locator("#left-out tbody tr")).to_have_count(left_out)


def test_an_address_on_the_map_is_taken_out_and_added(page: Page, strandvik: Organisation) -> None:
    sign_in(page, "planner", "/map/")
    page.fill("#search", "Torget")
    page.get_by_role("button", name="Ta med Torget", exact=True).click()
    addresses(page).to_have_text("13 adresser")
    show(page, "Torget 1A")
    click_on_map(page, (0.5, 0.5))
    page.get_by_role("button", name="Ta ut …: Torget 1C").click()
    page.locator("#adjust-keep").click()
    addresses(page).to_have_text("12 adresser")
    click_on_map(page, (0.5, 0.5))
    expect(page.locator(".addresses-popup")).to_contain_text("Tatt ut: ikke berørt")
    page.get_by_role("button", name="Ta tilbake: Torget 1C").last.click()
    addresses(page).to_have_text("13 adresser")
    page.locator("#search").fill("")
    show(page, "Blokkvegen 1")
    click_on_map(page, (0.5, 0.5))
    page.get_by_role("button", name="Legg til …: Blokkvegen 1").click()
    page.get_by_role("dialog").get_by_text("samme eiendom").click()
    page.locator("#adjust-keep").click()
    addresses(page).to_have_text("14 adresser")
    expect(page.locator("#adjusted > li")).to_contain_text("Lagt til: samme eiendom")
