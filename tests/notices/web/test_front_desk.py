"""Who answers the phone sees what was sent to an address, and never who was reached."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from geotarget.domain.roles import Role
from geotarget.notices import control
from geotarget.notices.models import Chunk, Dispatch
from geotarget.organisations.models import AuditEntry
from tests.notices.delivering import send_to
from tests.notices.web.conftest import SignIn, make_member, make_strandvik
from tests.notices.world import World, street_address
from tests.organisations.members import make_organisation

URL = "/notices/front-desk/"


@pytest.fixture
def world(office: None) -> World:
    return make_strandvik()


@pytest.fixture
def desk(world: World, sign_in: SignIn) -> Client:
    return sign_in(make_member(world.organisation, "torget", Role.FRONT_DESK))


@pytest.fixture
def house() -> tuple[str, str]:
    """Key and label of an address that one search finds alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_id, label FROM address a WHERE municipality_number = '9901'"
            " AND street_code <> '' AND NOT EXISTS (SELECT FROM address b"
            "   WHERE b.id <> a.id AND b.label ILIKE a.label || '%%')"
            " ORDER BY source_id LIMIT 1"
        )
        key, label = cursor.fetchone()
    return key, label


def send(world: World, key: str) -> Dispatch:
    row = street_address(1, 1, 1, size=3)
    row.source_id = key
    return send_to(world, [row, street_address(2, 1, 2, size=3)])


def test_what_was_sent_when_and_with_which_text(
    world: World, desk: Client, house: tuple[str, str]
) -> None:
    key, label = house
    dispatch = send(world, key)
    at = timezone.now() - datetime.timedelta(days=3)
    Dispatch.objects.update(starts_at=at)
    Chunk.objects.update(state="done")
    page = desk.post(URL, {"text": label, "address": key}).content.decode()
    assert f"{timezone.localtime(at):%H:%M}" in page
    assert dispatch.sms_text in page
    assert dispatch.department in page
    assert "Why somebody may have got nothing" in page
    for never in ("delivered", "handed over", "not reached", "residents found"):
        assert never not in page
    entry = AuditEntry.objects.get(act="front_desk")
    assert label not in str(entry.detail)
    assert key not in str(entry.detail)


def test_an_address_that_got_nothing_and_none_at_all(
    world: World, desk: Client, house: tuple[str, str]
) -> None:
    key, label = house
    assert (
        "No notice has gone to this address"
        in desk.post(URL, {"text": label, "address": key}).content.decode()
    )
    assert "No such address" in desk.post(URL, {"text": "Finnesikke 99"}).content.decode()
    for odd in ("\x00", "a" * 5000, "%", "'; --", "12/3/4/5/6"):
        assert desk.post(URL, {"text": odd}).status_code == 200


def test_what_was_undone_planned_or_left_out_is_not_told(
    world: World, desk: Client, house: tuple[str, str]
) -> None:
    key, label = house
    asked = {"text": label, "address": key}
    dispatch = send(world, key)
    Chunk.objects.update(state="done")
    assert "Included, notified" in desk.post(URL, asked).content.decode()
    Dispatch.objects.update(starts_at=timezone.now() + datetime.timedelta(hours=1))
    assert "Included, notified" not in desk.post(URL, asked).content.decode()
    Dispatch.objects.update(starts_at=timezone.now() - datetime.timedelta(hours=1))
    Chunk.objects.update(state="waiting")
    control.stop(dispatch, user=world.author)
    assert "Included, notified" not in desk.post(URL, asked).content.decode()
    Chunk.objects.update(state="done")
    page = desk.post(URL, asked).content.decode()
    assert "was stopped before all its addresses were done" in page
    dispatch.address_list.addresses.filter(source_id=key).update(included=False)
    assert "Included, notified" not in desk.post(URL, asked).content.decode()


def test_notified_is_said_when_all_addresses_are_done(
    world: World, desk: Client, house: tuple[str, str]
) -> None:
    """An address of a later wave has got nothing yet, and one of a stopped dispatch perhaps never;
    which of them it is, is not told."""
    key, label = house
    asked = {"text": label, "address": key}
    dispatch = send(world, key)
    day = date_format(timezone.localtime(dispatch.starts_at), "l j F")
    for state, said in (
        ("waiting", "not all its addresses are done yet"),
        ("failed", "Not all its addresses could be done in time"),
    ):
        Chunk.objects.update(state=state)
        page = desk.post(URL, asked).content.decode()
        assert "Included, notified" not in page
        assert f"Included. The dispatch began {day} at" in page
        assert said in page
    Chunk.objects.update(state="waiting", rounds_again=1)
    assert f"Included, notified {day} at" in desk.post(URL, asked).content.decode()


def test_another_organisation_sees_nothing_of_it(
    world: World, house: tuple[str, str], sign_in: SignIn
) -> None:
    key, label = house
    send(world, key)
    other = make_organisation("310000027", "Nabo kommune", "9901")
    client = sign_in(make_member(other, "nabo", Role.FRONT_DESK))
    page = client.post(reverse("notices:front_desk"), {"text": label, "address": key})
    assert "No notice has gone to this address" in page.content.decode()
