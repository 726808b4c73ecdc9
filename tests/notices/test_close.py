"""The deletion: when no receipt can come any more, the key is destroyed and that is recorded."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from geotarget.domain.delivery_state import RECEIPT_WINDOW_HOURS
from geotarget.notices import keyring
from geotarget.notices.close import close_finished
from geotarget.notices.models import Attempt, Chunk, Dispatch
from geotarget.organisations.models import AuditEntry
from tests.notices.delivering import send_to
from tests.notices.world import World, street_address

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def dispatch(world: World) -> Dispatch:
    return send_to(world, [street_address(100 + n, 1, n, size=3) for n in range(3)])


def hours_ago(dispatch: Dispatch, hours: float) -> None:
    """All done, the last message handed over so long ago."""
    then = timezone.now() - hours * HOUR
    Chunk.objects.update(state="done")
    Dispatch.objects.update(started_at=then - HOUR)
    Attempt.objects.create(
        dispatch=dispatch,
        chunk=dispatch.chunks.first(),
        channel="link-sms",
        address_token=b"t" * 32,
        reference="r",
        state="accepted",
        sending_at=then,
    )


def is_open(dispatch: Dispatch) -> bool:
    dispatch.refresh_from_db()
    try:
        keyring.open_key(dispatch.pk, dispatch.wrapped_key)
    except keyring.KeyDestroyed:
        return False
    return True


def test_a_running_dispatch_keeps_its_key(dispatch: Dispatch) -> None:
    Dispatch.objects.update(started_at=timezone.now() - 100 * HOUR)
    assert close_finished() == 0
    assert is_open(dispatch)


def test_receipts_may_still_come(dispatch: Dispatch) -> None:
    hours_ago(dispatch, RECEIPT_WINDOW_HOURS - 0.1)
    assert close_finished() == 0
    assert is_open(dispatch)


def test_after_the_window_the_key_is_destroyed_once(dispatch: Dispatch, tmp_path: Path) -> None:
    hours_ago(dispatch, RECEIPT_WINDOW_HOURS + 0.1)
    assert close_finished() == 1
    assert not is_open(dispatch)
    assert dispatch.wrapped_key is None
    assert dispatch.keys_destroyed_at is not None
    assert not list((tmp_path / "keys").glob("dispatch-*"))
    assert AuditEntry.objects.filter(act="close").count() == 1
    assert close_finished() == 0


@pytest.mark.parametrize(("unread", "kept"), [(9, 0), (10, 10)])
def test_few_whom_the_register_kept_back_are_forgotten(
    dispatch: Dispatch, unread: int, kept: int
) -> None:
    """One of them may be a person whom it protects; many are a fault, told on."""
    hours_ago(dispatch, RECEIPT_WINDOW_HOURS + 0.1)
    Chunk.objects.update(unread=unread)
    assert close_finished() == 1
    assert dispatch.chunks.get().unread == kept


def test_the_key_file_is_only_ours(dispatch: Dispatch, tmp_path: Path) -> None:
    (file,) = (tmp_path / "keys").glob("dispatch-*")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_database_without_the_file_opens_nothing(dispatch: Dispatch, tmp_path: Path) -> None:
    (file,) = (tmp_path / "keys").glob("dispatch-*")
    file.unlink()
    assert not is_open(dispatch)


def test_a_folder_that_is_not_mounted_deletes_nothing(
    dispatch: Dispatch, tmp_path: Path, settings: Any
) -> None:
    """The wrapping key is still there, on the others' machines: no deletion may be recorded."""
    hours_ago(dispatch, RECEIPT_WINDOW_HOURS + 0.1)
    there = settings.KEYS_DIR
    for name in ("absent", "empty"):
        settings.KEYS_DIR = str(tmp_path / name)
        assert close_finished() == 0
        (tmp_path / "empty").mkdir(exist_ok=True)
    dispatch.refresh_from_db()
    assert dispatch.wrapped_key is not None
    assert not AuditEntry.objects.filter(act="close").exists()
    settings.KEYS_DIR = there
    assert is_open(dispatch)
    keyring.destroy_key(dispatch.pk)
    assert close_finished() == 1, "a worker that died between the two leaves it to the next"
