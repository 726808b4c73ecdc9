"""The free text of adjustments: kept beside a list or a saved area, and deleted after a time."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from geotarget.domain.adjustments import Adjustment
from geotarget.domain.retention import ADJUSTMENT_NOTE
from geotarget.organisations.audit import record
from geotarget.organisations.models import Organisation

from .models import AddressList, AdjustmentNote, Area


def without_notes(drawing: dict[str, Any], adjustments: Sequence[Adjustment]) -> dict[str, Any]:
    """The drawing as it is stored for good."""
    if not adjustments:
        return drawing
    return {**drawing, "adjustments": [each.without_note() for each in adjustments]}


def keep_notes(of: AddressList | Area, adjustments: Sequence[Adjustment]) -> None:
    """Keep the texts for a list or area that has just been written, in its transaction."""
    AdjustmentNote.objects.bulk_create(
        AdjustmentNote(
            organisation=of.organisation,
            address_list=of if isinstance(of, AddressList) else None,
            area=of if isinstance(of, Area) else None,
            source_id=each.address,
            text=each.note,
            written_on=_written_on(of.organisation, each),
        )
        for each in adjustments
        if each.note
    )


def _written_on(organisation: Organisation, adjustment: Adjustment) -> datetime.date:
    """Copied on from version to version, a text keeps the day on which it was first written."""
    same = AdjustmentNote.objects.filter(
        organisation=organisation, source_id=adjustment.address, text=adjustment.note
    )
    first = same.order_by("written_on").values_list("written_on", flat=True).first()
    return first or timezone.localdate()


def notes_of(of: AddressList | Area) -> dict[str, str]:
    """The texts that are still there, by adresseId."""
    return dict(of.notes.values_list("source_id", "text"))


def with_notes(of: AddressList | Area) -> dict[str, Any]:
    """The drawing of a list or area with what is left of its texts."""
    notes = notes_of(of)
    drawing: dict[str, Any] = of.drawing
    if not notes:
        return drawing
    adjustments = [
        {**each, **({"note": notes[each["address"]]} if each["address"] in notes else {})}
        for each in drawing.get("adjustments") or []
    ]
    return {**drawing, "adjustments": adjustments}


@transaction.atomic
def delete_due_notes() -> int:
    """Delete every text whose time is over, in lists too. Returns how many."""
    due = AdjustmentNote.objects.filter(written_on__lte=timezone.localdate() - ADJUSTMENT_NOTE)
    by_organisation: dict[int, list[int]] = {}
    for pk, organisation in due.select_for_update().values_list("pk", "organisation"):
        by_organisation.setdefault(organisation, []).append(pk)
    for organisation in Organisation.objects.filter(pk__in=by_organisation):
        found = by_organisation[organisation.pk]
        AdjustmentNote.objects.filter(pk__in=found).delete()
        record(organisation, None, "delete_notes", "adjustment_note", notes=len(found))
    return sum(map(len, by_organisation.values()))
