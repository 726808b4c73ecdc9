"""Whom a notice would reach: counted before it is sent, by the same look-ups, and only counts kept.

Residents are held in memory as tokens under a key of the moment; docs/decisions/reach.md.
"""

from __future__ import annotations

import datetime
import logging
import secrets
from collections import Counter
from dataclasses import dataclass

from celery import current_app
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from geotarget.domain.delivery_state import Problem
from geotarget.domain.errors import InputError, gettext_noop
from geotarget.domain.small_counts import FEWEST_SHOWN, Telling, Told, whole_tens
from geotarget.domain.tokens import Tokens
from geotarget.organisations.audit import record
from geotarget.organisations.models import AuditEntry, User
from geotarget.registers.errors import NotAuthorised, RegisterError, RegisterUnavailable

from .database_clock import database_now
from .deliver import DOWN
from .keyring import KEY_BYTES
from .lookup import Asked
from .models import Notice, Reach
from .people import in_words
from .plan import pieces_within_limit
from .who_is_told import who_is_told
from .words import CHANNEL_NAMES, PROBLEMS

logger = logging.getLogger(__name__)

COUNT_REACH = "geotarget.notices.count_reach"
MOST_ADDRESSES = 5_000
"""Larger lists would keep a worker from sending for minutes."""
ASK_AGAIN_AFTER = datetime.timedelta(hours=1)
"""Every count is a look-up of all residents, logged about each in Folkeregisteret."""
MOST_A_DAY = 20
"""Counts that one user may ask for in a day: many lists that differ by a house each would tell, by
the tens that a number passes, who can be reached there."""
GIVEN_UP_AFTER = datetime.timedelta(minutes=10)
NOBODY = ""
FEW = "few"
"""In the place of all counts where fewer than ten residents were found."""


@transaction.atomic
def ask_reach(notice: Notice, *, user: User) -> None:
    """Have it counted by a worker. Raises `InputError` where it was counted just now."""
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if notice.address_list.address_count > MOST_ADDRESSES:
        raise InputError(
            gettext_noop("Whom we reach is counted for lists of up to %(most)s addresses."),
            most=MOST_ADDRESSES,
        )
    before = Reach.objects.filter(notice=notice).first()
    if before and not may_be_asked(before):
        raise InputError(gettext_noop("It has just been counted. Wait an hour with a new count."))
    _check_day(notice, user)
    Reach.objects.filter(notice=notice).delete()
    now, content_hash = timezone.now(), notice.content_hash()
    Reach.objects.create(notice=notice, content_hash=content_hash, asked_by=user, asked_at=now)
    addresses = notice.address_list.address_count
    record(notice.organisation, user, "reach", f"notice:{notice.pk}", addresses=addresses)
    transaction.on_commit(lambda: _wake(notice.pk))


def _check_day(notice: Notice, user: User) -> None:
    since = database_now() - datetime.timedelta(days=1)
    asked = AuditEntry.objects.filter(
        organisation=notice.organisation_id, actor=user, act="reach", at__gt=since
    )
    if asked.count() >= MOST_A_DAY:
        raise InputError(
            gettext_noop(
                "You have had %(most)s notices counted within a day. Each count looks up all "
                "residents; wait until tomorrow."
            ),
            most=MOST_A_DAY,
        )


def may_be_asked(before: Reach) -> bool:
    """An hour after the last count; soon after one that failed or was lost on its way."""
    is_counted = before.counted_at is not None and not before.problem
    wait = ASK_AGAIN_AFTER if is_counted else GIVEN_UP_AFTER
    return bool(before.problem) or timezone.now() > before.asked_at + wait


def _wake(notice_id: int) -> None:
    try:
        current_app.send_task(COUNT_REACH, args=[notice_id], retry=False)
    except OperationalError:
        logger.warning("the broker does not answer; whom a notice reaches is not counted")


def count_reach(notice_id: int) -> None:
    """What the worker does. Once asked, it is counted once."""
    row = Reach.objects.filter(notice_id=notice_id, counted_at=None).first()
    if row is None:
        return
    notice = Notice.objects.select_related("organisation").get(pk=notice_id)
    problem, tens = "", {}
    try:
        tens = _tens(_by_channel(notice))
    except RegisterError as error:
        logger.warning("reach of notice %s was not counted: %s", notice_id, error)
        problem = _problem(error)
    except Exception as error:
        # The text and the frames of an unexpected error may hold personal data.
        logger.error("reach of notice %s: unexpected %s", notice_id, type(error).__name__)
        problem = Problem.INTERNAL
    asked = Reach.objects.filter(notice_id=notice_id, asked_at=row.asked_at)
    asked.update(counted_at=timezone.now(), tens=tens, problem=problem)


def _problem(error: RegisterError) -> Problem:
    if isinstance(error, RegisterUnavailable):
        return DOWN[error.register]
    is_access = isinstance(error, NotAuthorised)
    return Problem.NOT_AUTHORISED if is_access else Problem.REGISTER_REFUSES


def _by_channel(notice: Notice) -> Counter[str]:
    """Residents by the first channel that would be used; each once, however many homes."""
    tokens, seen = Tokens(secrets.token_bytes(KEY_BYTES)), set[bytes]()
    counted: Counter[str] = Counter()
    for lookup, addresses in pieces_within_limit(notice):
        age = notice.organisation.minimum_age
        asked = [Asked(0, lookup, addresses)]
        told = who_is_told(notice, asked, minimum_age=age, check=_go_on)
        for error in told.found.failed.values():
            raise error
        for number, ways in told.ways.items():
            token = tokens.person(number)
            if token not in seen:
                seen.add(token)
                counted[ways[0][0] if ways else NOBODY] += 1
    return counted


def _go_on() -> None:
    """Nothing stops a count."""


def _tens(counted: Counter[str]) -> dict[str, int]:
    if 0 < counted.total() < FEWEST_SHOWN:
        return {FEW: 0}
    return {name: whole_tens(count) for name, count in counted.items()}


@dataclass(frozen=True)
class ShownReach:
    """For the page of a notice."""

    lines: list[tuple[str, str]]
    """Channel and residents, in words."""
    said: str
    """Why there are no lines; empty where there are."""
    counted_at: datetime.datetime | None
    may_be_asked: bool


def shown_reach(notice: Notice) -> ShownReach:
    row = Reach.objects.filter(notice=notice).first()
    if row is None:
        return ShownReach([], "", None, may_be_asked=True)
    if row.counted_at is None:
        return ShownReach([], _("It is being counted."), None, may_be_asked(row))
    if row.problem:
        said = str(PROBLEMS[Problem(row.problem)])
        return ShownReach([], said, row.counted_at, may_be_asked(row))
    if row.content_hash != notice.content_hash():
        said = _("The notice was changed after it was counted.")
        return ShownReach([], said, row.counted_at, may_be_asked(row))
    if FEW in row.tens:
        said = _("Fewer than %(count)s residents, who are not counted by channel.")
        return ShownReach([], said % {"count": FEWEST_SHOWN}, row.counted_at, may_be_asked(row))
    return ShownReach(_lines(row.tens), "", row.counted_at, may_be_asked(row))


def few_reached(notice: Notice) -> bool:
    """Whether it has been counted, of the notice as it is, that fewer than ten are reached."""
    row = Reach.objects.filter(notice=notice, problem="").exclude(counted_at=None).first()
    if row is None or row.content_hash != notice.content_hash():
        return False
    channels = [tens for name, tens in row.tens.items() if name not in (NOBODY, FEW)]
    return sum(channels) == 0 and len(channels) < 2


def _lines(tens: dict[str, int]) -> list[tuple[str, str]]:
    names = {**CHANNEL_NAMES, NOBODY: _("nobody reached digitally")}
    return [(str(name), _about(tens[key])) for key, name in names.items() if key in tens]


def _about(tens: int) -> str:
    return in_words(Told(Telling.AT_LEAST, tens) if tens else Told(Telling.FEWER))
