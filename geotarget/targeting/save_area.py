"""Save a selection as an area of the organisation: a new one, or the next version of one."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.retention import SAVED_AREA
from geotarget.domain.selection import parse_selection
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation, User

from .adjustment_notes import keep_notes, without_notes
from .freeze import checked_name, stored
from .models import Area

MOST_AREAS = 10_000
"""Versions of an organisation; `gis.save_area` has the same limit."""


def save_area(
    drawing: dict[str, Any],
    *,
    name: str,
    organisation: Organisation,
    user: User,
    replaces: Area | None = None,
) -> Area:
    """A saved area with the given drawing; `replaces` is the version that it follows.

    The version before stays. Raises `InputError` when the drawing or the name is at fault, or
    somebody else has saved a version meanwhile.
    """
    selection = parse_selection(drawing, organisation.pk)
    name = checked_name(name, gettext_noop("Give the area a name of at most %(limit)s characters."))
    if Area.objects.filter(organisation=organisation).count() >= MOST_AREAS:
        raise InputError(
            gettext_noop("There are %(limit)s saved areas already. Delete some first."),
            limit=MOST_AREAS,
        )
    try:
        with transaction.atomic():
            saved = Area.objects.create(
                organisation=organisation,
                name=name,
                drawing=without_notes(drawing, selection.adjustments),
                geom=stored(selection.area),
                created_by=user,
                **_after(replaces),
            )
            keep_notes(saved, selection.adjustments)
            record(organisation, user, "save_area", f"area:{saved.pk}", version=saved.version)
    except IntegrityError:
        raise _has_newer(replaces) from None
    return saved


def _after(before: Area | None) -> dict[str, Any]:
    if before is None:
        return {}
    if Area.objects.filter(replaces=before).exists():
        raise _has_newer(before)
    return {
        "version": before.version + 1,
        "replaces": before,
        "first_id": before.series,
        "ends_on": _kept_until(before),
    }


def _kept_until(before: Area) -> datetime.date | None:
    """The day that was chosen, unless the new version is kept longer anyway."""
    by_itself = timezone.localdate() + SAVED_AREA
    return before.ends_on if before.ends_on and before.ends_on > by_itself else None


def _has_newer(before: Area | None) -> InputError:
    return InputError(
        gettext_noop(
            "Somebody has saved a newer version of “%(name)s” meanwhile. Open that one, or save "
            "yours as a new area."
        ),
        name=before.name if before else "",
    )
