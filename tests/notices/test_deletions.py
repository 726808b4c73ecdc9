"""Deletion happens although one of them fails, and one that is overdue is told of."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from geotarget.domain.retention import OUTCOME_PER_ADDRESS
from geotarget.notices import close as closing
from geotarget.notices import keyring
from geotarget.notices.deletions import overdue
from geotarget.notices.models import Chunk, Dispatch
from geotarget.notices.tasks import close
from tests.notices.delivering import send_to
from tests.notices.world import World, street_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def dispatches(world: World) -> list[Dispatch]:
    """Two, long past every retention."""
    rows = ([street_address(100 + n, n, 1, size=1)] for n in range(2))
    sent = [send_to(world, row) for row in rows]
    then = timezone.now() - OUTCOME_PER_ADDRESS - datetime.timedelta(days=1)
    Chunk.objects.update(state="done")
    Dispatch.objects.update(started_at=then, starts_at=then, deadline_at=then)
    return sent


def states(dispatches: list[Dispatch]) -> list[tuple[bool, bool]]:
    """Whether the key and the outcomes are deleted."""
    for dispatch in dispatches:
        dispatch.refresh_from_db()
    return [
        (d.keys_destroyed_at is not None, d.outcomes_deleted_at is not None) for d in dispatches
    ]


def test_a_key_that_can_not_be_removed_holds_up_nothing_else(
    dispatches: list[Dispatch],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    client: Client,
    settings: Any,
) -> None:
    first, remove = dispatches[0].pk, keyring.destroy_key

    def fails_for_the_first(dispatch_id: int) -> None:
        if dispatch_id == first:
            raise PermissionError("/keys/dispatch of 31415926535")
        remove(dispatch_id)

    settings.METRICS_TOKEN = "et-merke"
    assert overdue() == 2
    monkeypatch.setattr(keyring, "destroy_key", fails_for_the_first)
    close()
    assert states(dispatches) == [(False, True), (True, True)]
    assert overdue() == 1
    assert "PermissionError" in caplog.text
    assert "1 dispatches still have" in caplog.text
    assert "31415926535" not in caplog.text
    told = client.get("/metrics", headers={"Authorization": "Bearer et-merke"}).content.decode()
    assert "\ngeotarget_overdue_deletions 1\n" in told
    monkeypatch.undo()
    close()
    assert states(dispatches) == [(True, True), (True, True)]
    assert overdue() == 0


def test_a_kind_of_deletion_that_fails_holds_up_no_other(
    dispatches: list[Dispatch], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geotarget.notices.tasks.close_finished", lambda: 1 // 0)
    close()
    assert states(dispatches) == [(False, True), (False, True)]


def test_a_full_disk_leaves_it_for_the_next_time(
    dispatches: list[Dispatch], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is gone and nothing says so yet: the next time says it."""

    def full(*_: Any, **__: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE SQLSTATE '53100'; END $$")

    monkeypatch.setattr(closing, "record", full)
    with pytest.raises(OperationalError):
        full()
    close()
    assert [key for key, _ in states(dispatches)] == [False, False]
    monkeypatch.undo()
    close()
    assert states(dispatches) == [(True, True), (True, True)]
    assert overdue() == 0


def test_what_runs_or_has_just_ended_is_not_overdue(dispatches: list[Dispatch]) -> None:
    close()
    Dispatch.objects.update(keys_destroyed_at=None, outcomes_deleted_at=None)
    now = timezone.now()
    Dispatch.objects.update(started_at=now, starts_at=now)
    assert overdue() == 0
    Dispatch.objects.update(started_at=now - datetime.timedelta(hours=9))
    assert overdue() == 2
    Chunk.objects.update(state="waiting")
    assert overdue() == 0
