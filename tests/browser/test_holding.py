"""A notice that is planned, undone, sent, paused and stopped."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from geotarget.celery import app
from geotarget.notices.approve import approve, submit
from geotarget.notices.models import AddressMessage, Notice
from geotarget.targeting.models import AddressList
from tests.notices.world import World, make_list, make_notice, street_address

from .sight import Console, accessibility_faults, sign_in
from .test_notices import fill, hand_over, make_senders

app.set_default()


@pytest.fixture
def world(live_server: Any, tmp_path: Path, settings: Any) -> World:
    return make_senders(tmp_path, settings)


@pytest.fixture
def address_list(world: World) -> AddressList:
    return make_list(world, [street_address(100 + n, 1, n, size=60) for n in range(1, 31)])


def test_planned_undone_sent_paused_and_stopped(
    page: Page, world: World, address_list: AddressList, settings: Any, console: Console
) -> None:
    """A time that does not exist, a time, "Angre"; then at once, "Pause", "Stopp"."""
    console.expect("status of 422")
    sign_in(page, "vakt", "/notices/")
    page.goto(f"/notices/new/?list={address_list.pk}")
    fill(page)
    page.fill("#id_send_at", "2027-03-28T02:30")
    page.get_by_role("button", name="Lagre kladden").click()
    expect(page.locator("#id_send_at_error")).to_contain_text("Klokken blir aldri 02.30")
    page.fill("#id_send_at", f"{timezone.localtime() + datetime.timedelta(days=2):%Y-%m-%dT09:00}")
    page.fill("#id_wave_addresses", "10")
    page.fill("#id_wave_minutes", "30")
    page.get_by_role("button", name="Lagre kladden").click()
    expect(page.locator(".notice-side")).to_contain_text("I puljer: høyst 10 adresser")
    _release(world)
    page.reload()
    page.get_by_role("button", name="Planlegg utsendingen").click()
    state, sentence = page.locator("[data-state]"), page.locator("[data-sentence]")
    expect(state).to_have_text("Planlagt")
    page.get_by_role("button", name="Angre").click()
    expect(state).to_have_text("Angret, ingenting ble sendt")

    settings.COUNTDOWN_SECONDS = 4
    make_notice(world, address_list)
    notice = _release(world)
    page.goto(f"/notices/{notice.pk}/")
    page.get_by_role("button", name="Send nå").click()
    expect(page.get_by_role("button", name="Angre")).to_be_visible()
    expect(page.locator("[data-countdown]")).to_contain_text("sekunder")
    expect(state).to_have_text("Sendes nå")
    expect(page.get_by_role("button", name="Angre")).to_be_hidden()
    hand_over(notice.dispatch, "accepted", 12)
    first = notice.dispatch.address_list.addresses.order_by("pk")[:12]
    for address, attempt in zip(first, notice.dispatch.attempts.all(), strict=True):
        AddressMessage.objects.create(
            dispatch=notice.dispatch, listed_address=address, attempt=attempt
        )
    page.get_by_role("button", name="Pause").click()
    expect(state).to_have_text("På pause")
    page.get_by_role("button", name="Fortsett").click()
    expect(state).to_have_text("Sendes nå")
    page.get_by_role("button", name="Stopp").click()
    expect(sentence).to_have_text("12 ferdige · 18 stanset · 30 adresser i alt.")
    expect(page.locator("[data-handed-over]")).to_have_text("12 overlevert")
    assert accessibility_faults(page) == []


def _release(world: World) -> Notice:
    """The newest draft, approved."""
    notice = submit(Notice.objects.latest("pk"), user=world.author)
    approve(notice, content_hash=notice.content_hash(), user=world.approver)
    return Notice.objects.get(pk=notice.pk)
