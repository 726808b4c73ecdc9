"""axe finds nothing serious on any page or state of the map, in every language."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from geotarget.cadastre.models import Address, DatasetVersion
from geotarget.organisations.models import Membership, Organisation
from geotarget.targeting.models import AddressList
from tests.organisations.members import make_organisation

from .sight import (
    Console,
    accessibility_faults,
    draw,
    rectangle,
    show,
    sign_in,
    speak_in,
)

LANGUAGES = ("nb", "nn", "en")
Speak = Callable[[Page], None]


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
    expect(page.locator("#search-results li").first).to_be_visible()
    page.locator("#selected-list summary").first.click()
    page.locator(".leaflet-pm-icon-edit").click()
    page.locator(".account summary").click()
    assert accessibility_faults(page) == []
    page.locator("#freeze-button").click()
    page.wait_for_url("**/lists/*/")
    assert accessibility_faults(page) == []
    today = f"/lists/{AddressList.objects.get().pk}/today/"
    Address.objects.filter(label="Storgata 7").delete()
    version = f"/cadastre/{DatasetVersion.objects.latest('id').pk}/"
    look(page, "/lists/", today, "/cadastre/", version, "/")
