"""How a dispatch stands beside its counts (planned, counting down, held, stopped), and what people
may do about it."""

from __future__ import annotations

import datetime
from enum import StrEnum

from django.utils import timezone

from geotarget.domain.sending_time import first_allowed

from .hours import hours_of
from .models import Dispatch

COUNTDOWN_SHOWN = datetime.timedelta(seconds=60)


class Standing(StrEnum):
    COUNTDOWN = "countdown"
    PLANNED = "planned"
    PAUSED = "paused"
    OUTSIDE_HOURS = "outside_hours"
    STOPPED = "stopped"
    UNDONE = "undone"
    """Stopped before anything was begun."""
    GOING_ON = "going_on"
    ENDED = "ended"


CONTROLS: dict[Standing, tuple[str, ...]] = {
    Standing.COUNTDOWN: ("undo",),
    Standing.PLANNED: ("undo",),
    Standing.PAUSED: ("resume", "stop"),
    Standing.OUTSIDE_HOURS: ("pause", "stop"),
    Standing.GOING_ON: ("pause", "stop"),
}


NOT_BEGUN = frozenset({Standing.COUNTDOWN, Standing.PLANNED, Standing.UNDONE})


def standing(dispatch: Dispatch, *, is_open: bool, is_begun: bool) -> Standing:
    """`is_begun`: some message was handed over, or is being."""
    now = timezone.now()
    if dispatch.stopped_at is not None:
        return Standing.STOPPED if is_begun else Standing.UNDONE
    if not is_open:
        return Standing.ENDED
    if dispatch.paused_at is not None:
        return Standing.PAUSED
    if dispatch.starts_at > now:
        soon = dispatch.starts_at <= now + COUNTDOWN_SHOWN
        return Standing.COUNTDOWN if soon else Standing.PLANNED
    hours = hours_of(dispatch)
    return Standing.GOING_ON if hours is None or hours.hold(now) else Standing.OUTSIDE_HOURS


def goes_on_at(dispatch: Dispatch) -> datetime.datetime:
    """The first moment from now on at which something may leave, if nobody holds it."""
    return first_allowed(max(timezone.now(), dispatch.starts_at), hours_of(dispatch))
