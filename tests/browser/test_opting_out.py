"""The page of the link in an e-mail, and the administrator's page of how messages are sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from geotarget.domain.contact_policy import EMAIL
from geotarget.notices import opt_out
from geotarget.notices.models import OptOut
from geotarget.organisations.models import Organisation

from .sight import Console, accessibility_faults, sign_in

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def look(page: Page) -> None:
    """Readable and not too wide, on a desk and on a small phone."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert accessibility_faults(page) == []
        assert page.evaluate(TOO_WIDE) <= 0


def test_a_resident_opts_out_and_in_again(
    page: Page, strandvik: Organisation, console: Console, settings: Any, tmp_path: Path
) -> None:
    settings.KEYS_DIR = str(tmp_path)
    link = opt_out.link(strandvik, EMAIL, "kari@epost.example")
    page.goto(link.removeprefix(settings.PUBLIC_URL))
    expect(page.get_by_role("heading")).to_have_text("Informasjon fra Strandvik kommune")
    look(page)
    page.get_by_role("button", name="Meld meg av").click()
    expect(page.get_by_role("heading")).to_have_text("Du er meldt av")
    look(page)
    assert OptOut.objects.count() == 1
    page.get_by_role("button", name="Jeg vil ha informasjon igjen").click()
    expect(page.get_by_role("button", name="Meld meg av")).to_be_visible()
    assert not OptOut.objects.exists()
    assert page.context.cookies() == []


def test_an_administrator_says_what_an_sms_costs(
    page: Page, strandvik: Organisation, console: Console
) -> None:
    console.expect("status of 422")
    sign_in(page, "administrator", "/sending/")
    page.get_by_label("Pris for én SMS").fill("dyrt")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator(".ds-validation-message")).to_be_visible()
    page.get_by_label("Pris for én SMS").fill("0,39")
    page.get_by_label("SMS og e-post går gjennom Altinn").check()
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator(".messages")).to_contain_text("Lagret")
    expect(page.get_by_label("Pris for én SMS")).to_have_value("0,39")
    look(page)


def test_an_administrator_chooses_whose_sms_account_is_tried_first(
    page: Page, strandvik: Organisation, console: Console, settings: Any
) -> None:
    console.expect("status of 422")
    own = frozenset({strandvik.organisation_number})
    settings.OWN_SMS_ACCOUNTS = {"link-sms-strandvik": own}
    sign_in(page, "administrator", "/sending/")
    page.get_by_label("Når den ikke tar imot").select_option("Felles avtale")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator(".ds-validation-message")).to_have_text("Velg den første avtalen også.")
    page.get_by_label("SMS-avtale").select_option("strandvik")
    page.get_by_role("button", name="Lagre").click()
    expect(page.locator(".messages")).to_contain_text("Lagret")
    expect(page.get_by_label("SMS-avtale")).to_have_value("link-sms-strandvik")
    expect(page.get_by_label("Når den ikke tar imot")).to_have_value("link-sms")
    look(page)
