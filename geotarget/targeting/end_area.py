"""The end of saved areas: a person deletes one or chooses its last day, or its day has come."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.retention import LONGEST_SAVED_AREA, SAVED_AREA
from geotarget.organisations.audit import record
from geotarget.organisations.models import User

from .models import Area


def _series(area: Area) -> QuerySet[Area]:
    return Area.objects.filter(Q(pk=area.series) | Q(first_id=area.series))


def versions_of(area: Area) -> list[Area]:
    """All versions of the same area, the newest first."""
    found = _series(area)
    return list(found.select_related("created_by").defer("geom", "drawing").order_by("-version"))


@transaction.atomic
def delete_area(area: Area, user: User | None) -> None:
    """Delete every version. Lists that were frozen from it stay as they are."""
    found = _series(area)
    there = list(found.select_for_update().values_list("pk", flat=True))
    if there:  # else somebody else was a moment before us
        found.delete()
        subject = f"area:{area.series}"
        record(area.organisation, user, "delete_area", subject, versions=len(there))


@transaction.atomic
def keep_until(area: Area, last_day: datetime.date, user: User) -> None:
    """Choose the day of the deletion, by any of the versions.

    Raises `InputError` for one in the past or far away.
    """
    today = timezone.localdate()
    if not today < last_day <= today + LONGEST_SAVED_AREA:
        raise InputError(
            gettext_noop("Choose a day after today and at most %(years)s years from now."),
            years=LONGEST_SAVED_AREA.days // 365,
        )
    newest = _series(area).select_for_update().order_by("-version").first()
    if newest:  # else somebody has deleted it a moment before us
        Area.objects.filter(pk=newest.pk).update(ends_on=last_day)
        subject = f"area:{newest.pk}"
        record(area.organisation, user, "keep_area", subject, until=last_day.isoformat())


def delete_due_areas() -> int:
    """Delete every area whose day has come. Returns how many."""
    now = timezone.now()
    due = Area.objects.filter(replaced_by=None).filter(
        Q(ends_on__lte=timezone.localdate(now)) | Q(ends_on=None, created_at__lte=now - SAVED_AREA)
    )
    areas = list(due.select_related("organisation").defer("geom", "drawing"))
    for area in areas:
        delete_area(area, None)
    return len(areas)
