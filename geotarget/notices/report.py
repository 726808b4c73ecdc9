"""Progress and result of a dispatch in words: counts only, never who.

The page and its live updates show the same words, so that they cannot disagree.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from geotarget.domain.delivery_state import Problem
from geotarget.domain.sending_time import first_allowed
from geotarget.domain.small_counts import FEWEST_SHOWN, told
from geotarget.targeting.messages import address_count, grouped

from .held import Waiting, addresses_not_looked_up, held_up, some_unread
from .hours import hours_of
from .models import Dispatch
from .pace import between, moment
from .people import People, in_words, people
from .progress import Counts, counts
from .standing import CONTROLS, COUNTDOWN_SHOWN_S, Standing, goes_on_at, standing
from .words import PROBLEMS, dispatch_state

LOOK_AGAIN_SECONDS = 2
RECEIPTS_SECONDS = 15
COUNTDOWN_SHOWN = datetime.timedelta(seconds=COUNTDOWN_SHOWN_S)


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
    controls: tuple[str, ...]
    """What may be done about it now, by those who may: pause, resume, stop, undo."""
    countdown: str
    """Seconds until it begins, while they are counted."""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def report(dispatch: Dispatch) -> Report:
    counted = counts(dispatch)
    unread = some_unread(dispatch)
    stands = standing(dispatch, is_open=not counted.is_finished, is_begun=is_begun(counted))
    state, colour = _state(counted, unread, stands)
    return Report(
        state=state,
        colour=colour,
        sentence=_said(dispatch, counted, unread, stands),
        addresses=counted.addresses,
        addresses_done=counted.addresses_done,
        look_again_seconds=_look_again(dispatch, counted),
        people=people(counted) if counted.residents >= FEWEST_SHOWN else None,
        controls=CONTROLS.get(stands, ()),
        countdown=_countdown(dispatch) if stands is Standing.COUNTDOWN else "",
    )


def is_begun(counted: Counts) -> bool:
    """Whether some message was handed over, or is being, or may have been."""
    return counted.residents > counted.no_contact + counted.ready + counted.stopped


def _countdown(dispatch: Dispatch) -> str:
    left = dispatch.starts_at - timezone.now()
    return _("%(seconds)s seconds") % {"seconds": max(0, math.ceil(left.total_seconds()))}


def _state(counted: Counts, unread: bool, stands: Standing) -> tuple[str, str]:
    name, colour = dispatch_state(
        stands,
        is_open=not counted.is_finished,
        has_failed=bool(counted.addresses_failed),
        is_unclear=bool(counted.unknown or counted.given_up or unread),
    )
    return str(name), colour


def _said(dispatch: Dispatch, counted: Counts, unread: bool, stands: Standing) -> str:
    if stands in HELD:
        return " ".join(HELD[stands](dispatch, counted))
    if not counted.is_finished:
        return f"{_underway(counted, held_up(dispatch))} {_next_wave(dispatch, counted)}".strip()
    wide = addresses_not_looked_up(dispatch)
    said = [*_too_wide(wide), *_unclear(counted), *(_unread() if unread else [])]
    advice = [_("Tell the rest another way: call them, or knock on doors.")]
    return " ".join([_ended(counted, wide), *said, *(advice if said else [])])


def _too_wide(addresses: int) -> list[str]:
    if not addresses:
        return []
    text = ngettext(
        "At %(count)s address nobody was looked up, because too many others would have been.",
        "At %(count)s addresses nobody was looked up, because too many others would have been.",
        addresses,
    )
    return [text % {"count": grouped(addresses)}]


def _unread() -> list[str]:
    return [
        _("The population register did not answer for some persons; they are not told."),
        _("It is unknown whether they live at the addresses."),
    ]


def _underway(counted: Counts, held: Waiting | None) -> str:
    done = _done(counted)
    if held is None:
        return done
    return f"{PROBLEMS[Problem(held.problem)]} {done} {_next_try(held)}"


def _done(counted: Counts) -> str:
    return _("%(done)s of %(all)s addresses done.") % {
        "done": grouped(counted.addresses_done),
        "all": grouped(counted.addresses),
    }


def _ended(counted: Counts, wide: int) -> str:
    failed = counted.addresses_failed - wide
    if not failed and wide:
        text = ngettext(
            "%(done)s address of %(all)s is done.",
            "%(done)s addresses of %(all)s are done.",
            counted.addresses_done,
        )
    elif failed:
        text = ngettext(
            "%(failed)s address of %(all)s was not done before the deadline.",
            "%(failed)s addresses of %(all)s were not done before the deadline.",
            failed,
        )
    else:
        text = ngettext("The address is done.", "All %(all)s addresses done.", counted.addresses)
    return text % {
        "failed": grouped(failed),
        "done": grouped(counted.addresses_done),
        "all": grouped(counted.addresses),
    }


def _unclear(counted: Counts) -> list[str]:
    """How many are not known to be told."""
    if not counted.unknown and not counted.given_up:
        return []
    return [
        *(_how_many_unclear(counted) if counted.residents >= FEWEST_SHOWN else [_some_unclear()]),
        _("It is not sent again by itself, so that nobody gets it twice."),
    ]


def _how_many_unclear(counted: Counts) -> list[str]:
    unknown = _("For %(count)s persons it is unknown whether the message was handed over.")
    given_up = _("For %(count)s persons the message was never handed over.")
    found = ((unknown, counted.unknown), (given_up, counted.given_up))
    return [text % {"count": in_words(told(count))} for text, count in found if count]


def _some_unclear() -> str:
    return _("For some the message was not handed over, or nobody knows whether it was.")


def _next_try(held: Waiting) -> str:
    if held.next_try_at is None:
        return _("Trying again now.")
    time = date_format(timezone.localtime(held.next_try_at), pgettext("time format", "H:i"))
    return _("Next try at %(time)s.") % {"time": time}


def _next_wave(dispatch: Dispatch, counted: Counts) -> str:
    if dispatch.waves_opened >= dispatch.wave_count or dispatch.wave_opened_at is None:
        return ""
    after = datetime.timedelta(minutes=dispatch.wave_minutes or 0)
    due = first_allowed(dispatch.wave_opened_at + after, hours_of(dispatch))
    return _("Wave %(opened)s of %(all)s; the next begins %(moment)s.") % {
        "opened": dispatch.waves_opened,
        "all": dispatch.wave_count,
        "moment": moment(due),
    }


def _planned(dispatch: Dispatch, counted: Counts) -> list[str]:
    begins = _("It begins %(moment)s, to %(addresses)s.") % {
        "moment": moment(goes_on_at(dispatch)),
        "addresses": address_count(counted.addresses),
    }
    return [begins, _("Until then it can be undone, and nobody has got anything.")]


def _paused(dispatch: Dispatch, counted: Counts) -> list[str]:
    until = _("What is left is given up if nobody lets it go on before %(moment)s.")
    return [_("Paused."), _done(counted), until % {"moment": moment(dispatch.deadline_at)}]


def _outside(dispatch: Dispatch, counted: Counts) -> list[str]:
    hours = hours_of(dispatch)
    on = _("It goes on %(moment)s.") % {"moment": moment(goes_on_at(dispatch))}
    return [between(hours) if hours else "", _done(counted), on]


def _stopped(dispatch: Dispatch, counted: Counts) -> list[str]:
    numbers = _("%(done)s done · %(stopped)s stopped · %(all)s addresses in all.") % {
        "done": grouped(counted.addresses_done + counted.addresses_failed),
        "stopped": grouped(counted.addresses_stopped),
        "all": grouped(counted.addresses),
    }
    in_hand = _("What the provider has in its hands already cannot be called back.")
    return [numbers, in_hand] if counted.sending else [numbers]


def _undone(dispatch: Dispatch, counted: Counts) -> list[str]:
    return [_("It was undone before anything was sent: nobody has got it.")]


HELD: dict[Standing, Callable[[Dispatch, Counts], list[str]]] = {
    Standing.COUNTDOWN: _planned,
    Standing.PLANNED: _planned,
    Standing.PAUSED: _paused,
    Standing.OUTSIDE_HOURS: _outside,
    Standing.STOPPED: _stopped,
    Standing.UNDONE: _undone,
}


def _look_again(dispatch: Dispatch, counted: Counts) -> int | None:
    if not counted.is_finished:
        left = dispatch.starts_at - timezone.now()
        return 1 if datetime.timedelta() < left < COUNTDOWN_SHOWN else LOOK_AGAIN_SECONDS
    unsettled = counted.accepted + counted.sending + counted.unknown
    return RECEIPTS_SECONDS if unsettled and dispatch.keys_destroyed_at is None else None
