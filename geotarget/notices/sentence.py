"""How far a dispatch is, in one or a few sentences: counts only, never who."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from geotarget.domain.delivery_state import Problem
from geotarget.domain.sending_time import first_allowed
from geotarget.domain.small_counts import FEWEST_SHOWN, told
from geotarget.targeting.messages import address_count, grouped

from .held import Waiting, addresses_not_looked_up, held_up
from .hours import hours_of
from .models import Dispatch
from .pace import between, moment, time_of_day
from .people import in_words
from .progress import Counts
from .standing import Standing, goes_on_at
from .words import PROBLEMS


def sentence(dispatch: Dispatch, counted: Counts, stands: Standing, *, unread: bool) -> str:
    """How far it is, what holds it, and what to do about the rest. `unread`: the register kept
    somebody back."""
    if stands in HELD:
        return " ".join(HELD[stands](dispatch, counted))
    if stands is not Standing.ENDED:
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
    return _("Next try at %(time)s.") % {"time": time_of_day(held.next_try_at)}


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
