"""Schedule, allowed hours, waves, pause and stop, held by the database that every worker asks."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from geotarget.domain.errors import InputError
from geotarget.domain.roles import Role
from geotarget.domain.sending_time import NORWAY, Hours
from geotarget.notices import control
from geotarget.notices.approve import approve, submit
from geotarget.notices.begun import begun
from geotarget.notices.deliver import deliver_next
from geotarget.notices.hours import hours_of
from geotarget.notices.models import Chunk, Dispatch, Notice, SendingHours
from geotarget.notices.plan import plan_chunks
from geotarget.notices.progress import counts
from geotarget.notices.report import report
from geotarget.notices.send import send, send_emergency
from geotarget.notices.waves import open_waves
from geotarget.organisations.models import AuditEntry
from geotarget.simulators.running import Simulators
from tests.notices.delivering import arrived, deliver_all, held_after_the_first_batch
from tests.notices.world import World, make_list, make_notice, plot_address, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = datetime.timedelta(minutes=1)


def houses() -> list[Any]:
    rows = [street_address(100 + n, 1, n, size=30) for n in range(1, 31)]
    return rows + [plot_address(300 + n, 12, "9991") for n in range(8)]


def approved(world: World, **content: Any) -> Notice:
    notice = submit(make_notice(world, make_list(world, houses()), **content), user=world.author)
    approve(notice, content_hash=notice.content_hash(), user=world.approver)
    return Notice.objects.get(pk=notice.pk)


def sent(world: World, **content: Any) -> Dispatch:
    return send(approved(world, **content), user=world.author)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = houses()
    settle(world, rows)
    return sent(world)


def claimed() -> int | None:
    """The chunk that a worker gets now; it gives it back at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_chunk(20, false)")
        row = cursor.fetchone()
        if row:
            cursor.execute("SELECT give_back_chunk(%s, %s)", [[row[0]], row[1]])
    return row[0] if row else None


def closed_now(world: World, message_class: str = "service") -> None:
    """Hours of one minute, half a day from now by the clock in Norway."""
    local = timezone.now().astimezone(NORWAY)
    minute = (local.hour * 60 + local.minute + 720) % 1440
    SendingHours.objects.update_or_create(
        organisation=world.organisation,
        message_class=message_class,
        defaults={"opens_minute": minute, "closes_minute": minute + 1},
    )


def test_nothing_leaves_before_its_time(world: World) -> None:
    at = timezone.now() + 90 * MINUTE
    dispatch = sent(world, send_at=at)
    assert dispatch.starts_at == at
    assert dispatch.deadline_at == at + datetime.timedelta(hours=24)
    assert claimed() is None
    assert report(dispatch).state == "Planlagt"
    assert report(dispatch).controls == ("undo",)
    Dispatch.objects.update(starts_at=timezone.now())
    assert claimed() is not None


def test_a_countdown_can_be_undone(world: World) -> None:
    dispatch = send(approved(world), user=world.author, countdown_seconds=10)
    assert claimed() is None
    counting = report(dispatch)
    assert counting.countdown.endswith("sekunder")
    assert counting.look_again_seconds == 1
    dispatch = control.stop(dispatch, user=world.approver)
    Dispatch.objects.update(starts_at=timezone.now())
    assert claimed() is None
    assert report(dispatch).state == "Angret, ingenting ble sendt"
    assert AuditEntry.objects.filter(act="undo").count() == 1


def test_what_is_sent_outside_the_allowed_hours_begins_within_them(world: World) -> None:
    """Its time is told at the front desk and on the public page; nothing leaves before it."""
    closed_now(world)
    dispatch = send(approved(world), user=world.author, countdown_seconds=10)
    hours = hours_of(dispatch)
    assert hours is not None
    assert hours.hold(dispatch.starts_at)
    assert not begun().exists()
    planned = report(dispatch)
    assert (planned.state, planned.countdown, planned.controls) == ("Planlagt", "", ("undo",))
    assert dispatch.deadline_at == dispatch.starts_at + datetime.timedelta(hours=24)


def test_outside_the_allowed_hours_it_waits_but_not_in_an_emergency(world: World) -> None:
    closed_now(world)
    dispatch = sent(world)
    assert claimed() is None
    Dispatch.objects.update(starts_at=timezone.now())
    dispatch.refresh_from_db()
    assert claimed() is None
    assert report(dispatch).state == "Venter på tillatt tid"
    Dispatch.objects.update(closes_minute=1440, opens_minute=0)
    assert claimed() is not None
    control.stop(dispatch, user=world.author)
    closed_now(world, "emergency")
    notice = make_notice(world, make_list(world, houses()), message_class="emergency")
    send_emergency(notice, reason="Det haster veldig", typed_address_count=38, user=world.author)
    assert claimed() is not None


def test_waves_open_one_at_a_time_though_nobody_came_for_long(world: World) -> None:
    dispatch = sent(world, wave_addresses=12, wave_minutes=30)
    sizes: dict[int, int] = {}
    for chunk in dispatch.chunks.all():
        sizes[chunk.wave] = sizes.get(chunk.wave, 0) + chunk.address_count
    assert sum(sizes.values()) == 38
    assert set(sizes) == set(range(1, dispatch.wave_count + 1))
    assert max(sizes.values()) <= 12
    assert claimed() is None
    for wave in (1, 2):
        assert open_waves() == 1
        assert open_waves() == 0
        dispatch.refresh_from_db()
        assert dispatch.waves_opened == wave
        Dispatch.objects.update(wave_opened_at=timezone.now() - 300 * MINUTE)
    first = Chunk.objects.get(pk=claimed())
    assert first.wave == 1
    control.pause(dispatch, user=world.author)
    assert open_waves() == 0


def test_without_waves_a_street_is_asked_for_whole(world: World) -> None:
    dispatch = sent(world)
    assert [chunk.lookup for chunk in plan_chunks(dispatch)] == ["street", "postcode"]


def test_the_pace_is_covered_by_the_approval(world: World) -> None:
    notice = approved(world)
    before = notice.content_hash()
    notice.wave_addresses, notice.wave_minutes = 20, 5
    assert notice.content_hash() != before
    notice.save()
    with pytest.raises(InputError, match="not what was approved"):
        send(notice, user=world.author)


def test_a_pause_holds_the_next_batch_and_nothing_is_lost(
    world: World, dispatch: Dispatch, simulators: Simulators, monkeypatch: Any
) -> None:
    held_after_the_first_batch(monkeypatch, control.pause, dispatch, world.approver)
    deliver_next()
    assert 0 < len(arrived(simulators)) <= 10
    assert deliver_next() is None
    paused = report(Dispatch.objects.get(pk=dispatch.pk))
    assert (paused.state, paused.controls) == ("På pause", ("resume", "stop"))
    assert counts(dispatch).adds_up
    control.resume(dispatch, user=world.author)
    deliver_all()
    assert set(arrived(simulators)) == set(world.reached_by.values())
    assert set(arrived(simulators).values()) == {1}
    assert [entry.act for entry in AuditEntry.objects.order_by("pk")][-2:] == ["pause", "resume"]


def test_a_stop_adds_up_and_nothing_leaves_after_it(
    world: World, dispatch: Dispatch, simulators: Simulators, monkeypatch: Any
) -> None:
    held_after_the_first_batch(monkeypatch, control.stop, dispatch, world.author)
    deliver_next()
    got = arrived(simulators)
    assert got
    Chunk.objects.filter(state="stopped").update(state="waiting")
    assert deliver_next() is None
    Chunk.objects.filter(state="waiting").update(state="stopped")
    assert arrived(simulators) == got
    counted = counts(dispatch)
    assert counted.adds_up
    assert counted.is_finished
    assert counted.addresses_done + counted.addresses_stopped == 38
    assert counted.addresses_done > 0
    assert counted.accepted + counted.delivered >= len(got)
    assert counted.stopped > 0
    assert counted.ready == counted.sending == counted.unknown == 0
    with pytest.raises(InputError, match="has been stopped"):
        control.resume(dispatch, user=world.author)
    stopped = report(Dispatch.objects.get(pk=dispatch.pk))
    assert stopped.state == "Stanset"
    assert stopped.sentence == (
        f"{counted.addresses_done} ferdige · {counted.addresses_stopped} stanset · "
        "38 adresser i alt."
    )


def test_what_a_gateway_refuses_after_the_stop_is_stopped(dispatch: Dispatch, world: World) -> None:
    chunk = dispatch.chunks.first()
    assert chunk is not None
    attempt = dispatch.attempts.create(
        chunk=chunk, channel="link-sms", address_token=b"1", reference="r", state="sending"
    )
    control.stop(dispatch, user=world.author)
    attempt.refresh_from_db()
    assert attempt.state == "sending"
    with connection.cursor() as cursor:
        cursor.execute("SELECT record_handovers('{r}', '{ready}', '{\"\"}', '{429}')")
    attempt.refresh_from_db()
    assert attempt.state == "stopped"


def test_only_those_with_a_role_of_sending_hold_it(world: World, dispatch: Dispatch) -> None:
    world.approver.memberships.update(roles=[Role.PLANNER])
    for act in (control.pause, control.resume, control.stop):
        with pytest.raises(InputError, match="roles do not allow"):
            act(dispatch, user=world.approver)
    Chunk.objects.update(state="done")
    with pytest.raises(InputError, match="nothing is left to hold"):
        control.stop(dispatch, user=world.author)


@pytest.mark.parametrize(
    ("opens", "closes", "is_allowed"),
    [(0, 1, True), (0, 0, False), (1, 2, False), (-1, 1, True), (-1, 0, False)],
)
def test_the_database_knows_the_very_minute_as_the_domain_does(
    dispatch: Dispatch, opens: int, closes: int, is_allowed: bool
) -> None:
    """Hours that open and close so many minutes from now: the minute they close is outside."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
        local = now.astimezone(NORWAY)
        minute = local.hour * 60 + local.minute
        hours = Hours(minute + opens, minute + closes)
        cursor.execute(
            "UPDATE dispatch SET opens_minute = greatest(%s, 0), closes_minute = greatest(%s, 0),"
            " starts_at = now() WHERE id = %s",
            [hours.opens, hours.closes, dispatch.pk],
        )
        cursor.execute("SELECT sending_is_allowed(d) FROM dispatch d WHERE id = %s", [dispatch.pk])
        (told,) = cursor.fetchone()
    assert told is hours.hold(now) is is_allowed
