"""A notice that businesses get too, from the tick in the form to their number on the dispatch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from geotarget.cadastre.models import Business
from geotarget.notices.approve import approve, submit
from geotarget.notices.models import Attempt, Chunk, Dispatch, Notice
from geotarget.notices.send import send
from geotarget.targeting.models import AddressList
from tests.notices.business_world import numbers, place_of_business
from tests.notices.world import World, make_list, street_address

from .sight import accessibility_faults, sign_in
from .test_notices import fill, make_senders

TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def world(live_server: Any, tmp_path: Path, settings: Any) -> World:
    return make_senders(tmp_path, settings)


@pytest.fixture
def address_list(world: World) -> AddressList:
    return make_list(world, [street_address(100 + n, 1, n, size=30) for n in range(1, 31)])


def look(page: Page) -> None:
    """Readable and not too wide, on a desk and on a small phone."""
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert accessibility_faults(page) == []
        assert page.evaluate(TOO_WIDE) <= 0


def test_businesses_are_told_too(page: Page, world: World, address_list: AddressList) -> None:
    world.organisation.sends_through_altinn = True
    world.organisation.save()
    chain, *shops = numbers(1, 4, "5")
    Business.objects.bulk_create(
        [place_of_business(str(101 + n), shop, chain) for n, shop in enumerate(shops)]
    )
    sign_in(page, "vakt", "/notices/")
    page.goto(f"/notices/new/?list={address_list.pk}")
    page.get_by_label("Varsle også virksomheter på disse adressene").check()
    fill(page)
    look(page)
    page.get_by_role("button", name="Lagre kladden").click()
    expect(page.locator("dl.facts")).to_contain_text(["3 underenheter av 1 virksomhet"])
    look(page)
    dispatch = sent(world)
    page.goto(f"/notices/dispatches/{dispatch.pk}/")
    told = page.locator("[data-businesses]")
    expect(told).to_have_text("Virksomheter: 0 overlevert · 0 ikke nådd · 0 uavklart.")
    Attempt.objects.create(
        dispatch=dispatch,
        chunk=dispatch.chunks.get(lookup="businesses"),
        channel="altinn",
        address_token=b"x",
        reference="x",
        state="accepted",
    )
    expect(told).to_have_text("Virksomheter: 1 overlevert · 0 ikke nådd · 0 uavklart.")
    Chunk.objects.update(state="done")
    expect(page.locator("[data-state]")).to_have_text("Sendt")
    look(page)


def sent(world: World) -> Dispatch:
    notice = submit(Notice.objects.get(), user=world.author)
    approve(notice, content_hash=notice.content_hash(), user=world.approver)
    return send(notice, user=world.author)
