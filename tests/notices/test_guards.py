"""What an approver must have seen, what a reason overrules, and what needs a second approver."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.notices import control
from geotarget.notices.approve import approve, approved_once_by, send_back, submit
from geotarget.notices.guards import guards
from geotarget.notices.models import Approval, Chunk, Dispatch, Notice, SendingLimit
from geotarget.notices.send import send
from tests.notices.delivering import send_to
from tests.notices.web.conftest import make_member
from tests.notices.world import MUNICIPALITY, World, make_list, make_notice, street_address

pytestmark = pytest.mark.django_db

REASON = "Avtalt med vannverket"


def houses(first: int = 1) -> list[Any]:
    return [street_address(100 + n, 1, n, size=30) for n in range(first, first + 10)]


def submitted(world: World, first: int = 1, **content: str) -> Notice:
    notice = make_notice(world, make_list(world, houses(first)), **content)
    return submit(notice, user=world.author)


def kinds(notice: Notice) -> list[str]:
    return [guard.kind.value for guard in guards(notice)]


def release(world: World, notice: Notice, reason: str = "", user: Any = None) -> Approval:
    hashed = notice.content_hash()
    return approve(notice, content_hash=hashed, user=user or world.approver, reason=reason)


def test_the_same_text_today_needs_a_reason(world: World) -> None:
    first = send_to(world, houses())
    same = submitted(world, first=8, sms_text="vannet stenges i dag  KL. 10-14.")
    (guard,) = guards(same)
    assert (guard.kind.value, guard.dispatch) == ("same_today", first)
    assert "3 adresser" in guard.text
    with pytest.raises(InputError, match="at least 10 characters"):
        release(world, same, "kort")
    approval = release(world, same, REASON)
    assert (approval.overruled, approval.reason) == (["same_today"], REASON)
    assert send(Notice.objects.get(pk=same.pk), user=world.author)


def test_two_that_were_approved_before_either_was_sent_do_not_both_go(world: World) -> None:
    """Written twice, by two people or in two tabs: neither approver could see the other's."""
    first, second = submitted(world), submitted(world, first=8)
    for notice in (first, second):
        assert release(world, notice).overruled == []
    assert send(Notice.objects.get(pk=first.pk), user=world.author)
    with pytest.raises(InputError, match="the same text has been sent"):
        send(Notice.objects.get(pk=second.pk), user=world.author)
    assert Dispatch.objects.count() == 1
    send_back(second, because="Samme tekst er sendt", user=world.author)
    again = submit(Notice.objects.get(pk=second.pk), user=world.author)
    release(world, again, REASON)
    assert send(Notice.objects.get(pk=second.pk), user=world.author)


def test_an_approval_does_not_outlive_that_it_was_sent_back(world: World) -> None:
    """Not a word was changed: both approvers look at it anew, the first one too."""
    SendingLimit.objects.create(organisation=world.organisation, one_approver_addresses=9)
    second = make_member(world.organisation, "leder", Role.APPROVER)
    notice = submitted(world)
    release(world, notice)
    send_back(notice, because="Jeg tok feil, området er for stort", user=world.approver)
    submit(Notice.objects.get(), user=world.author)
    release(world, notice, user=second)
    assert Notice.objects.get().state == "submitted"
    assert approved_once_by(notice) == [second]
    release(world, notice)
    assert Notice.objects.get().state == "approved"


def test_other_text_other_addresses_and_what_was_undone_are_no_guard(world: World) -> None:
    first = send_to(world, houses())
    other = submitted(world, sms_text="Vannet er tilbake.", email_text="Vannet er tilbake.")
    assert kinds(other) == []
    assert kinds(submitted(world, first=50)) == []
    Dispatch.objects.filter(pk=first.pk).update(
        starts_at=timezone.now() - datetime.timedelta(days=2)
    )
    assert kinds(submitted(world)) == []
    Dispatch.objects.filter(pk=first.pk).update(starts_at=timezone.now())
    assert kinds(submitted(world)) == ["same_today"]
    control.stop(first, user=world.author)
    assert kinds(submitted(world)) == []
    assert release(world, other).reason == ""


def test_addresses_that_are_told_often(world: World) -> None:
    for number in range(4):
        dispatch = send_to(world, houses(first=1 + number))
        Chunk.objects.update(state="done")
        days = datetime.timedelta(days=3 + number)
        Dispatch.objects.filter(pk=dispatch.pk).update(starts_at=timezone.now() - days)
    (guard,) = guards(submitted(world))
    assert guard.kind.value == "often"
    assert guard.text.startswith("7 adresser")
    Dispatch.objects.filter(pk=dispatch.pk).update(
        starts_at=timezone.now() - datetime.timedelta(days=31)
    )
    assert kinds(submitted(world)) == []


def test_a_list_that_is_older_than_the_cadastre(world: World) -> None:
    notice = submitted(world)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dataset_version (id, dataset, source_name, source_sha256, published_at,"
            " report) VALUES (7, 'address', 'ny.csv', '', now(), '{}')"
        )
        cursor.execute(
            "INSERT INTO dataset_coverage (dataset, municipality_number, version_id, row_count)"
            " VALUES ('address', %s, 7, 10)",
            [MUNICIPALITY],
        )
    assert kinds(notice) == ["old_list"]
    type(notice.address_list).objects.filter(pk=notice.address_list.pk).update(dataset_version=7)
    assert kinds(Notice.objects.get(pk=notice.pk)) == []


def test_above_the_limit_two_approvers_release_it(world: World) -> None:
    SendingLimit.objects.create(organisation=world.organisation, one_approver_addresses=9)
    second = make_member(world.organisation, "leder", Role.APPROVER)
    notice = submitted(world)
    assert kinds(notice) == ["over_limit"]
    release(world, notice)
    notice.refresh_from_db()
    assert notice.state == "submitted"
    with pytest.raises(InputError, match="now another approver must"):
        release(world, notice)
    with pytest.raises(InputError, match="changed the notice meanwhile"):
        send(notice, user=world.author)
    release(world, notice, user=second)
    notice.refresh_from_db()
    assert notice.state == "approved"
    SendingLimit.objects.update(one_approver_addresses=10)
    assert kinds(notice) == []
