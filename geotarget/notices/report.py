"""Progress and result of a dispatch in words: counts only, never who.

The page and its live updates show the same words, so that they cannot disagree.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from geotarget.domain.small_counts import FEWEST_SHOWN

from .business_report import BusinessCounts, business_counts, businesses_in_words
from .held import some_unread
from .models import Dispatch
from .people import People, people
from .progress import Counts, counts
from .sentence import sentence
from .standing import CONTROLS, COUNTDOWN_SHOWN, NOT_BEGUN, Standing, standing
from .words import dispatch_state

LOOK_AGAIN_SECONDS = 2
RECEIPTS_SECONDS = 15


@dataclass(frozen=True)
class Report:
    """How far a dispatch is, in the reader's language."""

    state: str
    colour: str
    sentence: str
    addresses: int
    addresses_done: int
    look_again_seconds: int | None
    """When the page should ask again; None once nothing changes any more."""
    people: People | None
    """None for too few residents to be shown as counts."""
    businesses: str
    """Empty where they are not told."""
    controls: tuple[str, ...]
    """What may be done about it now, by those who may: pause, resume, stop, undo."""
    countdown: str
    """Seconds until it begins, while they are counted."""
    has_begun: bool
    """False before its time, and for what was undone before it."""
    is_undone: bool

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def report(dispatch: Dispatch, counted: Counts | None = None) -> Report:
    """`counted`: where somebody has counted already, and says the same numbers beside it."""
    counted = counted or counts(dispatch)
    businesses = business_counts(dispatch)
    unread = some_unread(dispatch)
    is_open = businesses.is_open or not counted.is_finished
    begun = businesses.is_begun or is_begun(counted)
    stands = standing(dispatch, is_open=is_open, is_begun=begun)
    state, colour = _state(counted, businesses, unread, stands, is_open=is_open)
    return Report(
        state=state,
        colour=colour,
        sentence=sentence(dispatch, counted, stands, unread=unread),
        addresses=counted.addresses,
        addresses_done=counted.addresses_done,
        look_again_seconds=_look_again(dispatch, counted, businesses, is_open=is_open),
        people=people(counted) if counted.residents >= FEWEST_SHOWN else None,
        businesses=businesses_in_words(dispatch, businesses),
        controls=CONTROLS.get(stands, ()),
        countdown=_countdown(dispatch) if stands is Standing.COUNTDOWN else "",
        has_begun=stands not in NOT_BEGUN,
        is_undone=stands is Standing.UNDONE,
    )


def is_begun(counted: Counts) -> bool:
    """Whether some message was handed over, or is being, or may have been."""
    return counted.residents > counted.no_contact + counted.ready + counted.stopped


def _countdown(dispatch: Dispatch) -> str:
    left = dispatch.starts_at - timezone.now()
    return _("%(seconds)s seconds") % {"seconds": max(0, math.ceil(left.total_seconds()))}


def _state(
    counted: Counts, businesses: BusinessCounts, unread: bool, stands: Standing, *, is_open: bool
) -> tuple[str, str]:
    name, colour = dispatch_state(
        stands,
        is_open=is_open,
        has_failed=bool(counted.addresses_failed) or businesses.has_failed,
        is_unclear=bool(counted.unknown or counted.given_up or unread) or businesses.is_unclear,
    )
    return str(name), colour


def _look_again(
    dispatch: Dispatch, counted: Counts, businesses: BusinessCounts, *, is_open: bool
) -> int | None:
    if is_open:
        left = dispatch.starts_at - timezone.now()
        return 1 if datetime.timedelta() < left < COUNTDOWN_SHOWN else LOOK_AGAIN_SECONDS
    unsettled = counted.accepted + counted.sending + counted.unknown + businesses.unsettled
    return RECEIPTS_SECONDS if unsettled and dispatch.keys_destroyed_at is None else None
