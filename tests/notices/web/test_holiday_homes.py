"""A list with many holiday homes: told on the page, and sent only with a tick."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.notices.approve import approve, submit
from geotarget.notices.models import Dispatch, Notice, Reach
from geotarget.notices.send import send
from geotarget.organisations.models import AuditEntry
from geotarget.targeting.freeze import freeze
from tests.notices.web.conftest import SignIn, make_strandvik
from tests.notices.world import World, make_notice
from tests.targeting import buildings, strandvik

TICK = {"knows_holiday_homes": "on"}


@pytest.fixture
def world(office: None) -> World:
    made = make_strandvik(Role.EMERGENCY_SENDER)
    buildings.build()
    return made


def notice_to(world: World, part: str, **content: str) -> Notice:
    drawing = {"streets": [part], "rule": "address-inside"}
    if not part:
        drawing = {"include": strandvik.box(-10, -50, 1200, 300), "rule": "address-inside"}
    listed = freeze(drawing, name="Gata", organisation=world.organisation, user=world.author)
    return make_notice(world, listed, **content)


def approved(world: World, notice: Notice) -> Notice:
    submit(notice, user=world.author)
    approve(notice, content_hash=notice.content_hash(), user=world.approver)
    return Notice.objects.get(pk=notice.pk)


@pytest.fixture
def author(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.author)


def test_sending_needs_a_tick(world: World, author: Client) -> None:
    notice = approved(world, notice_to(world, "9901-1000"))
    page = author.get(f"/notices/{notice.pk}/").content.decode()
    assert "10 holiday homes. Few or none" in page
    assert 'name="knows_holiday_homes"' in page
    answer = author.post(f"/notices/{notice.pk}/send/")
    assert answer.status_code == 422
    assert "Tick that you know" in answer.content.decode()
    assert not Dispatch.objects.exists()
    assert author.post(f"/notices/{notice.pk}/send/", TICK).status_code == 302
    assert AuditEntry.objects.get(act="send").detail["holiday_homes"] == 10


def test_in_an_emergency_too(world: World, author: Client) -> None:
    notice = notice_to(world, "9901-1000", message_class="emergency")
    url = f"/notices/{notice.pk}/send-without-approval/"
    form = {
        "reason": "Hovedledningen er brutt",
        "typed_address_count": str(notice.address_list.address_count),
        "content_hash": notice.content_hash(),
    }
    answer = author.post(url, form)
    assert answer.status_code == 422
    assert 'id="id_knows_holiday_homes_error"' in answer.content.decode()
    assert author.post(url, form | TICK).status_code == 302
    assert Dispatch.objects.count() == 1


def test_none_where_there_are_none(world: World, author: Client) -> None:
    notice = approved(world, notice_to(world, "9901-1002"))
    page = author.get(f"/notices/{notice.pk}/").content.decode()
    assert "holiday home" not in page
    assert send(notice, user=world.author)


def test_a_few_among_many_are_told_without_a_tick(
    world: World, author: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotarget.notices.holiday_homes.TICKED_FROM", 2)
    notice = approved(world, notice_to(world, ""))
    page = author.get(f"/notices/{notice.pk}/").content.decode()
    assert "10 holiday homes." in page
    assert "knows_holiday_homes" not in page
    assert send(notice, user=world.author)


@pytest.mark.parametrize(
    ("tens", "is_few"),
    [
        ({"few": 0}, True),
        ({}, True),
        ({"": 30, "link-sms": 0}, True),
        ({"link-sms": 0, "smtp-email": 0}, False),
        ({"link-sms": 20}, False),
    ],
)
def test_fewer_than_ten_only_where_it_was_counted(
    world: World, author: Client, tens: dict[str, int], is_few: bool
) -> None:
    notice = notice_to(world, "9901-1000")
    now = timezone.now()
    row = Reach.objects.create(
        notice=notice,
        content_hash=notice.content_hash(),
        asked_by=world.author,
        asked_at=now,
        counted_at=now,
        tens=tens,
    )
    said = "Fewer than 10 persons are reached. Owners are not notified."
    assert (said in author.get(f"/notices/{notice.pk}/").content.decode()) is is_few
    Reach.objects.filter(pk=row.pk).update(content_hash="0" * 64)
    assert said not in author.get(f"/notices/{notice.pk}/").content.decode()


def test_the_act_asks_for_it_whoever_calls(world: World) -> None:
    notice = approved(world, notice_to(world, "9901-1000"))
    with pytest.raises(InputError, match="Tick"):
        send(notice, user=world.author)
