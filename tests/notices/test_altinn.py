"""SMS and e-mail through Altinn: the unclear is sent again under the same key, and taken once."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from geotarget.notices import handover
from geotarget.notices.models import Dispatch
from geotarget.notices.progress import counts
from geotarget.notices.settle import follow, settle_unknown
from geotarget.simulators.faults import Fault, ReceiptRules
from geotarget.simulators.running import Simulators
from tests.notices.crashing import die_then_go_on, dying
from tests.notices.delivering import deliver_all, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

HOUSES = 6


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    through_altinn(world, True)
    rows = [street_address(100 + n, 1, n, size=HOUSES) for n in range(1, HOUSES + 1)]
    settle(world, rows)
    return send_to(world, rows)


def through_altinn(world: World, chosen: bool) -> None:
    world.organisation.sends_through_altinn = chosen
    world.organisation.save()


def arrived(simulators: Simulators) -> Counter[str]:
    """Messages by reference: residents who share a number get one each."""
    return Counter(each.reference for each in simulators.arrived.matching())


def assert_each_once(world: World, dispatch: Dispatch, simulators: Simulators) -> None:
    assert set(arrived(simulators).values()) == {1}
    assert sum(arrived(simulators).values()) == len(world.reached_by)
    assert {each.to for each in simulators.arrived.matching()} == set(world.reached_by.values())
    assert counts(dispatch).accepted + counts(dispatch).delivered == len(world.reached_by)


def test_everybody_is_reached_and_the_contact_register_is_not_asked(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    assert_each_once(world, dispatch, simulators)
    assert not [question for question in simulators.world.calls if question.startswith("krr")]
    assert counts(dispatch).refused == counts(dispatch).residents - len(world.reached_by)


def test_what_became_of_it_is_asked(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.receipts = ReceiptRules(delay_ms=(0, 0))
    deliver_all()
    follow()
    assert counts(dispatch).delivered == len(world.reached_by)


@pytest.mark.parametrize(
    "fault",
    ["accept-then-reset", "500-after-acceptance", "garbled-after-acceptance", "reset", "500"],
)
def test_what_is_unclear_is_repeated_and_taken_once(
    world: World, dispatch: Dispatch, simulators: Simulators, fault: str
) -> None:
    simulators.faults.set("altinn", Fault(fault, count=1))
    deliver_all()
    deliver_all()
    assert counts(dispatch).unknown == 1
    assert settle_unknown() == 1
    deliver_all()
    assert counts(dispatch).unknown == 0
    assert_each_once(world, dispatch, simulators)


@pytest.mark.parametrize(
    ("act", "after"), [("_begin", True), ("record_handovers", False), ("record_handovers", True)]
)
def test_a_worker_that_dies_loses_nobody_and_tells_nobody_twice(
    monkeypatch: pytest.MonkeyPatch,
    world: World,
    dispatch: Dispatch,
    simulators: Simulators,
    act: str,
    after: bool,
) -> None:
    monkeypatch.setattr(handover, act, dying(getattr(handover, act), after=after))
    die_then_go_on()
    deliver_all()
    settle_unknown()
    deliver_all()
    assert_each_once(world, dispatch, simulators)


def test_what_never_got_through_again_is_unknown_and_not_given_up(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    simulators.faults.set("altinn", Fault("accept-then-reset", count=1))
    deliver_all()
    deliver_all()
    simulators.faults.set("altinn", Fault("429"))
    assert settle_unknown() == 1
    deliver_all()
    assert counts(dispatch).ready == 1
    Dispatch.objects.update(deadline_at=timezone.now() - datetime.timedelta(seconds=1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reconcile_delivery()")
    assert (counts(dispatch).unknown, counts(dispatch).given_up) == (1, 0)
    assert settle_unknown() == 0
    assert counts(dispatch).unknown == 1


def test_whom_altinn_may_have_told_no_other_channel_tells(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    """The organisation leaves Altinn in the middle of a dispatch."""
    simulators.faults.set("altinn", Fault("accept-then-reset", count=1))
    deliver_all()
    deliver_all()
    through_altinn(world, False)
    assert settle_unknown() == 1
    deliver_all()
    assert sum(arrived(simulators).values()) == len(world.reached_by)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reconcile_delivery()")
    assert counts(dispatch).unknown == 1
    assert counts(dispatch).adds_up
