"""axe finds nothing serious on any page or state of the map, in every language."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable

import pytest
from django.contrib.gis.geos import MultiPoint
from django.utils import timezone
from playwright.sync_api import Page, expect

from geotarget.cadastre.models import Address, DatasetVersion
from geotarget.organisations.models import Membership, Organisation
from geotarget.targeting.freeze import freeze
from geotarget.targeting.models import AddressList, Area
from tests.organisations.members import make_organisation
from tests.targeting import neighbourhood
from tests.targeting.strandvik import box

from .sight import (
    Console,
    accessibility_faults,
    click_on_map,
    draw,
    rectangle,
    show,
    sign_in,
    speak_in,
)
from .test_upload import two_areas

LANGUAGES = ("nb", "nn", "en")
Speak = Callable[[Page], None]
OPEN_ALL = "document.querySelectorAll('main details').forEach((one) => { one.open = true; })"


@pytest.fixture(params=LANGUAGES)
def speak(request: pytest.FixtureRequest) -> Speak:
    """Choose one of the languages, once per test."""
    return lambda page: speak_in(page, request.param)


def look(page: Page, *urls: str) -> None:
    for url in urls:
        page.goto(url)
        assert accessibility_faults(page) == [], url


def test_signing_in(page: Page, strandvik: Organisation, speak: Speak, console: Console) -> None:
    console.expect("status of 404")
    page.goto("/login/")
    speak(page)
    look(page, "/login/", "/finnes-ikke/")
    page.goto("/login/")
    page.fill("#id_username", "x")
    page.fill("#id_password", "x")
    page.press("#id_password", "Enter")
    expect(page.locator("[role=alert]")).to_be_visible()
    assert accessibility_faults(page) == []


def test_administration(
    page: Page, strandvik: Organisation, speak: Speak, console: Console
) -> None:
    console.expect("status of 4(03|22)")
    sign_in(page, "administrator")
    speak(page)
    other = Membership.objects.get(user__username="sender")
    look(page, "/", "/users/", "/users/new/", f"/users/{other.pk}/", "/password/", "/map/")
    page.goto("/users/new/")
    page.locator("form.stack button[type=submit]").click()
    expect(page.locator(".ds-validation-message").first).to_be_visible()
    assert accessibility_faults(page) == []


def test_keys_of_programs(
    page: Page, strandvik: Organisation, speak: Speak, console: Console
) -> None:
    console.expect("status of 422")
    sign_in(page, "administrator", "/tokens/")
    speak(page)
    look(page, "/tokens/", "/tokens/new/")
    page.locator("form.stack button[type=submit]").click()
    expect(page.locator(".ds-validation-message").first).to_be_visible()
    assert accessibility_faults(page) == []
    page.fill("#id_name", "Fagsystem")
    page.locator("input[name=scopes]").first.check()
    page.fill("#id_last_day", (timezone.localdate() + datetime.timedelta(days=90)).isoformat())
    page.locator("form.stack button[type=submit]").click()
    expect(page.locator("#key")).to_contain_text("gt_")
    assert accessibility_faults(page) == []
    page.locator("tbody button").click()
    expect(page.locator("tbody")).not_to_contain_text("gt_")
    expect(page.locator("tbody button")).to_have_count(0)
    assert accessibility_faults(page) == []


def test_the_map_with_tools_open_and_its_list(
    page: Page, strandvik: Organisation, speak: Speak
) -> None:
    second = make_organisation("310000035", "Vannverket IKS", "9901", "9902")
    planner = Membership.objects.get(user__username="planner").user
    Membership.objects.create(user=planner, organisation=second, roles=["planner", "sender"])
    sign_in(page, "planner", "/map/")
    assert accessibility_faults(page) == []
    show(page, "Storgata")
    draw(page, *rectangle(0.08, 0.35, 0.92, 0.65))
    expect(page.locator("#freeze-button")).to_be_enabled()
    speak(page)
    expect(page.locator("#count-addresses")).to_contain_text("40")
    page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    page.fill("#search", "Storgata 1")
    expect(page.locator("#search-results .hit").first).to_be_visible()
    page.locator("#selected-list summary").first.click()
    page.locator(".leaflet-pm-icon-edit").click()
    page.locator(".account summary").click()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.locator("#freeze-button").click()
    page.wait_for_url("**/lists/*/")
    assert accessibility_faults(page) == []
    today = f"/lists/{AddressList.objects.get().pk}/today/"
    Address.objects.filter(label="Storgata 7").delete()
    version = f"/cadastre/{DatasetVersion.objects.latest('id').pk}/"
    look(page, "/lists/", today, "/cadastre/", version, "/")


def test_lists_areas_and_the_cadastre(
    page: Page, strandvik: Organisation, speak: Speak, console: Console
) -> None:
    console.expect("status of 422|net::ERR_FAILED")
    planner = Membership.objects.get(user__username="planner").user
    drawing = {"include": box(0, -50, 705, 50), "streets": ["9901-1002"]}
    listed, other = (
        freeze(drawing, name=name, organisation=strandvik, user=planner) for name in ("En", "To")
    )
    area = Area.objects.create(
        organisation=strandvik, name="Sentrum", drawing=drawing, created_by=planner
    )
    sign_in(page, "planner", "/lists/")
    speak(page)
    of_list = [f"/lists/{listed.pk}/{rest}" for rest in ("", "today/", "labels/")]
    version = DatasetVersion.objects.latest("id").pk
    for path in (*of_list, "/areas/", f"/areas/{area.pk}/", f"/cadastre/{version}/"):
        page.goto(path)
        page.evaluate(OPEN_ALL)
        assert accessibility_faults(page) == [], path
    page.goto("/lists/combine/")
    page.get_by_role("button").last.click()
    expect(page.locator(".ds-validation-message").first).to_be_visible()
    assert accessibility_faults(page) == []
    page.select_option("#id_first", str(listed.pk))
    page.check(f"[name=others][value='{other.pk}']")
    page.locator("form.stack [name=count]").click()
    expect(page.locator("#counted")).to_be_visible()
    assert accessibility_faults(page) == []
    page.goto(f"/lists/{listed.pk}/")
    page.route("**/*.csv", lambda route: route.abort())
    page.locator("#files a[href$='.csv']").click()
    expect(page.locator("#download-error")).to_be_visible()
    assert accessibility_faults(page) == []


def test_every_tool_of_the_map(page: Page, strandvik: Organisation, speak: Speak) -> None:
    neighbourhood.build()
    sign_in(page, "planner", "/map/")
    speak(page)
    show(page, "9901-30/12")
    tools = page.locator("#map .leaflet-pm-toolbar .leaflet-buttons-control-button")
    for number in range(tools.count()):
        tools.nth(number).focus()
        page.keyboard.press("Enter")
        assert accessibility_faults(page) == [], f"tool {number} with the cross-hair"
        page.keyboard.press("Escape")
        tools.nth(number).click()
        assert accessibility_faults(page) == [], f"tool {number} with the mouse"
        tools.nth(number).click()
    click_on_map(page, (0.5, 0.5))
    expect(page.locator(".addresses-popup li")).to_have_count(2)
    assert accessibility_faults(page) == []
    page.locator(".addresses-popup li button").last.click()
    expect(page.locator("#neighbours-rows tr")).not_to_have_count(0)
    page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    assert accessibility_faults(page) == []


def test_every_error_of_the_map(
    page: Page, strandvik: Organisation, speak: Speak, console: Console
) -> None:
    """As many at once as there can be, beside what is told at length."""
    console.expect("status of (4|5)")
    console.expect("net::ERR_FAILED")
    move_two_ways_in()
    sign_in(page, "planner", "/map/")
    speak(page)
    page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
    page.fill("#paste-text", json.dumps(box(0, -50, 205, 50)))
    page.locator("#paste-form button[type=submit]").click()
    expect(page.locator("#count-addresses")).to_contain_text("21")
    fill_wrongly(page)
    page.locator("[data-compared=access-inside] button").first.click()
    expect(page.locator("#difference-list li")).to_have_count(2)
    page.fill("#search", "storg")
    expect(page.locator("#search-results .hit").first).to_be_visible()
    assert accessibility_faults(page) == []
    page.fill("#search", "finnes ikke")
    expect(page.locator("#search-results")).to_be_hidden()
    adjust_wrongly(page)
    assert accessibility_faults(page) == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    ask_a_server_that_does_not_answer(page)
    assert accessibility_faults(page) == []


def move_two_ways_in() -> None:
    """By another rule than the usual one, the beginning of Storgata has two addresses less."""
    way_in = Address.objects.get(label="Blokkvegen 1").geom
    Address.objects.filter(label__in=["Storgata 1", "Storgata 2"]).update(
        access_points=MultiPoint(way_in, srid=25833)
    )


def fill_wrongly(page: Page) -> None:
    """Every field of the panel, with what it has to refuse or to ask about."""
    page.fill("#pasted-text", "Storgata 22\nStorgatn 7\nStorgata 14")
    page.click("#pasted-button")
    expect(page.locator("#pasted-list > li")).to_have_count(3)
    plan = {"name": "plan.geojson", "mimeType": "x/y", "buffer": two_areas(faulty=True)}
    page.set_input_files("#upload-file", files=[plan])  # type: ignore[list-item]
    proposed = page.locator("#upload-layers [data-take$=repair]")
    proposed.check()
    page.locator("#upload-layers li button").click()
    expect(page.locator(".fault-mark")).to_be_visible()
    page.fill("#paste-text", "{")
    page.locator("#paste-form button[type=submit]").click()
    page.fill("#neighbours-number", "77/7")
    page.press("#neighbours-number", "Enter")
    page.locator("#figures [data-does=zone]").click()
    expect(page.locator("#freeze-button")).to_be_enabled()
    for field in ("#save-name", "#freeze-name"):
        page.fill(field, "")
        page.press(field, "Enter")
    for field in ("#zone-0", "#corners-rows input >> nth=0"):
        page.fill(field, "x")
        page.press(field, "Enter")
    for fault in ("#paste", "#neighbours", "#save", "#freeze"):
        expect(page.locator(f"{fault}-error")).to_be_visible()
    expect(page.locator("#zone-0-fault")).to_be_visible()
    expect(page.locator("#corner-fault-0")).to_be_visible()


def adjust_wrongly(page: Page) -> None:
    street = page.locator("#selected-list details").first
    street.evaluate("(details) => { details.open = true; }")
    street.locator(".address-act").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio").last.check()
    dialog.locator("#adjust-note").fill("Ring 99 88 77 66")
    dialog.locator("#adjust-keep").click()
    expect(dialog.locator("#adjust-error")).to_be_visible()


def ask_a_server_that_does_not_answer(page: Page) -> None:
    """Of the file it has said what is wrong; one count has failed, and the next is waited for."""
    photo = {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0" * 50}
    page.set_input_files("#upload-file", files=[photo])  # type: ignore[list-item]
    expect(page.locator("#upload-error")).to_be_visible()
    page.route("**/map/count/", lambda route: route.abort())
    page.select_option("#rule", "access-inside")
    expect(page.locator("#count-error")).to_be_visible()
    page.route("**/map/count/", lambda route: None)
    page.select_option("#rule", "address-inside")
    expect(page.locator("#counts")).to_have_attribute("aria-busy", "true")
