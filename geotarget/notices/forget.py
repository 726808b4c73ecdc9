"""Forget the outcome per address: after its retention nothing tells where anybody was told."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Q

from geotarget.domain.retention import OUTCOME_PER_ADDRESS
from geotarget.domain.small_counts import FEWEST_SHOWN
from geotarget.organisations.audit import record

from .database_clock import database_now
from .models import Dispatch


def forget_due() -> int:
    """Delete it for all dispatches that are past the retention; where it makes no paper list, as
    soon as no receipt can come. Returns how many."""
    is_old = Q(starts_at__lte=database_now() - OUTCOME_PER_ADDRESS)
    is_of_some = ~Q(audience={}) & Q(keys_destroyed_at__isnull=False)
    due = Dispatch.objects.filter(is_old | is_of_some, outcomes_deleted_at=None)
    return sum(_forget(dispatch) for dispatch in due.select_related("organisation"))


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
