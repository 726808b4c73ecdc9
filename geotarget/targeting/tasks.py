"""What runs by itself. Every task may run twice or in parallel."""

from __future__ import annotations

from celery import shared_task

from geotarget.organisations.away import one_line_while_away

from .adjustment_notes import delete_due_notes
from .end_area import delete_due_areas


@shared_task(name="geotarget.targeting.delete_due_areas")
def delete_due() -> None:
    with one_line_while_away("deletion of areas"):
        delete_due_areas()


@shared_task(name="geotarget.targeting.delete_due_notes")
def delete_notes() -> None:
    with one_line_while_away("deletion of reasons"):
        delete_due_notes()
