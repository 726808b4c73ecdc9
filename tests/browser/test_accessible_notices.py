"""axe finds nothing serious on what is around a notice, in every language; a phone shows all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from geotarget.cadastre.models import Address
from geotarget.celery import app
from geotarget.domain.roles import Role
from geotarget.notices.follow_up import follow_up
from geotarget.notices.models import Chunk, Dispatch, Notice, VulnerablePlace
from geotarget.notices.write import write
from geotarget.organisations.models import Organisation, User
from geotarget.targeting.freeze import freeze
from geotarget.targeting.models import AddressList
from tests.notices.delivering import release
from tests.notices.world import CONTENT
from tests.organisations.members import make_member
from tests.targeting.strandvik import box

from .sight import Console, accessibility_faults, sign_in, speak_in
from .test_accessible import LANGUAGES, look
from .test_notices import hand_over
from .town import eventually

app.set_default()


@dataclass
class Desk:
    """Strandvik on a busy day, and somebody with every role."""

    organisation: Organisation
    listed: AddressList
    sender: User
    approver: User

    def write(self, **content: Any) -> Notice:
        return write(
            CONTENT | {"is_public": True} | content,
            address_list=self.listed,
            organisation=self.organisation,
            user=self.sender,
        )

    def send(self, notice: Notice, *, is_done: bool = True) -> Dispatch:
        dispatch = release(notice, author=self.sender, approver=self.approver)
        if is_done:
            Chunk.objects.filter(dispatch=dispatch).update(state="done")
        return dispatch

    def follow(self, dispatch: Dispatch, kind: str) -> Notice:
        notice = follow_up(dispatch, kind, user=self.sender)
        return Notice.objects.get(pk=notice.pk)


@pytest.fixture
def desk(strandvik: Organisation, tmp_path: Path, settings: Any) -> Desk:
    settings.KEYS_DIR = str(tmp_path / "keys")
    settings.LETTERS = settings.LETTERS | {"is_simulated": True}
    everything = make_member(strandvik, "alt", *Role)
    drawing = {"include": box(-5, -30, 620, 40), "rule": "address-inside"}
    listed = freeze(drawing, name="Storgata", organisation=strandvik, user=everything)
    for label in ("Blokkvegen 1", "Storgata 39"):
        VulnerablePlace.objects.create(
            organisation=strandvik,
            name="Strandvik sykehjem",
            source_id=Address.objects.get(label=label).source_id,
            label=label,
        )
    members = User.objects.in_bulk(["sender", "approver"], field_name="username")
    return Desk(strandvik, listed, members["sender"], members["approver"])


def pages(desk: Desk) -> list[str]:
    """Addresses of every page around notices, each with something on it."""
    letter = desk.write(message_class="formal", sms_text="", is_public=False)
    waves = desk.write(wave_addresses=20, wave_minutes=30)
    going, done = (desk.send(desk.write(), is_done=is_done) for is_done in (False, True))
    hand_over(going, "accepted", 12)
    hand_over(done, "delivered", 34)
    correction = desk.send(desk.follow(done, "correction"))
    all_clear = desk.follow(done, "all_clear")
    Address.objects.filter(label="Storgata 7").delete()
    of_done = f"/notices/dispatches/{done.pk}"
    return [
        *("/", "/notices/", "/notices/hours/", "/notices/front-desk/", "/lists/combine/"),
        *(f"/notices/{notice.pk}/" for notice in (letter, waves, all_clear)),
        *(f"/notices/dispatches/{each.pk}/" for each in (going, done, correction)),
        *(f"{of_done}/areas/", f"{of_done}/paper-list/", "/notices/vulnerable-places/"),
        *(f"/lists/{desk.listed.pk}/", f"/lists/{desk.listed.pk}/today/"),
        *(f"/v/{each.code}/" for each in (done, correction)),
        *("/v/", f"/notices/{waves.pk}/edit/"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_around_a_notice(page: Page, desk: Desk, language: str) -> None:
    urls = pages(desk)
    sign_in(page, "alt")
    speak_in(page, language)
    look(page, *urls)
    page.set_viewport_size({"width": 360, "height": 740})
    for url in urls:
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, url


def test_a_wrong_code_and_a_place_that_is_none(page: Page, desk: Desk, console: Console) -> None:
    console.expect("status of 4(04|22)")
    page.goto("/v/")
    page.fill("#id_code", "3K7M-PXRT")
    page.get_by_role("button", name="Kontroller").click()
    expect(page.get_by_role("alert")).to_contain_text("Ingen varsler har denne koden")
    assert accessibility_faults(page) == []
    sign_in(page, "alt", "/notices/vulnerable-places/")
    page.fill("#id_name", "Kari Nordmann")
    page.fill("#id_text", "Storgata 5")
    page.get_by_role("button", name="Legg til", exact=True).click()
    expect(page.locator("#id_name_error")).to_contain_text("Skriv stedets navn")
    assert accessibility_faults(page) == []


def test_the_public_page_needs_no_javascript(page: Page, desk: Desk) -> None:
    done = desk.send(desk.write())
    page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto("/v/")
    page.fill("#id_code", done.code.lower())
    page.get_by_role("button", name="Kontroller").click()
    expect(page.locator("h1")).to_have_text(done.email_subject)
    drawn = page.locator(".public-map")
    expect(drawn).to_be_visible()
    eventually(lambda: is_drawn(drawn))
    expect(page.locator("main")).to_contain_text("Er meldingen jeg fikk, ekte?")
    page.get_by_role("button", name="Nynorsk").click()
    expect(page.locator("main")).to_contain_text("Er meldinga eg fekk, ekte?")


def is_drawn(picture: Locator) -> None:
    assert picture.evaluate("image => image.naturalWidth") > 0
