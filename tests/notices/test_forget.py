"""At the end of the retention no row tells how many live in a house, nor what became of theirs."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from geotarget.domain.retention import OUTCOME_PER_ADDRESS
from geotarget.notices.areas import area_result
from geotarget.notices.close import close_finished
from geotarget.notices.forget import forget_due
from geotarget.notices.models import AddressMessage, Attempt, Dispatch, Recipient
from geotarget.notices.progress import counts
from geotarget.notices.report import report
from geotarget.simulators.running import Simulators
from tests.notices.delivering import deliver_all, send_to
from tests.notices.world import World, settle, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    """Twelve streets of which one house each is meant: a chunk is a house."""
    rows = [street_address(100 + n, n, 1, size=30) for n in range(1, 13)]
    settle(world, rows)
    return send_to(world, rows)


def long_ago(dispatch: Dispatch) -> None:
    then = timezone.now() - OUTCOME_PER_ADDRESS - datetime.timedelta(hours=1)
    Dispatch.objects.update(started_at=then, starts_at=then, deadline_at=then)
    dispatch.attempts.update(sending_at=then)


def seen(dispatch: Dispatch) -> list[Any]:
    dispatch.refresh_from_db()
    return [counts(dispatch), area_result(dispatch), report(dispatch).people]


def test_nothing_is_known_per_house_afterwards(dispatch: Dispatch, simulators: Simulators) -> None:
    deliver_all()
    assert dispatch.chunks.count() == 12
    long_ago(dispatch)
    assert close_finished() == 1
    before = seen(dispatch)
    assert Recipient.objects.values("chunk").distinct().count() > 1
    at_provider = set(Attempt.objects.values_list("reference", flat=True))
    assert forget_due() == 1
    assert Recipient.objects.values("chunk").distinct().count() == 1
    assert Attempt.objects.values("chunk").distinct().count() == 1
    assert not at_provider & set(Attempt.objects.values_list("reference", flat=True))
    assert set(Attempt.objects.values_list("provider_id", flat=True)) == {""}
    assert not AddressMessage.objects.exists()
    assert seen(dispatch) == before


def test_one_that_leaves_in_waves_for_weeks_is_forgotten_when_it_has_ended(
    dispatch: Dispatch, simulators: Simulators
) -> None:
    deliver_all()
    long_ago(dispatch)
    Dispatch.objects.update(deadline_at=timezone.now() + datetime.timedelta(days=1))
    last = dispatch.chunks.order_by("pk").last()
    assert last is not None
    dispatch.chunks.filter(pk=last.pk).update(state="waiting")
    assert forget_due() == 0
    assert AddressMessage.objects.exists()
    Dispatch.objects.update(deadline_at=timezone.now() - datetime.timedelta(hours=1))
    assert forget_due() == 0, "a chunk is still open"
    with connection.cursor() as cursor:
        cursor.execute("SELECT reconcile_delivery()")
    assert forget_due() == 1
    assert not AddressMessage.objects.exists()
