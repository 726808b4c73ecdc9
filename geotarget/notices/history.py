"""Who did what with a notice, in words, from the audit log."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from geotarget.organisations.models import AuditEntry

from .models import Dispatch, Notice
from .words import ACTS


@dataclass(frozen=True)
class Event:
    at: datetime.datetime
    who: str
    """Empty for what the system did by itself."""
    what: str


def history(notice: Notice, dispatch: Dispatch | None = None) -> list[Event]:
    """Oldest first."""
    subjects = [f"notice:{notice.pk}"]
    if dispatch is not None:
        subjects.append(f"dispatch:{dispatch.pk}")
    entries = AuditEntry.objects.filter(
        organisation=notice.organisation_id, subject__in=subjects, act__in=ACTS
    )
    in_order = entries.select_related("actor").order_by("at", "pk")
    return [_event(entry) for entry in in_order]


def _event(entry: AuditEntry) -> Event:
    who = entry.actor.get_username() if entry.actor else ""
    return Event(at=entry.at, who=who, what=str(ACTS[entry.act]))
