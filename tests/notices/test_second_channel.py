"""A second channel for whom the first surely did not reach, and for nobody else."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from geotarget.channels.contract import Delivery, Receipt
from geotarget.notices import handover
from geotarget.notices.deliver import deliver_next
from geotarget.notices.models import AddressMessage, Chunk, Dispatch, Recipient
from geotarget.notices.pass_on import pass_on
from geotarget.notices.progress import counts
from geotarget.notices.receipts import record_receipt
from geotarget.simulators.faults import Fault
from geotarget.simulators.running import Simulators
from tests.notices.crashing import BEFORE_ANYTHING_IS_SENT, die_then_go_on, dying
from tests.notices.delivering import arrived, deliver_all, mend, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

HOUSES = 6


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [street_address(100 + n, 1, n, size=HOUSES) for n in range(1, HOUSES + 1)]
    settle(world, rows)
    return send_to(world, rows)


def failing(simulators: Simulators, outcome: Delivery = Delivery.FAILED) -> Counter[str]:
    """Every SMS that arrived gets this receipt. Returns the numbers."""
    sms = simulators.arrived.matching(channel="sms")
    for each in sms:
        record_receipt(Receipt(each.reference, outcome, "link-1006", None))
    return Counter(each.to for each in sms)


def emails_of(world: World, numbers: Counter[str]) -> set[str]:
    told = (p for p in world.people if p["krr"]["mobile"] in numbers and p["krr"]["email"])
    return {p["krr"]["email"] for p in told if p["national_id"] in world.reached_by}


def go_on() -> None:
    """The second round, as if its time had come."""
    Chunk.objects.filter(state="waiting").update(not_before="2000-01-01T00:00:00Z")
    while deliver_next() is not None:
        pass


def by_email(simulators: Simulators) -> Counter[str]:
    return Counter(each.to for each in simulators.arrived.matching(channel="email"))


def test_whom_an_sms_did_not_reach_gets_an_email_once(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    before, first_mails = counts(dispatch), by_email(simulators)
    failed = failing(simulators)
    assert counts(dispatch).not_delivered == before.accepted - sum(first_mails.values())
    assert pass_on() == 1
    assert pass_on() == 0, "once for each message"
    assert counts(dispatch).is_finished, "its addresses are done"
    assert deliver_next() is None, "more receipts are waited for"
    go_on()
    assert by_email(simulators) == Counter(dict.fromkeys(emails_of(world, failed), 1)) + first_mails
    now = counts(dispatch)
    assert (now.accepted, now.not_delivered, now.adds_up) == (before.accepted, 0, True)
    assert now.residents == before.residents
    assert now.addresses_done == before.addresses_done
    assert pass_on() == 0


def test_the_address_is_told_when_the_second_message_is_accepted(
    dispatch: Dispatch, simulators: Simulators
) -> None:
    def without() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM addresses_without_message(%s)", [dispatch.pk])
            return int(cursor.fetchone()[0])

    deliver_all()
    empty = without()
    failing(simulators)
    assert without() > empty
    pass_on()
    go_on()
    assert without() == empty
    assert AddressMessage.objects.exists()


@pytest.mark.parametrize("fault", ["accept-then-reset", "500-after-acceptance", "500"])
def test_whom_the_first_may_have_reached_is_not_told_again(
    world: World, dispatch: Dispatch, simulators: Simulators, fault: str
) -> None:
    simulators.faults.set("link", Fault(fault))
    for _ in range(4):
        deliver_all()
    mend(simulators)
    assert counts(dispatch).unknown > 0
    unknown = dispatch.attempts.filter(state="unknown").count()
    failing(simulators, Delivery.PENDING)
    assert pass_on() == 0
    go_on()
    assert dispatch.attempts.filter(state__in=("unknown", "accepted")).count() >= unknown
    persons = {p["krr"]["email"] for p in world.people if p["krr"]["mobile"]} - {""}
    assert not set(by_email(simulators)) & persons


def test_who_has_no_second_channel_stays_not_delivered(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    people = simulators.world.people.now()
    for person in people.by_id.values():
        person.krr["email"] = ""
    deliver_all()
    accepted = counts(dispatch).accepted
    failing(simulators)
    asked = simulators.world.calls["folkeregisteret bulkoppslag"]
    for _ in range(3):
        pass_on()
        go_on()
    assert counts(dispatch).not_delivered == accepted
    assert counts(dispatch).adds_up
    assert simulators.world.calls["folkeregisteret bulkoppslag"] == asked + 1


def test_a_number_that_the_gateway_refuses_is_passed_on_too(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    people = simulators.world.people.now()
    for person in people.by_id.values():
        if person.krr["mobile"]:
            person.krr["mobile"] = person.krr["mobile"][:-1] + "9"
    deliver_all()
    refused = counts(dispatch).refused
    assert refused > 0
    assert pass_on() == 1
    go_on()
    now = counts(dispatch)
    assert (now.refused, now.adds_up) == (0, True)
    assert set(by_email(simulators).values()) == {1}
    assert len(by_email(simulators)) == len(world.reached_by)


def test_who_moved_away_meanwhile_is_told_no_more(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    failed = failing(simulators)
    gone = next(p for p in world.people if p["krr"]["email"] in emails_of(world, failed))
    people = simulators.world.people.now()
    del people.by_id[gone["national_id"]]
    people.__init__(list(people.by_id.values()))  # type: ignore[misc]
    pass_on()
    go_on()
    assert gone["krr"]["email"] not in by_email(simulators)
    assert counts(dispatch).not_delivered == 1
    assert counts(dispatch).adds_up


def test_when_the_deadline_comes_the_addresses_stay_done(
    dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    failing(simulators)
    assert pass_on() == 1
    Dispatch.objects.update(deadline_at=timezone.now() - datetime.timedelta(seconds=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reconcile_delivery()")
    now = counts(dispatch)
    assert (now.addresses_failed, now.addresses_done) == (0, HOUSES)
    assert set(Chunk.objects.values_list("state", flat=True)) == {"done"}
    assert pass_on() == 0


def test_a_chunk_in_work_is_left_for_the_next_round(
    dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    failing(simulators)
    Chunk.objects.update(state="working", lease_until="2100-01-01T00:00:00Z")
    assert pass_on() == 0
    Chunk.objects.update(state="done", lease_until=None)
    assert pass_on() == 1


POINTS = [
    *BEFORE_ANYTHING_IS_SENT,
    (handover, "_begin", True),
    (handover, "record_handovers", False),
    (handover, "record_handovers", True),
]


@pytest.mark.parametrize(("module", "act", "after"), POINTS)
def test_a_worker_that_dies_in_the_second_round_loses_nobody_and_tells_nobody_twice(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    dispatch: Dispatch,
    simulators: Simulators,
    module: Any,
    act: str,
    after: bool,
) -> None:
    deliver_all()
    failed, residents = failing(simulators), counts(dispatch).residents
    first = set(by_email(simulators))
    pass_on()
    Chunk.objects.update(not_before="2000-01-01T00:00:00Z")
    monkeypatch.setattr(module, act, dying(getattr(module, act), after=after))
    die_then_go_on()
    Chunk.objects.filter(state="waiting").update(not_before="2000-01-01T00:00:00Z")
    go_on()
    mails, now = by_email(simulators), counts(dispatch)
    assert set(mails.values()) <= {1}
    assert now.adds_up
    assert now.residents == residents
    assert set(arrived(simulators).values()) == {1}
    missing = emails_of(world, failed) | first
    assert now.unknown >= len(missing - set(mails))
    assert Recipient.objects.filter(dispatch=dispatch).count() == residents


def test_a_second_channel_that_fails_again_and_again_grows_old_for_the_operator(
    dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    failing(simulators)
    pass_on()
    simulators.faults.set("smtp", Fault("421"))
    Chunk.objects.filter(state="waiting").update(
        again_at=timezone.now() - datetime.timedelta(minutes=30)
    )
    Dispatch.objects.update(starts_at=timezone.now() - datetime.timedelta(hours=5))
    go_on()
    assert Chunk.objects.filter(state="waiting", not_before__gt=timezone.now()).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT value FROM sending_metrics() WHERE name = 'oldest_waiting_seconds'")
        assert 30 <= cursor.fetchone()[0] / 60 < 40
