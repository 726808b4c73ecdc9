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
from geotarget.targeting.messages import grouped

from .models import Dispatch
from .progress import Counts, Waiting, counts, waiting
from .words import PROBLEMS, RESIDENT_ROWS

FEWEST_SHOWN = 10
"""Counts of fewer residents than this would say something of each of them."""
LOOK_AGAIN_SECONDS = 2
RECEIPTS_SECONDS = 15


@dataclass(frozen=True)
class Line:
    """Residents of one outcome. The lines add up to all residents found."""

    key: str
    label: str
    explanation: str
    count: str
    shown: bool
    """What is rare is left out at nought."""


@dataclass(frozen=True)
class People:
    """Counts of residents and messages."""

    handed_over: str
    lines: list[Line]
    total: str
    messages: str


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
    state, colour = _state(counted)
    return Report(
        state=state,
        colour=colour,
        sentence=_sentence(counted, waiting(dispatch)),
        addresses=counted.addresses,
        addresses_done=counted.addresses_done,
        look_again_seconds=_look_again(dispatch, counted),
        people=_people(counted) if counted.residents >= FEWEST_SHOWN else None,
    )


def _state(counted: Counts) -> tuple[str, str]:
    """Never "sent" before every address has been worked on."""
    if not counted.is_finished:
        return _("Being sent"), "info"
    if counted.addresses_failed:
        return _("Ended, not complete"), "danger"
    return _("Sent"), "success"


def _sentence(counted: Counts, held: Waiting | None) -> str:
    if counted.is_finished:
        return _ended(counted)
    done = _("%(done)s of %(all)s addresses done.") % {
        "done": grouped(counted.addresses_done),
        "all": grouped(counted.addresses),
    }
    if held is None:
        return done
    return f"{PROBLEMS[Problem(held.problem)]} {done} {_next_try(held)}"


def _ended(counted: Counts) -> str:
    failed = counted.addresses_failed
    if failed:
        text = ngettext(
            "%(failed)s address of %(all)s was not done before the deadline.",
            "%(failed)s addresses of %(all)s were not done before the deadline.",
            failed,
        )
    else:
        text = ngettext("The address is done.", "All %(all)s addresses done.", counted.addresses)
    return text % {"failed": grouped(failed), "all": grouped(counted.addresses)}


def _next_try(held: Waiting) -> str:
    if held.next_try_at <= timezone.now():
        return _("Next try now.")
    time = date_format(timezone.localtime(held.next_try_at), pgettext("time format", "H:i"))
    return _("Next try at %(time)s.") % {"time": time}


def _look_again(dispatch: Dispatch, counted: Counts) -> int | None:
    if not counted.is_finished:
        return LOOK_AGAIN_SECONDS
    unsettled = counted.accepted + counted.sending + counted.unknown
    return RECEIPTS_SECONDS if unsettled and dispatch.keys_destroyed_at is None else None


def _people(counted: Counts) -> People:
    taken = counted.accepted + counted.delivered + counted.not_delivered
    messages = ngettext("%(count)s message", "%(count)s messages", counted.messages)
    return People(
        handed_over=_("%(count)s handed over") % {"count": grouped(taken)},
        lines=_lines(counted.as_dict()),
        total=grouped(counted.residents),
        messages=messages % {"count": grouped(counted.messages)},
    )


def _lines(numbers: dict[str, int]) -> list[Line]:
    return [
        Line(
            row.key, str(row.label), str(row.explanation), grouped(count), bool(count) or row.usual
        )
        for row in RESIDENT_ROWS
        for count in [sum(numbers[name] for name in row.counts)]
    ]
