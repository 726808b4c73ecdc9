"""Forget the outcome per address: after its retention nothing tells where anybody was told."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from geotarget.domain.delivery_state import OPEN_STATES
from geotarget.domain.retention import OUTCOME_PER_ADDRESS
from geotarget.domain.small_counts import FEWEST_SHOWN
from geotarget.organisations.audit import record

from .database_clock import database_now
from .deletions import each_by_itself
from .models import Chunk, Dispatch


def forget_due() -> int:
    """Delete it for all dispatches that are past the retention; where it makes no paper list, as
    soon as no receipt can come. Returns how many.

    Not before the end of one that leaves in waves for weeks: its stop counts by it, and what the
    later waves write would stay.
    """
    now = database_now()
    chunks_open = Chunk.objects.filter(dispatch=OuterRef("pk"), state__in=OPEN_STATES)
    is_old = Q(starts_at__lte=now - OUTCOME_PER_ADDRESS, deadline_at__lte=now)
    is_of_some = ~Q(audience={}) & Q(keys_destroyed_at__isnull=False)
    due = Dispatch.objects.filter(is_old | is_of_some, ~Exists(chunks_open))
    due = due.filter(outcomes_deleted_at=None).select_related("organisation")
    return each_by_itself(list(due), _forget, "the deletion of a dispatch's outcomes")


@transaction.atomic
def _forget(dispatch: Dispatch) -> bool:
    changed = Dispatch.objects.filter(pk=dispatch.pk, outcomes_deleted_at=None).update(
        outcomes_deleted_at=database_now()
    )
    if changed:
        with connection.cursor() as cursor:
            cursor.execute("SELECT forget_addresses(%s, %s)", [dispatch.pk, FEWEST_SHOWN])
        record(dispatch.organisation, None, "forget", f"dispatch:{dispatch.pk}")
    return bool(changed)
