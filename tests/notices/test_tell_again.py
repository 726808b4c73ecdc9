"""What nobody can settle is sent once more when a person decides it, and never by itself."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from geotarget.domain.errors import InputError
from geotarget.notices.models import Attempt, Dispatch
from geotarget.notices.progress import counts
from geotarget.notices.settle import settle_unknown
from geotarget.notices.tell_again import may_be_told_again, tell_again
from geotarget.organisations.models import AuditEntry
from geotarget.simulators.faults import Fault, ReceiptRules
from geotarget.simulators.running import Simulators
from tests.notices.delivering import arrived, deliver_all, mend, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)

HOUSES = 6


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    rows = [street_address(100 + n, 1, n, size=HOUSES) for n in range(1, HOUSES + 1)]
    settle(world, rows)
    return send_to(world, rows)


@pytest.fixture(autouse=True)
def ended(dispatch: Dispatch, simulators: Simulators) -> None:
    """The gateway took its first message, without an answer and without a receipt."""
    simulators.faults.receipts = ReceiptRules(missing=1.0)
    simulators.faults.set("link", Fault("accept-then-reset", count=1))
    deliver_all()
    mend(simulators)
    deliver_all()


def begun(minutes_ago: int) -> None:
    at = timezone.now() - datetime.timedelta(minutes=minutes_ago)
    Attempt.objects.filter(state="unknown").update(sending_at=at)


def test_somebody_decides_that_it_is_sent_once_more(
    world: World, dispatch: Dispatch, simulators: Simulators
) -> None:
    unknown = counts(dispatch).unknown
    assert unknown > 0
    begun(minutes_ago=11)
    assert settle_unknown() == 0
    assert may_be_told_again(dispatch)
    before = sum(arrived(simulators).values())
    tell_again(dispatch, user=world.author)
    assert counts(dispatch).ready == unknown
    deliver_all()
    counted = counts(dispatch)
    assert (counted.unknown, counted.ready) == (0, 0)
    assert counted.adds_up
    assert sum(arrived(simulators).values()) - before == unknown, "nobody else gets it again"
    entry = AuditEntry.objects.get(act="tell_again")
    assert entry.actor == world.author
    assert not may_be_told_again(dispatch)
    with pytest.raises(InputError, match="Nothing is unknown"):
        tell_again(dispatch, user=world.author)


def test_not_before_its_receipt_has_had_its_time(world: World, dispatch: Dispatch) -> None:
    begun(minutes_ago=9)
    assert not may_be_told_again(dispatch)
    with pytest.raises(InputError, match="Nothing is unknown"):
        tell_again(dispatch, user=world.author)


@pytest.mark.parametrize("field", ["stopped_at", "deadline_at", "keys_destroyed_at"])
def test_not_of_what_has_been_ended_for_good(world: World, dispatch: Dispatch, field: str) -> None:
    begun(minutes_ago=11)
    Dispatch.objects.update(**{field: timezone.now()})
    assert not may_be_told_again(dispatch)


def test_not_what_is_settled_by_itself(dispatch: Dispatch) -> None:
    begun(minutes_ago=11)
    Attempt.objects.filter(state="unknown").update(channel="altinn")
    assert not may_be_told_again(dispatch)


def test_the_page_offers_it_to_those_who_may(
    world: World, dispatch: Dispatch, client: Client
) -> None:
    page, act = (
        reverse(f"notices:{name}", args=(dispatch.pk,)) for name in ("dispatch", "tell_again")
    )
    client.force_login(world.author)
    assert act not in client.get(page).content.decode()
    begun(minutes_ago=11)
    assert act in client.get(page).content.decode()
    assert client.post(act).status_code == 302
    assert act not in client.get(page).content.decode()
    assert client.post(act).status_code == 422
