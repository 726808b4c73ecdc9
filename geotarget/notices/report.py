"""Progress and result of a dispatch in words: counts only, never who.

The page and its live updates show the same words, so that they cannot disagree.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from geotarget.domain.delivery_state import Problem
from geotarget.domain.small_counts import FEWEST_SHOWN, told
from geotarget.targeting.messages import grouped

from .held import Waiting, addresses_not_looked_up, held_up, some_unread
from .models import Dispatch
from .people import People, in_words, people
from .progress import Counts, counts
from .words import PROBLEMS, dispatch_state

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

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def report(dispatch: Dispatch) -> Report:
    counted = counts(dispatch)
    unread = some_unread(dispatch)
    state, colour = _state(counted, unread)
    return Report(
        state=state,
        colour=colour,
        sentence=_said(dispatch, counted, unread),
        addresses=counted.addresses,
        addresses_done=counted.addresses_done,
        look_again_seconds=_look_again(dispatch, counted),
        people=people(counted) if counted.residents >= FEWEST_SHOWN else None,
    )


def _state(counted: Counts, unread: bool) -> tuple[str, str]:
    name, colour = dispatch_state(
        is_open=not counted.is_finished,
        has_failed=bool(counted.addresses_failed),
        is_unclear=bool(counted.unknown or counted.given_up or unread),
    )
    return str(name), colour


def _said(dispatch: Dispatch, counted: Counts, unread: bool) -> str:
    if not counted.is_finished:
        return _underway(counted, held_up(dispatch))
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
    done = _("%(done)s of %(all)s addresses done.") % {
        "done": grouped(counted.addresses_done),
        "all": grouped(counted.addresses),
    }
    if held is None:
        return done
    return f"{PROBLEMS[Problem(held.problem)]} {done} {_next_try(held)}"


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


def _look_again(dispatch: Dispatch, counted: Counts) -> int | None:
    if not counted.is_finished:
        return LOOK_AGAIN_SECONDS
    unsettled = counted.accepted + counted.sending + counted.unknown
    return RECEIPTS_SECONDS if unsettled and dispatch.keys_destroyed_at is None else None
