"""Close a dispatch: when no receipt can come any more, its key is destroyed: the deletion."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from geotarget.domain.delivery_state import RECEIPT_WINDOW_HOURS, ChunkState
from geotarget.organisations.audit import record

from . import keyring
from .models import Chunk, Dispatch

OPEN = (ChunkState.WAITING, ChunkState.WORKING)


def close_finished() -> int:
    """Destroy the keys of all dispatches that are past their receipt window. Returns how many."""
    now = timezone.now()
    chunks_open = Chunk.objects.filter(dispatch=OuterRef("pk"), state__in=OPEN)
    quiet_since = now - datetime.timedelta(hours=RECEIPT_WINDOW_HOURS)
    due = Dispatch.objects.filter(keys_destroyed_at=None).filter(
        ~Exists(chunks_open) & (Q(attempts=None) | Q(started_at__lt=quiet_since))
    )
    finished = [d for d in due.distinct() if _quiet(d, quiet_since)]
    for dispatch in finished:
        _close(dispatch)
    return len(finished)


def _quiet(dispatch: Dispatch, since: datetime.datetime) -> bool:
    """Nothing has been handed over within the window."""
    return not dispatch.attempts.filter(sending_at__gte=since).exists()


@transaction.atomic
def _close(dispatch: Dispatch) -> None:
    keyring.destroy_key(dispatch.pk)
    changed = Dispatch.objects.filter(pk=dispatch.pk, keys_destroyed_at=None).update(
        wrapped_key=None, keys_destroyed_at=timezone.now()
    )
    if changed:
        record(dispatch.organisation, None, "close", f"dispatch:{dispatch.pk}")
