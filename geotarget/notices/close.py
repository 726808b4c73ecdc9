"""Close a dispatch: when no receipt can come any more, its key is destroyed: the deletion.

What is known per address goes in two steps: here, which message it was; at the end of its
retention, whether there was one (`forget.py`).
"""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from geotarget.domain.delivery_state import OPEN_STATES, RECEIPT_WINDOW_HOURS
from geotarget.organisations.audit import record

from . import keyring
from .database_clock import database_now
from .deletions import each_by_itself
from .held import some_unread
from .models import Chunk, Dispatch


def close_finished() -> int:
    """Destroy the keys of all dispatches that are past their receipt window. Returns how many."""
    now = database_now()
    chunks_open = Chunk.objects.filter(dispatch=OuterRef("pk"), state__in=OPEN_STATES)
    quiet_since = now - datetime.timedelta(hours=RECEIPT_WINDOW_HOURS)
    due = Dispatch.objects.filter(keys_destroyed_at=None).filter(
        ~Exists(chunks_open) & (Q(attempts=None) | Q(started_at__lt=quiet_since))
    )
    finished = [d for d in due.distinct() if _quiet(d, quiet_since)]
    return each_by_itself(finished, _close, "the deletion of a dispatch's key")


def _quiet(dispatch: Dispatch, since: datetime.datetime) -> bool:
    """Nothing has been handed over within the window."""
    return not dispatch.attempts.filter(sending_at__gte=since).exists()


@transaction.atomic
def _close(dispatch: Dispatch) -> bool:
    keyring.destroy_key(dispatch.pk)
    changed = Dispatch.objects.filter(pk=dispatch.pk, keys_destroyed_at=None).update(
        wrapped_key=None, keys_destroyed_at=database_now()
    )
    if changed:
        with connection.cursor() as cursor:
            cursor.execute("SELECT settle_addresses(%s)", [dispatch.pk])
        if not some_unread(dispatch):
            dispatch.chunks.update(unread=0)
        record(dispatch.organisation, None, "close", f"dispatch:{dispatch.pk}")
    return bool(changed)
