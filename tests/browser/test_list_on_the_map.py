"""A frozen list opened on the map again: a new selection; the list stays."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from geotarget.cadastre.models import DatasetCoverage, DatasetVersion
from geotarget.domain.combination import Combination
from geotarget.organisations.models import Organisation, User
from geotarget.targeting.combine import combine
from geotarget.targeting.freeze import freeze
from geotarget.targeting.models import AddressList
from tests.targeting.strandvik import EXTRACTED_AT, box

from .drawing import addresses, figures
from .sight import accessibility_faults, sign_in, speak_in


def collection(west: float, east: float) -> dict[str, Any]:
    """A piece of the street, as the map sends it."""
    feature = {"type": "Feature", "properties": {}, "geometry": box(west, -50, east, 50)}
    return {"type": "FeatureCollection", "features": [feature]}


DRAWING = {
    "include": collection(0, 405),
    "exclude": collection(0, 105),
    "streets": ["9901-1002"],
    "rule": "access-inside",
    "filters": {"holiday_homes": "without"},
    "per": "unit",
    "adjustments": [
        {"address": "99011000040", "act": "take_out", "reason": "own_supply"},
        {"address": "99011001001", "act": "add", "reason": "other", "note": "Samme kum"},
    ],
}


@pytest.fixture
def listed(strandvik: Organisation) -> AddressList:
    planner = User.objects.get(username="planner")
    return freeze(DRAWING, name="Stengningen", organisation=strandvik, user=planner)


def renew_cadastre() -> None:
    version = DatasetVersion.objects.create(
        dataset="address",
        source_name="nyere.csv",
        source_sha256="",
        extracted_at=EXTRACTED_AT + datetime.timedelta(days=5),
        published_at=timezone.now(),
        report={},
    )
    DatasetCoverage.objects.filter(dataset="address").update(version=version)


def test_all_of_a_list_opens_as_a_new_selection(page: Page, listed: AddressList) -> None:
    sign_in(page, "planner", f"/lists/{listed.pk}/")
    count = page.locator(".count-main").inner_text().split(" · ")[0]
    page.get_by_role("link", name="Åpne i kartet").click()
    page.wait_for_url("**/map/")
    figures(page).to_have_text(["Figur 1: flate, med", "Figur 2: flate, trekkes fra"])
    addresses(page).to_have_text(count)
    expect(page.locator("#picks")).to_contain_text("Torget")
    expect(page.locator("#rule")).to_have_value("access-inside")
    expect(page.locator("#holiday-homes")).to_have_value("without")
    expect(page.locator("[name=per][value=unit]")).to_be_checked()
    expect(page.locator("#adjusted li")).to_have_count(2)
    expect(page.locator("#adjusted")).to_contain_text("Samme kum")
    opened = page.locator("#opened-list")
    expect(opened).to_contain_text("Det listen «Stengningen» ble laget av, er åpnet som et nytt")
    expect(opened).not_to_contain_text("Matrikkelen er fornyet")
    assert accessibility_faults(page) == []
    page.get_by_role("button", name="Fjern: Figur 2: flate, trekkes fra").click()
    addresses(page).not_to_have_text(count)
    expect(page.locator("#freeze-button")).to_be_enabled()
    page.locator("#freeze-name").fill("Hele gata")
    page.locator("#freeze-name").press("Enter")
    page.wait_for_url("**/lists/*/")
    made = AddressList.objects.latest("pk")
    assert (made.name, made.version, made.replaces) == ("Hele gata", 1, None)
    kept = AddressList.objects.get(pk=listed.pk)
    assert (kept.checksum, kept.drawing) == (listed.checksum, listed.drawing)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_newer_cadastre_is_warned_of(page: Page, listed: AddressList, language: str) -> None:
    renew_cadastre()
    sign_in(page, "planner", f"/map/?list={listed.pk}")
    warning = page.locator("#opened-list")
    expect(warning).to_contain_text("Matrikkelen er fornyet")
    page.goto("/lists/")
    speak_in(page, language)
    page.goto(f"/map/?list={listed.pk}")
    expect(warning.locator("strong")).to_be_visible()
    assert accessibility_faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(too_wide) <= 0
    warning.get_by_role("link").click()
    page.wait_for_url(f"**/lists/{listed.pk}/today/")


def test_what_was_drawn_before_comes_back_by_undo(page: Page, listed: AddressList) -> None:
    sign_in(page, "planner", "/map/")
    page.fill("#search", "Blokkvegen")
    page.get_by_role("button", name="Ta med Blokkvegen", exact=True).click()
    addresses(page).to_have_text("1 adresse")
    page.goto(f"/map/?list={listed.pk}")
    figures(page).to_have_count(2)
    page.locator("#undo").click()
    addresses(page).to_have_text("1 adresse")


def test_a_list_made_from_others_opens_with_its_addresses(
    page: Page, strandvik: Organisation, listed: AddressList
) -> None:
    planner = User.objects.get(username="planner")
    other = freeze({"streets": ["9901-1001"]}, name="To", organisation=strandvik, user=planner)
    made = combine(
        Combination.ANY, [listed, other], name="Begge", organisation=strandvik, user=planner
    )
    sign_in(page, "planner", f"/lists/{made.pk}/")
    page.get_by_role("link", name="Åpne i kartet").click()
    addresses(page).to_have_text(f"{made.address_count} adresser")


def test_only_who_draws_opens_one(page: Page, strandvik: Organisation, listed: AddressList) -> None:
    sign_in(page, "sender", f"/lists/{listed.pk}/")
    expect(page.get_by_role("heading", name="Stengningen")).to_be_visible()
    expect(page.get_by_role("link", name="Åpne i kartet")).to_have_count(0)
